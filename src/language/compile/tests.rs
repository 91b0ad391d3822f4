//! What compiles, what does not and where that is told, and that no text at all breaks the compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::{Role, define, path, predicate, template};
use crate::language::calendar::Calendar;
use crate::language::catalogue;
use crate::language::meant::{Filter, Key, Literal, Operand, Piece, Predicate, Start, Test, Walk};
use crate::language::mistake::Mistake;
use crate::language::names::Names;
use crate::language::warn::true_of_nothing;
use crate::metamodel::{KindSet, Metamodel};

/// The rules' surroundings: some defined filters, parameters and lists.
struct Surroundings {
    defines: BTreeMap<String, (String, String)>,
    parameters: BTreeMap<String, Literal>,
    lists: BTreeMap<String, Vec<Literal>>,
    calendar: Arc<Calendar>,
}

impl Surroundings {
    fn new() -> Surroundings {
        let defined = [
            ("live-egov-platform", "platform", "scope = 'egov' and lifecycle in ['trial', 'operating']"),
            ("egov-gateway", "gateway", "scope = 'egov'"),
            ("live", "system", "every uses as inner: inner.owner = owner"),
            ("twice", "system", "some built-on[live-egov-platform] and some built-on[live-egov-platform]"),
            ("round", "system", "some depends-on[about]"),
            ("about", "system", "some depends-on[round]"),
            ("asks-subject", "system", "owner = self.owner"),
            ("no-kind", "sytem", "human-users"),
            ("broken", "system", "lifecycle = 'oprating'"),
        ];
        let text = |text: &str| Literal::Text(text.to_string());
        Surroundings {
            defines: defined.map(|(name, kind, is)| (name.to_string(), (kind.to_string(), is.to_string()))).into(),
            parameters: [("log-retention-days", Literal::Integer(365)), ("profile", text("2.0")), ("stage", text("operatng"))]
                .map(|(name, value)| (name.to_string(), value))
                .into(),
            lists: [
                ("protocols", vec![text("saml"), text("oidc")]),
                ("stages", vec![text("operating"), text("elsewhere")]),
                ("colours", vec![text("red")]),
            ]
            .map(|(name, values)| (name.to_string(), values))
            .into(),
            calendar: Arc::default(),
        }
    }

    fn names(&self) -> Names<'_> {
        let Surroundings { defines, parameters, lists, calendar } = self;
        Names { metamodel: Metamodel::standard(), defines, parameters, lists, calendar }
    }
}

fn kinds(names: &str) -> KindSet {
    let known = |name| Metamodel::standard().kinds_named(name).unwrap_or_else(|| panic!("a kind `{name}`"));
    names.split(' ').fold(KindSet::EMPTY, |kinds, name| kinds.union(known(name)))
}

fn compile(kinds_named: &str, text: &str) -> (Option<Predicate>, Vec<Mistake>) {
    let members = Some(kinds("system"));
    predicate(&Surroundings::new().names(), Role::Full, kinds(kinds_named), members, text)
}

fn compiled(kinds_named: &str, text: &str) -> Predicate {
    let (compiled, mistakes) = compile(kinds_named, text);
    assert!(mistakes.is_empty(), "{text}: {mistakes:?}");
    compiled.unwrap_or_else(|| panic!("{text} has no mistake and compiles"))
}

