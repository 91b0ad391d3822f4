//! The smallest input for every problem code, and what people read about it in three languages.
//!
//! A new code needs a case here. Leaves to others: the many mistakes of packs (`pack`), what else is wrong with bad
//! input than its words (`bad_input`).

mod common;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;

use common::{Folder, Run, TODAY, in_three_languages, keep, own_pack, run, saikes};
use saikes::metamodel::Metamodel;
use saikes::names;
use saikes::place::{FileId, SourceFile, Sources};
use saikes::problem::{Code, Severity};
use saikes::report::{Style, problems};
use saikes::text::Language;

/// Makes a test of every case, named like its code, and the list that shows which codes have one.
macro_rules! cases {
    ($($name:ident: $code:ident, $case:expr;)*) => {
        const CASES: &[Code] = &[$(Code::$code),*];

        $(#[test]
        fn $name() {
            assert_eq!(stringify!($name).replace('_', "-"), Code::$code.name());
            shows(Code::$code, $case);
        })*
    };
}

/// The smallest input that has the problem.
#[derive(Default)]
struct Case {
    files: Vec<(&'static str, Vec<u8>)>,
    /// What to check, with options; the whole folder where none are given.
    words: &'static [&'static str],
    /// What cannot be written as a file.
    more: Option<fn(&Folder)>,
}

fn file(path: &'static str, content: impl Into<Vec<u8>>) -> Case {
    Case::default().and(path, content)
}

/// A native model by itself.
fn model(text: &'static str) -> Case {
    file("m.toml", text)
}

/// Two systems of one name, and a waiver with these lines.
fn waiver(lines: &str) -> Case {
    let entry = format!("[[waiver]]\nrequirement = \"124/7.1\"\n{lines}");
    model("[system.a]\nname = \"ЭПЗ\"\n[system.b]\nname = \"ЭПЗ\"\n").and("m.waivers.toml", entry)
}

/// Who decided about a waiver, and why.
const DECIDED: &str = "reason = \"replaced in 2027\"\ndecision = \"12\"\nbody = \"Expert council\"\nowner = \"customer\"\n";

/// An exchange file with these sections.
fn drawing(sections: &str) -> Case {
    file("m.xml", exchange(sections))
}

fn exchange(sections: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" identifier=\"m\">\n<name>M</name>\n{sections}\n</model>\n"
    )
}

/// A model of Archi with these folders.
fn archi(folders: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<archimate:model xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:archimate=\"http://www.archimatetool.com/archimate\" name=\"M\" id=\"m\" version=\"5.0.0\">\n{folders}\n</archimate:model>\n"
    )
}

/// A zip with one entry.
fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file(name, options).and_then(|()| Ok(writer.write_all(content.as_bytes())?)).expect("memory takes everything");
    writer.finish().expect("memory takes everything").into_inner()
}

/// A zip whose only entry says that it is of this size.
fn zipped_as_large_as(size: u32) -> Vec<u8> {
    let mut zip = zipped("model.xml", "<a/>");
    let end = zip.windows(4).position(|four| four == b"PK\x01\x02").expect("every zip ends with what it holds") + 24;
    zip[end..end + 4].copy_from_slice(&size.to_le_bytes());
    zip
}

/// A model of coArchi with this file in it.
fn coarchi(path: &'static str, content: impl Into<Vec<u8>>) -> Case {
    file("model/folder.xml", part("ArchimateModel", "m")).and("model/business/folder.xml", part("Folder", "f")).and(path, content)
}

/// What coArchi writes of a thing without much to say.
fn part(what: &str, id: &str) -> String {
    format!("<archimate:{what}\n    xmlns:archimate=\"http://www.archimatetool.com/archimate\"\n    name=\"A\"\n    id=\"{id}\"/>\n")
}

/// A baseline of one project, judged by a pack that is gone, with these findings.
fn baseline(project: &str, findings: &str) -> String {
    format!(
        "{{ \"schema\": \"saikes/baseline/1\", \"rules\": {{ \"r\": {{ \"gone\": {{ \"gone/1\": \"0\" }} }} }}, \"projects\": \
         {{ \"{project}\": {{ \"made\": {{ \"today\": \"2026-09-01\", \"saikes\": \"0\", \"inputs\": \"0\", \"rules\": \"r\" }}, \
         \"findings\": [{findings}] }} }} }}\n"
    )
}

