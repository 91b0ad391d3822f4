//! Paths, counts and comparisons in cases small enough to be worked out by hand, or long enough to break a stack.

use jiff::civil::{Date, date};

use super::world::{CURRENT, Handmade, TARGET, compiled, kind, kinds, link};
use crate::language::compile::Role;
use crate::language::evaluate::Evaluator;
use crate::language::explain::{Explained, Witness};
use crate::language::meant::{Counted, Operand, Test};
use crate::language::truth::Truth;
use crate::value::Value;

fn explained(world: &Handmade, index: u32, text: &str) -> Explained {
    let predicate = compiled(Role::Full, world.at(index).kind, text);
    Evaluator::new(world, world.node(index), super::tape::TODAY).explain(&predicate, world.node(index))
}

/// Systems that each depend on the next; the last on those given.
fn chain(length: u32, last: &[u32]) -> Handmade {
    let mut world = Handmade::new();
    for _ in 0..length {
        world.add("system");
    }
    for index in 0..length - 1 {
        world.link(index, "depends-on", &[index + 1]);
    }
    world.link(length - 1, "depends-on", last);
    world.state(length - 1, "lifecycle", Value::Word(super::world::word("retired")));
    world.seal()
}

#[test]
fn ten_thousand_steps_are_walked_and_explained() {
    let world = chain(10_000, &[]);
    assert_eq!(world.ask(0, "count depends-on+ = 9999"), Truth::True);
    assert_eq!(world.ask(0, "count depends-on* = 10000"), Truth::True);
    assert_eq!(world.ask(0, "some depends-on+[lifecycle = 'retired']"), Truth::True);
    assert_eq!(world.ask(0, "self in depends-on+"), Truth::False);
    let why = explained(&world, 0, "every depends-on+: lifecycle != 'retired'");
    assert_eq!(why.truth, Truth::False);
    assert_eq!(why.children[0].about, Some(world.node(9_999)), "the one that fails is told first");
}

#[test]
fn a_circle_of_ten_thousand_ends_where_it_began() {
    let world = chain(10_000, &[0]);
    assert_eq!(world.ask(0, "self in depends-on+"), Truth::True);
    assert_eq!(world.ask(0, "count depends-on+ = 10000"), Truth::True);
}

#[test]
fn circles_end_with_plus_and_with_star() {
    for length in 1..5 {
        let world = chain(length, &[0]);
        let all = format!("count depends-on+ = {length}");
        let questions = [("self in depends-on+", 't'), ("self in depends-on*", 't'), (all.as_str(), 't')];
        world.expect(0, "it depends on itself", &questions);
        let all = format!("count depends-on* = {length}");
        world.expect(length - 1, "it depends on itself", &[(all.as_str(), 't'), ("count (depends-on | needed-by)+ >= 1", 't')]);
    }
    let straight = chain(3, &[]);
    straight.expect(0, "nothing leads back", &[("self in depends-on+", 'f'), ("self in depends-on*", 't'), ("count depends-on* = 3", 't')]);
    straight.expect(2, "it is the last", &[("some depends-on+", 'f'), ("count depends-on* = 1", 't'), ("count needed-by+ = 2", 't')]);
}

#[test]
fn a_circle_with_an_opening_is_open() {
    let mut world = Handmade::new();
    let (first, second, third) = (world.add("system"), world.add("system"), world.add("system"));
    world.link(first, "depends-on", &[second]);
    world.link(second, "depends-on", &[first, third]);
    let world = world.seal();
    world.expect(
        first,
        "the third is silent",
        &[
            ("self in depends-on+", 't'),
            ("count depends-on+ >= 3", 't'),
            ("count depends-on+ = 3", 'u'),
            ("every depends-on+: has id", 'u'),
        ],
    );
}

