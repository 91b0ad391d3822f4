//! Calls the command and turns its answer into an exit code: 0, 1 or 2, and 2 as well for a mistake of ours.

use std::process::ExitCode;

/// Reading in parallel takes half the time with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    saikes::cli::own_up_to_bugs();
    match std::panic::catch_unwind(saikes::cli::run) {
        Ok(code) => ExitCode::from(code),
        // The hook has said everything.
        Err(_) => ExitCode::from(2),
    }
}
