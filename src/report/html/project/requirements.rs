//! Every requirement that applied, with its level, its subjects and its findings; then those that did not apply and why.

use maud::{Markup, html};

use super::{Leaf, Part};
use crate::metamodel::Metamodel;
use crate::report::{EditionReport, RequirementReport, wording};
use crate::text::{Language, say};
use crate::verdict::{Verdict, Weight};

impl Leaf<'_> {
    pub(super) fn requirements(&self) -> Option<Part> {
        let of_orders = self.project.requirements.iter().filter(|found| !found.advisory);
        let (skipped, applied): (Vec<&RequirementReport>, Vec<_>) = of_orders.partition(|found| found.verdict == Verdict::NotApplicable);
        let table = self.anchor("table-requirements");
        let body = html! {
            @if applied.is_empty() { p { (self.say("conclusion.none", &[])) } } @else {
                (self.filters(&table))
                div.across {
                    table.requirements id=(table) {
                        (self.heads(&[
                            "conclusion.column.id", "conclusion.column.requirement", "conclusion.column.severity", "conclusion.column.level",
                            "sheet.column.subjects", "conclusion.column.decided", "sheet.column.findings",
                        ]))
                        tbody { @for found in &applied { (self.requirement(found)) } }
                    }
                }
            }
            (self.skipped(&skipped))
        };
        Some(Part::of("requirements", applied.len(), body))
    }

    /// What narrows a table down; without script there is nothing that could do it.
    fn filters(&self, table: &str) -> Markup {
        let levels = [Verdict::NonCompliant, Verdict::Partial, Verdict::NotAssessed, Verdict::Full].map(Verdict::name);
        let weights = [Weight::Blocking, Weight::Major, Weight::Minor].map(Weight::name);
        let select = |key: &str, label: &str, room: &str, values: &[&str]| {
            html! {
                label { (self.say(label, &[])) " " select data-key=(key) {
                    (self.option("", "sheet.filter.all"))
                    @for value in values { (self.option(value, &format!("{room}.{value}"))) }
                } }
            }
        };
        html! {
            div.sheet-filters.noprint data-for=(table) hidden {
                (select("level", "conclusion.column.level", "level", &levels))
                (select("weight", "conclusion.column.severity", "weight", &weights))
                label { (self.say("sheet.filter.words", &[])) " " input type="search" autocomplete="off"; }
                output aria-live="polite" {}
            }
        }
    }

    fn option(&self, value: &str, key: &str) -> Markup {
        let (words, number) = self.bare(key);
        html! { option value=(value) data-t=[number] { (words) } }
    }

    fn requirement(&self, found: &RequirementReport) -> Markup {
        let counts = found.counts;
        let counted = [
            (Verdict::Full, counts.full),
            (Verdict::Partial, counts.partial),
            (Verdict::NonCompliant, counts.non_compliant),
            (Verdict::NotAssessed, counts.not_assessed),
        ];
        let lifted = [("waived", counts.waived), ("justified", counts.justified)];
        let findings = self.project.findings.iter().filter(|finding| finding.index == found.index).count();
        let decided = |_, text: &crate::report::RequirementText| text.decided_by.to_string();
        let decided = self.of_requirement(found.index, decided);
        html! {
            tr id=[self.row_anchor(found)] data-level=(found.verdict.name()) data-weight=(found.severity.name()) {
                th scope="row" { code { (found.id) } }
                td { (self.title_of(found.index)) span.cite { (self.cites_of(found.index)) } }
                td { (self.say(&format!("weight.{}", found.severity.name()), &[])) }
                td {
                    (self.level(found.verdict, found.worst, found.best))
                    @for edition in found.editions.iter().filter(|edition| edition.is_other) { span.edition { (self.edition(edition)) } }
                }
                td {
                    (self.counted(&counted))
                    @for (level, count) in lifted { @if count > 0 { span.cite { (self.say(&format!("level.{level}"), &[])) ": " (count) } } }
                }
                td { @if !decided.is_empty() { (self.say(&format!("conclusion.decided.{}", self.page.words.shown(&decided)), &[])) } }
                td.number {
                    @if findings > 0 {
                        a href=(format!("#{}", self.remark_anchor(found.index))) {
                            (findings) span.vh { " " (self.say("sheet.column.findings", &[])) " " (found.id) }
                        }
                    }
                }
            }
        }
    }

    /// An anchor stands once, however often a requirement does.
    fn row_anchor(&self, found: &RequirementReport) -> Option<String> {
        let first = self.project.requirements.iter().find(|other| other.index == found.index)?;
        std::ptr::eq(first, found).then(|| self.page.book.requirement_anchor(self.at, found.index))
    }

    /// Where the findings of a requirement stand.
    pub(super) fn remark_anchor(&self, index: (usize, usize)) -> String {
        format!("remark-{}", self.page.book.requirement_anchor(self.at, index))
    }

    /// What the text of another language makes of it.
    pub(super) fn edition(&self, edition: &EditionReport) -> Markup {
        let key = if edition.differs > 0 { "edition.others" } else { "edition.verdict" };
        self.words(|language, _| {
            let name = say(language, &format!("edition.{}", edition.lang.code()), &[]);
            let verdict = wording::bounded(language, edition.verdict, edition.worst, edition.best);
            say(language, key, &[("edition", &name), ("verdict", &verdict), ("count", &edition.differs)])
        })
    }

    /// Those that did not apply, each with the reason.
    fn skipped(&self, skipped: &[&RequirementReport]) -> Markup {
        html! {
            @if !skipped.is_empty() {
                details.skipped {
                    summary { (self.say("sheet.skipped", &[("count", &skipped.len())])) }
                    div.across {
                        table {
                            (self.heads(&["conclusion.column.id", "conclusion.column.requirement", "sheet.column.why"]))
                            tbody {
                                @for found in skipped {
                                    tr id=[self.row_anchor(found)] {
                                        th scope="row" { code { (found.id) } }
                                        td { (self.title_of(found.index)) }
                                        td { (self.why_not(found)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn why_not(&self, found: &RequirementReport) -> Markup {
        if found.other_stage {
            return self.page.words.prose(&self.of_requirement(found.index, |language, text| {
                let stages: Vec<String> = text.stages.iter().map(|stage| say(language, &format!("stage.{stage}"), &[])).collect();
                say(language, "sheet.why-not.stage", &[("stages", &stages.join(", "))])
            }));
        }
        let requirement = self.page.book.grounds.and_then(|grounds| grounds.packs.get(found.index.0)?.requirements.get(found.index.1));
        let Some(requirement) = requirement else { return self.say("ci.bearing.not-applicable", &[]) };
        let metamodel = Metamodel::standard();
        let is_subject = |kind: &str| metamodel.find_kind(kind).is_some_and(|kind| requirement.subject.contains(kind));
        let elements: usize = self.project.understood.iter().filter(|kind| is_subject(kind.kind)).map(|kind| kind.elements).sum();
        let kinds = |language: Language| {
            requirement
                .subject_names
                .iter()
                .map(|kind| wording::lower_first(wording::kind_title(language, kind)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let key = if elements == 0 { "sheet.why-not.nothing" } else { "sheet.why-not.condition" };
        self.words(|language, _| say(language, key, &[("kinds", &kinds(language)), ("elements", &elements)]))
    }
}
