//! The report as a page in a real browser: it opens from the disk, asks for nothing outside, complains of nothing, and
//! people can click, filter, search, switch languages, use the keyboard, print, and read it on a phone and in the dark.
//!
//! Leaves to others: what the page says (beside its renderer), how a browser is driven (`common/browser`).

#[path = "common/browser.rs"]
mod browser;
mod common;
#[path = "common/office.rs"]
mod office;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use browser::{Window, quoted, window};
use common::{Folder, own_pack, repository};
use serde_json::Value;

/// The samples as one page and as a folder, in English, written once for all tests.
static SAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser-samples");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    let formats = ["page.html", "report/"].map(|name| format!("--format=html={}", folder.join(name).display()));
    common::check(&repository(), &["models", "--lang", "en", "--exit-zero", &formats[0], &formats[1]]).says(0, &[]);
    folder
});

fn page() -> PathBuf {
    SAMPLES.join("page.html")
}

fn index() -> PathBuf {
    SAMPLES.join("report/index.html")
}

/// The page of the project that has the most to say.
fn project() -> PathBuf {
    SAMPLES.join("report/pages/patient-portal.html")
}

/// The rows of the matrix that are in sight.
const SHOWN: &str = "[...document.querySelectorAll('.matrix tbody tr')].filter(row => row.checkVisibility()).length";

/// Fills in a field of the filters as people do.
#[track_caller]
fn set(window: &Window, field: &str, value: &str) {
    let field = format!("document.querySelector('form.filters').elements[{}]", quoted(field));
    window.value(&format!("{field}.value = {}; {field}.dispatchEvent(new Event('input', {{ bubbles: true }})); 0", quoted(value)));
    assert_eq!(window.text(&format!("{field}.value")), value, "there is such a choice");
}

#[test]
fn it_opens_from_the_disk_and_leads_from_the_matrix_to_a_finding_and_back() {
    let Some(window) = window() else { return };
    window.open(&page(), "").is_quiet();
    assert_eq!(window.number(SHOWN), 6.0);
    let title = window.text("document.title");
    window.click(".matrix td.cell.non-compliant a").until("location.hash.startsWith('#group-')");
    assert!(window.holds("document.querySelector(':target').checkVisibility()"), "the group is in sight");
    assert!(!window.holds("document.querySelector('#overview h1').checkVisibility()"), "one thing is shown at a time");
    window.value("history.back()");
    window.until("document.querySelector('#overview h1').checkVisibility()");
    assert_eq!(window.text("document.title"), title);
    // Every link inside leads somewhere.
    let broken = window.value(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(link => decodeURIComponent(link.getAttribute('href').slice(1)))\
         .filter(anchor => anchor !== 'all' && !document.getElementById(anchor)).slice(0, 5)",
    );
    assert_eq!(broken, Value::Array(Vec::new()), "links that lead nowhere");
    window.is_quiet();
}

#[test]
fn a_finding_leads_to_the_picture_and_the_picture_back() {
    let Some(window) = window() else { return };
    window.open(&project(), "").is_quiet();
    assert!(window.holds("document.querySelector('a.on-graph')"), "findings lead to the picture");
    let fingerprint = window.text("document.querySelector('a.on-graph').closest('[data-finding]').dataset.finding");
    window.value("location.hash = document.querySelector('a.on-graph').closest('[id^=finding-]').id");
    window.until("document.querySelector('a.on-graph').checkVisibility()");
    window.click("a.on-graph");
    window.until("document.querySelector(':target') && document.querySelector(':target').closest('.pic')");
    let lit = format!("document.querySelectorAll('.pic .lit[data-finding~=' + JSON.stringify({}) + ']').length > 0", quoted(&fingerprint));
    window.until(&lit);
    window.value("history.back()");
    window.until("document.querySelector(':target').id.startsWith('finding-')");
    window.is_quiet();
}

#[test]
fn the_matrix_is_narrowed_by_verdict_body_and_words() {
    let Some(window) = window() else { return };
    window.open(&index(), "");
    set(&window, "verdict", "non-compliant");
    let of_level = "document.querySelectorAll('.matrix tbody tr[data-verdict=non-compliant]').length";
    assert_eq!(window.number(SHOWN), window.number(of_level));
    assert!(window.number(SHOWN) < 6.0);
    window.value("document.querySelector('form.filters').reset()");
    window.until(&format!("{SHOWN} === 6"));
    let agency = window.text("document.querySelector('.matrix tbody tr').dataset.agency");
    set(&window, "agency", &agency);
    assert_eq!(
        window.number(SHOWN),
        window.number(&format!("document.querySelectorAll('.matrix tbody tr[data-agency={}]').length", quoted(&agency)))
    );
    window.value("document.querySelector('form.filters').reset()");
    window.until(&format!("{SHOWN} === 6"));
    window.click("form.filters [name=find]").types("patient").until(&format!("{SHOWN} === 1"));
    assert!(!window.holds("document.querySelector('.nothing').checkVisibility()"));
    window.types("zzzz").until(&format!("{SHOWN} === 0"));
    assert!(window.holds("document.querySelector('.nothing').checkVisibility()"), "that nothing fits is said");
    window.is_quiet();
}

