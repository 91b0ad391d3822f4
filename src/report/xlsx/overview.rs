//! The matrix of projects and groups of requirements, once by verdicts and once by what is settled.

use std::collections::BTreeMap;

use super::table::{ALL, Cell, Column, Shape, Table};
use super::words::{Words, agency};
use crate::report::review::{Group, Risk};
use crate::report::{ProjectReport, Report, SectionReport};
use crate::verdict::Verdict;

/// Which projects there are in which order, and the groups that any of them was judged by.
struct Matrix<'a> {
    groups: Vec<Group>,
    /// The riskiest first where there is a look over all, else as they come.
    projects: Vec<(&'a ProjectReport, Option<&'a Risk>)>,
}

impl<'a> Matrix<'a> {
    fn of(report: &'a Report) -> Matrix<'a> {
        match &report.portfolio.review {
            Some(review) => {
                let project = |risk: &'a Risk| Some((report.projects.get(risk.at)?, Some(risk)));
                Matrix { groups: review.groups.clone(), projects: review.risks.iter().filter_map(project).collect() }
            }
            None => Matrix { groups: groups(report), projects: report.projects.iter().map(|project| (project, None)).collect() },
        }
    }
}

/// The groups of all projects, in the order of the packs.
fn groups(report: &Report) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for section in report.projects.iter().flat_map(|project| &project.sections) {
        let group = Group { pack: section.pack.clone(), id: section.id.clone(), title: section.title.clone() };
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups.sort_by_key(|group| report.packs.iter().position(|pack| pack.id == group.pack));
    groups
}

/// Which column shows it: contours and chapters have ids of their own within a pack.
type Sections<'a> = BTreeMap<(&'a str, &'a str), &'a SectionReport>;

fn sections(project: &ProjectReport) -> Sections<'_> {
    project.sections.iter().map(|section| ((section.pack.as_str(), section.id.as_str()), section)).collect()
}

impl Words<'_> {
    /// «приказ № 124: внешний»; a pack of no order by its title.
    fn group(self, group: &Group) -> String {
        let pack = self.report.packs.iter().find(|pack| pack.id == group.pack);
        let of = match pack.map_or("", |pack| pack.order.as_str()) {
            "" => pack.map_or(group.pack.clone(), |pack| pack.title.clone()),
            order => self.say("contour.order", &[("order", &order)]),
        };
        format!("{of}: {}", group.title)
    }

    fn groups(self, groups: &[Group], shape: Shape) -> impl Iterator<Item = Column> {
        groups.iter().map(move |group| Column { head: self.group(group), width: 16.0, shape, asks: None, turned: true })
    }

    fn project_verdict(self, project: &ProjectReport) -> Cell<'static> {
        match project.unreadable {
            true => Cell::Unreadable(self.say("verdict.unreadable", &[])),
            false => self.verdict(project.verdict),
        }
    }
}

pub fn matrix(words: Words<'_>) -> Table<'_> {
    let Matrix { groups, projects } = Matrix::of(words.report);
    let with_risk = projects.iter().any(|(_, risk)| risk.is_some());
    let mut columns: Vec<Column> = Vec::new();
    columns.extend(with_risk.then(|| words.column("rank", 7.0, Shape::Number).turned(6.0)));
    columns.extend(words.texts([("project", 16.0), ("name", 26.0), ("agency", 22.0), ("verdict", 16.0)]));
    columns.push(words.column("coverage", 8.0, Shape::Share).turned(8.0));
    if with_risk {
        let risks = words.counts(["unmet-blocking", "unmet-major", "unmet-minor", "open-blocking", "open"]);
        columns.extend(risks.map(|column| column.turned(6.5)));
    }
    columns.extend(words.counts(["findings", "questions"]).map(|column| column.turned(7.5)));
    columns.extend(words.groups(&groups, Shape::Text));
    let frozen = 2 + u16::from(with_risk);
    let rows = projects.into_iter().map(move |(project, risk)| {
        let mut row: Vec<Cell<'_>> = Vec::new();
        row.extend(with_risk.then(|| risk.map(|risk| risk.rank).into()));
        row.extend([(&project.id).into(), (&project.name).into(), agency(project).into()]);
        row.push(words.project_verdict(project));
        row.push(Cell::share(project.coverage.settled, project.coverage.applicable));
        if with_risk {
            let numbers = risk.map_or([0; 5], |risk| [risk.blocking, risk.major, risk.minor, risk.open_blocking, risk.open]);
            row.extend(numbers.map(Cell::count));
        }
        row.extend([project.findings.len(), project.questions.len()].map(Cell::count));
        let found = sections(project);
        row.extend(groups.iter().map(|group| match found.get(&(group.pack.as_str(), group.id.as_str())) {
            Some(section) => words.verdict(section.verdict),
            None => Cell::Empty,
        }));
        row
    });
    Table { key: "matrix", columns, frozen, printed: ALL, rows: Box::new(rows) }
}

pub fn coverage(words: Words<'_>) -> Table<'_> {
    let Matrix { groups, projects } = Matrix::of(words.report);
    let mut columns: Vec<Column> = words.texts([("project", 16.0), ("name", 26.0), ("stage", 14.0), ("verdict", 16.0)]).into();
    columns.extend(words.texts([("worst", 13.0), ("best", 13.0), ("reason", 46.0)]));
    columns.push(words.column("coverage", 8.0, Shape::Share).turned(8.0));
    columns.extend(words.counts(["settled", "applicable", "not-applicable", "other-stage"]).map(|column| column.turned(8.0)));
    columns.extend(words.groups(&groups, Shape::Share).map(|column| column.turned(8.0)));
    let rows = projects.into_iter().map(move |(project, _)| {
        let mut row: Vec<Cell<'_>> = vec![(&project.id).into(), (&project.name).into(), words.stage(project).into()];
        row.push(words.project_verdict(project));
        let bounds = [project.worst, project.best].map(|level| if project.unreadable { Cell::Empty } else { words.level(level).into() });
        row.extend(bounds.into_iter().chain([(&project.reason).into()]));
        row.push(Cell::share(project.coverage.settled, project.coverage.applicable));
        let other_stage = project.of_other_stages();
        row.extend([project.coverage.settled, project.coverage.applicable].map(Cell::from));
        row.extend([project.not_applicable() - other_stage, other_stage].map(Cell::count));
        let found = sections(project);
        row.extend(groups.iter().map(|group| match found.get(&(group.pack.as_str(), group.id.as_str())) {
            Some(section) if section.verdict == Verdict::NotApplicable => Cell::Empty,
            Some(section) => Cell::share(section.coverage.settled, section.coverage.applicable),
            None => Cell::Empty,
        }));
        row
    });
    Table { key: "coverage", columns, frozen: 2, printed: ALL, rows: Box::new(rows) }
}
