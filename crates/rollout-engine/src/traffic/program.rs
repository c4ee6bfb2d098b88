//! How each Pod's program meets requests, looked up once and kept until something may have changed.

use super::Ledger;
use crate::arena::Arena;
use crate::id::PodId;
use crate::kubelet::Serving;
use crate::node::Nodes;
use crate::time::{SimDuration, SimTime};
use std::collections::VecDeque;

/// How a program meets a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// There is none that accepts connections: it has exited, or has closed its port.
    Refuses,
    /// It does not serve yet.
    NotYet,
    /// It accepts, and never answers.
    Hangs,
    /// It answers.
    Answers {
        /// After this long.
        after: SimDuration,
        /// So many at a time.
        capacity: Option<u32>,
        /// Its image's place in the ledger.
        image: usize,
        /// It answers wrongly to clients that were made for another image.
        breaks_api: bool,
    },
}

/// What is known of the Pods' programs.
#[derive(Clone, Debug, Default)]
pub(super) struct Programs {
    known: Arena<PodId, Known>,
    /// Some program has ever broken the API for clients of another image: only then it matters what clients were made for.
    pub(super) some_break: bool,
}

#[derive(Clone, Debug)]
struct Known {
    manner: Manner,
    /// Until when it holds if nothing happens.
    until: SimTime,
    /// What it has to do, where it can do only so much at a time.
    work: Work,
}

/// Requests of a program that can serve only so many at a time: the ends of those that it is serving or will serve, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    ends: VecDeque<(SimTime, u32)>,
    taken: u64,
}

impl Programs {
    /// How a Pod's program meets a request that comes now.
    pub(super) fn manner(&mut self, nodes: &Nodes, ledger: &mut Ledger, pod: PodId, now: SimTime) -> Manner {
        if let Some(known) = self.known.get(pod)
            && known.until > now
        {
            return known.manner;
        }
        let serving = nodes.serving(pod, now);
        let until = serving.as_ref().and_then(|s| s.changes_at).unwrap_or(SimTime(u64::MAX));
        let manner = match serving {
            Some(serving) => of(&serving, ledger),
            None if nodes.has_run(pod) => Manner::Refuses,
            None => Manner::NotYet,
        };
        self.some_break |= matches!(manner, Manner::Answers { breaks_api: true, .. });
        match self.known.get_mut(pod) {
            Some(known) => (known.manner, known.until) = (manner, until),
            None => self.known.put(pod, Known { manner, until, work: Work::default() }),
        }
        manner
    }

    /// Something has happened to a Pod: it is looked at anew.
    pub(super) fn look_again(&mut self, pod: PodId) {
        if let Some(known) = self.known.get_mut(pod) {
            known.until = SimTime::ZERO;
        }
    }

    /// A Pod's program has dropped all its work.
    pub(super) fn drop_work(&mut self, pod: PodId) {
        if let Some(known) = self.known.get_mut(pod) {
            known.work = Work::default();
            known.until = SimTime::ZERO;
        }
    }

    /// A Pod has gone.
    pub(super) fn forget(&mut self, pod: PodId) {
        self.known.take(pod);
    }

    /// When so many requests that come now will be answered by a program that serves `capacity` at a time, each for so long, in the
    /// order in which they come; never, if they would have to wait for longer than they are willing to.
    pub(super) fn queue(
        &mut self,
        pod: PodId,
        now: SimTime,
        (capacity, each): (u32, SimDuration),
        (weight, patience): (u32, SimDuration),
    ) -> Option<SimTime> {
        let work = &mut self.known.get_mut(pod)?.work;
        let (starts, rounds) = work.next(now, capacity.max(1), weight);
        if starts.since(now) > patience {
            return None;
        }
        let ends = starts + each.times(rounds);
        work.ends.push_back((ends, weight));
        work.taken += u64::from(weight);
        Some(ends)
    }
}

impl Work {
    /// When so many more can be begun, and how many rounds they take.
    fn next(&mut self, now: SimTime, capacity: u32, weight: u32) -> (SimTime, u64) {
        while let Some((_, done)) = self.ends.pop_front_if(|(end, _)| *end <= now) {
            self.taken = self.taken.saturating_sub(u64::from(done));
        }
        let rounds = u64::from(weight.div_ceil(capacity));
        let room = u64::from(capacity.saturating_sub(weight));
        if self.taken <= room {
            return (now, rounds);
        }
        // It begins when only so many of those before it are left that there is room: count them from the last.
        let mut left = 0;
        for (end, count) in self.ends.iter().rev() {
            left += u64::from(*count);
            if left > room {
                return (*end, rounds);
            }
        }
        (now, rounds)
    }
}

fn of(program: &Serving, ledger: &mut Ledger) -> Manner {
    if !program.listens {
        return if program.told_to_stop { Manner::Refuses } else { Manner::NotYet };
    }
    if !program.serves {
        return Manner::NotYet;
    }
    if !program.answers {
        return Manner::Hangs;
    }
    let workload = &program.workload;
    Manner::Answers {
        after: workload.serves_for,
        capacity: workload.capacity,
        image: ledger.place_of(&program.image),
        breaks_api: workload.breaks_api,
    }
}
