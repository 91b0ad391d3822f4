//! The report as `saikes/report/1`, for programs. `docs/report.schema.json` says what it holds.

use std::io::{self, Write};

use crate::report::Report;

/// Writes the whole report, indented, with a line break at the end.
pub fn write(report: &Report, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, report)?;
    writeln!(out)
}
