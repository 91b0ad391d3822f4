//! Any bytes as a zipped model: what comes out is bounded, and is read as any other text.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use saikes::fragment::Wanted;
use saikes::metamodel::Metamodel;
use saikes::place::FileId;
use saikes::read::archimate::Mapping;
use saikes::read::{archi, decode, zipped};

fuzz_target!(|bytes: &[u8]| {
    let Ok(model) = zipped::model(Cursor::new(bytes)) else { return };
    if let Ok(text) = decode::decode(model) {
        archi::read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), &text);
    }
});
