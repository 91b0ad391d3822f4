//! One requirement: written → meant.

use toml::Spanned;

use super::{Loader, Table, date, inside, optional};
use crate::fragment::States;
use crate::language::compile::Role;
use crate::language::meant::{AttributePath, Path, Predicate, Start, Template};
use crate::language::names::Meaning;
use crate::language::warn;
use crate::metamodel::{AttributeId, AttributeType, KindSet};
use crate::pack::mistakes;
use crate::pack::parse::Parsed;
use crate::pack::written::{
    Text, Words, WrittenCase, WrittenComplete, WrittenExample, WrittenGroup, WrittenRequirement, WrittenUnique, WrittenWithin,
};
use crate::pack::{Case, Complete, Edition, Example, Group, Quoted, Requirement, Sourced, Unique, Within, mistake};
use crate::place::Span;
use crate::problem::{Code, nearest};
use crate::text::{Language, Trilingual};

/// A template in kk, ru, en.
type Message = [Template; 3];

/// The four texts of a case, wherever they stand.
struct CaseTexts<'a> {
    subject: &'a [Text],
    condition: Option<&'a Text>,
    full: Option<&'a Text>,
    partial: Option<&'a Text>,
}

impl Loader<'_> {
    /// Compiles a requirement; what is wrong is told, and only what is whole comes back.
    pub(super) fn requirement(&mut self, parsed: &Parsed<WrittenRequirement>) -> Option<Requirement> {
        let written = &parsed.written;
        let id = optional(&written.id);
        let table =
            Table { name: if id.is_empty() { "requirement" } else { &id }, place: parsed.place, below: None, unread: &parsed.unread };
        self.text(&table, "id", written.id.as_ref());
        let cases = self.cases(&table, written);
        let subject = cases.iter().fold(KindSet::EMPTY, |all, case| all.union(case.subject));
        let examples: Vec<Example> = written.example.iter().filter_map(|example| self.example(&table, example)).collect();
        let state = self.state(written.state.as_ref());
        let acyclic = written.acyclic.as_ref().and_then(|text| self.acyclic(text, subject));
        let group = written.group.as_ref().and_then(|group| self.group(&table, group, subject));
        let unique = written.unique.as_ref().and_then(|unique| self.unique(&table, unique, subject));
        let form = self.form(&table, written);
        let attested = written.attested.as_ref().map(|words| self.words(&table, "attested", Some(words)));
        let because = self.because(&table, written);
        let chapter = self.chapter(&table, written);
        let stages = self.stages_of(&written.stages).unwrap_or(self.stages);
        let editions = self.editions(written, &cases);
        self.examples_of_editions(written, &editions);
        self.judges_something(&table, written);
        let members = group.as_ref().map(|group| group.members.meant.kinds);
        let (message, partial_message) = self.messages(&table, written, subject, members);
        let title = self.words(&table, "title", written.title.as_ref());
        let rationale = self.words(&table, "rationale", written.rationale.as_ref());
        let fix = self.words(&table, "fix", written.fix.as_ref());
        let note = written.note.as_ref().map(|words| self.words(&table, "note", Some(words)));
        let cites = self.citations(&table, &written.cites);
        let not_waivable = written.not_waivable.as_ref().map(|words| self.words(&table, "not-waivable", Some(words)));
        self.needs_header(&table, written);
        Some(Requirement {
            id,
            place: parsed.place,
            contour: written.contour.as_ref().map(|contour| *contour.get_ref()),
            chapter,
            stages,
            weight: *written.severity.as_ref()?.get_ref(),
            title,
            rationale,
            fix,
            note,
            follows: written.follows.clone(),
            cites,
            subject,
            subject_names: subject_names(written),
            state,
            cases,
            acyclic,
            group,
            unique,
            form,
            attested,
            because,
            editions,
            not_waivable,
            expects_some: written.expects.is_some(),
            message: message?,
            partial_message,
            examples,
        })
    }

    fn needs_header(&mut self, table: &Table, written: &WrittenRequirement) {
        // Good practice and a body's own acts belong to no contour, and an order has either contours or chapters.
        if written.contour.is_none() && !self.advisory && self.of_an_order && self.chapters.is_empty() {
            self.missing(table, "contour");
        }
        if written.severity.is_none() {
            self.missing(table, "severity");
        }
    }

    /// The number of its chapter; an order that has chapters has no requirement outside of them.
    fn chapter(&mut self, table: &Table, written: &WrittenRequirement) -> Option<usize> {
        let Some(name) = &written.chapter else {
            if !self.chapters.is_empty() {
                self.missing(table, "chapter");
            }
            return None;
        };
        let found = self.chapters.iter().position(|chapter| chapter.id == *name.get_ref());
        if found.is_none() {
            let near = nearest(name.get_ref(), self.chapters.iter().map(|chapter| chapter.id.as_str())).unwrap_or("").to_string();
            let problem = mistake(Code::PackName, self.at(name), "chapter-unknown");
            self.wrong(problem.with("found", name.get_ref().as_str()).with("nearest", near));
        }
        found
    }

    /// Who asks a person on behalf of an order says why no machine can answer.
    fn because(&mut self, table: &Table, written: &WrittenRequirement) -> Option<Trilingual> {
        if written.because.is_none() && (written.attested.is_none() || self.advisory) {
            return None;
        }
        Some(self.words(table, "because", written.because.as_ref()))
    }

    /// The predicates of other texts of the order; what they leave out is as in the main one.
    fn editions(&mut self, written: &WrittenRequirement, cases: &[Case]) -> Vec<Edition> {
        let Some(editions) = &written.edition else { return Vec::new() };
        let by_predicates = written.group.is_none() && written.unique.is_none() && written.form.is_none();
        let ([main], true) = (cases, by_predicates) else {
            let place = self.at(editions);
            self.wrong(mistake(Code::PackSyntax, place, "edition-of-cases"));
            return Vec::new();
        };
        let mut found = Vec::new();
        let all = [(Language::Kk, &editions.get_ref().kk), (Language::Ru, &editions.get_ref().ru), (Language::En, &editions.get_ref().en)];
        for (language, edition) in all {
            let Some(edition) = edition.as_ref().map(Spanned::get_ref) else { continue };
            let mut compile = |text: Option<&Text>, role, same: &Option<Sourced<Predicate>>| match text {
                Some(text) => self.predicate(text, role, main.subject, None),
                None => same.clone(),
            };
            let condition = compile(edition.condition.as_ref(), Role::Where, &main.condition);
            let full = compile(edition.full.as_ref(), Role::Full, &main.full);
            let partial = compile(edition.partial.as_ref(), Role::Partial, &main.partial);
            found.push(Edition { language, case: Case { subject: main.subject, condition, full, partial } });
        }
        found
    }

    fn examples_of_editions(&mut self, written: &WrittenRequirement, editions: &[Edition]) {
        let asked = written.example.iter().filter_map(|example| example.get_ref().edition.as_ref());
        let strange = asked.filter(|asked| !editions.iter().any(|edition| edition.language == *asked.get_ref()));
        for edition in strange.collect::<Vec<_>>() {
            let place = self.at(edition);
            self.wrong(mistake(Code::PackName, place, "edition-unknown").with("found", edition.get_ref().code()));
        }
    }

    /// A requirement that asks nothing would be green for ever.
    fn judges_something(&mut self, table: &Table, written: &WrittenRequirement) {
        let beside = written.form.is_some()
            || written.acyclic.is_some()
            || written.group.is_some()
            || written.unique.is_some()
            || written.attested.is_some();
        let asks = beside || written.full.is_some() || written.expects.is_some() || !written.case.is_empty();
        if !asks && !table.unread.iter().any(|key| key == "full") {
            self.wrong(mistake(Code::PackIncomplete, table.place, "nothing-judged").with("id", table.name));
        }
    }

    fn cases(&mut self, table: &Table, written: &WrittenRequirement) -> Vec<Case> {
        let top = CaseTexts {
            subject: &written.subject,
            condition: written.condition.as_ref(),
            full: written.full.as_ref(),
            partial: written.partial.as_ref(),
        };
        if written.form.is_some() {
            let subject = self.kinds(&written.subject);
            return if subject.is_empty() { Vec::new() } else { vec![Case { subject, condition: None, full: None, partial: None }] };
        }
        if written.case.is_empty() {
            return vec![self.case(table, top)];
        }
        let first = [top.condition, top.full, top.partial, top.subject.first()].into_iter().flatten().next();
        if let Some(text) = first {
            let place = self.at(text);
            self.wrong(mistake(Code::PackSyntax, place, "case-beside-predicates").with("id", table.name));
        }
        written.case.iter().map(|case| self.written_case(table, case)).collect()
    }

    fn written_case(&mut self, outer: &Table, case: &Spanned<WrittenCase>) -> Case {
        let place = self.at(case);
        let table = Table { name: "requirement.case", place, below: Some("case"), unread: outer.unread };
        let written = case.get_ref();
        if written.full.is_none() {
            self.missing(&table, "full");
        }
        let texts = CaseTexts {
            subject: &written.subject,
            condition: written.condition.as_ref(),
            full: written.full.as_ref(),
            partial: written.partial.as_ref(),
        };
        self.case(&table, texts)
    }

    fn case(&mut self, table: &Table, texts: CaseTexts) -> Case {
        if texts.subject.is_empty() {
            self.missing(table, "subject");
        }
        let subject = self.kinds(texts.subject);
        if let (Some(partial), None) = (texts.partial, texts.full) {
            let place = self.at(partial);
            self.wrong(mistake(Code::PackIncomplete, place, "partial-without-full"));
        }
        // Without a subject every name would be unknown; one mistake is enough.
        let mut compile =
            |text: Option<&Text>, role| text.filter(|_| !subject.is_empty()).and_then(|text| self.predicate(text, role, subject, None));
        let (condition, full) = (compile(texts.condition, Role::Where), compile(texts.full, Role::Full));
        let case = Case { subject, condition, full, partial: compile(texts.partial, Role::Partial) };
        self.asks_something(&case);
        case
    }

    /// What is full for whoever has nothing, and a level that is never reached, are probably not meant.
    fn asks_something(&mut self, case: &Case) {
        let Some(full) = &case.full else { return };
        let judged = case.condition.as_ref().map(|condition| (condition.text.as_str(), &condition.meant));
        for found in warn::true_of_nothing((&full.text, &full.meant), judged) {
            let place = inside(self.sources, full.place, found.span);
            self.wrong(mistakes::of_predicate(found, place));
        }
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        if let Some(partial) = case.partial.as_ref().filter(|partial| words(&partial.text) == words(&full.text)) {
            self.wrong(mistake(Code::PackPointless, partial.place, "partial-never-reached"));
        }
    }

    fn messages(
        &mut self,
        table: &Table,
        written: &WrittenRequirement,
        subject: KindSet,
        members: Option<KindSet>,
    ) -> (Option<Message>, Option<Message>) {
        if written.form.is_some() {
            // Its message speaks of views and lines, which no path reaches.
            return (Some([const { Template { pieces: Vec::new() } }; 3]), None);
        }
        if written.message.is_none() {
            self.missing(table, "message");
        }
        if subject.is_empty() {
            return (None, None);
        }
        let compile = |loader: &mut Self, name, words: &Option<Spanned<Words>>| {
            words.as_ref().and_then(|words| loader.templates(name, words, subject, members))
        };
        let message = compile(self, "message", &written.message);
        let partial_message = compile(self, "partial-message", &written.partial_message);
        if let Some(words) = written.partial_message.as_ref().filter(|_| !has_partial(written)) {
            let place = self.at(words);
            self.wrong(mistake(Code::PackPointless, place, "partial-message-alone").with("id", table.name));
        }
        (message, partial_message)
    }

    fn state(&mut self, written: Option<&Text>) -> States {
        let Some(text) = written else { return States::TARGET };
        match States::from_name(text.get_ref()).filter(|states| *states != States::BOTH) {
            Some(states) => states,
            None => {
                let place = self.at(text);
                self.wrong(mistake(Code::PackName, place, "state-unknown").with("found", text.get_ref().as_str()));
                States::TARGET
            }
        }
    }

    /// The path has to be able to come back to where it started, or no circle is ever found.
    fn acyclic(&mut self, text: &Text, subject: KindSet) -> Option<Sourced<Path>> {
        if subject.is_empty() {
            return None;
        }
        let path = self.path(text, subject)?;
        if path.meant.kinds.intersection(subject).is_empty() {
            self.wrong(mistake(Code::PackPointless, path.place, "circle-leads-away").with("found", text.get_ref().as_str()));
        }
        Some(path)
    }

    fn group(&mut self, outer: &Table, written: &Spanned<WrittenGroup>, subject: KindSet) -> Option<Group> {
        let place = self.at(written);
        let table = Table { name: "group", place, below: Some("group"), unread: outer.unread };
        let group = written.get_ref();
        let parts = [("by", &group.by), ("members", &group.members), ("full", &group.full)];
        for (name, _) in parts.iter().filter(|(_, text)| text.is_none()) {
            self.missing(&table, name);
        }
        let within = self.within(&table, group.within);
        if subject.is_empty() {
            return None;
        }
        let by = group.by.as_ref().map(|text| self.key_path(text, subject));
        let members = group.members.as_ref().and_then(|text| self.path(text, subject))?;
        let kinds = members.meant.kinds;
        let full = group.full.as_ref().and_then(|text| self.predicate(text, Role::Full, subject, Some(kinds)));
        let partial = group.partial.as_ref().and_then(|text| self.predicate(text, Role::Partial, subject, Some(kinds)));
        Some(Group { by: by?, within: within?, members, full: full?, partial })
    }

    fn unique(&mut self, outer: &Table, written: &Spanned<WrittenUnique>, subject: KindSet) -> Option<Unique> {
        let place = self.at(written);
        let table = Table { name: "unique", place, below: Some("unique"), unread: outer.unread };
        if written.get_ref().by.is_empty() {
            self.missing(&table, "by");
        }
        let within = self.within(&table, written.get_ref().within);
        let by = written.get_ref().by.iter().map(|text| self.key(text, subject)).collect();
        Some(Unique { by, within: within? })
    }

    /// An attribute by its name, on each of the subject's kinds that has it.
    fn key(&mut self, text: &Text, subject: KindSet) -> Vec<AttributeId> {
        if let Meaning::Attribute(attributes) = self.names().meaning(text.get_ref(), subject) {
            let single = |attribute: &AttributeId| {
                let kind = self.metamodel.attribute(*attribute).kind;
                !kind.is_list() && kind != AttributeType::Localized
            };
            if !attributes.iter().all(single) {
                let place = self.at(text);
                self.wrong(mistake(Code::PackType, place, "key-not-single").with("found", text.get_ref().as_str()));
            }
            return attributes;
        }
        let place = self.at(text);
        self.wrong(mistake(Code::PackType, place, "wants-attribute").with("found", text.get_ref().as_str()));
        Vec::new()
    }

    fn key_path(&mut self, text: &Text, subject: KindSet) -> AttributePath {
        let attributes = self.key(text, subject);
        let span = Span::new(0, text.get_ref().len());
        AttributePath { span, path: Path { span, start: Start::Here, steps: Vec::new(), kinds: subject, many: false }, attributes }
    }

    fn within(&mut self, table: &Table, written: Option<WrittenWithin>) -> Option<Within> {
        match written {
            Some(WrittenWithin::Project) => Some(Within::Project),
            Some(WrittenWithin::Portfolio) => Some(Within::Portfolio),
            None => {
                self.missing(table, "within");
                None
            }
        }
    }

    fn example(&mut self, outer: &Table, written: &Spanned<WrittenExample>) -> Option<Example> {
        let place = self.at(written);
        let table = Table { name: "requirement.example", place, below: Some("example"), unread: outer.unread };
        let example = written.get_ref();
        if example.expect.is_none() {
            self.missing(&table, "expect");
        }
        if example.model.is_none() {
            self.missing(&table, "model");
        }
        let quoted = |text: &Option<Text>| text.as_ref().map(|text| Quoted { text: text.get_ref().clone(), place: self.at(text) });
        let (model, context, current, approved) =
            (quoted(&example.model), quoted(&example.context), quoted(&example.current), quoted(&example.approved));
        let (waivers, permitted) = (quoted(&example.waivers), example.permitted.clone());
        let complete = example.complete.as_ref().map(|complete| self.complete(complete)).unwrap_or_default();
        let file = self.file;
        let today = example.today.as_ref().and_then(|written| date(written, file, &mut self.problems));
        let edition = example.edition.as_ref().map(|edition| *edition.get_ref());
        let expect = example.expect.as_ref()?;
        let (expected_at, expect, model) = (self.at(expect), *expect.get_ref(), model?);
        Some(Example { place, expected_at, expect, model, context, current, approved, waivers, permitted, complete, today, edition })
    }

    fn complete(&mut self, written: &Spanned<WrittenComplete>) -> Complete {
        match written.get_ref() {
            WrittenComplete::All(true) => Complete::All,
            WrittenComplete::All(false) => Complete::Nothing,
            WrittenComplete::Layers(names) => {
                for name in names {
                    if self.metamodel.find_layer(name).is_none() {
                        let near = nearest(name, self.metamodel.layers.iter().map(|layer| layer.name.as_str())).unwrap_or("");
                        let problem = mistake(Code::PackName, self.at(written), "layer-unknown");
                        self.wrong(problem.with("found", name.as_str()).with("nearest", near));
                    }
                }
                Complete::Layers(names.clone())
            }
        }
    }
}

fn has_partial(written: &WrittenRequirement) -> bool {
    let group = written.group.as_ref().is_some_and(|group| group.get_ref().partial.is_some());
    written.partial.is_some() || group || written.case.iter().any(|case| case.get_ref().partial.is_some())
}

/// The subjects as written, without doubles.
fn subject_names(written: &WrittenRequirement) -> Vec<String> {
    let cases = written.case.iter().flat_map(|case| &case.get_ref().subject);
    let mut names: Vec<String> = Vec::new();
    for name in written.subject.iter().chain(cases) {
        if !names.contains(name.get_ref()) {
            names.push(name.get_ref().clone());
        }
    }
    names
}
