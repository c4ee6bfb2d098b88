//! What is chosen on the stage: its state in Kubernetes' own words, and what may be done to it.

use super::icon;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale as text;
use crate::locale::inspect as words;
use crate::shared::Shared;
use crate::view::format;
use crate::view::pod_look::{Socket, look};
use crate::view::scene::Scene;
use rollout_engine::api::{ConditionStatus, Name, Pod, ProbeType, Uid};
use rollout_engine::snapshot::PodView;
use rollout_engine::{Fault, SimTime};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) uid: Uid,
    pub(crate) scene: Shared<Scene>,
    pub(crate) now: SimTime,
    pub(crate) refusal: Option<Rc<str>>,
    pub(crate) sim: Sim,
}

#[component]
pub(crate) fn Inspector(props: &Props) -> Html {
    let scene = &props.scene;
    let close = {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| sim.select(None))
    };
    let found = scene.pod(props.uid);
    let title =
        found.map_or_else(String::new, |(_, p)| format!("…-{}", format::own_part(&p.object.meta.name)));
    html! {
        <>
            <div class="insp">
                <strong>{ words::POD }</strong><span class="mono">{ title }</span><span class="sp"></span>
                <button type="button" class="plain" onclick={close}>{ text::CLOSE }</button>
            </div>
            <div class="panelbody"><div class="body-p">
                if let Some((lane, pod)) = found {
                    <p class="crumb">{ format!("{} › {}, {} › ", text::DEPLOYMENT, text::REPLICA_SET, text::revision(lane.revision)) }<b>{ text::THIS_POD }</b></p>
                    { details(pod, lane, props) }
                    { actions(&pod.object.meta.name, props) }
                } else {
                    <p>{ words::GONE }</p>
                }
                if let Some(refusal) = &props.refusal { <p class="problem" role="alert">{ &**refusal }</p> }
            </div></div>
        </>
    }
}

fn details(pod: &Rc<PodView>, lane: &crate::view::scene::Lane, props: &Props) -> Html {
    let service = props.scene.service.as_ref();
    let still_routed = service.is_some_and(|s| s.still_routed.contains(&pod.id));
    let look = look(pod, props.now, still_routed);
    let object: &Pod = &pod.object;
    let container = object.status.container_statuses.first();
    let traffic = match look.socket {
        Socket::Full => words::WIRED,
        Socket::Forgetting => words::FORGETTING,
        Socket::Unplugged => words::UNWIRED,
        Socket::Empty | Socket::Expecting => words::NEVER_WIRED,
    };
    let ip = object.status.pod_ip.map(|ip| {
        let [a, b, c, d] = ip.to_be_bytes();
        format!("{a}.{b}.{c}.{d}")
    });
    let last =
        container.and_then(|c| c.last_state).map(|l| format!("{}, exit code {}", l.reason, l.exit_code));
    html! {
        <>
            <p><span class={if look.bad { "badge bad" } else { "badge" }}>{ &*pod.status }</span>{ " " }<span class="soft">{ &look.note }</span></p>
            <dl>
                <dt>{ words::IMAGE }</dt><dd>{ icon::version(lane.version) }{ &*lane.image }</dd>
                <dt>{ words::READY }</dt><dd>{ format!("{}/{}", pod.ready.0, pod.ready.1) }</dd>
                <dt>{ words::RESTARTS }</dt><dd>{ pod.restarts }</dd>
                if let Some(last) = last { <dt>{ words::LAST_STATE }</dt><dd>{ last }</dd> }
                <dt>{ words::AGE }</dt><dd>{ format::span(props.now.since(pod.created_at)) }</dd>
                <dt>{ words::NODE }</dt><dd>{ object.node_name.as_deref().unwrap_or(text::NO) }</dd>
                if let Some(ip) = ip { <dt>{ words::IP }</dt><dd class="mono">{ ip }</dd> }
                <dt>{ words::TRAFFIC }</dt><dd>{ traffic }</dd>
                { for [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness].into_iter().map(|kind| probe(object, kind)) }
            </dl>
            <h2>{ words::CONDITIONS }</h2>
            <ul class="conds">
                { for object.status.conditions.iter().map(|c| html! {
                    <li>
                        { if c.status == ConditionStatus::True { icon::check() } else { icon::cross() } }
                        <span>{ c.kind.as_str() }</span>
                        if let Some(reason) = c.reason { <span class="soft">{ reason }</span> }
                    </li>
                }) }
            </ul>
        </>
    }
}

fn probe(pod: &Pod, kind: ProbeType) -> Html {
    let probe = pod.template.spec.containers.first().and_then(|c| c.probe(kind));
    let about = probe.map_or_else(
        || words::NO_PROBE.to_owned(),
        |p| {
            format!(
                "every {} s, after {} s, {} ×",
                p.period_seconds, p.initial_delay_seconds, p.failure_threshold
            )
        },
    );
    if probe.is_none() && kind == ProbeType::Startup {
        return Html::default();
    }
    html! { <><dt>{ text::probe_name(kind) }</dt><dd>{ about }</dd></> }
}

fn actions(name: &Name, props: &Props) -> Html {
    let button = |label: &'static str, act: Act| {
        let sim = props.sim.clone();
        let onclick = Callback::from(move |_: MouseEvent| drop(sim.act(act.clone())));
        html! { <button type="button" {onclick}>{ label }</button> }
    };
    let fault = |f: Fault| Act::Fault(name.clone(), f);
    html! {
        <>
            <h2>{ words::DO }</h2>
            <div class="row wrap">
                { button(words::DELETE, Act::DeletePod(name.clone())) }
                { button(words::FAIL_READINESS, fault(Fault::NotReady)) }
                { button(words::HANG, fault(Fault::Hangs)) }
                { button(words::CRASH, fault(Fault::Exits(1))) }
                { button(words::HEAL, fault(Fault::None)) }
            </div>
            if props.scene.story.stuck { <p class="note">{ words::DELETE_DOES_NOT }</p> }
        </>
    }
}
