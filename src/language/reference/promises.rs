//! What the evaluator promises, over random worlds and predicates.

use proptest::prelude::*;

use super::ask::Asker;
use super::model::{Lacking, lacking, members, state_fact, world};
use super::question::{Scope, predicate};
use super::tape::{TODAY, Tape};
use super::world::{Handmade, attribute};
use crate::language::evaluate::{Evaluator, Gap};
use crate::language::explain::Explained;
use crate::language::meant::{Predicate, Test};
use crate::language::truth::Truth;
use crate::language::world::{Node, World};
use crate::metamodel::KindSet;

/// One question to a world.
struct Case {
    world: Handmade,
    subject: Node,
    predicate: Predicate,
}

/// A world from one tape, a question from another: each grows simpler by itself.
fn case(model: &[u16], tape: &mut Tape, group: bool) -> Case {
    let world = world(&mut Tape::new(model));
    let subject = world.node(tape.below(world.made.len()) as u32);
    let kinds = KindSet::of(world.kind(subject));
    let predicate = predicate(tape, Scope { here: kinds, subject: kinds, group, depth: 3, item: None });
    Case { world, subject, predicate }
}

fn tape(longest: usize) -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..longest)
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn told(case: &Case) -> String {
    let made: Vec<String> = case
        .world
        .made
        .iter()
        .enumerate()
        .map(|(index, made)| {
            let metamodel = case.world.metamodel();
            let attributes: Vec<String> =
                made.attributes.iter().map(|(attribute, value)| format!("{}={value:?}", metamodel.attribute(*attribute).name)).collect();
            let links: Vec<String> = made.links.iter().map(|(link, ends)| format!("{}→{ends:?}", metamodel.link(*link).name)).collect();
            format!("{index}: {} {:?} of {} {attributes:?} {links:?}", metamodel.kind(made.kind).name, made.home, made.element)
        })
        .collect();
    format!(
        "two states {}, vouched {:?}, drawn {:?}\n{}\nsubject {:?}\n{}",
        case.world.two_states,
        case.world.vouched,
        case.world.drawn,
        made.join("\n"),
        case.subject,
        format!("{:?}", case.predicate.test).replace("span: Span { start: 0, end: 0 }, ", "")
    )
}

fn ask(case: &Case, world: &Handmade) -> Truth {
    Evaluator::new(world, case.subject, TODAY).ask(&case.predicate)
}

fn plainly(case: &Case, world: &Handmade) -> Truth {
    let asker = Asker {
        world,
        subject: case.subject,
        today: TODAY,
        members: Vec::new(),
        members_open: false,
        was_members: None,
        items: Vec::new(),
    };
    asker.answer(&case.predicate, case.subject)
}

/// Every test of a predicate is what the tests under it make of it.
fn hangs_together(predicate: &Predicate, explained: &Explained) -> bool {
    let truths = explained.children.iter().map(|child| child.truth);
    let own = match &predicate.test {
        Test::All(_) => truths.min() == Some(explained.truth),
        Test::Any(_) => truths.max() == Some(explained.truth),
        Test::Not(_) => truths.map(|truth| !truth).eq([explained.truth]),
        // Whatever makes it fail is among what is told.
        Test::Every { over_nothing: true, .. } if explained.truth.is_false() => truths.min() == Some(Truth::False),
        _ => true,
    };
    let parts = match &predicate.test {
        Test::All(parts) | Test::Any(parts) => parts.iter().collect(),
        Test::Not(inner) => vec![inner.as_ref()],
        _ => Vec::new(),
    };
    own && parts.iter().zip(&explained.children).all(|(part, child)| hangs_together(part, child))
}

