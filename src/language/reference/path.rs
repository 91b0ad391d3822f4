//! Draws paths: over links and against them, through states, filters, branches and closures, or from `all`.

use super::question::{Family, Scope, family, is_list, literal, predicate};
use super::tape::{ATTRIBUTES, LINKS, Tape, metamodel, used_kinds};
use super::world::kinds;
use crate::language::meant::{AttributePath, Comparison, Filter, Key, Operand, Path, Predicate, Start, Step, Test, Version, Walk};
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId};
use crate::place::Span;

/// A path while it is put together, as the compiler does.
struct Trail {
    kinds: KindSet,
    steps: Vec<Step>,
}

impl Trail {
    fn push(&mut self, walk: Walk, reach: KindSet) {
        self.steps.push(Step { span: Span::default(), walk, reach });
        self.kinds = reach;
    }

    fn keep_kinds(&mut self, kinds: KindSet) {
        let filters = self.steps.iter().rev().take_while(|step| matches!(step.walk, Walk::Keep(_))).count();
        let from = self.steps.len().saturating_sub(filters + 1);
        self.steps[from..].iter_mut().for_each(|step| step.reach = step.reach.intersection(kinds));
        self.push(Walk::Keep(Filter::Kinds(kinds)), self.kinds.intersection(kinds));
    }
}

fn here(kinds: KindSet) -> Path {
    Path { span: Span::default(), start: Start::Here, steps: Vec::new(), kinds, many: false }
}

/// An attribute of the element at hand.
pub fn bare(kinds: KindSet, name: &str) -> AttributePath {
    AttributePath { span: Span::default(), path: here(kinds), attributes: meant(kinds, name) }
}

fn meant(kinds: KindSet, name: &str) -> Vec<AttributeId> {
    let mut attributes: Vec<AttributeId> = kinds.iter().filter_map(|kind| metamodel().attribute_of(kind, name)).collect();
    attributes.sort_unstable();
    attributes.dedup();
    attributes
}

pub fn some_kinds(tape: &mut Tape, of: KindSet) -> KindSet {
    let used: Vec<KindId> = of.intersection(used_kinds()).iter().collect();
    let first = tape.pick(&used).map_or(of, KindSet::of);
    if tape.one_in(3) { first.union(tape.pick(&used).map_or(of, KindSet::of)) } else { first }
}

/// A path to an attribute of one type, where there is one that will do.
pub fn attribute_path(tape: &mut Tape, scope: Scope, will_do: impl Fn(AttributeId) -> bool, single: bool) -> Option<AttributePath> {
    let path = if tape.one_in(2) { path(tape, scope, single) } else { here(scope.here) };
    let of_one_type = |name: &&str| {
        let attributes = meant(path.kinds.intersection(used_kinds()), name);
        let first = attributes.first().copied();
        first.is_some_and(|first| {
            attributes.iter().all(|other| will_do(*other) && family(*other) == family(first) && is_list(*other) == is_list(first))
        })
    };
    let names: Vec<&str> = ATTRIBUTES.into_iter().filter(|name| of_one_type(name)).collect();
    let attributes = meant(path.kinds.intersection(used_kinds()), tape.pick(&names)?);
    Some(AttributePath { span: Span::default(), path, attributes })
}

pub fn path(tape: &mut Tape, scope: Scope, single: bool) -> Path {
    let (start, mut trail) = match tape.below(9) {
        8 if let Some((number, kinds)) = scope.item => (Start::Item(number), Trail { kinds, steps: Vec::new() }),
        5 => (Start::Subject, Trail { kinds: scope.subject, steps: Vec::new() }),
        6 if scope.group && !single => (Start::Members, Trail { kinds: kinds("system"), steps: Vec::new() }),
        7 if scope.group && !single && tape.one_in(2) => (Start::WasMembers, Trail { kinds: kinds("system"), steps: Vec::new() }),
        7 if !single && scope.depth > 0 => all(tape, scope),
        _ => (Start::Here, Trail { kinds: scope.here, steps: Vec::new() }),
    };
    let least = usize::from(start == Start::Here && !single);
    for _ in 0..least + tape.below(3) {
        step(tape, scope, &mut trail, single, 1);
    }
    Path { span: Span::default(), start, many: !single, kinds: trail.kinds, steps: trail.steps }
}

/// `all[kind][attribute = …]` or `all[kind][link = …]`.
fn all(tape: &mut Tape, scope: Scope) -> (Start, Trail) {
    let wanted = some_kinds(tape, used_kinds());
    let mut trail = Trail { kinds: wanted, steps: Vec::new() };
    let of_subject = |path: Path| Path { start: Start::Subject, ..path };
    let subject = Scope { here: scope.subject, ..scope };
    let indexed = |attribute| {
        matches!(family(attribute), Family::Text | Family::Enum | Family::Bool | Family::Number | Family::Date) && !is_list(attribute)
    };
    let whole = |attribute| metamodel().attribute(attribute).kind != AttributeType::Number && indexed(attribute);
    let own =
        attribute_path(&mut Tape::new(&[0, tape.below(16) as u16]), Scope { here: wanted, ..scope }, whole, true).expect("all have an id");
    let owner = metamodel().link_of(wanted.iter().next().unwrap_or(KindId(0)), "owner");
    let (key, left, equals) = match (owner, tape.below(3)) {
        (Some(owner), 0) => {
            let step = Step { span: Span::default(), walk: Walk::Link(vec![owner]), reach: metamodel().link(owner).to };
            let left = Path { steps: vec![step], kinds: metamodel().link(owner).to, ..here(wanted) };
            let right = Operand::Element(of_subject(agency_of(tape, scope.subject)));
            (Key::Link(vec![owner]), Operand::Element(left), right)
        }
        _ => {
            let first = own.attributes[0];
            let same = |other| !is_list(other) && family(other) == family(first);
            let right = match attribute_path(tape, subject, same, true) {
                Some(path) if path.path.start == Start::Here => Operand::Attribute(AttributePath { path: of_subject(path.path), ..path }),
                _ => Operand::Literal(literal(tape, first)),
            };
            (Key::Attribute(own.attributes.clone()), Operand::Attribute(own), right)
        }
    };
    let test = Test::Compare { left, operator: Comparison::Equal, right: equals.clone() };
    let holds = Predicate { span: Span::default(), test };
    trail.push(Walk::Keep(Filter::Holds(Box::new(holds))), wanted);
    (Start::All { kinds: wanted, key, equals: Box::new(equals) }, trail)
}