/// What assistive technology reads beside the text.
const LABELS: &str = "JSON.stringify([...document.querySelectorAll('[aria-label], [title], [placeholder]')].map(element => \
                      ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name))))";

/// A page that is switched to a language says what one says that is written in it.
#[test]
fn the_language_is_switched_everywhere() {
    let Some(window) = window() else { return };
    let folder = Folder::new("languages");
    folder.copy("models", "models");
    for language in ["kk", "ru", "en"] {
        let format = format!("--format=html={language}.html");
        folder.check(&["models/city-services", "models/patient-portal", "--lang", language, "--exit-zero", &format]).says(0, &[]);
    }
    window.open(&folder.path("ru.html"), "");
    assert!(window.number("document.querySelectorAll('[data-t], [data-p]').length") > 100.0);
    for language in ["kk", "en"] {
        window.click(&format!("button[data-lang={language}]")).until(&format!("document.documentElement.lang === '{language}'"));
        let written = browser::window().expect("there is one already");
        written.open(&folder.path(&format!("{language}.html")), "");
        for what in
            ["document.querySelector('main').textContent", "document.querySelector('body > header').textContent", LABELS, "document.title"]
        {
            same(language, &window.text(what), &written.text(what));
        }
    }
    window.is_quiet();
}

#[track_caller]
fn same(language: &str, switched: &str, written: &str) {
    let place = switched.chars().zip(written.chars()).position(|(one, other)| one != other).unwrap_or(0);
    let around = |text: &str| text.chars().skip(place.saturating_sub(60)).take(160).collect::<String>();
    assert!(switched == written, "{language}:\n  switched {}\n  written  {}", around(switched), around(written));
}

#[test]
fn everything_is_reached_by_keyboard() {
    let Some(window) = window() else { return };
    window.open(&index(), "");
    window.press("Tab");
    assert_eq!(window.text("document.activeElement.className"), "skip");
    window.press("Enter").until("document.activeElement.id === 'main' || location.hash === '#main'");
    // Along the page until a cell of the matrix has the focus.
    let in_matrix = "document.activeElement.matches('.matrix td.cell a')";
    for _ in 0..80 {
        window.press("Tab");
        if window.holds(in_matrix) {
            break;
        }
    }
    assert!(window.holds(in_matrix), "the matrix is reached: {}", window.text("document.activeElement.outerHTML.slice(0, 200)"));
    let outline = "(() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' || style.boxShadow !== 'none' })()";
    assert!(window.holds(outline), "the focus is seen");
    window.press("Enter").until("location.hash.startsWith('#group-') && document.readyState === 'complete'");
    window.is_quiet();
}

