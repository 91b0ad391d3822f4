//! Findings about the form of a model in words: views, relationships and junctions have no kind in the metamodel, and
//! their messages no path to walk.

use std::fmt::Display;

use super::Gathering;
use crate::form::About;
use crate::graph::{PlacedRemark, Thing, inner};
use crate::language::world::Node;
use crate::outcome::{Found, Seen};
use crate::pack::form::Asked;
use crate::place::Place;
use crate::read::archimate::{RelationType, type_name};
use crate::report::{Related, Subject, wording};
use crate::text::{Language, fill, say};

/// What stands for an end that is no element.
const NO_ELEMENT: &str = "…";

impl Gathering<'_> {
    /// Where what was seen stands: a box in its view, anything else where it is declared.
    pub(super) fn place_seen(&self, seen: &Seen) -> Place {
        self.remark(seen).map_or_else(|| self.graph.place_of(seen.project, seen.subject), |remark| remark.place)
    }

    fn remark(&self, seen: &Seen) -> Option<&PlacedRemark> {
        match seen.found {
            Found::Remark(at) => Some(self.graph.remark(seen.project, at)),
            _ => None,
        }
    }

    pub(super) fn subject_seen(&self, seen: &Seen) -> Subject {
        if let Thing::Element(index) = seen.subject {
            return self.subject(Node { index, layer: self.graph.layer_at(index) });
        }
        if let Thing::Waiver(at) = seen.subject {
            return self.subject_waiver(seen.project, at);
        }
        let kind = self.kind_seen(seen.project, seen.subject).to_string();
        let id = self.graph.id_of(seen.project, seen.subject, self.sources);
        Subject { name: self.name_seen(seen, &id), id, kind, state: "both", owner: None }
    }

    /// The kind of an element, the ArchiMate type of one that has no kind, or what it is else.
    fn kind_seen(&self, project: usize, thing: Thing) -> &'static str {
        match thing {
            Thing::Element(index) => self.kind_name(index),
            Thing::Kindless(_) => type_name(self.graph.drawn(project, thing).what).unwrap_or_default(),
            Thing::Drawn(at) => self.graph.remark(project, at).form.about().name().unwrap_or_default(),
            Thing::Waiver(_) => About::Waivers.name().unwrap_or_default(),
        }
    }

    /// A relationship is called by its ends.
    fn name_seen(&self, seen: &Seen, id: &str) -> String {
        match (self.ends(seen), seen.subject) {
            (Some(ends), _) => {
                let [source, target] = ends.map(|end| end.map_or_else(|| NO_ELEMENT.to_string(), |end| self.named(seen.project, end)));
                format!("{source} → {target}")
            }
            _ => Some(self.named(seen.project, seen.subject)).filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_string()),
        }
    }

    /// The ends of a relationship.
    fn ends(&self, seen: &Seen) -> Option<[Option<Thing>; 2]> {
        self.remark(seen).filter(|remark| remark.form.about() == About::Relationships).map(|remark| remark.parts)
    }

    /// The name in the reader's language, else in another, else the id.
    fn named(&self, project: usize, thing: Thing) -> String {
        if let Thing::Element(index) = thing {
            return self.graph.name(index, self.language()).to_string();
        }
        let names = self.graph.names_of(project, thing);
        let order = [self.language(), Language::Ru, Language::En, Language::Kk];
        let found = order.into_iter().map(|language| names[language as usize].trim()).find(|name| !name.is_empty());
        found.map_or_else(|| self.graph.id_of(project, thing, self.sources), str::to_string)
    }

    pub(super) fn related_seen(&self, seen: &Seen) -> Vec<Related> {
        let role = if self.remark(seen).is_some() { "outer" } else { "member" };
        let mut others: Vec<(Thing, &str)> = seen.others.iter().map(|other| (*other, role)).collect();
        if let Some(ends) = self.ends(seen) {
            others = ends.into_iter().zip(["source", "target"]).filter_map(|(end, role)| Some((end?, role))).collect();
        }
        let mut related: Vec<Related> = Vec::new();
        for (other, role) in &others {
            let owner = if let Thing::Element(index) = other { self.owner(*index) } else { None };
            related.push(Related {
                id: self.graph.id_of(seen.project, *other, self.sources),
                kind: self.kind_seen(seen.project, *other),
                role: role.to_string(),
                name: self.named(seen.project, *other),
                owner,
                project: None,
                location: self.location(self.graph.place_of(seen.project, *other)),
                node: None,
            });
        }
        related
    }

    pub(super) fn message_seen(&self, asked: &Asked, seen: &Seen) -> String {
        let language = self.language();
        if let Thing::Waiver(at) = seen.subject {
            return self.message_waiver(asked, seen.project, at, &self.found(seen));
        }
        let name = inner(&self.subject_seen(seen).name);
        let shown = |other: Option<Thing>| other.map_or_else(|| NO_ELEMENT.to_string(), |other| inner(&self.named(seen.project, other)));
        let [source, target] = self.ends(seen).unwrap_or_default().map(shown);
        let outer = shown(seen.others.first().copied());
        let found = self.found(seen);
        let what = self.type_seen(seen);
        let view = self.remark(seen).map(|_| inner(&self.view_seen(seen))).unwrap_or_default();
        let count = seen.others.len() + 1;
        let holes: [(&str, &dyn Display); 8] = [
            ("name", &name),
            ("type", &what),
            ("source", &source),
            ("target", &target),
            ("outer", &outer),
            ("view", &view),
            ("found", &found),
            ("count", &count),
        ];
        fill(language, asked.message.get(language).trim(), &holes)
    }

    /// The name of the view in which a remark was made.
    fn view_seen(&self, seen: &Seen) -> String {
        let Found::Remark(at) = seen.found else { return String::new() };
        self.named(seen.project, Thing::Drawn(at))
    }

    /// The type of a relationship, or the kind of an element, as it stands in a sentence.
    fn type_seen(&self, seen: &Seen) -> String {
        match (seen.subject, self.remark(seen)) {
            (Thing::Drawn(_), Some(remark)) => self.relation(remark.what),
            // The name of a type of ArchiMate is nobody's word.
            (Thing::Kindless(_), _) => self.kind_seen(seen.project, seen.subject).to_string(),
            (subject, _) => wording::lower_first(wording::kind_title(self.language(), self.kind_seen(seen.project, subject))),
        }
    }

    fn relation(&self, number: u16) -> String {
        let name = RelationType::ALL.get(usize::from(number)).map_or("", |relation| relation.name());
        say(self.language(), &format!("form.relationship.{name}"), &[])
    }

    /// What was found, as far as it is more than the subject.
    fn found(&self, seen: &Seen) -> String {
        match &seen.found {
            Found::Nothing => String::new(),
            Found::Text(text) => inner(text),
            Found::Languages(missing) => {
                let missing = Language::ALL.into_iter().filter(|language| missing[*language as usize]);
                let names = missing.map(|missing| say(self.language(), &format!("form.language.{}", missing.code()), &[]));
                names.collect::<Vec<_>>().join(", ")
            }
            Found::Remark(at) => {
                let types = self.graph.remark(seen.project, *at).what;
                let several = (0..RelationType::ALL.len() as u16).filter(|number| types >> number & 1 == 1);
                several.map(|number| self.relation(number)).collect::<Vec<_>>().join(", ")
            }
        }
    }
}
