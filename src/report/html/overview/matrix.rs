//! The matrix: a row for each project, the riskiest first; a column for each contour and chapter; what narrows it down.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use maud::{Markup, html};

use super::{Part, class_of, project_link};
use crate::report::html::{Page, Tri, level_key};
use crate::report::review::Risk;
use crate::report::{ProjectReport, Report, SectionReport, wording};
use crate::text::Language;
use crate::verdict::{Verdict, Weight};

/// Columns before those of the groups.
const BEFORE: usize = 4;

/// A column by its pack and id.
type Group<'a> = (&'a str, &'a str);

pub fn matrix(page: &Page<'_>) -> Part {
    let groups = groups(page.report());
    let risks = risks(page);
    let rows: Vec<(usize, Option<&Risk>)> = order(page.report(), &risks);
    let caption = Tri::say("page.matrix.caption", &[]);
    let body = html! {
        p.faint { (page.words.text(&caption)) }
        @if rows.len() > 1 { (filters(page)) }
        div.scroll.matrix-scroll role="region" tabindex="0" aria-labelledby="matrix-title" {
            table.matrix {
                caption.vh { (page.say("page.matrix.title", &[])) }
                (heads(page, &groups))
                tbody {
                    @for (at, risk) in rows {
                        @if let Some(project) = page.report().projects.get(at) { (row(page, at, project, risk, &groups)) }
                    }
                }
            }
        }
        p.nothing hidden { (page.say("page.filter.nothing", &[])) }
        (legend(page))
    };
    Part { class: Some("wide"), ..Part::new("matrix", Tri::say("page.matrix.title", &[]), body) }
}

/// The riskiest first; without a look over all, as the report has them.
fn order<'r>(report: &Report, risks: &[&'r Risk]) -> Vec<(usize, Option<&'r Risk>)> {
    let ranked: BTreeSet<usize> = risks.iter().map(|risk| risk.at).collect();
    let others = (0..report.projects.len()).filter(|at| !ranked.contains(at)).map(|at| (at, None));
    risks.iter().map(|risk| (risk.at, Some(*risk))).chain(others).collect()
}

fn risks<'a>(page: &Page<'a>) -> Vec<&'a Risk> {
    page.report().portfolio.review.iter().flat_map(|review| &review.risks).collect()
}

/// As the look over all has them; without one, those of the projects as they come.
fn groups(report: &Report) -> Vec<Group<'_>> {
    if let Some(review) = &report.portfolio.review {
        return review.groups.iter().map(|group| (group.pack.as_str(), group.id.as_str())).collect();
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for section in report.projects.iter().flat_map(|project| &project.sections) {
        let group = (section.pack.as_str(), section.id.as_str());
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn title_of(report: &Report, group: Group<'_>) -> String {
    let is = |section: &&SectionReport| (section.pack.as_str(), section.id.as_str()) == group;
    let title = report.projects.iter().find_map(|project| project.sections.iter().find(is)).map(|section| section.title.clone());
    title.unwrap_or_else(|| group.1.to_string())
}

fn heads(page: &Page<'_>, groups: &[Group<'_>]) -> Markup {
    let packs: Vec<(String, usize)> =
        groups.chunk_by(|left, right| left.0 == right.0).map(|part| (part[0].0.to_string(), part.len())).collect();
    let order = |id: &str| {
        page.each(|report| {
            let pack = report.packs.iter().find(|pack| pack.id == id).filter(|pack| !pack.order.is_empty());
            pack.map_or_else(|| id.to_string(), |pack| crate::text::say(report.lang, "contour.order", &[("order", &pack.order)]))
        })
    };
    html! {
        thead {
            tr {
                td colspan=(BEFORE) {}
                @for (id, span) in &packs { th.pack scope="colgroup" colspan=(span) { (page.words.text(&order(id))) } }
            }
            tr {
                th scope="col" { (page.say("page.matrix.project", &[])) }
                th scope="col" { (page.say("page.matrix.verdict", &[])) }
                th scope="col" { (page.say("page.matrix.coverage", &[])) }
                th scope="col" { (page.say("page.matrix.failing", &[])) }
                @for group in groups { th.group scope="col" { span { (page.words.text(&page.each(|report| title_of(report, *group)))) } } }
            }
        }
    }
}

fn row(page: &Page<'_>, at: usize, project: &ProjectReport, risk: Option<&Risk>, groups: &[Group<'_>]) -> Markup {
    let sections: BTreeMap<Group<'_>, &SectionReport> =
        project.sections.iter().map(|section| ((section.pack.as_str(), section.id.as_str()), section)).collect();
    let agency = page.each_project(at, |_, project| project.agency_name.clone().or(project.agency.clone()).unwrap_or_default());
    let short = short(project);
    html! {
        tr data-verdict=(class_of(project)) data-stage=(project.stage.unwrap_or("none")) data-agency=(project.agency.as_deref().unwrap_or(""))
            data-short=(short) data-settled=(project.coverage.settled) data-applicable=(project.coverage.applicable) data-find=(found_by(page, at)) {
            th scope="row" {
                (project_link(page, at))
                span.about {
                    code { (Tri::same(&project.id).get(Language::En)) }
                    @if !agency.is_empty() { " · " (page.words.text(&agency)) }
                    @if let Some(stage) = project.stage { " · " (page.say(&format!("stage.{stage}"), &[])) }
                }
            }
            td.verdict { (verdict(page, at, project)) }
            td.number { (project.coverage.settled) "/" (project.coverage.applicable) }
            td.number { (failing(page, risk)) }
            @for group in groups { (cell(page, at, sections.get(group).copied())) }
        }
    }
}

