//! Questions about the whole of a rollout.

use super::ahead::Ahead;
use super::step::is_leaving;
use super::{Answer, Answers, Concept};
use rollout_engine::Simulation;
use rollout_engine::api::ConditionReason;
use rollout_engine::controller::deployment::replicas::is_complete;

/// The answers about the whole of a rollout: whether it comes to its end, and whether users notice.
pub(super) fn answers(concept: Concept, present: &Simulation, ahead: &mut Ahead) -> Option<Answers> {
    // Whether it begins, or goes on, is not the question here.
    if is_over(present) && !ahead.next_step() || has_failed(present) {
        return None;
    }
    let ended = ahead.until(present.now(), |run| is_over(run) || has_failed(run));
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
    Some(Answers { choices: vec![Answer::Yes, Answer::No], right: vec![right] })
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
