//! What a drawing says, before anybody maps it: the same for every format that carries ArchiMate.
//!
//! Names and values are borrowed from the file as far as they stand there as they are meant; ids are interned, so
//! that the ends of relationships are small numbers before the elements are known.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ElementType, Mode, RelationType};
use crate::fragment::{Counts, Names};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};
use crate::strings::{StringId, Strings};
use crate::text::Language;

/// One element as drawn.
#[derive(Clone, Copy, Debug)]
pub struct DrawnElement {
    /// [`StringId::NONE`] where the drawing gives none.
    pub id: StringId,
    pub what: ElementType,
    pub names: Names,
    /// Index into [`Drawing::folders`]; [`NOT_DRAWN`] for none.
    pub folder: u32,
    pub span: Span,
}

/// Where something would have a number and has none.
pub const NOT_DRAWN: u32 = u32::MAX;

/// A folder of the tree in which a tool keeps its elements. Files may nest them by the thousand: whoever needs the
/// folders around one walks upwards, and nobody keeps whole paths.
#[derive(Clone, Debug)]
pub struct DrawnFolder<'a> {
    pub name: Cow<'a, str>,
    /// Index into [`Drawing::folders`], always a smaller one; [`NOT_DRAWN`] at the top.
    pub parent: u32,
}

/// A specialisation (in Archi: a profile) of an element or a relationship.
#[derive(Clone, Debug)]
pub struct Specialization<'a> {
    pub owner: Owner,
    pub name: Cow<'a, str>,
    /// Where the element or relationship says it.
    pub span: Span,
}

/// What sort of view it is: only those of ArchiMate are compared with the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    Diagram,
    /// A sketch or a canvas, which holds free drawing.
    Sketch,
}

/// One view as drawn. Its nodes and connections are those up to the beginning of the next view's.
#[derive(Clone, Debug)]
pub struct DrawnView<'a> {
    /// Where the id stands, between its quotes.
    pub id: Span,
    pub kind: ViewKind,
    pub name: Cow<'a, str>,
    /// The first of its [`Drawing::nodes`].
    pub first_node: u32,
    /// The first of its [`Drawing::connections`].
    pub first_connection: u32,
    pub span: Span,
}

/// One box in a view: an element, or a note, a group, an image.
#[derive(Clone, Copy, Debug)]
pub struct DrawnNode {
    /// [`StringId::NONE`] for what stands for no element.
    pub element: StringId,
    /// Whether it stands for another view, to which it leads.
    pub is_view: bool,
    /// The box around it, an index into [`Drawing::nodes`], always a smaller one; [`NOT_DRAWN`] for none.
    pub parent: u32,
    pub span: Span,
}

/// One line in a view.
#[derive(Clone, Copy, Debug)]
pub struct DrawnConnection {
    /// Where the id of its relationship stands, between its quotes; empty for a line that stands for none.
    pub relation: Span,
    pub span: Span,
}

/// One relationship as drawn. It is kept small: there are more of them than of anything else.
#[derive(Clone, Copy, Debug)]
pub struct DrawnRelation {
    /// Where the id stands, between its quotes; most ids of relationships nobody asks for.
    pub id: Span,
    pub relation: RelationType,
    pub mode: Mode,
    pub source: StringId,
    pub target: StringId,
    /// Those of flows and associations mean something; of others they tell two that are else the same apart.
    pub names: Names,
    pub span: Span,
}

/// Whose property or documentation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Index into [`Drawing::elements`].
    Element(u32),
    /// Index into [`Drawing::relations`].
    Relation(u32),
    /// The model, or what is not kept.
    Other,
}

/// One property: a key by its number in [`Drawing::keys`] and a value.
#[derive(Clone, Debug)]
pub struct DrawnProperty<'a> {
    pub owner: Owner,
    pub key: StringId,
    pub value: Cow<'a, str>,
    pub span: Span,
}

