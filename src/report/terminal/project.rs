//! One project: what it is, what was understood of it, its verdict, its contours and what loosens the result.

use std::collections::BTreeMap;

use crate::report::paper::{Ink, pad, together, width};
use crate::report::terminal::Renderer;
use crate::report::{InputReport, LoosenedReport, ProjectReport, RequirementReport, Understood, wording};
use crate::text::count;
use crate::verdict::{Level, Verdict};

/// Kinds that are named one by one; the others are counted together.
const KINDS: usize = 10;
/// Types that did not map and are named one by one.
const TYPES: usize = 6;
/// Cells of a bar.
const BAR: usize = 20;

/// The ink and the sign of a verdict: in a bar, before a requirement.
pub fn look(verdict: Verdict) -> (Ink, &'static str, &'static str) {
    match verdict {
        Verdict::Full => (Ink::Good, "█", "✓"),
        Verdict::Partial => (Ink::Middling, "▒", "~"),
        Verdict::NonCompliant => (Ink::Bad, "×", "×"),
        Verdict::NotAssessed => (Ink::Open, "·", "?"),
        Verdict::NotApplicable => (Ink::Faint, " ", "-"),
    }
}

/// The verdicts a bar is made of, in its order.
const IN_BAR: [Verdict; 4] = [Verdict::Full, Verdict::Partial, Verdict::NonCompliant, Verdict::NotAssessed];

/// How many entries of a mapping are shown, unless all are asked for.
const MAPPED: usize = 5;

/// How many severities and values are shown that differ from the packs, unless all are asked for.
const CHANGES: usize = 10;

