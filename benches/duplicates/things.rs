//! The labelled set as it is written: `things.toml` and `distinct.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The languages of names, in the order in which rows of `distinct.toml` have them.
pub const LANGUAGES: [&str; 3] = ["ru", "kk", "en"];

/// A name in several languages.
pub type Names = BTreeMap<String, String>;

/// Everything that is planted.
pub struct Set {
    pub areas: Vec<Area>,
    pub brands: Vec<(String, [String; 2])>,
    pub traps: BTreeMap<String, Trap>,
    pub everywhere: BTreeMap<String, Everywhere>,
}

/// Things that belong together in one body.
pub struct Area {
    pub things: Vec<Thing>,
}

/// Something that a body has.
pub struct Thing {
    pub kind: String,
    pub names: Names,
    /// What another body calls it.
    pub again: Option<Names>,
}

/// Pairs of names that are not to be linked.
#[derive(Deserialize)]
pub struct Trap {
    pub why: String,
    /// What both hold, as names in the order of [`LANGUAGES`].
    #[serde(default)]
    pub data: Vec<[String; 3]>,
    /// A kind, then two names in each of [`LANGUAGES`].
    pub rows: Vec<[String; 7]>,
}

/// Names that many projects have and that say nothing.
#[derive(Deserialize)]
pub struct Everywhere {
    pub kinds: String,
    pub names: Vec<String>,
}

#[derive(Deserialize)]
struct WrittenThings {
    area: Vec<BTreeMap<String, toml::Value>>,
    brands: Brands,
}

#[derive(Deserialize)]
struct Brands {
    names: Vec<[String; 3]>,
}

#[derive(Deserialize)]
struct WrittenDistinct {
    trap: BTreeMap<String, Trap>,
    everywhere: BTreeMap<String, Everywhere>,
}

/// The set of this folder.
pub fn load() -> Set {
    let things: WrittenThings = toml::from_str(include_str!("things.toml")).expect("the set is in the repository and has no mistakes");
    let distinct: WrittenDistinct =
        toml::from_str(include_str!("distinct.toml")).expect("the set is in the repository and has no mistakes");
    Set {
        areas: things.area.into_iter().map(area).collect(),
        brands: things.brands.names.into_iter().map(|[kind, latin, cyrillic]| (kind, [latin, cyrillic])).collect(),
        traps: distinct.trap,
        everywhere: distinct.everywhere,
    }
}

fn area(mut written: BTreeMap<String, toml::Value>) -> Area {
    let names = |value: toml::Value| value.try_into::<Names>().expect("a name is in three languages");
    let again = written.remove("again").and_then(|value| value.try_into::<BTreeMap<String, Names>>().ok()).unwrap_or_default();
    let things = written.into_iter().map(|(kind, value)| Thing { again: again.get(&kind).cloned(), names: names(value), kind });
    Area { things: things.collect() }
}
