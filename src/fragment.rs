//! What one file says, in a compact form that shares nothing with other files: every reader of `read` yields
//! [`Fragment`]s, and `graph` merges them. Nothing here is resolved: ends of links are ids as written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::form::Form;
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::place::{FileId, Span};
use crate::problem::Problem;
use crate::strings::{StringId, Strings};
use crate::text::Trilingual;
use crate::value::Value;
use crate::waivers::WrittenWaiver;

/// The states of the architecture a thing belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct States(pub u8);

impl States {
    /// Nothing said: the state of the model it stands in.
    pub const UNSAID: States = States(0);
    pub const CURRENT: States = States(1);
    pub const TARGET: States = States(2);
    pub const APPROVED: States = States(4);
    pub const BOTH: States = States(3);

    pub fn union(self, other: States) -> States {
        States(self.0 | other.0)
    }

    pub fn overlaps(self, other: States) -> bool {
        self.0 & other.0 != 0
    }

    pub fn from_name(name: &str) -> Option<States> {
        match name {
            "current" => Some(States::CURRENT),
            "target" => Some(States::TARGET),
            "approved" => Some(States::APPROVED),
            "both" => Some(States::BOTH),
            _ => None,
        }
    }

    /// As a model writes it; none for what has no word of its own.
    pub fn name(self) -> Option<&'static str> {
        ["current", "target", "approved", "both"].into_iter().find(|name| States::from_name(name) == Some(self))
    }
}

/// A name in up to three languages; a name in no stated language stands in all three slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names(pub [StringId; 3]);

impl Names {
    pub const NONE: Names = Names([StringId::NONE; 3]);

    pub fn plain(name: StringId) -> Names {
        Names([name; 3])
    }

    pub fn is_none(self) -> bool {
        self.0.iter().all(|name| name.is_none())
    }
}

/// One element as one file declares it.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredElement {
    pub id: StringId,
    pub kind: KindId,
    pub states: States,
    pub names: Names,
    pub drawn: Drawn,
    /// What a report underlines: the table header, the XML tag.
    pub span: Span,
}

/// What a drawing shows of an element beside what it says of it, for the questions about form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The number of its ArchiMate type; [`Drawn::NO_TYPE`] for what is not drawn.
    pub what: u8,
    pub marks: Marks,
}

impl Drawn {
    pub const NO_TYPE: u8 = u8::MAX;
    /// An element of a native model.
    pub const NOT: Drawn = Drawn { what: Drawn::NO_TYPE, marks: Marks(0) };

    /// Whether it stands in a drawing.
    pub fn is_drawn(self) -> bool {
        self.what != Drawn::NO_TYPE
    }

    /// Takes up what another file shows of the same element.
    pub fn join(&mut self, other: Drawn) {
        if !self.is_drawn() {
            self.what = other.what;
        }
        self.marks.add(other.marks);
    }
}

/// Where a drawn element was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub u8);

impl Marks {
    /// Its file has views.
    pub const HAS_VIEWS: Marks = Marks(1);
    /// A view shows it.
    pub const SHOWN: Marks = Marks(2);
    /// A relationship leads from it or to it.
    pub const RELATED: Marks = Marks(4);
    /// Something is composed of it, is assigned to it or realizes it.
    pub const PROVIDED: Marks = Marks(8);

    pub fn has(self, mark: Marks) -> bool {
        self.0 & mark.0 != 0
    }

    pub fn add(&mut self, marks: Marks) {
        self.0 |= marks.0;
    }
}

/// An element of a drawing for whose type the metamodel has no kind.
#[derive(Clone, Copy, Debug)]
pub struct Kindless {
    pub id: StringId,
    pub names: Names,
    pub drawn: Drawn,
    pub span: Span,
}

/// An element that a remark names: by its number in [`Fragment::elements`] or [`Fragment::kindless`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Element(u32),
    Kindless(u32),
    Nothing,
}

/// The id of what a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkId {
    /// Where it stands in the file, between its quotes.
    Written(Span),
    Known(StringId),
    /// The first of the parts has it.
    OfPart,
}

