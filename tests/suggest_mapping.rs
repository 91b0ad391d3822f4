//! `saikes import MODEL --suggest-mapping`: what is proposed for the words of a drawing, and that it can be used.

mod common;

use common::{Folder, Run};

const MODEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
  <name>M</name>
  <elements>
    <element identifier="a" xsi:type="ApplicationComponent"><name>Учёт кадров</name><properties>
      <property propertyDefinitionRef="p1"><value>В работе</value></property>
      <property propertyDefinitionRef="p2"><value>Комитет</value></property>
      <property propertyDefinitionRef="p3"><value>12.03.2021</value></property></properties></element>
    <element identifier="b" xsi:type="ApplicationComponent"><name>Архив</name><properties>
      <property propertyDefinitionRef="p1"><value>Эксплуатация</value></property>
      <property propertyDefinitionRef="p2"><value>Департамент</value></property>
      <property propertyDefinitionRef="p3"><value>01.02.2019</value></property></properties></element>
    <element identifier="c" xsi:type="BusinessActor"><name>Комитет</name></element>
    <element identifier="d" xsi:type="BusinessActor"><name>Департамент</name></element>
    <element identifier="e" xsi:type="Principle"><name>Один раз</name></element>
  </elements>
  <propertyDefinitions>
    <propertyDefinition identifier="p1" type="string"><name>Стадия жизненного цикла системы</name></propertyDefinition>
    <propertyDefinition identifier="p2" type="string"><name>Beheerder</name></propertyDefinition>
    <propertyDefinition identifier="p3" type="string"><name>Дата ввода в эксплуатацию системы</name></propertyDefinition>
  </propertyDefinitions>
</model>
"#;

fn run(folder: &Folder, words: &[&str]) -> Run {
    common::run(common::saikes(&folder.path(""), words))
}

#[test]
fn a_mapping_is_proposed_by_names_and_values_in_three_languages() {
    let folder = Folder::new("proposed");
    folder.file("own.xml", MODEL);
    let pages = ["kk", "ru", "en"].map(|language| run(&folder, &["import", "own.xml", "--suggest-mapping", "--lang", language]).out);
    insta::with_settings!({ snapshot_path => "snapshots/suggest", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("proposed", pages.join("\n--------\n"));
    });
}

#[test]
fn what_is_proposed_is_understood_when_it_is_pasted() {
    let folder = Folder::new("pasted");
    folder.file("own.xml", MODEL);
    let proposed = run(&folder, &["import", "own.xml", "--suggest-mapping", "--lang", "en"]).out;
    let with_owner = proposed.replace("# \"Beheerder\"", "\"Beheerder\"").replace("# \"В работе\" = \"\"", "\"В работе\" = \"operating\"");
    folder.file("project/own.xml", MODEL).file("project/saikes.toml", format!("[project]\nid = \"p\"\n{with_owner}"));
    let told = run(&folder, &["check", "project", "--format", "json"]);
    let report = told.json();
    let project = &report["projects"][0];
    assert_eq!(project["problems"].as_array().map(Vec::len), Some(0), "{told}");
    assert_eq!(
        project["inputs"][0]["unmapped"].as_object().map(|unmapped| unmapped.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["Principle".to_string()])
    );
    let text = run(&folder, &["import", "project"]).out;
    for fact in ["owner = \"c\"", "owner = \"d\"", "commissioned = 2021-03-12", "lifecycle = \"operating\""] {
        assert!(text.contains(fact), "{fact} is not in\n{text}");
    }
}

#[test]
fn a_drawing_that_is_understood_needs_none() {
    let folder = Folder::new("understood");
    let namespaces = "xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let element = "<element identifier=\"a\" xsi:type=\"ApplicationComponent\"><name>Архив</name></element>";
    folder.file("own.xml", format!("<model {namespaces}><elements>{element}</elements></model>"));
    let told = run(&folder, &["import", "own.xml", "--suggest-mapping", "--lang", "en"]);
    assert_eq!(
        told.out,
        "# everything that the drawings say by types, specialisations and properties is understood; there is nothing to propose\n"
    );
    assert_eq!(told.code, 0);
}
