//! Words for what a report names: kinds, attributes and links by their titles in the metamodel, missing facts, counts,
//! verdicts with their bounds, answers of people.

use crate::metamodel::{Attribute, Member, Metamodel};
use crate::report::paper::clean;
use crate::report::{Answered, Decided, LoosenedReport, Missing, Sort, Waived};
use crate::text::{self, Language, say};
use crate::value::Value;
use crate::verdict::{Holds, Interval, Level, Verdict};

/// The title of a kind or abstract kind; its id where the metamodel does not know it.
pub fn kind_title(language: Language, name: &str) -> &str {
    let metamodel = Metamodel::standard();
    if let Some(kind) = metamodel.find_kind(name) {
        return metamodel.kind(kind).title.get(language);
    }
    let shared = metamodel.abstracts.iter().find(|shared| shared.name == name);
    // What a drawing has beside elements.
    let drawn = || text::find(language, &format!("form.kind.{name}")).unwrap_or(name);
    shared.map_or_else(drawn, |shared| shared.title.get(language))
}

/// The title of an attribute or link of a kind; of an inverse or anything else the name itself.
pub fn member_title<'a>(language: Language, kind: &str, name: &'a str) -> &'a str {
    let metamodel = Metamodel::standard();
    let member = match metamodel.find_kind(kind) {
        Some(kind) => metamodel.member(kind, name).cloned(),
        // A fact of several kinds: whichever has it first.
        None => (0..metamodel.kinds.len()).find_map(|at| metamodel.member(crate::metamodel::KindId(at as u8), name).cloned()),
    };
    match member {
        Some(Member::Attribute(attribute)) => metamodel.attribute(attribute).title.get(language),
        Some(Member::Link(link)) => metamodel.link(link).title.get(language),
        Some(Member::Inverse(_)) | None => name,
    }
}

/// The part a related element plays, in words; empty for a mere witness.
pub fn role(language: Language, kind: &str, role: &str) -> String {
    match role {
        "member" | "witness" | "candidate" => String::new(),
        "outer" => say(language, "form.role.outer", &[]),
        other => lower_first(member_title(language, kind, other)),
    }
}

/// A missing fact in words: «Владелец» of which kind of element.
pub fn missing(language: Language, missing: &Missing) -> String {
    fact(language, missing.sort, &missing.fact, missing.kind)
}

/// The same by its parts.
pub fn fact(language: Language, sort: Sort, name: &str, kind: Option<&str>) -> String {
    let of_kind = kind.unwrap_or_default();
    let kind = kind.map(|kind| lower_first(kind_title(language, kind)));
    match sort {
        Sort::Attribute | Sort::Link => {
            let title = member_title(language, of_kind, name);
            match kind {
                Some(kind) => format!("{title} ({kind})"),
                None => title.to_string(),
            }
        }
        Sort::Register => say(language, "missing.register", &[("kind", &kind.unwrap_or_default())]),
        Sort::State => match text::find(language, &format!("missing.state.{name}")) {
            Some(words) => words.to_string(),
            None => name.to_string(),
        },
        Sort::Given => say(language, "missing.given", &[("name", &name)]),
        Sort::Answer => say(language, "missing.answer", &[]),
    }
}

/// A verdict as a conclusion words it.
pub fn verdict(language: Language, verdict: Verdict) -> String {
    say(language, &format!("verdict.{}", verdict.name()), &[])
}

/// A verdict; one that is open with the bounds that the facts leave.
pub fn bounded(language: Language, shown: Verdict, worst: Level, best: Level) -> String {
    let name = verdict(language, shown);
    let level = |level: Level| say(language, &format!("level.{}", level.name()), &[]);
    match (shown, worst, best) {
        (Verdict::NotAssessed, Level::NonCompliant, Level::Full) => name,
        (Verdict::NotAssessed, Level::NonCompliant, best) => {
            say(language, "verdict.at-best", &[("verdict", &name), ("level", &level(best))])
        }
        (Verdict::NotAssessed, worst, _) => say(language, "verdict.at-worst", &[("verdict", &name), ("level", &level(worst))]),
        _ => name,
    }
}