/// Something about the form of a drawing that its reader saw while the drawing was there. Whether it matters is for
/// the requirement to say that asks about it.
#[derive(Clone, Copy, Debug)]
pub struct Remark {
    pub form: Form,
    /// Of a relationship its number in [`RelationType::ALL`](crate::read::archimate::RelationType::ALL), of a junction a
    /// bit for each that meets there, of a nesting the type of the outer element.
    pub what: u16,
    pub id: RemarkId,
    /// The name of the view.
    pub name: StringId,
    /// The ends of a relationship; the inner and the outer element of a nesting.
    pub parts: [Part; 2],
    /// Where the first of two equal relationships stands.
    pub first: Span,
    pub span: Span,
}

/// How much a reader looked at for its remarks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    pub views: usize,
    pub relationships: usize,
    /// Those of which views show both ends.
    pub shown_relationships: usize,
    pub junctions: usize,
    pub nestings: usize,
}

/// A stated attribute of one element.
#[derive(Clone, Debug)]
pub struct StatedAttribute {
    /// Index into [`Fragment::elements`].
    pub element: u32,
    pub attribute: AttributeId,
    pub value: Value,
    pub span: Span,
}

/// One stated end of a link; a link with three ends is stated three times, in order.
#[derive(Clone, Copy, Debug)]
pub struct StatedLink {
    /// Index into [`Fragment::elements`].
    pub element: u32,
    pub link: LinkId,
    /// The id as written, or a unique name where the format allows names;
    /// [`StringId::NONE`] where the model states that there is none.
    pub end: StringId,
    pub span: Span,
}

/// A value as written in TOML or in a property, before anybody knows what it is for.
#[derive(Clone, Debug, PartialEq)]
pub enum WrittenValue {
    Text(String),
    Bool(bool),
    Integer(i64),
    Number(f64),
    Date(Date),
    Localized(Trilingual),
    List(Vec<(WrittenValue, Span)>),
}

/// Which elements a table of a facts file speaks of.
#[derive(Clone, Debug, PartialEq)]
pub enum FactsTarget {
    Id(String),
    /// Every element that fits all that is given; patterns know `*` and `?`.
    Match {
        kind: Option<(String, Span)>,
        name: Option<String>,
        id: Option<String>,
        /// Of the folder in which a drawing keeps the element, or of a folder around it: its name or its path.
        folder: Option<String>,
        /// Keys of properties of a drawing, as written there, and patterns of their values.
        properties: Vec<(String, String)>,
    },
}

/// What facts files ask of the drawings of their project beyond what maps to the vocabulary. Most ask for nothing, so
/// that nothing of it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Everything that a drawing says in words of its own, counted.
    pub survey: bool,
    pub folders: bool,
    /// Keys of properties, folded by [`Wanted::folded`]; sorted.
    pub properties: Vec<String>,
}

impl Wanted {
    pub fn is_nothing(&self) -> bool {
        !self.folders && self.properties.is_empty()
    }

    /// A key of a property as it is compared: case and outer spaces make no difference.
    pub fn folded(key: &str) -> String {
        key.trim().to_lowercase()
    }

    /// Adds what the tables of a facts file ask for.
    pub fn add(&mut self, tables: &[Facts]) {
        for table in tables {
            if let FactsTarget::Match { folder, properties, .. } = &table.target {
                self.folders |= folder.is_some();
                for key in properties.iter().map(|(key, _)| Wanted::folded(key)) {
                    if let Err(at) = self.properties.binary_search(&key) {
                        self.properties.insert(at, key);
                    }
                }
            }
        }
    }
}

/// What a drawing says of its elements that facts files asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// Names of folders from the outermost to the innermost.
    pub folders: Vec<Vec<Box<str>>>,
    /// For elements of the fragment that are in a folder.
    pub folder_of: Vec<(u32, u32)>,
    /// Element, key by its number in [`Wanted::properties`], value.
    pub properties: Vec<(u32, u32, Box<str>)>,
}

/// What a drawing says in words of its own, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// By key of a property.
    pub keys: BTreeMap<String, KeySurvey>,
    /// Specialisations of elements that name no kind.
    pub specializations: BTreeMap<String, usize>,
    /// Types of elements that are of no kind.
    pub types: BTreeMap<String, usize>,
}

