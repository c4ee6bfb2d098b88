//! One random run: generated from choices, held against the laws, repeated, and gone through backwards.

use crate::choices::Choices;
use crate::digest::Digest;
use crate::laws::Laws;
use crate::random::{Temper, act, scenario};
use rollout_engine::traffic::TrafficSpec;
use rollout_engine::{
    Applied, Command, Decision, Happening, NodeMode, Recording, Scenario, SimDuration, SimTime, Simulation,
    Timeline, Workload,
};
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::rc::Rc;

/// Everything is recorded but what container runtimes do, which changes how often they are asked.
const RECORDED: Recording = Recording { decisions: true, writes: true, events: true, runtime: false };
/// No trial has more acts.
const MOST_ACTS: u32 = 24;
/// So many of the last decisions are told of a run in which a law was broken.
const DECISIONS_TOLD: usize = 16;
/// Longer than any progress deadline of a trial.
const PATIENCE: SimDuration = SimDuration::millis(720_000);
/// Nor does anyone wait longer than that for a rollout that goes on all the time.
const LONGEST: SimDuration = SimDuration::millis(7_200_000);
/// Who takes more steps than that without an act is going round in circles.
const MOST_STEPS: u64 = 200_000;

/// A run as it was made: what can be run again.
#[derive(Clone, Debug)]
pub struct Run {
    /// Where it starts.
    pub scenario: Scenario,
    /// What was done, and when.
    pub commands: Vec<(SimTime, Command)>,
    /// When it was left.
    pub end: SimTime,
    /// Whether nothing was to come any more.
    pub rests: bool,
    /// How many steps it took.
    pub steps: u64,
    /// Stands for everything that happened.
    pub digest: Digest,
}

/// A law that was broken.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Which, and by what.
    pub law: String,
    /// The run as far as it went, to be read.
    pub story: String,
}

/// Runs the trial that these choices make: held against the laws, again from the same start, and through a [`Timeline`].
///
/// # Errors
/// The first law that was broken.
pub fn run(choices: &mut Choices) -> Result<Run, Broken> {
    let made = make(choices)?;
    let broken = |law: String| Broken { law, story: story(&made.scenario, &made.commands, &[]) };
    let again = replay(&made);
    if again != made.digest {
        return Err(broken(format!("the same start led elsewhere: {again:?}, not {:?}", made.digest)));
    }
    travel(&made, choices).map_err(broken)?;
    Ok(made)
}

/// Makes a run, held against the laws at every step.
fn make(choices: &mut Choices) -> Result<Run, Broken> {
    let temper = if choices.once_in(3) { Temper::Calm } else { Temper::Wild };
    let scenario = scenario(choices, temper);
    let scripted = scenario.node_mode != NodeMode::Kubelet;
    let mut watched = Watched {
        simulation: Simulation::new(&scenario, RECORDED),
        laws: Laws::new(&scenario, temper),
        digest: Digest::default(),
        decisions: VecDeque::new(),
    };
    let mut commands: Vec<(SimTime, Command)> = Vec::new();
    let lived = (|| {
        watched.look()?;
        for _ in 0..MOST_ACTS {
            if choices.below(12) == 0 {
                break;
            }
            let until = watched.simulation.now() + pause(choices);
            watched.run_until(until)?;
            let Some(command) = act(choices, temper, scripted, &watched.simulation) else { continue };
            let before = watched.simulation.clone();
            if watched.simulation.apply(&command) == Ok(Applied::Changed) {
                watched.laws.disturbed(watched.simulation.now(), &command);
                commands.push((watched.simulation.now(), command));
            } else {
                // As in a timeline, it is as if it had not been tried.
                watched.simulation = before;
            }
            watched.look()?;
        }
        watched.settle()
    })();
    match lived {
        Ok(rests) => Ok(Run {
            end: watched.simulation.now(),
            steps: watched.simulation.steps(),
            digest: watched.digest,
            scenario,
            commands,
            rests,
        }),
        Err(law) => {
            let law = format!("at {} ms: {law}", watched.simulation.now().0);
            Err(Broken { law, story: story(&scenario, &commands, watched.decisions.make_contiguous()) })
        }
    }
}

