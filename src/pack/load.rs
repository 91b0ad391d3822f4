//! A pack as written → as meant, or everything that is wrong with it, told at once and each with its place inside
//! the string it stands in.
//!
//! A pack with an error is not handed out at all: half a pack would pass what the other half forbids.
//! Leaves to others: form (`parse`), one requirement (`requirement`), order and examples (`checks`), running
//! examples (`examples`).

mod acts;
mod form;
mod requirement;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::value::Datetime;

use super::checks;
use super::lists::{Lists, Parameter};
use super::mistakes;
use super::offsets::raw_span;
use super::parse::{Parsed, ParsedFile, parse};
use super::plain::without_examples;
use super::written::{Text, Words, WrittenAmendment, WrittenChapter, WrittenDefine, WrittenPack};
use super::{Act, Amendment, Chapter, Pack, Requirement, Sourced, Stages, Vocabulary, is_id, mistake};
use crate::language::calendar::Calendar;
use crate::language::compile::{self, Role};
use crate::language::meant::{Literal, Path, Predicate};
use crate::language::mistake::Mistake;
use crate::language::names::Names;
use crate::metamodel::{KindSet, Metamodel};
use crate::place::{FileId, Place, Sources, Span};
use crate::problem::{Code, Problem, Severity, nearest};
use crate::read::Stage;
use crate::text::{Language, Trilingual};
use crate::verdict::Policy;

/// Whether a pack is read with its examples. Who judges has no use for them, and they are most of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Examples {
    Read,
    LeftOut,
}

/// Compiles the pack that stands in these files, which are sorted by name.
pub fn load(metamodel: &Metamodel, sources: &Sources, lists: &Lists, files: &[FileId], examples: Examples) -> (Option<Pack>, Vec<Problem>) {
    load_for(metamodel, sources, lists, &BTreeMap::new(), files, examples)
}

/// The same with values of parameters that single requirements have for themselves, by their ids.
pub fn load_for(
    metamodel: &Metamodel,
    sources: &Sources,
    lists: &Lists,
    own: &BTreeMap<&str, &BTreeMap<String, Literal>>,
    files: &[FileId],
    examples: Examples,
) -> (Option<Pack>, Vec<Problem>) {
    let text = |file: FileId| match examples {
        Examples::Read => Cow::Borrowed(&sources.file(file).text[..]),
        Examples::LeftOut => without_examples(&sources.file(file).text),
    };
    let parsed: Vec<ParsedFile> = files.par_iter().map(|file| parse(*file, &text(*file))).collect();
    let is_of_a_pack = |file: &ParsedFile| file.pack.is_some() || !file.requirements.is_empty() || !file.defines.is_empty();
    if let Some(first) = parsed.first().filter(|_| !parsed.iter().any(is_of_a_pack)) {
        return (None, no_pack(sources, first, &parsed));
    }
    let mut loader = Loader::new(metamodel, sources, lists, &parsed);
    let mut pack = loader.head(&parsed);
    loader.defines(&parsed);
    let mut requirements: Vec<Requirement> = Vec::new();
    for (compiled, of_file) in parsed.par_iter().map(|file| loader.of_file(file, own)).collect::<Vec<_>>() {
        requirements.extend(compiled);
        loader.problems.extend(of_file.problems);
        loader.unsaid.extend(of_file.unsaid);
    }
    loader.problems.extend(checks::requirements(&requirements, &pack, examples));
    loader.tell_unsaid();
    let told = std::mem::take(&mut loader.problems);
    let mut problems: Vec<Problem> = parsed.iter().flat_map(|file| file.problems.clone()).chain(told).collect();
    problems.sort_by_key(|problem| problem.place);
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return (None, problems);
    }
    pack.chapters = loader.chapters;
    let (parameters, lists, calendar) = (loader.parameters, loader.lists, loader.calendar);
    pack.vocabulary = Vocabulary { defines: loader.defined, places: loader.places, parameters, lists, calendar };
    pack.files = files.to_vec();
    pack.sha256 = sha256(sources, files);
    pack.requirements = requirements;
    (Some(pack), problems)
}

