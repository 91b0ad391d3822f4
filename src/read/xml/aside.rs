//! Markup that is no tag: declarations, comments, instructions, CDATA, DOCTYPE; and what quick-xml refuses by itself.

use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event as Raw;

use super::fault::{Fault, Reason};
use super::{Reader, tag_name, text};

/// Markup that is no tag.
#[derive(Clone, Copy)]
pub(super) enum Aside {
    Declaration,
    Doctype,
    Cdata,
    Instruction,
    Other,
}

impl Aside {
    pub(super) fn of(event: &Raw<'_>) -> Aside {
        match event {
            Raw::Decl(_) => Aside::Declaration,
            Raw::DocType(_) => Aside::Doctype,
            Raw::CData(_) => Aside::Cdata,
            Raw::PI(_) => Aside::Instruction,
            _ => Aside::Other,
        }
    }
}

impl Reader<'_> {
    /// Reads one comment, instruction or CDATA section and nothing behind it, where text goes on.
    pub(super) fn pass_aside(&mut self) -> Result<(), Box<Fault>> {
        let start = self.position();
        match self.inner.read_event() {
            Ok(other) => {
                let other = Aside::of(&other);
                self.check_aside(other, start)
            }
            Err(error) => Err(self.refused(&error, start)),
        }
    }

    pub(super) fn check_aside(&mut self, aside: Aside, start: usize) -> Result<(), Box<Fault>> {
        let span = start..self.position();
        match aside {
            Aside::Declaration if start != self.start => Err(Fault::new(Reason::LateDeclaration, span, "")),
            Aside::Cdata if self.open.is_empty() => Err(Fault::new(Reason::TextOutside, span, "")),
            Aside::Doctype => self.check_doctype(span),
            Aside::Instruction => {
                let target = self.text[span.clone()].trim_start_matches("<?").split(|c: char| c.is_whitespace() || c == '?').next();
                let target = target.unwrap_or_default();
                let good = text::is_name(target) && !target.eq_ignore_ascii_case("xml");
                if good { Ok(()) } else { Err(Fault::new(Reason::BadName, span, target)) }
            }
            Aside::Declaration | Aside::Cdata | Aside::Other => Ok(()),
        }
    }

    fn check_doctype(&mut self, span: std::ops::Range<usize>) -> Result<(), Box<Fault>> {
        let text = &self.text[span.clone()];
        if let Some(at) = text.find("<!ENTITY") {
            let name = text[at..].split_whitespace().nth(1).unwrap_or_default();
            let at = span.start + at;
            return Err(Fault::new(Reason::DeclaredEntities, at..at + "<!ENTITY".len(), name));
        }
        let named = text.strip_prefix("<!DOCTYPE").is_some_and(|rest| {
            let name = rest.trim_start().split(|c: char| c.is_whitespace() || c == '[' || c == '>').next();
            rest.starts_with(|c: char| c.is_whitespace()) && name.is_some_and(text::is_name)
        });
        if self.had_root || std::mem::replace(&mut self.had_doctype, true) || !named {
            return Err(Fault::new(Reason::BadDoctype, span, ""));
        }
        Ok(())
    }

    /// What quick-xml refused, in our words; `start` is where the markup begins.
    pub(super) fn refused(&self, error: &Error, start: usize) -> Box<Fault> {
        let name = tag_name(&self.text[start..]);
        let whole_tag = start..start + 1 + name.len();
        match error {
            Error::Syntax(error) => match error {
                SyntaxError::UnclosedTag => Fault::new(Reason::UnclosedTag, whole_tag, name),
                SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue => {
                    Fault::new(Reason::UnclosedValue, whole_tag, name)
                }
                SyntaxError::UnclosedComment => Fault::new(Reason::UnclosedComment, start..start + 4, ""),
                SyntaxError::UnclosedCData => Fault::new(Reason::UnclosedCdata, start..start + 9, ""),
                SyntaxError::UnclosedDoctype => Fault::new(Reason::UnclosedDoctype, start..start + 2, ""),
                SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => Fault::new(Reason::UnclosedInstruction, start..start + 2, ""),
                SyntaxError::InvalidBangMarkup => Fault::new(Reason::UnknownMarkup, start..start + 2, ""),
            },
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let mut fault = Fault::new(Reason::WrongEnd, start..self.position(), found.as_str());
                fault.expected.clone_from(expected);
                fault.related = self.open.last().map(|element| element.span());
                fault
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                Fault::new(Reason::UnexpectedEnd, start..self.position(), found.as_str())
            }
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
                let inside = start + "<!--".len();
                let at = self.text[inside..].find("--").map_or(start, |found| inside + found);
                Fault::new(Reason::BadComment, at..at + 2, "--")
            }
            Error::IllFormed(IllFormedError::MissingDoctypeName) => Fault::new(Reason::BadDoctype, start..self.position(), ""),
            _ => Fault::new(Reason::UnknownMarkup, start..start + 1, ""),
        }
    }
}
