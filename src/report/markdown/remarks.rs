//! What follows from the levels: recommendations, deviations, what people said and still have to say, what was not
//! checked, and where the texts of the orders differ.

use std::fmt::Display;

use super::{Page, code, own, plain};
use crate::report::{Finding, Justified, ProjectReport, wording};
use crate::verdict::Verdict;

/// Elements named of one recommendation; the others are counted.
const NAMED: usize = 20;
/// Missing facts that are named.
const FACTS: usize = 10;

impl Page<'_> {
    /// Order 193, paragraph 25: one for each requirement that falls short, the heaviest first, as findings are sorted.
    pub(super) fn recommendations(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.recommendations");
        let of_orders = |finding: &Finding| !self.report.packs.get(finding.index.0).is_none_or(|pack| pack.advisory);
        let findings: Vec<&Finding> = project.findings.iter().filter(|finding| of_orders(finding)).collect();
        if findings.is_empty() {
            return self.nothing();
        }
        let lead = self.say("conclusion.recommendation.lead", &[]);
        self.paragraph(&lead);
        for (at, group) in findings.chunk_by(|left, right| left.index == right.index).enumerate() {
            self.recommendation(at + 1, group);
        }
        let to = match project.agency_name.as_ref().or(project.agency.as_ref()) {
            Some(agency) => self.say("conclusion.recommendation.to", &[("agency", &plain(agency))]),
            None => self.say("conclusion.recommendation.to-nobody", &[]),
        };
        self.end_of_list();
        self.paragraph(&to);
    }

    fn recommendation(&mut self, number: usize, group: &[&Finding]) {
        let Some(first) = group.first() else { return };
        let title = self.report.requirement(first.index).map_or("", |text| text.title.as_str());
        let weight = self.say(&format!("weight.{}", first.severity.name()), &[]);
        let mut fix = own(&first.fix);
        if let Some(letter) = fix.chars().next() {
            fix = format!("{}{}", letter.to_uppercase(), &fix[letter.len_utf8()..]);
        }
        self.text.push_str(&format!("{number}. **{}** ({weight}) {}. {fix}.\n", plain(&first.requirement), own(title)));
        let found: Vec<String> = group.iter().take(NAMED).map(|finding| self.found(finding)).collect();
        for line in found {
            self.text.push_str(&format!("   - {line}\n"));
        }
        if group.len() > NAMED {
            let more = self.say("conclusion.more", &[("count", &(group.len() - NAMED))]);
            self.text.push_str(&format!("   - {more}\n"));
        }
    }

    /// What is wrong and where, with the level unless it is the worst.
    fn found(&self, finding: &Finding) -> String {
        let mut words = plain(&finding.message);
        if finding.verdict != Verdict::NonCompliant {
            words = format!("{}: {words}", self.level(finding.verdict, finding.worst, finding.best));
        }
        if let Some(waived) = &finding.waiver {
            words = format!("{words}; {}", plain(&wording::waived(self.language(), waived)));
        }
        match &finding.location {
            Some(at) => format!("{words} ({})", code(&self.say("conclusion.page", &[("path", &at.path), ("line", &at.line)]))),
            None => words,
        }
    }

    pub(super) fn questions(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.questions");
        if project.questions.is_empty() {
            return self.nothing();
        }
        let lead = self.say("conclusion.questions.lead", &[]);
        self.paragraph(&lead);
        for question in &project.questions {
            let subjects = self.say("conclusion.questions.subjects", &[("count", &question.subjects)]);
            self.item(&format!("**{}** {} ({subjects})", plain(&question.requirement), own(&question.question)));
        }
        self.end_of_list();
    }

    pub(super) fn unchecked(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.unchecked");
        let other_stage = project.of_other_stages();
        let skipped = project.not_applicable() - other_stage;
        for (key, count) in [("stage", other_stage), ("not-applicable", skipped), ("problems", project.problems.len())] {
            if count > 0 {
                let words = self.say(&format!("conclusion.unchecked.{key}"), &[("count", &count)]);
                self.item(&words);
            }
        }
        let types = project.unmapped();
        if !types.is_empty() {
            let named: Vec<String> = types.iter().map(|(name, times)| format!("{} {times}", plain(name))).collect();
            let words = self.say("conclusion.unchecked.unmapped", &[("named", &named.join(", "))]);
            self.item(&words);
        }
        let words = self.say("conclusion.unchecked.outside", &[]);
        self.item(&words);
        self.end_of_list();
        self.missing(project);
    }

    /// The facts that most answers wait for.
    fn missing(&mut self, project: &ProjectReport) {
        if project.missing.is_empty() {
            return;
        }
        let words = self.say("conclusion.unchecked.missing", &[]);
        self.paragraph(&words);
        for missing in project.missing.iter().take(FACTS) {
            let fact = wording::missing(self.language(), missing);
            let counts: [(&str, &dyn Display); 3] =
                [("fact", &plain(&fact)), ("elements", &missing.elements), ("requirements", &missing.settles.requirements)];
            let words = self.say("conclusion.unchecked.fact", &counts);
            self.item(&words);
        }
        if project.missing.len() > FACTS {
            let more = self.say("conclusion.more", &[("count", &(project.missing.len() - FACTS))]);
            self.item(&more);
        }
        self.end_of_list();
    }

    /// Notes of the requirements that applied: where the Kazakh and the Russian text differ or one is silent.
    pub(super) fn notes(&mut self, project: &ProjectReport) {
        let applied = project.requirements.iter().filter(|found| !found.advisory && found.verdict != Verdict::NotApplicable);
        let noted: Vec<String> = applied
            .filter_map(|found| self.report.requirement(found.index))
            .filter_map(|text| text.note.as_ref().map(|note| format!("**{}** {}", plain(&text.id), own(note))))
            .collect();
        if noted.is_empty() {
            return;
        }
        self.heading("conclusion.head.notes");
        noted.iter().for_each(|note| self.item(note));
        self.end_of_list();
    }

    /// Deviations that were justified one by one, with their justifications.
    pub(super) fn deviations(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.deviations");
        let justified = project.findings.iter().filter_map(|finding| Some((finding, finding.justification.as_ref()?)));
        let lines: Vec<String> = justified.map(|(finding, justification)| self.deviation(finding, justification)).collect();
        if lines.is_empty() {
            return self.nothing();
        }
        let note = self.say("conclusion.deviations.lead", &[]);
        self.paragraph(&note);
        lines.iter().for_each(|line| self.item(line));
        self.end_of_list();
    }

    fn deviation(&self, finding: &Finding, justification: &Justified) -> String {
        let at = self.say("conclusion.page", &[("path", &justification.location.path), ("line", &justification.location.line)]);
        let reason = self.say("conclusion.deviations.reason", &[("reason", &plain(&justification.reason)), ("place", &code(&at))]);
        format!("**{}** {}. {reason}", plain(&finding.requirement), self.found(finding))
    }

    /// What people said beside the program, who they were and what they relied on.
    pub(super) fn answers(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.answers");
        if project.answers.is_empty() {
            return self.nothing();
        }
        for found in &project.answers {
            let language = self.language();
            let mut words = format!("{}; {}", wording::answered(language, &found.answer), wording::answered_by(language, &found.answer));
            if let Some(sha256) = &found.answer.sha256 {
                words = format!("{words}, SHA-256 {sha256}");
            }
            self.item(&format!("**{}** «{}»: {}", plain(&found.requirement), plain(&found.subject.name), plain(&words)));
        }
        self.end_of_list();
    }
}
