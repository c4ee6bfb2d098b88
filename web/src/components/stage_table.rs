//! The stage once more as a table, for those who do not see it.

use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::shared::Shared;
use crate::state::Selected;
use crate::view::format::clock;
use crate::view::scene::Scene;
use crate::view::sentence::tell;
use crate::view::story::find;

pub(crate) struct Props {
    pub(crate) scene: Shared<Scene>,
    pub(crate) playing: bool,
    pub(crate) sim: Sim,
}

impl PartialEq for Props {
    /// While the clock runs the table stays as it was: nobody can read it that fast. The say line is read out meanwhile.
    fn eq(&self, other: &Self) -> bool {
        (self.playing && other.playing) || (self.scene == other.scene && self.playing == other.playing)
    }
}

/// So many Pods are listed; more would only be in the way.
const MOST: usize = 200;

pub(crate) fn stage_table(props: &Props) -> Html {
    let scene = &props.scene;
    let tally = scene.tally();
    let name = scene.deployment().map_or("", |d| &*d.meta.name);
    let endpoints = scene.snapshot.services.iter().map(|s| s.ready.len()).sum();
    let limits = scene.limits();
    let summary = words::stage_summary(
        name,
        tally.staying(),
        tally.available(),
        limits.ceiling,
        limits.floor,
        endpoints,
    );
    let rows = scene.lanes.iter().flat_map(|l| l.pods.iter().map(move |p| (l, p))).take(MOST);
    html! {
        <div class="unseen">
            <p>{ summary }</p>
            <table>
                <caption>{ words::STAGE_TABLE }</caption>
                <thead><tr>{ for words::STAGE_COLUMNS.iter().map(|c| html! { <th scope="col">{ *c }</th> }) }</tr></thead>
                <tbody>
                    { for rows.map(|(lane, pod)| {
                        let uid = pod.object.meta.uid;
                        let sim = props.sim.clone();
                        let onclick = Callback::from(move |_: MouseEvent| sim.select(Some(Selected::Pod(uid))));
                        let yes = |b: bool| if b { words::YES } else { words::NO };
                        html! {
                            <tr key={uid.to_string()}>
                                <th scope="row"><button type="button" tabindex="-1" {onclick}>{ &*pod.object.meta.name }</button></th>
                                <td>{ &*lane.name }</td>
                                <td>{ &lane.tag }</td>
                                <td>{ &*pod.status }</td>
                                <td>{ format!("{}/{}", pod.ready.0, pod.ready.1) }</td>
                                <td>{ pod.restarts }</td>
                                <td>{ yes(pod.endpoint.is_some_and(|e| e.ready)) }</td>
                            </tr>
                        }
                    }) }
                </tbody>
            </table>
            { run_so_far(props) }
        </div>
    }
}

/// So much of what was done and decided is listed; all of it is under Why.
const LATEST: usize = 40;

/// The timeline as a table: what was done and decided of late, the latest last.
fn run_so_far(props: &Props) -> Html {
    let lab = props.sim.lab().borrow();
    let timeline = lab.timeline();
    let decided = timeline.decisions().get(..timeline.decided()).unwrap_or(&[]);
    let decided = decided
        .iter()
        .rev()
        .filter(|d| d.number.is_some())
        .map(|d| (d.at, tell(d, &find(&props.scene.lanes)).title));
    let done = lab.done().iter().rev().map(|d| (d.at, d.told.title.clone()));
    let mut rows: Vec<_> = decided.take(LATEST).chain(done.take(LATEST)).collect();
    // Of one moment what was done comes before what was decided for it.
    rows.reverse();
    rows.sort_by_key(|(at, _)| *at);
    let older = rows.len().saturating_sub(LATEST);
    html! {
        <table>
            <caption>{ words::RUN_TABLE }</caption>
            <tbody>
                { for rows.into_iter().skip(older).map(|(at, what)| html! {
                    <tr><th scope="row">{ clock(at.since(props.scene.opens_at)) }</th><td>{ what }</td></tr>
                }) }
            </tbody>
        </table>
    }
}
