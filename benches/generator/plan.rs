//! What one project consists of, before anybody writes it down: elements, links, flows, planted violations.
//!
//! Everything but what is planted keeps clear of the three planted requirements: components of one system offer
//! different capabilities and depend on each other in one direction, flows between owners go through the gateway.

use std::ops::{Add, Range};

use super::context::{self, SHARED_CAPABILITIES};
use super::random::Random;
use super::words;

/// The kinds of generated elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    System,
    Component,
    InteractionService,
    Capability,
    DataObject,
    Resource,
    Function,
    Service,
    Process,
    Step,
    Node,
    Software,
    Goal,
    Need,
}

/// How many of a thousand elements are of each kind.
const SHARES: [(Kind, usize); 14] = [
    (Kind::System, 40),
    (Kind::Component, 200),
    (Kind::InteractionService, 80),
    (Kind::Capability, 50),
    (Kind::DataObject, 110),
    (Kind::Resource, 40),
    (Kind::Function, 80),
    (Kind::Service, 40),
    (Kind::Process, 80),
    (Kind::Step, 160),
    (Kind::Node, 50),
    (Kind::Software, 30),
    (Kind::Goal, 20),
    (Kind::Need, 20),
];

impl Kind {
    /// As the metamodel calls it.
    pub fn id(self) -> &'static str {
        match self {
            Kind::System => "system",
            Kind::Component => "component",
            Kind::InteractionService => "interaction-service",
            Kind::Capability => "capability",
            Kind::DataObject => "data-object",
            Kind::Resource => "resource",
            Kind::Function => "function",
            Kind::Service => "service",
            Kind::Process => "process",
            Kind::Step => "step",
            Kind::Node => "node",
            Kind::Software => "software",
            Kind::Goal => "goal",
            Kind::Need => "need",
        }
    }
}

/// The links between generated elements, by the names of the metamodel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    Owner,
    PartOf,
    Offers,
    Provides,
    DependsOn,
    Uses,
    Automates,
    Reads,
    Writes,
    HostedOn,
    Requires,
    Supports,
    Handles,
    PublishedOn,
    HeldIn,
    Contains,
    MemberOf,
    DerivedFrom,
    Performs,
    Next,
    MetBy,
    ReferenceSource,
}

impl Link {
    pub fn id(self) -> &'static str {
        match self {
            Link::Owner => "owner",
            Link::PartOf => "part-of",
            Link::Offers => "offers",
            Link::Provides => "provides",
            Link::DependsOn => "depends-on",
            Link::Uses => "uses",
            Link::Automates => "automates",
            Link::Reads => "reads",
            Link::Writes => "writes",
            Link::HostedOn => "hosted-on",
            Link::Requires => "requires",
            Link::Supports => "supports",
            Link::Handles => "handles",
            Link::PublishedOn => "published-on",
            Link::HeldIn => "held-in",
            Link::Contains => "contains",
            Link::MemberOf => "member-of",
            Link::DerivedFrom => "derived-from",
            Link::Performs => "performs",
            Link::Next => "next",
            Link::MetBy => "met-by",
            Link::ReferenceSource => "reference-source",
        }
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// An element of the project.
    Own(usize),
    /// An element of the context, by its id.
    Shared(String),
}

#[derive(Clone, Debug)]
pub enum Fact {
    Text(String),
    Word(&'static str),
    List(&'static [&'static str]),
    Bool(bool),
    Date(&'static str),
}

pub struct Element {
    pub kind: Kind,
    /// Its number among those of its kind.
    pub rank: usize,
    pub russian: String,
    pub kazakh: Option<String>,
    pub facts: Vec<(&'static str, Fact)>,
    pub links: Vec<(Link, End)>,
}

/// An exchange between two systems.
pub struct Flow {
    pub source: usize,
    pub target: usize,
    pub through_gateway: bool,
    pub carries: usize,
}

/// Violations that were put in on purpose: as many findings are due, no more and no fewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planted {
    /// Flows between systems of different owners past the gateway (124/19.2).
    pub past_gateway: usize,
    /// Components that offer what a platform offers (124/7.2).
    pub repeating_platform: usize,
    /// Circles of components that depend on each other (124/9.6).
    pub circles: usize,
}

impl Planted {
    /// Each requirement with the number of its findings.
    pub fn by_requirement(self) -> [(&'static str, usize); 3] {
        [("124/19.2", self.past_gateway), ("124/7.2", self.repeating_platform), ("124/9.6", self.circles)]
    }
}

impl Add for Planted {
    type Output = Planted;

