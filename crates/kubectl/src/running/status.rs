//! `kubectl rollout status` (`polymorphichelpers/rollout_status.go`)

use super::Printed;
use crate::resource::{Named, not_found};
use rollout_engine::Simulation;
use rollout_engine::api::{ConditionReason, Deployment, Uid};

const REVISION: &str = "deployment.kubernetes.io/revision";

/// Waits for rollouts, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    /// What is still to be waited for, the next one last.
    pub(crate) of: Vec<Named>,
    /// `--revision`; 0 for any.
    pub(crate) revision: i64,
    /// The version that was printed last.
    pub(crate) seen: Option<(Uid, u64)>,
}

impl Status {
    pub(super) fn look(&mut self, cluster: &Simulation, printed: &mut Printed) {
        while let Some(of) = self.of.last() {
            let deployment = cluster.deployment_named(&of.name);
            let deployment = match (deployment, self.seen) {
                (None, None) => return printed.fail(&not_found(of.ty, &of.name)),
                (Some(now), Some((uid, _))) if now.meta.uid != uid => {
                    return printed.fail("error: object has been deleted");
                }
                (None, Some(_)) => return printed.fail("error: object has been deleted"),
                (Some(now), _) => now,
            };
            let version = (deployment.meta.uid, deployment.meta.resource_version);
            if self.seen == Some(version) {
                return;
            }
            self.seen = Some(version);
            match status_line(deployment, self.revision) {
                Err(text) => return printed.fail(&text),
                Ok((line, done)) => {
                    printed.line(&line);
                    if !done {
                        return;
                    }
                }
            }
            self.seen = None;
            self.of.pop();
        }
        printed.exit_code = Some(0);
    }
}

/// What is printed of a Deployment, and whether its rollout is over.
///
/// # Errors
/// A rollout that has failed, or is of another revision than the one asked for.
pub(crate) fn status_line(deployment: &Deployment, revision: i64) -> Result<(String, bool), String> {
    let (name, status) = (&deployment.meta.name, &deployment.status);
    if revision > 0 {
        let running =
            deployment.meta.annotations.text(REVISION).and_then(|r| r.parse::<i64>().ok()).unwrap_or(0);
        if running != revision {
            return Err(format!(
                "error: desired revision ({revision}) is different from the running revision ({running})"
            ));
        }
    }
    if deployment.meta.generation > status.observed_generation {
        return Ok(("Waiting for deployment spec update to be observed...".to_owned(), false));
    }
    if status.progressing_reason() == Some(ConditionReason::ProgressDeadlineExceeded) {
        return Err(format!("error: deployment \"{name}\" exceeded its progress deadline"));
    }
    let (updated, wanted) = (status.updated_replicas, deployment.spec.replicas);
    let left = if updated < wanted {
        format!("{updated} out of {wanted} new replicas have been updated...")
    } else if status.replicas > updated {
        format!("{} old replicas are pending termination...", status.replicas - updated)
    } else if status.available_replicas < updated {
        format!("{} of {updated} updated replicas are available...", status.available_replicas)
    } else {
        return Ok((format!("deployment \"{name}\" successfully rolled out"), true));
    };
    Ok((format!("Waiting for deployment \"{name}\" rollout to finish: {left}"), false))
}
