//! Draws worlds, predicates and facts from a tape of numbers, so that a shorter tape is a simpler case and proptest
//! can find the simplest one that breaks a promise. Past its end a tape is all zeros, and zero is always a leaf.

use jiff::civil::{Date, date};

use super::world::{CURRENT, Handmade, TARGET, kinds, links_of};
use crate::fragment::States;
use crate::language::meant::{
    AttributePath, Collection, Comparison, Counted, Filter, Key, Literal, Operand, Path, Predicate, Set, SetRelation, Start, Step, Test, Version, Walk,
};
use crate::language::world::{Node, Rest, Said, World};
use crate::metamodel::{AttributeId, AttributeType, KindId, KindSet, LinkId, Metamodel};
use crate::place::Span;
use crate::value::Value;

pub const TODAY: Date = date(2026, 3, 1);

/// What hand-made worlds are made of.
const KINDS: &str = "system flow gateway platform agency software justification";
const LINKS: [&str; 12] =
    ["depends-on", "owner", "via", "source", "target", "built-on", "instance-of", "replaces", "part-of", "delegates-to", "about", "realises"];
const ATTRIBUTES: [&str; 20] = [
    "lifecycle", "human-users", "contours", "commissioned", "active-users", "required-capacity", "code", "state-secret", "scope", "role",
    "type", "planned", "version", "minimum-version", "legs-outside", "ends", "id", "state", "name", "geospatial",
];

pub struct Tape<'t> {
    numbers: &'t [u16],
    at: usize,
}

impl Tape<'_> {
    pub fn new(numbers: &[u16]) -> Tape<'_> {
        Tape { numbers, at: 0 }
    }

    pub fn below(&mut self, bound: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if bound == 0 { 0 } else { number as usize % bound }
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == bound - 1
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len());
        from.get(at).cloned()
    }
}

fn metamodel() -> &'static Metamodel {
    Metamodel::standard()
}

/// The links that hand-made worlds use of a kind.
fn used_links(kind: KindId) -> Vec<LinkId> {
    links_of(kind).into_iter().filter(|link| LINKS.contains(&metamodel().link(*link).name.as_str())).collect()
}

fn used_attributes(kind: KindId) -> Vec<AttributeId> {
    ATTRIBUTES.iter().filter_map(|name| metamodel().attribute_of(kind, name)).collect()
}

fn is_built_in(attribute: AttributeId) -> bool {
    ["id", "state", "name"].contains(&metamodel().attribute(attribute).name.as_str())
}

// Worlds.

pub fn world(tape: &mut Tape) -> Handmade {
    let all: Vec<KindId> = kinds(KINDS).iter().collect();
    let mut world = Handmade { two_states: tape.one_in(3), ..Handmade::new() };
    for number in 0..3 + tape.below(4) {
        let kind = tape.pick(&all).unwrap_or(all[0]);
        let home = match tape.below(5) {
            0 | 1 => Some(CURRENT),
            4 if number > 0 => None,
            _ if !world.two_states => Some(CURRENT),
            _ => Some(TARGET),
        };
        let index = world.put(kind, home);
        let earlier = |other: &usize| world.made[*other].home == Some(CURRENT) && world.made[*other].kind == kind;
        let same = (0..number).filter(earlier).find(|other| !world.made[..number].iter().any(|made| made.home == Some(TARGET) && made.element == *other as u32));
        if let (Some(same), Some(TARGET)) = (same, home) {
            world.made[index as usize].element = same as u32;
        }
    }
    world.vouched = all.iter().copied().filter(|_| tape.one_in(4)).collect();
    for index in 0..world.made.len() as u32 {
        state_some(&mut world, index, tape);
    }
    world.seal()
}

