//! A picture as a file of its own: title, the states side by side, what the signs mean, and the table of what found no
//! room.

use std::io;

use super::paint::{dark, paint};
use super::{Ties, draw, element, escape, number, plain, push, state_title, write_lines};
use crate::picture::layout::Layout;
use crate::picture::measure::{lines, width};
use crate::picture::{Change, Node, Picture, Text, Way, words};
use crate::text::{Language, say};
use crate::verdict::Level;

const RIM: f64 = 20.0;
/// Between two states.
const BETWEEN: f64 = 36.0;
/// A picture of little is still as wide as its title and legend want.
const LEAST: f64 = 560.0;
/// Rows of the table below a picture; more are counted.
const ROWS: usize = 60;
const ROW: f64 = 18.0;

/// Writes a picture in one language.
pub fn file(picture: &Picture, language: Language, out: &mut dyn io::Write) -> io::Result<()> {
    let layout = Layout::of(picture);
    let mut text = |text: &Text| (text[language as usize].clone(), None);
    let mut ties = Ties { prefix: "", text: &mut text, href: &|_| None, is_page: false };
    let mut body = String::new();
    let panels = picture.panels.len().max(1) as f64;
    let wide = (panels * layout.width + (panels - 1.0) * BETWEEN).max(LEAST);
    let mut y = head(&mut body, picture, wide, language);
    for at in 0..picture.panels.len() {
        let x = RIM + at as f64 * (layout.width + BETWEEN);
        let title = state_title(&picture.panels[at]);
        plain(&mut body, &title[language as usize], ("ink", 14.0, "600", "start"), (x, y + 14.0), false);
        push(&mut body, format_args!("<g transform=\"translate({} {})\">", number(x), number(y + 20.0)));
        draw(&mut body, picture, &layout, at, &mut ties);
        body.push_str("</g>");
    }
    y += layout.height + 34.0;
    let (drawn, _, height) = legend(picture, (RIM, y), wide, &mut ties);
    body.push_str(&drawn);
    y += height + 6.0;
    y += notes(&mut body, picture, y, wide, language);
    let (full, height) = (number((wide + 2.0 * RIM).ceil()), number((y + RIM).ceil()));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full} {height}\" width=\"{full}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"title desc\" xml:lang=\"{}\" lang=\"{}\">",
        language.code(),
        language.code()
    )?;
    writeln!(out, "<title id=\"title\">{}</title>", escape(&picture.title[language as usize]))?;
    writeln!(out, "<desc id=\"desc\">{}</desc>", escape(&picture.described(language)))?;
    writeln!(out, "<style>@media (prefers-color-scheme: dark) {{\n{}}}</style>", dark())?;
    writeln!(out, "<rect{} width=\"{full}\" height=\"{height}\"/>", paint("paper", false))?;
    // A line an element: what changed can be told from a difference.
    writeln!(out, "{}", body.replace("<g class=\"p", "\n<g class=\"p"))?;
    writeln!(out, "</svg>")
}

/// The title and what the picture is about, broken where it ends; returns the height.
fn head(out: &mut String, picture: &Picture, wide: f64, language: Language) -> f64 {
    let mut y = RIM;
    for line in lines(&picture.title[language as usize], 18.0, wide, 2) {
        plain(out, &line, ("ink", 18.0, "700", "start"), (RIM, y + 14.0), false);
        y += 23.0;
    }
    for line in lines(&picture.described(language), 12.0, wide, 3) {
        plain(out, &line, ("faint", 12.0, "400", "start"), (RIM, y + 11.0), false);
        y += 16.0;
    }
    y + 14.0
}

