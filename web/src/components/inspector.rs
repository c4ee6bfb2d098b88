//! What is chosen on the stage: its state in Kubernetes' own words, its YAML, its Events, and what may be done to it.

use super::as_kubectl::all_as_kubectl;
use super::events_panel::event_list;
use super::icon;
use super::routing::routing;
use crate::app::Sim;
use crate::edits::{self, Edit};
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale as text;
use crate::locale::Text;
use crate::locale::inspect as words;
use crate::shared::Shared;
use crate::state::{Action, Selected, View};
use crate::view::format;
use crate::view::pod_look::{Socket, look};
use crate::view::routing::routes;
use crate::view::scene::{Lane, Owner, Scene};
use crate::view::versions::image_of;
use manifest::{Detail, Tree, deployment_tree, pod_tree, replica_set_tree, service_tree, to_yaml};
use rollout_engine::api::{ConditionStatus, Deployment, Kind, Name, Pod, ProbeType};
use rollout_engine::snapshot::{PodView, ServiceView};
use rollout_engine::{Fault, SimTime};
use std::rc::Rc;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) selected: Selected,
    pub(crate) view: View,
    pub(crate) scene: Shared<Scene>,
    pub(crate) now: SimTime,
    pub(crate) refusal: Option<Rc<str>>,
    pub(crate) sim: Sim,
}

/// A thing, ready to be shown.
struct Shown {
    kind: Kind,
    name: Name,
    /// The owners that lead to it.
    crumb: String,
    about: Html,
    tree: Tree,
    actions: Html,
}

#[component]
pub(crate) fn Inspector(props: &Props) -> Html {
    let close = {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| sim.select(None))
    };
    let Some(shown) = shown(props) else {
        return html! {
            <>
                <div class="insp"><span class="sp"></span><button type="button" class="plain" onclick={close}>{ text::CLOSE }</button></div>
                <div class="panelbody"><div class="body-p"><p>{ words::GONE }</p></div></div>
            </>
        };
    };
    let views = View::ALL.iter().zip(words::VIEWS).map(|(view, name)| {
        let (sim, view, on) = (props.sim.clone(), *view, *view == props.view);
        let onclick = Callback::from(move |_: MouseEvent| sim.dispatch(Action::SetView(view)));
        html! { <button type="button" class={if on { "on" } else { "" }} aria-pressed={on.to_string()} {onclick}>{ name }</button> }
    });
    let lines = lines(&shown, props);
    let body = match props.view {
        View::Describe => shown.about,
        View::Yaml => html! { <pre class="sh" tabindex="0">{ to_yaml(&shown.tree) }</pre> },
        View::Events => {
            let events = props.sim.lab().borrow().events();
            let own =
                events.into_iter().filter(|e| e.object.kind == shown.kind && e.object.name == shown.name);
            event_list(own.rev(), props.scene.opens_at, false)
        }
    };
    html! {
        <>
            <div class="insp">
                <strong>{ shown.kind.as_str() }</strong><span class="mono">{ &*shown.name }</span><span class="sp"></span>
                <button type="button" class="plain" onclick={close}>{ text::CLOSE }</button>
            </div>
            <div class="panelbody" tabindex="0" role="region" aria-label={shown.kind.as_str()}><div class="body-p">
                if !shown.crumb.is_empty() { <p class="crumb">{ shown.crumb }</p> }
                <div class="seg" role="group" aria-label={words::VIEW}>{ for views }</div>
                { body }
                <h2>{ words::DO }</h2>
                <div class="row wrap">{ shown.actions }</div>
                { all_as_kubectl(&lines, &props.sim) }
                if props.scene.story.stuck && shown.kind == Kind::Pod { <p class="note">{ words::DELETE_DOES_NOT }</p> }
                if let Some(refusal) = &props.refusal { <p class="problem" role="alert">{ &**refusal }</p> }
            </div></div>
        </>
    }
}

