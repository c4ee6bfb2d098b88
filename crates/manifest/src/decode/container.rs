//! Containers: `pkg/apis/core/{v1/defaults,validation/validation}.go`.

use super::fields::{Fields, Schema, invalid_value};
use super::{probe, security, volume};
use crate::format::{dns_label, port_name, port_number};
use crate::tree::Tree;
use rollout_engine::api::{
    Container, ContainerPort, ContainerRestartPolicy, DataKind, EnvFromSource, EnvVar, EnvVarSource,
    KeySelector, Name, ProbeType, Protocol, PullPolicy, Quantity, ResourceRequirements,
    TerminationMessagePolicy, Volume,
};

static CONTAINER: Schema =
    Schema { go: "Container", unmodelled: "resizePolicy restartPolicyRules volumeDevices", ignored: "" };
static PORT: Schema = Schema { go: "ContainerPort", unmodelled: "", ignored: "" };
static RESOURCES: Schema = Schema { go: "ResourceRequirements", unmodelled: "claims", ignored: "" };
static ENV_FROM: Schema = Schema { go: "EnvFromSource", unmodelled: "", ignored: "" };
static ENV_SOURCE: Schema = Schema { go: "ConfigMapEnvSource", unmodelled: "", ignored: "" };
static ENV: Schema = Schema { go: "EnvVar", unmodelled: "", ignored: "" };
static VALUE_FROM: Schema = Schema { go: "EnvVarSource", unmodelled: "fileKeyRef", ignored: "" };
static FIELD_REF: Schema = Schema { go: "ObjectFieldSelector", unmodelled: "", ignored: "" };
static RESOURCE_REF: Schema = Schema { go: "ResourceFieldSelector", unmodelled: "", ignored: "" };
static KEY_REF: Schema = Schema { go: "ConfigMapKeySelector", unmodelled: "", ignored: "" };

/// Reads `containers` or `initContainers`; `taken` are the names of those read before.
pub(super) fn read(
    spec: &Fields<'_>,
    name: &'static str,
    volumes: &[Volume],
    taken: &mut Vec<Name>,
) -> Vec<Container> {
    spec.objects(name, &CONTAINER).iter().map(|fields| container(fields, volumes, taken)).collect()
}

fn container(fields: &Fields<'_>, volumes: &[Volume], taken: &mut Vec<Name>) -> Container {
    let name = fields.text_or_empty("name");
    if name.is_empty() {
        fields.invalid("name", "Required value");
    } else if let Some(complaint) = dns_label(&name) {
        fields.invalid("name", invalid_value(&(&name).into(), &complaint));
    } else if taken.contains(&name) {
        fields.invalid("name", format!("Duplicate value: \"{name}\""));
    }
    taken.push(name.clone());
    let image = fields.text_or_empty("image");
    if image.is_empty() {
        fields.invalid("image", "Required value");
    }
    let container = Container {
        name,
        command: fields.texts("command"),
        args: fields.texts("args"),
        working_dir: fields.text_or_empty("workingDir"),
        ports: ports(fields),
        env: env(fields),
        env_from: fields.objects("envFrom", &ENV_FROM).iter().filter_map(env_from).collect(),
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
    };
    fields.finish();
    container
}

/// Reports a word that is none of those allowed.
fn unsupported(fields: &Fields<'_>, name: &str, word: &Name, allowed: &[&str]) {
    let allowed: Vec<String> = allowed.iter().map(|word| format!("\"{word}\"")).collect();
    let shown = crate::write::to_json(&Tree::from(word));
    fields.invalid(name, format!("Unsupported value: {shown}: supported values: {}", allowed.join(", ")));
}

