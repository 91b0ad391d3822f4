//! Sheets with rows of every project: recommendations, findings, questions, missing facts, waivers, answers, what loosens
//! the result, problems, files.

use super::table::{ALL, Asks, Cell, Column, Shape, Table, place};
use super::words::{Words, agency, name};
use crate::report::{
    AnswerReport, Finding, InputReport, LoosenedReport, Missing, ProblemReport, ProjectReport, Question, Standing, WaiverReport, wording,
};

/// Elements named of one recommendation; the others are counted.
const NAMED: usize = 8;

/// The rows of all projects, one after the other.
fn of_each<'a, T: 'a>(
    words: Words<'a>,
    found: impl Fn(&'a ProjectReport) -> &'a [T] + 'a,
    row: impl Fn(&'a ProjectReport, &'a T) -> Vec<Cell<'a>> + Copy + 'a,
) -> impl Iterator<Item = Vec<Cell<'a>>> + 'a {
    words.report.projects.iter().flat_map(move |project| found(project).iter().map(move |found| row(project, found)))
}

/// Order 193, paragraph 25: one for each requirement of an order that falls short, numbered as in the conclusion.
pub fn recommendations(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0)]).into();
    columns.push(words.column("number", 7.0, Shape::Number));
    columns.extend(words.texts([("requirement", 13.0), ("cites", 20.0), ("severity", 14.0), ("title", 32.0), ("fix", 38.0)]));
    columns.push(words.column("elements", 7.0, Shape::Count).turned(7.0));
    columns.extend(words.texts([("where", 52.0), ("addressee", 26.0)]));
    let from = words.report.today.parse().map_or(Asks::Day, Asks::DayFrom);
    columns.push(words.asked("term", 13.0, from));
    columns.push(words.asked("status", 15.0, words.choices("status", &["open", "working", "done", "refused"])));
    columns.push(words.asked("comment", 26.0, Asks::Anything));
    let rows = words.report.projects.iter().flat_map(move |project| {
        let of_orders = move |finding: &&Finding| !words.report.packs.get(finding.index.0).is_none_or(|pack| pack.advisory);
        let findings: Vec<&Finding> = project.findings.iter().filter(of_orders).collect();
        let groups: Vec<Vec<&Finding>> = findings.chunk_by(|left, right| left.index == right.index).map(<[&Finding]>::to_vec).collect();
        groups.into_iter().zip(1..).filter_map(move |(group, number)| recommendation(words, project, number, &group))
    });
    Table { key: "recommendations", columns, frozen: 2, printed: ALL, rows: Box::new(rows) }
}

fn recommendation<'a>(words: Words<'a>, project: &'a ProjectReport, number: usize, group: &[&'a Finding]) -> Option<Vec<Cell<'a>>> {
    let first = group.first()?;
    let mut lines: Vec<String> = group.iter().take(NAMED).map(|finding| found(words, finding)).collect();
    lines.extend((group.len() > NAMED).then(|| words.say("conclusion.more", &[("count", &(group.len() - NAMED))])));
    let owner = match agency(project) {
        "" => words.say("xlsx.addressee.nobody", &[]),
        agency => words.say("xlsx.addressee.body", &[("agency", &agency)]),
    };
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), number.into(), (&first.requirement).into()];
    row.extend([words.cited(first.index).into(), words.weight(first.severity), words.title(first.index).into()]);
    row.extend([(&first.fix).into(), group.len().into(), lines.join("\n").into(), owner.into()]);
    row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
    Some(row)
}

/// What is wrong, and where.
fn found(words: Words<'_>, finding: &Finding) -> String {
    match &finding.location {
        Some(at) => {
            let place = words.say("conclusion.page", &[("path", &at.path), ("line", &at.line)]);
            format!("– {} ({place})", finding.message)
        }
        None => format!("– {}", finding.message),
    }
}