const SOUND: &[(&str, &str)] = &[
    ("flow", "source is system and target is system and source.owner != target.owner"),
    ("flow", "some via[gateway][scope = 'egov'] and count legs-outside = 0"),
    ("flow", "'internal' in source.contours and not 'external' in target.contours"),
    ("flow", "source.owner.country != target.owner.country"),
    ("flow", "log-retention-days >= param('log-retention-days') and authn-scheme in list('protocols')"),
    ("flow", "log-retention-days >= param('nobody-gave-it') and authn-scheme in list('nor-this')"),
    ("flow", "geospatial = false or geospatial and has spatial-reference"),
    ("system", "'external' in contours and human-users = true"),
    ("system", "some automates"),
    ("system", "some has-component.uses[capability].offered-by[live-egov-platform]"),
    ("system", "(every holds[resource].contains[some reference-source]: self in reference-source.held-in) or has planned"),
    ("system", "human-users and not local-credentials"),
    ("system", "some built-on[platform] or (some uses[platform] and in-target)"),
    ("system", "lifecycle in list('stages') and change in ['new', 'changed']"),
    ("system", "some subject-of[change] and no subject-of[is change]"),
    ("component", "no offers.part-of*.offered-by[platform][scope = 'egov' and lifecycle in ['trial', 'operating']]"),
    ("component", "supports.supports*[goal] overlaps part-of+.supports[goal]"),
    ("component", "count tiers = 1 and (not 'presentation' in tiers or no depends-on[component]['storage' in tiers])"),
    ("component", "every requires: version >= minimum-version and support-end >= today"),
    ("component", "no offers[type != 'technical'].offered-by[component][part-of = self.part-of and id != self.id]"),
    ("component", "has was and not has becomes"),
    ("function service", "every automated-by: some part-of*.built-on[scope = 'egov'] or some part-of*.uses[platform]"),
    ("service", "count delivered-via.type >= 2 and count distinct delivered-via >= 2"),
    ("service", "composite = false and some all[service][id != self.id and life-event = self.life-event]"),
    ("interaction-service", "no all[interaction-service][operation = self.operation and handles same-as self.handles]"),
    ("interaction-service", "was.contract-items within contract-items or (every replaces[interaction-service]: in-target)"),
    ("process", "count has-step.automated-by[system] < count was.has-step.automated-by[system]"),
    ("data-object", "every carried-by[flow]: source.holds[resource].refreshed-from overlaps self.reference-source"),
    ("data-object", "every carried-by[flow]: source overlaps self.reference-source.held-in"),
    ("step", "not (captures overlaps automated-by.part-of*.(incoming[flow].source)+.holds[resource].contains)"),
    ("step", "every writes: self.actor-role in authorised-roles"),
    ("gateway", "no depends-on+[system] and (every mediates[flow].source[system]: has isolation)"),
    ("project", "every all[project][owner = self.owner and priority > self.priority]: self in depends-on"),
    ("document", "approved >= 2026-01-15"),
    ("system", "some approved"),
    ("system", "count members < count was members or no members.subject-of[recommendation][has deadline]"),
    ("system", "count members[no subject-of[recommendation]] <= 1"),
    ("object", "retired < today or not has retired"),
    ("system", "no depends-on[twice]"),
    ("flow", "log-retention-days > -1 and (source).owner = target.owner"),
    ("system", "not not has planned and some (built-on | uses)[platform]"),
    ("element", "some was or some approved-in"),
    ("object", "retired < today - 30 days and commissioned + 2 months + 1 day >= 2026-01-01"),
    ("object", "retired < today - param('log-retention-days') days and retired > today + 10 working-days"),
    ("object", "today - 5 years < retired and retired + active-users days < param('nobody-gave-it') - 1 year"),
    ("system", "active-users >= 1.2 * required-capacity and active-users < param('log-retention-days') * count uses"),
    ("system", "sum depends-on[system].active-users <= 2 * active-users and mean depends-on.active-users >= 3"),
    ("system", "min self.depends-on.active-users > max (depends-on | needed-by).active-users"),
    ("system", "active-users >= sum all[system][owner = self.owner].active-users"),
    ("system", "share uses: lifecycle = 'operating' >= 0.8"),
    ("system", "in-target and (share uses[component]: has level and (share uses: in-target > 0.5) < param('share'))"),
    ("system", "complete and not orphan and not dangling and some uses[complete][not dangling]"),
    ("request", "complete = true"),
    ("system", "steps(depends-on, active-users, next.commissioned >= commissioned and some next.uses[part-of != next])"),
    ("work", "steps(all[work][part-of = self.part-of], number, next.start >= end and next.part-of = part-of)"),
    ("system", "periods(depends-on, commissioned, retired) cover 1 month or periods(uses, retired, retired) cover param('x') days"),
    ("system", "every uses as used: some used.part-of[id != used.id] or used.owner = self.owner"),
    ("system", "every uses as used: used in all[element][owner = used.owner].uses"),
    ("system", "every depends-on as first: (every first.depends-on as second: first.owner != second[live].owner)"),
];

#[test]
fn what_the_contract_promises_compiles() {
    for (kinds, text) in SOUND {
        let (compiled, mistakes) = compile(kinds, text);
        let told: Vec<_> = mistakes.iter().map(|mistake| (mistake.name, &text[mistake.span.range()])).collect();
        assert!(compiled.is_some() && told.is_empty(), "{kinds}: {text}\n{told:?}");
    }
}