/// What is shown and what may be done, on the command line.
fn lines(shown: &Shown, props: &Props) -> Vec<String> {
    let (kind, name) = (shown.kind.as_str().to_ascii_lowercase(), &*shown.name);
    let mut lines = vec![match props.view {
        View::Describe => format!("kubectl describe {kind} {name}"),
        View::Yaml => format!("kubectl get {kind} {name} -o yaml"),
        View::Events => format!("kubectl events --for {kind}/{name}"),
    }];
    let scene = &*props.scene;
    let deployment = scene.owner_of(props.selected).map(|o| &o.deployment);
    let owner = deployment.map_or("", |d| &*d.meta.name);
    match props.selected {
        Selected::Deployment(_) => {
            let pause = if deployment.is_some_and(|d| d.spec.paused) { "resume" } else { "pause" };
            for verb in [pause, "undo", "restart"] {
                lines.push(format!("kubectl rollout {verb} deploy/{name}"));
            }
        }
        Selected::ReplicaSet(uid) => {
            if let Some(lane) = scene.lanes.iter().find(|l| l.uid == uid && !l.is_new) {
                lines.push(format!("kubectl rollout undo deploy/{owner} --to-revision={}", lane.revision));
            }
        }
        Selected::Pod(uid) => {
            lines.push(format!("kubectl delete pod {name}"));
            let pod = scene.pod(uid).map(|(_, pod)| &pod.object);
            if let Some(key) = pod.and_then(|p| key_to_take_off(scene, p)) {
                lines.push(format!("kubectl label pod {name} {key}-"));
            }
            if let Some(node) =
                pod.and_then(|p| scene.snapshot.nodes.iter().find(|n| p.node_name.as_ref() == Some(&n.name)))
            {
                let verb = if node.unschedulable { "uncordon" } else { "cordon" };
                lines.push(format!("kubectl {verb} {}", node.name));
            }
        }
        Selected::Service(uid) => {
            let service = scene.snapshot.services.iter().find(|s| s.object.meta.uid == uid);
            for other in service.map(|s| routes(scene, s)).unwrap_or_default().iter().filter(|r| !r.picked) {
                let old = service.map(|s| s.object.spec.selector.clone()).unwrap_or_default();
                lines.push(edits::selector_as_kubectl(name, &old, &other.selector));
            }
        }
    }
    lines
}

fn shown(props: &Props) -> Option<Shown> {
    let scene = &*props.scene;
    let namespace = props.sim.lab().borrow().timeline().scenario().namespace.clone();
    let stored = Detail::Stored { namespace: &namespace };
    match props.selected {
        Selected::Deployment(_) => {
            let owner = scene.owner_of(props.selected)?;
            let d = &owner.deployment;
            Some(Shown {
                kind: Kind::Deployment,
                name: d.meta.name.clone(),
                crumb: String::new(),
                about: about_deployment(owner),
                tree: deployment_tree(d, stored),
                actions: deployment_actions(d, props),
            })
        }
        Selected::ReplicaSet(uid) => {
            let lane = scene.lanes.iter().find(|l| l.uid == uid)?;
            let set = scene.snapshot.replica_sets.iter().find(|s| s.object.meta.uid == uid)?;
            let owner = scene.owner_of(props.selected)?.deployment.meta.name.clone();
            let undo = act(props, words::undo_to(lane.revision), Act::Undo(owner, Some(lane.revision)));
            Some(Shown {
                kind: Kind::ReplicaSet,
                name: lane.name.clone(),
                crumb: words::crumb(None),
                about: about_set(lane, &set.object),
                tree: replica_set_tree(&set.object, stored),
                actions: if lane.is_new {
                    html! { <p class="note">{ words::IS_CURRENT }</p> }
                } else {
                    undo
                },
            })
        }
        Selected::Pod(uid) => {
            let (lane, pod) = scene.pod(uid)?;
            Some(Shown {
                kind: Kind::Pod,
                name: pod.object.meta.name.clone(),
                crumb: words::crumb(Some(lane.revision)),
                about: details(pod, lane, props),
                tree: pod_tree(&pod.object, stored),
                actions: pod_actions(&pod.object, props),
            })
        }
        Selected::Service(uid) => {
            let service = scene.snapshot.services.iter().find(|s| s.object.meta.uid == uid)?;
            Some(Shown {
                kind: Kind::Service,
                name: service.object.meta.name.clone(),
                crumb: String::new(),
                about: about_service(service, props),
                tree: service_tree(&service.object, stored),
                actions: html! { <>{ routing(scene, service, &props.sim) }<p class="note">{ words::SERVICE_DO }</p></> },
            })
        }
    }
}

/// A list of facts.
fn facts(list: Vec<(Text, String)>) -> Html {
    html! { <dl>{ for list.into_iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }</dl> }
}