fn verdict(page: &Page<'_>, at: usize, project: &ProjectReport) -> Markup {
    let words = page.each_project(at, |language, project| match project.unreadable {
        true => crate::text::say(language, "verdict.unreadable", &[]),
        false => wording::level(language, project.verdict, project.worst, project.best),
    });
    html! { span class=(format!("sign {}", class_of(project))) aria-hidden="true" {} " " (page.words.text(&words)) }
}

/// Blocking, major and minor requirements that are not met.
fn failing(page: &Page<'_>, risk: Option<&Risk>) -> Markup {
    let Some(risk) = risk.filter(|risk| !risk.unreadable) else { return html! { "–" } };
    let label = Tri::say("page.matrix.failing-of", &[("blocking", &risk.blocking), ("major", &risk.major), ("minor", &risk.minor)]);
    html! {
        span.vh { (page.words.text(&label)) }
        span aria-hidden="true" { b { (risk.blocking) } "\u{2009}/\u{2009}" (risk.major) "\u{2009}/\u{2009}" (risk.minor) }
    }
}

/// What a project comes to in a group; the style draws the sign and says its words to those who do not see it, so that a
/// thousand rows need not repeat them.
fn cell(page: &Page<'_>, at: usize, section: Option<&SectionReport>) -> Markup {
    match section.filter(|section| section.coverage.applicable > 0) {
        Some(section) => html! {
            td class=(format!("cell {}", section.verdict.name())) {
                a href=(page.to_group(at, &section.pack, &section.id)) { (section.coverage.settled) "/" (section.coverage.applicable) }
            }
        },
        None => html! { td.cell.not-applicable {} },
    }
}

/// The severities of orders' requirements that the project falls short of.
fn short(project: &ProjectReport) -> String {
    let of_orders = project.requirements.iter().filter(|found| !found.advisory && !found.other_stage);
    let short = of_orders.filter(|found| matches!(found.verdict, Verdict::NonCompliant | Verdict::Partial));
    let weights: BTreeSet<&str> = short.map(|found| found.severity.name()).collect();
    weights.into_iter().collect::<Vec<_>>().join(" ")
}

