//! `steps` and `periods`: elements in the order of a key, and the time they cover; and what is asked of the form of an
//! element.

use std::sync::Arc;

use super::types::Family;
use super::{Compiler, Ending, Scope};
use crate::language::catalogue;
use crate::language::meant::{AttributePath, Form, Periods, Test, Unit};
use crate::language::names::Meaning;
use crate::language::syntax::{self, Condition, Name};
use crate::metamodel::KindSet;

/// What the successor of a step is called.
pub(super) const NEXT: &str = "next";

impl<'a> Compiler<'a> {
    /// `steps(path, key, holds)`, where `next` is a step's successor, whatever else has that name.
    pub(super) fn in_order(
        &mut self,
        path: &syntax::Path<'a>,
        key: &syntax::Path<'a>,
        holds: &Condition<'a>,
        scope: Scope,
    ) -> Option<Test> {
        let path = self.quantified(path, scope)?;
        let inside = Scope { here: path.kinds, ..scope };
        let key = self.orders(key, inside, &[Family::Number, Family::Date]);
        self.items.push((NEXT, path.kinds));
        let holds = self.condition(holds, inside);
        self.items.pop();
        Some(Test::Steps { path, key: key?, holds: Box::new(holds?) })
    }

    /// `periods(path, start, end) cover 1 month`.
    pub(super) fn periods(&mut self, written: &syntax::Periods<'a>, scope: Scope) -> Option<Test> {
        let path = self.quantified(&written.path, scope)?;
        let inside = Scope { here: path.kinds, ..scope };
        let start = self.orders(&written.start, inside, &[Family::Date]);
        let end = self.orders(&written.end, inside, &[Family::Date]);
        let longest = self.shift(&written.longest, scope);
        let (start, end, longest) = (start?, end?, longest?);
        let calendar = (longest.unit == Unit::WorkingDays).then(|| Arc::clone(self.names.calendar));
        Some(Test::Periods(Box::new(Periods { path, start, end, longest, calendar })))
    }

    /// One attribute of an element that puts elements in order.
    fn orders(&mut self, path: &syntax::Path<'a>, scope: Scope, families: &[Family]) -> Option<AttributePath> {
        let found = match self.walk(path, scope)? {
            Ending::Values(values) => {
                let own = self.type_of(&values, path.span)?;
                (families.contains(&own.family) && !own.list && !values.path.many).then_some(values)
            }
            Ending::Elements(_) => None,
        };
        if found.is_none() {
            let entry = if families.contains(&Family::Number) { catalogue::NOT_AN_ORDER } else { catalogue::NOT_DATES };
            self.tell(entry.at(path.span).with("found", self.slice(path.span)));
        }
        found
    }

    /// `complete`, `orphan` or `dangling` by itself, where no element here has an attribute or a link of that name.
    pub(super) fn form(&self, name: Name<'a>, here: KindSet) -> Option<Form> {
        let form = Form::from_name(name.text)?;
        (self.names.meaning(name.text, here) == Meaning::Nothing && self.item(name.text).is_none()).then_some(form)
    }
}
