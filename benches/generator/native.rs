//! A project in native TOML: one table per element and per flow.

use std::io::{self, Write};

use super::context;
use super::plan::{Element, End, Fact, Link, Plan};

pub fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    for element in &plan.elements {
        writeln!(out, "[{}.{}]", element.kind.id(), id(element))?;
        match &element.kazakh {
            Some(kazakh) => writeln!(out, "name = {{ kk = \"{kazakh}\", ru = \"{}\" }}", element.russian)?,
            None => writeln!(out, "name = {{ ru = \"{}\" }}", element.russian)?,
        }
        for (key, fact) in &element.facts {
            writeln!(out, "{key} = {}", value(fact))?;
        }
        links(plan, element, out)?;
        writeln!(out)?;
    }
    for (number, flow) in plan.flows.iter().enumerate() {
        let [source, target, carries] = [flow.source, flow.target, flow.carries].map(|at| id(&plan.elements[at]));
        writeln!(out, "[flow.flow-{}]\nsource = \"{source}\"\ntarget = \"{target}\"\ncarries = [\"{carries}\"]", number + 1)?;
        if flow.through_gateway {
            writeln!(out, "via = [\"{}\"]", context::GATEWAY)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn id(element: &Element) -> String {
    format!("{}-{}", element.kind.id(), element.rank + 1)
}

/// The ends of one link stand together, in a list where the link may have several.
fn links(plan: &Plan, element: &Element, out: &mut dyn Write) -> io::Result<()> {
    let mut links: Vec<Link> = element.links.iter().map(|(link, _)| *link).collect();
    links.sort_by_key(|link| link.id());
    links.dedup();
    for link in links {
        let ends: Vec<String> = element.links.iter().filter(|(other, _)| *other == link).map(|(_, end)| quoted(plan, end)).collect();
        match ends.as_slice() {
            [end] => writeln!(out, "{} = {end}", link.id())?,
            _ => writeln!(out, "{} = [{}]", link.id(), ends.join(", "))?,
        }
    }
    Ok(())
}

fn quoted(plan: &Plan, end: &End) -> String {
    match end {
        End::Own(at) => format!("\"{}\"", id(&plan.elements[*at])),
        End::Shared(id) => format!("\"{id}\""),
    }
}

fn value(fact: &Fact) -> String {
    match fact {
        Fact::Text(text) => format!("\"{text}\""),
        Fact::Word(word) => format!("\"{word}\""),
        Fact::List(words) => format!("[{}]", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")),
        Fact::Bool(value) => value.to_string(),
        Fact::Date(date) => date.to_string(),
    }
}
