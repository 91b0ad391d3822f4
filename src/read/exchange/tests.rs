//! What the reader makes of small exchange files written here. Real and broken ones are read in `collection`.

use super::*;
use crate::fragment::States;
use crate::value::Value;

mod collection;
mod drawing;
mod mutations;

fn fragment(text: &str) -> Fragment {
    read(Metamodel::standard(), Mapping::standard(), &Wanted::default(), FileId(0), text)
}

/// A model with these sections.
pub fn model(sections: &str) -> String {
    format!("<model xmlns=\"{NAMESPACE}\" xmlns:xsi=\"{INSTANCE}\" identifier=\"m\"><name>M</name>{sections}</model>")
}

/// What a fragment says, one fact a line, in words of the metamodel.
fn said(fragment: &Fragment) -> String {
    let metamodel = Metamodel::standard();
    let strings = &fragment.strings;
    let mut out = String::new();
    for (at, element) in fragment.elements.iter().enumerate() {
        let names = element.names.0.map(|name| strings.get(name));
        let name = if names[0] == names[1] && names[1] == names[2] { names[0].to_string() } else { names.join(" | ") };
        let states = match element.states {
            States::UNSAID => "",
            States::CURRENT => " (current)",
            States::TARGET => " (target)",
            _ => " (both)",
        };
        out += &format!("{} {} {name:?}{states}\n", metamodel.kind(element.kind).name, strings.get(element.id));
        for stated in fragment.attributes.iter().filter(|stated| stated.element as usize == at) {
            let value = match &stated.value {
                Value::Word(word) => metamodel.word(*word).to_string(),
                other => format!("{other:?}"),
            };
            out += &format!("  {} = {value}\n", metamodel.attribute(stated.attribute).name);
        }
        for stated in fragment.links.iter().filter(|stated| stated.element as usize == at) {
            let end = if stated.end.is_none() { "none" } else { strings.get(stated.end) };
            out += &format!("  {} → {end}\n", metamodel.link(stated.link).name);
        }
    }
    for (name, count) in &fragment.counts.unmapped {
        out += &format!("unmapped {name}: {count}\n");
    }
    for problem in &fragment.problems {
        let arguments: Vec<_> = problem.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let times = if problem.times > 1 { format!(" × {}", problem.times) } else { String::new() };
        out += &format!("{:?} {} {}{times}\n", problem.severity, problem.code.name(), arguments.join(", "));
    }
    out
}

pub fn check(sections: &str, expected: &str) {
    check_by(Mapping::standard(), sections, expected);
}

/// The same by the mapping of a project.
pub fn check_by(mapping: &Mapping, sections: &str, expected: &str) {
    let found = said(&read(Metamodel::standard(), mapping, &Wanted::default(), FileId(0), &model(sections)));
    let trimmed = |text: &str| {
        text.lines().map(|line| line.trim_end().to_string()).filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
    };
    let margin =
        expected.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let expected: String = expected.lines().map(|line| format!("{}\n", line.get(margin..).unwrap_or(""))).collect();
    assert_eq!(trimmed(&found), trimmed(&expected), "found:\n{found}");
}

#[test]
fn elements_have_kinds_names_and_descriptions_whatever_the_order_of_sections() {
    check(
        r#"<relationships><relationship identifier="r" xsi:type="Assignment" source="moh" target="emr"/></relationships>
           <elements>
             <element identifier="emr" xsi:type="ApplicationComponent">
               <name xml:lang="en">Паспорт &amp; здоровье</name><documentation xml:lang="ru">Хранит &lt;всё&gt;</documentation>
             </element>
             <element identifier="moh" xsi:type="BusinessActor">
               <name xml:lang="kk-KZ">ДСМ</name><name xml:lang="ru">МЗ</name><name xml:lang="de">Ministerium</name>
             </element>
             <element identifier="p" xsi:type="Principle"/>
           </elements>"#,
        r#"
        system emr "Паспорт & здоровье"
          description = Text("Хранит <всё>")
          owner → moh
        agency moh "ДСМ | МЗ | "
        unmapped Principle: 1
        "#,
    );
}

