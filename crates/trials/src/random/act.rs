//! Random acts on a cluster as it stands.

use super::scenario::{deployment, latencies, replicas, service, strategy, traffic, workload};
use super::{IMAGES, NAMES, Temper};
use crate::choices::Choices;
use rollout_engine::api::{Deployment, Kind, Name, POD_TEMPLATE_HASH};
use rollout_engine::{Command, Fault, NodeChange, Propagation, Simulation};
use std::rc::Rc;

/// A random act; nothing, where there is nothing to act on. `scripted`: Pods change by commands alone.
pub fn act(
    choices: &mut Choices,
    temper: Temper,
    scripted: bool,
    simulation: &Simulation,
) -> Option<Command> {
    if scripted && !choices.once_in(3) {
        return node_change(choices, simulation);
    }
    let kinds = if temper == Temper::Calm { 8 } else { 30 };
    let kind = choices.below(kinds);
    let deployment_name = one_deployment(choices, simulation);
    match kind {
        0..=3 => {
            let deployment = deployment_name?;
            let container = one(choices, containers(simulation, &deployment))?;
            let image = choices.one_of(&IMAGES)?.into();
            Some(Command::SetImage { deployment, container, image })
        }
        4 => Some(Command::Restart { deployment: deployment_name? }),
        5 => Some(Command::Undo {
            deployment: deployment_name?,
            to_revision: choices.once_in(3).then(|| i64::from(choices.below(6))),
        }),
        6 => Some(Command::SetMetadata {
            kind: Kind::Deployment,
            name: deployment_name?,
            labels: Vec::new(),
            annotations: vec![(
                "note".into(),
                choices.once_in(2).then(|| choices.below(9).to_string().into()),
            )],
        }),
        7 => Some(Command::SetTraffic(traffic(choices))),
        8..=11 => Some(Command::Scale {
            kind: Kind::Deployment,
            name: deployment_name?,
            replicas: replicas(choices),
        }),
        12 => {
            let name = one(choices, replica_sets(simulation))?;
            Some(Command::Scale { kind: Kind::ReplicaSet, name, replicas: replicas(choices) })
        }
        13 | 14 => {
            let deployment = deployment_name?;
            let paused = simulation.deployments().iter().any(|d| d.meta.name == deployment && d.spec.paused);
            Some(Command::SetPaused { deployment, paused: !paused })
        }
        15..=17 => update(choices, simulation, &deployment_name?),
        18 => Some(delete(choices, Kind::Deployment, deployment_name?)),
        19 => {
            let name = one(choices, replica_sets(simulation))?;
            Some(delete(choices, Kind::ReplicaSet, name))
        }
        20 | 21 => {
            let name = one(choices, pods(simulation))?;
            Some(delete(choices, Kind::Pod, name))
        }
        22 => {
            let name = choices.one_of(&NAMES)?;
            Some(Command::CreateDeployment(Box::new(deployment(choices, temper, name))))
        }
        23 => services(choices, simulation),
        24 => label(choices, simulation),
        25 => Some(Command::SetCordoned {
            node: one(choices, simulation.nodes().iter().map(|n| Rc::clone(&n.name)).collect())?,
            cordoned: choices.once_in(2),
        }),
        26 | 27 => Some(Command::SetFault {
            pod: one(choices, pods(simulation))?,
            fault: choices.one_of(&[
                Fault::None,
                Fault::NotReady,
                Fault::Hangs,
                Fault::Exits(0),
                Fault::Exits(3),
            ])?,
        }),
        28 => Some(Command::SetWorkload {
            image: choices.one_of(&IMAGES)?.into(),
            workload: Box::new(workload(choices, temper)),
        }),
        _ => Some(Command::SetLatencies(latencies(choices))),
    }
}

fn node_change(choices: &mut Choices, simulation: &Simulation) -> Option<Command> {
    let pods = simulation.pods();
    let leaving = choices.once_in(3);
    let fitting = pods.iter().filter(|(_, p)| p.meta.is_being_deleted() == leaving && p.node_name.is_some());
    let pod = one(choices, fitting.map(|(_, p)| Rc::clone(&p.meta.name)).collect())?;
    let stamp = simulation.timestamp();
    let change = match leaving {
        true => NodeChange::Gone,
        false if choices.once_in(5) => NodeChange::Unready(stamp),
        false => NodeChange::Ready(stamp),
    };
    Some(Command::NodeChange { pod, change })
}

