//! Portfolios of any size with near-duplicates in them, for time and memory.
//!
//! Words are made up and follow what texts do: few words are everywhere, the number of different ones grows with the
//! root of the whole. A tenth of the elements have a name that says nothing and that all projects have, and one in
//! fifty is what another project has, with a slip, in other letters or in another order.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::spoil::{Change, spoiled};
use super::things::{Names, Set, Thing};
use crate::random::Random;

/// Elements of a project.
const PROJECT: usize = 1000;
/// Elements around a system, itself with them.
const GROUP: usize = 10;
/// Of so many elements one repeats one of another project, and one has a name that many have.
const REPEATED: usize = 50;
const EVERYWHERE: usize = 10;

const KINDS: [&str; GROUP] =
    ["system", "component", "component", "capability", "function", "service", "data-object", "data-object", "resource", "component"];
const HEADS: [&str; 12] =
    ["Система", "Реестр", "Учёт", "Мониторинг", "Планирование", "Выдача", "Расчёт", "Журнал", "Модуль", "Оценка", "Контроль", "Приём"];
const SYLLABLES: [&str; 24] = [
    "ра", "то", "ни", "ле", "ка", "вос", "дер", "му", "пол", "си", "бе", "га", "шан", "жу", "кот", "лин", "фе", "хор", "чу", "ять", "зор",
    "мен", "ты", "гра",
];

/// Repeats that were planted: ids of elements with the numbers of their projects.
pub type Planted = Vec<(u32, u32)>;

/// Writes a portfolio of so many elements; element `n` has the id `e<n>`.
pub fn write(set: &Set, elements: usize, folder: &Path) -> io::Result<Planted> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let words = (44.0 * (elements as f64).sqrt()) as usize;
    let everywhere: Vec<&String> = set.everywhere.values().flat_map(|about| &about.names).collect();
    let mut planted = Vec::new();
    let mut names: Vec<String> = Vec::with_capacity(elements);
    for number in 0..elements {
        let mut random = Random::new(number as u64 ^ 0x5eed);
        let kind = KINDS[number % GROUP];
        let other = number.checked_sub(PROJECT * (1 + random.below(7)) / GROUP * GROUP);
        let repeated =
            other.filter(|_| random.below(REPEATED) == 0).and_then(|other| again(kind, &names[other], number).map(|name| (other, name)));
        names.push(match repeated {
            Some((other, name)) => {
                planted.push((other as u32, number as u32));
                name
            }
            None if random.below(EVERYWHERE) == 0 => everywhere[random.below(everywhere.len())].clone(),
            None => name(&mut random, words),
        });
    }
    for (project, names) in names.chunks(PROJECT).enumerate() {
        write_project(&folder.join(format!("project-{project:05}")), project, names)?;
    }
    Ok(planted)
}

/// What another project calls the same.
fn again(kind: &str, name: &str, number: usize) -> Option<String> {
    let names: Names = BTreeMap::from([("ru".to_string(), name.to_string())]);
    let change = [Change::Mistyped, Change::Transliterated, Change::Reordered][number / GROUP % 3];
    spoiled(&Thing { kind: kind.to_string(), names, again: None }, "ru", change, number)
}

fn name(random: &mut Random, words: usize) -> String {
    let mut name = HEADS[random.below(HEADS.len())].to_string();
    for _ in 0..2 + random.below(2) {
        name = name + " " + &word(rank(random, words));
    }
    name
}

/// The rank of a word: the tenth is as frequent as all between the tenth and the hundredth are.
fn rank(random: &mut Random, words: usize) -> usize {
    let share = random.below(1 << 20) as f64 / f64::from(1 << 20);
    (words as f64).powf(share) as usize
}

/// The word of a rank: its digits as syllables, mixed so that neighbours in rank are none in letters.
fn word(rank: usize) -> String {
    let mut digits = rank.wrapping_mul(7919) % 331_776;
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(SYLLABLES[digits % SYLLABLES.len()]);
        digits /= SYLLABLES.len();
    }
    word
}

fn write_project(folder: &Path, project: usize, names: &[String]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("saikes.toml"),
        format!("[project]\nid = \"project-{project:05}\"\nname = \"№ {project}\"\nagency = \"agency-{project:05}\"\n"),
    )?;
    let mut out = BufWriter::new(fs::File::create(folder.join("model.toml"))?);
    for (at, name) in names.iter().enumerate() {
        let number = project * PROJECT + at;
        let kind = KINDS[number % GROUP];
        writeln!(out, "[{kind}.e{number}]\nname = '''{name}'''")?;
        let system = number - number % GROUP;
        match kind {
            "system" if at + GROUP <= names.len() => writeln!(
                out,
                "offers = \"e{}\"\nautomates = [\"e{}\", \"e{}\"]\nreads = [\"e{}\", \"e{}\"]",
                number + 3,
                number + 4,
                number + 5,
                number + 6,
                number + 7
            )?,
            "component" => writeln!(out, "part-of = \"e{system}\"")?,
            "resource" => writeln!(out, "held-in = \"e{system}\"")?,
            _ => {}
        }
        writeln!(out)?;
    }
    out.flush()
}
