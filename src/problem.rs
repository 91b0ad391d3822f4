//! Bad input: what is wrong with a file that the user can correct, as data.
//!
//! A problem has a stable code; its words stand in `src/texts` under `problem.CODE.*` and are put together by
//! `report`. Nothing here knows a language, a colour or an exit code.

use crate::place::Place;

/// How bad a problem is: an error makes the check impossible (exit 2), a warning makes it less certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// The stable code of a problem; `saikes explain CODE` tells about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The code as written: kebab-case, never changed once published.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// How bad it is unless the reader knows better (an oddity of a drawing is a warning).
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Files and folders.
    UnreadableFile = "unreadable-file", Error;
    UnreadableFolder = "unreadable-folder", Error;
    FileTooLarge = "file-too-large", Error;
    NotText = "not-text", Error;
    MalformedToml = "malformed-toml", Error;
    MalformedXml = "malformed-xml", Error;
    DeclaredEntities = "declared-entities", Error;
    DamagedZip = "damaged-zip", Error;
    ZipWithoutModel = "zip-without-model", Error;
    ZippedTooLarge = "zipped-too-large", Error;
    UnknownNamespace = "unknown-namespace", Error;
    MergeConflict = "merge-conflict", Error;
    EmptyFile = "empty-file", Warning;
    UnknownFormat = "unknown-format", Warning;
    UnreadModel = "unread-model", Warning;
    PartOfModel = "part-of-model", Warning;
    NoProject = "no-project", Error;
    NoModel = "no-model", Error;
    // Configuration.
    UnknownKey = "unknown-key", Error;
    WrongConfiguration = "wrong-configuration", Error;
    MissingPath = "missing-path", Error;
    UnknownPack = "unknown-pack", Error;
    UnusedPack = "unused-pack", Warning;
    UnknownMapping = "unknown-mapping", Error;
    UnusedMapping = "unused-mapping", Warning;
    DuplicateProject = "duplicate-project", Error;
    SwitchedOff = "switched-off", Error;
    UnreadParameter = "unread-parameter", Error;
    UnusedSetting = "unused-setting", Warning;
    OverruledByPolicy = "overruled-by-policy", Warning;
    // Elements and facts.
    UnknownKind = "unknown-kind", Error;
    MissingKind = "missing-kind", Error;
    UnknownAttribute = "unknown-attribute", Error;
    InverseWritten = "inverse-written", Error;
    WrongType = "wrong-type", Error;
    UnknownValue = "unknown-value", Error;
    DuplicateId = "duplicate-id", Error;
    MissingId = "missing-id", Warning;
    ReservedId = "reserved-id", Error;
    KindConflict = "kind-conflict", Error;
    UnresolvedReference = "unresolved-reference", Warning;
    AmbiguousReference = "ambiguous-reference", Warning;
    LooseReference = "loose-reference", Warning;
    OtherState = "other-state", Warning;
    WrongTarget = "wrong-target", Error;
    TooManyEnds = "too-many-ends", Error;
    ConflictingFacts = "conflicting-facts", Warning;
    ConflictWithContext = "conflict-with-context", Warning;
    MandatoryLink = "mandatory-link", Warning;
    UnknownElement = "unknown-element", Error;
    GoneElement = "gone-element", Warning;
    UnusedFacts = "unused-facts", Warning;
    // Baselines.
    MissingBaseline = "missing-baseline", Error;
    MalformedBaseline = "malformed-baseline", Error;
    BaselineVersion = "baseline-version", Error;
    OtherBaseline = "other-baseline", Warning;
    UnjudgedPack = "unjudged-pack", Warning;
    // What people answer and justify.
    IncompleteAnswer = "incomplete-answer", Warning;
    AnswerToNothing = "answer-to-nothing", Warning;
    UnaskedAnswer = "unasked-answer", Warning;
    UnusedAnswer = "unused-answer", Warning;
    AnsweredTwice = "answered-twice", Warning;
    ExpiredAnswer = "expired-answer", Warning;
    OverrulingWithoutReason = "overruling-without-reason", Warning;
    EvidenceMissing = "evidence-missing", Warning;
    EvidenceOutside = "evidence-outside", Warning;
    EvidenceUnhashed = "evidence-unhashed", Warning;
    EvidenceChanged = "evidence-changed", Warning;
    IncompleteJustification = "incomplete-justification", Warning;
    GeneralJustification = "general-justification", Warning;
    UnusedJustification = "unused-justification", Warning;
    // Waivers.
    IncompleteWaiver = "incomplete-waiver", Error;
    WaiverDates = "waiver-dates", Error;
    AmbiguousWaiver = "ambiguous-waiver", Error;
    StrayWaivers = "stray-waivers", Error;
    // What is declared distinct.
    IncompleteDistinct = "incomplete-distinct", Error;
    DistinctElement = "distinct-element", Error;
    // Drawings.
    OtherNamespace = "other-namespace", Warning;
    UnknownSection = "unknown-section", Warning;
    UnknownType = "unknown-type", Warning;
    MissingType = "missing-type", Warning;
    MissingEnd = "missing-end", Warning;
    DanglingViewReference = "dangling-view-reference", Warning;
    DanglingRelationship = "dangling-relationship", Warning;
    CircularRelationship = "circular-relationship", Warning;
    UndefinedProperty = "undefined-property", Warning;
    AmbiguousValue = "ambiguous-value", Warning;
    UndefinedSpecialization = "undefined-specialization", Warning;
    MisnamedFile = "misnamed-file", Warning;
    StrayFile = "stray-file", Warning;
    UnnamedFolder = "unnamed-folder", Warning;
    // Packs.
    PackSyntax = "pack-syntax", Error;
    PackType = "pack-type", Error;
    PackName = "pack-name", Error;
    PackIncomplete = "pack-incomplete", Error;
    PackPointless = "pack-pointless", Warning;
    ExampleVerdict = "example-verdict", Error;
    Metamodel = "metamodel", Error;
    Names = "names", Error;
    // The command line.
    UnknownRequirement = "unknown-requirement", Error;
    UnknownName = "unknown-name", Error;
    ElementNotFound = "element-not-found", Error;
    NotASubject = "not-a-subject", Error;
}

