//! What a reader and a browser get, without a browser.

use super::*;
use crate::place::Sources;
use crate::report::samples;

/// A sample in all three languages.
fn in_three(sample: fn(Language) -> (Report, Sources)) -> ([Report; 3], Sources) {
    let sources = sample(Language::Ru).1;
    (Language::ALL.map(|language| sample(language).0), sources)
}

fn whole(sample: fn(Language) -> (Report, Sources), language: Language) -> String {
    let (reports, sources) = in_three(sample);
    let [kk, ru, en] = &reports;
    Book::new([kk, ru, en], language, None, Places::new(&sources, ".")).whole()
}

#[test]
fn nothing_of_a_model_becomes_markup() {
    let page = whole(samples::hostile, Language::Ru);
    assert!(page.contains("&lt;b&gt;"), "it is shown");
    assert!(!page.contains("<b>") && !page.contains(['\u{0}', '\u{1b}', '\u{202e}']));
}
