//! How much speaks for two elements being one thing: names, capabilities, data and neighbours, each by its degree, and
//! all together.

use rustc_hash::FxHashMap;

use super::around::Common;
use super::settings::{Evidences, Settings};
use super::texts::{TextId, Texts};
use super::{Evidence, Reason};
use crate::names::Alike;

/// Names of one thing are alike to this degree at least.
const ALIKE: f64 = 0.75;

/// Names compared by what they say, the smaller number first, kept for the pairs of elements that have them.
#[derive(Default)]
pub struct Compared(pub FxHashMap<(u64, u64), Alike>);

/// What speaks for a pair by names: how far, and by which names.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByName {
    pub alike: Alike,
    pub names: Option<(TextId, TextId)>,
}

impl ByName {
    /// How far the names go: generic ones are as alike as others and say little.
    pub fn evidence(&self, settings: &Settings) -> f64 {
        let degree = self.alike.degree;
        // Below it names are of two things until something else speaks for one.
        let degree = if degree < ALIKE { degree * (degree / ALIKE).powi(2) } else { degree };
        degree * (self.alike.told / settings.enough.name).min(1.0)
    }
}

/// The most that the names of a thing and of a part of it have.
const PART: f64 = 0.6;
/// An abbreviation of which the run has one name that it may stand for is as good as sure.
const ONLY_ONE: Alike = Alike { degree: 0.9, told: 1.0 };
/// From so many letters on.
const LETTERS: usize = 3;
/// With more names that it may stand for it is the less sure, the more there are.
const FEW: u32 = 3;

/// Compares two names.
pub fn alike(texts: &Texts<'_>, left: TextId, right: TextId) -> Alike {
    let weigh = |stem: &str| texts.words().weight_of(stem);
    if texts.same(left) == texts.same(right) {
        return Alike { degree: 1.0, told: texts.told(left).max(texts.told(right)) / texts.shared_by(left) };
    }
    if !texts.may_be_alike(left, right) {
        return Alike::default();
    }
    let (one, other) = (texts.name(left), texts.name(right));
    let alike = one.alike(other, &weigh);
    match texts.expansions(left, right) {
        Some(1) if one.short().or(other.short()).is_some_and(|short| short.chars().count() >= LETTERS) => ONLY_ONE,
        Some(several) if several > FEW => Alike { told: alike.told / f64::from(several), ..alike },
        None if texts.is_part(left, right) => Alike { degree: alike.degree.min(PART), ..alike },
        _ => alike,
    }
}

/// The names of two elements that are nearest to each other.
pub fn by_name(
    texts: &Texts<'_>,
    compared: &Compared,
    settings: &Settings,
    left: impl Iterator<Item = TextId>,
    right: impl Iterator<Item = TextId> + Clone,
) -> ByName {
    let mut best = ByName::default();
    for one in left {
        for other in right.clone() {
            let (says, other_says) = (texts.same(one), texts.same(other));
            let alike = match compared.0.get(&(says.min(other_says), says.max(other_says))) {
                _ if says == other_says => alike(texts, one, other),
                Some(alike) => *alike,
                None => alike(texts, one, other),
            };
            let found = ByName { alike, names: Some((one, other)) };
            if (found.evidence(settings), alike.degree) > (best.evidence(settings), best.alike.degree) {
                best = found;
            }
        }
    }
    best
}

/// The score of everything that speaks for a pair, and the reasons in the order of their weight.
pub fn score(settings: &Settings, texts: &Texts<'_>, name: ByName, common: [Common; 3]) -> (f64, Vec<Reason>) {
    let Evidences { name: by_name, capability, data, neighbours } = settings.weights;
    let [of_capability, of_data, of_neighbours] = common;
    let mut reasons = Vec::new();
    let mut open = 1.0;
    let mut count = |what, weight: f64, evidence: f64, degree: f64, shared: Vec<u32>, names| {
        if evidence > 0.0 {
            open *= 1.0 - weight * evidence;
            reasons.push((weight * evidence, Reason { what, degree, shared, names }));
        }
    };
    let evidence = name.evidence(settings);
    count(
        Evidence::Name,
        by_name,
        evidence,
        name.alike.degree,
        Vec::new(),
        name.names.map(|(left, right)| (texts.written(left).to_string(), texts.written(right).to_string())),
    );
    for (what, weight, common) in [
        (Evidence::Capability, capability, of_capability),
        (Evidence::Data, data, of_data),
        (Evidence::Neighbours, neighbours, of_neighbours),
    ] {
        count(what, weight, common.degree, common.degree, common.shared, None);
    }
    reasons.retain(|(evidence, _)| *evidence >= TELLS);
    reasons.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.what.cmp(&right.1.what)));
    (1.0 - open, reasons.into_iter().map(|(_, reason)| reason).collect())
}

/// What speaks for a pair less than this is not told.
const TELLS: f64 = 0.05;