proptest! {
    #![proptest_config(settings(1500))]

    #[test]
    fn the_evaluator_answers_as_the_plain_one(model in tape(400), question in tape(150)) {
        let mut tape = Tape::new(&question);
        let case = case(&model, &mut tape, true);
        let in_group = members(&case.world, case.subject, &mut tape);
        let were = (tape.below(2) > 0).then(|| members(&case.world, case.subject, &mut tape));
        let open = tape.below(3) > 1;
        let mut evaluator = Evaluator::new(&case.world, case.subject, TODAY);
        evaluator.members = &in_group;
        evaluator.members_open = open;
        evaluator.was_members = were.as_deref();
        let asker = Asker {
            world: &case.world, subject: case.subject, today: TODAY, members: in_group.clone(), members_open: open, was_members: were.clone(), items: Vec::new(),
        };
        let (found, expected) = (evaluator.ask(&case.predicate), asker.answer(&case.predicate, case.subject));
        prop_assert_eq!(found, expected, "{}", told(&case));
        let explained = evaluator.explain(&case.predicate, case.subject);
        prop_assert_eq!(explained.truth, found);
        prop_assert!(hangs_together(&case.predicate, &explained));
    }

    #[test]
    fn what_is_known_stays_whatever_else_is_stated(model in tape(400), question in tape(150), facts in tape(300)) {
        let case = case(&model, &mut Tape::new(&question), false);
        let before = ask(&case, &case.world);
        let mut tape = Tape::new(&facts);
        for _ in 0..3 {
            let mut world = case.world.clone();
            for fact in lacking(&case.world) {
                if tape.below(4) > 0 {
                    state_fact(&mut world, fact, &mut tape);
                }
            }
            let world = world.seal();
            let after = ask(&case, &world);
            prop_assert!(before.is_unknown() || after == before, "{before:?}, then {after:?} by {:?}\n{}", world.made, told(&case));
            prop_assert_eq!(after, plainly(&case, &world), "{}", told(&Case { world, subject: case.subject, predicate: case.predicate.clone() }));
        }
    }

    #[test]
    fn an_unknown_answer_waits_for_facts_and_they_settle_it(model in tape(400), question in tape(150), facts in tape(300)) {
        let case = case(&model, &mut Tape::new(&question), false);
        let mut tape = Tape::new(&facts);
        let mut world = case.world.clone();
        for _ in 0..40 {
            let mut evaluator = Evaluator::new(&world, case.subject, TODAY);
            if !evaluator.ask(&case.predicate).is_unknown() {
                prop_assert!(evaluator.gaps().is_empty(), "nothing is missing where the answer is known");
                return Ok(());
            }
            let gaps = evaluator.gaps().to_vec();
            let facts: Vec<Lacking> = gaps.iter().flat_map(|gap| stateable(&world, gap)).collect();
            if facts.is_empty() && compares_versions(&case.predicate) {
                return Ok(());
            }
            prop_assert!(!gaps.is_empty(), "unknown, and nobody knows why\n{}", told(&Case { world, ..case }));
            if facts.is_empty() {
                // Only new elements, states or lists would help: nothing a hand-made element can state.
                return Ok(());
            }
            for fact in &facts {
                state_fact(&mut world, *fact, &mut tape);
            }
            world = world.seal();
            prop_assert!(facts.iter().any(|fact| !lacking(&world).contains(fact)), "what was missing is still missing");
        }
        prop_assert!(false, "it waits forever\n{}", told(&case));
    }
}

/// The facts that would fill a gap.
fn stateable(world: &Handmade, gap: &Gap) -> Vec<Lacking> {
    match gap {
        Gap::Attribute(node, attribute) => vec![Lacking::Attribute(node.index, *attribute)],
        Gap::Link(node, link) => vec![Lacking::Link(node.index, *link)],
        Gap::Silent(layer, link, kind) => world.silent(*layer, *link, *kind).iter().map(|index| Lacking::Link(*index, *link)).collect(),
        Gap::Nobody(_) | Gap::NoState(_) | Gap::Given(_) => Vec::new(),
    }
}

/// Versions of unlike schemes do not compare, whatever is stated.
fn compares_versions(predicate: &Predicate) -> bool {
    let predicate = format!("{predicate:?}");
    ["version", "minimum-version"].iter().any(|name| predicate.contains(&format!("{:?}", attribute("software", name))))
}
