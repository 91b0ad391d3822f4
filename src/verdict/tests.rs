//! The arithmetic against its definition: truth tables over everything small, and what is promised of every verdict.
//!
//! The definitions here are written from the text that every report states, as slowly and plainly as it reads; a
//! test that repeats the shortcuts of the module would prove nothing.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::language::truth::Truth;

const LEVELS: [Level; 3] = [Level::NonCompliant, Level::Partial, Level::Full];
const WEIGHTS: [Weight; 3] = [Weight::Blocking, Weight::Major, Weight::Minor];
const TRUTHS: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];

// Definitions.

fn level_by_definition(weight: Weight, levels: &[Level]) -> Option<Level> {
    let is = |wanted: Level| move |level: &Level| *level == wanted;
    if levels.is_empty() {
        None
    } else if levels.iter().all(is(Level::Full)) {
        Some(Level::Full)
    } else if weight == Weight::Blocking && levels.iter().any(is(Level::NonCompliant)) || levels.iter().all(is(Level::NonCompliant)) {
        Some(Level::NonCompliant)
    } else {
        Some(Level::Partial)
    }
}

/// The share as a fraction, so that nothing is rounded.
fn project_by_definition((part, whole): (usize, usize), requirements: &[(Weight, Level)]) -> Option<Level> {
    let failing = |weights: &[Weight]| {
        requirements.iter().filter(|(weight, level)| weights.contains(weight) && *level == Level::NonCompliant).count()
    };
    let heavy = requirements.iter().filter(|(weight, _)| *weight != Weight::Minor).count();
    if requirements.is_empty() {
        None
    } else if failing(&[Weight::Blocking]) > 0 || failing(&[Weight::Blocking, Weight::Major]) * whole > part * heavy {
        Some(Level::NonCompliant)
    } else if requirements.iter().all(|(_, level)| *level == Level::Full) {
        Some(Level::Full)
    } else {
        Some(Level::Partial)
    }
}

/// The least and the greatest of what was met.
fn span(met: impl IntoIterator<Item = Interval>) -> Option<Interval> {
    met.into_iter().reduce(|known, other| Interval { worst: known.worst.min(other.worst), best: known.best.max(other.best) })
}

/// All ways to choose one of each row.
fn choices<T: Copy>(rows: &[Vec<T>]) -> Vec<Vec<T>> {
    rows.iter().fold(vec![Vec::new()], |known, row| {
        let longer = |choice: &Vec<T>| row.iter().map(|one| [choice.as_slice(), &[*one]].concat()).collect::<Vec<_>>();
        known.iter().flat_map(longer).collect()
    })
}

/// Everything a subject or a requirement may turn out to be; none: it turns out not to be one.
fn outcomes(interval: Interval, certain: bool) -> Vec<Option<Level>> {
    let inside = LEVELS.into_iter().filter(|level| interval.worst <= *level && *level <= interval.best);
    let outside = (!certain).then_some(None);
    inside.map(Some).chain(outside).collect()
}

fn requirement_by_trying(weight: Weight, subjects: &[Judged], of_nothing: Option<Interval>) -> Option<Interval> {
    let rows: Vec<_> = subjects.iter().map(|judged| outcomes(judged.interval, judged.certain)).collect();
    let met = choices(&rows).into_iter().filter_map(|choice| {
        let levels: Vec<Level> = choice.into_iter().flatten().collect();
        level_by_definition(weight, &levels).map(Interval::exactly).or(of_nothing)
    });
    span(met)
}

fn project_by_trying(share: (usize, usize), requirements: &[(Weight, Applied)]) -> Interval {
    let row = |(weight, applied): &(Weight, Applied)| -> Vec<Option<(Weight, Level)>> {
        outcomes(applied.interval, applied.certain).into_iter().map(|level| level.map(|level| (*weight, level))).collect()
    };
    let rows: Vec<_> = requirements.iter().map(row).collect();
    let met = choices(&rows).into_iter().map(|choice| {
        let levels: Vec<(Weight, Level)> = choice.into_iter().flatten().collect();
        project_by_definition(share, &levels).map_or(Interval::OPEN, Interval::exactly)
    });
    span(met).expect("there is always one choice")
}

