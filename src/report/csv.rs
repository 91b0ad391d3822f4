//! CSV for spreadsheets: a row for each project, each requirement, each finding and each problem; for each member of what
//! looks built twice (of one group by their fingerprint), and for each own component that something shared comes close to.
//!
//! RFC 4180: commas, CRLF, quotes where they are needed. A byte order mark in front, without which Excel takes Cyrillic
//! for something else. Names of columns and levels are those of the JSON report, in every language the same; titles and
//! messages are the reader's, paths those of the report. No cell is a formula, whatever the model says: see `cell`.

use std::io::{self, Write};

use crate::report::{
    Cite, Duplicate, Finding, Location, Member, Offer, ProblemReport, ProjectReport, Reason, Report, RequirementReport, RequirementText,
    Standing,
};
use crate::verdict::Verdict;

/// The columns, in order.
pub const COLUMNS: [&str; 36] = [
    "row",
    "project",
    "agency",
    "stage",
    "pack",
    "section",
    "requirement",
    "citation",
    "title",
    "severity",
    "verdict",
    "worst",
    "best",
    "subjects-full",
    "subjects-partial",
    "subjects-non-compliant",
    "subjects-not-assessed",
    "subjects-waived",
    "findings-unlisted",
    "subject",
    "kind",
    "name",
    "owner",
    "state",
    "path",
    "line",
    "column",
    "code",
    "message",
    "fix",
    "waived",
    "waived-until",
    "baseline",
    "answer",
    "justification",
    "fingerprint",
];

/// Writes the report as CSV.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = Table { report, out };
    table.put(&Row(COLUMNS.map(str::to_string)))?;
    for problem in &report.problems {
        table.problem(Row::of("problem", None), problem)?;
    }
    for project in &report.projects {
        table.project(project)?;
    }
    for finding in &report.portfolio.findings {
        let row = Row::of("finding", None).with("project", "portfolio");
        table.finding(row, finding)?;
    }
    for group in &report.portfolio.duplicates {
        table.duplicate(group)?;
    }
    report.portfolio.offers.iter().try_for_each(|offer| table.offer(offer))
}

struct Table<'a> {
    report: &'a Report,
    out: &'a mut dyn Write,
}

/// One row being filled in, by the names of its columns.
struct Row([String; COLUMNS.len()]);

impl Table<'_> {
    fn put(&mut self, row: &Row) -> io::Result<()> {
        let cells: Vec<String> = row.0.iter().map(|text| cell(text)).collect();
        write!(self.out, "{}\r\n", cells.join(","))
    }

    /// What could not be read is no less a row than what could: a table without findings never means that all is well.
    fn project(&mut self, project: &ProjectReport) -> io::Result<()> {
        let row =
            Row::of("project", Some(project)).with("name", &project.name).with("path", &project.path).with("message", &project.reason);
        let row = match project.unreadable {
            true => row.with("verdict", "unreadable"),
            false => row.levels(project.verdict.name(), project.worst.name(), project.best.name()),
        };
        self.put(&row)?;
        for problem in &project.problems {
            self.problem(Row::of("problem", Some(project)), problem)?;
        }
        for requirement in &project.requirements {
            self.requirement(project, requirement)?;
        }
        for finding in &project.findings {
            self.finding(Row::of("finding", Some(project)), finding)?;
        }
        Ok(())
    }

    fn requirement(&mut self, project: &ProjectReport, found: &RequirementReport) -> io::Result<()> {
        let row = Row::of("requirement", Some(project)).requirement(&found.id, &found.pack, self.report.requirement(found.index));
        let row = row.with("severity", found.severity.name());
        let counts = found.counts;
        let row = match found.verdict {
            Verdict::NotApplicable => row.with("verdict", found.verdict.name()),
            _ => row
                .levels(found.verdict.name(), found.worst.name(), found.best.name())
                .with("subjects-full", counts.full.to_string())
                .with("subjects-partial", counts.partial.to_string())
                .with("subjects-non-compliant", counts.non_compliant.to_string())
                .with("subjects-not-assessed", counts.not_assessed.to_string())
                .with("subjects-waived", counts.waived.to_string())
                .with("findings-unlisted", found.unlisted.to_string()),
        };
        self.put(&row)
    }

    fn finding(&mut self, row: Row, finding: &Finding) -> io::Result<()> {
        let subject = &finding.subject;
        let row = row
            .requirement(&finding.requirement, &finding.pack, self.report.requirement(finding.index))
            .with("severity", finding.severity.name())
            .levels(finding.verdict.name(), finding.worst.name(), finding.best.name())
            .with("subject", &subject.id)
            .with("kind", &subject.kind)
            .with("name", &subject.name)
            .with("owner", subject.owner.as_deref().unwrap_or_default())
            .with("state", subject.state)
            .with("message", &finding.message)
            .with("fix", &finding.fix)
            .with("waived", waived(finding))
            .with("waived-until", finding.waiver.as_ref().map_or("", |waiver| &waiver.decided.until))
            .with("baseline", finding.baseline.map_or("", standing))
            .with("answer", finding.answer.as_ref().map_or("", |answer| answer.level))
            .with("justification", finding.justification.as_ref().map_or("", |justified| &justified.reason))
            .with("fingerprint", &finding.fingerprint);
        let row = place(row, finding.location.as_ref());
        self.put(&row)
    }

    /// A row for each member, with the strongest of what links it to another.
    fn duplicate(&mut self, group: &Duplicate) -> io::Result<()> {
        for (at, member) in group.members.iter().enumerate() {
            let row = Row::member("duplicate", member).with("title", &group.name).with("fingerprint", &group.fingerprint);
            let pair = group.pairs.iter().find(|pair| pair.left == at || pair.right == at);
            let other = pair.and_then(|pair| group.members.get(if pair.left == at { pair.right } else { pair.left }));
            let message = pair.zip(other).map(|(pair, other)| likeness(other, pair.score, &pair.reasons));
            self.put(&row.with("message", message.unwrap_or_default()))?;
        }
        Ok(())
    }

    fn offer(&mut self, offer: &Offer) -> io::Result<()> {
        let cites: Vec<String> = offer.cites.iter().map(citation).collect();
        let row = Row::member("offer", &offer.component)
            .with("requirement", offer.requirement.as_deref().unwrap_or_default())
            .with("citation", cites.join("; "))
            .with("title", &offer.offered_by.element.name)
            .with("message", likeness(&offer.offered_by, offer.score, &offer.reasons))
            .with("fingerprint", &offer.fingerprint);
        self.put(&row)
    }

    fn problem(&mut self, row: Row, problem: &ProblemReport) -> io::Result<()> {
        let row = row.with("code", problem.code).with("severity", problem.severity);
        let row = row.with("message", &problem.message).with("fix", &problem.help);
        let row = place(row, problem.location.as_ref());
        self.put(&row)
    }
}