impl Renderer<'_> {
    pub fn project(&mut self, project: &ProjectReport) {
        self.header(project);
        self.paper.blank();
        self.errors_of(project);
        self.verdict(project);
        self.sections(project);
        self.loosened(&project.loosened);
        self.beside_baseline(project);
        self.paper.blank();
        // Advice comes last among the findings.
        let of_orders = project.findings.iter().filter(|finding| !self.is_advice(finding) && self.is_shown(finding));
        let (justified, plain): (Vec<_>, Vec<_>) = of_orders.partition(|finding| finding.justification.is_some());
        self.findings(&plain, Some(project));
        self.justified(&justified, project);
        self.new_open(project);
        self.other_editions(project);
        self.missing(project);
        self.questions(project);
        self.answers(project);
        self.waivers(project);
        self.advice(project);
        self.warnings(&project.problems);
        self.paper.blank();
    }

    fn header(&mut self, project: &ProjectReport) {
        let title = if project.name == project.id { project.id.clone() } else { format!("{} · {}", project.id, project.name) };
        self.paper.paragraph(0, Ink::Strong, &title);
        let words = ["header.read", "header.understood", "header.unmapped"].map(|key| self.say(key, &[]));
        let column = words.iter().map(|word| width(word)).max().unwrap_or(0);
        let [read, understood, unmapped] = words.map(|word| pad(&word, column));

        // The folder that was checked is no news.
        let mut about: Vec<String> = Some(project.path.clone()).filter(|path| path != ".").into_iter().collect();
        about.extend(project.agency.as_ref().map(|agency| self.say("header.agency", &[("agency", agency)])));
        about.extend(project.stage.map(|stage| self.say(&format!("stage.{stage}"), &[])));
        about.extend(project.context.as_ref().map(|context| self.say("header.context", &[("context", context)])));
        if !about.is_empty() {
            self.paper.paragraph(2, Ink::Faint, &about.join(" · "));
        }
        let inputs = self.inputs(&project.inputs);
        self.paper.entry(2, &read, Ink::Faint, &inputs);
        if !project.understood.is_empty() {
            let text = self.understood(&project.understood);
            self.paper.entry(2, &understood, Ink::Faint, &text);
        }
        if let Some(text) = self.unmapped(project) {
            self.paper.entry(2, &unmapped, Ink::Middling, &text);
        }
    }

    /// Files by format, with what they hold.
    fn inputs(&self, inputs: &[InputReport]) -> String {
        let mut formats: BTreeMap<(&str, &str), (usize, [usize; 4])> = BTreeMap::new();
        for input in inputs {
            let (files, sums) = formats.entry((input.format, &input.version)).or_default();
            *files += 1;
            for (sum, value) in sums.iter_mut().zip([input.elements, input.relations, input.views, input.properties]) {
                *sum += value;
            }
        }
        if formats.is_empty() {
            return self.say("header.nothing", &[]);
        }
        let words = ["elements", "relations", "views", "properties"];
        let format = |((format, version), (files, sums)): ((&str, &str), (usize, [usize; 4]))| {
            let name = self.say(&format!("format.{format}"), &[]);
            let name = if version.is_empty() { name } else { format!("{name} {version}") };
            let mut parts = Vec::new();
            if files > 1 {
                parts.push(together(&self.say("header.files", &[("count", &count(files))])));
            }
            let known = words.iter().zip(sums).filter(|(_, sum)| *sum > 0);
            parts.extend(known.map(|(word, sum)| together(&self.say(&format!("header.{word}"), &[("count", &count(sum))]))));
            if parts.is_empty() { name } else { format!("{name}: {}", parts.join(", ")) }
        };
        formats.into_iter().map(format).collect::<Vec<_>>().join("; ")
    }

    fn understood(&self, understood: &[Understood]) -> String {
        let language = self.language();
        let shown = if self.options.all { understood.len() } else { KINDS };
        let kind = |found: &Understood| {
            let title = wording::lower_first(wording::kind_title(language, found.kind));
            let fact = |fact: &crate::report::Stated| {
                let title = wording::lower_first(wording::member_title(language, found.kind, fact.fact));
                format!("{title}\u{a0}{}", count(fact.elements))
            };
            let facts: Vec<String> = found.facts.iter().map(fact).collect();
            let facts =
                if facts.is_empty() { String::new() } else { format!(" ({})", self.say("header.stated", &[("facts", &facts.join(", "))])) };
            format!("{title}\u{a0}{}{facts}", count(found.elements))
        };
        let mut parts: Vec<String> = understood.iter().take(shown).map(kind).collect();
        let rest = understood.iter().skip(shown);
        let (kinds, elements) = (rest.len(), understood.iter().skip(shown).map(|found| found.elements).sum::<usize>());
        if kinds > 0 {
            parts.push(self.say("header.more-kinds", &[("count", &kinds), ("elements", &count(elements))]));
        }
        parts.join(" · ")
    }

    /// What did not map, by type, the commonest first.
    fn unmapped(&self, project: &ProjectReport) -> Option<String> {
        let types = project.unmapped();
        if types.is_empty() {
            return None;
        }
        let all: usize = types.values().sum();
        let mut types: Vec<(&str, usize)> = types.into_iter().collect();
        types.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        let shown = if self.options.all { types.len() } else { TYPES };
        let named: Vec<String> = types.iter().take(shown).map(|(name, times)| format!("{name}\u{a0}{}", count(*times))).collect();
        let more = if types.len() > shown { ", …" } else { "" };
        let named = format!("{}{more}", named.join(", "));
        Some(self.say("header.unmapped-types", &[("count", &count(all)), ("types", &types.len()), ("named", &named)]))
    }

    /// The verdict with its bounds, why it is so, and how much of it is settled.
    fn verdict(&mut self, project: &ProjectReport) {
        let (ink, _, sign) = look(project.verdict);
        let verdict = if project.unreadable {
            self.say("verdict.unreadable", &[])
        } else {
            self.bounded(project.verdict, project.worst, project.best)
        };
        let ink = if project.unreadable { Ink::Bad } else { ink };
        let painted = self.paper.style.paint(ink, &format!("{sign} {}", verdict.to_uppercase()));
        self.paper.line(&format!("  {painted}"));
        self.paper.paragraph(4, Ink::Plain, &project.reason);
        if project.unreadable {
            return;
        }
        let (skipped, other_stage) = (project.not_applicable(), project.of_other_stages());
        let arguments: [(&str, &dyn std::fmt::Display); 3] =
            [("settled", &project.coverage.settled), ("applicable", &project.coverage.applicable), ("skipped", &skipped)];
        let coverage = self.say("verdict.coverage", &arguments);
        self.paper.paragraph(4, Ink::Plain, &coverage);
        let stage = match project.stage {
            Some(_) if other_stage > 0 => self.say("verdict.other-stage", &[("count", &other_stage)]),
            Some(_) => return,
            None => self.say("verdict.no-stage", &[]),
        };
        self.paper.paragraph(4, Ink::Faint, &stage);
    }

    /// A verdict; one that is open with the bounds that the facts leave.
    pub fn bounded(&self, verdict: Verdict, worst: Level, best: Level) -> String {
        wording::bounded(self.language(), verdict, worst, best)
    }

    /// A line for each contour and chapter: a bar and its counts.
    fn sections(&mut self, project: &ProjectReport) {
        let counted = || project.requirements.iter().filter(|found| !found.advisory);
        if counted().all(|found| found.verdict == Verdict::NotApplicable) {
            return;
        }
        self.paper.blank();
        let column = project.sections.iter().map(|section| width(&section.title)).max().unwrap_or(0);
        let several = project.sections.iter().any(|section| section.pack != project.sections[0].pack);
        let mut pack = "";
        for section in &project.sections {
            if several && section.pack != pack {
                pack = &section.pack;
                let word = self.order_of(pack);
                self.paper.paragraph(2, Ink::Faint, &word);
            }
            let within: Vec<&RequirementReport> =
                counted().filter(|found| found.pack == section.pack && found.section == Some(section.section)).collect();
            let counts = IN_BAR.map(|verdict| within.iter().filter(|found| found.verdict == verdict).count());
            let line = if counts.iter().sum::<usize>() == 0 {
                self.say("contour.nothing", &[])
            } else {
                format!("{}  {}", self.bar(counts), self.counted(counts))
            };
            self.paper.line(&format!("  {}  {line}", pad(&section.title, column)));
        }
        let legend: Vec<String> = IN_BAR
            .iter()
            .map(|verdict| format!("{} {}", look(*verdict).1, self.say(&format!("level.{}", verdict.name()), &[])))
            .map(|part| together(&part))
            .collect();
        self.paper.paragraph(4 + column, Ink::Faint, &legend.join("\u{a0}\u{a0} "));
    }

    /// The order of a pack in a word; its id where it is of none.
    pub fn order_of(&self, pack: &str) -> String {
        let order = self.report.packs.iter().find(|known| known.id == pack).map_or("", |known| &known.order);
        if order.is_empty() { pack.to_string() } else { self.say("contour.order", &[("order", &order)]) }
    }

    fn bar(&self, counts: [usize; 4]) -> String {
        let cells = shares(counts, BAR);
        let part = |(verdict, cells): (&Verdict, usize)| self.paper.style.paint(look(*verdict).0, &look(*verdict).1.repeat(cells));
        IN_BAR.iter().zip(cells).map(part).collect()
    }

    /// Each verdict's sign and number; what does not occur is left out.
    fn counted(&self, counts: [usize; 4]) -> String {
        let occurring = IN_BAR.iter().zip(counts).filter(|(_, count)| *count > 0);
        let part = |(verdict, count): (&Verdict, usize)| self.paper.style.paint(look(*verdict).0, &format!("{} {count}", look(*verdict).1));
        occurring.map(part).collect::<Vec<_>>().join("  ")
    }

    /// Whatever loosens the result is printed with it.
    fn loosened(&mut self, loosened: &[LoosenedReport]) {
        if loosened.is_empty() {
            return;
        }
        self.paper.blank();
        let folded = if self.options.all { 0 } else { loosened.iter().filter(|found| found.by.is_some()).count().saturating_sub(CHANGES) };
        let mut left = if self.options.all { usize::MAX } else { CHANGES };
        for found in loosened {
            if found.by.is_some() {
                if left == 0 {
                    continue;
                }
                left -= 1;
            }
            let word = self.say(if found.effect == Some("stricter") { "loosened.word-stricter" } else { "loosened.word" }, &[]);
            let shown = if self.options.all || !found.what.starts_with("mapping") { usize::MAX } else { MAPPED };
            let text = wording::loosened(self.language(), found, shown);
            self.paper.entry(2, &word, Ink::Middling, &text);
        }
        if folded > 0 {
            let (word, more) = (self.say("loosened.word", &[]), self.say("loosened.more-changes", &[("count", &folded)]));
            self.paper.entry(2, &word, Ink::Middling, &more);
        }
    }
}

/// Shares of a number of cells, each that occurs with at least one; the largest gives way.
fn shares(counts: [usize; 4], cells: usize) -> [usize; 4] {
    let all: usize = counts.iter().sum();
    if all == 0 {
        return [0; 4];
    }
    let mut shares = counts.map(|count| if count == 0 { 0 } else { (count * cells / all).max(1) });
    while shares.iter().sum::<usize>() != cells {
        let sum: usize = shares.iter().sum();
        let largest = (0..4).max_by_key(|at| (counts[*at], 4 - at)).expect("there are four");
        if sum < cells { shares[largest] += 1 } else { shares[largest] -= 1 }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_always_full_and_nothing_that_occurs_is_invisible() {
        for counts in [[1, 0, 0, 0], [97, 1, 1, 1], [3, 3, 3, 3], [0, 0, 0, 7], [1, 1000, 0, 2]] {
            let shares = shares(counts, BAR);
            assert_eq!(shares.iter().sum::<usize>(), BAR, "{counts:?}");
            assert!(counts.iter().zip(shares).all(|(count, share)| (*count > 0) == (share > 0)), "{counts:?} {shares:?}");
        }
    }
}
