//! Pod templates and containers.

use super::{NONE, Text, mail_date};
use rollout_engine::SortedMap;
use rollout_engine::api::{
    Container, ContainerState, ContainerStatus, ContainerTerminated, DataKind, EnvVarSource, Handler,
    IntOrString, Name, PodTemplateSpec, Probe, Toleration, Volume, VolumeSource,
};
use rollout_engine::order::sort_by;

/// A template, its columns apart by tabs: `rollout history --revision` prints it so. `more` is shown as one more annotation.
pub(crate) fn template_text(template: &PodTemplateSpec, more: Option<(&str, &str)>) -> String {
    let mut text = Text::default();
    describe(&mut text, template, more);
    text.0
}

pub(super) fn describe(text: &mut Text, template: &PodTemplateSpec, more: Option<(&str, &str)>) {
    let spec = &template.spec;
    text.line(0, &["Pod Template:"]);
    text.labels("  ", "Labels", &template.labels);
    if !template.annotations.is_empty() || more.is_some() {
        text.annotations("  ", &template.annotations, more);
    }
    if let Some(account) = &spec.service_account_name {
        text.field(1, "Service Account", account);
    }
    if !spec.init_containers.is_empty() {
        containers(text, "Init Containers", &spec.init_containers, &[], "  ", None);
    }
    containers(text, "Containers", &spec.containers, &[], "  ", None);
    volumes(text, &spec.volumes, "  ");
    if !spec.priority_class_name.is_empty() {
        text.field(1, "Priority Class Name", &spec.priority_class_name);
    }
    text.labels("  ", "Node-Selectors", &spec.node_selector);
    tolerations(text, "  ", &spec.tolerations);
}

/// A container's number and identity, where there is one: the runtime's id of it and of its image.
pub(super) type Ids<'a> = Option<&'a dyn Fn(&ContainerStatus) -> (String, String)>;

pub(super) fn containers(
    text: &mut Text,
    label: &str,
    containers: &[Container],
    statuses: &[ContainerStatus],
    space: &str,
    ids: Ids<'_>,
) {
    text.line(0, &[space, label, ":", if containers.is_empty() { " <none>" } else { "" }]);
    for container in containers {
        let status = statuses.iter().find(|status| status.name == container.name);
        self::container(text, container, status, space, ids);
    }
}

fn container(text: &mut Text, c: &Container, status: Option<&ContainerStatus>, space: &str, ids: Ids<'_>) {
    text.line(1, &[if space.is_empty() { "" } else { " " }, &c.name, ":"]);
    let ids = status.and_then(|status| ids.map(|ids| ids(status)));
    if let Some((id, _)) = &ids {
        text.field(2, "Container ID", id);
    }
    text.field(2, "Image", &c.image);
    if let Some((_, id)) = &ids {
        text.field(2, "Image ID", id);
    }
    ports(text, c);
    for (key, words) in [("Command:", &c.command), ("Args:", &c.args)] {
        if !words.is_empty() {
            text.line(2, &[key]);
        }
        for line in words.iter().flat_map(|word| word.split('\n')) {
            text.line(3, &[line]);
        }
    }
    if let Some(status) = status {
        state(text, "State", &status.state);
        if let Some(last) = status.last_state.as_deref().copied() {
            terminated(text, "Last State", &last);
        }
        text.field(2, "Ready", if status.ready { "True" } else { "False" });
        text.number(2, "Restart Count", status.restart_count.into());
    }
    amounts(text, "Limits:", &c.resources.limits);
    amounts(text, "Requests:", &c.resources.requests);
    for (key, asked) in
        [("Liveness", &c.liveness_probe), ("Readiness", &c.readiness_probe), ("Startup", &c.startup_probe)]
    {
        if let Some(asked) = asked {
            text.field(2, key, &probe(asked));
        }
    }
    if !c.env_from.is_empty() {
        text.line(2, &["Environment Variables from:"]);
    }
    for from in &c.env_from {
        let kind = if from.kind == DataKind::Secret { "Secret" } else { "ConfigMap" };
        let prefix =
            if from.prefix.is_empty() { String::new() } else { format!(" with prefix '{}'", from.prefix) };
        text.line(3, &[&from.name, "\t", kind, &prefix, "\tOptional: ", truth(from.optional)]);
    }
    environment(text, c);
    text.line(2, &["Mounts:", if c.volume_mounts.is_empty() { "\t<none>" } else { "" }]);
    let mut mounts: Vec<_> = c.volume_mounts.iter().collect();
    sort_by(&mut mounts, |a, b| a.mount_path.cmp(&b.mount_path));
    for mount in mounts {
        let mut how = if mount.read_only { "ro" } else { "rw" }.to_owned();
        if !mount.sub_path.is_empty() {
            how.extend([",path=\"", &mount.sub_path, "\""]);
        }
        text.line(3, &[&mount.mount_path, " from ", &mount.name, " (", &how, ")"]);
    }
}

