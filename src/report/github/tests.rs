//! Annotations and summaries as GitHub takes them, and that nothing is dropped without a word.

use super::*;
use crate::place::Sources;
use crate::report::{Finding, samples};
use crate::text::Language;

fn around() -> Surroundings {
    let files = Some("https://github.example/moh/ehealth/blob/0f3a".to_string());
    Surroundings { folder: String::new(), files, has_summary: true }
}

fn commands(sample: &(Report, Sources), around: &Surroundings) -> String {
    let mut out = Vec::new();
    write(&sample.0, Places::new(&sample.1, "."), around, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("only text is written")
}

fn page(sample: &(Report, Sources), around: &Surroundings, room: usize) -> String {
    let mut out = Vec::new();
    summary::write(&sample.0, Places::new(&sample.1, "."), around, room, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("only text is written")
}

/// The report with one finding so many times.
fn with_many(count: usize) -> (Report, Sources) {
    let (mut report, sources) = samples::one(Language::En);
    let other = samples::one(Language::En).0;
    let first = other.projects.into_iter().next().and_then(|mut project| project.findings.drain(..1).next()).expect("it has one");
    let copy = |_| Finding {
        requirement: first.requirement.clone(),
        pack: first.pack.clone(),
        message: first.message.clone(),
        fix: first.fix.clone(),
        subject: first.subject.clone(),
        location: first.location.clone(),
        related: Vec::new(),
        waiver: None,
        answer: None,
        justification: None,
        fingerprint: first.fingerprint.clone(),
        key: first.key.clone(),
        ..first
    };
    report.projects[0].findings = (0..count).map(copy).collect();
    (report, sources)
}

/// How the runner reads a line: its name, its properties and its message, unescaped.
fn read(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, message) = line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    let message = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    (name.to_string(), pairs.map(|(name, value)| (name.to_string(), plain(value))).collect(), message)
}

#[test]
fn annotations_and_summaries_in_three_languages() {
    for language in Language::ALL {
        let mut sample = samples::two(language);
        let lifted = samples::lifted(language).0;
        sample.0.projects.truncate(1);
        sample.0.projects.extend(lifted.projects);
        sample.0.baseline = lifted.baseline;
        samples::keep(&format!("github-{}", language.code()), &commands(&sample, &around()));
        samples::keep(&format!("github-summary-{}", language.code()), &page(&sample, &around(), summary::LIMIT));
    }
}

#[test]
fn a_step_gets_no_more_than_it_shows_and_hears_of_the_rest() {
    for count in [9, 10, 57] {
        let text = commands(&with_many(count), &around());
        let errors: Vec<&str> = text.lines().filter(|line| line.starts_with("::error ")).collect();
        assert_eq!(errors.len(), (count + 1).min(10), "{text}");
        let told = format!("{} errors", count.saturating_sub(9));
        assert_eq!(errors[0].contains("ten of each level"), count > 9, "{text}");
        assert!(count <= 9 || errors[0].contains("1 error;") || errors[0].contains(&told), "{text}");
    }
}

#[test]
fn what_a_model_says_is_no_command() {
    let sample = samples::hostile(Language::En);
    let text = commands(&sample, &around());
    for line in text.lines() {
        let (name, properties, message) = read(line);
        assert!(["error", "warning", "notice"].contains(&name.as_str()), "{line}");
        let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.iter().all(|name| ["file", "line", "endLine", "col", "endColumn", "title"].contains(name)), "{line}");
        assert!(!line.chars().any(char::is_control) && !message.is_empty(), "{line:?}");
    }
    assert!(
        text.contains("file=") && read(text.lines().nth(1).expect("there are more")).1.iter().any(|(_, value)| value.contains("`%0A,;"))
    );
    let drawn = harmless("  ::error::boom\nx ##[error]boom\n  a::b\n");
    assert_eq!(drawn, "  : :error::boom\nx ## [error]boom\n  a::b\n");
}

#[test]
fn known_findings_are_counted_and_not_annotated() {
    let (mut report, sources) = with_many(3);
    let findings = &mut report.projects[0].findings;
    findings[0].baseline = Some(crate::report::Standing::Known);
    findings[1].baseline = Some(crate::report::Standing::New);
    let text = commands(&(report, sources), &around());
    assert_eq!(text.lines().filter(|line| line.contains("title=124/19.2")).count(), 2, "{text}");
    assert!(text.contains("1 finding stands in the baseline"), "{text}");
}

