//! saikes: checks architecture models against the e-government Requirements.

pub mod place;
pub mod problem;
pub mod strings;
pub mod text;
pub mod value;

pub mod metamodel;
pub mod verdict;

pub mod language;

pub mod fragment;
pub mod read;

pub mod graph;

pub mod pack;

pub mod check;
pub mod outcome;

pub mod report;

pub mod explain;

pub mod cli;
