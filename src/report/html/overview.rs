//! One look over all projects: what was judged by what, and what the run comes to.

use maud::{Markup, html};

use super::{Page, Tri};

/// The title of the document.
pub fn title(_: &Page<'_>) -> Tri {
    Tri::say("page.title", &[])
}

pub fn overview(page: &Page<'_>) -> Markup {
    let projects = &page.report().projects;
    html! {
        article #overview {
            h1 { (page.say("page.title", &[])) }
            ul {
                @for (at, project) in projects.iter().enumerate() {
                    li {
                        (page.sign(project.verdict))
                        a href=(page.to_project(at)) { (page.words.text(&page.each_project(at, |_, project| project.name.clone()))) }
                    }
                }
            }
        }
    }
}
