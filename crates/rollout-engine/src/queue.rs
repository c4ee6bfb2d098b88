//! What is to happen, ordered by time and then by the order in which it was planned.

use crate::number_map::NumberMap;
use crate::time::SimTime;
use std::collections::VecDeque;

/// Lists with more room than this are given back: an instant in which very much happens is rare.
const MOST_KEPT: usize = 64;

/// Entries come out by time; those of one instant in the order in which they were put in.
#[derive(Clone, Debug)]
pub(crate) struct EventQueue<E> {
    /// Where the entries of each instant are.
    instants: NumberMap<SimTime, u32>,
    lists: Vec<VecDeque<E>>,
    /// Lists that are not in use.
    spare: Vec<u32>,
    /// Where something was last put: much is planned for one instant in a row.
    last: Option<(SimTime, u32)>,
    foreground: usize,
}

/// What is planned.
pub(crate) trait Plannable {
    /// Whether it goes on for ever without changing anything by itself: users calling, probes being answered as before.
    fn is_background(&self) -> bool;
}

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self {
            instants: NumberMap::default(),
            lists: Vec::new(),
            spare: Vec::new(),
            last: None,
            foreground: 0,
        }
    }
}

impl<E: Plannable> EventQueue<E> {
    pub(crate) fn push(&mut self, at: SimTime, event: E) {
        self.foreground += usize::from(!event.is_background());
        let list = match self.last {
            Some((last, list)) if last == at => list,
            _ => self.instants.get(at).unwrap_or_else(|| self.new_list(at)),
        };
        self.last = Some((at, list));
        if let Some(list) = self.lists.get_mut(list as usize) {
            list.push_back(event);
        }
    }

    fn new_list(&mut self, at: SimTime) -> u32 {
        let list = self.spare.pop().unwrap_or_else(|| {
            self.lists.push(VecDeque::new());
            u32::try_from(self.lists.len() - 1).unwrap_or(u32::MAX)
        });
        self.instants.insert(at, list);
        list
    }

    pub(crate) fn next_at(&self) -> Option<SimTime> {
        self.instants.first().map(|(at, _)| at)
    }

    pub(crate) fn pop(&mut self) -> Option<(SimTime, E)> {
        let (at, place) = self.instants.first()?;
        let list = self.lists.get_mut(place as usize)?;
        let event = list.pop_front()?;
        self.foreground -= usize::from(!event.is_background());
        if list.is_empty() {
            if list.capacity() > MOST_KEPT {
                *list = VecDeque::new();
            }
            self.instants.remove(at);
            self.spare.push(place);
            self.last = self.last.filter(|(last, _)| *last != at);
        }
        Some((at, event))
    }

    /// Holds the count of what changes something against the entries.
    pub(crate) fn audit(&self) -> Result<(), String> {
        let counted = self.lists.iter().flatten().filter(|e| !e.is_background()).count();
        if counted == self.foreground {
            return Ok(());
        }
        Err(format!("{counted} things are planned that change something, {} are counted", self.foreground))
    }

    /// How many things are planned that change something.
    pub(crate) fn planned_foreground(&self) -> usize {
        self.foreground
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Plannable for &str {
        fn is_background(&self) -> bool {
            self.starts_with('(')
        }
    }

    #[test]
    fn by_time_then_by_order_of_planning() {
        let mut queue = EventQueue::default();
        for (at, what) in [(5, "late"), (1, "first"), (1, "second"), (0, "start")] {
            queue.push(SimTime(at), what);
        }
        queue.push(SimTime(9), "(hum)");
        assert_eq!(queue.planned_foreground(), 4);
        let order: Vec<&str> = std::iter::from_fn(|| queue.pop()).map(|(_, e)| e).collect();
        assert_eq!(order, ["start", "first", "second", "late", "(hum)"]);
    }
}
