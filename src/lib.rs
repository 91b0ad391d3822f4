//! saikes: checks architecture models against the e-government Requirements, clause by clause.
//!
//! The flow, left to right, and the rooms in that order:
//!
//! ```text
//! files ─read─▶ Fragments ─merge─▶ Graph ─┐
//! metamodel ──────────────┘               ├─check─▶ Outcomes ─gather─▶ Report ─▶ terminal, json
//! packs ─parse─▶ written ─compile─▶ meant ┘
//! ```
//!
//! Left of `check` anything may be wrong; problems are collected with their places. `check` does no IO, asks no clock,
//! prints nothing and cannot fail. A finding is data until `report` words it: nothing but `report`, `explain`, `facts`
//! and `cli` knows a language, a colour or a format.
//!
//! Words: *element, kind, attribute, link* of a model; *state*, *project*, *context*, *portfolio*; *pack*,
//! *requirement*, *subject*, *predicate*; *witness*, *outcome*, *finding*, *verdict*, *coverage*; *problem* is bad input.
#![warn(clippy::panic)]

// Where things stand, what is wrong with them, and the words for it.
pub mod place;
pub mod problem;
pub mod progress;
pub mod strings;
pub mod text;
pub mod value;

// What knows nobody: the vocabulary, the arithmetic, the language of the rules, when two names are one.
pub mod form;
pub mod language;
pub mod metamodel;
pub mod names;
pub mod verdict;

// Files: what each says, and what it is.
pub mod fragment;
pub mod read;

// Everything that was read, as one graph.
pub mod graph;

// The law as data.
pub mod pack;

// What people say of it, and what a body or a project makes of it.
pub mod answers;
pub mod policy;
pub mod select;
pub mod waivers;

// Requirements × graph.
pub mod check;
pub mod outcome;

// The same models as text again: native TOML, drawings with what was found in them.
pub mod write;

// What people and programs get to see.
pub mod baseline;
pub mod cli;
pub mod diff;
pub mod duplicates;
pub mod explain;
pub mod facts;
pub mod init;
pub mod picture;
pub mod report;
pub mod schema;
pub mod starter;
