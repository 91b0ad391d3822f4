//! From outcomes to the report: everything is worded, placed and put in order here; nothing is judged.

mod duplicates;
mod findings;
mod form;
mod people;
mod requirements;
mod review;
mod understood;
mod waivers;

pub use duplicates::Looked;
pub use people::{answered, questions_of};
#[cfg(test)]
pub use review::risks;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::fragment::States;
use crate::graph::{Graph, Input, Project, View};
use crate::outcome::{self, Fact, Outcomes, ProjectOutcome, RequirementIndex};
use crate::pack::form::Practice;
use crate::pack::{Citation, Pack, Requirement, definition};
use crate::place::{Place, Sources};
use crate::problem::{Problem, Severity};
use crate::read::Stage;
use crate::report::*;
use crate::select::Change;
use crate::text::{Language, Trilingual, say};
use crate::verdict::{Interval, Policy};

/// What the reader asked for.
#[derive(Clone, Debug)]
pub struct Options {
    pub language: Language,
    pub today: Date,
    /// Warnings count as errors.
    pub strict: bool,
    /// For each project of the graph, the stage it was judged at.
    pub stages: Vec<Option<Stage>>,
    /// The level that the worst of each project of the graph has to reach.
    pub require: Vec<Level>,
    /// The day whose law was asked for, and the packs that were not in force on it.
    pub as_of: Option<(Date, Vec<PackReport>)>,
    pub policy: Option<PolicyReport>,
    /// For each project of the graph, what differs from its packs as written.
    pub changes: Vec<Vec<Change>>,
    /// Whether requirements come with a digest of what they ask.
    pub definitions: bool,
    /// What was found over all projects together, where somebody looked.
    pub looked: Option<Arc<Looked>>,
}

impl Options {
    /// Nothing but the day and the language is asked for; every project has to be partial.
    pub fn new(language: Language, today: Date) -> Options {
        Options {
            language,
            today,
            strict: false,
            stages: Vec::new(),
            require: Vec::new(),
            as_of: None,
            policy: None,
            changes: Vec::new(),
            definitions: false,
            looked: None,
        }
    }

    fn required(&self, project: usize) -> Level {
        self.require.get(project).copied().unwrap_or(Level::Partial)
    }
}

/// The report of a run. `problems` are those of no project.
pub fn gather(graph: &Graph, packs: &[Pack], outcomes: &Outcomes, problems: &[Problem], sources: &Sources, options: &Options) -> Report {
    let gathering = Gathering { graph, packs, sources, options };
    let mut projects = gathering.projects(outcomes);
    projects.sort_by(|left, right| (&left.path, &left.id).cmp(&(&right.path, &right.id)));
    let portfolio = gathering.portfolio(outcomes, &projects);
    let contexts = graph.projects.iter().filter(|project| !project.judged);
    let loose = problems.iter().chain(contexts.clone().flat_map(|project| &project.problems));
    Report {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        today: options.today.to_string(),
        as_of: options.as_of.as_ref().map(|(day, _)| day.to_string()),
        left_out: options.as_of.iter().flat_map(|(_, packs)| packs.clone()).collect(),
        lang: options.language,
        policy: options.policy.clone(),
        packs: packs.iter().enumerate().map(|(at, pack)| gathering.pack(at, pack)).collect(),
        contexts: contexts.filter(|project| project.is_context).map(|project| gathering.context(project)).collect(),
        summary: Summary::of(&projects),
        projects,
        portfolio,
        baseline: None,
        problems: problems::gather(loose, sources, options.language, options.strict),
        arithmetic: say(options.language, "report.arithmetic", &[("share", &gathering.share())]),
        arithmetic_line: say(options.language, "report.arithmetic-line", &[("share", &gathering.share())]),
        statement: say(options.language, "report.statement", &[]),
    }
}

struct Gathering<'a> {
    graph: &'a Graph,
    packs: &'a [Pack],
    sources: &'a Sources,
    options: &'a Options,
}

