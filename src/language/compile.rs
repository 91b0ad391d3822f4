//! Syntax → meaning: names become numbers, types are checked, defined filters are put in where they are used.
//!
//! Conditions here, paths in `walk`, comparisons in `operand`, what is computed in `amount`, elements in order in
//! `order`, types in `types`, sets and lists in `set`. Every function returns `None` only after it told why, so that all
//! mistakes of a text come out at once. The one exception is a defined filter that is wrong itself: its mistakes belong
//! to its own text and are told by [`define`].

mod amount;
mod operand;
mod order;
mod set;
#[cfg(test)]
mod tests;
mod types;
mod walk;

use super::catalogue;
use super::meant::{AttributePath, Comparison, Path, Predicate, Template, Test};
use super::mistake::Mistake;
use super::names::Names;
use super::syntax::{self, Condition, Name, Value};
use super::{parse, template, warn};
use crate::metamodel::{AttributeType, KindSet};
use crate::place::Span;

/// What a predicate is for: decides what `every` says of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Where,
    Full,
    Partial,
    /// A defined filter by itself.
    Filter,
}

/// More mistakes than this in one text help nobody.
const MOST_MISTAKES: usize = 20;

/// Compiles a predicate about elements of `kinds`; `members` are the kinds of a group's members, where there is one.
///
/// There is no predicate where a mistake is more than a warning, and none where a defined filter that it uses
/// is wrong itself, which [`define`] tells.
pub fn predicate(names: &Names, role: Role, kinds: KindSet, members: Option<KindSet>, text: &str) -> (Option<Predicate>, Vec<Mistake>) {
    let mut compiler = Compiler::new(*names, text);
    let condition = parse::predicate(text, &mut compiler.mistakes);
    let compiled = compiler.condition(&condition, Scope { here: kinds, subject: Some(kinds), members, role });
    compiler.finish(compiled)
}

/// Compiles the predicate of the `[define]` called `name`, which says nothing about a subject.
pub fn define(names: &Names, name: &str) -> (Option<Predicate>, Vec<Mistake>) {
    let Some((kind, text)) = names.defines.get(name) else { return (None, Vec::new()) };
    let mut compiler = Compiler::new(*names, text);
    let condition = parse::predicate(text, &mut compiler.mistakes);
    let Some(kinds) = names.metamodel.kinds_named(kind) else {
        return (None, vec![catalogue::DEFINE_KIND.at(Span::default()).with("found", kind)]);
    };
    compiler.expanding.push(name.to_string());
    let compiled = compiler.condition(&condition, Scope { here: kinds, subject: None, members: None, role: Role::Filter });
    compiler.finish(compiled)
}

/// Compiles a path from elements of `kinds` to elements: what a group's members or `acyclic` are.
pub fn path(names: &Names, kinds: KindSet, text: &str) -> (Option<Path>, Vec<Mistake>) {
    let mut compiler = Compiler::new(*names, text);
    let scope = Scope { here: kinds, subject: Some(kinds), members: None, role: Role::Where };
    let written = parse::path(text, 0..text.len(), &mut compiler.mistakes);
    let compiled = written.and_then(|written| compiler.elements(&written, scope));
    compiler.finish(compiled)
}

/// Compiles a text with holes about elements of `kinds`, or about a group with `members` of theirs.
pub fn template(names: &Names, kinds: KindSet, members: Option<KindSet>, text: &str) -> (Option<Template>, Vec<Mistake>) {
    let mut compiler = Compiler::new(*names, text);
    let scope = Scope { here: kinds, subject: Some(kinds), members, role: Role::Where };
    let compiled = template::compile(&mut compiler, scope);
    compiler.finish(compiled)
}

/// Where a condition stands.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    /// The kinds of the element at hand.
    here: KindSet,
    /// The kinds of `self`; a defined filter knows no subject.
    subject: Option<KindSet>,
    members: Option<KindSet>,
    role: Role,
}

/// What a path leads to.
#[derive(Clone, Debug)]
pub(super) enum Ending {
    Elements(Path),
    Values(AttributePath),
}

pub(super) struct Compiler<'a> {
    names: Names<'a>,
    text: &'a str,
    mistakes: Vec<Mistake>,
    /// Inside a defined filter: where it is used. Everything in it gets this span, since its own would point
    /// into another text, and mistakes are not told again.
    used_at: Option<Span>,
    /// The items that have a name where a condition stands, outermost first, each with its kinds.
    items: Vec<(&'a str, KindSet)>,
    /// So many of them belong to the text around a defined filter, which does not know them.
    foreign_items: usize,
    /// The defined filters being put in, outermost first.
    expanding: Vec<String>,
    /// How many were put in so far; filters that use each other twice grow without bound.
    expansions: usize,
    /// Above zero nothing is told: a closure is tried out until it grows no more.
    quiet: usize,
}

