//! A mapping that somebody may mean: proposed from the keys, values and specialisations that drawings use in words of
//! their own. TOML that can be pasted into `saikes.toml` as it is, or kept as a file for many projects.
//!
//! What is certain enough stands as an entry; what is only likely stands beside it as a comment, and what nobody can
//! guess is listed with its counts, most frequent first. `words` knows what things are called, `guess` makes up its
//! mind about one key. Leaves to others: counting (`read::archimate`), understanding names (`names`).

mod guess;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::toml;
use crate::fragment::{KeySurvey, Survey};
use crate::metamodel::Metamodel;
use crate::report::paper::{cut, wrap};
use crate::text::{Language, say};
use guess::{Guess, Guesser, Meaning};
use words::Vocabulary;

/// How many values of a key are shown, and how many keys that nobody can guess.
const VALUES: usize = 5;
const KEYS: usize = 40;
/// How much of a value is shown behind its key.
const SHOWN: usize = 24;
/// How many values of one attribute are listed that have to be given a meaning.
const LISTED: usize = 30;

/// A state body or another thing that links lead to, by its id and its names.
pub struct Named {
    pub id: String,
    pub names: Vec<String>,
}

/// Proposes a mapping for what several drawings say, with the agencies that they and their context know.
pub fn suggest(metamodel: &Metamodel, surveys: &[&Survey], agencies: &[Named], language: Language) -> String {
    let survey = merged(surveys);
    let vocabulary = Vocabulary::new(metamodel, agencies);
    let guesser = Guesser { metamodel, vocabulary: &vocabulary };
    let mut page = Page { metamodel, vocabulary: &vocabulary, language, out: String::new(), values: BTreeMap::new() };
    page.comment("head", &[]);
    page.line("[mapping]");
    page.keys(&survey, &guesser);
    page.misfits(&survey);
    page.write_values();
    page.specializations(&survey);
    page.types(&survey);
    page.out
}

fn merged(surveys: &[&Survey]) -> Survey {
    let mut all = Survey::default();
    let add = |to: &mut BTreeMap<String, usize>, from: &BTreeMap<String, usize>| {
        from.iter().for_each(|(name, count)| *to.entry(name.clone()).or_default() += count);
    };
    for survey in surveys {
        for (name, key) in &survey.keys {
            let known = all.keys.entry(name.clone()).or_default();
            known.understood |= key.understood;
            known.more += key.more;
            known.silent += key.silent;
            add(&mut known.owners, &key.owners);
            add(&mut known.values, &key.values);
            key.misfits.iter().for_each(|(value, count)| *known.misfits.entry(value.clone()).or_default() += count);
        }
        add(&mut all.specializations, &survey.specializations);
        add(&mut all.types, &survey.types);
    }
    all
}

/// Names by how often they occur, the most frequent first.
fn most_frequent(counts: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    let mut all: Vec<(&str, usize)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    all.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    all
}

/// Values that need a meaning: of an attribute by its name, or of a key.
#[derive(Default)]
struct Values {
    /// Whether what they belong to is an entry and no mere comment.
    sure: bool,
    counts: BTreeMap<String, usize>,
    meaning: Option<Meaning>,
}

