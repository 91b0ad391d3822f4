//! A picture as SVG: as a file of its own, which stands in a document as well as on a web page, and as a part of an HTML
//! page, whose script may put another language into it.
//!
//! A file is drawn with attributes that every reader of SVG knows, so that it looks right where no style sheet is heard;
//! classes are for those that hear one (dark pages). A page has [`CSS`], and there the classes are enough. Nothing is loaded, no script is in it, and every
//! text of a model is escaped.

mod frame;
mod paint;

use std::fmt::Write;

use super::layout::{self, Layout, MARGIN, NAME, PAD, Place, Route, SMALL};
use super::measure::{lines, width};
use super::{Change, Edge, Node, Panel, Picture, Shape, Text, Way, each, words};
use crate::text::say;
use crate::verdict::{Level, Weight};
pub use frame::file;
pub use paint::CSS;
use paint::paint;

/// How an embedded picture is tied to its page.
pub struct Ties<'a> {
    /// Stands before every id, so that several pictures have a place in one page.
    pub prefix: &'a str,
    /// Shows a text in the page's language, and by which row of the page's table another is put in its place.
    pub text: &'a mut dyn FnMut(&Text) -> (String, Option<usize>),
    /// Where an element leads to.
    pub href: &'a dyn Fn(&Node) -> Option<String>,
    /// Whether whoever reads with their ears hears of each element: a picture in a document is one thing.
    pub is_page: bool,
}

/// The id of an element of an embedded picture, for the way back from a finding.
pub fn id_of(prefix: &str, panel: &Panel, node: &Node) -> String {
    format!("{prefix}-{}-{}", panel.state, node.key)
}

/// One state as an `<svg>` of its own, without title and legend, for a page that has [`CSS`].
pub fn panel(picture: &Picture, layout: &Layout, at: usize, ties: &mut Ties<'_>) -> String {
    let Some(panel) = picture.panels.get(at) else { return String::new() };
    let (width, height) = (layout.width.ceil(), layout.height.ceil());
    let mut out = format!(
        "<svg class=\"pic\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"group\""
    );
    let label = each(|language| {
        let at = language as usize;
        format!("{}. {}. {}", picture.title[at], state_title(panel)[at], picture.described(language))
    });
    attribute(&mut out, "aria-label", &label, ties);
    out.push('>');
    draw(&mut out, picture, layout, at, ties);
    out.push_str("</svg>");
    out
}

/// What a state is called.
pub fn state_title(panel: &Panel) -> Text {
    words(&format!("picture.state.{}", panel.state))
}

/// What the signs mean that a picture has, as an `<svg>` of its own.
pub fn legend(picture: &Picture, ties: &mut Ties<'_>) -> String {
    let (drawn, width, height) = frame::legend(picture, (0.0, 0.0), 900.0, ties);
    let (width, height) = (width.ceil(), height.ceil());
    format!(
        "<svg class=\"pic\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"group\">{drawn}</svg>"
    )
}

fn draw(out: &mut String, picture: &Picture, layout: &Layout, at: usize, ties: &mut Ties<'_>) {
    let panel = &picture.panels[at];
    for band in &layout.bands {
        let (top, height) = (number(band.top), number(band.bottom - band.top));
        push(
            out,
            format_args!(
                "<rect{} x=\"0\" y=\"{top}\" width=\"{}\" height=\"{height}\" rx=\"6\"/>",
                paint("band", ties.is_page),
                number(layout.width)
            ),
        );
        let place = Place { x: 10.0, y: band.top + 6.0, width: MARGIN - 14.0, height: band.bottom - band.top - 12.0 };
        title_of_band(out, &band.title, place, ties);
    }
    let routes = &layout.routes[at];
    for (edge, route) in panel.edges.iter().zip(routes) {
        draw_edge(out, panel, edge, route, ties);
    }
    for node in &panel.nodes {
        draw_node(out, panel, node, layout.places[&node.key], ties);
    }
    for (edge, route) in panel.edges.iter().zip(routes) {
        draw_label(out, edge, route, ties);
    }
}

fn title_of_band(out: &mut String, title: &Text, place: Place, ties: &mut Ties<'_>) {
    let most = ((place.height / 13.0) as usize).clamp(1, 6);
    let written = title.each_ref().map(|title| lines(title, 11.0, place.width, most));
    write_lines(out, &written, ("faint", 11.0, "600", "start"), (place.x, place.y + 11.0, 13.0), ties);
}