/// The level of a requirement or an element in short; an open one with its bounds.
pub fn level(language: Language, shown: Verdict, worst: Level, best: Level) -> String {
    let level = |level: Level| say(language, &format!("level.{}", level.name()), &[]);
    match shown {
        Verdict::NotAssessed if (worst, best) == (Level::NonCompliant, Level::Full) => say(language, "level.not-assessed", &[]),
        Verdict::NotAssessed => {
            let bounds = say(language, "conclusion.between", &[("worst", &level(worst)), ("best", &level(best))]);
            format!("{} ({bounds})", say(language, "level.not-assessed", &[]))
        }
        Verdict::NotApplicable => verdict(language, shown),
        _ => say(language, &format!("level.{}", shown.name()), &[]),
    }
}

/// What a person answered beside what the machine found, and which holds.
pub fn answered(language: Language, answer: &Answered) -> String {
    let said = match answer.level {
        "not-applicable" => verdict(language, Verdict::NotApplicable),
        level => say(language, &format!("level.{level}"), &[]),
    };
    let Some(machine) = answer.machine.map(|machine| Interval { worst: machine.worst, best: machine.best }) else {
        return say(language, "answer.alone", &[("answer", &said)]);
    };
    let found = match machine.is_settled() {
        true => say(language, &format!("level.{}", machine.worst.name()), &[]),
        false => bounded(language, machine.verdict(), machine.worst, machine.best),
    };
    let arguments: [(&str, &dyn std::fmt::Display); 2] = [("machine", &found), ("answer", &said)];
    let key = match answer.holds {
        Holds::Machine => "answer.machine-holds",
        Holds::Answer => "answer.answer-holds",
        Holds::Both => "answer.both-hold",
    };
    say(language, key, &arguments)
}

/// Who answered, when, why and on what ground.
pub fn answered_by(language: Language, answer: &Answered) -> String {
    let mut parts = vec![say(language, "answer.by", &[("role", &clean(&answer.role)), ("date", &answer.date)])];
    parts.extend(answer.reason.as_ref().map(|reason| format!("«{}»", clean(reason))));
    parts.push(match &answer.evidence {
        Some(path) => say(language, "answer.evidence", &[("path", &clean(path))]),
        None => say(language, "answer.no-evidence", &[]),
    });
    parts.join("; ")
}

/// Who waived a finding, until when, and what it would be without.
pub fn waived(language: Language, waived: &Waived) -> String {
    let without = Interval { worst: waived.without.worst, best: waived.without.best };
    let without = match without.is_settled() {
        true => say(language, &format!("level.{}", without.worst.name()), &[]),
        false => bounded(language, without.verdict(), without.worst, without.best),
    };
    let (decision, body) = (clean(&waived.decided.decision), clean(&waived.decided.body));
    let words: [(&str, &dyn std::fmt::Display); 4] =
        [("decision", &decision), ("body", &body), ("until", &waived.decided.until), ("without", &without)];
    say(language, "waiver.finding", &words)
}

/// An entry of the waivers: who decided, for how long, who answers for it and why.
pub fn waiver(language: Language, waiver: &Decided) -> String {
    let (decision, body, owner, reason) = (clean(&waiver.decision), clean(&waiver.body), clean(&waiver.owner), clean(&waiver.reason));
    let words: [(&str, &dyn std::fmt::Display); 6] = [
        ("decision", &decision),
        ("body", &body),
        ("granted", &waiver.granted),
        ("until", &waiver.until),
        ("owner", &owner),
        ("reason", &reason),
    ];
    say(language, "waiver.entry", &words)
}

/// A value as people read it: enums by their labels, dates as they are.
pub fn value(language: Language, attribute: &Attribute, value: &Value) -> String {
    let metamodel = Metamodel::standard();
    match value {
        Value::None => say(language, "words.none", &[]),
        Value::Bool(answer) => say(language, if *answer { "words.yes" } else { "words.no-answer" }, &[]),
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Word(word) => metamodel.label(Some(attribute), *word, language).to_string(),
        Value::Words(words) => words.iter().map(|word| metamodel.label(Some(attribute), *word, language)).collect::<Vec<_>>().join(", "),
        Value::Text(text) => text.to_string(),
        Value::Texts(texts) => texts.join(", "),
        Value::Localized(texts) => {
            let others = [language, Language::Ru, Language::En, Language::Kk];
            let found = others.iter().map(|language| texts[*language as usize].trim()).find(|text| !text.is_empty());
            found.unwrap_or_default().to_string()
        }
    }
}

