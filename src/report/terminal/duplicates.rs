//! What looks built twice, and own components beside what is already offered: the first few in full, the rest counted.
//!
//! Candidates for people to decide on. Leaves to others: how they are found (`duplicates`).

use crate::report::paper::{Ink, clean, quotes};
use crate::report::problems::address;
use crate::report::terminal::Renderer;
use crate::report::{Duplicate, Member, Offer, Reason, wording};
use crate::text::count;

/// Groups and offers shown unless all is asked for; members and links of a group.
const GROUPS: usize = 3;
const OFFERS: usize = 3;
const MEMBERS: usize = 6;
const PAIRS: usize = 2;

impl Renderer<'_> {
    pub fn duplicates(&mut self) {
        let (groups, narrowed) = (&self.report.portfolio.duplicates, self.report.portfolio.narrowed);
        if groups.is_empty() && self.report.portfolio.distinct.is_empty() && narrowed == 0 {
            return;
        }
        self.paper.blank();
        let title = self.say("review.twice.title", &[("count", &groups.len())]);
        self.paper.paragraph(0, Ink::Strong, &title);
        let note = self.say("review.twice.note", &[]);
        self.paper.paragraph(2, Ink::Faint, &note);
        let shown = if self.options.all { groups.len() } else { GROUPS };
        for group in groups.iter().take(shown) {
            self.paper.blank();
            self.duplicate(group);
        }
        if groups.len() > shown {
            self.paper.blank();
            let more = self.say("review.twice.more", &[("count", &(groups.len() - shown))]);
            self.paper.paragraph(2, Ink::Faint, &more);
        }
        if narrowed > 0 {
            let text = self.say("review.twice.narrowed", &[("count", &count(narrowed))]);
            self.paper.paragraph(2, Ink::Faint, &text);
        }
        self.distinct();
        self.paper.blank();
    }

    fn duplicate(&mut self, group: &Duplicate) {
        let kind = wording::lower_first(wording::kind_title(self.language(), group.kind));
        let (projects, score) = (self.projects(projects_of(group)), percent(group.score));
        let told = self.say("review.twice.group", &[("kind", &kind), ("projects", &projects), ("score", &score)]);
        self.paper.hanging(0, &format!("≈ {}  ", quotes(&group.name)), Ink::Middling, 2, &told);
        let shown = if self.options.all { group.members.len() } else { MEMBERS };
        for (at, member) in group.members.iter().enumerate().take(shown) {
            let text = format!("{}: {}", clean(&member.project), self.member(member));
            self.paper.hanging(2, &format!("{}. ", at + 1), Ink::Plain, 5, &text);
        }
        if group.members.len() > shown {
            let more = self.say("review.twice.members", &[("count", &count(group.members.len() - shown))]);
            self.paper.paragraph(5, Ink::Faint, &more);
        }
        let pairs = if self.options.all { group.pairs.len() } else { PAIRS };
        for pair in group.pairs.iter().take(pairs) {
            let lead = format!("{}–{}  {} %  ", pair.left + 1, pair.right + 1, percent(pair.score));
            self.paper.hanging(5, &lead, Ink::Faint, 7, &reasons(&pair.reasons));
        }
        if let Some(offer) = &group.offered_by {
            let place = format!("({})", address(&offer.location));
            let text = self.say("review.twice.offered", &[("name", &quotes(&offer.element.name)), ("place", &place)]);
            self.paper.paragraph(5, Ink::Good, &text);
        }
    }

    /// A member by its name, whose it is and where it stands.
    fn member(&self, member: &Member) -> String {
        let agency = member.agency.as_ref().map(|agency| format!(" · {}", clean(agency))).unwrap_or_default();
        format!("{}{agency} ({})", quotes(&member.element.name), address(&member.location))
    }

    fn distinct(&mut self) {
        let distinct = &self.report.portfolio.distinct;
        if distinct.is_empty() {
            return;
        }
        let links: usize = distinct.iter().map(|found| found.silences).sum();
        let text = self.say("review.twice.distinct", &[("count", &distinct.len()), ("links", &links)]);
        self.paper.blank();
        self.paper.paragraph(2, Ink::Faint, &text);
    }

    pub fn offers(&mut self) {
        let offers = &self.report.portfolio.offers;
        if offers.is_empty() {
            return;
        }
        self.paper.blank();
        let several = self.report.projects.len() > 1;
        let title = self.say("review.offers.title", &[("count", &count(offers.len()))]);
        self.paper.paragraph(0, Ink::Strong, &title);
        let shown = if self.options.all { offers.len() } else { OFFERS };
        for offer in offers.iter().take(shown) {
            self.offer(offer, several);
        }
        if offers.len() > shown {
            let more = self.say("review.offers.more", &[("count", &count(offers.len() - shown))]);
            self.paper.paragraph(2, Ink::Faint, &more);
        }
        self.paper.blank();
    }

    fn offer(&mut self, offer: &Offer, several: bool) {
        let own = quotes(&offer.component.element.name);
        let place = format!("({})", address(&offer.component.location));
        let project = clean(&offer.component.project);
        let key = if several { "review.offers.offer" } else { "review.offers.offer-one" };
        let text = self.say(key, &[("own", &own), ("project", &project), ("place", &place)]);
        self.paper.hanging(2, "- ", Ink::Plain, 4, &text);
        let place = format!("({})", address(&offer.offered_by.location));
        let name = quotes(&offer.offered_by.element.name);
        let by = self.say("review.offers.by", &[("name", &name), ("place", &place), ("score", &percent(offer.score))]);
        self.paper.hanging(4, "→ ", Ink::Good, 6, &by);
        let asked = offer.requirement.as_ref().map(|requirement| self.say("review.offers.asked", &[("requirement", requirement)]));
        let text: Vec<String> = [Some(reasons(&offer.reasons)), asked].into_iter().flatten().filter(|text| !text.is_empty()).collect();
        if !text.is_empty() {
            self.paper.paragraph(6, Ink::Faint, &text.join(" · "));
        }
    }

    /// The line of the totals: how much looks built twice, and the largest of it.
    pub fn built_twice(&mut self) {
        let groups = &self.report.portfolio.duplicates;
        let Some(largest) = groups.iter().rev().max_by_key(|group| projects_of(group)) else { return };
        let (name, projects) = (quotes(&largest.name), self.projects(projects_of(largest)));
        let total = self.say("review.twice.total", &[("count", &groups.len()), ("name", &name), ("projects", &projects)]);
        let text = match &largest.offered_by {
            Some(offer) => {
                let offered = quotes(&offer.element.name);
                self.say("review.twice.total-offered", &[("total", &total), ("offered", &offered)])
            }
            None => total,
        };
        self.paper.paragraph(2, Ink::Plain, &text);
    }
}

fn projects_of(group: &Duplicate) -> usize {
    let mut projects: Vec<&str> = group.members.iter().map(|member| member.project.as_str()).collect();
    projects.sort_unstable();
    projects.dedup();
    projects.len()
}

fn reasons(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| clean(&reason.text).into_owned()).collect::<Vec<_>>().join(" · ")
}

/// Whole per cent; only what is certain is a hundred.
fn percent(score: f64) -> u32 {
    if score >= 1.0 { 100 } else { ((score * 100.0).round() as u32).min(99) }
}
