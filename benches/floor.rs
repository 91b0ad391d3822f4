//! The floor that speed is measured against: a bare parse of the same files with the same threads.
//!
//! Of an exchange or a coArchi file every event is read and every id, type, property and relationship interned and kept; views and
//! folders too. A native file is read by the `toml` crate into its borrowed tree with places. Nothing is understood,
//! nothing checked.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use quick_xml::events::{BytesStart, Event};
use rayon::prelude::*;
use toml::de::DeTable;

use saikes::strings::{StringId, Strings};

/// What one file holds, as it stands there.
#[derive(Default)]
pub struct Parsed {
    strings: Strings,
    /// Id and type of what has an id: elements, views, boxes.
    things: Vec<(StringId, StringId)>,
    /// Id, source, target and type.
    relations: Vec<[StringId; 4]>,
    /// Key and value.
    properties: Vec<(StringId, StringId)>,
}

/// What a parse of many files comes to; everything of each is kept until all are read, as a checker must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub files: usize,
    pub things: usize,
    pub relations: usize,
    pub properties: usize,
}

/// Parses every model below a folder.
pub fn parse(folder: &Path) -> io::Result<Totals> {
    let files = models(folder);
    let parsed: Vec<Parsed> = files.par_iter().with_max_len(1).map(|path| parse_file(path)).collect::<io::Result<_>>()?;
    let mut totals = Totals { files: parsed.len(), ..Totals::default() };
    for file in &parsed {
        totals.things += file.things.len();
        totals.relations += file.relations.len();
        totals.properties += file.properties.len();
    }
    Ok(totals)
}

fn models(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != "saikes.toml");
    files.map(walkdir::DirEntry::into_path).collect()
}

fn parse_file(path: &Path) -> io::Result<Parsed> {
    let text = fs::read_to_string(path)?;
    if path.extension().is_some_and(|extension| extension == "toml") { parse_toml(&text) } else { parse_xml(&text) }
}

fn parse_xml(text: &str) -> io::Result<Parsed> {
    let mut parsed = Parsed::default();
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut key, mut is_value) = (StringId::NONE, false);
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Start(tag) => {
                is_value = tag.local_name().as_ref() == "value";
                parsed.tag(&tag, &mut key)?;
            }
            Event::Empty(tag) => parsed.tag(&tag, &mut key)?,
            Event::Text(content) if is_value => {
                let value = parsed.strings.intern(content.as_ref());
                parsed.properties.push((key, value));
            }
            Event::End(_) => is_value = false,
            Event::Eof => return Ok(parsed),
            _ => {}
        }
    }
}

impl Parsed {
    fn tag(&mut self, tag: &BytesStart<'_>, key: &mut StringId) -> io::Result<()> {
        let [mut id, mut source, mut target, mut what] = [StringId::NONE; 4];
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(io::Error::other)?;
            let slot = match attribute.key.local_name().as_ref() {
                "identifier" | "id" => &mut id,
                "source" | "href" => &mut source,
                "target" => &mut target,
                "type" => &mut what,
                "propertyDefinitionRef" | "key" => &mut *key,
                "value" => {
                    let value = self.strings.intern(&attribute.value);
                    self.properties.push((*key, value));
                    continue;
                }
                _ => continue,
            };
            *slot = self.strings.intern(&attribute.value);
        }
        if !source.is_none() {
            self.relations.push([id, source, target, what]);
        } else if !id.is_none() {
            self.things.push((id, what));
        }
        Ok(())
    }
}

/// Tables of tables are elements, what stands in them is kept as text.
fn parse_toml(text: &str) -> io::Result<Parsed> {
    let mut parsed = Parsed::default();
    let table = DeTable::parse(text).map_err(io::Error::other)?;
    for (kind, elements) in table.get_ref() {
        let Some(elements) = elements.get_ref().as_table() else { continue };
        for (id, element) in elements {
            let thing = (parsed.strings.intern(id.get_ref()), parsed.strings.intern(kind.get_ref()));
            parsed.things.push(thing);
            for (key, value) in element.get_ref().as_table().into_iter().flatten() {
                let value = parsed.strings.intern(text.get(value.span()).unwrap_or_default());
                let property = (parsed.strings.intern(key.get_ref()), value);
                parsed.properties.push(property);
            }
        }
    }
    Ok(parsed)
}
