//! What facts files ask of a drawing beside what maps: folders, and properties by their own keys.
//!
//! Nothing is kept that nobody asks for: there are millions of properties.

use super::convert::{Conversion, NOWHERE};
use super::drawing::{Drawing, NOT_DRAWN};
use crate::fragment::{Aside, Wanted};
use crate::strings::StringId;

impl Conversion<'_, '_> {
    pub(super) fn keep_aside(&mut self, wanted: &Wanted) {
        if wanted.is_nothing() {
            return;
        }
        let mut aside = Aside::default();
        if wanted.folders {
            aside.folders = paths(&self.drawing);
            let drawn = self.drawing.elements.iter().zip(&self.declared);
            let placed = drawn.filter(|(element, declared)| **declared != NOWHERE && element.folder != NOT_DRAWN);
            aside.folder_of = placed.map(|(element, declared)| (*declared, element.folder)).collect();
        }
        if !wanted.properties.is_empty() {
            self.keep_properties(wanted, &mut aside);
        }
        self.fragment.aside = Some(Box::new(aside));
    }

    fn keep_properties(&self, wanted: &Wanted, aside: &mut Aside) {
        let number = |key: u32| wanted.properties.binary_search(&Wanted::folded(self.key_name(StringId(key)))).ok();
        let numbers: Vec<Option<usize>> = (0..self.drawing.keys.len() as u32).map(number).collect();
        for property in &self.drawing.properties {
            let element = self.owner_of(property.owner);
            if let Some(key) = numbers[property.key.index()].filter(|_| element != NOWHERE) {
                aside.properties.push((element, key as u32, property.value.as_ref().into()));
            }
        }
    }
}

/// The names on the way to each folder; a folder stands behind the one that it is in.
fn paths(drawing: &Drawing<'_>) -> Vec<Vec<Box<str>>> {
    let mut paths: Vec<Vec<Box<str>>> = Vec::with_capacity(drawing.folders.len());
    for folder in &drawing.folders {
        let mut path = paths.get(folder.parent as usize).cloned().unwrap_or_default();
        path.push(folder.name.as_ref().into());
        paths.push(path);
    }
    paths
}
