//! Findings by requirement: the first ones drawn in the user's own file, the others a line each, the rest counted.

use crate::report::excerpt::{self, Mark};
use crate::report::paper::{Ink, clean, pad, quotes, width};
use crate::report::problems::address;
use crate::report::terminal::project::look;
use crate::report::terminal::{Renderer, shell_word};
use crate::report::{EditionReport, Finding, ProjectReport, Related, RequirementReport, Shape, wording};
use crate::text::count;
use crate::verdict::{Verdict, Weight};

/// Requirements that are shown with their findings, the heaviest; the others are a heading each.
const REQUIREMENTS: usize = 12;
/// Findings of a requirement that are shown at all, and those drawn with an excerpt.
const SHOWN: usize = 5;
const DRAWN: usize = 2;
/// Excerpts of a requirement where everything is asked for; the rest are lines.
const DRAWN_OF_ALL: usize = 200;
/// Elements named of a related list.
const RELATED: usize = 4;
/// Elements shown of a circle; of a longer one those in the middle are folded.
const CIRCLE: usize = 10;

impl Renderer<'_> {
    /// Findings arrive sorted: heaviest first, requirement by requirement.
    pub fn findings(&mut self, findings: &[&Finding], project: Option<&ProjectReport>) {
        let mut shown = 0;
        let mut in_short = 0;
        for group in findings.chunk_by(|left, right| left.index == right.index) {
            self.paper.blank();
            if shown < REQUIREMENTS || self.options.all {
                shown += 1;
                self.requirement(group, project);
            } else if let Some(first) = group.first() {
                in_short += 1;
                self.heading(first, project);
            }
        }
        if in_short > 0 {
            self.paper.blank();
            let more = self.say("finding.in-short", &[("count", &in_short)]);
            self.paper.paragraph(2, Ink::Faint, &more);
        }
    }

    fn requirement(&mut self, group: &[&Finding], project: Option<&ProjectReport>) {
        let Some(first) = group.first() else { return };
        self.heading(first, project);
        let drawn = if self.options.all { DRAWN_OF_ALL } else { DRAWN };
        let shown = if self.options.all { group.len() } else { SHOWN };
        for (at, finding) in group.iter().take(shown).enumerate() {
            if at < drawn { self.drawn(finding) } else { self.in_a_line(finding) }
        }
        if group.len() > shown {
            let more = self.say("finding.more", &[("count", &count(group.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
        let fix = self.word("fix");
        if !first.fix.is_empty() {
            self.paper.entry(2, &fix, Ink::Good, &first.fix);
            self.known(group);
        }
        // Where the texts of the order differ, or only one of them has the provision.
        if let Some(note) = self.report.requirement(first.index).and_then(|text| text.note.clone()) {
            let word = self.word("note");
            self.paper.entry(2, &word, Ink::Faint, &note);
        }
        self.hint(first, project);
    }

    /// Weight, id and title of the requirement, and how its subjects fared.
    pub fn heading(&mut self, first: &Finding, project: Option<&ProjectReport>) {
        let title = self.report.requirement(first.index).map_or("", |requirement| requirement.title.as_str());
        let found = project.and_then(|project| project.requirements.iter().find(|found| found.index == first.index));
        let (ink, _, sign) = look(found.map_or(first.verdict, |found| found.verdict));
        let weight = self.say(&format!("weight.{}", first.severity.name()), &[]);
        let lead = format!("{sign} {weight}  {}  ", first.requirement);
        let ink = if first.severity == Weight::Minor && ink == Ink::Bad { Ink::Middling } else { ink };
        self.paper.hanging(0, &lead, ink, 2, title);
        if let Some(found) = found {
            let counts = found.counts;
            let levels = [
                (counts.non_compliant, Verdict::NonCompliant.name()),
                (counts.partial, Verdict::Partial.name()),
                (counts.full, Verdict::Full.name()),
                (counts.not_assessed, Verdict::NotAssessed.name()),
                (counts.waived, "waived"),
                (counts.justified, "justified"),
            ];
            let part = |(number, level): &(usize, &str)| format!("{}: {}", self.say(&format!("level.{level}"), &[]), count(*number));
            let parts: Vec<String> = levels.iter().filter(|(number, _)| *number > 0).map(part).collect();
            if !parts.is_empty() {
                self.paper.paragraph(2, Ink::Faint, &parts.join(" · "));
            }
            self.editions(2, found);
        }
    }

    /// Where the text of another language comes to something else, a line for each.
    fn editions(&mut self, indent: usize, found: &RequirementReport) {
        for edition in found.editions.iter().filter(|edition| edition.is_other) {
            let words = self.edition(edition);
            self.paper.paragraph(indent, Ink::Middling, &words);
        }
    }

    fn edition(&self, edition: &EditionReport) -> String {
        let name = self.say(&format!("edition.{}", edition.lang.code()), &[]);
        let verdict = self.bounded(edition.verdict, edition.worst, edition.best);
        let key = if edition.differs > 0 { "edition.others" } else { "edition.verdict" };
        self.say(key, &[("edition", &name), ("verdict", &verdict), ("count", &count(edition.differs))])
    }

    /// The requirements without findings of which the text of another language comes to something else.
    pub fn other_editions(&mut self, project: &ProjectReport) {
        let shown = |found: &&RequirementReport| found.editions.iter().any(|edition| edition.is_other);
        let silent = |found: &&RequirementReport| !project.findings.iter().any(|finding| finding.index == found.index);
        let others: Vec<&RequirementReport> = project.requirements.iter().filter(shown).filter(silent).collect();
        if others.is_empty() {
            return;
        }
        self.paper.blank();
        let title = self.say("edition.title", &[]);
        self.paper.paragraph(0, Ink::Strong, &title);
        for found in others {
            let title = self.report.requirement(found.index).map_or("", |requirement| requirement.title.as_str());
            self.paper.hanging(2, &format!("{}  ", found.id), Ink::Plain, 4, title);
            self.editions(4, found);
        }
    }

    /// An excerpt with the message at the place, then what led there.
    fn drawn(&mut self, finding: &Finding) {
        let message = self.marked(finding);
        match finding.location.as_ref().filter(|at| excerpt::can_be_drawn(self.sources, at.place)) {
            Some(at) => {
                let drawn = excerpt::draw(self.sources, &[Mark { place: at.place, label: &message }], self.paper.style);
                self.paper.text.push_str(&drawn);
            }
            // By itself the line has its waiver with it.
            None => return self.in_a_line(finding),
        }
        self.way(finding);
        self.waiver_of(finding, 4);
    }

    fn in_a_line(&mut self, finding: &Finding) {
        let place = finding.location.as_ref().map(address).unwrap_or_default();
        let message = self.marked(finding);
        let text = if place.is_empty() { message } else { format!("{place}: {message}") };
        self.paper.hanging(4, "- ", Ink::Plain, 6, &text);
        self.waiver_of(finding, 6);
    }

    /// The message, preceded by the level where it is not the worst.
    pub fn marked(&self, finding: &Finding) -> String {
        let (standing, message) = (self.standing(finding), clean(&finding.message));
        match (finding.waived, finding.verdict) {
            (true, _) => format!("{standing}{}: {message}", self.say("level.waived", &[])),
            (_, Verdict::NonCompliant) => format!("{standing}{message}"),
            (_, Verdict::Partial) => format!("{standing}{}: {message}", self.say("level.partial", &[])),
            (_, verdict) => format!("{standing}{}: {message}", self.bounded(verdict, finding.worst, finding.best)),
        }
    }

    /// The elements that decided: a way between two ends, a circle, members, or each with the part it plays.
    fn way(&mut self, finding: &Finding) {
        if finding.related.iter().all(Related::is_candidate) {
            return;
        }
        let word = self.word("why");
        let hang = 4 + width(&word);
        let ends = ["source", "target"].map(|role| finding.related.iter().find(|related| related.role == role));
        let mut rest: Vec<&Related> = finding.related.iter().filter(|related| !related.is_candidate()).collect();
        let mut lead = true;
        if let ([Some(source), Some(target)], Shape::Single) = (ends, finding.shape) {
            // The ends are drawn, and their owners stand beside them.
            let drawn = |related: &Related| std::ptr::eq(related, source) || std::ptr::eq(related, target);
            let owner = |related: &Related| [source, target].iter().any(|end| end.owner.as_ref() == Some(&related.name));
            rest.retain(|related| !drawn(related) && !owner(related));
            let text = format!("{} ──▶ {}", named(source), named(target));
            self.paper.entry(2, &word, Ink::Faint, &text);
            lead = false;
        }
        if finding.shape == Shape::Cycle {
            let mut circle: Vec<String> = circle(finding).iter().map(|name| quotes(name)).collect();
            let folded = circle.len().saturating_sub(CIRCLE);
            if folded > 1 && !self.options.all {
                let more = self.say("finding.more-related", &[("count", &count(folded))]);
                circle.splice(CIRCLE - 2..CIRCLE - 2 + folded, [more]);
            }
            return self.paper.entry(2, &word, Ink::Faint, &circle.join(" ──▶ "));
        }
        let shown = if self.options.all { rest.len() } else { RELATED };
        let parts: Vec<String> = rest.iter().take(shown).map(|related| self.placed(related, finding)).collect();
        let more = (rest.len() > shown).then(|| self.say("finding.more-related", &[("count", &(rest.len() - shown))]));
        let text = parts.into_iter().chain(more).collect::<Vec<_>>().join(" · ");
        match (text.is_empty(), lead) {
            (true, _) => {}
            (false, true) => self.paper.entry(2, &word, Ink::Faint, &text),
            (false, false) => self.paper.paragraph(hang, Ink::Plain, &text),
        }
    }

    /// What a register has and these findings could use, each once.
    fn known(&mut self, group: &[&Finding]) {
        let mut known: Vec<&Related> = Vec::new();
        for related in group.iter().copied().flat_map(|finding| &finding.related).filter(|related| related.is_candidate()) {
            if !known.iter().any(|other| other.id == related.id && other.location.path == related.location.path) {
                known.push(related);
            }
        }
        let parts: Vec<String> =
            group.first().into_iter().flat_map(|first| known.iter().map(|related| self.placed(related, first))).collect();
        if !parts.is_empty() {
            let word = self.word("known");
            self.paper.entry(2, &word, Ink::Faint, &parts.join(" · "));
        }
    }

    /// An element with the part it plays and where it stands.
    fn placed(&self, related: &Related, finding: &Finding) -> String {
        let role = wording::role(self.language(), &finding.subject.kind, &related.role);
        let role = if role.is_empty() { role } else { format!("{role} ") };
        let same_file = finding.location.as_ref().is_some_and(|at| at.path == related.location.path);
        let place = if same_file {
            self.say("finding.line", &[("line", &related.location.line)])
        } else {
            format!("{}:{}", clean(&related.location.path), related.location.line)
        };
        format!("{role}{} ({place})", named(related))
    }

    /// `why`, `fix` or `see`, so that what follows stands in one column.
    fn word(&self, word: &str) -> String {
        let words = ["why", "fix", "see", "known", "note"].map(|word| self.say(&format!("finding.{word}"), &[]));
        let column =
            words.iter().enumerate().filter(|(at, _)| *at != 2 || self.options.has_why).map(|(_, word)| width(word)).max().unwrap_or(0);
        pad(&self.say(&format!("finding.{word}"), &[]), column)
    }

    /// Where to ask for the whole reasoning, if there is such a command.
    fn hint(&mut self, finding: &Finding, project: Option<&ProjectReport>) {
        if self.options.has_why && project.is_some() && !finding.subject.id.is_empty() {
            let word = self.word("see");
            let command = format!("saikes why {} {} {}", finding.requirement, shell_word(&finding.subject.id), self.options.again.of_all());
            self.paper.entry(2, &word, Ink::Faint, command.trim_end());
        }
    }

    /// What only the whole run shows, with every member; it changes no project's verdict.
    pub fn portfolio(&mut self) {
        let findings: Vec<&Finding> = self.report.portfolio.findings.iter().collect();
        if findings.is_empty() {
            return;
        }
        self.paper.blank();
        let (title, note) = (self.say("portfolio.title", &[]), self.say("portfolio.note", &[]));
        self.paper.paragraph(0, Ink::Strong, &title);
        self.paper.paragraph(2, Ink::Faint, &note);
        self.findings(&findings, None);
        self.paper.blank();
    }
}

/// The name, and whose it is.
fn named(related: &Related) -> String {
    let owner = related.owner.as_ref().map(|owner| format!(" ({})", clean(owner))).unwrap_or_default();
    format!("{}{owner}", quotes(&related.name))
}

/// The names around a circle, back to where it begins.
fn circle(finding: &Finding) -> Vec<&str> {
    let start = finding.subject.name.as_str();
    std::iter::once(start).chain(finding.related.iter().map(|related| related.name.as_str())).chain([start]).collect()
}
