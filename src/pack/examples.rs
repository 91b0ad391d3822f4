//! Running the examples of packs: each is a small project of its own, read and judged like any other, and its verdict
//! is compared with the one its author expects.
//!
//! Reads no files: the models stand in the packs. What is wrong with a model is told at its place inside the pack's file.

use jiff::civil::{Date, date};
use rayon::prelude::*;

use super::load::inside;
use super::reads;
use super::{Complete, Example, Expected, Pack, Quoted, Requirement};
use crate::answers;
use crate::check::{self, Plan};
use crate::fragment::{Fragment, States};
use crate::graph::Graph;
use crate::metamodel::Metamodel;
use crate::outcome::{Fact, ProjectOutcome, RequirementIndex, RequirementOutcome};
use crate::place::{Place, SourceFile, Sources};
use crate::problem::{Code, Problem, Severity};
use crate::read::{ReadProject, Vouched, read_quoted};
use crate::verdict::Verdict;
use crate::waivers::{self, Allowed, Permission, Waivers};

/// Today, where an example does not say otherwise: examples never depend on the clock.
const TODAY: Date = date(2026, 1, 1);

/// What came out of the examples of one pack.
#[derive(Debug)]
pub struct Ran {
    pub examples: usize,
    pub as_expected: usize,
    /// Of models that cannot be read, and of wrong verdicts, in the order of the pack.
    pub problems: Vec<Problem>,
}

/// Runs every example of a pack of `packs`.
pub fn run(metamodel: &'static Metamodel, sources: &Sources, packs: &[Pack], pack: usize) -> Ran {
    let rules = &packs[pack];
    let numbered = rules.requirements.iter().enumerate();
    let all: Vec<(usize, &Example)> =
        numbered.flat_map(|(number, requirement)| requirement.examples.iter().map(move |example| (number, example))).collect();
    let results: Vec<Vec<Problem>> = all
        .par_iter()
        .map(|(number, example)| match Trial::prepare(metamodel, sources, example) {
            Ok(trial) => trial.compared(metamodel, packs, rules, *number).into_iter().collect(),
            Err(unread) => unread,
        })
        .collect();
    let as_expected = results.iter().filter(|problems| problems.is_empty()).count();
    Ran { examples: all.len(), as_expected, problems: results.into_iter().flatten().collect() }
}

/// One example with its models read, ready to be judged as often as wanted.
pub(super) struct Trial<'a> {
    example: &'a Example,
    graph: Graph,
    sources: Sources,
}

