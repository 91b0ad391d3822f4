//! What one key of a drawing may be for: by what it is called in any language, and by what its values look like.

use super::words::Vocabulary;
use crate::fragment::KeySurvey;
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId, Member, Metamodel};
use crate::read::archimate::Mapping;
use crate::read::values::{Misfit, meant_of_text};
use crate::value::Value;

/// From this share of fitting values on, values speak for a meaning; from the second on they are enough.
const LIKELY: f64 = 0.5;
const ENOUGH: f64 = 0.8;
/// From this likeness on a name is enough where the values do not speak against it.
const NAMED: f64 = 0.9;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Kind,
    State,
    Attribute(AttributeId),
    Link(LinkId),
}

impl Meaning {
    /// What a name means, `kind.name` or on the first kind that has it.
    pub fn called(metamodel: &Metamodel, name: &str) -> Option<Meaning> {
        let (kinds, name) = match name.split_once('.') {
            Some((kind, name)) => (metamodel.kinds_named(kind)?, name),
            None => (metamodel.all_kinds(), name),
        };
        Meaning::on(metamodel, kinds, name)
    }

    /// The name whose values these are, with its kind where others have another of the name.
    pub fn address(self, metamodel: &Metamodel, member: &str) -> String {
        let Meaning::Attribute(attribute) = self else { return member.to_string() };
        let several = metamodel.attributes.iter().filter(|other| other.name == member).count() > 1;
        if several { format!("{}.{member}", metamodel.attribute(attribute).defined_by) } else { member.to_string() }
    }

    fn on(metamodel: &Metamodel, kinds: KindSet, name: &str) -> Option<Meaning> {
        match name {
            "kind" => return Some(Meaning::Kind),
            "state" => return Some(Meaning::State),
            _ => {}
        }
        kinds.iter().find_map(|kind| match metamodel.member(kind, name)? {
            Member::Attribute(attribute) if !metamodel.attribute(*attribute).derived => Some(Meaning::Attribute(*attribute)),
            Member::Link(link) => Some(Meaning::Link(*link)),
            Member::Attribute(_) | Member::Inverse(_) => None,
        })
    }

    /// Whether its values are words of ours, which those of a drawing can be given for.
    pub fn takes_words(self, metamodel: &Metamodel) -> bool {
        match self {
            Meaning::Kind | Meaning::State => true,
            Meaning::Attribute(attribute) => matches!(metamodel.attribute(attribute).kind, AttributeType::Enum | AttributeType::EnumList),
            Meaning::Link(link) => leads_to_agency(metamodel, link),
        }
    }

    /// Whether every text will do.
    fn takes_text(self, metamodel: &Metamodel) -> bool {
        use AttributeType::{Evidence, Localized, String, StringList, Text, Url, Version};
        let free = |kind| matches!(kind, Evidence | Localized | String | StringList | Text | Url | Version);
        match self {
            Meaning::Attribute(attribute) => free(metamodel.attribute(attribute).kind),
            Meaning::Link(link) => !leads_to_agency(metamodel, link),
            Meaning::Kind | Meaning::State => false,
        }
    }
}

fn leads_to_agency(metamodel: &Metamodel, link: LinkId) -> bool {
    let to = metamodel.link(link).to;
    to.len() == 1 && metamodel.find_kind(AGENCY).is_some_and(|agency| to.contains(agency))
}

/// What most links that are stated in a property lead to.
const AGENCY: &str = "agency";
const OWNER: &str = "owner";

#[derive(Debug, PartialEq, Eq)]
pub struct Guess {
    pub member: String,
    pub meaning: Meaning,
    pub sure: bool,
    /// Names of what else it may be.
    pub others: Vec<String>,
}

pub struct Guesser<'a> {
    pub metamodel: &'a Metamodel,
    pub vocabulary: &'a Vocabulary,
}

/// Whether a value names a day, if only in one of two ways.
fn is_date(metamodel: &Metamodel, value: &str) -> bool {
    let date = metamodel.attributes.iter().position(|attribute| attribute.kind == AttributeType::Date);
    let Some(attribute) = date.map(|at| AttributeId(at as u16)) else { return false };
    let meant = meant_of_text(metamodel, Mapping::standard(), attribute, value);
    matches!(meant, Ok(Value::Date(_)) | Err(Misfit::Ambiguous { .. }))
}

/// A meaning and whether it is as good as certain.
struct Candidate {
    member: String,
    meaning: Meaning,
    sure: bool,
}

