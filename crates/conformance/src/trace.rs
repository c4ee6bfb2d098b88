//! Traces: what the engine does with the inputs of a recording, in the recording's own format.
//!
//! Of a recording only the inputs are read: commands and changes on the node's side with their times, manifests, how images
//! behave, the clock; and what has no rule behind it: the names, UIDs and nodes of Pods, and which of several equal Pods was taken.

mod control_plane;
mod pod_life;
mod scenario;
mod watcher;

use crate::recording::Recording;
use crate::recording::control_plane::{self as control_plane_format, Input, NodeChange};
use crate::recording::pod_life as pod_life_format;
use crate::shell;
use rollout_engine::{Command, Happening, Recording as Log, SimDuration, SimTime, Simulation, Timestamp};

/// From a command's start until its write is stored.
const KUBECTL: u64 = 60;
/// How long `kubectl apply` takes: the seconds of the commands after it count from its end.
const APPLY: u64 = 120;
/// From a change on the node's side until it is stored.
const NODE: u64 = 4;
/// Nothing more is awaited after the last input once nothing happens for so long.
const SILENCE: SimDuration = SimDuration::millis(350);
/// Nothing at all is awaited for longer than this after the last input.
const PATIENCE: SimDuration = SimDuration::millis(30_000);

/// Everything that happens with the inputs of a recording, decisions too.
#[must_use]
pub fn happenings(recording: &Recording) -> Vec<Happening> {
    match recording {
        Recording::ControlPlane(recording) => play_control_plane(recording, Log::ALL).1,
        Recording::PodLife(recording) => play_pod_life(recording, Log::ALL).1,
    }
}

/// Plays the inputs of a `control-plane` recording.
#[must_use]
pub fn control_plane(recording: &control_plane_format::Recording) -> control_plane_format::Trace {
    let (outputs, log) = play_control_plane(recording, Log { writes: true, events: true, ..Log::default() });
    let mut writer = control_plane::Writer::default();
    let mut rest = log.as_slice();
    let mut ends = recording.steps.iter().skip(1).map(|step| Some(SimTime(step.t))).chain([None]);
    let steps = recording.steps.iter().zip(outputs).map(|(step, output)| {
        let end = ends.next().flatten();
        let (happened, later) =
            rest.split_at(rest.partition_point(|happening| end.is_none_or(|end| at(happening) < end)));
        rest = later;
        writer.step(step.t, step.input.clone(), output, happened.iter())
    });
    control_plane_format::Trace { steps: steps.collect() }
}

/// What kubectl printed after each input, and everything that happened.
fn play_control_plane(
    recording: &control_plane_format::Recording,
    log: Log,
) -> (Vec<Option<control_plane_format::Output>>, Vec<Happening>) {
    let mut simulation = Simulation::new(&scenario::control_plane(recording), log);
    let mut outputs = Vec::with_capacity(recording.steps.len());
    let starts = recording.steps.iter().skip(1).map(|step| Some(SimTime(step.t))).chain([None]);
    for (step, next) in recording.steps.iter().zip(starts) {
        outputs.push(match &step.input {
            Input::Kubectl { command, stdin } => {
                simulation.run_until(SimTime(step.t + KUBECTL));
                Some(shell::run(&mut simulation, command, stdin.as_deref(), next).0)
            }
            Input::Node { change, pod } => {
                simulation.run_until(SimTime(step.t + NODE));
                let change = node_change(change);
                // Where the engine has no such Pod the trace differs anyway.
                let _ = simulation.apply(&Command::NodeChange { pod: pod.as_str().into(), change });
                None
            }
        });
    }
    settle(&mut simulation);
    (outputs, simulation.drain_log())
}

fn node_change(change: &NodeChange) -> rollout_engine::NodeChange {
    let timestamp = |stamp: &jiff::Timestamp| Timestamp(stamp.as_second());
    match change {
        NodeChange::Ready(stamp) => rollout_engine::NodeChange::Ready(timestamp(stamp)),
        NodeChange::Unready(stamp) => rollout_engine::NodeChange::Unready(timestamp(stamp)),
        NodeChange::Gone => rollout_engine::NodeChange::Gone,
    }
}

/// Lets the controllers come to rest.
fn settle(simulation: &mut Simulation) {
    let last_input = simulation.now();
    while let Some(next) = simulation.next_event_at() {
        if next.since(simulation.now()) > SILENCE || next.since(last_input) > PATIENCE {
            return;
        }
        simulation.step();
    }
}

fn at(happening: &Happening) -> SimTime {
    match happening {
        Happening::Decision(decision) => decision.at,
        Happening::Stored { at, .. } | Happening::Event { at, .. } | Happening::Runtime { at, .. } => *at,
    }
}

/// Plays the inputs of a `pod-life` recording, once.
#[must_use]
pub fn pod_life(recording: &pod_life_format::Recording) -> pod_life_format::Trace {
    let (commands, log) =
        play_pod_life(recording, Log { writes: true, events: true, runtime: true, ..Log::default() });
    pod_life_format::Trace { runs: vec![pod_life::run(SimTime::ZERO, commands, log.iter())] }
}

/// What kubectl printed, and everything that happened.
fn play_pod_life(
    recording: &pod_life_format::Recording,
    log: Log,
) -> (Vec<pod_life_format::Command>, Vec<Happening>) {
    let mut simulation = Simulation::new(&scenario::pod_life(recording), log);
    let mut commands = Vec::new();
    let end = SimTime(u64::from(recording.seconds) * 1000);
    let apply = (0, "apply -f -".to_owned(), Some(recording.manifest.as_str()));
    let later = recording
        .commands
        .iter()
        .map(|(second, line)| (APPLY + u64::from(*second) * 1000, line.clone(), None));
    for (at, line, stdin) in [apply].into_iter().chain(later) {
        simulation.run_until(SimTime(at + KUBECTL));
        let (output, ended) = shell::run(&mut simulation, &line, stdin, Some(end));
        let time = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
        commands.push(pod_life_format::Command {
            at: time(at),
            kubectl: line,
            exit: output.exit,
            stdout: output.stdout,
            stderr: output.stderr,
            ended: time(ended.0),
        });
    }
    simulation.run_until(end);
    (commands, simulation.drain_log())
}
