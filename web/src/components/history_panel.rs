//! The revision ledger: a row per ReplicaSet, undo to any of them, the same in kubectl's words, and what Git says.

use super::as_kubectl::all_as_kubectl;
use super::icon;
use super::inspector::change_cause;
use super::which_deployment::which_deployment;
use crate::app::Sim;
use crate::element::prelude::*;
use crate::lab::Act;
use crate::locale::history as words;
use crate::shared::Shared;
use crate::view::scene::{Lane, Scene};
use crate::view::versions::image_of;
use rollout_engine::decision::DecisionOutcome;

pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) sim: Sim,
}

pub(crate) fn history_panel(props: &Props) -> Html {
    let scene = &props.scene;
    let Some(deployment) = scene.deployment() else {
        return html! { <div class="body-p"><p>{ crate::locale::NO_DEPLOYMENT }</p></div> };
    };
    let mut lanes: Vec<&Lane> = scene.own_lanes().iter().collect();
    lanes.sort_by_key(|l| l.revision);
    let newest = lanes.last().map_or(0, |l| l.revision);
    let moved = renumbered(props).filter(|(_, to)| *to == newest);
    let mut rows = Vec::new();
    let mut gap = moved.map(|(from, _)| from);
    for lane in &lanes {
        if gap.is_some_and(|from| from < lane.revision) {
            rows.push(gap_row(gap.take().unwrap_or_default()));
        }
        rows.push(row(lane, moved.filter(|(_, to)| *to == lane.revision).map(|(from, _)| from), props));
    }
    html! {
        <div class="body-p">
            { which_deployment(scene, &props.sim) }
            <p class="note">{ words::NUMBERS_GROW }</p>
            <ol class="revs">{ for rows }</ol>
            <pre class="sh">{ as_kubectl(&deployment.meta.name, &lanes, scene) }</pre>
            { all_as_kubectl(&lines(&deployment.meta.name, &lanes), &props.sim) }
            <hr />
            { git(deployment, props) }
        </div>
    }
}

/// The list, and the way back to each revision, on the command line.
fn lines(name: &str, lanes: &[&Lane]) -> Vec<String> {
    let undo = lanes.iter().filter(|lane| !lane.is_new);
    let undo = undo.map(|lane| format!("kubectl rollout undo deploy/{name} --to-revision={}", lane.revision));
    std::iter::once(format!("kubectl rollout history deployment/{name}")).chain(undo).collect()
}

/// The last change of a revision's number: from what to what.
fn renumbered(props: &Props) -> Option<(i64, i64)> {
    let lab = props.sim.lab().borrow();
    let timeline = lab.timeline();
    let decisions = timeline.decisions().get(..timeline.decided())?;
    let own = props.scene.deployment()?;
    decisions.iter().rev().filter(|d| d.object.name == own.meta.name).find_map(|d| match d.outcome {
        DecisionOutcome::Renumbered { from, to, .. } => Some((from, to)),
        _ => None,
    })
}

fn gap_row(number: i64) -> Html {
    html! { <li key={number} class="gone"><s class="rev">{ number }</s><span class="soft">{ words::MOVED_DOWN }</span></li> }
}

fn cause_of(lane: &Lane, scene: &Scene) -> String {
    let set = scene.snapshot.replica_sets.iter().find(|s| s.object.meta.uid == lane.uid);
    set.and_then(|s| change_cause(&s.object)).unwrap_or(&words::NO_CAUSE).to_owned()
}

fn row(lane: &Lane, was: Option<i64>, props: &Props) -> Html {
    let sim = props.sim.clone();
    let revision = lane.revision;
    let name = props.scene.deployment().map_or_else(|| "".into(), |d| d.meta.name.clone());
    let undo = Callback::from(move |_: MouseEvent| drop(sim.act(Act::Undo(name.clone(), Some(revision)))));
    let class = classes!(lane.version.class(), lane.is_new.then_some("cur"), was.map(|_| "moved"));
    html! {
        <li key={lane.uid.to_string()} {class}>
            <span class="rev">{ revision }if let Some(was) = was { <s>{ was }</s> }</span>
            <span class="what">
                <b>{ icon::version(lane.version) }{ &lane.tag }</b>
                <span class="mono">{ &*lane.hash }</span>
                <span class="soft">{ cause_of(lane, &props.scene) }</span>
            </span>
            <span class="pods">{ crate::locale::pods(u32::try_from(lane.pods.len()).unwrap_or(0)) }</span>
            if lane.is_new { <b class="runs">{ words::CURRENT }</b> } else { <button type="button" onclick={undo}>{ crate::locale::inspect::undo_to(revision) }</button> }
        </li>
    }
}

/// As `kubectl rollout history` prints it.
fn as_kubectl(name: &str, lanes: &[&Lane], scene: &Scene) -> String {
    let mut out = format!(
        "$ kubectl rollout history deployment/{name}\ndeployment.apps/{name} \nREVISION  CHANGE-CAUSE\n"
    );
    for lane in lanes {
        let number = lane.revision.to_string();
        out.push_str(&number);
        out.extend(std::iter::repeat_n(' ', 10_usize.saturating_sub(number.len())));
        out.push_str(&cause_of(lane, scene));
        out.push('\n');
    }
    out
}

/// What was applied last is what Git says: an undo is not in it.
fn git(deployment: &rollout_engine::api::Deployment, props: &Props) -> Html {
    let (git, now) = {
        let lab = props.sim.lab().borrow();
        (lab.in_git(), lab.manifest())
    };
    let written = manifest::read(&git)
        .ok()
        .and_then(|m| m.deployments.into_iter().find(|d| d.meta.name == deployment.meta.name));
    let Some(written) = written else { return Html::default() };
    let (says, runs) = (image_of(&written.spec.template), image_of(&deployment.spec.template));
    let drift = says != runs;
    let scene = &props.scene;
    let image = |image: &str| html! { <b>{ icon::version(scene.versions.of_image(image, &scene.offered)) }{ image }</b> };
    let apply = |text: std::rc::Rc<str>| {
        let sim = props.sim.clone();
        Callback::from(move |_: MouseEvent| drop(sim.act(Act::Apply(text.clone()))))
    };
    html! {
        <>
            <h2>{ words::DOES_GIT_KNOW }if drift { <span class="badge bad">{ words::DRIFT }</span> }</h2>
            <div class="drift">
                <div><span class="soft">{ words::GIT_SAYS }</span>{ image(&says) }</div>
                <span class={if drift { "ne badtxt" } else { "ne" }}>{ if drift { "≠" } else { "=" } }</span>
                <div><span class="soft">{ words::CLUSTER_RUNS }</span>{ image(&runs) }</div>
            </div>
            if drift {
                <p class="note">{ words::UNDO_IS_NOT_IN_GIT }</p>
                <div class="row wrap">
                    <button type="button" class="strong" onclick={apply(now)}>{ words::REVERT_IN_GIT }</button>
                    <button type="button" onclick={apply(git)}>{ words::APPLY_GIT }</button>
                </div>
            }
        </>
    }
}
