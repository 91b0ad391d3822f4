//! saikes: checks architecture models against the e-government Requirements.

pub mod place;
pub mod problem;
pub mod strings;
pub mod text;
pub mod value;

pub mod metamodel;

pub mod language;

pub mod fragment;
