//! Elements in the order of a key: what holds between each and the next, and whether periods leave gaps.
//!
//! Where somebody may stand anywhere in the order, nothing is known of any pair.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::{Evaluator, Given};
use crate::language::meant::{AttributePath, Path, Periods, Predicate};
use crate::language::truth::Truth;
use crate::language::world::{Node, World};

/// The members of a path that have a place in the order.
struct Placed<K> {
    /// By key, then by number.
    members: Vec<(K, Node, bool)>,
    /// There may be others, or nobody knows where some of them stand.
    open: bool,
    /// Those who certainly or possibly are members, counted as far as they are known.
    count: usize,
}

impl<W: World> Evaluator<'_, W> {
    /// `steps(path, key, holds)`.
    pub(super) fn steps(&self, path: &Path, key: &AttributePath, holds: &Predicate, here: Node) -> Truth {
        let mut placed = self.placed(path, here, |node| match super::compare::plain(self.attribute(key, node)) {
            Given::Absent => Ok(None),
            Given::Integer(number) => Ok(Some(Rank::Number(number as f64))),
            Given::Number(number) => Ok(Some(Rank::Number(number))),
            Given::Date(date) => Ok(Some(Rank::Date(date))),
            _ => Err(()),
        });
        placed.members.sort_by(|left, right| left.0.order(right.0).then(left.1.index.cmp(&right.1.index)));
        if placed.open {
            return placed.of_unknown_order();
        }
        let mut answer = Truth::True;
        let members = &placed.members;
        for (at, (_, one, certain)) in members.iter().enumerate() {
            for (behind, (_, next, next_certain)) in members[at + 1..].iter().enumerate() {
                let follows = self.pair(holds, *one, *next);
                // Who may not be there, or may have somebody between, makes nothing false.
                let sure = *certain && *next_certain && behind == 0;
                answer = answer.and(if sure || follows.is_true() { follows } else { Truth::Unknown });
                if *next_certain || answer.is_false() {
                    break;
                }
            }
            if answer.is_false() {
                break;
            }
        }
        answer
    }

    /// What holds of an element and the next one.
    pub(in crate::language) fn pair(&self, holds: &Predicate, one: Node, next: Node) -> Truth {
        self.items.borrow_mut().push(next);
        let answer = self.answer(holds, one);
        self.items.borrow_mut().pop();
        answer
    }

    /// The steps in their order, as far as it is known.
    pub(in crate::language) fn ordered(&self, path: &Path, key: &AttributePath, here: Node) -> Vec<Node> {
        let mut ranked: Vec<(Rank, Node)> = Vec::new();
        for (node, _) in self.gather(path, here).nodes {
            match super::compare::plain(self.attribute(key, node)) {
                Given::Integer(number) => ranked.push((Rank::Number(number as f64), node)),
                Given::Number(number) => ranked.push((Rank::Number(number), node)),
                Given::Date(date) => ranked.push((Rank::Date(date), node)),
                _ => {}
            }
        }
        ranked.sort_by(|left, right| left.0.order(right.0).then(left.1.index.cmp(&right.1.index)));
        ranked.into_iter().map(|(_, node)| node).collect()
    }

    /// `periods(path, start, end) cover 1 month`: a period without an end goes on.
    pub(super) fn periods(&self, periods: &Periods, here: Node) -> Truth {
        let date = |path: &AttributePath, node: Node| match super::compare::plain(self.attribute(path, node)) {
            Given::Absent => Ok(None),
            Given::Date(date) => Ok(Some(date)),
            _ => Err(()),
        };
        let mut placed = self.placed(&periods.path, here, |node| {
            let Some(start) = date(&periods.start, node)? else { return Ok(None) };
            Ok(Some((start, date(&periods.end, node)?.unwrap_or(Date::MAX))))
        });
        if placed.open {
            return placed.of_unknown_order();
        }
        if placed.members.len() < 2 {
            return Truth::True;
        }
        let amount = match super::compare::plain(self.operand(&periods.longest.amount, here)) {
            Given::Integer(amount) => amount,
            Given::Absent => return Truth::False,
            _ => return Truth::Unknown,
        };
        placed.members.sort_by_key(|(period, node, _)| (*period, node.index));
        let reach = |end: Date| self.moved(end, &periods.longest, amount, periods.calendar.as_deref()).ok();
        let certain: Vec<(Date, Date)> = placed.members.iter().filter(|(.., certain)| *certain).map(|(period, ..)| *period).collect();
        let all: Vec<(Date, Date)> = placed.members.iter().map(|(period, ..)| *period).collect();
        if certain.len() == all.len() {
            return gapless(&all, reach);
        }
        let (Some((first, _)), Some(last)) = (certain.first(), certain.iter().map(|(_, end)| *end).max()) else {
            // Any two of them may be all there are.
            let pairs = all.iter().enumerate().flat_map(|(at, one)| all[at + 1..].iter().map(|next| gapless(&[*one, *next], reach)));
            return if pairs.fold(Truth::True, Truth::and).is_true() { Truth::True } else { Truth::Unknown };
        };
        // Possible periods may fill a gap between certain ones, and lie apart from them.
        if is_gap_between(&certain, &all, reach) {
            return Truth::False;
        }
        let joins = |(start, end): &(Date, Date)| Some(*start <= reach(last)? && *first <= reach(*end)?);
        match (gapless(&certain, reach), all.iter().map(joins).collect::<Option<Vec<_>>>()) {
            (Truth::True, Some(joined)) if joined.iter().all(|joins| *joins) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// The members of a path with their places; those without one are left out.
    fn placed<K>(&self, path: &Path, here: Node, place: impl Fn(Node) -> Result<Option<K>, ()>) -> Placed<K> {
        let gathered = self.gather(path, here);
        let mut placed = Placed { members: Vec::new(), open: gathered.open, count: 0 };
        if gathered.open {
            placed.count = 2;
        }
        for (node, certain) in gathered.nodes {
            match place(node) {
                Ok(None) => continue,
                Ok(Some(key)) => placed.members.push((key, node, certain)),
                Err(()) => placed.open = true,
            }
            placed.count += 1;
        }
        placed
    }
}

impl<K> Placed<K> {
    /// One alone follows nobody.
    fn of_unknown_order(&self) -> Truth {
        if self.count < 2 { Truth::True } else { Truth::Unknown }
    }
}

/// What comes first.
#[derive(Clone, Copy)]
enum Rank {
    Number(f64),
    Date(Date),
}

impl Rank {
    fn order(self, other: Rank) -> Ordering {
        match (self, other) {
            (Rank::Number(left), Rank::Number(right)) => left.total_cmp(&right),
            (Rank::Date(left), Rank::Date(right)) => left.cmp(&right),
            // One attribute has one type.
            _ => Ordering::Equal,
        }
    }
}

/// Whether each period begins before the reach of those before it ends; they are sorted by their beginning.
fn gapless(periods: &[(Date, Date)], reach: impl Fn(Date) -> Option<Date> + Copy) -> Truth {
    gaps(periods, reach).map_or(Truth::Unknown, |gaps| gaps.is_empty().into())
}

/// The gaps: behind which day, and before which.
fn gaps(periods: &[(Date, Date)], reach: impl Fn(Date) -> Option<Date>) -> Option<Vec<(Date, Date)>> {
    let mut gaps = Vec::new();
    let mut last: Option<Date> = None;
    for (start, end) in periods {
        if let Some(last) = last
            && *start > last
            && *start > reach(last)?
        {
            gaps.push((last, *start));
        }
        last = Some(last.map_or(*end, |last| last.max(*end)));
    }
    Some(gaps)
}

/// Whether all periods together leave a gap with certain ones on both sides: then nobody fills it.
fn is_gap_between(certain: &[(Date, Date)], all: &[(Date, Date)], reach: impl Fn(Date) -> Option<Date>) -> bool {
    let between =
        |(last, next): &(Date, Date)| certain.iter().any(|(start, _)| start <= last) && certain.iter().any(|(start, _)| start >= next);
    gaps(all, reach).is_some_and(|gaps| gaps.iter().any(between))
}