fn state_some(world: &mut Handmade, index: u32, tape: &mut Tape) {
    let kind = world.at(index).kind;
    if tape.one_in(2) {
        world.made[index as usize].names[tape.below(3)] = ["a", "b"][tape.below(2)].to_string();
    }
    for attribute in used_attributes(kind).into_iter().filter(|attribute| !is_built_in(*attribute)) {
        let value = match tape.below(4) {
            0 => continue,
            1 => Value::None,
            _ => value(attribute, tape),
        };
        world.made[index as usize].attributes.insert(attribute, value);
    }
    for link in used_links(kind) {
        match tape.below(4) {
            0 if tape.one_in(3) => drop(world.drawn.insert((index, link))),
            0 => {}
            1 => drop(world.made[index as usize].links.insert(link, Vec::new())),
            _ => {
                let mut ends: Vec<Option<u32>> = ends(world, index, link, tape).into_iter().map(Some).collect();
                // A plea that names nothing is none: see the note on unresolved pleas in `ask`.
                if tape.one_in(6) && !metamodel().kind(kind).plea && (metamodel().link(link).many || ends.is_empty()) {
                    ends.push(None);
                }
                world.made[index as usize].links.insert(link, ends);
            }
        }
    }
}

/// Some elements the link may lead to: of the same state or of the context.
fn ends(world: &Handmade, index: u32, link: LinkId, tape: &mut Tape) -> Vec<u32> {
    let meaning = metamodel().link(link);
    let home = world.at(index).home;
    let could: Vec<u32> = (0..world.made.len() as u32)
        .filter(|end| meaning.to.contains(world.at(*end).kind) && (world.at(*end).home.is_none() || world.at(*end).home == home))
        .collect();
    let wanted = if meaning.many { tape.below(3) } else { tape.below(2) };
    let mut ends: Vec<u32> = (0..=wanted).filter_map(|_| tape.pick(&could)).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.truncate(if meaning.many { 3 } else { 1 });
    ends
}

/// One of few values, so that equal ones meet.
fn value(attribute: AttributeId, tape: &mut Tape) -> Value {
    let meaning = metamodel().attribute(attribute);
    let texts = ["a", "b", "c"];
    match meaning.kind {
        AttributeType::Enum => Value::Word(tape.pick(&meaning.values).expect("an enum has values")),
        AttributeType::EnumList => {
            let (first, second) = (tape.below(meaning.values.len()), tape.below(meaning.values.len()));
            let mut words = vec![meaning.values[first], meaning.values[second]];
            words.dedup();
            Value::Words(words.into())
        }
        AttributeType::Bool => Value::Bool(tape.one_in(2)),
        AttributeType::Integer | AttributeType::Money => Value::Integer(tape.below(4) as i64),
        AttributeType::Year => Value::Integer(2025 + tape.below(3) as i64),
        AttributeType::Number => Value::Number([0.0, 1.0, 1.5, 2.0][tape.below(4)]),
        AttributeType::Date => Value::Date([date(2026, 2, 28), TODAY, date(2027, 1, 1)][tape.below(3)]),
        AttributeType::Version => Value::Text(["1", "1.0", "2", "v2.1", "2019 R2"][tape.below(5)].into()),
        AttributeType::StringList => Value::Texts([texts[tape.below(3)].into()].into()),
        AttributeType::Localized => Value::Localized(Box::new(["a".into(), "".into(), "".into()])),
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence => Value::Text(texts[tape.below(3)].into()),
    }
}

// Facts that a world lacks.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    Attribute(u32, AttributeId),
    Link(u32, LinkId),
}

/// What is unknown of the world's elements. What an excuse is about is no missing fact: stating it makes a new excuse.
pub fn lacking(world: &Handmade) -> Vec<Lacking> {
    let mut found = Vec::new();
    for index in 0..world.made.len() as u32 {
        let (node, kind) = (world.node(index), world.at(index).kind);
        let unknown = |attribute: &AttributeId| world.attribute(node, *attribute) == Said::Unknown;
        found.extend(used_attributes(kind).into_iter().filter(unknown).map(|attribute| Lacking::Attribute(index, attribute)));
        let open = |link: &LinkId| world.ends(node, *link, &mut |_| {}) == Rest::Unknown && !metamodel().kind(kind).plea;
        found.extend(used_links(kind).into_iter().filter(open).map(|link| Lacking::Link(index, link)));
    }
    found
}

