//! What looks built twice over several projects, what is already offered, and what `distinct.toml` silences, as a user
//! reads it in the report.
//!
//! Leaves to others: how often the search is right (`benches/duplicates`), the words of each problem (`problems`).

mod common;

use common::{Folder, Run};
use serde_json::Value;

const CONTEXT: &str = r#"
[agency.a]
name = { kk = "А министрлігі", ru = "Министерство А", en = "Ministry A" }
code = "A"
[agency.b]
name = { kk = "Б министрлігі", ru = "Министерство Б", en = "Ministry B" }
code = "B"
[capability.sms]
name = { kk = "Азаматтарға хабарлама жіберу", ru = "Оповещение граждан сообщениями", en = "Messages to citizens" }
code = "sms"
[capability.sign]
name = { kk = "Қолтаңбаны тексеру", ru = "Проверка подписи", en = "Signature check" }
code = "sign"
[platform.calls]
name = { kk = "Бірыңғай байланыс орталығы", ru = "Единый контакт-центр", en = "Contact centre" }
code = "CALLS"
scope = "egov"
owner = "a"
lifecycle = "operating"
offers = ["sms"]
[gateway.bus]
name = "Шлюз ведомств"
code = "BUS"
owner = "a"
[interaction-service.residents]
name = "Сведения о прописке жителей"
published-on = ["bus"]
[capability.staff-records]
name = "Ведение личных дел"
code = "staff-records"
[standard-solution.staff]
name = "Кадровый учёт «Тулпар»"
owner = "a"
offers = ["staff-records"]
[data-object.person]
name = "Сведения о физическом лице"
code = "person"
"#;

/// Projects of bodies `a`, `b`, `c` … in this order, each of one model, beside a context.
fn portfolio(name: &str, models: &[&str]) -> Folder {
    let folder = Folder::new(name);
    folder.file("national/saikes.toml", "[context]\nid = \"national\"\n").file("national/m.toml", CONTEXT);
    for (model, letter) in models.iter().zip('a'..) {
        folder
            .file(&format!("{letter}/saikes.toml"), format!("[project]\nid = \"p{letter}\"\nagency = \"{letter}\"\n"))
            .file(&format!("{letter}/m.toml"), model);
    }
    folder
}

fn report(folder: &Folder) -> Value {
    report_in(folder, &["--lang", "en"])
}

fn report_in(folder: &Folder, words: &[&str]) -> Value {
    folder.check(&[&["--format", "json", "--exit-zero", "--pack", "hygiene"], words].concat()).json()
}

/// The members of each group, `project:id`.
fn groups(report: &Value) -> Vec<Vec<String>> {
    let member = |member: &Value| format!("{}:{}", text(&member["project"]), text(&member["id"]));
    let members = |group: &Value| list(&group["members"]).iter().map(member).collect();
    list(&report["portfolio"]["duplicates"]).iter().map(members).collect()
}

