//! What a reader and a browser get, without a browser.

use super::*;
use crate::place::Sources;
use crate::report::samples;

type Sample = fn(Language) -> (Report, Sources);

/// A sample in all three languages, read in Russian first.
pub fn with_book<T>(sample: Sample, look: impl FnOnce(Book<'_>) -> T) -> T {
    let sources = sample(Language::Ru).1;
    let [kk, ru, en] = &Language::ALL.map(|language| sample(language).0);
    look(Book::new([kk, ru, en], Language::Ru, None, Places::new(&sources, ".")))
}

fn whole(sample: Sample) -> String {
    with_book(sample, |book| book.whole())
}

const SAMPLES: [Sample; 7] =
    [samples::one, samples::two, samples::many, samples::council, samples::compared, samples::lifted, samples::hostile];

/// Everything behind each occurrence of a mark, up to the quote.
fn values<'p>(page: &'p str, mark: &str) -> Vec<&'p str> {
    page.split(mark).skip(1).filter_map(|after| after.split('"').next()).collect()
}

/// The table as the script unpacks it.
fn table(page: &str) -> Vec<[String; 3]> {
    let (_, packed) = page.split_once("<script id=\"texts\" type=\"text/plain\">").expect("the strings stand in the page");
    let bytes = unlettered(packed.split_once("</script>").expect("it ends").0);
    serde_json::from_reader(flate2::read::ZlibDecoder::new(bytes.as_slice())).expect("they are packed JSON")
}

/// What base64 says.
fn unlettered(letters: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = letters.trim_end_matches('=').chars().map(|letter| DIGITS.find(letter).expect("it is base64"));
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_usize, 0);
    for digit in digits {
        (held, bits) = (held << 6 | digit, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

#[test]
fn nothing_of_a_model_becomes_markup() {
    let page = whole(samples::hostile);
    assert!(page.contains("&lt;b&gt;"), "it is shown");
    let (before, _) = page.split_once("<script id=\"texts\"").expect("the strings stand in the page");
    let (_, body) = before.split_once("<body>").expect("it has a body");
    assert!(!body.contains("<b>&amp;") && !body.contains("\"'|"));
    assert!(!page.contains(['\u{0}', '\u{1b}', '\u{b}', '\u{202e}']));
}

#[test]
fn every_string_stands_in_three_languages_and_every_mark_has_one() {
    for sample in SAMPLES {
        let page = whole(sample);
        let table = table(&page);
        assert!(table.iter().flatten().all(|text| !text.trim().is_empty()), "{table:?}");
        for mark in ["data-t=\"", "data-p=\"", "data-t-aria-label=\"", "data-t-title=\"", "data-t-placeholder=\""] {
            for number in values(&page, mark) {
                assert!(number.parse::<usize>().is_ok_and(|number| number < table.len()), "{mark}{number}");
            }
        }
    }
}

#[test]
fn no_page_asks_for_anything_outside_and_none_has_styles_or_handlers_in_attributes() {
    for sample in SAMPLES {
        let page = whole(sample);
        for attribute in ["href=\"", "src=\""] {
            for address in values(&page, attribute) {
                assert!(address.starts_with('#') || address == "data:,", "{address}");
            }
        }
        let body = page.split_once("<body>").expect("it has a body").1;
        assert!(!body.contains(" style=\"") && !body.contains(" onclick=\""));
    }
}

#[test]
fn every_link_inside_leads_somewhere_and_no_anchor_stands_twice() {
    // The other samples have one fingerprint for everything, and all of them one requirement in several rows.
    let page = whole(samples::compared);
    let anchors: Vec<&str> = values(&page, " id=\"").into_iter().filter(|anchor| !anchor.starts_with("requirement-")).collect();
    let mut once = anchors.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(anchors.len(), once.len(), "{anchors:?}");
    for sample in SAMPLES {
        let page = whole(sample);
        let anchors = values(&page, " id=\"");
        for link in values(&page, "href=\"#") {
            assert!(anchors.contains(&link) || link == "all", "#{link} leads nowhere");
        }
    }
}

/// The text of a page as it is read, a line for each block.
fn read(page: &str) -> String {
    let body = page.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, body)| body);
    let body = body.split_once("</main>").map_or(body, |(body, _)| body);
    let mut text = String::new();
    for part in body.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
        if ["p", "li", "tr", "h1", "h2", "h3", "h4", "section", "article", "table", "summary", "caption", "label", "div"].contains(&name) {
            text.push('\n');
        } else if ["td", "th", "option"].contains(&name) && !tag.starts_with('/') {
            text.push_str(" | ");
        }
        text.push_str(rest);
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_overview_says_what_the_run_comes_to() {
    for (name, language) in [("html-overview-kk", Language::Kk), ("html-overview-ru", Language::Ru), ("html-overview-en", Language::En)] {
        let sources = samples::council(language).1;
        let [kk, ru, en] = &Language::ALL.map(|language| samples::council(language).0);
        let book = Book::new([kk, ru, en], language, None, Places::new(&sources, "."));
        let layout = Layout::Folder { index: "index.html".into(), pages: "pages".into() };
        samples::keep(name, &read(&book.with_layout(layout).index()));
    }
}
