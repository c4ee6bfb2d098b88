//! Probes and hooks, and what they do.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "Probe",
        "",
        "httpGet HTTPGetAction Asks over HTTP; an answer from 200 to 399 is a success.\n\
         tcpSocket TCPSocketAction Opens a connection.\n\
         exec ExecAction Runs a command in the container; exit code 0 is a success.\n\
         grpc GRPCAction Asks over gRPC.\n\
         initialDelaySeconds int32 How long after the start it first asks.\n\
         periodSeconds int32 How often it asks; every 10 s if nothing is said.\n\
         timeoutSeconds int32 After how long no answer is a failure; 1 s if nothing is said.\n\
         successThreshold int32 How many successes in a row it takes; 1 but for readiness.\n\
         failureThreshold int32 How many failures in a row it takes; 3 if nothing is said.\n\
         terminationGracePeriodSeconds int64 How long the container may take to stop when this probe has failed.",
    ),
    (
        "HTTPGetAction",
        "",
        "path string The path, / if nothing is said.\n\
         port IntOrString The port, by number or name.\n\
         host string The host; the Pod's own address if nothing is said.\n\
         scheme string|HTTP|HTTPS HTTP or HTTPS.\n\
         httpHeaders []HTTPHeader Headers that are sent along.\n\
         - protocol",
    ),
    (
        "HTTPHeader",
        "",
        "name string Its name.\n\
         value string Its value.",
    ),
    (
        "TCPSocketAction",
        "",
        "port IntOrString The port, by number or name.\n\
         host string The host; the Pod's own address if nothing is said.",
    ),
    ("ExecAction", "", "command []string The command and its arguments; no shell is involved."),
    (
        "GRPCAction",
        "",
        "port int32 The port, by number.\n\
         service string The name that is asked for.\n\
         - mode",
    ),
    (
        "Lifecycle",
        "",
        "postStart LifecycleHandler Done right after the start; the container does not count as running before it \
         has ended.\n\
         preStop LifecycleHandler Done before SIGTERM is sent. It uses up the grace period.\n\
         stopSignal string The signal that asks it to stop; the image's own if nothing is said.",
    ),
    (
        "LifecycleHandler",
        "",
        "exec ExecAction Runs a command in the container.\n\
         httpGet HTTPGetAction Asks over HTTP.\n\
         tcpSocket TCPSocketAction Opens a connection.\n\
         sleep SleepAction Waits.",
    ),
    ("SleepAction", "", "seconds int64 For how long."),
];