/// What was said under one key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySurvey {
    /// Whether it set anything on any element.
    pub understood: bool,
    /// The kinds of the elements that have it; types where there is no kind.
    pub owners: BTreeMap<String, usize>,
    /// Values that say something, and how many more there were than are kept.
    pub values: BTreeMap<String, usize>,
    pub more: usize,
    /// How often it said nothing.
    pub silent: usize,
    /// What was set and the value that does not fit it.
    pub misfits: BTreeMap<(String, String), usize>,
}

/// One table of a facts file: its keys cannot be understood before the kind of the element is known.
#[derive(Clone, Debug)]
pub struct Facts {
    pub target: FactsTarget,
    /// The id or the `match` as written.
    pub span: Span,
    pub states: States,
    /// Somebody noted that the element is no longer there.
    pub gone: bool,
    /// The file completes several models, each of which may lack what the others have.
    pub shared: bool,
    pub stated: Vec<WrittenFact>,
}

#[derive(Clone, Debug)]
pub struct WrittenFact {
    pub key: String,
    pub key_span: Span,
    pub value: WrittenValue,
    pub value_span: Span,
}

/// The format of an input, as reports name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Native,
    Facts,
    Waivers,
    Exchange,
    Archi,
    /// A folder of files, one for each element, relationship and view; its source is made of parts.
    Coarchi,
}

impl Format {
    /// Whether links may lead to unique names: ids of a drawing are nothing that people write.
    pub fn may_name(self) -> bool {
        self != Format::Native
    }

    /// Whether it carries ArchiMate as a modelling tool draws it: what it cannot say exactly is a warning.
    pub fn is_drawing(self) -> bool {
        matches!(self, Format::Exchange | Format::Archi | Format::Coarchi)
    }

    /// Whether it declares elements, rather than saying something about those of models beside it.
    pub fn is_model(self) -> bool {
        !matches!(self, Format::Facts | Format::Waivers)
    }

    pub fn name(self) -> &'static str {
        match self {
            Format::Native => "native",
            Format::Facts => "facts",
            Format::Waivers => "waivers",
            Format::Exchange => "exchange",
            Format::Archi => "archi",
            Format::Coarchi => "coarchi",
        }
    }
}

/// What the file holds, counted before any mapping or repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub elements: usize,
    pub relations: usize,
    pub views: usize,
    pub properties: usize,
    /// What did not map to the metamodel, by type or property key.
    pub unmapped: BTreeMap<String, usize>,
}

/// What one file says.
#[derive(Debug)]
pub struct Fragment {
    pub file: FileId,
    pub format: Format,
    /// The version of the format as found in the file, e.g. `3.1`; empty where it has none.
    pub version: String,
    /// SHA-256 of the bytes of the file, in hexadecimal.
    pub sha256: String,
    pub strings: Strings,
    pub elements: Vec<DeclaredElement>,
    pub attributes: Vec<StatedAttribute>,
    pub links: Vec<StatedLink>,
    pub facts: Vec<Facts>,
    pub waivers: Vec<WrittenWaiver>,
    pub kindless: Vec<Kindless>,
    pub remarks: Vec<Remark>,
    pub looked_at: LookedAt,
    /// Only where a facts file of the project asks for it.
    pub aside: Option<Box<Aside>>,
    /// Only where somebody asks for it.
    pub survey: Option<Box<Survey>>,
    pub counts: Counts,
    pub problems: Vec<Problem>,
}

impl Fragment {
    pub fn new(file: FileId, format: Format) -> Fragment {
        Fragment {
            file,
            format,
            version: String::new(),
            sha256: String::new(),
            strings: Strings::default(),
            elements: Vec::new(),
            attributes: Vec::new(),
            links: Vec::new(),
            facts: Vec::new(),
            waivers: Vec::new(),
            kindless: Vec::new(),
            remarks: Vec::new(),
            looked_at: LookedAt::default(),
            aside: None,
            survey: None,
            counts: Counts::default(),
            problems: Vec::new(),
        }
    }
}
