//! Many Pods: a cell each, grouped by state with their number. The cells themselves are on the canvas.

use super::svg::{rect, two_texts};
use crate::app::Sim;
use crate::element::prelude::*;
use crate::locale as words;
use crate::state::Selected;
use crate::view::layout::{cells_per_line, group_places};
use crate::view::rect::Rect;
use crate::view::scene::Lane;
use crate::view::tally::Group;
use crate::view::versions::Version;
use rollout_engine::api::Uid;

/// A group of Pods in the same state, as cells `cell` px apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) version: Version,
    pub(crate) group: Group,
    pub(crate) place: Rect,
    pub(crate) cell: i32,
    pub(crate) count: u32,
}

/// The groups of a lane that have Pods, with the line of words above each.
pub(crate) fn cells(lane: &Lane, place: Rect, cell: i32) -> Vec<(i32, Cells)> {
    let present = || Group::ALL.into_iter().filter(|g| lane.tally.get(*g) > 0);
    let counts: Vec<u32> = present().map(|g| lane.tally.get(g)).collect();
    present()
        .zip(group_places(place, cell, &counts))
        .map(|(group, (words_y, place))| {
            (words_y, Cells { version: lane.version, group, place, cell, count: lane.tally.get(group) })
        })
        .collect()
}

/// The UIDs of a group's Pods, in order of creation: the order of the cells.
fn uids(lane: &Lane, group: Group) -> impl Iterator<Item = Uid> + '_ {
    lane.pods.iter().filter(move |p| Group::of(p.stage) == group).map(|p| p.object.meta.uid)
}

/// What is around the cells of a lane: their numbers, the mark of the chosen one, and what takes the clicks.
pub(crate) fn pod_cells(lane: &Lane, place: Rect, cell: i32, chosen: Option<Uid>, sim: &Sim) -> Html {
    cells(lane, place, cell)
        .into_iter()
        .map(|(words_y, c)| {
            let label = words::group(c.group, c.count);
            let (number, what) = label.split_once(' ').unwrap_or((&label, ""));
            let at = chosen.and_then(|uid| uids(lane, c.group).position(|u| u == uid));
            html! {
                <g key={c.group.class()} class="cells">
                    { two_texts(place.x, words_y, ("w", number.to_owned()), 4, ("", what.to_owned())) }
                    if let Some(at) = at { { rect(cell_place(&c, at).inset(-1), 3, "sel") } }
                    { hit(c, lane.uid, label, sim) }
                </g>
            }
        })
        .collect()
}

fn cell_place(c: &Cells, index: usize) -> Rect {
    let per_line = cells_per_line(c.place, c.cell);
    let i = i32::try_from(index).unwrap_or(0);
    Rect::new(c.place.x + i % per_line * c.cell, c.place.y + i / per_line * c.cell, c.cell - 1, c.cell - 1)
}

/// What takes the clicks: the Pod under the pointer, or with the keyboard the next one.
fn hit(c: Cells, lane: Uid, label: String, sim: &Sim) -> Html {
    let choose = {
        let sim = sim.clone();
        move |pick: &dyn Fn(&[Uid]) -> Option<Uid>| {
            let Some(scene) = sim.scene() else { return };
            let Some(lane) = scene.lanes.iter().find(|l| l.uid == lane) else { return };
            let uids: Vec<Uid> = uids(lane, c.group).collect();
            if let Some(uid) = pick(&uids) {
                sim.select(Some(Selected::Pod(uid)));
            }
        }
    };
    let onclick = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            let (x, y) = crate::browser::place_in_svg(&event);
            let per_line = cells_per_line(c.place, c.cell);
            let index = (y - c.place.y).div_euclid(c.cell) * per_line
                + ((x - c.place.x).div_euclid(c.cell)).clamp(0, per_line - 1);
            choose(&|uids| usize::try_from(index).ok().and_then(|i| uids.get(i)).copied());
        })
    };
    let onkeydown = {
        let sim = sim.clone();
        Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "Enter" | " " | "ArrowRight" | "ArrowDown" => 1,
                "ArrowLeft" | "ArrowUp" => -1,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            let selected = sim.selected();
            choose(&|uids| {
                let at = match selected {
                    Some(Selected::Pod(uid)) => uids.iter().position(|u| *u == uid),
                    _ => None,
                };
                let next = at.map_or(0, |at| at.saturating_add_signed(by));
                uids.get(next).or(uids.first()).copied()
            });
        })
    };
    html! {
        <rect x={c.place.x.to_string()} y={c.place.y.to_string()} width={c.place.w.max(1).to_string()} height={c.place.h.max(1).to_string()}
            class="hit" role="button" tabindex="0" aria-label={label} {onclick} {onkeydown} />
    }
}
