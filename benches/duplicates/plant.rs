//! Portfolios in which is known what is the same: bodies with what they have, other bodies with the same under another
//! name, and everywhere what only looks alike.
//!
//! One portfolio is of one language and one change, so that nothing is found by a name in another language. Ids say
//! nothing: they count. A third of what is planted again has all that surrounds it, a third a single neighbour, a third
//! nothing, for drawings hold few facts; what is renamed keeps its surroundings, for nothing else tells it.

use std::fs;
use std::io;
use std::path::Path;

use super::spoil::{Change, spoiled};
use super::things::{Area, LANGUAGES, Set};

/// So many bodies, each with as many areas as there is room for.
const BODIES: usize = 22;
/// How far away the body is that has the same again.
const AWAY: usize = 7;

/// What is known of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// The thing of this number.
    Thing(usize),
    /// Stands there to surround others, or again under its own name: whether it is linked is not counted.
    Uncounted(usize),
    /// One of a pair that is not to be linked, or one of many of the same name: the kind of the trap.
    Distinct(String),
}

/// An element and what is known of it.
pub struct Element {
    pub kind: String,
    pub name: String,
    pub label: Label,
    /// Everything belongs to one of two halves: one to tune by, one to see whether it holds.
    pub half: usize,
    links: Vec<(&'static str, usize)>,
}

/// A portfolio; elements have the ids `e0`, `e1` and so on.
pub struct Portfolio {
    pub language: &'static str,
    pub change: Change,
    pub elements: Vec<Element>,
    /// Of each body, its elements.
    bodies: Vec<Vec<usize>>,
    /// What is one thing under two names.
    pub pairs: Vec<(usize, usize)>,
    /// What looks alike and is not: the two, and the kind of the trap.
    pub traps: Vec<(usize, usize, String)>,
}

/// How much of what belongs together is linked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ties {
    All,
    One,
    None,
}

impl Portfolio {
    /// What the set has in a language, and again in other projects with a change.
    pub fn plant(set: &Set, language: &'static str, change: Change) -> Portfolio {
        let bodies = vec![Vec::new(); BODIES];
        let mut planted = Portfolio { language, change, elements: Vec::new(), bodies, pairs: Vec::new(), traps: Vec::new() };
        let mut number = 0;
        for (at, area) in set.areas.iter().enumerate() {
            planted.area(area, at, number);
            number += area.things.len();
        }
        if (language, change) == ("en", Change::Transliterated) {
            planted.brands(set, number);
        }
        planted.traps(set);
        planted.everywhere(set);
        planted
    }

    fn area(&mut self, area: &Area, at: usize, first: usize) {
        let (body, half) = (at * BODIES / 44 % BODIES, at % 2);
        let mut own = Vec::new();
        let mut again = Vec::new();
        for (number, thing) in (first..).zip(&area.things) {
            let Some(name) = thing.names.get(self.language) else { continue };
            let base = self.put(body, &thing.kind, name, Label::Thing(number), half);
            own.push(base);
            if let Some(changed) = spoiled(thing, self.language, self.change, number) {
                let other = self.put((body + AWAY) % BODIES, &thing.kind, &changed, Label::Thing(number), half);
                self.pairs.push((base, other));
                again.push(other);
            } else if self.change == Change::Renamed {
                again.push(self.put((body + AWAY) % BODIES, &thing.kind, name, Label::Uncounted(number), half));
                self.elements[base].label = Label::Uncounted(number);
            }
        }
        let ties = match (self.change, at % 3, at % 4) {
            (Change::Renamed, _, 3) | (_, 1, _) if self.change != Change::Renamed || at % 4 == 3 => Ties::One,
            (Change::Renamed, ..) | (_, 0, _) => Ties::All,
            _ => Ties::None,
        };
        self.tie(&own, Ties::All);
        self.tie(&again, ties);
    }

    /// Links what belongs together to its system, as a model would.
    fn tie(&mut self, together: &[usize], ties: Ties) {
        let Some(system) = together.iter().copied().find(|at| self.elements[*at].kind == "system") else { return };
        let mut left = match ties {
            Ties::All => usize::MAX,
            Ties::One => 1,
            Ties::None => 0,
        };
        // What has its own name again comes first: a single neighbour that is renamed too would be none.
        let mut others: Vec<usize> = together.iter().copied().filter(|at| *at != system).collect();
        others.sort_by_key(|at| matches!(self.elements[*at].label, Label::Thing(_)));
        if ties == Ties::All {
            self.tie_others(&others);
        }
        for at in others {
            if left == 0 {
                return;
            }
            left -= 1;
            match self.elements[at].kind.as_str() {
                "data-object" => self.elements[system].links.push(("reads", at)),
                "capability" => self.elements[system].links.push(("offers", at)),
                "service" | "function" => self.elements[system].links.push(("automates", at)),
                "resource" => self.elements[at].links.push(("held-in", system)),
                _ => self.elements[at].links.push(("part-of", system)),
            }
        }
    }

