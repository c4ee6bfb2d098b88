//! Requests under way.

use super::Outcome;
use crate::api::Name;
use crate::id::PodId;
use crate::time::SimTime;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A request; where there are very many, a bundle of requests that share one fate.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The number of the first.
    pub(super) number: u64,
    /// How many they are.
    pub(super) weight: u32,
    /// The place of its client.
    pub(super) client: usize,
    /// The source address.
    pub(super) address: u32,
    /// When it was sent first.
    pub(super) sent_at: SimTime,
    /// How often it has been sent.
    pub(super) tries: u32,
    /// When what it waits for comes: its end, or its next try.
    pub(super) due: SimTime,
    pub(super) stage: Stage,
    /// Where its last try went.
    pub(super) pod: Option<(PodId, Name)>,
    /// The place in the ledger of the image that it went to, where a program took it.
    pub(super) image: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It will end so, if nothing intervenes.
    Ends(Outcome),
    /// It has failed for this cause and will be tried again.
    Waits(Outcome),
}

impl Request {
    pub(super) fn is_at(&self, pod: PodId) -> bool {
        matches!(self.stage, Stage::Ends(_)) && self.pod.as_ref().is_some_and(|(at, _)| *at == pod)
    }
}

/// Requests in the order in which they are due.
#[derive(Clone, Debug, Default)]
pub(super) struct UnderWay {
    heap: BinaryHeap<ByTime>,
}

#[derive(Clone, Debug)]
struct ByTime(Request);

impl ByTime {
    fn key(&self) -> (SimTime, u64) {
        (self.0.due, self.0.number)
    }
}

impl PartialEq for ByTime {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl Eq for ByTime {}
impl PartialOrd for ByTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for ByTime {
    // The heap gives the greatest first, so the earliest counts as the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl UnderWay {
    pub(super) fn push(&mut self, request: Request) {
        self.heap.push(ByTime(request));
    }

    pub(super) fn next_at(&self) -> Option<SimTime> {
        self.heap.peek().map(|r| r.0.due)
    }

    pub(super) fn pop(&mut self) -> Option<Request> {
        self.heap.pop().map(|r| r.0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Request> {
        self.heap.iter().map(|r| &r.0)
    }

    /// Takes out those that are at a Pod and would end after `now`, in the order of their ends.
    pub(super) fn take_from(&mut self, pod: PodId, now: SimTime) -> Vec<Request> {
        let cut = |r: &ByTime| r.0.is_at(pod) && r.0.due > now;
        if !self.heap.iter().any(cut) {
            return Vec::new();
        }
        let (cut, kept): (Vec<ByTime>, Vec<ByTime>) =
            std::mem::take(&mut self.heap).into_iter().partition(cut);
        self.heap = kept.into();
        let mut cut: Vec<Request> = cut.into_iter().map(|r| r.0).collect();
        cut.sort_unstable_by_key(|r| (r.due, r.number));
        cut
    }
}
