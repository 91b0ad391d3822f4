//! What a report was judged by, in one line each: orders with their editions and what became of them, a policy, contexts.

use crate::report::{ContextReport, PackReport, PolicyReport, Report};
use crate::text::{Language, count, say};

/// Every line once: a pack that a project gave parameters of its own stands among the packs once more.
pub fn packs(report: &Report) -> Vec<(&PackReport, String)> {
    let mut told: Vec<(&PackReport, String)> = Vec::new();
    for found in &report.packs {
        let text = pack(report, found);
        if told.iter().all(|(_, other)| *other != text) {
            told.push((found, text));
        }
    }
    told
}

fn pack(report: &Report, pack: &PackReport) -> String {
    let language = report.lang;
    let mut text = if pack.advisory || pack.order.is_empty() {
        format!("{}: {}", pack.id, pack.title)
    } else {
        say(language, "judged.order", &[("order", &pack.order), ("edition", &pack.edition), ("title", &pack.title)])
    };
    match (&pack.repealed, &pack.replaced_by) {
        (Some(date), Some(by)) => text += &say(language, "judged.replaced", &[("date", date), ("by", by)]),
        (Some(date), None) => text += &say(language, "judged.repealed", &[("date", date)]),
        (None, _) => {}
    }
    for amendment in &pack.amendments {
        text += &say(language, "judged.amended", &[("act", &amendment.act), ("date", &amendment.in_force)]);
    }
    if pack.advisory {
        text += &say(language, "judged.advisory", &[]);
    }
    if pack.folder.is_some() {
        let key = if pack.replaces.is_some() { "own.judged.replacing" } else { "own.judged.own" };
        text += &say(language, key, &[]);
    }
    let is_of_several = report.packs.iter().any(|other| other.id == pack.id && other.sha256 != pack.sha256);
    if let Some(folder) = pack.folder.as_ref().filter(|_| is_of_several) {
        text += &say(language, "judged.from", &[("folder", folder)]);
    }
    for act in &pack.acts {
        text += &say(language, "own.judged.act", &[("act", act)]);
    }
    text
}

pub fn policy(language: Language, policy: &PolicyReport) -> String {
    let digest = policy.sha256.get(..12).unwrap_or_default();
    let PolicyReport { id, title, body, path, .. } = policy;
    say(language, "judged.policy", &[("id", id), ("title", title), ("body", body), ("path", path), ("digest", &digest)])
}

pub fn context(language: Language, context: &ContextReport) -> String {
    let digest = context.sha256.get(..12).unwrap_or_default();
    say(language, "judged.context", &[("context", &context.id), ("elements", &count(context.elements)), ("digest", &digest)])
}

/// A pack that was not in force on the day asked for, and why.
pub fn left_out(report: &Report, pack: &PackReport) -> String {
    let day = report.as_of.as_deref().unwrap_or("");
    let title = &pack.title;
    match (&pack.repealed, &pack.in_force) {
        (Some(end), _) if end.as_str() <= day => {
            say(report.lang, "judged.left-out-repealed", &[("title", title), ("day", &day), ("date", end)])
        }
        (_, Some(start)) => say(report.lang, "judged.left-out-early", &[("title", title), ("day", &day), ("date", start)]),
        _ => title.clone(),
    }
}