fn pull_policy(fields: &Fields<'_>, image: &str) -> PullPolicy {
    let Some(word) = fields.filled("imagePullPolicy") else { return default_pull_policy(image) };
    match &*word {
        "Always" => PullPolicy::Always,
        "IfNotPresent" => PullPolicy::IfNotPresent,
        "Never" => PullPolicy::Never,
        _ => {
            unsupported(fields, "imagePullPolicy", &word, &["Always", "IfNotPresent", "Never"]);
            PullPolicy::default()
        }
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
    let word = fields.filled("restartPolicy")?;
    match &*word {
        "Always" => Some(ContainerRestartPolicy::Always),
        "OnFailure" => Some(ContainerRestartPolicy::OnFailure),
        "Never" => Some(ContainerRestartPolicy::Never),
        _ => {
            unsupported(fields, "restartPolicy", &word, &["Always", "Never", "OnFailure"]);
            None
        }
    }
}

fn termination_message_policy(fields: &Fields<'_>) -> TerminationMessagePolicy {
    let word = fields.text_or_empty("terminationMessagePolicy");
    match &*word {
        "" | "File" => TerminationMessagePolicy::File,
        "FallbackToLogsOnError" => TerminationMessagePolicy::FallbackToLogsOnError,
        _ => {
            fields.invalid(
                "terminationMessagePolicy",
                invalid_value(&(&word).into(), "must be 'File' or 'FallbackToLogsOnError'"),
            );
            TerminationMessagePolicy::File
        }
    }
}

fn ports(container: &Fields<'_>) -> Vec<ContainerPort> {
    let mut ports: Vec<ContainerPort> = Vec::new();
    for fields in container.objects("ports", &PORT) {
        let port = ContainerPort {
            name: fields.text_or_empty("name"),
            host_port: fields.int32("hostPort").unwrap_or(0),
            container_port: fields.int32("containerPort").unwrap_or(0),
            protocol: protocol(&fields),
            host_ip: fields.text_or_empty("hostIP"),
        };
        fields.finish();
        if !port.name.is_empty() {
            let complaints = port_name(&port.name);
            for complaint in &complaints {
                fields.invalid("name", invalid_value(&(&port.name).into(), complaint));
            }
            if complaints.is_empty() && ports.iter().any(|p| p.name == port.name) {
                fields.invalid("name", format!("Duplicate value: \"{}\"", port.name));
            }
        }
        if port.container_port == 0 {
            fields.invalid("containerPort", "Required value");
        } else if let Some(complaint) = port_number(port.container_port) {
            fields.invalid("containerPort", invalid_value(&port.container_port.into(), &complaint));
        }
        if let Some(complaint) = port_number(port.host_port).filter(|_| port.host_port != 0) {
            fields.invalid("hostPort", invalid_value(&port.host_port.into(), &complaint));
        }
        ports.push(port);
    }
    ports
}

/// Reads `protocol` of a port.
pub(super) fn protocol(fields: &Fields<'_>) -> Protocol {
    let word = fields.text_or_empty("protocol");
    match &*word {
        "" | "TCP" => Protocol::Tcp,
        "UDP" => Protocol::Udp,
        "SCTP" => Protocol::Sctp,
        _ => {
            unsupported(fields, "protocol", &word, &["SCTP", "TCP", "UDP"]);
            Protocol::Tcp
        }
    }
}

fn resources(container: &Fields<'_>) -> ResourceRequirements {
    let Some(fields) = container.object("resources", &RESOURCES) else {
        return ResourceRequirements::default();
    };
    let limits = fields.quantities("limits");
    // Not set requests are the limits (`SetDefaults_Pod` does so for Pods; a template keeps them apart).
    let requests = fields.quantities("requests");
    fields.finish();
    for (list, amounts) in [("limits", &limits), ("requests", &requests)] {
        for (resource, amount) in amounts {
            if amount.starts_with('-') {
                let message = invalid_value(&amount.into(), "must be greater than or equal to 0");
                fields.invalid(&format!("{list}[{resource}]"), message);
            }
        }
    }
    for (resource, request) in &requests {
        let Some(limit) = limits.get(resource) else { continue };
        if nanos(request) > nanos(limit) {
            let message = format!("must be less than or equal to {resource} limit of {limit}");
            fields.invalid("requests", invalid_value(&request.into(), &message));
        }
    }
    ResourceRequirements { limits, requests }
}

/// An amount that can be compared.
fn nanos(amount: &str) -> Option<i128> {
    let quantity = Quantity::parse(amount)?;
    let power = u32::try_from(quantity.scale.checked_add(9)?).ok()?;
    10_i128.checked_pow(power)?.checked_mul(quantity.value.into())
}

fn env(container: &Fields<'_>) -> Vec<EnvVar> {
    let variable = |fields: &Fields<'_>| {
        let name = fields.text_or_empty("name");
        if name.is_empty() {
            fields.invalid("name", "Required value");
        }
        let variable = EnvVar { name, value: fields.text_or_empty("value"), value_from: value_from(fields) };
        if !variable.value.is_empty() && variable.value_from.is_some() {
            let message = "may not be specified when `value` is not empty";
            fields.invalid("valueFrom", invalid_value(&Tree::text(""), message));
        }
        fields.finish();
        variable
    };
    container.objects("env", &ENV).iter().map(variable).collect()
}