/// Kinds, the text with the place of the mistake in `⟦⟧`, its name, and an argument worth reading.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    // Lexemes.
    ("system", "human-users ⟦#⟧ local-credentials", "unexpected-character", "#"),
    ("system", "human-users ⟦&&⟧ local-credentials", "foreign-spelling", "and"),
    ("system", "human-users ⟦OR⟧ local-credentials", "foreign-spelling", "or"),
    ("system", "lifecycle ⟦==⟧ 'operating'", "foreign-spelling", "="),
    ("system", "⟦!⟧human-users", "foreign-spelling", "not"),
    ("system", "human-users⟦,⟧ local-credentials", "foreign-spelling", "and"),
    ("system", "lifecycle = ⟦\"operating\"⟧", "other-quotes", "'operating'"),
    ("system", "lifecycle = ⟦«operating»⟧", "other-quotes", "'operating'"),
    ("system", "lifecycle = ⟦'⟧operating", "unclosed-text", "'"),
    ("system", "human-users and ⟦(⟧local-credentials", "unclosed-bracket", ")"),
    ("system", "some uses⟦[⟧platform", "unclosed-bracket", "]"),
    ("system", "human-users⟦]⟧", "stray-bracket", "]"),
    ("object", "retired < ⟦2026-02-30⟧", "no-such-date", "2026-02-30"),
    ("flow", "log-retention-days < ⟦99999999999999999999⟧", "number-too-large", "99999999999999999999"),
    // Grammar.
    ("system", "⟦⟧", "empty", ""),
    ("system", "human-users and ⟦and⟧ local-credentials", "expected-condition", "and"),
    ("system", "⟦'internal'⟧", "expected-condition", "'internal'"),
    ("system", "human-users ⟦and⟧", "condition-missing", "and"),
    ("system", "human-users and ⟦(⟧)", "condition-missing", "("),
    ("system", "some ⟦'uses'⟧", "expected-path", "'uses'"),
    ("system", "⟦some⟧", "path-missing", "some"),
    ("system", "some uses⟦.⟧", "path-missing", "."),
    ("system", "lifecycle = ⟦=⟧ 'operating'", "expected-value", "="),
    ("system", "lifecycle ⟦=⟧", "value-missing", "="),
    ("system", "every ⟦uses⟧ in-target", "expected-colon", "uses"),
    ("flow", "source ⟦is⟧ 'system'", "expected-kind", "is"),
    ("flow", "log-retention-days = param(⟦days⟧)", "expected-text-argument", "days"),
    ("system", "human-users ⟦:⟧ local-credentials", "unexpected", ":"),
    ("system", "human-users ⟦local-credentials⟧", "not-joined", "local-credentials"),
    ("flow", "1 < log-retention-days ⟦<⟧ 9", "comparison-chain", "1 < log-retention-days and log-retention-days < 9"),
    ("system", "⟦count uses⟧", "count-needs-comparison", "count uses >= 1"),
    ("system", "human-users and ⟦every⟧ uses: in-target", "every-needs-brackets", ""),
    ("flow", "⟦some source.owner.type = 'ministry'⟧", "quantifier-compares", "some source.owner[type = 'ministry']"),
    ("system", "⟦no lifecycle = 'operating'⟧", "quantifier-compares", "lifecycle = 'operating'"),
    ("system", "some uses⟦:⟧ in-target", "quantifier-colon", "some uses[in-target]"),
    ("system", "some ⟦all⟧ uses", "all-quantifies", ""),
    ("system", "⟦has not purpose⟧", "misplaced-not", "not has purpose"),
    ("system", "⟦lifecycle not in ['trial', 'operating']⟧", "misplaced-not", "not lifecycle in ['trial', 'operating']"),
    ("flow", "⟦source is not system⟧", "misplaced-not", "not source is system"),
    ("system", "lifecycle = ⟦['trial']⟧", "list-misplaced", ""),
    ("system", "lifecycle in ⟦[]⟧", "list-empty", ""),
    ("system", "lifecycle in [⟦trial⟧, 'operating']", "list-of-names", "'trial'"),
    ("system", "some ⟦in-target⟧", "reserved-word", "in-target"),
    ("object", "retired < today ⟦-⟧ 30", "unit-missing", "30 days"),
    ("object", "retired < today ⟦+⟧ 2 weeks", "unit-missing", "2 days"),
    ("object", "retired < ⟦30 days⟧", "duration-alone", "today + 30 days"),
    ("object", "active-users ⟦*⟧ 2 > 3", "factor-first", "2 * active-users"),
    ("system", "⟦steps⟧(depends-on, commissioned)", "arguments-missing", "steps"),
    ("system", "⟦periods⟧(depends-on) cover 1 month", "arguments-missing", "periods"),
    ("system", "⟦periods⟧(depends-on, commissioned, retired)", "expected-cover", ""),
    ("system", "periods(depends-on, commissioned, retired) cover ⟦2⟧", "unit-missing", "2 months"),
    ("system", "every uses as ⟦'used'⟧: in-target", "expected-item", "'used'"),
    ("system", "every uses ⟦as⟧", "item-missing", "as"),
    ("system", "share ⟦uses⟧", "expected-colon", "share"),
    ("system", "share ⟦uses⟧: in-target", "share-needs-comparison", "uses"),
    ("system", "human-users and ⟦share⟧ uses: in-target >= 0.5", "every-needs-brackets", "share"),
    ("system", "share ⟦uses⟧: in-target >= 0.5 and human-users", "every-needs-brackets", "share"),
    ("system", "⟦approved⟧(owner)", "not-yet", "approved"),
    // Names.
    ("system", "has ⟦purpos⟧", "unknown-name", "purpose"),
    ("system", "⟦orphn⟧", "unknown-name", "orphan"),
    ("system", "has ⟦orphan⟧", "strange-name", "system"),
    ("system", "every uses as ⟦dangling⟧: in-target", "item-taken", "dangling"),
    ("system", "has ⟦zzzzzzzz⟧", "strange-name", "system"),
    ("system", "some uses[⟦platfrm⟧]", "unknown-name", "platform"),
    ("system", "some ⟦via⟧", "name-of-others", "`flow`"),
    ("flow", "⟦log-retention-days-1⟧ > 3", "minus-needs-spaces", "log-retention-days - 1"),
    ("system", "lifecycle = ⟦operating⟧", "quotes-missing", "'operating'"),
    ("system", "⟦internal⟧ in contours", "quotes-missing", "'internal'"),
    ("flow", "source is ⟦sytem⟧", "unknown-kind", "system"),
    ("flow", "source is ⟦zzzzzzzz⟧", "strange-kind", "zzzzzzzz"),
    ("system", "lifecycle = ⟦'oprating'⟧", "unknown-value", "operating"),
    ("system", "⟦'intrnal'⟧ in contours", "unknown-value", "internal"),
    ("system", "lifecycle = ⟦param('stage')⟧", "unknown-value", "operating"),
    ("system", "lifecycle in ['trial', ⟦'zzzzzzzz'⟧]", "strange-value", "zzzzzzzz"),
    ("system", "some uses[⟦platform⟧ and scope = 'egov']", "kind-as-condition", "is platform"),
    ("system", "some uses[⟦live-egov-platform⟧ and in-target]", "define-as-condition", "[live-egov-platform]"),
    ("system", "some was.⟦members⟧", "was-members", ""),
    ("system", "every uses as ⟦owner⟧: in-target", "item-taken", "owner"),
    ("system", "every uses as used: (every uses as ⟦used⟧: in-target)", "item-taken", "used"),
    ("system", "every uses as thing: some ⟦thign⟧.part-of", "unknown-name", "thing"),
    ("system", "(every uses as used: in-target) and some ⟦used⟧", "unknown-name", "uses"),
    // Types.
    ("flow indicator", "some ⟦target⟧.owner", "attribute-and-link", "`indicator`"),
    ("flow", "some source.⟦name⟧.owner", "attribute-ends-path", "name"),
    ("system", "⟦lifecycle⟧ is system", "wants-elements", "lifecycle"),
    ("system", "⟦purpose⟧", "wants-has", "has purpose"),
    ("component", "some ⟦tiers⟧", "wants-has", "has tiers"),
    ("system", "⟦uses⟧", "wants-some", "some uses"),
    ("system", "has ⟦uses.name⟧", "has-of-several", "some uses[has name]"),
    ("system", "⟦holds[resource].role⟧ = 'master'", "several-values", "some holds[resource][role = 'master']"),
    ("system", "3 < ⟦subject-of[justification].planned⟧", "several-values", "some subject-of[justification][planned > 3]"),
    ("system", "⟦holds[resource].machine-readable⟧", "several-values", "some holds[resource][machine-readable]"),
    ("system", "⟦holds[resource].role⟧ in ['master']", "several-values", "some holds[resource][role in ['master']]"),
    ("system", "⟦uses⟧ = was.uses", "several-elements", "uses overlaps was.uses"),
    ("flow", "⟦via⟧ is gateway", "several-elements", "some via[gateway]"),
    ("system", "⟦contours⟧ = 'internal'", "list-compared", "'internal' in contours"),
    ("flow", "⟦source.contours⟧ = target.contours", "list-compared", "source.contours overlaps target.contours"),
    ("system", "⟦contours⟧ in ['internal', 'external']", "list-compared", "'internal' in contours"),
    ("object", "⟦retired > active-users⟧", "types-differ", "date"),
    ("flow", "⟦source = 3⟧", "types-differ", "element"),
    ("flow", "⟦source overlaps source.contours⟧", "types-differ", "element"),
    ("platform architecture", "⟦scope⟧ = 'egov'", "mixed-types", "`text`, `enum`"),
    ("system", "⟦name⟧ = owner.name", "not-comparable", "localized"),
    ("system", "⟦lifecycle⟧ < 'operating'", "not-ordered", "enum"),
    ("flow", "⟦source⟧ > target", "not-ordered", "element"),
    ("object", "retired < ⟦'soon'⟧", "wrong-literal", "date"),
    ("system", "human-users = ⟦3⟧", "wrong-literal", "bool"),
    ("object", "retired < ⟦'2026-01-15'⟧", "write-literal", "2026-01-15"),
    ("object", "active-users > ⟦'3'⟧", "write-literal", "3"),
    ("system", "human-users = ⟦'true'⟧", "write-literal", "true"),
    ("flow", "⟦source.owner⟧ = 'mdai'", "element-as-value", "source.owner.id"),
    ("flow", "'mdai' in ⟦source.owner⟧", "element-as-value", "source.owner.id"),
    ("flow", "⟦source.owner⟧ in ['mdai']", "element-as-value", "source.owner.id"),
    ("system", "⟦lifecycle⟧ + 3 days < today", "not-a-moment", "enum"),
    ("system", "⟦uses.retired⟧ + 3 days < today", "several-values", "some uses[… retired …]"),
    ("system", "retired < today - ⟦1.5⟧ days", "not-an-amount", "number"),
    ("system", "retired < today - ⟦param('profile')⟧ days", "not-an-amount", "string"),
    ("system", "active-users > 2 * ⟦lifecycle⟧", "not-a-number", "enum"),
    ("system", "active-users > 2 * ⟦uses.active-users⟧", "several-values", "sum uses.active-users"),
    ("system", "sum ⟦uses⟧ > 3", "not-numbers", "sum"),
    ("system", "max ⟦uses.lifecycle⟧ > 3", "not-numbers", "max"),
    ("system", "⟦sum uses.active-users⟧", "count-needs-comparison", ""),
    ("system", "⟦retired > mean uses.active-users⟧", "types-differ", "date"),
    ("system", "steps(depends-on, ⟦lifecycle⟧, in-target)", "not-an-order", "lifecycle"),
    ("system", "steps(depends-on, ⟦uses⟧, in-target)", "not-an-order", "uses"),
    ("system", "periods(depends-on, commissioned, ⟦active-users⟧) cover 1 month", "not-dates", "active-users"),
    ("system", "periods(depends-on, commissioned, retired) cover ⟦1.5⟧ months", "not-an-amount", "number"),
    ("system", "share uses: in-target >= ⟦80⟧", "share-outside", "80"),
    ("system", "share uses: in-target >= ⟦active-users⟧", "share-outside", "active-users"),
    ("system", "⟦'internal'⟧ overlaps contours", "set-of-paths", "'internal'"),
    ("system", "lifecycle in ⟦'trial'⟧", "in-needs-list", "['trial']"),
    ("system", "some all⟦[in-target]⟧", "all-needs-kind", "[in-target]"),
    ("system", "some ⟦all[system][has purpose]⟧", "all-needs-equality", "all[system][has purpose]"),
    ("software", "some ⟦all[software][version = self.version]⟧", "all-needs-equality", ""),
    // What works and says nothing.
    ("flow", "some carries[⟦system⟧]", "never-leads", "`data-object`"),
    ("flow", "source.owner is ⟦system⟧", "never-leads", "`agency`"),
    ("system", "⟦count uses >= 0⟧", "always-true", "count uses >= 0"),
    ("system", "⟦0 <= count uses⟧ or in-target", "always-true", ""),
    ("flow", "⟦count source <= 1⟧", "always-true", ""),
    ("flow", "⟦source = source⟧", "always-true", ""),
    ("flow", "⟦count source > 1⟧", "never-true", ""),
    ("system", "⟦count uses < 0⟧", "never-true", ""),
    ("system", "⟦count uses = -1⟧", "never-true", ""),
    ("system", "⟦1 = 2⟧", "never-true", ""),
    ("system", "⟦uses[platform] overlaps offers⟧", "never-equal", ""),
    ("system", "has purpose and ⟦has  purpose⟧", "same-condition", "has  purpose"),
    ("system", "lifecycle in ⟦list('colours')⟧", "list-fits-nothing", "colours"),
];

