//! Results: one for each finding, with its places, what led there and who accepted it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::limits::LOCATIONS;
use super::log::{ArtifactLocation, Level, Location, LogicalLocation, Outcome, PhysicalLocation, Region, Suppression, Words};
use super::rules::Rules;
use super::{Sarif, flows};
use crate::report::bearing::{self, Loudness, Urgency};
use crate::report::listed::Listed;
use crate::report::markdown::{code, plain, quoted};
use crate::report::paper::{clean, quotes};
use crate::report::places::Places;
use crate::report::terminal::shell_word;
use crate::report::{self, Finding, Related, Standing, notes, wording};
use crate::text::say;

/// Related elements that the message links to; all stand among the related locations.
const LINKED: usize = 4;

/// Makes the results of a run.
pub struct Maker<'s, 'r> {
    pub sarif: &'s Sarif<'r>,
    pub rules: &'s Rules<'r>,
    /// See [`crate::report::listed::homes`].
    pub homes: &'s BTreeMap<String, String>,
}

impl Maker<'_, '_> {
    pub fn result(&self, listed: &Listed<'_>) -> Outcome {
        let finding = listed.finding;
        let numbered = finding.related.iter().take(LOCATIONS).zip(1..);
        let related_locations = numbered.map(|(related, id)| Location { id: Some(id), ..self.related(listed, related) }).collect();
        Outcome {
            rule_id: finding.requirement.clone(),
            rule_index: self.rules.index(listed),
            // Whatever the missing facts say, it falls short; only a failure may have a level (§3.27.9).
            kind: "fail",
            level: level(listed.urgency),
            message: self.message(listed),
            locations: [self.place(listed)],
            partial_fingerprints: fingerprints(listed),
            code_flows: flows::of(self, listed),
            related_locations,
            suppressions: self.suppressions(finding),
            baseline_state: finding.baseline.map(baseline_state),
            properties: properties(listed),
        }
    }

    /// Where it is told: the subject's place, else the file of its project.
    fn place(&self, listed: &Listed<'_>) -> Location {
        let subject = self.subject(listed);
        let places = &self.sarif.places;
        let home = || Some(of_file(&places.path(self.homes.get(listed.project?.path.as_str())?)));
        Location { physical_location: subject.physical_location.or_else(home), message: None, ..subject }
    }

    /// The subject as a stop on a way.
    pub fn subject(&self, listed: &Listed<'_>) -> Location {
        let subject = &listed.finding.subject;
        Location {
            id: None,
            physical_location: listed.finding.location.as_ref().map(|at| physical(&self.sarif.places, at)),
            logical_locations: logical((&subject.id, &subject.kind), listed.project.map(|project| project.id.as_str())),
            message: Some(Words::plain(self.named(&subject.kind, &subject.name, subject.owner.as_deref()))),
        }
    }

    /// Another element, and its part.
    pub fn related(&self, listed: &Listed<'_>, related: &Related) -> Location {
        let language = self.sarif.report.lang;
        let named = self.named(related.kind, &related.name, related.owner.as_deref());
        let role = wording::role(language, &listed.finding.subject.kind, &related.role);
        let words = match role.as_str() {
            _ if related.is_candidate() => say(language, "sarif.candidate", &[("element", &named)]),
            // The way back along a link has a name for programs only.
            "" => named,
            role if role == related.role => named,
            role => format!("{role}: {named}"),
        };
        let project = related.project.as_deref().or(listed.project.map(|project| project.id.as_str()));
        Location {
            id: None,
            physical_location: Some(physical(&self.sarif.places, &related.location)),
            logical_locations: logical((&related.id, related.kind), project),
            message: Some(Words::plain(words)),
        }
    }

    /// An element by its kind, its name and whose it is.
    fn named(&self, kind: &str, name: &str, owner: Option<&str>) -> String {
        let kind = wording::lower_first(wording::kind_title(self.sarif.report.lang, kind));
        let owner = owner.map(|owner| format!(" ({})", clean(owner))).unwrap_or_default();
        if name.is_empty() { kind } else { format!("{kind} {}{owner}", quotes(name)) }
    }

    fn message(&self, listed: &Listed<'_>) -> Words {
        Words { text: self.text(listed.finding), markdown: Some(self.markdown(listed)) }
    }

    /// What is wrong, what to do, and the elements that had a part in it. The first line is what an alert is called.
    fn text(&self, finding: &Finding) -> String {
        let mut lines = vec![unlinked(&finding.message)];
        lines.extend((!finding.fix.is_empty()).then(|| unlinked(&self.say("sarif.fix", "fix", &finding.fix))));
        let first = finding.related.iter().take(LINKED).zip(1..);
        let links: Vec<String> = first.map(|(related, id)| format!("[{}]({id})", bracketless(&related.name))).collect();
        lines.extend((!links.is_empty()).then(|| self.say("sarif.related", "elements", &links.join(", "))));
        lines.join("\n")
    }

