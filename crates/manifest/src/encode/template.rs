//! The Pod template and all that is in it.

use super::{Detail, Fields, put_unmodelled};
use crate::decode::default_pull_policy;
use crate::tree::Tree;
use rollout_engine::SortedMap;
use rollout_engine::api::{
    Capabilities, Container, ContainerPort, ContainerRestartPolicy, DataKind, EnvFromSource, EnvVar,
    EnvVarSource, Handler, HostAlias, HttpGetAction, IntOrString, KeySelector, KeyToPath, Lifecycle, Name,
    PodSecurityContext, PodSpec, PodTemplateSpec, Probe, ResourceRequirements, SeccompProfile,
    SecurityContext, Toleration, Volume, VolumeMount, VolumeSource,
};

/// A template: `metadata` and `spec`.
pub fn template_tree(template: &PodTemplateSpec, detail: Detail<'_>) -> Tree {
    let mut metadata = Fields::new(detail);
    metadata.texts_by_key("labels", &template.labels).texts_by_key("annotations", &template.annotations);
    let metadata = metadata.done();
    let mut fields = Fields::new(detail);
    if !metadata.entries().is_empty() {
        fields.set("metadata", metadata);
    }
    fields.set("spec", pod_spec_tree(&template.spec, detail));
    let mut tree = fields.done();
    put_unmodelled(&mut tree, &template.spec.unmodelled);
    tree
}

/// The spec of a Pod, what is not modelled left out.
pub(super) fn pod_spec_tree(spec: &PodSpec, detail: Detail<'_>) -> Tree {
    let each =
        |containers: &[Container]| -> Vec<Tree> { containers.iter().map(|c| container(c, detail)).collect() };
    let mut fields = Fields::new(detail);
    fields
        .list("volumes", spec.volumes.iter().map(|v| volume(v, detail)))
        .list("initContainers", each(&spec.init_containers))
        .set("containers", each(&spec.containers))
        .unless("restartPolicy", "Always", "Always")
        .unless("terminationGracePeriodSeconds", spec.termination_grace_period_seconds, 30)
        .unless("dnsPolicy", spec.dns_policy.as_deref().unwrap_or("ClusterFirst"), "ClusterFirst")
        .texts_by_key("nodeSelector", &spec.node_selector)
        .some("serviceAccountName", spec.service_account_name.as_ref());
    if fields.defaults {
        fields.some("serviceAccount", spec.service_account_name.as_ref());
    }
    fields
        .some("automountServiceAccountToken", spec.automount_service_account_token)
        .flag("hostNetwork", spec.host_network)
        .flag("hostPID", spec.host_pid)
        .flag("hostIPC", spec.host_ipc)
        .some("shareProcessNamespace", spec.share_process_namespace)
        .unless("securityContext", pod_security_context(&spec.security_context), Tree::map())
        .list("imagePullSecrets", spec.image_pull_secrets.iter().map(reference))
        .filled("hostname", &spec.hostname)
        .filled("subdomain", &spec.subdomain)
        .unless(
            "schedulerName",
            spec.scheduler_name.as_deref().unwrap_or("default-scheduler"),
            "default-scheduler",
        )
        .list("tolerations", spec.tolerations.iter().map(toleration))
        .list("hostAliases", spec.host_aliases.iter().map(host_alias))
        .filled("priorityClassName", &spec.priority_class_name)
        .some("enableServiceLinks", spec.enable_service_links);
    fields.done()
}

fn plain() -> Fields {
    Fields::new(Detail::Brief)
}

fn reference(name: &Name) -> Tree {
    let mut fields = plain();
    fields.set("name", name);
    fields.done()
}

pub(super) fn toleration(toleration: &Toleration) -> Tree {
    let mut fields = plain();
    fields
        .filled("key", &toleration.key)
        .filled("operator", &toleration.operator)
        .filled("value", &toleration.value)
        .filled("effect", &toleration.effect)
        .some("tolerationSeconds", toleration.toleration_seconds);
    fields.done()
}

fn host_alias(alias: &HostAlias) -> Tree {
    let mut fields = plain();
    fields.set("ip", &alias.ip).texts("hostnames", &alias.hostnames);
    fields.done()
}

fn container(c: &Container, detail: Detail<'_>) -> Tree {
    let mut fields = Fields::new(detail);
    fields
        .set("name", &c.name)
        .filled("image", &c.image)
        .unless("imagePullPolicy", c.image_pull_policy.as_str(), default_pull_policy(&c.image).as_str())
        .texts("command", &c.command)
        .texts("args", &c.args)
        .filled("workingDir", &c.working_dir)
        .list("ports", c.ports.iter().map(|p| container_port(p, detail)))
        .list("envFrom", c.env_from.iter().map(env_from))
        .list("env", c.env.iter().map(|e| env(e, detail)))
        .unless("resources", resources(&c.resources), Tree::map())
        .some("restartPolicy", c.restart_policy.map(ContainerRestartPolicy::as_str))
        .list("volumeMounts", c.volume_mounts.iter().map(volume_mount))
        .some("startupProbe", c.startup_probe.as_ref().map(|p| probe(p, detail)))
        .some("readinessProbe", c.readiness_probe.as_ref().map(|p| probe(p, detail)))
        .some("livenessProbe", c.liveness_probe.as_ref().map(|p| probe(p, detail)))
        .some("lifecycle", c.lifecycle.as_ref().map(|l| lifecycle(l, detail)))
        .unless(
            "terminationMessagePath",
            c.termination_message_path.as_deref().unwrap_or("/dev/termination-log"),
            "/dev/termination-log",
        )
        .unless("terminationMessagePolicy", c.termination_message_policy.as_str(), "File")
        .some("securityContext", c.security_context.as_ref().map(security_context))
        .flag("stdin", c.stdin)
        .flag("stdinOnce", c.stdin_once)
        .flag("tty", c.tty);
    fields.done()
}

