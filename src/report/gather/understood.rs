//! What the inputs hold, and what was understood of them.

use super::Gathering;
use crate::fragment::States;
use crate::graph::Project;
use crate::metamodel::{Member, Metamodel};
use crate::report::{InputReport, Stated, Understood};

/// Facts worth counting when a reader asks what a drawing says: those that most requirements look at.
const MAIN_FACTS: &[(&str, &[&str])] = &[
    ("system", &["owner", "lifecycle"]),
    ("component", &["part-of", "lifecycle"]),
    ("flow", &["source", "target", "via", "carries"]),
    ("interaction-service", &["register-status", "protocol"]),
    ("data-object", &["reference-source", "personal"]),
    ("function", &["owner", "class"]),
    ("service", &["owner", "electronic"]),
    ("process", &["owner", "performs"]),
    ("software", &["version", "support-end"]),
    ("node", &["owner", "type"]),
];

/// [`MAIN_FACTS`] by kind, as members of the metamodel.
struct MainFacts(Vec<Vec<(&'static str, Member)>>);

impl MainFacts {
    fn of(metamodel: &Metamodel) -> MainFacts {
        let mut facts = vec![Vec::new(); metamodel.kinds.len()];
        for (kind, names) in MAIN_FACTS {
            if let Some(kind) = metamodel.find_kind(kind) {
                let known = names.iter().filter_map(|name| Some((*name, metamodel.member(kind, name)?.clone())));
                facts[kind.index()] = known.collect();
            }
        }
        MainFacts(facts)
    }
}

impl Gathering<'_> {
    pub(super) fn inputs(&self, project: &Project) -> Vec<InputReport> {
        let mut inputs: Vec<InputReport> = project
            .inputs
            .iter()
            .map(|input| InputReport {
                path: self.path(input).to_string(),
                format: input.format.name(),
                version: input.version.clone(),
                sha256: input.sha256.clone(),
                elements: input.counts.elements,
                relations: input.counts.relations,
                views: input.counts.views,
                properties: input.counts.properties,
                unmapped: input.counts.unmapped.clone(),
            })
            .collect();
        inputs.sort_by(|left, right| left.path.cmp(&right.path));
        inputs
    }

    /// Kinds of the looked-at state, the commonest first.
    pub(super) fn understood(&self, project: usize) -> Vec<Understood> {
        let metamodel = self.graph.metamodel;
        let Some(layer) = self.graph.layer_of(project, States::TARGET) else { return Vec::new() };
        let main = MainFacts::of(metamodel);
        let mut elements = vec![0; metamodel.kinds.len()];
        let mut stating: Vec<Vec<usize>> = main.0.iter().map(|facts| vec![0; facts.len()]).collect();
        for index in self.graph.state_layer(layer).map_or(0..0, |layer| layer.nodes.clone()) {
            let kind = self.graph.kind(index).index();
            elements[kind] += 1;
            for (count, (_, member)) in stating[kind].iter_mut().zip(&main.0[kind]) {
                *count += usize::from(self.states(index, member));
            }
        }
        let kinds = (0..elements.len()).filter(|kind| elements[*kind] > 0);
        let facts = |kind: usize| {
            main.0[kind].iter().zip(&stating[kind]).map(|((fact, _), elements)| Stated { fact, elements: *elements }).collect()
        };
        let mut understood: Vec<Understood> =
            kinds.map(|kind| Understood { kind: &metamodel.kinds[kind].name, elements: elements[kind], facts: facts(kind) }).collect();
        understood.sort_by(|left, right| right.elements.cmp(&left.elements).then(left.kind.cmp(right.kind)));
        understood
    }

    fn states(&self, index: u32, member: &Member) -> bool {
        match member {
            Member::Attribute(attribute) => self.graph.attribute_place(index, *attribute).is_some(),
            Member::Link(link) => self.graph.link_place(index, *link, None).is_some(),
            Member::Inverse(_) => false,
        }
    }
}
