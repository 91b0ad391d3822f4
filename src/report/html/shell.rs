//! What stands around every page: the head with its policy, the bar with the switches, the foot, the strings.

use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::address::{Layout, SCRIPT, STYLE};
use super::{Page, Sheet, Tri, overview};
use crate::text::Language;

/// The style and the script of every page; what only the page of a project needs stands in files of its own.
pub static STYLE_TEXT: LazyLock<String> =
    LazyLock::new(|| [include_str!("page.css"), include_str!("project.css"), crate::picture::svg::CSS.as_str()].concat());
pub const SCRIPT_TEXT: &str = concat!(include_str!("page.js"), include_str!("project.js"));

/// What tells files of ours from others: it stands at the beginning of documents and of the style.
pub const GENERATOR: &str = "saikes: the report as a page";

/// A whole document.
pub fn document(page: &Page<'_>, title: &Tri, body: &Markup) -> String {
    let style = style(page);
    let (bar, foot) = (bar(page), foot(page));
    let title_number = page.words.number(title);
    let skip = page.say("page.skip", &[]);
    // Behind everything that puts a string into the table.
    let texts = page.words.packed();
    let document = html! {
        (DOCTYPE)
        html lang=(page.book.language.code()) data-report=(identity(page)) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(page, &style));
                meta name="generator" content=(GENERATOR);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title data-t=[title_number] { (page.words.shown(title)) }
                link rel="icon" href="data:,";
                @match page.book.layout {
                    Layout::Whole => {
                        style { (PreEscaped(style)) }
                        script { (PreEscaped(SCRIPT_TEXT)) }
                    }
                    Layout::Folder { .. } => {
                        link rel="stylesheet" href=(page.to_shared(STYLE));
                        @if !style.is_empty() { style { (PreEscaped(style)) } }
                        script src=(page.to_shared(SCRIPT)) {}
                    }
                }
            }
            body {
                a.skip href="#main" { (skip) }
                (bar)
                main #main tabindex="-1" { (body) }
                (foot)
                script #texts type="text/plain" { (texts) }
            }
        }
    };
    lighter(&document.into_string())
}

/// Where a text that is switched is all that an element holds, the element itself is switched: thousands of elements less
/// for a browser to keep.
fn lighter(document: &str) -> String {
    const MARK: &str = "><span data-t=\"";
    const END: &str = "</span></";
    let (mut out, mut rest) = (String::with_capacity(document.len()), document);
    while let Some(at) = rest.find(MARK) {
        let (before, inner) = (&rest[..at], &rest[at + MARK.len()..]);
        let tag = before.rfind('<').map_or("", |open| &before[open + 1..]);
        let name = tag.split(' ').next().unwrap_or_default();
        let merged = inner.split_once("\">").and_then(|(number, text)| {
            let (text, after) = text.split_at(text.find('<')?);
            let ends_with_it = after.strip_prefix(END)?.strip_prefix(name)?.starts_with('>');
            let is_free = !name.is_empty() && !name.starts_with('/') && !tag.contains(" data-");
            (ends_with_it && is_free).then(|| (format!(" data-t=\"{number}\">{text}</"), &after[END.len()..]))
        });
        out += before;
        rest = match merged {
            Some((whole, after)) => {
                out += &whole;
                after
            }
            None => {
                out += MARK;
                inner
            }
        };
    }
    out + rest
}

/// The style that stands in the document itself.
fn style(page: &Page<'_>) -> String {
    match page.sheet {
        Sheet::Whole => format!("{}{}", *STYLE_TEXT, overview::labels(page)),
        Sheet::Index => overview::labels(page),
        Sheet::Project(_) => String::new(),
    }
}

