//! Questions about what a run does next. They are made from the run as it is: a copy of it goes ahead, and what becomes of that is
//! the answer. So they fit whatever numbers somebody has chosen, and nobody has to write an answer down.

use rollout_engine::api::{ConditionReason, Name, Uid};
use rollout_engine::controller::deployment::replicas::{is_complete, max_surge, min_available};
use rollout_engine::snapshot::{PodStage, PodView, Snapshot};
use rollout_engine::{SimDuration, SimTime, Simulation};

/// In so short a time controllers have done what a decision leads to; decisions that close together are one step.
pub const SETTLING: SimDuration = SimDuration::millis(60);

/// How far a copy of the run goes ahead, in steps and in time.
const MOST_STEPS: u32 = 20_000;
const LOOK_AHEAD: SimDuration = SimDuration::millis(3_600_000);

/// With more Pods than that nobody can see what a question is about.
const MOST_PODS: usize = 100;

/// What a question is about: what somebody who answers it wrongly should look at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concept {
    /// How many Pods there may be.
    Count,
    /// What comes first, a new Pod or the end of an old one.
    Order,
    /// Which Pod goes.
    Leaving,
    /// Who gets the requests.
    Traffic,
    /// Whether a rollout comes to its end.
    End,
    /// Whether users notice.
    Failures,
}

impl Concept {
    /// All of them, in the order in which they are asked about.
    pub const ALL: [Self; 6] =
        [Self::End, Self::Count, Self::Order, Self::Traffic, Self::Leaving, Self::Failures];

    /// The lesson that shows it.
    pub const fn lesson(self) -> &'static str {
        match self {
            Self::Count => "m4",
            Self::Order => "rolling-update",
            Self::Leaving => "wrong",
            Self::Traffic => "m19",
            Self::End => "m8",
            Self::Failures => "m5",
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many.
    Number(i64),
    /// More new Pods, and as many old ones as before.
    NewComes,
    /// Fewer old Pods, and as many new ones as before.
    OldGoes,
    /// Both in one step.
    Both,
    /// Neither.
    Neither,
    /// The programs of these images; nobody, if there is none.
    Images(Vec<Name>),
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// This Pod.
    Pod(Uid),
}

/// A question about a moment of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub concept: Concept,
    /// When it was asked.
    pub asked_at: SimTime,
    /// From when on the run shows the answer.
    pub known_at: SimTime,
    /// What can be chosen; empty: a Pod is to be pointed at.
    pub choices: Vec<Answer>,
    /// The answers that are right. Of Pods all that are as good as one another.
    right: Vec<Answer>,
}

impl Question {
    /// Whether an answer is right.
    pub fn is_right(&self, answer: &Answer) -> bool {
        self.right.contains(answer)
    }

    /// The right answer; of several, what the run does.
    pub fn right(&self) -> Option<&Answer> {
        self.right.first()
    }
}

/// What a copy of the run comes to.
struct Ahead {
    run: Simulation,
    steps: u32,
}

impl Ahead {
    fn of(present: &Simulation) -> Self {
        let mut run = present.clone();
        run.drain_log();
        Self { run, steps: 0 }
    }

    /// Goes on until it holds; whether it came to that.
    fn until(&mut self, from: SimTime, holds: impl Fn(&Simulation) -> bool) -> bool {
        let limit = from + LOOK_AHEAD;
        loop {
            if holds(&self.run) {
                return true;
            }
            self.steps += 1;
            let next = self.run.next_event_at().filter(|at| *at <= limit);
            if self.steps > MOST_STEPS || self.run.is_at_rest() || next.is_none() || !self.run.step() {
                return false;
            }
        }
    }

    /// Goes on until the next decision and what follows from it have come to pass; whether there was one.
    fn next_step(&mut self) -> bool {
        let from = self.run.now();
        let decided = self.run.decisions();
        if !self.until(from, |run| run.decisions() != decided) {
            return false;
        }
        let mut until = self.run.now() + SETTLING;
        while self.run.next_event_at().is_some_and(|at| at <= until) && self.steps < MOST_STEPS {
            let before = self.run.decisions();
            self.steps += 1;
            self.run.step();
            if self.run.decisions() != before {
                until = self.run.now() + SETTLING;
            }
        }
        self.run.run_until(until);
        true
    }
}

/// Pods that count, by whether they are new.
fn counted(snapshot: &Snapshot) -> (i64, i64) {
    let counts = |p: &&std::rc::Rc<PodView>| !is_leaving(p) && p.stage != PodStage::Ended;
    let all = snapshot.pods.iter().filter(counts);
    all.fold((0, 0), |(new, old), pod| if is_new(snapshot, pod) { (new + 1, old) } else { (new, old + 1) })
}

fn is_leaving(pod: &PodView) -> bool {
    pod.object.meta.is_being_deleted()
}

fn is_new(snapshot: &Snapshot, pod: &PodView) -> bool {
    snapshot.replica_sets.iter().any(|set| Some(set.id) == pod.replica_set && set.is_new)
}

/// The images of the Pods that the first Service sends to, each once.
fn answering(snapshot: &Snapshot) -> Vec<Name> {
    let Some(service) = snapshot.services.first() else { return Vec::new() };
    let to = if service.ready.is_empty() { &service.serving_terminating } else { &service.ready };
    images(snapshot.pods.iter().filter(|pod| to.contains(&pod.id)).map(|pod| &**pod))
}

