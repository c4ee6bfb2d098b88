//! Commands that go on in the lab's time. They do nothing by themselves: whoever runs the simulation lets them look at the cluster
//! once their commands have been applied, and then after each step; they print what has changed, and say when they are done.

mod gone;
mod repeat;
mod status;
#[cfg(test)]
mod status_vectors;
mod wait;
mod watch;

pub(crate) use gone::Gone;
pub(crate) use repeat::Repeat;
pub(crate) use status::{Status, status_line};
pub(crate) use wait::{Condition, Wait};
pub(crate) use watch::Watch;

use crate::filter::Filter;
use rollout_engine::{SimDuration, SimTime, Simulation};

/// A command at work.
#[derive(Clone, Debug)]
pub struct Running {
    task: Task,
    filters: Vec<Filter>,
    /// When it gives up; never, if nothing is said.
    deadline: Option<SimTime>,
}

#[derive(Clone, Debug)]
enum Task {
    Status(Status),
    Watch(Watch),
    Wait(Wait),
    Gone(Gone),
    Repeat(Repeat),
}

/// What a running command has printed since it looked last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code, once it is done.
    pub exit_code: Option<i32>,
    /// Whether the screen is wiped before the output (`watch`).
    pub wipes: bool,
}

impl Printed {
    pub(crate) fn line(&mut self, line: &str) {
        self.stdout.extend([line, "\n"]);
    }

    /// Ends in a failure.
    pub(crate) fn fail(&mut self, text: &str) {
        self.stderr.extend([text, "\n"]);
        self.exit_code = Some(1);
    }
}

/// What Ctrl-C makes of a command: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

impl Running {
    fn new(task: Task, deadline: Option<SimTime>) -> Self {
        Self { task, filters: Vec::new(), deadline }
    }

    pub(crate) fn status(status: Status, deadline: Option<SimTime>) -> Self {
        Self::new(Task::Status(status), deadline)
    }

    pub(crate) fn watch(watch: Watch) -> Self {
        Self::new(Task::Watch(watch), None)
    }

    pub(crate) fn wait(wait: Wait, deadline: Option<SimTime>) -> Self {
        Self::new(Task::Wait(wait), deadline)
    }

    pub(crate) fn gone(gone: Gone, deadline: Option<SimTime>) -> Self {
        Self::new(Task::Gone(gone), deadline)
    }

    pub(crate) fn repeat(repeat: Repeat) -> Self {
        Self::new(Task::Repeat(repeat), None)
    }

    /// Sends its output through filters; what comes out of them for what has been printed so far.
    pub(crate) fn pipe(&mut self, filters: Vec<Filter>, stdout: &str) -> String {
        self.filters = filters;
        self.filters.iter_mut().fold(stdout.to_owned(), |text, filter| filter.feed(&text))
    }

    /// Looks at the cluster as it is now, and prints what there is to say.
    pub fn look(&mut self, cluster: &Simulation) -> Printed {
        let mut printed = Printed::default();
        match &mut self.task {
            Task::Status(task) => task.look(cluster, &mut printed),
            Task::Watch(task) => task.look(cluster, &mut printed),
            Task::Wait(task) => task.look(cluster, &mut printed),
            Task::Gone(task) => task.look(cluster, &mut printed),
            Task::Repeat(task) => task.look(cluster, &mut printed),
        }
        if printed.exit_code.is_none() && self.deadline.is_some_and(|deadline| cluster.now() >= deadline) {
            let text = match &self.task {
                Task::Wait(task) => task.timed_out(),
                Task::Gone(task) => task.timed_out(),
                _ => "error: timed out waiting for the condition".to_owned(),
            };
            printed.fail(&text);
        }
        self.filtered(printed)
    }

    /// When it wants to look even if nothing happens until then: at its timeout.
    pub fn wakes_at(&self) -> Option<SimTime> {
        match &self.task {
            Task::Repeat(task) => Some(task.next_at()),
            _ => self.deadline,
        }
    }

    /// Ctrl-C: what its filters still hold is lost, as in a terminal.
    #[must_use]
    pub fn interrupt(self) -> Printed {
        Printed { stdout: "^C\n".to_owned(), exit_code: Some(INTERRUPTED), ..Printed::default() }
    }

    fn filtered(&mut self, mut printed: Printed) -> Printed {
        let ends = printed.exit_code.is_some();
        for filter in &mut self.filters {
            let mut out = filter.feed(&printed.stdout);
            if ends {
                let (rest, code) = filter.finish();
                out.push_str(&rest);
                printed.exit_code = Some(code);
            }
            printed.stdout = out;
        }
        printed
    }
}

/// A length of time as flags take it: `30s`, `1m30s`, `500ms`, `1.5h`, `0`, `30`.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0_i64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at_checked(end)?;
        let unit_end = unit.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(unit.len());
        let (unit, after) = unit.split_at_checked(unit_end)?;
        let unit: i64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "us" | "µs" | "ns" => 0,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole: i64 = if whole.is_empty() && !fraction.is_empty() { 0 } else { whole.parse().ok()? };
        let part: i64 = match fraction.get(..fraction.len().min(9)) {
            Some(digits) if !digits.is_empty() => {
                let scale = 10_i64.checked_pow(u32::try_from(digits.len()).ok()?)?;
                digits.parse::<i64>().ok()?.checked_mul(unit)? / scale
            }
            _ => 0,
        };
        total = total.checked_add(whole.checked_mul(unit)?.checked_add(part)?)?;
        rest = after;
    }
    Some(sign * total)
}

/// So many milliseconds from now; never, for less than none.
pub(crate) fn deadline(cluster: &Simulation, milliseconds: i64) -> Option<SimTime> {
    u64::try_from(milliseconds).ok().map(|ms| cluster.now() + SimDuration::millis(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (text, ms) in [
            ("30s", Some(30_000)),
            ("1m30s", Some(90_000)),
            ("500ms", Some(500)),
            ("1.5h", Some(5_400_000)),
            ("0", Some(0)),
            ("0s", Some(0)),
            ("-1s", Some(-1000)),
            ("30", None),
            ("", None),
            ("s", None),
            ("1x", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(duration(text), ms, "{text}");
        }
    }
}
