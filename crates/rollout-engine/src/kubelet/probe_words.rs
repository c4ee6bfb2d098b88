//! What the kubelet says of a probe that failed (`prober/prober.go`, `pkg/probe`).

use super::probe_worker::timeout;
use super::program::{Answer, number};
use crate::api::{Container, Handler, HttpGetAction, IntOrString, Name, Probe, ProbeType};
use std::net::Ipv4Addr;

/// The message of the Event, for a Pod with this address.
pub(super) fn failed(kind: ProbeType, probe: &Probe, spec: &Container, answer: Answer, ip: u32) -> String {
    let mut words = String::from(match kind {
        ProbeType::Startup => "Startup",
        ProbeType::Readiness => "Readiness",
        ProbeType::Liveness => "Liveness",
    });
    words.push_str(" probe ");
    words.push_str(match answer {
        Answer::Error => "errored and resulted in unknown state: ",
        _ => "failed: ",
    });
    words.push_str(&text(probe, spec, answer, ip));
    words
}

fn text(probe: &Probe, spec: &Container, answer: Answer, ip: u32) -> String {
    let seconds = timeout(probe).0 / 1000;
    let at = |host: &str, port: &IntOrString| {
        let port = number(port, spec).unwrap_or(0);
        if host.is_empty() { format!("{}:{port}", Ipv4Addr::from_bits(ip)) } else { format!("{host}:{port}") }
    };
    match (&probe.handler, answer) {
        (_, Answer::Status(code)) => format!("HTTP probe failed with statuscode: {code}"),
        (Handler::HttpGet(HttpGetAction { port, .. }) | Handler::TcpSocket { port, .. }, Answer::Error) => {
            let name: &str = match port {
                IntOrString::Text(name) => name,
                IntOrString::Int(_) => "",
            };
            format!("strconv.Atoi: parsing \"{name}\": invalid syntax")
        }
        (Handler::HttpGet(get), answer) => {
            let at = at(&get.host, &get.port);
            let scheme = get.scheme.to_ascii_lowercase();
            let slash = if get.path.starts_with('/') { "" } else { "/" };
            let url = format!("Get \"{scheme}://{at}{slash}{}\"", get.path);
            if answer == Answer::Refused {
                format!("{url}: dial tcp {at}: connect: connection refused")
            } else {
                format!("{url}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            }
        }
        (Handler::TcpSocket { port, host }, _) => {
            format!("dial tcp {}: connect: connection refused", at(host, port))
        }
        (Handler::Grpc { .. }, Answer::NotServing) => {
            "service unhealthy (responded with \"NOT_SERVING\")".into()
        }
        (Handler::Grpc { port, .. }, _) => format!(
            "timeout: failed to connect service \"{}\" within {seconds}s: context deadline exceeded",
            at("", &IntOrString::Int(*port))
        ),
        (Handler::Exec { command }, Answer::ExecTimedOut) => {
            format!("command timed out: \"{}\" timed out after {seconds}s", joined(command))
        }
        (Handler::Exec { .. }, Answer::Error) => "container not running".into(),
        _ => String::new(),
    }
}

/// The words of a command, with blanks between them.
pub(super) fn joined(command: &[Name]) -> String {
    command.iter().map(|word| &**word).collect::<Vec<_>>().join(" ")
}
