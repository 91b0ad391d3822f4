//! The dictionary as written in TOML, and the one function that turns it into what is meant or collects every mistake:
//! a language without a word, a form that stands for two things, a form that no name could have.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use toml::Spanned;

use super::super::exact::exact_key;
use super::super::read::{Reader, Sort};
use super::super::sound::settle;
use super::{Dictionary, ENTRIES, Entry, Form, LONGEST, LeftOut, Numbers};
use crate::place::{FileId, Place, Span};
use crate::problem::{Code, Problem};

type Texts = Vec<Spanned<String>>;
type Named<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenDictionary {
    words: WrittenWords,
    same: Named<WrittenForms>,
    left_out: Named<WrittenLeftOut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWords {
    small: WrittenSmall,
    latin: Texts,
    glued: Texts,
    copy: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSmall {
    kk: Texts,
    ru: Texts,
    en: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenForms {
    kk: Texts,
    ru: Texts,
    en: Texts,
    #[serde(default)]
    also: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLeftOut {
    #[serde(rename = "where")]
    place: WrittenPlace,
    kk: Texts,
    ru: Texts,
    en: Texts,
    #[serde(default)]
    also: Texts,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WrittenPlace {
    Head,
    Anywhere,
}

/// From this length on an abbreviation is known by its sound as well: `ESEDO`.
const HEARD: usize = 4;

pub fn load(text: &str, file: FileId) -> Result<Dictionary, Vec<Problem>> {
    let written: WrittenDictionary = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![Problem::new(Code::Names, Place::new(file, span)).with("reason", error.message())]
    })?;
    let mut builder = Builder { file, dictionary: Dictionary::default(), firsts: FxHashMap::default(), problems: Vec::new() };
    builder.build(&written);
    if builder.problems.is_empty() { Ok(builder.dictionary) } else { Err(builder.problems) }
}

struct Builder {
    file: FileId,
    dictionary: Dictionary,
    /// Where the form that ends at a node stands.
    firsts: FxHashMap<u32, Place>,
    problems: Vec<Problem>,
}

/// A form as it stands in the file.
struct WrittenForm<'w> {
    text: &'w Spanned<String>,
    entry: u32,
    in_front: bool,
    behind: bool,
}

/// A word of a form.
struct FormWord {
    exact: Box<str>,
    stem: Box<str>,
    is_abbreviation: bool,
}

impl Builder {
    fn build(&mut self, written: &WrittenDictionary) {
        let WrittenWords { small, latin, glued, copy } = &written.words;
        self.dictionary.small = self.keys([&small.kk, &small.ru, &small.en]);
        self.dictionary.longest_small = self.dictionary.small.iter().map(|word| word.len()).max().unwrap_or(0);
        self.dictionary.latin = self.keys([latin]);
        self.dictionary.glued = self.keys([glued]);
        self.dictionary.copy = self.keys([copy]);
        let mut forms = Vec::new();
        for (id, entry) in &written.same {
            let number = self.entry(id, None);
            forms.extend(self.forms(number, id, [&entry.kk, &entry.ru, &entry.en, &entry.also]));
        }
        for (id, entry) in &written.left_out {
            if written.same.keys().any(|other| other.get_ref() == id.get_ref()) {
                self.wrong(id.span(), "id-twice", id.get_ref());
            }
            let place = match entry.place {
                WrittenPlace::Head => LeftOut::Head,
                WrittenPlace::Anywhere => LeftOut::Anywhere,
            };
            let number = self.entry(id, Some(place));
            forms.extend(self.forms(number, id, [&entry.kk, &entry.ru, &entry.en, &entry.also]));
        }
        let read: Vec<(WrittenForm, Vec<FormWord>)> =
            forms.into_iter().filter_map(|form| Some((self.words(form.text)?, form))).map(|(words, form)| (form, words)).collect();
        self.number(&read);
        for (form, words) in &read {
            let steps = self.steps(words);
            self.add(form, &steps);
        }
        // Then the same forms with the entries that they are made of: `портал ЭП` beside `портал электронного правительства`.
        for (form, words) in &read {
            if let Some(steps) = self.steps_over_entries(form, words) {
                self.add(form, &steps);
            }
        }
    }

    /// A mistake, by the name of its reason; the caller adds what the reason's words need.
    fn wrong(&mut self, span: impl Into<Span>, reason: &'static str, found: &str) -> &mut Problem {
        let problem = Problem::new(Code::Names, Place::new(self.file, span)).with("reason", reason).with("found", found);
        self.problems.push(problem);
        self.problems.last_mut().expect("one was pushed")
    }

    /// The exact keys of single words.
    fn keys<const LISTS: usize>(&mut self, lists: [&Texts; LISTS]) -> FxHashSet<Box<str>> {
        let mut keys = FxHashSet::default();
        for word in lists.into_iter().flatten() {
            let key = exact_key(word.get_ref());
            if key.is_empty() || key.contains(' ') {
                self.wrong(word.span(), "not-one-word", word.get_ref());
            } else if !keys.insert(key.into()) {
                self.wrong(word.span(), "word-twice", word.get_ref());
            }
        }
        keys
    }

    fn entry(&mut self, id: &Spanned<String>, left_out: Option<LeftOut>) -> u32 {
        self.dictionary.entries.push(Entry { id: format!("={}", id.get_ref()).into(), left_out });
        self.dictionary.entries.len() as u32 - 1
    }

    /// The forms of an entry: in Kazakh and English the head of a name stands behind it, in Russian in front.
    fn forms<'w>(&mut self, entry: u32, id: &Spanned<String>, languages: [&'w Texts; 4]) -> Vec<WrittenForm<'w>> {
        let places = [("kk", false, true), ("ru", true, false), ("en", false, true), ("also", true, true)];
        let mut forms = Vec::new();
        for (texts, (language, in_front, behind)) in languages.into_iter().zip(places) {
            if texts.is_empty() && language != "also" {
                self.wrong(id.span(), "no-form", id.get_ref()).arguments.push(("code", language.to_string()));
            }
            forms.extend(texts.iter().map(|text| WrittenForm { text, entry, in_front, behind }));
        }
        forms
    }

    fn words(&mut self, form: &Spanned<String>) -> Option<Vec<FormWord>> {
        let text = form.get_ref();
        let abbreviations: Vec<String> = text.split([' ', '-']).filter(|word| is_abbreviation(word)).map(exact_key).collect();
        let mut reader = Reader::new(&self.dictionary);
        let read = reader.read_words(text).to_vec();
        let words = read.iter().filter(|word| word.sort != Sort::Small).map(|word| {
            let exact = &reader.exact()[word.exact.clone()];
            let is_abbreviation = abbreviations.iter().any(|known| known == exact);
            let mut stem = reader.stem_of(word).to_string();
            settle(&mut stem);
            (word.sort == Sort::Letters).then(|| FormWord { exact: exact.into(), stem: stem.into(), is_abbreviation })
        });
        let words: Option<Vec<FormWord>> = words.collect();
        let words = words.filter(|words| (1..=LONGEST).contains(&words.len()));
        if words.is_none() {
            self.wrong(form.span(), "not-words", text);
        }
        words
    }

    /// Gives every word its number. What is heard of an abbreviation is its own unless another word sounds so.
    fn number(&mut self, forms: &[(WrittenForm, Vec<FormWord>)]) {
        let Dictionary { abbreviations, stems, .. } = &mut self.dictionary;
        let mut next = 0;
        let mut new = || {
            next += 1;
            next
        };
        let words = || forms.iter().flat_map(|(_, words)| words);
        for word in words().filter(|word| !word.is_abbreviation) {
            stems.entry(word.stem.clone()).or_insert_with(&mut new);
        }
        for word in words().filter(|word| word.is_abbreviation) {
            let number = *abbreviations.entry(word.exact.clone()).or_insert_with(&mut new);
            if word.exact.chars().count() >= HEARD {
                stems.entry(word.stem.clone()).or_insert(number);
            }
        }
    }

    fn numbers(&self, word: &FormWord) -> u32 {
        let Dictionary { abbreviations, stems, .. } = &self.dictionary;
        if word.is_abbreviation { abbreviations[&word.exact] } else { stems[&word.stem] }
    }

    fn steps(&self, words: &[FormWord]) -> Vec<u32> {
        words.iter().map(|word| self.numbers(word)).collect()
    }

    /// A form with the longest entries inside it as one step each; none where there are none.
    fn steps_over_entries(&self, form: &WrittenForm, words: &[FormWord]) -> Option<Vec<u32>> {
        let numbers: Vec<Numbers> = words.iter().map(|word| [Some(self.numbers(word)), None]).collect();
        let (mut steps, mut at, mut found) = (Vec::new(), 0, false);
        while at < numbers.len() {
            // The form itself is no part of itself, nor is a shorter name for the same.
            let part = (at + 1..=numbers.len()).rev().find_map(|end| {
                let (count, part) = self.dictionary.longest(&numbers[at..end])?;
                (count == end - at && part.entry != form.entry && self.dictionary.left_out(part.entry).is_none()).then_some((end, part))
            });
            match part {
                Some((end, part)) => {
                    steps.push(ENTRIES | part.entry);
                    (at, found) = (end, true);
                }
                None => {
                    steps.extend(numbers[at][0]);
                    at += 1;
                }
            }
        }
        found.then_some(steps)
    }

    fn add(&mut self, form: &WrittenForm, steps: &[u32]) {
        let mut node = 0;
        for step in steps {
            if *step & ENTRIES != 0 {
                self.dictionary.whole.insert(node);
            }
            let next = self.dictionary.steps.len() as u32 + 1;
            node = *self.dictionary.steps.entry((node, *step)).or_insert(next);
        }
        let place = Place::new(self.file, form.text.span());
        let meant = Form { entry: form.entry, in_front: form.in_front, behind: form.behind };
        match self.dictionary.ends.get_mut(&node) {
            None => {
                self.dictionary.ends.insert(node, meant);
                self.firsts.insert(node, place);
            }
            // Two languages may have one word for it.
            Some(known) if known.entry == form.entry => {
                known.in_front |= form.in_front;
                known.behind |= form.behind;
            }
            Some(known) => {
                let (known, first) = (known.entry, self.firsts[&node]);
                let other = self.dictionary.id(known).trim_start_matches('=').to_string();
                let problem = self.wrong(form.text.span(), "form-twice", form.text.get_ref());
                problem.arguments.push(("other", other));
                problem.related = Some(first);
            }
        }
    }
}

/// Capitals alone, or mostly, as in `КПСиСУ`: such a word has no endings and is compared letter by letter.
fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    capitals * 2 > letters && (capitals >= 2 || letters == 1)
}
