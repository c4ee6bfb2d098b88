//! Where things lie on the stage: whole pixels, for the width and height that there are.
//!
//! Lanes keep their place for as long as their ReplicaSets have Pods: each gets as many rows as it ever needed,
//! and a new one gets as many as it is going to need.

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
    pub(crate) deployment: Rect,
    pub(crate) lanes: Vec<LanePlace>,
    pub(crate) service: Rect,
    pub(crate) users: Rect,
}

/// From so many Pods on, they are drawn as cells.
const MANY: i32 = 13;
const GAP: i32 = 12;
const PAD: i32 = 10;
const THIN: i32 = 38;
/// Height of the line above the stage that says which flow is which.
const HEADING: i32 = 28;
const FULL_PITCH: i32 = 50;
const LONGEST_PITCH: i32 = 72;
const ONE_LINE_PITCH: i32 = 28;
/// Lines of words in a lane of cells.
const GROUP_LINE: i32 = 22;
/// A card with all its lines.
pub(crate) const CARD_H: i32 = 118;

impl StageLayout {
    /// The row of a lane's slot.
    pub(crate) fn row(&self, lane: &LanePlace, slot: usize) -> Rect {
        let slot = i32::try_from(slot).unwrap_or(i32::MAX / 1000);
        let gap = if self.density == Density::Full { 8 } else { 4 };
        Rect::new(lane.pods.x, lane.pods.y + slot * self.pitch, lane.pods.w, self.pitch - gap)
    }

