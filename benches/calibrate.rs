//! How well duplicates are found, as tables: `cargo bench --bench duplicates`. With `--wrong` what is linked wrongly and
//! what is missed; with `--real FOLDER` the labelled pairs of public models; with `--scale 1000,10000` time and memory.

mod duplicates;
#[expect(dead_code, reason = "duplicates are looked for in the graph")]
mod pipeline;
#[path = "generator/random.rs"]
#[expect(dead_code, reason = "other benches need more of it")]
mod random;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use duplicates::judge::{Counts, Judged, judge};
use duplicates::plant::Portfolio;
use duplicates::spoil::Change;
use duplicates::things::{LANGUAGES, load};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--scale") {
        return scale(arguments.get(at + 1).map_or("1000,10000,100000", String::as_str));
    }
    if let [command, folder] = arguments.as_slice()
        && command == "find"
    {
        find(std::path::Path::new(folder));
        return ExitCode::SUCCESS;
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--real") {
        let folder = arguments.get(at + 1).cloned().unwrap_or_default();
        real(&duplicates::real::judge(std::path::Path::new(&folder)));
        return ExitCode::SUCCESS;
    }
    let set = load();
    let mut judged = Vec::new();
    for change in Change::ALL {
        for language in LANGUAGES {
            let folder = scratch().join(format!("duplicates-{}-{language}", change.name().replace(' ', "-")));
            judged.push(judge(Portfolio::plant(&set, language, change), &folder));
        }
    }
    table(&judged);
    if arguments.iter().any(|argument| argument == "--wrong") {
        judged.iter().for_each(wrong);
    }
    ExitCode::SUCCESS
}

/// Where portfolios are written.
fn scratch() -> PathBuf {
    option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
}

fn table(judged: &[Judged]) {
    println!(
        "{:<16} {:<4} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9} {:>9}",
        "", "", "planted", "found", "recall", "tuned", "held", "wrong", "precision"
    );
    let mut total = [Counts::default(); 3];
    for change in Change::ALL {
        let mut sums = [Counts::default(); 3];
        for of in judged.iter().filter(|of| of.portfolio.change == change) {
            let counts = [None, Some(0), Some(1)].map(|half| of.counts(half));
            row("", of.portfolio.language, counts);
            sums.iter_mut().zip(counts).for_each(|(sum, counts)| *sum = sum.plus(counts));
        }
        row(change.name(), "all", sums);
        if change.has_target() {
            total.iter_mut().zip(sums).for_each(|(sum, counts)| *sum = sum.plus(counts));
        }
    }
    row("all but transl.", "", total);
    println!("tuned precision {:.3} held {:.3}", total[1].precision(), total[2].precision());
    let mut traps: BTreeMap<String, [(usize, usize); 3]> = BTreeMap::new();
    for of in judged {
        for (at, half) in [None, Some(0), Some(1)].into_iter().enumerate() {
            for (trap, (linked, all)) in of.trapped(half) {
                let sum = &mut traps.entry(trap).or_default()[at];
                *sum = (sum.0 + linked, sum.1 + all);
            }
        }
    }
    let set = load();
    for (trap, [(linked, all), tuned, held]) in traps {
        if let Some(trap) = set.traps.get(&trap) {
            println!("  {}", trap.why);
        }
        println!("{trap:<16} {linked:>5} of {all:>5}   tuned {:>5} of {:>5}  held {:>5} of {:>5}", tuned.0, tuned.1, held.0, held.1);
    }
}

/// Time and memory by the number of elements, each portfolio in a process of its own.
fn scale(sizes: &str) -> ExitCode {
    let set = load();
    println!(
        "{:>9} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "elements", "planted", "found", "links", "read s", "find s", "µs/elem.", "MB read", "MB peak"
    );
    for size in sizes.split(',').filter_map(|size| size.parse::<usize>().ok()) {
        let folder = scratch().join(format!("duplicates-scale-{size}"));
        let planted = duplicates::scale::write(&set, size, &folder).expect("the target folder can be written");
        let file = folder.with_extension("planted");
        let text: String = planted.iter().map(|(one, other)| format!("e{one} e{other}\n")).collect();
        std::fs::write(&file, text).expect("the target folder can be written");
        let this = std::env::current_exe().expect("the system knows what runs");
        let child = std::process::Command::new(this).arg("find").arg(&folder).output().expect("the program can run again");
        print!("{size:>9} {:>8} {}", planted.len(), String::from_utf8_lossy(&child.stdout));
        std::fs::remove_dir_all(&folder).expect("the folder was just written");
    }
    ExitCode::SUCCESS
}

/// Reads a portfolio, finds, and prints a row about it.
fn find(folder: &std::path::Path) {
    let start = std::time::Instant::now();
    let (graph, _) = pipeline::merge(pipeline::read(folder, saikes::place::Sources::default()));
    let (read, before) = (start.elapsed().as_secs_f64(), peak());
    let elements = graph.len();
    let start = std::time::Instant::now();
    let links = duplicates::engine::links(&graph);
    let time = start.elapsed().as_secs_f64();
    let linked: std::collections::BTreeSet<(String, String)> = links
        .iter()
        .map(|(one, other, _)| (graph.id(*one).to_string(), graph.id(*other).to_string()))
        .map(|(one, other)| if (one.len(), &one) <= (other.len(), &other) { (one, other) } else { (other, one) })
        .collect();
    let planted = std::fs::read_to_string(folder.with_extension("planted")).unwrap_or_default();
    let found = planted
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(one, other)| linked.contains(&(one.to_string(), other.to_string())))
        .count();
    println!(
        "{found:>8} {:>8} {read:>8.2} {time:>9.3} {:>9.2} {before:>9.1} {:>9.1}",
        links.len(),
        time * 1e6 / elements.max(1) as f64,
        peak()
    );
}

/// The most memory that this process ever held, in megabytes; 0 where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()).unwrap_or_default() / 1000.0
}

fn real(real: &duplicates::real::Real) {
    println!("{} models, {} elements, {} links, {} of them not counted", real.models, real.elements, real.links, real.copies);
    let Counts { found, planted, wrong } = real.labelled;
    println!(
        "right {found} of {planted}, wrong {wrong} of {}, precision {:.3}; labels without elements: {}",
        real.distinct,
        real.labelled.precision(),
        real.gone.len()
    );
    for (score, places, names) in &real.unlabelled {
        println!("unlabelled {score:.2} {} · {} | {} | {}", names[0], names[1], places[0], places[1]);
    }
}

fn row(name: &str, language: &str, [all, tuned, held]: [Counts; 3]) {
    println!(
        "{name:<16} {language:<4} {:>7} {:>7} {:>7.3} {:>7.3} {:>7.3} {:>9} {:>9.3}",
        all.planted,
        all.found,
        all.recall(),
        tuned.recall(),
        held.recall(),
        all.wrong,
        all.precision()
    );
}

fn wrong(of: &Judged) {
    let name = |at: usize| format!("{} «{}»", of.portfolio.elements[at].kind, of.portfolio.elements[at].name);
    println!("\n== {} {}", of.portfolio.change.name(), of.portfolio.language);
    for (one, other) in of.missed() {
        println!("missed [{}] {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
    for (one, other, score) in of.right() {
        println!("linked [{}] {score:.2} {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
    for (one, other, score) in of.wrong() {
        println!("wrong  [{}] {score:.2} {} · {}", of.portfolio.elements[one].half, name(one), name(other));
    }
}
