//! The label `pod-template-hash`, exactly as Kubernetes 1.37 computes it (`pkg/controller`, `ComputeHash`):
//! FNV-1a over Go's print of the defaulted template, type names, nil pointers and all. So every field of the Go types has its
//! place in the texts below, also those that no manifest of the lab can hold.

use crate::SortedMap;
use crate::api::{
    Capabilities, Container, ContainerPort, ContainerRestartPolicy, DataKind, EnvFromSource, EnvVar,
    EnvVarSource, Handler, HostAlias, HttpGetAction, IntOrString, KeySelector, KeyToPath, Lifecycle, Name,
    PodSecurityContext, PodSpec, PodTemplateSpec, Probe, Quantity, QuantityFormat, ResourceRequirements,
    SeccompProfile, SecurityContext, StringMap, Toleration, Volume, VolumeMount, VolumeSource,
};
use std::fmt::{self, Display, Formatter, Write};

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

/// FNV-1a, 32 bits.
struct Fnv1a(u32);

impl Default for Fnv1a {
    fn default() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Fnv1a {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        }
    }
}

impl Write for Fnv1a {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.add(s.as_bytes());
        Ok(())
    }
}

const NIL: &str = "<nil>";

/// A value as Go prints it.
struct GoText<T>(T);

/// A pointer: what it points to, or nil.
struct Pointer<T>(Option<T>);

impl<T: Display> Display for Pointer<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str(NIL),
        }
    }
}

/// A pointer to a structure.
fn pointer<T>(value: &Option<T>) -> Pointer<GoText<&T>> {
    Pointer(value.as_ref().map(GoText))
}

/// A slice; an empty one arrives as nil.
struct Slice<'a, T>(&'a [T]);

impl<'a, T> Display for Slice<'a, T>
where
    GoText<&'a T>: Display,
{
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_char('[')?;
        for (i, item) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_char(' ')?;
            }
            write!(f, "{}", GoText(item))?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&Name> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Display for GoText<&i64> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Display for GoText<&StringMap> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_str("map[")?;
        for (i, (key, value)) in self.0.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{key}:{value}")?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&SortedMap<Name, Name>> {
    /// A list of quantities.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_str("map[")?;
        for (i, (key, text)) in self.0.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{key}:{}", QuantityText(text))?;
        }
        f.write_char(']')
    }
}

struct QuantityText<'a>(&'a str);

impl Display for QuantityText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(quantity) = Quantity::parse(self.0) else {
            return f.write_str(self.0);
        };
        let kept = if quantity.keeps_text { self.0 } else { "" };
        let format = match quantity.format {
            QuantityFormat::BinarySi => "BinarySI",
            QuantityFormat::DecimalSi => "DecimalSI",
            QuantityFormat::DecimalExponent => "DecimalExponent",
        };
        let Quantity { value, scale, .. } = quantity;
        write!(
            f,
            "{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} \
             d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){kept} Format:(resource.Format){format}}}"
        )
    }
}

impl Display for GoText<&PodTemplateSpec> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let PodTemplateSpec { labels, annotations, spec } = self.0;
        write!(
            f,
            "(v1.PodTemplateSpec){{ObjectMeta:(v1.ObjectMeta){{Name:(string) GenerateName:(string) \
             Namespace:(string) SelfLink:(string) UID:(types.UID) ResourceVersion:(string) Generation:(int64)0 \
             CreationTimestamp:(v1.Time){{Time:(time.Time){{wall:(uint64)0 ext:(int64)0 \
             loc:(*time.Location)<nil>}}}} DeletionTimestamp:(*v1.Time)<nil> \
             DeletionGracePeriodSeconds:(*int64)<nil> Labels:(map[string]string){} \
             Annotations:(map[string]string){} OwnerReferences:([]v1.OwnerReference)<nil> \
             Finalizers:([]string)<nil> ManagedFields:([]v1.ManagedFieldsEntry)<nil>}} Spec:(v1.PodSpec){}}}",
            GoText(labels),
            GoText(annotations),
            GoText(spec)
        )
    }
}

