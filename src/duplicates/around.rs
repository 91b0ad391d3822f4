//! What surrounds each element: what it can do, the data it holds, and its other neighbours, so that the surroundings of
//! elements of different projects can be compared.
//!
//! A neighbour of a context is itself; an own one stands for everything whose name says the same. Links to what only
//! joins others (a flow, a resource) lead on to what stands behind.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::blocks::{Marks, mixed, spread};
use super::elements::Elements;
use super::settings::{Evidences, Says, Settings};
use super::texts::Texts;

/// One thing around an element: what it is, the element that is meant, and how much it says.
pub type Label = (u64, u32, f32);

/// What surrounds one element, each list sorted.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub capability: Box<[Label]>,
    pub data: Box<[Label]>,
    pub neighbours: Box<[Label]>,
}

impl Around {
    fn lists(&self) -> [&[Label]; 3] {
        [&self.capability, &self.data, &self.neighbours]
    }

    fn lists_mut(&mut self) -> impl Iterator<Item = &mut Label> {
        self.capability.iter_mut().chain(&mut self.data).chain(&mut self.neighbours)
    }
}

/// The surroundings of all compared elements, and how rare each thing around them is.
#[derive(Debug, Default)]
pub struct Surroundings {
    pub of: Vec<Around>,
    /// In how many projects a thing surrounds something, where in more than one.
    projects: FxHashMap<u64, u32>,
    all: f64,
}

/// What joins more things than this joins all with all, and says nothing of any.
const JOINED: usize = 256;
/// So many of the rarest things around an element make groups by twos.
const TELLING: usize = 5;
/// A thing that surrounds elements of so many projects makes no group by itself.
const FEW: u32 = 6;
/// A name that tells less names nothing.
const NAMED: f64 = 0.5;

/// Two things that have shared surroundings to this degree.
#[derive(Clone, Debug, Default)]
pub struct Common {
    pub degree: f64,
    /// Elements around the left of the two that are around the right too, the rarest first.
    pub shared: Vec<u32>,
}

impl Surroundings {
    /// `one` says which names stand for one thing.
    pub fn new(elements: &Elements<'_>, settings: &Settings, texts: &Texts<'_>, one: &(dyn Fn(u64) -> u64 + Sync)) -> Surroundings {
        let reader = Reader { elements, settings, texts, one };
        let mut of: Vec<Around> = elements.compared.par_iter().map(|element| reader.around(elements.graph.element(element.node))).collect();
        let mut seen: Vec<(u64, u32)> = (of.par_iter().zip(&elements.compared))
            .flat_map_iter(|(around, element)| around.lists().into_iter().flatten().map(|(label, ..)| (*label, element.project)))
            .collect();
        seen.par_sort_unstable();
        seen.dedup();
        let counted = seen.chunk_by(|left, right| left.0 == right.0).filter(|run| run.len() > 1);
        let projects = counted.map(|run| (run[0].0, run.len() as u32)).collect();
        let mut all: Vec<u32> = elements.compared.iter().map(|element| element.project).collect();
        all.dedup();
        drop(seen);
        let mut found = Surroundings { of: Vec::new(), projects, all: all.len() as f64 };
        of.par_iter_mut().flat_map_iter(Around::lists_mut).for_each(|label| label.2 = found.weight(label.0));
        found.of = of;
        found
    }

    fn count(&self, label: u64) -> u32 {
        self.projects.get(&label).copied().unwrap_or(1)
    }

    /// How much a thing around two elements says: nearly nothing where it is around something in every project.
    fn weight(&self, label: u64) -> f32 {
        let count = f64::from(self.count(label));
        let weight = if count <= 2.0 { 1.0 } else { 1.0 - (count / 2.0).ln() / (self.all / 2.0 + 1.0).ln().max(1.0) };
        weight.clamp(0.05, 1.0) as f32
    }

    /// What two elements have in common, by their numbers among the compared.
    pub fn common(&self, left: u32, right: u32, enough: &Evidences) -> [Common; 3] {
        let (left, right) = (&self.of[left as usize], &self.of[right as usize]);
        let enough = [enough.capability, enough.data, enough.neighbours];
        let mut lists = left.lists().into_iter().zip(right.lists()).zip(enough);
        std::array::from_fn(|_| lists.next().map_or_else(Common::default, |((left, right), enough)| shared(left, right, enough)))
    }

    /// The groups that an element stands in by its surroundings: the rarest things around it by twos, and the rare ones
    /// by themselves.
    pub fn blocks(&self, at: u32) -> Vec<u64> {
        let mut rarest = self.rarest(at);
        rarest.truncate(TELLING);
        let mut blocks: Vec<u64> = rarest.iter().filter(|(count, _)| *count <= FEW).map(|(_, label)| spread(*label)).collect();
        for (place, (_, label)) in rarest.iter().enumerate() {
            blocks.extend(rarest[place + 1..].iter().map(|(_, other)| mixed(*label, *other)));
        }
        blocks
    }

