//! What is said of whom: the findings of one project as keys and values of properties, in the language of the report.

use std::fmt::Display;

use rustc_hash::FxHashMap;

use super::report::{Finding, Project, Report};
use crate::read::archimate::ANNOTATION;
use crate::text::{Language, find, say};

/// One property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The key in letters that an id may have.
    pub slug: String,
    pub key: String,
    pub value: String,
}

/// All properties.
#[derive(Debug)]
pub struct Notes {
    /// The language of the values.
    pub lang: &'static str,
    /// Of the model as a whole.
    pub model: Vec<Note>,
    /// By the id of an element or a relationship.
    pub of: FxHashMap<String, Vec<Note>>,
}

/// How grave verdicts of findings are: the first is the gravest.
const GRAVEST: [&str; 3] = ["non-compliant", "not-assessed", "partial"];

impl Notes {
    /// Nothing to say of anybody.
    pub fn none() -> Notes {
        Notes { lang: Language::En.code(), model: Vec::new(), of: FxHashMap::default() }
    }

    /// Of a project of a report. Where it has no findings nothing is said at all.
    pub fn new(report: &Report, project: &Project) -> Notes {
        let mut notes = Notes { lang: report.lang.code(), ..Notes::none() };
        if project.findings.is_empty() {
            return notes;
        }
        let words = Words { language: report.lang };
        notes.model = words.model(report, project);
        let mut by_id: FxHashMap<&str, Vec<&Finding>> = FxHashMap::default();
        for finding in &project.findings {
            for id in finding.about() {
                // What is not there cannot carry a note: its model does.
                if id.is_empty() {
                    notes.model.push(words.finding(finding));
                    continue;
                }
                let findings = by_id.entry(id).or_default();
                if !findings.last().is_some_and(|last| std::ptr::eq(*last, finding)) {
                    findings.push(finding);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "from one table into another")]
        for (id, findings) in by_id {
            let findings_of = findings.iter().map(|finding| words.finding(finding));
            notes.of.insert(id.to_string(), std::iter::once(words.verdict(&findings)).chain(findings_of).collect());
        }
        notes
    }
}

struct Words {
    language: Language,
}

impl Words {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.language, key, arguments)
    }

    /// A word of the report, or as it stands there where this program does not know it.
    fn word(&self, room: &str, name: &str) -> String {
        find(self.language, &format!("{room}.{name}")).unwrap_or(name).to_string()
    }

    fn note(&self, slug: &str, value: String) -> Note {
        let key = self.say(&format!("annotate.key.{slug}"), &[]);
        Note { slug: slug.to_string(), key: format!("{ANNOTATION} {key}"), value }
    }

    fn model(&self, report: &Report, project: &Project) -> Vec<Note> {
        let verdict = self.word("verdict", &project.verdict);
        let (settled, applicable) = (project.coverage.settled, project.coverage.applicable);
        let value = self.say("annotate.project", &[("verdict", &verdict), ("settled", &settled), ("applicable", &applicable)]);
        vec![
            self.note("verdict", value),
            self.note("date", report.today.clone()),
            self.note("tool", format!("{} {}", report.tool.name, report.tool.version)),
        ]
    }

    /// The gravest verdict of an element, and how many there are.
    fn verdict(&self, findings: &[&Finding]) -> Note {
        let rank = |finding: &&&Finding| GRAVEST.iter().position(|verdict| *verdict == finding.verdict).unwrap_or(GRAVEST.len());
        let gravest = findings.iter().min_by_key(rank).map_or("", |finding| finding.verdict.as_str());
        let value = [("verdict", &self.word("level", gravest) as &dyn Display), ("count", &findings.len())];
        self.note("verdict", self.say("annotate.element", &value))
    }

    fn finding(&self, finding: &Finding) -> Note {
        let verdict = if finding.waived { "waived" } else { finding.verdict.as_str() };
        let waiver = finding.waiver.as_ref().map_or_else(String::new, |waiver| {
            self.say("annotate.waiver", &[("decision", &waiver.decision), ("body", &waiver.body), ("until", &waiver.until)])
        });
        let state = match finding.subject.state.as_str() {
            "both" => String::new(),
            state => self.say("annotate.in-state", &[("state", &self.word("annotate.state", state))]),
        };
        let value = self.say(
            "annotate.finding",
            &[
                ("verdict", &self.word("level", verdict)),
                ("severity", &self.word("weight", &finding.severity)),
                ("state", &state),
                ("message", &finding.message),
            ],
        ) + &waiver;
        Note { slug: finding.requirement.clone(), key: format!("{ANNOTATION} {}", finding.requirement), value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{ "schema": "saikes/report/1", "tool": { "name": "saikes", "version": "0.1.0" }, "today": "2026-11-22",
        "lang": "en", "surplus": 1, "projects": [{ "id": "p", "verdict": "partial", "coverage": { "settled": 2, "applicable": 3 },
        "inputs": [{ "path": "m.xml", "sha256": "00" }], "findings": [
        { "requirement": "1/1", "verdict": "partial", "severity": "major", "subject": { "id": "a", "state": "target" },
          "shape": "single", "message": "one", "related": [{ "id": "b", "role": "member" }] },
        { "requirement": "1/2", "verdict": "non-compliant", "severity": "blocking", "subject": { "id": "a", "state": "both" },
          "shape": "group", "message": "two", "related": [{ "id": "b", "role": "member" }, { "id": "c", "role": "member", "project": "q" },
          { "id": "d", "role": "witness" }] },
        { "requirement": "1/3", "verdict": "not-assessed", "severity": "minor", "subject": { "id": "b", "state": "both" },
          "shape": "single", "message": "three", "waived": true,
          "waiver": { "decision": "7", "body": "the council", "until": "2026-12-31" } },
        { "requirement": "1/4", "verdict": "non-compliant", "severity": "major", "subject": { "id": "", "state": "both" },
          "shape": "nothing", "message": "four" }] }] }"#;

    #[test]
    fn everybody_concerned_carries_a_finding_and_the_model_what_nobody_else_can() {
        let report = Report::parse(REPORT).expect("it is a report");
        let notes = Notes::new(&report, &report.projects[0]);
        let shown = |notes: &[Note]| notes.iter().map(|note| format!("{} = {}", note.key, note.value)).collect::<Vec<_>>();
        assert_eq!(
            shown(&notes.model),
            [
                "saikes: verdict = partially compliant; settled 2 of 3 requirements",
                "saikes: date of the check = 2026-11-22",
                "saikes: program = saikes 0.1.0",
                "saikes: 1/4 = non-compliant (major): four",
            ]
        );
        let expected = [
            "saikes: verdict = non-compliant (2 findings)",
            "saikes: 1/1 = partial (major, target state): one",
            "saikes: 1/2 = non-compliant (blocking): two",
        ];
        assert_eq!(shown(&notes.of["a"]), expected);
        let expected = [
            "saikes: verdict = non-compliant (2 findings)",
            "saikes: 1/2 = non-compliant (blocking): two",
            "saikes: 1/3 = deviation waived (minor): three; waived by decision 7 (the council) until 2026-12-31",
        ];
        assert_eq!(shown(&notes.of["b"]), expected);
        assert_eq!(notes.of.len(), 2, "members of other projects and mere witnesses carry nothing");
    }
}
