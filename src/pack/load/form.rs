//! `form`: a question about the form of a model, as written → as meant.

use toml::Spanned;

use super::{Loader, Table};
use crate::form::{About, Form, Setting};
use crate::metamodel::LinkId;
use crate::names;
use crate::pack::form::{Asked, Ignored};
use crate::pack::mistake;
use crate::pack::written::{Text, Words, WrittenForm, WrittenRequirement};
use crate::place::{Place, Span};
use crate::problem::{Code, nearest};
use crate::read::archimate::{ElementType, Mapping, RelationType};

impl Loader<'_> {
    /// The question, if the requirement asks one and everything about it is right.
    pub(super) fn form(&mut self, table: &Table, written: &WrittenRequirement) -> Option<Asked> {
        let asked = written.form.as_ref()?;
        let place = self.at(asked);
        let inner = Table { name: "form", place, below: Some("form"), unread: table.unread };
        let Some(asks) = &asked.get_ref().asks else {
            self.missing(&inner, "asks");
            return None;
        };
        let Some(form) = Form::from_name(asks.get_ref()) else {
            let near = nearest(asks.get_ref(), Form::ALL.into_iter().map(Form::name)).unwrap_or("");
            let problem = mistake(Code::PackName, self.at(asks), "form-unknown").with("found", asks.get_ref().as_str());
            self.wrong(problem.with("nearest", near));
            return None;
        };
        self.stands_alone(table, written, place);
        self.fits_subject(form, table, written);
        let shown = self.settings(form, asked);
        let written_form = asked.get_ref();
        let message = self.words(table, "message", written.message.as_ref());
        self.holes(form, written.message.as_ref());
        Some(Asked {
            form,
            ignored: self.ignored(&written_form.ignore),
            links: self.links(&written_form.links),
            words: written_form.words.iter().map(|word| names::exact_key(word.get_ref())).collect(),
            share: written_form.share.as_ref().map_or(0.0, |share| self.share(share)),
            shown,
            message,
        })
    }

    /// A question about form is the whole of its requirement.
    fn stands_alone(&mut self, table: &Table, written: &WrittenRequirement, place: Place) {
        let others = [&written.condition, &written.full, &written.partial, &written.state, &written.acyclic];
        let more = written.unique.is_some() || written.group.is_some() || written.attested.is_some() || written.expects.is_some();
        let more = more || !written.case.is_empty() || written.partial_message.is_some();
        if more || others.iter().any(|text| text.is_some()) {
            self.wrong(mistake(Code::PackSyntax, place, "form-beside-predicates").with("id", table.name));
        }
    }

    /// Questions about elements name their kinds; views, relationships and junctions have none.
    fn fits_subject(&mut self, form: Form, table: &Table, written: &WrittenRequirement) {
        match (matches!(form.about(), About::Elements | About::Names), written.subject.first()) {
            (true, None) => self.missing(table, "subject"),
            (false, Some(subject)) => {
                let place = self.at(subject);
                self.wrong(mistake(Code::PackSyntax, place, "form-without-subject").with("found", form.name()));
            }
            _ => {}
        }
    }

    /// The settings as written. What the question does not have is a mistake, and so is a missing one.
    fn settings(&mut self, form: Form, written: &Spanned<WrittenForm>) -> Vec<(&'static str, String)> {
        let asked = written.get_ref();
        let listed = |texts: &[Text]| texts.iter().map(|text| text.get_ref().as_str()).collect::<Vec<_>>().join(", ");
        let given = [
            (Setting::Ignore, listed(&asked.ignore), asked.ignore.first().map(|text| self.at(text))),
            (Setting::Links, listed(&asked.links), asked.links.first().map(|text| self.at(text))),
            (Setting::Words, listed(&asked.words), asked.words.first().map(|text| self.at(text))),
            (
                Setting::Share,
                asked.share.as_ref().map(|share| share.get_ref().to_string()).unwrap_or_default(),
                asked.share.as_ref().map(|share| self.at(share)),
            ),
        ];
        let mut shown = Vec::new();
        for (setting, text, place) in given {
            match (form.settings().contains(&setting), place) {
                (false, Some(place)) => {
                    let problem = mistake(Code::PackName, place, "setting-unfit").with("found", setting.name());
                    self.wrong(problem.with("form", form.name()));
                }
                (true, None) if setting != Setting::Ignore => {
                    let table = Table { name: "form", place: self.at(written), below: Some("form"), unread: &[] };
                    self.missing(&table, setting.name());
                }
                (true, Some(_)) => shown.push((setting.name(), text)),
                _ => {}
            }
        }
        shown
    }

    fn ignored(&mut self, types: &[Text]) -> Ignored {
        let mut ignored = Ignored::default();
        let mapping = Mapping::standard();
        for written in types {
            let name = written.get_ref().as_str();
            if let Some(kinds) = self.metamodel.kinds_named(name) {
                ignored.kinds = ignored.kinds.union(kinds);
                continue;
            }
            match (mapping.element_type(name), RelationType::from_name(name)) {
                (ElementType::UNKNOWN, Some(relation)) => ignored.relationships |= 1 << relation as u16,
                (ElementType::UNKNOWN, None) => {
                    let known = mapping.type_names().chain(RelationType::ALL.into_iter().map(RelationType::name));
                    let near = nearest(name, known).unwrap_or("");
                    let problem = mistake(Code::PackName, self.at(written), "type-unknown").with("found", name).with("nearest", near);
                    self.wrong(problem);
                }
                (element, _) => ignored.elements.push(element.0),
            }
        }
        ignored
    }

    /// Links by their names, each with every definition of it.
    fn links(&mut self, names: &[Text]) -> Vec<LinkId> {
        let mut links = Vec::new();
        for written in names {
            let name = written.get_ref().as_str();
            let all = || self.metamodel.links.iter().enumerate();
            let found: Vec<LinkId> = all().filter(|(_, link)| link.name == name).map(|(at, _)| LinkId(at as u16)).collect();
            if found.is_empty() {
                let near = nearest(name, all().map(|(_, link)| link.name.as_str())).unwrap_or("");
                let problem = mistake(Code::PackName, self.at(written), "link-unknown").with("found", name).with("nearest", near);
                self.wrong(problem);
            }
            links.extend(found);
        }
        links
    }

    fn share(&mut self, written: &Spanned<f64>) -> f64 {
        if !(0.0..=1.0).contains(written.get_ref()) {
            let problem = mistake(Code::PackType, self.at(written), "share-out-of-range").with("found", written.get_ref().to_string());
            self.wrong(problem);
        }
        *written.get_ref()
    }

    /// The holes of a message are those that the question fills.
    fn holes(&mut self, form: Form, message: Option<&Spanned<Words>>) {
        let Some(words) = message.map(Spanned::get_ref) else { return };
        for text in [&words.kk, &words.ru, &words.en].into_iter().flatten() {
            let mut at = 0;
            while let Some(open) = text.get_ref()[at..].find('{').map(|open| at + open) {
                let end = text.get_ref()[open..].find('}').map_or(text.get_ref().len(), |length| open + length);
                let hole = text.get_ref()[open + 1..end].split(':').next().unwrap_or("");
                if hole != "name" && !form.holes().contains(&hole) {
                    let place = super::inside(self.sources, self.at(text), Span::new(open, (end + 1).min(text.get_ref().len())));
                    let known = ["name"].iter().chain(form.holes()).map(|hole| format!("{{{hole}}}")).collect::<Vec<_>>().join(", ");
                    self.wrong(mistake(Code::PackName, place, "hole-unknown").with("found", hole).with("known", known));
                }
                at = end;
            }
        }
    }
}
