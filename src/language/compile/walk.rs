//! Paths: every step with the links it follows and the kinds it may reach.

use super::{Compiler, Ending, Scope};
use crate::language::catalogue;
use crate::language::meant::{self, AttributePath, Comparison, Filter, Key, Operand, Path, Predicate, Start, Step, Test, Walk};
use crate::language::names::Meaning;
use crate::language::syntax::{self, FilterTest, Head, Name};
use crate::language::{mistake::Mistake, parse};
use crate::metamodel::{AttributeType, KindSet, LinkId};
use crate::place::Span;

/// How deep `+` and `*` may nest; each level is tried out several times.
const DEEPEST_CLOSURE: usize = 3;
/// How many defined filters one text may use, those inside defined filters included.
const MOST_EXPANSIONS: usize = 500;

/// A walk while it is put together.
struct Trail {
    kinds: KindSet,
    many: bool,
    steps: Vec<Step>,
}

impl Trail {
    fn from(kinds: KindSet) -> Trail {
        Trail { kinds, many: false, steps: Vec::new() }
    }

    fn push(&mut self, span: Span, walk: Walk, reach: KindSet, many: bool) {
        self.steps.push(Step { span, walk, reach });
        self.kinds = reach;
        self.many |= many;
    }

    /// A filter to some kinds: narrows what the step before it reaches. One that nothing can pass is told by the
    /// caller; the step keeps what it reaches, and what follows is checked against the kinds asked for.
    fn keep_kinds(&mut self, span: Span, kinds: KindSet) {
        let left = self.kinds.intersection(kinds);
        if !left.is_empty() {
            let filters = self.steps.iter().rev().take_while(|step| matches!(step.walk, Walk::Keep(_))).count();
            let from = self.steps.len().saturating_sub(filters + 1);
            self.steps[from..].iter_mut().for_each(|step| step.reach = step.reach.intersection(kinds));
        }
        let left = if left.is_empty() { kinds } else { left };
        self.push(span, Walk::Keep(Filter::Kinds(kinds)), left, false);
    }
}