/// States a fact, one way or another; a link keeps the ends it has.
pub fn state_fact(world: &mut Handmade, lacking: Lacking, tape: &mut Tape) {
    match lacking {
        Lacking::Attribute(index, attribute) => {
            let value = if tape.one_in(4) { Value::None } else { value(attribute, tape) };
            world.made[index as usize].attributes.insert(attribute, value);
        }
        Lacking::Link(index, link) => {
            let mut stated: Vec<Option<u32>> = world.at(index).links.get(&link).cloned().unwrap_or_default();
            stated.retain(Option::is_some);
            if tape.below(4) > 0 && (metamodel().link(link).many || stated.is_empty()) {
                stated.extend(ends(world, index, link, tape).into_iter().map(Some));
            }
            stated.sort_unstable();
            stated.dedup();
            world.made[index as usize].links.insert(link, stated);
        }
    }
}

// Predicates.

/// What is known where a predicate stands.
#[derive(Clone, Copy)]
pub struct Scope {
    pub here: KindSet,
    pub subject: KindSet,
    /// Whether a group is judged, whose members are systems.
    pub group: bool,
    pub depth: usize,
}

impl Scope {
    fn inside(self, here: KindSet) -> Scope {
        Scope { here, depth: self.depth.saturating_sub(1), ..self }
    }
}

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

/// Attributes of one family compare.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bool,
    Number,
    Date,
    Enum,
    Text,
    Version,
    Localized,
}

fn family(attribute: AttributeId) -> Family {
    match metamodel().attribute(attribute).kind {
        AttributeType::Bool => Family::Bool,
        AttributeType::Integer | AttributeType::Number | AttributeType::Money | AttributeType::Year => Family::Number,
        AttributeType::Date => Family::Date,
        AttributeType::Enum | AttributeType::EnumList => Family::Enum,
        AttributeType::Version => Family::Version,
        AttributeType::Localized => Family::Localized,
        AttributeType::String | AttributeType::Text | AttributeType::Url | AttributeType::Evidence | AttributeType::StringList => Family::Text,
    }
}

fn is_list(attribute: AttributeId) -> bool {
    metamodel().attribute(attribute).kind.is_list()
}

pub fn predicate(tape: &mut Tape, scope: Scope) -> Predicate {
    let leaf = if scope.depth == 0 { 8 } else { 19 };
    let test = match tape.below(leaf) {
        0 => None,
        1 => holds(tape, scope),
        2 | 3 => compare_value(tape, scope),
        4 => among(tape, scope),
        5 => Some(is(tape, scope)),
        6 => Some(Test::InState(if tape.one_in(2) { States::TARGET } else { States::CURRENT })),
        7 => attribute_path(tape, scope, |_| true, true).map(Test::Has),
        8 => Some(Test::All(several(tape, scope))),
        9 => Some(Test::Any(several(tape, scope))),
        10 => Some(Test::Not(Box::new(predicate(tape, scope.inside(scope.here))))),
        11 | 12 => Some(Test::Some(path(tape, scope, false))),
        13 => Some(Test::No(path(tape, scope, false))),
        14 | 15 => Some(every(tape, scope)),
        16 => count(tape, scope),
        17 => compare_elements(tape, scope),
        _ => sets(tape, scope),
    };
    let test = test.unwrap_or_else(|| Test::Has(bare(scope.here, "id")));
    Predicate { span: Span::default(), test }
}

fn several(tape: &mut Tape, scope: Scope) -> Vec<Predicate> {
    (0..2 + tape.below(2)).map(|_| predicate(tape, scope.inside(scope.here))).collect()
}

fn every(tape: &mut Tape, scope: Scope) -> Test {
    let path = path(tape, scope, false);
    let holds = Box::new(predicate(tape, scope.inside(path.kinds)));
    Test::Every { path, holds, over_nothing: tape.one_in(2) }
}

fn is(tape: &mut Tape, scope: Scope) -> Test {
    let path = path(tape, scope, true);
    Test::Is { kinds: some_kinds(tape, path.kinds), path }
}

fn some_kinds(tape: &mut Tape, of: KindSet) -> KindSet {
    let used: Vec<KindId> = of.intersection(kinds(KINDS)).iter().collect();
    let first = tape.pick(&used).map_or(of, KindSet::of);
    if tape.one_in(3) { first.union(tape.pick(&used).map_or(of, KindSet::of)) } else { first }
}

fn holds(tape: &mut Tape, scope: Scope) -> Option<Test> {
    attribute_path(tape, scope, |attribute| family(attribute) == Family::Bool, true).map(Test::Holds)
}

