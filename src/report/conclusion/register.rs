//! Remarks as a register, and recommendations that name their numbers: the part that people work off, row by row.

use std::ops::Range;

use super::text::{code, joined, model, own, quoted};
use super::{Block, Cell, Draft, Fill, Text};
use crate::report::{Cite, Finding, Location, ProjectReport, RequirementText, wording};
use crate::verdict::Verdict;

/// Remarks of one requirement that have a row of their own.
const NAMED: usize = 50;
/// Letters of a fingerprint that tell remarks of a project apart.
const CODE: usize = 8;

/// A requirement that falls short, with the numbers of its remarks.
struct Group<'g, 'p> {
    findings: &'g [&'p Finding],
    numbers: Range<usize>,
}

/// Findings of one requirement stand beside each other.
fn groups<'g, 'p>(findings: &'g [&'p Finding]) -> impl Iterator<Item = Group<'g, 'p>> {
    let mut next = 1;
    findings.chunk_by(|left, right| left.index == right.index).map(move |findings| {
        let numbers = next..next + findings.len();
        next = numbers.end;
        Group { findings, numbers }
    })
}

impl Draft<'_> {
    /// The register itself.
    pub(super) fn register(&mut self, project: &ProjectReport) {
        let findings = self.of_orders(project);
        if findings.is_empty() {
            return self.tell("office.remarks.none", &[]);
        }
        let note = self.say("office.remarks.note", &[]);
        self.blocks.push(Block::Note(note));
        let rows: Vec<Vec<Cell>> = groups(&findings).flat_map(|group| self.rows(project, &group)).collect();
        let heads = [
            ("number", 21, Fill::Number),
            ("requirement", 42, Fill::Text),
            ("place", 50, Fill::Text),
            ("remark", 56, Fill::Text),
            ("action", 46, Fill::Text),
            ("term", 17, Fill::Text),
            ("executor", 25, Fill::Text),
        ];
        self.table_of("office.column", &heads, rows);
    }

    fn rows(&self, project: &ProjectReport, group: &Group<'_, '_>) -> Vec<Vec<Cell>> {
        let numbered = group.numbers.clone().zip(group.findings);
        let before = [None].into_iter().chain(group.findings.iter().copied().map(Some));
        let row = |((number, finding), before): ((usize, &&Finding), Option<&Finding>)| self.row(project, number, finding, before);
        let mut rows: Vec<Vec<Cell>> = numbered.zip(before).take(NAMED).map(row).collect();
        if let Some(left) = group.findings.len().checked_sub(NAMED).filter(|left| *left > 0) {
            let numbers = span(group.numbers.start + NAMED..group.numbers.end);
            let more = self.say("office.remarks.more", &[("count", left.to_string().into())]);
            let cells = [numbers.into(), model(&group.findings[0].requirement), Text::default(), more];
            rows.push(cells.into_iter().map(|cell| vec![cell]).chain((0..3).map(|_| Cell::new())).collect());
        }
        rows
    }

    /// What the row before says of the same requirement is not said again.
    fn row(&self, project: &ProjectReport, number: usize, finding: &Finding, before: Option<&Finding>) -> Vec<Cell> {
        let text = self.report.requirement(finding.index);
        let mut requirement = vec![text.map_or_else(|| model(&finding.requirement), |text| self.cited(text))];
        requirement.extend(text.filter(|_| before.is_none()).map(|text| own(&text.title)));
        let action = match before {
            Some(before) if before.fix == finding.fix => self.say("office.same", &[]),
            _ => own(&finding.fix).sentence(),
        };
        vec![
            vec![number.to_string().into(), code(finding.fingerprint.get(..CODE).unwrap_or_default())],
            requirement,
            self.element(project, finding),
            vec![self.remark(finding)],
            vec![action],
            Cell::new(),
            Cell::new(),
        ]
    }

    /// Order, paragraph and sub-paragraph; the id where an act has no numbers.
    pub(super) fn cited(&self, text: &RequirementText) -> Text {
        let cited = joined(text.cites.iter().take(1).map(|cite| self.cite(cite)), "; ");
        if cited.is_empty() { model(&text.id).strong() } else { cited.strong() }
    }

    pub(super) fn cite(&self, cite: &Cite) -> Text {
        let act = cite.act.as_deref().map(model);
        let paragraph = Text::from(cite.paragraph.as_str());
        let numbers = match &cite.subparagraph {
            _ if cite.paragraph.is_empty() => return act.unwrap_or_default(),
            Some(below) => self.say("explain.cite.subparagraph", &[("paragraph", paragraph), ("subparagraph", below.as_str().into())]),
            None => self.say("explain.cite.paragraph", &[("paragraph", paragraph)]),
        };
        match act {
            Some(act) => self.say("own.cite", &[("act", act), ("numbers", numbers)]),
            None => self.say("explain.cite.order", &[("order", cite.order.as_str().into()), ("numbers", numbers)]),
        }
    }

    fn element(&self, project: &ProjectReport, finding: &Finding) -> Cell {
        let kind = wording::kind_title(self.language(), &finding.subject.kind);
        let subject = &finding.subject;
        let name = Some(&subject.name).filter(|name| !name.is_empty()).unwrap_or(&subject.id);
        let element = match name.is_empty() {
            true => kind.into(),
            false => self.say("office.element", &[("name", model(name)), ("kind", wording::lower_first(kind).into())]),
        };
        [Some(element), finding.location.as_ref().map(|at| self.in_words(project, at))].into_iter().flatten().collect()
    }

    /// A place in a file of the project.
    fn in_words(&self, project: &ProjectReport, at: &Location) -> Text {
        let inside = at.path.strip_prefix(&project.path).map(|path| path.trim_start_matches('/')).filter(|path| !path.is_empty());
        self.say("office.place", &[("path", model(inside.unwrap_or(&at.path))), ("line", at.line.to_string().into())])
    }

    /// What is wrong, with the level unless it is the worst, and what lifts it.
    fn remark(&self, finding: &Finding) -> Text {
        let mut words = quoted(&finding.message).capital();
        if finding.verdict != Verdict::NonCompliant {
            words =
                Text::from(self.level(finding.verdict, finding.worst, finding.best)).capital().then(": ").then(quoted(&finding.message));
        }
        match &finding.waiver {
            Some(waived) => words.then("; ").then(model(&wording::waived(self.language(), waived))),
            None => words,
        }
    }

    /// Order 193, paragraphs 25 and 20(4): one for each requirement that falls short, with the numbers of its remarks.
    pub(super) fn official_recommendations(&mut self, project: &ProjectReport) {
        self.heading("office.section.recommendations");
        let findings = self.of_orders(project);
        if findings.is_empty() {
            return self.nothing();
        }
        self.tell("office.recommendations.lead", &[]);
        let rows = groups(&findings).enumerate().filter_map(|(at, group)| self.advice(at + 1, &group)).collect();
        let heads = [
            ("number", 9, Fill::Number),
            ("recommendation", 54, Fill::Text),
            ("requirement", 36, Fill::Text),
            ("remarks", 25, Fill::Number),
            ("term", 17, Fill::Text),
            ("done", 24, Fill::Text),
        ];
        self.table_of("office.column", &heads, rows);
        self.paragraph(self.addressees(project));
        let mark = self.say("office.recommendations.mark", &[]);
        self.blocks.push(Block::Note(mark));
    }

    fn advice(&self, number: usize, group: &Group<'_, '_>) -> Option<Vec<Cell>> {
        let first = group.findings.first()?;
        let text = self.report.requirement(first.index);
        let weight = self.say(&format!("weight.{}", first.severity.name()), &[]);
        let requirement = text.map_or_else(|| model(&first.requirement), |text| self.cited(text)).then(" (").then(weight).then(")");
        let mut fixes: Vec<Text> = group.findings.iter().map(|finding| own(&finding.fix).sentence()).collect();
        fixes.dedup();
        // Where every remark asks for something else, the register says what.
        let fix = if fixes.len() > 1 { text.map(|text| own(&text.fix).sentence()) } else { None };
        let fix = fix.or_else(|| fixes.into_iter().next()).unwrap_or_default();
        Some(vec![
            vec![number.to_string().into()],
            vec![fix],
            vec![requirement],
            vec![span(group.numbers.clone()).into()],
            Cell::new(),
            Cell::new(),
        ])
    }
}

/// `7` or `7–12`.
fn span(numbers: Range<usize>) -> String {
    match numbers.len() {
        1 => numbers.start.to_string(),
        _ => format!("{}–{}", numbers.start, numbers.end - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_and_of_many() {
        assert_eq!((span(7..8), span(7..13)), ("7".to_string(), "7–12".to_string()));
    }
}