#[test]
fn a_certain_way_makes_certain_what_a_possible_way_reached_first() {
    let mut world = Handmade::new();
    let (first, second, third) = (world.add("system"), world.add("system"), world.add("system"));
    world.link(first, "depends-on", &[second, third]);
    world.link(second, "depends-on", &[third]);
    world.link(third, "depends-on", &[]);
    world.state(third, "human-users", Value::Bool(true));
    let world = world.seal();
    // Whether the second has users is unknown, so the way over it is only possible.
    assert_eq!(world.ask(first, "some (depends-on[human-users])+[id = 'e2']"), Truth::True);
    assert_eq!(world.ask(first, "count (depends-on[human-users])+ >= 1"), Truth::True);
    assert_eq!(world.ask(first, "count (depends-on[human-users])+ = 2"), Truth::Unknown);
    assert_eq!(world.ask(first, "count (depends-on[human-users].depends-on | depends-on) = 2"), Truth::True, "counted once");
    let path = "count (depends-on[human-users].depends-on | depends-on) = 2";
    let Test::Compare { left: Operand::Count(Counted::Elements(path)), .. } = compiled(Role::Full, kind("system"), path).test else {
        panic!("it counts elements");
    };
    let reached = Evaluator::new(&world, world.node(first), super::tape::TODAY).reach(&path, world.node(first));
    assert_eq!(reached.nodes, [(world.node(third), true), (world.node(second), true)], "in walking order, each once");
}

#[test]
fn what_lies_behind_it_becomes_certain_too() {
    let mut world = Handmade::new();
    let systems: Vec<u32> = (0..5).map(|_| world.add("system")).collect();
    for (from, to) in [(0, vec![1, 4]), (1, vec![2]), (2, vec![3]), (3, vec![]), (4, vec![2])] {
        world.link(from, "depends-on", &to);
    }
    for system in &systems[2..] {
        world.state(*system, "human-users", Value::Bool(true));
    }
    // Over the second, of which nobody knows whether it has users, the third is only possible; over the fifth certain.
    assert_eq!(world.seal().ask(0, "count (depends-on[human-users])+ >= 3"), Truth::True);
}

#[test]
fn who_may_be_a_member_decides_nothing() {
    let mut world = Handmade::new();
    let (first, second) = (world.add("system"), world.add("system"));
    world.link(first, "depends-on", &[second]);
    world.link(second, "depends-on", &[]);
    world.state(second, "lifecycle", Value::Word(super::world::word("retired")));
    world.seal().expect(
        first,
        "whether the second has users is unknown",
        &[
            ("every depends-on[human-users]: lifecycle = 'trial'", 'u'),
            ("every depends-on[human-users]: lifecycle = 'retired'", 't'),
            ("some depends-on[human-users]", 'u'),
            ("some depends-on[human-users][lifecycle = 'trial']", 'f'),
            ("'retired' in depends-on[human-users].lifecycle", 'u'),
            ("'trial' in depends-on[human-users].lifecycle", 'f'),
            ("self in depends-on[human-users].needed-by", 'u'),
            ("self in depends-on.needed-by", 't'),
            ("depends-on[human-users] overlaps depends-on", 'u'),
            ("depends-on[human-users] within depends-on", 't'),
            ("depends-on within depends-on[human-users]", 'u'),
            ("depends-on same-as depends-on[human-users]", 'u'),
            ("depends-on[human-users] overlaps needed-by", 'f'),
        ],
    );
}

#[test]
fn every_over_nothing_is_true_in_full_and_where_and_false_in_partial() {
    let world = chain(1, &[]);
    let text = "every depends-on: has owner";
    for (role, expected) in
        [(Role::Full, Truth::True), (Role::Where, Truth::True), (Role::Filter, Truth::True), (Role::Partial, Truth::False)]
    {
        assert_eq!(world.ask_as(role, 0, text), expected, "{role:?}");
    }
    let mut open = Handmade::new();
    open.add("system");
    let open = open.seal();
    for role in [Role::Full, Role::Partial] {
        assert_eq!(open.ask_as(role, 0, text), Truth::Unknown, "there may be something: {role:?}");
    }
    let some = chain(2, &[]);
    for role in [Role::Full, Role::Partial] {
        assert_eq!(some.ask_as(role, 0, "every depends-on: has id"), Truth::True, "{role:?}");
        assert_eq!(some.ask_as(role, 0, "every depends-on: id = 'e0'"), Truth::False, "{role:?}");
    }
}

