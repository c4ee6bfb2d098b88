//! What a kubelet has planned for one Pod. Only the next thing stands in the engine's queue, so that what is no longer wanted can be
//! taken back, and a Pod that has gone leaves nothing behind.

use crate::api::ProbeType;
use crate::short::Short;
use crate::time::SimTime;

/// Something to do. Containers are meant by their place in the spec (init containers first) and the number of their start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// The Pod's first sync.
    Begin,
    /// All containers are listed.
    List,
    /// The work queue gives the Pod back.
    Resync,
    /// A pull has ended.
    Pulled(u16),
    /// A container has been created and started.
    Started(u16),
    /// The postStart hook has ended; whether it failed.
    PostStartDone(u16, bool),
    /// The preStop hook has ended, or is cut off; whether it failed.
    PreStopDone(u16, u32, bool),
    /// The grace period of a sidecar that waits for its turn to stop has run out.
    TurnOver(u16, u32),
    /// The program ends.
    Exit(u16, u32, Ending),
    /// A probe's ticker ticks, or it is triggered.
    Probe(u16, ProbeType),
    /// A probe's answer has come, or is waited for no longer.
    Answered(u16, ProbeType),
    /// Everything has stopped: the object goes.
    Remove,
}

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// By itself, with this code.
    Code(i32),
    /// By SIGKILL.
    Killed,
    /// By the kernel, for want of memory.
    OutOfMemory,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    tasks: Short<(SimTime, Task), 3>,
    /// For when the engine's queue will wake the Pod.
    pub(super) woken_at: Option<SimTime>,
}

impl Agenda {
    pub(super) fn push(&mut self, at: SimTime, task: Task) {
        self.tasks.push((at, task));
    }

    /// The time of the earliest task.
    pub(super) fn next_at(&self) -> Option<SimTime> {
        self.tasks.iter().map(|(at, _)| *at).min()
    }

    /// Takes out the earliest task that is due at `now`; of one instant the one that was planned first.
    ///
    /// # Errors
    /// The time of the earliest task, if none is due.
    pub(super) fn pop(&mut self, now: SimTime) -> Result<Task, Option<SimTime>> {
        let mut first: Option<(SimTime, usize)> = None;
        for (place, (at, _)) in self.tasks.iter().enumerate() {
            if first.is_none_or(|(earliest, _)| *at < earliest) {
                first = Some((*at, place));
            }
        }
        let next = first.map(|(at, _)| at);
        let due = first.filter(|(at, _)| *at <= now).and_then(|(_, place)| self.tasks.remove(place));
        due.map(|(_, task)| task).ok_or(next)
    }

    pub(super) fn drop_all(&mut self, which: impl Fn(&Task) -> bool) {
        self.tasks.retain(|(_, task)| !which(task));
    }

    pub(super) fn contains(&self, which: impl Fn(&Task) -> bool) -> bool {
        self.tasks.iter().any(|(_, task)| which(task))
    }

    /// When the first task of this kind is due.
    pub(super) fn at(&self, which: impl Fn(&Task) -> bool) -> Option<SimTime> {
        self.tasks.iter().filter(|(_, task)| which(task)).map(|(at, _)| *at).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_time_then_by_order_of_planning() {
        let mut agenda = Agenda::default();
        for (at, task) in [(5, Task::Remove), (1, Task::List), (1, Task::Resync), (9, Task::Begin)] {
            agenda.push(SimTime(at), task);
        }
        agenda.drop_all(|task| *task == Task::Begin);
        let mut order = Vec::new();
        while let Ok(task) = agenda.pop(SimTime(5)) {
            order.push(task);
        }
        assert_eq!(order, [Task::List, Task::Resync, Task::Remove]);
        assert_eq!(agenda.next_at(), None);
    }
}