/// Nothing of the files is a pack's: their keys would all be told as unknown, and say nothing more.
fn no_pack(sources: &Sources, first: &ParsedFile, parsed: &[ParsedFile]) -> Vec<Problem> {
    let malformed = parsed.iter().flat_map(|file| &file.problems).filter(|problem| problem.code == Code::MalformedToml);
    let path = sources.file(first.file).path.clone();
    let missing = mistake(Code::PackIncomplete, Place::whole(first.file), "file-without-pack").with("found", path);
    std::iter::once(missing).chain(malformed.cloned()).collect()
}

/// Over every file's length and text, so that moving a line from one file to the next changes it.
fn sha256(sources: &Sources, files: &[FileId]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        let text = &sources.file(*file).text;
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Clone)]
pub(super) struct Loader<'a> {
    metamodel: &'a Metamodel,
    sources: &'a Sources,
    /// Names → kind and predicate.
    defined: BTreeMap<String, (String, String)>,
    /// Where the predicates of the filters stand.
    places: BTreeMap<String, Place>,
    parameters: BTreeMap<String, Literal>,
    lists: BTreeMap<String, Vec<Literal>>,
    calendar: Arc<Calendar>,
    /// Whether it is a pack of advice.
    advisory: bool,
    /// Whether it is the pack of an order of the catalogue, which has a number.
    of_an_order: bool,
    acts: Vec<Act>,
    /// The languages that its texts have to be there in, where the pack says which.
    languages: Option<Vec<Language>>,
    /// Texts that are not there in a language, where the pack does not say which it speaks.
    unsaid: Vec<(Language, Place)>,
    chapters: Vec<Chapter>,
    /// The stages of a requirement that names none.
    stages: Stages,
    /// The file at hand.
    file: FileId,
    problems: Vec<Problem>,
}

