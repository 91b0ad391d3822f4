//! The files of a pack without their examples: the larger part of the text, which judging has no use for.
//!
//! Examples are blanked rather than cut out, so that every place stays where it is.

use std::borrow::Cow;

/// The text with nothing but blanks where examples stand.
pub fn without_examples(text: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    let (mut kept, mut at) = (0, 0);
    let mut scanner = Scanner::default();
    let mut in_example = false;
    for line in text.split_inclusive('\n') {
        if scanner.inside.is_none() && line.starts_with('[') {
            let is_example = line.starts_with("[[requirement.example]]");
            if is_example && !in_example {
                plain.push_str(&text[kept..at]);
                kept = at;
            } else if !is_example && in_example {
                blank(&text[kept..at], &mut plain);
                kept = at;
            }
            in_example = is_example;
        }
        scanner.line(line);
        at += line.len();
    }
    match (in_example, kept) {
        (false, 0) => Cow::Borrowed(text),
        (false, _) => Cow::Owned(plain + &text[kept..]),
        (true, _) => {
            blank(&text[kept..], &mut plain);
            Cow::Owned(plain)
        }
    }
}

fn blank(text: &str, into: &mut String) {
    into.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// Whether the end of a line stands inside a string of several lines.
#[derive(Default)]
struct Scanner {
    inside: Option<&'static str>,
}

impl Scanner {
    fn line(&mut self, line: &str) {
        if self.inside.is_none() && line.trim_start().starts_with('#') {
            return;
        }
        let mut rest = line;
        loop {
            let next = match self.inside {
                Some(quote) => rest.find(quote).map(|at| (at, quote)),
                None => ["'''", "\"\"\""].into_iter().filter_map(|quote| Some((rest.find(quote)?, quote))).min(),
            };
            let Some((at, quote)) = next else { return };
            self.inside = if self.inside.is_some() { None } else { Some(quote) };
            rest = &rest[at + quote.len()..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_become_blanks_and_nothing_moves() {
        let text = "[[requirement]]\nid = \"1/1\"\nfull = '''\n[[requirement.example]]\n'''\n\n# it's ''' so\n[[requirement.example]]\nmodel = '''\n[system.a]\n'''\n[[requirement.example]]\nmodel = \"жүйе\"\n\n[[requirement]]\nid = \"1/2\"\n";
        let plain = without_examples(text);
        assert_eq!(plain.len(), text.len());
        assert_eq!(plain.matches("[[requirement]]").count(), 2);
        assert!(plain.contains("full = '''\n[[requirement.example]]\n'''") && !plain.contains("system.a") && !plain.contains("жүйе"));
        let place = |text: &str| text.find("id = \"1/2\"");
        assert_eq!(place(&plain), place(text));
    }

    #[test]
    fn a_text_without_examples_is_left_alone() {
        assert!(matches!(without_examples("[pack]\nid = \"a\"\n"), Cow::Borrowed(_)));
    }
}