fn about_deployment(owner: &Owner) -> Html {
    let (d, limits) = (&owner.deployment, owner.limits);
    let status = &d.status;
    let count = |n: i32| n.to_string();
    let conditions = status.conditions.iter().map(|c| {
        let mark = if c.status == ConditionStatus::True { icon::check() } else { icon::cross() };
        html! { <li>{ mark }<span>{ c.kind.as_str() }{ " " }<span class="soft">{ c.reason.as_str() }{ ": " }{ &*c.message }</span></span></li> }
    });
    html! {
        <>
            { facts(vec![
                (words::IMAGE, image_of(&d.spec.template).to_string()),
                (words::WANTED, count(d.spec.replicas)),
                (words::UPDATED, count(status.updated_replicas)),
                (words::TOTAL, count(status.replicas)),
                (words::READY, count(status.ready_replicas)),
                (words::AVAILABLE, count(status.available_replicas)),
                (words::UNAVAILABLE, count(status.unavailable_replicas)),
                (words::CEILING, count(limits.ceiling)),
                (words::FLOOR, count(limits.floor)),
            ]) }
            <h2>{ words::CONDITIONS }</h2>
            <ul class="conds">{ for conditions }</ul>
        </>
    }
}

fn about_set(lane: &Lane, set: &rollout_engine::api::ReplicaSet) -> Html {
    facts(vec![
        (words::REVISION, lane.revision.to_string()),
        (words::IMAGE, lane.image.to_string()),
        (words::HASH, lane.hash.to_string()),
        (words::WANTED, lane.wants.to_string()),
        (words::TOTAL, set.status.replicas.to_string()),
        (words::READY, set.status.ready_replicas.to_string()),
        (words::AVAILABLE, set.status.available_replicas.to_string()),
        (words::CHANGE_CAUSE, change_cause(set).unwrap_or(&words::NONE).to_owned()),
    ])
}

/// What `kubectl rollout history` prints as CHANGE-CAUSE.
pub(crate) fn change_cause(set: &rollout_engine::api::ReplicaSet) -> Option<&str> {
    set.meta.annotations.text("kubernetes.io/change-cause")
}

fn about_service(service: &ServiceView, props: &Props) -> Html {
    let selector =
        service.object.spec.selector.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(", ");
    let pods = props.scene.lanes.iter().flat_map(|l| &l.pods);
    let routed: Vec<_> = pods
        .filter(|p| service.ready.contains(&p.id) || service.still_routed.contains(&p.id))
        .take(24)
        .collect();
    html! {
        <>
            { facts(vec![
                (words::SELECTOR, selector),
                (words::ENDPOINTS, service.ready.len().to_string()),
                (words::LATE, service.still_routed.len().to_string()),
            ]) }
            <div class="row wrap">{ for routed.into_iter().map(|p| {
                let (sim, uid) = (props.sim.clone(), p.object.meta.uid);
                let onclick = Callback::from(move |_: MouseEvent| sim.select(Some(Selected::Pod(uid))));
                html! { <button type="button" class="plain link mono" {onclick}>{ format::own_part(&p.object.meta.name) }</button> }
            }) }</div>
        </>
    }
}

fn act(props: &Props, label: impl Into<AttrValue>, act: Act) -> Html {
    let sim = props.sim.clone();
    let onclick = Callback::from(move |_: MouseEvent| drop(sim.act(act.clone())));
    html! { <button type="button" {onclick}>{ label.into() }</button> }
}

fn deployment_actions(d: &Deployment, props: &Props) -> Html {
    let paused = d.spec.paused;
    let sim = props.sim.clone();
    let pause = Callback::from(move |_: MouseEvent| drop(sim.edit(&Edit::Paused(!paused))));
    html! {
        <>
            <button type="button" onclick={pause}>{ if paused { text::spec::RESUME_BUTTON } else { text::spec::PAUSE_BUTTON } }</button>
            { act(props, text::spec::UNDO, Act::Undo(d.meta.name.clone(), None)) }
            { act(props, text::spec::RESTART, Act::Restart(d.meta.name.clone())) }
        </>
    }
}

