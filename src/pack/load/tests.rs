//! Broken packs: every mistake is told, in the order of the file, at the words that are wrong.

use super::*;
use crate::pack::told;
use crate::place::SourceFile;

const HEAD: &str = "[pack]\nid = 'x'\ntitle = { kk = 'а', ru = 'б', en = 'c' }\norder = '1'\nedition = '2026'\n";

const EXAMPLES: &str = "
[[requirement.example]]
expect = 'full'
model = ''
[[requirement.example]]
expect = 'non-compliant'
model = ''
[[requirement.example]]
expect = 'not-assessed'
model = ''
";

/// A requirement without mistakes, without its examples.
fn requirement(id: &str) -> String {
    let words = ["title", "rationale", "message", "fix"].map(|key| format!("{key} = {{ kk = 'а', ru = 'б', en = 'c' }}\n")).concat();
    format!(
        "\n[[requirement]]\nid = '{id}'\ncontour = 'general'\nseverity = 'minor'\ncites = [{{ order = '1', paragraph = '1' }}]\nsubject = 'system'\nfull = \"has description\"\n{words}"
    )
}

fn whole(id: &str) -> String {
    requirement(id) + EXAMPLES
}

fn load_text(texts: &[&str]) -> (Option<Pack>, Vec<String>) {
    let mut sources = Sources::default();
    let files: Vec<FileId> = texts.iter().enumerate().map(|(at, text)| sources.add(SourceFile::new(format!("{at}.toml"), *text))).collect();
    let (pack, problems) = load(Metamodel::standard(), &sources, &Lists::default(), &files, Examples::Read);
    let lines = problems.iter().map(|problem| told(&sources, problem).replace("mistake=", "")).collect();
    (pack, lines)
}

#[test]
fn a_pack_without_mistakes_is_handed_out() {
    let (pack, problems) = load_text(&[HEAD, &whole("1/1.1"), &whole("1/1.2")]);
    assert!(problems.is_empty(), "{problems:?}");
    let pack = pack.expect("it has no mistakes");
    assert_eq!(pack.requirements.iter().map(|requirement| requirement.id.as_str()).collect::<Vec<_>>(), ["1/1.1", "1/1.2"]);
    assert_eq!((pack.files.len(), pack.sha256.len()), (3, 64));
}