    /// What is linked besides: data that is used, a function that is automated.
    fn tie_others(&mut self, others: &[usize]) {
        for (from, link, to) in
            [("service", "reads", "data-object"), ("capability", "accesses", "data-object"), ("component", "automates", "function")]
        {
            let of_kind = |kind: &str| others.iter().copied().find(|at| self.elements[*at].kind == kind);
            if let (Some(from), Some(to)) = (of_kind(from), of_kind(to)) {
                self.elements[from].links.push((link, to));
            }
        }
    }

    fn brands(&mut self, set: &Set, first: usize) {
        for (at, (kind, [latin, cyrillic])) in set.brands.iter().enumerate() {
            let body = at % BODIES;
            let base = self.put(body, kind, latin, Label::Thing(first + at), at % 2);
            let other = self.put((body + AWAY) % BODIES, kind, cyrillic, Label::Thing(first + at), at % 2);
            self.pairs.push((base, other));
        }
    }

    fn traps(&mut self, set: &Set) {
        let language = LANGUAGES.iter().position(|language| *language == self.language).expect("portfolios are of these languages");
        for (trap, about) in &set.traps {
            for (at, row) in about.rows.iter().enumerate() {
                let names = &row[1 + 2 * language..];
                let sides = [0, 1].map(|side| {
                    let body = (at * 3 + side * 5) % BODIES;
                    let element = self.put(body, &row[0], &names[side], Label::Distinct(trap.clone()), at % 2);
                    if let Some(data) = about.data.get(usize::from(at * 2 > about.rows.len())) {
                        let held = self.put(body, "data-object", &data[language], Label::Uncounted(usize::MAX), at % 2);
                        if row[0] == "system" {
                            self.elements[element].links.push(("reads", held));
                        } else {
                            let system = self.put(
                                body,
                                "system",
                                &format!("{} № {at}{side}", names[side]),
                                Label::Uncounted(usize::MAX - 1),
                                at % 2,
                            );
                            self.elements[element].links.push(("part-of", system));
                            self.elements[system].links.push(("reads", held));
                        }
                    }
                    element
                });
                self.traps.push((sides[0], sides[1], trap.clone()));
            }
        }
    }

    fn everywhere(&mut self, set: &Set) {
        for (trap, about) in &set.everywhere {
            for (at, name) in about.names.iter().enumerate() {
                let bodies = [0, 1, 2, 3].map(|turn| (at * 5 + turn * 6) % BODIES);
                let same: Vec<usize> = bodies
                    .iter()
                    .map(|body| {
                        let system = self.bodies[*body].iter().copied().find(|at| self.elements[*at].kind == "system");
                        let element = self.put(*body, &about.kinds, name, Label::Distinct(trap.clone()), at % 2);
                        self.tie(&[system.unwrap_or(element), element], Ties::All);
                        element
                    })
                    .collect();
                for (place, one) in same.iter().enumerate() {
                    self.traps.extend(same[place + 1..].iter().map(|other| (*one, *other, trap.clone())));
                }
            }
        }
    }

    fn put(&mut self, body: usize, kind: &str, name: &str, label: Label, half: usize) -> usize {
        let at = self.elements.len();
        self.elements.push(Element { kind: kind.to_string(), name: name.to_string(), label, half, links: Vec::new() });
        self.bodies[body].push(at);
        at
    }

    /// Writes a project for each body.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        for (body, elements) in self.bodies.iter().enumerate() {
            let project = folder.join(format!("body-{:02}", body + 1));
            fs::create_dir_all(&project)?;
            let settings =
                format!("[project]\nid = \"body-{0:02}\"\nname = \"№ {0}\"\nagency = \"agency-{0:02}\"\nstage = \"planning\"\n", body + 1);
            fs::write(project.join("saikes.toml"), settings)?;
            let model: String = elements.iter().map(|at| self.table(*at)).collect();
            fs::write(project.join("model.toml"), model)?;
        }
        Ok(())
    }

    fn table(&self, at: usize) -> String {
        let element = &self.elements[at];
        let mut table = format!("[{}.e{at}]\nname = '''{}'''\n", element.kind, element.name);
        let mut links: Vec<&str> = element.links.iter().map(|(link, _)| *link).collect();
        links.sort_unstable();
        links.dedup();
        for link in links {
            let ends: Vec<String> =
                element.links.iter().filter(|(other, _)| *other == link).map(|(_, end)| format!("\"e{end}\"")).collect();
            let ends = if let [end] = ends.as_slice() { end.clone() } else { format!("[{}]", ends.join(", ")) };
            table += &format!("{link} = {ends}\n");
        }
        table + "\n"
    }
}
