//! What other projects seem to build as well, and what somebody already offers: candidates for people to decide on.

use super::text::{joined, model};
use super::{Cell, Draft, Fill, Text};
use crate::report::{Duplicate, Member, Offer, Pair, ProjectReport, Reason, wording};

/// Members of a group that are named, here and elsewhere.
const NAMED: usize = 10;

impl Draft<'_> {
    /// What concerns one project.
    pub(super) fn overlap(&mut self, project: &ProjectReport) {
        self.heading("office.section.overlap");
        let portfolio = &self.report.portfolio;
        let of_project = |member: &Member| member.project == project.id;
        let duplicates = portfolio.duplicates.iter().filter(|found| found.members.iter().any(of_project));
        let rows: Vec<Vec<Cell>> = duplicates.map(|found| self.duplicate(found, of_project)).collect();
        let offers: Vec<&Offer> = portfolio.offers.iter().filter(|offer| of_project(&offer.component)).collect();
        if rows.is_empty() && offers.is_empty() {
            return self.tell("office.overlap.none", &[]);
        }
        if !rows.is_empty() {
            self.tell("office.overlap.duplicates", &[]);
            let heads = [("element", 48, Fill::Text), ("elsewhere", 60, Fill::Text), ("why", 57, Fill::Text)];
            self.table_of("office.column", &heads, rows);
        }
        if !offers.is_empty() {
            self.tell("office.overlap.offers", &[]);
            let heads =
                [("element", 45, Fill::Text), ("offered", 45, Fill::Text), ("requirement", 30, Fill::Text), ("why", 45, Fill::Text)];
            let rows = offers.into_iter().map(|offer| self.offer(offer)).collect();
            self.table_of("office.column", &heads, rows);
        }
    }

    /// Members here and elsewhere, and why they look alike.
    pub(super) fn duplicate(&self, found: &Duplicate, here: impl Fn(&Member) -> bool) -> Vec<Cell> {
        let (own, others): (Vec<_>, Vec<_>) = found.members.iter().enumerate().partition(|(_, member)| here(member));
        let concerns = |pair: &&Pair| own.iter().any(|(at, _)| [pair.left, pair.right].contains(at));
        let pair = found.pairs.iter().find(concerns).or(found.pairs.first());
        let mut element: Cell = own.iter().take(NAMED).map(|(_, member)| self.member(member)).collect();
        element.extend(self.more(own.len(), NAMED));
        let mut elsewhere: Cell = others.iter().take(NAMED).map(|(_, member)| self.member(member).then(self.whose(member))).collect();
        elsewhere.extend(self.more(others.len(), NAMED));
        let offered = found.offered_by.iter();
        elsewhere.extend(offered.map(|by| self.say("office.column.offered", &[]).then(": ").then(self.member(by)).then(self.whose(by))));
        vec![element, elsewhere, pair.map(|pair| reasons(&pair.reasons)).unwrap_or_default()]
    }

    fn offer(&self, offer: &Offer) -> Vec<Cell> {
        let asked = joined(offer.cites.iter().map(|cite| self.cite(cite)), "; ");
        let asked = if asked.is_empty() { offer.requirement.as_deref().map(model).unwrap_or_default() } else { asked };
        vec![vec![self.member(&offer.component)], vec![self.member(&offer.offered_by)], vec![asked], reasons(&offer.reasons)]
    }

    fn member(&self, member: &Member) -> Text {
        let kind = wording::lower_first(wording::kind_title(self.language(), &member.element.kind));
        let name = Some(&member.element.name).filter(|name| !name.is_empty()).unwrap_or(&member.element.id);
        self.say("office.element", &[("name", model(name)), ("kind", kind.into())])
    }

    fn whose(&self, member: &Member) -> Text {
        let project = self.report.projects.iter().find(|project| project.id == member.project);
        let project = project.map_or(member.project.as_str(), |project| &project.name);
        let whose = member.agency.as_deref().map(|agency| model(agency).then(", ")).unwrap_or_default();
        Text::from(": ").then(whose).then(model(project))
    }
}

fn reasons(reasons: &[Reason]) -> Cell {
    reasons.iter().map(|reason| model(&reason.text)).collect()
}