fn draw_node(out: &mut String, panel: &Panel, node: &Node, place: Place, ties: &mut Ties<'_>) {
    let class = match (node.level(), node.is_way_out) {
        (Some(Level::NonCompliant), _) => "bad",
        (Some(_), _) => "short",
        (None, true) => "out",
        (None, false) if node.of_context => "reg",
        (None, false) => "box",
    };
    let told = each(|language| node.told(language) + &changed(node, language));
    let href = (ties.href)(node);
    let tag = if href.is_some() { "a" } else { "g" };
    push(out, format_args!("<{tag} class=\"pn\""));
    if ties.is_page {
        push(out, format_args!(" id=\"{}\"", escape(&id_of(ties.prefix, panel, node))));
        let fingerprints: Vec<&str> = node.fingerprints().collect();
        if !fingerprints.is_empty() {
            push(out, format_args!(" data-finding=\"{}\"", escape(&fingerprints.join(" "))));
        }
    }
    if let Some(href) = &href {
        push(out, format_args!(" href=\"{}\"", escape(href)));
    }
    out.push('>');
    element(out, "title", "", &told, ties);
    let radius = if node.shape == Shape::Flow { place.height / 2.0 } else { 4.0 };
    let [x, y, width, height] = [place.x, place.y, place.width, place.height].map(number);
    push(
        out,
        format_args!(
            "<rect{} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{}\"/>",
            paint(class, ties.is_page),
            number(radius)
        ),
    );
    write_node(out, node, place, ties);
    draw_badge(out, node, place, ties);
    push(out, format_args!("</{tag}>"));
}

/// What it is, what it is called, whose it is.
fn write_node(out: &mut String, node: &Node, place: Place, ties: &mut Ties<'_>) {
    let middle = place.x + place.width / 2.0;
    if node.shape == Shape::Flow {
        let room = place.width - 2.0 * PAD - 10.0;
        let name = node.name.each_ref().map(|name| lines(name, 11.0, room, 2));
        let most = name.iter().map(Vec::len).max().unwrap_or(1);
        let y = place.y + place.height / 2.0 + 4.0 - (most - 1) as f64 * 6.5;
        return write_lines(out, &name, ("ink", 11.0, "400", "middle"), (middle, y, 13.0), ties);
    }
    let room = place.width - 2.0 * PAD;
    let kind = node.kind_title.each_ref().map(|title| lines(title, SMALL, room - 22.0, 1));
    write_lines(out, &kind, ("faint", SMALL, "400", "start"), (place.x + PAD, place.y + 15.0, 12.0), ties);
    let name = node.name.each_ref().map(|name| lines(name, NAME, room * 0.96, 2));
    write_lines(out, &name, ("ink", NAME, "600", "start"), (place.x + PAD, place.y + 30.0, 14.0), ties);
    if let Some(owner) = &node.owner {
        let owner = owner.each_ref().map(|owner| lines(owner, SMALL, room, 1));
        write_lines(out, &owner, ("faint", SMALL, "400", "start"), (place.x + PAD, place.y + 59.0, 12.0), ties);
    }
}

/// How many findings, and whether the element comes or goes.
fn draw_badge(out: &mut String, node: &Node, place: Place, ties: &mut Ties<'_>) {
    let open = node.findings.iter().filter(|mark| !mark.waived).count();
    let right = place.x + place.width;
    if open > 0 {
        let class = if node.level() == Some(Level::NonCompliant) { "badge-bad" } else { "badge-short" };
        let shown = if open > 99 { "99+".to_string() } else { open.to_string() };
        let wide = width(&shown, SMALL) + 12.0;
        let (x, y) = (right - wide + 6.0, place.y - 7.0);
        push(
            out,
            format_args!(
                "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\" rx=\"8\"/>",
                paint(class, ties.is_page),
                number(x),
                number(y),
                number(wide)
            ),
        );
        plain(out, &shown, ("badge-ink", SMALL, "700", "middle"), (x + wide / 2.0, y + 11.5), ties.is_page);
    }
    let sign = match node.change {
        Change::Same => return,
        Change::New => "picture.new",
        Change::Gone => "picture.gone",
    };
    let title = words(sign);
    let wide = title.iter().map(|title| width(title, 9.0)).fold(0.0, f64::max) + 10.0;
    let (x, y) = (place.x + 10.0, place.y - 8.0);
    push(
        out,
        format_args!(
            "<rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"3\"/>",
            paint("sign", ties.is_page),
            number(x),
            number(y),
            number(wide)
        ),
    );
    let written = title.map(|title| vec![title]);
    write_lines(out, &written, ("sign-ink", 9.0, "600", "middle"), (x + wide / 2.0, y + 10.0, 0.0), ties);
}