/// A simulation that is watched.
struct Watched {
    simulation: Simulation,
    laws: Laws,
    digest: Digest,
    /// The last ones.
    decisions: VecDeque<Rc<Decision>>,
}

impl Watched {
    /// Looks at what has just happened.
    fn look(&mut self) -> Result<Vec<Happening>, String> {
        let happened = self.simulation.drain_log();
        for happening in &happened {
            self.digest.add(happening);
            if let Happening::Decision(decision) = happening {
                self.decisions.push_back(Rc::clone(decision));
                if self.decisions.len() > DECISIONS_TOLD {
                    self.decisions.pop_front();
                }
            }
        }
        self.laws.step(&self.simulation, &happened)?;
        Ok(happened)
    }

    fn run_until(&mut self, until: SimTime) -> Result<(), String> {
        while self.simulation.next_event_at().is_some_and(|at| at <= until) {
            self.simulation.step();
            self.look()?;
        }
        self.simulation.run_until(until);
        Ok(())
    }

    /// Waits for rest; whether it came.
    fn settle(&mut self) -> Result<bool, String> {
        let mut patience = self.simulation.now() + PATIENCE;
        let in_all = self.simulation.now() + LONGEST;
        let most_steps = self.simulation.steps() + MOST_STEPS;
        let mut decisions = self.simulation.decisions();
        while !self.simulation.is_at_rest()
            && self.simulation.next_event_at().is_some_and(|at| at <= patience)
        {
            self.simulation.step();
            self.look()?;
            // As long as a rollout goes on, however slowly, it may come to rest.
            if self.simulation.decisions() != decisions {
                decisions = self.simulation.decisions();
                patience = in_all.min(self.simulation.now() + PATIENCE);
            }
            if self.simulation.steps() > most_steps {
                return Err("it goes round in circles".into());
            }
        }
        let rests = self.simulation.is_at_rest();
        self.laws.end(&self.simulation, rests)?;
        if rests {
            self.stays()?;
        }
        Ok(rests)
    }

    /// Where a run rests, the controllers have nothing to do, however often they look.
    fn stays(&self) -> Result<(), String> {
        let mut again = self.simulation.clone();
        again.resync();
        let until = again.now() + SimDuration::millis(100);
        again.run_until(until);
        let mut written = again.drain_log();
        written.retain(|h| matches!(h, Happening::Stored { .. }));
        match written.first() {
            None => Ok(()),
            Some(write) => Err(format!("it rested, and another look wrote {write:?}")),
        }
    }
}

/// How long a person waits between two acts.
fn pause(choices: &mut Choices) -> SimDuration {
    const MS: [u64; 12] = [5000, 0, 1, 5, 13, 60, 300, 1100, 2500, 12_000, 40_000, 130_000];
    SimDuration::millis(choices.one_of(&MS).unwrap_or(0))
}

/// Runs it again, with nobody looking; what stands for everything that happened.
pub fn replay(run: &Run) -> Digest {
    let mut simulation = Simulation::new(&run.scenario, RECORDED);
    let mut digest = Digest::default();
    let mut take = |simulation: &mut Simulation| {
        for happening in simulation.drain_log() {
            digest.add(&happening);
        }
    };
    for (at, command) in &run.commands {
        simulation.run_until(*at);
        // It went well before, or this run will be another one.
        let _ = simulation.apply(command);
        take(&mut simulation);
    }
    while simulation.steps() < run.steps && simulation.step() {}
    take(&mut simulation);
    digest
}

