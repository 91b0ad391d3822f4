//! A project as an ArchiMate exchange file, as drawing tools write it: long identifiers, most facts as properties
//! under the names that people give them, folders of the tool, and views with a place and a style for every box.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::context;
use super::plan::{Element, End, Fact, Kind, Link, Plan};
use super::random::Random;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengroup.org/xsd/archimate/3.0/ http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd""#;

/// A property key that means nothing to the metamodel, as drawings have many.
const FOREIGN_KEY: &str = "Ответственный исполнитель";

/// How many boxes a view shows.
pub const BOXES: usize = 25;

pub fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let mut drawing = Drawing { plan, keys: BTreeMap::new(), relations: relations(plan), random: Random::new(plan.number as u64) };
    writeln!(out, "{HEAD} identifier=\"{}\">", identifier(plan, "model", 0))?;
    writeln!(out, "  <name xml:lang=\"ru\">Архитектура проекта № {}</name>", plan.number + 1)?;
    drawing.elements(out)?;
    drawing.relationships(out)?;
    drawing.organizations(out)?;
    drawing.definitions(out)?;
    drawing.views(out)?;
    writeln!(out, "</model>")
}

/// A line between two elements.
#[derive(Clone, Copy)]
pub struct Relation {
    pub source: usize,
    pub target: usize,
    pub what: &'static str,
    /// Further attributes, with a space before them.
    pub attributes: &'static str,
}

/// How a link is drawn: the relationship, its further attributes, and whether it leads against the link.
fn drawn(link: Link) -> Option<(&'static str, &'static str, bool)> {
    Some(match link {
        Link::PartOf => ("Composition", "", true),
        Link::Offers | Link::Provides | Link::Supports | Link::Contains | Link::MemberOf | Link::Performs => ("Realization", "", false),
        Link::MetBy => ("Realization", "", true),
        Link::DependsOn => ("Association", " isDirected=\"true\"", false),
        Link::DerivedFrom => ("Association", "", false),
        Link::Uses | Link::Requires => ("Serving", "", true),
        Link::Automates => ("Serving", "", false),
        Link::Reads => ("Access", " accessType=\"Read\"", false),
        Link::Writes => ("Access", " accessType=\"Write\"", false),
        Link::Handles => ("Access", " accessType=\"ReadWrite\"", false),
        Link::HostedOn | Link::HeldIn => ("Assignment", "", true),
        Link::Next => ("Triggering", "", false),
        Link::Owner | Link::PublishedOn | Link::ReferenceSource => return None,
    })
}

pub fn relations(plan: &Plan) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (at, element) in plan.elements.iter().enumerate() {
        for (link, end) in &element.links {
            let (End::Own(end), Some((what, attributes, against))) = (end, drawn(*link)) else { continue };
            let (source, target) = if against { (*end, at) } else { (at, *end) };
            relations.push(Relation { source, target, what, attributes });
        }
    }
    relations
}

pub fn archimate_type(kind: Kind) -> &'static str {
    match kind {
        Kind::System | Kind::Component => "ApplicationComponent",
        Kind::InteractionService => "ApplicationService",
        Kind::Capability => "Capability",
        Kind::DataObject => "DataObject",
        Kind::Resource => "Artifact",
        Kind::Function => "BusinessFunction",
        Kind::Service => "BusinessService",
        Kind::Process | Kind::Step => "BusinessProcess",
        Kind::Node => "Node",
        Kind::Software => "SystemSoftware",
        Kind::Goal => "Goal",
        Kind::Need => "Requirement",
    }
}

/// The name of a fact in Russian where people write it so, else its id.
pub fn key(fact: &'static str) -> &'static str {
    match fact {
        "owner" => "Собственник (владелец)",
        "lifecycle" => "Стадия жизненного цикла",
        "via" => "Посредством",
        "carries" => "Передаёт",
        "protocol" => "Протокол",
        "support-end" => "Окончание поддержки",
        other => other,
    }
}

/// `id-` and 32 digits, as tools make them.
pub fn identifier(plan: &Plan, what: &str, at: usize) -> String {
    let seed = what.bytes().fold(plan.number as u64, |seed, byte| seed.wrapping_mul(257).wrapping_add(byte.into()));
    let mut random = Random::new(seed ^ (at as u64) << 40);
    format!("id-{:016x}{:016x}", random.next(), random.next())
}

struct Drawing<'p> {
    plan: &'p Plan,
    /// The number of each property key.
    keys: BTreeMap<&'static str, usize>,
    relations: Vec<Relation>,
    random: Random,
}

