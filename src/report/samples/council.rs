//! Many projects with all that a council looks at: risks, common causes, what looks built twice, what is offered.

use super::{Sample, many, sample, words};
use crate::place::Sources;
use crate::report::review::*;
use crate::report::*;
use crate::text::Language;
use crate::verdict::Weight;

/// Many projects, one of them broken, and everything that is told over all of them.
pub fn council(language: Language) -> (Report, Sources) {
    let (mut report, sources) = many(language);
    let sample = sample(language);
    report.portfolio.review = Some(review(&sample, &report));
    report.portfolio.duplicates = duplicates(&sample);
    report.portfolio.narrowed = 2;
    report.portfolio.offers = vec![offer(&sample)];
    report.portfolio.distinct = vec![Distinct {
        elements: vec!["zhoba-01:emr".into(), "zhoba-02:rpn".into()],
        reason: words(language, ["екі бөлек тізілім", "два разных регистра", "two different registers"]),
        silences: 1,
        location: sample.at(0, "system.emr"),
    }];
    (report, sources)
}

fn review(sample: &Sample, report: &Report) -> Review {
    let requirement = &report.packs[0].requirements[0];
    let ids: Vec<String> = report.projects.iter().filter(|project| !project.unreadable).map(|project| project.id.clone()).collect();
    let element = |id: &str, kind: &str, name: [&str; 3]| Element {
        id: id.into(),
        kind: kind.into(),
        name: words(sample.language, name),
        project: "national".into(),
        location: sample.at(0, "target = \"gbd-fl\""),
    };
    let gateway = element("shep", "gateway", ["«Электрондық үкімет» шлюзі", "Шлюз «электронного правительства»", "E-government gateway"]);
    let register = element("gbd-fl", "system", ["ЖТ МДҚ", "ГБД ФЛ", "State Database of Individuals"]);
    let sections = &report.projects[1].sections;
    Review {
        judged: ids.len(),
        groups: sections
            .iter()
            .map(|section| Group { pack: section.pack.clone(), id: section.id.clone(), title: section.title.clone() })
            .collect(),
        risks: gather::risks(&report.projects),
        deviations: vec![Deviation {
            requirement: requirement.id.clone(),
            title: requirement.title.clone(),
            severity: requirement.severity,
            cites: requirement.cites.clone(),
            non_compliant: 4,
            partial: 3,
            not_assessed: 2,
            applicable: 11,
            findings: 1204,
            projects: ids[..7].to_vec(),
        }],
        clusters: vec![Cluster {
            requirement: requirement.id.clone(),
            title: requirement.title.clone(),
            severity: Weight::Blocking,
            cause: register,
            also: vec![gateway.clone()],
            findings: 31,
            projects: ids[..6].to_vec(),
        }],
        ignored: vec![Ignored {
            element: gateway,
            requirements: vec![requirement.id.clone()],
            findings: 31,
            components: 2,
            projects: ids[..6].to_vec(),
        }],
        missing: vec![MissingOver {
            fact: "owner".into(),
            sort: Sort::Link,
            kind: Some("system"),
            projects: ids[..9].to_vec(),
            elements: 1431,
            requirements: vec![requirement.id.clone()],
            subjects: 2210,
        }],
    }
}

fn member(sample: &Sample, project: &str, id: &str, name: &str) -> Member {
    Member {
        project: project.into(),
        agency: Some("МЗ РК".into()),
        element: sample.subject(id, "system", name),
        location: sample.at(0, "system.emr"),
        node: 0,
    }
}

fn reasons(language: Language) -> Vec<Reason> {
    vec![
        Reason {
            what: "name", degree: 0.95, text: words(language, ["атаулары ұқсас", "похожие названия", "alike names"])
        },
        Reason {
            what: "capability",
            degree: 1.0,
            text: words(language, ["мүмкіндігі бірдей: «Хабарлау»", "одна возможность: «Уведомление»", "one capability: «Notification»"]),
        },
    ]
}

fn duplicates(sample: &Sample) -> Vec<Duplicate> {
    let names = [("zhoba-01", "Уведомления граждан"), ("zhoba-04", "SMS-уведомления"), ("zhoba-09", "Азаматтарды хабардар ету")];
    let group = |at: usize| Duplicate {
        fingerprint: format!("{at:016x}"),
        kind: "system",
        name: names[0].1.into(),
        score: 0.94 - at as f64 / 100.0,
        members: names.iter().take(if at == 0 { 3 } else { 2 }).map(|(project, name)| member(sample, project, "sms", name)).collect(),
        pairs: vec![Pair { left: 0, right: 1, score: 0.94 - at as f64 / 100.0, reasons: reasons(sample.language) }],
        offered_by: (at == 0).then(|| member(sample, "national", "call-centre", "Единый контакт-центр 1414")),
    };
    (0..5).map(group).collect()
}

fn offer(sample: &Sample) -> Offer {
    Offer {
        fingerprint: "00000000000000aa".into(),
        component: member(sample, "zhoba-01", "sms", "Уведомления граждан"),
        offered_by: member(sample, "national", "call-centre", "Единый контакт-центр 1414"),
        score: 0.995,
        reasons: reasons(sample.language),
        requirement: Some("124/9.4".into()),
        cites: vec![Cite { order: "124".into(), act: None, paragraph: "9".into(), subparagraph: Some("4".into()) }],
    }
}