#[test]
fn a_count_is_between_what_is_certain_and_what_is_possible() {
    let mut world = Handmade::new();
    let systems: Vec<u32> = (0..4).map(|_| world.add("system")).collect();
    world.link(0, "depends-on", &systems[1..]);
    world.state(1, "human-users", Value::Bool(true));
    world.state(2, "human-users", Value::Bool(false));
    let world = world.seal();
    // One has users, one has none, of one nobody knows: between one and two.
    for (operator, answers) in [("=", "fuuf"), ("!=", "tuut"), ("<", "ffut"), ("<=", "futt"), (">", "tuff"), (">=", "ttuf")] {
        for (number, answer) in answers.chars().enumerate() {
            let question = format!("count depends-on[human-users] {operator} {number}");
            world.expect(0, "it is one or two", &[(question.as_str(), answer)]);
        }
    }
    let more = [
        ("count depends-on[human-users] > 0.5", 't'),
        ("count depends-on[human-users] > 1.5", 'u'),
        ("count depends-on[human-users] < 2.5", 't'),
        ("count depends-on[human-users] = 1.5", 'f'),
        ("count depends-on[human-users] < count depends-on", 't'),
        ("count depends-on[human-users] <= count depends-on.depends-on", 'u'),
        ("count depends-on.depends-on >= 0", 't'),
    ];
    world.expect(0, "it is one or two", &more);
}

#[test]
fn a_count_counts_different_elements_and_different_values() {
    let mut world = Handmade::new();
    let systems: Vec<u32> = (0..4).map(|_| world.add("system")).collect();
    world.link(0, "depends-on", &[1, 2]);
    world.link(1, "depends-on", &[3]);
    world.link(2, "depends-on", &[3]);
    for (system, users) in systems.iter().zip([1, 1, 1, 2]) {
        world.state(*system, "active-users", Value::Integer(users));
        world.state(*system, "required-capacity", Value::Number(users as f64));
    }
    let questions = [
        ("count depends-on.depends-on = 1", 't'),
        ("count depends-on.active-users = 1", 't'),
        ("count depends-on*.active-users = 2", 'u'),
        // A whole number is the same number however its attribute keeps it.
        ("depends-on.active-users same-as depends-on.required-capacity", 't'),
        ("active-users in depends-on.required-capacity", 't'),
    ];
    world.seal().expect(0, "two ways lead to one", &questions);
}

/// A system that depends on others; each with its number and the days of its life, where they are known.
fn lives(others: &[(Option<i64>, Option<Date>, Option<Value>)]) -> Handmade {
    let mut world = Handmade::new();
    let first = world.add("system");
    for (number, start, end) in others {
        let index = world.add("system");
        for (name, value) in
            [("active-users", number.map(Value::Integer)), ("commissioned", start.map(Value::Date)), ("retired", end.clone())]
        {
            if let Some(value) = value {
                world.state(index, name, value);
            }
        }
    }
    let all: Vec<u32> = (1..=others.len() as u32).collect();
    world.link(first, "depends-on", &all);
    world.seal()
}

#[test]
fn steps_stand_in_the_order_of_their_key() {
    let day = |day| Some(date(2026, 1, day));
    let follows = "steps(depends-on, active-users, next.commissioned >= commissioned)";
    let in_order = [(Some(2), day(5), None), (Some(1), day(3), None), (Some(3), day(9), None)];
    lives(&in_order).expect(0, "each is commissioned after the one before", &[(follows, 't')]);
    lives(&[(Some(1), day(5), None), (Some(2), day(3), None)]).expect(0, "the second comes earlier", &[(follows, 'f')]);
    lives(&[(Some(1), day(5), None), (Some(2), None, None)]).expect(0, "nobody knows when", &[(follows, 'u')]);
    lives(&[(Some(1), day(5), None), (None, day(3), None)]).expect(0, "nobody knows in which order", &[(follows, 'u')]);
    lives(&[(None, None, None)]).expect(0, "one alone follows nobody", &[(follows, 't')]);
    lives(&[]).expect(0, "there is none", &[(follows, 't')]);
    let possible = "steps(depends-on[human-users], active-users, next.commissioned >= commissioned)";
    lives(&[(Some(1), day(5), None), (Some(2), day(3), None)]).expect(0, "they may be no steps", &[(possible, 'u')]);
    lives(&in_order).expect(0, "whoever is one comes after", &[(possible, 't')]);
}

