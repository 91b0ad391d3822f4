//! A policy: what a body wants its projects to be judged by, whatever they say themselves (`--policy FILE`).
//!
//! What comes in: the path. What goes out: a [`Policy`], and everything that is wrong with the file; a policy that
//! cannot be read whole is told as an error, never passed over. Leaves to others: what it does to a project (`select`),
//! what a report says of it (`report`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::de::DeTable;

use crate::place::{FileId, Place, SourceFile, Sources, Span};
use crate::problem::{Code, Problem};
use crate::read::config::keys;
use crate::read::config::reader::Reader;
use crate::read::config::settings::{self, Named, Own, Packs, Parameters};
use crate::read::{Stage, decode, load};
use crate::text::Trilingual;
use crate::verdict::Level;
use crate::waivers::{Allowed, Permission};

/// What a policy file says.
#[derive(Debug)]
pub struct Policy {
    pub file: FileId,
    /// As it was given.
    pub path: String,
    pub sha256: String,
    pub id: String,
    pub title: Trilingual,
    /// Who issued it.
    pub body: Trilingual,
    pub packs: Option<Packs>,
    /// The folder of its own packs.
    pub rules: Option<Named>,
    pub require: Option<(Level, Place)>,
    pub stage: Option<(Stage, Place)>,
    pub as_of: Option<(Date, Place)>,
    /// Whether projects may vouch for their models.
    pub complete: Option<(bool, Place)>,
    pub parameters: Parameters,
    pub requirements: BTreeMap<String, Own>,
    /// Who may waive what; nobody anything where the list is empty, anybody everything where there is none.
    pub waivers: Option<Vec<MayWaive>>,
}

/// Bodies that may waive some requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayWaive {
    /// A pattern of ids: `124/*`.
    pub requirement: String,
    pub bodies: Vec<String>,
    pub place: Place,
}

impl Policy {
    /// The policy at a path, and what is wrong with it; nothing where there is no text to read.
    pub fn open(path: &Path, sources: &mut Sources) -> (Option<Policy>, Vec<Problem>) {
        let shown = path.to_string_lossy().replace('\\', "/");
        let file = sources.add(SourceFile::new(shown.clone(), ""));
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let problem = Problem::new(Code::UnreadableFile, Place::whole(file)).with("reason", load::reason(&error));
                return (None, vec![problem]);
            }
        };
        let sha256 = load::digest(&bytes);
        let text = match decode::decode(bytes) {
            Ok(text) => text,
            Err(broken) => return (None, vec![load::not_text(file, &broken)]),
        };
        let (mut policy, problems) = read(file, &text);
        sources.set(file, SourceFile::new(shown.clone(), text));
        (policy.path, policy.sha256) = (shown, sha256);
        if let Some(rules) = &mut policy.rules {
            rules.path = path.parent().map_or_else(PathBuf::new, Path::to_path_buf).join(&rules.written);
        }
        (Some(policy), problems)
    }

    /// Who may waive what; none where it leaves that open.
    pub fn permission(&self) -> Option<Permission> {
        let allowed = |may: &MayWaive| Allowed::new(std::slice::from_ref(&may.requirement), &may.bodies).ok();
        Some(Permission { allowed: self.waivers.as_ref()?.iter().filter_map(allowed).collect() })
    }

    /// The packs that it names.
    pub fn named(&self) -> Vec<String> {
        self.packs.iter().flat_map(|packs| &packs.named).map(|(id, _)| id.clone()).collect()
    }
}

/// What is wrong with a text as a policy.
pub fn check(file: FileId, text: &str) -> Vec<Problem> {
    read(file, text).1
}

fn read(file: FileId, text: &str) -> (Policy, Vec<Problem>) {
    let (top, mut reader) = Reader::open(file, text, keys::POLICY);
    reader.unknown_keys(&top, "", "");
    let mut policy = head(&mut reader, &top);
    policy.parameters = settings::parameters(&mut reader, &top, "params");
    policy.requirements = settings::requirements(&mut reader, &top);
    policy.waivers = top.contains_key("waivers").then(|| waivers(&mut reader, &top));
    if let Some(table) = reader.table(&top, "check") {
        reader.unknown_keys(table, "check", "check");
        policy.packs = settings::packs(&mut reader, table);
        policy.rules = reader.text(table, "check.rules").map(Named::new);
        policy.require = reader.word(table, "check.require", settings::level);
        policy.stage = reader.word(table, "check.stage", Stage::from_name);
        policy.as_of = reader.date(table, "check.as-of");
        policy.complete = reader.flag(table, "check.complete");
    }
    (policy, reader.close())
}

