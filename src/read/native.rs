//! Native models: TOML with one table per element, `[kind.id]`, attributes and links side by side; or with several,
//! `[[kind.id]]`, where an element says other things in another state.
//!
//! What comes in: the text of one file. What goes out: a [`Fragment`] with everything that could be understood, and
//! every mistake with its place. An element keeps what is right beside what is wrong.
//! Leaves to others: what ids refer to and whether a link may lead there (`graph`).

use rustc_hash::FxHashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::repeated;
use super::toml_text::{self, SyntaxError};
use super::values::{self, Misfit, NONE, Scalar, Written};
use crate::fragment::{DeclaredElement, Drawn, Format, Fragment, Names, StatedAttribute, StatedLink, States};
use crate::metamodel::{AttributeId, KindId, LinkId, Member, Metamodel};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem, Severity, nearest};
use crate::strings::StringId;
use crate::value::Value;

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;
type Item<'t> = Spanned<DeValue<'t>>;

/// What a native model says.
pub fn read(metamodel: &Metamodel, file: FileId, text: &str) -> Fragment {
    let (table, errors) = toml_text::parse(text);
    let (repeated, errors) = repeated::split_off(text, errors);
    let mut reader = Reader {
        metamodel,
        file,
        text,
        errors,
        fragment: Fragment::new(file, Format::Native),
        first: Vec::new(),
        near: FxHashMap::default(),
    };
    for again in repeated {
        let problem = reader.problem(Code::DuplicateId, again.span).with("id", again.key);
        reader.report(problem.related_to(Place::new(file, again.first)));
    }
    let elements = reader.elements(&table);
    for (at, element) in elements.into_iter().enumerate() {
        reader.fold(at as u32, element);
    }
    drop(table);
    reader.finish()
}

/// The table of one element, before its keys are looked at.
struct Found<'t> {
    kind: KindId,
    /// One of several tables of the element, and not the first.
    further: bool,
    key: &'t Key<'t>,
    span: Span,
    table: &'t DeTable<'t>,
}

struct Reader<'t> {
    metamodel: &'t Metamodel,
    file: FileId,
    text: &'t str,
    errors: Vec<SyntaxError>,
    fragment: Fragment,
    /// The element that first bore an id; ids are interned before any other string.
    first: Vec<u32>,
    /// The names nearest to unknown keys: a slip is often repeated a thousand times.
    near: FxHashMap<(KindId, String), String>,
}

impl<'t> Reader<'t> {
    fn problem(&self, code: Code, span: Span) -> Problem {
        Problem::new(code, Place::new(self.file, span))
    }

    fn report(&mut self, problem: Problem) {
        self.fragment.problems.push(problem);
    }

    fn wrong_type(&mut self, span: Span, name: &str, expected: &str, found: &str) {
        let problem = self.problem(Code::WrongType, span);
        self.report(problem.with("name", name).with("expected", expected).with("found", found));
    }

    /// Every table of an element that could be declared, in the order of the file and of the fragment's elements.
    fn elements<'d>(&mut self, table: &'d DeTable<'d>) -> Vec<Found<'d>> {
        let mut found = Vec::new();
        for (key, value) in table {
            self.elements_of_kind(key, value, &mut found);
        }
        found.sort_by_key(|element| element.span);
        found.retain(|element| self.declare(element));
        found
    }