fn unmarked(marked: &str) -> (String, std::ops::Range<usize>) {
    let start = marked.find('⟦').expect("a case marks its place");
    let end = marked.find('⟧').expect("a case marks its place") - '⟦'.len_utf8();
    (marked.replace(['⟦', '⟧'], ""), start..end)
}

#[test]
fn every_mistake_is_told_alone_at_its_place_with_advice() {
    for (kinds, marked, name, argument) in BROKEN {
        let (text, place) = unmarked(marked);
        let (compiled, mistakes) = compile(kinds, &text);
        let told: Vec<_> = mistakes.iter().map(|mistake| (mistake.name, mistake.span.range())).collect();
        assert_eq!(told, [(*name, place)], "{text}\n{mistakes:?}");
        assert_eq!(compiled.is_some(), mistakes[0].warning, "{text}: only warnings let it compile");
        let said = mistakes[0].arguments.iter().any(|(_, value)| value == argument) || argument.is_empty();
        assert!(said, "{text}: `{argument}` is not in {:?}", mistakes[0].arguments);
    }
}

#[test]
fn mistakes_that_need_more_than_a_predicate_are_told_too() {
    let surroundings = Surroundings::new();
    let names = surroundings.names();
    let told = |mistakes: Vec<Mistake>| mistakes.into_iter().map(|mistake| (mistake.name, mistake.span.range())).collect::<Vec<_>>();
    let without_group = predicate(&names, Role::Full, kinds("system"), None, "count members <= 1");
    assert_eq!(told(without_group.1), [("members-outside-group", 6..13)]);
    assert_eq!(told(define(&names, "round").1), []);
    assert_eq!(told(define(&names, "asks-subject").1), [("define-subject", 8..12)]);
    assert_eq!(told(define(&names, "no-kind").1), [("define-kind", 0..0)]);
    assert_eq!(told(define(&names, "broken").1), [("unknown-value", 12..22)]);
    // A defined filter that is wrong itself breaks whoever uses it without a second telling.
    assert_eq!(predicate(&names, Role::Full, kinds("system"), None, "some depends-on[broken]"), (None, vec![]));
    assert_eq!(told(path(&names, kinds("system"), "owner.name").1), [("wants-elements", 0..10)]);
    assert_eq!(told(path(&names, kinds("system"), "owner and").1), [("unexpected", 6..9)]);
}