fn value_from(variable: &Fields<'_>) -> Option<EnvVarSource> {
    let fields = variable.object("valueFrom", &VALUE_FROM)?;
    let field = fields.object("fieldRef", &FIELD_REF).map(|field| {
        let source = EnvVarSource::Field {
            api_version: field.filled("apiVersion").unwrap_or_else(|| "v1".into()),
            field_path: field.text_or_empty("fieldPath"),
        };
        field.finish();
        source
    });
    let resource = fields.object("resourceFieldRef", &RESOURCE_REF).map(|resource| {
        let source = EnvVarSource::Resource {
            container_name: resource.text_or_empty("containerName"),
            resource: resource.text_or_empty("resource"),
            divisor: resource.quantity("divisor").unwrap_or_else(|| "0".into()),
        };
        resource.finish();
        source
    });
    let config_map = key_selector(&fields, "configMapKeyRef").map(EnvVarSource::ConfigMapKey);
    let secret = key_selector(&fields, "secretKeyRef").map(EnvVarSource::SecretKey);
    let other = fields.tree().get("fileKeyRef").map(|_| EnvVarSource::Other);
    fields.finish();
    let mut sources = [field, resource, config_map, secret, other].into_iter().flatten();
    let first = sources.next();
    if first.is_none() {
        let message = invalid_value(
            &Tree::text(""),
            "must specify one of: `fieldRef`, `resourceFieldRef`, \
                                     `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
        );
        fields.invalid("", message);
    } else if sources.next().is_some() {
        fields.invalid(
            "",
            invalid_value(&Tree::text(""), "may not have more than one field specified at a time"),
        );
    }
    first
}

fn key_selector(value_from: &Fields<'_>, name: &'static str) -> Option<KeySelector> {
    let fields = value_from.object(name, &KEY_REF)?;
    let selector = KeySelector {
        name: fields.text_or_empty("name"),
        key: fields.text_or_empty("key"),
        optional: fields.boolean("optional"),
    };
    fields.finish();
    if selector.key.is_empty() {
        fields.invalid("key", "Required value");
    }
    Some(selector)
}

fn env_from(fields: &Fields<'_>) -> Option<EnvFromSource> {
    let prefix = fields.text_or_empty("prefix");
    let source = |name, kind| {
        let source = fields.object(name, &ENV_SOURCE)?;
        let read = (kind, source.text_or_empty("name"), source.boolean("optional"));
        source.finish();
        Some(read)
    };
    let config_map = source("configMapRef", DataKind::ConfigMap);
    let secret = source("secretRef", DataKind::Secret);
    fields.finish();
    let Some((kind, name, optional)) = config_map.or(secret) else {
        let message = "must specify one of: `configMapRef` or `secretRef`";
        fields.invalid("", invalid_value(&Tree::text(""), message));
        return None;
    };
    Some(EnvFromSource { prefix, kind, name, optional })
}
