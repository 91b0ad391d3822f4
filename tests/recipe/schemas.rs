//! What the three services ask of a recipe, as far as ours go: whatever a recipe says beyond that is a slip.
//!
//! Sources: GitHub, metadata syntax for actions (composite); GitLab, CI/CD YAML syntax, inputs and components;
//! pre-commit, creating new hooks.

use serde_json::{Value, json};

pub fn action() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    json!({
        "type": "object",
        "required": ["name", "description", "runs"],
        "additionalProperties": false,
        "properties": {
            "name": text,
            // What the market place shows of it.
            "description": { "type": "string", "maxLength": 125 },
            "branding": {
                "type": "object",
                "properties": {
                    "icon": { "enum": ["check-square", "check-circle", "shield"] },
                    "color": { "enum": ["white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"] }
                },
                "required": ["icon", "color"],
                "additionalProperties": false
            },
            "inputs": {
                "type": "object",
                "propertyNames": { "pattern": "^[a-z][a-z0-9-]*$" },
                "additionalProperties": {
                    "type": "object",
                    "required": ["description", "default"],
                    "additionalProperties": false,
                    "properties": { "description": text, "default": { "type": "string" }, "required": { "type": "boolean" } }
                }
            },
            "outputs": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["description", "value"],
                    "additionalProperties": false,
                    "properties": { "description": text, "value": { "type": "string", "pattern": "^\\$\\{\\{ steps\\.[a-z-]+\\.outputs\\.[a-z-]+ \\}\\}$" } }
                }
            },
            "runs": {
                "type": "object",
                "required": ["using", "steps"],
                "additionalProperties": false,
                "properties": {
                    "using": { "const": "composite" },
                    "steps": { "type": "array", "minItems": 1, "items": { "oneOf": [step_that_runs(), step_that_uses()] } }
                }
            }
        }
    })
}

/// Unlike in a workflow, a script of an action has to name its shell.
fn step_that_runs() -> Value {
    json!({
        "type": "object",
        "required": ["name", "run", "shell"],
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string" },
            "id": { "type": "string" },
            "if": { "type": "string" },
            "shell": { "const": "bash" },
            "env": { "type": "object", "additionalProperties": { "type": "string" } },
            "run": { "type": "string" }
        }
    })
}

fn step_that_uses() -> Value {
    json!({
        "type": "object",
        "required": ["name", "uses"],
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string" },
            "id": { "type": "string" },
            "if": { "type": "string" },
            // Pinned to a commit: a tag may be moved to anything.
            "uses": { "type": "string", "pattern": "^actions/[a-z-]+@[0-9a-f]{40}$" },
            "with": { "type": "object", "additionalProperties": { "type": "string" } }
        }
    })
}

pub fn gitlab_inputs() -> Value {
    json!({
        "type": "object",
        "required": ["spec"],
        "additionalProperties": false,
        "properties": {
            "spec": {
                "type": "object",
                "required": ["inputs"],
                "additionalProperties": false,
                "properties": {
                    "inputs": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "required": ["description", "default"],
                            "additionalProperties": false,
                            "properties": { "description": { "type": "string", "minLength": 1 }, "default": { "type": "string" } }
                        }
                    }
                }
            }
        }
    })
}

pub fn gitlab_jobs() -> Value {
    let scripts = json!({ "type": "array", "minItems": 1, "items": { "type": "string" } });
    let paths = json!({ "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^\\.saikes/" } });
    let path = json!({ "type": "string", "pattern": "^\\.saikes/" });
    json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {
            "type": "object",
            "required": ["stage", "image", "script", "artifacts"],
            "additionalProperties": false,
            "properties": {
                "stage": { "type": "string" },
                "image": { "type": "string" },
                "rules": {
                    "type": "array",
                    "items": { "type": "object", "required": ["if"], "additionalProperties": false, "properties": { "if": { "type": "string" } } }
                },
                "variables": {
                    "type": "object",
                    "propertyNames": { "pattern": "^SAIKES_[A-Z]+$" },
                    "additionalProperties": { "type": "string", "pattern": "^\\$\\[\\[ inputs\\.[a-z]+ \\]\\]$" }
                },
                "cache": {
                    "type": "object",
                    "required": ["key", "paths"],
                    "additionalProperties": false,
                    "properties": { "key": { "type": "string" }, "paths": paths }
                },
                "before_script": scripts,
                "script": scripts,
                "artifacts": {
                    "type": "object",
                    "required": ["when", "reports"],
                    "additionalProperties": false,
                    "properties": {
                        // The reports matter most where the job fails.
                        "when": { "const": "always" },
                        "expire_in": { "type": "string" },
                        "paths": paths,
                        "reports": {
                            "type": "object",
                            "required": ["codequality", "junit"],
                            "additionalProperties": false,
                            "properties": { "codequality": path, "junit": path }
                        }
                    }
                }
            }
        }
    })
}

pub fn hooks() -> Value {
    json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["id", "name", "entry", "language", "files", "pass_filenames"],
            "additionalProperties": false,
            "properties": {
                "id": { "type": "string", "pattern": "^[a-z-]+$" },
                "name": { "type": "string", "minLength": 1 },
                "description": { "type": "string", "minLength": 1 },
                // The name of the binary that `cargo install` builds here, and what stays the same for everybody.
                "entry": { "type": "string", "pattern": "^saikes( |$)" },
                "language": { "const": "rust" },
                "files": { "type": "string", "minLength": 1 },
                "pass_filenames": { "const": false },
                "minimum_pre_commit_version": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+$" }
            }
        }
    })
}
