//! Chromium, as people have it: opens what the program wrote from the disk, clicks, types, prints, and hears everything
//! that the page complains of.
//!
//! One browser serves all tests of a file; every test has a tab of its own. Leaves to others: what is to be seen (the
//! tests).
#![allow(dead_code, reason = "no test file needs all of it")]
#![expect(clippy::panic, reason = "a test may stop where it stands")]

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Network, Runtime};
use headless_chrome::types::PrintToPdfOptions;
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;

const PACKAGES: &str = "apt-get install --no-install-recommends chromium fonts-dejavu-core";
/// The names it goes by; another one may be given in `CHROME`.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// Above what any page needs, below what a test may hang.
const PATIENCE: Duration = Duration::from_secs(15);

fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// Says aloud that something is not there; in CI it has to be.
#[track_caller]
fn skipped(what: &str) {
    assert!(!in_ci(), "{what}");
    eprintln!("skipped: {what}");
}

fn executable() -> Option<PathBuf> {
    let named = env::var_os("CHROME").map(PathBuf::from);
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let known = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    named.into_iter().chain(known).find(|path| path.is_file())
}

/// Started once. Tabs keep it alive; it is gone with the tests.
static BROWSER: LazyLock<Option<Browser>> = LazyLock::new(|| {
    let path = executable()?;
    // Chromium refuses its sandbox to root alone.
    let is_root = fs::metadata("/proc/self").is_ok_and(|found| is_of_root(&found));
    let options = LaunchOptions {
        path: Some(path),
        sandbox: !is_root,
        window_size: Some((1280, 900)),
        idle_browser_timeout: Duration::from_secs(300),
        args: vec![OsStr::new("--lang=en"), OsStr::new("--disable-component-update"), OsStr::new("--no-default-browser-check")],
        ..LaunchOptions::default()
    };
    Some(Browser::new(options).unwrap_or_else(|error| panic!("the browser does not start: {error}")))
});

#[cfg(unix)]
fn is_of_root(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == 0
}

#[cfg(not(unix))]
fn is_of_root(_: &fs::Metadata) -> bool {
    false
}

/// An empty window, where there is a browser.
#[track_caller]
pub fn window() -> Option<Window> {
    let Some(browser) = BROWSER.as_ref() else {
        skipped(&format!("no browser is there ({}): {PACKAGES}", NAMES.join(", ")));
        return None;
    };
    // What one test chose is kept from the others.
    let tab = browser.new_context().and_then(|context| context.new_tab()).unwrap_or_else(|error| panic!("no tab: {error}"));
    tab.set_default_timeout(PATIENCE);
    let heard: Heard = Heard::default();
    let ears = heard.clone();
    let listener = move |event: &Event| ears.hear(event);
    tab.add_event_listener(Arc::new(listener)).unwrap_or_else(|error| panic!("nobody listens: {error}"));
    let window = Window { tab, heard };
    window.call(Network::Enable {
        max_total_buffer_size: None,
        max_resource_buffer_size: None,
        max_post_data_size: None,
        report_direct_socket_traffic: None,
        enable_durable_messages: None,
    });
    window.tab.enable_runtime().and_then(|tab| tab.enable_log()).unwrap_or_else(|error| panic!("nobody listens: {error}"));
    Some(window)
}

/// What a page complained of, and where it wanted to go.
#[derive(Clone, Default)]
struct Heard {
    complaints: Arc<Mutex<Vec<String>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Heard {
    fn hear(&self, event: &Event) {
        let put = |list: &Mutex<Vec<String>>, text: String| list.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        match event {
            Event::RuntimeConsoleAPICalled(found) => put(&self.complaints, format!("console: {:?}", found.params.args)),
            Event::RuntimeExceptionThrown(found) => put(&self.complaints, format!("thrown: {:?}", found.params.exception_details)),
            Event::LogEntryAdded(found) => put(&self.complaints, format!("log: {} {:?}", found.params.entry.text, found.params.entry.url)),
            Event::PageJavascriptDialogOpening(found) => put(&self.complaints, format!("dialog: {}", found.params.message)),
            Event::NetworkRequestWillBeSent(found) => put(&self.asked, found.params.request.url.clone()),
            _ => {}
        }
    }
}

/// A tab with a page in it.
pub struct Window {
    pub tab: Arc<Tab>,
    heard: Heard,
}

impl Window {
    #[track_caller]
    fn call<C: headless_chrome::protocol::cdp::types::Method + serde::Serialize + std::fmt::Debug>(&self, method: C) -> C::ReturnObject {
        self.tab.call_method(method).unwrap_or_else(|error| panic!("the browser does not answer: {error}"))
    }

    /// Opens a file; what stands behind it, like `#anchor`, goes with it.
    #[track_caller]
    pub fn open(&self, file: &Path, behind: &str) -> &Window {
        let url = format!("{}{behind}", address(file));
        self.tab.navigate_to(&url).and_then(|tab| tab.wait_until_navigated()).unwrap_or_else(|error| panic!("{url}: {error}"));
        self.until("document.readyState === 'complete'");
        self
    }

    /// What an expression comes to, as JSON.
    #[track_caller]
    pub fn value(&self, expression: &str) -> Value {
        let found = self.call(Runtime::Evaluate {
            expression: expression.to_string(),
            return_by_value: Some(true),
            await_promise: Some(true),
            user_gesture: Some(true),
            object_group: None,
            include_command_line_api: None,
            silent: None,
            context_id: None,
            generate_preview: None,
            throw_on_side_effect: None,
            timeout: None,
            disable_breaks: None,
            repl_mode: None,
            allow_unsafe_eval_blocked_by_csp: None,
            unique_context_id: None,
            serialization_options: None,
        });
        if let Some(thrown) = found.exception_details {
            panic!("{expression}: {:?}", thrown.exception.and_then(|exception| exception.description));
        }
        found.result.value.unwrap_or(Value::Null)
    }

