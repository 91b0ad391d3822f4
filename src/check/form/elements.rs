//! Elements one by one: where they stand, what they lack, and what is odd in their names.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Answer, Survey};
use crate::check::Run;
use crate::form::Form;
use crate::fragment::Marks;
use crate::graph::{Graph, Thing};
use crate::metamodel::{AttributeId, KindId, LinkId};
use crate::names;
use crate::outcome::Found;
use crate::pack::Requirement;
use crate::pack::form::Asked;
use crate::read::archimate::type_name;
use crate::text::Language;
use crate::value::Value;

/// Bytes of a description that may be nothing but a promise of one.
const SHORT: usize = 60;

impl Run<'_, '_> {
    pub(super) fn elements(&self, requirement: &Requirement, asked: &Asked) -> Answer {
        let graph = self.view.graph;
        let (words, languages) = (asked.words.iter().map(String::as_str).collect(), self.languages(requirement, asked));
        let survey = self.survey();
        let kinds = (0..graph.metamodel.kinds.len()).map(|kind| graph.metamodel.attribute_of(KindId(kind as u8), "description"));
        let looking = Looking { graph, project: self.view.project, asked, survey, words, languages, descriptions: kinds.collect() };
        let mut answer = Answer::default();
        for layer in self.looked_at() {
            for thing in self.things_in(requirement, asked, layer) {
                // Of an element with several states the first stands for all.
                let later = matches!(thing, Thing::Element(index) if graph.element(index) != index);
                let Some(found) = looking.at(thing).filter(|_| !later) else { continue };
                answer.looked_at += 1;
                if let Some(found) = found {
                    answer.add(graph.place_of(self.view.project, thing), thing, found);
                }
            }
        }
        answer
    }

    /// The languages in which the project names its elements: those that a share of the names that are given by
    /// language have.
    fn languages(&self, requirement: &Requirement, asked: &Asked) -> [bool; 3] {
        if asked.form != Form::MissingLanguage {
            return [false; 3];
        }
        let (mut named, mut counts) = (0, [0usize; 3]);
        for thing in self.looked_at().flat_map(|layer| self.things_in(requirement, asked, layer)) {
            let Some(given) = self.survey().named(thing).by_language else { continue };
            named += 1;
            for (count, given) in counts.iter_mut().zip(given) {
                *count += usize::from(given);
            }
        }
        counts.map(|count| count > 0 && count as f64 >= asked.share * named as f64)
    }
}

/// The keys of the names of ArchiMate's types, without spaces, by number.
static TYPE_KEYS: LazyLock<Vec<String>> = LazyLock::new(|| (0..).map_while(type_name).map(names::word_key).collect());

/// One question, asked of one element after the other.
struct Looking<'r> {
    graph: &'r Graph,
    project: usize,
    asked: &'r Asked,
    survey: &'r Survey,
    words: FxHashSet<&'r str>,
    languages: [bool; 3],
    /// The attribute that describes each kind.
    descriptions: Vec<Option<AttributeId>>,
}

impl Looking<'_> {
    /// What is wrong with an element; `None` where the question does not apply to it.
    fn at(&self, thing: Thing) -> Option<Option<Found>> {
        let wrong = |is_wrong: bool| is_wrong.then_some(Found::Nothing);
        let marks = self.graph.drawn(self.project, thing).marks;
        let (shown, related) = (marks.has(Marks::SHOWN), marks.has(Marks::RELATED));
        Some(match self.asked.form {
            Form::UnusedElement | Form::ElementOutsideViews if !marks.has(Marks::HAS_VIEWS) => return None,
            // Whom a property names as the owner is of use without any line.
            Form::UnusedElement => wrong(!shown && !related && !self.is_tied(thing, |_| true)),
            Form::ElementOutsideViews => wrong(!shown && related),
            Form::Nameless => wrong(self.survey.named(thing).is_nameless),
            Form::Undescribed => wrong(self.description(thing)?.is_none()),
            Form::Placeholder => self.placeholder(thing),
            Form::TypeName => self.type_name(thing)?,
            Form::CopyName if !self.survey.named(thing).is_copy => None,
            Form::CopyName => self.in_names(thing, |name| names::copied(name).map(|rest| name[rest.len()..].trim().to_string())),
            Form::MixedScripts if !self.survey.named(thing).is_mixed => None,
            Form::MixedScripts => self.in_names(thing, |name| names::mixed_script(name).map(|mixed| name[mixed.word].to_string())),
            Form::MissingLanguage => self.missing_language(thing)?,
            Form::Orphan => wrong(!related && !self.is_tied(thing, |link| !self.asked.links.contains(&link))),
            _ => wrong(!marks.has(Marks::PROVIDED) && !self.is_tied(thing, |link| self.asked.links.contains(&link))),
        })
    }

    /// The texts of its name, each once.
    fn names(&self, thing: Thing) -> impl Iterator<Item = &str> {
        let names = self.graph.names_of(self.project, thing).map(str::trim);
        let new = move |at: &usize| !names[*at].is_empty() && !names[..*at].contains(&names[*at]);
        (0..names.len()).filter(new).map(move |at| names[at])
    }

    fn in_names(&self, thing: Thing, odd: impl Fn(&str) -> Option<String>) -> Option<Found> {
        self.names(thing).find_map(odd).map(Found::Text)
    }

    /// Whether it is tied to anything by a link that counts.
    fn is_tied(&self, thing: Thing, counts: impl Fn(LinkId) -> bool) -> bool {
        match thing {
            Thing::Element(index) => self.graph.is_tied(index, counts),
            Thing::Kindless(_) | Thing::Drawn(_) | Thing::Waiver(_) => false,
        }
    }

    /// Its description, if it has one; `None` where its kind has none.
    fn description(&self, thing: Thing) -> Option<Option<&Value>> {
        let Thing::Element(index) = thing else { return None };
        let attribute = self.descriptions[self.graph.kind(index).index()]?;
        Some(self.graph.attributes(index).iter().find(|fact| fact.attribute == attribute).map(|fact| &fact.value))
    }

    /// A name that is the name of its type; `None` for what is not drawn and has no type.
    fn type_name(&self, thing: Thing) -> Option<Option<Found>> {
        let what = TYPE_KEYS.get(usize::from(self.graph.drawn(self.project, thing).what))?;
        let letters = self.survey.key(thing).bytes().filter(|byte| *byte != b' ');
        Some(letters.eq(what.bytes()).then_some(Found::Nothing))
    }

    /// A name with a word that promises one; a description that is nothing but a promise.
    fn placeholder(&self, thing: Thing) -> Option<Found> {
        let key = self.survey.key(thing);
        if self.words.contains(key) || key.split(' ').any(|word| self.words.contains(word)) {
            return self.in_names(thing, |name| Some(name.to_string()));
        }
        let texts: Vec<&str> = match self.description(thing).flatten() {
            Some(Value::Text(text)) => vec![text],
            Some(Value::Localized(texts)) => texts.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        };
        let short = texts.into_iter().filter(|text| !text.is_empty() && text.len() <= SHORT);
        short.map(str::trim).find(|text| self.words.contains(names::exact_key(text).as_str())).map(|text| Found::Text(text.to_string()))
    }

    /// The languages that others have and this name lacks; `None` for a name that is not given by language.
    fn missing_language(&self, thing: Thing) -> Option<Option<Found>> {
        let given = self.survey.named(thing).by_language?;
        let mut missing = [false; 3];
        for language in Language::ALL {
            missing[language as usize] = self.languages[language as usize] && !given[language as usize];
        }
        Some(missing.contains(&true).then_some(Found::Languages(missing)))
    }
}
