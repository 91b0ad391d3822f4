//! The built-in questions about the form of a model: what packs may ask with `form = { asks = "…" }`.
//!
//! Such a question looks at how a model is written and drawn, not at what it says of an architecture; predicates cannot
//! ask it, because a view, a line or a missing name is no element of the graph. Here they only have names and what
//! they are about. Leaves to others: what a drawing shows (`read::archimate`), answers (`check`), words (`report`).

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A view shows no element, and leads to no other view.
    EmptyView,
    /// An element stands in no view and in no relationship, and no property names it.
    UnusedElement,
    /// An element stands in no view, though relationships lead to it.
    ElementOutsideViews,
    /// No view draws a relationship although views show both its ends.
    UnusedRelationship,
    /// The same relationship is drawn twice.
    RepeatedRelationship,
    /// Relationships of several types meet at a junction.
    MixedJunction,
    /// A junction joins nothing: fewer than two relationships meet there.
    LooseJunction,
    /// A box stands inside another, and no relationship says what that means.
    NestingWithoutRelationship,
    /// A box stands inside another, and the relationship says that it is the other way round.
    ReversedNesting,
    /// An element has no name.
    Nameless,
    /// An element has no description.
    Undescribed,
    /// A name or a description that stands for one still to come.
    Placeholder,
    /// A name that is nothing but the name of the type, as tools call what is new.
    TypeName,
    /// A name that a tool gave to a pasted copy.
    CopyName,
    /// A letter of the wrong alphabet in a word.
    MixedScripts,
    /// A name lacks a language in which the others are given.
    MissingLanguage,
    /// Several elements of one type have one name.
    PossibleDuplicates,
    /// Elements of several types have one name, and nothing ties them.
    SharedName,
    /// Nothing leads to an element, and it leads to nothing.
    Orphan,
    /// Nobody provides an interface.
    Unprovided,
    /// The last day of a waiver is over.
    WaiverExpired,
    /// The first day of a waiver is still to come.
    WaiverNotYetValid,
    /// A waiver names something that is not there.
    WaiverUnmatched,
    /// A waiver names a part of what falls short together.
    WaiverIncomplete,
    /// What a waiver names does not fall short.
    WaiverUnneeded,
    /// The requirement of a waiver leaves no room for one.
    WaiverNotWaivable,
    /// The body may not waive that.
    WaiverNotPermitted,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    Views,
    Relationships,
    Junctions,
    /// Boxes directly inside other boxes, each pair of elements once.
    Nestings,
    /// Elements one by one: of the kinds that the requirement names.
    Elements,
    /// Elements together, by their names.
    Names,
    /// The entries of the project's waivers.
    Waivers,
}

impl About {
    /// What reports call one of them; `None` for elements, which have a kind of their own.
    pub fn name(self) -> Option<&'static str> {
        match self {
            About::Views => Some("view"),
            About::Relationships => Some("relationship"),
            About::Junctions => Some("junction"),
            About::Waivers => Some("waiver"),
            About::Nestings | About::Elements | About::Names => None,
        }
    }
}

impl Form {
    pub const ALL: [Form; 27] = [
        Form::EmptyView,
        Form::UnusedElement,
        Form::ElementOutsideViews,
        Form::UnusedRelationship,
        Form::RepeatedRelationship,
        Form::MixedJunction,
        Form::LooseJunction,
        Form::NestingWithoutRelationship,
        Form::ReversedNesting,
        Form::Nameless,
        Form::Undescribed,
        Form::Placeholder,
        Form::TypeName,
        Form::CopyName,
        Form::MixedScripts,
        Form::MissingLanguage,
        Form::PossibleDuplicates,
        Form::SharedName,
        Form::Orphan,
        Form::Unprovided,
        Form::WaiverExpired,
        Form::WaiverNotYetValid,
        Form::WaiverUnmatched,
        Form::WaiverIncomplete,
        Form::WaiverUnneeded,
        Form::WaiverNotWaivable,
        Form::WaiverNotPermitted,
    ];