#[test]
fn prefixes_are_free_and_foreign_elements_are_passed_over() {
    let text = format!(
        r#"<?xml version="1.0"?><a:model xmlns:a="{NAMESPACE}" xmlns:i="{INSTANCE}" xmlns:dc="dc"
        i:schemaLocation="{NAMESPACE} http://www.opengroup.org/xsd/archimate/3.2/archimate3_Diagram.xsd">
        <dc:elements><dc:element/></dc:elements>
        <a:elements><dc:element/><a:element i:type="a:Node" identifier="n 1"><a:name>N</a:name><dc:name>D</dc:name></a:element></a:elements>
        </a:model>"#
    );
    let fragment = fragment(&text);
    assert_eq!(said(&fragment), "node n 1 \"N\"\n");
    assert_eq!((fragment.version.as_str(), fragment.counts.elements), ("3.2", 1));
}

#[test]
fn properties_set_attributes_and_links_and_the_rest_is_counted() {
    check(
        r#"<elements><element identifier="s" xsi:type="ApplicationComponent"><name>S</name><properties>
             <property propertyDefinitionRef="p1"><value xml:lang="en">Прототип</value></property>
             <property propertyDefinitionRef="p2"><value>эпз, «ФЛ, ЮЛ»; ШЭП</value></property>
             <property propertyDefinitionRef="p3"><value>moh</value></property>
             <property propertyDefinitionRef="p4"><value>x</value></property>
             <property propertyDefinitionRef="open_source"><value>Иә</value></property>
             <property propertyDefinitionRef="p5"><value>[ central | local ]</value></property>
             <property propertyDefinitionRef="p6"><value>none</value></property>
             <property propertyDefinitionRef="p7"><value>целевое состояние</value></property>
           </properties></element>
           <element identifier="a" xsi:type="BusinessActor"><name>Орган «А, Б»</name><properties>
             <property propertyDefinitionRef="p3"><value>#N/A</value></property>
           </properties></element></elements>
           <propertyDefinitions>
             <propertyDefinition identifier="p1" type="string"><name>Life cycle stage</name></propertyDefinition>
             <propertyDefinition identifier="p2" type="string"><name>USES</name></propertyDefinition>
             <propertyDefinition identifier="p3" type="string"><name>Собственник</name></propertyDefinition>
             <propertyDefinition identifier="p4" type="string"><name>GEMMA type</name></propertyDefinition>
             <propertyDefinition identifier="p5" type="string"><name>Role</name></propertyDefinition>
             <propertyDefinition identifier="p6" type="string"><name>built-on</name></propertyDefinition>
             <propertyDefinition identifier="p7" type="string"><name>State</name></propertyDefinition>
           </propertyDefinitions>"#,
        r#"
        system s "S" (target)
          open-source = Bool(true)
          uses → эпз
          uses → «ФЛ
          uses → ЮЛ»
          uses → ШЭП
          owner → moh
          built-on → none
        agency a "Орган «А, Б»"
        unmapped property: GEMMA type: 1
        Warning unknown-value name=lifecycle, found=Прототип, allowed=planned, creating, developing, trial, operating, retiring, retired, nearest=
        Warning undefined-property found=open_source
        "#,
    );
}

#[test]
fn kinds_follow_properties_and_nesting() {
    check(
        r#"<elements>
             <element identifier="sys" xsi:type="ApplicationComponent"/>
             <element identifier="part" xsi:type="ApplicationComponent"/>
             <element identifier="gw" xsi:type="ApplicationComponent"><properties>
               <property propertyDefinitionRef="stereotype"><value>Шлюз</value></property></properties></element>
             <element identifier="own" xsi:type="Path"><properties>
               <property propertyDefinitionRef="kind"><value>Технологическая платформа</value></property></properties></element>
             <element identifier="odd" xsi:type="Node"><properties>
               <property propertyDefinitionRef="kind"><value>sytem</value></property></properties></element>
             <element identifier="threat" xsi:type="Assessment"><properties>
               <property propertyDefinitionRef="stereotype"><value>Threat Event</value></property></properties></element>
             <element identifier="p1" xsi:type="BusinessProcess"/>
             <element identifier="p2" xsi:type="BusinessProcess"/>
             <element identifier="p3" xsi:type="BusinessProcess"/>
           </elements>
           <relationships>
             <relationship identifier="1" xsi:type="Composition" source="sys" target="part"/>
             <relationship identifier="2" xsi:type="Aggregation" source="sys" target="gw"/>
             <relationship identifier="3" xsi:type="Composition" source="p1" target="p2"/>
             <relationship identifier="4" xsi:type="Composition" source="p2" target="p3"/>
           </relationships>
           <propertyDefinitions><propertyDefinition identifier="kind" type="string"><name>Kind</name></propertyDefinition>
             <propertyDefinition identifier="stereotype" type="string"><name>stereotype</name></propertyDefinition></propertyDefinitions>"#,
        r#"
        system sys ""
        component part ""
          part-of → sys
        gateway gw ""
        platform own ""
        node odd ""
        assessment threat ""
        process p1 ""
        process p2 ""
          part-of → p1
        step p3 ""
          part-of → p2
        unmapped <<Threat Event>>: 1
        unmapped Aggregation: system → gateway: 1
        Warning unknown-kind found=sytem, nearest=system
        "#,
    );
}

