//! Probes and hooks.

use super::fields::{Fields, Schema, invalid_value};
use crate::format::{port_name, port_number};
use crate::tree::Tree;
use rollout_engine::api::{Handler, HttpGetAction, IntOrString, Lifecycle, Name, Probe, ProbeType};

static PROBE: Schema = Schema { go: "Probe", unmodelled: "", ignored: "" };
static LIFECYCLE: Schema = Schema { go: "Lifecycle", unmodelled: "", ignored: "" };
static HOOK: Schema = Schema { go: "LifecycleHandler", unmodelled: "", ignored: "" };
static HTTP_GET: Schema = Schema { go: "HTTPGetAction", unmodelled: "protocol", ignored: "" };
static HTTP_HEADER: Schema = Schema { go: "HTTPHeader", unmodelled: "", ignored: "" };
static TCP_SOCKET: Schema = Schema { go: "TCPSocketAction", unmodelled: "", ignored: "" };
static EXEC: Schema = Schema { go: "ExecAction", unmodelled: "", ignored: "" };
static GRPC: Schema = Schema { go: "GRPCAction", unmodelled: "mode", ignored: "" };
static SLEEP: Schema = Schema { go: "SleepAction", unmodelled: "", ignored: "" };

/// Reads one of a container's probes.
pub(super) fn read(container: &Fields<'_>, name: &'static str, probe_type: ProbeType) -> Option<Probe> {
    let fields = container.object(name, &PROBE)?;
    let handler = handler(&fields, false);
    // 0 stands for "not set" in all but the delay.
    let or = |name: &'static str, default: i32| match fields.int32(name) {
        None | Some(0) => default,
        Some(n) => n,
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
    fields.finish();
    for (name, value) in [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ] {
        if value < 0 {
            fields.invalid(name, invalid_value(&value.into(), "must be greater than or equal to 0"));
        }
    }
    let grace = probe.termination_grace_period_seconds;
    if probe_type == ProbeType::Readiness {
        if let Some(grace) = grace {
            let message = invalid_value(&grace.into(), "must not be set for readinessProbes");
            fields.invalid("terminationGracePeriodSeconds", message);
        }
        return Some(probe);
    }
    if let Some(grace) = grace.filter(|grace| *grace <= 0) {
        fields
            .invalid("terminationGracePeriodSeconds", invalid_value(&grace.into(), "must be greater than 0"));
    }
    if probe.success_threshold != 1 {
        fields.invalid("successThreshold", invalid_value(&probe.success_threshold.into(), "must be 1"));
    }
    Some(probe)
}

/// Reads a container's hooks.
pub(super) fn lifecycle(container: &Fields<'_>) -> Option<Lifecycle> {
    let fields = container.object("lifecycle", &LIFECYCLE)?;
    let hook = |name| {
        let hook = fields.object(name, &HOOK)?;
        let handler = handler(&hook, true);
        hook.finish();
        handler
    };
    let lifecycle = Lifecycle {
        post_start: hook("postStart"),
        pre_stop: hook("preStop"),
        stop_signal: fields.filled("stopSignal"),
    };
    fields.finish();
    Some(lifecycle)
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
    let action = fields.object("exec", &EXEC)?;
    let command = action.texts("command");
    action.finish();
    if command.is_empty() {
        action.invalid("command", "Required value");
    }
    Some(Handler::Exec { command })
}

fn http_get(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("httpGet", &HTTP_GET)?;
    let header = |header: &Fields<'_>| {
        let pair = (header.text_or_empty("name"), header.text_or_empty("value"));
        header.finish();
        pair
    };
    let or = |text: Option<Name>, default: &str| text.unwrap_or_else(|| default.into());
    let path = or(action.filled("path"), "/");
    let port = port(&action);
    let scheme = or(action.filled("scheme"), "HTTP");
    if !matches!(&*scheme, "HTTP" | "HTTPS") {
        let shown = crate::write::to_json(&Tree::from(&scheme));
        action
            .invalid("scheme", format!("Unsupported value: {shown}: supported values: \"HTTP\", \"HTTPS\""));
    }
    let host = action.text_or_empty("host");
    let http_headers = action.objects("httpHeaders", &HTTP_HEADER).iter().map(header).collect();
    action.finish();
    Some(Handler::HttpGet(HttpGetAction { path, port, host, scheme, http_headers }))
}

fn tcp_socket(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("tcpSocket", &TCP_SOCKET)?;
    let port = port(&action);
    let host = action.text_or_empty("host");
    action.finish();
    Some(Handler::TcpSocket { port, host })
}

fn grpc(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("grpc", &GRPC)?;
    let port = action.int32("port").unwrap_or(0);
    if let Some(complaint) = port_number(port) {
        action.invalid("port", invalid_value(&port.into(), &complaint));
    }
    // The server fills in an empty name.
    let service = Some(action.text_or_empty("service"));
    action.finish();
    Some(Handler::Grpc { port, service })
}

fn sleep(fields: &Fields<'_>) -> Option<Handler> {
    let action = fields.object("sleep", &SLEEP)?;
    let seconds = action.int64("seconds").unwrap_or(0);
    action.finish();
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
                fields.invalid(name, invalid_value(&(*n).into(), &complaint));
            }
        }
        IntOrString::Text(text) => {
            for complaint in port_name(text) {
                fields.invalid(name, invalid_value(&text.into(), &complaint));
            }
        }
    }
}
