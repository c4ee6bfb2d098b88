//! The label `pod-template-hash`, exactly as Kubernetes 1.37 computes it (`pkg/controller`, `ComputeHash`):
//! FNV-1a over Go's print of the defaulted template, type names, nil pointers and all. So every field of the Go types has its
//! place in the texts below, also those that no manifest of the lab can hold.

mod container;
mod environment;
mod fnv;
mod go_text;
mod handler;
mod pod;
mod quantity;
mod security;
mod volume;

use crate::api::{PodTemplateSpec, Quantity};
use fnv::Fnv1a;
use go_text::GoText;
use std::fmt::Write as _;

/// The hash of a template; `collision_count` is the Deployment's `status.collisionCount`.
pub fn pod_template_hash(template: &PodTemplateSpec, collision_count: Option<i32>) -> String {
    let mut sum = Fnv1a::default();
    // Writing into a sum cannot fail.
    let _ = write!(sum, "{}", GoText(template));
    if let Some(count) = collision_count {
        sum.add(&u64::from(count.unsigned_abs()).to_le_bytes());
    }
    const SAFE: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
    sum.0
        .to_string()
        .bytes()
        .filter_map(|b| SAFE.get(usize::from(b) % SAFE.len()))
        .map(|b| char::from(*b))
        .collect()
}

/// The text that is hashed.
pub fn hashed_text(template: &PodTemplateSpec) -> String {
    GoText(template).to_string()
}

/// Whether the hash is the real one: no field is set that the lab keeps without knowing how Kubernetes prints it.
pub fn hash_is_exact(template: &PodTemplateSpec) -> bool {
    let spec = &template.spec;
    let quantities = spec
        .init_containers
        .iter()
        .chain(&spec.containers)
        .flat_map(|c| c.resources.limits.values().chain(c.resources.requests.values()))
        .all(|text| Quantity::parse(text).is_some());
    quantities && spec.unmodelled.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Container, ContainerPort, Labels, PodSpec};

    /// The 52 recorded templates are held in the tests of the crate that reads manifests; this one needs no reader.
    #[test]
    fn a_recorded_template_has_its_recorded_hash() {
        let web = Container {
            name: "web".into(),
            image: "web:1.0.0".into(),
            ports: vec![ContainerPort { container_port: 8080, ..ContainerPort::default() }],
            ..Container::default()
        };
        let template = PodTemplateSpec {
            labels: Labels::from_iter([("app", "web")]),
            spec: PodSpec {
                containers: vec![web],
                termination_grace_period_seconds: 30,
                ..PodSpec::default()
            },
            ..PodTemplateSpec::default()
        };
        assert_eq!(pod_template_hash(&template, None), "5cbcff677b");
        assert_eq!(pod_template_hash(&template, Some(1)), "7bf6c4c565");
        assert!(hash_is_exact(&template));
    }
}
