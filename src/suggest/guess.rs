//! What a word of a drawing may mean, and how sure that is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::fragment::KeyUsage;
use crate::metamodel::{AttributeId, AttributeType, KindId, Member, Metamodel};
use crate::names::{Name, exact_key};
use crate::read::archimate::Mapping;
use crate::read::values::meant_of_text;
use crate::text::{Language, Trilingual};

/// Names as alike as this mean the same; those less alike are worth a look.
const SURE: f64 = 0.85;
const WORTH_A_LOOK: f64 = 0.65;
/// Links to more kinds than this may lead to nearly anything.
const NARROW: usize = 6;
/// So large a share of the values has to fit where the name is sure, and where nothing but the values speaks.
const MOST: f64 = 0.5;
const NEARLY_ALL: f64 = 0.9;

/// A meaning that somebody proposes.
pub struct Guess {
    /// The id of a kind, an attribute, a link, or a value; `kind` for a key that says what an element is.
    pub meaning: String,
    pub is_sure: bool,
    /// Of a key: the attributes that it would set.
    attributes: Vec<AttributeId>,
}

/// A value that needs a meaning: what it may mean, how often it stands there, and what is allowed.
pub struct ValueGuess<'u> {
    pub value: &'u str,
    pub count: usize,
    pub guess: Option<Guess>,
    pub allowed: Vec<&'static str>,
}

pub struct Guesser<'n> {
    metamodel: &'static Metamodel,
    mapping: &'static Mapping,
    kinds: Vec<(KindId, Vec<Name>)>,
    /// The exact keys of the names of each kind's elements.
    elements: BTreeMap<KindId, BTreeSet<String>>,
    marker: std::marker::PhantomData<&'n str>,
}

impl<'n> Guesser<'n> {
    pub fn new(metamodel: &'static Metamodel, mapping: &'static Mapping, names: &[(KindId, &'n str)]) -> Guesser<'n> {
        let kinds = metamodel.all_kinds().iter().map(|kind| {
            let definition = metamodel.kind(kind);
            (kind, words(&definition.name, &definition.title))
        });
        let mut elements: BTreeMap<KindId, BTreeSet<String>> = BTreeMap::new();
        for (kind, name) in names {
            elements.entry(*kind).or_default().insert(exact_key(name));
        }
        Guesser { metamodel, mapping, kinds: kinds.collect(), elements, marker: std::marker::PhantomData }
    }

    /// The kind that a word may call.
    pub fn kind(&self, word: &str) -> Option<Guess> {
        let word = Name::new(word);
        let scored = self.kinds.iter().map(|(kind, names)| (best(&word, names), *kind));
        let (score, kind) = scored.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))?;
        let meaning = self.metamodel.kind(kind).name.clone();
        (score >= WORTH_A_LOOK).then_some(Guess { meaning, is_sure: score >= SURE, attributes: Vec::new() })
    }

    /// What a key of properties may set.
    pub fn key(&self, key: &str, usage: &KeyUsage) -> Option<Guess> {
        if let Some(guess) = self.says_the_kind(usage) {
            return Some(guess);
        }
        let name = Name::new(key);
        let mut scored: BTreeMap<&str, Candidate> = BTreeMap::new();
        for (kind, count) in &usage.strange {
            for (id, member) in self.metamodel.members(*kind) {
                let Some(title) = self.title(id, member) else { continue };
                let candidate = scored.entry(id).or_insert_with(|| self.candidate(&name, id, title, member, usage));
                candidate.elements += count;
                if let Member::Attribute(attribute) = member {
                    candidate.attributes.insert(*attribute);
                }
            }
        }
        let worthy = scored.into_iter().filter(|(_, candidate)| candidate.is_worth_a_look());
        let (id, best) = worthy.max_by(|one, other| one.1.compare(&other.1).then_with(|| other.0.cmp(one.0)))?;
        Some(Guess { meaning: id.to_string(), is_sure: best.is_sure(), attributes: best.attributes.into_iter().collect() })
    }

    /// A key whose values call kinds.
    fn says_the_kind(&self, usage: &KeyUsage) -> Option<Guess> {
        let called = usage.values.keys().filter(|value| self.kind(value).is_some_and(|guess| guess.is_sure)).count();
        let is_sure = called >= 2 && share(called, usage.values.len()) >= NEARLY_ALL;
        (called >= 2 && share(called, usage.values.len()) >= MOST).then(|| Guess {
            meaning: "kind".into(),
            is_sure,
            attributes: Vec::new(),
        })
    }

    /// The name of what a drawing may set.
    fn title(&self, id: &str, member: &Member) -> Option<&'static Trilingual> {
        match member {
            Member::Attribute(attribute) if !self.metamodel.attribute(*attribute).derived && !matches!(id, "id" | "name" | "state") => {
                Some(&self.metamodel.attribute(*attribute).title)
            }
            Member::Link(link) => Some(&self.metamodel.link(*link).title),
            Member::Attribute(_) | Member::Inverse(_) => None,
        }
    }

