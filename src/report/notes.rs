//! What is said beside a finding, one line each: what waives it, how it stands to the baseline, who answered for it and
//! why the deviation is needed.

use std::fmt::Display;

use crate::report::{Finding, Standing, Waived, wording};
use crate::text::{Language, say};

pub fn of_finding(language: Language, finding: &Finding) -> Vec<String> {
    let waiver = finding.waiver.as_ref().map(|waiver| waived(language, waiver));
    // Something lifts it of which nothing more is known.
    let waiver = waiver.or_else(|| finding.waived.then(|| say(language, "ci.note.waived", &[])));
    let baseline = standing(language, finding);
    let answer = finding.answer.as_ref();
    let answer = answer.map(|answer| format!("{}; {}", wording::answered(language, answer), wording::answered_by(language, answer)));
    let justification = finding.justification.as_ref().map(|found| say(language, "ci.note.justified", &[("reason", &found.reason)]));
    [waiver, baseline, answer, justification].into_iter().flatten().collect()
}

/// The decision, the body that took it, until when, what it would be without, who answers for it and why.
pub fn waived(language: Language, waiver: &Waived) -> String {
    let lifted = wording::waived(language, waiver);
    let arguments: [(&str, &dyn Display); 4] =
        [("lifted", &lifted), ("owner", &waiver.decided.owner), ("granted", &waiver.decided.granted), ("reason", &waiver.decided.reason)];
    say(language, "ci.note.waiver", &arguments)
}

/// How a finding stands to the baseline, and what brought it where it is new or worse.
pub fn standing(language: Language, finding: &Finding) -> Option<String> {
    let key = match finding.baseline? {
        Standing::Known => "ci.note.known",
        Standing::New => "ci.note.new",
        Standing::Worse => "ci.note.worse",
    };
    let cause = finding.brought_by.map(|cause| say(language, &format!("baseline.cause.{}", cause.name()), &[]));
    let words = say(language, key, &[]);
    Some(cause.map_or_else(|| words.clone(), |cause| say(language, "ci.note.brought", &[("standing", &words), ("cause", &cause)])))
}
