//! Pages: A4 with the margins of official papers, what stands at their heads and feet.

use super::xml::{HEAD, escaped};
use crate::report::conclusion::Turn;
use crate::text::{Language, say};

/// Twentieths of a point in a millimetre, in hundredths.
const TWIPS: u32 = 5669;

/// Millimetres as the unit of lengths in a document.
pub const fn millimetres(length: u32) -> u32 {
    (length * TWIPS + 50) / 100
}

/// Room between the margins.
pub const fn width(turn: Turn) -> u32 {
    match turn {
        Turn::Upright => millimetres(210 - 30 - 15),
        Turn::Across => millimetres(297 - 20 - 20),
    }
}

/// Properties of a section: how its pages lie, and whose head they have.
pub fn section(turn: Turn, header: usize) -> String {
    let edges = |top: u32, right: u32, bottom: u32, left: u32| {
        let [top, right, bottom, left, rest] = [top, right, bottom, left, 10].map(millimetres);
        format!(
            "<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{rest}\" w:footer=\"{rest}\" w:gutter=\"0\"/>"
        )
    };
    // Turned, the page is bound at the top.
    let (size, edges) = match turn {
        Turn::Upright => ("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>", edges(20, 15, 20, 30)),
        Turn::Across => ("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>", edges(30, 20, 15, 20)),
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"head{header}\"/><w:footerReference w:type=\"default\" r:id=\"foot\"/>\
         <w:type w:val=\"nextPage\"/>{size}{edges}</w:sectPr>"
    )
}

pub const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// What the pages of a paper are about.
pub fn header(about: &str) -> String {
    let text = escaped(about);
    format!(
        "{HEAD}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p></w:hdr>"
    )
}

/// The number of the page and of all pages.
pub fn footer(language: Language) -> String {
    let field = |name: &str| {
        format!("</w:t></w:r><w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space=\"preserve\">")
    };
    let words = say(language, "office.pages", &[("page", &field("PAGE")), ("pages", &field("NUMPAGES"))]);
    format!(
        "{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p></w:ftr>"
    )
}
