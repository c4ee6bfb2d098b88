//! Where things lie on the stage: whole pixels, for the width and height that there are.
//!
//! Lanes keep their place for as long as their ReplicaSets have Pods: each gets as many rows as it ever needed,
//! and a new one gets as many as it is going to need.

mod fit;
#[cfg(test)]
mod tests;

use self::fit::{Fit, fit, phone_fit};
use super::rect::Rect;

/// How the stage is arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// Side by side, with life lines and words beside the lamps.
    #[default]
    Wide,
    /// Side by side, without them.
    Medium,
    /// One below the other.
    Phone,
}

impl Form {
    pub(crate) const fn for_width(width: i32) -> Self {
        match width {
            ..600 => Self::Phone,
            600..900 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// What a lane has to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// It has no Pods and wants none: a thin strip.
    pub(crate) thin: bool,
    /// Rows (or, where there are many Pods, cells) to keep room for.
    pub(crate) slots: i32,
}

/// What a Deployment has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GroupNeed {
    pub(crate) lanes: Vec<Need>,
    /// Room for a ReplicaSet that may come.
    pub(crate) ghost: Option<Need>,
}

/// What the stage has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StageNeed {
    pub(crate) groups: Vec<GroupNeed>,
    pub(crate) services: usize,
    /// So many Pods a ReplicaSet wants, or will want, at most. It may have some more while one leaves and another comes.
    pub(crate) most: i32,
}

/// How Pods are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Density {
    /// A row of two lines each.
    Full,
    /// A row of one line each.
    OneLine,
    /// A cell each, so many px apart, grouped by state.
    Cells(i32),
}

/// The place of a ReplicaSet and its Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LanePlace {
    pub(crate) lane: Rect,
    pub(crate) card: Rect,
    /// Where Pods are: rows lie in it one below the other.
    pub(crate) pods: Rect,
    pub(crate) thin: bool,
}

/// The place of everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StageLayout {
    pub(crate) form: Form,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) density: Density,
    /// From one row to the next.
    pub(crate) pitch: i32,
    /// A Deployment each; without any, the place of the first.
    pub(crate) deployments: Vec<Rect>,
    /// The lanes of all Deployments, in their order.
    pub(crate) lanes: Vec<LanePlace>,
    /// Where each Deployment's next ReplicaSet will be.
    pub(crate) ghosts: Vec<Option<LanePlace>>,
    /// A Service each; without any, the place of the first.
    pub(crate) services: Vec<Rect>,
    pub(crate) users: Rect,
}

/// More Pods of a ReplicaSet are drawn as cells.
pub(crate) const MOST_ROWS: i32 = 12;
const GAP: i32 = 12;
const PAD: i32 = 10;
/// Height of the line above the stage that says which flow is which.
const HEADING: i32 = 28;
/// Between two Deployments there is more.
const GROUP_GAP: i32 = 8;
/// Lines of words in a lane of cells.
const GROUP_LINE: i32 = 22;
/// A card with all its lines.
pub(crate) const CARD_H: i32 = 118;
/// Above a phone's lane, who it is.
const HEAD: i32 = 42;

impl StageLayout {
    /// The row of a lane's slot.
    pub(crate) fn row(&self, lane: &LanePlace, slot: usize) -> Rect {
        let slot = i32::try_from(slot).unwrap_or(i32::MAX / 1000);
        let gap = match self.density {
            Density::Full => 8,
            _ if self.pitch < 24 => 2,
            _ => 4,
        };
        Rect::new(lane.pods.x, lane.pods.y + slot * self.pitch, lane.pods.w, self.pitch - gap)
    }

    /// Where the wires of a Pod (at this height) and of the Service meet the two of them.
    pub(crate) fn socket_x(&self, lane: &LanePlace) -> i32 {
        lane.pods.right()
    }

    pub(crate) fn has_rows(&self) -> bool {
        !matches!(self.density, Density::Cells(_))
    }
}

/// Columns of the stage from left to right.
struct Columns {
    deployment: i32,
    lane: i32,
    card: Rect,
    pods: Rect,
    lane_right: i32,
    service: i32,
    service_w: i32,
}

