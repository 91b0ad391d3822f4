//! Elements and relationships, with their names and documentation in the languages that have a place for them.

use std::borrow::Cow;

use super::{Exchange, Outcome, unprefixed};
use crate::fragment::Names;
use crate::place::Span;
use crate::problem::Code;
use crate::read::archimate::{Documentation, DrawnElement, DrawnRelation, ElementType, Mode, NOT_DRAWN, Owner, RelationType, localized};
use crate::read::xml::{Namespace, Tag};
use crate::strings::StringId;
use crate::text::Language;

/// The names of one element, and what is said about it in other languages than ours: that counts where there is
/// nothing else.
#[derive(Default)]
pub struct Texts<'a> {
    names: Vec<(Option<Language>, StringId)>,
    foreign_name: Option<StringId>,
    is_documented: bool,
    foreign_documentation: Option<Documentation<'a>>,
}

/// The language that a text says it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// Unsaid, or one of ours.
    Ours(Option<Language>),
    Foreign,
}

impl<'a> Exchange<'_, 'a> {
    pub(super) fn element(&mut self, tag: &Tag<'a>) -> Outcome {
        if tag.name != "element" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.elements += 1;
        let (mut id, mut what) = (StringId::NONE, None);
        for attribute in self.xml.attributes() {
            match attribute.name {
                "identifier" if !attribute.raw.is_empty() => id = self.drawing.strings.intern(&attribute.value()),
                _ if attribute.local == "type" && attribute.namespace == self.instance => what = Some(attribute.value()),
                _ => {}
            }
        }
        let what = what.unwrap_or_default();
        let element_type = self.mapping.element_type(unprefixed(&what));
        if element_type == ElementType::UNKNOWN {
            self.drawing.oddities.note_type(&what, tag.span);
        }
        if id.is_none() {
            self.note(Code::MissingId, if what.is_empty() { tag.name } else { &what }, tag.span);
        }
        let owner = Owner::Element(self.drawing.elements.len() as u32);
        self.drawing.elements.push(DrawnElement { id, what: element_type, names: Names::NONE, folder: NOT_DRAWN, span: tag.span });
        let names = self.inside(tag, owner, true)?;
        if let Some(element) = self.drawing.elements.last_mut() {
            element.names = names;
        }
        Ok(())
    }

    pub(super) fn relationship(&mut self, tag: &Tag<'a>) -> Outcome {
        if tag.name != "relationship" {
            return self.xml.pass(tag);
        }
        self.drawing.counts.relations += 1;
        let (mut source, mut target, mut id) = (StringId::NONE, StringId::NONE, Span::default());
        let (mut what, mut mode) = (Cow::Borrowed(""), Mode::default());
        for attribute in self.xml.attributes() {
            match attribute.name {
                "identifier" => id = attribute.span().into(),
                "source" if !attribute.raw.is_empty() => source = self.drawing.strings.intern(&attribute.value()),
                "target" if !attribute.raw.is_empty() => target = self.drawing.strings.intern(&attribute.value()),
                _ if attribute.local == "type" && attribute.namespace == self.instance => what = attribute.value(),
                "accessType" => {
                    mode.reads = matches!(attribute.raw, "Read" | "ReadWrite");
                    mode.writes = matches!(attribute.raw, "Write" | "ReadWrite");
                }
                "isDirected" => mode.directed = matches!(attribute.raw, "true" | "1"),
                _ => {}
            }
        }
        let Some(relation) = RelationType::from_name(unprefixed(&what)) else {
            self.drawing.oddities.note_type(&what, tag.span);
            return self.inside(tag, Owner::Other, false).map(drop);
        };
        let owner = Owner::Relation(self.drawing.relations.len() as u32);
        let names = Names::NONE;
        self.drawing.relations.push(DrawnRelation { id, relation, mode, source, target, names, span: tag.span });
        // Others never become elements, which alone are described.
        let described = relation.is_called();
        let names = self.inside(tag, owner, described)?;
        if let Some(relation) = self.drawing.relations.last_mut() {
            relation.names = names;
        }
        Ok(())
    }

    /// Names, documentation and properties of an element or a relationship; the documentation only where it is `described`.
    fn inside(&mut self, parent: &Tag<'a>, owner: Owner, described: bool) -> Outcome<Names> {
        if parent.empty {
            return Ok(Names::NONE);
        }
        self.texts.names.clear();
        self.texts.is_documented = false;
        self.children(parent, |exchange, tag| match tag.name {
            "name" | "label" if owner != Owner::Other => exchange.name(tag),
            "documentation" if described => exchange.documentation(tag, owner),
            "properties" => exchange.children(tag, |exchange, tag| exchange.property(tag, owner)),
            _ => exchange.xml.pass(tag),
        })?;
        let texts = &mut self.texts;
        if let (Some(documentation), false) = (texts.foreign_documentation.take(), texts.is_documented) {
            self.drawing.documentation.push(documentation);
        }
        if let (Some(name), true) = (texts.foreign_name.take(), texts.names.is_empty()) {
            texts.names.push((None, name));
        }
        Ok(Names(localized(&texts.names).map(|name| name.unwrap_or(StringId::NONE))))
    }

    fn name(&mut self, tag: &Tag<'a>) -> Outcome {
        let (language, text) = self.text(tag)?;
        let name = text.trim_ascii();
        if name.is_empty() {
            return Ok(());
        }
        match language {
            Spoken::Ours(language) => self.texts.names.push((language, self.drawing.strings.push(name))),
            Spoken::Foreign if self.texts.foreign_name.is_none() => self.texts.foreign_name = Some(self.drawing.strings.push(name)),
            Spoken::Foreign => {}
        }
        Ok(())
    }

    fn documentation(&mut self, tag: &Tag<'a>, owner: Owner) -> Outcome {
        let (language, text) = self.text(tag)?;
        match language {
            Spoken::Ours(language) => {
                self.texts.is_documented = true;
                self.drawing.documentation.push(Documentation { owner, language, text, span: tag.span });
            }
            Spoken::Foreign if self.texts.foreign_documentation.is_none() => {
                self.texts.foreign_documentation = Some(Documentation { owner, language: None, text, span: tag.span });
            }
            Spoken::Foreign => {}
        }
        Ok(())
    }

    /// The text of an element and its language.
    pub(super) fn text(&mut self, tag: &Tag<'a>) -> Outcome<(Spoken, Cow<'a, str>)> {
        let language = self.xml.attribute(Namespace::XML, "lang").map_or(Spoken::Ours(None), |attribute| spoken(attribute.raw));
        let text = if tag.empty { Cow::Borrowed("") } else { self.xml.content()? };
        Ok((language, text))
    }
}

/// The language of a code such as `kk`, `kk-KZ` or `en_US`; an empty one says nothing.
fn spoken(code: &str) -> Spoken {
    let primary = code.split(['-', '_']).next().unwrap_or_default();
    let ours = Language::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()));
    if ours.is_some() || primary.is_empty() { Spoken::Ours(ours) } else { Spoken::Foreign }
}
