//! Probes and lifecycle hooks.

use super::Name;

/// A port by number or by the name of a container port.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IntOrString {
    /// A number.
    Int(i32),
    /// A name.
    Text(Name),
}

/// `httpGet`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HttpGetAction {
    /// `path`
    pub path: Name,
    /// `port`
    pub port: IntOrString,
    /// `host`; empty for the Pod's own address.
    pub host: Name,
    /// `scheme`: `HTTP` or `HTTPS`.
    pub scheme: Name,
    /// `httpHeaders`: names and values.
    pub http_headers: Vec<(Name, Name)>,
}

/// What is done to a container: by a probe or a hook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Handler {
    /// `httpGet`
    HttpGet(HttpGetAction),
    /// `tcpSocket`
    TcpSocket {
        /// `port`
        port: IntOrString,
        /// `host`
        host: Name,
    },
    /// `exec`
    Exec {
        /// `command`
        command: Vec<Name>,
    },
    /// `grpc` (probes only)
    Grpc {
        /// `port`
        port: i32,
        /// `service`
        service: Option<Name>,
    },
    /// `sleep` (hooks only)
    Sleep {
        /// `seconds`
        seconds: i64,
    },
}

/// `readinessProbe`, `livenessProbe`, `startupProbe`, with defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probe {
    /// What is asked.
    pub handler: Handler,
    /// `initialDelaySeconds`
    pub initial_delay_seconds: i32,
    /// `timeoutSeconds`
    pub timeout_seconds: i32,
    /// `periodSeconds`
    pub period_seconds: i32,
    /// `successThreshold`
    pub success_threshold: i32,
    /// `failureThreshold`
    pub failure_threshold: i32,
    /// `terminationGracePeriodSeconds`
    pub termination_grace_period_seconds: Option<i64>,
}

/// `lifecycle`
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifecycle {
    /// `postStart`
    pub post_start: Option<Handler>,
    /// `preStop`
    pub pre_stop: Option<Handler>,
    /// `stopSignal`
    pub stop_signal: Option<Name>,
}

/// Which of a container's three probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProbeType {
    /// `startupProbe`
    Startup,
    /// `readinessProbe`
    Readiness,
    /// `livenessProbe`
    Liveness,
}
