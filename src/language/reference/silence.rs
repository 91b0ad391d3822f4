//! What silence means, row by row of the table in `docs/rule-language.md`.

use super::world::{Handmade, kinds, link, word};
use crate::language::evaluate::{Evaluator, Gap};
use crate::language::truth::Truth;
use crate::metamodel::KindSet;
use crate::value::Value;
use jiff::civil::date;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// A world with one system, and what it says of its commissioning.
fn commissioned(value: Option<Value>, vouched: KindSet) -> Handmade {
    let mut world = Handmade { vouched, ..Handmade::new() };
    let system = world.add("system");
    if let Some(value) = value {
        world.state(system, "commissioned", value);
    }
    world.seal()
}

#[test]
fn a_stated_attribute_is_its_value() {
    let world = commissioned(Some(Value::Date(date(2026, 2, 1))), KindSet::EMPTY);
    world.expect(
        0,
        "it is stated",
        &[
            ("has commissioned", 't'),
            ("commissioned = 2026-02-01", 't'),
            ("commissioned != 2026-02-01", 'f'),
            ("commissioned < today", 't'),
            ("commissioned >= today", 'f'),
            ("commissioned in [2026-01-01, 2026-02-01]", 't'),
        ],
    );
}

#[test]
fn where_it_is_stated_that_there_is_none_every_comparison_is_false() {
    let world = commissioned(Some(Value::None), KindSet::EMPTY);
    world.expect(
        0,
        "there is none",
        &[
            ("has commissioned", 'f'),
            ("commissioned = 2026-02-01", 'f'),
            ("commissioned != 2026-02-01", 'f'),
            ("commissioned < today", 'f'),
            ("commissioned >= today", 'f'),
            ("commissioned in [2026-02-01]", 'f'),
            ("not commissioned < today", 't'),
            ("count commissioned = 0", 't'),
        ],
    );
}

#[test]
fn a_vouched_silence_has_nothing_and_is_neither_early_nor_late() {
    let world = commissioned(None, kinds("system"));
    world.expect(
        0,
        "the silence is vouched for",
        &[
            ("has commissioned", 'f'),
            ("commissioned = 2026-02-01", 'f'),
            ("commissioned in [2026-02-01]", 'f'),
            ("commissioned != 2026-02-01", 'u'),
            ("commissioned < today", 'u'),
            ("commissioned >= today", 'u'),
            ("human-users", 'f'),
            ("'external' in contours", 'f'),
            // Two silences: there is nothing for the one to equal, whatever the other may be.
            ("commissioned = retired", 'f'),
            ("commissioned != retired", 'u'),
            ("registration-code in list('nobody-gave-it')", 'f'),
        ],
    );
}

#[test]
fn any_other_silence_is_unknown_and_so_is_whether_there_is_anything() {
    let world = commissioned(None, KindSet::EMPTY);
    let questions = [
        "has commissioned",
        "commissioned = 2026-02-01",
        "commissioned != 2026-02-01",
        "commissioned < today",
        "commissioned in [2026-02-01]",
    ];
    for question in questions.iter().chain(&["human-users", "not human-users", "'external' in contours", "count commissioned = 0"]) {
        assert_eq!(world.ask(0, question), Truth::Unknown, "{question}");
    }
    // What is not there equals nothing, unknown or not.
    let mut world = Handmade::new();
    let system = world.add("system");
    world.state(system, "retired", Value::None);
    world.seal().expect(system, "one side is none", &[("commissioned = retired", 'f'), ("commissioned != retired", 'f')]);
}

#[test]
fn an_unknown_value_is_in_no_empty_set() {
    let mut world = Handmade::new();
    let (system, other) = (world.add("system"), world.add("system"));
    world.link(system, "depends-on", &[]);
    world.link(other, "depends-on", &[system]);
    let world = world.seal();
    assert_eq!(world.ask(system, "lifecycle in depends-on.lifecycle"), Truth::False);
    assert_eq!(world.ask(other, "lifecycle in depends-on.lifecycle"), Truth::Unknown);
    assert_eq!(world.ask(system, "owner in depends-on.owner"), Truth::False);
}

#[test]
fn a_default_speaks_for_the_silent() {
    let mut world = Handmade::new();
    let (system, agency, flow) = (world.add("system"), world.add("agency"), world.add("flow"));
    let world = world.seal();
    world.expect(system, "there is a default", &[("has state-secret", 't'), ("state-secret", 'f'), ("state-secret = false", 't')]);
    world.expect(agency, "there is a default", &[("country = 'KZ'", 't'), ("country != 'KZ'", 'f')]);
    let empty = [("has legs-outside", 'f'), ("count legs-outside = 0", 't'), ("'request' in legs-outside", 'f')];
    world.expect(flow, "the default is an empty list", &empty);
}