impl Guesser<'_> {
    /// What a key is probably for; nothing where neither its name nor its values tell.
    pub fn guess(&self, name: &str, key: &KeySurvey) -> Option<Guess> {
        let kinds = self.kinds_of(key);
        let named = self.by_name(name, key, kinds).into_iter().chain(self.by_hint(name, key, kinds));
        let mut candidates: Vec<Candidate> = named.chain(self.by_values(key, kinds)).collect();
        // What is certain goes before what is likely; otherwise a name says more than a value.
        candidates.sort_by_key(|candidate| !candidate.sure);
        let mut others: Vec<String> = candidates.iter().skip(1).map(|candidate| candidate.member.clone()).collect();
        let first = candidates.into_iter().next()?;
        others.retain(|other| *other != first.member);
        others.dedup();
        Some(Guess { member: first.member, meaning: first.meaning, sure: first.sure, others })
    }

    fn kinds_of(&self, key: &KeySurvey) -> KindSet {
        key.owners.keys().filter_map(|owner| self.metamodel.find_kind(owner)).collect()
    }

    /// The attributes that hold dates on the elements of a key whose values are dates.
    pub fn dates(&self, key: &KeySurvey) -> Vec<&str> {
        let all: usize = key.values.values().sum();
        let is_date = |value: &str| is_date(self.metamodel, value);
        let dates: usize = key.values.iter().filter(|(value, _)| is_date(value)).map(|(_, count)| *count).sum();
        if all == 0 || (dates as f64) < all as f64 * ENOUGH {
            return Vec::new();
        }
        let of_kind = |kind: KindId| self.metamodel.writable(kind).into_iter().filter_map(move |name| Some((kind, name)));
        let holds = |(kind, name): &(KindId, &str)| {
            let attribute = self.metamodel.attribute_of(*kind, name);
            attribute.is_some_and(|attribute| self.metamodel.attribute(attribute).kind == AttributeType::Date)
        };
        let mut names: Vec<&str> = self.kinds_of(key).iter().flat_map(of_kind).filter(holds).map(|(_, name)| name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The share of the values, by how often they occur, that fit a meaning as they stand.
    fn share(&self, key: &KeySurvey, meaning: Meaning) -> f64 {
        let all: usize = key.values.values().sum::<usize>();
        let fitting = key.values.iter().filter(|(value, _)| self.vocabulary.fits(self.metamodel, meaning, value));
        let fitting: usize = fitting.map(|(_, count)| *count).sum();
        if all == 0 { 0.0 } else { fitting as f64 / all as f64 }
    }

    fn candidate(&self, member: &str, key: &KeySurvey, kinds: KindSet, named: bool) -> Option<Candidate> {
        let meaning = Meaning::on(self.metamodel, kinds, member)?;
        let share = self.share(key, meaning);
        let sure = if named && (meaning.takes_text(self.metamodel) || meaning.takes_words(self.metamodel)) {
            !matches!(meaning, Meaning::Kind | Meaning::State) || share >= LIKELY
        } else {
            share >= LIKELY && !meaning.takes_text(self.metamodel)
        };
        Some(Candidate { member: member.to_string(), meaning, sure })
    }

    fn by_name(&self, name: &str, key: &KeySurvey, kinds: KindSet) -> Option<Candidate> {
        let fits = |member: &str| Meaning::on(self.metamodel, kinds, member).is_some();
        let (member, likeness) = self.vocabulary.member(name, fits)?;
        let mut candidate = self.candidate(member, key, kinds, likeness >= NAMED)?;
        // A slip of the finger and another thing look alike: only values can tell.
        candidate.sure &= likeness >= NAMED || self.share(key, candidate.meaning) >= ENOUGH;
        Some(candidate)
    }

    fn by_hint(&self, name: &str, key: &KeySurvey, kinds: KindSet) -> Option<Candidate> {
        self.candidate(self.vocabulary.hint(name)?, key, kinds, false)
    }

    fn by_values(&self, key: &KeySurvey, kinds: KindSet) -> Vec<Candidate> {
        let mut found = Vec::new();
        let filled: usize = key.values.values().sum();
        if filled < 2 {
            return found;
        }
        let speaks = |meaning: Meaning| self.share(key, meaning);
        let mut add = |member: &str, meaning: Meaning, share: f64| {
            if share >= LIKELY {
                found.push(Candidate { member: member.to_string(), meaning, sure: share >= ENOUGH });
            }
        };
        if let Some(owner) = Meaning::on(self.metamodel, kinds, OWNER) {
            add(OWNER, owner, speaks(owner));
        }
        add("kind", Meaning::Kind, speaks(Meaning::Kind));
        add("state", Meaning::State, speaks(Meaning::State));
        if let Some((attribute, share)) = self.attribute_of_values(key, kinds) {
            let name = &self.metamodel.attribute(attribute).name;
            add(name, Meaning::Attribute(attribute), share);
        }
        found
    }

    /// The attribute whose words the values are; nothing where several come into question, or where one word is all.
    fn attribute_of_values(&self, key: &KeySurvey, kinds: KindSet) -> Option<(AttributeId, f64)> {
        let is_of = |attribute: &AttributeId| {
            let name = &self.metamodel.attribute(*attribute).name;
            kinds.iter().any(|kind: KindId| self.metamodel.attribute_of(kind, name) == Some(*attribute))
        };
        let mut best: Vec<(AttributeId, f64)> = Vec::new();
        for attribute in self.vocabulary.attributes().filter(is_of) {
            let meaning = Meaning::Attribute(attribute);
            let different = key.values.keys().filter(|value| self.vocabulary.fits(self.metamodel, meaning, value)).count();
            let share = self.share(key, meaning);
            if different < 2 || best.first().is_some_and(|(_, known)| *known > share) {
                continue;
            }
            best.retain(|(_, known)| *known >= share);
            best.push((attribute, share));
        }
        if let [only] = best[..] { Some(only) } else { None }
    }
}
