//! The words of a name in another order, as lists, catalogues and other languages put them.

use super::{capitalised, joins};

/// A name with its words in another order; `None` for a single word.
pub fn reordered(name: &str, language: &str, number: usize) -> Option<String> {
    let words = together(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [first, rest @ ..] = words.as_slice() else { return None };
    if rest.is_empty() {
        return None;
    }
    if language == "en"
        && let Some(turned) = turned(&name.split(' ').collect::<Vec<_>>())
    {
        return Some(turned);
    }
    let order = match number % 3 {
        // As an index does: `пасек, учёт`.
        0 => format!("{}, {}", rest.join(" "), first.to_lowercase()),
        1 => words.iter().rev().filter(|word| !joins(word)).map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" "),
        _ => {
            let (last, others) = words.split_last()?;
            format!("{last}: {}", others.join(" ").to_lowercase())
        }
    };
    Some(capitalised(&order))
}

/// The words of a name, those that only join others with the word behind them.
fn together(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joining = String::new();
    for word in name.split(' ') {
        joining += word;
        if joins(word) {
            joining.push(' ');
        } else {
            words.push(std::mem::take(&mut joining));
        }
    }
    words
}

/// `Approval of instrument types` is `Instrument type approval`, and `Apiary register` is `Register of apiaries`.
fn turned(words: &[&str]) -> Option<String> {
    if let Some(of) = words.iter().position(|word| *word == "of") {
        let (before, behind) = (words[..of].join(" ").to_lowercase(), &words[of + 1..]);
        let behind: Vec<&str> = behind.iter().copied().filter(|word| !matches!(*word, "a" | "an" | "the")).collect();
        let (last, others) = behind.split_last()?;
        let single =
            if last.ends_with("ies") { last.trim_end_matches("ies").to_string() + "y" } else { last.trim_end_matches('s').to_string() };
        return Some(capitalised(&[others.join(" "), single, before].join(" ").trim_start().to_lowercase()));
    }
    let (last, others) = words.split_last()?;
    if others.iter().any(|word| joins(word)) {
        return None;
    }
    let several = others.join(" ").to_lowercase();
    let several = if let Some(stem) = several.strip_suffix('y') { format!("{stem}ies") } else { format!("{several}s") };
    Some(capitalised(&format!("{last} of {several}")))
}