fn truth(value: Option<bool>) -> &'static str {
    if value == Some(true) { "true" } else { "false" }
}

fn ports(text: &mut Text, c: &Container) {
    let (mut own, mut host) = (Vec::new(), Vec::new());
    for port in &c.ports {
        let protocol = port.protocol.as_str();
        let name = if port.name.is_empty() { String::new() } else { [" (", &*port.name, ")"].concat() };
        own.push(format!("{}/{protocol}{name}", port.container_port));
        host.push(format!("{}/{protocol}{name}", port.host_port));
    }
    for (one, many, shown) in [("Port", "Ports", own), ("Host Port", "Host Ports", host)] {
        let joined = shown.join(", ");
        match shown.len() {
            0 => text.field(2, one, NONE),
            1 => text.field(2, one, &joined),
            _ => text.field(2, many, &joined),
        }
    }
}

fn state(text: &mut Text, key: &str, state: &ContainerState) {
    match state {
        ContainerState::Running { started_at } => {
            text.field(2, key, "Running");
            text.field(3, "Started", &mail_date(*started_at));
        }
        ContainerState::Waiting { reason, .. } => {
            text.field(2, key, "Waiting");
            if !reason.is_empty() {
                text.field(3, "Reason", reason);
            }
        }
        ContainerState::Terminated(ended) => terminated(text, key, ended),
    }
}

fn terminated(text: &mut Text, key: &str, ended: &ContainerTerminated) {
    text.field(2, key, "Terminated");
    if !ended.reason.is_empty() {
        text.field(3, "Reason", ended.reason);
    }
    text.number(3, "Exit Code", ended.exit_code.into());
    text.field(3, "Started", &mail_date(ended.started_at));
    text.field(3, "Finished", &mail_date(ended.finished_at));
}

fn amounts(text: &mut Text, key: &str, amounts: &SortedMap<Name, Name>) {
    if !amounts.is_empty() {
        text.line(2, &[key]);
    }
    for (resource, amount) in amounts {
        text.field(3, resource, amount);
    }
}

/// `http-get http://:8080/ready delay=0s timeout=1s period=10s successThreshold=1 failureThreshold=3`
fn probe(probe: &Probe) -> String {
    let port = |port: &IntOrString| match port {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::Text(name) => name.to_string(),
    };
    let mut text = match &probe.handler {
        Handler::Exec { command } => {
            let words: Vec<&str> = command.iter().map(|word| &**word).collect();
            ["exec [", &words.join(" "), "]"].concat()
        }
        Handler::HttpGet(get) => {
            let slash = if get.path.starts_with('/') || get.path.is_empty() { "" } else { "/" };
            let scheme = get.scheme.to_ascii_lowercase();
            ["http-get ", &scheme, "://", &get.host, ":", &port(&get.port), slash, &get.path].concat()
        }
        Handler::TcpSocket { port: number, host } => ["tcp-socket ", host, ":", &port(number)].concat(),
        Handler::Grpc { port, service } => {
            ["grpc <pod>:", &port.to_string(), " ", service.as_deref().unwrap_or_default()].concat()
        }
        Handler::Sleep { .. } => "unknown".to_owned(),
    };
    for (key, number, unit) in [
        ("delay", probe.initial_delay_seconds, "s"),
        ("timeout", probe.timeout_seconds, "s"),
        ("period", probe.period_seconds, "s"),
        ("successThreshold", probe.success_threshold, ""),
        ("failureThreshold", probe.failure_threshold, ""),
    ] {
        text.extend([" ", key, "=", &number.to_string(), unit]);
    }
    text
}