impl Gathering<'_> {
    fn language(&self) -> Language {
        self.options.language
    }

    /// What is seen over all projects together alone.
    fn portfolio(&self, outcomes: &Outcomes, projects: &[ProjectReport]) -> Portfolio {
        let looked = self.options.looked.as_deref();
        let offers = looked.map_or_else(Vec::new, |looked| self.offers(looked, outcomes));
        Portfolio {
            findings: self.findings(&outcomes.portfolio, None),
            review: self.review(projects, &offers),
            duplicates: looked.map_or_else(Vec::new, |looked| self.duplicates(looked)),
            offers,
            distinct: looked.map_or_else(Vec::new, |looked| self.distinct(looked)),
            narrowed: looked.map_or(0, |looked| looked.found.narrowed),
        }
    }

    fn text(&self, text: &Trilingual) -> String {
        text.get(self.language()).trim().to_string()
    }

    fn pack(&self, at: usize, pack: &Pack) -> PackReport {
        let requirements = pack.requirements.iter().map(|requirement| self.requirement_text(pack, requirement)).collect();
        PackReport { requirements, variant: variant(self.packs, at), ..PackReport::head(pack, self.language()) }
    }

    /// The share of the policy in per cent; packs that differ are all named.
    fn share(&self) -> String {
        let mut shares: Vec<i64> =
            self.packs.iter().filter(|pack| !pack.advisory).map(|pack| (pack.policy.non_compliant_share * 100.0).round() as i64).collect();
        if shares.is_empty() {
            shares.push((Policy::default().non_compliant_share * 100.0).round() as i64);
        }
        shares.sort_unstable();
        shares.dedup();
        shares.iter().map(i64::to_string).collect::<Vec<_>>().join(" / ")
    }

    fn requirement_text(&self, pack: &Pack, requirement: &Requirement) -> RequirementText {
        RequirementText {
            id: requirement.id.clone(),
            contour: requirement.contour.map(Contour::name),
            chapter: requirement.chapter.and_then(|at| pack.chapters.get(at)).map(|chapter| chapter.id.clone()),
            stages: requirement.stages.iter().map(Stage::name).collect(),
            severity: requirement.weight,
            title: self.text(&requirement.title),
            fix: self.text(&requirement.fix),
            cites: requirement.cites.iter().map(|citation| cite(citation, self.language())).collect(),
            follows: requirement.follows.iter().map(follows).collect(),
            question: requirement.attested.as_ref().map(|question| self.text(question)),
            decided_by: requirement.decided_by(),
            note: requirement.note.as_ref().map(|note| self.text(note)),
            definition: self.options.definitions.then(|| definition(self.graph.metamodel, pack, requirement)),
        }
    }

    fn context(&self, project: &Project) -> ContextReport {
        let mut inputs: Vec<(&str, &str)> = project.inputs.iter().map(|input| (self.path(input), input.sha256.as_str())).collect();
        inputs.sort_unstable();
        let mut digest = Sha256::new();
        inputs.iter().for_each(|(path, sha256)| digest.update(format!("{path}\0{sha256}\n")));
        let mut content: Vec<&str> = inputs.iter().map(|(_, sha256)| *sha256).collect();
        content.sort_unstable();
        ContextReport {
            id: project.id.clone(),
            name: self.project_name(project),
            path: project.path.clone(),
            files: project.inputs.len(),
            elements: project.inputs.iter().map(|input| input.counts.elements).sum(),
            sha256: hexadecimal(&digest.finalize()),
            content: hexadecimal(&Sha256::digest(content.join("\n"))),
        }
    }

    fn path(&self, input: &Input) -> &str {
        &self.sources.file(input.file).path
    }

    fn project_name(&self, project: &Project) -> String {
        let languages = std::iter::once(self.language()).chain([Language::Ru, Language::En, Language::Kk]);
        let name = languages.map(|language| project.names.get(language).trim()).find(|name| !name.is_empty());
        name.unwrap_or(&project.id).to_string()
    }

    /// The name of a body by its id, in the project or else in its context.
    fn agency(&self, project: usize, id: &str) -> Option<String> {
        let kind = self.graph.metamodel.find_kind("agency")?;
        let view = View::new(self.graph, project);
        let layer = self.graph.layer_of(project, States::TARGET)?;
        let known = || view.of_kind(layer, kind).iter().chain(view.of_kind_in_context(layer, kind)).copied();
        known().find(|index| self.graph.id(*index) == id).map(|index| self.graph.name(index, self.language()).to_string())
    }

    /// Every judged project of the graph, also those that have no outcome.
    fn projects(&self, outcomes: &Outcomes) -> Vec<ProjectReport> {
        let judged: Vec<usize> = (0..self.graph.projects.len()).filter(|index| self.graph.projects[*index].judged).collect();
        judged
            .into_par_iter()
            .map(|index| {
                let found = outcomes.projects.binary_search_by_key(&index, |outcome| outcome.project);
                let bug = outcomes.bugs.iter().find(|(project, _)| *project == index).map(|(_, text)| text.as_str());
                self.project(index, found.ok().map(|at| &outcomes.projects[at]), bug)
            })
            .collect()
    }

    fn project(&self, index: usize, outcome: Option<&ProjectOutcome>, bug: Option<&str>) -> ProjectReport {
        let project = &self.graph.projects[index];
        let requirements: Vec<RequirementReport> =
            outcome.iter().flat_map(|outcome| outcome.requirements.iter().map(|found| self.requirement(found, outcome))).collect();
        // What could not be read may change everything: then nothing is settled, whatever the rest came to.
        let unreadable = outcome.is_none() || project.problems.iter().any(|problem| problem.severity == Severity::Error);
        let interval = outcome.filter(|_| !unreadable).map_or(Interval::OPEN, |outcome| outcome.interval);
        let coverage = outcome.map_or((0, 0), |outcome| (outcome.settled, outcome.applicable));
        let missing: Vec<Missing> =
            outcome.iter().flat_map(|outcome| &outcome.missing).map(|fact| missing_of(self.graph, self.packs, fact)).collect();
        ProjectReport {
            id: project.id.clone(),
            name: self.project_name(project),
            agency: project.agency.clone(),
            agency_name: project.agency.as_ref().and_then(|agency| self.agency(index, agency)),
            stage: self.options.stages.get(index).copied().flatten().map(Stage::name),
            path: project.path.clone(),
            context: project.context.map(|context| self.graph.projects[context].id.clone()),
            verdict: interval.verdict(),
            worst: interval.worst,
            best: interval.best,
            coverage: Coverage { settled: coverage.0, applicable: coverage.1 },
            reason: match bug {
                Some(bug) => say(self.language(), "reason.bug", &[("reason", &bug)]),
                None => self.reason(interval, unreadable, &requirements),
            },
            require: self.options.required(index),
            unreadable,
            loosened: self.loosened(index, project, outcome),
            inputs: self.inputs(project),
            understood: self.understood(index),
            sections: outcome.iter().flat_map(|outcome| &outcome.sections).map(|found| self.section(found)).collect(),
            components: self.components(outcome),
            open_components: outcome.map_or(0, |outcome| outcome.open_components),
            problems: problems::gather(
                project.problems.iter().chain(&self.idle(outcome)),
                self.sources,
                self.language(),
                self.options.strict,
            ),
            questions: self.questions(outcome),
            answers: self.answers(outcome),
            waivers: outcome.map_or_else(Vec::new, |outcome| self.waivers(index, outcome)),
            findings: outcome.map_or_else(Vec::new, |outcome| self.findings(&outcome.findings, Some((index, outcome)))),
            missing,
            requirements,
            baseline: None,
            index,
        }
    }

    fn at(&self, index: RequirementIndex) -> &Requirement {
        &self.packs[index.pack].requirements[index.requirement]
    }
}