/// Goes through the run with a [`Timeline`]: forwards, to random moments, back decision by decision.
fn travel(run: &Run, choices: &mut Choices) -> Result<(), String> {
    let mut timeline = Timeline::new(run.scenario.clone());
    for (at, command) in &run.commands {
        timeline.run_until(*at);
        let applied = timeline.apply(command.clone());
        if applied != Ok(Applied::Changed) {
            return Err(format!("in the timeline {command:?} led to {applied:?}"));
        }
    }
    timeline.run_until(run.end);
    let mut moments = vec![timeline.snapshot()];
    for _ in 0..4 {
        let percent = u64::from(choices.below(101));
        timeline.seek(SimTime(run.end.0 * percent / 100));
        moments.push(timeline.snapshot());
    }
    for moment in moments.iter().rev() {
        timeline.seek(moment.time);
        if timeline.snapshot() != *moment {
            return Err(format!("going to {} ms again shows something else", moment.time.0));
        }
    }
    timeline.seek(run.end);
    let mut decided = timeline.decided();
    for _ in 0..8 {
        if !timeline.back() {
            break;
        }
        let before = std::mem::replace(&mut decided, timeline.decided());
        if decided > before {
            return Err("a step back led forwards".into());
        }
    }
    timeline.seek(run.end);
    if moments.first() != Some(&timeline.snapshot()) {
        return Err("after going back, the end is another one".into());
    }
    Ok(())
}

/// The run in lines that a person can read: what is not as usual.
fn story(scenario: &Scenario, commands: &[(SimTime, Command)], decisions: &[Rc<Decision>]) -> String {
    let mut text = String::new();
    let mut tell = |line: std::fmt::Arguments<'_>| {
        // Writing into a text cannot fail.
        let _ = text.write_fmt(line);
        text.push('\n');
    };
    let Scenario { nodes, deployments, services, workloads, traffic, latencies, pod_quota, .. } = scenario;
    let room: Vec<i64> = nodes.iter().map(|n| n.allocatable_pods).collect();
    let mode = if scenario.node_mode == NodeMode::Kubelet { "kubelets" } else { "a script" };
    tell(format_args!("nodes with room for {room:?} Pods, played by {mode}; quota {pod_quota:?}"));
    tell(format_args!("{latencies:?}"));
    for deployment in deployments {
        let spec = &deployment.spec;
        tell(format_args!(
            "Deployment {}: {} replicas, {:?}, minReadySeconds {}, history {}, deadline {}, paused {}",
            deployment.meta.name,
            spec.replicas,
            spec.strategy,
            spec.min_ready_seconds,
            spec.revision_history_limit,
            spec.progress_deadline_seconds,
            spec.paused
        ));
        for container in &spec.template.spec.containers {
            tell(format_args!("  {container:?}"));
        }
    }
    for service in services {
        tell(format_args!("Service {}", service.meta.name));
    }
    for (image, workload) in workloads.iter().filter(|(_, w)| **w != Workload::default()) {
        tell(format_args!("{image}: {workload:?}"));
    }
    if *traffic != TrafficSpec::default() {
        tell(format_args!("{traffic:?}"));
    }
    for (at, command) in commands {
        tell(format_args!("at {} ms: {command:?}", at.0));
    }
    for Decision { at, object, rule, equation, outcome, .. } in decisions.iter().map(|d| &**d) {
        let terms = equation.terms.iter();
        let terms: String =
            terms.map(|o| format!("{} {} {:?} ", if o.plus { "+" } else { "−" }, o.value, o.term)).collect();
        let (result, limits) = (equation.result, &equation.limits);
        tell(format_args!("at {} ms: {object} {rule:?}: {terms}= {result} {limits:?} → {outcome:?}", at.0));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plainest_trial_is_a_deployment_without_pods() {
        let run = run(&mut Choices::again(&[])).unwrap_or_else(|broken| panic!("{}", broken.law));
        assert!(run.rests && run.commands.is_empty(), "{run:?}");
    }

    #[test]
    fn random_runs_keep_the_laws() {
        for seed in 0..60 {
            let mut choices = Choices::of_seed(seed);
            if let Err(broken) = run(&mut choices) {
                panic!("seed {seed}: {}\n`cargo xtask soak 1 {seed}` makes it smaller", broken.law);
            }
        }
    }
}