fn columns(form: Form, width: i32) -> Columns {
    let (deployment, chips, card_w, owner, wires, service_w, users_w) = match form {
        Form::Wide => (176, 54, 122, 22, 70, 104, 78),
        _ => (130, 42, 104, 18, 40, 84, 0),
    };
    // A very wide window gives its room to the wires.
    let right = users_w + service_w;
    let spare = width - deployment - chips - PAD - card_w - owner - PAD - wires - right;
    let pods_w = spare.min(560);
    let wires = wires + (spare - pods_w).min(200);
    let lane = deployment + chips;
    let card = Rect::new(lane + PAD, 0, card_w, 0);
    let pods = Rect::new(card.right() + owner, 0, pods_w, 0);
    let lane_right = pods.right() + PAD;
    Columns { deployment, lane, card, pods, lane_right, service: pods.right() + wires, service_w }
}

/// Lays the stage out in `width` × about `room` px (on a phone as high as it takes).
pub(crate) fn layout(width: i32, room: i32, need: &StageNeed) -> StageLayout {
    let width = width.max(300);
    let form = Form::for_width(width);
    if form == Form::Phone {
        return phone(width, need);
    }
    let c = columns(form, width);
    let room = room.max(280) - HEADING - 2;
    let fit = fit(room, need, c.pods.w);
    let mut heights = fit.heights.iter();
    let mut y = HEADING;
    let mut places = Places::default();
    for group in &need.groups {
        let top = y;
        let mut before = false;
        places.put(group, |need| {
            let h = *heights.next().unwrap_or(&0);
            y += fit.gap_before(before, need.thin, y == top);
            before = need.thin;
            let lane = Rect::new(c.lane, y, c.lane_right - c.lane, h);
            y += h;
            side_by_side(lane, need, &fit, &c)
        });
        let bottom = y.max(top + fit::LEAST_GROUP);
        places.deployments.push(Rect::new(0, top, c.deployment, bottom - top));
        y = bottom + fit.gap + GROUP_GAP;
    }
    let used = if need.groups.is_empty() { 0 } else { y - fit.gap - GROUP_GAP - HEADING };
    let (services, users, services_h) = beside(form, width, used.max(room), &c, need.services);
    let height = used.max(room).max(services_h);
    // The last card goes down to the end of the stage.
    match places.deployments.last_mut() {
        Some(last) => last.h = HEADING + height - last.y,
        None => places.deployments.push(Rect::new(0, HEADING, c.deployment, height)),
    }
    StageLayout {
        form,
        width,
        height: HEADING + height + 2,
        density: fit.density,
        pitch: fit.pitch,
        deployments: places.deployments,
        lanes: places.lanes,
        ghosts: places.ghosts,
        services,
        users,
    }
}

/// Places as they are found, Deployment by Deployment.
#[derive(Default)]
struct Places {
    deployments: Vec<Rect>,
    lanes: Vec<LanePlace>,
    ghosts: Vec<Option<LanePlace>>,
}

impl Places {
    fn put(&mut self, group: &GroupNeed, mut place: impl FnMut(Need) -> LanePlace) {
        self.lanes.extend(group.lanes.iter().map(|need| place(*need)));
        self.ghosts.push(group.ghost.map(place));
    }
}

fn side_by_side(lane: Rect, need: Need, fit: &Fit, c: &Columns) -> LanePlace {
    let inner = lane.inset(fit.pad);
    if need.thin {
        let inner = Rect { y: lane.y + 4, h: lane.h - 8, ..lane };
        let (y, h) = (inner.y, inner.h);
        return LanePlace { lane, card: Rect { y, h, ..c.card }, pods: Rect { y, h, ..c.pods }, thin: true };
    }
    let card_h = inner.h.min(CARD_H);
    let rows_h = if matches!(fit.density, Density::Cells(_)) { inner.h } else { need.slots * fit.pitch };
    LanePlace {
        lane,
        card: Rect { y: inner.cy() - card_h / 2, h: card_h, ..c.card },
        pods: Rect { y: inner.y + (inner.h - rows_h).max(0) / 2, h: rows_h, ..c.pods },
        thin: false,
    }
}

