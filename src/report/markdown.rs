//! A conclusion for each project in Markdown, ready to attach. Leaves to others: what it says (`conclusion`).

use std::io::{self, Write};

use crate::report::Report;
use crate::report::conclusion::{self, Block, Item, List, Origin, Piece, Signature, Table, Text, Turn};

/// Writes a conclusion for every project; problems of no project were told on stderr.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (at, project) in report.projects.iter().enumerate() {
        if at > 0 {
            out.write_all(written(&Block::Page(Turn::Upright)).as_bytes())?;
        }
        for block in conclusion::attached(report, project) {
            out.write_all(written(&block).as_bytes())?;
        }
    }
    Ok(())
}

fn written(block: &Block) -> String {
    match block {
        Block::Title(text) => format!("# {}\n\n", line(text)),
        Block::Heading(text) | Block::Annex(text) => format!("## {}\n\n", line(text)),
        Block::Paragraph(text) | Block::Note(text) | Block::Mark(text) | Block::Subtitle(text) => format!("{}\n\n", line(text)),
        Block::Facts(facts) => facts.iter().map(fact).collect::<String>() + "\n",
        Block::List(list) => items(list),
        Block::Table(table) => rows(table),
        Block::Signature(Signature { statement, roles, date, .. }) => {
            let role = |role: &Text| format!("{} ____________\n\n", line(role));
            format!("{}\n\n{}{}\n\n", line(statement), roles.iter().map(role).collect::<String>(), line(date))
        }
        Block::Page(_) => "\n---\n\n".to_string(),
    }
}

fn fact((name, value): &(Text, Text)) -> String {
    format!("- {} {}\n", line(&name.clone().then(":").strong()), line(value))
}

fn items(list: &List) -> String {
    let item = |(at, item): (usize, &Item)| {
        let mark = if list.numbered { format!("{}.", at + 1) } else { "-".to_string() };
        let below: String = item.below.iter().map(|text| format!("   - {}\n", line(text))).collect();
        format!("{mark} {}\n{below}", line(&item.text))
    };
    list.items.iter().enumerate().map(item).collect::<String>() + "\n"
}

fn rows(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let heads = row(table.columns.iter().map(|column| line(&column.head)).collect());
    let rule = row(table.columns.iter().map(|_| "---".to_string()).collect());
    let cell = |texts: &Vec<Text>| texts.iter().map(line).collect::<Vec<_>>().join(" ");
    let rows: String = table.rows.iter().map(|cells| row(cells.iter().map(cell).collect())).collect();
    format!("{heads}{rule}{rows}\n")
}

fn line(text: &Text) -> String {
    text.0.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> String {
    let text = match piece.origin {
        Origin::Words => piece.text.replace('|', "\\|"),
        Origin::Model => escaped(&piece.text),
        Origin::Code => code(&piece.text),
    };
    match (piece.strong, piece.emphasis) {
        _ if text.is_empty() => text,
        (true, _) => format!("**{text}**"),
        (_, true) => format!("*{text}*"),
        (false, false) => text,
    }
}

/// Text of a model: nothing in it is markup, and it ends no cell and no line.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' => escaped.extend(['\\', letter]),
            letter if letter.is_whitespace() || letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// An id, a path or a digest as code.
pub(super) fn code(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter == '|' || letter.is_control() { ' ' } else { letter }).collect();
    if clean.contains('`') { escaped(text).trim().to_string() } else { format!("`{clean}`") }
}

/// Text of a model in a line of Markdown.
pub(super) fn plain(text: &str) -> String {
    line(&conclusion::model(text))
}

/// Words of ours around words of a model.
pub(super) fn quoted(text: &str) -> String {
    line(&conclusion::quoted(text))
}

/// Texts of the packs.
pub(super) fn own(text: &str) -> String {
    line(&conclusion::own(text))
}

#[cfg(test)]
mod tests;
