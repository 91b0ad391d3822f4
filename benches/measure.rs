//! Whole checks against the floor: wall time, peak memory and microseconds an element, in one interleaved run, because
//! only ratios within one run mean anything: `cargo bench --bench measure -- --projects 1,100,1000 --repeats 20`.
//!
//! Runs the program as users do, and itself for the floor. Peak memory is what the system says of the child
//! (`VmHWM`), so it needs Linux; elsewhere it is left out. Never a test: nothing here fails because it was slow.

mod floor;
#[expect(dead_code, reason = "what was planted is counted by `planted`")]
mod generator;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use generator::{Format, Made, Wanted};

/// The floor must not pay for another allocator than the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str =
    "usage: measure [--projects N,N…] [--elements M] [--format exchange|coarchi|native] [--repeats R] [--output FORMAT] [--keep]

Portfolios of N projects (1,100) of M elements (1000), each checked R times (5) by the program and by the floor in turn.
`--output` is the report's format (terminal); `--keep` leaves the portfolios where they were written.";

struct Asked {
    projects: Vec<usize>,
    elements: usize,
    format: Format,
    repeats: usize,
    output: String,
    keep: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let done = match arguments.as_slice() {
        [command, folder] if command == "floor" => {
            floor::parse(Path::new(folder)).map(|totals| println!("{totals:?}")).map_err(|error| error.to_string())
        }
        _ => asked(arguments).and_then(|asked| measure(&asked)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn asked(arguments: Vec<String>) -> Result<Asked, String> {
    let mut asked =
        Asked { projects: vec![1, 100], elements: 1000, format: Format::Exchange, repeats: 5, output: "terminal".to_string(), keep: false };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0).ok_or(format!("`{text}` is no number above 0"));
        match argument.as_str() {
            "--projects" => asked.projects = value()?.split(',').map(number).collect::<Result<_, _>>()?,
            "--elements" => asked.elements = number(&value()?)?,
            "--format" => asked.format = value()?.parse()?,
            "--repeats" => asked.repeats = number(&value()?)?,
            "--output" => asked.output = value()?,
            "--keep" => asked.keep = true,
            _ => return Err(format!("unknown option `{argument}`")),
        }
    }
    Ok(asked)
}

fn measure(asked: &Asked) -> Result<(), String> {
    println!(
        "{} files, report as {}, {} repeats; best of all, and the median of the ratios of neighbours",
        asked.format.name(),
        asked.output,
        asked.repeats
    );
    println!("{:>8} {:>9} {:>8}  {:<8} {:>8} {:>8} {:>8} {:>12}", "projects", "elements", "MB", "", "s", "MB", "µs/elem.", "× floor");
    for projects in &asked.projects {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("measure-{}-{projects}", asked.format.name()));
        let made = generator::write(&folder, Wanted::new(*projects, asked.elements, asked.format)).map_err(|error| error.to_string())?;
        let rows = compare(&folder, asked)?;
        print(made, &rows);
        if asked.keep {
            println!("{:>28}  {}", "", folder.display());
        } else {
            std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// One run of a child.
#[derive(Clone, Copy)]
struct Run {
    time: Duration,
    /// The most memory it held, in bytes; 0 where the system does not say.
    peak: u64,
}

/// The runs of the floor and of the program, in turn. One of each goes first, so that files are in memory.
fn compare(folder: &Path, asked: &Asked) -> Result<[Vec<Run>; 2], String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let saikes = PathBuf::from(env!("CARGO_BIN_EXE_saikes"));
    let mut runs = [Vec::new(), Vec::new()];
    for repeat in 0..=asked.repeats {
        let mut floor = Command::new(&this);
        floor.arg("floor").arg(folder);
        let mut check = Command::new(&saikes);
        check.arg("check").arg(folder).args(["--exit-zero", "--lang", "ru", "--today", "2026-11-22", "--format", &asked.output]);
        for (runs, command) in runs.iter_mut().zip([floor, check]) {
            let run = run(command)?;
            if repeat > 0 {
                runs.push(run);
            }
        }
    }
    Ok(runs)
}

fn run(mut command: Command) -> Result<Run, String> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| error.to_string())?;
    let mut peak = 0;
    let status = loop {
        peak = peak_of(&child).unwrap_or(peak).max(peak);
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        std::thread::sleep(Duration::from_micros(500));
    };
    let time = start.elapsed();
    if status.success() { Ok(Run { time, peak }) } else { Err(format!("{command:?} ended with {status}")) }
}

/// The most memory that a child ever held, which only grows: the last answer before its end is as good as the end's.
fn peak_of(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn print(made: Made, [floor, check]: &[Vec<Run>; 2]) {
    let mut ratios: Vec<f64> = floor.iter().zip(check).map(|(floor, check)| check.time.as_secs_f64() / floor.time.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
    for (name, runs, ratio) in [("floor", floor, 1.0), ("saikes", check, median)] {
        let best = runs.iter().map(|run| run.time).min().unwrap_or_default().as_secs_f64();
        let peak = runs.iter().map(|run| run.peak).max().unwrap_or_default() as f64 / 1e6;
        let each = best * 1e6 / made.elements as f64;
        println!(
            "{:>8} {:>9} {:>8.1}  {name:<8} {best:>8.3} {peak:>8.1} {each:>8.2} {ratio:>12.2}",
            made.projects,
            made.elements,
            made.bytes as f64 / 1e6
        );
    }
    let allowed = 40.0 + made.bytes as f64 / 1e6 + made.elements as f64 * 400.0 / 1e6;
    println!("{:>28} memory allowed by the design: {allowed:.1} MB (40, the input, 400 bytes an element)", "");
}
