//! What a person did, in words and as a command line.

use super::{Act, Lab};
use crate::edits;
use crate::locale::stage::sent_users_to;
use crate::locale::{did, say};
use crate::view::format;
use crate::view::scene::selects;
use crate::view::story::ActTold;
use crate::view::versions::image_of;
use manifest::Manifest;
use rollout_engine::SimTime;
use rollout_engine::api::{Deployment, DeploymentStrategy, IntOrPercent};

impl Lab {
    pub(super) fn told(&self, act: &Act, before: &str, after: &str, at: SimTime) -> ActTold {
        let told = |what: &str, words: String, kubectl: String| ActTold {
            at,
            title: say::you_did(what),
            words,
            kubectl,
            sends_users: false,
        };
        match act {
            Act::Apply(_) => told_apply(before, after, at),
            Act::Undo(name, to) => {
                let to = to.map_or_else(String::new, |r| format!(" --to-revision={r}"));
                told(
                    "rollout undo",
                    "kubectl rollout undo".to_owned(),
                    format!("kubectl rollout undo deploy/{name}{to}"),
                )
            }
            Act::Restart(name) => told(
                "rollout restart",
                "kubectl rollout restart".to_owned(),
                format!("kubectl rollout restart deploy/{name}"),
            ),
            Act::DeletePod(pod) => told(
                &did::DELETE_A_POD,
                format!("delete pod …-{}", format::own_part(pod)),
                format!("kubectl delete pod {pod}"),
            ),
            Act::Fault(pod, _) => told(&did::CHANGE_A_POD, format::own_part(pod).to_owned(), String::new()),
            Act::LabelOff(pod, key) => told(
                &did::LABEL_A_POD,
                format!("label …-{} {key}-", format::own_part(pod)),
                format!("kubectl label pod {pod} {key}-"),
            ),
            Act::Cordon(node, cordoned) => {
                let line = format!("{} {node}", if *cordoned { "cordon" } else { "uncordon" });
                told(&line, line.clone(), "kubectl ".to_owned() + &line)
            }
            Act::Kubectl { line, .. } => self.told_line(line, told_apply(before, after, at)),
            Act::Workload(image, _) => told(&did::SAY_HOW_IT_BEHAVES, image.to_string(), String::new()),
            Act::Traffic(_) | Act::Latencies(_) => told(&did::CHANGE_THE_USERS, String::new(), String::new()),
        }
    }
}

/// Another selector of a Service, if there is one.
fn told_selector(was: &Manifest, is: &Manifest, at: SimTime) -> Option<ActTold> {
    let pairs = is.services.iter().filter_map(|new| {
        let old = was.services.iter().find(|s| s.meta.name == new.meta.name)?;
        Some((&new.meta.name, &old.spec.selector, &new.spec.selector))
    });
    let (name, old, new) = pairs.into_iter().find(|(_, old, new)| old != new)?;
    let picked = is.deployments.iter().filter(|d| selects(new, &d.spec.template.labels));
    let picked: Vec<&str> = picked.map(|d| &*d.meta.name).collect();
    let mut words = String::from("selector:");
    for (key, value) in new.iter().filter(|(key, value)| old.text(key) != Some(value)) {
        words.extend([" ", key, "=", value]);
    }
    Some(ActTold {
        at,
        title: sent_users_to(&picked.join(", ")),
        words,
        kubectl: edits::selector_as_kubectl(name, old, new),
        sends_users: !picked.is_empty(),
    })
}

fn told_apply(before: &str, after: &str, at: SimTime) -> ActTold {
    let told = |title: String, words: String, kubectl: String| ActTold {
        at,
        title,
        words,
        kubectl,
        sends_users: false,
    };
    let applied = || told(say::you_did("apply"), "kubectl apply".to_owned(), "kubectl apply -f -".to_owned());
    let (Ok(was), Ok(is)) = (manifest::read(before), manifest::read(after)) else { return applied() };
    // The first that differs; if none does, the first.
    let pair = |new: &Deployment| {
        let old = was.deployments.iter().find(|d| d.meta.name == new.meta.name)?;
        Some((old.clone(), new.clone()))
    };
    let differs = is.deployments.iter().find(|d| pair(d).is_none_or(|(old, new)| old.spec != new.spec));
    if let Some(told) = told_selector(&was, &is, at).filter(|_| differs.is_none()) {
        return told;
    }
    let Some((old, new)) = differs.or(is.deployments.first()).and_then(pair) else { return applied() };
    let kubectl = edits::as_kubectl(&old, &new);
    let (was, is) = (image_of(&old.spec.template), image_of(&new.spec.template));
    if was != is {
        let words = format!("image: {} → {}", format::tag(&was), format::tag(&is));
        return told(say::you_asked_for(format::tag(&is)), words, kubectl);
    }
    if old.spec.replicas != new.spec.replicas {
        let words = format!("replicas: {} → {}", old.spec.replicas, new.spec.replicas);
        return told(say::you_scaled(new.spec.replicas), words, kubectl);
    }
    let verb = match (old.spec.paused, new.spec.paused) {
        (false, true) => "rollout pause",
        (true, false) => "rollout resume",
        _ => "apply",
    };
    let words = other_setting(&old, &new).filter(|_| verb == "apply");
    told(say::you_did(verb), words.unwrap_or_else(|| "kubectl ".to_owned() + verb), kubectl)
}

/// The first setting of a rollout that differs.
fn other_setting(old: &Deployment, new: &Deployment) -> Option<String> {
    let limits = |d: &Deployment| match d.spec.strategy {
        DeploymentStrategy::RollingUpdate { max_surge, max_unavailable } => [max_surge, max_unavailable],
        DeploymentStrategy::Recreate => [IntOrPercent::Int(0); 2],
    };
    let kind = |d: &Deployment| match d.spec.strategy {
        DeploymentStrategy::RollingUpdate { .. } => "RollingUpdate",
        DeploymentStrategy::Recreate => "Recreate",
    };
    let said = |d: &Deployment| {
        let [surge, unavailable] = limits(d).map(|limit| limit.to_string());
        let seconds = d.spec.min_ready_seconds.to_string();
        [
            ("strategy", kind(d).to_owned()),
            ("maxSurge", surge),
            ("maxUnavailable", unavailable),
            ("minReadySeconds", seconds),
        ]
    };
    let mut both = said(old).into_iter().zip(said(new));
    let ((field, was), (_, is)) = both.find(|(a, b)| a != b)?;
    Some(format!("{field}: {was} → {is}"))
}
