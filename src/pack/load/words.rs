//! Texts of a pack: in three languages, or in those that the pack speaks, with another one wherever one is missing.
//!
//! A body's own pack may speak fewer languages than the program. That is a warning for the whole pack, unless the pack
//! says `languages`; what is built in has all three, which a test holds.

use toml::Spanned;

use super::{Loader, Table, plain_of};
use crate::language::compile;
use crate::language::meant::Template;
use crate::metamodel::KindSet;
use crate::pack::mistake;
use crate::pack::written::Words;
use crate::place::Place;
use crate::problem::Code;
use crate::text::{Language, Trilingual};

impl Loader<'_> {
    /// Words that have to be there in every language of the pack.
    pub(super) fn words(&mut self, table: &Table, name: &'static str, written: Option<&Spanned<Words>>) -> Trilingual {
        let Some((words, found)) = written.map(|words| (words, plain_of(words.get_ref()))).filter(|(_, found)| is_said(found)) else {
            self.missing(table, name);
            return Trilingual::default();
        };
        let place = self.at(words);
        self.spoken(name, &found, place);
        found.filled()
    }

    /// Words with holes, compiled in every language that they are there in.
    pub(super) fn templates(
        &mut self,
        name: &'static str,
        words: &Spanned<Words>,
        kinds: KindSet,
        members: Option<KindSet>,
    ) -> Option<[Template; 3]> {
        let (place, found) = (self.at(words), plain_of(words.get_ref()));
        self.spoken(name, &found, place);
        let texts = [&words.get_ref().kk, &words.get_ref().ru, &words.get_ref().en];
        let compiled = texts.map(|text| {
            let text = text.as_ref().filter(|text| !text.get_ref().trim().is_empty())?;
            let (template, mistakes) = compile::template(&self.names(), kinds, members, text.get_ref());
            self.mistakes(text, mistakes);
            template
        });
        let [kk, ru, en] = compiled;
        // The order of `Trilingual::filled`.
        let spare = ru.clone().or_else(|| kk.clone()).or_else(|| en.clone())?;
        Some([kk, ru, en].map(|own| own.unwrap_or_else(|| spare.clone())))
    }

    /// Tells the languages that words are not there in.
    fn spoken(&mut self, name: &'static str, found: &Trilingual, place: Place) {
        for language in Language::ALL.into_iter().filter(|language| found.get(*language).trim().is_empty()) {
            match &self.languages {
                None => self.unsaid.push((language, place)),
                Some(spoken) if spoken.contains(&language) => {
                    let problem = mistake(Code::PackIncomplete, place, "untranslated");
                    self.wrong(problem.with("name", name).with("language", language.code()));
                }
                Some(_) => {}
            }
        }
    }

    /// Told once for each language, at the first text that lacks it.
    pub(super) fn tell_unsaid(&mut self) {
        for language in Language::ALL {
            let mut places: Vec<Place> = self.unsaid.iter().filter(|(lacking, _)| *lacking == language).map(|(_, place)| *place).collect();
            places.sort();
            if let Some(first) = places.first() {
                let problem = mistake(Code::PackIncomplete, *first, "unsaid").as_warning();
                self.problems.push(problem.with("language", language.code()).with("count", places.len().to_string()));
            }
        }
    }
}

fn is_said(words: &Trilingual) -> bool {
    words.missing().len() < Language::ALL.len()
}