/// As the report has it: for a file as a whole there is no line.
fn place(row: Row, location: Option<&Location>) -> Row {
    match location {
        Some(at) if at.whole => row.with("path", &at.path),
        Some(at) => row.with("path", &at.path).with("line", at.line.to_string()).with("column", at.column.to_string()),
        None => row,
    }
}

impl Row {
    fn of(what: &str, project: Option<&ProjectReport>) -> Row {
        let row = Row(std::array::from_fn(|_| String::new())).with("row", what);
        let Some(project) = project else { return row };
        let agency = project.agency_name.as_ref().or(project.agency.as_ref());
        row.with("project", &project.id).with("agency", agency.map_or("", |name| name)).with("stage", project.stage.unwrap_or_default())
    }

    fn member(what: &str, member: &Member) -> Row {
        let element = &member.element;
        let row = Row::of(what, None)
            .with("project", &member.project)
            .with("agency", member.agency.as_deref().unwrap_or_default())
            .with("subject", &element.id)
            .with("kind", &element.kind)
            .with("name", &element.name)
            .with("owner", element.owner.as_deref().unwrap_or_default())
            .with("state", element.state);
        place(row, Some(&member.location))
    }

    fn with(mut self, column: &str, text: impl Into<String>) -> Row {
        let at = COLUMNS.iter().position(|known| *known == column).expect("rows are filled in by names that stand above");
        self.0[at] = text.into();
        self
    }

    fn levels(self, verdict: &str, worst: &str, best: &str) -> Row {
        self.with("verdict", verdict).with("worst", worst).with("best", best)
    }

    fn requirement(self, id: &str, pack: &str, text: Option<&RequirementText>) -> Row {
        let row = self.with("pack", pack).with("requirement", id);
        let Some(text) = text else { return row };
        let cites: Vec<String> = text.cites.iter().map(citation).collect();
        let section = text.contour.or(text.chapter.as_deref()).unwrap_or_default();
        row.with("section", section).with("citation", cites.join("; ")).with("title", &text.title)
    }
}

/// «124 19(2)»: order, paragraph, sub-paragraph.
fn citation(cite: &Cite) -> String {
    let subparagraph = cite.subparagraph.as_ref().map(|number| format!("({number})")).unwrap_or_default();
    format!("{} {}{subparagraph}", cite.order, cite.paragraph)
}

/// Where the other one stands, how alike they are, and why.
fn likeness(other: &Member, score: f64, reasons: &[Reason]) -> String {
    let reasons: Vec<&str> = reasons.iter().map(|reason| reason.text.as_str()).collect();
    format!("{}:{} {:.2}: {}", other.project, other.element.id, score, reasons.join("; "))
}

