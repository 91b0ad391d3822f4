//! The arithmetic of verdicts: from subjects to requirements to projects, always as an interval between what it is
//! if every open question goes against it and what it is if all go for it.
//!
//! No order says how a level follows from single findings (193/26 names the three levels only); this is the
//! convention that every report states. Pure: no model, no rule, no words.

use serde::Serialize;

use crate::language::truth::Truth;

/// The three levels of a conclusion (order 193, paragraph 26), in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    NonCompliant,
    Partial,
    Full,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::NonCompliant => "non-compliant",
            Level::Partial => "partial",
            Level::Full => "full",
        }
    }
}

/// How much a requirement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    Blocking,
    Major,
    Minor,
}

impl Weight {
    pub fn name(self) -> &'static str {
        match self {
            Weight::Blocking => "blocking",
            Weight::Major => "major",
            Weight::Minor => "minor",
        }
    }
}

/// The policy of a pack for the verdict of a project.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// More than this share (0 to 1) of the blocking and major requirements non-compliant makes the project so.
    pub non_compliant_share: f64,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { non_compliant_share: 0.5 }
    }
}

/// The least and the greatest level that the stated facts still allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    pub worst: Level,
    pub best: Level,
}

/// What is shown for an interval, or for nothing to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    NonCompliant,
    Partial,
    Full,
    NotAssessed,
    NotApplicable,
}

impl Verdict {
    pub const ALL: [Verdict; 5] = [Verdict::NonCompliant, Verdict::Partial, Verdict::Full, Verdict::NotAssessed, Verdict::NotApplicable];

    pub fn name(self) -> &'static str {
        match self {
            Verdict::NonCompliant => "non-compliant",
            Verdict::Partial => "partial",
            Verdict::Full => "full",
            Verdict::NotAssessed => "not-assessed",
            Verdict::NotApplicable => "not-applicable",
        }
    }
}

impl Interval {
    /// Everything is possible.
    pub const OPEN: Interval = Interval { worst: Level::NonCompliant, best: Level::Full };

    pub fn exactly(level: Level) -> Interval {
        Interval { worst: level, best: level }
    }

    pub fn is_settled(self) -> bool {
        self.worst == self.best
    }

    pub fn verdict(self) -> Verdict {
        match (self.is_settled(), self.worst) {
            (false, _) => Verdict::NotAssessed,
            (true, Level::NonCompliant) => Verdict::NonCompliant,
            (true, Level::Partial) => Verdict::Partial,
            (true, Level::Full) => Verdict::Full,
        }
    }
}

/// The level of one subject for settled answers: full if `full` holds, else partial if `partial` does.
/// `full` implies the weaker level, whatever `partial` says.
pub fn subject_level(full: bool, partial: bool) -> Level {
    match (full, partial) {
        (true, _) => Level::Full,
        (false, true) => Level::Partial,
        (false, false) => Level::NonCompliant,
    }
}

/// The interval of one subject: an unknown counts as false for the worst and as true for the best.
pub fn subject(full: Truth, partial: Truth) -> Interval {
    Interval { worst: subject_level(full.is_true(), partial.is_true()), best: subject_level(!full.is_false(), !partial.is_false()) }
}

/// What a person's answer leaves of an interval: it caps both ends. No answer yet may turn out either way.
pub fn attested(interval: Interval, answer: Option<Level>) -> Interval {
    match answer {
        Some(level) => Interval { worst: interval.worst.min(level), best: interval.best.min(level) },
        None => Interval { worst: Level::NonCompliant, best: interval.best },
    }
}

/// What a person says of a subject; the later the milder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    Level(Level),
    /// The requirement is not meant for it.
    NotApplicable,
}

impl Said {
    pub const ALL: [Said; 4] =
        [Said::Level(Level::NonCompliant), Said::Level(Level::Partial), Said::Level(Level::Full), Said::NotApplicable];

    pub fn name(self) -> &'static str {
        match self {
            Said::Level(level) => level.name(),
            Said::NotApplicable => "not-applicable",
        }
    }

    pub fn from_name(name: &str) -> Option<Said> {
        Said::ALL.into_iter().find(|said| said.name() == name)
    }
}