fn container_port(port: &ContainerPort, detail: Detail<'_>) -> Tree {
    let mut fields = Fields::new(detail);
    fields
        .filled("name", &port.name)
        .count("hostPort", port.host_port)
        .set("containerPort", port.container_port)
        .unless("protocol", port.protocol.as_str(), "TCP")
        .filled("hostIP", &port.host_ip);
    fields.done()
}

fn quantities(amounts: &SortedMap<Name, Name>) -> Option<Tree> {
    let mut tree = Tree::map();
    for (resource, amount) in amounts {
        tree.set(resource, amount);
    }
    (!amounts.is_empty()).then_some(tree)
}

fn resources(resources: &ResourceRequirements) -> Tree {
    let mut fields = plain();
    fields.some("limits", quantities(&resources.limits)).some("requests", quantities(&resources.requests));
    fields.done()
}

fn env_from(source: &EnvFromSource) -> Tree {
    let mut from = plain();
    from.filled("name", &source.name).some("optional", source.optional);
    let mut fields = plain();
    let key = match source.kind {
        DataKind::ConfigMap => "configMapRef",
        DataKind::Secret => "secretRef",
    };
    fields.filled("prefix", &source.prefix).set(key, from.done());
    fields.done()
}

fn key_selector(selector: &KeySelector) -> Tree {
    let mut fields = plain();
    fields.filled("name", &selector.name).set("key", &selector.key).some("optional", selector.optional);
    fields.done()
}

fn env(variable: &EnvVar, detail: Detail<'_>) -> Tree {
    let source = |source: &EnvVarSource| {
        let mut fields = plain();
        let mut inner = Fields::new(detail);
        match source {
            EnvVarSource::Field { api_version, field_path } => {
                inner.unless("apiVersion", &**api_version, "v1").set("fieldPath", field_path);
                fields.set("fieldRef", inner.done());
            }
            EnvVarSource::Resource { container_name, resource, divisor } => {
                inner
                    .filled("containerName", container_name)
                    .set("resource", resource)
                    .unless("divisor", &**divisor, "0");
                fields.set("resourceFieldRef", inner.done());
            }
            EnvVarSource::ConfigMapKey(key) => drop(fields.set("configMapKeyRef", key_selector(key))),
            EnvVarSource::SecretKey(key) => drop(fields.set("secretKeyRef", key_selector(key))),
            EnvVarSource::Other => {}
        }
        fields.done()
    };
    let mut fields = plain();
    fields
        .set("name", &variable.name)
        .filled("value", &variable.value)
        .some("valueFrom", variable.value_from.as_ref().map(source));
    fields.done()
}

fn volume_mount(mount: &VolumeMount) -> Tree {
    let mut fields = plain();
    fields
        .set("name", &mount.name)
        .set("mountPath", &mount.mount_path)
        .flag("readOnly", mount.read_only)
        .some("recursiveReadOnly", mount.recursive_read_only.as_ref())
        .filled("subPath", &mount.sub_path)
        .filled("subPathExpr", &mount.sub_path_expr)
        .some("mountPropagation", mount.mount_propagation.as_ref());
    fields.done()
}

fn volume(volume: &Volume, detail: Detail<'_>) -> Tree {
    let mut fields = plain();
    fields.set("name", &volume.name);
    let mut source = Fields::new(detail);
    let key = match &volume.source {
        VolumeSource::EmptyDir { medium, size_limit } => {
            source.filled("medium", medium).some("sizeLimit", size_limit.as_ref());
            "emptyDir"
        }
        VolumeSource::Data { kind, name, items, default_mode, optional } => {
            let (key, name_key) = match kind {
                DataKind::ConfigMap => ("configMap", "name"),
                DataKind::Secret => ("secret", "secretName"),
            };
            source
                .filled(name_key, name)
                .list("items", items.iter().map(key_to_path))
                .unless("defaultMode", *default_mode, 0o644)
                .some("optional", *optional);
            key
        }
        VolumeSource::HostPath { path, kind } => {
            source.set("path", path).unless("type", &**kind, "");
            "hostPath"
        }
        VolumeSource::PersistentVolumeClaim { claim_name, read_only } => {
            source.set("claimName", claim_name).flag("readOnly", *read_only);
            "persistentVolumeClaim"
        }
        VolumeSource::Other => return fields.done(),
    };
    fields.set(key, source.done());
    fields.done()
}

