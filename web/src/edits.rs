//! Changes made in the Spec panel: they change the manifest's text, so that form, text and cluster stay in step.

use crate::lab::{Lab, Refusal};
use crate::locale as text;
use crate::state::Problem;
use crate::view::versions::image_of;
use manifest::{Detail, Manifest, Tree};
use rollout_engine::api::{Deployment, DeploymentStrategy, IntOrPercent, Name, Service};

/// One change to the Deployment on the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    Image(Name),
    Replicas(i64),
    Recreate(bool),
    Surge(IntOrPercent),
    Unavailable(IntOrPercent),
    MinReady(i64),
    Deadline(i64),
    History(i64),
    Paused(bool),
}

impl Edit {
    fn changes(&self) -> Vec<manifest::Edit> {
        let set = |path: &str, value: Tree| vec![manifest::Edit::set(path, value)];
        let limit = |path: &str, value: &IntOrPercent| match value {
            IntOrPercent::Int(n) => set(path, Tree::from(*n)),
            IntOrPercent::Percent(p) => set(path, Tree::from(format!("{p}%"))),
        };
        match self {
            Self::Image(image) => set("spec.template.spec.containers[0].image", Tree::from(image)),
            Self::Replicas(n) => set("spec.replicas", Tree::from(*n)),
            Self::Recreate(true) => vec![
                manifest::Edit::remove("spec.strategy.rollingUpdate"),
                manifest::Edit::set("spec.strategy.type", "Recreate"),
            ],
            Self::Recreate(false) => set("spec.strategy.type", Tree::from("RollingUpdate")),
            Self::Surge(value) => limit("spec.strategy.rollingUpdate.maxSurge", value),
            Self::Unavailable(value) => limit("spec.strategy.rollingUpdate.maxUnavailable", value),
            Self::MinReady(n) => set("spec.minReadySeconds", Tree::from(*n)),
            Self::Deadline(n) => set("spec.progressDeadlineSeconds", Tree::from(*n)),
            Self::History(n) => set("spec.revisionHistoryLimit", Tree::from(*n)),
            Self::Paused(true) => set("spec.paused", Tree::from(true)),
            Self::Paused(false) => vec![manifest::Edit::remove("spec.paused")],
        }
    }
}

/// The manifest with a change made to it.
///
/// # Errors
/// Where there is no Deployment, or its text cannot be changed.
pub(crate) fn edited(lab: &Lab, edit: &Edit) -> Result<String, Refusal> {
    let refuse = |message: String| vec![Problem { at: None, message }];
    let Some(deployment) = lab.deployment() else { return Err(refuse(text::NO_DEPLOYMENT.to_owned())) };
    set_in(&lab.manifest(), &deployment.meta.name, edit).map_err(refuse)
}

/// The text with a change made to the Deployment of this name. Where the text is so written that it cannot be changed in
/// place, it is written anew.
pub(crate) fn set_in(text: &str, deployment: &str, edit: &Edit) -> Result<String, String> {
    let changes = edit.changes();
    manifest::edit(text, deployment, &changes).or_else(|why| {
        let read = manifest::read(text).map_err(|_| why.to_string())?;
        manifest::edit(&manifest::write_yaml(&read, Detail::Brief), deployment, &changes)
            .map_err(|e| e.to_string())
    })
}

/// Whether a text describes these objects and no others.
pub(crate) fn says(text: &str, deployments: &[Deployment], services: &[Service]) -> bool {
    let Ok(read) = manifest::read(text) else { return false };
    let same =
        |d: &&Deployment| read.deployments.iter().any(|r| r.meta.name == d.meta.name && same_spec(r, d));
    read.deployments.len() == deployments.len()
        && read.services.len() == services.len()
        && deployments.iter().filter(same).count() == deployments.len()
        && services
            .iter()
            .all(|s| read.services.iter().any(|r| r.meta.name == s.meta.name && same_service(r, s)))
}

fn same_spec(a: &Deployment, b: &Deployment) -> bool {
    let mut spec = a.spec.clone();
    spec.template = b.spec.template.clone();
    spec == b.spec && a.spec.template.equals_ignoring_hash(&b.spec.template)
}

/// The text with everything in it changed that a form could change, so that it says what a Deployment is now. The rest of it
/// stays as it was written.
pub(crate) fn follow(text: &str, now: &Deployment) -> String {
    let (spec, name) = (&now.spec, &now.meta.name);
    let mut all = vec![
        Edit::Image(image_of(&spec.template)),
        Edit::Replicas(spec.replicas.into()),
        Edit::Paused(spec.paused),
        Edit::MinReady(spec.min_ready_seconds.into()),
        Edit::Deadline(spec.progress_deadline_seconds.into()),
        Edit::History(spec.revision_history_limit.into()),
    ];
    match spec.strategy {
        DeploymentStrategy::Recreate => all.push(Edit::Recreate(true)),
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            all.extend([Edit::Recreate(false), Edit::Unavailable(max_unavailable), Edit::Surge(max_surge)]);
        }
    }
    let read = |text: &str| {
        let read = manifest::read(text).ok()?;
        read.deployments.into_iter().find(|d| d.meta.name == *name)
    };
    let mut text = text.to_owned();
    for edit in all {
        // Only what differs is written, so that a default stays unwritten.
        let Some(was) = read(&text) else { break };
        let Ok(edited) = set_in(&text, name, &edit) else { continue };
        if read(&edited).is_some_and(|is| !same_spec(&is, &was)) {
            text = edited;
        }
    }
    text
}

