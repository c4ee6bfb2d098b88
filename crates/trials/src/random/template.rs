//! Random Pod templates: every field that the engine models.

use super::{IMAGES, Temper};
use crate::choices::Choices;
use crate::objects::http_probe;
use rollout_engine::api::{
    Container, ContainerPort, EnvVar, Handler, IntOrString, Labels, Lifecycle, Name, PodSpec,
    PodTemplateSpec, Probe, Protocol, PullPolicy,
};

/// A template whose Pods the selector `app=NAME` finds.
pub(super) fn template(choices: &mut Choices, temper: Temper, app: &str) -> PodTemplateSpec {
    let wild = temper == Temper::Wild;
    let mut labels: Labels = [("app", app)].into_iter().collect();
    if choices.once_in(6) {
        labels.set("tier", if choices.once_in(2) { "front" } else { "back" });
    }
    let mut made = PodTemplateSpec { labels, ..PodTemplateSpec::default() };
    if choices.once_in(8) {
        made.annotations.set("note", "n");
    }
    let containers = 1 + u32::from(choices.once_in(5));
    made.spec = PodSpec {
        containers: (0..containers).map(|n| container(choices, temper, n)).collect(),
        termination_grace_period_seconds: choices.one_of(&[30, 1, 5, 0, 60]).unwrap_or(30),
        ..PodSpec::default()
    };
    if wild && choices.once_in(12) {
        made.spec.node_selector = [("disk", "fast")].into_iter().collect();
    }
    if wild && choices.once_in(12) {
        made.spec.init_containers.push(container(choices, Temper::Calm, 9));
    }
    made
}

fn container(choices: &mut Choices, temper: Temper, n: u32) -> Container {
    let wild = temper == Temper::Wild;
    let mut made = Container {
        name: format!("c{n}").into(),
        image: choices.one_of(&IMAGES).unwrap_or("app:1").into(),
        ports: vec![ContainerPort {
            name: "http".into(),
            container_port: 8080,
            protocol: Protocol::Tcp,
            ..ContainerPort::default()
        }],
        ..Container::default()
    };
    if choices.once_in(2) {
        made.readiness_probe = Some(probe(choices, temper, "/ready"));
    }
    if choices.once_in(3) {
        made.liveness_probe = Some(probe(choices, temper, "/healthz"));
    }
    if wild && choices.once_in(5) {
        made.startup_probe = Some(probe(choices, temper, "/ready"));
    }
    if choices.once_in(4) {
        let pre_stop = hook(choices, temper);
        let post_start = if wild && choices.once_in(6) { hook(choices, temper) } else { None };
        made.lifecycle = Some(Lifecycle { pre_stop, post_start, ..Lifecycle::default() });
    }
    if wild && choices.once_in(6) {
        let cpu: Name = choices.one_of(&["100m", "1", "3"]).unwrap_or("100m").into();
        made.resources.requests.insert("cpu".into(), cpu);
    }
    if wild && choices.once_in(6) {
        made.image_pull_policy =
            choices.one_of(&[PullPolicy::Always, PullPolicy::Never]).unwrap_or(PullPolicy::Always);
    }
    if choices.once_in(8) {
        made.env.push(EnvVar {
            name: "A".into(),
            value: choices.below(3).to_string().into(),
            ..EnvVar::default()
        });
    }
    made
}

fn probe(choices: &mut Choices, temper: Temper, path: &str) -> Probe {
    let mut made = http_probe(path);
    made.period_seconds = choices.one_of(&[10, 1, 2, 5]).unwrap_or(10);
    made.initial_delay_seconds = choices.one_of(&[0, 1, 4]).unwrap_or(0);
    made.timeout_seconds = choices.one_of(&[1, 2]).unwrap_or(1);
    if path != "/healthz" && temper == Temper::Calm {
        made.success_threshold = choices.between(1, 3);
    }
    if temper == Temper::Wild {
        made.failure_threshold = choices.between(1, 3);
        made.termination_grace_period_seconds =
            if choices.once_in(6) { Some(i64::from(choices.between(1, 4))) } else { None };
        made.handler = match choices.below(7) {
            5 => Handler::TcpSocket { port: IntOrString::Text("http".into()), host: "".into() },
            6 => Handler::Exec { command: vec![choices.one_of(&["true", "false"]).unwrap_or("true").into()] },
            _ => made.handler,
        };
    }
    made
}

fn hook(choices: &mut Choices, temper: Temper) -> Option<Handler> {
    let exec = |words: &[&str]| Handler::Exec { command: words.iter().map(|w| Name::from(*w)).collect() };
    match choices.below(4) {
        0 => None,
        1 => Some(Handler::Sleep { seconds: i64::from(choices.between(1, 6)) }),
        2 => Some(exec(&["sleep", "2"])),
        _ if temper == Temper::Wild => Some(exec(&["false"])),
        _ => None,
    }
}