/// What a sign looks like.
enum Sign {
    Box(&'static str),
    Line(Way),
    Together,
    Badge,
    Word(&'static str),
}

/// What the signs mean that this picture has; returns how much room they took.
pub fn legend(picture: &Picture, (left, top): (f64, f64), wide: f64, ties: &mut Ties<'_>) -> (String, f64, f64) {
    let (mut out, mut x, mut y) = (String::new(), left, top);
    let mut reached: f64 = 0.0;
    for (sign, key) in signs(picture) {
        let text = words(key);
        let size = 11.0;
        let room = text.iter().map(|text| width(text, size)).fold(0.0, f64::max) + 40.0 + 18.0;
        if x > left && x + room > left + wide {
            (x, y) = (left, y + 22.0);
        }
        let sign_room = draw_sign(&mut out, &sign, (x, y), ties);
        let written = text.map(|text| vec![text]);
        write_lines(&mut out, &written, ("faint", size, "400", "start"), (x + sign_room, y + 12.0, 0.0), ties);
        x += room - 38.0 + sign_room;
        reached = reached.max(x - left);
    }
    (out, reached, y + 24.0 - top)
}

fn signs(picture: &Picture) -> Vec<(Sign, &'static str)> {
    let nodes = || picture.panels.iter().flat_map(|panel| &panel.nodes);
    let edges = || picture.panels.iter().flat_map(|panel| &panel.edges);
    let way = |way: Way| edges().any(|edge| edge.way == way && edge.leads);
    let node = |fits: &dyn Fn(&Node) -> bool| nodes().any(fits);
    let all = [
        (node(&|node| node.level() == Some(Level::NonCompliant)), Sign::Box("bad"), "picture.sign.bad"),
        (node(&|node| node.level() == Some(Level::Partial)), Sign::Box("short"), "picture.sign.short"),
        (node(&|node| node.level().is_some()), Sign::Badge, "picture.sign.count"),
        (node(&|node| node.is_way_out), Sign::Box("out"), "picture.sign.out"),
        (node(&|node| node.of_context && node.level().is_none() && !node.is_way_out), Sign::Box("reg"), "picture.sign.register"),
        (way(Way::Violating), Sign::Line(Way::Violating), "picture.way.violating"),
        (way(Way::Short), Sign::Line(Way::Short), "picture.way.short"),
        (way(Way::Detour), Sign::Line(Way::Detour), "picture.way.detour"),
        (edges().any(|edge| !edge.leads), Sign::Together, "picture.together"),
        (way(Way::Plain), Sign::Line(Way::Plain), "picture.way.plain"),
        (node(&|node| node.change == Change::New), Sign::Word("picture.new"), "picture.sign.new"),
        (node(&|node| node.change == Change::Gone), Sign::Word("picture.gone"), "picture.sign.gone"),
    ];
    all.into_iter().filter(|(is_there, ..)| *is_there).map(|(_, sign, key)| (sign, key)).collect()
}

/// Draws a sign and says how much room it took.
fn draw_sign(out: &mut String, sign: &Sign, (x, y): (f64, f64), ties: &mut Ties<'_>) -> f64 {
    let middle = y + 8.0;
    match sign {
        Sign::Box(class) => {
            push(
                out,
                format_args!(
                    "<rect{} x=\"{}\" y=\"{}\" width=\"28\" height=\"14\" rx=\"3\"/>",
                    paint(class, ties.is_page),
                    number(x + 1.0),
                    number(y + 1.0)
                ),
            );
        }
        Sign::Line(way) => {
            let (look, from, to) = (super::line(*way, true, None, ties.is_page), number(x), number(x + 28.0));
            push(out, format_args!("<path{look} d=\"M{from} {m}L{to} {m}\"/>", m = number(middle)));
            super::arrow(out, *way, &[(x, middle), (x + 30.0, middle)], ties.is_page);
        }
        Sign::Together => {
            let (look, from, to) = (super::line(Way::Violating, false, None, ties.is_page), number(x), number(x + 30.0));
            push(out, format_args!("<path{look} d=\"M{from} {m}L{to} {m}\"/>", m = number(middle)));
        }
        Sign::Badge => {
            push(
                out,
                format_args!(
                    "<rect{} x=\"{}\" y=\"{}\" width=\"18\" height=\"16\" rx=\"8\"/>",
                    paint("badge-bad", ties.is_page),
                    number(x + 6.0),
                    number(y)
                ),
            );
            plain(out, "3", ("badge-ink", 10.0, "700", "middle"), (x + 15.0, y + 11.5), ties.is_page);
        }
        Sign::Word(key) => {
            let title = words(key);
            let wide = title.iter().map(|title| width(title, 8.0)).fold(0.0, f64::max) + 10.0;
            push(
                out,
                format_args!(
                    "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"3\"/>",
                    paint("sign", ties.is_page),
                    number(x),
                    number(y + 1.0),
                    number(wide)
                ),
            );
            let attributes = super::text_attributes(("sign-ink", 8.0, "600", "middle"), (x + wide / 2.0, y + 11.0), ties.is_page);
            element(out, "text", &attributes, &title, ties);
            return wide + 8.0;
        }
    }
    38.0
}

/// What is not drawn, and the table of those elements that have findings; returns the height.
fn notes(out: &mut String, picture: &Picture, top: f64, wide: f64, language: Language) -> f64 {
    let mut y = top;
    for line in picture.told(language).iter().flat_map(|told| lines(told, 12.0, wide, 3)) {
        plain(out, &line, ("ink", 12.0, "400", "start"), (RIM, y + 12.0), false);
        y += ROW;
    }
    for row in picture.left_out.iter().take(ROWS) {
        let at = language as usize;
        let mut requirements: Vec<&str> = row.findings.iter().map(|mark| mark.requirement.as_str()).collect();
        requirements.dedup();
        let told = format!("{}: {} ({}) · {}", row.kind_title[at], row.name[at], row.id, requirements.join(", "));
        if let Some(line) = lines(&told, 11.0, wide, 1).pop() {
            plain(out, &line, ("faint", 11.0, "400", "start"), (RIM, y + 11.0), false);
            y += 15.0;
        }
    }
    let more = picture.left_out.len().saturating_sub(ROWS);
    if more > 0 {
        plain(out, &say(language, "picture.more", &[("count", &more)]), ("faint", 11.0, "400", "start"), (RIM, y + 11.0), false);
        y += 15.0;
    }
    y - top
}