#[test]
fn the_pair_that_fails_is_told_first_with_the_next_one() {
    let day = |day| Some(date(2026, 1, day));
    let world = lives(&[(Some(1), day(1), None), (Some(2), day(5), None), (Some(3), day(3), None)]);
    let why = explained(&world, 0, "steps(depends-on, active-users, next.commissioned >= commissioned)");
    let first = &why.children[0];
    assert_eq!((why.truth, first.truth, first.about), (Truth::False, Truth::False, Some(world.node(2))));
    assert!(first.witnesses.contains(&Witness::Element(world.node(3))), "{first:?}");
}

#[test]
fn amounts_and_days_are_told_as_what_they_come_to() {
    let mut world = lives(&[(Some(1), None, None), (Some(4), None, None)]);
    world.state(0, "commissioned", Value::Date(date(2026, 2, 28)));
    let world = world.seal();
    assert!(explained(&world, 0, "sum depends-on.active-users > 5").witnesses.contains(&Witness::Amount(5.0, 5.0)));
    // The third of March is off.
    let why = explained(&world, 0, "commissioned + 2 working-days < today");
    assert!(why.witnesses.contains(&Witness::Date(date(2026, 3, 4))), "{why:?}");
    let items = explained(&world, 0, "every depends-on as other: other.active-users < 4");
    assert_eq!((items.truth, items.children[0].about), (Truth::False, Some(world.node(2))));
}

#[test]
fn who_may_stand_between_two_steps_makes_nothing_false() {
    let mut world =
        lives(&[(Some(1), Some(date(2026, 1, 5)), None), (Some(2), Some(date(2026, 1, 4)), None), (Some(3), Some(date(2026, 1, 3)), None)]);
    for index in [1, 3] {
        world.state(index, "human-users", Value::Bool(true));
    }
    let world = world.seal();
    let next = |text: &str| format!("steps(depends-on[human-users], active-users, {text})");
    let questions =
        [(next("next.commissioned < commissioned"), 't'), (next("next.active-users = 3"), 'u'), (next("next.active-users = 4"), 'u')];
    for (question, answer) in &questions {
        world.expect(0, "the second may have users", &[(question, *answer)]);
    }
}

#[test]
fn periods_leave_no_gap_that_is_too_long() {
    let period = |start: Date, end: Date| (None, Some(start), Some(Value::Date(end)));
    let [january, march] = [period(date(2026, 1, 1), date(2026, 1, 31)), period(date(2026, 3, 1), date(2026, 3, 31))];
    let cover = |longest: &str| format!("periods(depends-on, commissioned, retired) cover {longest}");
    let expect = |world: Handmade, told: &str, questions: &[(&str, char)]| {
        for (longest, answer) in questions {
            world.expect(0, told, &[(cover(longest).as_str(), *answer)]);
        }
    };
    // The last day of February is a month after the last of January.
    expect(
        lives(&[march.clone(), january.clone()]),
        "February is free",
        &[("1 month", 'f'), ("29 days", 't'), ("28 days", 'f'), ("2 months", 't')],
    );
    let long = period(date(2026, 1, 1), date(2026, 12, 31));
    let later = period(date(2026, 12, 20), date(2026, 12, 24));
    expect(lives(&[long, january.clone(), march.clone(), later]), "one goes on all the year", &[("0 days", 't')]);
    let forever = (None, Some(date(2026, 1, 1)), Some(Value::None));
    expect(lives(&[forever, march.clone()]), "one has no end", &[("0 days", 't')]);
    let never = (None, None, None);
    expect(lives(&[never, january.clone()]), "nobody knows when", &[("1 month", 'u')]);
    expect(lives(std::slice::from_ref(&january)), "one alone has no gap", &[("0 days", 't')]);
    expect(lives(&[march, january]), "nobody said how long", &[("param('x') days", 'u')]);
}