/// A path to one agency: the element itself, what it is part of, or its owner.
fn agency_of(tape: &mut Tape, kinds_here: KindSet) -> Path {
    let agency = kinds("agency");
    let itself = kinds_here == agency;
    let name = if itself { "part-of" } else { "owner" };
    let links = kinds_here.iter().filter_map(|kind| metamodel().link_of(kind, name)).collect();
    let step = Step { span: Span::default(), walk: Walk::Link(links), reach: agency };
    let steps = if itself && tape.one_in(2) { Vec::new() } else { vec![step] };
    Path { steps, kinds: agency, ..here(kinds_here) }
}

/// One more step, if any is possible; then perhaps filters.
fn step(tape: &mut Tape, scope: Scope, trail: &mut Trail, single: bool, nested: usize) {
    let forms = if single { 2 } else { 7 };
    match tape.below(forms) {
        0 => along(tape, trail, single),
        1 if !single || tape.one_in(2) => {
            let version = [Version::Was, Version::Becomes, Version::Approved][tape.below(5).min(2)];
            trail.push(Walk::State(version), trail.kinds);
        }
        1 => along(tape, trail, single),
        2 | 3 => back(tape, trail),
        4 if nested > 0 => closure(tape, scope, trail),
        5 if nested > 0 => either(tape, scope, trail),
        _ => along(tape, trail, single),
    }
    if tape.one_in(4) && !trail.kinds.intersection(used_kinds()).is_empty() {
        let wanted = some_kinds(tape, trail.kinds);
        trail.keep_kinds(wanted);
    }
    if scope.depth > 0 && tape.one_in(4) {
        let holds = predicate(tape, scope.inside(trail.kinds));
        trail.push(Walk::Keep(Filter::Holds(Box::new(holds))), trail.kinds);
    }
}

/// The links of one name on the kinds at hand.
fn along(tape: &mut Tape, trail: &mut Trail, single: bool) {
    let of = |name: &&str| -> Vec<LinkId> {
        let mut links: Vec<LinkId> = trail.kinds.iter().filter_map(|kind| metamodel().link_of(kind, name)).collect();
        links.sort_unstable();
        links.dedup();
        links.retain(|link| !single || !metamodel().link(*link).many);
        links
    };
    let names: Vec<&str> = LINKS.into_iter().filter(|name| !of(name).is_empty()).collect();
    let Some(name) = tape.pick(&names) else { return };
    let links = of(&name);
    let reach = links.iter().fold(KindSet::EMPTY, |reach, link| reach.union(metamodel().link(*link).to));
    trail.push(Walk::Link(links), reach);
}

fn back(tape: &mut Tape, trail: &mut Trail) {
    let leads_here = |link: &LinkId| {
        let meaning = metamodel().link(*link);
        LINKS.contains(&meaning.name.as_str()) && !meaning.to.intersection(trail.kinds).is_empty()
    };
    let links: Vec<LinkId> = (0..metamodel().links.len()).map(|at| LinkId(at as u16)).filter(leads_here).collect();
    let inverse = |link: LinkId| metamodel().link(link).inverse.as_str();
    let Some(first) = tape.pick(&links) else { return };
    let same: Vec<LinkId> = links.into_iter().filter(|link| inverse(*link) == inverse(first)).collect();
    let reach = same.iter().fold(KindSet::EMPTY, |reach, link| reach.union(metamodel().link(*link).from));
    trail.push(Walk::Back(same), reach);
}

fn closure(tape: &mut Tape, scope: Scope, trail: &mut Trail) {
    let everything = used_kinds().union(trail.kinds);
    let mut inner = Trail { kinds: everything, steps: Vec::new() };
    for _ in 0..1 + tape.below(2) {
        step(tape, scope.inside(everything), &mut inner, false, 0);
    }
    let with_start = tape.one_in(2);
    let reach = if with_start { inner.kinds.union(trail.kinds) } else { inner.kinds };
    trail.push(Walk::Closure { steps: inner.steps, with_start }, reach);
}

fn either(tape: &mut Tape, scope: Scope, trail: &mut Trail) {
    let mut branches = Vec::new();
    let mut reach = KindSet::EMPTY;
    for _ in 0..2 + tape.below(2) {
        let mut inner = Trail { kinds: trail.kinds, steps: Vec::new() };
        step(tape, scope.inside(trail.kinds), &mut inner, false, 0);
        reach = reach.union(inner.kinds);
        branches.push(inner.steps);
    }
    trail.push(Walk::Either(branches), reach);
}