    /// The same with the verdict, what is said beside it, and how to see why.
    fn markdown(&self, listed: &Listed<'_>) -> String {
        let (finding, language) = (listed.finding, self.sarif.report.lang);
        let verdict = wording::bounded(language, finding.verdict, finding.worst, finding.best);
        let mut parts = vec![quoted(&finding.message), self.say("sarif.verdict", "verdict", &format!("**{}**", plain(&verdict)))];
        parts.extend((!finding.fix.is_empty()).then(|| self.say("sarif.fix", "fix", &quoted(&finding.fix))));
        parts.extend(notes::of_finding(language, finding).iter().map(|note| plain(note)));
        parts.extend(self.why(listed).map(|command| self.say("sarif.why", "command", &code(&command))));
        parts.join("\n\n")
    }

    /// A text with one argument.
    fn say(&self, key: &str, name: &str, value: &str) -> String {
        say(self.sarif.report.lang, key, &[(name, &value)])
    }

    /// The command that shows the whole reasoning.
    fn why(&self, listed: &Listed<'_>) -> Option<String> {
        let (finding, project) = (listed.finding, listed.project.filter(|_| !listed.finding.subject.id.is_empty())?);
        let (id, path) = (shell_word(&finding.subject.id), shell_word(&self.sarif.places.path(&project.path)));
        Some(format!("saikes why {} {id} {path}", finding.requirement))
    }

    /// Who accepted it: a decision, or whoever recorded it in the baseline.
    fn suppressions(&self, finding: &Finding) -> Vec<Suppression> {
        let lang = self.sarif.report.lang;
        let suppression = |justification: String, location: Option<Location>| Suppression {
            kind: "external",
            status: "accepted",
            justification,
            location,
        };
        let place = |at: &report::Location| Location {
            id: None,
            physical_location: Some(physical(&self.sarif.places, at)),
            logical_locations: Vec::new(),
            message: None,
        };
        let waiver = finding.waiver.as_ref();
        let waiver = waiver.map(|waiver| suppression(notes::waived(lang, waiver), Some(place(&waiver.decided.location))));
        // Something lifts it of which nothing more is known.
        let waiver = waiver.or_else(|| finding.waived.then(|| suppression(say(lang, "ci.note.waived", &[]), None)));
        let known = notes::standing(lang, finding).filter(|_| bearing::is_known(finding)).map(|words| suppression(words, None));
        waiver.into_iter().chain(known).collect()
    }
}

fn level(urgency: Urgency) -> Level {
    match urgency.loudness() {
        Loudness::Error => Level::Error,
        Loudness::Warning => Level::Warning,
        Loudness::Notice => Level::Note,
    }
}

fn baseline_state(standing: Standing) -> &'static str {
    match standing {
        Standing::Known => "unchanged",
        Standing::New => "new",
        Standing::Worse => "updated",
    }
}

/// Ours, and the one that GitHub follows alerts by: it would otherwise make it from the text of the line, which is the
/// same for all elements of a drawing in one line.
fn fingerprints(listed: &Listed<'_>) -> BTreeMap<&'static str, String> {
    let print = &listed.finding.fingerprint;
    let line = format!("{print}:{}", listed.twin + 1);
    BTreeMap::from([("saikes/v1", print.clone()), ("primaryLocationLineHash", line)])
}

fn properties(listed: &Listed<'_>) -> Value {
    let finding = listed.finding;
    let mut properties = Map::new();
    properties.insert("project".to_string(), json!(listed.project.map(|project| &project.id)));
    for (name, value) in [
        ("severity", json!(finding.severity)),
        ("verdict", json!(finding.verdict)),
        ("worst", json!(finding.worst)),
        ("best", json!(finding.best)),
        ("state", json!(finding.subject.state)),
    ] {
        properties.insert(name.to_string(), value);
    }
    if let Some(cause) = finding.brought_by {
        properties.insert("brought-by".to_string(), json!(cause));
    }
    Value::Object(properties)
}

/// A file as a whole.
pub fn of_file(path: &str) -> PhysicalLocation {
    PhysicalLocation { artifact_location: ArtifactLocation::of(path), region: None }
}

/// A place with both its ends; a file as a whole has none.
pub fn physical(places: &Places<'_>, at: &report::Location) -> PhysicalLocation {
    let found = places.region(at);
    let region = found.lines.map(|lines| Region {
        start_line: lines.start.0,
        start_column: lines.start.1,
        end_line: lines.end.0,
        end_column: lines.end.1,
    });
    PhysicalLocation { region, ..of_file(&found.path) }
}

/// An element by its id and kind, with its project where that is said; of nothing the project alone.
fn logical((id, kind): (&str, &str), project: Option<&str>) -> Vec<LogicalLocation> {
    let (name, full, kind) = match (id, project) {
        ("", None) => return Vec::new(),
        ("", Some(project)) => (project, project.to_string(), "project"),
        (id, None) => (id, id.to_string(), kind),
        (id, Some(project)) => (id, format!("{project}:{id}"), kind),
    };
    vec![LogicalLocation { name: name.to_string(), fully_qualified_name: full, kind: kind.to_string() }]
}

/// Words of a model that are no link, whatever stands in them (§3.11.6).
fn unlinked(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_string() }
}

/// A name as the text of a link.
fn bracketless(name: &str) -> String {
    quotes(name).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}