impl<'a> Trial<'a> {
    /// Reads the models; what is wrong with them is told at its place inside the pack.
    pub(super) fn prepare(metamodel: &'static Metamodel, sources: &Sources, example: &'a Example) -> Result<Trial<'a>, Vec<Problem>> {
        let models = Models { metamodel, sources, example };
        let mut texts: Vec<&Quoted> = Vec::new();
        let mut own = Sources::default();
        let projects = models.projects(&mut texts, &mut own);
        let graph = Graph::build(metamodel, projects, &own);
        let problems = graph.projects.iter().flat_map(|project| &project.problems);
        let unread: Vec<Problem> =
            problems.filter(|problem| problem.severity == Severity::Error).map(|problem| models.in_the_pack(problem, &texts)).collect();
        if unread.is_empty() { Ok(Trial { example, graph, sources: own }) } else { Err(unread) }
    }

    /// Nothing, where the verdict is the one expected; else what came, and why as far as that is short to say.
    fn compared(&self, metamodel: &Metamodel, others: &[Pack], rules: &Pack, number: usize) -> Option<Problem> {
        let requirement = &rules.requirements[number];
        let expected = self.example.expect.verdict();
        let (pack, number) = in_company(metamodel, rules, number, requirement.clone());
        let mut packs = vec![pack];
        if self.example.waivers.is_some() {
            // Waivers are about requirements of any pack.
            packs.extend(others.iter().filter(|pack| pack.id != rules.id).map(without_examples));
        }
        let outcome = self.outcome(&packs, number);
        let found = match &outcome {
            Ok(outcome) => of(outcome, number).map_or("not-judged".to_string(), |found| found.verdict.name().to_string()),
            Err(bug) => bug.clone(),
        };
        if found == expected.name() {
            return None;
        }
        let problem = Problem::new(Code::ExampleVerdict, self.example.expected_at).with("pack", &rules.id).with("id", &requirement.id);
        let problem = problem.with("expected", expected.name()).with("found", found);
        Some(match &outcome {
            Ok(outcome) => self.with_reason(problem, metamodel, requirement, outcome, number),
            Err(_) => problem,
        })
    }

    /// The same with what an author needs to know first: the facts that are waited for, that nothing was judged, or
    /// what falls short.
    fn with_reason(&self, problem: Problem, metamodel: &Metamodel, rule: &Requirement, outcome: &ProjectOutcome, number: usize) -> Problem {
        let Some(found) = of(outcome, number) else { return problem };
        let of_this = |other: &RequirementIndex| *other == found.requirement;
        let listed = |words: Vec<String>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let told = |name: &'static str, key: &'static str, words: Vec<String>| {
            if words.is_empty() { problem.clone() } else { problem.clone().with("mistake", name).with(key, listed(words)) }
        };
        match found.verdict {
            Verdict::NotAssessed => {
                let waiting = outcome.missing.iter().filter(|missing| missing.requirements.iter().any(of_this));
                told("example-open", "missing", waiting.map(|missing| fact_name(metamodel, &missing.fact)).collect())
            }
            Verdict::NotApplicable => told("example-nothing", "kinds", rule.subject_names.clone()),
            Verdict::NonCompliant | Verdict::Partial => {
                let short = outcome.findings.iter().filter(|finding| of_this(&finding.requirement));
                let ids = short.filter_map(|finding| finding.node).map(|node| self.graph.id(node.index).to_string());
                told("example-short", "elements", ids.collect())
            }
            Verdict::Full => problem,
        }
    }

    /// Whether a requirement of the pack comes out as expected.
    pub(super) fn is_as_expected(&self, pack: &[Pack], number: usize) -> bool {
        self.verdict(pack, number) == Ok(self.example.expect.verdict())
    }

    /// The verdict of a requirement of the pack; the words of a bug, where judging ends in one.
    fn verdict(&self, pack: &[Pack], number: usize) -> Result<Verdict, String> {
        let outcome = self.outcome(pack, number)?;
        of(&outcome, number).map(|found| found.verdict).ok_or_else(|| "not judged".to_string())
    }

    /// What the example comes to by the pack, whose requirement of that number is asked about.
    fn outcome(&self, pack: &[Pack], number: usize) -> Result<ProjectOutcome, String> {
        let mut edition;
        let mut packs = pack;
        if let Some(language) = self.example.edition {
            edition = [replaced(&pack[0], number, pack[0].requirements[number].clone())];
            let requirement = &mut edition[0].requirements[number];
            let other = requirement.editions.iter().find(|edition| edition.language == language);
            requirement.cases = other.map(|edition| edition.case.clone()).into_iter().collect();
            packs = &edition;
        }
        // Contexts come first and are not judged.
        let selected = self.graph.projects.iter().map(|project| if project.is_context { Vec::new() } else { (0..packs.len()).collect() });
        let selected: Vec<Vec<usize>> = selected.collect();
        let today = self.example.today.unwrap_or(TODAY);
        // The files that answers rest on stand nowhere.
        let requirements = answers::ways(packs.iter().flat_map(|pack| &pack.requirements));
        let (answers, _) = answers::Finder { graph: &self.graph, requirements: &requirements, today, look: None }.find();
        let waivers = self.waivers(packs, &selected, today)?;
        let plan = Plan { answers: &answers, waivers: &waivers, ..Plan::new(packs, selected, today) };
        let outcomes = check::judge(&self.graph, &plan);
        if let Some((_, bug)) = outcomes.bugs.into_iter().next() {
            return Err(bug);
        }
        outcomes.projects.into_iter().next().ok_or_else(|| "not judged".to_string())
    }
}

