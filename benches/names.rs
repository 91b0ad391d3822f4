//! How long names take: keys and likeness over a million names, those of the national registers varied with a number,
//! a place and a slip: `cargo bench --bench names`.

use std::hint::black_box;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;

use saikes::names::{Dictionary, Directory, Name, Reader, exact_key};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NAMES: usize = 1_000_000;

fn main() {
    divan::main();
}

/// The names of the sample registers, then the same with what tells many alike names apart.
static VARIED: LazyLock<Vec<String>> = LazyLock::new(|| {
    const PLACES: [&str; 6] = ["Алматы", "города Астаны", "Абай облысы", "Улытауской области", "Shymkent", "(копия)"];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/national");
    let mut names = Vec::new();
    for part in ["registers", "portals", "platforms", "agencies", "services", "capabilities", "data"] {
        let text = std::fs::read_to_string(format!("{folder}/{part}.toml")).expect("the registers are in the repository");
        let of_names = text.lines().filter(|line| line.starts_with("name = "));
        names.extend(of_names.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_string).collect::<Vec<_>>());
    }
    let own = names.len();
    let vary = |at: usize| format!("{} {} {}", names[at % own], PLACES[at % PLACES.len()], at / own);
    (0..NAMES).map(vary).collect()
});

#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod million {
    use super::*;

    #[divan::bench]
    fn exact_keys(bencher: Bencher<'_, '_>) {
        LazyLock::force(&VARIED);
        bencher.counter(ItemsCount::new(NAMES)).bench_local(|| VARIED.iter().map(|name| exact_key(name).len()).sum::<usize>());
    }

    #[divan::bench]
    fn same_keys(bencher: Bencher<'_, '_>) {
        LazyLock::force(&VARIED);
        let mut reader = Reader::new(Dictionary::standard());
        bencher.counter(ItemsCount::new(NAMES)).bench_local(|| VARIED.iter().map(|name| reader.same_key(name).len()).sum::<usize>());
    }

    #[divan::bench]
    fn likeness_of_neighbours(bencher: Bencher<'_, '_>) {
        let names: Vec<Name> = VARIED.iter().map(|name| Name::new(name)).collect();
        let alike = || names.windows(2).map(|pair| pair[0].likeness(&pair[1])).sum::<f64>();
        bencher.counter(ItemsCount::new(NAMES)).bench_local(alike);
    }
}

#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod directory {
    use super::*;

    #[divan::bench(args = [1_000, 100_000])]
    fn listed(bencher: Bencher<'_, '_>, names: usize) {
        let listed = || Directory::new(VARIED[..names].iter().map(String::as_str).zip(0..));
        LazyLock::force(&VARIED);
        bencher.bench_local(|| black_box(listed()));
    }

    #[divan::bench(args = [1_000, 100_000])]
    fn nearest(bencher: Bencher<'_, '_>, names: usize) {
        let directory = Directory::new(VARIED[..names].iter().map(String::as_str).zip(0..));
        bencher.bench_local(|| directory.nearest(black_box("Адресный регистор города Алматы 7"), |_| true));
    }
}
