//! What a conclusion is made of.

use super::Text;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A word in the corner above a title: that it is a draft, which annex it is.
    Mark(Text),
    /// What the paper is called; once, at the beginning.
    Title(Text),
    /// A line that belongs to the title.
    Subtitle(Text),
    /// What an annex is called.
    Annex(Text),
    /// Counted from one in every paper, where a format counts them.
    Heading(Text),
    Paragraph(Text),
    /// What explains and could be left out.
    Note(Text),
    /// Names and values.
    Facts(Vec<(Text, Text)>),
    List(List),
    Table(Table),
    /// Who signs.
    Signature(Signature),
    /// What follows begins a page.
    Page(Turn),
}

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Upright,
    Across,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub numbered: bool,
    pub items: Vec<Item>,
}

/// An item with what belongs below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub text: Text,
    pub below: Vec<Text>,
}

impl From<Text> for Item {
    fn from(text: Text) -> Item {
        Item { text, below: Vec::new() }
    }
}

/// Rows have as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// Its paragraphs.
pub type Cell = Vec<Text>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub head: Text,
    /// Of the width, beside the shares of the other columns.
    pub share: u32,
    pub fill: Fill,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Text,
    /// Numbers and other short things that stand in the middle.
    Number,
}

/// Roles with room for a signature and a name each, and the words below that room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What they sign to; it stands on the same page.
    pub statement: Text,
    pub roles: Vec<Text>,
    pub signature: Text,
    pub name: Text,
    pub date: Text,
}
