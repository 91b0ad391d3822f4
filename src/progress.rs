//! How far a run has come: numbers that reading and judging move on, and that nobody has to look at.
//!
//! Knows nothing of screens. Moving a number on is one atomic addition for a file or a project, never for an element.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The numbers of one run; they only grow.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files that were found, and those of them that were opened and looked at.
    pub found: Number,
    pub files: Number,
    /// Elements that files hold.
    pub elements: Number,
    /// Projects to judge, and those that were judged.
    pub projects: Number,
    pub judged: Number,
}

#[derive(Debug, Default)]
pub struct Number(AtomicUsize);

impl Number {
    pub fn add(&self, more: usize) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}