/// What a project is found by: its id, and its name and body in every language.
fn found_by(page: &Page<'_>, at: usize) -> String {
    let mut words: Vec<String> = Vec::new();
    for report in page.book.reports {
        let Some(project) = report.projects.get(at) else { continue };
        let agency = project.agency_name.as_ref().or(project.agency.as_ref());
        for word in [Some(&project.id), Some(&project.name), agency, project.agency.as_ref()].into_iter().flatten() {
            let word = Tri::same(word).get(Language::En).to_lowercase();
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.join(" ")
}

fn filters(page: &Page<'_>) -> Markup {
    let placeholder = Tri::say("page.filter.hint", &[]);
    let projects = &page.report().projects;
    let stages: BTreeSet<&str> = projects.iter().filter_map(|project| project.stage).collect();
    let mut agencies: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, project) in projects.iter().enumerate() {
        agencies.extend(project.agency.as_deref().filter(|agency| !agencies.contains_key(agency)).map(|agency| (agency, at)));
    }
    let all = || option(page, "", &Tri::say("page.filter.all", &[]));
    html! {
        form.filters role="search" aria-labelledby="matrix-title" hidden {
            label { (page.say("page.filter.search", &[]))
                input type="search" name="find" autocomplete="off" spellcheck="false"
                    placeholder=(page.words.shown(&placeholder)) data-t-placeholder=[page.words.number(&placeholder)];
            }
            label { (page.say("page.filter.verdict", &[]))
                select name="verdict" {
                    (all())
                    @for verdict in ["non-compliant", "not-assessed", "partial", "full"] {
                        (option(page, verdict, &Tri::say(&format!("level.{verdict}"), &[])))
                    }
                    (option(page, "unreadable", &Tri::say("verdict.unreadable", &[])))
                }
            }
            label { (page.say("page.filter.severity", &[]))
                select name="short" {
                    (all())
                    @for weight in [Weight::Blocking, Weight::Major, Weight::Minor] {
                        (option(page, weight.name(), &Tri::say(&format!("page.filter.{}", weight.name()), &[])))
                    }
                }
            }
            @if stages.len() > 1 {
                label { (page.say("page.filter.stage", &[]))
                    select name="stage" {
                        (all())
                        @for stage in stages { (option(page, stage, &Tri::say(&format!("stage.{stage}"), &[]))) }
                    }
                }
            }
            @if agencies.len() > 1 {
                label { (page.say("page.filter.agency", &[]))
                    select name="agency" {
                        (all())
                        @for (agency, at) in agencies {
                            (option(page, agency, &page.each_project(at, |_, project| {
                                project.agency_name.clone().or(project.agency.clone()).unwrap_or_default()
                            })))
                        }
                    }
                }
            }
            label { (page.say("page.filter.order", &[]))
                select name="order" {
                    @for order in ["risk", "name", "coverage"] { (option(page, order, &Tri::say(&format!("page.filter.by-{order}"), &[]))) }
                }
            }
            button type="reset" { (page.say("page.filter.reset", &[])) }
            p.count role="status" { (page.say("page.filter.shown", &[])) " " b.shown { (projects.len()) } " / " (projects.len()) }
        }
    }
}

/// The words of an option: no element may stand in it, so the switch is on the option itself.
fn option(page: &Page<'_>, value: &str, words: &Tri) -> Markup {
    html! { option value=(value) data-t=[page.words.number(words)] { (page.words.shown(words)) } }
}

fn legend(page: &Page<'_>) -> Markup {
    html! {
        ul.legend {
            @for verdict in Verdict::ALL {
                li { span class=(format!("sign {}", verdict.name())) aria-hidden="true" {} " " (page.say(&level_key(verdict), &[])) }
            }
        }
    }
}

/// The words of the matrix that the style says: of signs, and on narrow screens, where no heads are shown, of columns.
pub fn labels(page: &Page<'_>) -> String {
    let groups = groups(page.report()).into_iter().enumerate();
    let titles = groups.map(|(at, group)| (BEFORE + at + 1, page.each(|report| title_of(report, group))));
    let numbers = [(3, "page.matrix.coverage"), (4, "page.matrix.failing")].map(|(column, key)| (column, Tri::say(key, &[])));
    let mut columns = String::new();
    for (column, title) in numbers.into_iter().chain(titles) {
        for language in Language::ALL {
            let (code, text) = (language.code(), css_string(title.get(language)));
            columns += &format!("[lang={code}] .matrix td:nth-child({column}) {{ --label: \"{text}\"; }}\n");
        }
    }
    let mut signs = String::new();
    for (verdict, sign) in SIGNS {
        // The sign of a cell that leads nowhere is its own.
        let (class, inner) = (verdict.name(), if verdict == Verdict::NotApplicable { "" } else { " a" });
        for language in Language::ALL {
            let (code, words) = (language.code(), css_string(&crate::text::say(language, &level_key(verdict), &[])));
            signs += &format!("[lang={code}] .cell.{class}{inner}::before {{ content: \"{sign}\"; content: \"{sign}\" / \"{words}\"; }}\n");
        }
    }
    format!("{signs}@media screen and (max-width: 48rem) {{\n{columns}}}\n")
}

/// As the style draws them elsewhere.
const SIGNS: [(Verdict, char); 5] = [
    (Verdict::Full, '✓'),
    (Verdict::Partial, '~'),
    (Verdict::NonCompliant, '✕'),
    (Verdict::NotAssessed, '?'),
    (Verdict::NotApplicable, '–'),
];

/// A text within quotes of a style: everything but letters, digits and spaces by its number.
fn css_string(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter {
            letter if letter.is_alphanumeric() || letter == ' ' => out.push(letter),
            letter => write!(out, "\\{:x} ", u32::from(letter)).expect("a string takes all that is written"),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_ends_the_style() {
        assert_eq!(css_string("a\"}</style> й"), "a\\22 \\7d \\3c \\2f style\\3e  й");
    }
}
