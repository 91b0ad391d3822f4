//! How an element stands in the model: whether it is complete, alone, or leads to nothing. Always known.

use super::{Evaluator, Gap};
use crate::language::meant::Form;
use crate::language::world::{Node, World};

impl<W: World> Evaluator<'_, W> {
    /// How the element stands in the model: always known.
    pub(super) fn form(&self, form: Form, here: Node) -> bool {
        match form {
            Form::Complete => self.lacking(here).is_empty(),
            Form::Orphan => !self.world.is_linked(here),
            Form::Dangling => self.world.has_dangling(here),
        }
    }

    /// The mandatory facts of an element that nobody stated.
    pub(in crate::language) fn lacking(&self, here: Node) -> Vec<Gap> {
        let (kind, metamodel) = (self.world.kind(here), self.world.metamodel());
        let attributes = metamodel.mandatory_attributes(kind).filter(|attribute| !self.world.states_attribute(here, *attribute));
        let links = metamodel.mandatory_links(kind).filter(|link| !self.world.states_link(here, *link));
        attributes.map(|attribute| Gap::Attribute(here, attribute)).chain(links.map(|link| Gap::Link(here, link))).collect()
    }
}