/// Whose result stands where a machine and a person have judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    Machine,
    Answer,
    /// They say the same.
    Both,
}

/// What comes of a subject of which the machine and a person have said something; none where it is no subject.
///
/// An answer caps what the machine found and never lifts it, so that it takes a subject out only where nothing speaks
/// against the subject. One that overrules stands in place of what the machine found.
pub fn answered(machine: Interval, said: Said, overrules: bool) -> Option<Interval> {
    match (said, overrules) {
        (Said::Level(level), true) => Some(Interval::exactly(level)),
        (Said::Level(level), false) => Some(attested(machine, Some(level))),
        (Said::NotApplicable, false) if machine.best < Level::Full => Some(attested(machine, None)),
        (Said::NotApplicable, _) => None,
    }
}

/// Who decided what comes of a subject.
pub fn holds(machine: Interval, said: Said, overrules: bool) -> Holds {
    match answered(machine, said, overrules) {
        Some(result) if machine.is_settled() && result == machine && said == Said::Level(result.best) => Holds::Both,
        Some(result) if result == machine || said == Said::NotApplicable => Holds::Machine,
        _ => Holds::Answer,
    }
}

/// What a valid waiver makes of an interval: it lifts non-compliant to partial, never to full.
pub fn waived(interval: Interval) -> Interval {
    Interval { worst: interval.worst.max(Level::Partial), best: interval.best.max(Level::Partial) }
}

/// One subject as a requirement sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub interval: Interval,
    /// Whether the subject is one at all: false where its condition is unknown.
    pub certain: bool,
}

/// The level of a requirement over its subjects' levels; `None` over nothing.
pub fn requirement_level(weight: Weight, levels: impl IntoIterator<Item = Level>) -> Option<Level> {
    let mut tally = Tally::default();
    levels.into_iter().for_each(|level| tally.add(level));
    tally.level(weight)
}

/// How many subjects stand at each level.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    full: usize,
    partial: usize,
    non_compliant: usize,
}

impl Tally {
    fn add(&mut self, level: Level) {
        match level {
            Level::Full => self.full += 1,
            Level::Partial => self.partial += 1,
            Level::NonCompliant => self.non_compliant += 1,
        }
    }

    fn level(self, weight: Weight) -> Option<Level> {
        let all = self.full + self.partial + self.non_compliant;
        if all == 0 {
            return None;
        }
        let fails = self.non_compliant > 0 && (weight == Weight::Blocking || self.non_compliant == all);
        Some(match (fails, self.full == all) {
            (true, _) => Level::NonCompliant,
            (_, true) => Level::Full,
            _ => Level::Partial,
        })
    }
}

/// A requirement over its subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    pub interval: Interval,
    /// Whether it applies at all: false where every subject may turn out to be none.
    pub certain: bool,
}

impl Applied {
    /// What is shown: nothing is settled while it is open whether the requirement applies.
    pub fn verdict(self) -> Verdict {
        if self.certain { self.interval.verdict() } else { Verdict::NotAssessed }
    }

    /// The bounds that are shown: a requirement that may not apply may do no harm.
    pub fn bounds(self) -> Interval {
        if self.certain { self.interval } else { Interval { best: Level::Full, ..self.interval } }
    }
}

/// A requirement over its subjects, or nothing where it has none and none may turn out to be one.
///
/// Subjects whose condition is unknown may be in or out: the worst is the least, the best the greatest level over
/// every choice. `of_nothing` is given for a requirement that wants some subject: what having none at all means.
pub fn requirement(weight: Weight, subjects: &[Judged], of_nothing: Option<Interval>) -> Option<Applied> {
    let worst = extreme(weight, subjects, |interval| interval.worst, std::cmp::min, of_nothing.map(|none| none.worst))?;
    let best = extreme(weight, subjects, |interval| interval.best, std::cmp::max, of_nothing.map(|none| none.best))?;
    let certain = of_nothing.is_some() || subjects.iter().any(|judged| judged.certain);
    Some(Applied { interval: Interval { worst, best }, certain })
}