    #[track_caller]
    pub fn text(&self, expression: &str) -> String {
        match self.value(expression) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    #[track_caller]
    pub fn number(&self, expression: &str) -> f64 {
        self.value(expression).as_f64().unwrap_or_else(|| panic!("{expression} is no number"))
    }

    #[track_caller]
    pub fn holds(&self, expression: &str) -> bool {
        self.value(&format!("Boolean({expression})")) == Value::Bool(true)
    }

    /// Waits until it is so.
    #[track_caller]
    pub fn until(&self, expression: &str) -> &Window {
        let started = Instant::now();
        while !self.holds(expression) {
            assert!(started.elapsed() < PATIENCE, "it never comes to `{expression}` at {}", self.text("location.href"));
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Clicks what a selector finds first, with a real mouse where it is in sight.
    #[track_caller]
    pub fn click(&self, selector: &str) -> &Window {
        let shown = format!("document.querySelector({})", quoted(selector));
        assert!(self.holds(&shown), "nothing to click: {selector}");
        self.value(&format!("{shown}.scrollIntoView({{block: 'center', inline: 'center'}})"));
        let at = self.value(&format!(
            "(() => {{ const box = {shown}.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }})()"
        ));
        let point = headless_chrome::browser::tab::point::Point { x: at[0].as_f64().unwrap_or(0.0), y: at[1].as_f64().unwrap_or(0.0) };
        self.tab.click_point(point).unwrap_or_else(|error| panic!("{selector}: {error}"));
        self
    }

    #[track_caller]
    pub fn press(&self, key: &str) -> &Window {
        self.tab.press_key(key).unwrap_or_else(|error| panic!("{key}: {error}"));
        self
    }

    #[track_caller]
    pub fn types(&self, text: &str) -> &Window {
        self.tab.type_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        self
    }

    /// As a phone, a desk, a dark room.
    #[track_caller]
    pub fn sized(&self, width: u32, height: u32, mobile: bool) -> &Window {
        self.call(Emulation::SetDeviceMetricsOverride {
            width,
            height,
            device_scale_factor: 1.0,
            mobile,
            scale: None,
            screen_width: None,
            screen_height: None,
            position_x: None,
            position_y: None,
            dont_set_visible_size: None,
            screen_orientation: None,
            viewport: None,
            display_feature: None,
            device_posture: None,
        });
        self
    }

    #[track_caller]
    pub fn scheme(&self, scheme: &str) -> &Window {
        let feature = Emulation::MediaFeature { name: "prefers-color-scheme".to_string(), value: scheme.to_string() };
        self.call(Emulation::SetEmulatedMedia { media: None, features: Some(vec![feature]) });
        self
    }

    /// The page as a PDF on A4.
    #[track_caller]
    pub fn printed(&self, to: &Path) {
        let options = PrintToPdfOptions { prefer_css_page_size: Some(true), print_background: Some(true), ..PrintToPdfOptions::default() };
        let pdf = self.tab.print_to_pdf(Some(options)).unwrap_or_else(|error| panic!("it does not print: {error}"));
        fs::write(to, pdf).expect("the temporary folder can be written");
    }

    /// Asserts that nothing was complained of and nothing asked for outside the folder.
    #[track_caller]
    pub fn is_quiet(&self) -> &Window {
        let taken = |list: &Mutex<Vec<String>>| std::mem::take(&mut *list.lock().unwrap_or_else(PoisonError::into_inner));
        let complaints = taken(&self.heard.complaints);
        assert!(complaints.is_empty(), "the page complains: {complaints:#?}");
        let outside: Vec<String> = taken(&self.heard.asked)
            .into_iter()
            .filter(|url| !["file:", "data:", "about:"].iter().any(|own| url.starts_with(own)))
            .collect();
        assert!(outside.is_empty(), "the page asks for {outside:?}");
        self
    }

    /// What axe says against the page, one line for each rule; nothing where all is well. None without axe.
    #[track_caller]
    pub fn violations(&self) -> Option<Vec<String>> {
        let axe = axe()?;
        self.value(&format!("{axe};0"));
        let found = self.value("axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(rule => [rule.id, rule.impact, rule.help, rule.nodes.slice(0, 5).map(node => node.html.slice(0, 160) + ' | ' + node.failureSummary)]))");
        Some(found.as_array().into_iter().flatten().map(Value::to_string).collect())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.tab.close(false);
    }
}

/// The auditing script, which `.ci/run` fetches; it is no part of the repository.
#[track_caller]
fn axe() -> Option<String> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let file = target.join("axe/package/axe.min.js");
    let found = fs::read_to_string(&file).ok();
    if found.is_none() {
        skipped(&format!("{} is not there: `npm pack axe-core@4.11.0` unpacked into target/axe", file.display()));
    }
    found
}

pub fn address(file: &Path) -> String {
    let path = file.to_string_lossy();
    let safe = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~".contains(letter);
    let escaped = path.chars().map(|letter| match safe(letter) {
        true => letter.to_string(),
        false => letter.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
    });
    format!("file://{}", escaped.collect::<String>())
}

/// A text as a string of JavaScript.
pub fn quoted(text: &str) -> String {
    Value::String(text.to_string()).to_string()
}