fn images<'a>(pods: impl Iterator<Item = &'a PodView>) -> Vec<Name> {
    let mut images: Vec<Name> =
        pods.filter_map(|pod| pod.object.template.spec.containers.first()).map(|c| c.image.clone()).collect();
    images.sort_unstable();
    images.dedup();
    images
}

/// Whether all Deployments are as they should be, and nobody is leaving.
fn is_over(run: &Simulation) -> bool {
    run.deployments().iter().all(|d| is_complete(d, &d.status))
        && !run.snapshot().pods.iter().any(|pod| is_leaving(pod))
}

/// Whether a Deployment has been given up on.
fn has_failed(run: &Simulation) -> bool {
    let exceeded = Some(ConditionReason::ProgressDeadlineExceeded);
    run.deployments().iter().any(|d| d.status.progressing_reason() == exceeded)
}

/// The question of this kind about what comes next; none, where it makes no sense now.
pub fn question(present: &Simulation, concept: Concept) -> Option<Question> {
    if present.pod_count() > MOST_PODS {
        return None;
    }
    let asked_at = present.now();
    let mut ahead = Ahead::of(present);
    let asked = |known_at, choices, right| Some(Question { concept, asked_at, known_at, choices, right });
    if matches!(concept, Concept::End | Concept::Failures) {
        // Whether it begins, or goes on, is not the question here.
        if is_over(present) && !ahead.next_step() || has_failed(present) {
            return None;
        }
        let ended = ahead.until(asked_at, |run| is_over(run) || has_failed(run));
        let yes = if concept == Concept::End {
            ended && !has_failed(&ahead.run)
        } else {
            let failed = |run: &Simulation| run.snapshot().ledger.failed_in_all();
            if present.snapshot().services.is_empty() || !ended {
                return None;
            }
            failed(&ahead.run) > failed(present)
        };
        let right = if yes { Answer::Yes } else { Answer::No };
        return asked(ahead.run.now(), vec![Answer::Yes, Answer::No], vec![right]);
    }
    if !ahead.next_step() {
        return None;
    }
    let known_at = ahead.run.now();
    let (now, then) = (present.snapshot(), ahead.run.snapshot());
    let ((new_now, old_now), (new_then, old_then)) = (counted(&now), counted(&then));
    match concept {
        Concept::Count => {
            let total = new_then + old_then;
            let mut numbers = vec![total, new_now + old_now];
            for d in &now.deployments {
                let (floor, replicas) = (i64::from(min_available(&d.spec)), i64::from(d.spec.replicas));
                numbers.extend([floor, replicas, replicas + i64::from(max_surge(&d.spec))]);
            }
            // There are always others to choose from, on both sides.
            numbers.extend([total + 1, total - 1]);
            numbers.truncate(6);
            numbers.retain(|n| *n >= 0);
            numbers.sort_unstable();
            numbers.dedup();
            asked(known_at, numbers.into_iter().map(Answer::Number).collect(), vec![Answer::Number(total)])
        }
        Concept::Order => {
            let right = match (new_then > new_now, old_then < old_now) {
                (true, true) => Answer::Both,
                (true, false) => Answer::NewComes,
                (false, true) => Answer::OldGoes,
                (false, false) => Answer::Neither,
            };
            asked(
                known_at,
                vec![Answer::NewComes, Answer::OldGoes, Answer::Both, Answer::Neither],
                vec![right],
            )
        }
        Concept::Leaving => {
            let (right, others) = leaving(&now, &then);
            if right.is_empty() || !others { None } else { asked(known_at, Vec::new(), right) }
        }
        _ => {
            let all = images(now.pods.iter().chain(&then.pods).map(|pod| &**pod));
            if all.len() != 2 || now.services.is_empty() {
                return None;
            }
            let mut choices: Vec<Answer> =
                all.iter().map(|image| Answer::Images(vec![image.clone()])).collect();
            choices.extend([Answer::Images(all), Answer::Images(Vec::new())]);
            let right = Answer::Images(answering(&then));
            choices.contains(&right).then(|| asked(known_at, choices, vec![right])).flatten()
        }
    }
}

/// The Pods that go next, then those that are as good as they are: of the same ReplicaSet and in the same state. And whether there
/// are any that are not.
fn leaving(now: &Snapshot, then: &Snapshot) -> (Vec<Answer>, bool) {
    let gone =
        |pod: &PodView| !then.pods.iter().any(|p| p.object.meta.uid == pod.object.meta.uid && !is_leaving(p));
    let staying: Vec<&PodView> = now.pods.iter().map(|p| &**p).filter(|p| !is_leaving(p)).collect();
    let going: Vec<&PodView> = staying.iter().copied().filter(|p| gone(p)).collect();
    let as_good = |pod: &PodView| {
        going.iter().any(|g| g.replica_set == pod.replica_set && g.stage == pod.stage) && !gone(pod)
    };
    let same: Vec<&PodView> = staying.iter().copied().filter(|p| as_good(p)).collect();
    let others = going.len() + same.len() < staying.len();
    (going.iter().chain(&same).map(|p| Answer::Pod(p.object.meta.uid)).collect(), others)
}