/// The number of a pack among those of its id, from 2 on; none of the first.
fn variant(packs: &[Pack], at: usize) -> Option<usize> {
    let before = packs.iter().take(at).filter(|pack| packs.get(at).is_some_and(|own| own.id == pack.id)).count();
    (before > 0).then_some(before + 1)
}

/// The waiver that lifts a finding of a project, as reports give it.
pub fn waived(
    graph: &Graph,
    packs: &[Pack],
    sources: &Sources,
    options: &Options,
    project: usize,
    lifted: outcome::Lifted,
) -> Option<Waived> {
    Gathering { graph, packs, sources, options }.waived(project, lifted)
}

/// A missing fact as reports give it.
pub fn missing_of(graph: &Graph, packs: &[Pack], missing: &outcome::MissingFact) -> Missing {
    let metamodel = graph.metamodel;
    let (sort, fact) = match &missing.fact {
        Fact::Attribute(attribute) => (Sort::Attribute, metamodel.attribute(*attribute).name.clone()),
        Fact::Link(link) => (Sort::Link, metamodel.link(*link).name.clone()),
        Fact::Register(kind) => (Sort::Register, metamodel.kind(*kind).name.clone()),
        Fact::State(state) => (Sort::State, state.to_string()),
        Fact::Given(name) => (Sort::Given, name.clone()),
        Fact::Answer => (Sort::Answer, "answer".to_string()),
    };
    let registered = match missing.fact {
        Fact::Register(kind) => Some(kind),
        _ => None,
    };
    let alone = Alone { requirements: missing.alone.requirements, subjects: missing.alone.subjects };
    Missing {
        fact,
        sort,
        kind: missing.kind.or(registered).map(|kind| metamodel.kind(kind).name.as_str()),
        elements: missing.elements,
        settles: Settles { requirements: missing.requirements.len(), subjects: missing.subjects, alone },
        requirements: missing.requirements.iter().map(|index| packs[index.pack].requirements[index.requirement].id.clone()).collect(),
        examples: missing.examples.iter().map(|node| graph.id(node.index).to_string()).collect(),
    }
}

fn follows(practice: &Practice) -> Follows {
    Follows { work: practice.work.clone(), chapter: practice.chapter.clone() }
}

fn cite(citation: &Citation, language: Language) -> Cite {
    let (paragraph, subparagraph) = citation.numbers(language);
    Cite {
        order: citation.order.clone(),
        act: citation.act.as_ref().map(|act| act.get(language).trim().to_string()),
        paragraph: paragraph.to_string(),
        subparagraph: subparagraph.map(str::to_string),
    }
}

/// A place as reports give it.
pub fn location(sources: &Sources, place: Place) -> Location {
    let part = sources.part(place);
    let (line, column) = part.line_column(place.span.start);
    Location { path: part.path.replace('\\', "/"), line, column, place, whole: part.is_whole(place.span) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
