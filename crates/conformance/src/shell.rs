//! The commands of the recordings, carried out on the engine by the lab's own kubectl.

use crate::recording::control_plane::Output;
use kubectl::{Objects, Request};
use rollout_engine::Simulation;
use rollout_engine::api::{Deployment, Pod, ReplicaSet, Service};
use std::rc::Rc;

/// Runs one command line (without the word `kubectl`), given `stdin`.
pub(crate) fn run(simulation: &mut Simulation, line: &str, stdin: Option<&str>) -> Output {
    let deployments: Vec<Rc<Deployment>> = simulation.deployments().into_iter().cloned().collect();
    let replica_sets: Vec<Rc<ReplicaSet>> = simulation.replica_sets().into_iter().cloned().collect();
    let pods: Vec<Rc<Pod>> = simulation.pods().into_iter().map(|(_, pod)| Rc::clone(pod)).collect();
    let services: Vec<Rc<Service>> = simulation.services().into_iter().cloned().collect();
    let objects = Objects {
        namespace: "default",
        deployments: &deployments,
        replica_sets: &replica_sets,
        pods: &pods,
        services: &services,
        now: simulation.timestamp(),
    };
    let request = Request { line, stdin: stdin.unwrap_or_default(), files: &[] };
    let outcome = kubectl::run(request, &objects);
    let mut output = Output { exit: outcome.exit_code, stdout: outcome.stdout, stderr: outcome.stderr };
    for command in &outcome.commands {
        if let Err(refusal) = simulation.apply(command) {
            output.exit = 1;
            output.stderr.push_str(&format!("Error from server: {refusal}\n"));
        }
    }
    output
}