impl<'a> Loader<'a> {
    fn new(metamodel: &'a Metamodel, sources: &'a Sources, lists: &Lists, parsed: &[ParsedFile]) -> Loader<'a> {
        let values = |parameter: &Parameter| parameter.value.clone();
        let parameters = lists.parameters.iter().filter_map(|(name, parameter)| Some((name.clone(), values(parameter)?))).collect();
        let calendar = Arc::clone(&lists.calendar);
        let lists = lists.lists.iter().map(|(name, list)| (name.clone(), list.values.clone())).collect();
        let file = parsed.first().map_or(FileId(0), |file| file.file);
        Loader {
            metamodel,
            sources,
            defined: BTreeMap::new(),
            places: BTreeMap::new(),
            parameters,
            lists,
            calendar,
            advisory: false,
            of_an_order: true,
            acts: Vec::new(),
            languages: None,
            unsaid: Vec::new(),
            chapters: Vec::new(),
            stages: Stages::ALL,
            file,
            problems: Vec::new(),
        }
    }

    /// The requirements of one file, and the loader that knows what is wrong with them.
    fn of_file(&self, file: &ParsedFile, own: &BTreeMap<&str, &BTreeMap<String, Literal>>) -> (Vec<Requirement>, Loader<'a>) {
        let mut loader = Loader { file: file.file, problems: Vec::new(), unsaid: Vec::new(), ..self.clone() };
        let mut compiled = Vec::new();
        for written in &file.requirements {
            let id = written.written.id.as_ref().map_or("", |id| id.get_ref().as_str());
            let Some(values) = own.get(id) else {
                compiled.extend(loader.requirement(written));
                continue;
            };
            let usual = loader.parameters.clone();
            loader.parameters.extend(values.iter().map(|(name, value)| (name.clone(), value.clone())));
            compiled.extend(loader.requirement(written));
            loader.parameters = usual;
        }
        (compiled, loader)
    }

    fn names(&self) -> Names<'_> {
        let Loader { metamodel, defined, parameters, lists, calendar, .. } = self;
        Names { metamodel, defines: defined, parameters, lists, calendar }
    }

    fn wrong(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn at<T>(&self, written: &Spanned<T>) -> Place {
        Place::new(self.file, written.span())
    }

    /// `[pack]`, which stands in one of the files.
    fn head(&mut self, parsed: &[ParsedFile]) -> Pack {
        let mut heads = parsed.iter().filter_map(|file| file.pack.as_ref().map(|pack| (file.file, pack)));
        let Some((file, head)) = heads.next() else {
            let path = self.sources.file(self.file).path.clone();
            self.wrong(mistake(Code::PackIncomplete, Place::whole(self.file), "file-without-pack").with("found", path));
            return Pack::default();
        };
        for (_, second) in heads {
            let found = second.written.id.as_ref().map_or("", |id| id.get_ref().as_str());
            self.wrong(mistake(Code::PackIncomplete, second.place, "second-pack").with("found", found).related_to(head.place));
        }
        self.file = file;
        self.read_head(head)
    }

    fn read_head(&mut self, head: &Parsed<WrittenPack>) -> Pack {
        let (written, table) = (&head.written, Table { name: "pack", place: head.place, below: None, unread: &head.unread });
        let mut policy = Policy::default();
        if let Some(share) = &written.non_compliant_share {
            policy.non_compliant_share = *share.get_ref();
            if !(0.0..=1.0).contains(share.get_ref()) {
                let place = self.at(share);
                self.wrong(mistake(Code::PackType, place, "share-out-of-range").with("found", share.get_ref().to_string()));
            }
        }
        let file = self.file;
        let advisory = written.advisory.unwrap_or(false);
        self.advisory = advisory;
        self.languages = written.languages.as_ref().map(|spoken| spoken.iter().map(|language| *language.get_ref()).collect());
        self.acts(&table, &written.act);
        self.of_an_order = written.order.is_some() || written.edition.is_some();
        self.stands_on_something(&table);
        self.chapters(&table, &written.chapter);
        let amendments = written.amendment.iter().filter_map(|amendment| self.amendment(&table, amendment)).collect();
        if let Some(stages) = self.stages_of(&written.stages) {
            self.stages = stages;
        }
        let needed = self.of_an_order && !advisory;
        Pack {
            id: self.pack_id(&table, written.id.as_ref()),
            title: self.words(&table, "title", written.title.as_ref()),
            // A pack of advice is of no order.
            order: if needed { self.text(&table, "order", written.order.as_ref()) } else { optional(&written.order) },
            edition: if needed { self.text(&table, "edition", written.edition.as_ref()) } else { optional(&written.edition) },
            in_force: written.in_force.as_ref().and_then(|written| date(written, file, &mut self.problems)),
            repealed: written.repealed.as_ref().and_then(|written| date(written, file, &mut self.problems)),
            replaced_by: written.replaced_by.as_ref().map(|words| self.words(&table, "replaced-by", Some(words))),
            note: written.note.as_ref().map(|words| self.words(&table, "note", Some(words))),
            amendments,
            acts: self.acts.clone(),
            advisory,
            policy,
            ..Pack::default()
        }
    }

    fn pack_id(&mut self, table: &Table, written: Option<&Text>) -> String {
        let id = self.text(table, "id", written);
        if let Some(written) = written.filter(|_| !id.is_empty() && !is_id(&id)) {
            let place = self.at(written);
            self.wrong(mistake(Code::PackName, place, "odd-pack-id").with("found", &id));
        }
        id
    }

    fn chapters(&mut self, head: &Table, written: &[Spanned<WrittenChapter>]) {
        for chapter in written {
            let table = Table { name: "pack.chapter", place: self.at(chapter), below: Some("chapter"), unread: head.unread };
            let id = self.text(&table, "id", chapter.get_ref().id.as_ref());
            let title = self.words(&table, "title", chapter.get_ref().title.as_ref());
            self.chapters.push(Chapter { id, title });
        }
    }

    fn amendment(&mut self, head: &Table, written: &Spanned<WrittenAmendment>) -> Option<Amendment> {
        let table = Table { name: "pack.amendment", place: self.at(written), below: Some("amendment"), unread: head.unread };
        let act = self.words(&table, "act", written.get_ref().act.as_ref());
        if written.get_ref().in_force.is_none() {
            self.missing(&table, "in-force");
        }
        let file = self.file;
        let in_force = written.get_ref().in_force.as_ref().and_then(|date_of| date(date_of, file, &mut self.problems))?;
        Some(Amendment { act, in_force })
    }

    /// The stages of that name; none where none is named.
    fn stages_of(&mut self, names: &[Text]) -> Option<Stages> {
        let mut stages = Vec::new();
        for name in names {
            match Stage::from_name(name.get_ref()) {
                Some(stage) => stages.push(stage),
                None => {
                    let near = nearest(name.get_ref(), Stage::NAMES).unwrap_or("");
                    let problem = mistake(Code::PackName, self.at(name), "stage-unknown");
                    self.wrong(problem.with("found", name.get_ref().as_str()).with("nearest", near));
                }
            }
        }
        (!stages.is_empty()).then(|| Stages::of(&stages))
    }

    /// Defines are shared by all files of a pack.
    fn defines(&mut self, parsed: &[ParsedFile]) {
        let mut written: Vec<(FileId, &Text, &WrittenDefine)> = Vec::new();
        for file in parsed {
            self.file = file.file;
            for (name, define) in &file.defines {
                if let Some((first, other, _)) = written.iter().find(|(_, other, _)| other.get_ref() == name.get_ref()) {
                    let problem = mistake(Code::PackName, self.at(name), "second-define").with("found", name.get_ref().as_str());
                    self.problems.push(problem.related_to(Place::new(*first, other.span())));
                    continue;
                }
                self.define(name, define);
                written.push((file.file, name, define));
            }
        }
        // Defines may use each other, so each is compiled when all are known.
        for (file, name, define) in written {
            self.file = file;
            let Some(is) = define.is.as_ref().filter(|_| self.has_kind(name)) else { continue };
            let (_, mistakes) = compile::define(&self.names(), name.get_ref());
            self.mistakes(is, mistakes);
        }
    }

    fn define(&mut self, name: &Text, define: &WrittenDefine) {
        let place = self.at(name);
        let table = Table { name: name.get_ref(), place, below: None, unread: &[] };
        let is = self.text(&table, "is", define.is.as_ref());
        let kind = self.text(&table, "kind", define.kind.as_ref());
        if let Some(kind) = define.kind.as_ref().filter(|kind| self.metamodel.kinds_named(kind.get_ref()).is_none()) {
            self.unknown_kind(kind);
        }
        if let Some(text) = &define.is {
            let place = self.at(text);
            self.places.insert(name.get_ref().clone(), place);
        }
        self.defined.insert(name.get_ref().clone(), (kind, is));
    }

    /// Whether the kind of a define is known; where it is not, that was told.
    fn has_kind(&self, name: &Text) -> bool {
        self.defined.get(name.get_ref()).is_some_and(|(kind, _)| self.metamodel.kinds_named(kind).is_some())
    }

    /// The kinds that names stand for; unknown ones are told.
    fn kinds(&mut self, names: &[Text]) -> KindSet {
        let mut kinds = KindSet::EMPTY;
        for name in names {
            match self.metamodel.kinds_named(name.get_ref()) {
                Some(found) => kinds = kinds.union(found),
                None => self.unknown_kind(name),
            }
        }
        kinds
    }

    fn unknown_kind(&mut self, name: &Text) {
        let concrete = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
        let known = concrete.chain(self.metamodel.abstracts.iter().map(|shared| shared.name.as_str()));
        let near = nearest(name.get_ref(), known);
        let problem = mistakes::of_language(if near.is_some() { "unknown-kind" } else { "strange-kind" }, self.at(name));
        self.wrong(problem.with("found", name.get_ref().as_str()).with("nearest", near.unwrap_or("")));
    }

    fn missing(&mut self, table: &Table, name: &'static str) {
        let told = |key: &String| key == name || table.below.is_some_and(|below| key == below);
        if !table.unread.iter().any(told) {
            self.wrong(mistake(Code::PackIncomplete, table.place, "value-missing-in-pack").with("name", name).with("table", table.name));
        }
    }

    /// A text that has to be there and not empty.
    fn text(&mut self, table: &Table, name: &'static str, written: Option<&Text>) -> String {
        match written {
            Some(text) if !text.get_ref().trim().is_empty() => text.get_ref().clone(),
            _ => {
                self.missing(table, name);
                String::new()
            }
        }
    }

    fn predicate(&mut self, text: &Text, role: Role, kinds: KindSet, members: Option<KindSet>) -> Option<Sourced<Predicate>> {
        let (predicate, mistakes) = compile::predicate(&self.names(), role, kinds, members, text.get_ref());
        self.mistakes(text, mistakes);
        predicate.map(|meant| self.sourced(meant, text))
    }

    fn path(&mut self, text: &Text, kinds: KindSet) -> Option<Sourced<Path>> {
        let (path, mistakes) = compile::path(&self.names(), kinds, text.get_ref());
        self.mistakes(text, mistakes);
        path.map(|meant| self.sourced(meant, text))
    }

    fn sourced<T>(&self, meant: T, text: &Text) -> Sourced<T> {
        Sourced { meant, text: text.get_ref().clone(), place: self.at(text) }
    }

    /// Mistakes of the language, at their places inside the string of the file.
    fn mistakes(&mut self, text: &Text, found: Vec<Mistake>) {
        for mistake in found {
            let place = inside(self.sources, self.at(text), mistake.span);
            self.wrong(mistakes::of_predicate(mistake, place));
        }
    }
}

