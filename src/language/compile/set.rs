//! `in`, `overlaps`, `within`, `same-as` and `is`.

use super::operand::Side;
use super::types::Type;
use super::{Compiler, Ending, Scope};
use crate::language::catalogue;
use crate::language::meant::{Collection, Literal, Path, Set, SetRelation, Start, Test};
use crate::language::syntax::{self, Name, Value, ValueKind};
use crate::place::Span;

impl<'a> Compiler<'a> {
    /// `what in within`.
    pub(super) fn within(&mut self, span: Span, what: &Value<'a>, within: &Value<'a>, scope: Scope) -> Option<Test> {
        if self.tell_missing_quotes(what, within, scope) {
            return None;
        }
        let side = self.one_of(what, within, scope);
        let collection = match &within.kind {
            ValueKind::Wrong => None,
            ValueKind::Literals(literals) => self.in_literals(span, what, side?, literals),
            ValueKind::List(name) => self.in_list(what, side?, name, within.span),
            ValueKind::Path(path) => {
                let ending = self.walk(path, scope)?;
                self.in_path(span, what, side?, within.span, ending)
            }
            _ => {
                let found = self.slice(within.span);
                let mistake = catalogue::IN_NEEDS_LIST.at(within.span).with("found", found);
                self.tell(mistake.with("advice", format!("[{found}]")));
                None
            }
        };
        let (what, within) = collection?;
        Some(Test::In { what: what.operand(), within })
    }