#[test]
fn it_is_read_on_a_phone() {
    let Some(window) = window() else { return };
    for (what, file) in [("the overview", index()), ("a project", project())] {
        for language in ["kk", "ru", "en"] {
            window.sized(360, 740, true).open(&file, &format!("?lang={language}"));
            window.until(&format!("document.documentElement.lang === '{language}'"));
            // A phone zooms out of what is too wide: what it is laid out for stays.
            let wide = window.number("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
            assert!(wide <= 0.0, "{what} is {wide} wider than a phone in {language}");
            let hit = "[...document.querySelectorAll('body > header button')].map(button => { button.scrollIntoView({ block: 'center' }); \
                       const box = button.getBoundingClientRect(); \
                       return button.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)) }).every((seen, at, all) => seen && all.length > 4)";
            assert!(window.holds(hit), "{what}: a button of the bar lies behind something in {language}");
        }
    }
    window.is_quiet();
}

#[test]
fn axe_finds_nothing_in_the_light_and_in_the_dark() {
    let Some(window) = window() else { return };
    let mut found = Vec::new();
    for (what, file) in [("overview", index()), ("project", project())] {
        for scheme in ["light", "dark"] {
            window.scheme(scheme).open(&file, "");
            let Some(violations) = window.violations() else { return };
            found.extend(violations.into_iter().map(|line| format!("{what}, {scheme}: {line}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn it_prints_as_a_document() {
    let Some(window) = window() else { return };
    if !office::is_here(&["pdftotext", "pdfinfo"]) {
        return;
    }
    let folder = Folder::new("print");
    folder.file("keep", "");
    for (file, words) in [(index(), ["не соответствует", "patient-portal"]), (project(), ["не соответствует", "124/19"])]
    {
        window.open(&file, "").click("button[data-lang=ru]").until("document.documentElement.lang === 'ru'");
        let pdf = folder.path("page.pdf");
        window.printed(&pdf);
        let told = Command::new("pdfinfo").arg(&pdf).output().expect("pdfinfo can be started");
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.contains("(A4)"), "{told}");
        let text = office::pages(&pdf).join(" ");
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
    window.is_quiet();
}

#[test]
fn hostile_names_run_nothing_and_break_nothing() {
    let Some(window) = window() else { return };
    let folder = Folder::new("hostile");
    let names = [
        "<script>document.documentElement.dataset.hit=1</script>",
        "<img src=x onerror=document.documentElement.dataset.hit=1>",
        "\\\"><svg onload=document.documentElement.dataset.hit=1>",
        "</script><script>document.documentElement.dataset.hit=1</script>",
        "'-alert(1)-' & \\u202Egnirts \\u2066",
        "{{7*7}} ${7*7} `x",
    ];
    let systems: String =
        names.iter().zip(0..).map(|(name, at)| format!("[system.s{at}]\nname = \"{name}\"\nlifecycle = \"planned\"\n")).collect();
    for project in ["one", "two"] {
        let head = format!("[project]\nid = \"{project}\"\nname = \"</title><script>document.documentElement.dataset.hit=1</script>\"\n");
        folder.file(&format!("p/{project}/saikes.toml"), head).file(&format!("p/{project}/m.toml"), &systems);
    }
    folder.file("rules/own.toml", own_pack("full = \"lifecycle = 'operating'\""));
    let words = ["p", "--lang", "en", "--rules", "rules", "--pack", "own", "--exit-zero", "--format=html=page.html"];
    folder.check(&words).says(0, &[]);
    window.open(&folder.path("page.html"), "").is_quiet();
    for language in ["kk", "ru", "en"] {
        window.click(&format!("button[data-lang={language}]")).until(&format!("document.documentElement.lang === '{language}'"));
    }
    assert!(!window.holds("document.documentElement.dataset.hit"), "a name ran");
    let foreign = "document.querySelectorAll('img, iframe, object, embed, main script:not([type]), [onload], [onerror], [onclick]').length";
    assert_eq!(window.number(foreign), 0.0, "a name became markup");
    assert!(window.holds("document.body.textContent.includes('<script>document.documentElement')"), "names are shown as they are");
    window.is_quiet();
}

#[test]
fn a_report_in_a_folder_leads_there_and_back() {
    let Some(window) = window() else { return };
    window.open(&index(), "").is_quiet();
    assert_eq!(window.number(SHOWN), 6.0);
    window.click("button[data-lang=kk]").until("document.documentElement.lang === 'kk'");
    window.click(".matrix td.cell a").until("location.pathname.includes('/pages/') && document.readyState === 'complete'");
    window.until("document.querySelector(':target')").until("document.documentElement.lang === 'kk'");
    window.click("body > header a.brand").until("location.pathname.endsWith('/index.html') && document.readyState === 'complete'");
    window.until("document.querySelector('.matrix')").is_quiet();
}

/// How long the index of 500 projects takes to open and what a scroll costs a frame; told, never judged: machines differ.
/// `cargo test --release --test browser -- --ignored --nocapture`
#[test]
#[ignore = "measures"]
fn the_index_of_500_projects_is_measured() {
    let Some(window) = window() else { return };
    let folder = Folder::new("many");
    for number in 0..500 {
        folder.copy("models/city-services", &format!("p/{number}"));
        let path = folder.path(&format!("p/{number}/saikes.toml"));
        let text = fs::read_to_string(&path).expect("it was copied");
        fs::write(&path, text.replacen("id = \"", &format!("id = \"p{number}-"), 1)).expect("the temporary folder can be written");
    }
    folder.copy("models/national", "p/national");
    folder.check(&["p", "--lang", "ru", "--exit-zero", "--format=html=report/"]);
    let index = folder.path("report/index.html");
    let started = std::time::Instant::now();
    window.open(&index, "");
    let opened = started.elapsed();
    let timing = window.value("(() => { const entry = performance.getEntriesByType('navigation')[0]; return [entry.domInteractive, entry.domContentLoadedEventEnd, entry.loadEventEnd].map(Math.round) })()");
    let frames = window.value(SCROLLED);
    let size = fs::metadata(&index).map_or(0, |found| found.len());
    let (rows, elements) = (window.number(SHOWN), window.number("document.querySelectorAll('*').length"));
    println!(
        "rows {rows}, elements {elements}, bytes {size}, opened in {opened:?}, interactive, ready and loaded in ms {timing}, frames while scrolling in ms: median, 95th, longest {frames}"
    );
    window.is_quiet();
}

/// Scrolls from the top to the end in 120 steps and says how far apart the frames were.
const SCROLLED: &str = "new Promise(done => { const times = []; let step = 0, last = performance.now(); const height = document.scrollingElement.scrollHeight; \
    const next = now => { times.push(now - last); last = now; if (++step > 120) { times.sort((a, b) => a - b); \
    done([times[60], times[114], times[120]].map(time => Math.round(time * 10) / 10)); return; } scrollTo(0, height * step / 120); requestAnimationFrame(next); }; \
    requestAnimationFrame(next); })";