impl Display for GoText<&PodSpec> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let spec = self.0;
        let account = spec.service_account_name.as_deref().unwrap_or("");
        write!(
            f,
            "{{Volumes:([]v1.Volume){} InitContainers:([]v1.Container){} Containers:([]v1.Container){} \
             EphemeralContainers:([]v1.EphemeralContainer)<nil> RestartPolicy:(v1.RestartPolicy)Always \
             TerminationGracePeriodSeconds:(*int64){} ActiveDeadlineSeconds:(*int64)<nil> \
             DNSPolicy:(v1.DNSPolicy){} NodeSelector:(map[string]string){} ServiceAccountName:(string){account} \
             DeprecatedServiceAccount:(string){account} AutomountServiceAccountToken:(*bool){} NodeName:(string) \
             HostNetwork:(bool){} HostPID:(bool){} HostIPC:(bool){} ShareProcessNamespace:(*bool){} \
             SecurityContext:(*v1.PodSecurityContext){} ",
            Slice(&spec.volumes),
            Slice(&spec.init_containers),
            Slice(&spec.containers),
            spec.termination_grace_period_seconds,
            spec.dns_policy.as_deref().unwrap_or("ClusterFirst"),
            GoText(&spec.node_selector),
            Pointer(spec.automount_service_account_token),
            spec.host_network,
            spec.host_pid,
            spec.host_ipc,
            Pointer(spec.share_process_namespace),
            GoText(&spec.security_context),
        )?;
        write!(
            f,
            "ImagePullSecrets:([]v1.LocalObjectReference){} Hostname:(string){} Subdomain:(string){} \
             Affinity:(*v1.Affinity)<nil> SchedulerName:(string){} Tolerations:([]v1.Toleration){} \
             HostAliases:([]v1.HostAlias){} PriorityClassName:(string){} Priority:(*int32)<nil> \
             DNSConfig:(*v1.PodDNSConfig)<nil> ReadinessGates:([]v1.PodReadinessGate)<nil> \
             RuntimeClassName:(*string)<nil> EnableServiceLinks:(*bool){} \
             PreemptionPolicy:(*v1.PreemptionPolicy)<nil> Overhead:(v1.ResourceList)<nil> \
             TopologySpreadConstraints:([]v1.TopologySpreadConstraint)<nil> SetHostnameAsFQDN:(*bool)<nil> \
             OS:(*v1.PodOS)<nil> HostUsers:(*bool)<nil> SchedulingGates:([]v1.PodSchedulingGate)<nil> \
             ResourceClaims:([]v1.PodResourceClaim)<nil> Resources:(*v1.ResourceRequirements)<nil> \
             HostnameOverride:(*string)<nil> SchedulingGroup:(*v1.PodSchedulingGroup)<nil> \
             EvictionResponders:([]v1.EvictionResponder)<nil>}}",
            References(&spec.image_pull_secrets),
            spec.hostname,
            spec.subdomain,
            spec.scheduler_name.as_deref().unwrap_or("default-scheduler"),
            Slice(&spec.tolerations),
            Slice(&spec.host_aliases),
            spec.priority_class_name,
            Pointer(spec.enable_service_links),
        )
    }
}

/// `imagePullSecrets`
struct References<'a>(&'a [Name]);

impl Display for References<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        for (i, name) in self.0.iter().enumerate() {
            write!(f, "{}{{Name:(string){name}}}", if i == 0 { '[' } else { ' ' })?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&Toleration> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Toleration { key, operator, value, effect, toleration_seconds } = self.0;
        write!(
            f,
            "{{Key:(string){key} Operator:(v1.TolerationOperator){operator} Value:(string){value} \
             Effect:(v1.TaintEffect){effect} TolerationSeconds:(*int64){}}}",
            Pointer(*toleration_seconds)
        )
    }
}

impl Display for GoText<&HostAlias> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{{IP:(string){} Hostnames:([]string){}}}", self.0.ip, Slice(&self.0.hostnames))
    }
}

