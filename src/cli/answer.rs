//! What a command that only tells something has to say, and how it is put on the screen.

use std::io::{self, Write};

use crate::place::Sources;
use crate::problem::{Problem, Severity};
use crate::report::paper::Paper;
use crate::report::{Style, problems};
use crate::text::Language;

/// What goes where, and the exit code.
#[derive(Debug, Default)]
pub struct Answer {
    pub out: String,
    pub err: String,
    pub code: u8,
}

/// The reader's language and the styles of both streams.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub language: Language,
    pub out: Style,
    pub err: Style,
}

impl Reader {
    pub fn new(language: Language) -> Reader {
        Reader { language, out: style_of(&io::stdout()), err: style_of(&io::stderr()) }
    }
}

/// Colours only on a terminal, and only where `NO_COLOR` and its kin allow them.
pub fn style_of(stream: &impl anstream::stream::RawStream) -> Style {
    Style { colour: anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never }
}

impl Answer {
    /// Prints both parts; a reader that has gone away is no mistake, and nobody is left to be told of another.
    pub fn print(&self) -> u8 {
        let _ = io::stderr().lock().write_all(self.err.as_bytes());
        let mut out = io::stdout().lock();
        let _ = out.write_all(self.out.as_bytes()).and_then(|()| out.flush());
        self.code
    }

    /// An exit code never becomes milder.
    pub fn at_least(&mut self, code: u8) {
        self.code = self.code.max(code);
    }
}

/// Every problem drawn at its place.
pub fn drawn(wrong: &[Problem], sources: &Sources, language: Language, style: Style) -> String {
    let mut paper = Paper::new(style);
    for report in &problems::gather(wrong, sources, language, false) {
        problems::draw(report, sources, language, &mut paper);
        paper.blank();
    }
    paper.text
}

pub fn has_error(wrong: &[Problem]) -> bool {
    wrong.iter().any(|problem| problem.severity == Severity::Error)
}