/// The Services one below the other, and the users beside them; or, where it is narrow, in the card of the only one or below the
/// last. Below them all is the ledger of requests. Also how high the stage has to be for them.
fn beside(form: Form, width: i32, height: i32, c: &Columns, services: usize) -> (Vec<Rect>, Rect, i32) {
    const USERS: i32 = 84;
    let n = i32::try_from(services.max(1)).unwrap_or(1);
    let wide = form == Form::Wide;
    // It has room for three versions and two causes of failures, with several Services for more of them.
    let under = if n == 1 { 196 } else { 232 };
    let ledger = if wide { under } else { 0 };
    let below = if wide || n == 1 { 0 } else { USERS + GAP };
    let room = height - ledger - below - (n - 1) * GAP;
    let h = match (wide, n) {
        (false, 1) => 178,
        _ => (room / n).clamp(46, 86),
    };
    let whole = n * h + (n - 1) * GAP;
    let top = HEADING + (height - under - whole - below).max(0) / 2;
    let places: Vec<Rect> =
        (0..n).map(|i| Rect::new(c.service, top + i * (h + GAP), c.service_w, h)).collect();
    let users = match (wide, n) {
        (true, _) => Rect::new(width - 66, top + (whole - 86) / 2 + 10, 66, 86),
        (false, 1) => Rect::new(c.service, top + 94, c.service_w, USERS),
        (false, _) => Rect::new(c.service, top + whole + GAP, c.service_w, USERS),
    };
    (places, users, whole + below + ledger)
}

fn phone(width: i32, need: &StageNeed) -> StageLayout {
    let rail = 34;
    let lane_w = width - rail;
    let pods = Rect::new(26, 0, lane_w - 26 - PAD - 4, 0);
    let fit = phone_fit(need, pods.w);
    let mut heights = fit.heights.iter();
    let mut places = Places::default();
    let mut y = 0;
    for group in &need.groups {
        // The rail runs past all but the first.
        let w = if places.deployments.is_empty() { width } else { lane_w };
        let deployment = Rect::new(0, y, w, 138);
        places.deployments.push(deployment);
        y = deployment.bottom() + GAP;
        places.put(group, |need| {
            let h = *heights.next().unwrap_or(&0);
            let lane = Rect::new(0, y, lane_w, h);
            let head = if need.thin { h } else { HEAD };
            let card = Rect::new(26, y, lane_w - 26 - PAD, head);
            let pods = Rect { y: y + head, h: (h - head - PAD).max(0), ..pods };
            y += h + GAP;
            LanePlace { lane, card, pods, thin: need.thin }
        });
    }
    if places.deployments.is_empty() {
        places.deployments.push(Rect::new(0, 0, width, 138));
        y = 138 + GAP;
    }
    let n = i32::try_from(need.services.max(1)).unwrap_or(1);
    let services: Vec<Rect> =
        (0..n).map(|i| Rect::new(width - 184, y + 2 + i * (62 + GAP), 184, 62)).collect();
    StageLayout {
        form: Form::Phone,
        width,
        height: y + 6 + n * (62 + GAP) - GAP,
        density: fit.density,
        pitch: fit.pitch,
        deployments: places.deployments,
        lanes: places.lanes,
        ghosts: places.ghosts,
        users: Rect::new(0, y + 2, 120, 62),
        services,
    }
}

/// How many cells of this size stand side by side.
pub(crate) fn cells_per_line(pods: Rect, cell: i32) -> i32 {
    (pods.w / cell.max(1)).max(1)
}

/// The places of the groups of a lane of cells: where their words and where their cells begin, and how high the cells are.
pub(crate) fn group_places(pods: Rect, cell: i32, counts: &[u32]) -> Vec<(i32, Rect)> {
    let per_line = cells_per_line(pods, cell);
    let mut y = pods.y;
    counts
        .iter()
        .map(|n| {
            let lines = i32::try_from(*n).unwrap_or(i32::MAX).saturating_add(per_line - 1) / per_line;
            let words = y + GROUP_LINE - 8;
            let cells = Rect::new(pods.x, y + GROUP_LINE - 2, pods.w, lines * cell);
            y = cells.bottom() + 3;
            (words, cells)
        })
        .collect()
}