fn changed(node: &Node, language: crate::text::Language) -> String {
    match node.change {
        Change::Same => String::new(),
        Change::New => format!(" · {}", say(language, "picture.new", &[])),
        Change::Gone => format!(" · {}", say(language, "picture.gone", &[])),
    }
}

fn class_of(way: Way) -> &'static str {
    match way {
        Way::Plain => "line",
        Way::Detour => "detour",
        Way::Short => "way-short",
        Way::Violating => "way-bad",
    }
}

fn draw_edge(out: &mut String, panel: &Panel, edge: &Edge, route: &Route, ties: &mut Ties<'_>) {
    push(out, format_args!("<g class=\"pe\""));
    if ties.is_page && !edge.findings.is_empty() {
        push(out, format_args!(" data-finding=\"{}\"", escape(&edge.findings.join(" "))));
    }
    out.push('>');
    let (from, to) = (&panel.nodes[edge.from], &panel.nodes[edge.to]);
    let told = each(|language| {
        let (at, label) = (language as usize, edge.label(language));
        // A page has hundreds of lines that nothing is said of; their ends are seen.
        let is_brief = ties.is_page && edge.way == Way::Plain && edge.findings.is_empty();
        if is_brief { label } else { format!("{} → {}: {label}", from.name[at], to.name[at]) }
    });
    element(out, "title", "", &told, ties);
    let look = line(edge.way, edge.leads, edge.weight, ties.is_page);
    push(out, format_args!("<path{look} d=\"{}\"/>", path(&route.corners)));
    if edge.leads {
        arrow(out, edge.way, &route.corners, ties.is_page);
    }
    out.push_str("</g>");
}

/// What a line looks like: whole, of dashes where there is none yet, of dots where it leads nowhere. What blocks stands
/// out among all that falls short.
fn line(way: Way, leads: bool, weight: Option<Weight>, is_page: bool) -> String {
    let look = paint(class_of(way), is_page);
    let is_thin = weight.is_some_and(|weight| weight > Weight::Blocking) && matches!(way, Way::Short | Way::Violating);
    if is_page {
        let more = [if is_thin { " thin" } else { "" }, if leads { "" } else { " dots" }].concat();
        return look.replacen(class_of(way), &format!("{}{more}", class_of(way)), 1);
    }
    let look = if is_thin { look.replace("-width=\"2", "-width=\"1") } else { look };
    let dash = if way == Way::Detour { " stroke-dasharray=\"7 4\"" } else { "" };
    let dots = if leads { "" } else { " stroke-dasharray=\"2 4\"" };
    format!("{look} fill=\"none\"{dash}{dots}")
}

/// A line with round corners.
fn path(corners: &[(f64, f64)]) -> String {
    let mut out = String::new();
    let mut from = (f64::NAN, f64::NAN);
    // Most lines go across or down.
    let to = |out: &mut String, from: (f64, f64), to: (f64, f64)| {
        let ([x, y], [was_x, was_y]) = ([to.0, to.1].map(number), [from.0, from.1].map(number));
        match (x == was_x, y == was_y) {
            (true, _) => push(out, format_args!("V{y}")),
            (_, true) => push(out, format_args!("H{x}")),
            _ => push(out, format_args!("L{x} {y}")),
        }
    };
    for (at, corner) in corners.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).and_then(|at| corners.get(at)), corners.get(at + 1));
        match (before, after) {
            (None, _) => push(&mut out, format_args!("M{} {}", number(corner.0), number(corner.1))),
            (Some(_), None) => to(&mut out, from, *corner),
            (Some(before), Some(after)) => {
                let (one, other) = (towards(*corner, *before), towards(*corner, *after));
                to(&mut out, from, one);
                let [c, d, e, f] = [corner.0, corner.1, other.0, other.1].map(number);
                push(&mut out, format_args!("Q{c} {d} {e} {f}"));
                from = other;
                continue;
            }
        }
        from = *corner;
    }
    out
}

/// The point a little way from a corner, at most half of the way.
fn towards(corner: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    let (across, down) = (other.0 - corner.0, other.1 - corner.1);
    let length = across.hypot(down);
    let part = if length == 0.0 { 0.0 } else { (5.0_f64).min(length / 2.0) / length };
    (corner.0 + across * part, corner.1 + down * part)
}

