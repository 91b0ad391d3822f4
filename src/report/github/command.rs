//! Workflow commands as the runner reads them: `::error file=…,line=…::message`.
//!
//! `%`, CR and LF are escaped everywhere, `:` and `,` in properties too. The runner forgets columns where a region has
//! more than one line, cuts messages at 4,096 characters and says neither: here the first are left away and the second
//! are cut with a sign.

use std::io::{self, Write};

use crate::report::bearing::Loudness;
use crate::report::paper::clean;
use crate::report::places::Region;

/// Characters of a message and of a title that are shown.
const MESSAGE: usize = 4000;
const TITLE: usize = 250;

pub struct Command {
    pub level: Loudness,
    pub region: Option<Region>,
    pub title: String,
    pub lines: Vec<String>,
}

pub fn name(level: Loudness) -> &'static str {
    match level {
        Loudness::Error => "error",
        Loudness::Warning => "warning",
        Loudness::Notice => "notice",
    }
}

impl Command {
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (place, address) = self.place();
        let mut properties: Vec<String> = place.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
        properties.push(format!("title={}", property(&cut(&clean(&self.title), TITLE))));
        let lines: Vec<String> = address.iter().chain(&self.lines).map(|line| clean(line).into_owned()).collect();
        writeln!(out, "::{} {}::{}", name(self.level), properties.join(","), data(&cut(&lines.join("\n"), MESSAGE)))
    }

    /// The properties of the place; its address in words where it lies outside the checkout, where nothing can be shown.
    fn place(&self) -> (Vec<(&'static str, String)>, Option<String>) {
        let Some(region) = &self.region else { return (Vec::new(), None) };
        if region.path.starts_with("..") || region.path.starts_with('/') {
            return (Vec::new(), Some(region.address()));
        }
        let mut place = vec![("file", clean(&region.path).into_owned())];
        if let Some(lines) = region.lines {
            place.push(("line", lines.start.0.to_string()));
            place.push(("endLine", lines.end.0.to_string()));
            if lines.start.0 == lines.end.0 {
                place.extend([("col", lines.start.1.to_string()), ("endColumn", lines.end.1.to_string())]);
            }
        }
        (place, None)
    }
}

fn cut(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_string();
    }
    text.chars().take(characters - 1).chain(['…']).collect()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Lines that are no commands, so that the runner takes none for one: `::` counts at the start of a line, `##[` anywhere.
pub fn harmless(text: &str) -> String {
    let line = |line: &str| match line.trim_start().starts_with("::") {
        true => line.replacen("::", ": :", 1),
        false => line.to_string(),
    };
    let lines: String = text.split_inclusive('\n').map(line).collect();
    lines.replace("##[", "## [")
}
