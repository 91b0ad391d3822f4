//! The report as a page in a real browser: it opens from the disk, asks for nothing outside, complains of nothing, and
//! people can click, filter, search, switch languages, use the keyboard, print, and read it on a phone and in the dark.
//!
//! Leaves to others: what the page says (beside its renderer), how a browser is driven (`common/browser`).

mod common;
#[path = "common/browser.rs"]
mod browser;
#[path = "common/office.rs"]
mod office;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use browser::{Window, quoted, window};
use common::{Folder, own_pack, repository};
use serde_json::Value;

/// The samples as one page.
fn page(name: &str, path: &str, language: &str) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    folder.file("keep", "");
    let file = folder.path("page.html");
    let format = format!("--format=html={}", file.display());
    common::check(&repository(), &[path, "--lang", language, "--exit-zero", &format]).says(0, &[]);
    (folder, file)
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
    let (_folder, file) = page("clicks", "models", "en");
    window.open(&file, "").is_quiet();
    assert_eq!(window.number(SHOWN), 6.0);
    let title = window.text("document.title");
    window.click(".matrix td.cell.non-compliant a").until("location.hash.startsWith('#group-')");
    assert!(window.holds("document.querySelector(':target').checkVisibility()"), "the group is in sight");
    assert!(!window.holds("document.getElementById('overview').checkVisibility()"), "one thing is shown at a time");
    window.value("history.back()");
    window.until("document.getElementById('overview').checkVisibility()");
    assert_eq!(window.text("document.title"), title);
    // Every link inside leads somewhere.
    let broken = window.value(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(link => decodeURIComponent(link.hash.slice(1)))\
         .filter(anchor => anchor !== 'all' && !document.getElementById(anchor)).slice(0, 5)",
    );
    assert_eq!(broken, Value::Array(Vec::new()), "links that lead nowhere");
    window.is_quiet();
}

#[test]
fn a_finding_leads_to_the_picture_and_the_picture_back() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("picture", "models", "en");
    window.open(&file, "").is_quiet();
    if !window.holds("document.querySelector('a.on-graph')") {
        panic_without("links from findings to the picture");
        return;
    }
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

/// What the page has to have.
#[track_caller]
fn panic_without(what: &str) {
    assert!(what.is_empty(), "the page has no {what}");
}

#[test]
fn the_matrix_is_narrowed_by_verdict_body_and_words() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("filters", "models", "en");
    window.open(&file, "");
    set(&window, "verdict", "non-compliant");
    let of_level = "document.querySelectorAll('.matrix tbody tr[data-verdict=non-compliant]').length";
    assert_eq!(window.number(SHOWN), window.number(of_level));
    assert!(window.number(SHOWN) < 6.0);
    window.value("document.querySelector('form.filters').reset()");
    window.until(&format!("{SHOWN} === 6"));
    let agency = window.text("document.querySelector('.matrix tbody tr').dataset.agency");
    set(&window, "agency", &agency);
    assert_eq!(window.number(SHOWN), window.number(&format!("document.querySelectorAll('.matrix tbody tr[data-agency={}]').length", quoted(&agency))));
    window.value("document.querySelector('form.filters').reset()");
    window.until(&format!("{SHOWN} === 6"));
    window.click("form.filters [name=find]").types("patient").until(&format!("{SHOWN} === 1"));
    assert!(!window.holds("document.querySelector('.nothing').checkVisibility()"));
    window.types("zzzz").until(&format!("{SHOWN} === 0"));
    assert!(window.holds("document.querySelector('.nothing').checkVisibility()"), "that nothing fits is said");
    window.is_quiet();
}

/// Texts in sight, without what belongs to the input in any language: names, ids, code.
const TEXTS: &str = "[...document.querySelectorAll('[data-t], [data-p]')].map(element => element.textContent)";