    fn add(self, other: Planted) -> Planted {
        Planted {
            past_gateway: self.past_gateway + other.past_gateway,
            repeating_platform: self.repeating_platform + other.repeating_platform,
            circles: self.circles + other.circles,
        }
    }
}

/// One project.
pub struct Plan {
    pub number: usize,
    /// The body whose project it is, by its number in the context.
    pub agency: usize,
    pub elements: Vec<Element>,
    pub flows: Vec<Flow>,
    pub planted: Planted,
}

impl Plan {
    pub fn draw(number: usize, elements: usize, seed: u64) -> Plan {
        let random = Random::new(Random::new(seed ^ (number as u64) << 32).next());
        let agency = number % context::AGENCIES;
        let room = |most: usize| most.min(elements * 40 / 1000);
        let planted = Planted {
            past_gateway: room(elements / 250 + number % 3),
            repeating_platform: room(elements / 500 + number % 2),
            circles: room(elements / 500 + (number + 1) % 2),
        };
        let plan = Plan { number, agency, elements: Vec::with_capacity(elements), flows: Vec::new(), planted };
        let mut drafting = Drafting { plan, random, size: elements };
        drafting.declare();
        drafting.exchange();
        drafting.plan
    }

    pub fn id(&self) -> String {
        format!("project-{:04}", self.number + 1)
    }

    /// Those between elements of the project, as a drawing counts them: flows are among them.
    pub fn relationships(&self) -> usize {
        let own = |element: &Element| element.links.iter().filter(|(_, end)| matches!(end, End::Own(_))).count();
        self.elements.iter().map(own).sum::<usize>() + self.flows.len()
    }
}

struct Drafting {
    plan: Plan,
    random: Random,
    size: usize,
}

impl Drafting {
    /// The elements of a kind, by number.
    fn of(&self, kind: Kind) -> Range<usize> {
        let before: usize = SHARES.iter().take_while(|(other, _)| *other != kind).map(|(_, share)| share).sum();
        let share = SHARES.iter().find(|(other, _)| *other == kind).map_or(0, |(_, share)| *share);
        before * self.size / 1000..(before + share) * self.size / 1000
    }

    fn any(&mut self, kind: Kind) -> End {
        let range = self.of(kind);
        End::Own(range.start + self.random.below(range.len()))
    }

    fn nth(&self, kind: Kind, rank: usize) -> End {
        let range = self.of(kind);
        End::Own(range.start + rank % range.len())
    }

    fn agency(&self, agency: usize) -> End {
        End::Shared(context::agency_id(agency))
    }

    fn declare(&mut self) {
        for (kind, _) in SHARES {
            for rank in 0..self.of(kind).len() {
                let topic = self.random.below(usize::MAX);
                let (russian, kazakh) = words::name(kind, topic, rank);
                let kazakh = self.random.chance(50).then_some(kazakh);
                let mut facts = self.facts(kind, rank);
                if self.random.chance(40) {
                    facts.push(("description", Fact::Text(words::description(topic))));
                }
                let links = self.links(kind, rank);
                self.plan.elements.push(Element { kind, rank, russian, kazakh, facts, links });
            }
        }
    }

    fn facts(&mut self, kind: Kind, rank: usize) -> Vec<(&'static str, Fact)> {
        let own_code = |prefix: &str| Fact::Text(format!("{prefix}-{}-{}", self.plan.number + 1, rank + 1));
        let mut facts = match kind {
            Kind::System => vec![("type", Fact::Word("information-system")), ("contours", Fact::List(&["internal"]))],
            Kind::Component => vec![("deployable", Fact::Bool(rank.is_multiple_of(2)))],
            Kind::InteractionService => {
                vec![("mode", Fact::Word("synchronous")), ("protocol", Fact::Word("REST")), ("standard", Fact::Word("OpenAPI 3.0"))]
            }
            Kind::Capability => vec![("code", own_code("CAP"))],
            Kind::DataObject => vec![("code", own_code("DATA")), ("access", Fact::Word("restricted"))],
            Kind::Resource => vec![("type", Fact::Word("register")), ("role", Fact::Word("master"))],
            Kind::Function => vec![("code", own_code("FUN")), ("class", Fact::Word("specific"))],
            Kind::Service => vec![("code", own_code("SRV"))],
            Kind::Process => vec![("type", Fact::Word("administrative"))],
            Kind::Node => vec![("type", Fact::Word("server"))],
            Kind::Software => vec![("version", Fact::Word("4.2.1")), ("support-end", Fact::Date("2029-12-31"))],
            Kind::Step | Kind::Goal | Kind::Need => Vec::new(),
        };
        if matches!(kind, Kind::System | Kind::Component | Kind::Resource) {
            facts.push(("lifecycle", Fact::Word(if rank % 7 == 3 { "developing" } else { "operating" })));
        }
        facts
    }

    fn links(&mut self, kind: Kind, rank: usize) -> Vec<(Link, End)> {
        match kind {
            Kind::System => self.system_links(rank),
            Kind::Component => self.component_links(rank),
            Kind::InteractionService => {
                let mut links = vec![(Link::Handles, self.any(Kind::DataObject))];
                if rank.is_multiple_of(2) {
                    links.push((Link::PublishedOn, End::Shared(context::GATEWAY.to_string())));
                }
                links
            }
            Kind::DataObject if rank.is_multiple_of(10) => vec![(Link::ReferenceSource, End::Shared("persons-register".to_string()))],
            Kind::Resource => self.resource_links(rank),
            Kind::Function => vec![(Link::Owner, self.agency(self.plan.agency)), (Link::MemberOf, self.any(Kind::Capability))],
            Kind::Service => vec![(Link::Owner, self.agency(self.plan.agency)), (Link::DerivedFrom, self.any(Kind::Function))],
            Kind::Process => vec![(Link::Performs, self.any(Kind::Function))],
            Kind::Step => self.step_links(rank),
            Kind::Need => vec![(Link::MetBy, self.any(Kind::System))],
            Kind::DataObject | Kind::Capability | Kind::Node | Kind::Software | Kind::Goal => Vec::new(),
        }
    }

