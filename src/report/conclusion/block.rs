//! What a conclusion is made of.

use super::Text;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// What the paper is called; once, at the beginning.
    Title(Text),
    Heading(Text),
    Paragraph(Text),
    List(List),
    Table(Table),
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
    pub share: u8,
    pub fill: Fill,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Text,
    /// Numbers and other short things that stand in the middle.
    Number,
}
