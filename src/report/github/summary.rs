//! The step summary: Markdown that GitHub shows beside a run, for people who do not open the log.
//!
//! GitHub takes a mebibyte a step and throws away what is larger, all of it: the page ends after the last row that has
//! room, and says how many have none.

use std::fmt::Display;
use std::io::{self, Write};

use super::{Surroundings, outcome};
use crate::report::bearing::{self, Bearing};
use crate::report::markdown::{code, own, plain, quoted};
use crate::report::places::{Lines, Places};
use crate::report::{Finding, Gate, Location, ProjectReport, Report, RequirementReport, notes, wording};
use crate::text::say;

/// Bytes of a summary that GitHub shows.
pub const LIMIT: usize = 1 << 20;
/// Bytes kept for the last lines.
const KEPT: usize = 8 << 10;
/// Places that are named of one requirement.
const PLACES: usize = 10;
/// Missing facts that are named of one project.
const FACTS: usize = 10;

/// Writes the summary into so many bytes; nothing where not even its end has room.
pub fn write(report: &Report, places: Places<'_>, around: &Surroundings, room: usize, out: &mut dyn Write) -> io::Result<()> {
    let Some(room) = room.checked_sub(KEPT) else { return Err(io::ErrorKind::FileTooLarge.into()) };
    let sheet = Sheet { text: String::new(), room, left: 0 };
    let mut page = Page { report, places, around, sheet };
    page.whole();
    out.write_all(page.sheet.text.as_bytes())
}

/// Text with an end: what does not fit is counted.
struct Sheet {
    text: String,
    room: usize,
    left: usize,
}

impl Sheet {
    /// One line. After one that has no room, none has: a page with holes would deceive.
    fn line(&mut self, line: &str) {
        if self.left > 0 || self.text.len() + line.len() + 1 > self.room {
            self.left += usize::from(!line.is_empty());
            return;
        }
        self.text.push_str(line);
        self.text.push('\n');
    }
}

struct Page<'a> {
    report: &'a Report,
    places: Places<'a>,
    around: &'a Surroundings,
    sheet: Sheet,
}

