//! The rules of a log: one for each requirement that has a result, with what `saikes explain` knows of it.

use std::collections::BTreeMap;

use serde_json::json;

use super::limits::{DESCRIPTION, NAME, shortened};
use super::log::{Configuration, Descriptor, Level, Words};
use super::{Known, Sarif};
use crate::explain::reference;
use crate::metamodel::Metamodel;
use crate::pack::{Pack, Requirement};
use crate::report::listed::Listed;
use crate::report::{Cite, PackReport, RequirementText};
use crate::text::{Language, say};
use crate::verdict::Weight;

/// The rules and where each stands; copies of a pack that projects have for their parameters share theirs.
pub struct Rules<'r> {
    pub descriptors: Vec<Descriptor>,
    indices: BTreeMap<(&'r str, &'r str), usize>,
}

impl<'r> Rules<'r> {
    /// In the order of the packs.
    pub fn of(sarif: &Sarif<'r>, listed: &[Listed<'r>]) -> Rules<'r> {
        let mut named: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for Listed { finding, .. } in listed {
            let first = named.entry((&finding.pack, &finding.requirement)).or_insert(finding.index);
            *first = finding.index.min(*first);
        }
        let mut ordered: Vec<_> = named.into_iter().collect();
        ordered.sort_by_key(|(name, index)| (*index, *name));
        let descriptors = ordered.iter().map(|(name, index)| descriptor(sarif, name.1, *index)).collect();
        let indices = ordered.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
        Rules { descriptors, indices }
    }

    /// Where the rule of a finding stands.
    pub fn index(&self, listed: &Listed<'_>) -> usize {
        let name = (listed.finding.pack.as_str(), listed.finding.requirement.as_str());
        *self.indices.get(&name).expect("there is a rule for every finding that is listed")
    }
}

fn descriptor(sarif: &Sarif<'_>, id: &str, index: (usize, usize)) -> Descriptor {
    let language = sarif.report.lang;
    let pack = sarif.report.packs.get(index.0);
    let text = pack.and_then(|pack| pack.requirements.get(index.1));
    let meant = meant(sarif.known, index, id);
    let title = text.map_or(id, |text| text.title.as_str());
    let rationale = meant.map(|(_, meant)| meant.rationale.get(language).trim()).filter(|text| !text.is_empty());
    let markdown = meant.map(|(pack, meant)| reference::of_requirement(Metamodel::standard(), pack, meant, language));
    Descriptor {
        id: id.to_string(),
        name: Some(shortened(title, NAME)),
        short_description: Words::plain(shortened(title, DESCRIPTION)),
        full_description: Some(Words::plain(shortened(rationale.unwrap_or(title), DESCRIPTION))),
        help: Some(help(language, id, text, rationale, markdown)),
        default_configuration: text.map(|text| Configuration { level: default_level(pack, text) }),
        properties: pack.zip(text).map(|(pack, text)| properties(pack, text)),
    }
}

/// The requirement as it was compiled, where its pack is at hand.
fn meant<'a>(known: Known<'a>, (pack, requirement): (usize, usize), id: &str) -> Option<(&'a Pack, &'a Requirement)> {
    let pack = known.packs.get(pack)?;
    Some((pack, pack.requirements.get(requirement).filter(|meant| meant.id == id)?))
}

/// What a result has that falls short altogether.
fn default_level(pack: Option<&PackReport>, text: &RequirementText) -> Level {
    match text.severity {
        _ if pack.is_some_and(|pack| pack.advisory) => Level::Note,
        Weight::Blocking => Level::Error,
        Weight::Major => Level::Warning,
        Weight::Minor => Level::Note,
    }
}

/// Why it is asked, what to do, where it stands, and how to read on.
fn help(language: Language, id: &str, text: Option<&RequirementText>, rationale: Option<&str>, markdown: Option<String>) -> Words {
    let more = say(language, "sarif.explain", &[("id", &id)]);
    let mut parts: Vec<String> = rationale.map(str::to_string).into_iter().collect();
    if let Some(text) = text {
        parts.push(say(language, "sarif.fix", &[("fix", &text.fix)]));
        parts.extend(text.cites.iter().map(|cite| cited(language, cite)));
    }
    let plain = [parts.join("\n"), more.clone()].join("\n").trim().to_string();
    let own = || text.map(|text| format!("## {id} {}\n\n{}", text.title, parts.join("\n\n")));
    let markdown = markdown.or_else(own).map(|markdown| format!("{}\n\n{more}\n", markdown.trim_end()));
    Words { text: plain, markdown }
}

fn cited(language: Language, cite: &Cite) -> String {
    let numbers = match &cite.subparagraph {
        Some(subparagraph) => say(language, "explain.cite.subparagraph", &[("paragraph", &cite.paragraph), ("subparagraph", subparagraph)]),
        None => say(language, "explain.cite.paragraph", &[("paragraph", &cite.paragraph)]),
    };
    say(language, "explain.cite.order", &[("order", &cite.order), ("numbers", &numbers)])
}

/// Tags filter alerts: the pack, the contour or chapter, the severity, and whether it is advice.
fn properties(pack: &PackReport, text: &RequirementText) -> serde_json::Value {
    let section = text.contour.map(str::to_string).or_else(|| text.chapter.as_ref().map(|chapter| format!("chapter-{chapter}")));
    let advice = pack.advisory.then(|| "advice".to_string());
    let tags: Vec<String> =
        [Some(pack.id.clone()), section, Some(text.severity.name().to_string()), advice].into_iter().flatten().collect();
    json!({
        "tags": tags,
        "pack": pack.id,
        "order": pack.order,
        "cites": text.cites,
        "severity": text.severity,
        "decided-by": text.decided_by,
    })
}
