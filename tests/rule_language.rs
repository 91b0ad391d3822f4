//! Every example of `docs/rule-language.md` compiles, or is wrong in just the way the page says.
//!
//! A fence names what its lines are (`predicate`, `path`, `template`), the kinds they are about and, where they are
//! wrong on purpose, the mistake. `[define]`s in its TOML hold for the whole page.

use std::collections::BTreeMap;

use saikes::language::compile::{Role, define, path, predicate, template};
use saikes::language::mistake::Mistake;
use saikes::language::names::Names;
use saikes::metamodel::{KindSet, Metamodel};

const PAGE: &str = include_str!("../docs/rule-language.md");

/// One fenced block: the words behind its fence and its text.
struct Block {
    fence: &'static str,
    text: &'static str,
}

impl Block {
    fn what(&self) -> &'static str {
        self.fence.split(' ').next().unwrap_or("")
    }

    fn argument(&self, name: &str) -> Option<&'static str> {
        self.fence.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn kinds(&self, name: &str) -> Option<KindSet> {
        let named = self.argument(name)?.split(',');
        let known = |name| Metamodel::standard().kinds_named(name).unwrap_or_else(|| panic!("`{name}` is a kind"));
        Some(named.fold(KindSet::EMPTY, |kinds, name| kinds.union(known(name))))
    }
}

fn blocks() -> Vec<Block> {
    let fenced = PAGE.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).map(|(fence, text)| Block { fence, text }).collect()
}

fn defines() -> BTreeMap<String, (String, String)> {
    let mut defines = BTreeMap::new();
    for block in blocks().iter().filter(|block| block.what() == "toml") {
        let document: toml::Table = toml::from_str(block.text).expect("the page's TOML is sound");
        let defined = document.get("define").and_then(toml::Value::as_table).into_iter().flatten();
        for (name, written) in defined {
            let text = |key: &str| written.get(key).and_then(toml::Value::as_str).expect("a define has `kind` and `is`").to_string();
            defines.insert(name.clone(), (text("kind"), text("is")));
        }
    }
    defines
}

fn compile(names: &Names, block: &Block, line: &str) -> (bool, Vec<Mistake>) {
    let kinds = block.kinds("kinds").unwrap_or_else(|| panic!("a block names its kinds: {line}"));
    match block.what() {
        "predicate" => {
            let (compiled, mistakes) = predicate(names, Role::Full, kinds, block.kinds("members"), line);
            (compiled.is_some(), mistakes)
        }
        "path" => {
            let (compiled, mistakes) = path(names, kinds, line);
            (compiled.is_some(), mistakes)
        }
        "template" => {
            let (compiled, mistakes) = template(names, kinds, block.kinds("members"), line);
            (compiled.is_some(), mistakes)
        }
        other => panic!("the page knows no `{other}` blocks"),
    }
}

#[test]
fn every_example_compiles_or_is_wrong_as_the_page_says() {
    let (defines, parameters, lists) = (defines(), BTreeMap::new(), BTreeMap::new());
    let names = Names { metamodel: Metamodel::standard(), defines: &defines, parameters: &parameters, lists: &lists };
    for name in defines.keys() {
        let (compiled, mistakes) = define(&names, name);
        assert!(compiled.is_some() && mistakes.is_empty(), "{name}: {mistakes:?}");
    }
    let mut examples = 0;
    for block in blocks().iter().filter(|block| block.what() != "toml") {
        for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
            let (compiled, mistakes) = compile(&names, block, line);
            let told: Vec<_> = mistakes.iter().map(|mistake| mistake.name).collect();
            let expected: Vec<_> = block.argument("mistake").into_iter().collect();
            assert_eq!(told, expected, "{line}\n{mistakes:?}");
            assert_eq!(compiled, mistakes.iter().all(|mistake| mistake.warning), "{line}");
            examples += 1;
        }
    }
    assert!(examples >= 60, "the page has {examples} examples");
}
