//! How well duplicates are found: a labelled set of what two bodies have under two names and of what only looks alike,
//! planted into portfolios; the engine's links are compared with the labels.
//!
//! `things` is what bodies have and what must not be linked, `spoil` writes a name as another hand would, `plant` puts
//! both into projects, `judge` runs the engine and counts. `real` does the same with labelled pairs of public models,
//! `scale` measures time and memory. Every number depends on the files in this folder alone: no clock, no chance.
//! Leaves to others: finding (`saikes::duplicates`), printing (`calibrate`), asserting (`calibrated`).

pub mod engine;
pub mod judge;
pub mod plant;
pub mod real;
pub mod scale;
pub mod spoil;
pub mod things;