#[test]
fn a_region_of_several_lines_has_no_columns_and_one_outside_the_checkout_no_file() {
    let lines = crate::report::places::Lines { start: (3, 5), end: (4, 2) };
    let shown = |path: &str| {
        let region = Some(Region { path: path.to_string(), lines: Some(lines) });
        let mut out = Vec::new();
        let command = Command { level: Loudness::Notice, region, title: "t".into(), lines: vec!["a: b, 5 %".into()] };
        command.write(&mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("only text is written")
    };
    assert_eq!(shown("m.toml"), "::notice file=m.toml,line=3,endLine=4,title=t::a: b, 5 %25\n");
    assert_eq!(shown("../m.toml"), "::notice title=t::../m.toml:3:5%0Aa: b, 5 %25\n");
}

#[test]
fn a_summary_ends_after_a_row_that_has_room() {
    let sample = samples::two(Language::En);
    let whole = page(&sample, &around(), summary::LIMIT);
    for room in [8 << 10, (8 << 10) + 700, (8 << 10) + 2000] {
        let text = page(&sample, &around(), room);
        assert!(text.len() <= room, "{} of {room}", text.len());
        assert!(text.contains("of this summary"), "{text}");
        let kept = text.split("\n**").next().unwrap_or_default().trim_end();
        assert!(whole.starts_with(kept), "{text}");
    }
    assert!(!whole.contains("of this summary"), "{whole}");
}

#[test]
fn paths_are_those_of_the_checkout() {
    let below = Surroundings { folder: "services/health".to_string(), ..around() };
    let text = commands(&samples::one(Language::En), &below);
    assert!(text.contains("file=services/health/submissions/ehealth/systems.toml,"), "{text}");
    let page = page(&samples::one(Language::En), &below, summary::LIMIT);
    assert!(page.contains("/blob/0f3a/services/health/submissions/ehealth/systems.toml#L6"), "{page}");
}

#[test]
fn a_run_without_projects_is_red() {
    let (mut report, sources) = samples::one(Language::En);
    report.projects.clear();
    let sample = (report, sources);
    assert!(commands(&sample, &around()).starts_with("::error title=saikes%3A not passed::no project"));
    assert!(page(&sample, &around(), summary::LIMIT).contains("no project was found"));
}

#[test]
fn what_a_model_says_is_no_markup() {
    let page = page(&samples::hostile(Language::En), &around(), summary::LIMIT);
    assert!(page.contains("error file=x") && !page.contains("<b>"), "{page}");
    assert!(!page.chars().any(|letter| letter.is_control() && letter != '\n'), "{page:?}");
    // A row has as many cells as the first of its table.
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    let mut first = None;
    for line in page.lines() {
        let width = line.starts_with('|').then(|| cells(line));
        first = width.map(|width| first.unwrap_or(width));
        assert_eq!(width, first, "{line}");
    }
}

#[test]
fn warnings_about_the_input_leave_room_for_findings() {
    let (mut report, sources) = with_many(40);
    let project = &mut report.projects[0];
    project.findings.iter_mut().for_each(|finding| finding.severity = crate::verdict::Weight::Major);
    let warning = |at: usize| {
        let place = crate::place::Place::whole(crate::place::FileId(0));
        let wrong = crate::problem::Problem::new(crate::problem::Code::UnresolvedReference, place);
        wrong.with("name", "via").with("found", format!("x{at}")).with("nearest", "")
    };
    let warnings: Vec<_> = (0..40).map(warning).collect();
    project.problems = crate::report::problems::gather(&warnings, &sources, Language::En, false);
    let text = commands(&(report, sources), &around());
    let warned = |words: &str| text.lines().filter(|line| line.starts_with("::warning ") && line.contains(words)).count();
    assert_eq!((warned(""), warned("unresolved-reference"), warned("title=124/19.2")), (10, 3, 6), "{text}");
    assert!(text.contains("71 warnings"), "{text}");
}
