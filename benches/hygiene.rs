//! How often each check of the hygiene pack finds something in a folder of models, as a table:
//! `cargo bench --bench hygiene -- FOLDER`. It is what `docs/hygiene.md` shows of public models; nothing is timed.

#[expect(dead_code, reason = "rendering is timed by `portfolio`")]
mod pipeline;

use std::path::Path;
use std::process::ExitCode;

use saikes::report::{Report, RequirementReport};
use saikes::verdict::Verdict;

/// The pack that is measured.
const PACK: &str = "hygiene";

fn main() -> ExitCode {
    let Some(folder) = std::env::args().skip(1).find(|argument| argument != "--bench") else {
        eprintln!("usage: cargo bench --bench hygiene -- FOLDER");
        return ExitCode::from(2);
    };
    let (packs, sources) = pipeline::packs();
    let (graph, sources) = pipeline::merge(pipeline::read(Path::new(&folder), sources));
    let outcomes = pipeline::judge(&graph, &packs);
    print(&pipeline::gather(&graph, &packs, &outcomes, &sources));
    ExitCode::SUCCESS
}

/// Of each check the models it looked at, those in which it found something, and how much.
fn print(report: &Report) {
    let models: Vec<_> = report.projects.iter().filter(|project| project.inputs.iter().any(|input| input.elements > 0)).collect();
    println!("{} models with elements\n", models.len());
    println!("| check | weight | looked at | found something | share | findings | most in one |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    let Some(pack) = report.packs.iter().position(|pack| pack.id == PACK) else { return };
    for (at, requirement) in report.packs[pack].requirements.iter().enumerate() {
        let found: Vec<&RequirementReport> =
            models.iter().filter_map(|project| project.requirements.iter().find(|found| found.index == (pack, at))).collect();
        let asked = found.iter().filter(|found| found.verdict != Verdict::NotApplicable).count();
        let wrong: Vec<usize> = found.iter().map(|found| found.counts.non_compliant).filter(|wrong| *wrong > 0).collect();
        let share = 100.0 * wrong.len() as f64 / models.len().max(1) as f64;
        println!(
            "| `{}` | {} | {asked} | {} | {share:.0} % | {} | {} |",
            requirement.id,
            requirement.severity.name(),
            wrong.len(),
            wrong.iter().sum::<usize>(),
            wrong.iter().max().copied().unwrap_or_default()
        );
    }
}