#[test]
fn relationships_state_links_by_type_ends_and_mode() {
    check(
        r#"<elements>
             <element identifier="a" xsi:type="ApplicationComponent"/><element identifier="b" xsi:type="ApplicationComponent"/>
             <element identifier="d" xsi:type="DataObject"/><element identifier="st" xsi:type="BusinessInteraction"/>
             <element identifier="p" xsi:type="BusinessProcess"/>
             <element identifier="svc" xsi:type="ApplicationService"/><element identifier="ag" xsi:type="BusinessActor"/>
             <element identifier="n" xsi:type="Node"/><element identifier="doc" xsi:type="Representation"/>
           </elements><relationships>
             <relationship identifier="1" xsi:type="Serving" source="a" target="b"/>
             <relationship identifier="2" xsi:type="Access" accessType="Read" source="a" target="d"/>
             <relationship identifier="3" xsi:type="Access" accessType="ReadWrite" source="st" target="d"/>
             <relationship identifier="4" xsi:type="Access" source="st" target="d"/>
             <relationship identifier="5" xsi:type="Realization" source="a" target="svc"/>
             <relationship identifier="6" xsi:type="Association" source="ag" target="d"><name>Полномочия по ведению учёта</name></relationship>
             <relationship identifier="7" xsi:type="Association" source="a" target="b"/>
             <relationship identifier="8" xsi:type="Association" isDirected="true" source="a" target="b"/>
             <relationship identifier="9" xsi:type="Assignment" source="n" target="a"/>
             <relationship identifier="10" xsi:type="Association" source="doc" target="a"/>
             <relationship identifier="11" xsi:type="Access" accessType="Write" source="st" target="d"><properties>
               <property propertyDefinitionRef="specialization"><value>captures</value></property>
               <property propertyDefinitionRef="owner"><value>ag</value></property></properties></relationship>
             <relationship identifier="12" xsi:type="Association" source="10" target="1"/>
             <relationship identifier="13" xsi:type="Composition" source="p" target="st"/>
           </relationships><propertyDefinitions>
             <propertyDefinition identifier="specialization" type="string"><name>Specialization</name></propertyDefinition>
             <propertyDefinition identifier="owner" type="string"><name>owner</name></propertyDefinition></propertyDefinitions>"#,
        r#"
        system a ""
          reads → d
          provides → svc
          depends-on → b
          hosted-on → n
          documents → doc
        system b ""
          depends-on → a
        data-object d ""
        step st ""
          reads → d
          writes → d
          captures → d
          part-of → p
        process p ""
        interaction-service svc ""
        agency ag ""
          powers-over → d
        node n ""
        document doc ""
        flow 1 ""
          source → a
          target → b
        unmapped Access: step → data-object: 1
        unmapped Association: Association → flow: 1
        unmapped Association: system → system: 1
        unmapped property: owner: 1
        "#,
    );
}

const GATEWAY: &str = r#"<element identifier="a" xsi:type="ApplicationComponent"/><element identifier="b" xsi:type="ApplicationComponent"/>
    <element identifier="c" xsi:type="ApplicationComponent"/><element identifier="d" xsi:type="DataObject"/>
    <element identifier="g" xsi:type="ApplicationComponent"><properties><property propertyDefinitionRef="kind"><value>gateway</value></property></properties></element>
    <element identifier="h" xsi:type="ApplicationComponent"><properties><property propertyDefinitionRef="kind"><value>gateway</value></property></properties></element>
    "#;