impl<'a> Compiler<'a> {
    fn new(names: Names<'a>, text: &'a str) -> Compiler<'a> {
        Compiler {
            names,
            text,
            mistakes: Vec::new(),
            used_at: None,
            items: Vec::new(),
            foreign_items: 0,
            expanding: Vec::new(),
            expansions: 0,
            quiet: 0,
        }
    }

    fn finish<T>(mut self, compiled: Option<T>) -> (Option<T>, Vec<Mistake>) {
        let wrong = self.mistakes.iter().any(|mistake| !mistake.warning);
        self.mistakes.sort_by_key(|mistake| (mistake.span, mistake.name));
        self.mistakes.dedup();
        self.mistakes.truncate(MOST_MISTAKES);
        (compiled.filter(|_| !wrong), self.mistakes)
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn mistakes(&mut self) -> &mut Vec<Mistake> {
        &mut self.mistakes
    }

    fn tell(&mut self, mistake: Mistake) {
        if self.used_at.is_none() && self.quiet == 0 {
            self.mistakes.push(mistake);
        }
    }

    fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// The span as the predicate's own text has it.
    fn span(&self, span: Span) -> Span {
        self.used_at.unwrap_or(span)
    }

    fn condition(&mut self, condition: &Condition<'a>, scope: Scope) -> Option<Predicate> {
        let test = match &condition.test {
            syntax::Test::Wrong => None,
            syntax::Test::All(conditions) => self.several(conditions, scope).map(Test::All),
            syntax::Test::Any(conditions) => self.several(conditions, scope).map(Test::Any),
            syntax::Test::Not(inner) => self.condition(inner, scope).map(|inner| Test::Not(Box::new(inner))),
            syntax::Test::Some(path) => self.quantified(path, scope).map(Test::Some),
            syntax::Test::No(path) => self.quantified(path, scope).map(Test::No),
            syntax::Test::Every(path, item, holds) => self.every(path, *item, holds, scope),
            syntax::Test::Share { path, holds, operator, than } => self.share(path, holds, *operator, than, scope),
            syntax::Test::Steps { path, key, holds } => self.in_order(path, key, holds, scope),
            syntax::Test::Periods(periods) => self.periods(periods, scope),
            syntax::Test::Compare { left, operator, right } => self.compare(condition.span, left, *operator, right, scope),
            syntax::Test::In { what, within } => self.within(condition.span, what, within, scope),
            syntax::Test::Sets { left, relation, right } => self.sets(condition.span, left, *relation, right, scope),
            syntax::Test::Is { path, kind } => self.is(condition.span, path.as_ref(), *kind, scope),
            syntax::Test::Has(path) => self.has(path, scope),
            syntax::Test::Alone(path) => self.alone(path, scope),
            syntax::Test::InState(states) => Some(Test::InState(*states)),
        };
        Some(Predicate { span: self.span(condition.span), test: test? })
    }

    fn several(&mut self, conditions: &[Condition<'a>], scope: Scope) -> Option<Vec<Predicate>> {
        for same in warn::same_conditions(self.text, conditions) {
            self.tell(catalogue::SAME_CONDITION.at(same).with("found", self.slice(same)));
        }
        let compiled: Vec<_> = conditions.iter().map(|condition| self.condition(condition, scope)).collect();
        compiled.into_iter().collect()
    }

    /// A path of `some`, `no` and `every`, which ask for elements.
    fn quantified(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Path> {
        match self.walk(path, scope)? {
            Ending::Elements(elements) => Some(elements),
            Ending::Values(_) => {
                let written = self.slice(path.span);
                self.tell(catalogue::WANTS_HAS.at(path.span).with("found", written).with("advice", format!("has {written}")));
                None
            }
        }
    }

    fn every(&mut self, path: &syntax::Path<'a>, item: Option<Name<'a>>, holds: &Condition<'a>, scope: Scope) -> Option<Test> {
        let path = self.quantified(path, scope);
        // Where the path is wrong nothing is known about what follows: telling more would be guessing.
        let path = path?;
        if let Some(item) = item {
            self.new_item(item)?;
            self.items.push((item.text, path.kinds));
        }
        let holds = self.condition(holds, Scope { here: path.kinds, ..scope });
        if item.is_some() {
            self.items.pop();
        }
        let over_nothing = scope.role != Role::Partial;
        Some(Test::Every { path, holds: Box::new(holds?), named: item.is_some(), over_nothing })
    }

    /// Refuses a name for an item that means something else already.
    fn new_item(&mut self, item: Name<'a>) -> Option<()> {
        if !self.names.is_taken(item.text) && self.item(item.text).is_none() {
            return Some(());
        }
        self.tell(catalogue::ITEM_TAKEN.at(item.span).with("found", item.text));
        None
    }

    /// The item of that name: how many items are outside of it, and its kinds.
    fn item(&self, name: &str) -> Option<(usize, KindSet)> {
        let own = &self.items[self.foreign_items..];
        let at = own.iter().rposition(|(known, _)| *known == name)?;
        Some((self.foreign_items + at, own[at].1))
    }

    /// The name, where a path is nothing but one name, of which the metamodel has to know what it means.
    fn bare_name(&self, path: &syntax::Path<'a>) -> Option<Name<'a>> {
        bare_name(path).filter(|name| self.item(name.text).is_none())
    }

    fn share(
        &mut self,
        path: &syntax::Path<'a>,
        holds: &Condition<'a>,
        operator: Comparison,
        than: &Value<'a>,
        scope: Scope,
    ) -> Option<Test> {
        let than = self.share_of(than, scope);
        let path = self.quantified(path, scope)?;
        let holds = self.condition(holds, Scope { here: path.kinds, ..scope })?;
        Some(Test::Share { path, holds: Box::new(holds), operator, than: than?, over_nothing: scope.role != Role::Partial })
    }

    fn has(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Test> {
        match self.walk(path, scope)? {
            Ending::Elements(elements) => Some(Test::Some(elements)),
            Ending::Values(values) if values.path.many => {
                let advice = self.inside("some", path, |attribute| format!("has {attribute}"));
                let mistake = catalogue::HAS_OF_SEVERAL.at(path.span).with("found", self.slice(path.span));
                self.tell(mistake.with("advice", advice));
                None
            }
            Ending::Values(values) => Some(Test::Has(values)),
        }
    }

    /// A path by itself: true where it is a boolean that is true.
    fn alone(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Test> {
        if let Some(form) = bare_name(path).and_then(|name| self.form(name, scope.here)) {
            return Some(Test::Form(form));
        }
        if let Some(mistake) = self.misread(path, scope.here) {
            self.tell(mistake);
            return None;
        }
        let written = self.slice(path.span);
        let (entry, advice) = match self.walk(path, scope)? {
            Ending::Elements(_) => (catalogue::WANTS_SOME, format!("some {written}")),
            Ending::Values(values) if !self.is_boolean(&values) => (catalogue::WANTS_HAS, format!("has {written}")),
            Ending::Values(values) if values.path.many => (catalogue::SEVERAL_VALUES, self.inside("some", path, str::to_string)),
            Ending::Values(values) => return Some(Test::Holds(values)),
        };
        self.tell(entry.at(path.span).with("found", written).with("advice", advice));
        None
    }

    fn is_boolean(&self, values: &AttributePath) -> bool {
        values.attributes.iter().all(|attribute| self.names.metamodel.attribute(*attribute).kind == AttributeType::Bool)
    }

    /// Whether the values are the names of elements.
    pub(super) fn is_name(&self, values: &AttributePath) -> bool {
        values.attributes.iter().all(|attribute| self.names.metamodel.attribute(*attribute).name == "name")
    }

    /// A kind, a defined filter or nothing known that stands where a condition does.
    fn misread(&self, path: &syntax::Path<'a>, here: KindSet) -> Option<Mistake> {
        let name = self.bare_name(path)?;
        if self.names.meaning(name.text, here) != super::names::Meaning::Nothing {
            return None;
        }
        if self.names.metamodel.kinds_named(name.text).is_some() {
            let mistake = catalogue::KIND_AS_CONDITION.at(name.span).with("found", name.text);
            return Some(mistake.with("advice", format!("is {}", name.text)));
        }
        if self.names.defines.contains_key(name.text) {
            let mistake = catalogue::DEFINE_AS_CONDITION.at(name.span).with("found", name.text);
            return Some(mistake.with("advice", format!("[{}]", name.text)));
        }
        Some(self.names.unknown_alone(name, here))
    }

    /// How a condition on an attribute at the end of a path is written inside a filter: `some a.b[…]`.
    fn inside(&self, word: &str, path: &syntax::Path<'a>, condition: impl Fn(&'a str) -> String) -> String {
        let Some((last, before)) = path.steps.split_last() else { return String::new() };
        let end = before.last().map_or(path.start_span.end, |step| step.span.end);
        let condition = condition(self.slice(last.span));
        if end <= path.span.start {
            return condition;
        }
        format!("{word} {}[{condition}]", self.slice(Span { start: path.span.start, end }))
    }
}

/// The name, where a path is nothing but one name.
fn bare_name<'a>(path: &syntax::Path<'a>) -> Option<syntax::Name<'a>> {
    match path.steps.as_slice() {
        [syntax::Step { head: syntax::Head::Name(name), filters, repeat: None, .. }]
            if path.start == syntax::Start::Here && filters.is_empty() =>
        {
            Some(*name)
        }
        _ => None,
    }
}