    /// The left side of `in`: one value or one element.
    fn one_of(&mut self, what: &Value<'a>, within: &Value<'a>, scope: Scope) -> Option<Side<'a>> {
        let side = self.side(what, scope)?;
        let written = self.slice(what.span);
        let in_path = matches!(within.kind, ValueKind::Path(_));
        let overlaps = format!("{written} overlaps {}", self.slice(within.span));
        let (entry, advice) = match (&side, &what.kind) {
            (Side::Attribute(_, own), _) if own.list && in_path => (catalogue::LIST_COMPARED, overlaps),
            (Side::Attribute(_, own), _) if own.list => {
                let first = match &within.kind {
                    ValueKind::Literals(literals) => literals.first().map_or("'…'", |(_, span)| self.slice(*span)),
                    _ => "'…'",
                };
                (catalogue::LIST_COMPARED, format!("{first} in {written}"))
            }
            (Side::Attribute(values, _), _) if values.path.many && in_path => (catalogue::SEVERAL_VALUES, overlaps),
            (Side::Attribute(values, _), ValueKind::Path(path)) if values.path.many => {
                let within = self.slice(within.span);
                (catalogue::SEVERAL_VALUES, self.inside("some", path, |attribute| format!("{attribute} in {within}")))
            }
            (Side::Element(elements), _) if elements.many => (catalogue::SEVERAL_ELEMENTS, overlaps),
            _ => return Some(side),
        };
        self.tell(entry.at(what.span).with("found", written).with("advice", advice));
        None
    }

    fn in_literals(
        &mut self,
        span: Span,
        what: &Value<'a>,
        side: Side<'a>,
        literals: &[(syntax::Literal<'a>, Span)],
    ) -> Option<(Side<'a>, Collection)> {
        let own = self.value_type(what, &side)?;
        let mut converted = Vec::new();
        for (literal, span) in literals {
            let literal = super::operand::natural(*literal);
            converted.push(match &own {
                Some(own) => self.literal(&literal, *span, own),
                None => Some(literal),
            });
        }
        let converted = converted.into_iter().collect::<Option<Vec<_>>>()?;
        let words = own.iter().flat_map(|own| &own.words);
        let all = own.as_ref().is_some_and(|own| !own.words.is_empty())
            && words.into_iter().all(|word| converted.contains(&Literal::Word(*word)));
        if all {
            self.tell_constant(span, true);
        }
        Some((side, Collection::Literals(converted)))
    }

    fn in_list(&mut self, what: &Value<'a>, side: Side<'a>, name: &str, span: Span) -> Option<(Side<'a>, Collection)> {
        let own = self.value_type(what, &side)?;
        let values = self.names.lists.get(name).map(|values| self.fitting(values, own.as_ref()));
        if let (Some(own), Some([])) = (&own, values.as_deref())
            && self.names.lists.get(name).is_some_and(|values| !values.is_empty())
        {
            let mistake = catalogue::LIST_FITS_NOTHING.at(span).with("found", name);
            self.tell(mistake.with("attribute", &own.attribute));
        }
        Some((side, Collection::List { name: name.to_string(), values }))
    }

    /// The values of a list that an attribute of this type can have: one list may serve several attributes, so that
    /// others are no mistake.
    fn fitting(&mut self, values: &[Literal], own: Option<&Type>) -> Vec<Literal> {
        let Some(own) = own else { return values.to_vec() };
        self.quiet += 1;
        let fitting = values.iter().filter_map(|value| self.literal(value, Span::default(), own)).collect();
        self.quiet -= 1;
        fitting
    }

    fn in_path(&mut self, span: Span, what: &Value<'a>, side: Side<'a>, within: Span, ending: Ending) -> Option<(Side<'a>, Collection)> {
        match (ending, side) {
            (Ending::Elements(elements), Side::Element(element)) => {
                if elements.kinds.intersection(element.kinds).is_empty() {
                    self.tell(catalogue::NEVER_EQUAL.at(span).with("found", self.slice(span)));
                }
                Some((Side::Element(element), Collection::Elements(elements)))
            }
            (Ending::Elements(_), _) => {
                let written = self.slice(within);
                let mistake = catalogue::ELEMENT_AS_VALUE.at(within).with("found", written);
                self.tell(mistake.with("advice", format!("{written}.id")));
                None
            }
            (Ending::Values(_), Side::Element(_)) => {
                let written = self.slice(what.span);
                let mistake = catalogue::ELEMENT_AS_VALUE.at(what.span).with("found", written);
                self.tell(mistake.with("advice", format!("{written}.id")));
                None
            }
            (Ending::Values(values), side) => {
                let others = self.type_of(&values, within)?;
                let side = match side.own_type() {
                    Some(own) => {
                        self.same_family(span, (what.span, &own), (within, &others))?;
                        side
                    }
                    None => self.fitted(side, what.span, &others)?,
                };
                Some((side, Collection::Values(values)))
            }
        }
    }

    /// The type of the left side of `in` where values stand to the right; `Some(None)` where any would do.
    fn value_type(&mut self, what: &Value<'a>, side: &Side<'a>) -> Option<Option<Type>> {
        if let Side::Element(_) = side {
            let written = self.slice(what.span);
            let mistake = catalogue::ELEMENT_AS_VALUE.at(what.span).with("found", written);
            self.tell(mistake.with("advice", format!("{written}.id")));
            return None;
        }
        Some(side.own_type())
    }

    /// `left overlaps right` and its like.
    pub(super) fn sets(&mut self, span: Span, left: &Value<'a>, relation: SetRelation, right: &Value<'a>, scope: Scope) -> Option<Test> {
        let one = self.set(left, scope);
        let other = self.set(right, scope);
        let (one, other) = (one?, other?);
        if self.slice(left.span) == self.slice(right.span) {
            self.tell_constant(span, true);
        }
        let (one, other) = match (one, other) {
            (Ending::Elements(one), Ending::Elements(other)) => {
                if one.kinds.intersection(other.kinds).is_empty() {
                    self.tell(catalogue::NEVER_EQUAL.at(span).with("found", self.slice(span)));
                }
                (Set::Elements(one), Set::Elements(other))
            }
            (Ending::Values(one), Ending::Values(other)) => {
                let own = self.type_of(&one, left.span);
                let others = self.type_of(&other, right.span);
                self.same_family(span, (left.span, &own?), (right.span, &others?))?;
                (Set::Values(one), Set::Values(other))
            }
            (one, _) => {
                let elements = matches!(one, Ending::Elements(_));
                let name = |elements: bool| if elements { "element" } else { "string" };
                let mistake = catalogue::TYPES_DIFFER.at(span).with("left", self.slice(left.span));
                let mistake = mistake.with("left-type", name(elements)).with("right", self.slice(right.span));
                self.tell(mistake.with("right-type", name(!elements)));
                return None;
            }
        };
        Some(Test::Sets { left: one, relation, right: other })
    }

    fn set(&mut self, value: &Value<'a>, scope: Scope) -> Option<Ending> {
        match &value.kind {
            ValueKind::Path(path) => self.walk(path, scope),
            ValueKind::Wrong => None,
            _ => {
                self.tell(catalogue::SET_OF_PATHS.at(value.span).with("found", self.slice(value.span)));
                None
            }
        }
    }

    /// `path is kind`.
    pub(super) fn is(&mut self, span: Span, path: Option<&syntax::Path<'a>>, kind: Name<'a>, scope: Scope) -> Option<Test> {
        let kinds = self.names.metamodel.kinds_named(kind.text);
        if kinds.is_none() {
            let mistake = self.names.unknown_kind(kind);
            self.tell(mistake);
        }
        let path = match path {
            Some(path) => {
                let elements = self.elements(path, scope)?;
                if elements.many {
                    let written = self.slice(path.span);
                    let mistake = catalogue::SEVERAL_ELEMENTS.at(path.span).with("found", written);
                    self.tell(mistake.with("advice", format!("some {written}[{}]", kind.text)));
                    return None;
                }
                elements
            }
            None => self.here(span, scope),
        };
        let kinds = kinds?;
        if path.kinds.intersection(kinds).is_empty() {
            let mistake = catalogue::NEVER_LEADS.at(kind.span).with("found", kind.text);
            self.tell(mistake.with("kinds", self.names.kinds_in_words(path.kinds)));
        }
        Some(Test::Is { path, kinds })
    }

    /// The element at hand.
    fn here(&self, span: Span, scope: Scope) -> Path {
        Path { span: self.span(span), start: Start::Here, steps: Vec::new(), kinds: scope.here, many: false }
    }
}
