//! What is assessed, by which acts, and of which files.

use super::text::{code, joined, model};
use super::{Block, Draft, Fill, Text};
use crate::report::{AmendmentReport, InputReport, PackReport, PolicyReport, ProjectReport};

impl Draft<'_> {
    pub(super) fn subject(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.subject");
        let stage = match project.stage {
            Some(stage) => self.say(&format!("stage.{stage}"), &[]),
            None => self.say("conclusion.subject.no-stage", &[]),
        };
        let lines = [
            ("project", Some(model(&project.name))),
            ("id", Some(code(&project.id))),
            ("agency", agency(project).map(model)),
            ("stage", Some(stage)),
            ("path", Some(code(&project.path))),
            ("context", self.context(project)),
        ];
        let fact = |(name, value): (&str, Option<Text>)| Some((self.say(&format!("conclusion.subject.{name}"), &[]), value?));
        let facts = lines.into_iter().filter_map(fact).collect();
        self.blocks.push(Block::Facts(facts));
    }

    pub(super) fn context(&self, project: &ProjectReport) -> Option<Text> {
        let context = self.report.contexts.iter().find(|context| project.context.as_ref() == Some(&context.id))?;
        let arguments =
            [("name", model(&context.name)), ("elements", context.elements.to_string().into()), ("sha256", context.sha256.as_str().into())];
        Some(self.say("conclusion.subject.digest", &arguments))
    }

    pub(super) fn basis(&mut self) {
        self.basis_with(|draft, policy| draft.policy(policy), |draft, pack| draft.pack(pack));
    }

    /// The acts that were applied, each in the words that are asked for.
    pub(super) fn basis_with(&mut self, policy: impl Fn(&Self, &PolicyReport) -> Text, act: impl Fn(&Self, &PackReport) -> Text) {
        self.heading("conclusion.head.basis");
        self.tell("conclusion.basis.paragraph", &[]);
        let mut told: Vec<Text> = self.report.policy.iter().map(|found| policy(self, found)).collect();
        for pack in self.report.packs.iter().filter(|pack| !pack.advisory) {
            let words = act(self, pack);
            // A pack that projects have in versions of their own is one act.
            if !told.contains(&words) {
                told.push(words);
            }
        }
        let day = self.date(self.report.as_of.as_deref().unwrap_or(""));
        let left_out =
            |pack: &PackReport| self.say("conclusion.basis.left-out", &[("title", model(&pack.title)), ("day", day.as_str().into())]);
        told.extend(self.report.left_out.iter().map(left_out));
        self.list(told);
    }

    fn policy(&self, policy: &PolicyReport) -> Text {
        let PolicyReport { id, title, body, path, sha256 } = policy;
        let arguments =
            [("id", code(id)), ("title", model(title)), ("body", model(body)), ("path", code(path)), ("sha256", sha256.as_str().into())];
        self.say("conclusion.basis.policy", &arguments)
    }

    /// An act with its edition, and what became of it.
    fn pack(&self, pack: &PackReport) -> Text {
        let order = [("title", model(&pack.title)), ("edition", pack.edition.as_str().into()), ("sha256", pack.sha256.as_str().into())];
        // A body's own acts have titles instead of an edition.
        let key = if pack.edition.is_empty() { "own.basis.pack" } else { "conclusion.basis.order" };
        let mut parts = vec![self.say(key, &order)];
        parts.extend(self.fate(pack));
        joined(parts, "; ")
    }

    /// Whose it is, and what became of it.
    pub(super) fn fate(&self, pack: &PackReport) -> Vec<Text> {
        let mut parts: Vec<Text> = pack.acts.iter().map(|act| self.say("own.basis.act", &[("act", model(act))])).collect();
        parts.extend(pack.folder.as_ref().map(|_| {
            let key = if pack.replaces.is_some() { "own.basis.replacing" } else { "own.basis.own" };
            self.say(key, &[])
        }));
        let dated = |key: &str, date: &str| self.say(key, &[("date", self.date(date).into())]);
        parts.extend(pack.in_force.as_ref().map(|date| dated("conclusion.basis.in-force", date)));
        parts.extend(match (&pack.repealed, &pack.replaced_by) {
            (Some(date), Some(by)) => {
                Some(self.say("conclusion.basis.replaced", &[("date", self.date(date).into()), ("by", by.as_str().into())]))
            }
            (Some(date), None) => Some(dated("conclusion.basis.repealed", date)),
            (None, _) => None,
        });
        let amended = |amendment: &AmendmentReport| {
            let arguments = [("act", amendment.act.as_str().into()), ("date", self.date(&amendment.in_force).into())];
            self.say("conclusion.basis.amended", &arguments)
        };
        parts.extend(pack.amendments.iter().map(amended));
        parts
    }

    pub(super) fn inputs(&mut self, project: &ProjectReport) {
        self.heading("conclusion.head.inputs");
        self.files_table(project);
    }

    pub(super) fn files_table(&mut self, project: &ProjectReport) {
        let row = |input: &InputReport| {
            let digits = |count: usize| Text::from(count.to_string());
            vec![code(&input.path), self.format(input), digits(input.elements), digits(input.relations), code(&input.sha256)]
        };
        let rows: Vec<Vec<Text>> = project.inputs.iter().map(row).collect();
        let heads = [
            ("inputs.path", 24, Fill::Text),
            ("inputs.format", 20, Fill::Text),
            ("inputs.elements", 11, Fill::Number),
            ("inputs.relations", 11, Fill::Number),
            ("inputs.sha256", 34, Fill::Text),
        ];
        self.table_or_nothing(&heads, rows);
    }

    pub(super) fn format(&self, input: &InputReport) -> Text {
        let format = self.say(&format!("format.{}", input.format), &[]).plain();
        model(&if input.version.is_empty() { format } else { format!("{format} {}", input.version) })
    }
}

/// The body whose project it is.
pub fn agency(project: &ProjectReport) -> Option<&str> {
    project.agency_name.as_deref().or(project.agency.as_deref())
}
