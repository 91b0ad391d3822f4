//! The table of several projects: one line each, the riskiest first, a sign for every contour and chapter.
//!
//! Leaves to others: the order (`gather::review`), the table of a single project (`summary`).

use rustc_hash::FxHashMap;

use crate::report::ProjectReport;
use crate::report::paper::{Ink, WIDTH, clean, cut, pad, together, width, wrap};
use crate::report::review::{Group, Review, Risk};
use crate::report::terminal::Renderer;
use crate::report::terminal::project::look;
use crate::text::count;
use crate::verdict::{Interval, Level, Verdict};

/// Columns for the name of a project; a longer one is cut.
const NAME: usize = 28;
/// Rows unless all is asked for.
const ROWS: usize = 30;
/// Signs in a row; who has more packs finds the rest in other formats.
const CELLS: usize = 18;
/// Levels in the legend.
const LEVELS: [Verdict; 5] = [Verdict::Full, Verdict::Partial, Verdict::NonCompliant, Verdict::NotAssessed, Verdict::NotApplicable];

/// One row, not yet put into columns.
struct Row {
    ink: Ink,
    name: String,
    settled: String,
    cells: String,
    blocking: String,
    verdict: String,
}

impl Renderer<'_> {
    /// Every project, the riskiest first.
    pub fn matrix(&mut self, review: &Review) {
        let shown = if self.options.all { review.risks.len() } else { ROWS };
        let groups = &review.groups[..review.groups.len().min(CELLS)];
        let rows: Vec<Row> = review.risks.iter().take(shown).map(|risk| self.row(risk, groups)).collect();
        let heads = ["summary.project", "summary.settled", "review.matrix.blocking", "summary.verdict"].map(|head| self.say(head, &[]));
        let column = |head: &str, cell: fn(&Row) -> &str| rows.iter().map(|row| width(cell(row))).chain([width(head)]).max().unwrap_or(0);
        let names = column(&heads[0], |row| &row.name);
        let settled = column(&heads[1], |row| &row.settled);
        let blocking = column(&heads[2], |row| &row.blocking);
        let (orders, cells) = self.orders(groups);
        let head = format!(
            "    {}  {}  {}  {}  {}",
            pad(&heads[0], names),
            pad(&heads[1], settled),
            pad(&orders, cells),
            pad(&heads[2], blocking),
            heads[3]
        );
        let head = self.paper.style.paint(Ink::Faint, &head);
        self.paper.line(&head);
        let hang = 4 + names + 2 + settled + 2 + cells + 2 + blocking + 2;
        for (row, risk) in rows.iter().zip(&review.risks) {
            let sign = if risk.unreadable { "!" } else { look(risk.verdict).2 };
            // Signs have inks of their own, so that the line is put together before it is wrapped.
            let lead = self.paper.style.paint(row.ink, &format!("{sign} {}  {}", pad(&row.name, names), pad(&row.settled, settled)));
            let lead = format!("{lead}  {}  {}  ", row.cells, pad(&row.blocking, blocking));
            self.verdict_behind(&lead, hang, &row.verdict);
        }
        self.legend(review, groups, shown);
    }

    /// The verdict behind a row, wrapped below itself.
    fn verdict_behind(&mut self, lead: &str, hang: usize, verdict: &str) {
        let lines = wrap(verdict, WIDTH.saturating_sub(hang), WIDTH.saturating_sub(hang));
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { format!("  {lead}") } else { " ".repeat(hang) };
            self.paper.line(&format!("{before}{line}"));
        }
    }

    fn row(&self, risk: &Risk, groups: &[Group]) -> Row {
        let project = &self.report.projects[risk.at];
        let (ink, _, _) = look(project.verdict);
        let blocking = match (risk.unreadable, risk.blocking, risk.open_blocking) {
            (true, ..) | (_, 0, 0) => String::new(),
            (_, failed, 0) => failed.to_string(),
            (_, failed, open) => format!("{failed}+{open}"),
        };
        Row {
            ink: if project.unreadable { Ink::Bad } else { ink },
            name: cut(&clean(&project.id), NAME).into_owned(),
            settled: format!("{}/{}", project.coverage.settled, project.coverage.applicable),
            cells: self.cells(project, groups),
            blocking,
            verdict: self.verdict_of(project),
        }
    }

    /// Short, for there is a column for each level; one that is open with the signs of its bounds.
    fn verdict_of(&self, project: &ProjectReport) -> String {
        if project.unreadable {
            return self.say("verdict.unreadable", &[]);
        }
        let level = self.say(&format!("level.{}", project.verdict.name()), &[]);
        if project.verdict != Verdict::NotAssessed {
            return level;
        }
        let sign = |level: Level| look(Interval::exactly(level).verdict()).2;
        self.say("review.matrix.open", &[("level", &level), ("worst", &sign(project.worst)), ("best", &sign(project.best))])
    }

    /// A sign for each contour and chapter, packs apart.
    fn cells(&self, project: &ProjectReport, groups: &[Group]) -> String {
        let of: FxHashMap<(&str, &str), Verdict> =
            project.sections.iter().map(|section| ((section.pack.as_str(), section.id.as_str()), section.verdict)).collect();
        let mut cells = String::new();
        for (at, group) in groups.iter().enumerate() {
            if at > 0 && groups[at - 1].pack != group.pack {
                cells.push(' ');
            }
            // Of what could not be read nothing is settled.
            let verdict = of.get(&(group.pack.as_str(), group.id.as_str())).filter(|_| !project.unreadable);
            let (ink, sign) = verdict.map_or((Ink::Plain, " "), |verdict| (look(*verdict).0, look(*verdict).2));
            cells.push_str(&self.paper.style.paint(ink, sign));
        }
        cells
    }

    /// The numbers of orders above their columns, and the width of all.
    fn orders(&self, groups: &[Group]) -> (String, usize) {
        let mut heads = Vec::new();
        for group in groups.chunk_by(|left, right| left.pack == right.pack) {
            let order = self.report.packs.iter().find(|pack| pack.id == group[0].pack).map_or("", |pack| pack.order.as_str());
            let head = if order.is_empty() { &group[0].pack } else { order };
            heads.push(pad(&cut(&clean(head), group.len()), group.len()));
        }
        let heads = heads.join(" ");
        let cells = width(&heads);
        (heads, cells)
    }

    fn legend(&mut self, review: &Review, groups: &[Group], shown: usize) {
        let signs: Vec<String> = LEVELS
            .iter()
            .map(|verdict| {
                let words = match verdict {
                    Verdict::NotApplicable => self.say("verdict.not-applicable", &[]),
                    _ => self.say(&format!("level.{}", verdict.name()), &[]),
                };
                together(&format!("{} {words}", look(*verdict).2))
            })
            .collect();
        let mut lines = vec![signs.join("\u{a0}\u{a0} ")];
        lines.extend(groups.chunk_by(|left, right| left.pack == right.pack).map(|group| {
            let titles: Vec<&str> = group.iter().map(|group| group.title.as_str()).collect();
            format!("{}: {}", self.order_of(&group[0].pack), titles.join(", "))
        }));
        if review.groups.len() > groups.len() {
            lines.push(self.say("review.matrix.folded-columns", &[("count", &(review.groups.len() - groups.len()))]));
        }
        lines.push(self.say("review.matrix.legend-blocking", &[]));
        let rest = review.risks.len().saturating_sub(shown);
        let first = if rest > 0 { "review.matrix.riskiest" } else { "review.matrix.first" };
        lines.push(self.say(first, &[("count", &count(rest))]));
        for line in lines {
            self.paper.paragraph(4, Ink::Faint, &line);
        }
    }
}
