//! The official JSON Schema of SARIF 2.1.0, from the folder of the package that brings it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A validator by the schema that OASIS publishes.
pub fn sarif_validator() -> jsonschema::Validator {
    jsonschema::validator_for(&sarif_schema()).expect("the official schema is one")
}

fn sarif_schema() -> Value {
    // Only cargo knows where it keeps its packages. Those of other systems need not be there.
    let told = cargo(&["-vV"]);
    let host = String::from_utf8_lossy(&told).lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_string);
    let host = host.expect("cargo knows where it runs");
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let told = cargo(&["metadata", "--format-version", "1", "--offline", "--filter-platform", &host, "--manifest-path", manifest]);
    let metadata: Value = serde_json::from_slice(&told).expect("cargo answers in JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is a dependency of the tests");
    let manifest = package["manifest_path"].as_str().expect("a package has a manifest");
    let schema = Path::new(manifest).with_file_name("src").join("schema.json");
    let text = std::fs::read_to_string(&schema).expect("the package brings the schema");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let id = schema["$id"].as_str().unwrap_or_default();
    assert!(id.ends_with("sarif-schema-2.1.0.json"), "another schema than expected: {id}");
    schema
}

fn cargo(words: &[&str]) -> Vec<u8> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo).args(words).output().expect("whoever tests has cargo").stdout
}