const KEYS: &str = r#"<propertyDefinitions><propertyDefinition identifier="kind" type="string"><name>kind</name></propertyDefinition>
    <propertyDefinition identifier="via" type="string"><name>via</name></propertyDefinition>
    <propertyDefinition identifier="carries" type="string"><name>Carries</name></propertyDefinition>
    <propertyDefinition identifier="format" type="string"><name>Format</name></propertyDefinition></propertyDefinitions>"#;

/// The flows of a drawing with two gateways, a line each.
fn flows(relationships: &str) -> Vec<String> {
    let text = model(&format!("<elements>{GATEWAY}</elements><relationships>{relationships}</relationships>{KEYS}"));
    let fragment = fragment(&text);
    let metamodel = Metamodel::standard();
    let flow = metamodel.find_kind("flow").expect("the metamodel has flows");
    let flows = fragment.elements.iter().enumerate().filter(|(_, element)| element.kind == flow);
    flows
        .map(|(at, element)| {
            let links = fragment.links.iter().filter(|stated| stated.element as usize == at);
            let ends: Vec<_> =
                links.map(|stated| format!("{}={}", metamodel.link(stated.link).name, fragment.strings.get(stated.end))).collect();
            format!("{} {:?} {}", fragment.strings.get(element.id), fragment.strings.get(element.names.0[1]), ends.join(" "))
        })
        .collect()
}

#[test]
fn a_flow_is_an_element_with_what_is_said_about_it() {
    let found = flows(
        r#"<relationship identifier="f" xsi:type="Flow" source="a" target="b"><name xml:lang="en">Заявки</name><properties>
             <property propertyDefinitionRef="via"><value>g</value></property></properties></relationship>
           <relationship identifier="x" xsi:type="Association" source="d" target="f"/>
           <relationship identifier="y" xsi:type="Flow" source="d" target="f"/>"#,
    );
    assert_eq!(found, ["f \"Заявки\" source=a target=b carries=d via=g"]);
}

