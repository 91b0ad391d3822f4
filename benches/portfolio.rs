//! How long each stage takes on generated portfolios of 1, 10 and 100 projects of 1,000 elements, beside the floor,
//! and how long a small project waits for its answer: `cargo bench --bench portfolio`.
//!
//! Times of a busy machine wander: compare within one run only. Whole runs against the floor, with memory: `measure`.

mod floor;
#[expect(dead_code, reason = "what was planted is counted by `planted`")]
mod generator;
mod pipeline;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex};

use divan::{Bencher, black_box};

use generator::{Format, Wanted};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PROJECTS: [usize; 3] = [1, 10, 100];
const ELEMENTS: usize = 1000;

fn main() {
    divan::main();
}

/// The folder of a portfolio, written when first asked for.
fn portfolio(projects: usize, elements: usize, format: Format) -> PathBuf {
    static WRITTEN: LazyLock<Mutex<Vec<PathBuf>>> = LazyLock::new(Mutex::default);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("portfolio-{}-{projects}-{elements}", format.name()));
    let mut written = WRITTEN.lock().expect("nobody panics with it");
    if !written.contains(&folder) {
        generator::write(&folder, Wanted::new(projects, elements, format)).expect("the target folder can be written");
        written.push(folder.clone());
    }
    folder
}

#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod exchange {
    use super::*;

    #[divan::bench(args = PROJECTS)]
    fn floor(bencher: Bencher<'_, '_>, projects: usize) {
        let folder = portfolio(projects, ELEMENTS, Format::Exchange);
        bencher.bench_local(|| floor::parse(black_box(&folder)).expect("generated files are sound"));
    }

    #[divan::bench(args = PROJECTS)]
    fn read(bencher: Bencher<'_, '_>, projects: usize) {
        let folder = portfolio(projects, ELEMENTS, Format::Exchange);
        bencher.bench_local(|| pipeline::read(black_box(&folder), Default::default()));
    }
}

#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod native {
    use super::*;

    #[divan::bench(args = PROJECTS)]
    fn floor(bencher: Bencher<'_, '_>, projects: usize) {
        let folder = portfolio(projects, ELEMENTS, Format::Native);
        bencher.bench_local(|| floor::parse(black_box(&folder)).expect("generated files are sound"));
    }

    #[divan::bench(args = PROJECTS)]
    fn read(bencher: Bencher<'_, '_>, projects: usize) {
        let folder = portfolio(projects, ELEMENTS, Format::Native);
        bencher.bench_local(|| pipeline::read(black_box(&folder), Default::default()));
    }
}

/// What comes after reading does not know the format.
#[divan::bench_group(sample_count = 10, sample_size = 1)]
mod after_reading {
    use super::*;

    #[divan::bench(args = PROJECTS)]
    fn merge(bencher: Bencher<'_, '_>, projects: usize) {
        let folder = portfolio(projects, ELEMENTS, Format::Exchange);
        bencher.with_inputs(|| pipeline::read(&folder, Default::default())).bench_local_values(pipeline::merge);
    }

    #[divan::bench(args = PROJECTS)]
    fn judge(bencher: Bencher<'_, '_>, projects: usize) {
        let (packs, sources) = pipeline::packs();
        let (graph, _) = pipeline::merge(pipeline::read(&portfolio(projects, ELEMENTS, Format::Exchange), sources));
        bencher.bench_local(|| pipeline::judge(black_box(&graph), &packs));
    }

    #[divan::bench(args = PROJECTS)]
    fn gather(bencher: Bencher<'_, '_>, projects: usize) {
        let (packs, sources) = pipeline::packs();
        let (graph, sources) = pipeline::merge(pipeline::read(&portfolio(projects, ELEMENTS, Format::Exchange), sources));
        let outcomes = pipeline::judge(&graph, &packs);
        bencher.bench_local(|| pipeline::gather(black_box(&graph), &packs, &outcomes, &sources));
    }

    #[divan::bench(args = PROJECTS)]
    fn terminal(bencher: Bencher<'_, '_>, projects: usize) {
        let (report, sources) = report(projects);
        bencher.bench_local(|| pipeline::terminal(black_box(&report), &sources));
    }

    #[divan::bench(args = PROJECTS)]
    fn json(bencher: Bencher<'_, '_>, projects: usize) {
        let (report, _) = report(projects);
        bencher.bench_local(|| pipeline::json(black_box(&report)));
    }

    fn report(projects: usize) -> (saikes::report::Report, saikes::place::Sources) {
        let (packs, sources) = pipeline::packs();
        let (graph, sources) = pipeline::merge(pipeline::read(&portfolio(projects, ELEMENTS, Format::Exchange), sources));
        let outcomes = pipeline::judge(&graph, &packs);
        (pipeline::gather(&graph, &packs, &outcomes, &sources), sources)
    }
}

/// From the start of the process to its end, as somebody waits for it.
#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod start {
    use super::*;

    #[divan::bench]
    fn small_project(bencher: Bencher<'_, '_>) {
        let folder = portfolio(1, generator::FEWEST_ELEMENTS, Format::Native);
        bencher.bench_local(|| check(&folder));
    }

    #[divan::bench]
    fn packs(bencher: Bencher<'_, '_>) {
        bencher.bench_local(pipeline::packs);
    }

    fn check(folder: &Path) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saikes"));
        let status = command.arg("check").arg(folder).arg("--exit-zero").stdout(Stdio::null()).stderr(Stdio::null()).status();
        let status = status.expect("the program was built for this bench");
        assert!(status.success(), "the check could not be made: {status}");
    }
}