impl Display for GoText<&Container> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let c = self.0;
        write!(
            f,
            "{{Name:(string){} Image:(string){} Command:([]string){} Args:([]string){} WorkingDir:(string){} \
             Ports:([]v1.ContainerPort){} EnvFrom:([]v1.EnvFromSource){} Env:([]v1.EnvVar){} \
             Resources:(v1.ResourceRequirements){} ResizePolicy:([]v1.ContainerResizePolicy)<nil> \
             RestartPolicy:(*v1.ContainerRestartPolicy){} RestartPolicyRules:([]v1.ContainerRestartRule)<nil> \
             VolumeMounts:([]v1.VolumeMount){} VolumeDevices:([]v1.VolumeDevice)<nil> ",
            c.name,
            c.image,
            Slice(&c.command),
            Slice(&c.args),
            c.working_dir,
            Slice(&c.ports),
            Slice(&c.env_from),
            Slice(&c.env),
            GoText(&c.resources),
            Pointer(c.restart_policy.map(ContainerRestartPolicy::as_str)),
            Slice(&c.volume_mounts),
        )?;
        write!(
            f,
            "LivenessProbe:(*v1.Probe){} ReadinessProbe:(*v1.Probe){} StartupProbe:(*v1.Probe){} \
             Lifecycle:(*v1.Lifecycle){} TerminationMessagePath:(string){} \
             TerminationMessagePolicy:(v1.TerminationMessagePolicy){} ImagePullPolicy:(v1.PullPolicy){} \
             SecurityContext:(*v1.SecurityContext){} Stdin:(bool){} StdinOnce:(bool){} TTY:(bool){}}}",
            pointer(&c.liveness_probe),
            pointer(&c.readiness_probe),
            pointer(&c.startup_probe),
            pointer(&c.lifecycle),
            c.termination_message_path.as_deref().unwrap_or("/dev/termination-log"),
            c.termination_message_policy.as_str(),
            c.image_pull_policy.as_str(),
            pointer(&c.security_context),
            c.stdin,
            c.stdin_once,
            c.tty,
        )
    }
}

impl Display for GoText<&ContainerPort> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ContainerPort { name, host_port, container_port, protocol, host_ip } = self.0;
        write!(
            f,
            "{{Name:(string){name} HostPort:(int32){host_port} ContainerPort:(int32){container_port} \
             Protocol:(v1.Protocol){} HostIP:(string){host_ip}}}",
            protocol.as_str()
        )
    }
}

impl Display for GoText<&ResourceRequirements> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{{Limits:(v1.ResourceList){} Requests:(v1.ResourceList){} Claims:([]v1.ResourceClaim)<nil>}}",
            GoText(&self.0.limits),
            GoText(&self.0.requests)
        )
    }
}

/// A reference by name, with what follows it in the same structure.
struct Reference<'a>(&'a str, &'a str, Option<bool>);

impl Display for Reference<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(name, middle, optional) = self;
        write!(
            f,
            "{{LocalObjectReference:(v1.LocalObjectReference){{Name:(string){name}}}{middle} Optional:(*bool){}}}",
            Pointer(*optional)
        )
    }
}

impl Display for GoText<&EnvFromSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let EnvFromSource { prefix, kind, name, optional } = self.0;
        let of = |wanted| Pointer((*kind == wanted).then(|| Reference(name, "", *optional)));
        write!(
            f,
            "{{Prefix:(string){prefix} ConfigMapRef:(*v1.ConfigMapEnvSource){} SecretRef:(*v1.SecretEnvSource){}}}",
            of(DataKind::ConfigMap),
            of(DataKind::Secret)
        )
    }
}

impl Display for GoText<&EnvVar> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let EnvVar { name, value, value_from } = self.0;
        write!(
            f,
            "{{Name:(string){name} Value:(string){value} ValueFrom:(*v1.EnvVarSource){}}}",
            pointer(value_from)
        )
    }
}

impl Display for GoText<&KeySelector> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let KeySelector { name, key, optional } = self.0;
        Reference(name, &format!(" Key:(string){key}"), *optional).fmt(f)
    }
}