#[test]
fn a_plea_is_absent_until_somebody_makes_it() {
    let mut world = Handmade::new();
    let (system, promised) = (world.add("system"), world.add("system"));
    world.state(promised, "planned", Value::Integer(2027));
    let world = world.seal();
    let links = [("some replaces", 'f'), ("no replaces", 't'), ("some replaces[software]", 'f'), ("some replaced-by", 'f')];
    world.expect(system, "nothing is promised", &[("has planned", 'f'), ("planned > 2025", 'f'), ("planned <= 2025", 'f')]);
    world.expect(system, "nothing is replaced", &links);
    world.expect(promised, "it is promised", &[("has planned", 't'), ("planned > 2025", 't')]);
    // Justifications are pleas: nobody has to say that there is none, and one about nothing justifies nothing.
    world.expect(system, "nothing is justified", &[("some subject-of[justification]", 'f')]);
    let mut world = world;
    world.add("justification");
    world.seal().expect(system, "a justification does not say of what", &[("some subject-of[justification]", 'f')]);
}

#[test]
fn none_as_a_value_of_an_enum_is_a_value() {
    let mut world = Handmade::new();
    let flow = world.add("flow");
    world.state(flow, "mapping", Value::Word(word("none")));
    let questions = [("mapping = 'none'", 't'), ("has mapping", 't'), ("mapping != 'common'", 't')];
    world.seal().expect(flow, "the value is called none", &questions);
}

/// A system that says nothing of what it depends on, and what silence means to it.
fn depends(ends: Option<&[Option<u32>]>, vouched: bool, drawn: bool) -> Handmade {
    let mut world = Handmade::new();
    let (system, other) = (world.add("system"), world.add("system"));
    world.link(other, "depends-on", &[]);
    if vouched {
        world.vouched = kinds("system");
    }
    if drawn {
        world.drawn.insert((system, link("system", "depends-on")));
    }
    if let Some(ends) = ends {
        world.made[0].links.insert(link("system", "depends-on"), ends.to_vec());
    }
    world.seal()
}

#[test]
fn a_link_is_what_is_stated_or_what_its_silence_means() {
    let empty = [
        ("some depends-on", 'f'),
        ("no depends-on", 't'),
        ("every depends-on: has owner", 't'),
        ("count depends-on = 0", 't'),
        ("depends-on within needed-by", 't'),
    ];
    depends(Some(&[]), false, false).expect(0, "none is stated", &empty[..4]);
    depends(None, true, false).expect(0, "the silence is vouched for", &empty);
    depends(None, false, true).expect(0, "the drawing uses the link elsewhere", &empty[..4]);
    let open = [
        ("some depends-on", 'u'),
        ("no depends-on", 'u'),
        ("every depends-on: has id", 'u'),
        ("count depends-on = 0", 'u'),
        ("count depends-on >= 0", 't'),
    ];
    depends(None, false, false).expect(0, "it is silent", &open);
    depends(Some(&[None]), false, false).expect(0, "a reference leads nowhere", &open);
    let one = [
        ("some depends-on", 't'),
        ("count depends-on >= 1", 't'),
        ("count depends-on = 1", 'u'),
        ("every depends-on: has id", 'u'),
        ("every depends-on: id = 'x'", 'f'),
    ];
    depends(Some(&[Some(1), None]), false, false).expect(0, "one of two references leads nowhere", &one);
}

#[test]
fn a_mandatory_link_left_out_stays_unknown_where_all_else_is_vouched_for() {
    let mut world = Handmade { vouched: kinds("system agency"), ..Handmade::new() };
    let (system, agency) = (world.add("system"), world.add("agency"));
    let world = world.seal();
    world.expect(
        system,
        "the owner is left out",
        &[("some owner", 'u'), ("no owner", 'u'), ("owner.country = 'KZ'", 'u'), ("some depends-on", 'f')],
    );
    world.expect(agency, "somebody may be owned", &[("some owns[system]", 'u')]);
}

#[test]
fn those_who_may_lead_here_are_possible_and_those_who_do_are_certain() {
    let mut world = Handmade::new();
    let (system, other, third) = (world.add("system"), world.add("system"), world.add("system"));
    world.link(system, "depends-on", &[]);
    world.link(other, "depends-on", &[system]);
    let open = world.clone().seal();
    open.expect(
        system,
        "one leads here, one is silent",
        &[("count needed-by >= 1", 't'), ("count needed-by = 2", 'u'), ("count needed-by <= 2", 't')],
    );
    open.expect(
        other,
        "one is silent",
        &[("some needed-by", 'u'), ("no needed-by", 'u'), ("some needed-by[id = 'e2']", 'u'), ("some needed-by[id = 'e1']", 'f')],
    );
    world.link(third, "depends-on", &[]);
    let closed = world.seal();
    closed.expect(system, "all have stated it", &[("count needed-by = 1", 't')]);
    closed.expect(other, "all have stated it", &[("some needed-by", 'f')]);
}

