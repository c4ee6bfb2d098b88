//! `kubectl expose deployment`: a Service for its Pods.

use super::{Work, create, nothing_named};
use crate::resource::Type;
use manifest::Tree;

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let command = "expose";
    let parsed = work.parse(command, words)?;
    let dry_run = parsed.dry_run()?;
    for of in work.named(&parsed, nothing_named)? {
        if of.ty != Type::Deployment {
            return Err(format!("error: the lab exposes Deployments only, not {}", of.shown()));
        }
        let deployment = work.cluster.deployment_named(&of.name).ok_or_else(|| of.not_found())?;
        let ports: Vec<i64> = match parsed.number(command, "port")? {
            Some(port) => vec![port],
            None => {
                let containers = &deployment.spec.template.spec.containers;
                containers.iter().flat_map(|c| &c.ports).map(|p| i64::from(p.container_port)).collect()
            }
        };
        if ports.is_empty() {
            return Err("error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help \
                        and examples"
                .to_owned());
        }
        let port = |(i, number): (usize, &i64)| {
            let mut port = Tree::map();
            if ports.len() > 1 {
                port.set("name", format!("port-{}", i + 1));
            }
            port.set("port", *number);
            port.set("protocol", parsed.value("protocol").unwrap_or("TCP"));
            match parsed.value("target-port") {
                Some(target) => {
                    port.set("targetPort", target.parse::<i64>().map_or_else(|_| target.into(), Tree::from));
                }
                None => port.set("targetPort", *number),
            }
            port
        };
        let mut tree = Tree::map();
        tree.set("apiVersion", "v1");
        tree.set("kind", "Service");
        tree.put("metadata.name", parsed.value("name").unwrap_or(&of.name).into());
        let mut labels = Tree::map();
        for (key, value) in deployment.meta.labels.iter() {
            labels.set(key, value);
        }
        let mut selector = Tree::map();
        for (key, value) in deployment.spec.selector.match_labels.iter() {
            selector.set(key, value);
        }
        tree.put("metadata.labels", labels);
        tree.put("spec.selector", selector);
        tree.put("spec.ports", ports.iter().enumerate().map(port).collect());
        for (flag, path) in [
            ("type", "spec.type"),
            ("cluster-ip", "spec.clusterIP"),
            ("session-affinity", "spec.sessionAffinity"),
        ] {
            if let Some(value) = parsed.value(flag) {
                tree.put(path, value.into());
            }
        }
        create::create(work, &tree, "exposed", dry_run)?;
    }
    Ok(())
}
