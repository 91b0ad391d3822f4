//! What the embedded mapping makes of drawings: kinds by name and by use, links by way of a third, flows that nobody
//! drew as flows, states of the architecture.

use crate::read::exchange::tests::check;

/// Sections of an exchange file from one line for each element, `Type id name`, and each relationship,
/// `id: source Type target name`; `Access` may be `Access:Read`.
fn sections(lines: &str) -> String {
    let (mut elements, mut relationships) = (String::new(), String::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        let name = |words: &[&str]| if words.is_empty() { String::new() } else { format!("<name>{}</name>", words.join(" ")) };
        match words[0].strip_suffix(':') {
            Some(id) => {
                let (what, mode) = words[2].split_once(':').unwrap_or((words[2], ""));
                let mode = if mode.is_empty() { String::new() } else { format!(" accessType=\"{mode}\"") };
                let (source, target, name) = (words[1], words[3], name(&words[4..]));
                relationships += &format!(
                    "<relationship identifier=\"{id}\" xsi:type=\"{what}\" source=\"{source}\" target=\"{target}\"{mode}>{name}</relationship>"
                );
            }
            None => {
                let (what, id, name) = (words[0], words[1], name(&words[2..]));
                elements += &format!("<element identifier=\"{id}\" xsi:type=\"{what}\">{name}</element>");
            }
        }
    }
    format!("<elements>{elements}</elements><relationships>{relationships}</relationships>")
}

#[track_caller]
fn means(lines: &str, expected: &str) {
    check(&sections(lines), expected);
}

#[test]
fn gateways_are_known_by_their_names_whatever_box_they_are_drawn_as() {
    means(
        "ApplicationComponent a Шлюз «электронного правительства» (ШЭП)
         Node b ЭҮШ
         SystemSoftware c SmartBridge
         ApplicationComponent d Платёжный шлюз
         ApplicationCollaboration e Интеграционная шина
         TechnologyService f External e-government gateway",
        r#"
        gateway a "Шлюз «электронного правительства» (ШЭП)"
          scope = egov
        gateway b "ЭҮШ"
          scope = egov
        software c "SmartBridge"
        system d "Платёжный шлюз"
        gateway e "Интеграционная шина"
        gateway f "External e-government gateway"
          scope = external
        "#,
    );
}

#[test]
fn people_are_no_bodies_and_acts_are_documents() {
    means(
        "BusinessActor a Граждане
         BusinessRole b Заявитель
         BusinessActor c Министерство юстиции
         Driver d Закон «О государственных услугах»
         Driver e Мемлекеттік көрсетілетін қызметтер туралы заң
         Driver f Недовольство заявителей",
        r#"
        agency c "Министерство юстиции"
        document d "Закон «О государственных услугах»"
        document e "Мемлекеттік көрсетілетін қызметтер туралы заң"
        unmapped BusinessActor: 1
        unmapped BusinessRole: 1
        unmapped Driver: 1
        "#,
    );
}

#[test]
fn a_file_that_makes_a_program_run_puts_it_on_its_node() {
    means(
        "Artifact war portal.war
         Artifact table Таблицы
         ApplicationComponent portal
         DataObject data
         Node n
         1: n Assignment war
         2: war Realization portal
         3: n Assignment table
         4: table Realization data",
        r#"
        resource table "Таблицы"
          hosted-on → n
          contains → data
        system portal ""
          hosted-on → n
        data-object data ""
        node n ""
        unmapped Artifact: 1
        "#,
    );
}

#[test]
fn whoever_fills_a_role_does_what_the_role_does() {
    means(
        "BusinessActor moh
         BusinessRole clerk Делопроизводитель
         BusinessFunction records
         BusinessProcess p
         BusinessProcess s
         1: moh Assignment clerk
         2: clerk Assignment records
         3: p Composition s
         4: clerk Assignment s
         5: clerk Triggering p",
        r#"
        agency moh ""
        participant clerk "Делопроизводитель"
          organisation → moh
        function records ""
          owner → moh
        process p ""
          initiator → moh
        step s ""
          actor-role = Text("Делопроизводитель")
          part-of → p
          performer → moh
        "#,
    );
}

#[test]
fn what_a_role_does_belongs_to_nobody_where_several_fill_it_and_to_whoever_is_drawn() {
    means(
        "BusinessActor a
         BusinessActor b
         BusinessRole r
         BusinessFunction f
         BusinessRole q
         BusinessFunction g
         1: a Assignment r
         2: b Assignment r
         3: r Assignment f
         4: a Assignment q
         5: q Assignment g
         6: b Assignment g",
        r#"
        agency a ""
        agency b ""
        participant r ""
        function f ""
        participant q ""
          organisation → a
        function g ""
          owner → b
        unmapped Assignment: participant → function: 2
        "#,
    );
}

