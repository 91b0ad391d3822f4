//! What is wrong with a predicate, as data: a span in its text, a name for the words, and what goes into them.

use crate::place::Span;

/// One mistake of a rule's author. Its words stand in `src/texts` under `mistake.NAME` with `{…}` for the arguments;
/// the label goes to the span, the help under it (`mistake.NAME.message`, `.label`, `.help`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub span: Span,
    pub name: &'static str,
    pub arguments: Vec<(&'static str, String)>,
    /// What can never hold or is never reached is a warning: the rule works, but not as meant.
    pub warning: bool,
    /// What kind of problem it makes: of the grammar, of a name, or of a type.
    pub sort: Sort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Syntax,
    Name,
    Type,
    Pointless,
}
