//! A project beside others: what looks built twice or is offered by somebody, and how it stands to a baseline.

use std::fmt::Display;

use maud::{Markup, html};

use super::{Leaf, Part, sentence};
use crate::report::{BaselineReport, Cause, Duplicate, Member, Offer, ProjectReport, Report, Standing};
use crate::text::{Language, say};

/// Rows of what changed since the baseline; those beyond are counted.
const ROWS: usize = 500;

impl Leaf<'_> {
    /// Candidates for people to decide on; what speaks for each stands in the overview.
    pub(super) fn shared(&self) -> Option<Part> {
        let portfolio = &self.page.report().portfolio;
        let own = |member: &&Member| member.project == self.project.id;
        let twice: Vec<(usize, &Duplicate, &Member)> = portfolio
            .duplicates
            .iter()
            .enumerate()
            .filter_map(|(number, found)| Some((number, found, found.members.iter().find(own)?)))
            .collect();
        let offers: Vec<(usize, &Offer)> = portfolio.offers.iter().enumerate().filter(|(_, offer)| own(&&offer.component)).collect();
        let count = twice.len() + offers.len();
        let body = html! {
            p { (self.say("sheet.shared.lead", &[])) }
            @if !twice.is_empty() {
                ul { @for (number, found, member) in &twice { (self.twice(*number, found, member)) } }
            }
            @if !offers.is_empty() {
                h3 { (self.say("sheet.shared.offers", &[])) }
                ul { @for (number, offer) in &offers { (self.offer(*number, offer)) } }
            }
        };
        (count > 0).then(|| Part::of("shared", count, body))
    }

    fn twice(&self, number: usize, found: &Duplicate, own: &Member) -> Markup {
        let others = found.members.iter().enumerate().filter(|(_, member)| member.project != own.project);
        let at = found.members.iter().position(|member| std::ptr::eq(member, own)).unwrap_or(0);
        let name = |at: usize| {
            self.page.words.text(&self.page.each(move |report| {
                report.portfolio.duplicates.get(number).and_then(|found| found.members.get(at)).map(called).unwrap_or_default()
            }))
        };
        html! {
            li {
                "«" (name(at)) "» " code { (self.plain(&own.element.id)) } " " (self.place(&own.location)) " — "
                a href=(self.page.to_run(&found.fingerprint)) { (self.say("sheet.shared.twice", &[("percent", &percent(found.score))])) } ": "
                @for (place, (at, other)) in others.enumerate() {
                    @if place > 0 { ", " }
                    "«" (name(at)) "» (" (self.project_link(&other.project)) ")"
                }
            }
        }
    }

    fn offer(&self, number: usize, offer: &Offer) -> Markup {
        let of = |pick: fn(&Offer) -> &Member| {
            self.page.words.text(
                &self
                    .page
                    .each(move |report: &Report| report.portfolio.offers.get(number).map(|offer| called(pick(offer))).unwrap_or_default()),
            )
        };
        html! {
            li {
                "«" (of(|offer| &offer.component)) "» " code { (self.plain(&offer.component.element.id)) } " " (self.place(&offer.component.location)) " — "
                a href=(self.page.to_run(&offer.fingerprint)) { (self.say("sheet.shared.offer", &[("percent", &percent(offer.score))])) }
                ": «" (of(|offer| &offer.offered_by)) "» (" (self.project_link(&offer.offered_by.project)) ")"
                @if let Some(requirement) = &offer.requirement { " " (self.requirement_link(requirement)) }
            }
        }
    }

    fn project_link(&self, id: &str) -> Markup {
        html! {
            @match self.page.book.project_of(id) {
                Some(at) => { a href=(self.page.to_project(at)) { (self.page.words.text(&self.page.each_project(at, |_, found| found.name.clone()))) } }
                None => { (self.plain(id)) }
            }
        }
    }

    /// What was known, what is new and what brought it, what is no more.
    pub(super) fn baseline(&self) -> Option<Part> {
        let told = self.project.baseline.as_ref()?;
        let rows = self.changes(told);
        let folded = rows.len().saturating_sub(ROWS);
        let body = html! {
            p { (self.page.words.prose(&self.page.each(|report| sentence(&self.compared(report))))) " " (self.say("conclusion.baseline.note", &[])) }
            ul { @for line in self.tallies(told) { li { (line) } } }
            @if !rows.is_empty() {
                div.across {
                    table.baseline {
                        (self.heads(&["conclusion.baseline.requirement", "conclusion.baseline.what", "conclusion.baseline.finding", "conclusion.baseline.cause"]))
                        tbody { @for row in rows.iter().take(ROWS) { tr { @for cell in row { td { (cell) } } } } }
                    }
                }
            }
            @if folded > 0 { p { (self.say("conclusion.more", &[("count", &folded)])) } }
        };
        Some(Part::new("baseline", body))
    }

    fn compared(&self, report: &Report) -> String {
        let recorded = report.projects.get(self.at).and_then(|project| project.baseline.as_ref()).is_some_and(|told| told.recorded);
        match report.baseline.as_ref().and_then(|head| Some((head, head.made.as_ref()?))).filter(|_| recorded) {
            Some((head, made)) => {
                let made = crate::report::wording::date(report.lang, made);
                say(report.lang, "baseline.head", &[("path", &format!("`{}`", head.path)), ("made", &made)])
            }
            None => say(report.lang, "baseline.unknown", &[]),
        }
    }

    fn tallies(&self, told: &BaselineReport) -> Vec<Markup> {
        let tally = |key: &str, tally: &crate::report::Tally| {
            let numbers: [(&str, &dyn Display); 4] =
                [("known", &tally.known), ("new", &tally.new), ("worse", &tally.worse), ("solved", &tally.solved)];
            self.say(&format!("baseline.{key}"), &numbers)
        };
        let open: [(&str, &dyn Display); 3] =
            [("known", &told.counts.open_known), ("new", &told.counts.open_new), ("settled", &told.counts.open_settled)];
        let mut lines =
            vec![tally("counts-worse", &told.counts), self.say("baseline.counts-open", &open), tally("counts-advice", &told.advice)];
        lines.extend(told.nothing_applies.then(|| self.say("baseline.nothing-applies", &[])));
        lines.extend((told.unjudged > 0).then(|| self.say("baseline.unjudged", &[("count", &told.unjudged)])));
        lines
    }

    fn changes(&self, told: &BaselineReport) -> Vec<[Markup; 4]> {
        let cause =
            |cause: Option<Cause>| cause.map(|cause| self.say(&format!("baseline.cause.{}", cause.name()), &[])).unwrap_or_default();
        let mut rows = Vec::new();
        for (number, finding) in self.project.findings.iter().enumerate() {
            let key = match finding.baseline {
                Some(Standing::New) => "baseline.new",
                Some(Standing::Worse) => "baseline.worse",
                Some(Standing::Known) | None => continue,
            };
            let link = html! { a href=(format!("#{}", self.page.book.finding_anchor(&finding.fingerprint))) { (self.message(number)) } };
            rows.push([self.requirement_link(&finding.requirement), self.say(key, &[]), link, cause(finding.brought_by)]);
        }
        for (number, open) in told.new_open.iter().enumerate() {
            let subject = self.words(move |language, project| opened(language, project, number));
            rows.push([self.requirement_link(&open.requirement), self.say("baseline.open", &[]), subject, cause(Some(open.brought_by))]);
        }
        for solved in &told.solved {
            let subject = html! { code { (self.plain(&solved.subject)) } };
            rows.push([
                self.requirement_link(&solved.requirement),
                self.say("baseline.solved", &[]),
                subject,
                cause(Some(solved.brought_by)),
            ]);
        }
        rows
    }
}

/// What is newly open: its name, else its kind.
fn opened(language: Language, project: &ProjectReport, number: usize) -> String {
    let open = project.baseline.as_ref().and_then(|told| told.new_open.get(number));
    open.map_or_else(String::new, |open| match open.subject.name.as_str() {
        "" => crate::report::wording::kind_title(language, &open.subject.kind).to_string(),
        name => name.to_string(),
    })
}

fn called(member: &Member) -> String {
    if member.element.name.is_empty() { member.element.id.clone() } else { member.element.name.clone() }
}

fn percent(score: f64) -> u32 {
    (score * 100.0).round().clamp(0.0, 100.0) as u32
}
