//! What the search compares and how far each piece of evidence goes, from `rules/duplicates.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::metamodel::{KindId, KindSet, LinkId, Metamodel};
use crate::pack::Citation;

/// The path under which mistakes of the embedded file are told.
pub const PATH: &str = "rules/duplicates.toml";
const TEXT: &str = include_str!("../../rules/duplicates.toml");

static STANDARD: LazyLock<Settings> =
    LazyLock::new(|| Settings::load(TEXT, Metamodel::standard()).expect("the embedded settings have no mistakes (a test loads them)"));

/// The settings, compiled.
#[derive(Clone, Debug)]
pub struct Settings {
    /// For each kind the number of the kinds it is compared with.
    groups: Vec<Option<u8>>,
    /// For each link what it says of the things at its ends.
    says: Vec<Says>,
    pub through: KindSet,
    pub weights: Evidences,
    pub enough: Evidences,
    pub thresholds: Thresholds,
    pub words: CommonWords,
    pub shared: KindSet,
    pub offers: Vec<LinkId>,
    pub own: KindSet,
    pub asks: Vec<Ask>,
}

/// What a link says of the things at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Capability,
    Data,
    Neighbour,
    Nothing,
}

/// A number for each piece of evidence.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidences {
    pub name: f64,
    pub capability: f64,
    pub data: f64,
    pub neighbours: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    pub link: f64,
    pub offer: f64,
}

/// Words that say little.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonWords {
    /// What one of them says beside a rare word.
    pub weight: f64,
    pub kk: Vec<String>,
    pub ru: Vec<String>,
    pub en: Vec<String>,
    /// Words that make a part or a trace of what they stand beside.
    pub parts: Vec<String>,
}

/// Which requirement asks to use something shared.
#[derive(Clone, Debug)]
pub struct Ask {
    pub shared: KindSet,
    pub own: KindSet,
    pub requirements: Vec<String>,
    pub cites: Vec<Citation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    compare: BTreeMap<String, WrittenKinds>,
    around: WrittenAround,
    weights: Evidences,
    enough: Evidences,
    thresholds: Thresholds,
    words: CommonWords,
    shared: WrittenShared,
    ask: Vec<WrittenAsk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenKinds {
    kinds: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAround {
    capability: Vec<String>,
    data: Vec<String>,
    through: Vec<String>,
    skip: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShared {
    kinds: Vec<String>,
    offers: Vec<String>,
    own: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAsk {
    shared: Vec<String>,
    own: Vec<String>,
    requirements: Vec<String>,
    cites: Vec<WrittenCite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCite {
    order: String,
    paragraph: String,
    subparagraph: Option<String>,
}

impl Settings {
    /// Those that are built into the program.
    pub fn standard() -> &'static Settings {
        &STANDARD
    }

    /// Loads settings, or returns everything that is wrong with them.
    pub fn load(text: &str, metamodel: &Metamodel) -> Result<Settings, Vec<String>> {
        let written: Written = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut loader = Loader { metamodel, mistakes: Vec::new() };
        let mut groups = vec![None; metamodel.kinds.len()];
        for (number, (name, group)) in written.compare.iter().enumerate() {
            for kind in loader.kinds(&group.kinds).iter() {
                if groups[kind.index()].replace(number as u8).is_some() {
                    loader.mistakes.push(format!("`{}` is compared twice, again in `{name}`", metamodel.kind(kind).name));
                }
            }
        }
        let mut says = vec![Says::Neighbour; metamodel.links.len()];
        let WrittenAround { capability, data, through, skip } = &written.around;
        for (names, meaning) in [(capability, Says::Capability), (data, Says::Data), (skip, Says::Nothing)] {
            for link in loader.links(names) {
                says[link.index()] = meaning;
            }
        }
        let settings = Settings {
            groups,
            says,
            through: loader.kinds(through),
            shared: loader.kinds(&written.shared.kinds),
            offers: loader.links(&written.shared.offers),
            own: loader.kinds(&written.shared.own),
            asks: written.ask.into_iter().map(|ask| loader.ask(ask)).collect(),
            weights: written.weights,
            enough: written.enough,
            thresholds: written.thresholds,
            words: written.words,
        };
        let Evidences { name, capability, data, neighbours } = &settings.weights;
        let Thresholds { link, offer } = &settings.thresholds;
        let shares = [name, capability, data, neighbours, link, offer, &settings.words.weight];
        if shares.into_iter().any(|share| !(0.0..=1.0).contains(share)) {
            loader.mistakes.push("weights and thresholds lie between 0 and 1".to_string());
        }
        let Evidences { name, capability, data, neighbours } = &settings.enough;
        if [name, capability, data, neighbours].into_iter().any(|enough| *enough <= 0.0) {
            loader.mistakes.push("what is enough is more than 0".to_string());
        }
        if loader.mistakes.is_empty() { Ok(settings) } else { Err(loader.mistakes) }
    }

    /// The number of the kinds that a kind is compared with; none where it is not compared.
    pub fn group(&self, kind: KindId) -> Option<u8> {
        self.groups[kind.index()]
    }

    pub fn says(&self, link: LinkId) -> Says {
        self.says[link.index()]
    }

    /// The first entry that asks to use a shared thing instead of an own one.
    pub fn ask(&self, own: KindId, shared: KindId) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.own.contains(own) && ask.shared.contains(shared))
    }
}

struct Loader<'m> {
    metamodel: &'m Metamodel,
    mistakes: Vec<String>,
}

impl Loader<'_> {
    fn kinds(&mut self, names: &[String]) -> KindSet {
        let mut kinds = KindSet::EMPTY;
        for name in names {
            match self.metamodel.kinds_named(name) {
                Some(found) => kinds = kinds.union(found),
                None => self.mistakes.push(format!("unknown kind `{name}`")),
            }
        }
        kinds
    }

    /// Every link of these names, whichever kinds have it.
    fn links(&mut self, names: &[String]) -> Vec<LinkId> {
        let mut links = Vec::new();
        for name in names {
            let before = links.len();
            links.extend((0..).zip(&self.metamodel.links).filter(|(_, link)| link.name == *name).map(|(at, _)| LinkId(at)));
            if links.len() == before {
                self.mistakes.push(format!("unknown link `{name}`"));
            }
        }
        links
    }

    fn ask(&mut self, written: WrittenAsk) -> Ask {
        let cite = |cite: WrittenCite| Citation {
            order: cite.order,
            act: None,
            paragraph: cite.paragraph,
            subparagraph: cite.subparagraph,
            kk_paragraph: None,
            kk_subparagraph: None,
        };
        Ask {
            shared: self.kinds(&written.shared),
            own: self.kinds(&written.own),
            requirements: written.requirements,
            cites: written.cites.into_iter().map(cite).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_settings_have_no_mistakes() {
        assert_eq!(Settings::load(TEXT, Metamodel::standard()).err(), None);
    }

    #[test]
    fn unknown_kinds_and_links_are_told_at_once() {
        let text = TEXT.replacen("[\"service\"]", "[\"servise\", \"system\"]", 1).replacen("\"offers\"", "\"ofers\"", 1);
        let mistakes = Settings::load(&text, Metamodel::standard()).expect_err("the change breaks the settings");
        assert!(mistakes.iter().any(|mistake| mistake == "unknown kind `servise`"), "{mistakes:?}");
        assert!(mistakes.iter().any(|mistake| mistake == "unknown link `ofers`"), "{mistakes:?}");
        assert!(mistakes.iter().any(|mistake| mistake.starts_with("`system` is compared twice")), "{mistakes:?}");
    }
}