#[test]
fn every_mistake_is_told_at_once_at_its_words() {
    let broken = whole("1/1.1")
        .replace("severity = 'minor'", "severity = 'mionr'")
        .replace("subject = 'system'", "sbject = 'system'\nsubject = 'sytem'")
        .replace("fix = { kk = 'а', ru = 'б', en = 'c' }", "fix = { kk = 'а', ru = '', en = 'c' }");
    let second = whole("1/1.2")
        .replace("full = \"has description\"", "full = \"\"\"\n  \\\n  has \\u0064escriptoin\"\"\"\npartial = 'lifecycle = \"planned\"'");
    let (pack, problems) = load_text(&[HEAD, &(broken + &second)]);
    assert!(pack.is_none());
    let expected = [
        "1.toml:5:12 `'mionr'` pack-name word-unknown found=mionr",
        "1.toml:7:1 `sbject` unknown-key found=sbject table=requirement nearest=subject",
        "1.toml:8:11 `'sytem'` pack-name unknown-kind found=sytem nearest=system",
        "1.toml:13:7 `{ kk = 'а', ru = '', en = 'c' }` pack-incomplete unsaid language=ru count=1",
        "1.toml:33:7 `\\u0064escriptoin` pack-name unknown-name",
        "1.toml:34:24 `\"planned\"` pack-syntax other-quotes",
    ];
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    for (found, expected) in problems.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

/// Changes to a sound pack and the mistake each must make.
#[test]
fn what_a_pack_owes_is_checked() {
    let cases: [(&str, &str, &str); 12] = [
        ("full = \"has description\"", "", "nothing-judged"),
        ("full = \"has description\"", "partial = 'has description'\nexpects = 'some'", "partial-without-full"),
        (
            "full = \"has description\"",
            "[[requirement.case]]\nsubject = 'system'\nfull = 'has name'\n[requirement.x]",
            "case-beside-predicates",
        ),
        ("full = \"has description\"", "acyclic = 'owner'", "circle-leads-away"),
        ("full = \"has description\"", "unique = { by = 'owner', within = 'project' }", "wants-attribute"),
        (
            "full = \"has description\"",
            "group = { by = 'role', within = 'project', members = 'uses' }",
            "value-missing-in-pack name=full table=group",
        ),
        ("full = \"has description\"", "full = 'has description'\nstate = 'futre'", "state-unknown"),
        ("paragraph = '1'", "paragraph = '2'", "order-not-cited"),
        ("paragraph = '1'", "paragraph = 'one'", "odd-citation"),
        ("expect = 'not-assessed'", "expect = 'full'\ncomplete = ['dta']", "layer-unknown found=dta nearest=data"),
        ("expect = 'not-assessed'", "expect = 'full'\ntoday = 2026-01-01T00:00:00", "not-a-date"),
        ("expect = 'non-compliant'", "expect = 'partial'", "example-of-verdict-missing id=1/1.1 verdict=non-compliant"),
    ];
    for (from, to, mistake) in cases {
        let (_, problems) = load_text(&[HEAD, &whole("1/1.1").replacen(from, to, 1)]);
        assert!(problems.iter().any(|line| line.contains(mistake)), "{to}: {mistake} is not among {problems:#?}");
    }
}

#[test]
fn order_doubles_and_heads_are_checked_over_all_files() {
    let told = |texts: &[&str]| load_text(texts).1.join("\n");
    assert!(told(&[HEAD, &whole("1/1.2"), &whole("1/1.1")]).contains("unsorted id=1/1.1 before=1/1.2"));
    assert!(told(&[HEAD, &whole("1/1.1"), &whole("1/1.1")]).contains("second-requirement found=1/1.1"));
    assert!(told(&[HEAD, HEAD, &whole("1/1.1")]).contains("second-pack"));
    assert!(told(&[&whole("1/1.1")]).contains("file-without-pack"));
    assert!(told(&[HEAD, &requirement("1/1.1")]).contains("no-example id=1/1.1"));
    let define = "[define.big]\nkind = 'system'\nis = \"has name\"\n";
    assert!(told(&[HEAD, define, define, &whole("1/1.1")]).contains("second-define found=big"));
    assert!(told(&[HEAD, &define.replace("has name", "has nmae"), &whole("1/1.1")]).contains("1.toml:3:11 `nmae` pack-name unknown-name"));
}

/// A pack of a body's own, which stands on `acts`.
fn own(acts: &str, rest: &str) -> String {
    let words = ["title", "rationale", "message", "fix"].map(|key| format!("{key}.ru = 'б'\n")).concat();
    format!(
        "[pack]\nid = 'x'\ntitle.ru = 'б'\n{acts}[[requirement]]\nseverity = 'minor'\nsubject = 'system'\nfull = 'has purpose'\n{words}{rest}\n{EXAMPLES}"
    )
}

const POLICY: &str = "languages = ['ru']\n[[pack.act]]\nid = 'policy'\ntitle.ru = 'Политика'\n";

#[test]
fn a_body_cites_its_own_act_in_its_own_languages() {
    let (pack, problems) = load_text(&[&own(POLICY, "id = 'x/y'\ncites = [{ act = 'policy', paragraph = '4' }, { act = 'policy' }]")]);
    assert!(problems.is_empty(), "{problems:?}");
    let pack = pack.expect("it has no mistakes");
    let cited: Vec<(&str, String)> =
        pack.requirements[0].cites.iter().map(|cite| (cite.act.as_ref().map_or("", |act| act.get(Language::Kk)), cite.text())).collect();
    assert_eq!(cited, [("Политика", "policy/4".to_string()), ("Политика", "policy".to_string())]);
    assert_eq!((pack.title.get(Language::En), pack.requirements[0].fix.get(Language::Kk)), ("б", "б"));
    assert!(pack.order.is_empty() && pack.requirements[0].contour.is_none());
}

#[test]
fn what_a_body_s_own_pack_owes_is_checked() {
    let cited = "cites = [{ act = 'policy', paragraph = '4' }]";
    let cases = [
        ("", "id = 'x/y'", "pack-of-nothing"),
        (POLICY, "id = 'x/y'", "nothing-cited id=x/y"),
        (POLICY, "id = 'y'\ncites = [{ act = 'polcy' }]", "act-unknown found=polcy nearest=policy"),
        (POLICY, "id = 'x/y'\ncites = [{ paragraph = '4' }]", "citation-of-nothing"),
        (POLICY, &format!("id = '124/19.2'\n{cited}"), "id-of-no-pack found=124/19.2 pack=x"),
        (&POLICY.replace("['ru']", "['ru', 'kk']"), &format!("id = 'x/y'\n{cited}"), "untranslated name=title language=kk"),
        (&POLICY.replace("languages = ['ru']\n", ""), &format!("id = 'x/y'\n{cited}"), "unsaid language=kk count=6"),
        (&format!("{POLICY}{}", &POLICY[19..]), &format!("id = 'x/y'\n{cited}"), "second-act found=policy"),
    ];
    for (acts, rest, expected) in cases {
        let (_, problems) = load_text(&[&own(acts, rest)]);
        assert!(problems.iter().any(|line| line.contains(expected)), "{expected} is not among {problems:#?}");
    }
    let (_, problems) = load_text(&[&own(POLICY, "id = 'x/y'").replacen("'x'", "'X y'", 1)]);
    assert!(problems.iter().any(|line| line.contains("odd-pack-id found=X y")), "{problems:#?}");
}

/// A pack of advice with one requirement that asks about form.
fn advice(form: &str, rest: &str, message: &str) -> String {
    let words = ["title", "rationale", "fix"].map(|key| format!("{key} = {{ kk = 'а', ru = 'б', en = 'c' }}\n")).concat();
    let head = "[pack]\nid = 'x'\ntitle = { kk = 'а', ru = 'б', en = 'c' }\nadvisory = true\n";
    let message = format!("message = {{ kk = '{message}', ru = '{message}', en = '{message}' }}\n");
    format!("{head}[[requirement]]\nid = 'x/y'\nseverity = 'minor'\n{rest}form = {{ {form} }}\n{words}{message}{EXAMPLES}")
}

#[test]
fn a_question_about_form_needs_no_contour_no_citation_and_no_predicate() {
    let (pack, problems) = load_text(&[&advice("asks = 'unused-relationship', ignore = ['Flow']", "", "«{source}» → «{target}» ({type})")]);
    assert!(problems.is_empty(), "{problems:?}");
    let pack = pack.expect("it has no mistakes");
    let requirement = &pack.requirements[0];
    let asked = requirement.form.as_ref().expect("it asks about form");
    assert_eq!((asked.form.name(), requirement.contour, requirement.cites.len()), ("unused-relationship", None, 0));
    let flow = crate::read::archimate::RelationType::Flow as u16;
    assert!(asked.ignored.has_relationship(flow) && !asked.ignored.has_relationship(flow - 1));
}

#[test]
fn every_mistake_of_a_question_about_form_is_told_at_its_words() {
    let cases = [
        ("asks = 'empty-veiw'", "", "", "pack-name form-unknown found=empty-veiw nearest=empty-view at 'empty-veiw'"),
        ("ignore = ['Flow']", "", "", "pack-incomplete value-missing-in-pack name=asks table=form"),
        ("asks = 'empty-view'", "subject = 'system'\n", "", "pack-syntax form-without-subject found=empty-view at 'system'"),
        ("asks = 'nameless'", "", "", "pack-incomplete value-missing-in-pack name=subject table=x/y"),
        ("asks = 'empty-view'", "expects = 'some'\n", "", "pack-syntax form-beside-predicates id=x/y"),
        ("asks = 'empty-view', share = 0.5", "", "", "pack-name setting-unfit found=share form=empty-view at 0.5"),
        ("asks = 'orphan'", "subject = 'system'\n", "", "pack-incomplete value-missing-in-pack name=links table=form"),
        ("asks = 'orphan', links = ['ownr']", "subject = 'system'\n", "", "pack-name link-unknown found=ownr nearest=owner at 'ownr'"),
        (
            "asks = 'nameless', ignore = ['Aplication']",
            "subject = 'system'\n",
            "",
            "pack-name type-unknown found=Aplication nearest=Location at 'Aplication'",
        ),
        ("asks = 'missing-language', share = 2.0", "subject = 'system'\n", "", "pack-type share-out-of-range found=2 at 2.0"),
        ("asks = 'empty-view'", "", "{name} {source}", "pack-name hole-unknown found=source known={name} at {source}"),
    ];
    for (form, rest, message, expected) in cases {
        let message = if message.is_empty() { "{name}" } else { message };
        let (pack, problems) = load_text(&[&advice(form, rest, message)]);
        assert!(pack.is_none(), "{form} {rest}");
        let told: Vec<String> = problems.iter().map(|line| shortened(line)).collect();
        assert!(told.iter().any(|line| line.contains(expected)), "{expected}\n{told:#?}");
    }
}

/// `0.toml:7:9 `words` code arguments` → `code arguments at words`
fn shortened(line: &str) -> String {
    let mut parts = line.splitn(3, '`');
    let (_, at, rest) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    format!("{} at {at}", rest.trim())
}