const UNJUDGED: &str = "{ \"requirement\": \"gone/1\", \"subject\": \"system:a\", \"level\": \"non-compliant\", \"fingerprint\": \"0\" }";

/// A pack beside a model, with what its requirement says more.
fn pack(requirement: &str) -> Case {
    model("[system.a]\n").and("rules/own.toml", own_pack(requirement)).run(&["m.toml", "--rules", "rules"])
}

/// An archive whose scanning is controlled in part, with what is said of it.
fn answered(said: &str) -> Case {
    let said = if said.starts_with('[') { said.to_string() } else { format!("[assessment.first]\n{said}") };
    file("m.toml", format!("[system.a]\n[step.scan]\ntype = \"digitisation\"\ncontrols = [\"quality\"]\n{said}"))
}

/// An answer about it that lacks nothing but what is said more.
fn answer(more: &str) -> Case {
    answered(&format!("about = \"scan\"\nanswer = \"full\"\nexpert-role = \"head of the archive\"\n{more}"))
}

impl Case {
    fn and(mut self, path: &'static str, content: impl Into<Vec<u8>>) -> Case {
        self.files.push((path, content.into()));
        self
    }

    fn run(self, words: &'static [&'static str]) -> Case {
        Case { words, ..self }
    }

    fn more(self, more: fn(&Folder)) -> Case {
        Case { more: Some(more), ..self }
    }

    fn folder(&self, code: Code) -> Folder {
        let folder = Folder::new(code.name());
        for (path, content) in &self.files {
            folder.file(path, content);
        }
        if let Some(more) = self.more {
            more(&folder);
        }
        folder
    }

    /// Problems alone: the report goes to a program, warnings count as errors.
    fn drawn(&self, folder: &Folder, language: Language) -> Run {
        let words = [&["--format", "json", "--strict", "--lang", language.code()], self.words].concat();
        folder.check(&words)
    }
}

#[cfg(unix)]
fn link(folder: &Folder, target: &str, path: &str) {
    std::os::unix::fs::symlink(target, folder.path(path)).expect("links can be made");
}

/// A case shows its problem and no other, as bad as its code says, and people read what is kept.
#[track_caller]
fn shows(code: Code, case: Case) {
    let folder = case.folder(code);
    let told = folder.check(&[&["--format", "json"], case.words].concat());
    let report = told.json();
    let of_projects = report["projects"].as_array().expect("a report has projects").iter().map(|project| &project["problems"]);
    let problems = of_projects.chain([&report["problems"]]).flat_map(|problems| problems.as_array().expect("problems are a list"));
    let found: BTreeSet<(&str, &str)> =
        problems.map(|problem| (problem["code"].as_str().expect("a code"), problem["severity"].as_str().expect("a severity"))).collect();
    assert_eq!(found, BTreeSet::from([(code.name(), problems::severity_name(code.severity()))]), "{}", told.err);
    assert_eq!(told.code == 2, code.severity() == Severity::Error, "{}", told.err);

    let read = in_three_languages(|language| {
        // An error was drawn by the first run already.
        let drawn = (language == Language::En && told.code == 2).then(|| told.clone());
        let run = drawn.unwrap_or_else(|| case.drawn(&folder, language));
        assert_eq!(run.code, 2, "{}", run.err);
        run.err
    });
    keep("problems", code.name(), &read);
}