#[test]
fn flows_that_meet_at_a_gateway_are_one_where_no_doubt_is_left() {
    let flow = |id: &str, name: &str, source: &str, target: &str| {
        format!(r#"<relationship identifier="{id}" xsi:type="Flow" source="{source}" target="{target}"><name>{name}</name></relationship>"#)
    };
    // By name, through two gateways in either order of reading.
    let chain = [flow("3", "x", "h", "b"), flow("1", "X", "a", "g"), flow("2", "x", "g", "h")].concat();
    assert_eq!(flows(&chain), ["1 \"X\" source=a target=b via=g via=h"]);
    // Two names: two flows; the third stays as drawn.
    let crossing =
        [flow("1", "x", "a", "g"), flow("2", "y", "a", "g"), flow("3", "y", "g", "b"), flow("4", "x", "g", "c"), flow("5", "z", "g", "c")];
    assert_eq!(
        flows(&crossing.concat()),
        ["1 \"x\" source=a target=c via=g", "2 \"y\" source=a target=b via=g", "5 \"z\" source=g target=c"]
    );
    // One name twice: nobody knows which goes where.
    let doubt = [flow("1", "x", "a", "g"), flow("2", "x", "c", "g"), flow("3", "x", "g", "b")].concat();
    assert_eq!(flows(&doubt).len(), 3);
    // Without names one in and one out are enough; there and back is no flow to oneself.
    assert_eq!(flows(&[flow("1", "", "a", "g"), flow("2", "", "g", "b")].concat()), ["1 \"\" source=a target=b via=g"]);
    assert_eq!(flows(&[flow("1", "", "a", "g"), flow("2", "", "g", "a")].concat()).len(), 2);
}

#[test]
fn flows_meet_by_what_they_carry() {
    let found = flows(
        r#"<relationship identifier="1" xsi:type="Flow" source="a" target="g"><name>запрос</name></relationship>
           <relationship identifier="2" xsi:type="Flow" source="g" target="b"><name>передача</name><properties>
             <property propertyDefinitionRef="carries"><value>D</value></property></properties></relationship>
           <relationship identifier="3" xsi:type="Flow" source="g" target="c"/>
           <relationship identifier="x" xsi:type="Association" source="1" target="d"/>"#,
    );
    assert_eq!(found, ["1 \"запрос\" source=a target=b via=g carries=d carries=D", "3 \"\" source=g target=c"]);
}

#[test]
fn junctions_with_one_side_are_dissolved() {
    check(
        r#"<elements><element identifier="a" xsi:type="ApplicationComponent"/><element identifier="b" xsi:type="ApplicationComponent"/>
             <element identifier="c" xsi:type="ApplicationComponent"/><element identifier="j" xsi:type="AndJunction"/>
             <element identifier="k" xsi:type="OrJunction"/></elements>
           <relationships>
             <relationship identifier="1" xsi:type="Flow" source="a" target="j"><name>x</name></relationship>
             <relationship identifier="2" xsi:type="Flow" source="j" target="b"/>
             <relationship identifier="3" xsi:type="Flow" source="j" target="c"><name>z</name></relationship>
             <relationship identifier="4" xsi:type="Serving" source="a" target="k"/>
             <relationship identifier="5" xsi:type="Serving" source="b" target="k"/>
             <relationship identifier="6" xsi:type="Serving" source="k" target="a"/>
             <relationship identifier="7" xsi:type="Serving" source="k" target="c"/>
           </relationships>"#,
        r#"
        system a ""
        system b ""
        system c ""
        flow 2 "x"
          source → a
          target → b
        flow 3 "z"
          source → a
          target → c
        unmapped Junction: 1
        unmapped Serving: Junction → system: 2
        unmapped Serving: system → Junction: 2
        "#,
    );
}

#[test]
fn plateaus_that_stand_for_a_state_give_it_to_what_they_contain() {
    check(
        r#"<elements><element identifier="as" xsi:type="Plateau"><name>Текущая архитектура (2026)</name></element>
             <element identifier="to" xsi:type="Plateau"><name>План</name><properties>
               <property propertyDefinitionRef="state"><value>target</value></property></properties></element>
             <element identifier="later" xsi:type="Plateau"><name>2030</name></element>
             <element identifier="old" xsi:type="ApplicationComponent"/><element identifier="new" xsi:type="ApplicationComponent"/>
             <element identifier="kept" xsi:type="ApplicationComponent"/></elements>
           <relationships>
             <relationship identifier="1" xsi:type="Aggregation" source="as" target="old"/>
             <relationship identifier="2" xsi:type="Composition" source="to" target="new"/>
             <relationship identifier="3" xsi:type="Aggregation" source="as" target="kept"/>
             <relationship identifier="4" xsi:type="Aggregation" source="to" target="kept"/>
             <relationship identifier="5" xsi:type="Aggregation" source="later" target="kept"/>
             <relationship identifier="f" xsi:type="Flow" source="kept" target="new"/>
           </relationships>"#,
        r#"
        architecture as "Текущая архитектура (2026)"
        architecture to "План"
        architecture later "2030"
        system old "" (current)
        system new "" (target)
        system kept "" (both)
        flow f "" (target)
          source → kept
          target → new
        unmapped Aggregation: architecture → system: 1
        Warning undefined-property found=state
        "#,
    );
}

#[test]
fn oddities_are_warnings_and_told_once_for_many() {
    let nameless: String = (0..9).map(|_| "<element xsi:type=\"Node\"/>").collect();
    check(
        &format!(
            r#"<elements><element identifier="a" xsi:type="Node"/><element identifier="a" xsi:type="Device"/>
             <element identifier="q" xsi:type="QuantumService"/><element identifier="t"/>{nameless}</elements>
             <relationships><relationship identifier="r" source="a" target="zz" xsi:type="Serving"/>
               <relationship identifier="s" source="a" xsi:type="Serving"/>
               <relationship identifier="u" source="a" target="a" xsi:type="Entangles"/></relationships>"#
        ),
        r#"
        node a ""
        Warning duplicate-id id=a
        Warning unknown-type found=QuantumService
        Warning missing-type found=
        Warning missing-id found=Node
        Warning missing-id found=Node
        Warning missing-id found=Node
        Warning missing-id found=Node
        Warning missing-id found=Node × 5
        Warning dangling-relationship id=r, found=zz
        Warning missing-end id=s, reason=target
        Warning unknown-type found=Entangles
        "#,
    );
}

#[test]
fn a_broken_file_gives_what_stood_before_the_break() {
    let whole = model("<elements><element identifier=\"a\" xsi:type=\"Node\"/></elements><views><diagrams><view/>");
    let broken = whole.replace("</model>", "");
    let fragment = fragment(&broken);
    assert_eq!(fragment.elements.len(), 1);
    let problem = &fragment.problems[0];
    assert_eq!(
        (problem.code, problem.argument("reason"), problem.argument("found")),
        (Code::MalformedXml, Some("unclosed-element"), Some("diagrams"))
    );
    assert_eq!(problem.severity, Severity::Error);
}

#[test]
fn a_model_in_another_namespace_is_read_where_its_sections_are_known_and_refused_where_not() {
    let inside = "<elements><element identifier=\"a\" xsi:type=\"Node\"><name>A</name></element></elements>";
    let other = |to: &str, inside: &str| said(&fragment(&model(inside).replace(NAMESPACE, to)));
    let newer = "http://www.opengroup.org/xsd/archimate/9.9/";
    assert_eq!(other(newer, inside), format!("node a \"A\"\nWarning other-namespace reason=other, found={newer}\n"));
    assert_eq!(other("", inside), "node a \"A\"\nWarning other-namespace reason=none, found=\n");
    assert_eq!(other("urn:x", ""), "Error other-namespace reason=other, found=urn:x\n");
    let prefixed = format!("<model xmlns:a=\"{NAMESPACE}\"><a:elements><a:element identifier=\"a\"/></a:elements></model>");
    assert_eq!(said(&fragment(&prefixed)), "Error other-namespace reason=none, found=\n");
}

#[test]
fn a_section_that_nobody_knows_is_told() {
    let text = model("<metadata/><documentation/><widgets><element identifier=\"a\"/></widgets><x:y xmlns:x=\"x\"/>");
    assert_eq!(said(&fragment(&text)), "Warning unknown-section found=widgets\n");
}

#[test]
fn versions_are_told_by_namespace_and_schema() {
    let version = |namespace: &str, locations: &str| {
        fragment(&format!("<model xmlns='{namespace}' xmlns:x='{INSTANCE}' x:schemaLocation='{locations}'/>")).version
    };
    assert_eq!(version(NAMESPACE, ""), "3");
    for known in ["3.0", "3.1", "3.2"] {
        let location = format!("{NAMESPACE} http://www.opengroup.org/xsd/archimate/{known}/archimate3_Diagram.xsd");
        assert_eq!(version(NAMESPACE, &location), known);
    }
    assert_eq!(version(NAMESPACE, &format!("dc dc.xsd {NAMESPACE} archimate3_Model.xsd")), "3");
    assert_eq!(version(OLD_NAMESPACE, ""), "2.1");
    assert_eq!(version("", &format!("{OLD_NAMESPACE} archimate_v2p1.xsd")), "2.1");
    assert_eq!(version("", ""), "");
}

#[test]
fn texts_in_other_languages_count_where_there_are_no_others() {
    check(
        r#"<elements>
             <element identifier="a" xsi:type="Node"><name xml:lang="nl">Knoop</name><name xml:lang="en">Node</name><name xml:lang="de">Knoten</name>
               <documentation xml:lang="nl">Nederlands</documentation><documentation xml:lang="en">English</documentation></element>
             <element identifier="b" xsi:type="Node"><name xml:lang="nl">Knoop</name><name xml:lang="de">Knoten</name>
               <documentation xml:lang="nl">Nederlands</documentation><documentation xml:lang="de">Deutsch</documentation></element>
             <element identifier="c" xsi:type="Node"><name xml:lang="">Ничей</name><name xml:lang="kk_KZ">Түйін</name><name xml:lang="fr">Nœud</name></element>
             <element identifier="d" xsi:type="Node"><documentation xml:lang="fr">Français</documentation></element>
             <element identifier="e" xsi:type="Node"><name xml:lang="EN">Only</name></element>
           </elements>"#,
        r#"
        node a "Node"
          description = Text("English")
        node b "Knoop"
          description = Text("Nederlands")
        node c "Түйін | Ничей | Ничей"
        node d ""
          description = Text("Français")
        node e "Only"
        "#,
    );
}