/// The least or greatest level over all choices of the uncertain subjects. A level of a requirement depends only on
/// which levels its subjects stand at, so it is enough to try, for each level, none or all of its uncertain ones.
fn extreme(
    weight: Weight,
    subjects: &[Judged],
    side: impl Fn(Interval) -> Level,
    choose: fn(Level, Level) -> Level,
    of_nothing: Option<Level>,
) -> Option<Level> {
    let (mut certain, mut uncertain) = (Tally::default(), Tally::default());
    for judged in subjects {
        let tally = if judged.certain { &mut certain } else { &mut uncertain };
        tally.add(side(judged.interval));
    }
    let mut found: Option<Level> = None;
    for full in [0, uncertain.full] {
        for partial in [0, uncertain.partial] {
            for non_compliant in [0, uncertain.non_compliant] {
                let tally = Tally {
                    full: certain.full + full,
                    partial: certain.partial + partial,
                    non_compliant: certain.non_compliant + non_compliant,
                };
                if let Some(level) = tally.level(weight).or(of_nothing) {
                    found = Some(found.map_or(level, |known| choose(known, level)));
                }
            }
        }
    }
    found
}

/// The level of a project over its requirements' levels: non-compliant where a blocking one is, or more than the
/// policy's share of the blocking and major ones; full where all are; else partial. `None` over nothing.
pub fn project_level(policy: Policy, requirements: &[(Weight, Level)]) -> Option<Level> {
    if requirements.is_empty() {
        return None;
    }
    let heavy = requirements.iter().filter(|(weight, _)| *weight != Weight::Minor);
    let failing = heavy.clone().filter(|(_, level)| *level == Level::NonCompliant).count();
    let blocked = requirements.iter().any(|(weight, level)| *weight == Weight::Blocking && *level == Level::NonCompliant);
    let full = requirements.iter().all(|(_, level)| *level == Level::Full);
    Some(if blocked || policy.is_too_much(failing, heavy.count()) {
        Level::NonCompliant
    } else if full {
        Level::Full
    } else {
        Level::Partial
    })
}

impl Policy {
    /// Divides rather than multiplies: a quotient is rounded as the written share was, so just the share (29 of 100
    /// at 0.29) is not more than it.
    fn is_too_much(self, failing: usize, all: usize) -> bool {
        all > 0 && failing as f64 / all as f64 > self.non_compliant_share
    }
}

/// The interval of a project over its requirements, each of which may yet turn out not to apply; everything is open
/// where nothing is applicable.
pub fn project(policy: Policy, requirements: &[(Weight, Applied)]) -> Interval {
    Interval { worst: least(policy, requirements), best: greatest(policy, requirements) }
}

/// The least level over every choice of what applies: what fails is in, what holds is out where it may be.
fn least(policy: Policy, requirements: &[(Weight, Applied)]) -> Level {
    let fails = |applied: &Applied| applied.interval.worst == Level::NonCompliant;
    let in_it: Vec<(Weight, Level)> = (requirements.iter())
        .filter(|(_, applied)| applied.certain || fails(applied))
        .map(|(weight, applied)| (*weight, applied.interval.worst))
        .collect();
    let all: Vec<(Weight, Level)> = requirements.iter().map(|(weight, applied)| (*weight, applied.interval.worst)).collect();
    if !requirements.iter().any(|(_, applied)| applied.certain) {
        return Level::NonCompliant;
    }
    let levels = [project_level(policy, &in_it), project_level(policy, &all)];
    levels.into_iter().flatten().min().unwrap_or(Level::NonCompliant)
}

/// The greatest level over every choice of what applies: full where what surely applies is full; else the share of
/// what fails is least with everything in that does not fail.
fn greatest(policy: Policy, requirements: &[(Weight, Applied)]) -> Level {
    if !requirements.iter().any(|(_, applied)| applied.certain) {
        return Level::Full;
    }
    let side = |keep: &dyn Fn(&Applied) -> bool| {
        let kept = requirements.iter().filter(|(_, applied)| applied.certain || keep(applied));
        let levels: Vec<(Weight, Level)> = kept.map(|(weight, applied)| (*weight, applied.interval.best)).collect();
        project_level(policy, &levels)
    };
    let levels = [side(&|_| false), side(&|applied| applied.interval.best != Level::NonCompliant)];
    levels.into_iter().flatten().max().unwrap_or(Level::Full)
}

#[cfg(test)]
mod tests;