/// `kubectl edit` of a Deployment: several fields at once.
fn update(choices: &mut Choices, simulation: &Simulation, name: &Name) -> Option<Command> {
    let deployments = simulation.deployments();
    let mut changed = Deployment::clone(deployments.iter().find(|d| d.meta.name == *name)?);
    let spec = &mut changed.spec;
    match choices.below(6) {
        0 => spec.strategy = strategy(choices),
        1 => spec.min_ready_seconds = choices.one_of(&[0, 2, 20])?,
        2 => spec.revision_history_limit = choices.between(0, 2),
        3 => spec.progress_deadline_seconds = choices.one_of(&[600, 32, 40])?,
        4 => {
            spec.replicas = replicas(choices);
            spec.strategy = strategy(choices);
        }
        _ => {}
    }
    if choices.once_in(2) {
        let template = Rc::make_mut(&mut spec.template);
        template.spec.containers.first_mut()?.image = choices.one_of(&IMAGES)?.into();
        spec.replicas = replicas(choices);
    }
    Some(Command::UpdateDeployment(Box::new(changed)))
}

fn delete(choices: &mut Choices, kind: Kind, name: Name) -> Command {
    let cascades = [Propagation::Background, Propagation::Foreground, Propagation::Orphan];
    let grace = [None, Some(0), Some(1), Some(7)];
    Command::Delete {
        kind,
        name,
        propagation: choices.one_of(&cascades).unwrap_or_default(),
        grace_period_seconds: if kind == Kind::Pod { choices.one_of(&grace).flatten() } else { None },
    }
}

fn services(choices: &mut Choices, simulation: &Simulation) -> Option<Command> {
    let name = choices.one_of(&NAMES)?;
    let known = simulation.services().iter().any(|s| &*s.meta.name == name);
    Some(match choices.below(2) {
        _ if !known => Command::CreateService(Box::new(service(choices, Temper::Wild, name))),
        0 => {
            let mut changed = service(choices, Temper::Wild, name);
            if choices.once_in(3) {
                changed.spec.selector.set("tier", "front");
            }
            Command::UpdateService(Box::new(changed))
        }
        _ => Command::Delete {
            kind: Kind::Service,
            name: name.into(),
            propagation: Propagation::Background,
            grace_period_seconds: None,
        },
    })
}

/// A label that makes a controller let go of a Pod or a ReplicaSet, or take one up; or what a Pod's deletion costs.
fn label(choices: &mut Choices, simulation: &Simulation) -> Option<Command> {
    let kind = choices.one_of(&[Kind::Pod, Kind::Pod, Kind::ReplicaSet])?;
    let name = one(choices, if kind == Kind::Pod { pods(simulation) } else { replica_sets(simulation) })?;
    let (mut labels, mut annotations) = (Vec::new(), Vec::new());
    match choices.below(4) {
        0 => labels.push(("app".into(), choices.one_of(&[Some("web"), Some("api"), None])?.map(Name::from))),
        1 => labels.push(("tier".into(), Some("front".into()))),
        2 => labels.push((POD_TEMPLATE_HASH.into(), choices.once_in(2).then(|| "other".into()))),
        _ => {
            let key = "controller.kubernetes.io/pod-deletion-cost".into();
            annotations.push((key, Some(choices.between(-2, 2).to_string().into())));
        }
    }
    Some(Command::SetMetadata { kind, name, labels, annotations })
}

fn one(choices: &mut Choices, names: Vec<Name>) -> Option<Name> {
    let at = choices.below(u32::try_from(names.len()).ok()?);
    names.get(at as usize).map(Rc::clone)
}

fn one_deployment(choices: &mut Choices, simulation: &Simulation) -> Option<Name> {
    one(choices, simulation.deployments().iter().map(|d| Rc::clone(&d.meta.name)).collect())
}

fn replica_sets(simulation: &Simulation) -> Vec<Name> {
    simulation.replica_sets().iter().map(|r| Rc::clone(&r.meta.name)).collect()
}

fn pods(simulation: &Simulation) -> Vec<Name> {
    simulation.pods().iter().map(|(_, p)| Rc::clone(&p.meta.name)).collect()
}

fn containers(simulation: &Simulation, deployment: &Name) -> Vec<Name> {
    let deployments = simulation.deployments();
    let found = deployments.iter().find(|d| d.meta.name == *deployment);
    found.map_or_else(Vec::new, |d| {
        d.spec.template.spec.containers.iter().map(|c| Rc::clone(&c.name)).collect()
    })
}
