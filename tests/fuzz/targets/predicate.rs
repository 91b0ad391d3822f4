//! Any text as a predicate, a path and a template: it compiles or has mistakes, with places inside the text.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use saikes::language::compile::{self, Role};
use saikes::language::mistake::Mistake;
use saikes::language::names::Names;
use saikes::metamodel::{KindId, KindSet, Metamodel};

fuzz_target!(|text: &str| {
    let metamodel = Metamodel::standard();
    let (defines, parameters, lists) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let calendar = Default::default();
    let names = Names { metamodel, defines: &defines, parameters: &parameters, lists: &lists, calendar: &calendar };
    // The first letter chooses what is asked: a predicate of every kind at once is mostly mistakes.
    let number = text.bytes().next().unwrap_or_default() as usize % metamodel.kinds.len();
    let kinds = KindSet::of(KindId(number as u8));
    let text = text.get(1..).unwrap_or_default();
    let (predicate, mistakes) = compile::predicate(&names, Role::Full, kinds, Some(kinds), text);
    check(text, predicate.is_none(), &mistakes);
    let (path, mistakes) = compile::path(&names, kinds, text);
    check(text, path.is_none(), &mistakes);
    let (template, mistakes) = compile::template(&names, kinds, None, text);
    check(text, template.is_none(), &mistakes);
});

fn check(text: &str, failed: bool, mistakes: &[Mistake]) {
    assert!(!failed || !mistakes.is_empty(), "a text that does not compile has a mistake");
    for mistake in mistakes {
        assert!(text.get(mistake.span.range()).is_some(), "{mistake:?} is not in the text");
    }
}
