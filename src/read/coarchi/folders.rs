//! The folders of a model: those of its files, called as the `folder.xml` in each says.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::address::split;
use crate::place::{Part, Span};
use crate::problem::{Code, Problem};
use crate::read::archimate::{Drawing, DrawnFolder, NOT_DRAWN};

#[derive(Default)]
pub struct Folders<'a> {
    /// By path below the model's folder, which is none of them.
    numbers: FxHashMap<&'a str, u32>,
    /// By number: where each was met first, and whether it has a file of its own.
    met: Vec<(&'a str, Span, bool)>,
}

impl<'a> Folders<'a> {
    /// The number of a folder in the drawing; new ones get one, after those around them.
    pub fn number(&mut self, drawing: &mut Drawing<'a>, folder: &'a str, part: Part<'a>) -> u32 {
        let mut missing = Vec::new();
        let (mut around, mut number) = (folder, NOT_DRAWN);
        while !around.is_empty() {
            if let Some(known) = self.numbers.get(around) {
                number = *known;
                break;
            }
            missing.push(around);
            around = split(around).0;
        }
        for path in missing.into_iter().rev() {
            drawing.folders.push(DrawnFolder { name: Cow::Borrowed(split(path).1), parent: number });
            number = drawing.folders.len() as u32 - 1;
            self.numbers.insert(path, number);
            self.met.push((path, part.whole(), false));
        }
        number
    }

    /// The same of a folder of which this part is the `folder.xml`.
    pub fn has_file(&mut self, drawing: &mut Drawing<'a>, folder: &'a str, part: Part<'a>) -> u32 {
        let number = self.number(drawing, folder, part);
        if let Some(met) = self.met.get_mut(number as usize) {
            met.2 = true;
        }
        number
    }

    /// Says which folders have no file, and so no name.
    pub fn note_unnamed(&self, drawing: &mut Drawing<'a>) {
        for (path, span, _) in self.met.iter().filter(|(_, _, has_file)| !has_file) {
            let place = drawing.oddities.place(*span);
            let problem = || Problem::new(Code::UnnamedFolder, place).with("folder", *path);
            drawing.oddities.note(Code::UnnamedFolder, "", problem);
        }
    }
}