/// What was written of a Service, against what is stored: addresses and ports that were not asked for are the server's.
fn same_service(written: &Service, stored: &Service) -> bool {
    let mut spec = stored.spec.clone();
    if written.spec.cluster_ip.is_none() {
        spec.cluster_ip = None;
    }
    for (port, asked) in
        spec.ports.iter_mut().zip(&written.spec.ports).filter(|(_, asked)| asked.node_port == 0)
    {
        port.node_port = asked.node_port;
    }
    spec == written.spec
}

/// The objects as a person would write them, without what the server and kubectl put in.
pub(crate) fn written(mut deployments: Vec<Deployment>, mut services: Vec<Service>) -> String {
    let metas = deployments.iter_mut().map(|d| &mut d.meta);
    for meta in metas.chain(services.iter_mut().map(|s| &mut s.meta)) {
        for key in ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"] {
            meta.annotations.unset(key);
        }
    }
    for service in &mut services {
        service.spec.cluster_ip.take_if(|ip| &**ip != "None");
    }
    manifest::write_yaml(&Manifest { deployments, services, notices: Vec::new() }, Detail::Brief)
}

/// What the difference between two Deployments would be on the command line.
pub(crate) fn as_kubectl(old: &Deployment, new: &Deployment) -> String {
    let name = &new.meta.name;
    let (was, is) = (image_of(&old.spec.template), image_of(&new.spec.template));
    let container = new.spec.template.spec.containers.first().map_or("", |c| &*c.name);
    let patch = |what: String| format!("kubectl patch deploy/{name} -p '{{\"spec\":{{{what}}}}}'");
    let rolling = |d: &Deployment| match d.spec.strategy {
        DeploymentStrategy::Recreate => None,
        DeploymentStrategy::RollingUpdate { max_unavailable, max_surge } => {
            Some((max_surge, max_unavailable))
        }
    };
    let value = |v: IntOrPercent| match v {
        IntOrPercent::Int(n) => n.to_string(),
        IntOrPercent::Percent(p) => format!("\"{p}%\""),
    };
    if was != is {
        return format!("kubectl set image deploy/{name} {container}={is}");
    }
    if old.spec.replicas != new.spec.replicas {
        return format!("kubectl scale deploy/{name} --replicas={}", new.spec.replicas);
    }
    if old.spec.paused != new.spec.paused {
        return format!("kubectl rollout {} deploy/{name}", if new.spec.paused { "pause" } else { "resume" });
    }
    match (rolling(old), rolling(new)) {
        (Some((a, _)), Some((b, _))) if a != b => {
            return patch(format!("\"strategy\":{{\"rollingUpdate\":{{\"maxSurge\":{}}}}}", value(b)));
        }
        (Some((_, a)), Some((_, b))) if a != b => {
            return patch(format!("\"strategy\":{{\"rollingUpdate\":{{\"maxUnavailable\":{}}}}}", value(b)));
        }
        (Some(_), None) => {
            return patch("\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null}".to_owned());
        }
        (None, Some(_)) => return patch("\"strategy\":{\"type\":\"RollingUpdate\"}".to_owned()),
        _ => {}
    }
    let numbers = [
        ("minReadySeconds", old.spec.min_ready_seconds, new.spec.min_ready_seconds),
        ("progressDeadlineSeconds", old.spec.progress_deadline_seconds, new.spec.progress_deadline_seconds),
        ("revisionHistoryLimit", old.spec.revision_history_limit, new.spec.revision_history_limit),
    ];
    numbers
        .into_iter()
        .find(|(_, a, b)| a != b)
        .map_or_else(|| "kubectl apply -f -".to_owned(), |(field, _, n)| patch(format!("\"{field}\":{n}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_the_form_changes_the_text_and_is_read_back() {
        let read = |text: &str| manifest::read(text).expect("valid").deployments.remove(0);
        let check = |edit: Edit, kubectl: &str| {
            let text = set_in(crate::start::WORKSHOP, "web", &edit).expect("it can be changed");
            assert_eq!(as_kubectl(&read(crate::start::WORKSHOP), &read(&text)), kubectl, "{edit:?}:\n{text}");
        };
        check(Edit::Image("web:2.0.0".into()), "kubectl set image deploy/web web=web:2.0.0");
        check(Edit::Replicas(5), "kubectl scale deploy/web --replicas=5");
        check(Edit::Paused(true), "kubectl rollout pause deploy/web");
        check(
            Edit::Surge(IntOrPercent::Int(2)),
            "kubectl patch deploy/web -p '{\"spec\":{\"strategy\":{\"rollingUpdate\":{\"maxSurge\":2}}}}'",
        );
        check(
            Edit::Unavailable(IntOrPercent::Percent(50)),
            "kubectl patch deploy/web -p '{\"spec\":{\"strategy\":{\"rollingUpdate\":{\"maxUnavailable\":\"50%\"}}}}'",
        );
        check(
            Edit::Recreate(true),
            "kubectl patch deploy/web -p '{\"spec\":{\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":null}}}'",
        );
        check(Edit::MinReady(5), "kubectl patch deploy/web -p '{\"spec\":{\"minReadySeconds\":5}}'");
        check(
            Edit::Deadline(60),
            "kubectl patch deploy/web -p '{\"spec\":{\"progressDeadlineSeconds\":60}}'",
        );
        check(Edit::History(2), "kubectl patch deploy/web -p '{\"spec\":{\"revisionHistoryLimit\":2}}'");
    }
}