/// A date as an official paper has it: «22 ноября 2026 года»; what is no date stays as it is.
pub fn date(language: Language, written: &str) -> String {
    let Ok(date) = written.parse::<jiff::civil::Date>() else { return written.to_string() };
    let month = say(language, &format!("date.month.{}", date.month()), &[]);
    say(language, "date.words", &[("day", &date.day()), ("month", &month), ("year", &date.year())])
}

/// What loosens a result, in words; of its values the first few and the number of the others.
pub fn loosened(language: Language, found: &LoosenedReport, shown: usize) -> String {
    let metamodel = Metamodel::standard();
    let layer = |name: &String| {
        let title = metamodel.find_layer(name).map(|layer| metamodel.layers[layer.index()].title.get(language));
        title.map_or_else(|| name.clone(), lower_first)
    };
    let mut values: Vec<String> = found.value.iter().map(layer).collect();
    let folded = values.len().saturating_sub(shown);
    values.truncate(shown);
    values.extend((folded > 0).then(|| say(language, "loosened.more", &[("count", &folded)])));
    let key = match (found.what, &found.requirement, &found.was) {
        ("params", None, None) => "loosened.param-given".to_string(),
        ("params", None, Some(_)) => "loosened.param".to_string(),
        ("params", Some(_), _) => "loosened.param-of".to_string(),
        (what, ..) => format!("loosened.{what}"),
    };
    if text::find(language, &key).is_none() {
        return format!("{}: {}", found.what, values.join(", "));
    }
    let everything = values.is_empty() || values.iter().any(|value| value == "all" || value == "true");
    let key = if everything && found.what == "complete" { "loosened.complete-all" } else { &key };
    let was = found.was.as_deref().unwrap_or("–");
    let (was, values) = match found.what {
        "severity" => (weight(language, was), values.iter().map(|value| weight(language, value)).collect::<Vec<_>>().join(", ")),
        "rules" => (was.get(..12).unwrap_or(was).to_string(), values.join(", ")),
        _ => (was.to_string(), values.join(", ")),
    };
    let text = say(language, key, &[("values", &values), ("was", &was), ("requirement", &found.requirement.as_deref().unwrap_or(""))]);
    format!("{text}{}", said(language, found))
}

fn weight(language: Language, name: &str) -> String {
    text::find(language, &format!("weight.{name}")).unwrap_or(name).to_string()
}

/// Who says so, and where.
fn said(language: Language, found: &LoosenedReport) -> String {
    let Some(by) = found.by else { return String::new() };
    let place = found.location.as_ref().map(|at| format!("{}:{}", at.path, at.line)).unwrap_or_default();
    say(language, &format!("loosened.by.{by}"), &[("place", &place)])
}

/// The first letter small, unless the word is an abbreviation.
pub fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_those_of_the_language_and_abbreviations_keep_their_letters() {
        assert_eq!(lower_first("Информационная система"), "информационная система");
        assert_eq!(lower_first("ИКТ-проект"), "ИКТ-проект");
        assert_ne!(kind_title(Language::Ru, "system"), kind_title(Language::Kk, "system"));
        assert_ne!(member_title(Language::Ru, "system", "owner"), "owner");
        assert_eq!(member_title(Language::Ru, "system", "nothing-like-it"), "nothing-like-it");
    }

    /// A key that is written out where it is used, after `say(` or `find(`, behind the language unless a method knows it.
    fn written_key(after: &str, is_method: bool) -> Option<&str> {
        let (before, rest) = after.split_once('"')?;
        let plain = before.is_empty() && is_method
            || before.contains("anguage") && before.chars().all(|c| c.is_alphanumeric() || "_., &*()".contains(c));
        let key = rest.split_once('"')?.0;
        (plain && key.contains('.') && !key.contains(['{', ' '])).then_some(key)
    }

    fn calls(code: &str) -> Vec<&str> {
        let after = |call: &'static str, is_method| code.split(call).skip(1).filter_map(move |after| written_key(after, is_method));
        after(".say(", true).chain(after("say(", false)).chain(after("find(", false)).collect()
    }

    #[test]
    fn every_text_that_the_program_asks_for_exists() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let files =
            walkdir::WalkDir::new(source).into_iter().flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
        let mut asked = 0;
        for entry in files {
            let code = std::fs::read_to_string(entry.path()).expect("the source can be read");
            for key in calls(&code) {
                asked += 1;
                assert!(text::find(Language::En, key).is_some(), "no text for `{key}` in {}", entry.path().display());
            }
        }
        assert!(asked > 50, "the search finds what it looks for");
    }
}