/// A head of its own: a marker would need an id, and not every program draws one.
fn arrow(out: &mut String, way: Way, corners: &[(f64, f64)], is_page: bool) {
    let [.., before, end] = corners else { return };
    let length = (end.0 - before.0).hypot(end.1 - before.1);
    if length == 0.0 {
        return;
    }
    let (across, down) = ((end.0 - before.0) / length, (end.1 - before.1) / length);
    let (long, wide) = if way == Way::Plain { (7.0, 3.0) } else { (9.0, 4.0) };
    let back = (end.0 - across * long, end.1 - down * long);
    let points = [*end, (back.0 - down * wide, back.1 + across * wide), (back.0 + down * wide, back.1 - across * wide)];
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    push(out, format_args!("<polygon{} points=\"{}\"/>", paint(&format!("{}-head", class_of(way)), is_page), points.join(" ")));
}

fn draw_label(out: &mut String, edge: &Edge, route: &Route, ties: &mut Ties<'_>) {
    let Some((x, y)) = route.label else { return };
    let label = each(|language| layout::label(edge, language));
    // On a page, where the language changes, the letters bring their own ground (`CSS`).
    if !ties.is_page {
        let wide = width(&(ties.text)(&label).0, SMALL) + 4.0;
        let [left, top, wide] = [x - wide / 2.0, y - 7.0, wide].map(number);
        push(out, format_args!("<rect{} x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"13\"/>", paint("under", ties.is_page)));
    }
    let written = label.map(|label| vec![label]);
    let class = match edge.way {
        Way::Plain => "faint",
        Way::Detour => "ink-out",
        Way::Short => "ink-short",
        Way::Violating => "ink-bad",
    };
    out.push_str("<g class=\"pl\">");
    write_lines(out, &written, (class, SMALL, "400", "middle"), (x, y + 3.5, 0.0), ties);
    out.push_str("</g>");
}

/// What a text looks like: its class, size, weight and anchor.
type Look<'a> = (&'a str, f64, &'a str, &'a str);

/// Lines below each other; a language may have fewer than another.
fn write_lines(out: &mut String, written: &[Vec<String>; 3], look: Look<'_>, (x, y, step): (f64, f64, f64), ties: &mut Ties<'_>) {
    let most = written.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..most {
        let line: Text = written.each_ref().map(|lines| lines.get(at).cloned().unwrap_or_default());
        let attributes = text_attributes(look, (x, y + at as f64 * step), ties.is_page);
        element(out, "text", &attributes, &line, ties);
    }
}

fn text_attributes((class, size, weight, anchor): Look<'_>, (x, y): (f64, f64), is_page: bool) -> String {
    let place = format!("x=\"{}\" y=\"{}\"", number(x), number(y));
    if is_page {
        let size = if size == SMALL { String::new() } else { format!(" s{size}") };
        let weight = if weight == "400" { String::new() } else { format!(" w{weight}") };
        let anchor = if anchor == "start" { "" } else { " mid" };
        return format!(" class=\"p-{class}{size}{weight}{anchor}\" {place}");
    }
    let weight = if weight == "400" { String::new() } else { format!(" font-weight=\"{weight}\"") };
    let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
    format!("{} {place} font-family=\"{FONT}\" font-size=\"{}\"{weight}{anchor}", paint(class, false), number(size))
}

const FONT: &str = "Noto Sans, Segoe UI, Liberation Sans, DejaVu Sans, Arial, sans-serif";

fn plain(out: &mut String, text: &str, look: Look<'_>, at: (f64, f64), is_page: bool) {
    push(out, format_args!("<text{}>{}</text>", text_attributes(look, at, is_page), escape(text)));
}

/// An element with a text in it that the page may change.
fn element(out: &mut String, tag: &str, attributes: &str, text: &Text, ties: &mut Ties<'_>) {
    let (shown, row) = (ties.text)(text);
    if shown.is_empty() && row.is_none() {
        return;
    }
    let row = row.map(|row| format!(" data-t=\"{row}\"")).unwrap_or_default();
    push(out, format_args!("<{tag}{attributes}{row}>{}</{tag}>", escape(&shown)));
}

fn attribute(out: &mut String, name: &str, text: &Text, ties: &mut Ties<'_>) {
    let (shown, row) = (ties.text)(text);
    push(out, format_args!(" {name}=\"{}\"", escape(&shown)));
    if let Some(row) = row {
        push(out, format_args!(" data-t-{name}=\"{row}\""));
    }
}

/// At most one digit behind the point.
fn number(number: f64) -> String {
    let tenths = (number * 10.0).round() as i64;
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// For texts and for attributes in double quotes; what XML forbids is shown as a sign that something was there.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}

fn push(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    out.write_fmt(arguments).expect("a string takes everything");
}