#[test]
fn what_a_model_shows_of_an_element_is_always_known() {
    let mut world = Handmade::new();
    let (system, other, alone, flow) = (world.add("system"), world.add("system"), world.add("system"), world.add("flow"));
    world.link(system, "depends-on", &[other]);
    world.made[other as usize].links.insert(link("system", "owner"), vec![None]);
    world.link(flow, "source", &[]);
    let world = world.seal();
    world.expect(system, "it leads to another", &[("orphan", 'f'), ("dangling", 'f'), ("complete", 'f')]);
    world.expect(other, "another leads to it", &[("orphan", 'f'), ("dangling", 't'), ("some needed-by[not dangling]", 't')]);
    world.expect(alone, "it is alone", &[("orphan", 't'), ("dangling", 'f')]);
    world.expect(flow, "it states that there is none", &[("orphan", 't'), ("complete", 'f')]);
}

#[test]
fn versions_compare_by_parts_and_unlike_schemes_are_unknown() {
    let rows = [
        ("2.0", [('=', "2", 't'), ('<', "10", 't'), ('>', "1.9.9", 't'), ('=', "2.0.1", 'f')]),
        ("v9.6.2", [('<', "10", 't'), ('=', "9.6.2", 't'), ('>', "9.6", 't'), ('<', "9.6.2", 'f')]),
        ("2019 R2", [('=', "2020", 'u'), ('<', "2020", 'u'), ('=', "2019 R2", 't'), ('>', "2019 R2", 'f')]),
    ];
    for (version, questions) in rows {
        let mut world = Handmade::new();
        let software = world.add("software");
        world.state(software, "version", Value::Text(version.into()));
        world.state(software, "minimum-version", Value::Text("2".into()));
        let world = world.seal();
        for (operator, other, answer) in questions {
            let (question, other_way) = (format!("version {operator} '{other}'"), format!("'{other}' {} version", mirrored(operator)));
            world.expect(software, version, &[(question.as_str(), answer), (other_way.as_str(), answer)]);
        }
        let known = if version.contains(' ') { 'u' } else { 't' };
        world.expect(software, version, &[("version >= minimum-version", known), ("version in ['2', '9.6.2.0']", known)]);
    }
}

fn mirrored(operator: char) -> char {
    match operator {
        '<' => '>',
        '>' => '<',
        same => same,
    }
}

#[test]
fn states_are_crossed_only_by_their_names() {
    let mut world = Handmade { two_states: true, ..Handmade::new() };
    let old = world.put(kind("system"), Some(CURRENT));
    let helper = world.put(kind("system"), Some(CURRENT));
    let new = world.put(kind("system"), Some(TARGET));
    let fresh = world.put(kind("system"), Some(TARGET));
    world.made[new as usize].element = old;
    world.link(old, "depends-on", &[helper]);
    world.link(helper, "depends-on", &[]);
    world.link(new, "depends-on", &[]);
    world.link(fresh, "depends-on", &[new]);
    let world = world.seal();
    world.expect(
        new,
        "it was there before",
        &[
            ("some was", 't'),
            ("some was.depends-on", 't'),
            ("some depends-on", 'f'),
            ("was = self", 't'),
            ("was.becomes = self", 't'),
            ("some approved", 'u'),
            ("count (was | becomes) = 1", 't'),
            ("in-current", 't'),
        ],
    );
    world.expect(fresh, "it is new", &[("some was", 'f'), ("in-current", 'f'), ("some depends-on.was.depends-on", 't')]);
    world.expect(helper, "it goes", &[("some becomes", 'f'), ("in-target", 'f'), ("some needed-by", 't')]);
    let one = chain(1, &[]);
    one.expect(0, "there is one state", &[("some was", 'u'), ("no becomes", 'u'), ("was = self", 'u')]);
}

