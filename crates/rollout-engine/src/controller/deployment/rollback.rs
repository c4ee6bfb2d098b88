//! The controller's own rollback, asked for by a legacy annotation (`pkg/controller/deployment/rollback.go`). kubectl does not use it.

use super::annotations::{self, ROLLBACK_TO};
use super::plan::{Call, Verb};
use super::sync::{Held, Sync};
use crate::api::{Deployment, EventType, Name, POD_TEMPLATE_HASH, PodTemplateSpec};
use std::rc::Rc;

impl Sync {
    /// Takes the template of an earlier revision, and the annotation away.
    pub(crate) fn roll_back(&mut self) {
        let roles = self.find(true);
        let Some(wanted) = self.annotations.text(ROLLBACK_TO).and_then(|t| t.parse::<i64>().ok()) else {
            return;
        };
        let all: Vec<Held> = roles.all().cloned().collect();
        let target = if wanted == 0 { last_revision(&all) } else { Some(wanted) };
        let mut deployment = Deployment::clone(&self.deployment);
        deployment.meta.annotations = self.annotations.clone();
        deployment.meta.annotations.unset(ROLLBACK_TO);
        let Some(target) = target else {
            self.answer(
                deployment,
                EventType::Warning,
                "DeploymentRollbackRevisionNotFound",
                "Unable to find last revision.",
            );
            return;
        };
        let Some(found) = all.iter().find(|r| annotations::revision(&r.object) == Some(target)) else {
            let words = "Unable to find the revision to rollback to.";
            self.answer(deployment, EventType::Warning, "DeploymentRollbackRevisionNotFound", words);
            return;
        };
        let name = Name::clone(&deployment.meta.name);
        if found.object.spec.template.equals_ignoring_hash(&deployment.spec.template) {
            let words =
                format!("The rollback revision contains the same template as current deployment \"{name}\"");
            self.answer(deployment, EventType::Warning, "DeploymentRollbackTemplateUnchanged", &words);
            return;
        }
        let mut template = PodTemplateSpec::clone(&found.object.spec.template);
        template.labels.unset(POD_TEMPLATE_HASH);
        deployment.spec.template = Rc::new(template);
        for (key, value) in found.object.meta.annotations.iter().filter(|(k, _)| !annotations::is_own(k)) {
            deployment.meta.annotations.set(key, Name::clone(value));
        }
        let words = format!("Rolled back deployment \"{name}\" to revision {target}");
        self.answer(deployment, EventType::Normal, "DeploymentRollback", &words);
    }

    fn answer(&mut self, deployment: Deployment, kind: EventType, reason: &'static str, words: &str) {
        let version = self.deployment.meta.resource_version;
        let verb = Verb::WriteSpec { version, deployment: Box::new(deployment) };
        self.call(Call::new(verb).telling(kind, reason, words));
    }
}

/// The second-highest revision.
fn last_revision(all: &[Held]) -> Option<i64> {
    let mut revisions: Vec<i64> =
        all.iter().filter_map(|r| annotations::revision(&r.object)).filter(|r| *r > 0).collect();
    revisions.sort_unstable();
    revisions.iter().rev().nth(1).copied()
}
