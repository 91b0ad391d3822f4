//! What makes a text no XML: the reason as a stable word, what was found, and the exact place.
//!
//! The words of a reason stand in the texts under `problem.malformed-xml.reason.REASON`.

use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// Why a text is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)*];

            /// The word that texts know the reason by.
            pub fn name(self) -> &'static str {
                match self { $(Reason::$variant => $name,)* }
            }
        }
    };
}

reasons! {
    /// The text ends inside a tag.
    UnclosedTag = "unclosed-tag";
    /// The text ends inside the value of an attribute.
    UnclosedValue = "unclosed-value";
    UnclosedComment = "unclosed-comment";
    UnclosedInstruction = "unclosed-instruction";
    UnclosedCdata = "unclosed-cdata";
    UnclosedDoctype = "unclosed-doctype";
    /// The text ends before the element `found` does.
    UnclosedElement = "unclosed-element";
    /// The end tag `found` where that of `expected` was due.
    WrongEnd = "wrong-end";
    /// The end tag `found` where nothing is open.
    UnexpectedEnd = "unexpected-end";
    /// `<!` that begins nothing known.
    UnknownMarkup = "unknown-markup";
    NoRoot = "no-root";
    SecondRoot = "second-root";
    TextOutside = "text-outside";
    BadName = "bad-name";
    /// No `=`, no quotes, or no space before it.
    BadAttribute = "bad-attribute";
    /// `<` in the value of an attribute.
    BadValue = "bad-value";
    DuplicateAttribute = "duplicate-attribute";
    UnknownPrefix = "unknown-prefix";
    /// `xml` and `xmlns` bound to something else, or a prefix bound to nothing.
    BadNamespace = "bad-namespace";
    TooManyNamespaces = "too-many-namespaces";
    UnknownEntity = "unknown-entity";
    /// `&` that begins no reference.
    BadReference = "bad-reference";
    ForbiddenCharacter = "forbidden-character";
    /// `]]>` in text.
    BadText = "bad-text";
    /// `--` in a comment.
    BadComment = "bad-comment";
    /// `<?xml …?>` that is not the first thing.
    LateDeclaration = "late-declaration";
    /// A DOCTYPE after the root, twice, or without a name.
    BadDoctype = "bad-doctype";
    /// Entities that the document itself declares: refused, whatever they would expand to.
    DeclaredEntities = "declared-entities";
}

/// The place where a text stops being XML, and why. Nothing after it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub reason: Reason,
    pub found: String,
    pub expected: String,
    pub span: Span,
    /// The tag that is never closed.
    pub related: Option<Span>,
}

impl Fault {
    pub fn new(reason: Reason, span: impl Into<Span>, found: impl Into<String>) -> Box<Fault> {
        Box::new(Fault { reason, found: found.into(), expected: String::new(), span: span.into(), related: None })
    }

    /// The same as a problem of a file: `malformed-xml` {reason, found, expected}, or `declared-entities` {found}.
    pub fn problem(&self, file: FileId) -> Problem {
        let place = Place::new(file, self.span);
        let problem = match self.reason {
            Reason::DeclaredEntities => Problem::new(Code::DeclaredEntities, place).with("found", self.found.as_str()),
            reason => Problem::new(Code::MalformedXml, place)
                .with("reason", reason.name())
                .with("found", self.found.as_str())
                .with("expected", self.expected.as_str()),
        };
        match self.related {
            Some(span) => problem.related_to(Place::new(file, span)),
            None => problem,
        }
    }
}
