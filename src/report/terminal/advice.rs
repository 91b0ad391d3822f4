//! What packs of advice found: apart from the requirements of orders and briefly, because it changes no verdict. A few
//! checks with their first findings, the others by name and number.

use crate::report::paper::{Ink, together};
use crate::report::problems::address;
use crate::report::terminal::Renderer;
use crate::report::{Finding, Location, ProjectReport, RequirementReport};
use crate::text::count;
use crate::verdict::Verdict;

/// Checks of a pack that are shown with findings, and findings of each.
const CHECKS: usize = 3;
const SHOWN: usize = 2;

impl Renderer<'_> {
    /// Whether a finding is one of advice.
    pub fn is_advice(&self, finding: &Finding) -> bool {
        self.report.packs.get(finding.index.0).is_some_and(|pack| pack.advisory)
    }

    /// What the packs of advice found in a project, one pack after the other.
    pub fn advice(&mut self, project: &ProjectReport) {
        let advised = project.requirements.iter().filter(|found| found.advisory).collect::<Vec<_>>();
        for pack in advised.chunk_by(|left, right| left.index.0 == right.index.0) {
            self.paper.blank();
            self.advice_of(pack, project);
        }
    }

    fn advice_of(&mut self, pack: &[&RequirementReport], project: &ProjectReport) {
        let (asked, unasked): (Vec<&RequirementReport>, Vec<&RequirementReport>) =
            pack.iter().partition(|found| found.verdict != Verdict::NotApplicable);
        let mut failed: Vec<&RequirementReport> = asked.iter().copied().filter(|found| wrong(found) > 0).collect();
        failed.sort_by_key(|found| (found.severity, found.index));
        let Some(first) = pack.first() else { return };
        if failed.is_empty() {
            let text = self.say("advice.nothing", &[("pack", &first.pack), ("asked", &asked.len())]);
            self.paper.hanging(0, "✓ ", Ink::Good, 2, &text);
        } else {
            let all: usize = failed.iter().map(|found| wrong(found)).sum();
            let numbers: [(&str, &dyn std::fmt::Display); 4] =
                [("pack", &first.pack), ("count", &count(all)), ("failed", &failed.len()), ("asked", &asked.len())];
            let title = self.say("advice.title", &numbers);
            self.paper.hanging(0, "~ ", Ink::Middling, 2, &title);
            self.checks(&failed, project);
        }
        self.unasked(&unasked);
    }

    fn checks(&mut self, failed: &[&RequirementReport], project: &ProjectReport) {
        let shown = if self.options.all { failed.len() } else { failed.len().min(CHECKS) };
        for found in &failed[..shown] {
            self.check(found, project);
        }
        if failed.len() > shown {
            let rest: Vec<String> =
                failed[shown..].iter().map(|found| format!("{} {}", together(&found.id), together(&self.share_of(found)))).collect();
            let also = self.say("advice.also", &[]);
            self.paper.entry(2, &also, Ink::Faint, &rest.join(" · "));
        }
        if self.options.has_why {
            let see = self.say("advice.see", &[("requirement", &failed[0].id)]);
            self.paper.paragraph(2, Ink::Faint, &see);
        }
    }

    fn share_of(&self, found: &RequirementReport) -> String {
        self.say("advice.of", &[("found", &count(wrong(found))), ("all", &count(all(found)))])
    }

    /// One check: what it wants, its first findings, what to do.
    fn check(&mut self, found: &RequirementReport, project: &ProjectReport) {
        let index = found.index;
        let title = self.report.requirement(index).map_or("", |requirement| requirement.title.as_str());
        let short = self.say("advice.short", &[("found", &count(wrong(found))), ("all", &count(all(found)))]);
        self.paper.hanging(2, &format!("{}  ", found.id), Ink::Strong, 4, &format!("{title} — {}", together(&short)));
        let (findings, known): (Vec<&Finding>, Vec<&Finding>) =
            project.findings.iter().filter(|finding| finding.index == index).partition(|finding| self.is_shown(finding));
        let shown = if self.options.all { findings.len() } else { SHOWN };
        for finding in findings.iter().take(shown) {
            let place = finding.location.as_ref().map(|place| format!("{}: ", self.place_in(place, project))).unwrap_or_default();
            self.paper.hanging(4, "- ", Ink::Plain, 6, &format!("{place}{}{}", self.standing(finding), finding.message));
        }
        let folded = findings.len().saturating_sub(shown) + known.len() + found.unlisted;
        if folded > 0 {
            let key = if self.options.all { "advice.unlisted" } else { "finding.more" };
            let more = crate::text::say(self.language(), key, &[("count", &count(folded))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
        let fix = self.say("finding.fix", &[]);
        if let Some(requirement) = self.report.requirement(index).filter(|requirement| !requirement.fix.is_empty()) {
            self.paper.entry(4, &fix, Ink::Good, &requirement.fix);
        }
    }

    /// The line alone where the project is one file.
    fn place_in(&self, place: &Location, project: &ProjectReport) -> String {
        match project.inputs.len() {
            1 => self.say("finding.line", &[("line", &place.line)]),
            _ => address(place),
        }
    }

    /// Checks for which the model holds nothing.
    fn unasked(&mut self, unasked: &[&RequirementReport]) {
        if unasked.is_empty() {
            return;
        }
        if !self.options.all {
            let text = self.say("advice.unasked-count", &[("count", &unasked.len())]);
            return self.paper.paragraph(2, Ink::Faint, &text);
        }
        let word = self.say("advice.unasked", &[]);
        let ids: Vec<&str> = unasked.iter().map(|found| found.id.as_str()).collect();
        self.paper.entry(2, &word, Ink::Faint, &ids.join(" · "));
    }
}

/// What a check looked at.
fn all(found: &RequirementReport) -> usize {
    wrong(found) + found.counts.full
}

/// Findings of a check, the listed and the others.
fn wrong(found: &RequirementReport) -> usize {
    found.counts.non_compliant + found.counts.partial
}
