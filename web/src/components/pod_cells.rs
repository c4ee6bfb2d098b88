//! Many Pods: a cell each, grouped by state with their number.

use super::svg::{path, rect, text};
use crate::app::Sim;
use crate::locale as words;
use crate::state::Selected;
use crate::view::glyph;
use crate::view::layout::{cells_per_line, group_places};
use crate::view::rect::Rect;
use crate::view::scene::Lane;
use crate::view::tally::Group;
use crate::view::versions::Version;
use rollout_engine::api::Uid;
use rollout_engine::snapshot::PodView;
use std::rc::Rc;
use yew::prelude::*;

/// The groups of a lane that have Pods, with their Pods in order of creation.
pub(crate) fn groups(lane: &Lane) -> Vec<(Group, Vec<&Rc<PodView>>)> {
    Group::ALL
        .into_iter()
        .map(|group| (group, lane.pods.iter().filter(|p| Group::of(p.stage) == group).collect::<Vec<_>>()))
        .filter(|(_, pods)| !pods.is_empty())
        .collect()
}

/// Draws a lane's Pods as cells `cell` px apart. One path for a whole group: ten thousand Pods are a handful of elements.
pub(crate) fn pod_cells(lane: &Lane, place: Rect, cell: i32, chosen: Option<Uid>, sim: &Sim) -> Html {
    let groups = groups(lane);
    let counts: Vec<u32> =
        groups.iter().map(|(_, pods)| u32::try_from(pods.len()).unwrap_or(u32::MAX)).collect();
    let places = group_places(place, cell, &counts);
    groups
        .into_iter()
        .zip(places)
        .map(|((group, pods), (words_y, cells))| {
            let class = classes!("cells", group.class(), lane.version.class());
            let uids: Rc<Vec<Uid>> = Rc::new(pods.iter().map(|p| p.object.meta.uid).collect());
            let at = uids.iter().position(|u| Some(*u) == chosen);
            let count = u32::try_from(pods.len()).unwrap_or(u32::MAX);
            let label = words::group(group, count);
            html! {
                <g key={group.class()} {class}>
                    { text(place.x, words_y, "glabel", label.clone()) }
                    { path(outline(lane.version, group, cells, cell, pods.len()), "cell") }
                    if let Some(at) = at {
                        { rect(cell_place(cells, cell, at).inset(-1), 3, "sel") }
                    }
                    { hit(cells, cell, uids, label, sim) }
                </g>
            }
        })
        .collect()
}

fn cell_place(cells: Rect, cell: i32, index: usize) -> Rect {
    let per_line = cells_per_line(cells, cell);
    let i = i32::try_from(index).unwrap_or(0);
    Rect::new(cells.x + i % per_line * cell, cells.y + i / per_line * cell, cell - 1, cell - 1)
}

fn outline(version: Version, group: Group, cells: Rect, cell: i32, count: usize) -> String {
    let r = (cell * 2 / 5).max(1);
    let mut d = String::with_capacity(count * 24);
    for i in 0..count {
        let place = cell_place(cells, cell, i);
        let (x, y) = (place.x + cell / 2, place.y + cell / 2);
        match group {
            Group::Crashing | Group::NoImage => d.push_str(&format!(
                "M{} {}l{} {}m0 -{}l-{} {}",
                x - r,
                y - r,
                2 * r,
                2 * r,
                2 * r,
                2 * r,
                2 * r
            )),
            _ => d.push_str(&glyph::path(version, x, y, r)),
        }
    }
    d
}

/// What takes the clicks: the Pod under the pointer, or with the keyboard the next one.
fn hit(cells: Rect, cell: i32, uids: Rc<Vec<Uid>>, label: String, sim: &Sim) -> Html {
    let onclick = {
        let (sim, uids) = (sim.clone(), Rc::clone(&uids));
        Callback::from(move |event: MouseEvent| {
            let (x, y) = crate::browser::place_in_svg(&event);
            let per_line = cells_per_line(cells, cell);
            let index = (y - cells.y).div_euclid(cell) * per_line
                + ((x - cells.x).div_euclid(cell)).clamp(0, per_line - 1);
            if let Some(uid) = usize::try_from(index).ok().and_then(|i| uids.get(i)) {
                sim.select(Some(Selected::Pod(*uid)));
            }
        })
    };
    let onkeydown = {
        let sim = sim.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == " " {
                event.prevent_default();
                event.stop_propagation();
                let next = match sim.selected() {
                    Some(Selected::Pod(uid)) => uids.iter().position(|u| *u == uid).map_or(0, |i| i + 1),
                    _ => 0,
                };
                sim.select(uids.get(next).or(uids.first()).map(|uid| Selected::Pod(*uid)));
            }
        })
    };
    html! {
        <rect x={cells.x.to_string()} y={cells.y.to_string()} width={cells.w.max(1).to_string()} height={cells.h.max(1).to_string()}
            class="hit" role="button" tabindex="0" aria-label={label} {onclick} {onkeydown} />
    }
}