fn policy((part, whole): (usize, usize)) -> Policy {
    Policy { non_compliant_share: part as f64 / whole as f64 }
}

/// Every multiset of up to `most` of these.
fn multisets<T: Copy>(of: &[T], most: usize) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    let mut grown: Vec<(usize, Vec<T>)> = vec![(0, Vec::new())];
    for _ in 0..most {
        grown =
            (grown.iter()).flat_map(|(from, set)| (*from..of.len()).map(move |at| (at, [set.as_slice(), &[of[at]]].concat()))).collect();
        all.extend(grown.iter().map(|(_, set)| set.clone()));
    }
    all
}

fn intervals() -> Vec<Interval> {
    let pairs = LEVELS.into_iter().flat_map(|worst| LEVELS.into_iter().map(move |best| Interval { worst, best }));
    pairs.filter(|interval| interval.worst <= interval.best).collect()
}

// Truth tables.

#[test]
fn a_subject_is_between_what_its_answers_allow() {
    use Level::{Full, NonCompliant, Partial};
    let expected = [
        // full, then partial: false, unknown, true.
        [(NonCompliant, NonCompliant), (NonCompliant, Partial), (Partial, Partial)],
        [(NonCompliant, Full), (NonCompliant, Full), (Partial, Full)],
        [(Full, Full), (Full, Full), (Full, Full)],
    ];
    for (full, row) in TRUTHS.into_iter().zip(expected) {
        for (partial, (worst, best)) in TRUTHS.into_iter().zip(row) {
            assert_eq!(subject(full, partial), Interval { worst, best }, "full {full:?}, partial {partial:?}");
        }
    }
}

#[test]
fn an_answer_caps_both_ends_and_no_answer_yet_leaves_everything_below_the_best() {
    for interval in intervals() {
        let open = attested(interval, None);
        assert_eq!(open, Interval { worst: Level::NonCompliant, best: interval.best });
        for level in LEVELS {
            let capped = attested(interval, Some(level));
            assert_eq!(capped, Interval { worst: interval.worst.min(level), best: interval.best.min(level) });
            assert!(open.worst <= capped.worst && capped.best <= open.best, "an answer only narrows");
        }
    }
    assert_eq!(attested(Interval::exactly(Level::Full), None), Interval::OPEN, "a question that stands alone");
}

#[test]
fn a_subject_between_machine_and_person_is_what_the_table_says() {
    use Level::{Full, NonCompliant, Partial};
    let every = |machine, overrules| Said::ALL.map(|said| (answered(machine, said, overrules), holds(machine, said, overrules)));
    let one = |level| Some(Interval::exactly(level));
    // What the machine found; then non-compliant, partial, full, not applicable said of it without overruling.
    let capped = [
        (Interval::exactly(NonCompliant), [one(NonCompliant), one(NonCompliant), one(NonCompliant), one(NonCompliant)], "BMMM"),
        (
            Interval { worst: NonCompliant, best: Partial },
            [one(NonCompliant), open_to(Partial), open_to(Partial), open_to(Partial)],
            "AMMM",
        ),
        (Interval::OPEN, [one(NonCompliant), open_to(Partial), open_to(Full), None], "AAMA"),
        (Interval::exactly(Partial), [one(NonCompliant), one(Partial), one(Partial), open_to(Partial)], "ABMM"),
        (
            Interval { worst: Partial, best: Full },
            [one(NonCompliant), one(Partial), Some(Interval { worst: Partial, best: Full }), None],
            "AAMA",
        ),
        (Interval::exactly(Full), [one(NonCompliant), one(Partial), one(Full), None], "AABA"),
    ];
    let letter = |holds: Holds| match holds {
        Holds::Machine => 'M',
        Holds::Answer => 'A',
        Holds::Both => 'B',
    };
    assert_eq!(capped.len(), intervals().len());
    for (machine, results, who) in capped {
        let found = every(machine, false);
        assert_eq!(found.map(|(result, _)| result), results, "{machine:?}");
        assert_eq!(found.iter().map(|(_, holds)| letter(*holds)).collect::<String>(), who, "{machine:?}");
        let replaced = every(machine, true);
        assert_eq!(replaced.map(|(result, _)| result), [one(NonCompliant), one(Partial), one(Full), None], "{machine:?} overruled");
        for (result, holds) in replaced {
            assert_eq!(holds, if result == Some(machine) { Holds::Both } else { Holds::Answer }, "{machine:?} overruled");
        }
    }
    assert!(Said::ALL.is_sorted() && Said::ALL.into_iter().all(|said| Said::from_name(said.name()) == Some(said)));
}

