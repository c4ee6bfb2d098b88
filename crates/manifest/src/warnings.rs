//! What the API server warns of though it accepts it (`pkg/api/pod/warnings.go`).

use rollout_engine::api::{Container, PodTemplateSpec};

/// The warnings that come with storing a Pod template of a Deployment.
pub fn warnings(template: &PodTemplateSpec) -> Vec<String> {
    let mut found = Vec::new();
    let spec = &template.spec;
    for (list, containers) in [("initContainers", &spec.init_containers), ("containers", &spec.containers)] {
        for (i, container) in containers.iter().enumerate() {
            of_container(&format!("spec.template.spec.{list}[{i}]"), container, &mut found);
        }
    }
    found
}

fn of_container(path: &str, container: &Container, found: &mut Vec<String>) {
    let resources = &container.resources;
    for (list, amounts) in [("limits", &resources.limits), ("requests", &resources.requests)] {
        for resource in ["memory", "ephemeral-storage"] {
            if let Some(amount) = amounts.get(resource).filter(|amount| amount.ends_with('m')) {
                found.push(format!(
                    "{path}.resources.{list}[{resource}]: fractional byte value \"{amount}\" is invalid, must be an integer"
                ));
            }
        }
    }
    for (i, variable) in container.env.iter().enumerate() {
        if container.env.iter().take(i).any(|earlier| earlier.name == variable.name) {
            found.push(format!(
                "{path}.env[{i}]: hides previous definition of \"{}\", which may be dropped when using apply",
                variable.name
            ));
        }
    }
    for (i, port) in container.ports.iter().enumerate() {
        let same = |(_, p): &(usize, &rollout_engine::api::ContainerPort)| {
            (p.container_port, p.protocol, p.host_port, &p.host_ip)
                == (port.container_port, port.protocol, port.host_port, &port.host_ip)
        };
        if let Some((j, _)) = container.ports.iter().enumerate().take(i).find(same) {
            found.push(format!("{path}.ports[{i}]: duplicate port definition with {path}.ports[{j}]"));
        }
    }
}