cases! {
    unreadable_folder: UnreadableFolder, model("[system.a]\n").run(&[".", "--rules", "gone"]);
    file_too_large: FileTooLarge, file("saikes.toml", "[project]\nid = \"p\"\n").more(|folder| {
        // A hole of a file: as large as it says, and it takes no room.
        File::create(folder.path("m.toml")).and_then(|file| file.set_len(1 << 32)).expect("the folder can be written");
    });
    not_text: NotText, model("").and("n.toml", b"[system.a]\nname = \"\xCC\xC7\"\n").run(&["n.toml"]);
    malformed_toml: MalformedToml, model("[system.a]\nname = \n");
    malformed_xml: MalformedXml, file("m.xml", "<?xml version=\"1.0\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\">\n<elements>\n</model>\n");
    declared_entities: DeclaredEntities, file("m.xml", "<!DOCTYPE model [<!ENTITY a \"b\">]>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\"/>\n");
    damaged_zip: DamagedZip, file("m.archimate", &zipped("model.xml", &archi(""))[..100]);
    zip_without_model: ZipWithoutModel, file("m.archimate", zipped("images/a.png", ""));
    zipped_too_large: ZippedTooLarge, file("m.archimate", zipped_as_large_as(1 << 28));
    unknown_namespace: UnknownNamespace, file("m.archimate", archi("").replace("com/archimate", "com/elsewhere"));
    merge_conflict: MergeConflict, coarchi(
        "model/business/BusinessActor_a.xml",
        "<archimate:BusinessActor\n    xmlns:archimate=\"http://www.archimatetool.com/archimate\"\n<<<<<<< HEAD\n    name=\"A\"\n\
         =======\n    name=\"B\"\n>>>>>>> other\n    id=\"a\"/>\n");
    empty_file: EmptyFile, model("[system.a]\n").and("empty.xml", "\n");
    unknown_format: UnknownFormat, model("[system.a]\n").and("other.xml", "<project/>\n");
    unread_model: UnreadModel, model("[system.a]\n").and("n.toml", "[system.b]\n").and("saikes.toml", "[project]\nid = \"p\"\n[[model]]\npath = \"m.toml\"\n");
    part_of_model: PartOfModel, model("[system.a]\n").and("model/folder.xml", part("Folder", ""));
    no_project: NoProject, file("notes.txt", "nothing\n");
    no_model: NoModel, file("saikes.toml", "[project]\nid = \"p\"\n");
    unknown_key: UnknownKey, model("[system.a]\n").and("saikes.toml", "[project]\nagncy = \"moh\"\n");
    wrong_configuration: WrongConfiguration, model("[system.a]\n").and("saikes.toml", "[project]\nid = 1\n");
    missing_path: MissingPath, model("[system.a]\n").and("saikes.toml", "[[model]]\npath = \"m.toml\"\n[[model]]\npath = \"target\"\n");
    unknown_pack: UnknownPack, model("[system.a]\n").and("saikes.toml", "[check]\npacks = [\"order-142\"]\n");
    unused_pack: UnusedPack, model("[system.a]\n").and("saikes.toml", "[project]\nid = \"p\"\n[check]\npacks = [\"order-124\"]\nrules = \"rules\"\n")
        .and("rules/own.toml", own_pack("full = \"lifecycle = 'operating'\""));
    unknown_mapping: UnknownMapping, drawing("").and("saikes.toml", "[project]\nid = \"p\"\n[mapping.types]\nPrincipel = \"need\"\n");
    unused_mapping: UnusedMapping, drawing("<elements><element identifier=\"a\" xsi:type=\"Node\"><name>A</name></element></elements>")
        .and("saikes.toml", "[project]\nid = \"p\"\n[mapping.types]\nPrinciple = \"need\"\n");
    missing_baseline: MissingBaseline, model("[system.a]\n").run(&["m.toml", "--baseline", "b.json"]);
    malformed_baseline: MalformedBaseline, model("[system.a]\n").and("b.json", "{\n  \"schema\": \"saikes/baseline/1\",\n  \"projects\": {\n")
        .run(&["m.toml", "--baseline", "b.json"]);
    baseline_version: BaselineVersion, model("[system.a]\n").and("b.json", "{ \"schema\": \"saikes/baseline/9\", \"lines\": [] }\n")
        .run(&["m.toml", "--baseline", "b.json"]);
    other_baseline: OtherBaseline, model("[system.a]\n").and("b.json", baseline("other", ""))
        .run(&["m.toml", "--baseline", "b.json"]);
    unjudged_pack: UnjudgedPack, model("[system.a]\n").and("b.json", baseline("m", UNJUDGED)).run(&["m.toml", "--baseline", "b.json"]);
    duplicate_project: DuplicateProject, file("a/saikes.toml", "[project]\nid = \"p\"\n").and("a/m.toml", "[system.a]\n")
        .and("b/saikes.toml", "[project]\nid = \"p\"\n").and("b/m.toml", "[system.a]\n");
    switched_off: SwitchedOff, model("[system.a]\n").and("saikes.toml", "[requirement.\"124/19.2\"]\nseverity = \"off\"\n");
    unread_parameter: UnreadParameter, model("[system.a]\n").and("saikes.toml", "[requirement.\"124/19.2\"]\nparams = { delay-days = 10 }\n");
    unused_setting: UnusedSetting, model("[system.a]\n").and("saikes.toml", "[requirement.\"124/19.2\"]\nseverity = \"blocking\"\n");
    overruled_by_policy: OverruledByPolicy, model("[system.a]\n").and("saikes.toml", "[requirement.\"124/19.2\"]\nseverity = \"minor\"\n")
        .and("policy.toml", "[policy]\nid = \"council\"\ntitle = \"Gate\"\nbody = \"council\"\n[requirement.\"124/19.2\"]\nseverity = \"major\"\n")
        .run(&[".", "--policy", "policy.toml"]);
    unknown_kind: UnknownKind, model("[sytem.a]\n").run(&["m.toml"]);
    missing_kind: MissingKind, model("[a]\nname = \"A\"\n").run(&["m.toml"]);
    unknown_attribute: UnknownAttribute, model("[system.a]\nlifecicle = \"operating\"\n");
    inverse_written: InverseWritten, model("[agency.moh]\nowns = \"a\"\n[system.a]\n");
    wrong_type: WrongType, model("[system.a]\ndescription = 1\n");
    unknown_value: UnknownValue, model("[system.a]\nlifecycle = \"operatng\"\n");
    duplicate_id: DuplicateId, model("[system.a]\n[system.a]\n");
    missing_id: MissingId, drawing("<elements><element xsi:type=\"ApplicationComponent\"><name>A</name></element></elements>");
    reserved_id: ReservedId, model("[system.none]\n");
    kind_conflict: KindConflict, file("saikes.toml", "[project]\nid = \"p\"\n").and("a.toml", "[system.a]\n").and("b.toml", "[agency.a]\n");
    unresolved_reference: UnresolvedReference, model("[system.a]\nowner = \"moh\"\n");
    ambiguous_reference: AmbiguousReference, drawing(
        "<elements>\n<element identifier=\"x\" xsi:type=\"BusinessActor\"><name>МЗ</name></element>\n\
         <element identifier=\"y\" xsi:type=\"BusinessActor\"><name>МЗ</name></element>\n\
         <element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name><properties>\
         <property propertyDefinitionRef=\"p\"><value>МЗ</value></property></properties></element>\n</elements>\n\
         <propertyDefinitions><propertyDefinition identifier=\"p\" type=\"string\"><name>owner</name></propertyDefinition></propertyDefinitions>");
    loose_reference: LooseReference, drawing(
        "<elements>\n<element identifier=\"x\" xsi:type=\"BusinessActor\"><name>Министерство здравоохранения</name></element>\n\
         <element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name><properties>\
         <property propertyDefinitionRef=\"p\"><value>МЗ РК</value></property></properties></element>\n</elements>\n\
         <propertyDefinitions><propertyDefinition identifier=\"p\" type=\"string\"><name>owner</name></propertyDefinition></propertyDefinitions>");
    other_state: OtherState, model("[system.a]\nstate = \"target\"\nowner = \"moh\"\n[agency.moh]\nstate = \"current\"\n");
    wrong_target: WrongTarget, model("[system.a]\nowner = \"b\"\n[system.b]\n");
    too_many_ends: TooManyEnds, model("[system.a]\nowner = [\"moh\", \"moj\"]\n[agency.moh]\n[agency.moj]\n");
    conflicting_facts: ConflictingFacts, file("saikes.toml", "[project]\nid = \"p\"\n").and("a.toml", "[system.a]\nlifecycle = \"operating\"\n")
        .and("b.toml", "[system.a]\nlifecycle = \"planned\"\n");
    conflict_with_context: ConflictWithContext, file("national/saikes.toml", "[context]\nid = \"national\"\n")
        .and("national/m.toml", "[agency.moh]\ncode = \"1\"\ncountry = \"KZ\"\n")
        .and("m.toml", "[agency.ours]\ncode = \"1\"\ncountry = \"RU\"\n");
    mandatory_link: MandatoryLink, model("[flow.f]\n").run(&["m.toml", "--complete"]);
    unknown_element: UnknownElement, model("[system.health]\n").and("m.facts.toml", "[facts.heath]\nlifecycle = \"operating\"\n");
    gone_element: GoneElement, model("[system.health]\n").and("m.facts.toml", "[facts.heath]\ngone = true\nlifecycle = \"operating\"\n[facts.emr]\ngone = true\n");
    unused_facts: UnusedFacts, model("[system.a]\n").and("m.facts.toml", "[[facts]]\nmatch = { kind = \"agency\" }\nset = { description = \"x\" }\n");
    incomplete_answer: IncompleteAnswer, answered("requirement = \"124/23.8\"\nabout = \"scan\"\nanswer = \"full\"\nexpert-role = \"head of the archive\"\n");
    answer_to_nothing: AnswerToNothing, answer("date = 2026-10-05\nrequirement = \"124/32.8\"\n");
    unasked_answer: UnaskedAnswer, answer("date = 2026-10-05\nrequirement = \"124/23.3\"\n");
    unused_answer: UnusedAnswer, answered("requirement = \"124/23.8\"\nabout = \"a\"\nanswer = \"full\"\nexpert-role = \"head of the archive\"\ndate = 2026-10-05\n");
    answered_twice: AnsweredTwice, answer("date = 2026-10-05\nrequirement = \"124/23.8\"\n[assessment.later]\nrequirement = \"124/23.8\"\nabout = \"scan\"\n\
        answer = \"partial\"\nexpert-role = \"archive auditor\"\ndate = 2026-11-02\n");
    expired_answer: ExpiredAnswer, answer("date = 2025-10-05\nvalid-to = 2026-10-05\nrequirement = \"124/23.8\"\n");
    overruling_without_reason: OverrulingWithoutReason, answer("date = 2026-10-05\noverrules = true\nrequirement = \"124/23.8\"\n");
    evidence_missing: EvidenceMissing, answer("date = 2026-10-05\nevidence = \"acts/act.md\"\nrequirement = \"124/23.8\"\n");
    evidence_outside: EvidenceOutside, answer("date = 2026-10-05\nevidence = \"../act.md\"\nrequirement = \"124/23.8\"\n");
    evidence_unhashed: EvidenceUnhashed, answer("date = 2026-10-05\nevidence = \"act.md\"\nrequirement = \"124/23.8\"\n").and("act.md", "Act 1\n");
    evidence_changed: EvidenceChanged, answer("date = 2026-10-05\nevidence = \"act.md\"\nevidence-sha256 = \
        \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"\nrequirement = \"124/23.8\"\n").and("act.md", "Act 2\n");
    incomplete_justification: IncompleteJustification, answered("[justification.why]\nrequirement = \"124/23.8\"\nabout = \"scan\"\n");
    general_justification: GeneralJustification, answered("[justification.why]\nrequirement = \"124/23\"\nabout = \"scan\"\nreason = \"the archive is moved in 2027\"\n");
    unused_justification: UnusedJustification, answered("[justification.why]\nrequirement = \"124/23.8\"\nabout = \"a\"\nreason = \"the archive is moved in 2027\"\n");
    incomplete_waiver: IncompleteWaiver, waiver("element = [\"a\", \"b\"]\nreason = {}\ndecision = \"\"\ngranted = 2026-01-01\n");
    waiver_dates: WaiverDates, waiver(&format!("element = \"a\"\ngranted = 2026-12-01\nuntil = 2026-11-30\n{DECIDED}"));
    ambiguous_waiver: AmbiguousWaiver, waiver(&format!("element = {{ kind = \"system\", name = \"ЭПЗ\" }}\ngranted = 2026-01-01\nuntil = 2026-12-31\n{DECIDED}"));
    stray_waivers: StrayWaivers, model("[system.a]\n").and("waivers.toml", "");
    incomplete_distinct: IncompleteDistinct, model("[system.a]\n").and("distinct.toml", "[[distinct]]\nelements = [\"m:a\"]\n");
    distinct_element: DistinctElement, model("[system.archive]\n").and("distinct.toml", "[[distinct]]\nelements = [\"m:archive\", \"m:archiv\"]\nreason = \"no\"\n");
    other_namespace: OtherNamespace, file("m.xml", exchange("<elements/>").replace("archimate/3.0/", "archimate/9.9/"));
    unknown_section: UnknownSection, drawing("<components/>");
    unknown_type: UnknownType, drawing("<elements><element identifier=\"a\" xsi:type=\"QuantumService\"><name>A</name></element></elements>");
    missing_type: MissingType, drawing("<elements><element identifier=\"a\"/></elements>");
    missing_end: MissingEnd, drawing("<elements><element identifier=\"a\" xsi:type=\"Node\"/></elements>\n<relationships><relationship identifier=\"r\" xsi:type=\"Serving\" source=\"a\"/></relationships>");
    dangling_view_reference: DanglingViewReference, drawing("<views><diagrams><view identifier=\"v\"><name>Overview</name><node elementRef=\"gone\"/></view></diagrams></views>");
    dangling_relationship: DanglingRelationship, drawing(
        "<elements><element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name></element></elements>\n\
         <relationships><relationship identifier=\"r\" xsi:type=\"Flow\" source=\"a\" target=\"gone\"/></relationships>");
    circular_relationship: CircularRelationship, file("m.archimate", archi(
        "<folder><element xsi:type=\"archimate:Node\" name=\"A\" id=\"a\"/>\n\
         <element xsi:type=\"archimate:AssociationRelationship\" id=\"r\" source=\"r\" target=\"a\"/></folder>"));
    undefined_specialization: UndefinedSpecialization, file("m.archimate", archi(
        "<folder><element xsi:type=\"archimate:Node\" name=\"A\" id=\"a\" profiles=\"gone\"/></folder>"));
    undefined_property: UndefinedProperty, drawing(
        "<elements><element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name><properties>\
         <property propertyDefinitionRef=\"p\"><value>x</value></property></properties></element></elements>");
    misnamed_file: MisnamedFile, coarchi("model/business/BusinessActor_copy.xml", part("BusinessActor", "a"));
    stray_file: StrayFile, coarchi("model/business/pom.xml", "<project>\n</project>\n");
    unnamed_folder: UnnamedFolder, coarchi("model/business/id-1/BusinessActor_a.xml", part("BusinessActor", "a"));
    ambiguous_value: AmbiguousValue, drawing(
        "<elements><element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>A</name><properties>\
         <property propertyDefinitionRef=\"p\"><value>11/12/2024</value></property></properties></element></elements>\n\
         <propertyDefinitions><propertyDefinition identifier=\"p\" type=\"string\"><name>commissioned</name></propertyDefinition></propertyDefinitions>");
    pack_syntax: PackSyntax, pack("full = \"lifecycle == 'operating'\"");
    pack_type: PackType, pack("full = \"lifecycle = 1\"");
    pack_name: PackName, pack("full = \"lifecicle = 'operating'\"");
    pack_incomplete: PackIncomplete, pack("attested = { kk = \"Дұрыс па?\", ru = \"Верно ли?\", en = \"Is it right?\" }");
    pack_pointless: PackPointless, pack("full = \"lifecycle = 'operating' and lifecycle = 'operating'\"");
}

