//! Types of attributes: which values belong together, and literals as an attribute writes them.

use super::Compiler;
use super::operand::Side;
use crate::language::catalogue;
use crate::language::meant::{AttributePath, Comparison, Literal};
use crate::language::names::in_words;
use crate::metamodel::{AttributeId, AttributeType, Word};
use crate::place::Span;

/// What kind of values there are: values of one family compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Bool,
    Number,
    Date,
    Enum,
    Text,
    Version,
    Localized,
}

/// The type of an attribute as comparisons see it.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub family: Family,
    pub list: bool,
    /// The words of an enum.
    pub words: Vec<Word>,
    /// The attribute as messages name it, or `count`, `today`.
    pub attribute: String,
    /// The type as the metamodel names it.
    pub name: &'static str,
}

impl Type {
    pub(super) fn plain(family: Family, name: &'static str, word: &str) -> Type {
        Type { family, list: false, words: Vec::new(), attribute: word.to_string(), name }
    }
}

impl<'a> Compiler<'a> {
    /// The one type that an attribute has on all kinds a path leads to.
    pub(super) fn type_of(&mut self, values: &AttributePath, span: Span) -> Option<Type> {
        let metamodel = self.names.metamodel;
        let mut types: Vec<AttributeType> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        for attribute in values.attributes.iter().map(|attribute| metamodel.attribute(*attribute)) {
            if !types.contains(&attribute.kind) {
                types.push(attribute.kind);
            }
            words.extend(attribute.values.iter().filter(|word| !words.contains(word)).collect::<Vec<_>>());
        }
        let first = types.first().copied()?;
        let same = types.iter().all(|kind| family(*kind) == family(first) && kind.is_list() == first.is_list());
        if !same {
            let mistake = catalogue::MIXED_TYPES.at(span).with("found", self.slice(span));
            self.tell(mistake.with("types", in_words(types.iter().map(|kind| kind.name()))));
            return None;
        }
        let attribute = self.attribute_name(&values.attributes);
        Some(Type { family: family(first), list: first.is_list(), words, attribute, name: first.name() })
    }

    fn attribute_name(&self, attributes: &[AttributeId]) -> String {
        attributes.first().map_or(String::new(), |first| self.names.metamodel.attribute(*first).name.clone())
    }

    /// Whether two types compare; warns where they have no value in common.
    pub(super) fn same_family(&mut self, span: Span, left: (Span, &Type), right: (Span, &Type)) -> Option<()> {
        let texts = |family| matches!(family, Family::Text | Family::Version);
        let (one, other) = (left.1.family, right.1.family);
        for (span, own) in [left, right] {
            if own.family == Family::Localized {
                let mistake = catalogue::NOT_COMPARABLE.at(span).with("found", self.slice(span));
                self.tell(mistake.with("type", own.name));
                return None;
            }
        }
        if one != other && !(texts(one) && texts(other)) {
            let mistake = catalogue::TYPES_DIFFER.at(span);
            let mistake = mistake.with("left", self.slice(left.0)).with("left-type", left.1.name);
            self.tell(mistake.with("right", self.slice(right.0)).with("right-type", right.1.name));
            return None;
        }
        if one == Family::Enum && !left.1.words.iter().any(|word| right.1.words.contains(word)) {
            self.tell(catalogue::NEVER_EQUAL.at(span).with("found", self.slice(span)));
        }
        Some(())
    }

    /// `<` and the like need an order; elements, booleans, words and texts have none.
    pub(super) fn ordered(&mut self, span: Span, operator: Comparison, own: Option<&Type>) -> Option<()> {
        let order = own.is_some_and(|own| matches!(own.family, Family::Number | Family::Date | Family::Version));
        if order || matches!(operator, Comparison::Equal | Comparison::NotEqual) {
            return Some(());
        }
        let mistake = catalogue::NOT_ORDERED.at(span).with("found", self.slice(span));
        self.tell(mistake.with("type", own.map_or("element", |own| own.name)));
        None
    }

    /// A literal or a parameter as a type writes it.
    pub(super) fn fitted(&mut self, side: Side<'a>, span: Span, own: &Type) -> Option<Side<'a>> {
        Some(match side {
            Side::Literal(literal) => Side::Literal(self.literal(&literal, span, own)?),
            Side::Parameter(name, Some(value)) => Side::Parameter(name, Some(self.literal(&value, span, own)?)),
            side => side,
        })
    }

    pub(super) fn literal(&mut self, literal: &Literal, span: Span, own: &Type) -> Option<Literal> {
        let written = self.slice(span);
        let advice = match (literal, own.family) {
            (Literal::Text(text), Family::Enum) => return self.word(text, span, own),
            (Literal::Text(_), Family::Text | Family::Version) => return Some(literal.clone()),
            (Literal::Bool(_), Family::Bool) => return Some(literal.clone()),
            (Literal::Integer(_) | Literal::Number(_), Family::Number) => return Some(literal.clone()),
            (Literal::Date(_), Family::Date) => return Some(literal.clone()),
            (Literal::Word(_), Family::Enum) => return Some(literal.clone()),
            (_, Family::Localized) => {
                let mistake = catalogue::NOT_COMPARABLE.at(span).with("found", &own.attribute);
                self.tell(mistake.with("type", own.name));
                return None;
            }
            (Literal::Text(text), Family::Bool) => (text == "true" || text == "false").then(|| text.clone()),
            (Literal::Text(text), Family::Number) => text.parse::<f64>().is_ok().then(|| text.clone()),
            (Literal::Text(text), Family::Date) => text.parse::<jiff::civil::Date>().is_ok().then(|| text.clone()),
            (_, Family::Text | Family::Version | Family::Enum) => Some(format!("'{written}'")),
            _ => None,
        };
        let entry = if advice.is_some() { catalogue::WRITE_LITERAL } else { catalogue::WRONG_LITERAL };
        let mut mistake = entry.at(span).with("found", written).with("attribute", &own.attribute).with("type", own.name);
        if let Some(advice) = advice {
            mistake = mistake.with("advice", advice);
        }
        self.tell(mistake);
        None
    }

    fn word(&mut self, text: &str, span: Span, own: &Type) -> Option<Literal> {
        let metamodel = self.names.metamodel;
        if let Some(word) = metamodel.find_word(text).filter(|word| own.words.contains(word)) {
            return Some(Literal::Word(word));
        }
        let known = || own.words.iter().map(|word| metamodel.word(*word));
        let mistake = match crate::problem::nearest(text, known()) {
            Some(nearest) => catalogue::UNKNOWN_VALUE.at(span).with("nearest", nearest),
            None => catalogue::STRANGE_VALUE.at(span),
        };
        self.tell(mistake.with("found", text).with("attribute", &own.attribute).with("values", in_words(known())));
        None
    }
}

fn family(kind: AttributeType) -> Family {
    match kind {
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence => Family::Text,
        AttributeType::StringList => Family::Text,
        AttributeType::Localized => Family::Localized,
        AttributeType::Bool => Family::Bool,
        AttributeType::Integer | AttributeType::Number | AttributeType::Money | AttributeType::Year => Family::Number,
        AttributeType::Date => Family::Date,
        AttributeType::Enum | AttributeType::EnumList => Family::Enum,
        AttributeType::Version => Family::Version,
    }
}

pub(super) fn literal_type(literal: &Literal) -> &'static str {
    match literal {
        Literal::Bool(_) => "bool",
        Literal::Integer(_) => "integer",
        Literal::Number(_) => "number",
        Literal::Date(_) => "date",
        Literal::Word(_) => "enum",
        Literal::Text(_) => "string",
    }
}
