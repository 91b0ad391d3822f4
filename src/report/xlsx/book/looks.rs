//! How cells look. Colours only repeat what the words say; every pair of them is told apart by people who see few.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::report::xlsx::table::Shape;
use crate::text::Language;
use crate::verdict::{Verdict, Weight};

/// What is for people to fill in.
pub const ASKED: u32 = 0xBF_8F00;

const INK: u32 = 0x1F_3864;
const PALE: u32 = 0xFF_F8E1;
const LINE: u32 = 0xBF_BFBF;

pub struct Looks {
    /// By shape: of the column, and of a cell that is to be filled in.
    shapes: [Format; 5],
    asked: [Format; 5],
    /// Of columns that are read and that are filled in; upright and turned.
    heads: [[Format; 2]; 2],
    verdicts: [Format; 5],
    weights: [Format; 3],
    unreadable: Format,
    title: Format,
    section: Format,
    label: Format,
    value: Format,
    day: Format,
    link: Format,
}

impl Looks {
    pub fn new(language: Language) -> Looks {
        let top = || Format::new().set_align(FormatAlign::Top);
        let wrapped = || top().set_text_wrap();
        let date = if language == Language::En { "yyyy-mm-dd" } else { "dd.mm.yyyy" };
        // A number keeps off the text that follows it.
        let number = |format: &str| top().set_num_format(format).set_align(FormatAlign::Right).set_indent(1);
        let day = top().set_num_format(date).set_align(FormatAlign::Left);
        let shapes = [wrapped(), number("#,##0"), number("0"), number("0%"), day.clone()];
        let asked = shapes.clone().map(|format| format.set_background_color(PALE).set_border(FormatBorder::Thin).set_border_color(LINE));
        let filled = |back: u32, ink: u32| wrapped().set_background_color(back).set_font_color(ink);
        let head = |back: u32| {
            let format = filled(back, 0xFF_FFFF).set_bold().set_align(FormatAlign::VerticalCenter);
            format.set_border(FormatBorder::Thin).set_border_color(LINE)
        };
        let verdicts = [
            filled(0xF8_CBCB, 0x7A_0009).set_bold(),
            filled(0xFF_E9A8, 0x5C_4300),
            filled(0xCD_EBCF, 0x0B_4F1A),
            filled(0xDC_E3F3, INK).set_italic(),
            filled(0xF2_F2F2, 0x59_5959),
        ];
        Looks {
            shapes,
            asked,
            heads: [head(INK), head(0x7F_5F00)].map(|head| [head.clone(), head.set_rotation(90)]),
            verdicts,
            weights: [wrapped().set_bold().set_font_color(0x7A_0009), wrapped(), wrapped().set_font_color(0x59_5959)],
            unreadable: filled(0x40_4040, 0xFF_FFFF).set_bold(),
            title: Format::new().set_bold().set_font_size(16).set_font_color(INK),
            section: Format::new().set_bold().set_font_color(INK).set_border_bottom(FormatBorder::Thin).set_border_color(INK),
            label: wrapped().set_font_color(0x40_4040),
            value: wrapped().set_align(FormatAlign::Left),
            day,
            link: top().set_font_color(Color::RGB(0x05_4AA3)).set_underline(FormatUnderline::Single),
        }
    }

    pub fn of(&self, shape: Shape) -> &Format {
        &self.shapes[shape as usize]
    }

    pub fn asked(&self, shape: Shape) -> &Format {
        &self.asked[shape as usize]
    }

    pub fn head(&self, is_asked: bool, turned: bool) -> &Format {
        &self.heads[usize::from(is_asked)][usize::from(turned)]
    }

    pub fn verdict(&self, verdict: Verdict) -> &Format {
        let at = match verdict {
            Verdict::NonCompliant => 0,
            Verdict::Partial => 1,
            Verdict::Full => 2,
            Verdict::NotAssessed => 3,
            Verdict::NotApplicable => 4,
        };
        &self.verdicts[at]
    }

    pub fn weight(&self, weight: Weight) -> &Format {
        let at = match weight {
            Weight::Blocking => 0,
            Weight::Major => 1,
            Weight::Minor => 2,
        };
        &self.weights[at]
    }

    pub fn unreadable(&self) -> &Format {
        &self.unreadable
    }

    pub fn title(&self) -> &Format {
        &self.title
    }

    pub fn section(&self) -> &Format {
        &self.section
    }

    pub fn label(&self) -> &Format {
        &self.label
    }

    pub fn value(&self) -> &Format {
        &self.value
    }

    pub fn day(&self) -> &Format {
        &self.day
    }

    pub fn link(&self) -> &Format {
        &self.link
    }
}