#[test]
fn a_system_automates_what_its_functions_and_services_serve() {
    means(
        "ApplicationComponent a
         ApplicationFunction f
         ApplicationService s
         BusinessFunction bf
         BusinessService bs
         DataObject d
         1: a Assignment f
         2: f Realization s
         3: s Serving bf
         4: f Serving bs
         5: f Access:Read d",
        r#"
        system a ""
          offers → f
          provides → s
          automates → bs
          reads → d
          automates → bf
        capability f ""
          accesses → d
          supports → bf
        interaction-service s ""
          supports → bf
        function bf ""
        service bs ""
        data-object d ""
        "#,
    );
}

#[test]
fn what_a_part_reads_its_system_reads() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationComponent c
         DataObject d
         1: a Composition b
         2: b Composition c
         3: c Access:Read d
         4: b Access:Write d",
        r#"
        system a ""
          reads → d
        component b ""
          part-of → a
        component c ""
          part-of → b
        data-object d ""
        unmapped Access: component → data-object: 1
        "#,
    );
}

#[test]
fn what_serves_people_is_what_they_look_at() {
    means(
        "ApplicationComponent a
         ApplicationInterface screen
         ApplicationInterface api
         ApplicationComponent b
         BusinessRole r
         1: a Composition screen
         2: screen Serving r
         3: a Composition api
         4: api Serving b",
        r#"
        system a ""
          provides → api
        user-interface screen ""
          part-of → a
        interaction-service api ""
        system b ""
          uses → api
        participant r ""
        flow 4 ""
          source → a
          target → b
          uses-service → api
        unmapped Serving: user-interface → participant: 1
        "#,
    );
}

#[test]
fn serving_triggering_and_access_between_systems_are_exchanges() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationComponent c
         ApplicationComponent part
         Artifact table
         1: a Serving b
         2: b Triggering c
         3: a Composition table
         4: c Access:Read table
         5: c Composition part
         6: part Serving c
         7: part Serving b",
        r#"
        system a ""
        system b ""
          depends-on → a
          uses → part
        system c ""
          uses → part
        component part ""
          part-of → c
        resource table ""
          held-in → a
        flow 1 ""
          source → a
          target → b
        flow 2 ""
          source → b
          target → c
        flow 4 ""
          source → table
          target → c
        "#,
    );
}

#[test]
fn a_drawn_flow_goes_before_what_serves() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationComponent g ШЭП
         ApplicationComponent c
         f: b Flow g
         h: g Flow a
         1: a Serving b
         2: a Serving g
         3: g Serving c",
        r#"
        system a ""
        system b ""
          depends-on → a
        gateway g "ШЭП"
          scope = egov
          depends-on → a
        system c ""
          depends-on → g
        flow f ""
          source → b
          target → a
          via → g
        "#,
    );
}

#[test]
fn serving_through_a_gateway_is_one_exchange_past_it() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationComponent g ШЭП
         1: a Serving g
         2: g Serving b",
        r#"
        system a ""
        system b ""
          depends-on → g
        gateway g "ШЭП"
          scope = egov
          depends-on → a
        flow 1 ""
          source → a
          target → b
          via → g
        "#,
    );
}

#[test]
fn a_published_service_is_called_over_its_gateway_and_a_flow_to_a_service_reaches_its_provider() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationService s
         ApplicationService t
         ApplicationComponent g ШЭП
         1: a Realization s
         2: g Assignment s
         3: s Serving b
         4: b Realization t
         5: a Flow t",
        r#"
        system a ""
          provides → s
        system b ""
          uses → s
          provides → t
        interaction-service s ""
          published-on → g
        interaction-service t ""
        gateway g "ШЭП"
          scope = egov
        flow 5 ""
          source → a
          target → b
          uses-service → t
        "#,
    );
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationService s
         ApplicationComponent g ШЭП
         1: a Realization s
         2: g Assignment s
         3: s Serving b",
        r#"
        system a ""
          provides → s
        system b ""
          uses → s
        interaction-service s ""
          published-on → g
        gateway g "ШЭП"
          scope = egov
        flow 3 ""
          source → a
          target → b
          via → g
          uses-service → s
        "#,
    );
}

