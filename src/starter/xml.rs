//! Writes XML as Archi does: two spaces a level, one element a line.

use quick_xml::escape::escape;

pub struct Writer {
    pub text: String,
    depth: usize,
}

impl Writer {
    pub fn new() -> Writer {
        Writer { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_string(), depth: 0 }
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
        self.depth += 1;
    }

    pub fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.text.extend(["</", name, ">\n"]);
    }

    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element with nothing but text in it.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        self.text.extend([&escape(text), "</", name, ">\n"]);
    }

    /// Where a box stands: left, top, width, height.
    pub fn bounds(&mut self, numbers: [u32; 4]) {
        let [x, y, width, height] = numbers.map(|number| number.to_string());
        self.empty("bounds", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.indent();
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            // A reader of XML would make a space of a line break.
            let value = escape(*value).replace('\n', "&#10;");
            self.text.extend([" ", name, "=\"", &value, "\""]);
        }
        self.text.push_str(end);
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.text.push_str("  "));
    }
}