impl Display for GoText<&EnvVarSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("{FieldRef:(*v1.ObjectFieldSelector)")?;
        match self.0 {
            EnvVarSource::Field { api_version, field_path } => {
                write!(f, "{{APIVersion:(string){api_version} FieldPath:(string){field_path}}}")?;
            }
            _ => f.write_str(NIL)?,
        }
        f.write_str(" ResourceFieldRef:(*v1.ResourceFieldSelector)")?;
        match self.0 {
            EnvVarSource::Resource { container_name, resource, divisor } => write!(
                f,
                "{{ContainerName:(string){container_name} Resource:(string){resource} Divisor:(resource.Quantity){}}}",
                QuantityText(divisor)
            )?,
            _ => f.write_str(NIL)?,
        }
        let (config_map, secret) = match self.0 {
            EnvVarSource::ConfigMapKey(key) => (Some(GoText(key)), None),
            EnvVarSource::SecretKey(key) => (None, Some(GoText(key))),
            _ => (None, None),
        };
        write!(
            f,
            " ConfigMapKeyRef:(*v1.ConfigMapKeySelector){} SecretKeyRef:(*v1.SecretKeySelector){} \
             FileKeyRef:(*v1.FileKeySelector)<nil>}}",
            Pointer(config_map),
            Pointer(secret)
        )
    }
}

impl Display for GoText<&VolumeMount> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let m = self.0;
        write!(
            f,
            "{{Name:(string){} ReadOnly:(bool){} RecursiveReadOnly:(*v1.RecursiveReadOnlyMode){} \
             MountPath:(string){} SubPath:(string){} MountPropagation:(*v1.MountPropagationMode){} \
             SubPathExpr:(string){} BindMountOptions:([]string)<nil>}}",
            m.name,
            m.read_only,
            pointer(&m.recursive_read_only),
            m.mount_path,
            m.sub_path,
            pointer(&m.mount_propagation),
            m.sub_path_expr
        )
    }
}

/// The sources of a volume in the order of the Go type, and how the types they point to begin.
const VOLUME_SOURCES: [(&str, &str); 30] = [
    ("HostPath", "HostPath"),
    ("EmptyDir", "EmptyDir"),
    ("GCEPersistentDisk", "GCEPersistentDisk"),
    ("AWSElasticBlockStore", "AWSElasticBlockStore"),
    ("GitRepo", "GitRepo"),
    ("Secret", "Secret"),
    ("NFS", "NFS"),
    ("ISCSI", "ISCSI"),
    ("Glusterfs", "Glusterfs"),
    ("PersistentVolumeClaim", "PersistentVolumeClaim"),
    ("RBD", "RBD"),
    ("FlexVolume", "Flex"),
    ("Cinder", "Cinder"),
    ("CephFS", "CephFS"),
    ("Flocker", "Flocker"),
    ("DownwardAPI", "DownwardAPI"),
    ("FC", "FC"),
    ("AzureFile", "AzureFile"),
    ("ConfigMap", "ConfigMap"),
    ("VsphereVolume", "VsphereVirtualDisk"),
    ("Quobyte", "Quobyte"),
    ("AzureDisk", "AzureDisk"),
    ("PhotonPersistentDisk", "PhotonPersistentDisk"),
    ("Projected", "Projected"),
    ("PortworxVolume", "Portworx"),
    ("ScaleIO", "ScaleIO"),
    ("StorageOS", "StorageOS"),
    ("CSI", "CSI"),
    ("Ephemeral", "Ephemeral"),
    ("Image", "Image"),
];

impl Display for GoText<&Volume> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Volume { name, source } = self.0;
        let set = match source {
            VolumeSource::EmptyDir { .. } => "EmptyDir",
            VolumeSource::Data { kind: DataKind::ConfigMap, .. } => "ConfigMap",
            VolumeSource::Data { kind: DataKind::Secret, .. } => "Secret",
            VolumeSource::HostPath { .. } => "HostPath",
            VolumeSource::PersistentVolumeClaim { .. } => "PersistentVolumeClaim",
            VolumeSource::Other => "",
        };
        write!(f, "{{Name:(string){name} VolumeSource:(v1.VolumeSource){{")?;
        for (i, (field, kind)) in VOLUME_SOURCES.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{field}:(*v1.{kind}VolumeSource)")?;
            if *field == set {
                GoText(source).fmt(f)?;
            } else {
                f.write_str(NIL)?;
            }
        }
        f.write_str("}}")
    }
}