/// Nothing from outside, and of what is inside only the very style and script that were put there. Files beside the page
/// are named by their scheme as well: not every browser counts a file on a disk as the page's own.
fn policy(page: &Page<'_>, style: &str) -> String {
    let rest = "base-uri 'none'; form-action 'none'; img-src data:";
    match page.book.layout {
        Layout::Whole => format!("default-src 'none'; style-src '{}'; script-src '{}'; {rest}", hash(style), hash(SCRIPT_TEXT)),
        Layout::Folder { .. } => {
            let own = if style.is_empty() { String::new() } else { format!(" '{}'", hash(style)) };
            format!("default-src 'none'; style-src 'self' file:{own}; script-src 'self' file:; {rest}")
        }
    }
}

fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        let digit = |at: usize| if at <= three.len() { char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]) } else { '=' };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    bytes.chunks(3).flat_map(group).collect()
}

/// What tells this report from others, so that the language that was chosen in one is not forced upon the next.
fn identity(page: &Page<'_>) -> String {
    let mut digest = Sha256::new();
    let report = page.report();
    digest.update(&report.today);
    for input in report.projects.iter().flat_map(|project| &project.inputs) {
        digest.update(&input.sha256);
    }
    crate::read::load::hexadecimal(&digest.finalize())[..12].to_string()
}

fn bar(page: &Page<'_>) -> Markup {
    let words = &page.words;
    let label = |key: &str| {
        let text = Tri::say(key, &[]);
        (words.shown(&text).to_string(), words.number(&text))
    };
    let (languages, languages_number) = label("page.bar.language");
    let (theme, theme_number) = label("page.bar.theme");
    let (navigation, navigation_number) = label("page.bar.navigation");
    // In one document projects are shown one at a time, or all of them one behind the other.
    let has_views = page.sheet == Sheet::Whole && page.report().projects.len() > 1;
    html! {
        header.top {
            nav aria-label=(navigation) data-t-aria-label=[navigation_number] {
                a.brand href=(page.to_overview()) { span aria-hidden="true" { "◆ " } (page.say("page.bar.overview", &[])) }
                @if has_views { a.everything href="#all" hidden { (page.say("page.bar.everything", &[])) } }
            }
            // Without script there is nothing to switch.
            div.switches hidden {
                div.languages role="group" aria-label=(languages) data-t-aria-label=[languages_number] {
                    @for language in Language::ALL {
                        button type="button" data-lang=(language.code()) lang=(language.code())
                            aria-pressed=(if language == page.book.language { "true" } else { "false" }) { (own_name(language)) }
                    }
                }
                button.theme type="button" title=(theme) data-t-title=[theme_number] aria-label=(theme) data-t-aria-label=[theme_number] {
                    span aria-hidden="true" { "◐" }
                }
                button.print type="button" { (page.say("page.bar.print", &[])) }
            }
        }
    }
}

/// A language in its own words.
fn own_name(language: Language) -> &'static str {
    match language {
        Language::Kk => "Қазақша",
        Language::Ru => "Русский",
        Language::En => "English",
    }
}

fn foot(page: &Page<'_>) -> Markup {
    let statement = page.each(|report| report.statement.clone());
    let made = Tri::say("judged.today", &[("today", &page.report().today), ("version", &page.report().tool.version)]);
    html! {
        footer.foot {
            p { (page.words.text(&statement)) }
            p { (page.words.text(&made)) }
            @if page.sheet != Sheet::Index && page.sheet != Sheet::Whole {
                p.noprint { a href=(page.to_overview()) { (page.say("page.bar.overview", &[])) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_with_nothing_but_a_text_is_switched_itself() {
        let cell = |inside: &str| format!("<tr><td class=\"x\">{inside}</td></tr>");
        assert_eq!(lighter(&cell("<span data-t=\"7\">a</span>")), "<tr><td class=\"x\" data-t=\"7\">a</td></tr>");
        for other in ["<span data-t=\"7\">a</span> b", "b <span data-t=\"7\">a</span>", "<i></i><span data-t=\"7\">a</span>"] {
            assert_eq!(lighter(&cell(other)), cell(other));
        }
        let labelled = "<p data-t-title=\"1\"><span data-t=\"7\">a</span></p>";
        assert_eq!(lighter(labelled), labelled);
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in pairs {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}
