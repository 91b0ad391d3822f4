//! The colours of a picture, for light and dark paper; none says anything that a shape, a dash or a word does not say.

/// A class, and what it fills and draws with: on light paper, on dark paper, by the variables of a page.
struct Paint {
    class: &'static str,
    fill: Option<[&'static str; 3]>,
    stroke: Option<[&'static str; 3]>,
    width: &'static str,
}

const INK: [&str; 3] = ["#1b1f24", "#e6e8e6", "var(--ink)"];
const FAINT: [&str; 3] = ["#565d66", "#a5acb3", "var(--faint)"];
const PAPER: [&str; 3] = ["#ffffff", "#14171a", "var(--paper)"];
const PANEL: [&str; 3] = ["#ffffff", "#1b1f23", "var(--panel)"];
const BAND: [&str; 3] = ["#f2f3ef", "#22272b", "var(--shade)"];
const SHADE: [&str; 3] = ["#e2e6ea", "#30363c", "var(--line-soft)"];
const RIM: [&str; 3] = ["#7b838b", "#7d858d", "var(--faint)"];
const LINE: [&str; 3] = ["#8d959c", "#737b83", "var(--pic-line)"];
const BAD: [&str; 3] = ["#a3201d", "#f5a19c", "var(--bad)"];
const BAD_PAPER: [&str; 3] = ["#fae3e1", "#3d1d1c", "var(--bad-bg)"];
const SHORT: [&str; 3] = ["#7a5200", "#e8c06a", "var(--partial)"];
const SHORT_PAPER: [&str; 3] = ["#fbf0d5", "#342a12", "var(--partial-bg)"];
const OUT: [&str; 3] = ["#1c6b3c", "#86d3a0", "var(--full)"];
const OUT_PAPER: [&str; 3] = ["#e4f1e7", "#17301f", "var(--full-bg)"];

const PAINTS: [Paint; 26] = [
    filled("paper", PAPER),
    filled("band", BAND),
    filled("ink", INK),
    filled("faint", FAINT),
    filled("ink-bad", BAD),
    filled("ink-short", SHORT),
    filled("ink-out", OUT),
    boxed("box", PANEL, RIM, "1"),
    boxed("reg", SHADE, RIM, "1"),
    boxed("bad", BAD_PAPER, BAD, "1.8"),
    boxed("short", SHORT_PAPER, SHORT, "1.5"),
    boxed("out", OUT_PAPER, OUT, "1.5"),
    filled("badge-bad", BAD),
    filled("badge-short", SHORT),
    filled("badge-ink", PAPER),
    boxed("sign", PANEL, RIM, "1"),
    filled("sign-ink", INK),
    filled("under", BAND),
    drawn("line", LINE, "1.1"),
    drawn("detour", OUT, "2.2"),
    drawn("way-short", SHORT, "2.2"),
    drawn("way-bad", BAD, "2.4"),
    filled("line-head", LINE),
    filled("detour-head", OUT),
    filled("way-short-head", SHORT),
    filled("way-bad-head", BAD),
];

const fn filled(class: &'static str, fill: [&'static str; 3]) -> Paint {
    Paint { class, fill: Some(fill), stroke: None, width: "" }
}

const fn drawn(class: &'static str, stroke: [&'static str; 3], width: &'static str) -> Paint {
    Paint { class, fill: None, stroke: Some(stroke), width }
}

const fn boxed(class: &'static str, fill: [&'static str; 3], stroke: [&'static str; 3], width: &'static str) -> Paint {
    Paint { class, fill: Some(fill), stroke: Some(stroke), width }
}

/// The class, and in a file of its own the attributes that say the same to whoever hears no style sheet.
pub fn paint(class: &str, is_page: bool) -> String {
    let Some(paint) = PAINTS.iter().find(|paint| paint.class == class) else { return String::new() };
    let mut out = format!(" class=\"p-{class}\"");
    if is_page {
        return out;
    }
    if let Some([fill, ..]) = paint.fill {
        out.push_str(&format!(" fill=\"{fill}\""));
    }
    if let Some([stroke, ..]) = paint.stroke {
        out.push_str(&format!(" stroke=\"{stroke}\" stroke-width=\"{}\"", paint.width));
    }
    out
}

/// The same on dark paper, as rules.
pub fn dark() -> String {
    rules("", 1)
}

/// For a page that has the variables of the report's style: rules for the pictures in it.
pub static CSS: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
    let focus = ".pic a.pn { cursor: pointer; }\n\
                 .pic a.pn:hover rect:first-of-type, .pic .lit rect:first-of-type { stroke-width: 3; }\n\
                 .pic a.pn:focus-visible { outline: none; }\n\
                 .pic a.pn:focus-visible rect:first-of-type { stroke: var(--focus); stroke-width: 4; }\n\
                 .pic .lit path { stroke-width: 4; }\n\
                 .pic .pl text { paint-order: stroke; stroke: var(--shade); stroke-width: 5; }\n";
    let lines = format!(
        ".pic {{ --pic-line: #8d959c; max-width: none; }}\n.pic text {{ font-family: {}; font-size: {}px; }}\n\
         .pic path {{ fill: none; }}\n.pic .mid {{ text-anchor: middle; }}\n",
        super::FONT,
        super::SMALL
    );
    let sizes: String = SIZES.iter().map(|size| format!(".pic .s{size} {{ font-size: {size}px; }}\n")).collect();
    let weights: String = WEIGHTS.iter().map(|weight| format!(".pic .w{weight} {{ font-weight: {weight}; }}\n")).collect();
    let dashes = ".pic .p-detour { stroke-dasharray: 7 4; }\n.pic .dots { stroke-dasharray: 2 4; }\n.pic .thin { stroke-width: 1.3; }\n";
    format!("{lines}{sizes}{weights}{}{dashes}{focus}", rules(".pic ", 2))
});

/// The letters that pictures are written with, beside the usual small ones.
const SIZES: [u8; 4] = [8, 9, 11, 12];
const WEIGHTS: [&str; 2] = ["600", "700"];

fn rules(before: &str, column: usize) -> String {
    let rule = |paint: &Paint| {
        let fill = paint.fill.map(|fill| format!("fill:{};", fill[column])).unwrap_or_default();
        // The page has no attributes that would say how wide a line is.
        let width = if column == 2 { format!("stroke-width:{};", paint.width) } else { String::new() };
        let stroke = paint.stroke.map(|stroke| format!("stroke:{};{width}", stroke[column])).unwrap_or_default();
        format!("{before}.p-{}{{{fill}{stroke}}}\n", paint.class)
    };
    PAINTS.iter().map(rule).collect()
}
