//! A facts file as a list of tables about single elements, with the places where something can be added to each.
//!
//! People write one thing in many ways (`[facts."id"]`, dotted keys, inline tables, `[[facts]]` that matches one id);
//! whoever adds a key must add it in the way of the table. Nothing here changes a text (`crate::facts` does).

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{GONE, LIST_KEY, STATE, separated};
use crate::read::toml_text::{self, SyntaxError};

/// What a facts file holds, as far as somebody who adds to it has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// In the order of the file.
    pub tables: Vec<Table>,
    pub form: Form,
    /// The file speaks of one state only.
    pub of_one_state: bool,
}

/// How new tables are written, so that a file stays what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// `[facts."id"]`, also where `[[facts]]` stands beside it.
    #[default]
    Tables,
    /// `[[facts]]` alone: a table beside it would be no TOML.
    Lists,
    /// All in one inline table that ends here.
    Inline { at: usize, empty: bool },
}

/// What a file says of one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub id: String,
    pub keys: Vec<String>,
    pub end: Insertion,
    /// Where the line after its header starts, if it has a header of its own.
    pub top: Option<usize>,
    /// The lines that mark the element as gone, where it is marked in lines of their own.
    pub mark: Option<Range<usize>>,
    pub is_marked: bool,
    /// One of a list, which says what it fits by `match`.
    pub is_listed: bool,
}

/// Where keys can be added, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    pub at: usize,
    pub style: Style,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// One line a key, with this before the key.
    Lines { prefix: String },
    /// Behind a comma, without comments.
    Inline { empty: bool },
    /// Below a header that has to be written first.
    Headless,
}

/// The tables of a facts file; or everything that keeps it from being TOML.
pub fn tables(text: &str) -> Result<Tables, Vec<SyntaxError>> {
    let readable = separated(text);
    let (table, errors) = toml_text::parse(&readable);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut headers = Vec::new();
    find_headers(&table, &readable, &mut headers);
    headers.sort_unstable();
    Ok(Finder { text: &readable, headers }.all(&table))
}

type Item<'t> = Spanned<DeValue<'t>>;

/// Where headers of tables stand.
fn find_headers(table: &DeTable<'_>, text: &str, found: &mut Vec<usize>) {
    for value in table.values() {
        header_of(value, text, found);
    }
}

fn header_of(value: &Item<'_>, text: &str, found: &mut Vec<usize>) {
    match value.get_ref() {
        DeValue::Table(inner) => {
            found.extend(Some(value.span().start).filter(|start| text[*start..].starts_with('[')));
            find_headers(inner, text, found);
        }
        DeValue::Array(items) => items.iter().for_each(|item| header_of(item, text, found)),
        _ => {}
    }
}

struct Finder<'t> {
    text: &'t str,
    headers: Vec<usize>,
}

