//! What a requirement asks, as a digest: another one means that it may judge otherwise, whatever became of its texts.
//!
//! Taken of what was written rather than of what was compiled, so that it is the same in every version of the
//! program: predicates without their blanks, the filters, parameters and lists they name, severity, stages, state.

use std::collections::BTreeSet;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Case, Pack, Requirement, Within};
use crate::language::lex::{Token, lex};
use crate::language::meant::Literal;
use crate::metamodel::{AttributeId, Metamodel};

/// The first digits of the digest; they tell apart the few versions that one requirement ever has.
const DIGITS: usize = 12;

pub fn definition(metamodel: &Metamodel, pack: &Pack, requirement: &Requirement) -> String {
    let mut writer = Writer { metamodel, pack, text: String::new(), told: BTreeSet::new() };
    writer.requirement(requirement);
    let digest = Sha256::digest(writer.text);
    let hexadecimal: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hexadecimal[..DIGITS].to_string()
}

struct Writer<'a> {
    metamodel: &'a Metamodel,
    pack: &'a Pack,
    text: String,
    /// Filters, parameters and lists that stand in the text already.
    told: BTreeSet<String>,
}

impl Writer<'_> {
    fn line(&mut self, name: &str, value: &str) {
        self.text.push_str(name);
        self.text.push('=');
        self.text.push_str(value);
        self.text.push('\n');
    }

    fn requirement(&mut self, requirement: &Requirement) {
        self.line("severity", requirement.weight.name());
        self.line("advisory", if self.pack.advisory { "yes" } else { "no" });
        let stages: Vec<&str> = requirement.stages.iter().map(crate::read::Stage::name).collect();
        self.line("stages", &stages.join(" "));
        self.line("state", &requirement.state.0.to_string());
        self.line("subject", &requirement.subject_names.join(" "));
        for case in &requirement.cases {
            self.case(case);
        }
        for edition in &requirement.editions {
            self.line("edition", edition.language.code());
            self.case(&edition.case);
        }
        if let Some(path) = &requirement.acyclic {
            self.predicate("acyclic", &path.text);
        }
        self.several(requirement);
        if let Some(asked) = &requirement.form {
            self.line("asks", asked.form.name());
            for (name, value) in &asked.shown {
                self.line(name, value);
            }
        }
        self.line("attested", if requirement.attested.is_some() { "yes" } else { "no" });
        self.line("expects", if requirement.expects_some { "some" } else { "" });
    }

    fn several(&mut self, requirement: &Requirement) {
        let within = |within: Within| if within == Within::Project { "project" } else { "portfolio" };
        if let Some(group) = &requirement.group {
            self.line("within", within(group.within));
            self.attributes("by", &group.by.attributes);
            self.predicate("members", &group.members.text);
            self.predicate("full", &group.full.text);
            if let Some(partial) = &group.partial {
                self.predicate("partial", &partial.text);
            }
        }
        if let Some(unique) = &requirement.unique {
            self.line("within", within(unique.within));
            unique.by.iter().for_each(|key| self.attributes("by", key));
        }
    }

    fn case(&mut self, case: &Case) {
        let kinds: Vec<&str> = case.subject.iter().map(|kind| self.metamodel.kind(kind).name.as_str()).collect();
        self.line("case", &kinds.join(" "));
        for (name, part) in [("where", &case.condition), ("full", &case.full), ("partial", &case.partial)] {
            if let Some(part) = part {
                self.predicate(name, &part.text);
            }
        }
    }

    fn attributes(&mut self, name: &str, attributes: &[AttributeId]) {
        let mut names: Vec<&str> = attributes.iter().map(|attribute| self.metamodel.attribute(*attribute).name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        self.line(name, &names.join(" "));
    }

    /// A predicate word by word, then everything of the pack that it names.
    fn predicate(&mut self, name: &str, text: &str) {
        let lexemes = lex(text, 0..text.len(), &mut Vec::new());
        let words: Vec<&str> = lexemes.iter().filter_map(|lexeme| text.get(lexeme.span.range())).filter(|word| !word.is_empty()).collect();
        self.line(name, &words.join(" "));
        for (at, lexeme) in lexemes.iter().enumerate() {
            match (lexeme.token, at.checked_sub(2).and_then(|before| lexemes.get(before)).map(|before| before.token)) {
                (Token::Name(word), _) => self.named(word),
                (Token::Text(given), Some(Token::Name("param"))) => self.parameter(given),
                (Token::Text(given), Some(Token::Name("list"))) => self.list(given),
                _ => {}
            }
        }
    }

    fn named(&mut self, word: &str) {
        if word.starts_with("working-day") && self.told.insert("working-days".to_string()) {
            self.calendar();
        }
        let Some((kind, predicate)) = self.pack.vocabulary.defines.get(word) else { return };
        if self.told.insert(format!("define {word}")) {
            self.line("define", &format!("{word} of {kind}"));
            self.predicate("is", predicate);
        }
    }

    fn parameter(&mut self, name: &str) {
        if self.told.insert(format!("param {name}")) {
            let value = self.pack.vocabulary.parameters.get(name).map(|value| self.literal(value)).unwrap_or_default();
            self.line(name, &value);
        }
    }

    fn list(&mut self, name: &str) {
        if self.told.insert(format!("list {name}")) {
            let values = self.pack.vocabulary.lists.get(name).map_or(&[][..], Vec::as_slice);
            let values: Vec<String> = values.iter().map(|value| self.literal(value)).collect();
            self.line(name, &values.join("|"));
        }
    }

    fn literal(&self, value: &Literal) -> String {
        match value {
            Literal::Bool(answer) => answer.to_string(),
            Literal::Integer(number) => number.to_string(),
            Literal::Number(number) => number.to_string(),
            Literal::Date(date) => date.to_string(),
            Literal::Word(word) => self.metamodel.word(*word).to_string(),
            Literal::Text(text) => text.clone(),
        }
    }

    fn calendar(&mut self) {
        let mut days = String::new();
        for (year, known) in &self.pack.vocabulary.calendar.years {
            // Writing into a string cannot fail.
            let _ = write!(days, "{year}:");
            known.off.iter().for_each(|day| days.extend(["-", &day.to_string()]));
            known.worked.iter().for_each(|day| days.extend(["+", &day.to_string()]));
        }
        self.line("calendar", &days);
    }
}
