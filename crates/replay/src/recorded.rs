//! The project's own recordings (`tests/recordings/README.md`), as far as they can be gone through: commands, sizes, Pods.

use crate::changes::{Change, between};
use crate::cluster::{Cluster, Deployment, Pod, ReplicaSet, put, take_out};
use crate::json::Json;
use crate::{Moment, Refusal, Replay, refuse};
use rollout_engine::api::DeploymentSpec;
use rollout_engine::controller::deployment::replicas::{max_surge, min_available};
use rollout_engine::order::sort_by_key;
use std::rc::Rc;

pub(crate) fn read(recording: &Json) -> Result<Replay, Refusal> {
    if recording.at("format").text() != "1" {
        return Err(refuse("this recording has another format than 1, the only one that can be read"));
    }
    let moments = match recording.at("kind").text() {
        "control-plane" => control_plane(recording),
        _ => pod_life(recording),
    };
    if moments.is_empty() {
        return Err(refuse("nothing happens in this recording: it may be cut off"));
    }
    Ok(Replay { about: recording.at("about").text().to_owned(), moments })
}

/// Writes down what has changed since the last moment, if anything has.
fn moment(moments: &mut Vec<Moment>, at_ms: i64, mut changes: Vec<Change>, cluster: &Cluster) {
    let nothing = Cluster::default();
    let before = moments.last().map_or(&nothing, |m| &m.cluster);
    changes.extend(between(before, cluster));
    if changes.is_empty() {
        return;
    }
    // What was written at one time is spread a little, so that each step can be seen.
    let earliest = moments.last().map_or(0, |m| m.at_ms + APART_MS);
    let at_ms = u64::try_from(at_ms).unwrap_or(0).max(earliest);
    moments.push(Moment { at_ms, changes, cluster: cluster.clone() });
}

/// So much lies between two moments at least.
const APART_MS: u64 = 20;

fn owner_of(name: &str) -> String {
    name.rsplit_once('-').map_or_else(String::new, |(owner, _)| owner.to_owned())
}

/// What a manifest in a recording says of a Deployment.
struct Applied {
    name: String,
    image: String,
    spec: DeploymentSpec,
}

/// Takes in a manifest; of one that cannot be read nothing.
fn learn(applied: &mut Vec<Applied>, manifest: &str) {
    let Ok(read) = manifest::read(manifest) else { return };
    for told in &read.deployments {
        let name = told.meta.name.to_string();
        applied.retain(|a| a.name != name);
        let image =
            told.spec.template.spec.containers.first().map_or_else(String::new, |c| c.image.to_string());
        applied.push(Applied { name, image, spec: told.spec.clone() });
    }
}

/// The image that a Deployment was last given.
fn image_of(applied: &[Applied], name: &str) -> String {
    applied.iter().find(|a| a.name == name).map_or_else(String::new, |a| a.image.clone())
}

/// The limits of a Deployment by its manifest, as far as nothing else has said them.
fn limit(is: &mut Deployment, applied: &[Applied]) {
    let Some(told) = applied.iter().find(|a| a.name == is.name) else { return };
    let spec =
        DeploymentSpec { replicas: i32::try_from(is.replicas).unwrap_or(i32::MAX), ..told.spec.clone() };
    is.ceiling = is.ceiling.or_else(|| Some(is.replicas + i64::from(max_surge(&spec))));
    is.floor = Some(i64::from(min_available(&spec)));
}

/// A recording of the control plane: a moment for each write of a size, for the Pods of a step, and for what came of it at rest.
fn control_plane(recording: &Json) -> Vec<Moment> {
    let (mut moments, mut cluster) = (Vec::new(), Cluster::default());
    let mut applied = Vec::new();
    for step in recording.at("steps").items() {
        learn(&mut applied, step.at("input.stdin").text());
        let at = step.at("t").millis();
        let input = step.at("input");
        let mut told = Vec::new();
        let command = input.at("kubectl").text();
        if !command.is_empty() {
            told.push(Change::Command(["kubectl ", command].concat()));
        }
        let pod = input.at("pod").text();
        let change = |cluster: &mut Cluster, name: &str, how: &dyn Fn(&mut Pod)| {
            if let Some(pod) = cluster.pods.iter_mut().find(|p| p.name == name) {
                how(Rc::make_mut(pod));
            }
        };
        match input.at("node").text() {
            "ready" => change(&mut cluster, pod, &|p| p.ready = true),
            "unready" => change(&mut cluster, pod, &|p| p.ready = false),
            "gone" => take_out(&mut cluster.pods, pod),
            _ => {}
        }
        moment(&mut moments, at, told, &cluster);
        for (name, rest) in step.at("rest.deployments").entries() {
            at_rest(&mut cluster, name, rest, step.at("rest.replicaSets").items(), &applied);
        }
        for write in step.at("scale").items() {
            let [name, _, to] = write.items() else { continue };
            let name = name.text();
            if *to == Json::Null {
                take_out(&mut cluster.replica_sets, name);
            } else {
                let told = step.at("rest.replicaSets").items().iter().find(|r| r.at("name").text() == name);
                let image = told.and_then(|r| Some(r.at("images").entries().first()?.1.text()));
                let is = ReplicaSet {
                    name: name.to_owned(),
                    owner: owner_of(name),
                    image: image.unwrap_or_default().to_owned(),
                    replicas: to.count(),
                };
                put(&mut cluster.replica_sets, is);
            }
            moment(&mut moments, at, Vec::new(), &cluster);
        }
        for name in step.at("created").items() {
            let name = name.text().to_owned();
            put(
                &mut cluster.pods,
                Pod { owner: owner_of(&name), name, status: "Running".to_owned(), ..Pod::default() },
            );
        }
        for name in step.at("deleted").items() {
            change(&mut cluster, name.text(), &|p| {
                p.leaving = true;
                "Terminating".clone_into(&mut p.status);
            });
        }
        moment(&mut moments, at, Vec::new(), &cluster);
    }
    moments
}

