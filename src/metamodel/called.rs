//! Kinds, attributes and links by what people call them: whoever writes `[ведомство]` or `владелец` is told the id.
//!
//! Only for suggestions: what a drawing's words mean decides the mapping.

use std::sync::OnceLock;

use super::{KindId, KindSet, Member, Metamodel};
use crate::names::Directory;
use crate::problem::nearest;
use crate::text::{Language, Trilingual};

/// The titles, made when something unknown is first met.
#[derive(Debug, Default)]
pub(super) struct Called {
    kinds: OnceLock<Directory<KindId>>,
    attributes: OnceLock<Directory<usize>>,
    links: OnceLock<Directory<usize>>,
}

/// A title has to be this near: initials of one are any three letters.
const SURE: f64 = 0.85;

impl Metamodel {
    /// The kind that was probably meant: its id is a slip away, or it is called nearly so in some language.
    pub fn nearest_kind(&self, word: &str) -> Option<&str> {
        let near = nearest(word, self.kinds.iter().map(|kind| kind.name.as_str()));
        near.or_else(|| {
            let numbers = (0..self.kinds.len()).map(|at| KindId(at as u8));
            let titles = numbers.flat_map(|id| titles(&self.kind(id).title).map(move |title| (title, id)));
            let directory = self.called.kinds.get_or_init(|| Directory::new(titles));
            let (kind, likeness) = directory.nearest(word, |_| true)?;
            (likeness >= SURE).then(|| self.kind(kind).name.as_str())
        })
    }

    /// What was probably meant of all that may be written about a kind.
    pub fn nearest_writable(&self, kind: KindId, word: &str) -> Option<&str> {
        let near = nearest(word, self.writable(kind));
        near.or_else(|| {
            let of_attributes = self.attributes.iter().map(|attribute| &attribute.title);
            let of_links = self.links.iter().map(|link| &link.title);
            let attributes = self.called.attributes.get_or_init(|| Directory::new(numbered(of_attributes)));
            let links = self.called.links.get_or_init(|| Directory::new(numbered(of_links)));
            let here = |kinds: KindSet| kinds.contains(kind);
            let attribute = attributes.nearest(word, |at| !self.attributes[at].derived && here(self.attributes[at].from));
            let link = links.nearest(word, |at| here(self.links[at].from));
            let attribute = attribute.map(|(at, likeness)| (likeness, self.attributes[at].name.as_str()));
            let link = link.map(|(at, likeness)| (likeness, self.links[at].name.as_str()));
            let known = |(_, name): &(f64, &str)| self.member(kind, name).is_some_and(|member| !matches!(member, Member::Inverse(_)));
            let found = [attribute, link].into_iter().flatten().filter(known).max_by(|(one, _), (other, _)| one.total_cmp(other))?;
            (found.0 >= SURE).then_some(found.1)
        })
    }
}

fn numbered<'m>(all: impl Iterator<Item = &'m Trilingual>) -> impl Iterator<Item = (&'m str, usize)> {
    all.enumerate().flat_map(|(at, title)| titles(title).map(move |title| (title, at)))
}

/// A title in each language, and what stands in its brackets apart: `Собственник (владелец)`.
fn titles(title: &Trilingual) -> impl Iterator<Item = &str> {
    let parts = |text| str::split(text, ['(', ')']).chain([text]);
    Language::ALL.into_iter().flat_map(move |language| parts(title.get(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_what_is_written_about_them_are_known_by_their_names() {
        let metamodel = Metamodel::standard();
        for word in ["sytem", "Информационная система", "Ақпараттық жүйе", "Akparattyk zhuie", "информационые системы", "ИС"]
        {
            assert_eq!(metamodel.nearest_kind(word), Some("system"), "{word}");
        }
        for word in ["emr", "ehealth", "цветок"] {
            assert_eq!(metamodel.nearest_kind(word), None, "{word}");
        }
        let system = metamodel.find_kind("system").expect("it is a kind");
        for word in ["ownr", "владелец", "собственник", "Иесі", "Owner"] {
            assert_eq!(metamodel.nearest_writable(system, word), Some("owner"), "{word}");
        }
        assert_eq!(metamodel.nearest_writable(system, "погода"), None);
    }
}