    /// Every third system belongs to a neighbour.
    fn owner(&self, system: usize) -> usize {
        if system % 3 == 2 { self.plan.agency + 1 + system % 5 } else { self.plan.agency }
    }

    fn system_links(&mut self, rank: usize) -> Vec<(Link, End)> {
        let owner = self.agency(self.owner(rank));
        let mut links = vec![(Link::Owner, owner), (Link::HostedOn, self.any(Kind::Node)), (Link::Supports, self.any(Kind::Goal))];
        links.extend((0..2).map(|more| (Link::Requires, self.nth(Kind::Software, rank * 2 + more))));
        links.extend((0..3).map(|more| (Link::Reads, self.nth(Kind::DataObject, rank * 3 + more))));
        links
    }

    /// Components are dealt out to the systems in turn, so that those of one system are as far apart as there are
    /// systems. The first systems hold the planted circles, the last ones what repeats the platform.
    fn component_links(&mut self, rank: usize) -> Vec<(Link, End)> {
        let systems = self.of(Kind::System).len();
        let (system, place) = (rank % systems, rank / systems);
        let mut links = vec![(Link::PartOf, self.nth(Kind::System, system))];
        if place < self.of(Kind::Capability).len() {
            links.push((Link::Offers, self.nth(Kind::Capability, system * 7 + place)));
        }
        if place == 0 && systems - 1 - system < self.plan.planted.repeating_platform {
            links.push((Link::Offers, End::Shared(SHARED_CAPABILITIES[system % SHARED_CAPABILITIES.len()].to_string())));
        }
        if system < self.plan.planted.circles {
            let next = if place < 2 { rank + systems } else { system };
            if place <= 2 {
                links.push((Link::DependsOn, self.nth(Kind::Component, next)));
            }
        } else if place > 0 && self.random.chance(40) {
            links.push((Link::DependsOn, self.nth(Kind::Component, rank - systems)));
        }
        if rank < self.of(Kind::InteractionService).len() {
            links.push((Link::Provides, self.nth(Kind::InteractionService, rank)));
        }
        if self.random.chance(50) && rank > 0 && system >= self.plan.planted.circles {
            // Of a neighbour's services only those on the gateway are called: what is past it is planted. Those of earlier
            // components alone are called, so that no circle closes but the planted ones.
            let services = self.of(Kind::InteractionService);
            links.push((Link::Uses, End::Own(services.start + self.random.below(services.len().min(rank)) / 2 * 2)));
        }
        if self.random.chance(50) {
            links.push((Link::Automates, self.any(Kind::Function)));
        }
        links
    }

    fn resource_links(&self, rank: usize) -> Vec<(Link, End)> {
        let resources = self.of(Kind::Resource).len();
        let mut links = vec![(Link::Owner, self.agency(self.plan.agency)), (Link::HeldIn, self.nth(Kind::System, rank))];
        let data = (rank..self.of(Kind::DataObject).len()).step_by(resources);
        links.extend(data.map(|data| (Link::Contains, self.nth(Kind::DataObject, data))));
        links
    }

    fn step_links(&mut self, rank: usize) -> Vec<(Link, End)> {
        let processes = self.of(Kind::Process).len();
        let mut links = vec![(Link::PartOf, self.nth(Kind::Process, rank))];
        if rank + processes < self.of(Kind::Step).len() {
            links.push((Link::Next, self.nth(Kind::Step, rank + processes)));
        }
        if self.random.chance(50) {
            links.push((Link::Reads, self.any(Kind::DataObject)));
        }
        if self.random.chance(30) {
            links.push((Link::Writes, self.any(Kind::DataObject)));
        }
        links
    }

    /// One flow for every eight elements; the first ones are planted.
    fn exchange(&mut self) {
        let systems = self.of(Kind::System).len();
        for number in 0..self.size / 8 {
            let planted = number < self.plan.planted.past_gateway;
            // The first two systems of every three belong to the body itself, the third does not.
            let source = if planted { number * 3 % systems / 3 * 3 } else { self.random.below(systems) };
            let target = if planted { self.neighbour_after(source) } else { (source + 1 + self.random.below(systems - 1)) % systems };
            let through_gateway = !planted && self.owner(source) % context::AGENCIES != self.owner(target) % context::AGENCIES;
            let carries = self.random.below(self.of(Kind::DataObject).len());
            let carries = self.of(Kind::DataObject).start + carries;
            self.plan.flows.push(Flow { source, target, through_gateway, carries });
        }
    }

    fn neighbour_after(&self, source: usize) -> usize {
        let systems = self.of(Kind::System);
        (1..systems.len())
            .map(|step| (source + step) % systems.len())
            .find(|other| self.owner(*other) != self.plan.agency)
            .unwrap_or(source)
    }
}
