//! Entries of `waivers.toml` as text, put behind what is there: every byte of a file that people write stays.

use crate::text::{Language, say};
use crate::waivers::{Named, WrittenWaiver};
use crate::write::toml::{comment, prose, text};

/// What a new file begins with: what it is for.
pub fn head(language: Language) -> String {
    say(language, "waiver.file.head", &[]).lines().map(|line| format!("# {line}\n")).collect()
}

/// One entry; `names` tells people what the elements are called, in the same order.
pub fn entry(waiver: &WrittenWaiver, names: &[String]) -> String {
    let lines = [
        ("reason", prose(&waiver.reason.en)),
        ("decision", text(&waiver.decision)),
        ("body", text(&waiver.body)),
        ("owner", text(&waiver.owner)),
        ("granted", waiver.granted.to_string()),
        ("until", waiver.until.to_string()),
    ];
    let mut out = format!("[[waiver]]\nrequirement = {}\n{}", text(&waiver.requirement.0), elements(waiver, names));
    for (key, value) in lines {
        out += &format!("{key} = {value}\n");
    }
    out
}

/// One in a line; of several each in its own.
fn elements(waiver: &WrittenWaiver, names: &[String]) -> String {
    let shown = |named: &Named| match named {
        Named::Nothing => text(crate::waivers::NOTHING),
        Named::Id(id) => text(id),
        Named::Called { kind, name } => format!("{{ kind = {}, name = {} }}", text(kind), text(name)),
    };
    let remark = |at: usize| names.get(at).map(|name| comment(name)).filter(|name| !name.is_empty());
    let remark = |at: usize| remark(at).map_or_else(String::new, |name| format!("  # {name}"));
    match &waiver.elements[..] {
        [only] => format!("element = {}{}\n", shown(&only.named), remark(0)),
        several => {
            let lines = several.iter().enumerate().map(|(at, element)| format!("  {},{}\n", shown(&element.named), remark(at)));
            format!("element = [\n{}]\n", lines.collect::<String>())
        }
    }
}

/// The text of a file with an entry behind it.
pub fn appended(old: &str, entry: &str) -> String {
    let newline = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = old.to_string();
    if !old.trim_start_matches('\u{feff}').is_empty() {
        out.push_str(if old.ends_with('\n') { "" } else { newline });
        out.push_str(newline);
    }
    out + &entry.replace('\n', newline)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::fragment::Fragment;
    use crate::place::{FileId, Place};
    use crate::read::waivers::read;
    use crate::text::Trilingual;
    use crate::waivers::WrittenElement;

    fn waiver(elements: &[Named]) -> WrittenWaiver {
        let place = Place::whole(FileId(0));
        let reason = "line one\n\"line\" two \\".to_string();
        WrittenWaiver {
            place,
            requirement: ("124/19.2".into(), place),
            elements: elements.iter().map(|named| WrittenElement { named: named.clone(), place }).collect(),
            reason: Trilingual { kk: reason.clone(), ru: reason.clone(), en: reason },
            decision: "12-қ".into(),
            body: "Council # 1".into(),
            owner: "customer".into(),
            granted: date(2026, 1, 2),
            until: date(2026, 12, 31),
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_everything_before_it_stays() {
        let several = [Named::Id("a \"b\"".into()), Named::Called { kind: "system".into(), name: "ЭПЗ".into() }, Named::Nothing];
        for old in ["", "# ours", "\u{feff}# ours\r\n", "[[waiver]]\n# half of it\n"] {
            for elements in [&several[..1], &several[..]] {
                let written = waiver(elements);
                let text = appended(old, &entry(&written, &["a\nname".into()]));
                assert!(text.starts_with(old));
                let Fragment { waivers, problems, .. } = read(FileId(0), text.trim_start_matches('\u{feff}'));
                assert_eq!(problems.len(), usize::from(old.contains("half")), "{text}\n{problems:?}");
                let found = waivers.last().expect("the entry is whole");
                let named: Vec<&Named> = found.elements.iter().map(|element| &element.named).collect();
                assert_eq!(named, elements.iter().collect::<Vec<_>>());
                let expected = if text.contains('\r') { written.reason.en.replace('\n', "\r\n") } else { written.reason.en.clone() };
                assert_eq!(found.reason.en.replace("\r\n", "\n"), expected.replace("\r\n", "\n"));
                assert_eq!((&found.decision, &found.body, found.until), (&written.decision, &written.body, written.until));
            }
        }
    }
}