#[test]
fn defined_filters_that_use_each_other_are_refused_and_never_run_away() {
    let mut surroundings = Surroundings::new();
    let mut add = |name: &str, text: String| surroundings.defines.insert(name.to_string(), (String::from("system"), text));
    add("itself", String::from("some depends-on[itself]"));
    for level in 0..40 {
        let next = level + 1;
        add(&format!("level-{level}"), format!("some depends-on[level-{next}] and some needed-by[level-{next}]"));
    }
    add("level-40", String::from("human-users"));
    let names = surroundings.names();
    let (compiled, mistakes) = define(&names, "itself");
    assert!(compiled.is_none() && mistakes[0].name == "define-circle" && mistakes[0].span.range() == (16..22), "{mistakes:?}");
    let (compiled, mistakes) = define(&names, "level-0");
    assert!(compiled.is_none() && mistakes.iter().any(|mistake| mistake.name == "too-many-defines"), "{mistakes:?}");
}

#[test]
fn templates_take_holes_for_attributes_and_elements() {
    let surroundings = Surroundings::new();
    let names = surroundings.names();
    let (compiled, mistakes) = template(&names, kinds("flow"), None, "`{source.name}` → {target}: {mechanism} {{x}}");
    assert_eq!(mistakes, []);
    let pieces = compiled.expect("the template is sound").pieces;
    let shape: Vec<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Element(path) => format!("<{}>", path.steps.len()),
            Piece::Attribute(values) => format!("<{:?}>", values.span.range()),
        })
        .collect();
    assert_eq!(shape, ["`", "<1>", "` → ", "<1>", ": ", "<31..40>", " {x}"]);
    for (text, name, place) in [
        ("a {source", "unclosed-brace", 2..3),
        ("a } b", "stray-brace", 2..3),
        ("a { } b", "empty-hole", 2..5),
        ("ә {sorce} b", "unknown-name", 4..9),
        ("{source and target}", "unexpected", 8..11),
    ] {
        let (compiled, mistakes) = template(&names, kinds("flow"), None, text);
        assert!(compiled.is_none(), "{text}");
        assert_eq!((mistakes[0].name, mistakes[0].span.range()), (name, place), "{text}");
    }
}

