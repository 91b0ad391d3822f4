//! Models of Archi as they are after an accident: real ones, plain and zipped, cut, doubled and with other bytes. They
//! are read or refused, nothing panics, and what is told has places inside the text.

use std::io::Cursor;
use std::sync::LazyLock;

use proptest::prelude::*;
use walkdir::WalkDir;

use super::*;
use crate::read::{decode, zipped};

/// Larger files would take more than the few seconds that all of this may.
const LARGEST: u64 = 64 * 1024;

const WRITTEN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<a:model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:a="http://www.archimatetool.com/archimate" name="М" id="m" version="5.0.0">
<folder name="Слой" id="f" type="application"><folder name="x" id="g"><element xsi:type="a:ApplicationComponent" name="А &amp; Б" id="a" profiles="p"><documentation>x &lt; y</documentation>
<property key="Lifecycle" value="operating"/></element></folder><element xsi:type="a:Node" id="b"/></folder>
<folder name="r" id="h" type="relations"><element xsi:type="a:AccessRelationship" id="r" source="a" target="b" accessType="1"/></folder>
<folder name="v" id="i" type="diagrams"><element xsi:type="a:ArchimateDiagramModel" name="V" id="v"><child xsi:type="a:DiagramObject" id="c" archimateElement="a"><sourceConnection xsi:type="a:Connection" id="l" source="c" target="d" archimateRelationship="r"/><child xsi:type="a:Note" id="d"/></child></element></folder>
<profile name="Шлюз" id="p" conceptType="ApplicationComponent"/></a:model>"#;

/// Files of the collection beside the repository, where it is, and one of our own.
static BASES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let collection = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/models/real/archi");
    let files = WalkDir::new(collection).sort_by_file_name().into_iter().flatten();
    let small = files.filter(|file| file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST));
    small.filter_map(|file| std::fs::read(file.path()).ok()).chain([WRITTEN.as_bytes().to_vec()]).collect()
});

/// Part of a whole, in 65536ths.
fn at(bytes: &[u8], share: u16) -> usize {
    bytes.len() * usize::from(share) / (usize::from(u16::MAX) + 1)
}

fn happen(bytes: &mut Vec<u8>, (what, from, length, byte): (u8, u16, u8, u8)) {
    let from = at(bytes, from);
    let end = (from + usize::from(length)).min(bytes.len());
    match what {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from..end)),
        2 => drop(bytes.splice(from..from, bytes[from..end].to_vec())),
        3 => bytes.insert(from, byte),
        _ => bytes.iter_mut().skip(from).take(1).for_each(|old| *old = byte),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_happens_to_a_file_makes_the_reader_panic(
        base in any::<prop::sample::Index>(),
        accidents in prop::collection::vec((0..5u8, any::<u16>(), any::<u8>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = base.get(&BASES).clone();
        accidents.into_iter().for_each(|accident| happen(&mut bytes, accident));
        let model = if bytes.starts_with(b"PK") { zipped::model(Cursor::new(&bytes)).unwrap_or_default() } else { bytes };
        if let Ok(text) = decode::decode(model) {
            let found = read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &text);
            for place in found.problems.iter().flat_map(|problem| [problem.place, problem.related]).flatten() {
                prop_assert!(text.get(place.span.range()).is_some(), "{place:?}");
            }
            prop_assert!(found.elements.len() <= found.counts.elements + found.counts.relations);
        }
    }
}