impl Drawing<'_> {
    fn elements(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <elements>")?;
        for (at, element) in self.plan.elements.iter().enumerate() {
            writeln!(out, "    <element identifier=\"{}\" xsi:type=\"{}\">", self.element(at), archimate_type(element.kind))?;
            writeln!(out, "      <name xml:lang=\"ru\">{}</name>", element.russian)?;
            if let Some(kazakh) = &element.kazakh {
                writeln!(out, "      <name xml:lang=\"kk\">{kazakh}</name>")?;
            }
            for (_, fact) in element.facts.iter().filter(|(key, _)| *key == "description") {
                writeln!(out, "      <documentation xml:lang=\"ru\">{}</documentation>", text(fact))?;
            }
            let properties = properties_of(element, &mut self.random);
            self.properties(&properties, out)?;
            writeln!(out, "    </element>")?;
        }
        writeln!(out, "  </elements>")
    }

    fn properties(&mut self, properties: &[(&'static str, String)], out: &mut dyn Write) -> io::Result<()> {
        if properties.is_empty() {
            return Ok(());
        }
        writeln!(out, "      <properties>")?;
        for (key, value) in properties {
            let next = self.keys.len() + 1;
            let number = *self.keys.entry(key).or_insert(next);
            writeln!(out, "        <property propertyDefinitionRef=\"propid-{number}\">")?;
            writeln!(out, "          <value xml:lang=\"ru\">{value}</value>")?;
            writeln!(out, "        </property>")?;
        }
        writeln!(out, "      </properties>")
    }

    fn relationships(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <relationships>")?;
        for (at, Relation { source, target, what, attributes }) in self.relations.iter().enumerate() {
            let [source, target] = [source, target].map(|end| self.element(*end));
            let id = self.relation(at);
            writeln!(
                out,
                "    <relationship identifier=\"{id}\" source=\"{source}\" target=\"{target}\" xsi:type=\"{what}\"{attributes} />"
            )?;
        }
        for (at, flow) in self.plan.flows.iter().enumerate() {
            let [source, target, carries] = [flow.source, flow.target, flow.carries].map(|end| self.element(end));
            let id = self.relation(self.relations.len() + at);
            writeln!(out, "    <relationship identifier=\"{id}\" source=\"{source}\" target=\"{target}\" xsi:type=\"Flow\">")?;
            writeln!(out, "      <name xml:lang=\"ru\">Передача сведений № {}</name>", at + 1)?;
            let mut properties = vec![(key("carries"), carries)];
            if flow.through_gateway {
                properties.push((key("via"), context::GATEWAY.to_string()));
            }
            self.properties(&properties, out)?;
            writeln!(out, "    </relationship>")?;
        }
        writeln!(out, "  </relationships>")
    }

    /// The folders of the tool: a label, then everything of one kind.
    fn organizations(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <organizations>")?;
        let mut last = None;
        for (at, element) in self.plan.elements.iter().enumerate() {
            if last != Some(element.kind) {
                if last.is_some() {
                    writeln!(out, "    </item>")?;
                }
                writeln!(out, "    <item>\n      <label xml:lang=\"ru\">{}</label>", archimate_type(element.kind))?;
                last = Some(element.kind);
            }
            writeln!(out, "      <item identifierRef=\"{}\" />", self.element(at))?;
        }
        writeln!(out, "    </item>\n    <item>\n      <label xml:lang=\"ru\">Связи</label>")?;
        for at in 0..self.relations.len() + self.plan.flows.len() {
            writeln!(out, "      <item identifierRef=\"{}\" />", self.relation(at))?;
        }
        writeln!(out, "    </item>\n  </organizations>")
    }

    fn definitions(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <propertyDefinitions>")?;
        for (key, number) in &self.keys {
            writeln!(
                out,
                "    <propertyDefinition identifier=\"propid-{number}\" type=\"string\">\n      <name>{key}</name>\n    </propertyDefinition>"
            )?;
        }
        writeln!(out, "  </propertyDefinitions>")
    }

    /// Every second box is shown once, with the lines between boxes of one view.
    fn views(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <views>\n    <diagrams>")?;
        let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, relation) in self.relations.iter().enumerate() {
            if relation.source / BOXES == relation.target / BOXES {
                lines.entry(relation.source / BOXES).or_default().push(at);
            }
        }
        for view in (0..self.plan.elements.len().div_ceil(BOXES)).step_by(2) {
            writeln!(out, "      <view identifier=\"{}\" xsi:type=\"Diagram\">", identifier(self.plan, "view", view))?;
            writeln!(out, "        <name xml:lang=\"ru\">Схема № {}</name>", view + 1)?;
            for at in view * BOXES..((view + 1) * BOXES).min(self.plan.elements.len()) {
                self.box_of(at, out)?;
            }
            for at in lines.get(&view).into_iter().flatten() {
                self.line_of(*at, out)?;
            }
            writeln!(out, "      </view>")?;
        }
        writeln!(out, "    </diagrams>\n  </views>")
    }

    fn box_of(&self, at: usize, out: &mut dyn Write) -> io::Result<()> {
        let (x, y) = (at % 5 * 180 + 24, at % BOXES / 5 * 96 + 24);
        let id = identifier(self.plan, "box", at);
        writeln!(
            out,
            "        <node identifier=\"{id}\" elementRef=\"{}\" xsi:type=\"Element\" x=\"{x}\" y=\"{y}\" w=\"120\" h=\"55\">",
            self.element(at)
        )?;
        writeln!(
            out,
            "          <style>\n            <fillColor r=\"181\" g=\"255\" b=\"255\" />\n            <lineColor r=\"92\" g=\"92\" b=\"92\" />"
        )?;
        writeln!(
            out,
            "            <font name=\"Segoe UI\" size=\"9\">\n              <color r=\"0\" g=\"0\" b=\"0\" />\n            </font>"
        )?;
        writeln!(out, "          </style>\n        </node>")
    }

    fn line_of(&self, at: usize, out: &mut dyn Write) -> io::Result<()> {
        let Relation { source, target, .. } = self.relations[at];
        let [source, target] = [source, target].map(|end| identifier(self.plan, "box", end));
        let id = identifier(self.plan, "line", at);
        let relation = self.relation(at);
        writeln!(
            out,
            "        <connection identifier=\"{id}\" relationshipRef=\"{relation}\" xsi:type=\"Relationship\" source=\"{source}\" target=\"{target}\">"
        )?;
        writeln!(out, "          <style>\n            <lineColor r=\"0\" g=\"0\" b=\"0\" />\n          </style>\n        </connection>")
    }

    fn element(&self, at: usize) -> String {
        identifier(self.plan, "element", at)
    }

    fn relation(&self, at: usize) -> String {
        identifier(self.plan, "relation", at)
    }
}

