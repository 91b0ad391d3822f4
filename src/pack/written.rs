//! A pack's files and `rules/lists.toml` as written in TOML: serde structs with spans and nothing checked.
//!
//! Nearly every field may be left out here: what is missing is told by `load`, all at once and with its place, where
//! serde would stop at the first. Nothing is flattened, tagged or untagged around a span: spans would be lost.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::form::Practice;
use super::{Contour, Expected};
use crate::text::Language;
use crate::verdict::Weight;

pub type Named<T> = BTreeMap<Spanned<String>, T>;
pub type Text = Spanned<String>;

/// A text that should exist in three languages.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub kk: Option<Text>,
    pub ru: Option<Text>,
    pub en: Option<Text>,
}

/// `[pack]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenPack {
    pub id: Option<Text>,
    pub title: Option<Spanned<Words>>,
    pub order: Option<Text>,
    pub edition: Option<Text>,
    pub in_force: Option<Spanned<Datetime>>,
    pub repealed: Option<Spanned<Datetime>>,
    pub replaced_by: Option<Spanned<Words>>,
    pub note: Option<Spanned<Words>>,
    pub advisory: Option<bool>,
    /// The languages of its texts, where it has not all three.
    pub languages: Option<Vec<Spanned<Language>>>,
    pub non_compliant_share: Option<Spanned<f64>>,
    /// The stages that a requirement is of unless it says otherwise.
    #[serde(default)]
    pub stages: Vec<Text>,
    #[serde(default)]
    pub chapter: Vec<Spanned<WrittenChapter>>,
    #[serde(default)]
    pub amendment: Vec<Spanned<WrittenAmendment>>,
    #[serde(default)]
    pub act: Vec<Spanned<WrittenAct>>,
}

/// `[[pack.act]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenAct {
    pub id: Option<Text>,
    pub title: Option<Spanned<Words>>,
}

/// `[[pack.amendment]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenAmendment {
    pub act: Option<Spanned<Words>>,
    pub in_force: Option<Spanned<Datetime>>,
}

/// `[[pack.chapter]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenChapter {
    pub id: Option<Text>,
    pub title: Option<Spanned<Words>>,
}

/// `[define.NAME]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenDefine {
    /// A kind or an abstract kind.
    pub kind: Option<Text>,
    pub is: Option<Text>,
}

/// `cites = [{ … }]`: of an order by its number, of another act by its id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenCitation {
    pub order: Option<String>,
    pub act: Option<Text>,
    pub paragraph: Option<String>,
    pub subparagraph: Option<String>,
    pub kk_paragraph: Option<String>,
    pub kk_subparagraph: Option<String>,
}

/// `[[requirement]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenRequirement {
    pub id: Option<Text>,
    pub contour: Option<Spanned<Contour>>,
    pub chapter: Option<Text>,
    #[serde(default)]
    pub stages: Vec<Text>,
    pub severity: Option<Spanned<Weight>>,
    pub title: Option<Spanned<Words>>,
    #[serde(default)]
    pub cites: Vec<Spanned<WrittenCitation>>,
    #[serde(default)]
    pub follows: Vec<Practice>,
    pub rationale: Option<Spanned<Words>>,
    /// One kind or several, made a list by `parse`.
    #[serde(default)]
    pub subject: Vec<Text>,
    #[serde(rename = "where")]
    pub condition: Option<Text>,
    pub full: Option<Text>,
    pub partial: Option<Text>,
    #[serde(default)]
    pub case: Vec<Spanned<WrittenCase>>,
    pub state: Option<Text>,
    pub expects: Option<Expects>,
    pub acyclic: Option<Text>,
    pub unique: Option<Spanned<WrittenUnique>>,
    pub group: Option<Spanned<WrittenGroup>>,
    pub form: Option<Spanned<WrittenForm>>,
    pub attested: Option<Spanned<Words>>,
    /// Why a person has to answer.
    pub because: Option<Spanned<Words>>,
    /// Why no waiver lifts it.
    pub not_waivable: Option<Spanned<Words>>,
    pub edition: Option<Spanned<WrittenEditions>>,
    pub message: Option<Spanned<Words>>,
    pub partial_message: Option<Spanned<Words>>,
    pub fix: Option<Spanned<Words>>,
    pub note: Option<Spanned<Words>>,
    #[serde(default)]
    pub example: Vec<Spanned<WrittenExample>>,
}

/// `[[requirement.case]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCase {
    #[serde(default)]
    pub subject: Vec<Text>,
    #[serde(rename = "where")]
    pub condition: Option<Text>,
    pub full: Option<Text>,
    pub partial: Option<Text>,
}

/// `[requirement.edition.LANGUAGE]`: what the text of that language asks otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEditions {
    pub kk: Option<Spanned<WrittenEdition>>,
    pub ru: Option<Spanned<WrittenEdition>>,
    pub en: Option<Spanned<WrittenEdition>>,
}

/// What it leaves out is as in the main text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEdition {
    #[serde(rename = "where")]
    pub condition: Option<Text>,
    pub full: Option<Text>,
    pub partial: Option<Text>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expects {
    Some,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenUnique {
    #[serde(default)]
    pub by: Vec<Text>,
    pub within: Option<WrittenWithin>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenGroup {
    pub by: Option<Text>,
    pub within: Option<WrittenWithin>,
    pub members: Option<Text>,
    pub full: Option<Text>,
    pub partial: Option<Text>,
}

/// `form = { asks = "…" }`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenForm {
    pub asks: Option<Text>,
    #[serde(default)]
    pub ignore: Vec<Text>,
    #[serde(default)]
    pub links: Vec<Text>,
    #[serde(default)]
    pub words: Vec<Text>,
    pub share: Option<Spanned<f64>>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenWithin {
    Project,
    Portfolio,
}

/// `[[requirement.example]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenExample {
    pub expect: Option<Spanned<Expected>>,
    pub model: Option<Text>,
    pub context: Option<Text>,
    pub current: Option<Text>,
    pub approved: Option<Text>,
    pub complete: Option<Spanned<WrittenComplete>>,
    pub today: Option<Spanned<Datetime>>,
    /// What stands in its waivers, and the bodies that may give any.
    pub waivers: Option<Text>,
    pub permitted: Option<Vec<String>>,
    /// The edition that it is an example of, instead of the main text.
    pub edition: Option<Spanned<Language>>,
}

/// `true` for all layers, or their names. Untagged is harmless here: nothing inside carries a span.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "`true` or a list of layers")]
pub enum WrittenComplete {
    All(bool),
    Layers(Vec<String>),
}

/// `[list.NAME]` of `lists.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenList {
    #[serde(default)]
    pub values: Vec<Spanned<toml::Value>>,
    pub source: Option<Spanned<Words>>,
    pub as_of: Option<Spanned<Datetime>>,
}

/// `[calendar.YEAR]` of `lists.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenYear {
    /// Weekdays that are not worked.
    #[serde(default)]
    pub off: Vec<Spanned<Datetime>>,
    /// Days of a weekend that are worked.
    #[serde(default)]
    pub worked: Vec<Spanned<Datetime>>,
    pub source: Option<Spanned<Words>>,
    pub as_of: Option<Spanned<Datetime>>,
}

/// `[param.NAME]` of `lists.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrittenParameter {
    pub value: Option<Spanned<toml::Value>>,
    pub source: Option<Spanned<Words>>,
    pub as_of: Option<Spanned<Datetime>>,
    /// Whether a project may set it.
    #[serde(default)]
    pub open: bool,
}