#[test]
fn all_mistakes_of_a_text_come_out_at_once_in_their_order() {
    let text = "has purpos && (lifecycle = 'oprating' or some uses[platfrm and sope = 'egov'].offer) and";
    let (_, mistakes) = compile("system", text);
    let told: Vec<_> = mistakes.iter().map(|mistake| (mistake.name, &text[mistake.span.range()])).collect();
    let expected = [
        ("unknown-name", "purpos"),
        ("foreign-spelling", "&&"),
        ("unknown-value", "'oprating'"),
        ("unknown-name", "platfrm"),
        ("unknown-name", "sope"),
        ("condition-missing", "and"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_too_deep_is_a_mistake_and_no_overflow() {
    for (open, close) in [
        ("(", ")"),
        ("some uses[", "]"),
        ("every uses: ", ""),
        ("some (uses.", ")"),
        ("not ", ""),
        ("1 + ", ""),
        ("share uses: ", ""),
        ("2 * ", ""),
        ("every uses as x: (", ")"),
    ] {
        for closed in [true, false] {
            let text = format!("{}has purpose{}", open.repeat(10_000), if closed { close.repeat(10_000) } else { String::new() });
            let (_, mistakes) = compile("system", &text);
            assert!(open == "not " || !mistakes.is_empty(), "{open}");
        }
    }
    let (_, mistakes) = compile("system", &format!("{}has purpose{}", "(".repeat(10_000), ")".repeat(10_000)));
    assert_eq!(mistakes.iter().map(|mistake| mistake.name).collect::<Vec<_>>(), ["too-deep"]);
    let (_, mistakes) = compile("system", "some ((((depends-on)+)+)+)+");
    assert_eq!(mistakes.iter().map(|mistake| mistake.name).collect::<Vec<_>>(), ["too-deep"]);
}

#[test]
fn the_catalogue_holds_no_mistake_that_nobody_makes() {
    let elsewhere = [
        "members-outside-group",
        "define-subject",
        "define-kind",
        "define-circle",
        "too-many-defines",
        "unclosed-brace",
        "stray-brace",
        "empty-hole",
        "too-deep",
        "true-of-nothing",
    ];
    let shown: BTreeSet<_> = BROKEN.iter().map(|case| case.2).chain(elsewhere).collect();
    let known: BTreeSet<_> = catalogue::ALL.iter().map(|entry| entry.name).collect();
    assert_eq!(shown, known);
}

#[test]
fn every_mistake_says_what_the_catalogue_promises() {
    for (kinds, marked, name, _) in BROKEN {
        let (_, mistakes) = compile(kinds, &unmarked(marked).0);
        let entry = catalogue::ALL.iter().find(|entry| entry.name == *name).expect("the catalogue has the name");
        for mistake in &mistakes {
            let said: BTreeSet<_> = mistake.arguments.iter().map(|(key, _)| *key).collect();
            assert!(entry.arguments.iter().all(|promised| said.contains(promised)), "{marked}: {said:?} {:?}", entry.arguments);
        }
    }
}

// What is meant.

fn path_of(predicate: &Predicate) -> &crate::language::meant::Path {
    match &predicate.test {
        Test::Some(path) | Test::No(path) | Test::Every { path, .. } => path,
        other => panic!("no path at the top of {other:?}"),
    }
}

#[test]
fn a_kind_filter_narrows_the_step_before_it() {
    let narrowed = compiled("flow", "some via[gateway].owner");
    let steps = &path_of(&narrowed).steps;
    assert_eq!(steps.iter().map(|step| step.reach).collect::<Vec<_>>(), [kinds("gateway"), kinds("gateway"), kinds("agency")]);
    assert_eq!(steps[1].walk, Walk::Keep(Filter::Kinds(kinds("gateway"))));
    let defined = compiled("flow", "some via[egov-gateway]");
    assert_eq!(path_of(&defined).steps[0].reach, kinds("gateway"));
    assert_eq!(path_of(&defined).steps.len(), 3, "a link, its kind, its predicate");
}

#[test]
fn a_defined_filter_points_at_where_it_is_used() {
    let text = "some via[egov-gateway]";
    let defined = compiled("flow", text);
    let Walk::Keep(Filter::Holds(holds)) = &path_of(&defined).steps[2].walk else { panic!("a filter with a predicate") };
    assert_eq!(&text[holds.span.range()], "[egov-gateway]");
}

#[test]
fn a_closure_reaches_what_its_own_ends_reach() {
    let up = compiled("component", "some part-of+");
    assert_eq!(path_of(&up).kinds, kinds("system platform component"));
    let up = compiled("system", "some has-component*[system]");
    assert_eq!(path_of(&up).steps[0].reach, kinds("system"), "with the start, narrowed by the filter");
}

#[test]
fn all_is_found_by_the_equality_that_finds_fewest() {
    let found = compiled("service", "no all[service][composite = false and life-event = self.life-event and id != self.id]");
    let Start::All { kinds: of, key, equals } = &path_of(&found).start else { panic!("starts with all") };
    let life_event = Metamodel::standard().find_kind("service").and_then(|kind| Metamodel::standard().attribute_of(kind, "life-event"));
    assert_eq!((*of, key), (kinds("service"), &Key::Attribute(life_event.into_iter().collect())));
    assert!(matches!(equals.as_ref(), Operand::Attribute(values) if values.path.start == Start::Subject));
    assert_eq!(path_of(&found).steps.len(), 1, "the filter is kept, its kind is in the start");
    let by_link = compiled("project", "no all[project][self.owner = owner]");
    assert!(matches!(&path_of(&by_link).start, Start::All { key: Key::Link(_), .. }));
}

#[test]
fn links_and_inverses_of_one_name_are_walked_together() {
    let both = compiled("work service", "has planned or some delivers");
    let Test::Any(parts) = &both.test else { panic!("two conditions") };
    let path = path_of(&parts[1]);
    assert!(path.many && matches!(&path.steps[0].walk, Walk::Link(links) if links.len() == 1), "a service has no `delivers`");
    let both = compiled("work channel", "some delivers");
    let Walk::Either(ways) = &path_of(&both).steps[0].walk else { panic!("a link of works, an inverse on channels") };
    assert!(matches!((&ways[0][0].walk, &ways[1][0].walk), (Walk::Link(_), Walk::Back(_))));
}

#[test]
fn every_of_nothing_is_true_unless_it_earns_a_partial() {
    let surroundings = Surroundings::new();
    for (role, expected) in [(Role::Where, true), (Role::Full, true), (Role::Filter, true), (Role::Partial, false)] {
        let (compiled, _) = predicate(&surroundings.names(), role, kinds("system"), None, "every uses: in-target");
        let Some(Predicate { test: Test::Every { over_nothing, .. }, .. }) = compiled else { panic!("it compiles") };
        assert_eq!(over_nothing, expected, "{role:?}");
    }
}

#[test]
fn a_predicate_says_what_it_speaks_of() {
    let metamodel = Metamodel::standard();
    let text = "some via[egov-gateway] and authn-scheme in list('protocols') and not (source is system and source.owner != target.owner)";
    let mut mentions = crate::language::mention::Mentions::default();
    mentions.add(&compiled("flow", text));
    let mut links: Vec<_> = mentions.links.iter().map(|link| metamodel.link(*link).name.as_str()).collect();
    links.sort();
    assert_eq!(links, ["owner", "source", "target", "via"]);
    let mut attributes: Vec<_> = mentions.attributes.iter().map(|attribute| metamodel.attribute(*attribute).name.as_str()).collect();
    attributes.sort();
    assert_eq!(attributes, ["authn-scheme", "scope"]);
    assert_eq!((mentions.kinds, mentions.lists.len()), (kinds("gateway system"), 1));
}

#[test]
fn an_approved_document_has_a_date_and_anything_else_a_version() {
    assert!(matches!(compiled("document", "has approved").test, Test::Has(_)));
    assert!(matches!(compiled("system", "has approved").test, Test::Some(_)));
}

#[test]
fn spans_of_conditions_are_the_words_that_ask_them() {
    let text = "(human-users or in-target) and not (has purpose) and some uses[platform]";
    let Test::All(parts) = compiled("system", text).test else { panic!("three conditions") };
    let spans: Vec<_> = parts.iter().map(|part| &text[part.span.range()]).collect();
    assert_eq!(spans, ["human-users or in-target", "not (has purpose)", "some uses[platform]"]);
}

#[test]
fn every_that_nothing_holds_up_is_warned_of() {
    let told = |judged: Option<&str>, full: &str| {
        let judged = judged.map(|text| (text, compiled("system", text)));
        let judged = judged.as_ref().map(|(text, predicate)| (*text, predicate));
        let mistakes = true_of_nothing((full, &compiled("system", full)), judged);
        mistakes.iter().map(|mistake| full[mistake.span.range()].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told(None, "every uses: in-target"), ["uses"]);
    assert_eq!(told(Some("some  uses[platform]"), "every uses: in-target"), [""; 0]);
    assert_eq!(told(Some("count uses >= 1"), "every uses: in-target"), [""; 0]);
    assert_eq!(told(Some("some uses"), "every uses[platform]: in-target"), ["uses[platform]"]);
    assert_eq!(told(None, "has purpose and (every uses: in-target)"), [""; 0]);
    assert_eq!(told(None, "(every uses: in-target) or has purpose"), ["uses"]);
    assert_eq!(told(None, "no uses or (every uses: in-target)"), [""; 0]);
}

proptest! {
    #[test]
    fn no_text_breaks_the_compiler(text in "\\PC{0,80}") {
        sound(&text)?;
    }

    #[test]
    fn no_string_of_its_own_words_breaks_the_compiler(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..40),
        spaced in any::<bool>(),
    ) {
        sound(&words.join(if spaced { " " } else { "" }))?;
    }

    #[test]
    fn no_change_of_a_sound_predicate_breaks_the_compiler(
        which in 0..SOUND.len(), at in 0..200usize, length in 0..6usize, instead in prop::sample::select(WORDS),
    ) {
        let text = SOUND[which].1;
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (boundary(at), boundary(at + length));
        sound(&format!("{}{instead}{}", &text[..start], &text[end..]))?;
    }
}

const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "some",
    "no",
    "every",
    "count",
    "has",
    "is",
    "in",
    "overlaps",
    "same-as",
    "self",
    "all",
    "members",
    "was",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    ":",
    "|",
    "+",
    "*",
    "-",
    "=",
    "<",
    "'",
    "'x'",
    "2026-01-01",
    "7",
    "uses",
    "source",
    "platform",
    "lifecycle",
    "contours",
    "owner",
    "name",
    "ә",
    "«",
    "{",
    "}",
    "list('x')",
    "param(",
    "",
    "all[system][id = 'x']",
    "today",
    "in-target",
    "share",
    "sum",
    "as",
    "x",
    "days",
    "working-days",
    "0.8",
    "steps(",
    "periods(",
    "cover",
    "next",
    "orphan",
];

/// No panic, every span inside the text and on characters, and a predicate just where nothing is wrong.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let surroundings = Surroundings::new();
    let names = surroundings.names();
    let spans = |mistakes: &[Mistake]| mistakes.iter().all(|mistake| text.get(mistake.span.range()).is_some());
    let (compiled, mistakes) = predicate(&names, Role::Full, kinds("system flow"), Some(kinds("system")), text);
    prop_assert!(spans(&mistakes), "{text}: {mistakes:?}");
    prop_assert_eq!(compiled.is_some(), mistakes.iter().all(|mistake| mistake.warning), "{}: {:?}", text, mistakes);
    let (_, mistakes) = path(&names, kinds("system flow"), text);
    prop_assert!(spans(&mistakes), "{text}: {mistakes:?}");
    let (compiled, mistakes) = template(&names, kinds("system flow"), None, text);
    prop_assert!(spans(&mistakes), "{text}: {mistakes:?}");
    prop_assert_eq!(compiled.is_some(), mistakes.iter().all(|mistake| mistake.warning), "{}: {:?}", text, mistakes);
    Ok(())
}
