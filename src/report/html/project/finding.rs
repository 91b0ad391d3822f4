//! One finding in full: what is wrong, where it stands in the user's own file, what led there, what people said of it,
//! and why.

use maud::{Markup, html};

use super::findings::With;
use super::{Leaf, sentence};
use crate::report::excerpt::{self, Line};
use crate::report::{Finding, Shape, notes, wording};

/// Elements named of one finding; the others are counted.
const RELATED: usize = 30;

impl Leaf<'_> {
    /// `first` is the finding whose fix is told for the whole group.
    pub(super) fn finding(&self, number: usize, finding: &Finding, first: &Finding, with: With<'_>) -> Markup {
        let fix = self.tri(|_, project| project.findings.get(number).map(|finding| sentence(&finding.fix)).unwrap_or_default());
        html! {
            div class=(format!("finding {}", finding.verdict.name())) id=[with.anchor(self, number, finding)] tabindex="-1" data-finding=(finding.fingerprint) {
                h4 { (self.message(number)) }
                p.about {
                    (self.level_of(finding)) " · " (self.subject(number, finding))
                    @if finding.subject.state != "both" { " · " (self.say(&format!("sheet.state.{}", finding.subject.state), &[])) }
                    (self.owner(number, finding))
                }
                (self.excerpt(finding))
                (self.way(number, finding))
                @if finding.fix != first.fix { p.fix { strong { (self.say("sheet.finding.fix", &[])) } " " (self.page.words.prose(&fix)) } }
                (self.notes_of(number, finding))
                @if let Some(reasons) = with.reasons { (self.reason(reasons, number)) }
                p.after { (self.on_graph(finding, with)) code.fingerprint { (finding.fingerprint) } }
            }
        }
    }

    /// The way to its element on the picture.
    pub(super) fn on_graph(&self, finding: &Finding, with: With<'_>) -> Markup {
        let id = with.drawn.and_then(|drawn| drawn.id_of(&finding.fingerprint));
        html! { @if let Some(id) = id { a.on-graph.noprint href=(format!("#{id}")) { (self.say("sheet.finding.graph", &[])) } } }
    }

    fn owner(&self, number: usize, finding: &Finding) -> Markup {
        let name = |_, project: &crate::report::ProjectReport| {
            project.findings.get(number).and_then(|finding| finding.subject.owner.clone()).unwrap_or_default()
        };
        html! { @if finding.subject.owner.is_some() { " · " (self.words(name)) } }
    }

    /// The lines around its place, the place itself marked.
    fn excerpt(&self, finding: &Finding) -> Markup {
        let Some(at) = &finding.location else { return html! {} };
        let sources = self.page.book.places.sources;
        let Some(lines) = excerpt::lines(sources, at) else { return html! { p { (self.place(at)) } } };
        html! {
            figure.excerpt {
                figcaption { (self.place(at)) }
                pre { @for line in &lines.lines { (marked(line)) } }
            }
        }
    }

    /// Where it led: the elements that had a part in it, each with its place.
    fn way(&self, number: usize, finding: &Finding) -> Markup {
        let parts: Vec<usize> = (0..finding.related.len()).filter(|at| !finding.related[*at].is_candidate()).collect();
        let folded = parts.len().saturating_sub(RELATED);
        let lead = if finding.shape == Shape::Cycle { "sheet.finding.circle" } else { "sheet.finding.way" };
        html! {
            @if !parts.is_empty() {
                div.way {
                    p { (self.say(lead, &[])) }
                    ul {
                        @for at in parts.iter().take(RELATED) { li { (self.part(number, finding, *at)) } }
                        @if folded > 0 { li { (self.say("conclusion.more", &[("count", &folded)])) } }
                    }
                }
            }
        }
    }

    fn part(&self, number: usize, finding: &Finding, at: usize) -> Markup {
        let related = &finding.related[at];
        let role = self.tri(|language, _| wording::role(language, &finding.subject.kind, &related.role));
        html! {
            @if !role.is_empty() { span.role { (self.page.words.text(&role)) } " " }
            (self.related_name(number, at)) " " (self.place(&related.location))
        }
    }

    /// An element's name and whose it is.
    pub(super) fn related_name(&self, number: usize, at: usize) -> Markup {
        self.page.words.text(&self.tri(|_, project| {
            let Some(related) = project.findings.get(number).and_then(|finding| finding.related.get(at)) else { return String::new() };
            let name = if related.name.is_empty() { &related.id } else { &related.name };
            let owner = related.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
            format!("«{name}»{owner}")
        }))
    }

    /// What waives it, how it stands to the baseline, who answered, why the deviation is needed.
    pub(super) fn notes_of(&self, number: usize, finding: &Finding) -> Markup {
        let count = notes::of_finding(self.page.book.language, finding).len();
        let note = |at: usize| {
            self.words(move |language, project| {
                let notes = project.findings.get(number).map(|finding| notes::of_finding(language, finding)).unwrap_or_default();
                notes.get(at).map(|note| sentence(note)).unwrap_or_default()
            })
        };
        let digest = finding.answer.as_ref().and_then(|answer| answer.sha256.as_ref());
        html! {
            @if count > 0 {
                ul.notes {
                    @for at in 0..count { li { (note(at)) } }
                    @if let Some(sha256) = digest { li { "SHA-256 " code.digest { (sha256) } } }
                }
            }
        }
    }
}

/// A line with its number and the marked part; the number is drawn by the style, so that it is not copied.
fn marked(line: &Line) -> Markup {
    let [before, mark, after] = line.parts();
    html! {
        span.row data-n=(line.number) { (before) @if line.marked.is_some() { mark { (mark) } } (after) "\n" }
    }
}