fn environment(text: &mut Text, c: &Container) {
    text.line(2, &["Environment:", if c.env.is_empty() { "\t<none>" } else { "" }]);
    for variable in &c.env {
        let name = &*variable.name;
        match &variable.value_from {
            None => {
                for (i, line) in variable.value.split('\n').enumerate() {
                    text.line(3, &if i == 0 { [name, ":\t", line] } else { ["", "\t", line] });
                }
            }
            Some(EnvVarSource::Field { api_version, field_path }) => {
                text.line(3, &[name, ":\t (", api_version, ":", field_path, ")"]);
            }
            Some(EnvVarSource::Resource { resource, .. }) => {
                let found = resource.split_once('.').and_then(|(list, key)| match list {
                    "limits" => c.resources.limits.get(key),
                    _ => c.resources.requests.get(key),
                });
                let unlimited = matches!(&**resource, "limits.cpu" | "limits.memory");
                let value = found.map_or(if unlimited { "node allocatable" } else { "0" }, |v| &**v);
                text.line(3, &[name, ":\t", value, " (", resource, ")"]);
            }
            Some(EnvVarSource::ConfigMapKey(key)) => {
                let optional = truth(key.optional);
                text.line(
                    3,
                    &[
                        name,
                        ":\t<set to the key '",
                        &key.key,
                        "' of config map '",
                        &key.name,
                        "'>\tOptional: ",
                        optional,
                    ],
                );
            }
            Some(EnvVarSource::SecretKey(key)) => {
                let optional = truth(key.optional);
                text.line(
                    3,
                    &[
                        name,
                        ":\t<set to the key '",
                        &key.key,
                        "' in secret '",
                        &key.name,
                        "'>\tOptional: ",
                        optional,
                    ],
                );
            }
            Some(EnvVarSource::Other) => text.field(3, name, ""),
        }
    }
}

pub(super) fn volumes(text: &mut Text, volumes: &[Volume], space: &str) {
    if volumes.is_empty() {
        text.line(0, &[space, "Volumes:\t<none>"]);
        return;
    }
    text.line(0, &[space, "Volumes:"]);
    for volume in volumes {
        text.line(1, &[if space.is_empty() { "" } else { " " }, &volume.name, ":"]);
        let no = |name: &Name| name.to_string();
        let (kind, fields): (&str, Vec<(&str, String)>) = match &volume.source {
            VolumeSource::EmptyDir { medium, size_limit } => (
                "EmptyDir (a temporary directory that shares a pod's lifetime)",
                vec![
                    ("Medium", no(medium)),
                    ("SizeLimit", size_limit.as_ref().map_or_else(|| "<unset>".to_owned(), no)),
                ],
            ),
            VolumeSource::HostPath { path, kind } => (
                "HostPath (bare host directory volume)",
                vec![("Path", no(path)), ("HostPathType", no(kind))],
            ),
            VolumeSource::Data { kind, name, optional, .. } => {
                let (kind, key) = match kind {
                    DataKind::ConfigMap => ("ConfigMap (a volume populated by a ConfigMap)", "Name"),
                    DataKind::Secret => ("Secret (a volume populated by a Secret)", "SecretName"),
                };
                (kind, vec![(key, no(name)), ("Optional", truth(*optional).to_owned())])
            }
            VolumeSource::PersistentVolumeClaim { claim_name, read_only } => (
                "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
                vec![("ClaimName", no(claim_name)), ("ReadOnly", truth(Some(*read_only)).to_owned())],
            ),
            VolumeSource::Other => ("<unknown>", Vec::new()),
        };
        text.field(2, "Type", kind);
        for (key, value) in fields {
            text.field(2, key, &value);
        }
    }
}

pub(super) fn tolerations(text: &mut Text, indent: &str, tolerations: &[Toleration]) {
    text.0.extend([indent, "Tolerations:\t"]);
    if tolerations.is_empty() {
        text.0.extend([NONE, "\n"]);
    }
    let mut sorted: Vec<&Toleration> = tolerations.iter().collect();
    sort_by(&mut sorted, |a, b| a.key.cmp(&b.key));
    for (i, toleration) in sorted.into_iter().enumerate() {
        if i > 0 {
            text.0.push('\t');
        }
        text.0.push_str(&toleration.key);
        if !toleration.value.is_empty() {
            text.0.extend(["=", &*toleration.value]);
        }
        if !toleration.effect.is_empty() {
            text.0.extend([":", &*toleration.effect]);
        }
        if &*toleration.operator == "Exists" && toleration.value.is_empty() {
            let bare = toleration.key.is_empty() && toleration.effect.is_empty();
            text.0.push_str(if bare { "op=Exists" } else { " op=Exists" });
        }
        if let Some(seconds) = toleration.toleration_seconds {
            text.0.extend([" for ", &seconds.to_string(), "s"]);
        }
        text.0.push('\n');
    }
}