#[test]
fn all_finds_by_an_index_what_a_scan_would_find() {
    let mut world = Handmade::new();
    let (system, agency, other) = (world.add("system"), world.add("agency"), world.add("agency"));
    world.link(system, "owner", &[agency]);
    world.state(agency, "code", Value::Text("a".into()));
    world.state(system, "registration-code", Value::Text("a".into()));
    world.state(system, "active-users", Value::Integer(2));
    let silent = world.clone().seal();
    silent.expect(
        system,
        "the other agency's code is unknown",
        &[
            ("some all[agency][code = 'a']", 't'),
            ("some all[agency][code = 'b']", 'u'),
            ("count all[agency][code = self.registration-code] = 1", 'u'),
            ("count all[agency][code = self.registration-code] <= 2", 't'),
            ("some all[agency][id = 'e1']", 't'),
            ("some all[agency][id = 'e7']", 'f'),
            ("some all[system][owner = self.owner]", 't'),
            ("some all[system][active-users = 2.0]", 't'),
            ("some all[system][active-users = 1.5]", 'f'),
        ],
    );
    world.state(other, "code", Value::None);
    let stated = world.clone().seal();
    stated.expect(
        system,
        "the other agency has none",
        &[("some all[agency][code = 'b']", 'f'), ("count all[agency][code = 'a'] = 1", 't')],
    );
    // Registers know the gateways, and nobody drew a flow: both may be there.
    let nobody =
        [("some all[gateway][code = 'a']", 'u'), ("some all[gateway][owner = self.owner]", 'u'), ("no all[flow][owner = self.owner]", 'u')];
    stated.expect(system, "there is nobody", &nobody);
    world.vouched = kinds("flow system");
    let vouched = world.seal();
    vouched.expect(
        system,
        "the flows are vouched for",
        &[
            ("no all[flow][owner = self.owner]", 't'),
            ("some all[gateway][code = 'a']", 'u'),
            // What this one lacks, nobody's equals.
            ("some all[agency][code = self.class-code]", 'f'),
        ],
    );
}

#[test]
fn the_one_that_decides_is_told_among_many() {
    let mut world = Handmade::new();
    let systems: Vec<u32> = (0..30).map(|_| world.add("system")).collect();
    world.link(0, "depends-on", &systems[1..]);
    for system in &systems[1..20] {
        world.state(*system, "human-users", Value::Bool(true));
    }
    world.state(25, "human-users", Value::Bool(false));
    let world = world.seal();
    let why = explained(&world, 0, "every depends-on: human-users");
    assert_eq!((why.truth, why.children[0].about), (Truth::False, Some(world.node(25))));
    let open = explained(&world, 0, "some depends-on[system][id = 'e25'][human-users or lifecycle = 'trial']");
    assert_eq!(open.truth, Truth::Unknown);
    let none = explained(&world, 0, "some depends-on[system][lifecycle = 'trial' and id = 'e3']");
    assert_eq!((none.truth, none.children[0].truth, none.children[0].about), (Truth::Unknown, Truth::Unknown, Some(world.node(3))));
}

#[test]
fn each_candidate_is_told_with_the_filter_that_turned_it_away() {
    let mut world = Handmade::new();
    let (flow, gateway, system) = (world.add("flow"), world.add("gateway"), world.add("system"));
    world.link(flow, "via", &[gateway, system]);
    world.state(gateway, "scope", Value::Word(super::world::word("external")));
    let world = world.seal();
    let text = "some via[gateway][scope = 'egov']";
    let why = explained(&world, flow, text);
    let told: Vec<_> = why.children.iter().map(|child| (child.about, &text[child.span.range()])).collect();
    assert_eq!(told, [(Some(world.node(gateway)), "scope = 'egov'"), (Some(world.node(system)), "[gateway]")]);
    assert!(matches!(why.children[0].witnesses[..], [Witness::Value(_, _, Some(Value::Word(_)))]), "{:?}", why.children[0]);
}