fn open_to(best: Level) -> Option<Interval> {
    Some(Interval { worst: Level::NonCompliant, best })
}

#[test]
fn an_answer_to_an_open_question_only_narrows_and_a_worse_one_never_lifts() {
    for machine in intervals() {
        let open = attested(machine, None);
        for said in Said::ALL {
            assert!(answered(machine, said, false).is_none_or(|result| within(result, open)), "{machine:?} {said:?}");
        }
        for overrules in [false, true] {
            for pair in LEVELS.map(Said::Level).windows(2) {
                let [worse, better] = [pair[0], pair[1]].map(|said| answered(machine, said, overrules));
                let ordered = worse.zip(better).is_some_and(|(worse, better)| not_above(worse, better));
                assert!(ordered, "{machine:?} {pair:?} {overrules}");
            }
        }
    }
}

#[test]
fn a_waiver_lifts_to_partial_and_never_to_full() {
    for interval in intervals() {
        let lifted = waived(interval);
        let expected = |level| if level == Level::NonCompliant { Level::Partial } else { level };
        assert_eq!(lifted, Interval { worst: expected(interval.worst), best: expected(interval.best) });
        assert_eq!(lifted.best == Level::Full, interval.best == Level::Full);
        assert_eq!(waived(lifted), lifted, "twice is once");
        for known in narrower(interval) {
            assert!(within(waived(known), lifted), "a fact that becomes known narrows what is waived: {interval:?} {known:?}");
        }
    }
}

#[test]
fn an_interval_is_a_verdict_where_its_ends_agree() {
    for interval in intervals() {
        let expected = match (interval.worst, interval.best) {
            (Level::NonCompliant, Level::NonCompliant) => Verdict::NonCompliant,
            (Level::Partial, Level::Partial) => Verdict::Partial,
            (Level::Full, Level::Full) => Verdict::Full,
            _ => Verdict::NotAssessed,
        };
        assert_eq!(interval.verdict(), expected);
        assert_eq!(interval.is_settled(), expected != Verdict::NotAssessed);
    }
    let named: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.name()).collect();
    assert_eq!(named, ["non-compliant", "partial", "full", "not-assessed", "not-applicable"]);
    assert!(Verdict::ALL.is_sorted());
}

#[test]
fn a_requirement_is_what_its_definition_says_over_every_few_subjects() {
    for weight in WEIGHTS {
        for levels in multisets(&LEVELS, 6) {
            let expected = level_by_definition(weight, &levels);
            assert_eq!(requirement_level(weight, levels.iter().copied()), expected, "{weight:?} {levels:?}");
        }
    }
}

#[test]
fn a_project_is_what_its_definition_says_over_every_few_requirements() {
    let pairs: Vec<(Weight, Level)> = WEIGHTS.into_iter().flat_map(|weight| LEVELS.map(|level| (weight, level))).collect();
    for share in [(0, 1), (1, 4), (1, 2), (3, 4), (1, 1)] {
        for requirements in multisets(&pairs, 4) {
            let expected = project_by_definition(share, &requirements);
            assert_eq!(project_level(policy(share), &requirements), expected, "{share:?} {requirements:?}");
        }
    }
}

