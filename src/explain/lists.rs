//! Lists of everything that can be asked for.

use super::{FORMATS, Page};
use crate::problem::Code;
use crate::report::paper::Ink;
use crate::text::say;

impl Page<'_> {
    pub(super) fn list(&mut self, name: &str) {
        match name {
            "kinds" => self.kinds(),
            "requirements" => self.all_requirements(),
            "problems" => Code::ALL.iter().for_each(|code| self.problem(*code)),
            "packs" => self.library.packs.iter().for_each(|pack| self.paper.entry(0, &pack.id, Ink::Strong, pack.title.get(self.language))),
            _ => FORMATS.into_iter().for_each(|format| self.format(format)),
        }
    }

    fn kinds(&mut self) {
        let language = self.language;
        for (at, layer) in self.metamodel.layers.iter().enumerate() {
            self.paper.blank();
            self.heading(&layer.name, layer.title.get(language));
            for kind in self.metamodel.kinds.iter().filter(|kind| kind.layer.index() == at) {
                self.paper.entry(2, &kind.name, Ink::Strong, kind.title.get(language));
            }
        }
        self.paper.blank();
        let words = self.say("explain.abstracts");
        self.paper.paragraph(0, Ink::Plain, &words);
        for shared in &self.metamodel.abstracts {
            self.paper.entry(2, &shared.name, Ink::Strong, shared.title.get(language));
        }
    }

    fn all_requirements(&mut self) {
        for pack in &self.library.packs {
            self.paper.blank();
            self.heading(&pack.id, pack.title.get(self.language));
            for requirement in &pack.requirements {
                let weight = say(self.language, &format!("weight.{}", requirement.weight.name()), &[]);
                self.paper.entry(2, &requirement.id, Ink::Strong, &format!("{} ({weight})", requirement.title.get(self.language)));
            }
        }
    }
}