impl Code {
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub severity: Severity,
    /// Where; `None` only for what stands in no file (a word of the command line).
    pub place: Option<Place>,
    /// A second place that belongs to it: the first of two equal ids, the other value of a conflict.
    pub related: Option<Place>,
    /// What the texts of the code put into `{…}`. `found` and `nearest` are usual names;
    /// `nearest` is empty where nothing is near.
    pub arguments: Vec<(&'static str, String)>,
    /// How often it happened in this file, where it is told once for many (drawings).
    pub times: usize,
}

impl Problem {
    pub fn new(code: Code, place: Place) -> Problem {
        Problem { code, severity: code.severity(), place: Some(place), related: None, arguments: Vec::new(), times: 1 }
    }

    /// A problem of the command line, which has no place.
    pub fn nowhere(code: Code) -> Problem {
        Problem { place: None, ..Problem::new(code, Place::whole(crate::place::FileId(0))) }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Problem {
        self.arguments.push((name, value.into()));
        self
    }

    pub fn related_to(mut self, place: Place) -> Problem {
        self.related = Some(place);
        self
    }

    /// The same as a warning: an oddity of a drawing does not stop the check.
    pub fn as_warning(mut self) -> Problem {
        self.severity = Severity::Warning;
        self
    }

    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// The name among `known` that was probably meant by `found`, for "did you mean".
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    let limit = (found.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::osa_distance(&found, &candidate.to_lowercase());
        let closer = best.is_none_or(|(least, name)| (distance, candidate) < (least, name));
        if distance <= limit && closer {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_of_the_finger_and_nothing_far_away() {
        let known = ["system", "service", "step"];
        assert_eq!(nearest("sytem", known), Some("system"));
        assert_eq!(nearest("zzzz", known), None);
    }

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    }
}