/// One documentation text of an element or a flow.
#[derive(Clone, Debug)]
pub struct Documentation<'a> {
    pub owner: Owner,
    /// One of ours, where the text says so.
    pub language: Option<Language>,
    pub text: Cow<'a, str>,
    pub span: Span,
}

/// Everything that one file draws.
pub struct Drawing<'a> {
    pub file: FileId,
    pub text: &'a str,
    /// Ids and names; they become the fragment's.
    pub strings: Strings,
    pub elements: Vec<DrawnElement>,
    pub relations: Vec<DrawnRelation>,
    pub documentation: Vec<Documentation<'a>>,
    pub properties: Vec<DrawnProperty<'a>>,
    pub folders: Vec<DrawnFolder<'a>>,
    pub specializations: Vec<Specialization<'a>>,
    pub views: Vec<DrawnView<'a>>,
    /// In the order of the file, so that those of one view stand together.
    pub nodes: Vec<DrawnNode>,
    pub connections: Vec<DrawnConnection>,
    /// What properties call their keys: references to definitions, or the keys themselves.
    pub keys: Strings,
    /// What definitions call the keys they define.
    pub definitions: FxHashMap<StringId, Cow<'a, str>>,
    /// Ids of what could not be read: what leads there is not at fault.
    pub unread: FxHashSet<StringId>,
    pub counts: Counts,
    pub oddities: Oddities,
}

impl<'a> Drawing<'a> {
    pub fn new(file: FileId, text: &'a str) -> Drawing<'a> {
        Drawing {
            file,
            text,
            strings: Strings::with_room(text.len() / 12),
            // About what files of many elements hold, so that tables are seldom moved as they grow.
            elements: Vec::with_capacity(text.len() / 1024),
            relations: Vec::with_capacity(text.len() / 600),
            documentation: Vec::new(),
            properties: Vec::with_capacity(text.len() / 600),
            folders: Vec::new(),
            specializations: Vec::new(),
            views: Vec::new(),
            nodes: Vec::new(),
            connections: Vec::new(),
            keys: Strings::default(),
            definitions: FxHashMap::default(),
            unread: FxHashSet::default(),
            counts: Counts::default(),
            oddities: Oddities::new(file),
        }
    }
}

/// How many oddities of one sort are told one by one, and how many with one code.
const TOLD: usize = 5;
const TOLD_IN_ALL: usize = 50;

/// What is odd in a drawing. Of each sort the first few are told with their places; the last of them stands for all
/// that follow, with `times`.
pub struct Oddities {
    file: FileId,
    problems: Vec<Problem>,
    /// By code and whatever more makes a sort: how many were told, and the problem that stands for the rest.
    sorts: FxHashMap<(Code, String), (usize, usize)>,
    codes: FxHashMap<Code, (usize, usize)>,
}

impl Oddities {
    fn new(file: FileId) -> Oddities {
        Oddities { file, problems: Vec::new(), sorts: FxHashMap::default(), codes: FxHashMap::default() }
    }

    pub fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    /// Notes an oddity as a warning; `sort` sets it apart from others with its code.
    pub fn note(&mut self, code: Code, sort: &str, problem: impl FnOnce() -> Problem) {
        let code_told = self.codes.entry(code).or_default();
        let sort_told = self.sorts.entry((code, sort.to_string())).or_insert((0, code_told.1));
        if sort_told.0 == TOLD || code_told.0 == TOLD_IN_ALL {
            self.problems[sort_told.1].times += 1;
            return;
        }
        for told in [code_told, sort_told] {
            *told = (told.0 + 1, self.problems.len());
        }
        self.problems.push(problem().as_warning());
    }

    /// Notes an element or relationship of a type that ArchiMate does not have, or of none.
    pub fn note_type(&mut self, found: &str, span: Span) {
        let code = if found.is_empty() { Code::MissingType } else { Code::UnknownType };
        let place = self.place(span);
        self.note(code, found, || Problem::new(code, place).with("found", found));
    }

    /// An error, which is always told.
    pub fn error(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
