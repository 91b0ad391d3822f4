//! JUnit XML: a test suite for each project, a test case for each requirement.
//!
//! The form is what readers agree on: that of the Jenkins xUnit schema, which is strict (no `skipped` on `testsuites`, no
//! properties in a test case). `time` is always 0: some readers need the attribute and none may differ between runs.
//! GitLab knows a case by its class and name alone, so that the class begins with the project.

mod cases;

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::places::Places;
use crate::report::{Report, paper};

/// Writes the report as JUnit XML.
pub fn write(report: &Report, places: Places<'_>, out: &mut dyn Write) -> io::Result<()> {
    let suites = cases::suites(report);
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let total = suites.iter().fold(Sums::default(), |sums, suite| sums.plus(suite.sums()));
    let mut all = BytesStart::new("testsuites");
    all.push_attribute(("name", "saikes"));
    total.put(&mut all, false);
    xml.write_event(Event::Start(all))?;
    for suite in &suites {
        let mut start = BytesStart::new("testsuite");
        start.push_attribute(("name", legal(&suite.name).as_str()));
        suite.sums().put(&mut start, true);
        xml.write_event(Event::Start(start))?;
        for case in &suite.cases {
            let told = case.told(report, places);
            put_case(&mut xml, case, &told)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    xml.get_mut().write_all(b"\n")
}

/// What became of a test case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// With its type.
    Failed(&'static str),
    Errored(&'static str),
    Skipped,
}

/// The words of a test case: one line, and everything there is to say.
#[derive(Debug, Default)]
struct Told {
    message: String,
    text: String,
}

fn put_case<W: Write>(xml: &mut Writer<W>, case: &cases::Case<'_>, told: &Told) -> io::Result<()> {
    let mut start = BytesStart::new("testcase");
    start.push_attribute(("classname", legal(&case.class).as_str()));
    start.push_attribute(("name", legal(&case.name).as_str()));
    start.push_attribute(("time", "0"));
    let (result, kind) = match case.outcome {
        Outcome::Passed => (None, None),
        Outcome::Failed(kind) => (Some("failure"), Some(kind)),
        Outcome::Errored(kind) => (Some("error"), Some(kind)),
        Outcome::Skipped => (Some("skipped"), None),
    };
    if result.is_none() && told.text.is_empty() {
        return xml.write_event(Event::Empty(start));
    }
    xml.write_event(Event::Start(start))?;
    if let Some(name) = result {
        let mut result = BytesStart::new(name);
        if let Some(kind) = kind {
            result.push_attribute(("type", kind));
        }
        result.push_attribute(("message", legal(&told.message).as_str()));
        // Jenkins shows the message of a skipped test, GitLab its content; the findings go to the output.
        let content = if case.outcome == Outcome::Skipped { &told.message } else { &told.text };
        put_text(xml, result, content)?;
    }
    if matches!(case.outcome, Outcome::Passed | Outcome::Skipped) && !told.text.is_empty() {
        put_text(xml, BytesStart::new("system-out"), &told.text)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

fn put_text<W: Write>(xml: &mut Writer<W>, start: BytesStart<'_>, text: &str) -> io::Result<()> {
    let lines: Vec<String> = text.lines().map(legal).collect();
    let end = start.to_end().into_owned();
    xml.write_event(Event::Start(start.borrow()))?;
    xml.write_event(Event::Text(BytesText::new(&lines.join("\n"))))?;
    xml.write_event(Event::End(end))
}

/// A line of text without the characters that XML 1.0 has no way to write; line breaks of a model end nothing here.
fn legal(text: &str) -> String {
    let clean = paper::clean(text);
    clean.chars().map(|letter| if matches!(letter, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { letter }).collect()
}

/// The numbers that readers compare with what they count themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Sums {
    fn of(outcome: Outcome) -> Sums {
        let one = |is: bool| usize::from(is);
        Sums {
            tests: 1,
            failures: one(matches!(outcome, Outcome::Failed(_))),
            errors: one(matches!(outcome, Outcome::Errored(_))),
            skipped: one(outcome == Outcome::Skipped),
        }
    }

    fn plus(self, other: Sums) -> Sums {
        Sums {
            tests: self.tests + other.tests,
            failures: self.failures + other.failures,
            errors: self.errors + other.errors,
            skipped: self.skipped + other.skipped,
        }
    }

    fn put(self, element: &mut BytesStart<'_>, of_suite: bool) {
        let numbers = [("tests", self.tests), ("failures", self.failures), ("errors", self.errors), ("skipped", self.skipped)];
        for (name, number) in numbers.into_iter().filter(|(name, _)| of_suite || *name != "skipped") {
            element.push_attribute((name, number.to_string().as_str()));
        }
        element.push_attribute(("time", "0"));
    }
}

#[cfg(test)]
mod tests;