/// Root may read every file: only a link to nowhere cannot be opened by anybody.
#[cfg(unix)]
#[test]
fn unreadable_file() {
    let case = model("[system.a]\n").and("rules/own.toml", own_pack("full = \"lifecycle = 'operating'\""));
    shows(Code::UnreadableFile, case.run(&["m.toml", "--rules", "rules"]).more(|folder| link(folder, "nowhere", "rules/lost.toml")));
}

/// The metamodel is part of the program, so no input reaches its mistakes; they are for whoever changes it.
#[test]
fn metamodel() {
    let text = "version = \"1\"\n[layer]\n[abstract]\n[kind.system]\nlayer = \"data\"\n\
                name = { kk = \"Ж\", ru = \"С\", en = \"S\" }\ndoc = { kk = \"Ж\", ru = \"С\", en = \"S\" }\ncites = []\n";
    let found = Metamodel::load(text, FileId(0)).expect_err("there is no such layer");
    let mut sources = Sources::default();
    sources.add(SourceFile::new("rules/metamodel.toml", text));
    let read = in_three_languages(|language| {
        let reports = problems::gather(&found, &sources, language, false);
        problems::draw_errors(&reports, &sources, language, Style::default())
    });
    keep("problems", "metamodel", &read);
}

/// So is the dictionary of names.
#[test]
fn names() {
    let text = names::TEXT.replace("\"ЖСН\"", "\"БСН\"");
    let found = names::Dictionary::load(&text, FileId(0)).expect_err("two numbers have one abbreviation");
    let mut sources = Sources::default();
    sources.add(SourceFile::new(names::PATH, text));
    let read = in_three_languages(|language| {
        let reports = problems::gather(&found, &sources, language, false);
        problems::draw_errors(&reports, &sources, language, Style::default())
    });
    keep("problems", "names", &read);
}

