//! Containers: `pkg/apis/core/{v1/defaults,validation/validation}.go`.

use super::fields::Fields;
use super::{probe, security, volume};
use crate::format::{dns_label, port_name, port_number};
use rollout_engine::api::{
    Container, ContainerPort, ContainerRestartPolicy, DataKind, EnvFromSource, EnvVar, EnvVarSource,
    KeySelector, Name, ProbeType, Protocol, PullPolicy, Quantity, ResourceRequirements,
    TerminationMessagePolicy, Volume,
};

/// Reads `containers` or `initContainers`; `taken` are the names of those read before.
pub(super) fn read(
    spec: &Fields<'_>,
    name: &'static str,
    volumes: &[Volume],
    taken: &mut Vec<Name>,
) -> Vec<Container> {
    let mut containers = Vec::new();
    spec.each(name, &mut |fields| containers.push(container(fields, volumes, taken)));
    containers
}

fn container(fields: &Fields<'_>, volumes: &[Volume], taken: &mut Vec<Name>) -> Container {
    let name = fields.text_or_empty("name");
    check_name(fields, &name, taken.contains(&name));
    taken.push(name.clone());
    let image = fields.text_or_empty("image");
    if image.is_empty() {
        fields.invalid("image", "Required value");
    }
    Container {
        name,
        command: fields.texts("command"),
        args: fields.texts("args"),
        working_dir: fields.text_or_empty("workingDir"),
        ports: ports(fields),
        env: fields.all("env", variable),
        env_from: fields.all("envFrom", env_from).into_iter().flatten().collect(),
        volume_mounts: volume::mounts(fields, volumes),
        liveness_probe: probe::read(fields, "livenessProbe", ProbeType::Liveness),
        readiness_probe: probe::read(fields, "readinessProbe", ProbeType::Readiness),
        startup_probe: probe::read(fields, "startupProbe", ProbeType::Startup),
        lifecycle: probe::lifecycle(fields),
        image_pull_policy: pull_policy(fields, &image),
        resources: resources(fields),
        restart_policy: restart_policy(fields),
        termination_message_path: fields
            .filled("terminationMessagePath")
            .filter(|path| **path != *"/dev/termination-log"),
        termination_message_policy: termination_message_policy(fields),
        security_context: security::of_container(fields),
        stdin: fields.flag("stdin"),
        stdin_once: fields.flag("stdinOnce"),
        tty: fields.flag("tty"),
        image,
    }
}

/// Checks the name of a container or volume.
pub(super) fn check_name(fields: &Fields<'_>, name: &Name, is_taken: bool) {
    if name.is_empty() {
        fields.invalid("name", "Required value");
    } else if let Some(complaint) = dns_label(name) {
        fields.bad_value("name", name, &complaint);
    } else if is_taken {
        duplicate(fields, name);
    }
}

/// Reports a name that another has.
pub(super) fn duplicate(fields: &Fields<'_>, name: &str) {
    fields.invalid("name", &["Duplicate value: \"", name, "\""].concat());
}

fn pull_policy(fields: &Fields<'_>, image: &str) -> PullPolicy {
    match fields.word("imagePullPolicy", "Always IfNotPresent Never") {
        Some(0) => PullPolicy::Always,
        Some(1) => PullPolicy::IfNotPresent,
        Some(_) => PullPolicy::Never,
        None => default_pull_policy(image),
    }
}

/// `Always` if the tag may move: `latest`, or neither tag nor digest.
pub(crate) fn default_pull_policy(image: &str) -> PullPolicy {
    let last = image.rsplit('/').next().unwrap_or(image);
    if last.contains('@') {
        return PullPolicy::IfNotPresent;
    }
    match last.split_once(':') {
        None | Some((_, "latest")) => PullPolicy::Always,
        Some(_) => PullPolicy::IfNotPresent,
    }
}

fn restart_policy(fields: &Fields<'_>) -> Option<ContainerRestartPolicy> {
    Some(match fields.word("restartPolicy", "Always OnFailure Never")? {
        0 => ContainerRestartPolicy::Always,
        1 => ContainerRestartPolicy::OnFailure,
        _ => ContainerRestartPolicy::Never,
    })
}

fn termination_message_policy(fields: &Fields<'_>) -> TerminationMessagePolicy {
    let word = fields.text_or_empty("terminationMessagePolicy");
    if *word == *"FallbackToLogsOnError" {
        return TerminationMessagePolicy::FallbackToLogsOnError;
    }
    if !matches!(&*word, "" | "File") {
        let detail = "must be 'File' or 'FallbackToLogsOnError'";
        fields.bad_value("terminationMessagePolicy", &word, detail);
    }
    TerminationMessagePolicy::File
}