fn details(pod: &Rc<PodView>, lane: &Lane, props: &Props) -> Html {
    let look = look(pod, props.now, props.scene.is_still_routed(pod.id));
    let object: &Pod = &pod.object;
    let container = object.status.container_statuses.first();
    let traffic = match look.socket {
        Socket::Full => words::WIRED,
        Socket::Forgetting => words::FORGETTING,
        Socket::Unplugged => words::UNWIRED,
        Socket::Empty | Socket::Never | Socket::Expecting => words::NEVER_WIRED,
    };
    let ip = object.status.pod_ip.map(|ip| {
        let [a, b, c, d] = ip.to_be_bytes();
        format!("{a}.{b}.{c}.{d}")
    });
    let last = container
        .and_then(|c| c.last_state.as_ref())
        .map(|l| format!("{}, exit code {}", l.reason, l.exit_code));
    html! {
        <>
            <p><span class={if look.bad { "badge bad" } else { "badge" }}>{ &*pod.status }</span>{ " " }<span class="soft">{ &look.note }</span></p>
            <dl>
                <dt>{ words::IMAGE }</dt><dd>{ icon::version(lane.version) }{ &*lane.image }</dd>
                <dt>{ words::READY }</dt><dd>{ format!("{}/{}", pod.ready.0, pod.ready.1) }</dd>
                <dt>{ words::RESTARTS }</dt><dd>{ pod.restarts }</dd>
                if let Some(last) = last { <dt>{ words::LAST_STATE }</dt><dd>{ last }</dd> }
                <dt>{ words::AGE }</dt><dd>{ format::span(props.now.since(pod.created_at)) }</dd>
                <dt>{ words::NODE }</dt><dd>{ object.node_name.as_deref().unwrap_or(&text::NO) }</dd>
                if let Some(ip) = ip { <dt>{ words::IP }</dt><dd class="mono">{ ip }</dd> }
                <dt>{ words::TRAFFIC }</dt><dd>{ traffic }</dd>
                { for [ProbeType::Startup, ProbeType::Readiness, ProbeType::Liveness].into_iter().map(|kind| probe(pod, kind)) }
            </dl>
            <h2>{ words::CONDITIONS }</h2>
            <ul class="conds">
                { for object.status.conditions.iter().map(|c| html! {
                    <li>
                        { if c.status == ConditionStatus::True { icon::check() } else { icon::cross() } }
                        <span>{ c.kind.as_str() }</span>
                        if let Some(reason) = c.reason() { <span class="soft">{ reason }</span> }
                    </li>
                }) }
            </ul>
        </>
    }
}

fn probe(pod: &PodView, kind: ProbeType) -> Html {
    let probe = pod.object.template.spec.containers.first().and_then(|c| c.probe(kind));
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
    let asked = pod.probe.filter(|view| view.probe == kind).zip(probe);
    html! {
        <>
            <dt>{ text::probe_name(kind) }</dt>
            <dd>
                { about }
                if let Some((view, probe)) = asked {
                    <br /><strong>{ text::last_answer(view, probe.timeout_seconds) }</strong>
                }
            </dd>
        </>
    }
}

/// The label by which its Service and its ReplicaSet know a Pod.
fn key_to_take_off(scene: &Scene, pod: &Pod) -> Option<Name> {
    let service = scene.service_for(&pod.meta.labels)?;
    service.object.spec.selector.iter().next().map(|(key, _)| Name::from(&**key))
}

fn pod_actions(pod: &Pod, props: &Props) -> Html {
    let name = &pod.meta.name;
    let fault = |label: Text, f: Fault| act(props, label, Act::Fault(name.clone(), f));
    let key = key_to_take_off(&props.scene, pod);
    let node =
        pod.node_name.as_ref().and_then(|n| props.scene.snapshot.nodes.iter().find(|node| node.name == *n));
    html! {
        <>
            { act(props, words::DELETE, Act::DeletePod(name.clone())) }
            { fault(words::FAIL_READINESS, Fault::NotReady) }
            { fault(words::HANG, Fault::Hangs) }
            { fault(words::CRASH, Fault::Exits(1)) }
            { fault(words::HEAL, Fault::None) }
            if let Some(key) = key {
                { act(props, words::label_off(&key), Act::LabelOff(name.clone(), key)) }
            }
            if let Some(node) = node {
                { act(props, words::cordon(&node.name, node.unschedulable), Act::Cordon(node.name.clone(), !node.unschedulable)) }
            }
        </>
    }
}
