//! The questions of `saikes init`, a line each: what stands in brackets is taken where the answer is empty, a wrong answer
//! is asked for again with what is allowed, and where the answers end nothing is chosen.

use std::io::{self, BufRead, Write};

use super::{Choices, Name};
use crate::read::Stage;
use crate::read::config::is_id;
use crate::text::{Language, say};
use crate::verdict::Level;

/// Whom we ask, and in which language.
pub struct Asker<'a> {
    pub answers: &'a mut dyn BufRead,
    pub out: &'a mut dyn Write,
    pub language: Language,
}

/// Why no answer came.
enum Silence {
    /// Nobody is there any more.
    End,
    Broken(io::Error),
}

impl From<io::Error> for Silence {
    fn from(error: io::Error) -> Silence {
        Silence::Broken(error)
    }
}

/// The packs that there are, and those that are taken where nobody says.
#[derive(Clone, Copy, Debug)]
pub struct Packs<'p> {
    pub all: &'p [&'p str],
    pub default: &'p [&'p str],
}

impl Asker<'_> {
    /// The choices over those that were decided; none where the answers end before the last one.
    pub fn choices(&mut self, decided: Choices, packs: Packs<'_>) -> io::Result<Option<Choices>> {
        match self.all(decided, packs) {
            Ok(choices) => Ok(Some(choices)),
            Err(Silence::End) => Ok(None),
            Err(Silence::Broken(error)) => Err(error),
        }
    }

    fn all(&mut self, mut chosen: Choices, packs: Packs<'_>) -> Result<Choices, Silence> {
        let id = chosen.id.clone();
        let wrong_id = say(self.language, "init.wrong.id", &[]);
        chosen.id = self.ask("id", &id, |text| is_id(text).then(|| text.to_string()).ok_or(wrong_id.clone()))?;
        let wrong_name = say(self.language, "init.wrong.name", &[]);
        // Whoever calls the project otherwise than the folder says so of its name too.
        let default = if chosen.id == id { chosen.name.plain() } else { chosen.id.clone() };
        chosen.name = self.ask("name", &default, |text| name(text).ok_or(wrong_name.clone()))?;
        chosen.agency = self.ask("agency", "", |text| Ok((!text.is_empty()).then(|| text.to_string())))?;
        chosen.stage = self.ask("stage", "", |text| match text {
            "" => Ok(None),
            _ => Stage::from_name(text).map(Some).ok_or_else(|| Stage::NAMES.join(", ")),
        })?;
        let taken: Vec<String> = self.ask("packs", &packs.default.join(", "), |text| packs_named(text, packs.all))?;
        chosen.packs = (taken != packs.default).then_some(taken);
        let codes = Language::ALL.map(Language::code).join(", ");
        chosen.lang = self.ask("lang", chosen.lang.code(), |text| Language::from_code(text).ok_or(codes.clone()))?;
        let levels = [Level::Partial, Level::Full];
        chosen.require = self.ask("require", chosen.require.name(), |text| {
            levels.into_iter().find(|level| level.name() == text).ok_or_else(|| levels.map(Level::name).join(", "))
        })?;
        if chosen.starter {
            let [yes, no] = ["yes", "no"].map(|word| say(self.language, &format!("init.{word}"), &[]));
            chosen.starter = self.ask("starter", &yes, |text| agrees(text, &yes, &no).ok_or_else(|| format!("{yes}, {no}")))?;
        }
        Ok(chosen)
    }

    /// One question, until its answer is understood.
    fn ask<T>(&mut self, key: &str, default: &str, meaning: impl Fn(&str) -> Result<T, String>) -> Result<T, Silence> {
        let question = say(self.language, &format!("init.ask.{key}"), &[]);
        let shown = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        loop {
            write!(self.out, "{question}{shown}: ")?;
            self.out.flush()?;
            let mut line = String::new();
            if self.answers.read_line(&mut line)? == 0 {
                writeln!(self.out)?;
                return Err(Silence::End);
            }
            let answer = line.trim();
            match meaning(if answer.is_empty() { default } else { answer }) {
                Ok(meant) => return Ok(meant),
                Err(allowed) => writeln!(self.out, "  {}", say(self.language, "cli.error.allowed", &[("allowed", &allowed)]))?,
            }
        }
    }
}

