//! A project as a coArchi folder, as its plug-in writes it: one file for each folder, element, relationship and view,
//! one attribute a line, references by the name of the file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::exchange::{BOXES, Relation, archimate_type, identifier, key, properties_of, relations, text};
use super::plan::{Kind, Plan};
use super::random::Random;

const NAMESPACES: &str =
    "\n    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n    xmlns:archimate=\"http://www.archimatetool.com/archimate\"";

/// How many views show each box.
const TIMES: usize = 10;

/// The size of all files that were written.
pub fn write(plan: &Plan, folder: &Path) -> io::Result<u64> {
    let mut files = Files { plan, folder: folder.to_path_buf(), relations: relations(plan), bytes: 0 };
    let name = format!("\n    name=\"Архитектура проекта № {}\"", plan.number + 1);
    let id = format!("\n    id=\"{}\"\n    version=\"5.0.0\"", identifier(plan, "model", 0));
    files.write("folder.xml", &format!("<archimate:ArchimateModel{NAMESPACES}{name}{id}/>\n"))?;
    for (at, inside) in ["motivation", "strategy", "business", "application", "technology", "relations", "diagrams"].iter().enumerate() {
        files.folder(inside, inside, inside, &identifier(plan, "folder", at))?;
    }
    files.elements()?;
    files.relationships()?;
    files.views()?;
    Ok(files.bytes)
}

/// Where coArchi keeps elements of a kind.
fn layer(kind: Kind) -> &'static str {
    match kind {
        Kind::System | Kind::Component | Kind::InteractionService | Kind::DataObject => "application",
        Kind::Resource | Kind::Node | Kind::Software => "technology",
        Kind::Capability => "strategy",
        Kind::Function | Kind::Service | Kind::Process | Kind::Step => "business",
        Kind::Goal | Kind::Need => "motivation",
    }
}

struct Files<'p> {
    plan: &'p Plan,
    folder: PathBuf,
    relations: Vec<Relation>,
    bytes: u64,
}

