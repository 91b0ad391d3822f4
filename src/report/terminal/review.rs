//! What the projects have in common: requirements that many fall short of, one cause in several projects, shared things
//! that are passed by, facts that many lack. The first of each, the rest counted.
//!
//! Leaves to others: the table of projects (`matrix`), what looks built twice (`duplicates`).

use crate::report::paper::{Ink, quotes, together, width};
use crate::report::problems::address;
use crate::report::review::{Cluster, Deviation, Element, Ignored, MissingOver, Review};
use crate::report::terminal::Renderer;
use crate::report::wording;
use crate::text::count;

/// Entries of each list unless all is asked for.
const SHOWN: usize = 5;
/// Projects and requirements that are named in an entry.
const NAMED: usize = 4;
/// An entry is of two projects at least: what is of one stands with it.
const SEVERAL: usize = 2;

/// What stands in front of an entry, and its lines.
struct Entry {
    lead: String,
    ink: Ink,
    text: String,
    below: Vec<String>,
}

impl Renderer<'_> {
    pub fn review(&mut self) {
        let report = self.report;
        let Some(review) = &report.portfolio.review else { return };
        let (deviations, clusters) = (self.deviations(review), self.clusters(review));
        let (ignored, missing) = (self.ignored(review), self.missing_over(review));
        if [&deviations, &clusters, &ignored, &missing].iter().all(|entries| entries.is_empty()) {
            return;
        }
        self.paper.blank();
        let title = self.say("review.title", &[]);
        self.paper.paragraph(0, Ink::Strong, &title);
        let note = self.say("review.note", &[("count", &review.judged)]);
        self.paper.paragraph(2, Ink::Faint, &note);
        self.unread(review);
        self.entries("review.deviations.title", deviations);
        self.entries("review.clusters.title", clusters);
        self.entries("review.ignored.title", ignored);
        self.entries("review.missing.title", missing);
        self.paper.blank();
    }

    /// Projects that are left out of every number.
    fn unread(&mut self, review: &Review) {
        let ids: Vec<String> = review.risks.iter().filter(|risk| risk.unreadable).map(|risk| risk.project.clone()).collect();
        if !ids.is_empty() {
            let text = self.say("review.unread", &[("count", &ids.len()), ("projects", &self.named(&ids))]);
            self.paper.paragraph(2, Ink::Bad, &text);
        }
    }

    fn entries(&mut self, title: &str, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        self.paper.blank();
        let title = self.say(title, &[]);
        self.paper.paragraph(2, Ink::Strong, &title);
        let shown = if self.options.all { entries.len() } else { SHOWN };
        let column = entries.iter().take(shown).map(|entry| width(&entry.lead)).max().unwrap_or(0);
        for entry in entries.iter().take(shown) {
            let lead = format!("{}{}  ", " ".repeat(column - width(&entry.lead)), entry.lead);
            let hang = 4 + column + 2;
            self.paper.hanging(4, &lead, entry.ink, hang, &entry.text);
            for below in &entry.below {
                self.paper.paragraph(hang, Ink::Faint, below);
            }
        }
        if entries.len() > shown {
            let more = self.say("review.more", &[("count", &count(entries.len() - shown))]);
            self.paper.paragraph(4, Ink::Faint, &more);
        }
    }

    fn deviations(&self, review: &Review) -> Vec<Entry> {
        let entry = |found: &Deviation| {
            let counts = self.say(
                "review.deviations.counts",
                &[("failed", &count(found.non_compliant)), ("partial", &count(found.partial)), ("open", &count(found.not_assessed))],
            );
            let weight = self.say(&format!("weight.{}", found.severity.name()), &[]);
            Entry {
                lead: format!("{}/{}", found.projects.len(), found.applicable),
                ink: if found.non_compliant > 0 { Ink::Bad } else { Ink::Middling },
                text: format!("{}  {}", found.requirement, found.title),
                below: vec![format!("{weight} · {counts} · {}", self.named(&found.projects))],
            }
        };
        review.deviations.iter().filter(|found| found.projects.len() >= SEVERAL).map(entry).collect()
    }

    fn clusters(&self, review: &Review) -> Vec<Entry> {
        let entry = |found: &Cluster| {
            let also: Vec<String> = found.also.iter().take(NAMED).map(element).collect();
            let also = (!also.is_empty()).then(|| self.say("review.clusters.also", &[("elements", &also.join(", "))]));
            let findings = together(&self.say("review.findings", &[("count", &count(found.findings))]));
            let told = format!("{}  {}", found.requirement, found.title);
            let where_found = format!("{findings} · {}", self.named(&found.projects));
            Entry {
                lead: self.projects(found.projects.len()),
                ink: Ink::Plain,
                text: element(&found.cause),
                below: also.into_iter().chain([told, where_found]).collect(),
            }
        };
        review.clusters.iter().map(entry).collect()
    }

    fn ignored(&self, review: &Review) -> Vec<Entry> {
        let entry = |found: &Ignored| {
            let mut counts = Vec::new();
            if found.findings > 0 {
                counts.push(self.say("review.findings", &[("count", &count(found.findings))]));
            }
            if found.components > 0 {
                counts.push(self.say("review.components", &[("count", &count(found.components))]));
            }
            if !found.requirements.is_empty() {
                counts.push(self.named(&found.requirements));
            }
            counts.push(self.named(&found.projects));
            Entry {
                lead: self.projects(found.projects.len()),
                ink: Ink::Plain,
                text: element(&found.element),
                below: vec![counts.join(" · ")],
            }
        };
        review.ignored.iter().filter(|found| found.projects.len() >= SEVERAL).map(entry).collect()
    }

    fn missing_over(&self, review: &Review) -> Vec<Entry> {
        let entry = |found: &MissingOver| {
            let needed = together(&self.say("review.missing.needed", &[("count", &count(found.requirements.len()))]));
            let elements = together(&self.say("review.missing.elements", &[("count", &count(found.elements))]));
            let told = if found.elements == 0 { needed } else { format!("{elements}, {needed}") };
            Entry {
                lead: self.projects(found.projects.len()),
                ink: Ink::Open,
                text: format!("{} · {told}", wording::fact(self.language(), found.sort, &found.fact, found.kind)),
                below: Vec::new(),
            }
        };
        review.missing.iter().filter(|found| found.projects.len() >= SEVERAL).map(entry).collect()
    }

    /// So many projects.
    pub fn projects(&self, number: usize) -> String {
        together(&self.say("review.projects", &[("count", &count(number))]))
    }

    /// The first few ids, and how many more there are.
    fn named(&self, ids: &[String]) -> String {
        let shown = if self.options.all { ids.len() } else { NAMED };
        let named = ids.iter().take(shown).cloned().collect::<Vec<_>>().join(", ");
        match ids.len().saturating_sub(shown) {
            0 => named,
            rest => format!("{named} {}", self.say("finding.more-related", &[("count", &count(rest))])),
        }
    }
}

/// An element by its name, and where it stands.
fn element(element: &Element) -> String {
    format!("{} ({})", quotes(&element.name), address(&element.location))
}