impl Display for GoText<&VolumeSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            VolumeSource::EmptyDir { medium, size_limit } => write!(
                f,
                "{{Medium:(v1.StorageMedium){medium} SizeLimit:(*resource.Quantity){} Mode:(*int32)<nil>}}",
                Pointer(size_limit.as_deref().map(QuantityText))
            ),
            VolumeSource::Data { kind, name, items, default_mode, optional } => {
                match kind {
                    DataKind::ConfigMap => {
                        write!(f, "{{LocalObjectReference:(v1.LocalObjectReference){{Name:(string){name}}}")?;
                    }
                    DataKind::Secret => write!(f, "{{SecretName:(string){name}")?,
                }
                write!(
                    f,
                    " Items:([]v1.KeyToPath){} DefaultMode:(*int32){default_mode} Optional:(*bool){} \
                     DefaultUser:(*int64)<nil>}}",
                    Slice(items),
                    Pointer(*optional)
                )
            }
            VolumeSource::HostPath { path, kind } => {
                write!(f, "{{Path:(string){path} Type:(*v1.HostPathType){kind}}}")
            }
            VolumeSource::PersistentVolumeClaim { claim_name, read_only } => {
                write!(f, "{{ClaimName:(string){claim_name} ReadOnly:(bool){read_only}}}")
            }
            VolumeSource::Other => f.write_str(NIL),
        }
    }
}

impl Display for GoText<&KeyToPath> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let KeyToPath { key, path, mode } = self.0;
        write!(
            f,
            "{{Key:(string){key} Path:(string){path} Mode:(*int32){} User:(*int64)<nil>}}",
            Pointer(*mode)
        )
    }
}

impl Display for GoText<&IntOrString> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            IntOrString::Int(n) => write!(f, "{{Type:(intstr.Type)0 IntVal:(int32){n} StrVal:(string)}}"),
            IntOrString::Text(s) => write!(f, "{{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string){s}}}"),
        }
    }
}

/// `Exec`, `HTTPGet` and `TCPSocket`, which probes and hooks have in common.
impl Display for GoText<&Handler> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Exec:(*v1.ExecAction)")?;
        match self.0 {
            Handler::Exec { command } => write!(f, "{{Command:([]string){}}}", Slice(command))?,
            _ => f.write_str(NIL)?,
        }
        f.write_str(" HTTPGet:(*v1.HTTPGetAction)")?;
        match self.0 {
            Handler::HttpGet(HttpGetAction { path, port, host, scheme, http_headers }) => {
                write!(
                    f,
                    "{{Path:(string){path} Port:(intstr.IntOrString){} Host:(string){host} \
                     Scheme:(v1.URIScheme){scheme} HTTPHeaders:([]v1.HTTPHeader){} Protocol:(*v1.HTTPProtocol)<nil>}}",
                    GoText(port),
                    Slice(http_headers)
                )?;
            }
            _ => f.write_str(NIL)?,
        }
        f.write_str(" TCPSocket:(*v1.TCPSocketAction)")?;
        match self.0 {
            Handler::TcpSocket { port, host } => {
                write!(f, "{{Port:(intstr.IntOrString){} Host:(string){host}}}", GoText(port))
            }
            _ => f.write_str(NIL),
        }
    }
}

impl Display for GoText<&(Name, Name)> {
    /// A header or a sysctl.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (name, value) = self.0;
        write!(f, "{{Name:(string){name} Value:(string){value}}}")
    }
}

impl Display for GoText<&Probe> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let p = self.0;
        write!(f, "{{ProbeHandler:(v1.ProbeHandler){{{} GRPC:(*v1.GRPCAction)", GoText(&p.handler))?;
        match &p.handler {
            Handler::Grpc { port, service } => write!(
                f,
                "{{Port:(int32){port} Service:(*string){} Mode:(*v1.GRPCProbeMode)<nil>}}",
                pointer(service)
            )?,
            _ => f.write_str(NIL)?,
        }
        write!(
            f,
            "}} InitialDelaySeconds:(int32){} TimeoutSeconds:(int32){} PeriodSeconds:(int32){} \
             SuccessThreshold:(int32){} FailureThreshold:(int32){} TerminationGracePeriodSeconds:(*int64){}}}",
            p.initial_delay_seconds,
            p.timeout_seconds,
            p.period_seconds,
            p.success_threshold,
            p.failure_threshold,
            Pointer(p.termination_grace_period_seconds)
        )
    }
}