fn key_to_path(item: &KeyToPath) -> Tree {
    let mut fields = plain();
    fields.set("key", &item.key).set("path", &item.path).some("mode", item.mode);
    fields.done()
}

fn int_or_string(value: &IntOrString) -> Tree {
    match value {
        IntOrString::Int(n) => (*n).into(),
        IntOrString::Text(text) => text.into(),
    }
}

/// A port that may be a number or a name.
pub(super) fn port_tree(port: &IntOrString) -> Tree {
    int_or_string(port)
}

fn handler(handler: &Handler, detail: Detail<'_>) -> (&'static str, Tree) {
    let mut fields = Fields::new(detail);
    let key = match handler {
        Handler::HttpGet(HttpGetAction { path, port, host, scheme, http_headers }) => {
            let header = |(name, value): &(Name, Name)| {
                let mut header = plain();
                header.set("name", name).set("value", value);
                header.done()
            };
            fields
                .unless("path", &**path, "/")
                .set("port", int_or_string(port))
                .filled("host", host)
                .unless("scheme", &**scheme, "HTTP")
                .list("httpHeaders", http_headers.iter().map(header));
            "httpGet"
        }
        Handler::TcpSocket { port, host } => {
            fields.set("port", int_or_string(port)).filled("host", host);
            "tcpSocket"
        }
        Handler::Exec { command } => {
            fields.texts("command", command);
            "exec"
        }
        Handler::Grpc { port, service } => {
            fields.set("port", *port).unless("service", service.as_deref().unwrap_or(""), "");
            "grpc"
        }
        Handler::Sleep { seconds } => {
            fields.set("seconds", *seconds);
            "sleep"
        }
    };
    (key, fields.done())
}

fn probe(probe: &Probe, detail: Detail<'_>) -> Tree {
    let mut fields = Fields::new(detail);
    let (key, action) = handler(&probe.handler, detail);
    fields
        .set(key, action)
        .count("initialDelaySeconds", probe.initial_delay_seconds)
        .unless("timeoutSeconds", probe.timeout_seconds, 1)
        .unless("periodSeconds", probe.period_seconds, 10)
        .unless("successThreshold", probe.success_threshold, 1)
        .unless("failureThreshold", probe.failure_threshold, 3)
        .some("terminationGracePeriodSeconds", probe.termination_grace_period_seconds);
    fields.done()
}

fn lifecycle(lifecycle: &Lifecycle, detail: Detail<'_>) -> Tree {
    let hook = |hook: &Handler| {
        let (key, action) = handler(hook, detail);
        let mut fields = plain();
        fields.set(key, action);
        fields.done()
    };
    let mut fields = plain();
    fields
        .some("postStart", lifecycle.post_start.as_ref().map(hook))
        .some("preStop", lifecycle.pre_stop.as_ref().map(hook))
        .some("stopSignal", lifecycle.stop_signal.as_ref());
    fields.done()
}

fn seccomp_profile(profile: &SeccompProfile) -> Tree {
    let mut fields = plain();
    fields.set("type", &profile.kind).some("localhostProfile", profile.localhost_profile.as_ref());
    fields.done()
}

fn security_context(context: &SecurityContext) -> Tree {
    let capabilities = |c: &Capabilities| {
        let mut fields = plain();
        fields.texts("add", &c.add).texts("drop", &c.drop);
        fields.done()
    };
    let mut fields = plain();
    fields
        .some("capabilities", context.capabilities.as_ref().map(capabilities))
        .some("privileged", context.privileged)
        .some("runAsUser", context.run_as_user)
        .some("runAsGroup", context.run_as_group)
        .some("runAsNonRoot", context.run_as_non_root)
        .some("readOnlyRootFilesystem", context.read_only_root_filesystem)
        .some("allowPrivilegeEscalation", context.allow_privilege_escalation)
        .some("procMount", context.proc_mount.as_ref())
        .some("seccompProfile", context.seccomp_profile.as_ref().map(seccomp_profile));
    fields.done()
}

fn pod_security_context(context: &PodSecurityContext) -> Tree {
    let sysctl = |(name, value): &(Name, Name)| {
        let mut fields = plain();
        fields.set("name", name).set("value", value);
        fields.done()
    };
    let mut fields = plain();
    fields
        .some("runAsUser", context.run_as_user)
        .some("runAsGroup", context.run_as_group)
        .some("runAsNonRoot", context.run_as_non_root)
        .list("supplementalGroups", context.supplemental_groups.iter().copied())
        .some("supplementalGroupsPolicy", context.supplemental_groups_policy.as_ref())
        .some("fsGroup", context.fs_group)
        .list("sysctls", context.sysctls.iter().map(sysctl))
        .some("fsGroupChangePolicy", context.fs_group_change_policy.as_ref())
        .some("seccompProfile", context.seccomp_profile.as_ref().map(seccomp_profile));
    fields.done()
}
