//! What the names in a written mapping mean: kinds, types, members, words, and the table of links.

use super::*;

impl Builder<'_> {
    pub(super) fn kind(&mut self, name: &Text) -> Option<KindId> {
        let kind = self.metamodel.find_kind(name.get_ref());
        if kind.is_none() {
            self.unknown_kind(name);
        }
        kind
    }

    /// A kind, or that there is none; nothing for what is neither.
    pub(super) fn kind_or_none(&mut self, name: &Text) -> Option<Option<KindId>> {
        if name.get_ref() == NO_KIND { Some(None) } else { self.kind(name).map(Some) }
    }

    fn unknown_kind(&mut self, name: &Text) {
        let known = self.metamodel.kinds.iter().map(|kind| kind.name.as_str());
        let known = known.chain(self.metamodel.abstracts.iter().map(|shared| shared.name.as_str()));
        let near = nearest(name.get_ref(), known).unwrap_or_default().to_string();
        let problem = self.wrong(name, Code::UnknownKind);
        *problem = problem.clone().with("found", name.get_ref().as_str()).with("nearest", near);
    }

    pub(super) fn kind_set(&mut self, names: &Names) -> KindSet {
        let mut kinds = KindSet::EMPTY;
        for name in names {
            match self.metamodel.kinds_named(name.get_ref()) {
                Some(named) => kinds = kinds.union(named),
                None => self.unknown_kind(name),
            }
        }
        kinds
    }

    pub(super) fn known_type(&mut self, name: &Text, standard: &Standard) -> ElementType {
        let found = standard.element_type(name.get_ref());
        if found == ElementType::UNKNOWN {
            let near = nearest(name.get_ref(), standard.type_names.iter().map(AsRef::as_ref)).unwrap_or_default().to_string();
            self.misfit(name, "type", &near);
        }
        found
    }

    pub(super) fn type_set(&mut self, names: &Names, standard: &Standard) -> TypeSet {
        names.iter().map(|name| self.known_type(name, standard)).collect()
    }

    pub(super) fn link(&mut self, kind: KindId, name: &Text) -> Option<LinkId> {
        let link = self.metamodel.link_of(kind, name.get_ref());
        if link.is_none() {
            let near = nearest(name.get_ref(), self.metamodel.writable(kind)).unwrap_or_default().to_string();
            let kind = self.metamodel.kind(kind).name.clone();
            let problem = self.wrong(name, Code::UnknownAttribute);
            *problem = problem.clone().with("found", name.get_ref().as_str()).with("kind", kind).with("nearest", near);
        }
        link
    }

    /// By link: whether it is called so, on whatever kind.
    pub(super) fn links_called(&mut self, names: &[Text]) -> Vec<bool> {
        for name in names {
            if !self.metamodel.links.iter().any(|link| link.name == *name.get_ref()) {
                self.misfit(name, "link", "link");
            }
        }
        self.metamodel.links.iter().map(|link| names.iter().any(|name| *name.get_ref() == link.name)).collect()
    }

    pub(super) fn kind_words(&mut self, specializations: &Table<Names>) -> FxHashMap<Box<str>, Option<KindId>> {
        let mut known: FxHashMap<String, Option<KindId>> = FxHashMap::default();
        let mut words = Vec::new();
        for (kind, written) in specializations {
            let Some(kind) = self.kind_or_none(kind) else { continue };
            for word in written {
                if known.insert(fold(word.get_ref()), kind).is_some_and(|other| other != kind) {
                    self.misfit(word, "specialization", "one-meaning");
                }
                words.push((word.get_ref().as_str(), kind));
            }
        }
        words::of_kinds(self.metamodel, &words)
    }

    /// Words for members, each with the name of its member.
    pub(super) fn further<'w>(&mut self, written: &'w Table<Names>) -> Vec<(&'w str, &'w str)> {
        let mut known: FxHashMap<String, &str> = FxHashMap::default();
        let mut further = Vec::new();
        for (name, words) in written {
            self.known_member(name, "key");
            for word in words {
                if known.insert(fold(word.get_ref()), name.get_ref()).is_some() {
                    self.misfit(word, name.get_ref(), "one-meaning");
                }
                further.push((name.get_ref().as_str(), word.get_ref().as_str()));
            }
        }
        further
    }

    /// The name of an attribute or link that drawings may set.
    pub(super) fn known_member(&mut self, name: &Text, table: &str) {
        let is_target = |member: &Member| words::target(self.metamodel, name.get_ref(), member).is_some();
        if !self.metamodel.all_kinds().iter().any(|kind| self.metamodel.member(kind, name.get_ref()).is_some_and(is_target)) {
            self.misfit(name, table, "attribute");
        }
    }

    /// Words for values: of `attribute` wherever a kind has one that takes the value, or of `kind.attribute`.
    pub(super) fn value_words(&mut self, written: &Table<Table<Names>>) -> FxHashMap<AttributeId, FxHashMap<Box<str>, Word>> {
        let mut all: FxHashMap<AttributeId, FxHashMap<Box<str>, Word>> = FxHashMap::default();
        for (attribute, values) in written {
            let attributes = self.attributes_called(attribute);
            for (value, words) in values {
                let fitting: Vec<(AttributeId, Word)> =
                    attributes.iter().filter_map(|id| Some((*id, self.value(*id, value.get_ref())?))).collect();
                if fitting.is_empty() {
                    self.misfit(value, attribute.get_ref(), "value");
                }
                for ((id, meant), word) in fitting.iter().flat_map(|fitting| words.iter().map(move |word| (*fitting, word))) {
                    let known = all.entry(id).or_default().insert(fold(word.get_ref()).into(), meant);
                    if known.is_some_and(|known| known != meant) {
                        self.misfit(word, attribute.get_ref(), "one-meaning");
                    }
                }
            }
        }
        all
    }

    fn value(&self, attribute: AttributeId, value: &str) -> Option<Word> {
        self.metamodel.find_word(value).filter(|word| self.metamodel.attribute(attribute).values.contains(word))
    }

    /// The attributes of a name, of one kind or of any.
    fn attributes_called(&mut self, written: &Text) -> Vec<AttributeId> {
        let attributes = attributes_called(self.metamodel, written.get_ref());
        if attributes.is_empty() {
            self.misfit(written, "attribute", "attribute");
        }
        attributes
    }

    /// The table of links. Where several entries fit, the first has it.
    pub(super) fn links(&mut self, written: &[WrittenLink]) -> Vec<Option<Stated>> {
        let count = self.metamodel.kinds.len();
        let mut table = vec![None; Shape::COUNT * count * count];
        for entry in written {
            let name = match (&entry.link, &entry.attribute) {
                (Some(name), None) | (None, Some(name)) => name,
                _ => {
                    let problem = Problem::new(Code::WrongConfiguration, Place::whole(self.file)).with("name", "link");
                    self.problems.push(problem.with("expected", "link, attribute").with("found", entry.relation.name()));
                    continue;
                }
            };
            if (entry.access.is_some() && entry.relation != RelationType::Access)
                || (entry.directed && entry.relation != RelationType::Association)
            {
                self.misfit(name, "access, directed", "relation = \"Access\", \"Association\"");
            }
            if !self.fill(entry, name, &mut table) {
                self.misfit(name, "link", "source, target");
            }
        }
        table
    }

    /// Enters one entry wherever it fits; whether it does at all.
    fn fill(&mut self, entry: &WrittenLink, name: &Text, table: &mut [Option<Stated>]) -> bool {
        let count = self.metamodel.kinds.len();
        let (sources, targets) = (self.kind_set(&entry.source), self.kind_set(&entry.target));
        let of_target = entry.of == WrittenOf::Target;
        let (owners, ends) = if of_target { (targets, sources) } else { (sources, targets) };
        let mut fits = false;
        for owner in owners.iter() {
            let (what, to) = match &entry.attribute {
                Some(_) => match self.metamodel.attribute_of(owner, name.get_ref()) {
                    Some(attribute) => (Target::Attribute(attribute), ends),
                    None => continue,
                },
                None => match self.metamodel.link_of(owner, name.get_ref()) {
                    Some(link) => (Target::Link(link), ends.intersection(self.metamodel.link(link).to)),
                    None => continue,
                },
            };
            for end in to.iter() {
                let (source, target) = if of_target { (end, owner) } else { (owner, end) };
                fits = true;
                let mut put = |shape: Shape, source: KindId, target: KindId, of_target: bool| {
                    let at = (shape.index() * count + source.index()) * count + target.index();
                    table[at].get_or_insert(Stated { what, of_target, sole: entry.sole });
                };
                for shape in shapes(entry) {
                    put(shape, source, target, of_target);
                    if entry.relation == RelationType::Association && !entry.directed {
                        put(shape, target, source, !of_target);
                    }
                }
            }
        }
        fits
    }
}

/// The attributes of a name, `kind.attribute` or of any kind, as drawings may set them.
pub fn attributes_called(metamodel: &Metamodel, written: &str) -> Vec<AttributeId> {
    let (kinds, name) = match written.split_once('.') {
        Some((kind, name)) => (metamodel.kinds_named(kind).unwrap_or(KindSet::EMPTY), name),
        None => (metamodel.all_kinds(), written),
    };
    let mut attributes: Vec<AttributeId> = kinds.iter().filter_map(|kind| metamodel.attribute_of(kind, name)).collect();
    attributes.sort_unstable();
    attributes.dedup();
    attributes
}

fn shapes(entry: &WrittenLink) -> Vec<Shape> {
    match (entry.relation, entry.access, entry.directed) {
        (_, Some(WrittenAccess::Read), _) => vec![Shape::Read],
        (_, Some(WrittenAccess::Write), _) => vec![Shape::Write],
        (RelationType::Access, None, _) => vec![Shape::Plain(RelationType::Access), Shape::Read, Shape::Write],
        (_, _, true) => vec![Shape::Directed],
        (RelationType::Association, _, false) => vec![Shape::Plain(RelationType::Association), Shape::Directed],
        (relation, _, _) => vec![Shape::Plain(relation)],
    }
}
