//! Junctions are dissolved where nothing has to be guessed: one relationship comes in or one goes out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::ElementType;
use super::convert::{Conversion, End};

/// What comes into a junction or a gateway and what goes out, by number.
pub(super) type Meeting = (Vec<u32>, Vec<u32>);

impl Conversion<'_, '_> {
    /// Leads relationships past the junctions where one comes in or one goes out; counts the other junctions.
    pub(super) fn dissolve_junctions(&mut self) {
        let junctions = self.drawing.elements.iter().enumerate().filter(|(_, element)| element.what == ElementType::JUNCTION);
        let mut meetings: BTreeMap<u32, Meeting> = junctions.map(|(at, _)| (at as u32, Meeting::default())).collect();
        if meetings.is_empty() {
            return;
        }
        for (at, [source, target]) in self.ends.iter().enumerate() {
            if let Some(meeting) = junction(&mut meetings, *source) {
                meeting.1.push(at as u32);
            }
            if let Some(meeting) = junction(&mut meetings, *target) {
                meeting.0.push(at as u32);
            }
        }
        let all: Vec<u32> = meetings.keys().copied().collect();
        let left = all.into_iter().filter(|at| !self.dissolve(*at, &mut meetings)).count();
        if left > 0 {
            self.count_unmapped("Junction".to_string(), left);
        }
    }

    /// Junctions may follow on one another: what goes on to the next one meets there from now on.
    fn dissolve(&mut self, at: u32, meetings: &mut BTreeMap<u32, Meeting>) -> bool {
        let Some((incoming, outgoing)) = meetings.get(&at).cloned() else { return false };
        let relations = &self.drawing.relations;
        let like = |at: &u32| (relations[*at as usize].relation, relations[*at as usize].mode);
        let Some(first) = incoming.first().filter(|_| !outgoing.is_empty() && incoming.len().min(outgoing.len()) == 1) else {
            return false;
        };
        let far = incoming.iter().map(|at| self.ends[*at as usize][0]).chain(outgoing.iter().map(|at| self.ends[*at as usize][1]));
        let easy = far.into_iter().all(|end| matches!(end, End::Element(far) if far != at));
        if !easy || incoming.iter().chain(&outgoing).any(|at| like(at) != like(first)) {
            return false;
        }
        meetings.remove(&at);
        let mut led = Vec::with_capacity(incoming.len().max(outgoing.len()));
        for (one, other) in incoming.iter().flat_map(|one| outgoing.iter().map(move |other| (*one, *other))) {
            // The side with several has the ids that tell the results apart.
            let (base, single) = if incoming.len() >= outgoing.len() { (one, other) } else { (other, one) };
            led.push(self.lead_past(one, other, base, single));
        }
        for at in incoming.iter().chain(&outgoing) {
            let [source, target] = std::mem::replace(&mut self.ends[*at as usize], [End::Nothing, End::Nothing]);
            if let Some((_, going)) = junction(meetings, source) {
                going.retain(|known| known != at);
            }
            if let Some((coming, _)) = junction(meetings, target) {
                coming.retain(|known| known != at);
            }
        }
        for at in led {
            let [source, target] = self.ends[at as usize];
            if let Some((_, going)) = junction(meetings, source) {
                going.push(at);
            }
            if let Some((coming, _)) = junction(meetings, target) {
                coming.push(at);
            }
        }
        true
    }

    /// Adds the relationship that two make together; returns its number.
    fn lead_past(&mut self, incoming: u32, outgoing: u32, base: u32, single: u32) -> u32 {
        let Conversion { drawing, ends, .. } = &mut *self;
        let [incoming, outgoing] = [incoming, outgoing].map(|at| (drawing.relations[at as usize], ends[at as usize]));
        let mut relation = drawing.relations[base as usize];
        if relation.names.is_none() {
            relation.names = drawing.relations[single as usize].names;
        }
        (relation.source, relation.target) = (incoming.0.source, outgoing.0.target);
        let new = drawing.relations.len() as u32;
        drawing.relations.push(relation);
        ends.push([incoming.1[0], outgoing.1[1]]);
        self.led_past.insert(base, new);
        self.led_past.entry(single).or_insert(new);
        if let Some(stereotype) = self.stereotypes.get(&base).or_else(|| self.stereotypes.get(&single)).cloned() {
            self.stereotypes.insert(new, stereotype);
        }
        new
    }

    /// Whoever speaks of a relationship that was led past junctions speaks of the flow that it became.
    pub(super) fn pass_on_flows(&mut self) {
        let led: FxHashMap<u32, u32> = std::mem::take(&mut self.led_past);
        #[expect(clippy::iter_over_hash_type, reason = "each relation is entered by itself")]
        for (relation, new) in &led {
            // Numbers grow from one to the next, so that this ends.
            let last = std::iter::successors(Some(*new), |at| led.get(at).copied()).last();
            if let Some(flow) = last.and_then(|last| self.flow_of.get(&last).copied()) {
                self.flow_of.entry(*relation).or_insert(flow);
            }
        }
    }
}

fn junction(meetings: &mut BTreeMap<u32, Meeting>, end: End) -> Option<&mut Meeting> {
    if let End::Element(at) = end { meetings.get_mut(&at) } else { None }
}