impl Page<'_> {
    fn say(&self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        say(self.report.lang, key, arguments)
    }

    fn heading(&mut self, marks: &str, words: &str) {
        self.sheet.line("");
        self.sheet.line(&format!("{marks} {words}"));
        self.sheet.line("");
    }

    fn head(&mut self, heads: &[&str]) {
        let words: Vec<String> = heads.iter().map(|head| self.say(&format!("ci.summary.{head}"), &[])).collect();
        self.row(&words);
        self.row(&vec!["---".to_string(); heads.len()]);
    }

    fn row(&mut self, cells: &[String]) {
        self.sheet.line(&format!("| {} |", cells.join(" | ")));
    }

    fn whole(&mut self) {
        let title = match self.report.gate() {
            Gate::Reached => "ci.github.passed",
            Gate::NotReached | Gate::NotMade => "ci.github.red",
        };
        let title = self.say(title, &[]);
        self.sheet.line(&format!("## {title}"));
        self.sheet.line("");
        self.sheet.line(&plain(&outcome(self.report)));
        self.projects();
        self.problems(true);
        let (closed, open): (Vec<_>, Vec<_>) = self.report.projects.iter().partition(|project| !project.passes());
        for project in closed.into_iter().chain(open).filter(|project| !project.unreadable) {
            self.project(project);
        }
        self.portfolio();
        self.problems(false);
        self.end();
    }

    fn projects(&mut self) {
        if self.report.projects.is_empty() {
            return;
        }
        self.sheet.line("");
        self.head(&["project", "verdict", "required", "settled", "why"]);
        for project in &self.report.projects {
            let verdict = match project.unreadable {
                true => self.say("verdict.unreadable", &[]),
                false => wording::bounded(self.report.lang, project.verdict, project.worst, project.best),
            };
            let sign = if project.passes() && !project.unreadable { "✅" } else { "❌" };
            let settled = format!("{}/{}", project.coverage.settled, project.coverage.applicable);
            let required = self.say(&format!("level.{}", project.require.name()), &[]);
            self.row(&[format!("{sign} {}", plain(&project.id)), verdict, required, settled, plain(&project.reason)]);
        }
    }

    /// A file that could not be read explains everything else and comes first; warnings may be many and come last.
    fn problems(&mut self, errors: bool) {
        let problems: Vec<_> = self.report.all_problems().filter(|problem| problem.is_error() == errors).collect();
        if problems.is_empty() {
            return;
        }
        let key = if errors { "ci.summary.errors" } else { "ci.summary.warnings" };
        let title = self.say(key, &[("count", &problems.len())]);
        self.heading("###", &title);
        self.head(&["place", "problem", "help"]);
        for problem in problems {
            let place = problem.location.as_ref().map(|at| self.link(at)).unwrap_or_default();
            self.row(&[place, format!("{} ({})", quoted(&problem.message), code(problem.code)), quoted(&problem.help)]);
        }
    }

    fn project(&mut self, project: &ProjectReport) {
        let findings = bearing::by_requirement(&project.findings);
        let of = |index| findings.get(index).map_or(&[][..], Vec::as_slice);
        let failing: Vec<(&RequirementReport, &[&Finding])> = project
            .requirements
            .iter()
            .map(|found| (found, of(&found.index)))
            .filter(|(found, findings)| bearing::of_requirement(project, found, findings).fails())
            .collect();
        let has_more = project.findings.iter().any(|finding| finding.waived) || project.baseline.is_some();
        if failing.is_empty() && !has_more && project.loosened.is_empty() && others(project) == (0, 0) {
            return;
        }
        self.heading("###", &plain(&project.id));
        self.failing(project, failing);
        self.waived(project);
        self.baseline(project);
        self.missing(project);
        self.others(project);
        self.loosened(project);
    }

    /// What keeps the gate closed, the heaviest first.
    fn failing(&mut self, project: &ProjectReport, mut failing: Vec<(&RequirementReport, &[&Finding])>) {
        if failing.is_empty() {
            return;
        }
        failing.sort_by_key(|(found, findings)| {
            (bearing::of_requirement(project, found, findings) == Bearing::Open, found.severity, found.worst)
        });
        let key = match (project.passes(), &project.baseline) {
            (true, _) => "ci.summary.failing-passed",
            (false, Some(_)) => "ci.summary.failing-new",
            (false, None) => "ci.summary.failing",
        };
        let title = self.say(key, &[("count", &failing.len())]);
        self.sheet.line(&title);
        self.sheet.line("");
        self.head(&["requirement", "severity", "level", "found", "fix"]);
        for (found, findings) in failing {
            let text = self.report.requirement(found.index);
            let title = format!("**{}** {}", plain(&found.id), text.map_or(String::new(), |text| own(&text.title)));
            let weight = self.say(&format!("weight.{}", found.severity.name()), &[]);
            let level = wording::level(self.report.lang, found.verdict, found.worst, found.best);
            let fix = text.map_or(String::new(), |text| own(&text.fix));
            let cells = [title, weight, level, self.found(found, findings), fix];
            self.row(&cells);
        }
    }

    /// The places with what is wrong there; of what is merely open, how much.
    fn found(&self, found: &RequirementReport, findings: &[&Finding]) -> String {
        let told = findings.iter().filter(|finding| !finding.waived).take(PLACES);
        let mut told: Vec<String> = told.map(|finding| self.one(finding)).collect();
        let left = findings.iter().filter(|finding| !finding.waived).count() - told.len() + found.unlisted;
        told.extend((left > 0).then(|| self.say("ci.more", &[("count", &left)])));
        let open = found.counts.not_assessed;
        told.extend((open > 0).then(|| self.say("ci.count.not-assessed", &[("count", &open)])));
        told.join("<br>")
    }

    fn one(&self, finding: &Finding) -> String {
        let place = finding.location.as_ref().map(|at| format!("{} ", self.link(at))).unwrap_or_default();
        let standing = notes::standing(self.report.lang, finding).map(|words| format!(" ({words})"));
        format!("{place}{}{}", plain(&finding.message), standing.unwrap_or_default())
    }

    fn waived(&mut self, project: &ProjectReport) {
        let waived: Vec<&Finding> = project.findings.iter().filter(|finding| finding.waived).collect();
        if waived.is_empty() {
            return;
        }
        let title = self.say("ci.summary.waived", &[("count", &waived.len())]);
        self.heading("####", &title);
        for finding in waived {
            let by = finding.waiver.as_ref().map(|waiver| notes::waived(self.report.lang, waiver)).unwrap_or_default();
            self.sheet.line(&format!("- **{}** {}: {}", plain(&finding.requirement), self.one(finding), plain(&by)));
        }
    }

    fn baseline(&mut self, project: &ProjectReport) {
        let Some(baseline) = &project.baseline else { return };
        let counts = baseline.counts;
        let numbers: [(&str, &dyn Display); 4] =
            [("known", &counts.known), ("new", &counts.new), ("worse", &counts.worse), ("solved", &counts.solved)];
        let open: [(&str, &dyn Display); 3] = [("known", &counts.open_known), ("new", &counts.open_new), ("settled", &counts.open_settled)];
        let lines = [self.say("ci.summary.baseline", &numbers), self.say("baseline.counts-open", &open)];
        self.sheet.line("");
        lines.iter().for_each(|line| self.sheet.line(&format!("- {line}")));
        let beside = super::beside_baseline(self.report, project);
        beside.iter().for_each(|line| self.sheet.line(&format!("- {line}")));
    }

    fn missing(&mut self, project: &ProjectReport) {
        if project.missing.is_empty() || project.passes() {
            return;
        }
        let title = self.say("ci.summary.missing", &[]);
        self.heading("####", &title);
        for missing in project.missing.iter().take(FACTS) {
            let counts: [(&str, &dyn Display); 3] = [
                ("fact", &plain(&wording::missing(self.report.lang, missing))),
                ("elements", &missing.elements),
                ("requirements", &missing.settles.requirements),
            ];
            let words = self.say("conclusion.unchecked.fact", &counts);
            self.sheet.line(&format!("- {words}"));
        }
        if project.missing.len() > FACTS {
            let more = self.say("conclusion.more", &[("count", &(project.missing.len() - FACTS))]);
            self.sheet.line(&format!("- {more}"));
        }
    }

    fn others(&mut self, project: &ProjectReport) {
        let (reaching, advice) = others(project);
        if reaching + advice > 0 {
            let words = self.say("ci.summary.others", &[("reaching", &reaching), ("advice", &advice)]);
            self.sheet.line("");
            self.sheet.line(&words);
        }
    }

    fn loosened(&mut self, project: &ProjectReport) {
        if project.loosened.is_empty() {
            return;
        }
        let word = self.say("loosened.word", &[]);
        self.sheet.line("");
        for found in &project.loosened {
            let words = wording::loosened(self.report.lang, found, FACTS);
            self.sheet.line(&format!("- {word}: {}", quoted(&words)));
        }
    }

    fn portfolio(&mut self) {
        let findings = &self.report.portfolio.findings;
        if findings.is_empty() {
            return;
        }
        let title = self.say("portfolio.title", &[]);
        self.heading("###", &title);
        let note = self.say("portfolio.note", &[]);
        self.sheet.line(&note);
        self.sheet.line("");
        for finding in findings {
            self.sheet.line(&format!("- **{}** {}", plain(&finding.requirement), self.one(finding)));
        }
    }

    /// By what it was judged, and what found no room; for this there always is some.
    fn end(&mut self) {
        let left = std::mem::take(&mut self.sheet.left);
        self.sheet.room = usize::MAX;
        self.sheet.line("");
        if left > 0 {
            let words = self.say("ci.summary.cut", &[("count", &left)]);
            self.sheet.line(&format!("**{words}**"));
            self.sheet.line("");
        }
        let packs: Vec<String> = self.report.packs.iter().map(|pack| format!("{} ({})", pack.id, pack.edition)).collect();
        let words = self.say("ci.summary.judged", &[("packs", &packs.join(", ")), ("today", &self.report.today)]);
        self.sheet.line(&format!("{} {}", plain(&words), plain(&self.report.statement)));
    }

    /// A link to the lines, where the commit has an address.
    fn link(&self, location: &Location) -> String {
        let region = self.places.region(location);
        let path = self.around.path(&region.path, self.places);
        let line = region.lines.map(|Lines { start: (line, _), .. }| line);
        let words = line.map_or_else(|| path.clone(), |line| format!("{path}:{line}"));
        match &self.around.files {
            Some(files) if !path.starts_with("..") && !path.starts_with('/') => {
                let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
                format!("[{}]({files}/{}{anchor})", plain(&words), encoded(&path))
            }
            _ => code(&words),
        }
    }
}

/// Findings that the page does not show: of requirements that reach the level, and of advice.
fn others(project: &ProjectReport) -> (usize, usize) {
    let findings = bearing::by_requirement(&project.findings);
    let (mut reaching, mut advice) = (0, 0);
    for found in &project.requirements {
        let findings = findings.get(&found.index).map_or(&[][..], Vec::as_slice);
        let shown = findings.iter().filter(|finding| finding.waived).count();
        match bearing::of_requirement(project, found, findings) {
            Bearing::Advice => advice += findings.len() - shown + found.unlisted,
            bearing if !bearing.fails() => reaching += findings.len() - shown + found.unlisted,
            _ => {}
        }
    }
    (reaching, advice)
}

/// A path as it stands in an address.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