/// What became of the requirement of that number.
fn of(outcome: &ProjectOutcome, number: usize) -> Option<&RequirementOutcome> {
    outcome.requirements.get(number)
}

/// The name of a fact as an author of a model writes it.
pub fn fact_name(metamodel: &Metamodel, fact: &Fact) -> String {
    match fact {
        Fact::Attribute(attribute) => metamodel.attribute(*attribute).name.clone(),
        Fact::Link(link) => metamodel.link(*link).name.clone(),
        Fact::Register(kind) => metamodel.kind(*kind).name.clone(),
        Fact::State(name) => name.to_string(),
        Fact::Given(name) => name.clone(),
        Fact::Answer => "assessment".to_string(),
    }
}

impl Trial<'_> {
    /// The waivers of the example; the code of what is wrong with them.
    fn waivers(&self, packs: &[Pack], selected: &[Vec<usize>], today: Date) -> Result<Waivers, String> {
        let known = packs.iter().flat_map(|pack| &pack.requirements).map(|requirement| requirement.id.clone()).collect();
        let everything = ["*".to_string()];
        let allowed = self.example.permitted.as_ref().map(|bodies| Allowed::new(&everything, bodies).into_iter().collect());
        let permission = allowed.map(|allowed| Permission { allowed });
        let (graph, permission) = (&self.graph, permission.as_ref());
        let (sources, ignored) = (&self.sources, false);
        let (waivers, wrong) = waivers::Finder { graph, sources, known: &known, packs, selected, today, ignored, permission }.find();
        match wrong.first() {
            Some((_, problem)) => Err(problem.code.name().to_string()),
            None => Ok(waivers),
        }
    }
}

/// The models of one example, to be read.
struct Models<'a> {
    metamodel: &'static Metamodel,
    sources: &'a Sources,
    example: &'a Example,
}

impl Models<'_> {
    fn projects<'e>(&'e self, texts: &mut Vec<&'e Quoted>, own: &mut Sources) -> Vec<ReadProject> {
        let example = self.example;
        let read = |quoted: &'e Quoted, texts: &mut Vec<&'e Quoted>, own: &mut Sources| {
            texts.push(quoted);
            let file = own.add(SourceFile::new("", quoted.text.as_str()));
            read_quoted(file, &quoted.text)
        };
        let mut projects = Vec::new();
        if let Some(context) = &example.context {
            projects.push(project("national", true, vec![(States::BOTH, read(context, texts, own))]));
        }
        let states = if example.current.is_some() { States::TARGET } else { States::BOTH };
        let mut fragments = vec![(states, read(&example.model, texts, own))];
        fragments.extend(example.current.iter().map(|current| (States::CURRENT, read(current, texts, own))));
        fragments.extend(example.approved.iter().map(|approved| (States::APPROVED, read(approved, texts, own))));
        if let Some(quoted) = &example.waivers {
            texts.push(quoted);
            let file = own.add(SourceFile::new("", quoted.text.as_str()));
            fragments.push((States::UNSAID, crate::read::waivers::read(file, &quoted.text)));
        }
        let mut judged = project("example", false, fragments);
        judged.context = example.context.is_some().then_some(0);
        judged.complete = self.vouched();
        projects.push(judged);
        projects
    }

    fn vouched(&self) -> Vouched {
        match &self.example.complete {
            Complete::Nothing => Vouched::Nothing,
            Complete::All => Vouched::All(None),
            Complete::Layers(names) => {
                let layers = names.iter().filter_map(|name| self.metamodel.find_layer(name)).collect();
                Vouched::Layers(layers, self.example.place)
            }
        }
    }

    /// A problem of a model, at its place in the pack's file.
    fn in_the_pack(&self, problem: &Problem, texts: &[&Quoted]) -> Problem {
        let move_in = |place: Place| match texts.get(place.file.0 as usize) {
            Some(quoted) => inside(self.sources, quoted.place, place.span),
            None => self.example.place,
        };
        let mut problem = problem.clone();
        problem.place = Some(problem.place.map_or(self.example.place, move_in));
        problem.related = problem.related.map(move_in);
        problem
    }
}

