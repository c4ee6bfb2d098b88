//! Probes and hooks.

use super::NOT_NEGATIVE;
use super::fields::Fields;
use crate::format::{port_name, port_number};
use rollout_engine::api::{Handler, HttpGetAction, IntOrString, Lifecycle, Probe, ProbeType};

/// Reads one of a container's probes.
pub(super) fn read(container: &Fields<'_>, name: &'static str, probe_type: ProbeType) -> Option<Probe> {
    let fields = container.object(name)?;
    let handler = handler(&fields, false);
    // 0 stands for "not set" in all but the delay.
    let or = |name: &str, default: i32| {
        let written = fields.int32(name).filter(|n| *n != 0).unwrap_or(default);
        if written < 0 {
            fields.bad_value(name, written, NOT_NEGATIVE);
        }
        written
    };
    let probe = Probe {
        handler: handler.unwrap_or(Handler::Exec { command: Vec::new() }),
        initial_delay_seconds: or("initialDelaySeconds", 0),
        timeout_seconds: or("timeoutSeconds", 1),
        period_seconds: or("periodSeconds", 10),
        success_threshold: or("successThreshold", 1),
        failure_threshold: or("failureThreshold", 3),
        termination_grace_period_seconds: fields.int64("terminationGracePeriodSeconds"),
    };
    let grace = probe.termination_grace_period_seconds;
    if probe_type == ProbeType::Readiness {
        if let Some(grace) = grace {
            fields.bad_value("terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
        }
        return Some(probe);
    }
    if let Some(grace) = grace.filter(|grace| *grace <= 0) {
        fields.bad_value("terminationGracePeriodSeconds", grace, "must be greater than 0");
    }
    if probe.success_threshold != 1 {
        fields.bad_value("successThreshold", probe.success_threshold, "must be 1");
    }
    Some(probe)
}

/// Reads a container's hooks.
pub(super) fn lifecycle(container: &Fields<'_>) -> Option<Lifecycle> {
    let fields = container.object("lifecycle")?;
    let hook = |name| handler(&fields.object(name)?, true);
    Some(Lifecycle {
        post_start: hook("postStart"),
        pre_stop: hook("preStop"),
        stop_signal: fields.filled("stopSignal"),
    })
}

/// What is to be done: exactly one thing.
fn handler(fields: &Fields<'_>, is_hook: bool) -> Option<Handler> {
    let special = if is_hook { sleep(fields) } else { grpc(fields) };
    let mut handlers = [exec(fields), http_get(fields), tcp_socket(fields), special].into_iter().flatten();
    let first = handlers.next();
    if first.is_none() {
        fields.invalid("", "Required value: must specify a handler type");
    }
    if handlers.next().is_some() {
        fields.invalid("", "Forbidden: may not specify more than 1 handler type");
    }
    first
}

fn exec(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("exec")?;
    let command = action.texts("command");
    if command.is_empty() {
        action.invalid("command", "Required value");
    }
    Some(Handler::Exec { command })
}

fn http_get(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("httpGet")?;
    let or = |name: &str, default: &str| action.filled(name).unwrap_or_else(|| default.into());
    let path = or("path", "/");
    let port = port(&action);
    let _ = action.word("scheme", "HTTP HTTPS");
    Some(Handler::HttpGet(HttpGetAction {
        path,
        port,
        host: action.text_or_empty("host"),
        scheme: or("scheme", "HTTP"),
        http_headers: action.pairs("httpHeaders"),
    }))
}

fn tcp_socket(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("tcpSocket")?;
    Some(Handler::TcpSocket { port: port(&action), host: action.text_or_empty("host") })
}

fn grpc(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("grpc")?;
    let port = action.int32("port").unwrap_or(0);
    if let Some(complaint) = port_number(port) {
        action.bad_value("port", port, &complaint);
    }
    // The server fills in an empty name.
    Some(Handler::Grpc { port, service: Some(action.text_or_empty("service")) })
}

fn sleep(fields: &Fields<'_>) -> Option<Handler> {
    let seconds = fields.object("sleep")?.int64("seconds").unwrap_or(0);
    Some(Handler::Sleep { seconds })
}

fn port(action: &Fields<'_>) -> IntOrString {
    let port = action.int_or_text("port").unwrap_or(IntOrString::Int(0));
    check_port(action, "port", &port);
    port
}

/// Checks a port that may be a number or a name.
pub(super) fn check_port(fields: &Fields<'_>, name: &str, port: &IntOrString) {
    match port {
        IntOrString::Int(n) => {
            if let Some(complaint) = port_number(*n) {
                fields.bad_value(name, *n, &complaint);
            }
        }
        IntOrString::Text(text) => {
            for complaint in port_name(text) {
                fields.bad_value(name, text, &complaint);
            }
        }
    }
}