pub fn findings(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 16.0), ("requirement", 13.0), ("cites", 20.0), ("severity", 14.0)]).into();
    columns.extend(words.texts([("verdict", 16.0), ("element", 28.0), ("message", 50.0), ("fix", 42.0), ("file", 26.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    let printed = columns.len() as u16;
    columns.extend(words.texts([("title", 36.0), ("agency", 22.0), ("worst", 15.0), ("best", 15.0)]));
    columns.extend(words.texts([("kind", 18.0), ("element-id", 18.0), ("owner", 22.0), ("state", 13.0), ("waived-by", 24.0)]));
    columns.push(words.column("waived-until", 12.0, Shape::Date));
    columns.extend(words.texts([
        ("standing", 13.0),
        ("brought-by", 18.0),
        ("answer", 16.0),
        ("justification", 32.0),
        ("fingerprint", 20.0),
    ]));
    let portfolio = words.say("xlsx.portfolio", &[]);
    let over_all = words.report.portfolio.findings.iter().map(move |found| finding(words, portfolio.clone().into(), "", found));
    let of_projects =
        of_each(words, |project| &project.findings, move |project, found| finding(words, (&project.id).into(), agency(project), found));
    Table { key: "findings", columns, frozen: 1, printed, rows: Box::new(of_projects.chain(over_all)) }
}

fn finding<'a>(words: Words<'a>, project: Cell<'a>, agency: &'a str, found: &'a Finding) -> Vec<Cell<'a>> {
    let (subject, language) = (&found.subject, words.language());
    let waiver = found.waiver.as_ref().map(|waiver| &waiver.decided);
    let lifted = waiver.map(|decided| format!("{}, {}", decided.decision, decided.body));
    let standing = found.baseline.map(|standing| words.say(standing_key(standing), &[]));
    let cause = found.brought_by.map(|cause| words.say(&format!("baseline.cause.{}", cause.name()), &[]));
    let answer = found.answer.as_ref().map(|answer| wording::answered(language, answer));
    let mut row: Vec<Cell<'a>> = vec![project, (&found.requirement).into(), words.cited(found.index).into()];
    row.extend([words.weight(found.severity), words.verdict(found.verdict), name(&subject.name, &subject.id).into()]);
    row.extend([Cell::from(&found.message), (&found.fix).into()]);
    row.extend(place(found.location.as_ref()));
    row.extend([words.title(found.index).into(), agency.into()]);
    row.extend([found.worst, found.best].map(|level| words.level(level).into()));
    row.extend([words.kind(&subject.kind).into(), (&subject.id).into(), subject.owner.as_ref().into()]);
    row.push(words.state(subject.state).into());
    row.push(lifted.or_else(|| found.waived.then(|| words.yes(true))).into());
    row.push(waiver.map_or(Cell::Empty, |decided| Cell::day(&decided.until)));
    row.extend([standing.into(), cause.into(), answer.into()]);
    row.extend([found.justification.as_ref().map(|found| &found.reason).into(), (&found.fingerprint).into()]);
    row
}

fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Known => "baseline.known",
        Standing::New => "baseline.new",
        Standing::Worse => "baseline.worse",
    }
}

pub fn questions(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0), ("agency", 22.0), ("requirement", 13.0), ("question", 60.0)]).into();
    columns.extend(words.texts([("because", 44.0)]));
    columns.push(words.column("elements", 11.0, Shape::Count));
    columns.extend(words.texts([("examples", 34.0)]));
    let levels = ["full", "partial", "non-compliant"].map(|level| words.say(&format!("level.{level}"), &[]));
    let levels = levels.into_iter().chain([words.say("verdict.not-applicable", &[])]).collect();
    columns.push(words.asked("answer", 17.0, Asks::OneOf(levels)));
    columns.push(words.asked("role", 20.0, Asks::Anything));
    columns.push(words.asked("answered-on", 13.0, Asks::Day));
    columns.push(words.asked("evidence", 26.0, Asks::Anything));
    columns.push(words.asked("reason", 30.0, Asks::Anything));
    let rows = of_each(words, |project| &project.questions, move |project, found| question(words, project, found));
    Table { key: "questions", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn question<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a Question) -> Vec<Cell<'a>> {
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), agency(project).into(), (&found.requirement).into()];
    row.extend([(&found.question).into(), found.because.as_ref().into(), found.subjects.into(), words.list(&found.examples).into()]);
    row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
    row
}

pub fn missing(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0), ("fact", 40.0)]).into();
    columns.extend(words.counts(["elements", "requirements", "answers", "answers-alone"]));
    columns.extend(words.texts([("requirement-ids", 44.0), ("examples", 40.0)]));
    let rows = of_each(words, |project| &project.missing, move |project, found| missing_row(words, project, found));
    Table { key: "missing", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn missing_row<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a Missing) -> Vec<Cell<'a>> {
    let settles = found.settles;
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), wording::missing(words.language(), found).into()];
    row.extend([found.elements, settles.requirements, settles.subjects, settles.alone.subjects].map(Cell::count));
    row.extend([words.list(&found.requirements).into(), words.list(&found.examples).into()]);
    row
}