impl<'a> Compiler<'a> {
    /// A path that must lead to elements.
    pub(super) fn elements(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Path> {
        match self.walk(path, scope)? {
            Ending::Elements(elements) => Some(elements),
            Ending::Values(_) => {
                self.tell(catalogue::WANTS_ELEMENTS.at(path.span).with("found", self.slice(path.span)));
                None
            }
        }
    }

    /// A path to elements or to the values of an attribute of theirs.
    pub(in crate::language) fn walk(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<Ending> {
        let (start, mut trail, mut behind, steps) = match self.item_of(path, scope) {
            Some(begun) => begun?,
            None => {
                let (start, trail) = self.start(path, scope)?;
                (start, trail, path.start_span, path.steps.as_slice())
            }
        };
        for (at, step) in steps.iter().enumerate() {
            if at + 1 == steps.len()
                && let Some(name) = plain_name(step)
                && let Meaning::Attribute(attributes) = self.names.meaning(name.text, trail.kinds)
            {
                // The path before the attribute; without steps it has no words of its own.
                let walked = Span { start: path.span.start, end: behind.end };
                let walked = if walked.end > walked.start { walked } else { path.span };
                let elements = self.path(walked, start, trail);
                return Some(Ending::Values(AttributePath { span: self.span(path.span), path: elements, attributes }));
            }
            self.step(&mut trail, step, scope, 0)?;
            behind = step.span;
        }
        Some(Ending::Elements(self.path(path.span, start, trail)))
    }

    /// The beginning of a path that begins with a named item, and the steps that are left of it.
    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    fn item_of<'p>(&mut self, path: &'p syntax::Path<'a>, scope: Scope) -> Option<Option<(Start, Trail, Span, &'p [syntax::Step<'a>])>> {
        let (first, rest) = path.steps.split_first()?;
        let (Head::Name(name), None, syntax::Start::Here) = (&first.head, &first.repeat, path.start) else { return None };
        let (number, kinds) = self.item(name.text)?;
        let mut trail = Trail::from(kinds);
        let kept = first.filters.iter().try_for_each(|filter| self.filter(&mut trail, filter, scope));
        let start = if name.text == super::order::NEXT { Start::Next(number) } else { Start::Item(number) };
        Some(kept.map(|()| (start, trail, first.span, rest)))
    }

    fn path(&self, span: Span, start: Start, trail: Trail) -> Path {
        Path { span: self.span(span), start, steps: trail.steps, kinds: trail.kinds, many: trail.many }
    }

    fn start(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<(Start, Trail)> {
        let (start, mut trail) = match path.start {
            syntax::Start::Here => (Start::Here, Trail::from(scope.here)),
            syntax::Start::Subject => match scope.subject {
                Some(kinds) => (Start::Subject, Trail::from(kinds)),
                None => return self.refuse(catalogue::DEFINE_SUBJECT.at(path.start_span)),
            },
            syntax::Start::Members | syntax::Start::WasMembers => {
                let Some(kinds) = scope.members else {
                    return self.refuse(catalogue::MEMBERS_OUTSIDE_GROUP.at(path.start_span));
                };
                let start = if path.start == syntax::Start::Members { Start::Members } else { Start::WasMembers };
                (start, Trail { many: true, ..Trail::from(kinds) })
            }
            syntax::Start::All => return self.all(path, scope),
        };
        for filter in &path.filters {
            self.filter(&mut trail, filter, scope)?;
        }
        Some((start, trail))
    }

    /// Tells a mistake about the words it points at.
    fn refuse<T>(&mut self, mistake: Mistake) -> Option<T> {
        let found = self.slice(mistake.span);
        self.tell(mistake.with("found", found));
        None
    }

    fn step(&mut self, trail: &mut Trail, step: &syntax::Step<'a>, scope: Scope, nested: usize) -> Option<()> {
        let Some(repeat) = &step.repeat else {
            return self.once(trail, step, scope, nested);
        };
        if nested == DEEPEST_CLOSURE {
            return self.refuse(catalogue::TOO_DEEP.at(step.span));
        }
        let reached = self.everything_reached(trail.kinds, step, scope, nested + 1);
        let mut inner = Trail::from(reached);
        self.once(&mut inner, step, scope, nested + 1)?;
        let reach = if repeat.with_start { inner.kinds.union(trail.kinds) } else { inner.kinds };
        let walk = Walk::Closure { steps: inner.steps, with_start: repeat.with_start };
        trail.push(self.span(step.span), walk, reach, true);
        repeat.filters.iter().try_for_each(|filter| self.filter(trail, filter, scope))
    }

    /// The kinds a repeated step starts from, sooner or later: the start and whatever it reaches.
    fn everything_reached(&mut self, start: KindSet, step: &syntax::Step<'a>, scope: Scope, nested: usize) -> KindSet {
        let mut known = start;
        loop {
            let mut inner = Trail::from(known);
            self.quiet += 1;
            let walked = self.once(&mut inner, step, scope, nested);
            self.quiet -= 1;
            let grown = known.union(inner.kinds);
            if walked.is_none() || grown == known {
                return known;
            }
            known = grown;
        }
    }

    /// The step without its repetition.
    fn once(&mut self, trail: &mut Trail, step: &syntax::Step<'a>, scope: Scope, nested: usize) -> Option<()> {
        match &step.head {
            Head::Name(name) => self.named(trail, *name)?,
            Head::Group(alternatives) => self.group(trail, alternatives, scope, nested)?,
        }
        step.filters.iter().try_for_each(|filter| self.filter(trail, filter, scope))
    }

    fn named(&mut self, trail: &mut Trail, name: Name<'a>) -> Option<()> {
        let span = self.span(name.span);
        match self.names.meaning(name.text, trail.kinds) {
            Meaning::State(version) => trail.push(span, Walk::State(version), trail.kinds, false),
            Meaning::Walk { links, back } => self.follow(trail, span, links, back),
            Meaning::Attribute(_) => return self.refuse(catalogue::ATTRIBUTE_ENDS_PATH.at(name.span)),
            Meaning::Both(attributes, links) => {
                let mistake = catalogue::ATTRIBUTE_AND_LINK.at(name.span).with("found", name.text);
                let mistake = mistake.with("attribute-of", self.names.kinds_in_words(attributes));
                self.tell(mistake.with("link-of", self.names.kinds_in_words(links)));
                return None;
            }
            Meaning::Nothing => {
                let mistake = self.names.unknown(name, trail.kinds, self.nearest_item(name, trail));
                self.tell(mistake);
                return None;
            }
        }
        Some(())
    }

    /// The named item that is probably meant where a path begins.
    fn nearest_item(&self, name: Name<'a>, trail: &Trail) -> Option<&'a str> {
        let items = self.items[self.foreign_items..].iter().map(|(item, _)| *item);
        if trail.steps.is_empty() { crate::problem::nearest(name.text, items) } else { None }
    }

    /// Along links, against links, or both where the name is a link of some kinds and an inverse on others.
    fn follow(&self, trail: &mut Trail, span: Span, links: Vec<LinkId>, back: Vec<LinkId>) {
        let metamodel = self.names.metamodel;
        let many = !back.is_empty() || links.iter().any(|link| metamodel.link(*link).many);
        let to = links.iter().fold(KindSet::EMPTY, |kinds, link| kinds.union(metamodel.link(*link).to));
        let from = back.iter().fold(KindSet::EMPTY, |kinds, link| kinds.union(metamodel.link(*link).from));
        let walk = match (links.is_empty(), back.is_empty()) {
            (_, true) => Walk::Link(links),
            (true, false) => Walk::Back(back),
            (false, false) => Walk::Either(vec![
                vec![Step { span, walk: Walk::Link(links), reach: to }],
                vec![Step { span, walk: Walk::Back(back), reach: from }],
            ]),
        };
        trail.push(span, walk, to.union(from), many);
    }

    fn group(&mut self, trail: &mut Trail, alternatives: &[syntax::Path<'a>], scope: Scope, nested: usize) -> Option<()> {
        let mut trails = Vec::new();
        for alternative in alternatives {
            let mut inner = Trail::from(trail.kinds);
            let walked = alternative.steps.iter().try_for_each(|step| self.step(&mut inner, step, scope, nested));
            trails.push(walked.map(|()| (alternative.span, inner)));
        }
        let mut trails = trails.into_iter().collect::<Option<Vec<_>>>()?;
        if trails.len() == 1
            && let Some((_, alone)) = trails.pop()
        {
            trail.steps.extend(alone.steps);
            trail.kinds = alone.kinds;
            trail.many |= alone.many;
            return Some(());
        }
        let reach = trails.iter().fold(KindSet::EMPTY, |kinds, (_, inner)| kinds.union(inner.kinds));
        let (first, last) = (trails.first()?.0, trails.last()?.0);
        let span = self.span(Span { start: first.start, end: last.end });
        let walk = Walk::Either(trails.into_iter().map(|(_, inner)| inner.steps).collect());
        trail.push(span, walk, reach, true);
        Some(())
    }

    // Filters.

    fn filter(&mut self, trail: &mut Trail, filter: &syntax::Filter<'a>, scope: Scope) -> Option<()> {
        match &filter.test {
            FilterTest::Bare(name) => self.bare_filter(trail, *name, filter.span, scope),
            FilterTest::Holds(syntax::Condition { test: syntax::Test::Is { path: None, kind }, .. }) => {
                self.kind_filter(trail, *kind, filter.span)
            }
            FilterTest::Holds(condition) => {
                let holds = self.condition(condition, Scope { here: trail.kinds, ..scope })?;
                self.keep(trail, filter.span, holds);
                Some(())
            }
        }
    }

    fn keep(&self, trail: &mut Trail, span: Span, holds: Predicate) {
        trail.push(self.span(span), Walk::Keep(Filter::Holds(Box::new(holds))), trail.kinds, false);
    }

    /// `[name]`: a kind, else a defined filter, else a boolean attribute.
    fn bare_filter(&mut self, trail: &mut Trail, name: Name<'a>, span: Span, scope: Scope) -> Option<()> {
        if self.names.metamodel.kinds_named(name.text).is_some() {
            return self.kind_filter(trail, name, span);
        }
        if self.names.defines.contains_key(name.text) {
            return self.defined_filter(trail, name, span, scope);
        }
        if self.names.meaning(name.text, trail.kinds) == Meaning::Nothing && self.form(name, trail.kinds).is_none() {
            let mistake = self.names.unknown_alone(name, trail.kinds);
            self.tell(mistake);
            return None;
        }
        let step = syntax::Step { span: name.span, head: Head::Name(name), filters: Vec::new(), repeat: None };
        let path = syntax::Path {
            span: name.span,
            start: syntax::Start::Here,
            start_span: Span::default(),
            filters: Vec::new(),
            steps: vec![step],
        };
        let condition = syntax::Condition { span: name.span, test: syntax::Test::Alone(path) };
        let holds = self.condition(&condition, Scope { here: trail.kinds, ..scope })?;
        self.keep(trail, span, holds);
        Some(())
    }

    fn kind_filter(&mut self, trail: &mut Trail, name: Name<'a>, span: Span) -> Option<()> {
        let Some(kinds) = self.names.metamodel.kinds_named(name.text) else {
            let mistake = self.names.unknown_kind(name);
            self.tell(mistake);
            return None;
        };
        self.warn_of_impossible(trail.kinds, kinds, name);
        trail.keep_kinds(self.span(span), kinds);
        Some(())
    }

    fn warn_of_impossible(&mut self, reached: KindSet, asked: KindSet, name: Name<'a>) {
        if reached.intersection(asked).is_empty() {
            let mistake = catalogue::NEVER_LEADS.at(name.span).with("found", name.text);
            self.tell(mistake.with("kinds", self.names.kinds_in_words(reached)));
        }
    }

    /// Puts a defined filter in: its kind and its predicate.
    fn defined_filter(&mut self, trail: &mut Trail, name: Name<'a>, span: Span, scope: Scope) -> Option<()> {
        if self.expanding.iter().any(|outer| outer == name.text) {
            return self.refuse(catalogue::DEFINE_CIRCLE.at(name.span));
        }
        self.expansions += 1;
        if self.expansions > MOST_EXPANSIONS {
            let at = self.span(name.span);
            self.mistakes.push(catalogue::TOO_MANY_DEFINES.at(at));
            return None;
        }
        let (kind, text) = self.names.defines.get(name.text)?;
        let kinds = self.names.metamodel.kinds_named(kind)?;
        self.warn_of_impossible(trail.kinds, kinds, name);
        let mut wrong = Vec::new();
        let condition = parse::predicate(text, &mut wrong);
        if !wrong.is_empty() {
            return None;
        }
        let at = self.span(span);
        trail.keep_kinds(at, kinds);
        let outside = (std::mem::replace(&mut self.text, text), self.used_at.replace(at));
        let outer_items = std::mem::replace(&mut self.foreign_items, self.items.len());
        self.expanding.push(name.text.to_string());
        let holds = self.condition(&condition, Scope { here: trail.kinds, subject: None, members: None, role: scope.role });
        self.expanding.pop();
        (self.text, self.used_at) = outside;
        self.foreign_items = outer_items;
        self.keep(trail, span, holds?);
        Some(())
    }

    // All elements of a kind.

    /// `all[kind][…]`: refused unless an equality in its filters lets an index find the elements.
    fn all(&mut self, path: &syntax::Path<'a>, scope: Scope) -> Option<(Start, Trail)> {
        let mut trail = Trail { many: true, ..Trail::from(self.names.metamodel.all_kinds()) };
        for (at, filter) in path.filters.iter().enumerate() {
            if at == 0 && !self.names_kinds(filter) {
                return self.refuse(catalogue::ALL_NEEDS_KIND.at(filter.span));
            }
            self.filter(&mut trail, filter, scope)?;
        }
        let kinds = trail.kinds;
        let leading = trail.steps.iter().take_while(|step| matches!(step.walk, Walk::Keep(Filter::Kinds(_)))).count();
        trail.steps.drain(..leading);
        let Some((_, key, equals)) = self.best_key(&trail.steps) else {
            let words = path.filters.last().map_or(path.start_span, |last| Span { start: path.start_span.start, end: last.span.end });
            return self.refuse(catalogue::ALL_NEEDS_EQUALITY.at(words));
        };
        Some((Start::All { kinds, key, equals: Box::new(equals) }, trail))
    }

    fn names_kinds(&self, filter: &syntax::Filter<'a>) -> bool {
        match &filter.test {
            FilterTest::Bare(name) => self.names.metamodel.kinds_named(name.text).is_some() || self.names.defines.contains_key(name.text),
            FilterTest::Holds(condition) => matches!(condition.test, syntax::Test::Is { path: None, .. }),
        }
    }

    /// The equality that is likely to find fewest elements.
    fn best_key(&self, steps: &[Step]) -> Option<(u8, Key, Operand)> {
        let filters = steps.iter().filter_map(|step| match &step.walk {
            Walk::Keep(Filter::Holds(holds)) => Some(holds.as_ref()),
            _ => None,
        });
        let mut keys: Vec<_> = filters.flat_map(conjuncts).filter_map(|predicate| self.key(&predicate.test)).collect();
        keys.sort_by_key(|(rank, ..)| std::cmp::Reverse(*rank));
        keys.into_iter().next()
    }

    fn key(&self, test: &Test) -> Option<(u8, Key, Operand)> {
        let Test::Compare { left, operator: Comparison::Equal, right } = test else { return None };
        let keys = [(left, right), (right, left)].map(|(key, equals)| {
            let (rank, key) = self.indexed(key)?;
            known_beforehand(equals).then(|| (rank, key, equals.clone()))
        });
        keys.into_iter().flatten().next()
    }

    /// What an index knows, with how few elements an equality of it finds: more is better.
    fn indexed(&self, operand: &Operand) -> Option<(u8, Key)> {
        match operand {
            Operand::Attribute(values) if values.path.start == Start::Here && values.path.steps.is_empty() => {
                let kinds = values.attributes.iter().map(|attribute| self.names.metamodel.attribute(*attribute).kind);
                let rank = kinds.map(rank).min().filter(|rank| *rank > 0)?;
                Some((rank, Key::Attribute(values.attributes.clone())))
            }
            Operand::Element(path) if path.start == Start::Here => match path.steps.as_slice() {
                [Step { walk: Walk::Link(links), .. }] => Some((3, Key::Link(links.clone()))),
                _ => None,
            },
            _ => None,
        }
    }
}

/// How well an attribute of a type tells elements apart; 0 for types whose equal values may be written differently.
fn rank(kind: AttributeType) -> u8 {
    match kind {
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence => 4,
        AttributeType::Enum | AttributeType::Integer | AttributeType::Money | AttributeType::Date | AttributeType::Year => 2,
        AttributeType::Bool => 1,
        AttributeType::Localized | AttributeType::Number | AttributeType::Version | AttributeType::EnumList | AttributeType::StringList => {
            0
        }
    }
}

/// Known before any element is looked at.
fn known_beforehand(operand: &Operand) -> bool {
    match operand {
        Operand::Literal(_) | Operand::Today | Operand::Parameter { .. } => true,
        Operand::Attribute(AttributePath { path, .. }) | Operand::Element(path) => {
            matches!(path.start, Start::Subject | Start::Item(_) | Start::Next(_))
        }
        Operand::Count(_) | Operand::Aggregate(..) => false,
        Operand::Times(factor, number) => known_beforehand(factor) && known_beforehand(number),
        Operand::Shifted(shifted) => known_beforehand(&shifted.date) && shifted.shifts.iter().all(|shift| known_beforehand(&shift.amount)),
    }
}

/// What must hold for the predicate to hold.
fn conjuncts(predicate: &Predicate) -> Vec<&Predicate> {
    match &predicate.test {
        meant::Test::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![predicate],
    }
}

fn plain_name<'a>(step: &syntax::Step<'a>) -> Option<Name<'a>> {
    match step.head {
        Head::Name(name) if step.filters.is_empty() && step.repeat.is_none() => Some(name),
        _ => None,
    }
}