/// Codes of commands that only tell something: the whole answer is kept, and ends with this exit code.
macro_rules! answers {
    ($($name:ident: $code:ident, $exit:literal, $words:expr, $case:expr;)*) => {
        const ANSWERS: &[Code] = &[$(Code::$code),*];

        $(#[test]
        fn $name() {
            assert_eq!(stringify!($name).replace('_', "-"), Code::$code.name());
            answers(Code::$code, $exit, &$words, $case);
        })*
    };
}

#[track_caller]
fn answers(code: Code, exit: i32, words: &[&str], case: Case) {
    let folder = case.folder(code);
    let read = in_three_languages(|language| {
        let run = run(saikes(&folder.path(""), &[words, &["--lang", language.code()]].concat()));
        assert!(run.code == exit && run.text().contains(&format!("[{}]", code.name())), "{run}");
        run.to_string()
    });
    keep("problems", code.name(), &read);
}

answers! {
    example_verdict: ExampleVerdict, 1, ["rules", "test", "rules"], {
        let rule = own_pack("full = \"lifecycle = 'operating'\"").replace("lifecycle = \"operating\"", "lifecycle = \"planned\"");
        file("rules/own.toml", rule)
    };
    unknown_requirement: UnknownRequirement, 2, ["why", "124/91.2", "a", "m.toml", "--today", TODAY], model("[system.a]\n");
    element_not_found: ElementNotFound, 2, ["why", "124/7.1", "heath", "m.toml", "--today", TODAY], model("[system.health]\n");
    not_a_subject: NotASubject, 2, ["why", "124/19.2", "a", "m.toml", "--today", TODAY], model("[system.a]\n");
    unknown_name: UnknownName, 2, ["explain", "lifecicle"], Case::default();
}

#[test]
fn every_code_has_a_case() {
    let apart = [Code::UnreadableFile, Code::Metamodel, Code::Names];
    let shown: BTreeSet<Code> = CASES.iter().chain(ANSWERS).chain(&apart).copied().collect();
    let missing: Vec<&str> = Code::ALL.iter().filter(|code| !shown.contains(code)).map(|code| code.name()).collect();
    assert_eq!(missing, [] as [&str; 0], "a new code needs the smallest input that has it");
    assert_eq!(shown.len(), CASES.len() + ANSWERS.len() + apart.len(), "a code has two cases");
}