/// The table at hand, for what is missing in it.
struct Table<'a> {
    name: &'a str,
    place: Place,
    /// The key of the requirement that the table stands under; values of its could not be read if the key is unread.
    below: Option<&'static str>,
    /// Keys of the requirement whose values could not be read, which was told.
    unread: &'a [String],
}

/// Where a span of a decoded string stands in its file; `string` is the place of the whole string, quotes included.
pub fn inside(sources: &Sources, string: Place, span: Span) -> Place {
    let raw = sources.file(string.file).text.get(string.span.range()).unwrap_or("");
    let found = raw_span(raw, span);
    let start = string.span.start as usize;
    Place::new(string.file, start + found.start as usize..start + found.end as usize)
}

fn optional(written: &Option<Text>) -> String {
    written.as_ref().map(|text| text.get_ref().clone()).unwrap_or_default()
}

fn plain_of(words: &Words) -> Trilingual {
    Trilingual { kk: optional(&words.kk), ru: optional(&words.ru), en: optional(&words.en) }
}

/// Words without their places.
pub fn plain(words: Words) -> Trilingual {
    plain_of(&words)
}

/// A date of the calendar, or the mistake that it is none (a time, a date that does not exist).
pub fn date(written: &Spanned<Datetime>, file: FileId, problems: &mut Vec<Problem>) -> Option<Date> {
    let date = civil(written.get_ref());
    if date.is_none() {
        let place = Place::new(file, written.span());
        problems.push(mistake(Code::PackType, place, "not-a-date").with("found", written.get_ref().to_string()));
    }
    date
}

/// The date of a TOML date without a time.
pub fn civil(written: &Datetime) -> Option<Date> {
    let date = written.date.filter(|_| written.time.is_none())?;
    Date::new(date.year as i16, date.month as i8, date.day as i8).ok()
}

#[cfg(test)]
mod tests;
