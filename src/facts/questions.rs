//! What people are asked, as a checklist to fill in: native TOML with one assessment for each open question and
//! subject. Saved beside the model and filled in, it is read as the answers.
//!
//! What comes in: the questions that `check` left open, in full. What goes out: text; nothing here writes files.
//! Leaves to others: which answers count (`answers`).

use rustc_hash::FxHashSet;

use crate::answers::KIND;
use crate::facts::sheet::quoted;
use crate::fragment::States;
use crate::graph::Graph;
use crate::language::world::Node;
use crate::outcome::{ProjectOutcome, QuestionOutcome};
use crate::pack::{Pack, Requirement};
use crate::report::paper::{clean, cut, quotes, wrap};
use crate::report::wording;
use crate::text::{Language, say};
use crate::value::Value;

/// Subjects of one question that are asked about at once.
const SUBJECTS: usize = 40;
/// Columns of a comment, and of a name in one.
const WIDTH: usize = 110;
const NAME: usize = 80;

/// A checklist on its way.
pub struct Checklist<'g> {
    pub graph: &'g Graph,
    pub packs: &'g [Pack],
    pub language: Language,
    /// Questions that are asked.
    pub top: usize,
    /// Every subject, however many there are.
    pub every_element: bool,
    /// Ids that elements bear already.
    taken: FxHashSet<String>,
    /// Requirements and elements of which there is an assessment already, filled in or not.
    asked: FxHashSet<(String, String)>,
    pub text: String,
    /// Tables that were written.
    pub tables: usize,
}

impl<'g> Checklist<'g> {
    pub fn new(graph: &'g Graph, packs: &'g [Pack], language: Language, top: usize, every_element: bool) -> Checklist<'g> {
        let (taken, asked) = Default::default();
        Checklist { graph, packs, language, top, every_element, taken, asked, text: String::new(), tables: 0 }
    }

    /// What a project has already is not asked once more.
    pub fn skip_stated(&mut self, project: usize) {
        let graph = self.graph;
        let Some(kind) = graph.metamodel.find_kind(KIND) else { return };
        let (requirement, about) = (graph.metamodel.attribute_of(kind, "requirement"), graph.metamodel.link_of(kind, "about"));
        for node in graph.projects[project].layers.iter().flat_map(|layer| layer.nodes.clone()).filter(|node| graph.kind(*node) == kind) {
            let named = graph.attributes(node).iter().find(|fact| Some(fact.attribute) == requirement).map(|fact| &fact.value);
            let Some(Value::Text(named)) = named else { continue };
            for subject in graph.ends(node).iter().filter(|end| Some(end.link) == about).filter_map(|end| end.target.node()) {
                self.asked.insert((named.trim().to_string(), graph.id(subject).to_string()));
            }
        }
    }

    /// The comment at the top.
    pub fn head(&mut self, name: &str) {
        let head = say(self.language, "facts.questions.head", &[("name", &clean(name))]);
        head.lines().for_each(|line| self.comment(line));
    }

    /// Every open question of a project, question by question.
    pub fn ask(&mut self, outcome: &ProjectOutcome) {
        let graph = self.graph;
        let nodes = graph.projects[outcome.project].layers.iter().flat_map(|layer| layer.nodes.clone());
        self.taken.extend(nodes.map(|node| graph.id(node).to_string()));
        let packs = self.packs;
        for question in outcome.questions.iter().take(self.top) {
            let requirement = &packs[question.requirement.pack].requirements[question.requirement.requirement];
            self.question(requirement, question);
        }
    }

    fn question(&mut self, requirement: &Requirement, question: &QuestionOutcome) {
        let graph = self.graph;
        let key = |node: &Node| (requirement.id.clone(), graph.id(node.index).to_string());
        let open: Vec<Node> = question.nodes.iter().copied().filter(|node| self.asked.insert(key(node))).collect();
        if open.is_empty() {
            return;
        }
        let language = self.language;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.comment(&format!("──── {} · {}", requirement.id, requirement.title.get(language).trim()));
        if let Some(asked) = &requirement.attested {
            self.comment(&say(language, "facts.questions.question", &[("question", &asked.get(language).trim())]));
        }
        if let Some(because) = &requirement.because {
            self.comment(&say(language, "facts.questions.because", &[("because", &because.get(language).trim())]));
        }
        let shown = if self.every_element { open.len() } else { open.len().min(SUBJECTS) };
        open[..shown].iter().for_each(|node| self.table(requirement, *node));
        if open.len() > shown {
            self.text.push('\n');
            self.comment(&say(language, "facts.questions.more", &[("count", &(open.len() - shown))]));
        }
    }

    fn table(&mut self, requirement: &Requirement, node: Node) {
        let (graph, language) = (self.graph, self.language);
        let id = graph.id(node.index);
        let kind = wording::lower_first(wording::kind_title(language, &graph.metamodel.kind(graph.kind(node.index)).name));
        let title = format!("{kind} {}", quotes(&cut(graph.name(node.index, language), NAME)));
        let answer = graph.metamodel.find_kind(KIND).and_then(|kind| graph.metamodel.attribute_of(kind, "answer"));
        let answers = answer.map_or_else(String::new, |answer| graph.metamodel.words_of(answer).join(" | "));
        let state = self.state(node).map(|state| format!("state = \"{state}\"\n")).unwrap_or_default();
        let key = self.key(requirement, id);
        let lines = [
            format!("\n[{KIND}.{key}]  # {}\n", clean(&title)),
            format!("requirement = {}\nabout = {}\n{state}", quoted(&requirement.id), quoted(id)),
            format!("answer = \"\"  # {answers}\n"),
            format!("expert-role = \"\"\n# date = {}\n", say(language, "facts.questions.date", &[])),
            "reason = \"\"\nevidence = \"\"\nevidence-sha256 = \"\"\n".to_string(),
        ];
        self.text.push_str(&lines.concat());
        self.tables += 1;
    }

    /// The id of a new assessment, as a key of TOML.
    fn key(&mut self, requirement: &Requirement, element: &str) -> String {
        let plain: String = requirement.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let name = format!("answer-{plain}-{element}");
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let id = std::iter::once(name.clone()).chain(numbered).find(|id| !self.taken.contains(id)).unwrap_or(name);
        self.taken.insert(id.clone());
        let is_bare = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if is_bare { id } else { quoted(&id) }
    }

    /// The state of a subject that another state lacks: what speaks of both would lead nowhere in that one.
    fn state(&self, node: Node) -> Option<&'static str> {
        let graph = self.graph;
        let layers = &graph.projects[graph.project_of(node.index)].layers;
        let element = graph.element(node.index);
        let lacks = |nodes: std::ops::Range<u32>| {
            !nodes.clone().any(|other| graph.element(other) == element && graph.id(other) == graph.id(node.index))
        };
        let plain = layers.iter().filter(|layer| layer.states.overlaps(States::BOTH));
        plain.clone().any(|layer| lacks(layer.nodes.clone())).then(|| graph.state_name(node))
    }

    fn comment(&mut self, text: &str) {
        for line in wrap(&clean(text), WIDTH, WIDTH) {
            self.text.push_str(format!("# {line}").trim_end());
            self.text.push('\n');
        }
    }
}
