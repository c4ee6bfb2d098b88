//! Questions about the next step of a run.

use super::ahead::Ahead;
use super::{Answer, Answers, Concept};
use rollout_engine::Simulation;
use rollout_engine::api::Name;
use rollout_engine::controller::deployment::replicas::{max_surge, min_available};
use rollout_engine::snapshot::{PodStage, PodView, Snapshot};

/// The answers about the next step of a run: how many Pods there are then, what comes and goes, and who is called.
pub(super) fn answers(concept: Concept, present: &Simulation, ahead: &mut Ahead) -> Option<Answers> {
    if !ahead.next_step() {
        return None;
    }
    let (now, then) = (present.snapshot(), ahead.run.snapshot());
    match concept {
        Concept::Count => Some(count(&now, &then)),
        Concept::Order => Some(order(&now, &then)),
        Concept::Leaving => leaving(&now, &then),
        Concept::Traffic => traffic(&now, &then),
        Concept::End | Concept::Failures => None,
    }
}

fn count(now: &Snapshot, then: &Snapshot) -> Answers {
    let all = |snapshot: &Snapshot| {
        let (new, old) = counted(snapshot);
        new + old
    };
    let total = all(then);
    let mut numbers = vec![total, all(now)];
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
    let choices = numbers.into_iter().map(Answer::Number).collect();
    Answers { choices, right: vec![Answer::Number(total)] }
}

fn order(now: &Snapshot, then: &Snapshot) -> Answers {
    let ((new_now, old_now), (new_then, old_then)) = (counted(now), counted(then));
    let right = match (new_then > new_now, old_then < old_now) {
        (true, true) => Answer::Both,
        (true, false) => Answer::NewComes,
        (false, true) => Answer::OldGoes,
        (false, false) => Answer::Neither,
    };
    let choices = vec![Answer::NewComes, Answer::OldGoes, Answer::Both, Answer::Neither];
    Answers { choices, right: vec![right] }
}

/// The Pods that go next are right, and those that are as good as they are: of the same ReplicaSet and in the same state. It is no
/// question where there are no others.
fn leaving(now: &Snapshot, then: &Snapshot) -> Option<Answers> {
    let gone =
        |pod: &PodView| !then.pods.iter().any(|p| p.object.meta.uid == pod.object.meta.uid && !is_leaving(p));
    let staying: Vec<&PodView> = now.pods.iter().map(|p| &**p).filter(|p| !is_leaving(p)).collect();
    let going: Vec<&PodView> = staying.iter().copied().filter(|p| gone(p)).collect();
    let as_good = |pod: &PodView| {
        going.iter().any(|g| g.replica_set == pod.replica_set && g.stage == pod.stage) && !gone(pod)
    };
    let same: Vec<&PodView> = staying.iter().copied().filter(|p| as_good(p)).collect();
    if going.is_empty() || going.len() + same.len() == staying.len() {
        return None;
    }
    let right = going.iter().chain(&same).map(|p| Answer::Pod(p.object.meta.uid)).collect();
    Some(Answers { choices: Vec::new(), right })
}

/// Who answers, where two images could.
fn traffic(now: &Snapshot, then: &Snapshot) -> Option<Answers> {
    let all = images(now.pods.iter().chain(&then.pods).map(|pod| &**pod));
    if all.len() != 2 || now.services.is_empty() {
        return None;
    }
    let mut choices: Vec<Answer> = all.iter().map(|image| Answer::Images(vec![image.clone()])).collect();
    choices.extend([Answer::Images(all), Answer::Images(Vec::new())]);
    let right = Answer::Images(answering(then));
    choices.contains(&right).then(|| Answers { choices, right: vec![right] })
}

/// How many Pods count, by whether they are new.
fn counted(snapshot: &Snapshot) -> (i64, i64) {
    let counts = |p: &&std::rc::Rc<PodView>| !is_leaving(p) && p.stage != PodStage::Ended;
    let all = snapshot.pods.iter().filter(counts);
    all.fold((0, 0), |(new, old), pod| if is_new(snapshot, pod) { (new + 1, old) } else { (new, old + 1) })
}

pub(super) fn is_leaving(pod: &PodView) -> bool {
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