    /// Where the wires of a Pod (at this height) and of the Service meet the two of them.
    pub(crate) fn socket_x(&self, lane: &LanePlace) -> i32 {
        lane.pods.right()
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
pub(crate) fn layout(width: i32, room: i32, needs: &[Need], most_pods: i32) -> StageLayout {
    let width = width.max(300);
    let form = Form::for_width(width);
    if form == Form::Phone {
        return phone(width, needs, most_pods);
    }
    let c = columns(form, width);
    let room = room.max(280) - HEADING - 2;
    let (density, pitch, mut heights) = heights(room, needs, most_pods, c.pods.w, PAD * 2, 60);
    stretch(&mut heights, needs, room);
    let mut y = HEADING;
    let mut lanes = Vec::with_capacity(needs.len());
    for (need, h) in needs.iter().zip(&heights) {
        let lane = Rect::new(c.lane, y, c.lane_right - c.lane, *h);
        let inner = lane.inset(PAD);
        let card = if need.thin {
            Rect { y: y + 4, h: h - 8, ..c.card }
        } else {
            let card_h = inner.h.min(CARD_H);
            Rect { y: inner.cy() - card_h / 2, h: card_h, ..c.card }
        };
        let rows_h = if matches!(density, Density::Cells(_)) { inner.h } else { need.slots * pitch };
        let pods_y = if need.thin { y + 4 } else { inner.y + (inner.h - rows_h).max(0) / 2 };
        let pods = Rect { y: pods_y, h: if need.thin { h - 8 } else { rows_h }, ..c.pods };
        lanes.push(LanePlace { lane, card, pods, thin: need.thin });
        y += h + GAP;
    }
    let used = y - GAP - HEADING;
    let height = used.max(room);
    let deployment = Rect::new(0, HEADING, c.deployment, height);
    // The users stand beside the Service, or, where it is narrow, in its card.
    let service_h = if form == Form::Wide { 86 } else { 178 };
    // Below it is the ledger of requests.
    let service =
        Rect::new(c.service, HEADING + (height - 130 - service_h).max(0) / 2, c.service_w, service_h);
    let users = if form == Form::Wide {
        Rect::new(width - 66, service.y + 10, 66, 86)
    } else {
        Rect::new(service.x, service.y + 94, service.w, 84)
    };
    StageLayout {
        form,
        width,
        height: HEADING + height + 2,
        density,
        pitch,
        deployment,
        lanes,
        service,
        users,
    }
}

/// Shares out among the lanes with Pods what room is left.
fn stretch(heights: &mut [i32], needs: &[Need], room: i32) {
    let gaps = (i32::try_from(heights.len()).unwrap_or(0) - 1).max(0) * GAP;
    let left = room - gaps - heights.iter().sum::<i32>();
    let thick = i32::try_from(needs.iter().filter(|n| !n.thin).count()).unwrap_or(0);
    if left <= 0 || thick == 0 {
        return;
    }
    for (height, need) in heights.iter_mut().zip(needs) {
        if !need.thin {
            *height += left / thick;
        }
    }
}

/// Density, distance of rows, and the heights of the lanes.
fn heights(
    room: i32,
    needs: &[Need],
    most_pods: i32,
    pods_w: i32,
    pads: i32,
    least: i32,
) -> (Density, i32, Vec<i32>) {
    let thin_h = if needs.iter().filter(|n| n.thin).count() > 3 { 28 } else { THIN };
    let lanes = i32::try_from(needs.len()).unwrap_or(0);
    let thick = || needs.iter().filter(|n| !n.thin);
    let thick_count = i32::try_from(thick().count()).unwrap_or(0);
    let for_pods = room - (lanes - 1).max(0) * GAP - (lanes - thick_count) * thin_h - thick_count * pads;
    let slots: i32 = thick().map(|n| n.slots.max(1)).sum();
    let pitch = for_pods / slots.max(1);
    if most_pods >= MANY || needs.iter().any(|n| n.slots >= MANY) || (pitch < ONE_LINE_PITCH && slots > 6) {
        let cells = |pitch: i32| -> Vec<i32> {
            let per_line = (pods_w / pitch).max(1);
            needs
                .iter()
                .map(|n| {
                    if n.thin {
                        thin_h
                    } else {
                        3 * GROUP_LINE + (n.slots.div_euclid(per_line) + 3) * pitch + pads
                    }
                })
                .collect()
        };
        let fits = |pitch: &i32| cells(*pitch).iter().sum::<i32>() + (lanes - 1).max(0) * GAP <= room;
        let pitch = [28, 24, 20, 18, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3].into_iter().find(fits).unwrap_or(2);
        return (Density::Cells(pitch), pitch, cells(pitch));
    }
    let few = needs.iter().all(|n| n.slots <= 6);
    let (density, pitch) = if few && pitch >= FULL_PITCH {
        (Density::Full, pitch.min(LONGEST_PITCH))
    } else {
        (Density::OneLine, pitch.clamp(ONE_LINE_PITCH, 40))
    };
    let heights =
        needs.iter().map(|n| if n.thin { thin_h } else { (n.slots * pitch + pads).max(least) }).collect();
    (density, pitch, heights)
}

fn phone(width: i32, needs: &[Need], most_pods: i32) -> StageLayout {
    const HEAD: i32 = 42;
    let deployment = Rect::new(0, 0, width, 138);
    let rail = 34;
    let lane_w = width - rail;
    let pods = Rect::new(26, 0, lane_w - 26 - PAD - 4, 0);
    let wanted: i32 = needs.iter().map(|n| n.slots.max(1)).sum();
    // As high as it takes, but no more than about two screens.
    let room = (wanted * 62).min(1100) + 200;
    let (density, pitch, heights) = heights(room, needs, most_pods, pods.w, HEAD + PAD, 100);
    let (density, pitch) = match density {
        Density::Full => (density, pitch.min(62)),
        other => (other, pitch),
    };
    let mut y = deployment.bottom() + GAP;
    let mut lanes = Vec::with_capacity(needs.len());
    for (need, h) in needs.iter().zip(&heights) {
        let h = match density {
            Density::Cells(_) => *h,
            _ if need.thin => *h,
            _ => need.slots.max(1) * pitch + HEAD + PAD - 4,
        };
        let lane = Rect::new(0, y, lane_w, h);
        let head = if need.thin { h } else { HEAD };
        let card = Rect::new(26, y, lane_w - 26 - PAD, head);
        let pods = Rect { y: y + head, h: (h - head - PAD).max(0), ..pods };
        lanes.push(LanePlace { lane, card, pods, thin: need.thin });
        y += h + GAP;
    }
    let service = Rect::new(width - 160, y + 2, 160, 62);
    let users = Rect::new(0, y + 2, 120, 62);
    StageLayout {
        form: Form::Phone,
        width,
        height: service.bottom() + 4,
        density,
        pitch,
        deployment,
        lanes,
        service,
        users,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(slots: &[i32]) -> Vec<Need> {
        slots.iter().map(|n| Need { thin: *n == 0, slots: *n }).collect()
    }

    /// Nothing overlaps, and all is inside.
    fn check(width: i32, room: i32, slots: &[i32], most: i32) {
        let l = layout(width, room, &needs(slots), most);
        let whole = Rect::new(0, 0, l.width, l.height);
        let mut solid = vec![("deployment", l.deployment), ("service", l.service)];
        if l.form != Form::Medium {
            solid.push(("users", l.users));
        }
        for (place, n) in l.lanes.iter().zip(slots) {
            solid.push(("lane", place.lane));
            assert!(place.lane.contains(place.card), "{width} {slots:?}: card outside its lane");
            assert!(place.lane.contains(place.pods), "{width} {slots:?}: Pods outside their lane");
            assert!(
                !place.card.overlaps(place.pods) || place.pods.h == 0,
                "{width} {slots:?}: card over Pods"
            );
            if matches!(l.density, Density::Cells(_)) {
                continue;
            }
            let rows: Vec<Rect> = (0..usize::try_from(*n).unwrap_or(0)).map(|i| l.row(place, i)).collect();
            for (i, row) in rows.iter().enumerate() {
                assert!(
                    place.lane.contains(*row),
                    "{width}x{room} {slots:?}: row {i} {row:?} outside {:?}",
                    place.lane
                );
                assert!(
                    rows.iter().skip(i + 1).all(|r| !r.overlaps(*row)),
                    "{width} {slots:?}: rows overlap"
                );
                assert!(
                    row.h >= if l.density == Density::Full { 40 } else { 24 },
                    "{width} {slots:?}: {row:?} too low"
                );
            }
        }
        for (i, (name, a)) in solid.iter().enumerate() {
            assert!(whole.contains(*a), "{width}x{room} {slots:?}: {name} {a:?} outside {whole:?}");
            for (other, b) in solid.iter().skip(i + 1) {
                assert!(!a.overlaps(*b), "{width}x{room} {slots:?}: {name} {a:?} over {other} {b:?}");
            }
        }
    }

    #[test]
    fn nothing_overlaps_at_any_width_for_one_to_twelve_pods() {
        for width in [320, 358, 599, 600, 620, 690, 899, 900, 1044, 1400, 2400] {
            for room in [300, 430, 700] {
                for n in 1..=12 {
                    check(width, room, &[n], n);
                    check(width, room, &[n, n], n);
                    check(width, room, &[0, n, n], n);
                    check(width, room, &[0, 0, 0, 0, n], n);
                }
            }
        }
    }

    #[test]
    fn many_pods_become_cells_inside_their_lanes() {
        for width in [358, 690, 1044] {
            for n in [13, 50, 200, 1000] {
                check(width, 430, &[n, n], n);
                let l = layout(width, 430, &needs(&[n, n]), n);
                let Density::Cells(cell) = l.density else { panic!("rows for {n} Pods") };
                let n = n.unsigned_abs();
                for place in &l.lanes {
                    for counts in [vec![n], vec![n / 2, n / 4, n / 4]] {
                        let groups = group_places(place.pods, cell, &counts);
                        let last = groups.last().map_or(0, |(_, cells)| cells.bottom());
                        assert!(
                            last <= place.lane.bottom(),
                            "{width} {n} {counts:?}: {last} below {:?}",
                            place.lane
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn three_pods_with_a_surge_of_one_have_full_rows_on_a_usual_screen() {
        assert_eq!(layout(1044, 430, &needs(&[3, 3]), 4).density, Density::Full);
        assert_eq!(layout(1044, 430, &needs(&[5, 5]), 7).density, Density::OneLine);
        assert_eq!(layout(358, 400, &needs(&[3, 3]), 4).density, Density::Full);
    }
}
