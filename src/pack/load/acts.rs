//! What a pack stands on: an order, acts of a body's own, or nothing, where it is advice; and what its requirements cite.

use toml::Spanned;

use super::{Loader, Table};
use crate::pack::written::{WrittenAct, WrittenCitation};
use crate::pack::{Act, Citation, mistake};
use crate::problem::{Code, nearest};

impl Loader<'_> {
    pub(super) fn acts(&mut self, head: &Table, written: &[Spanned<WrittenAct>]) {
        for act in written {
            let table = Table { name: "pack.act", place: self.at(act), below: Some("act"), unread: head.unread };
            let id = self.text(&table, "id", act.get_ref().id.as_ref());
            let title = self.words(&table, "title", act.get_ref().title.as_ref());
            if let Some(written) = act.get_ref().id.as_ref().filter(|_| self.acts.iter().any(|known| known.id == id)) {
                let place = self.at(written);
                self.wrong(mistake(Code::PackName, place, "second-act").with("found", &id));
            }
            self.acts.push(Act { id, title });
        }
    }

    /// What has a say in a verdict stands on an act; what stands on none is advice.
    pub(super) fn stands_on_something(&mut self, head: &Table) {
        let unread = |name: &str| head.unread.iter().any(|key| key == name);
        let stands = self.of_an_order || !self.acts.is_empty() || self.advisory;
        if !stands && !["order", "edition", "act", "advisory"].into_iter().any(unread) {
            self.wrong(mistake(Code::PackIncomplete, head.place, "pack-of-nothing"));
        }
    }

    pub(super) fn citations(&mut self, outer: &Table, written: &[Spanned<WrittenCitation>]) -> Vec<Citation> {
        written.iter().filter_map(|cite| self.citation(outer, cite)).collect()
    }

    fn citation(&mut self, outer: &Table, cite: &Spanned<WrittenCitation>) -> Option<Citation> {
        let (place, written) = (self.at(cite), cite.get_ref());
        let (order, act) = match (&written.order, &written.act) {
            (Some(order), None) => {
                if written.paragraph.is_none() {
                    let table = Table { name: "requirement.cites", place, below: Some("cites"), unread: outer.unread };
                    self.missing(&table, "paragraph");
                }
                (order.clone(), None)
            }
            (None, Some(id)) => {
                let known = self.acts.iter().find(|act| act.id == *id.get_ref()).map(|act| act.title.clone());
                if known.is_none() {
                    let near = nearest(id.get_ref(), self.acts.iter().map(|act| act.id.as_str())).unwrap_or("").to_string();
                    let problem = mistake(Code::PackName, self.at(id), "act-unknown");
                    self.wrong(problem.with("found", id.get_ref().as_str()).with("nearest", near));
                }
                (id.get_ref().clone(), Some(known.unwrap_or_default()))
            }
            _ => {
                self.wrong(mistake(Code::PackIncomplete, place, "citation-of-nothing"));
                return None;
            }
        };
        Some(Citation {
            order,
            act,
            paragraph: written.paragraph.clone().unwrap_or_default(),
            subparagraph: written.subparagraph.clone(),
            kk_paragraph: written.kk_paragraph.clone(),
            kk_subparagraph: written.kk_subparagraph.clone(),
        })
    }
}
