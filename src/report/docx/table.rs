//! Tables: widths that hold, heads that repeat on every page, rows that stay whole.

use super::page::width;
use super::paper::Writer;
use crate::report::conclusion::{Cell, Column, Fill, Table, Text, Turn};

/// With so many columns letters are small.
const MANY: usize = 4;
/// A row with more letters may be broken at the end of a page.
const LONG: usize = 900;

const EDGES: [&str; 6] = ["top", "left", "bottom", "right", "insideH", "insideV"];

/// The beginning of a table with columns of these widths.
pub fn opening(widths: &[u32], has_lines: bool) -> String {
    let kind = if has_lines { "single" } else { "nil" };
    let edge = |edge: &&str| format!("<w:{edge} w:val=\"{kind}\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
    let edges: String = EDGES.iter().map(edge).collect();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/><w:left w:w=\"70\" w:type=\"dxa\"/><w:bottom w:w=\"28\" w:type=\"dxa\"/>\
         <w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<u32>()
    )
}

/// A cell of that width with these paragraphs.
pub fn cell(width: u32, paragraphs: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{paragraphs}</w:tc>")
}

/// A cell with a line below it, to write on.
pub fn lined(width: u32, paragraphs: &str) -> String {
    let line = "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:tcBorders>";
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{line}</w:tcPr>{paragraphs}</w:tc>")
}

/// The whole width in the shares of the columns.
pub fn widths(shares: &[u32], turn: Turn) -> Vec<u32> {
    let all = shares.iter().sum::<u32>().max(1);
    shares.iter().map(|share| width(turn) * share / all).collect()
}

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let widths = widths(&table.columns.iter().map(|column| column.share).collect::<Vec<_>>(), self.turn);
        let is_small = table.columns.len() > MANY;
        self.body.push_str(&opening(&widths, true));
        let heads = table.columns.iter().zip(&widths);
        let style = if is_small { "TableHeadSmall" } else { "TableHead" };
        let heads: String = heads.map(|(column, width)| cell(*width, &self.styled(style, &column.head))).collect();
        self.body.push_str(&format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"));
        for row in &table.rows {
            self.row(&table.columns, &widths, row, is_small);
        }
        self.body.push_str("</w:tbl>");
        self.gap();
    }

    fn row(&mut self, columns: &[Column], widths: &[u32], row: &[Cell], is_small: bool) {
        let longest = row.iter().map(|cell| cell.iter().map(|text| text.plain().chars().count()).sum::<usize>()).max();
        let whole = if longest.unwrap_or(0) < LONG { "<w:trPr><w:cantSplit/></w:trPr>" } else { "" };
        let cells = columns.iter().zip(widths).zip(row).map(|((column, width), texts)| {
            let style = match (column.fill, is_small) {
                (Fill::Text, false) => "TableText",
                (Fill::Text, true) => "TableTextSmall",
                (Fill::Number, false) => "TableNumber",
                (Fill::Number, true) => "TableNumberSmall",
            };
            let paragraphs: String = texts.iter().map(|text| self.styled(style, text)).collect();
            // A cell without a paragraph is no cell.
            cell(*width, &if paragraphs.is_empty() { self.styled(style, &Text::default()) } else { paragraphs })
        });
        let row = format!("<w:tr>{whole}{}</w:tr>", cells.collect::<String>());
        self.body.push_str(&row);
    }
}