impl Files<'_> {
    fn write(&mut self, path: &str, content: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        self.bytes += content.len() as u64;
        fs::write(path, content)
    }

    fn folder(&mut self, path: &str, name: &str, what: &str, id: &str) -> io::Result<()> {
        let content = format!("<archimate:Folder{NAMESPACES}\n    name=\"{name}\"\n    id=\"{id}\"\n    type=\"{what}\"/>\n");
        self.write(&format!("{path}/folder.xml"), &content)
    }

    fn elements(&mut self) -> io::Result<()> {
        let mut random = Random::new(self.plan.number as u64);
        for (at, element) in self.plan.elements.iter().enumerate() {
            let (what, id) = (archimate_type(element.kind), self.element(at));
            let mut content = format!("<archimate:{what}{NAMESPACES}\n    name=\"{}\"\n    id=\"{id}\"", element.russian);
            for (_, fact) in element.facts.iter().filter(|(key, _)| *key == "description") {
                content += &format!("\n    documentation=\"{}\"", text(fact));
            }
            self.properties(&properties_of(element, &mut random), content, what, &format!("{}/{what}_{id}.xml", layer(element.kind)))?;
        }
        Ok(())
    }

    /// Ends a file with the properties of what it holds.
    fn properties(&mut self, properties: &[(&'static str, String)], mut content: String, what: &str, path: &str) -> io::Result<()> {
        if properties.is_empty() && !content.contains('>') {
            return self.write(path, &(content + "/>\n"));
        }
        if !content.contains('>') {
            content += ">\n";
        }
        for (key, value) in properties {
            content += &format!("  <properties\n      key=\"{key}\"\n      value=\"{value}\"/>\n");
        }
        self.write(path, &format!("{content}</archimate:{what}>\n"))
    }

    fn relationships(&mut self) -> io::Result<()> {
        for at in 0..self.relations.len() {
            let Relation { source, target, what, attributes } = self.relations[at];
            // What exchange files say in words, Archi says in numbers.
            let attributes = match attributes {
                " accessType=\"Read\"" => "\n    accessType=\"1\"",
                " accessType=\"ReadWrite\"" => "\n    accessType=\"3\"",
                " isDirected=\"true\"" => "\n    directed=\"true\"",
                _ => "",
            };
            self.relation(at, what, attributes, [source, target], &[])?;
        }
        for (at, flow) in self.plan.flows.iter().enumerate() {
            let mut properties = vec![(key("carries"), self.element(flow.carries))];
            if flow.through_gateway {
                properties.push((key("via"), super::context::GATEWAY.to_string()));
            }
            let name = format!("\n    name=\"Передача сведений № {}\"", at + 1);
            self.relation(self.relations.len() + at, "Flow", &name, [flow.source, flow.target], &properties)?;
        }
        Ok(())
    }

    fn relation(
        &mut self,
        at: usize,
        what: &str,
        attributes: &str,
        ends: [usize; 2],
        properties: &[(&'static str, String)],
    ) -> io::Result<()> {
        let (what, id) = (format!("{what}Relationship"), identifier(self.plan, "relation", at));
        let mut content = format!("<archimate:{what}{NAMESPACES}{attributes}\n    id=\"{id}\">\n");
        for (end, at) in ["source", "target"].into_iter().zip(ends) {
            content += &format!("  <{end}{}/>\n", self.reference(at, "      "));
        }
        self.properties(properties, content, &what, &format!("relations/{what}_{id}.xml"))
    }

    fn reference(&self, at: usize, indent: &str) -> String {
        let (what, id) = (archimate_type(self.plan.elements[at].kind), self.element(at));
        format!("\n{indent}xsi:type=\"archimate:{what}\"\n{indent}href=\"{what}_{id}.xml#{id}\"")
    }

    /// Every box is shown in several views, with the lines between boxes of one view: views are most of real models.
    fn views(&mut self) -> io::Result<()> {
        let mut lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, relation) in self.relations.iter().enumerate() {
            lines.entry(relation.source).or_default().push(at);
        }
        for first in (0..self.plan.elements.len()).step_by(BOXES) {
            let id = identifier(self.plan, "view", first);
            let name = format!("\n    name=\"Схема № {}\"\n    id=\"{id}\"", first / BOXES + 1);
            let mut content = format!("<archimate:ArchimateDiagramModel{NAMESPACES}{name}>\n");
            let shown = first..(first + TIMES * BOXES).min(self.plan.elements.len());
            for at in shown.clone() {
                let inside = lines.get(&at).into_iter().flatten().filter(|line| shown.contains(&self.relations[**line].target));
                self.box_of(first, at, inside, &mut content).map_err(io::Error::other)?;
            }
            content += "</archimate:ArchimateDiagramModel>\n";
            self.write(&format!("diagrams/ArchimateDiagramModel_{id}.xml"), &content)?;
        }
        Ok(())
    }

    fn box_of<'l>(&self, first: usize, at: usize, lines: impl Iterator<Item = &'l usize>, out: &mut String) -> std::fmt::Result {
        let shown = |what: &str, at: usize| identifier(self.plan, what, first * self.plan.elements.len() + at);
        writeln!(out, "  <children\n      xsi:type=\"archimate:DiagramModelArchimateObject\"\n      id=\"{}\"", shown("box", at))?;
        writeln!(out, "      font=\"1|Segoe UI|9.0|0|WINDOWS|1|0|0|0|0|0|0|0|0|1|0|0|0|0|Segoe UI\"\n      fillColor=\"#b5ffff\">")?;
        for line in lines {
            let Relation { source, target, what, .. } = self.relations[*line];
            let id = identifier(self.plan, "relation", *line);
            writeln!(out, "    <sourceConnections\n        xsi:type=\"archimate:DiagramModelArchimateConnection\"")?;
            writeln!(out, "        id=\"{}\"\n        source=\"{}\"", shown("line", *line), shown("box", source))?;
            writeln!(out, "        target=\"{}\">\n      <archimateRelationship", shown("box", target))?;
            writeln!(out, "          xsi:type=\"archimate:{what}Relationship\"")?;
            writeln!(out, "          href=\"{what}Relationship_{id}.xml#{id}\"/>\n    </sourceConnections>")?;
        }
        let (x, y) = (at % 5 * 180 + 24, at % BOXES / 5 * 96 + 24);
        writeln!(out, "    <bounds\n        x=\"{x}\"\n        y=\"{y}\"\n        width=\"120\"\n        height=\"55\"/>")?;
        writeln!(out, "    <archimateElement{}/>\n  </children>", self.reference(at, "        "))
    }

    fn element(&self, at: usize) -> String {
        identifier(self.plan, "element", at)
    }
}