/// What a step tells of a Deployment at rest; `sets` are the ReplicaSets of then.
fn at_rest(cluster: &mut Cluster, name: &str, rest: &Json, sets: &[Json], applied: &[Applied]) {
    let known = cluster.deployments.iter().find(|d| d.name == name);
    let mut is = known.map_or_else(Deployment::default, |d| (**d).clone());
    name.clone_into(&mut is.name);
    (is.replicas, is.paused) = (rest.at("desired").count(), rest.at("paused").is_true());
    is.available = rest.at("availableReplicas").count();
    let current = sets.iter().find(|r| r.at("revision").text() == rest.at("revision").text());
    if let Some((_, image)) = current.and_then(|r| r.at("images").entries().first()) {
        image.text().clone_into(&mut is.image);
    }
    is.ceiling = current.map(|r| r.at("max").count()).filter(|max| *max > 0);
    for condition in rest.at("conditions").items() {
        if let [kind, _, reason, message] = condition.items()
            && kind.text() == "Progressing"
        {
            is.progress = (reason.text().to_owned(), message.text().to_owned());
        }
    }
    limit(&mut is, applied);
    put(&mut cluster.deployments, is);
}

/// A recording of a kubelet, its first run: a moment for each command, each row of `kubectl get pods` and each size.
fn pod_life(recording: &Json) -> Vec<Moment> {
    enum What<'a> {
        Command(&'a str),
        Row(&'a str, &'a [Json]),
        Size(&'a [Json]),
    }
    let run = recording.at("runs").items().first().unwrap_or(&Json::Null);
    let mut all: Vec<(i64, What<'_>)> = Vec::new();
    let commands = run.at("commands").items().iter();
    all.extend(commands.map(|c| (c.at("at").millis(), What::Command(c.at("kubectl").text()))));
    all.extend(
        run.at("sizes")
            .items()
            .iter()
            .filter_map(|s| Some((s.items().first()?.millis(), What::Size(s.items())))),
    );
    for pod in run.at("pods").items() {
        let rows = pod.at("rows").items().iter();
        all.extend(rows.filter_map(|r| {
            Some((r.items().first()?.millis(), What::Row(pod.at("name").text(), r.items())))
        }));
    }
    sort_by_key(&mut all, |(at, _)| *at);
    let (mut moments, mut cluster) = (Vec::new(), Cluster::default());
    let mut applied = Vec::new();
    learn(&mut applied, recording.at("manifest").text());
    for (at, what) in all {
        let mut told = Vec::new();
        match what {
            What::Command(line) => {
                // What the sizes do not say: `set image deployment/NAME CONTAINER=IMAGE`.
                if let Some((target, image)) = line.strip_prefix("set image ").and_then(|l| l.split_once('='))
                    && let Some(a) = applied.iter_mut().find(|a| target.contains(&*a.name))
                {
                    image.clone_into(&mut a.image);
                }
                told.push(Change::Command(["kubectl ", line].concat()));
            }
            What::Row(name, [_, ready, status, restarts, ..]) => {
                let (ready, status) = (ready.text(), status.text().to_owned());
                let all_ready = ready.split_once('/').is_some_and(|(ready, all)| ready == all && all != "0");
                let leaving = status == "Terminating";
                let restarts = restarts.text().split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                let owner = owner_of(name);
                put(
                    &mut cluster.pods,
                    Pod { name: name.to_owned(), owner, status, ready: all_ready, leaving, restarts },
                );
            }
            What::Row(name, _) => take_out(&mut cluster.pods, name),
            What::Size([_, kind, name, wanted, _, _, _, available, ..]) => {
                let (name, replicas) = (name.text().to_owned(), wanted.count());
                if kind.text() == "Deployment" {
                    let available = available.count();
                    let image = image_of(&applied, &name);
                    let mut is = Deployment { name, image, replicas, available, ..Deployment::default() };
                    limit(&mut is, &applied);
                    put(&mut cluster.deployments, is);
                } else {
                    let owner = owner_of(&name);
                    let known = cluster.replica_sets.iter().find(|r| r.name == name);
                    let image = known.map_or_else(|| image_of(&applied, &owner), |r| r.image.clone());
                    put(&mut cluster.replica_sets, ReplicaSet { name, owner, image, replicas });
                }
            }
            What::Size(_) => {}
        }
        moment(&mut moments, at, told, &cluster);
    }
    moments
}
