//! The plain evaluator's order: every set of possible steps is put in order and tried. What may stand anywhere leaves
//! everything open, unless there is only one.

use jiff::civil::Date;

use super::ask::Asker;
use super::sides::{Plain, Side, unanimous};
use crate::language::meant::{AttributePath, Form, Path, Periods, Predicate};
use crate::language::truth::Truth;
use crate::language::world::{Node, Rest, World};

/// A member: its place, where that is known, itself, and whether it is one for sure.
type Member<P> = (P, Node, bool);

impl Asker<'_> {
    pub(super) fn form(&self, form: Form, here: Node) -> bool {
        let metamodel = self.world.metamodel();
        let links = (0..metamodel.links.len()).map(|at| crate::metamodel::LinkId(at as u16));
        let own = links.filter(|link| metamodel.link(*link).from.contains(self.world.kind(here)));
        let stated = &self.world.at(here.index).links;
        match form {
            Form::Complete => {
                let mut mandatory = own.filter(|link| metamodel.link(*link).mandatory.contains(self.world.kind(here)));
                mandatory.all(|link| stated.contains_key(&link))
            }
            Form::Orphan => {
                let mut out = own.map(|link| {
                    let mut any = false;
                    self.world.ends(here, link, &mut |_| any = true);
                    any
                });
                let leads_here = |made: &super::world::Made| made.links.values().flatten().any(|end| *end == Some(here.index));
                !out.any(|any| any) && !self.world.made.iter().any(leads_here)
            }
            Form::Dangling => {
                own.into_iter().any(|link| stated.contains_key(&link) && self.world.ends(here, link, &mut |_| {}) == Rest::Unknown)
            }
        }
    }

    pub(super) fn steps(&self, path: &Path, key: &AttributePath, holds: &Predicate, here: Node) -> Truth {
        let place = |node: Node| match self.attribute(key, node) {
            Side::Is(Plain::Number(number)) => Ok(Some(number)),
            Side::Is(Plain::Date(date)) => Ok(Some(f64::from(day(date)))),
            Side::Absent => Ok(None),
            _ => Err(()),
        };
        let Ok(members) = self.members_of(path, here, place) else { return Truth::Unknown };
        let Some(members) = members else { return Truth::True };
        let pair = |one: &Node, next: &Node| {
            let items = self.items.iter().copied().chain([*next]).collect();
            let inside = Asker { items, members: self.members.clone(), was_members: self.was_members.clone(), ..*self };
            inside.answer(holds, *one)
        };
        let mut certain: Vec<Member<f64>> = members.iter().copied().filter(|(.., sure)| *sure).collect();
        let mut all = members;
        for list in [&mut certain, &mut all] {
            list.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.index.cmp(&right.1.index)));
        }
        // Known to fail: two certain ones between whom nobody can stand.
        let fails = all.windows(2).any(|two| two[0].2 && two[1].2 && pair(&two[0].1, &two[1].1).is_false());
        if fails {
            return Truth::False;
        }
        subsets(&all)
            .iter()
            .map(|steps| steps.windows(2).map(|two| pair(&two[0].1, &two[1].1)).min().unwrap_or(Truth::True))
            .fold(Truth::True, |all, one| all.and(if one.is_true() { one } else { Truth::Unknown }))
    }

    pub(super) fn periods(&self, periods: &Periods, here: Node) -> Truth {
        let date = |path: &AttributePath, node: Node| match self.attribute(path, node) {
            Side::Is(Plain::Date(date)) => Ok(Some(date)),
            Side::Absent => Ok(None),
            _ => Err(()),
        };
        let place = |node: Node| {
            let Some(start) = date(&periods.start, node)? else { return Ok(None) };
            Ok(Some((start, date(&periods.end, node)?.unwrap_or(Date::MAX))))
        };
        let Ok(members) = self.members_of(&periods.path, here, place) else { return Truth::Unknown };
        let Some(mut members) = members else { return Truth::True };
        if members.len() < 2 {
            return Truth::True;
        }
        let amount = match self.side(&periods.longest.amount, here) {
            Side::Is(Plain::Number(amount)) => amount as i64,
            Side::Absent => return Truth::False,
            _ => return Truth::Unknown,
        };
        members.sort_by_key(|(period, node, _)| (*period, node.index));
        let unit = periods.longest.unit;
        let gapless = |periods: &[Member<(Date, Date)>]| -> Truth {
            let mut last: Option<Date> = None;
            for ((start, end), ..) in periods {
                let reach = last.and_then(|last| super::amounts::moved(last, amount, unit));
                if reach.is_some_and(|reach| *start > reach) && last.is_some_and(|last| *start > last) {
                    return Truth::False;
                }
                last = last.max(Some(*end));
            }
            Truth::True
        };
        unanimous(subsets(&members).iter().map(|periods| gapless(periods)))
    }

    /// The members with their places; none where there are fewer than two, an error where nobody knows the order.
    fn members_of<P: Copy>(
        &self,
        path: &Path,
        here: Node,
        place: impl Fn(Node) -> Result<Option<P>, ()>,
    ) -> Result<Option<Vec<Member<P>>>, ()> {
        let reached = self.reach(path, here);
        let mut found: Vec<(Node, bool)> = Vec::new();
        for (node, sure) in reached.all() {
            match found.iter_mut().find(|(known, _)| known.index == node.index) {
                Some((_, known)) => *known |= sure,
                None => found.push((node, sure)),
            }
        }
        let placed: Vec<(Result<P, ()>, Node, bool)> =
            found.into_iter().filter_map(|(node, sure)| Some((place(node).transpose()?, node, sure))).collect();
        if reached.open {
            return Err(());
        }
        if placed.len() < 2 {
            return Ok(None);
        }
        placed.into_iter().map(|(place, node, sure)| Ok((place?, node, sure))).collect::<Result<Vec<_>, ()>>().map(Some)
    }
}

/// Every set that could be meant, in the order of the whole.
fn subsets<P: Copy>(members: &[Member<P>]) -> Vec<Vec<Member<P>>> {
    members.iter().fold(vec![Vec::new()], |sets, member| {
        let with = sets.iter().map(|set| set.iter().copied().chain([*member]).collect());
        let with: Vec<Vec<Member<P>>> = with.collect();
        if member.2 { with } else { [sets, with].concat() }
    })
}

fn day(date: Date) -> i32 {
    i32::from(date.year()) * 366 + i32::from(date.day_of_year())
}
