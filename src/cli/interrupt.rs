//! Ctrl-C and a request to end: what is half written goes, what stood there before stays, and the exit code says so.

use crate::cli::{output, progress};
use crate::text::{Language, say};

/// The exit code of a command that was interrupted, as shells know it.
pub const INTERRUPTED: u8 = 130;

/// From now on an interruption leaves nothing behind.
pub fn leave_nothing_half(language: Language) {
    // Where the system lets nobody listen, an interruption ends the command as it always did.
    let _ = ctrlc::set_handler(move || {
        // Held to the end: nothing is put in its place any more.
        let _held = output::clear_away();
        progress::abandon();
        eprintln!("{}", say(language, "cli.interrupted", &[]));
        #[expect(clippy::exit, reason = "the command is somewhere else, and would go on")]
        std::process::exit(INTERRUPTED.into());
    });
}
