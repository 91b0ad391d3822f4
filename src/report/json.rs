//! The report as `saikes/report/1`, for programs. `docs/report.schema.json` says what it holds.

use std::io::{self, Write};

use crate::report::Report;

/// Writes the whole report, indented, with a line break at the end.
pub fn write(report: &Report, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, report)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::samples;
    use crate::text::Language;

    const SCHEMA: &str = include_str!("../../docs/report.schema.json");

    fn written(report: &Report) -> Value {
        let mut out = Vec::new();
        write(report, &mut out).expect("a vector takes everything");
        serde_json::from_slice(&out).expect("what is written is JSON")
    }

    /// The schema where every object has the fields it names and no others.
    fn closed(mut schema: Value) -> Value {
        match &mut schema {
            Value::Object(map) => {
                if map.contains_key("properties") && map.get("type").is_some_and(|kind| kind == "object") {
                    map.insert("additionalProperties".to_string(), Value::Bool(false));
                }
                map.values_mut().for_each(|value| *value = closed(value.take()));
            }
            Value::Array(items) => items.iter_mut().for_each(|value| *value = closed(value.take())),
            _ => {}
        }
        schema
    }

    #[test]
    fn the_schema_names_every_field_and_reports_keep_to_it() {
        let schema = closed(serde_json::from_str(SCHEMA).expect("the schema is JSON"));
        let validator = jsonschema::validator_for(&schema).expect("the schema is one");
        for sample in [samples::one, samples::two, samples::many, samples::compared, samples::council] {
            let report = written(&sample(Language::Ru).0);
            let faults: Vec<String> = validator.iter_errors(&report).map(|fault| format!("{fault} at {}", fault.instance_path)).collect();
            assert!(faults.is_empty(), "{faults:#?}");
        }
    }

    #[test]
    fn a_report_that_breaks_the_contract_is_refused() {
        let validator = jsonschema::validator_for(&serde_json::from_str(SCHEMA).expect("the schema is JSON")).expect("the schema is one");
        let mut report = written(&samples::two(Language::En).0);
        assert!(validator.is_valid(&report));
        report["projects"][1]["verdict"] = "fine".into();
        assert!(!validator.is_valid(&report));
    }

    #[test]
    fn the_same_report_is_the_same_bytes() {
        assert_eq!(written(&samples::two(Language::Kk).0).to_string(), written(&samples::two(Language::Kk).0).to_string());
    }
}