    /// Everything around an element that is around elements of other projects too, the rarest first.
    fn rarest(&self, at: u32) -> Vec<(u32, u64)> {
        let labels = self.of[at as usize].lists().into_iter().flatten().map(|(label, ..)| (self.count(*label), *label));
        let mut rarest: Vec<(u32, u64)> = labels.filter(|(count, _)| *count > 1).collect();
        rarest.sort_unstable();
        rarest.dedup();
        rarest
    }
}

/// What two lists of things around elements have in common.
fn shared(left: &[Label], right: &[Label], enough: f64) -> Common {
    let is_around = |label: &Label| right.binary_search_by_key(&label.0, |(label, ..)| *label).is_ok();
    let mut shared: Vec<Label> = left.iter().filter(|label| is_around(label)).copied().collect();
    if shared.is_empty() {
        return Common::default();
    }
    let weigh = |labels: &[Label]| labels.iter().map(|(.., weight)| f64::from(*weight)).sum::<f64>();
    shared.sort_by(|one, other| other.2.total_cmp(&one.2).then(one.0.cmp(&other.0)));
    let (common, of_left, of_right) = (weigh(&shared), weigh(left), weigh(right));
    // One drawing is often poorer than the other: what all of the poorer one has in common counts as well.
    let degree = (common / (of_left + of_right - common)).max(0.8 * common / of_left.min(of_right)) * (common / enough).min(1.0);
    Common { degree: degree.min(1.0), shared: shared.into_iter().map(|(_, element, _)| element).collect() }
}

/// Elements as what narrows their groups sees them.
pub struct Narrowing<'a, 'g> {
    pub elements: &'a Elements<'g>,
    pub surroundings: &'a Surroundings,
}

impl Marks for Narrowing<'_, '_> {
    type Key = (Option<u64>, usize, String);

    fn marks(&self, thing: u32) -> Vec<u64> {
        let mut rarest = self.surroundings.rarest(thing);
        rarest.truncate(TELLING);
        rarest.into_iter().map(|(_, label)| label).collect()
    }

    fn key(&self, thing: u32) -> Self::Key {
        let (graph, node) = (self.elements.graph, self.elements.compared[thing as usize].node);
        let rarest = self.surroundings.rarest(thing).first().map(|(_, label)| *label);
        (rarest, graph.project_of(node), graph.id(node).to_string())
    }

    fn may_pair(&self, left: u32, right: u32) -> bool {
        may_pair(self.elements, left, right)
    }
}

/// Whether two elements may be one thing of two bodies: of kinds that are compared, of different projects and bodies, and
/// not both drawings of one thing in the context.
pub fn may_pair(elements: &Elements<'_>, left: u32, right: u32) -> bool {
    let (left, right) = (&elements.compared[left as usize], &elements.compared[right as usize]);
    let are_registered = left.registered.is_some() && left.registered == right.registered;
    left.group == right.group && left.project != right.project && left.body != right.body && !are_registered
}

struct Reader<'a, 'g> {
    elements: &'a Elements<'g>,
    settings: &'a Settings,
    texts: &'a Texts<'g>,
    one: &'a (dyn Fn(u64) -> u64 + Sync),
}

impl Reader<'_, '_> {
    fn around(&self, element: u32) -> Around {
        let (mut capability, mut data, mut neighbours) = (Vec::new(), Vec::new(), Vec::new());
        let mut put = |says: Says, other: u32| {
            let list = match says {
                Says::Capability => &mut capability,
                Says::Data => &mut data,
                Says::Neighbour => &mut neighbours,
                Says::Nothing => return,
            };
            if other != element {
                list.extend(self.label(other));
            }
        };
        for (link, other) in self.elements.links(element) {
            let says = self.settings.says(*link);
            if !self.settings.through.contains(self.elements.graph.kind(*other)) {
                put(says, *other);
            } else if says != Says::Nothing {
                let behind = self.elements.links(*other);
                let joins = behind.iter().filter(|_| behind.len() <= JOINED);
                joins.for_each(|(link, other)| put(self.settings.says(*link), *other));
            }
        }
        Around { capability: settled(capability), data: settled(data), neighbours: settled(neighbours) }
    }

    /// What a neighbour is, whatever project it is drawn in; nothing where its name does not say.
    fn label(&self, element: u32) -> Option<Label> {
        if self.elements.is_of_context(element) {
            return Some((spread(u64::from(element)), element, 1.0));
        }
        if let Some(registered) = self.elements.registered(element, self.texts) {
            return Some((spread(u64::from(registered)), element, 1.0));
        }
        let name = self.elements.names(element).find(|name| self.texts.told(*name) >= NAMED)?;
        Some(((self.one)(self.texts.same(name)), element, 1.0))
    }
}

fn settled(mut labels: Vec<Label>) -> Box<[Label]> {
    labels.sort_unstable_by_key(|(label, element, _)| (*label, *element));
    labels.dedup_by_key(|(label, ..)| *label);
    labels.into_boxed_slice()
}