pub fn waivers(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> =
        words.texts([("project", 18.0), ("requirement", 13.0), ("elements-named", 34.0), ("became", 20.0)]).into();
    columns.push(words.column("lifts", 11.0, Shape::Count));
    columns.extend(words.texts([("decision", 16.0), ("body", 28.0), ("responsible", 28.0), ("reason", 44.0)]));
    columns.extend([words.column("granted", 12.0, Shape::Date), words.column("until", 12.0, Shape::Date)]);
    columns.push(words.column("days", 10.0, Shape::Number));
    columns.extend(words.texts([("file", 30.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    let rows = of_each(words, |project| &project.waivers, move |project, found| waiver(words, project, found));
    Table { key: "waivers", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn waiver<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a WaiverReport) -> Vec<Cell<'a>> {
    let decided = &found.decided;
    let status = words.say(&format!("waiver.state.{}", found.status), &[]);
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), (&found.requirement).into(), words.list(&found.elements).into()];
    row.extend([status.into(), Cell::count(found.findings), (&decided.decision).into(), (&decided.body).into()]);
    row.extend([(&decided.owner).into(), (&decided.reason).into(), Cell::day(&decided.granted), Cell::day(&decided.until)]);
    row.push(Cell::Number(f64::from(found.days)));
    row.extend(place(Some(&decided.location)));
    row
}

pub fn answers(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0), ("requirement", 13.0), ("element", 28.0), ("element-id", 18.0)]).into();
    columns.extend(words.texts([("verdict", 17.0), ("answer", 44.0), ("role", 24.0)]));
    columns.push(words.column("answered-on", 13.0, Shape::Date));
    columns.extend(words.texts([("reason", 40.0), ("evidence", 26.0), ("sha256", 24.0), ("file", 30.0)]));
    columns.push(words.column("line", 8.0, Shape::Number));
    let rows = of_each(words, |project| &project.answers, move |project, found| answer(words, project, found));
    Table { key: "answers", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn answer<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a AnswerReport) -> Vec<Cell<'a>> {
    let (subject, said) = (&found.subject, &found.answer);
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), (&found.requirement).into()];
    row.extend([name(&subject.name, &subject.id).into(), (&subject.id).into(), words.verdict(found.verdict)]);
    row.extend([wording::answered(words.language(), said).into(), (&said.role).into(), Cell::day(&said.date)]);
    row.extend([said.reason.as_ref().into(), said.evidence.as_ref().into(), said.sha256.as_ref().into()]);
    row.extend(place(Some(&said.location)));
    row
}

/// Nobody judges himself in secret.
pub fn loosened(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0), ("requirement", 13.0), ("loosened", 90.0), ("file", 30.0)]).into();
    columns.push(words.column("line", 8.0, Shape::Number));
    let rows = of_each(words, |project| &project.loosened, move |project, found| loosened_row(words, project, found));
    Table { key: "loosened", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn loosened_row<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a LoosenedReport) -> Vec<Cell<'a>> {
    let said = wording::loosened(words.language(), found, usize::MAX);
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), found.requirement.as_ref().into(), said.into()];
    row.extend(place(found.location.as_ref()));
    row
}

/// What is wrong with the input: first of the run, then of each project.
pub fn problems(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> =
        words.texts([("project", 18.0), ("problem-severity", 15.0), ("message", 60.0), ("help", 50.0), ("file", 34.0)]).into();
    columns.push(words.column("line", 8.0, Shape::Number));
    columns.push(words.column("times", 10.0, Shape::Count));
    columns.extend(words.texts([("code", 26.0)]));
    let of_run = words.report.problems.iter().map(move |found| problem(words, "", found));
    let rows = of_run.chain(of_each(words, |project| &project.problems, move |project, found| problem(words, &project.id, found)));
    Table { key: "problems", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn problem<'a>(words: Words<'a>, project: &'a str, found: &'a ProblemReport) -> Vec<Cell<'a>> {
    let severity = words.say(if found.is_error() { "xlsx.severity.error" } else { "xlsx.severity.warning" }, &[]);
    let mut row: Vec<Cell<'a>> = vec![project.into(), severity.into(), (&found.message).into(), (&found.help).into()];
    row.extend(place(found.location.as_ref()));
    row.extend([Cell::from(found.times), found.code.into()]);
    row
}

/// What was read, with digests: equal digests, equal results.
pub fn inputs(words: Words<'_>) -> Table<'_> {
    let mut columns: Vec<Column> = words.texts([("project", 18.0), ("file", 40.0), ("format", 28.0)]).into();
    columns.extend(words.counts(["elements", "relations", "views", "properties", "unmapped"]));
    columns.extend(words.texts([("sha256", 68.0)]));
    let rows = of_each(words, |project| &project.inputs, move |project, found| input(words, project, found));
    Table { key: "inputs", columns, frozen: 1, printed: ALL, rows: Box::new(rows) }
}

fn input<'a>(words: Words<'a>, project: &'a ProjectReport, found: &'a InputReport) -> Vec<Cell<'a>> {
    let format = format!("{} {}", words.say(&format!("format.{}", found.format), &[]), found.version);
    let mut row: Vec<Cell<'a>> = vec![(&project.id).into(), (&found.path).into(), format.trim().to_string().into()];
    row.extend([found.elements, found.relations, found.views, found.properties, found.unmapped.values().sum()].map(Cell::count));
    row.push((&found.sha256).into());
    row
}
