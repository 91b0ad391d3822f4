//! Blocks as paragraphs and tables of a document.

use super::page::section;
use super::styles::{BULLETS, Numbering};
use super::table::{cell, lined, opening, widths};
use super::xml::escaped;
use crate::report::conclusion::{Block, Item, List, Origin, Piece, Signature, Text, Turn};

/// The body of a document, paper behind paper.
pub struct Writer<'a> {
    pub(super) body: String,
    pub(super) turn: Turn,
    /// Which of the heads its pages have.
    header: usize,
    /// The numbers of headings in this paper.
    headings: usize,
    numbering: &'a mut Numbering,
    /// What the pages behind us are, where there are any.
    open: Option<String>,
}

impl<'a> Writer<'a> {
    pub fn new(numbering: &'a mut Numbering) -> Writer<'a> {
        Writer { body: String::new(), turn: Turn::Upright, header: 0, headings: 0, numbering, open: None }
    }

    /// A paper with its own head and its own numbers.
    pub fn paper(&mut self, header: usize, blocks: &[Block]) {
        self.header = header;
        self.headings = self.numbering.headings();
        blocks.iter().for_each(|block| self.block(block));
    }

    /// The body with the properties of its last section.
    pub fn finish(mut self) -> String {
        let last = self.open.take().unwrap_or_else(|| section(Turn::Upright, 1));
        self.body + &last
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Mark(text) => self.paragraph("Mark", text),
            Block::Title(text) => self.paragraph("Heading1", text),
            Block::Subtitle(text) => self.paragraph("Subtitle", text),
            Block::Annex(text) => self.paragraph("Annex", text),
            Block::Heading(text) => {
                let number = self.headings;
                self.listed("Heading2", number, 0, text);
            }
            Block::Paragraph(text) => self.paragraph("Normal", text),
            Block::Note(text) => self.paragraph("Note", text),
            Block::Facts(facts) => self.facts(facts),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Signature(signature) => self.signature(signature),
            Block::Page(turn) => self.page(*turn),
        }
    }

    /// A section ends with the properties of its own pages, in its last paragraph.
    fn page(&mut self, turn: Turn) {
        let new = section(turn, self.header);
        if let Some(old) = self.open.replace(new) {
            self.body.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"Gap\"/>{old}</w:pPr></w:p>"));
        }
        self.turn = turn;
    }

    fn paragraph(&mut self, style: &'static str, text: &Text) {
        let paragraph = self.styled(style, text);
        self.body.push_str(&paragraph);
    }

    pub(super) fn styled(&self, style: &str, text: &Text) -> String {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", runs(style, text))
    }

    fn listed(&mut self, style: &str, number: usize, level: usize, text: &Text) {
        self.body.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr></w:pPr>{}</w:p>",
            runs(style, text)
        ));
    }

    /// Tables that follow each other would become one.
    pub(super) fn gap(&mut self) {
        self.body.push_str("<w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p>");
    }

    fn list(&mut self, list: &List) {
        let number = if list.numbered { self.numbering.list() } else { BULLETS };
        for Item { text, below } in &list.items {
            self.listed("ListParagraph", number, 0, text);
            below.iter().for_each(|text| self.listed("ListParagraph", BULLETS, 1, text));
        }
    }

    fn facts(&mut self, facts: &[(Text, Text)]) {
        let widths = widths(&[3, 7], self.turn);
        self.body.push_str(&opening(&widths, true));
        for (name, value) in facts {
            let cells = [(name, "TableName"), (value, "TableText")];
            let cells: String = cells.iter().zip(&widths).map(|((text, style), width)| cell(*width, &self.styled(style, text))).collect();
            self.body.push_str(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"));
        }
        self.body.push_str("</w:tbl>");
        self.gap();
    }

    /// A line for each role; the words below the lines are small. All of it stays on one page.
    fn signature(&mut self, signature: &Signature) {
        self.paragraph("Closing", &signature.statement);
        let widths = widths(&[44, 2, 22, 2, 30], self.turn);
        self.body.push_str(&opening(&widths, false));
        for role in &signature.roles {
            let empty = Text::default();
            let row = |style: &str, texts: [&Text; 5], line: bool| {
                let cells = texts.iter().zip(&widths).enumerate().map(|(at, (text, width))| {
                    // Room between the lines.
                    let is_lined = line && at % 2 == 0 && at > 0;
                    if is_lined { lined(*width, &self.styled(style, text)) } else { cell(*width, &self.styled(style, text)) }
                });
                format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells.collect::<String>())
            };
            let line = row("SignRole", [role, &empty, &empty, &empty, &empty], true);
            let under = row("Under", [&empty, &empty, &signature.signature, &empty, &signature.name], false);
            self.body.push_str(&(line + &under));
        }
        self.body.push_str("</w:tbl>");
        self.paragraph("SignDate", &signature.date);
    }
}

fn runs(style: &str, text: &Text) -> String {
    text.0.iter().filter(|piece| !piece.text.is_empty()).map(|piece| run(style, piece)).collect()
}

fn run(style: &str, piece: &Piece) -> String {
    let mut properties = String::new();
    if piece.origin == Origin::Code {
        properties.push_str(code_style(style));
    }
    if piece.strong {
        properties.push_str("<w:b/><w:bCs/>");
    }
    if piece.emphasis {
        properties.push_str("<w:i/><w:iCs/>");
    }
    // No dictionary knows what a model calls its elements.
    if piece.origin == Origin::Model {
        properties.push_str("<w:noProof/>");
    }
    let properties = if properties.is_empty() { properties } else { format!("<w:rPr>{properties}</w:rPr>") };
    // A number stays with its sign.
    let text = if piece.origin == Origin::Words { piece.text.replace("№ ", "№\u{a0}") } else { piece.text.clone() };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&text))
}

/// Letters of one width look larger than the others: they are smaller than what stands around them.
fn code_style(around: &str) -> &'static str {
    match around {
        small if small.ends_with("Small") => "<w:rStyle w:val=\"CodeSmall\"/>",
        table if table.starts_with("Table") || table == "Note" => "<w:rStyle w:val=\"CodeTable\"/>",
        _ => "<w:rStyle w:val=\"Code\"/>",
    }
}