#[test]
fn where_nobody_could_lead_here_there_may_be_somebody_unless_that_is_vouched_for() {
    let mut world = Handmade::new();
    let system = world.add("system");
    let questions = |letter: char| [("some outgoing", letter), ("count outgoing = 0", if letter == 'f' { 't' } else { letter })];
    world.clone().seal().expect(system, "nobody drew a flow", &questions('u'));
    world.vouched = kinds("flow");
    world.clone().seal().expect(system, "the flows are vouched for", &questions('f'));
    world.vouched = KindSet::EMPTY;
    let flow = world.add("flow");
    world.clone().seal().expect(system, "a flow does not say", &questions('u'));
    world.link(flow, "source", &[]);
    world.seal().expect(system, "the only flow starts nowhere", &questions('f'));
}

#[test]
fn silence_about_what_only_registers_know_is_unknown_until_one_is_known() {
    let mut world = Handmade::new();
    let flow = world.add("flow");
    world.drawn.insert((flow, link("flow", "via")));
    world.vouched = kinds("gateway platform");
    let of_gateways = |letter: char| [("some via[gateway]", letter), ("no via[gateway]", if letter == 'f' { 't' } else { letter })];
    world.clone().seal().expect(flow, "no gateway is known", &of_gateways('u'));
    world.clone().seal().expect(flow, "systems are no register's", &[("some via[system]", 'f')]);
    let gateway = world.put(super::world::kind("gateway"), None);
    world.clone().seal().expect(flow, "the context knows a gateway", &of_gateways('f'));
    world.clone().seal().expect(gateway, "the flow does not go through it", &[("some mediates", 'f')]);
    world.made.truncate(1);
    world.link(flow, "via", &[]);
    world.seal().expect(flow, "it is stated that there is none", &of_gateways('f'));
}

#[test]
fn whoever_replaces_something_unknown_may_replace_this() {
    let mut world = Handmade::new();
    let (old, new) = (world.add("system"), world.add("system"));
    world.made[new as usize].links.insert(link("system", "replaces"), vec![None]);
    let world = world.seal();
    world.expect(new, "a reference leads nowhere", &[("some replaces", 'u')]);
    world.expect(
        old,
        "a reference leads nowhere",
        &[("some replaced-by", 'u'), ("no replaced-by", 'u'), ("some replaced-by[id = 'e0']", 'f')],
    );
}

#[test]
fn a_context_vouches_for_itself() {
    let mut world = Handmade::new();
    let system = world.add("system");
    let platform = world.put(super::world::kind("platform"), None);
    world.link(system, "built-on", &[platform]);
    let world = world.seal();
    let questions = [
        ("some built-on[has code]", 'f'),
        ("some built-on[scope = 'egov']", 'f'),
        ("every built-on: scope != 'egov'", 'u'),
        ("some built-on.depends-on", 'f'),
    ];
    world.expect(system, "the context is silent", &questions);
}

#[test]
fn an_unknown_answer_names_what_would_settle_it_and_nothing_else() {
    let mut world = Handmade { vouched: kinds("agency"), ..Handmade::new() };
    let (system, agency) = (world.add("system"), world.add("agency"));
    world.state(system, "human-users", Value::Bool(true));
    world.state(agency, "country", text("KZ"));
    world.link(system, "owner", &[agency]);
    let world = world.seal();
    let gaps = |text: &str| {
        let predicate = super::world::compiled(crate::language::compile::Role::Full, super::world::kind("system"), text);
        let mut evaluator = Evaluator::new(&world, world.node(system), super::tape::TODAY);
        evaluator.ask(&predicate);
        evaluator.gaps().to_vec()
    };
    let lifecycle = Gap::Attribute(world.node(system), super::world::attribute("system", "lifecycle"));
    let settled_beside_open = "(commissioned < today or human-users) and lifecycle = 'operating'";
    assert_eq!(gaps(settled_beside_open), std::slice::from_ref(&lifecycle), "when it was commissioned does not matter");
    assert_eq!(gaps("some owner[has code or country = 'KZ'] and lifecycle = 'operating'"), [lifecycle]);
    let code = Gap::Attribute(world.node(agency), super::world::attribute("agency", "code"));
    assert_eq!(gaps("owner.code != 'x'"), [code], "a vouched silence that leaves the answer open is missing too");
    assert_eq!(gaps("owner.code = 'x'"), []);
}
