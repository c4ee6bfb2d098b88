//! Changes made in the Spec panel: they change the manifest's text, so that form, text and cluster stay in step.

use crate::lab::{Lab, Refusal};
use crate::locale as text;
use crate::state::Problem;
use crate::view::versions::image_of;
use manifest::{Detail, Tree};
use rollout_engine::api::{Deployment, DeploymentStrategy, IntOrPercent, Labels, Name};

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
/// Where there is no such Deployment, or its text cannot be changed.
pub(crate) fn edited(lab: &Lab, name: &str, edit: &Edit) -> Result<String, Refusal> {
    let edited = set_in(&lab.manifest(), name, edit).map_err(refuse)?;
    let stays = *edit == Edit::Paused(false)
        && lab
            .applying(&edited)
            .is_ok_and(|(objects, _)| objects.iter().all(|o| o.operation() == "unchanged"));
    if !stays {
        return Ok(edited);
    }
    // What was paused by another way than by its text is not resumed by leaving that out.
    let resume = manifest::Edit::set("spec.paused", false);
    manifest::edit(&edited, name, &[resume]).map_err(|e| refuse(e.to_string()))
}

pub(crate) fn refuse(message: String) -> Refusal {
    vec![Problem { at: None, message }]
}

/// The manifest with another selector of the Service of this name.
///
/// # Errors
/// Where there is no such Service, or its text cannot be changed.
pub(crate) fn sent_to(lab: &Lab, service: &str, selector: &Labels) -> Result<String, Refusal> {
    let text = lab.manifest();
    // A key with dots is no path.
    if selector.iter().all(|(key, _)| !key.contains('.')) {
        let set = |(key, value): (&Name, &Name)| manifest::Edit::set(["spec.selector.", key].concat(), value);
        let changes: Vec<_> = selector.iter().map(set).collect();
        if let Ok(edited) = manifest::edit_object(&text, "Service", service, &changes) {
            return Ok(edited);
        }
    }
    let mut read = manifest::read(&text).map_err(|_| refuse(text::NO_SERVICE.to_owned()))?;
    let found = read.services.iter_mut().find(|s| *s.meta.name == *service);
    found.ok_or_else(|| refuse(text::NO_SERVICE.to_owned()))?.spec.selector = selector.clone();
    Ok(manifest::write_yaml(&read, Detail::Brief))
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

/// What another selector of a Service would be on the command line.
pub(crate) fn selector_as_kubectl(service: &str, old: &Labels, new: &Labels) -> String {
    let mut changes = String::new();
    let mut put = |key: &str, value: Tree| {
        changes.push_str(if changes.is_empty() { "" } else { "," });
        changes.push_str(&manifest::to_json(&Tree::text(key)));
        changes.push(':');
        changes.push_str(&manifest::to_json(&value));
    };
    for (key, value) in new.iter().filter(|(key, value)| old.text(key) != Some(value)) {
        put(key, Tree::from(value));
    }
    for (key, _) in old.iter().filter(|(key, _)| new.text(key).is_none()) {
        put(key, Tree::default());
    }
    format!("kubectl patch svc/{service} -p '{{\"spec\":{{\"selector\":{{{changes}}}}}}}'")
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
