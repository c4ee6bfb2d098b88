//! `kubectl rollout history` (`polymorphichelpers/history.go`)

use super::Work;
use super::rollout::{revision, revisions};
use crate::describe::template_text;
use crate::resource::Named;
use crate::table::align;
use rollout_engine::api::{Deployment, ReplicaSet};

const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

pub(super) fn history(
    work: &mut Work<'_>,
    of: &Named,
    deployment: &Deployment,
    wanted: i64,
) -> Result<(), String> {
    if wanted < 0 {
        return Err(format!("error: revision must be a positive integer: {wanted}"));
    }
    let owned = revisions(work, deployment);
    let cause = |r: &ReplicaSet| r.meta.annotations.text(CHANGE_CAUSE).map(str::to_owned);
    if wanted > 0 {
        let found = owned.iter().rev().find(|r| revision(r) == wanted);
        let found = found.ok_or("error: unable to find the specified revision")?;
        let cause = cause(found);
        let text = template_text(&found.spec.template, cause.as_deref().map(|cause| (CHANGE_CAUSE, cause)));
        work.outcome.print(&[&*of.shown(), " with revision #", &wanted.to_string(), "\n", &text].concat());
        return Ok(());
    }
    if owned.is_empty() {
        work.outcome.print(&[&*of.shown(), " \nNo rollout history found."].concat());
        return Ok(());
    }
    let mut table = "REVISION\tCHANGE-CAUSE\n".to_owned();
    let mut last = None;
    for replica_set in owned {
        let number = revision(replica_set);
        // Of two with the same number, the history knows one.
        if last == Some(number) {
            continue;
        }
        last = Some(number);
        let cause = cause(replica_set);
        table.extend([&*number.to_string(), "\t", cause.as_deref().unwrap_or("<none>"), "\n"]);
    }
    work.outcome.print(&[&*of.shown(), " \n", &align(&table, 0, 2)].concat());
    Ok(())
}