/// The decision that lifts a finding; `yes` where no more is known of it.
fn waived(finding: &Finding) -> String {
    match &finding.waiver {
        Some(waiver) => format!("{}, {}", waiver.decided.decision, waiver.decided.body),
        None if finding.waived => "yes".to_string(),
        None => String::new(),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Known => "known",
        Standing::New => "new",
        Standing::Worse => "worse",
    }
}

/// A cell as RFC 4180 writes it. A spreadsheet would run what begins like a formula, so that an apostrophe goes before
/// it (as OWASP advises); spaces in front of it help no attacker. Line breaks stay, other control characters do not.
fn cell(text: &str) -> String {
    let is_formula = |text: &str| text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let guarded = is_formula(text) || text.starts_with(['\t', '\r', '\n', '\0']);
    let mut clean: String = if guarded { "'".to_string() } else { String::new() };
    clean.extend(text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }));
    match clean.contains([',', '"', '\n', ';']) || clean.trim() != clean {
        true => format!("\"{}\"", clean.replace('"', "\"\"")),
        false => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Sources;
    use crate::report::samples;
    use crate::text::Language;

    fn shown(sample: &(Report, Sources)) -> String {
        let mut out = Vec::new();
        write(&sample.0, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("only text is written")
    }

    /// The cells of each row, read by the rules of RFC 4180 and by nothing else.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
        let mut quoted = false;
        while let Some(letter) = letters.next() {
            let row = rows.last_mut().expect("there is always one");
            let cell = row.last_mut().expect("there is always one");
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                '\r' if !quoted && letters.next_if_eq(&'\n').is_some() => rows.push(vec![String::new()]),
                letter => cell.push(letter),
            }
        }
        assert_eq!(rows.pop(), Some(vec![String::new()]), "the last row ends as the others do");
        rows
    }

    #[test]
    fn a_table_in_three_languages() {
        for language in Language::ALL {
            let text = shown(&samples::two(language));
            assert!(text.starts_with("\u{feff}row,project,"), "{text}");
            samples::keep(&format!("csv-{}", language.code()), &text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
        }
    }

    #[test]
    fn waivers_and_the_baseline_have_their_columns() {
        let rows = read(&shown(&samples::lifted(Language::En)));
        let column = |name: &str| COLUMNS.iter().position(|known| *known == name).expect("it is a column");
        let found: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "finding").collect();
        assert_eq!(found[0][column("waived")], "14-2, expert council");
        assert_eq!(found[0][column("waived-until")], "2027-06-30");
        let standings: Vec<&str> = found[2..5].iter().map(|row| row[column("baseline")].as_str()).collect();
        assert_eq!(standings, ["known", "new", "worse"]);
    }

    #[test]
    fn no_cell_is_a_formula_and_every_row_has_all_columns() {
        for row in read(&shown(&samples::hostile(Language::En))) {
            assert_eq!(row.len(), COLUMNS.len(), "{row:?}");
            for cell in &row {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                assert!(!cell.chars().any(|letter| letter.is_control() && letter != '\n'), "{cell:?}");
            }
        }
        for text in ["=1+1", "+7 7172", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u{ff1d}1"] {
            assert!(cell(text).trim_start_matches('"').starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("a - b"), "a - b");
        assert_eq!(cell("«a», \"b\""), "\"«a», \"\"b\"\"\"");
    }

    #[test]
    fn what_looks_built_twice_and_what_is_offered_have_their_rows() {
        let rows = read(&shown(&samples::council(Language::En)));
        let of = |what: &str| rows.iter().filter(|row| row[0] == what).collect::<Vec<_>>();
        let column = |name: &str| COLUMNS.iter().position(|known| *known == name).expect("it is a column");
        let (members, offers) = (of("duplicate"), of("offer"));
        assert_eq!((members.len(), offers.len()), (11, 1));
        assert!(members[0][column("message")].starts_with("zhoba-04:sms 0.94: alike names; one capability"), "{:?}", members[0]);
        assert_eq!(members[0][column("fingerprint")], members[1][column("fingerprint")]);
        assert_eq!(offers[0][column("citation")], "124 9(4)");
    }

    #[test]
    fn what_could_not_be_read_has_its_rows() {
        let rows = read(&shown(&samples::two(Language::En)));
        assert!(rows.iter().any(|row| row[0] == "project" && row[1] == "akimat-07" && row.contains(&"unreadable".to_string())));
        assert!(rows.iter().any(|row| row[0] == "problem" && row[1] == "akimat-07" && row.contains(&"unknown-kind".to_string())));
    }
}