struct Page<'a> {
    metamodel: &'a Metamodel,
    vocabulary: &'a Vocabulary,
    language: Language,
    out: String,
    values: BTreeMap<String, Values>,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn say(&self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) -> String {
        say(self.language, &format!("suggest.{key}"), arguments)
    }

    fn comment(&mut self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) {
        for line in wrap(&self.say(key, arguments), 116, 116) {
            self.line(&format!("# {line}"));
        }
    }

    fn table(&mut self, name: &str, key: &str) {
        self.line("");
        self.comment(key, &[]);
        self.line(&format!("[mapping.{name}]"));
    }

    /// `key = "meaning"   # why`; only likely ones as a comment.
    fn entry(&mut self, sure: bool, key: &str, meaning: &str, why: &str) {
        let mark = if sure { "" } else { "# " };
        self.line(&format!("{mark}{} = {}   # {why}", toml::key(key), toml::text(meaning)));
    }

    fn keys(&mut self, survey: &Survey, guesser: &Guesser<'_>) {
        let total = |key: &KeySurvey| key.owners.values().sum::<usize>();
        let mut open: Vec<(&String, &KeySurvey)> =
            survey.keys.iter().filter(|(name, key)| !key.understood && !name.is_empty() && total(key) > 0).collect();
        open.sort_by(|left, right| total(right.1).cmp(&total(left.1)).then(left.0.cmp(right.0)));
        if open.is_empty() {
            return;
        }
        self.table("properties", "keys");
        let (mut taken, mut silent, mut folded): (Vec<String>, usize, usize) = (Vec::new(), 0, 0);
        for (name, key) in open {
            let guess = guesser.guess(name, key);
            let why = format!("{}: {}", total(key), self.used(key));
            let Some(Guess { member, meaning, sure, others }) = guess else {
                silent += 1;
                if silent <= KEYS {
                    let dates = guesser.dates(key).join(", ");
                    let dates = if dates.is_empty() { dates } else { format!("; {}: {dates}", self.say("dates", &[])) };
                    self.entry(false, name, "…", &format!("{why}{dates}"));
                } else {
                    folded += 1;
                }
                continue;
            };
            // Two keys for one thing may contradict each other: which of them counts, somebody has to say.
            let sure = sure && !taken.contains(&member);
            let also = if others.is_empty() { String::new() } else { format!("; {}: {}", self.say("or", &[]), others.join(", ")) };
            self.entry(sure, name, &member, &format!("{why}{also}"));
            let of = if meaning == Meaning::Kind { name.clone() } else { meaning.address(self.metamodel, &member) };
            self.note_values(&of, key, meaning, sure);
            if sure {
                taken.push(member);
            }
        }
        if folded > 0 {
            self.comment("more-keys", &[("count", &folded)]);
        }
    }

    /// On what a key stands and what it says.
    fn used(&self, key: &KeySurvey) -> String {
        let owners: Vec<String> = most_frequent(&key.owners).iter().take(3).map(|(kind, count)| format!("{kind} {count}")).collect();
        let all = most_frequent(&key.values);
        let shown = all.iter().take(VALUES).map(|(value, count)| format!("«{}» {count}", cut(&toml::comment(value), SHOWN)));
        let mut values: Vec<String> = shown.collect();
        if all.len() > VALUES || key.more > 0 {
            values.push("…".to_string());
        }
        if key.silent > 0 {
            values.push(self.say("silent", &[("count", &key.silent)]));
        }
        format!("{}; {}", owners.join(", "), values.join(", "))
    }

    /// Values of a key that have to be given a meaning, if it is taken for what it seems to be.
    fn note_values(&mut self, of: &str, key: &KeySurvey, meaning: Meaning, sure: bool) {
        let unknown = key.values.iter().filter(|(value, _)| !self.vocabulary.fits(self.metamodel, meaning, value));
        let unknown: Vec<(String, usize)> = unknown.map(|(value, count)| (value.clone(), *count)).collect();
        if unknown.is_empty() || !meaning.takes_words(self.metamodel) {
            return;
        }
        let values = self.values.entry(of.to_string()).or_default();
        values.sure |= sure;
        values.meaning = Some(meaning);
        unknown.into_iter().for_each(|(value, count)| *values.counts.entry(value).or_default() += count);
    }

    /// Values that do not fit what is understood already.
    fn misfits(&mut self, survey: &Survey) {
        for ((member, value), count) in survey.keys.values().flat_map(|key| &key.misfits) {
            let Some(meaning) = Meaning::called(self.metamodel, member).filter(|meaning| meaning.takes_words(self.metamodel)) else {
                continue;
            };
            let values = self.values.entry(member.clone()).or_default();
            (values.sure, values.meaning) = (true, Some(meaning));
            *values.counts.entry(value.clone()).or_default() += count;
        }
    }

    fn write_values(&mut self) {
        for (of, values) in std::mem::take(&mut self.values) {
            let Some(meaning) = values.meaning else { continue };
            let found = most_frequent(&values.counts).into_iter();
            let found: Vec<_> = found.map(|(value, count)| (value, count, self.vocabulary.nearest(meaning, value))).collect();
            self.line("");
            let allowed = self.vocabulary.allowed(self.metamodel, meaning, self.language);
            self.comment("values", &[("of", &of), ("allowed", &allowed.join(", "))]);
            // A table without entries would be one for nothing.
            let mark = if values.sure { "" } else { "# " };
            self.line(&format!("{mark}[mapping.values.{}]", toml::key(&of)));
            for (value, count, near) in found.iter().take(LISTED) {
                match near {
                    Some((near, certain)) => self.entry(values.sure && *certain, value, near, &count.to_string()),
                    None => self.entry(false, value, "…", &count.to_string()),
                }
            }
            if found.len() > LISTED {
                self.comment("more-values", &[("count", &(found.len() - LISTED))]);
            }
        }
    }

    fn specializations(&mut self, survey: &Survey) {
        if survey.specializations.is_empty() {
            return;
        }
        self.table("specializations", "specializations");
        for (word, count) in most_frequent(&survey.specializations) {
            match self.vocabulary.nearest(Meaning::Kind, word) {
                Some((kind, sure)) => self.entry(sure, word, &kind, &count.to_string()),
                None => self.entry(false, word, "…", &count.to_string()),
            }
        }
    }

    fn types(&mut self, survey: &Survey) {
        if survey.types.is_empty() {
            return;
        }
        self.table("types", "types");
        for (name, count) in most_frequent(&survey.types) {
            self.entry(false, name, "none", &count.to_string());
        }
    }
}