#[test]
fn properties_say_whose_a_service_is_and_where_it_is_published() {
    let drawn = sections(
        "ApplicationComponent a Портал
         ApplicationComponent b
         3: s Serving b",
    );
    let service = r#"<element identifier="s" xsi:type="ApplicationService"><properties>
        <property propertyDefinitionRef="p"><value>ШЭП</value></property></properties></element>
        <element identifier="t" xsi:type="Artifact"><properties>
        <property propertyDefinitionRef="h"><value>Портал</value></property></properties></element>"#;
    let definitions = r#"<propertyDefinitions><propertyDefinition identifier="p" type="string"><name>Опубликован на шлюзе</name></propertyDefinition>
        <propertyDefinition identifier="h" type="string"><name>held-in</name></propertyDefinition></propertyDefinitions>"#;
    let provided = drawn.replace("</elements>", &format!("{service}</elements>"));
    let provided = provided.replace(
        "<relationships>",
        r#"<relationships><relationship identifier="1" xsi:type="Realization" source="a" target="s"/>
           <relationship identifier="2" xsi:type="Serving" source="t" target="b"/>"#,
    );
    check(
        &format!("{provided}{definitions}"),
        r#"
        system a "Портал"
          provides → s
        system b ""
          depends-on → t
          uses → s
        interaction-service s ""
          published-on → ШЭП
        resource t ""
          held-in → Портал
        flow 2 ""
          source → t
          target → b
        flow 3 ""
          source → a
          target → b
          uses-service → s
          via → ШЭП
        "#,
    );
}

#[test]
fn data_objects_are_no_places_and_platforms_no_neighbours() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         DataObject d
         Artifact mine
         1: a Access:Write d
         2: b Access:Read d
         3: a Access:Write mine
         4: a Access:Read mine",
        r#"
        system a ""
        system b ""
          reads → d
        data-object d ""
        resource mine ""
          held-in → a
        unmapped Access: system → data-object: 1
        unmapped Access: system → resource: 1
        "#,
    );
}

#[test]
fn junctions_that_follow_on_one_another_are_dissolved() {
    means(
        "ApplicationComponent a
         ApplicationComponent b
         ApplicationComponent c
         AndJunction j
         OrJunction k
         1: a Flow j x
         2: j Flow k
         3: k Flow b
         4: k Flow c z",
        r#"
        system a ""
        system b ""
        system c ""
        flow 3 "x"
          source → a
          target → b
        flow 4 "z"
          source → a
          target → c
        "#,
    );
}

#[test]
fn groups_and_events_called_like_states_hold_what_belongs_to_them() {
    means(
        "Grouping asis As-Is
         Grouping dom Кадры
         ImplementationEvent go Целевая архитектура (2027)
         ImplementationEvent done Сдан проект
         ApplicationComponent old
         ApplicationComponent new
         BusinessFunction f
         1: asis Aggregation old
         2: new Association go
         3: dom Aggregation f
         4: asis Composition f",
        r#"
        architecture asis "As-Is"
        domain dom "Кадры"
        architecture go "Целевая архитектура (2027)"
        work done "Сдан проект"
          type = milestone
        system old "" (current)
        system new "" (target)
        function f "" (current)
          in-domain → dom
        "#,
    );
}

#[test]
fn types_say_what_they_are_unless_something_else_does() {
    means(
        "CommunicationNetwork n
         Facility f
         Constraint c
         Contract k
         TechnologyCollaboration t
         Equipment e
         Value v
         CourseOfAction w",
        r#"
        node n ""
          type = network
        node f ""
          type = engineering
        issue c ""
          type = constraint
        document k ""
        node t ""
        node e ""
        unmapped CourseOfAction: 1
        unmapped Value: 1
        "#,
    );
}

#[test]
fn associations_are_called_by_what_people_say() {
    means(
        "BusinessActor a
         ApplicationComponent s
         Node n
         1: a Association s владеет
         2: n Association s развернуто на",
        r#"
        agency a ""
        system s ""
          owner → a
          hosted-on → n
        node n ""
        "#,
    );
}

#[test]
fn what_stands_within_belongs_there() {
    means(
        "Node n
         SystemSoftware os
         ApplicationComponent s
         Artifact t
         ApplicationFunction f
         BusinessFunction bf
         BusinessProcess p
         WorkPackage w
         Deliverable d
         1: n Composition os
         2: s Aggregation t
         3: s Composition f
         4: bf Composition p
         5: w Realization d
         6: os Assignment s",
        r#"
        node n ""
        software os ""
          hosted-on → n
        system s ""
          offers → f
          requires → os
        resource t ""
          held-in → s
        capability f ""
        function bf ""
        process p ""
          performs → bf
        project w ""
          documents → d
        document d ""
        "#,
    );
}
