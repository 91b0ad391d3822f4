//! The form that is signed: what an official reads first, with room for signatures, and annexes for everything that is
//! long. Digests stand in an annex, levels of single requirements and components in others.

use super::subject::agency;
use super::text::{code, joined, model};
use super::{Block, Draft, Signature, Text, Turn};
use crate::report::{AnswerReport, Finding, PackReport, PolicyReport, ProjectReport, Report};
use crate::verdict::Weight;

/// The annexes in their order, by their keys; of a project that could not be read there is only the last.
const ANNEXES: [&str; 5] = ["remarks", "requirements", "components", "notes", "files"];

/// The conclusion on a project in the official form.
pub fn official(report: &Report, project: &ProjectReport) -> Vec<Block> {
    let mut draft = Draft { report, is_official: true, blocks: vec![Block::Page(Turn::Upright)] };
    draft.head(project);
    draft.body(project);
    draft.signature(project);
    if !project.unreadable {
        draft.annex(project, "remarks");
        draft.register(project);
        draft.annex(project, "requirements");
        draft.requirements_table(project);
        draft.annex(project, "components");
        draft.components_table(project);
        draft.annex(project, "notes");
        draft.notes_table(project);
    }
    draft.annex(project, "files");
    draft.checksums(project);
    draft.blocks
}

impl Draft<'_> {
    fn head(&mut self, project: &ProjectReport) {
        let name = [("name", model(&project.name))];
        let [mark, title, of, number] =
            ["office.mark", "conclusion.title", "office.project", "office.number"].map(|key| self.say(key, &name));
        self.blocks.extend([Block::Mark(mark.strong()), Block::Title(title), Block::Subtitle(of), Block::Subtitle(number)]);
        let today = self.date(&self.report.today);
        let draft = self.say("conclusion.draft", &[("version", self.report.tool.version.into()), ("today", today.into())]);
        self.blocks.push(Block::Note(draft));
    }

    fn body(&mut self, project: &ProjectReport) {
        self.project_facts(project);
        self.basis_with(Draft::policy_alone, Draft::act);
        self.heading("office.section.materials");
        let count = |count: usize| Text::from(count.to_string());
        self.tell("office.materials.lead", &[("count", count(project.inputs.len())), ("annex", number(project, "files"))]);
        self.verdict(project);
        if !project.unreadable {
            self.sections(project);
            let annexes = [("requirements", number(project, "requirements")), ("components", number(project, "components"))];
            self.tell("office.levels.lead", &annexes);
            self.remarks(project);
            self.official_recommendations(project);
            self.deviations(project);
            self.waivers(project);
            self.answers(project);
            self.questions(project);
            self.overlap(project);
        }
        self.baseline(project);
        self.unchecked(project);
    }

    fn project_facts(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.subject");
        let stage = match project.stage {
            Some(stage) => self.say(&format!("stage.{stage}"), &[]),
            None => self.say("conclusion.subject.no-stage", &[]),
        };
        let facts = [
            ("project", Some(model(&project.name))),
            ("id", Some(model(&project.id))),
            ("agency", agency(project).map(model)),
            ("stage", Some(stage)),
        ];
        let fact = |(name, value): (&str, Option<Text>)| Some((self.say(&format!("conclusion.subject.{name}"), &[]), value?));
        let facts = facts.into_iter().filter_map(fact).collect();
        self.blocks.push(Block::Facts(facts));
    }

    /// An act without its digest, which the annex has.
    fn act(&self, pack: &PackReport) -> Text {
        let key = if pack.edition.is_empty() { "office.basis.own" } else { "office.basis.order" };
        let title = self.say(key, &[("title", model(&pack.title)), ("edition", pack.edition.as_str().into())]);
        joined([title].into_iter().chain(self.fate(pack)), "; ")
    }

    fn policy_alone(&self, policy: &PolicyReport) -> Text {
        self.say("office.basis.policy", &[("title", model(&policy.title)), ("body", model(&policy.body))])
    }

    /// How many remarks there are, and where they stand.
    fn remarks(&mut self, project: &ProjectReport) {
        self.heading("office.section.remarks");
        let findings = self.of_orders(project);
        if findings.is_empty() {
            return self.tell("office.remarks.none", &[]);
        }
        let of = |weight: Weight| findings.iter().filter(|finding: &&&Finding| finding.severity == weight).count();
        let counts =
            [("count", findings.len()), ("blocking", of(Weight::Blocking)), ("major", of(Weight::Major)), ("minor", of(Weight::Minor))];
        let mut arguments: Vec<(&str, Text)> = counts.map(|(name, count)| (name, count.to_string().into())).into();
        arguments.push(("annex", number(project, "remarks")));
        self.tell("office.remarks.lead", &arguments);
    }

    fn signature(&mut self, project: &ProjectReport) {
        let statement = self.say("office.closing", &[("annex", number(project, "files"))]);
        let [head, expert, signature, name, date] =
            ["head", "expert", "signature", "name", "date"].map(|key| self.say(&format!("office.sign.{key}"), &[]));
        self.blocks.push(Block::Signature(Signature { statement, roles: vec![head, expert], signature, name, date }));
    }

    fn annex(&mut self, project: &ProjectReport, name: &str) {
        let mark = self.say("office.annex", &[("annex", number(project, name))]);
        let title = self.say(&format!("office.annexes.{name}"), &[]);
        self.blocks.extend([Block::Page(Turn::Across), Block::Mark(mark), Block::Annex(title)]);
    }

    /// What makes sure later on that the same files were judged by the same requirements.
    fn checksums(&mut self, project: &ProjectReport) {
        self.files_table(project);
        let mut facts: Vec<(Text, Text)> = Vec::new();
        let path = self.say("conclusion.subject.path", &[]);
        facts.push((path, code(&project.path)));
        facts.extend(self.context(project).map(|context| (self.say("conclusion.subject.context", &[]), context)));
        let word = self.say("office.column.act", &[]);
        for pack in self.report.packs.iter().filter(|pack| !pack.advisory) {
            let digest = model(&pack.title).then("; SHA-256 ").then(code(&pack.sha256));
            if !facts.iter().any(|(_, value)| *value == digest) {
                facts.push((word.clone(), digest));
            }
        }
        facts.extend(self.evidence(project));
        self.blocks.push(Block::Facts(facts));
    }

    /// What answers rest on.
    fn evidence(&self, project: &ProjectReport) -> Vec<(Text, Text)> {
        let word = self.say("office.column.evidence", &[]);
        let told = |found: &AnswerReport| {
            Some(model(found.answer.evidence.as_ref()?).then("; SHA-256 ").then(code(found.answer.sha256.as_ref()?)))
        };
        let mut told: Vec<Text> = project.answers.iter().filter_map(told).collect();
        told.sort_by_key(Text::plain);
        told.dedup();
        told.into_iter().map(|text| (word.clone(), text)).collect()
    }
}

/// The number of an annex.
fn number(project: &ProjectReport, annex: &str) -> Text {
    let first = if project.unreadable { ANNEXES.len() - 1 } else { 0 };
    let at = ANNEXES.iter().skip(first).position(|name| *name == annex).expect("annexes are named by this file");
    (at + 1).to_string().into()
}