#[test]
fn just_the_share_is_not_more_than_the_share() {
    for percent in 0..=100_usize {
        let written: f64 = format!("{}.{:02}", percent / 100, percent % 100).parse().expect("a decimal number");
        let policy = Policy { non_compliant_share: written };
        for hundreds in 1..=3 {
            let level = |failing: usize| {
                let failing_ones = (0..100 * hundreds).map(|at| if at < failing { Level::NonCompliant } else { Level::Full });
                let requirements: Vec<_> = failing_ones.map(|level| (Weight::Major, level)).collect();
                project_level(policy, &requirements)
            };
            let just = percent * hundreds;
            assert_ne!(level(just), Some(Level::NonCompliant), "{just} of {} at {written}", 100 * hundreds);
            if percent < 100 {
                assert_eq!(level(just + 1), Some(Level::NonCompliant), "{} of {} at {written}", just + 1, 100 * hundreds);
            }
        }
    }
}

#[test]
fn nothing_applicable_leaves_a_project_open() {
    assert_eq!(project(Policy::default(), &[]), Interval::OPEN);
    assert_eq!(project_level(Policy::default(), &[]), None);
    let perhaps = Applied { interval: Interval::exactly(Level::Partial), certain: false };
    assert_eq!(project(Policy::default(), &[(Weight::Minor, perhaps)]), Interval::OPEN, "it may turn out that nothing applies");
}

#[test]
fn a_requirement_over_nothing_applies_only_where_it_wants_something() {
    for weight in WEIGHTS {
        assert_eq!(requirement(weight, &[], None), None);
        for none in [Interval::exactly(Level::NonCompliant), Interval::OPEN] {
            assert_eq!(requirement(weight, &[], Some(none)), Some(Applied { interval: none, certain: true }));
        }
        let perhaps = Judged { interval: Interval::exactly(Level::Full), certain: false };
        let applied = requirement(weight, &[perhaps], None);
        assert_eq!(applied, Some(Applied { interval: Interval::exactly(Level::Full), certain: false }));
        let wanted = requirement(weight, &[perhaps], Some(Interval::exactly(Level::NonCompliant)));
        assert_eq!(wanted, Some(Applied { interval: Interval::OPEN, certain: true }));
    }
}

#[test]
fn a_requirement_over_few_subjects_is_every_choice_of_the_uncertain_ones() {
    let rows: Vec<Judged> =
        intervals().into_iter().flat_map(|interval| [true, false].map(|certain| Judged { interval, certain })).collect();
    for weight in WEIGHTS {
        for subjects in multisets(&rows, 3) {
            for of_nothing in [None, Some(Interval::OPEN), Some(Interval::exactly(Level::NonCompliant))] {
                let applied = requirement(weight, &subjects, of_nothing);
                let expected = requirement_by_trying(weight, &subjects, of_nothing);
                assert_eq!(applied.map(|applied| applied.interval), expected, "{weight:?} {subjects:?}");
            }
        }
    }
}

#[test]
fn a_project_over_few_requirements_is_every_choice_of_the_uncertain_ones() {
    let applied = |interval| [true, false].map(|certain| Applied { interval, certain });
    let all: Vec<Applied> = intervals().into_iter().flat_map(applied).collect();
    let rows: Vec<(Weight, Applied)> = WEIGHTS.into_iter().flat_map(|weight| all.iter().map(move |applied| (weight, *applied))).collect();
    for requirements in multisets(&rows, 3) {
        assert_eq!(project(policy((1, 2)), &requirements), project_by_trying((1, 2), &requirements), "{requirements:?}");
    }
}

// Promises.

fn interval() -> impl Strategy<Value = Interval> {
    prop::sample::select(intervals())
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(LEVELS.to_vec())
}

fn weight() -> impl Strategy<Value = Weight> {
    prop::sample::select(WEIGHTS.to_vec())
}

fn judged() -> impl Strategy<Value = Judged> {
    (interval(), any::<bool>()).prop_map(|(interval, certain)| Judged { interval, certain })
}