/// What is offered for which component.
fn offers(report: &Value) -> Vec<(String, String)> {
    let pair = |offer: &Value| (text(&offer["component"]["id"]).to_string(), text(&offer["offered-by"]["id"]).to_string());
    list(&report["portfolio"]["offers"]).iter().map(pair).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether two systems of these names are held for one thing.
fn one_thing(name: &str, left: &str, right: &str) -> bool {
    let system = |name: &str| format!("[system.x]\nname = \"{name}\"\n");
    !groups(&report(&portfolio(name, &[&system(left), &system(right)]))).is_empty()
}

#[test]
fn the_same_name_in_projects_of_two_bodies_is_one_thing() {
    let found =
        report(&portfolio("same", &["[system.x]\nname = \"Учёт племенного скота\"", "[system.y]\nname = \"Учёт племенного скота\""]));
    assert_eq!(groups(&found), [["pa:x", "pb:y"]]);
    let group = &found["portfolio"]["duplicates"][0];
    assert_eq!((text(&group["kind"]), text(&group["name"])), ("system", "Учёт племенного скота"));
    assert_eq!(text(&group["members"][1]["agency"]), "Ministry B");
    assert_eq!(text(&group["members"][1]["location"]["path"]), "b/m.toml");
    let reason = &group["pairs"][0]["reasons"][0];
    assert_eq!((text(&reason["what"]), text(&reason["text"])), ("name", "both are called «Учёт племенного скота»"));
    assert!(group["score"].as_f64().is_some_and(|score| score > 0.9), "{group}");
}

#[test]
fn transliteration_order_of_words_slips_and_abbreviations_make_no_difference() {
    assert!(one_thing("translit", "Учёт племенного скота", "Uchet plemennogo skota"));
    assert!(one_thing("order", "Племенной скот: учёт", "Учёт племенного скота"));
    assert!(one_thing("slip", "Учёт племенного скота", "Учёт племеного скота"));
    assert!(one_thing("kazakh", "Ауыл шаруашылығы жануарлары", "Ауыл шаруашылыгы жануарлары"));
    assert!(one_thing("short", "Единый реестр племенных животных", "ЕРПЖ"));
    assert!(one_thing("head", "АИС «Племенной скот»", "Племенной скот"));
}

#[test]
fn a_known_translation_makes_no_difference() {
    assert!(one_thing("translation", "Мекенжай тіркелімі", "Адресный регистр"));
}

#[test]
fn a_name_in_another_language_is_found_by_the_one_in_common() {
    let left = "[system.x]\nname = { kk = \"Асыл тұқымды мал\", ru = \"Племенной скот\" }\n";
    let right = "[system.y]\nname = { kk = \"Асыл тұқымды мал\", en = \"Pedigree cattle\" }\n";
    assert_eq!(groups(&report(&portfolio("languages", &[left, right]))), [["pa:x", "pb:y"]]);
}

#[test]
fn generic_names_and_numbers_are_not_one_thing() {
    for (at, name) in
        ["Реестр", "Портал", "Database", "User", "Деректер базасы", "Администратор", "Личный кабинет", "12"].iter().enumerate()
    {
        assert!(!one_thing(&format!("generic-{at}"), name, name), "{name}");
    }
    assert!(!one_thing("numbers", "Склад племенного скота 1", "Склад племенного скота 2"));
}

#[test]
fn what_has_a_word_of_its_own_is_another_thing() {
    assert!(!one_thing("own-word", "Реестр лицензий", "Реестр субсидий"));
    assert!(!one_thing("own-words", "Учёт земельных участков", "Учёт водных объектов"));
    assert!(!one_thing("near-words", "Портал обращений", "Портал обучения"));
    assert!(!one_thing("entries", "ГБД ФЛ", "ГБД ЮЛ"));
}

#[test]
fn two_projects_of_one_body_are_not_two_bodies() {
    let folder = portfolio("one-body", &["[system.x]\nname = \"Племенной скот\"", "[system.y]\nname = \"Племенной скот\""]);
    folder.file("b/saikes.toml", "[project]\nid = \"pb\"\nagency = \"a\"\n");
    assert_eq!(groups(&report(&folder)), Vec::<Vec<String>>::new());
}

#[test]
fn what_another_body_owns_is_that_bodys_thing() {
    let folder = portfolio("owner", &["[system.x]\nname = \"Племенной скот\"\nowner = \"b\"", "[system.y]\nname = \"Племенной скот\""]);
    assert_eq!(groups(&report(&folder)), Vec::<Vec<String>>::new());
}

#[test]
fn both_using_one_element_of_the_context_is_no_duplicate() {
    let drawn = "[data-object.d]\nname = \"Сведения о физическом лице\"\n[system.x]\nname = \"Склад зерна\"\nreads = [\"person\"]\n";
    let other = "[data-object.e]\nname = \"Сведения о физическом лице\"\n[system.y]\nname = \"Паспорт дорог\"\nreads = [\"person\"]\n";
    assert_eq!(groups(&report(&portfolio("context", &[drawn, other]))), Vec::<Vec<String>>::new());
}

#[test]
fn two_states_of_an_element_are_one_member() {
    let folder = portfolio("states", &["", "[system.y]\nname = \"Племенной скот\""]);
    folder
        .file("a/saikes.toml", "[project]\nid = \"pa\"\nagency = \"a\"\n[[model]]\npath = \"now.toml\"\nstate = \"current\"\n[[model]]\npath = \"then.toml\"\nstate = \"target\"\n")
        .file("a/now.toml", "[system.x]\nname = \"Племенной скот\"\nlifecycle = \"operating\"\n")
        .file("a/then.toml", "[system.x]\nname = \"Племенной скот\"\nlifecycle = \"developing\"\n");
    std::fs::remove_file(folder.path("a/m.toml")).expect("it was written");
    let found = report(&folder);
    assert_eq!(groups(&found), [["pa:x", "pb:y"]]);
    assert_eq!(text(&found["portfolio"]["duplicates"][0]["members"][0]["location"]["path"]), "a/then.toml");
}

/// A system under a name of its own, with all that it does and holds.
fn renamed(name: &str) -> String {
    format!(
        "[system.x]\nname = \"{name}\"\nreads = [\"d1\", \"d2\"]\nautomates = [\"f1\", \"f2\"]\n\
         [data-object.d1]\nname = \"Паспорт лошади\"\n[data-object.d2]\nname = \"Ветеринарный сертификат\"\n\
         [function.f1]\nname = \"Чипирование животных\"\n[function.f2]\nname = \"Выдача родословной\"\n"
    )
}

#[test]
fn another_name_for_the_same_data_and_functions_is_told_with_its_reasons() {
    let found = report(&portfolio("renamed", &[&renamed("Тұлпар"), &renamed("Жылқы есебі")]));
    let all = groups(&found);
    let at = all.iter().position(|group| *group == ["pa:x", "pb:x"]).expect("the systems are a group");
    let reasons = list(&found["portfolio"]["duplicates"][at]["pairs"][0]["reasons"]);
    let said: Vec<&str> = reasons.iter().map(|reason| text(&reason["what"])).collect();
    assert_eq!(said, ["data", "capability"]);
    assert!(text(&reasons[0]["text"]).contains("«Паспорт лошади»"), "{reasons:?}");
}

#[test]
fn the_same_data_alone_does_not_make_one_thing() {
    let one = "[system.x]\nname = \"Тұлпар\"\nreads = [\"d1\"]\n[data-object.d1]\nname = \"Паспорт лошади\"\n";
    let other = "[system.y]\nname = \"Рейтинг дорог\"\nreads = [\"d1\"]\n[data-object.d1]\nname = \"Паспорт лошади\"\n";
    assert_eq!(groups(&report(&portfolio("data-alone", &[one, other]))), [["pa:d1", "pb:d1"]]);
}

#[test]
fn a_group_holds_all_bodies_that_have_it() {
    let model = "[function.x]\nname = \"Чипирование животных\"";
    let found = report(&portfolio("three", &[model, model, model]));
    assert_eq!(groups(&found), [["pa:x", "pb:x", "pc:x"]]);
    assert_eq!(list(&found["portfolio"]["duplicates"][0]["pairs"]).len(), 3);
}

#[test]
fn kinds_that_are_no_one_thing_are_not_compared() {
    let found = report(&portfolio("kinds", &["[system.x]\nname = \"Племенной скот\"", "[data-object.y]\nname = \"Племенной скот\""]));
    assert_eq!(groups(&found), Vec::<Vec<String>>::new());
}

#[test]
fn an_own_component_is_told_what_is_already_offered_and_by_which_clause() {
    let model = "[system.s]\nname = \"Племенной скот\"\n[component.m]\nname = \"Модуль рассылки\"\npart-of = \"s\"\noffers = [\"sms\"]\n";
    let found = report(&portfolio("offered", &[model]));
    assert_eq!(offers(&found), [("m".to_string(), "calls".to_string())]);
    let offer = &found["portfolio"]["offers"][0];
    assert_eq!(text(&offer["cites"][0]["order"]), "124");
    assert_eq!((text(&offer["cites"][0]["paragraph"]), text(&offer["cites"][0]["subparagraph"])), ("7", "2"));
    assert_eq!(offer.get("requirement"), None, "no pack with it was applied");
    assert!(text(&offer["reasons"][0]["text"]).contains("Messages to citizens"), "{offer}");
}

#[test]
fn where_a_pack_with_the_requirement_is_applied_it_is_named() {
    let model = "[system.s]\nname = \"Племенной скот\"\n[component.m]\nname = \"Модуль рассылки\"\npart-of = \"s\"\noffers = [\"sms\"]\n";
    let found = portfolio("requirement", &[model]).check(&["--format", "json", "--exit-zero", "--pack", "order-124"]).json();
    assert_eq!(text(&found["portfolio"]["offers"][0]["requirement"]), "124/7.2");
}

#[test]
fn components_are_found_by_the_names_of_what_is_offered_too() {
    let model = "[system.a]\nname = \"Оповещение граждан сообщениями\"\n[system.b]\nname = \"Кадровый учёт Тулпар\"\n\
                 [component.c]\nname = \"Сведения о прописке жителей\"\n[component.d]\nname = \"Паспорт дорог\"\n";
    let mut found = offers(&report(&portfolio("by-name", &[model])));
    found.sort();
    let expected = [("a", "calls"), ("b", "staff"), ("c", "residents")];
    assert_eq!(found, expected.map(|(own, shared)| (own.to_string(), shared.to_string())));
}

#[test]
fn who_uses_what_is_offered_is_told_nothing() {
    let model = "[component.m]\nname = \"Единый контакт-центр\"\nuses = [\"calls\"]\n";
    assert_eq!(offers(&report(&portfolio("used", &[model]))), []);
}

const PAIR: [&str; 2] = ["[system.x]\nname = \"Племенной скот\"", "[system.y]\nname = \"Племенной скот\""];

#[test]
fn a_pair_that_is_declared_distinct_is_silent_and_the_declaration_is_told() {
    let folder = portfolio("distinct", &PAIR);
    folder.file(
        "distinct.toml",
        "[[distinct]]\nelements = [\"pa:x\", \"pb:y\"]\nreason = { ru = \"разные породы\", en = \"different breeds\" }\n",
    );
    let run = folder.check(&["--format", "json", "--exit-zero", "--pack", "hygiene", "--lang", "en"]);
    assert_eq!(run.code, 0, "{run}");
    let found = run.json();
    assert_eq!(groups(&found), Vec::<Vec<String>>::new());
    let told = &found["portfolio"]["distinct"][0];
    assert_eq!((text(&told["reason"]), told["silences"].as_u64()), ("different breeds", Some(1)));
    assert_eq!((text(&told["location"]["path"]), told["location"]["line"].as_u64()), ("distinct.toml", Some(1)));
    assert_eq!(list(&found["problems"]).len(), 0, "{}", found["problems"]);
}

#[test]
fn it_may_lie_in_a_project_beside_those_that_are_named_or_be_named_itself() {
    let entry = "[[distinct]]\nelements = [\"pa:x\", \"pb:y\"]\nreason = \"different breeds\"\n";
    let in_project = portfolio("in-project", &PAIR);
    in_project.file("a/distinct.toml", entry);
    assert_eq!(groups(&report(&in_project)), Vec::<Vec<String>>::new());
    let beside = portfolio("beside", &PAIR);
    beside.file("distinct.toml", entry);
    assert_eq!(groups(&report_in(&beside, &["a", "b"])), Vec::<Vec<String>>::new());
    let named = portfolio("named", &PAIR);
    named.file("council/distinct.toml", entry);
    assert_eq!(groups(&report_in(&named, &["a", "b"])), [["pa:x", "pb:y"]]);
    assert_eq!(groups(&report_in(&named, &["a", "b", "council/distinct.toml"])), Vec::<Vec<String>>::new());
}

#[test]
fn an_offer_is_silenced_as_well() {
    let folder = portfolio("no-offer", &["[component.m]\nname = \"Единый контакт-центр\"\n"]);
    assert_eq!(offers(&report(&folder)).len(), 1);
    folder.file("distinct.toml", "[[distinct]]\nelements = [\"pa:m\", \"national:calls\"]\nreason = \"another one\"\n");
    assert_eq!(offers(&report(&folder)), []);
}

#[test]
fn a_declaration_that_silences_nothing_says_so() {
    let folder = portfolio("idle", &["[system.x]\nname = \"Племенной скот\"", "[system.y]\nname = \"Паспорт дорог\""]);
    folder.file("distinct.toml", "[[distinct]]\nelements = [\"pa:x\", \"pb:y\"]\nreason = \"of course\"\n");
    assert_eq!(report(&folder)["portfolio"]["distinct"][0]["silences"].as_u64(), Some(0));
}

/// What is wrong with a file.
fn mistakes(name: &str, distinct: &str) -> Run {
    let folder = portfolio(name, &PAIR);
    folder.file("distinct.toml", distinct);
    folder.check(&["--exit-zero", "--pack", "hygiene", "--lang", "en"])
}

#[test]
fn mistakes_stop_the_check_each_at_its_place() {
    let unknown = mistakes("unknown", "[[distinct]]\nelements = [\"pa:x\", \"pb:yy\"]\nreason = \"no\"\n");
    unknown.says(2, &["there is no element `pb:yy`", "did you mean `pb:y`?", "distinct.toml:2:"]);
    let project = mistakes("project", "[[distinct]]\nelements = [\"pa:x\", \"pbb:y\"]\nreason = \"no\"\n");
    project.says(2, &["there is no element `pbb:y`", "did you mean `pb:y`?"]);
    mistakes("no-reason", "[[distinct]]\nelements = [\"pa:x\", \"pb:y\"]\n").says(2, &["lacks `reason`"]);
    mistakes("one", "[[distinct]]\nelements = [\"pa:x\", \"pa:x\"]\nreason = \"no\"\n").says(2, &["lacks `elements`"]);
    mistakes("key", "[[distinct]]\nelement = [\"pa:x\"]\nreason = \"no\"\n").says(2, &["`element`", "did you mean `elements`?"]);
    mistakes("table", "[[distinkt]]\n").says(2, &["`distinkt`", "did you mean `distinct`?"]);
    mistakes("type", "[[distinct]]\nelements = \"pa:x\"\nreason = 7\n").says(2, &["`elements`", "`reason`"]);
}

#[test]
fn candidates_change_no_verdict() {
    let verdicts = |report: &Value| -> Vec<String> {
        list(&report["projects"]).iter().map(|project| format!("{} {}", project["verdict"], project["findings"])).collect()
    };
    let check = |folder: &Folder| folder.check(&["--format", "json", "--exit-zero", "--pack", "order-124"]).json();
    let folder = portfolio("verdicts", &PAIR);
    let with = check(&folder);
    folder.file("distinct.toml", "[[distinct]]\nelements = [\"pa:x\", \"pb:y\"]\nreason = \"no\"\n");
    assert_eq!(groups(&with).len(), 1);
    assert_eq!(verdicts(&with), verdicts(&check(&folder)));
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let found = |name: &str, first: &str, second: &str| {
        let folder = portfolio(name, &["", PAIR[1]]);
        folder.file("a/m.toml", "agency.own = {}").file(first, PAIR[0]).file(second, "[function.f]\nname = \"Чипирование животных\"");
        folder.file("b/z.toml", "[function.g]\nname = \"Чипирование животных\"");
        let duplicates = report(&folder)["portfolio"]["duplicates"].clone();
        let names = |group: &Value| (text(&group["fingerprint"]).to_string(), text(&group["name"]).to_string(), group["score"].to_string());
        list(&duplicates).iter().map(names).collect::<Vec<_>>()
    };
    assert_eq!(found("order-1", "a/b.toml", "a/c.toml"), found("order-2", "a/c.toml", "a/b.toml"));
}

#[test]
fn reasons_are_told_in_the_language_of_the_reader() {
    let folder = portfolio("words", &["[system.x]\nname = \"Учёт племенного скота\"", "[system.y]\nname = \"Учёт плименного скота\""]);
    let said = |language| {
        text(&report_in(&folder, &["--lang", language])["portfolio"]["duplicates"][0]["pairs"][0]["reasons"][0]["text"]).to_string()
    };
    assert!(said("en").contains("are alike"), "{}", said("en"));
    assert!(said("ru").contains("сходны на"), "{}", said("ru"));
    assert!(said("kk").contains("ұқсас"), "{}", said("kk"));
}