/// Facts, and links that lead to the context or that nobody draws.
pub fn properties_of(element: &Element, random: &mut Random) -> Vec<(&'static str, String)> {
    let facts = element.facts.iter().filter(|(key, _)| *key != "description");
    let mut properties: Vec<(&'static str, String)> = facts.map(|(name, fact)| (key(name), text(fact))).collect();
    for (link, end) in &element.links {
        match end {
            End::Shared(id) if *link == Link::Owner => properties.push((key(link.id()), owner_name(id))),
            End::Shared(id) => properties.push((key(link.id()), id.clone())),
            End::Own(_) => {}
        }
    }
    if random.chance(30) {
        properties.push((FOREIGN_KEY, format!("Управление № {}", random.below(40) + 1)));
    }
    properties
}

/// A value as text of XML.
pub fn text(fact: &Fact) -> String {
    match fact {
        Fact::Text(text) => text.replace('&', "&amp;"),
        Fact::Word(word) => word.to_string(),
        Fact::List(words) => words.join(", "),
        Fact::Bool(value) => value.to_string(),
        Fact::Date(date) => date.to_string(),
    }
}

/// Owners are called by their names, as people do.
fn owner_name(id: &str) -> String {
    let agency = (0..context::AGENCIES).find(|agency| context::agency_id(*agency) == id);
    agency.map_or_else(|| id.to_string(), context::agency_name)
}