fn applied() -> impl Strategy<Value = (Weight, Applied)> {
    (weight(), interval(), any::<bool>()).prop_map(|(weight, interval, certain)| (weight, Applied { interval, certain }))
}

fn share() -> impl Strategy<Value = (usize, usize)> {
    (0..=4_usize).prop_map(|part| (part, 4))
}

fn of_nothing() -> impl Strategy<Value = Option<Interval>> {
    prop::sample::select(vec![None, None, Some(Interval::OPEN), Some(Interval::exactly(Level::NonCompliant))])
}

/// A requirement with its subjects, and what having none means.
#[derive(Clone, Debug)]
struct Whole {
    weight: Weight,
    subjects: Vec<Judged>,
    of_nothing: Option<Interval>,
}

impl Whole {
    fn applied(&self) -> Option<Applied> {
        requirement(self.weight, &self.subjects, self.of_nothing)
    }
}

fn whole() -> impl Strategy<Value = Whole> {
    (weight(), prop::collection::vec(judged(), 0..4), of_nothing()).prop_map(|(weight, subjects, of_nothing)| Whole {
        weight,
        subjects,
        of_nothing,
    })
}

fn judge(share: (usize, usize), wholes: &[Whole]) -> Interval {
    let applied: Vec<_> = wholes.iter().filter_map(|whole| Some((whole.weight, whole.applied()?))).collect();
    project(policy(share), &applied)
}

fn within(narrow: Interval, wide: Interval) -> bool {
    wide.worst <= narrow.worst && narrow.best <= wide.best
}

fn not_above(low: Interval, high: Interval) -> bool {
    low.worst <= high.worst && low.best <= high.best
}

/// What an interval may become when facts are stated, or when things get better.
fn narrower(of: Interval) -> Vec<Interval> {
    intervals().into_iter().filter(|other| within(*other, of)).collect()
}

fn raised(of: Interval) -> Vec<Interval> {
    intervals().into_iter().filter(|other| not_above(of, *other)).collect()
}

