//! What is to happen, ordered by time and then by the order in which it was planned.

use crate::time::SimTime;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Entries come out by time; those of one instant in the order in which they were put in.
#[derive(Clone, Debug)]
pub(crate) struct EventQueue<E> {
    heap: BinaryHeap<Entry<E>>,
    sequence: u64,
    foreground: usize,
}

/// What is planned.
pub(crate) trait Plannable {
    /// Whether it goes on for ever without changing anything by itself: users calling, probes being answered as before.
    fn is_background(&self) -> bool;
}

#[derive(Clone, Debug)]
struct Entry<E> {
    at: SimTime,
    sequence: u64,
    event: E,
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<E> Eq for Entry<E> {}
impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<E> Ord for Entry<E> {
    // The heap gives the greatest first, so the earliest counts as the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.sequence).cmp(&(self.at, self.sequence))
    }
}

impl<E> Default for EventQueue<E> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), sequence: 0, foreground: 0 }
    }
}

impl<E: Plannable> EventQueue<E> {
    pub(crate) fn push(&mut self, at: SimTime, event: E) {
        self.sequence += 1;
        self.foreground += usize::from(!event.is_background());
        self.heap.push(Entry { at, sequence: self.sequence, event });
    }

    pub(crate) fn next_at(&self) -> Option<SimTime> {
        self.heap.peek().map(|e| e.at)
    }

    pub(crate) fn pop(&mut self) -> Option<(SimTime, E)> {
        let entry = self.heap.pop()?;
        self.foreground -= usize::from(!entry.event.is_background());
        Some((entry.at, entry.event))
    }

    /// Holds the count of what changes something against the entries.
    pub(crate) fn audit(&self) -> Result<(), String> {
        let counted = self.heap.iter().filter(|e| !e.event.is_background()).count();
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