fn ports(container: &Fields<'_>) -> Vec<ContainerPort> {
    let mut ports: Vec<ContainerPort> = Vec::new();
    container.each("ports", &mut |fields| {
        let port = ContainerPort {
            name: fields.text_or_empty("name"),
            host_port: fields.int32("hostPort").unwrap_or(0),
            container_port: fields.int32("containerPort").unwrap_or(0),
            protocol: protocol(fields),
            host_ip: fields.text_or_empty("hostIP"),
        };
        if !port.name.is_empty() {
            let complaints = port_name(&port.name);
            for complaint in &complaints {
                fields.bad_value("name", &port.name, complaint);
            }
            if complaints.is_empty() && ports.iter().any(|p| p.name == port.name) {
                duplicate(fields, &port.name);
            }
        }
        if port.container_port == 0 {
            fields.invalid("containerPort", "Required value");
        } else if let Some(complaint) = port_number(port.container_port) {
            fields.bad_value("containerPort", port.container_port, &complaint);
        }
        if let Some(complaint) = port_number(port.host_port).filter(|_| port.host_port != 0) {
            fields.bad_value("hostPort", port.host_port, &complaint);
        }
        ports.push(port);
    });
    ports
}

/// Reads `protocol` of a port.
pub(super) fn protocol(fields: &Fields<'_>) -> Protocol {
    match fields.word("protocol", "TCP UDP SCTP") {
        Some(1) => Protocol::Udp,
        Some(2) => Protocol::Sctp,
        _ => Protocol::Tcp,
    }
}

fn resources(container: &Fields<'_>) -> ResourceRequirements {
    let fields = container.object_or_empty("resources");
    // Not set requests are the limits (`SetDefaults_Pod` does so for Pods; a template keeps them apart).
    let (limits, requests) = (fields.quantities("limits"), fields.quantities("requests"));
    for (list, amounts) in [("limits", &limits), ("requests", &requests)] {
        for (resource, amount) in amounts {
            if amount.starts_with('-') {
                let name = [list, "[", resource, "]"].concat();
                fields.bad_value(&name, amount, super::NOT_NEGATIVE);
            }
        }
    }
    for (resource, request) in &requests {
        let Some(limit) = limits.get(resource) else { continue };
        let amount = |text: &Name| Quantity::parse(text);
        if amount(request).zip(amount(limit)).is_some_and(|(request, limit)| request.exceeds(limit)) {
            let detail = ["must be less than or equal to ", resource, " limit of ", limit].concat();
            fields.bad_value("requests", request, &detail);
        }
    }
    ResourceRequirements { limits, requests }
}

fn variable(fields: &Fields<'_>) -> EnvVar {
    let name = fields.text_or_empty("name");
    if name.is_empty() {
        fields.invalid("name", "Required value");
    }
    let variable = EnvVar { name, value: fields.text_or_empty("value"), value_from: value_from(fields) };
    if !variable.value.is_empty() && variable.value_from.is_some() {
        fields.bad_value("valueFrom", "", "may not be specified when `value` is not empty");
    }
    variable
}

fn value_from(variable: &Fields<'_>) -> Option<EnvVarSource> {
    let fields = variable.object("valueFrom")?;
    let field = fields.object("fieldRef").map(|field| EnvVarSource::Field {
        api_version: field.filled("apiVersion").unwrap_or_else(|| "v1".into()),
        field_path: field.text_or_empty("fieldPath"),
    });
    let resource = fields.object("resourceFieldRef").map(|resource| EnvVarSource::Resource {
        container_name: resource.text_or_empty("containerName"),
        resource: resource.text_or_empty("resource"),
        divisor: resource.quantity("divisor").unwrap_or_else(|| "0".into()),
    });
    let config_map = key_selector(&fields, "configMapKeyRef").map(EnvVarSource::ConfigMapKey);
    let secret = key_selector(&fields, "secretKeyRef").map(EnvVarSource::SecretKey);
    let other = fields.tree.get("fileKeyRef").map(|_| EnvVarSource::Other);
    let mut sources = [field, resource, config_map, secret, other].into_iter().flatten();
    let first = sources.next();
    if first.is_none() {
        let detail = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or \
                      `fileKeyRef`";
        fields.bad_value("", "", detail);
    } else if sources.next().is_some() {
        fields.bad_value("", "", "may not have more than one field specified at a time");
    }
    first
}

fn key_selector(value_from: &Fields<'_>, name: &'static str) -> Option<KeySelector> {
    let fields = value_from.object(name)?;
    let selector = KeySelector {
        name: fields.text_or_empty("name"),
        key: fields.text_or_empty("key"),
        optional: fields.boolean("optional"),
    };
    if selector.key.is_empty() {
        fields.invalid("key", "Required value");
    }
    Some(selector)
}

fn env_from(fields: &Fields<'_>) -> Option<EnvFromSource> {
    let (kind, source) = match fields.object("configMapRef") {
        Some(source) => (DataKind::ConfigMap, source),
        None => match fields.object("secretRef") {
            Some(source) => (DataKind::Secret, source),
            None => {
                fields.bad_value("", "", "must specify one of: `configMapRef` or `secretRef`");
                return None;
            }
        },
    };
    let prefix = fields.text_or_empty("prefix");
    Some(EnvFromSource {
        prefix,
        kind,
        name: source.text_or_empty("name"),
        optional: source.boolean("optional"),
    })
}