fn settings() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn a_requirement_is_every_choice_of_its_uncertain_subjects(
        weight in weight(), subjects in prop::collection::vec(judged(), 0..6), of_nothing in of_nothing(),
    ) {
        let applied = requirement(weight, &subjects, of_nothing);
        prop_assert_eq!(applied.map(|applied| applied.interval), requirement_by_trying(weight, &subjects, of_nothing));
        if let Some(applied) = applied {
            let surely = of_nothing.is_some() || subjects.iter().any(|judged| judged.certain);
            prop_assert_eq!(applied.certain, surely);
        }
    }

    #[test]
    fn a_project_is_every_choice_of_its_uncertain_requirements(share in share(), requirements in prop::collection::vec(applied(), 0..6)) {
        prop_assert_eq!(project(policy(share), &requirements), project_by_trying(share, &requirements));
    }

    #[test]
    fn a_project_is_every_choice_of_all_its_subjects(share in share(), wholes in prop::collection::vec(whole(), 0..3)) {
        let row = |whole: &Whole| -> Vec<(Weight, Option<Interval>)> {
            let rows: Vec<_> = whole.subjects.iter().map(|judged| outcomes(judged.interval, judged.certain)).collect();
            let level = |choice: Vec<Option<Level>>| {
                let levels: Vec<Level> = choice.into_iter().flatten().collect();
                level_by_definition(whole.weight, &levels).map(Interval::exactly).or(whole.of_nothing)
            };
            let mut met: Vec<_> = choices(&rows).into_iter().map(|choice| (whole.weight, level(choice))).collect();
            met.dedup();
            met
        };
        let rows: Vec<_> = wholes.iter().map(row).collect();
        let met = choices(&rows).into_iter().map(|choice| {
            let end = |side: fn(Interval) -> Level| -> Option<Level> {
                let levels: Vec<_> = choice.iter().filter_map(|(weight, level)| Some((*weight, side((*level)?)))).collect();
                project_by_definition(share, &levels)
            };
            match (end(|interval| interval.worst), end(|interval| interval.best)) {
                (Some(worst), Some(best)) => Interval { worst, best },
                _ => Interval::OPEN,
            }
        });
        prop_assert_eq!(Some(judge(share, &wholes)), span(met));
    }

    #[test]
    fn raising_a_subject_lowers_nothing(share in share(), mut wholes in prop::collection::vec(whole(), 1..4), at: Index, which: Index, how: Index) {
        let before = judge(share, &wholes);
        let at = at.index(wholes.len());
        prop_assume!(!wholes[at].subjects.is_empty());
        let lower = wholes[at].applied();
        let judged = which.get_mut(&mut wholes[at].subjects);
        let better = raised(judged.interval);
        judged.interval = *how.get(&better);
        let higher = wholes[at].applied();
        prop_assert!(lower.zip(higher).is_some_and(|(lower, higher)| not_above(lower.interval, higher.interval)));
        prop_assert!(not_above(before, judge(share, &wholes)));
    }

    #[test]
    fn waiving_subjects_lowers_nothing_and_makes_nothing_full(
        share in share(), mut wholes in prop::collection::vec(whole(), 1..4), which in prop::collection::vec(any::<bool>(), 12)
    ) {
        let before = judge(share, &wholes);
        let subjects = wholes.iter_mut().flat_map(|whole| &mut whole.subjects);
        for (judged, _) in subjects.zip(which).filter(|(_, waive)| *waive) {
            judged.interval = waived(judged.interval);
        }
        let after = judge(share, &wholes);
        prop_assert!(not_above(before, after), "{before:?} {after:?}");
        prop_assert_eq!([before.worst, before.best].map(|level| level == Level::Full), [after.worst, after.best].map(|level| level == Level::Full));
    }

    #[test]
    fn raising_a_requirement_lowers_no_project(
        share in share(), mut requirements in prop::collection::vec(applied(), 1..7), at: Index, how: Index,
    ) {
        let before = project(policy(share), &requirements);
        let interval = &mut at.get_mut(&mut requirements).1.interval;
        *interval = *how.get(&raised(*interval));
        prop_assert!(not_above(before, project(policy(share), &requirements)));
    }

    #[test]
    fn a_fact_about_a_subject_only_narrows(
        share in share(), mut wholes in prop::collection::vec(whole(), 1..4), at: Index, which: Index, how: Index, what in 0..3,
    ) {
        let before = judge(share, &wholes);
        let whole = at.get_mut(&mut wholes);
        prop_assume!(!whole.subjects.is_empty());
        let wide = whole.applied();
        let which = which.index(whole.subjects.len());
        let judged = whole.subjects[which];
        match what {
            0 => whole.subjects[which].interval = *how.get(&narrower(judged.interval)),
            1 => whole.subjects[which].certain = true,
            _ if judged.certain => {}
            _ => drop(whole.subjects.remove(which)),
        }
        if let (Some(wide), Some(narrow)) = (wide, whole.applied()) {
            prop_assert!(within(narrow.interval, wide.interval), "{:?} in {:?}", narrow, wide);
            prop_assert!(narrow.certain || !wide.certain, "what surely applied still does");
        }
        prop_assert!(within(judge(share, &wholes), before));
    }

    #[test]
    fn answering_an_open_question_only_narrows(
        share in share(), mut wholes in prop::collection::vec(whole(), 1..4), at: Index, which: Index, machine in interval(), said: Index,
    ) {
        let at = at.index(wholes.len());
        prop_assume!(!wholes[at].subjects.is_empty());
        let which = which.index(wholes[at].subjects.len());
        wholes[at].subjects[which].interval = attested(machine, None);
        let (before, wide) = (judge(share, &wholes), wholes[at].applied());
        match answered(machine, *said.get(&Said::ALL), false) {
            Some(result) => wholes[at].subjects[which].interval = result,
            None => drop(wholes[at].subjects.remove(which)),
        }
        if let (Some(wide), Some(narrow)) = (wide, wholes[at].applied()) {
            prop_assert!(within(narrow.interval, wide.interval), "{:?} in {:?}", narrow, wide);
        }
        // Where an answer takes the last subject of all out, nothing is left to judge, and a project without anything
        // to judge is open.
        let something = wholes.iter().any(|whole| whole.applied().is_some_and(|applied| applied.certain));
        prop_assert!(!something || within(judge(share, &wholes), before));
    }

    #[test]
    fn a_worse_answer_lifts_nothing(
        share in share(), mut wholes in prop::collection::vec(whole(), 1..4), at: Index, which: Index,
        machine in interval(), worse in level(), better in level(), overrules: bool,
    ) {
        let at = at.index(wholes.len());
        prop_assume!(!wholes[at].subjects.is_empty());
        let (worse, better) = (worse.min(better), worse.max(better));
        let which = which.index(wholes[at].subjects.len());
        let mut with = |level: Level| {
            let result = answered(machine, Said::Level(level), overrules).ok_or_else(|| TestCaseError::fail("a level is a result"))?;
            wholes[at].subjects[which].interval = result;
            Ok::<_, TestCaseError>(judge(share, &wholes))
        };
        let (low, high) = (with(worse)?, with(better)?);
        prop_assert!(not_above(low, high), "{:?} {:?}", low, high);
    }

    #[test]
    fn knowing_whether_a_requirement_applies_only_narrows(
        share in share(), mut requirements in prop::collection::vec(applied(), 1..7), at: Index, how: Index, applies: bool,
    ) {
        let before = project(policy(share), &requirements);
        let at = at.index(requirements.len());
        let interval = requirements[at].1.interval;
        match (applies, requirements[at].1.certain) {
            (false, false) => drop(requirements.remove(at)),
            _ => requirements[at].1 = Applied { interval: *how.get(&narrower(interval)), certain: true },
        }
        // Where the last one goes, nothing is applicable: that is open, and so it was before.
        prop_assert!(within(project(policy(share), &requirements), before));
    }

    #[test]
    fn one_more_non_compliant_subject_improves_nothing(
        share in share(), mut wholes in prop::collection::vec(whole(), 1..4), at: Index, certain: bool,
    ) {
        // Over nothing at all a project is open, and its first subject settles it: that is no improvement to forbid.
        let applies = |whole: &Whole| whole.applied().is_some_and(|applied| applied.certain);
        let something = wholes.iter().any(applies);
        let before = judge(share, &wholes);
        let whole = at.get_mut(&mut wholes);
        let better = whole.applied();
        whole.subjects.push(Judged { interval: Interval::exactly(Level::NonCompliant), certain });
        let worse = whole.applied().ok_or_else(|| TestCaseError::fail("it has a subject"))?;
        match better {
            Some(better) => prop_assert!(not_above(worse.interval, better.interval)),
            None => prop_assert_eq!(worse.interval, Interval::exactly(Level::NonCompliant)),
        }
        let after = judge(share, &wholes);
        prop_assert!(after.best <= before.best);
        prop_assert!(!something || after.worst <= before.worst);
    }

    #[test]
    fn order_is_irrelevant(
        share in share(), wholes in prop::collection::vec(whole(), 0..5), mixed in prop::collection::vec(any::<u32>(), 32),
    ) {
        let mut number = mixed.iter().copied();
        let mut shuffled = wholes.clone();
        for whole in &mut shuffled {
            let mut keyed: Vec<_> = whole.subjects.drain(..).map(|judged| (number.next(), judged)).collect();
            keyed.sort_by_key(|(key, _)| *key);
            whole.subjects.extend(keyed.into_iter().map(|(_, judged)| judged));
        }
        for (whole, mixed) in wholes.iter().zip(&shuffled) {
            prop_assert_eq!(whole.applied(), mixed.applied());
        }
        shuffled.sort_by_cached_key(|_| number.next());
        prop_assert_eq!(judge(share, &wholes), judge(share, &shuffled));
    }
}