/// A requirement as its examples are judged, by its number in a pack: by itself, or where it asks about the results of
/// others with the whole pack around it.
pub(super) fn in_company(metamodel: &Metamodel, rules: &Pack, number: usize, requirement: Requirement) -> (Pack, usize) {
    if reads::asks_about_findings(metamodel, &requirement) {
        return (replaced(rules, number, requirement), number);
    }
    let requirements = vec![Requirement { examples: Vec::new(), ..requirement }];
    (Pack { requirements, ..head(rules) }, 0)
}

/// The pack with another requirement in the place of one; without examples.
fn replaced(rules: &Pack, number: usize, requirement: Requirement) -> Pack {
    let mut requirements: Vec<Requirement> = rules.requirements.clone();
    requirements[number] = requirement;
    without_examples(&Pack { requirements, ..head(rules) })
}

fn without_examples(rules: &Pack) -> Pack {
    let mut requirements = rules.requirements.clone();
    requirements.iter_mut().for_each(|requirement| requirement.examples.clear());
    Pack { requirements, ..head(rules) }
}

fn head(rules: &Pack) -> Pack {
    Pack { id: rules.id.clone(), order: rules.order.clone(), advisory: rules.advisory, policy: rules.policy, ..Pack::default() }
}

fn project(id: &str, is_context: bool, fragments: Vec<(States, Fragment)>) -> ReadProject {
    ReadProject { is_context, named: !is_context, fragments, ..ReadProject::new(id, id) }
}

/// The example that shows best what the words mean: the first of the main text with that verdict.
pub fn showing(examples: &[Example], expected: Expected) -> Option<&Example> {
    examples.iter().find(|example| example.expect == expected && example.edition.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::{Library, told};

    #[test]
    fn every_example_of_the_embedded_packs_comes_out_as_expected() {
        let mut sources = Sources::default();
        let library = Library::load(Metamodel::standard(), &mut sources, None);
        for at in 0..library.packs.len() {
            let ran = run(Metamodel::standard(), &sources, &library.packs, at);
            let wrong: Vec<String> = ran.problems.iter().map(|problem| told(&sources, problem)).collect();
            assert!(wrong.is_empty() && ran.examples > 0, "{}", wrong.join("\n"));
        }
    }

    #[test]
    fn wrong_verdicts_and_unreadable_models_are_told_at_their_places() {
        let mut sources = Sources::default();
        let mut library = Library::load(Metamodel::standard(), &mut sources, None);
        let examples = &mut library.packs[0].requirements[0].examples;
        let first = examples.first_mut().expect("every requirement has examples");
        let other = if first.expect == Expected::Full { Expected::Partial } else { Expected::Full };
        first.expect = other;
        let second = examples.get_mut(1).expect("at least three");
        // The same length, so that the place of the string still fits.
        second.model.text = second.model.text.replacen("[system.", "[sytsem.", 1);
        let ran = run(Metamodel::standard(), &sources, &library.packs[..1], 0);
        let first = library.packs[0].requirements[0].examples[0].expected_at;
        let wrong = ran.problems.iter().find(|problem| problem.place == Some(first)).expect("the wrong verdict is told");
        assert_eq!((wrong.code, wrong.argument("expected")), (Code::ExampleVerdict, Some(other.verdict().name())));
        let unread = ran.problems.iter().find(|problem| problem.code == Code::UnknownKind).expect("the unknown kind is told");
        let place = unread.place.expect("it stands in the model");
        assert_eq!(&sources.file(place.file).text[place.span.range()], "system");
    }
}