impl Finder<'_> {
    fn all(&self, table: &DeTable<'_>) -> Tables {
        let mut found = Tables { of_one_state: table.get(STATE).is_some(), ..Tables::default() };
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("facts", DeValue::Table(inner)) => {
                    found.form = self.form(value, inner);
                    let outer = self.text[value.span().start..].starts_with('[');
                    found.tables.extend(inner.iter().filter_map(|(id, value)| self.named(id, value, outer)));
                }
                ("facts", DeValue::Array(items)) => {
                    found.form = Form::Lists;
                    found.tables.extend(items.iter().filter_map(|item| self.listed(item)));
                }
                (LIST_KEY, DeValue::Array(items)) => found.tables.extend(items.iter().filter_map(|item| self.listed(item))),
                _ => {}
            }
        }
        found.tables.sort_by_key(|table| table.end.at);
        found
    }

    fn form(&self, value: &Item<'_>, inner: &DeTable<'_>) -> Form {
        match self.inline(value, inner) {
            Some(Insertion { at, style: Style::Inline { empty } }) => Form::Inline { at, empty },
            _ => Form::Tables,
        }
    }

    /// `[facts."id"]` and whatever means the same.
    fn named(&self, id: &Spanned<std::borrow::Cow<'_, str>>, value: &Item<'_>, inside: bool) -> Option<Table> {
        let DeValue::Table(table) = value.get_ref() else { return None };
        let prefix = if inside { "" } else { "facts." };
        let written = format!("{prefix}{}.", &self.text[id.span()]);
        Some(self.table(id.get_ref(), value, table, &written))
    }

    /// `[[facts]]` whose `match` is one id and nothing else.
    fn listed(&self, item: &Item<'_>) -> Option<Table> {
        let table = item.get_ref().as_table()?;
        let matched = table.get("match")?.get_ref().as_table()?;
        let id = matched.get("id")?.get_ref().as_str()?;
        let set = table.get("set")?;
        let exact = matched.len() == 1 && !id.contains(['*', '?']) && table.get(STATE).is_none();
        if !exact {
            return None;
        }
        let found = self.table(id, set, set.get_ref().as_table()?, "set.");
        // What fits nothing is told anyway; there is no mark in a list.
        Some(Table { mark: None, is_marked: false, top: None, is_listed: true, ..found })
    }

    fn table(&self, id: &str, value: &Item<'_>, table: &DeTable<'_>, prefix: &str) -> Table {
        let gone = table.get_key_value(GONE);
        let top = self.has_header(value).then(|| self.line_end(value.span().end));
        let end = self.inline(value, table).unwrap_or_else(|| self.lines(value, table, prefix));
        let mark = gone.filter(|_| matches!(end.style, Style::Lines { .. })).map(|(key, value)| {
            let start = self.text[..key.span().start].rfind('\n').map_or(0, |at| at + 1);
            start..self.line_end(value.span().end)
        });
        let keys = table.keys().map(|key| key.get_ref().to_string()).filter(|key| key != GONE).collect();
        Table { id: id.to_string(), keys, end, top, mark, is_marked: gone.is_some(), is_listed: false }
    }

    fn has_header(&self, value: &Item<'_>) -> bool {
        self.text[value.span().start..].starts_with('[')
    }

    fn inline(&self, value: &Item<'_>, table: &DeTable<'_>) -> Option<Insertion> {
        if !self.text[value.span().start..].starts_with('{') {
            return None;
        }
        // Behind the last value: a comma may not stand before the brace, and a space before it stays.
        let last = table.values().map(|value| self.end_of(value)).max();
        let at = last.unwrap_or(value.span().end - 1);
        Some(Insertion { at, style: Style::Inline { empty: last.is_none() } })
    }

    fn lines(&self, value: &Item<'_>, table: &DeTable<'_>, prefix: &str) -> Insertion {
        let start = value.span().start;
        if self.has_header(value) {
            let section = self.headers[self.headers.partition_point(|header| *header <= start)..].first();
            let section = value.span().end..section.copied().unwrap_or(self.text.len());
            let last = table.values().filter(|value| section.contains(&self.start_of(value))).map(|value| self.end_of(value)).max();
            let at = self.after_notes(self.line_end(last.unwrap_or(value.span().end)));
            return Insertion { at, style: Style::Lines { prefix: String::new() } };
        }
        let line = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        if self.text[line..].trim_start().starts_with('[') {
            // Only tables inside of it have headers.
            return Insertion { at: line, style: Style::Headless };
        }
        let own = table.values().filter(|value| !self.is_headed_table(value));
        let last = own.map(|value| self.end_of(value)).max().unwrap_or(value.span().end);
        Insertion { at: self.line_end(last), style: Style::Lines { prefix: prefix.to_string() } }
    }

    /// Where a value starts; one made of dotted keys where the first of them does.
    fn start_of(&self, value: &Item<'_>) -> usize {
        let first = self.dotted(value).map(|value| self.start_of(value)).min();
        first.unwrap_or(value.span().start)
    }

    fn end_of(&self, value: &Item<'_>) -> usize {
        let last = self.dotted(value).map(|value| self.end_of(value)).max();
        last.unwrap_or(value.span().end)
    }

    /// The values of a table that is made of dotted keys; tables with headers of their own stand elsewhere.
    fn dotted<'v>(&'v self, value: &'v Item<'v>) -> impl Iterator<Item = &'v Item<'v>> {
        let table = value.get_ref().as_table().filter(|_| self.is_dotted(value));
        table.into_iter().flat_map(|table| table.values()).filter(|value| !self.is_headed_table(value))
    }

    fn is_headed_table(&self, value: &Item<'_>) -> bool {
        value.get_ref().is_table() && self.has_header(value)
    }

    fn is_dotted(&self, value: &Item<'_>) -> bool {
        !self.text[value.span().start..].starts_with(['[', '{'])
    }

    /// The start of the next line.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// Comments that stand right below belong to the table, unless they lead over to the next one.
    fn after_notes(&self, at: usize) -> usize {
        let mut end = at;
        for line in self.text[at..].split_inclusive('\n') {
            match line.trim() {
                note if note.starts_with('#') => end += line.len(),
                "" => return end,
                _ => return at,
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each table with its keys, and the text up to where a key would be added.
    fn shown(text: &str) -> Vec<(String, String, String, Style)> {
        let found = tables(text).expect("it is TOML");
        let line = |at: usize| text[..at].trim_end_matches('\n').rsplit('\n').next().unwrap_or_default().to_string();
        found.tables.into_iter().map(|table| (table.id, table.keys.join(","), line(table.end.at), table.end.style)).collect()
    }

    fn lines(prefix: &str) -> Style {
        Style::Lines { prefix: prefix.into() }
    }

    #[test]
    fn keys_are_added_behind_the_last_of_the_table_and_its_notes() {
        let text = "[facts.\"id 1\"] # a\nowner = \"x\" # y\n# a note\n\n[facts.b]\nname.ru = \"Б\"\n# before the next\n[facts.c]\n[facts.b.uses]\nz = 1\n";
        assert_eq!(
            shown(text),
            [
                ("id 1".into(), "owner".into(), "# a note".into(), lines("")),
                ("b".into(), "name,uses".into(), "name.ru = \"Б\"".into(), lines("")),
                ("c".into(), "".into(), "[facts.c]".into(), lines("")),
            ]
        );
    }

    #[test]
    fn a_table_may_be_written_in_other_ways() {
        assert_eq!(
            shown("facts.a.x = 1\nfacts.b.y = 2\nfacts.a.z = \"\"\"\n\"\"\" # c\n").last(),
            Some(&("a".into(), "x,z".into(), "\"\"\" # c".into(), lines("facts.a.")))
        );
        let text = "[facts]\n\"a b\".x = 1\nc = { x = 1 }\nd = {}\n";
        assert_eq!(
            shown(text),
            [
                ("a b".into(), "x".into(), "\"a b\".x = 1".into(), lines("\"a b\".")),
                ("c".into(), "x".into(), "c = { x = 1".into(), Style::Inline { empty: false }),
                ("d".into(), "".into(), "d = {".into(), Style::Inline { empty: true }),
            ]
        );
        assert_eq!(shown("[facts.a.name]\nru = \"А\"\n"), [("a".into(), "name".into(), "".into(), Style::Headless)]);
        assert_eq!(tables("facts = { a = { x = 1 } }").expect("TOML").form, Form::Inline { at: 23, empty: false });
    }

    #[test]
    fn lists_that_match_one_id_are_tables_of_it() {
        let text = "[[facts]]\nmatch = { id = \"a\" }\nset = { x = 1 }\n[[facts]]\nmatch.id = \"b*\"\nset.x = 1\n[[facts]]\nmatch.id = \"c\"\nset.x = 1\n[[facts]]\nmatch.id = \"d\"\n[facts.set]\nx = 1\n";
        let found = tables(text).expect("it is TOML");
        assert_eq!(found.form, Form::Lists);
        let styles: Vec<_> = found.tables.iter().map(|table| (table.id.as_str(), &table.end.style)).collect();
        assert_eq!(styles, [("a", &Style::Inline { empty: false }), ("c", &lines("set.")), ("d", &lines(""))]);
        assert_eq!(tables(&format!("{text}[facts.e]\n")).expect("both are read").form, Form::Tables);
    }

    #[test]
    fn a_mark_is_the_line_that_it_stands_in() {
        let text = "state = \"target\"\n[facts.a]\nx = 1\n  gone = true # since\ny = 1\n[facts]\nb = { gone = true }\n";
        let found = tables(text).expect("it is TOML");
        assert!(found.of_one_state);
        let marks: Vec<_> = found.tables.iter().map(|table| (table.is_marked, table.mark.clone().map(|mark| &text[mark]))).collect();
        assert_eq!(marks, [(true, Some("  gone = true # since\n")), (true, None)]);
        assert_eq!(found.tables[0].keys, ["x", "y"]);
    }

    #[test]
    fn what_is_no_toml_has_no_tables() {
        assert!(tables("[facts.a\n").is_err());
        assert!(tables("[facts.a]\n[facts.a]\n").is_err());
    }

    proptest::proptest! {
        #[test]
        fn places_are_places_of_the_text(text in "([\\[\\]{}=.,\"'# \n]|\\[\\[facts\\]\\]\n|\\[facts\\.a\\]\n|match|facts|set|gone|id|a|1|\\PC){0,40}") {
            let Ok(found) = tables(&text) else { return Ok(()) };
            for table in found.tables {
                proptest::prop_assert!(text.is_char_boundary(table.end.at));
                proptest::prop_assert!(table.mark.is_none_or(|mark| text.get(mark).is_some()));
            }
        }
    }
}
