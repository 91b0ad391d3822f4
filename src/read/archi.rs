//! Reads the models of Archi.

pub mod words;
