//! Every mistake the language knows: its name, what sort of problem it makes and what its words may hold.
//!
//! The words stand in `src/texts` under `mistake.NAME`; a test holds both lists together.

use super::mistake::{Mistake, Sort};
use crate::place::Span;

/// One mistake that an author can make.
#[derive(Debug)]
pub struct Entry {
    pub name: &'static str,
    pub sort: Sort,
    /// The arguments of its words.
    pub arguments: &'static [&'static str],
}

impl Entry {
    pub fn at(&self, span: Span) -> Mistake {
        Mistake { span, name: self.name, arguments: Vec::new(), warning: self.sort == Sort::Pointless, sort: self.sort }
    }
}

impl Mistake {
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Mistake {
        self.arguments.push((name, value.to_string()));
        self
    }

    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $entry:ident = $name:literal, $sort:ident, [$($argument:literal),*];)*) => {
        $($(#[$doc])* pub const $entry: Entry = Entry { name: $name, sort: Sort::$sort, arguments: &[$($argument),*] };)*

        /// All of them.
        pub const ALL: &[Entry] = &[$($entry),*];
    };
}

catalogue! {
    // Lexemes.
    UNEXPECTED_CHARACTER = "unexpected-character", Syntax, ["found"];
    /// `&&`, `==`, `AND`: another spelling of something the language has.
    FOREIGN = "foreign-spelling", Syntax, ["found", "advice"];
    OTHER_QUOTES = "other-quotes", Syntax, ["found", "advice"];
    UNCLOSED_TEXT = "unclosed-text", Syntax, ["found"];
    UNCLOSED_BRACKET = "unclosed-bracket", Syntax, ["found", "advice"];
    STRAY_BRACKET = "stray-bracket", Syntax, ["found"];
    NO_SUCH_DATE = "no-such-date", Syntax, ["found"];
    NUMBER_TOO_LARGE = "number-too-large", Syntax, ["found"];
    // Grammar.
    EMPTY = "empty", Syntax, [];
    EXPECTED_CONDITION = "expected-condition", Syntax, ["found"];
    CONDITION_MISSING = "condition-missing", Syntax, ["after"];
    EXPECTED_PATH = "expected-path", Syntax, ["found"];
    PATH_MISSING = "path-missing", Syntax, ["after"];
    EXPECTED_VALUE = "expected-value", Syntax, ["found"];
    VALUE_MISSING = "value-missing", Syntax, ["after"];
    EXPECTED_COLON = "expected-colon", Syntax, ["path", "found"];
    /// `steps(path, key)`.
    ARGUMENTS_MISSING = "arguments-missing", Syntax, ["found"];
    EXPECTED_COVER = "expected-cover", Syntax, [];
    EXPECTED_ITEM = "expected-item", Syntax, ["found"];
    ITEM_MISSING = "item-missing", Syntax, ["after"];
    EXPECTED_KIND = "expected-kind", Syntax, ["after"];
    EXPECTED_TEXT_ARGUMENT = "expected-text-argument", Syntax, ["found"];
    UNEXPECTED = "unexpected", Syntax, ["found"];
    /// `a b`: two conditions side by side.
    NOT_JOINED = "not-joined", Syntax, [];
    COMPARISON_CHAIN = "comparison-chain", Syntax, ["advice"];
    COUNT_NEEDS_COMPARISON = "count-needs-comparison", Syntax, ["found", "advice"];
    EVERY_NEEDS_BRACKETS = "every-needs-brackets", Syntax, ["found"];
    SHARE_NEEDS_COMPARISON = "share-needs-comparison", Syntax, ["path"];
    /// `budget * 1.2`.
    FACTOR_FIRST = "factor-first", Syntax, ["found", "advice"];
    /// `today - 30`.
    UNIT_MISSING = "unit-missing", Syntax, ["found", "advice"];
    /// `retired < 30 days`.
    DURATION_ALONE = "duration-alone", Syntax, ["found", "advice"];
    QUANTIFIER_COMPARES = "quantifier-compares", Syntax, ["found", "advice"];
    QUANTIFIER_COLON = "quantifier-colon", Syntax, ["found", "advice"];
    ALL_QUANTIFIES = "all-quantifies", Syntax, [];
    /// `has not x`, `x not in y`, `x is not y`.
    MISPLACED_NOT = "misplaced-not", Syntax, ["advice"];
    LIST_MISPLACED = "list-misplaced", Syntax, [];
    LIST_EMPTY = "list-empty", Syntax, [];
    LIST_OF_NAMES = "list-of-names", Syntax, ["found", "advice"];
    RESERVED_WORD = "reserved-word", Syntax, ["found"];
    NOT_YET = "not-yet", Syntax, ["found"];
    TOO_DEEP = "too-deep", Syntax, [];
    // Templates.
    UNCLOSED_BRACE = "unclosed-brace", Syntax, [];
    STRAY_BRACE = "stray-brace", Syntax, [];
    EMPTY_HOLE = "empty-hole", Syntax, [];
    // Names.
    UNKNOWN_NAME = "unknown-name", Name, ["found", "kinds", "nearest"];
    /// Nothing near is known.
    STRANGE_NAME = "strange-name", Name, ["found", "kinds", "kind"];
    NAME_OF_OTHERS = "name-of-others", Name, ["found", "kinds", "others"];
    MINUS_NEEDS_SPACES = "minus-needs-spaces", Name, ["found", "advice"];
    QUOTES_MISSING = "quotes-missing", Name, ["found", "advice"];
    UNKNOWN_KIND = "unknown-kind", Name, ["found", "nearest"];
    STRANGE_KIND = "strange-kind", Name, ["found"];
    UNKNOWN_VALUE = "unknown-value", Name, ["found", "attribute", "nearest", "values"];
    STRANGE_VALUE = "strange-value", Name, ["found", "attribute", "values"];
    KIND_AS_CONDITION = "kind-as-condition", Name, ["found", "advice"];
    DEFINE_AS_CONDITION = "define-as-condition", Name, ["found", "advice"];
    DEFINE_CIRCLE = "define-circle", Name, ["found"];
    DEFINE_KIND = "define-kind", Name, ["found"];
    DEFINE_SUBJECT = "define-subject", Name, ["found"];
    TOO_MANY_DEFINES = "too-many-defines", Name, [];
    MEMBERS_OUTSIDE_GROUP = "members-outside-group", Name, ["found"];
    WAS_MEMBERS = "was-members", Name, ["found"];
    /// `every uses as owner: …`: the name has a meaning already.
    ITEM_TAKEN = "item-taken", Name, ["found"];
    // Types.
    ATTRIBUTE_AND_LINK = "attribute-and-link", Type, ["found", "attribute-of", "link-of"];
    ATTRIBUTE_ENDS_PATH = "attribute-ends-path", Type, ["found"];
    WANTS_ELEMENTS = "wants-elements", Type, ["found"];
    WANTS_HAS = "wants-has", Type, ["found", "advice"];
    WANTS_SOME = "wants-some", Type, ["found", "advice"];
    HAS_OF_SEVERAL = "has-of-several", Type, ["found", "advice"];
    SEVERAL_VALUES = "several-values", Type, ["found", "advice"];
    SEVERAL_ELEMENTS = "several-elements", Type, ["found", "advice"];
    LIST_COMPARED = "list-compared", Type, ["found", "advice"];
    TYPES_DIFFER = "types-differ", Type, ["left", "left-type", "right", "right-type"];
    MIXED_TYPES = "mixed-types", Type, ["found", "types"];
    NOT_COMPARABLE = "not-comparable", Type, ["found", "type"];
    NOT_ORDERED = "not-ordered", Type, ["found", "type"];
    WRONG_LITERAL = "wrong-literal", Type, ["found", "attribute", "type"];
    WRITE_LITERAL = "write-literal", Type, ["found", "attribute", "type", "advice"];
    ELEMENT_AS_VALUE = "element-as-value", Type, ["found", "advice"];
    /// Something else than a date is moved by a duration.
    NOT_A_DATE = "not-a-moment", Type, ["found", "type"];
    NOT_AN_AMOUNT = "not-an-amount", Type, ["found", "type"];
    NOT_A_NUMBER = "not-a-number", Type, ["found", "type"];
    NOT_NUMBERS = "not-numbers", Type, ["found", "aggregate"];
    NOT_AN_ORDER = "not-an-order", Type, ["found"];
    NOT_DATES = "not-dates", Type, ["found"];
    SHARE_OUT_OF_RANGE = "share-outside", Type, ["found"];
    SET_OF_PATHS = "set-of-paths", Type, ["found"];
    IN_NEEDS_LIST = "in-needs-list", Type, ["found", "advice"];
    ALL_NEEDS_KIND = "all-needs-kind", Type, ["found"];
    ALL_NEEDS_EQUALITY = "all-needs-equality", Type, ["found"];
    // What works and says nothing.
    NEVER_LEADS = "never-leads", Pointless, ["found", "kinds"];
    ALWAYS_TRUE = "always-true", Pointless, ["found"];
    NEVER_TRUE = "never-true", Pointless, ["found"];
    NEVER_EQUAL = "never-equal", Pointless, ["found"];
    SAME_CONDITION = "same-condition", Pointless, ["found"];
    TRUE_OF_NOTHING = "true-of-nothing", Pointless, ["path", "found"];
    LIST_FITS_NOTHING = "list-fits-nothing", Pointless, ["found", "attribute"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = ALL.iter().map(|entry| entry.name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }
}