fn compare_value(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let comparable = |attribute| family(attribute) != Family::Localized && !is_list(attribute);
    let path = attribute_path(tape, scope, comparable, true)?;
    let wanted = family(path.attributes[0]);
    let operator = operator(tape, matches!(wanted, Family::Number | Family::Date | Family::Version));
    let other = other_side(tape, scope, path.attributes[0]);
    let own = Operand::Attribute(path);
    Some(if tape.one_in(3) { Test::Compare { left: other, operator, right: own } } else { Test::Compare { left: own, operator, right: other } })
}

fn other_side(tape: &mut Tape, scope: Scope, attribute: AttributeId) -> Operand {
    let texts = |family| matches!(family, Family::Text | Family::Version);
    let same = |other| !is_list(other) && (family(other) == family(attribute) || texts(family(other)) && texts(family(attribute)));
    match tape.below(6) {
        1 if family(attribute) == Family::Date => return Operand::Today,
        2 => return Operand::Parameter { name: "given".to_string(), value: tape.one_in(2).then(|| literal(tape, attribute)) },
        3 | 4 => {
            if let Some(path) = attribute_path(tape, scope, same, true) {
                return Operand::Attribute(path);
            }
        }
        // Never a year: the plain evaluator tries every count there may be, and stops long before.
        5 if matches!(metamodel().attribute(attribute).kind, AttributeType::Integer | AttributeType::Number) => return Operand::Count(Counted::Elements(path(tape, scope, false))),
        _ => {}
    }
    Operand::Literal(literal(tape, attribute))
}

fn literal(tape: &mut Tape, attribute: AttributeId) -> Literal {
    match value(attribute, tape) {
        Value::Bool(value) => Literal::Bool(value),
        Value::Integer(value) if tape.one_in(3) => Literal::Number(value as f64 + [0.0, 0.5][tape.below(2)]),
        Value::Integer(value) => Literal::Integer(value),
        Value::Number(value) => Literal::Number(value),
        Value::Date(value) => Literal::Date(value),
        Value::Word(value) => Literal::Word(value),
        Value::Words(values) => Literal::Word(values[0]),
        Value::Text(value) => Literal::Text(value.to_string()),
        Value::Texts(values) => Literal::Text(values[0].to_string()),
        Value::None | Value::Localized(_) => Literal::Bool(true),
    }
}

fn operator(tape: &mut Tape, ordered: bool) -> Comparison {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let all = [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual];
    all[tape.below(if ordered { 6 } else { 2 })]
}

fn among(tape: &mut Tape, scope: Scope) -> Option<Test> {
    if tape.one_in(4) && scope.depth > 0 {
        let what = Operand::Element(path(tape, scope, true));
        return Some(Test::In { what, within: Collection::Elements(path(tape, scope, false)) });
    }
    let comparable = |attribute| !matches!(family(attribute), Family::Localized);
    let many = attribute_path(tape, scope, comparable, false)?;
    let example = many.attributes[0];
    let what = match attribute_path(tape, scope, |other| !is_list(other) && family(other) == family(example), true) {
        Some(path) if tape.one_in(2) => Operand::Attribute(path),
        _ => Operand::Literal(literal(tape, example)),
    };
    let literals: Vec<Literal> = (0..1 + tape.below(2)).map(|_| literal(tape, example)).collect();
    let within = match tape.below(5) {
        0 => Collection::Literals(literals),
        1 => Collection::List { name: "list".to_string(), values: tape.one_in(2).then_some(literals) },
        _ => Collection::Values(many),
    };
    Some(Test::In { what, within })
}

fn count(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let counted = match tape.below(3) {
        0 => Counted::Values(attribute_path(tape, scope, |attribute| family(attribute) != Family::Version, false)?),
        _ => Counted::Elements(path(tape, scope, false)),
    };
    let right = match tape.below(4) {
        0 => Operand::Count(Counted::Elements(path(tape, scope, false))),
        1 => Operand::Literal(Literal::Number([0.5, 1.0, 2.5][tape.below(3)])),
        _ => Operand::Literal(Literal::Integer(tape.below(4) as i64)),
    };
    let (left, operator) = (Operand::Count(counted), operator(tape, true));
    Some(if tape.one_in(4) { Test::Compare { left: right, operator, right: left } } else { Test::Compare { left, operator, right } })
}