    fn elements_of_kind<'d>(&mut self, key: &'d Key<'d>, value: &'d Item<'d>, found: &mut Vec<Found<'d>>) {
        let name = key.get_ref().as_ref();
        let table = match value.get_ref() {
            DeValue::Table(table) => table,
            other => return self.no_elements(key, value, other),
        };
        let Some(kind) = self.metamodel.find_kind(name) else { return self.unknown_kind(key, table) };
        for (id, value) in table {
            match value.get_ref() {
                DeValue::Table(table) => found.push(Found { kind, further: false, key: id, span: self.header(id, value), table }),
                _ if toml_text::is_spoilt(toml_text::span(value), &self.errors) => {}
                DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => self.tables(kind, id, items, found),
                // An attribute in a table that has no id.
                _ => return self.missing_id(toml_text::span(key), name),
            }
        }
    }

    /// Several tables of one element: what they say holds together, each in its states.
    fn tables<'d>(&mut self, kind: KindId, key: &'d Key<'d>, items: &'d [Item<'d>], found: &mut Vec<Found<'d>>) {
        for (at, item) in items.iter().enumerate() {
            match item.get_ref() {
                DeValue::Table(table) => found.push(Found { kind, further: at > 0, key, span: self.header(key, item), table }),
                other => {
                    let name = format!("{}.{}", self.metamodel.kind(kind).name, key.get_ref());
                    self.wrong_type(toml_text::span(item), &name, "table", toml_text::scalar(other).type_name());
                }
            }
        }
    }

    fn missing_id(&mut self, span: Span, kind: &str) {
        let mut problem = self.problem(Code::MissingId, span).with("found", kind);
        // A drawing without ids is an oddity; a native model without ids is a mistake.
        problem.severity = Severity::Error;
        self.report(problem);
    }

    /// A top-level key that is no table of elements.
    fn no_elements(&mut self, key: &Key<'_>, value: &Item<'_>, written: &DeValue<'_>) {
        let (name, span) = (key.get_ref().as_ref(), toml_text::span(key));
        if toml_text::is_spoilt(toml_text::span(value), &self.errors) {
            return;
        }
        if self.metamodel.find_kind(name).is_some() && written.is_array() {
            return self.missing_id(span, name);
        }
        let problem = self.problem(Code::MissingKind, span).with("found", name);
        self.report(problem);
    }

    /// `[sytem.emr]` is a slip, `[emr]` an element whose kind was forgotten.
    fn unknown_kind(&mut self, key: &Key<'_>, table: &DeTable<'_>) {
        let (name, span) = (key.get_ref().as_ref(), toml_text::span(key));
        let near = nearest(name, self.metamodel.kinds.iter().map(|kind| kind.name.as_str())).unwrap_or_default();
        let elements = table.values().filter(|value| value.get_ref().is_table()).count();
        self.fragment.counts.elements += elements.max(1);
        *self.fragment.counts.unmapped.entry(name.to_string()).or_default() += elements.max(1);
        if near.is_empty() && elements < table.len() {
            let problem = self.problem(Code::MissingKind, span).with("found", name);
            return self.report(problem);
        }
        let mut problem = self.problem(Code::UnknownKind, span).with("found", name).with("nearest", near);
        problem.times = elements.max(1);
        self.report(problem);
    }

    /// What to underline of an element: `kind.id` inside of a header, else the id.
    fn header(&self, key: &Key<'_>, value: &Item<'_>) -> Span {
        let span = toml_text::span(value);
        let inside = |text: &'t str| text.strip_prefix('[')?.strip_suffix(']');
        match self.text.get(span.range()).and_then(inside) {
            Some(header) => {
                let (brackets, header) = inside(header).map_or((1, header), |header| (2, header));
                let start = span.start as usize + brackets + (header.len() - header.trim_start().len());
                Span::new(start, start + header.trim().len())
            }
            None => toml_text::span(key),
        }
    }

    /// Takes an element in, unless its id is taken or cannot be one.
    fn declare(&mut self, found: &Found<'_>) -> bool {
        if found.further {
            return self.declare_further(found);
        }
        self.fragment.counts.elements += 1;
        let id = found.key.get_ref().as_ref();
        let span = toml_text::span(found.key);
        if id.trim().is_empty() {
            self.missing_id(span, &self.metamodel.kind(found.kind).name);
            return false;
        }
        if id == NONE {
            let problem = self.problem(Code::ReservedId, span).with("id", id);
            self.report(problem);
            return false;
        }
        let interned = self.fragment.strings.intern(id);
        if let Some(first) = self.first.get(interned.index()) {
            let related = Place::new(self.file, self.fragment.elements[*first as usize].span);
            let problem = self.problem(Code::DuplicateId, found.span).with("id", id);
            self.report(problem.related_to(related));
            return false;
        }
        self.first.push(self.fragment.elements.len() as u32);
        let element = DeclaredElement {
            id: interned,
            kind: found.kind,
            states: States::UNSAID,
            names: Names::NONE,
            drawn: Drawn::NOT,
            span: found.span,
        };
        self.fragment.elements.push(element);
        true
    }

    /// Takes in one more table of an element; what was wrong with its id was told of the first.
    fn declare_further(&mut self, found: &Found<'_>) -> bool {
        let Some(id) = self.fragment.strings.find(found.key.get_ref()) else { return false };
        let first = self.first.get(id.index()).map(|first| self.fragment.elements[*first as usize]);
        let Some(first) = first.filter(|first| first.kind == found.kind) else { return false };
        self.fragment.elements.push(DeclaredElement { span: found.span, ..first });
        true
    }

    /// Attributes and links of one element.
    fn fold(&mut self, element: u32, found: Found<'_>) {
        for (key, value) in found.table {
            let spoilt = toml_text::is_spoilt(toml_text::span(value), &self.errors);
            match self.metamodel.member(found.kind, key.get_ref()) {
                _ if spoilt => {}
                Some(Member::Attribute(attribute)) => self.attribute(element, &found, *attribute, key, value),
                Some(Member::Link(link)) => self.link(element, *link, key, value),
                Some(Member::Inverse(links)) => self.inverse(found.kind, key, links),
                None => self.unknown_attribute(found.kind, key),
            }
        }
    }

    fn attribute(&mut self, element: u32, found: &Found<'_>, attribute: AttributeId, key: &Key<'_>, value: &Item<'_>) {
        let name = key.get_ref().as_ref();
        let repeats_id = name == "id" && value.get_ref().as_str() == Some(found.key.get_ref());
        if repeats_id {
            return;
        }
        // Known names, but not to write here: no other name was meant.
        if name == "id" || self.metamodel.attribute(attribute).derived {
            return self.not_an_attribute(found.kind, key, "");
        }
        let span = toml_text::span(value);
        let written = match value.get_ref() {
            DeValue::Table(table) if is_localized(table) => {
                Written::Localized(toml_text::localized(self.file, name, table, &mut self.fragment.problems))
            }
            other => toml_text::written(other),
        };
        self.fragment.counts.properties += 1;
        match values::meant_of(self.metamodel, attribute, &written) {
            Ok(value) if value.is_silence() => {}
            Ok(value) => self.state(element, name, attribute, value, span),
            Err(misfit) => {
                let place = Place::new(self.file, misfit_span(&misfit, value));
                let problem = misfit.problem(self.metamodel, attribute, place);
                self.report(problem);
            }
        }
    }

    /// Keeps a fact; the name and the state belong to the element itself.
    fn state(&mut self, element: u32, name: &str, attribute: AttributeId, value: Value, span: Span) {
        let declared = &mut self.fragment.elements[element as usize];
        match (name, &value) {
            ("name", Value::Text(text)) => declared.names = Names::plain(self.fragment.strings.push(text)),
            ("name", Value::Localized(texts)) => {
                let strings = &mut self.fragment.strings;
                declared.names =
                    Names(texts.each_ref().map(|text| if text.trim().is_empty() { StringId::NONE } else { strings.push(text) }));
            }
            ("state", Value::Word(word)) => {
                declared.states = States::from_name(self.metamodel.word(*word)).unwrap_or(States::UNSAID);
            }
            _ => self.fragment.attributes.push(StatedAttribute { element, attribute, value, span }),
        }
    }

    fn link(&mut self, element: u32, link: LinkId, key: &Key<'_>, value: &Item<'_>) {
        let name = key.get_ref().as_ref();
        let before = self.fragment.links.len();
        match value.get_ref() {
            DeValue::Array(items) if matches!(&items[..], [only] if only.get_ref().as_str() == Some(NONE)) => {
                self.end(element, link, name, value, Scalar::Text(NONE));
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    self.end(element, link, name, item, toml_text::scalar(item.get_ref()));
                }
            }
            other => self.end(element, link, name, value, toml_text::scalar(other)),
        }
        let ends = self.fragment.links.len() - before;
        if ends > 1 && !self.metamodel.link(link).many {
            self.fragment.links.truncate(before);
            let problem = self.problem(Code::TooManyEnds, toml_text::span(value));
            self.report(problem.with("name", name).with("found", ends.to_string()));
        }
    }

    fn end(&mut self, element: u32, link: LinkId, name: &str, item: &Item<'_>, written: Scalar<'_>) {
        let span = toml_text::span(item);
        match written {
            Scalar::Text(id) if id.trim().is_empty() => {}
            Scalar::Text(NONE) => self.fragment.links.push(StatedLink { element, link, end: StringId::NONE, span }),
            Scalar::Text(id) => {
                self.fragment.counts.relations += 1;
                let end = self.fragment.strings.intern(id);
                self.fragment.links.push(StatedLink { element, link, end, span });
            }
            other => self.wrong_type(span, name, "link", other.type_name()),
        }
    }

    /// The way back of a link is nothing to state: the other element states the link.
    fn inverse(&mut self, kind: KindId, key: &Key<'_>, links: &[LinkId]) {
        let link = links.first().map(|link| self.metamodel.link(*link));
        let from = link.map(|link| link.from.iter().map(|kind| self.metamodel.kind(kind).name.as_str()).collect::<Vec<_>>());
        let problem = self
            .problem(Code::InverseWritten, toml_text::span(key))
            .with("found", key.get_ref().as_ref())
            .with("kind", self.metamodel.kind(kind).name.as_str())
            .with("link", link.map_or("", |link| link.name.as_str()))
            .with("from", from.unwrap_or_default().join(", "));
        self.report(problem);
    }

    fn unknown_attribute(&mut self, kind: KindId, key: &Key<'_>) {
        let found = key.get_ref().as_ref();
        let metamodel = self.metamodel;
        let look_up = || nearest(found, metamodel.writable(kind)).unwrap_or_default().to_string();
        let near = self.near.entry((kind, found.to_string())).or_insert_with(look_up).clone();
        self.not_an_attribute(kind, key, &near);
    }

    fn not_an_attribute(&mut self, kind: KindId, key: &Key<'_>, near: &str) {
        let problem = self.problem(Code::UnknownAttribute, toml_text::span(key));
        let kind = self.metamodel.kind(kind).name.as_str();
        self.report(problem.with("found", key.get_ref().as_ref()).with("kind", kind).with("nearest", near));
    }

    /// The fragment with all its problems in the order of the file.
    fn finish(self) -> Fragment {
        let Reader { mut fragment, errors, file, .. } = self;
        fragment.problems.extend(errors.into_iter().map(|error| error.problem(file)));
        fragment.problems.sort_by_key(|problem| (problem.place, problem.code));
        fragment
    }
}

/// Whether a table can be a text in languages at all; `{}` and others are told as wrong types.
fn is_localized(table: &DeTable<'_>) -> bool {
    table.values().any(|value| value.get_ref().is_str())
}

/// The item of a list that does not fit, else the whole value.
fn misfit_span(misfit: &Misfit, value: &Item<'_>) -> Span {
    let culprit = |item: &&Item<'_>| match misfit {
        Misfit::UnknownValue { found } | Misfit::Ambiguous { found, .. } => item.get_ref().as_str() == Some(found),
        Misfit::WrongType { .. } => !item.get_ref().is_str(),
    };
    let item = value.get_ref().as_array().and_then(|items| items.iter().find(culprit));
    toml_text::span(item.unwrap_or(value))
}

#[cfg(test)]
mod tests;
