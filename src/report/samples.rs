//! Reports made by hand, small but with something of everything: what the tests of every renderer show.

mod council;

use jiff::civil::date;

use super::*;
use crate::baseline;
use crate::pack::Section;
use crate::place::{FileId, Place, SourceFile, Sources};
use crate::problem::Code;
use crate::read::Stage;
use crate::text::say;
use crate::verdict::{Holds, Weight};

pub use council::council;

const NATIVE: &str = r#"# Электронное здравоохранение
[system.emr]
name = "Электронный паспорт здоровья"
owner = "moh"

[flow.emr-gbdfl]
source = "emr"
target = "gbd-fl"

[sytem.rpn]
name = "РПН"
colour = "red"
"#;

/// An export without line breaks: the drawing of a whole ministry in one line.
fn drawing() -> String {
    let element = |at: usize| format!(r#"<element identifier="id-{at}" xsi:type="ApplicationComponent"><name>Жүйе {at}</name></element>"#);
    format!("<model>{}</model>", (0..400).map(element).collect::<String>())
}

fn words(language: Language, texts: [&str; 3]) -> String {
    texts[language as usize].to_string()
}

/// Keeps a text as one of the snapshots of reports, or compares with the one that is kept.
#[track_caller]
pub fn keep(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A place by what stands there.
fn place(sources: &Sources, file: u32, marked: &str) -> Place {
    let text = &sources.file(FileId(file)).text;
    let start = text.find(marked).expect("the sample holds what is marked");
    Place::new(FileId(file), start..start + marked.len())
}

struct Sample {
    language: Language,
    sources: Sources,
}

impl Sample {
    fn at(&self, file: u32, marked: &str) -> Location {
        gather::location(&self.sources, place(&self.sources, file, marked))
    }

    fn say(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    fn packs(&self) -> Vec<PackReport> {
        let requirement = |id: &str, contour: Contour, severity, title: [&str; 3], fix: [&str; 3]| RequirementText {
            id: id.to_string(),
            contour: Some(contour.name()),
            chapter: None,
            stages: Stage::NAMES.to_vec(),
            severity,
            title: words(self.language, title),
            fix: words(self.language, fix),
            cites: vec![Cite { order: "124".into(), act: None, paragraph: "19".into(), subparagraph: Some("2".into()) }],
            follows: Vec::new(),
            question: None,
            decided_by: "machine",
            note: None,
            definition: None,
        };
        let gateway = requirement(
            "124/19.2",
            Contour::Integration,
            Weight::Blocking,
            [
                "Мемлекеттік органдар арасындағы ақпараттық ағындар «электрондық үкімет» шлюзі арқылы өтеді",
                "Потоки между государственными органами проходят через шлюз «электронного правительства»",
                "Flows between agencies go through the e-government gateway",
            ],
            ["ағынды шлюз арқылы өткізіңіз: `via`", "направьте поток через шлюз: `via`", "route the flow through a gateway: `via`"],
        );
        let circle = requirement(
            "124/9.4",
            Contour::General,
            Weight::Major,
            [
                "Компоненттер бір-біріне айналма тәуелді емес",
                "Компоненты не зависят друг от друга по кругу",
                "Components do not depend on each other in a circle",
            ],
            ["тәуелділіктердің бірін алып тастаңыз", "уберите одну из зависимостей", "remove one of the dependencies"],
        );
        let portal = requirement(
            "124/13.1",
            Contour::External,
            Weight::Minor,
            ["Қызметтер портал арқылы көрсетіледі", "Услуги оказываются через портал", "Services are delivered through the portal"],
            ["порталды қосыңыз", "добавьте портал", "add the portal"],
        );
        let pack = |id: &str, advisory: bool, requirements| PackReport {
            id: id.to_string(),
            title: words(
                self.language,
                [
                    "Архитектураны дамыту жөніндегі талаптар",
                    "Требования по развитию архитектуры",
                    "Requirements for the development of the architecture",
                ],
            ),
            order: if advisory { String::new() } else { "124".to_string() },
            edition: "28.01.2016".into(),
            in_force: Some("2016-01-28".into()),
            repealed: (!advisory).then(|| "2018-05-31".to_string()),
            replaced_by: (!advisory)
                .then(|| words(self.language, ["31.05.2018 № 239 бұйрық", "приказ от 31.05.2018 № 239", "order 239 of 31.05.2018"])),
            amendments: vec![],
            advisory,
            acts: vec![],
            non_compliant_share: 0.5,
            folder: None,
            replaces: None,
            variant: None,
            sha256: "0".repeat(64),
            requirements,
        };
        let name = requirement(
            "hygiene/names",
            Contour::General,
            Weight::Minor,
            ["Элементтің атауы бар", "У элемента есть имя", "An element has a name"],
            ["атауын беріңіз", "дайте имя", "give it a name"],
        );
        vec![pack("order-124", false, vec![gateway, circle, portal]), pack("hygiene", true, vec![name])]
    }

    fn sections(&self) -> Vec<SectionReport> {
        let open = |contour: Contour| SectionReport {
            pack: "order-124".into(),
            id: contour.name().into(),
            title: say(self.language, &format!("contour.{}", contour.name()), &[]),
            verdict: Verdict::NotAssessed,
            worst: Level::NonCompliant,
            best: Level::Full,
            coverage: Coverage { settled: 0, applicable: 1 },
            section: Section::Contour(contour),
        };
        Contour::ALL.map(open).into()
    }

    fn subject(&self, id: &str, kind: &str, name: &str) -> Subject {
        Subject { id: id.into(), kind: kind.into(), name: name.into(), state: "target", owner: Some("МЗ РК".into()) }
    }

    fn related(&self, role: &str, name: &str, owner: Option<&str>, location: Location) -> Related {
        Related {
            id: name.to_lowercase(),
            kind: "system",
            role: role.into(),
            name: name.into(),
            owner: owner.map(str::to_string),
            project: None,
            location,
            node: None,
        }
    }

    fn finding(
        &self,
        index: (usize, usize),
        subject: Subject,
        message: [&str; 3],
        location: Option<Location>,
        related: Vec<Related>,
    ) -> Finding {
        let packs = self.packs();
        let (pack, requirement) = (&packs[index.0], &packs[index.0].requirements[index.1]);
        Finding {
            requirement: requirement.id.clone(),
            pack: pack.id.clone(),
            verdict: Verdict::NonCompliant,
            worst: Level::NonCompliant,
            best: Level::NonCompliant,
            severity: requirement.severity,
            shape: Shape::Single,
            message: words(self.language, message),
            fix: requirement.fix.clone(),
            location,
            related,
            waived: false,
            waiver: None,
            baseline: None,
            brought_by: None,
            answer: None,
            justification: None,
            fingerprint: "0123456789abcdef".into(),
            key: String::new(),
            node: None,
            index,
            subject,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let past = [
            "«ЭПЗ» деректерді «ЖТ МДҚ» жүйесіне шлюзді айналып өтіп жібереді",
            "«ЭПЗ» передаёт «Сведения о физическом лице» в «ГБД ФЛ» другого органа в обход шлюза",
            "«ЭПЗ» sends «Сведения о физическом лице» straight to «ГБД ФЛ» of another agency",
        ];
        let ends = || {
            let at = |marked| self.at(0, marked);
            vec![
                self.related("source", "ЭПЗ", Some("МЗ РК"), at("system.emr")),
                self.related("target", "ГБД ФЛ", Some("МЮ РК"), at("source")),
                self.related("witness", "ШЭП", None, self.at(1, "id-3\"")),
            ]
        };
        let mut findings =
            vec![self.finding((0, 0), self.subject("emr-gbdfl", "flow", "emr-gbdfl"), past, Some(self.at(0, "flow.emr-gbdfl")), ends())];
        for at in [20, 300, 301, 302, 303, 304] {
            let marked = format!(r#"<element identifier="id-{at}""#);
            findings.push(self.finding((0, 0), self.subject(&format!("id-{at}"), "flow", "ағын"), past, Some(self.at(1, &marked)), vec![]));
        }
        findings[1].verdict = Verdict::NotAssessed;
        findings[1].best = Level::Partial;
        findings[6].justification = Some(Justified {
            id: "border-posts".into(),
            reason: words(
                self.language,
                [
                    "2027 жылға дейін шекара бекеттерінде шлюзге байланыс жоқ",
                    "до 2027 года на пограничных постах нет связи со шлюзом",
                    "border posts have no line to the gateway until 2027",
                ],
            ),
            location: self.at(0, "flow.emr-gbdfl"),
        });
        findings[1].answer = Some(self.answers().remove(0).answer);
        let around = [
            "компоненттер бір-біріне айналма тәуелді",
            "компоненты зависят друг от друга по кругу",
            "components depend on each other in a circle",
        ];
        let mut circle = self.finding(
            (0, 1),
            self.subject("a", "component", "Учёт"),
            around,
            Some(self.at(0, "system.emr")),
            vec![
                self.related("witness", "Отчёты", None, self.at(0, "owner")),
                self.related("witness", "Архив", None, self.at(0, "target")),
            ],
        );
        circle.shape = Shape::Cycle;
        circle.verdict = Verdict::Partial;
        (circle.worst, circle.best) = (Level::Partial, Level::Partial);
        findings.push(circle);
        let nothing = [
            "модельде талап күтетін элемент жоқ: мемлекеттік көрсетілетін қызмет",
            "в модели нет того, чего ожидает требование: государственная услуга",
            "the model holds nothing of the kind that the requirement expects: public service",
        ];
        let mut absent = self.finding((0, 2), Subject { owner: None, ..self.subject("", "service", "") }, nothing, None, vec![]);
        absent.shape = Shape::Nothing;
        findings.push(absent);
        findings.push(self.finding(
            (1, 0),
            self.subject("x", "system", "x"),
            ["элементтің атауы жоқ", "у элемента нет имени", "the element has no name"],
            Some(self.at(0, "sytem.rpn")),
            vec![],
        ));
        findings
    }

    /// One answer that replaces what the machine found, and one that it outweighs.
    fn answers(&self) -> Vec<AnswerReport> {
        let role = words(self.language, ["мұрағат бөлімінің басшысы", "начальник архивного отдела", "head of the archive"]);
        let reason = words(self.language, ["журнал қағаз түрінде жүргізілді", "журнал вёлся на бумаге", "the log was kept on paper"]);
        let answer = |id: &str, level, overrules: bool, machine: (Level, Level), holds| Answered {
            id: id.into(),
            level,
            role: role.clone(),
            date: "2026-10-05".into(),
            evidence: (!overrules).then(|| "acts/act-14.md".to_string()),
            sha256: (!overrules).then(|| "c".repeat(64)),
            reason: overrules.then(|| reason.clone()),
            overrules,
            machine: Some(Bounds { worst: machine.0, best: machine.1 }),
            holds,
            location: self.at(0, "system.emr"),
        };
        let report =
            |requirement: &str, subject, verdict, answer| AnswerReport { requirement: requirement.into(), subject, verdict, answer };
        let replaced = answer("answer-1", "partial", true, (Level::NonCompliant, Level::Full), Holds::Answer);
        let outweighed = answer("answer-2", "full", false, (Level::Partial, Level::Partial), Holds::Machine);
        vec![
            report("124/19.2", self.subject("id-20", "flow", "ағын"), Verdict::Partial, replaced),
            report("124/23.8", self.subject("scan", "step", "Сканерлеу"), Verdict::Partial, outweighed),
        ]
    }

    fn requirements(&self) -> Vec<RequirementReport> {
        let requirement = |index: (usize, usize), contour, verdict, interval: (Level, Level), counts: [usize; 4]| {
            let packs = self.packs();
            let text = &packs[index.0].requirements[index.1];
            RequirementReport {
                id: text.id.clone(),
                pack: packs[index.0].id.clone(),
                variant: None,
                severity: text.severity,
                verdict,
                worst: interval.0,
                best: interval.1,
                counts: Counts {
                    full: counts[0],
                    partial: counts[1],
                    non_compliant: counts[2],
                    not_assessed: counts[3],
                    waived: 0,
                    justified: usize::from(index == (0, 0)),
                },
                unlisted: 0,
                editions: Vec::new(),
                open: Vec::new(),
                other_stage: false,
                section: Some(Section::Contour(contour)),
                advisory: packs[index.0].advisory,
                index,
            }
        };
        use {Level as L, Verdict as V};
        let lowest = (L::NonCompliant, L::NonCompliant);
        vec![
            requirement((0, 0), Contour::Integration, V::NonCompliant, lowest, [5, 0, 6, 37]),
            requirement((0, 1), Contour::General, V::Partial, (L::Partial, L::Partial), [57, 1, 0, 0]),
            requirement((0, 2), Contour::External, V::NonCompliant, lowest, [0, 0, 0, 0]),
            requirement((0, 1), Contour::General, V::Full, (L::Full, L::Full), [9, 0, 0, 0]),
            requirement((0, 1), Contour::General, V::NotAssessed, (L::NonCompliant, L::Full), [0, 0, 0, 4]),
            requirement((0, 1), Contour::Internal, V::NotApplicable, (L::NonCompliant, L::Full), [0; 4]),
            requirement((1, 0), Contour::General, V::NonCompliant, lowest, [0, 0, 1, 0]),
        ]
    }

    fn missing(&self) -> Vec<Missing> {
        let fact = |fact: &str, sort, kind, elements, requirements, subjects| Missing {
            fact: fact.into(),
            sort,
            kind,
            elements,
            settles: Settles { requirements, subjects, alone: Alone { requirements: requirements / 4, subjects: subjects / 3 } },
            requirements: vec!["124/19.2".into()],
            examples: vec!["id-20".into()],
        };
        vec![
            fact("owner", Sort::Link, Some("system"), 25, 17, 1240),
            fact("lifecycle", Sort::Attribute, Some("system"), 31, 12, 96),
            fact("mechanism", Sort::Attribute, Some("flow"), 44, 9, 44),
            fact("platform", Sort::Register, Some("platform"), 0, 3, 31),
            fact("current", Sort::State, None, 0, 2, 31),
            fact("lifetimes", Sort::Given, None, 0, 1, 9),
            fact("answer", Sort::Answer, None, 3, 1, 3),
        ]
    }

    fn project(&self) -> ProjectReport {
        let arguments: [(&str, &dyn std::fmt::Display); 2] = [("count", &1), ("requirements", &"124/19.2")];
        let unresolved = |found: &str, marked: &str| {
            Problem::new(Code::UnresolvedReference, place(&self.sources, 0, marked))
                .with("name", "target")
                .with("found", found)
                .with("nearest", "")
        };
        let warnings = [unresolved("gbd-fl", "gbd-fl"), unresolved("moh", "\"moh\""), unresolved("a", "emr\""), unresolved("b", "target")];
        let unmapped = [("Stakeholder", 18), ("Gap", 9), ("Driver", 7), ("Plateau", 5), ("Course", 3), ("Value", 2), ("Meaning", 1)];
        ProjectReport {
            id: "ehealth".into(),
            name: words(self.language, ["Электрондық денсаулық сақтау", "Электронное здравоохранение", "E-health"]),
            agency: Some("moh".into()),
            agency_name: None,
            stage: Some("planning"),
            path: "submissions/ehealth".into(),
            context: Some("national".into()),
            verdict: Verdict::NonCompliant,
            worst: Level::NonCompliant,
            best: Level::NonCompliant,
            coverage: Coverage { settled: 4, applicable: 5 },
            reason: say(self.language, "reason.blocking", &arguments),
            require: Level::Partial,
            unreadable: false,
            sections: self.sections(),
            components: vec![],
            open_components: 0,
            baseline: None,
            index: 0,
            waivers: vec![],
            loosened: vec![
                LoosenedReport::new("complete", vec!["application".into(), "data".into()]),
                LoosenedReport {
                    was: Some("3".into()),
                    effect: Some("open"),
                    ..LoosenedReport::new("params", vec!["lifetimes = 5".into()])
                },
            ],
            inputs: vec![
                InputReport {
                    path: "systems.toml".into(),
                    format: "native",
                    version: String::new(),
                    sha256: "a".repeat(64),
                    elements: 3,
                    relations: 3,
                    views: 0,
                    properties: 3,
                    unmapped: Default::default(),
                },
                InputReport {
                    path: "target.xml".into(),
                    format: "exchange",
                    version: "3.1".into(),
                    sha256: "b".repeat(64),
                    elements: 1214,
                    relations: 391,
                    views: 12,
                    properties: 40,
                    unmapped: unmapped.iter().map(|(name, count)| (name.to_string(), *count)).collect(),
                },
            ],
            understood: vec![
                Understood {
                    kind: "system",
                    elements: 1031,
                    facts: vec![Stated { fact: "owner", elements: 6 }, Stated { fact: "lifecycle", elements: 0 }],
                },
                Understood { kind: "flow", elements: 44, facts: vec![Stated { fact: "via", elements: 5 }] },
                Understood { kind: "component", elements: 58, facts: vec![] },
            ],
            problems: problems::gather(&warnings, &self.sources, self.language, false),
            requirements: self.requirements(),
            findings: self.findings(),
            missing: self.missing(),
            questions: vec![Question {
                requirement: "124/23.5".into(),
                question: words(
                    self.language,
                    [
                        "Ұқсас шешімдерге талдау жүргізілді ме?",
                        "Проведён ли анализ аналогичных решений?",
                        "Were similar solutions analysed?",
                    ],
                ),
                because: None,
                subjects: 3,
                examples: vec!["emr".into()],
            }],
            answers: self.answers(),
        }
    }

    /// A project whose files have errors.
    fn broken(&self) -> ProjectReport {
        let first = place(&self.sources, 0, "system.emr");
        let errors = [
            Problem::new(Code::UnknownKind, place(&self.sources, 0, "sytem")).with("found", "sytem").with("nearest", "system"),
            Problem::new(Code::UnknownAttribute, place(&self.sources, 0, "colour"))
                .with("found", "colour")
                .with("kind", "system")
                .with("nearest", "")
                .related_to(place(&self.sources, 0, "sytem.rpn")),
            Problem::new(Code::DuplicateId, place(&self.sources, 1, r#"identifier="id-399""#)).with("id", "id-399").related_to(first),
            Problem::new(Code::UnreadableFile, Place::whole(FileId(2))).with("reason", "permission denied"),
        ];
        ProjectReport {
            id: "akimat-07".into(),
            name: "akimat-07".into(),
            path: "submissions/akimat-07".into(),
            verdict: Verdict::NotAssessed,
            best: Level::Full,
            coverage: Coverage { settled: 0, applicable: 0 },
            reason: self.say("reason.unreadable"),
            unreadable: true,
            loosened: vec![],
            inputs: vec![],
            understood: vec![],
            problems: problems::gather(&errors, &self.sources, self.language, false),
            requirements: vec![],
            findings: vec![],
            missing: vec![],
            questions: vec![],
            context: None,
            agency: None,
            stage: None,
            ..self.project()
        }
    }

    fn report(&self, projects: Vec<ProjectReport>) -> Report {
        Report {
            schema: SCHEMA,
            tool: Tool { name: "saikes", version: "0.0.0" },
            today: date(2026, 11, 22).to_string(),
            as_of: None,
            left_out: vec![],
            lang: self.language,
            policy: None,
            packs: self.packs(),
            contexts: vec![ContextReport {
                id: "national".into(),
                name: "national".into(),
                path: "../national".into(),
                files: 11,
                elements: 204,
                sha256: "c".repeat(64),
                content: String::new(),
            }],
            summary: Summary::of(&projects),
            projects,
            portfolio: Portfolio::default(),
            baseline: None,
            problems: vec![],
            arithmetic: say(self.language, "report.arithmetic", &[("share", &50)]),
            arithmetic_line: say(self.language, "report.arithmetic-line", &[("share", &50)]),
            statement: self.say("report.statement"),
        }
    }
}

fn sample(language: Language) -> Sample {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("submissions/ehealth/systems.toml", NATIVE));
    sources.add(SourceFile::new("submissions/ehealth/target.xml", drawing()));
    sources.add(SourceFile::new("submissions/akimat-07/target.xml", ""));
    Sample { language, sources }
}

/// One project with findings of every shape.
pub fn one(language: Language) -> (Report, Sources) {
    let sample = sample(language);
    let report = sample.report(vec![sample.project()]);
    (report, sample.sources)
}

/// Beside it a project that could not be read and a group over both.
pub fn two(language: Language) -> (Report, Sources) {
    let sample = sample(language);
    let mut report = sample.report(vec![sample.broken(), sample.project()]);
    let twice = ["екі жобада бірдей жүйе", "одна и та же система в двух проектах", "the same system in two projects"];
    let members = vec![
        sample.related("member", "ЭПЗ", Some("МЗ РК"), sample.at(0, "system.emr")),
        sample.related("member", "Жүйе 7", None, sample.at(1, "id-7\"")),
    ];
    let mut group = sample.finding((0, 1), sample.subject("emr", "system", "ЭПЗ"), twice, Some(sample.at(0, "system.emr")), members);
    group.shape = Shape::Group;
    report.portfolio.findings.push(group);
    (report, sample.sources)
}

/// The same beside a baseline: of its findings one is known, one became worse, the others are new; one was solved, a
/// question is open that was not, and advice is no longer judged.
pub fn compared(language: Language) -> (Report, Sources) {
    let (mut report, sources) = one(language);
    let project = &mut report.projects[0];
    for (at, finding) in project.findings.iter_mut().enumerate() {
        finding.fingerprint = format!("{at:016x}");
        finding.key = format!("{}:{}", finding.subject.kind, finding.subject.id);
    }
    let subject = project.findings[0].subject.clone();
    project.requirements[0].open =
        vec![Open { key: "flow:kmis-rpn".into(), subject, worst: Level::NonCompliant, location: project.findings[0].location.clone() }];
    let entry = |at: usize, subject: &str, level: Level| baseline::Entry {
        requirement: project.findings[0].requirement.clone(),
        subject: subject.into(),
        fingerprint: format!("{at:016x}"),
        level,
        best: level,
    };
    let findings = vec![entry(0, "flow:a", Level::NonCompliant), entry(1, "flow:b", Level::Partial), entry(99, "flow:c", Level::Partial)];
    let requirement = (project.requirements[0].id.clone(), "0".to_string());
    let rules =
        [(project.requirements[0].pack.clone(), [requirement].into()), ("advice".to_string(), [("advice/1".into(), "0".into())].into())];
    let gone = ("advice/1".to_string(), Level::NonCompliant);
    let recorded = baseline::Recorded {
        made: baseline::Made { today: "2026-09-01".into(), ..baseline::Made::default() },
        rules: rules.into(),
        findings,
        open: [(gone, ["system:emr".to_string()].into())].into(),
        ..baseline::Recorded::default()
    };
    let projects = [(project.id.clone(), recorded.clone()), ("shymkent".to_string(), recorded)].into();
    baseline::compare(&baseline::Baseline { projects }, "gate/baseline.json", &mut report, false);
    (report, sources)
}

/// More projects than a terminal shows in full.
pub fn many(language: Language) -> (Report, Sources) {
    let sample = sample(language);
    let verdicts = [
        (Verdict::Full, Level::Full, Level::Full),
        (Verdict::Partial, Level::Partial, Level::Partial),
        (Verdict::NotAssessed, Level::NonCompliant, Level::Partial),
        (Verdict::NotAssessed, Level::Partial, Level::Full),
    ];
    let mut projects: Vec<ProjectReport> = (0..12)
        .map(|at| {
            let (verdict, worst, best) = verdicts[at % verdicts.len()];
            ProjectReport { id: format!("zhoba-{at:02}"), verdict, worst, best, findings: vec![], problems: vec![], ..sample.project() }
        })
        .collect();
    projects.insert(0, sample.broken());
    (sample.report(projects), sample.sources)
}

/// A project that a waiver and a baseline answer for in part.
pub fn lifted(language: Language) -> (Report, Sources) {
    let sample = sample(language);
    let mut project = sample.project();
    let [flow, _, known, new, worse, ..] = &mut project.findings[..] else { return (sample.report(vec![project]), sample.sources) };
    flow.waived = true;
    (flow.verdict, flow.worst, flow.best) = (Verdict::Partial, Level::Partial, Level::Partial);
    flow.waiver = Some(Waived {
        decided: Decided {
            decision: "14-2".into(),
            body: words(language, ["сарапшылар кеңесі", "экспертный совет", "expert council"]),
            owner: words(language, ["архитектура бөлімі", "отдел архитектуры", "architecture unit"]),
            reason: words(language, ["шлюз 2027 жылы қосылады", "шлюз подключат в 2027 году", "the gateway is connected in 2027"]),
            granted: "2026-10-01".into(),
            until: "2027-06-30".into(),
            location: sample.at(0, "flow.emr-gbdfl"),
        },
        without: Bounds { worst: Level::NonCompliant, best: Level::NonCompliant },
    });
    known.baseline = Some(Standing::Known);
    new.baseline = Some(Standing::New);
    worse.baseline = Some(Standing::Worse);
    project.requirements[0].counts.waived = 1;
    let counts = Tally { known: 1, new: 1, worse: 1, solved: 2, open_known: 37, open_new: 0, open_settled: 4 };
    project.baseline = Some(BaselineReport { recorded: true, counts, failing: 2, ..BaselineReport::default() });
    let mut report = sample.report(vec![project]);
    let (path, made) = ("saikes-baseline.json".to_string(), Some("2026-11-01".to_string()));
    report.baseline = Some(BaselineHead { path, made, counts, can_shrink: 2, unknown: vec![], absent: vec![] });
    (report, sample.sources)
}

/// Whatever people may write into a model, all of it to be shown and none of it to be obeyed.
pub const HOSTILE: &str = "=1+1\r\n::error file=x::]]> ##[error]<b>&amp;\"'|`%0A,;\u{0}\u{1b}[31m\u{b}\u{fffe}\u{202e}ғ";

pub fn hostile(language: Language) -> (Report, Sources) {
    let (mut report, sources) = one(language);
    let project = &mut report.projects[0];
    for text in [&mut project.id, &mut project.name, &mut project.reason] {
        *text = HOSTILE.to_string();
    }
    for finding in &mut project.findings {
        for text in [&mut finding.message, &mut finding.fix, &mut finding.subject.id, &mut finding.subject.name] {
            *text = HOSTILE.to_string();
        }
        finding.location.iter_mut().for_each(|location| location.path = HOSTILE.to_string());
    }
    for problem in &mut project.problems {
        (problem.message, problem.help) = (HOSTILE.to_string(), HOSTILE.to_string());
    }
    (report, sources)
}