#[test]
fn the_language_is_switched_everywhere() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("languages", "models", "ru");
    window.open(&file, "");
    // The same page, written in each language, is what the switch has to come to.
    for (language, other) in [("kk", "languages-kk"), ("en", "languages-en")] {
        let (_folder, written) = page(other, "models", language);
        let straight = browser::window().expect("there is one already");
        straight.open(&written, "");
        window.click(&format!("button[data-lang={language}]")).until(&format!("document.documentElement.lang === '{language}'"));
        let [switched, direct] = [&window, &straight].map(|window| window.value("document.querySelector('main').textContent").to_string());
        let place = switched.chars().zip(direct.chars()).position(|(one, other)| one != other);
        let around = |text: &str| text.chars().skip(place.unwrap_or(0).saturating_sub(60)).take(160).collect::<String>();
        assert!(switched == direct, "{language}:\n  switched {}\n  written  {}", around(&switched), around(&direct));
        let labels = "JSON.stringify([...document.querySelectorAll('[aria-label], [title], [placeholder]')].map(element => \
                      ['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name))))";
        assert_eq!(window.text(labels), straight.text(labels), "{language}: labels");
        assert_eq!(window.text("document.title"), straight.text("document.title"));
    }
    assert!(window.number(&format!("{TEXTS}.length")) > 100.0);
    window.is_quiet();
}

#[test]
fn everything_is_reached_by_keyboard() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("keyboard", "models", "en");
    window.open(&file, "");
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
    window.press("Enter").until("location.hash.startsWith('#group-')");
    window.is_quiet();
}

#[test]
fn it_is_read_on_a_phone() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("phone", "models", "ru");
    window.sized(360, 740, true).open(&file, "");
    let wide = "document.scrollingElement.scrollWidth - innerWidth";
    assert!(window.number(wide) <= 0.0, "the overview is {} wider than a phone", window.text(wide));
    window.value("location.hash = document.querySelector('main > article[id^=project-]').id");
    window.until("!document.getElementById('overview').checkVisibility()");
    assert!(window.number(wide) <= 0.0, "a project is {} wider than a phone", window.text(wide));
    window.is_quiet();
}

#[test]
fn axe_finds_nothing_in_the_light_and_in_the_dark() {
    let Some(window) = window() else { return };
    let (_folder, file) = page("axe", "models", "en");
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        window.scheme(scheme).open(&file, "");
        let Some(violations) = window.violations() else { return };
        found.extend(violations.into_iter().map(|line| format!("overview, {scheme}: {line}")));
        window.value("location.hash = document.querySelector('main > article[id^=project-]').id");
        window.until("!document.getElementById('overview').checkVisibility()");
        found.extend(window.violations().unwrap_or_default().into_iter().map(|line| format!("project, {scheme}: {line}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn it_prints_as_a_document() {
    let Some(window) = window() else { return };
    if !office::is_here(&["pdftotext", "pdfinfo"]) {
        return;
    }
    let (folder, file) = page("print", "models", "ru");
    window.open(&file, "");
    let pdf = folder.path("page.pdf");
    window.printed(&pdf);
    let told = Command::new("pdfinfo").arg(&pdf).output().expect("pdfinfo can be started");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("(A4)"), "{told}");
    let text = office::pages(&pdf).join(" ");
    assert!(text.contains("не соответствует") && text.contains("patient-portal"), "{text}");
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
    let folder = Folder::new("folder");
    folder.file("keep", "");
    let format = format!("--format=html={}/", folder.path("report").display());
    common::check(&repository(), &["models", "--lang", "en", "--exit-zero", &format]).says(0, &[]);
    let index = folder.path("report/index.html");
    assert!(fs::metadata(&index).is_ok(), "the folder has an index");
    window.open(&index, "").is_quiet();
    assert_eq!(window.number(SHOWN), 6.0);
    window.click("button[data-lang=kk]").until("document.documentElement.lang === 'kk'");
    let address = window.text("document.querySelector('.matrix td.cell a').href");
    window.click(".matrix td.cell a").until(&format!("location.pathname === new URL({}).pathname && document.readyState === 'complete'", quoted(&address)));
    window.until("document.querySelector(':target')");
    window.until("document.documentElement.lang === 'kk'");
    window.click("header.bar a.brand").until("location.pathname.endsWith('/index.html') && document.readyState === 'complete'");
    window.until("document.querySelector('.matrix')");
    window.is_quiet();
}