/// One name, or three with `|` between them.
fn name(text: &str) -> Option<Name> {
    let parts: Vec<String> = text.split('|').map(|part| part.trim().to_string()).collect();
    match <[String; 3]>::try_from(parts) {
        Ok(three) => three.iter().any(|name| !name.is_empty()).then_some(Name::Three(three)),
        Err(parts) => (parts.len() == 1 && !text.is_empty()).then(|| Name::One(text.to_string())),
    }
}

/// Packs with commas or blanks between them, each once.
fn packs_named(text: &str, all: &[&str]) -> Result<Vec<String>, String> {
    let mut named: Vec<String> = Vec::new();
    for word in text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
        if !all.contains(&word) {
            return Err(all.join(", "));
        }
        if !named.iter().any(|known| known == word) {
            named.push(word.to_string());
        }
    }
    if named.is_empty() { Err(all.join(", ")) } else { Ok(named) }
}

/// Yes or no by its first letters, in the reader's language or in English.
fn agrees(text: &str, yes: &str, no: &str) -> Option<bool> {
    let text = text.to_lowercase();
    let is = |word: &str| word.starts_with(&text);
    match (is(yes) || is("yes"), is(no) || is("no")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKS: Packs<'static> = Packs { all: &["hygiene", "order-124", "order-193"], default: &["order-124", "order-193", "hygiene"] };

    fn decided() -> Choices {
        Choices {
            id: "portal".into(),
            name: Name::One("portal".into()),
            agency: None,
            stage: None,
            packs: None,
            lang: Language::Ru,
            require: Level::Partial,
            starter: true,
        }
    }

    /// What was chosen, and what stood on the screen.
    fn asked(language: Language, answers: &str) -> (Option<Choices>, String) {
        let mut out = Vec::new();
        let mut asker = Asker { answers: &mut answers.as_bytes(), out: &mut out, language };
        let chosen = asker.choices(decided(), PACKS).expect("memory can be read and written");
        (chosen, String::from_utf8(out).expect("texts are UTF-8"))
    }

    #[test]
    fn empty_answers_take_what_stands_in_brackets() {
        assert_eq!(asked(Language::En, "\n\n\n\n\n\n\n\n").0, Some(decided()));
    }

    #[test]
    fn every_answer_is_taken() {
        let answers = " health \nДенсаулық | Здоровье | Health\nmoh\ninvestment\norder-193, order-124\nkk\nfull\nn\n";
        let chosen = Choices {
            id: "health".into(),
            name: Name::Three(["Денсаулық", "Здоровье", "Health"].map(String::from)),
            agency: Some("moh".into()),
            stage: Some(Stage::Investment),
            packs: Some(vec!["order-193".into(), "order-124".into()]),
            lang: Language::Kk,
            require: Level::Full,
            starter: false,
        };
        assert_eq!(asked(Language::En, answers).0, Some(chosen));
    }

    #[test]
    fn a_wrong_answer_is_asked_for_again_with_what_is_allowed() {
        let answers = "a:b\nok\na | b\nName\n\nplan\nplanning\norder-7\n\nde\nen\nsome\n\nmaybe\nyes\n";
        let (chosen, screen) = asked(Language::En, answers);
        assert_eq!(chosen.map(|chosen| (chosen.id, chosen.stage, chosen.lang)), Some(("ok".into(), Some(Stage::Planning), Language::En)));
        for allowed in ["planning, investment, post-investment", "hygiene, order-124, order-193", "kk, ru, en", "partial, full", "yes, no"]
        {
            assert!(screen.contains(allowed), "{allowed}:\n{screen}");
        }
        assert_eq!(screen.matches("allowed:").count(), 7, "{screen}");
    }

    #[test]
    fn where_the_answers_end_nothing_is_chosen() {
        for answers in ["", "a\n", "\n\n\n\n\n\n\n"] {
            assert_eq!(asked(Language::Ru, answers).0, None);
        }
    }

    #[test]
    fn each_language_has_its_own_yes() {
        for (language, yes, no) in [(Language::Kk, "иә", "жоқ"), (Language::Ru, "Да", "н"), (Language::En, "y", "NO")] {
            let of = |answer: &str| asked(language, &format!("\n\n\n\n\n\n\n{answer}\n")).0.map(|chosen| chosen.starter);
            assert_eq!((of(yes), of(no)), (Some(true), Some(false)), "{language:?}");
        }
    }
}
