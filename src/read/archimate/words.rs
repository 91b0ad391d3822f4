//! The words by which drawings call kinds, attributes and links: ids, and names in three languages.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Key, Mapping, Target, fold};
use crate::metamodel::{KindId, Member, Metamodel};
use crate::text::Language;

/// The kind for each word that names one: ids first, then specialisations, then names.
pub fn of_kinds(metamodel: &Metamodel, specializations: &[(&str, KindId)]) -> FxHashMap<Box<str>, KindId> {
    let mut words: FxHashMap<Box<str>, KindId> = FxHashMap::default();
    let ids = (0..metamodel.kinds.len()).map(|at| KindId(at as u8));
    for id in ids.clone() {
        words.insert(fold(&metamodel.kind(id).name).into(), id);
    }
    for (word, kind) in specializations {
        words.entry(fold(word).into()).or_insert(*kind);
    }
    // A name that two kinds share calls neither.
    let mut titles: FxHashMap<String, Option<KindId>> = FxHashMap::default();
    for id in ids {
        for word in Language::ALL.into_iter().flat_map(|language| readings(metamodel.kind(id).title.get(language))) {
            let known = titles.entry(word).or_insert(Some(id));
            *known = known.filter(|known| *known == id);
        }
    }
    for (word, kind) in titles.into_iter().filter_map(|(word, kind)| Some((word, kind?))) {
        words.entry(word.into()).or_insert(kind);
    }
    words
}

/// Ids, then names of what a drawing may set on each kind. The id and the name of an element are the drawing's
/// own and no property's.
pub fn add_keys(metamodel: &Metamodel, [kind, specialization]: [&[String]; 2], mapping: &mut Mapping) {
    let mut words = Words::default();
    let mut rows: FxHashMap<Box<str>, Vec<(KindId, Target)>> = FxHashMap::default();
    for kind in (0..metamodel.kinds.len()).map(|at| KindId(at as u8)) {
        let mut titles: FxHashMap<&str, Option<Target>> = FxHashMap::default();
        let targets = metamodel.members(kind).into_iter().filter_map(|(name, member)| Some((name, target(metamodel, name, member)?)));
        let targets: Vec<_> = targets.map(|(name, target)| (target, words.of(metamodel, name, target))).collect();
        for (target, words) in &targets {
            for word in &words[1..] {
                let known = titles.entry(word).or_insert(Some(*target));
                *known = known.filter(|known| known == target);
            }
        }
        titles.extend(targets.iter().map(|(target, words)| (words[0].as_ref(), Some(*target))));
        for (word, target) in titles.into_iter().filter_map(|(word, target)| Some((word, target?))) {
            match rows.get_mut(word) {
                Some(row) => row.push((kind, target)),
                None => drop(rows.insert(word.into(), vec![(kind, target)])),
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "rows get numbers that only the look-up sees")]
    for (word, members) in rows {
        let is_state = matches!(members[0].1, Target::Attribute(id) if metamodel.attribute(id).name == "state");
        let row = mapping.members.len() / mapping.kind_count;
        mapping.keys.insert(word, if is_state { Key::State } else { Key::Member(row as u16) });
        mapping.members.resize((row + 1) * mapping.kind_count, None);
        for (kind, target) in members {
            mapping.members[row * mapping.kind_count + kind.index()] = Some(target);
        }
    }
    let special = |words: &[String], key: Key| words.iter().map(move |word| (fold(word).into(), key)).collect::<Vec<_>>();
    mapping.keys.extend(special(kind, Key::Kind));
    mapping.keys.extend(special(specialization, Key::Specialization));
}

fn target(metamodel: &Metamodel, name: &str, member: &Member) -> Option<Target> {
    match member {
        Member::Attribute(id) if !metamodel.attribute(*id).derived && !matches!(name, "id" | "name") => Some(Target::Attribute(*id)),
        Member::Link(id) => Some(Target::Link(*id)),
        Member::Attribute(_) | Member::Inverse(_) => None,
    }
}

/// The folded words for each attribute and link, made once: most are those of many kinds.
#[derive(Default)]
struct Words(FxHashMap<(bool, u16), Rc<[Box<str>]>>);

impl Words {
    /// The id, then the names.
    fn of(&mut self, metamodel: &Metamodel, name: &str, target: Target) -> Rc<[Box<str>]> {
        let (key, title) = match target {
            Target::Attribute(id) => ((true, id.0), &metamodel.attribute(id).title),
            Target::Link(id) => ((false, id.0), &metamodel.link(id).title),
        };
        let names = Language::ALL.into_iter().flat_map(|language| readings(title.get(language)));
        let all = || [fold(name)].into_iter().chain(names).map(Into::into).collect();
        self.0.entry(key).or_insert_with(all).clone()
    }
}

/// How a name may be written: in full, or without what it has in brackets.
fn readings(title: &str) -> impl Iterator<Item = String> {
    let plain = match (title.find('('), title.rfind(')')) {
        (Some(open), Some(close)) if open < close => Some(fold(&format!("{}{}", &title[..open], &title[close + 1..]))),
        _ => None,
    };
    [fold(title)].into_iter().chain(plain)
}
