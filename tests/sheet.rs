//! The page of a project in the report as a page: whatever `check` and `why` say of it stands there, and everything that
//! belongs together is linked both ways.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Folder, TODAY, check, repository, run, saikes};

/// The values of an attribute, in the order of the page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let before = format!(" {name}=\"");
    page.match_indices(&before).filter_map(|(at, found)| page[at + found.len()..].split('"').next()).collect()
}

/// Words without markup, entities and line breaks.
fn words(markup: &str) -> String {
    let text: String = markup.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect::<Vec<_>>().join(" ");
    let plain =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].iter().fold(text, |text, (from, to)| text.replace(from, to));
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The piece of a page from an anchor to the next mark.
fn piece<'p>(page: &'p str, anchor: &str, end: &str) -> &'p str {
    let start = page.find(&format!("id=\"{anchor}\"")).unwrap_or_else(|| unreachable!("the page has {anchor}"));
    page[start..].split(end).next().unwrap_or_default()
}

fn page_of(sample: &str) -> String {
    check(&repository().join("models").join(sample), &["--format", "html", "--lang", "ru"]).out
}

#[test]
fn every_finding_of_the_report_has_its_place_on_the_page_and_its_way_to_the_picture() {
    let sample = "patient-portal";
    let page = page_of(sample);
    let ids = attributes(&page, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "an id stands twice");
    for link in attributes(&page, "href").into_iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(known.contains(link), "nothing has the id {link}");
    }
    let report = check(&repository().join("models").join(sample), &["--format", "json", "--lang", "ru"]).json();
    let findings = report["projects"][0]["findings"].as_array().expect("the sample has findings");
    assert!(findings.len() > 50);
    for finding in findings {
        let fingerprint = finding["fingerprint"].as_str().expect("text");
        assert!(known.contains(format!("finding-{fingerprint}").as_str()), "{finding}");
    }
    // From a finding to its element, and from the element back.
    let nodes: BTreeMap<&str, &str> = page
        .split("<a class=\"pn\"")
        .skip(1)
        .filter_map(|node| Some((attributes(node, "id").first().copied()?, attributes(node, "data-finding").first().copied()?)))
        .collect();
    let links: Vec<(&str, &str)> = page
        .split(" data-finding=\"")
        .skip(1)
        .filter_map(|piece| {
            let link = piece.split("class=\"on-graph").nth(1)?.split("href=\"#").nth(1)?;
            Some((piece.split('"').next()?, link.split('"').next()?))
        })
        .collect();
    assert!(links.len() > 20);
    for (fingerprint, id) in links {
        assert!(nodes.get(id).is_some_and(|findings| findings.contains(fingerprint)), "{fingerprint} is not at {id}");
    }
}

#[test]
fn the_reason_of_a_finding_is_the_tree_that_why_draws() {
    let folder = repository().join("models/patient-portal");
    let report = check(&folder, &["--format", "json", "--lang", "ru"]).json();
    let page = page_of("patient-portal");
    for (requirement, element) in [("124/7.2", "site-accounts"), ("124/7.1", "emr"), ("124/23.6", "")] {
        let findings = report["projects"][0]["findings"].as_array().expect("the sample has findings");
        // One of those that are shown in full.
        let is_full = |finding: &&serde_json::Value| {
            page.contains(&format!("id=\"finding-{}\" tabindex", finding["fingerprint"].as_str().unwrap_or_default()))
        };
        let found = findings
            .iter()
            .filter(is_full)
            .find(|finding| finding["requirement"] == requirement && (element.is_empty() || finding["subject"]["id"] == element));
        let finding = found.unwrap_or_else(|| unreachable!("{requirement} finds something"));
        let element = finding["subject"]["id"].as_str().expect("text");
        let anchor = format!("finding-{}", finding["fingerprint"].as_str().expect("text"));
        let shown = piece(&page, &anchor, "</details>");
        let tree = shown.split("<details class=\"why\">").nth(1).expect("it has a reason");
        let why = run(saikes(&folder, &["why", requirement, element, ".", "--lang", "ru", "--today", TODAY]));
        let drawn: String = why.out.replace(['│', '├', '└', '─'], " ").split_whitespace().collect();
        let lines: Vec<String> = tree
            .split("<li")
            .skip(1)
            .filter_map(|line| Some(line.split_once('>')?.1))
            .map(|line| words(line.split("</li>").next().unwrap_or_default().split("<ul").next().unwrap_or_default()))
            .collect();
        assert!(lines.len() > 2, "{tree}");
        for line in lines {
            let squeezed: String = line.replace(['│', '├', '└', '─'], " ").split_whitespace().collect();
            assert!(drawn.contains(&squeezed), "`{line}` is not in:\n{why}");
        }
    }
}

#[test]
fn the_page_is_fit_to_be_attached() {
    let page = page_of("city-services");
    let report = check(&repository().join("models/city-services"), &["--format", "json", "--lang", "ru"]).json();
    let project = &report["projects"][0];
    let id = project["id"].as_str().expect("text");
    let part = |name: &str| words(piece(&page, &format!("{name}-project-{id}"), "</section></section>"));
    for name in ["steps", "sections", "requirements", "findings", "graph", "components", "missing", "basis", "inputs"] {
        assert!(page.contains(&format!("<section class=\"part\" id=\"{name}-project-{id}\"")), "there is a part {name}");
    }
    let inputs = part("inputs");
    for input in project["inputs"].as_array().expect("there are inputs") {
        assert!(inputs.contains(input["sha256"].as_str().expect("text")), "the digest of {}", input["path"]);
    }
    let basis = part("basis");
    for pack in report["packs"].as_array().expect("there are packs").iter().filter(|pack| pack["advisory"] == false) {
        assert!(basis.contains(pack["sha256"].as_str().expect("text")), "the digest of {}", pack["id"]);
    }
    assert!(basis.contains(report["statement"].as_str().expect("text")));
    let requirements = words(piece(&page, &format!("requirements-project-{id}"), "<section class=\"part\""));
    for requirement in project["requirements"].as_array().expect("there are requirements") {
        let advisory = report["packs"]
            .as_array()
            .expect("there are packs")
            .iter()
            .any(|pack| pack["id"] == requirement["pack"] && pack["advisory"] == true);
        assert!(advisory || requirements.contains(requirement["id"].as_str().expect("text")), "{}", requirement["id"]);
    }
}

#[test]
fn a_project_that_cannot_be_read_says_so_and_shows_its_problems() {
    let folder = Folder::new("broken");
    folder.file("saikes.toml", "[project]\nid = \"a\"\nname = \"<i>ЭПЗ</i>\"\n").file("model.toml", "[sytem.a]\n");
    let run = folder.check(&["--format", "html", "--lang", "en"]);
    assert_eq!(run.code, 2, "{run}");
    let text = words(&run.out);
    assert!(text.contains("could not be checked") && text.contains("unknown kind sytem"), "{text}");
    assert!(run.out.contains("&lt;i&gt;ЭПЗ") && !run.out.contains("<i>"));
}
