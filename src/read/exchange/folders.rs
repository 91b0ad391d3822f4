//! Organisations: trees of items, of which some are folders and some put an element into the folder around them.

use std::borrow::Cow;

use super::{Exchange, Outcome, trimmed};
use crate::read::archimate::{DrawnFolder, NOT_DRAWN};
use crate::read::xml::{ScannedTag, Tag, attribute_value};

/// What is around a tag.
#[derive(Clone, Copy)]
struct Around {
    /// The nearest folder, by its number.
    folder: u32,
    /// Whether that is the very next thing around it.
    is_next: bool,
}

impl<'a> Exchange<'_, 'a> {
    pub(super) fn folders(&mut self, section: &Tag<'a>) -> Outcome {
        let (first_folder, first_placed) = (self.drawing.folders.len(), self.placed.len());
        let outcome = self.walk(section, Around { folder: NOT_DRAWN, is_next: false }, |exchange, tag, around| {
            let mut inside = Around { is_next: false, ..around };
            match tag.name {
                "item" => inside = exchange.item(tag, around.folder)?,
                "label" | "name" if around.is_next => {
                    exchange.name_of_folder(tag, around.folder)?;
                    return Ok(None);
                }
                "property" => exchange.property_of_view(tag)?,
                _ => {}
            }
            Ok(Some(inside))
        });
        self.drop_nameless(first_folder, first_placed);
        outcome
    }

    fn item(&mut self, tag: &ScannedTag<'a>, folder: u32) -> Outcome<Around> {
        self.xml.scan_attributes(tag)?;
        if let Some(reference) = self.either("identifierRef", "identifierref") {
            let written = reference.span().into();
            self.placed.push((written, folder));
            return Ok(Around { folder, is_next: false });
        }
        self.drawing.folders.push(DrawnFolder { name: Cow::Borrowed(""), parent: folder });
        Ok(Around { folder: self.drawing.folders.len() as u32 - 1, is_next: true })
    }

    /// Of names in several languages the first is taken.
    fn name_of_folder(&mut self, tag: &ScannedTag<'a>, folder: u32) -> Outcome {
        let name = trimmed(self.xml.scan_content(tag)?);
        if let Some(folder) = self.drawing.folders.get_mut(folder as usize).filter(|folder| folder.name.is_empty()) {
            folder.name = name;
        }
        Ok(())
    }

    /// An item without a name is no folder that anybody could speak of: what is in it is in the folder around it.
    fn drop_nameless(&mut self, first_folder: usize, first_placed: usize) {
        let folders = self.drawing.folders.split_off(first_folder);
        let mut kept: Vec<u32> = Vec::with_capacity(folders.len());
        let number = |kept: &[u32], folder: u32| kept.get((folder as usize).wrapping_sub(first_folder)).copied().unwrap_or(NOT_DRAWN);
        for folder in folders {
            let parent = number(&kept, folder.parent);
            if folder.name.is_empty() {
                kept.push(parent);
            } else {
                kept.push(self.drawing.folders.len() as u32);
                self.drawing.folders.push(DrawnFolder { parent, ..folder });
            }
        }
        for (_, folder) in &mut self.placed[first_placed..] {
            *folder = number(&kept, *folder);
        }
    }

    /// Puts elements into the folders whose items refer to them; of several the first.
    pub(super) fn place_in_folders(&mut self) {
        if self.placed.is_empty() || self.drawing.folders.is_empty() {
            return;
        }
        let mut folders = vec![NOT_DRAWN; self.drawing.strings.len()];
        for (written, folder) in &self.placed {
            // Relationships and views are referred to as well, and their ids are nobody's here.
            let id = self.drawing.strings.find(&attribute_value(&self.drawing.text[written.range()]));
            if let Some(slot) = id.and_then(|id| folders.get_mut(id.index())).filter(|slot| **slot == NOT_DRAWN) {
                *slot = *folder;
            }
        }
        for element in self.drawing.elements.iter_mut().filter(|element| !element.id.is_none()) {
            element.folder = folders[element.id.index()];
        }
    }
}