    fn candidate(&self, name: &Name, id: &str, title: &Trilingual, member: &Member, usage: &KeyUsage) -> Candidate {
        let likeness = best(name, &words(id, title));
        let fitting = match member {
            Member::Attribute(attribute) => self.fitting_values(*attribute, usage),
            Member::Link(link) => {
                let named = |value: &String| {
                    let key = exact_key(value);
                    self.metamodel.link(*link).to.iter().any(|kind| self.elements.get(&kind).is_some_and(|names| names.contains(&key)))
                };
                let named = usage.values.keys().filter(|value| named(value)).count();
                // That a value names something or other says nothing of a link that leads anywhere.
                Fitting { share: share(named, usage.values.len()), tells: self.metamodel.link(*link).to.len() <= NARROW }
            }
            Member::Inverse(_) => Fitting { share: 0.0, tells: true },
        };
        // Values of links may name what other projects and registers have.
        let may_be_elsewhere = matches!(member, Member::Link(_));
        Candidate { likeness, fitting, may_be_elsewhere, values: usage.values.len(), elements: 0, attributes: BTreeSet::new() }
    }

    fn fitting_values(&self, attribute: AttributeId, usage: &KeyUsage) -> Fitting {
        let fits = |value: &&String| {
            meant_of_text(self.metamodel, self.mapping, attribute, value).is_ok() || self.value(attribute, value).is_some()
        };
        // Texts take anything, and numbers what may be a code.
        let tells = matches!(self.metamodel.attribute(attribute).kind, AttributeType::Enum | AttributeType::EnumList | AttributeType::Date);
        Fitting { share: share(usage.values.keys().filter(fits).count(), usage.values.len()), tells }
    }

    /// Values of a key that need a meaning: those that do not fit what it sets, be that known or proposed.
    pub fn values<'u>(&self, usage: &'u KeyUsage, key: Option<&Guess>) -> Vec<ValueGuess<'u>> {
        let mut found: BTreeMap<&str, (usize, Option<AttributeId>)> = BTreeMap::new();
        for ((attribute, value), count) in &usage.misfits {
            found.entry(value).or_insert((0, Some(*attribute))).0 += count;
        }
        match key {
            Some(guess) if guess.meaning == "kind" => {
                let strange = usage.values.iter().filter(|(value, _)| !self.kind(value).is_some_and(|guess| guess.is_sure));
                strange.for_each(|(value, count)| found.entry(value).or_insert((0, None)).0 += count);
            }
            Some(Guess { attributes, .. }) => {
                for (value, count) in &usage.values {
                    let misfit = |attribute: &&AttributeId| meant_of_text(self.metamodel, self.mapping, **attribute, value).is_err();
                    let has_words = |attribute: &&AttributeId| !self.metamodel.words_of(**attribute).is_empty();
                    if let Some(attribute) = attributes.iter().filter(has_words).find(misfit) {
                        found.entry(value).or_insert((0, Some(*attribute))).0 += count;
                    }
                }
            }
            None => {}
        }
        let mut guesses: Vec<ValueGuess> =
            found.into_iter().map(|(value, (count, attribute))| self.value_guess(value, count, attribute)).collect();
        guesses.sort_by_key(|guess| (Reverse(guess.count), guess.value));
        guesses
    }

    fn value_guess<'u>(&self, value: &'u str, count: usize, attribute: Option<AttributeId>) -> ValueGuess<'u> {
        match attribute {
            Some(attribute) => {
                let guess = self.value(attribute, value);
                ValueGuess { value, count, guess, allowed: self.metamodel.words_of(attribute) }
            }
            None => ValueGuess { value, count, guess: self.kind(value), allowed: Vec::new() },
        }
    }

    /// The value of an attribute that a text may mean.
    fn value(&self, attribute: AttributeId, text: &str) -> Option<Guess> {
        let text = Name::new(text);
        let scored = self.metamodel.words_of(attribute).into_iter().map(|word| (text.likeness(&Name::new(&word.replace('-', " "))), word));
        let (score, word) = scored.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(one.1)))?;
        (score >= WORTH_A_LOOK).then(|| Guess { meaning: word.to_string(), is_sure: score >= SURE, attributes: Vec::new() })
    }
}

/// What a key could set.
struct Candidate {
    likeness: f64,
    fitting: Fitting,
    may_be_elsewhere: bool,
    values: usize,
    elements: usize,
    attributes: BTreeSet<AttributeId>,
}

/// How many of the values fit, and whether that says anything.
struct Fitting {
    share: f64,
    tells: bool,
}

impl Candidate {
    fn is_sure(&self) -> bool {
        self.likeness >= SURE && (self.fitting.share >= MOST || self.may_be_elsewhere)
    }

    fn is_worth_a_look(&self) -> bool {
        let by_values = self.fitting.tells && self.values >= 2 && self.fitting.share >= NEARLY_ALL;
        self.likeness >= WORTH_A_LOOK || by_values
    }

    /// The surer one is greater; between equals that for more elements.
    fn compare(&self, other: &Candidate) -> std::cmp::Ordering {
        let score = |candidate: &Candidate| {
            candidate.likeness + if candidate.fitting.tells { candidate.fitting.share } else { candidate.fitting.share / 2.0 }
        };
        self.is_sure().cmp(&other.is_sure()).then(score(self).total_cmp(&score(other))).then(self.elements.cmp(&other.elements))
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The names by which people know something: its id, and its name in each language.
fn words(id: &str, title: &Trilingual) -> Vec<Name> {
    let titles = Language::ALL.into_iter().flat_map(|language| {
        let title = title.get(language);
        [title, title.split('(').next().unwrap_or(title)]
    });
    std::iter::once(Name::new(&id.replace('-', " "))).chain(titles.map(Name::new)).collect()
}

fn best(word: &Name, names: &[Name]) -> f64 {
    names.iter().map(|name| word.likeness(name)).fold(0.0, f64::max)
}