    /// As packs write it.
    pub fn name(self) -> &'static str {
        match self {
            Form::EmptyView => "empty-view",
            Form::UnusedElement => "unused-element",
            Form::ElementOutsideViews => "element-outside-views",
            Form::UnusedRelationship => "unused-relationship",
            Form::RepeatedRelationship => "repeated-relationship",
            Form::MixedJunction => "mixed-junction",
            Form::LooseJunction => "loose-junction",
            Form::NestingWithoutRelationship => "nesting-without-relationship",
            Form::ReversedNesting => "reversed-nesting",
            Form::Nameless => "nameless",
            Form::Undescribed => "undescribed",
            Form::Placeholder => "placeholder",
            Form::TypeName => "type-name",
            Form::CopyName => "copy-name",
            Form::MixedScripts => "mixed-scripts",
            Form::MissingLanguage => "missing-language",
            Form::PossibleDuplicates => "possible-duplicates",
            Form::SharedName => "shared-name",
            Form::Orphan => "orphan",
            Form::Unprovided => "unprovided",
            Form::WaiverExpired => "waiver-expired",
            Form::WaiverNotYetValid => "waiver-not-yet-valid",
            Form::WaiverUnmatched => "waiver-unmatched",
            Form::WaiverIncomplete => "waiver-incomplete",
            Form::WaiverUnneeded => "waiver-unneeded",
            Form::WaiverNotWaivable => "waiver-not-waivable",
            Form::WaiverNotPermitted => "waiver-not-permitted",
        }
    }

    pub fn from_name(name: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.name() == name)
    }

    pub fn about(self) -> About {
        match self {
            Form::EmptyView => About::Views,
            Form::UnusedRelationship | Form::RepeatedRelationship => About::Relationships,
            Form::MixedJunction | Form::LooseJunction => About::Junctions,
            Form::NestingWithoutRelationship | Form::ReversedNesting => About::Nestings,
            Form::PossibleDuplicates | Form::SharedName => About::Names,
            Form::WaiverExpired
            | Form::WaiverNotYetValid
            | Form::WaiverUnmatched
            | Form::WaiverIncomplete
            | Form::WaiverUnneeded
            | Form::WaiverNotWaivable
            | Form::WaiverNotPermitted => About::Waivers,
            _ => About::Elements,
        }
    }

    /// What may stand in braces in the message of a requirement that asks this, beside `{name}`.
    pub fn holes(self) -> &'static [&'static str] {
        match self {
            Form::UnusedRelationship | Form::RepeatedRelationship => &["type", "source", "target"],
            Form::MixedJunction => &["found"],
            Form::NestingWithoutRelationship | Form::ReversedNesting => &["outer", "view"],
            Form::Placeholder | Form::CopyName | Form::MixedScripts | Form::MissingLanguage => &["found", "type"],
            Form::PossibleDuplicates | Form::SharedName => &["count", "type"],
            Form::EmptyView | Form::LooseJunction => &[],
            _ if self.about() == About::Waivers => &["requirement", "decision", "body", "owner", "granted", "until", "found"],
            _ => &["type"],
        }
    }

    /// What a pack may set for this question.
    pub fn settings(self) -> &'static [Setting] {
        match self {
            Form::Placeholder => &[Setting::Words, Setting::Ignore],
            Form::MissingLanguage => &[Setting::Share],
            Form::Unprovided => &[Setting::Links],
            Form::Orphan => &[Setting::Links],
            Form::EmptyView | Form::MixedJunction | Form::LooseJunction => &[],
            _ if self.about() == About::Waivers => &[],
            _ => &[Setting::Ignore],
        }
    }
}

/// What a pack may set for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// Kinds, and types of ArchiMate, of elements or relationships, that are passed over.
    Ignore,
    /// Links of the metamodel: those that provide; those that tie nothing to anything.
    Links,
    /// A share, from 0 to 1.
    Share,
    /// Words.
    Words,
}

impl Setting {
    pub fn name(self) -> &'static str {
        match self {
            Setting::Ignore => "ignore",
            Setting::Links => "links",
            Setting::Share => "share",
            Setting::Words => "words",
        }
    }
}