/// Whose policy it is; who is bound by it has to know.
fn head(reader: &mut Reader, top: &DeTable<'_>) -> Policy {
    let table = reader.table(top, "policy");
    let (mut id, mut title, mut body) = (None, None, None);
    match table {
        None if top.contains_key("policy") => {}
        None => reader.wrong(Span::default(), "policy", "table", "nothing"),
        Some(table) => {
            reader.unknown_keys(table, "policy", "policy");
            let span = top.get_key_value("policy").map_or(Span::default(), |(key, _)| key.span().into());
            for name in ["id", "title", "body"].into_iter().filter(|name| !table.contains_key(*name)) {
                reader.wrong(span, &format!("policy.{name}"), "text", "nothing");
            }
            id = reader.text(table, "policy.id").map(|(id, _)| id);
            title = reader.names(table, "policy.title");
            body = reader.names(table, "policy.body");
        }
    }
    Policy {
        file: reader.file,
        path: String::new(),
        sha256: String::new(),
        id: id.unwrap_or_default(),
        title: title.unwrap_or_default(),
        body: body.unwrap_or_default(),
        packs: None,
        rules: None,
        require: None,
        stage: None,
        as_of: None,
        complete: None,
        parameters: Parameters::new(),
        requirements: BTreeMap::new(),
        waivers: None,
    }
}

fn waivers(reader: &mut Reader, top: &DeTable<'_>) -> Vec<MayWaive> {
    let tables = reader.tables(top, "waivers");
    let mut all = Vec::new();
    for (table, span) in tables {
        reader.unknown_keys(table, "waivers", "waivers");
        for name in ["requirement", "bodies"].into_iter().filter(|name| !table.contains_key(*name)) {
            reader.wrong(span, &format!("waivers.{name}"), if name == "bodies" { "list" } else { "text" }, "nothing");
        }
        let Some((requirement, place)) = reader.text(table, "waivers.requirement") else { continue };
        if Allowed::new(std::slice::from_ref(&requirement), &[]).is_err() {
            reader.wrong(place.span, "waivers.requirement", "requirement-pattern", &requirement);
            continue;
        }
        let bodies = reader.texts(table, "waivers.bodies").unwrap_or_default();
        all.push(MayWaive { requirement, bodies: bodies.into_iter().map(|(body, _)| body).collect(), place });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let show = |problem: &Problem| format!("{} {}", problem.code.name(), problem.argument("name").or(problem.argument("found")).unwrap_or(""));
        read(FileId(0), text).1.iter().map(show).collect()
    }

    const HEAD: &str = "[policy]\nid = \"p\"\ntitle = \"P\"\nbody = \"council\"\n";

    #[test]
    fn everything_a_policy_may_say_is_read() {
        let text = format!(
            "{HEAD}[check]\npacks = [\"order-124\"]\nrules = \"rules\"\nrequire = \"full\"\nstage = \"planning\"\nas-of = 2026-11-22\n\
             complete = false\n[params]\nshare = 0.4\n[requirement.\"124/19.2\"]\nseverity = \"blocking\"\n\
             [[waivers]]\nrequirement = \"124/*\"\nbodies = [\"council\"]\n"
        );
        let (policy, problems) = read(FileId(0), &text);
        assert_eq!(problems, []);
        assert_eq!((policy.id.as_str(), policy.named(), policy.complete.map(|(flag, _)| flag)), ("p", vec!["order-124".to_string()], Some(false)));
        assert_eq!((policy.require.map(|(level, _)| level), policy.stage.map(|(stage, _)| stage)), (Some(Level::Full), Some(Stage::Planning)));
        assert_eq!(policy.waivers.map(|all| all.len()), Some(1));
        assert_eq!(read(FileId(0), HEAD).0.waivers, None, "no word about waivers is no ban");
        assert_eq!(read(FileId(0), &format!("waivers = []\n{HEAD}")).0.waivers, Some(Vec::new()), "an empty list is one");
    }

    #[test]
    fn a_policy_says_whose_it_is_and_nothing_that_nobody_reads() {
        assert_eq!(told(""), ["wrong-configuration policy"]);
        assert_eq!(told("[policy]\nid = \"p\"\n"), ["wrong-configuration policy.title", "wrong-configuration policy.body"]);
        assert_eq!(told(&format!("{HEAD}issued = 1\n[check]\nlang = \"kk\"\n[model]\n")), ["unknown-key issued", "unknown-key lang", "unknown-key model"]);
        let waivers = format!("{HEAD}[[waivers]]\nrequirement = \"[\"\nbodies = []\n[[waivers]]\n");
        assert_eq!(told(&waivers), ["wrong-configuration waivers.requirement", "wrong-configuration waivers.requirement", "wrong-configuration waivers.bodies"]);
    }
}