impl Display for GoText<&Lifecycle> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hook = |handler| Pointer(Option::<&Handler>::map(handler, Hook));
        let Lifecycle { post_start, pre_stop, stop_signal } = self.0;
        write!(
            f,
            "{{PostStart:(*v1.LifecycleHandler){} PreStop:(*v1.LifecycleHandler){} StopSignal:(*v1.Signal){}}}",
            hook(post_start.as_ref()),
            hook(pre_stop.as_ref()),
            pointer(stop_signal)
        )
    }
}

/// A hook's handler.
struct Hook<'a>(&'a Handler);

impl Display for Hook<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{{{} Sleep:(*v1.SleepAction)", GoText(self.0))?;
        match self.0 {
            Handler::Sleep { seconds } => write!(f, "{{Seconds:(int64){seconds}}}}}"),
            _ => write!(f, "{NIL}}}"),
        }
    }
}

impl Display for GoText<&Capabilities> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Capabilities { add, drop } = self.0;
        write!(f, "{{Add:([]v1.Capability){} Drop:([]v1.Capability){}}}", Slice(add), Slice(drop))
    }
}

impl Display for GoText<&SeccompProfile> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let SeccompProfile { kind, localhost_profile } = self.0;
        write!(
            f,
            "{{Type:(v1.SeccompProfileType){kind} LocalhostProfile:(*string){}}}",
            pointer(localhost_profile)
        )
    }
}

impl Display for GoText<&SecurityContext> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let s = self.0;
        write!(
            f,
            "{{Capabilities:(*v1.Capabilities){} Privileged:(*bool){} SELinuxOptions:(*v1.SELinuxOptions)<nil> \
             WindowsOptions:(*v1.WindowsSecurityContextOptions)<nil> RunAsUser:(*int64){} RunAsGroup:(*int64){} \
             RunAsNonRoot:(*bool){} ReadOnlyRootFilesystem:(*bool){} AllowPrivilegeEscalation:(*bool){} \
             ProcMount:(*v1.ProcMountType){} SeccompProfile:(*v1.SeccompProfile){} \
             AppArmorProfile:(*v1.AppArmorProfile)<nil>}}",
            pointer(&s.capabilities),
            Pointer(s.privileged),
            Pointer(s.run_as_user),
            Pointer(s.run_as_group),
            Pointer(s.run_as_non_root),
            Pointer(s.read_only_root_filesystem),
            Pointer(s.allow_privilege_escalation),
            pointer(&s.proc_mount),
            pointer(&s.seccomp_profile)
        )
    }
}

impl Display for GoText<&PodSecurityContext> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let s = self.0;
        write!(
            f,
            "{{SELinuxOptions:(*v1.SELinuxOptions)<nil> WindowsOptions:(*v1.WindowsSecurityContextOptions)<nil> \
             RunAsUser:(*int64){} RunAsGroup:(*int64){} RunAsNonRoot:(*bool){} SupplementalGroups:([]int64){} \
             SupplementalGroupsPolicy:(*v1.SupplementalGroupsPolicy){} FSGroup:(*int64){} Sysctls:([]v1.Sysctl){} \
             FSGroupChangePolicy:(*v1.PodFSGroupChangePolicy){} SeccompProfile:(*v1.SeccompProfile){} \
             AppArmorProfile:(*v1.AppArmorProfile)<nil> SELinuxChangePolicy:(*v1.PodSELinuxChangePolicy)<nil>}}",
            Pointer(s.run_as_user),
            Pointer(s.run_as_group),
            Pointer(s.run_as_non_root),
            Slice(&s.supplemental_groups),
            pointer(&s.supplemental_groups_policy),
            Pointer(s.fs_group),
            Slice(&s.sysctls),
            pointer(&s.fs_group_change_policy),
            pointer(&s.seccomp_profile)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Labels;

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