fn compare_elements(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let (left, right) = (Operand::Element(path(tape, scope, true)), Operand::Element(path(tape, scope, true)));
    Some(Test::Compare { left, operator: operator(tape, false), right })
}

fn sets(tape: &mut Tape, scope: Scope) -> Option<Test> {
    let relation = [SetRelation::Overlaps, SetRelation::Within, SetRelation::SameAs][tape.below(3)];
    if tape.one_in(2) {
        let (left, right) = (Set::Elements(path(tape, scope, false)), Set::Elements(path(tape, scope, false)));
        return Some(Test::Sets { left, relation, right });
    }
    let in_sets = |attribute| !matches!(family(attribute), Family::Version | Family::Localized);
    let left = attribute_path(tape, scope, in_sets, false)?;
    let wanted = family(left.attributes[0]);
    let right = attribute_path(tape, scope, |other| in_sets(other) && family(other) == wanted, false)?;
    Some(Test::Sets { left: Set::Values(left), relation, right: Set::Values(right) })
}

// Paths.

fn here(kinds: KindSet) -> Path {
    Path { span: Span::default(), start: Start::Here, steps: Vec::new(), kinds, many: false }
}

/// An attribute of the element at hand.
fn bare(kinds: KindSet, name: &str) -> AttributePath {
    AttributePath { span: Span::default(), path: here(kinds), attributes: meant(kinds, name) }
}

fn meant(kinds: KindSet, name: &str) -> Vec<AttributeId> {
    let mut attributes: Vec<AttributeId> = kinds.iter().filter_map(|kind| metamodel().attribute_of(kind, name)).collect();
    attributes.sort_unstable();
    attributes.dedup();
    attributes
}

/// A path to an attribute of one type, where there is one that will do.
fn attribute_path(tape: &mut Tape, scope: Scope, will_do: impl Fn(AttributeId) -> bool, single: bool) -> Option<AttributePath> {
    let path = if tape.one_in(2) { path(tape, scope, single) } else { here(scope.here) };
    let of_one_type = |name: &&str| {
        let attributes = meant(path.kinds.intersection(kinds(KINDS)), name);
        let first = attributes.first().copied();
        first.is_some_and(|first| attributes.iter().all(|other| will_do(*other) && family(*other) == family(first) && is_list(*other) == is_list(first)))
    };
    let names: Vec<&str> = ATTRIBUTES.into_iter().filter(|name| of_one_type(&name)).collect();
    let attributes = meant(path.kinds.intersection(kinds(KINDS)), tape.pick(&names)?);
    Some(AttributePath { span: Span::default(), path, attributes })
}

fn path(tape: &mut Tape, scope: Scope, single: bool) -> Path {
    let (start, mut trail) = match tape.below(8) {
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
    let wanted = some_kinds(tape, kinds(KINDS));
    let mut trail = Trail { kinds: wanted, steps: Vec::new() };
    let of_subject = |path: Path| Path { start: Start::Subject, ..path };
    let subject = Scope { here: scope.subject, ..scope };
    let indexed = |attribute| matches!(family(attribute), Family::Text | Family::Enum | Family::Bool | Family::Number | Family::Date) && !is_list(attribute);
    let whole = |attribute| metamodel().attribute(attribute).kind != AttributeType::Number && indexed(attribute);
    let own = attribute_path(&mut Tape::new(&[0, tape.below(16) as u16]), Scope { here: wanted, ..scope }, whole, true).expect("all have an id");
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
    if tape.one_in(4) && !trail.kinds.intersection(kinds(KINDS)).is_empty() {
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
    let names: Vec<&str> = LINKS.into_iter().filter(|name| !of(&name).is_empty()).collect();
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
    let everything = kinds(KINDS).union(trail.kinds);
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

/// Members of a group: some systems of the subject's state.
pub fn members(world: &Handmade, subject: Node, tape: &mut Tape) -> Vec<(Node, bool)> {
    let systems = kinds("system");
    let of_kind = world.population(subject.layer).into_iter().filter(|node| systems.contains(world.kind(*node)));
    of_kind.map(|node| (node, tape.one_in(2))).collect()
}
