//! A portfolio out of nothing: a small national context and any number of projects of any size, the same for the same
//! seed, with violations planted whose number is known.
//!
//! `plan` decides what a project consists of, `exchange`, `coarchi` and `native` write it, `context` is what all of them refer
//! to. Each project depends on the seed and its own number alone: the first ten of a hundred are those of ten.
//! Leaves to others: reading it back (`pipeline`), and how long that takes (`portfolio`, `measure`).

mod coarchi;
pub mod context;
mod exchange;
mod native;
pub mod plan;
mod random;
mod words;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use plan::{Plan, Planted};

/// Fewer elements than this leave no room for one of every kind.
pub const FEWEST_ELEMENTS: usize = 100;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub projects: usize,
    /// Elements of each project; flows, which a drawing holds as relationships, come on top.
    pub elements: usize,
    pub format: Format,
    pub seed: u64,
}

impl Wanted {
    pub fn new(projects: usize, elements: usize, format: Format) -> Wanted {
        Wanted { projects, elements: elements.max(FEWEST_ELEMENTS), format, seed: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Coarchi,
    Exchange,
    Native,
}

impl Format {
    const ALL: [Format; 3] = [Format::Coarchi, Format::Exchange, Format::Native];

    pub fn name(self) -> &'static str {
        match self {
            Format::Coarchi => "coarchi",
            Format::Exchange => "exchange",
            Format::Native => "native",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let known = Format::ALL.into_iter().find(|format| format.name() == name);
        known.ok_or_else(|| format!("unknown format `{name}`: {}", Format::ALL.map(Format::name).join(", ")))
    }
}

/// What was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Made {
    pub projects: usize,
    pub elements: usize,
    pub relationships: usize,
    /// Of all models together.
    pub bytes: u64,
    pub planted: Planted,
}

/// Writes a portfolio into a folder that is new, empty, or holds an earlier one.
pub fn write(folder: &Path, wanted: Wanted) -> io::Result<Made> {
    let national = folder.join("national");
    if folder.exists() && fs::read_dir(folder)?.next().is_some() {
        if !national.join(context::FILE_NAME).is_file() {
            return Err(io::Error::other("the folder holds something else"));
        }
        fs::remove_dir_all(folder)?;
    }
    context::write(&national)?;
    let mut made = Made::default();
    for number in 0..wanted.projects {
        let plan = Plan::draw(number, wanted.elements, wanted.seed);
        made.projects += 1;
        made.elements += plan.elements.len();
        made.relationships += plan.relationships();
        made.planted = made.planted + plan.planted;
        made.bytes += write_project(&folder.join(plan.id()), &plan, wanted.format)?;
    }
    Ok(made)
}

/// The size of the model.
fn write_project(folder: &Path, plan: &Plan, format: Format) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    let mut settings = File::create(folder.join("saikes.toml"))?;
    writeln!(settings, "[project]\nid = \"{}\"", plan.id())?;
    writeln!(settings, "name = {{ kk = \"№ {0} жоба\", ru = \"Проект № {0}\" }}", plan.number + 1)?;
    writeln!(settings, "agency = \"{}\"\nstage = \"planning\"", context::agency_id(plan.agency))?;
    match format {
        Format::Coarchi => coarchi::write(plan, &folder.join("model")),
        Format::Exchange => write_file(&folder.join("model.xml"), |out| exchange::write(plan, out)),
        Format::Native => write_file(&folder.join("model.toml"), |out| native::write(plan, out)),
    }
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out)?;
    out.flush()?;
    Ok(path.metadata()?.len())
}
