//! How high lanes are, and how Pods are drawn in them: as large as there is room for.

use super::{Density, GAP, GROUP_GAP, GROUP_LINE, HEAD, MOST_ROWS, Need, PAD, StageNeed};

/// What was found to fit.
pub(super) struct Fit {
    pub(super) density: Density,
    /// From one row, or cell, to the next.
    pub(super) pitch: i32,
    /// Between two lanes.
    pub(super) gap: i32,
    /// Between a lane's edge and what is in it.
    pub(super) pad: i32,
    /// A lane each, Deployment by Deployment.
    pub(super) heights: Vec<i32>,
}

/// A way of drawing rows.
struct Way {
    density: Density,
    /// From one row to the next, at most and at least.
    pitch: (i32, i32),
    gap: i32,
    pad: i32,
    /// A lane with Pods is at least so high, for its card.
    least: i32,
}

/// From the most room to the least.
const WAYS: [Way; 3] = [
    Way { density: Density::Full, pitch: (72, 50), gap: GAP, pad: PAD, least: 60 },
    Way { density: Density::OneLine, pitch: (40, 24), gap: 10, pad: 8, least: 44 },
    Way { density: Density::OneLine, pitch: (23, 15), gap: 6, pad: 4, least: 34 },
];

/// Rows of two lines are for so many Pods of a ReplicaSet.
const FEW: i32 = 6;
/// So many leave while others come, without that anything is drawn in another way.
const MORE: i32 = 3;
const CELLS: [i32; 14] = [28, 24, 20, 18, 16, 14, 12, 10, 8, 7, 6, 5, 4, 3];
/// A Deployment's card needs so much.
pub(super) const LEAST_GROUP: i32 = 92;
const THIN: i32 = 38;
/// Strips of old ReplicaSets lie close together.
const THIN_GAP: i32 = 4;

impl Fit {
    /// The gap between a lane and the one before it.
    pub(super) fn gap_before(&self, thin_before: bool, thin: bool, first: bool) -> i32 {
        match (first, thin_before && thin) {
            (true, _) => 0,
            (_, true) => THIN_GAP,
            _ => self.gap,
        }
    }

    /// Makes lanes higher where their Deployment's card needs it; how high all is then.
    fn settle(&mut self, need: &StageNeed) -> i32 {
        let (mut sum, mut first) = (0, 0);
        for group in &need.groups {
            let lanes: Vec<Need> = group.lanes.iter().chain(&group.ghost).copied().collect();
            let end = first + lanes.len();
            let heights = &self.heights[first..end];
            let gaps: i32 =
                (1..lanes.len()).map(|i| self.gap_before(lanes[i - 1].thin, lanes[i].thin, false)).sum();
            let high = heights.iter().sum::<i32>() + gaps;
            if let Some(at) = lanes.iter().rposition(|n| !n.thin) {
                self.heights[first + at] += (LEAST_GROUP - high).max(0);
            }
            sum += high.max(LEAST_GROUP) + self.gap + GROUP_GAP;
            first = end;
        }
        sum - self.gap - GROUP_GAP
    }
}

fn all(need: &StageNeed) -> impl Iterator<Item = Need> + '_ {
    need.groups.iter().flat_map(|g| g.lanes.iter().chain(&g.ghost).copied())
}

/// Whether no ReplicaSet has more Pods than these.
fn at_most(need: &StageNeed, pods: i32) -> bool {
    need.most <= pods && all(need).all(|n| n.slots <= pods + MORE)
}

fn thin_height(need: &StageNeed) -> i32 {
    if all(need).filter(|n| n.thin).count() > 3 { 28 } else { THIN }
}

/// The largest way in which everything fits into `room`; where none does, as little more as possible.
pub(super) fn fit(room: i32, need: &StageNeed, pods_w: i32) -> Fit {
    let few = at_most(need, FEW);
    let thin_h = thin_height(need);
    let rows = |way: &Way, pitch: i32| {
        let height = |n: Need| if n.thin { thin_h } else { (n.slots * pitch + 2 * way.pad).max(way.least) };
        let heights = all(need).map(height).collect();
        let mut fit = Fit { density: way.density, pitch, gap: way.gap, pad: way.pad, heights };
        let high = fit.settle(need);
        (fit, high)
    };
    if at_most(need, MOST_ROWS) {
        for way in WAYS.iter().filter(|w| w.density != Density::Full || few) {
            for pitch in (way.pitch.1..=way.pitch.0).rev() {
                let (mut fit, high) = rows(way, pitch);
                if high <= room {
                    stretch(&mut fit.heights, need, room - high);
                    return fit;
                }
            }
        }
        if few {
            return rows(&WAYS[2], WAYS[2].pitch.0).0;
        }
    }
    let mut found = None;
    for pitch in CELLS.into_iter().chain([2]) {
        let mut fit = cells(need, pitch, pods_w, 2 * PAD, thin_h);
        let high = fit.settle(need);
        let fits = high <= room;
        if fits {
            stretch(&mut fit.heights, need, room - high);
        }
        found = Some(fit);
        if fits {
            break;
        }
    }
    found.unwrap_or_else(|| cells(need, 2, pods_w, 2 * PAD, thin_h))
}

fn cells(need: &StageNeed, pitch: i32, pods_w: i32, pads: i32, thin_h: i32) -> Fit {
    let per_line = (pods_w / pitch).max(1);
    let height = |n: Need| {
        if n.thin { thin_h } else { 3 * GROUP_LINE + (n.slots.div_euclid(per_line) + 3) * pitch + pads }
    };
    Fit {
        density: Density::Cells(pitch),
        pitch,
        gap: GAP,
        pad: PAD,
        heights: all(need).map(height).collect(),
    }
}

/// Shares out among the lanes with Pods what room is left.
fn stretch(heights: &mut [i32], need: &StageNeed, left: i32) {
    let thick = i32::try_from(all(need).filter(|n| !n.thin).count()).unwrap_or(0);
    if thick == 0 {
        return;
    }
    for (height, need) in heights.iter_mut().zip(all(need)) {
        if !need.thin {
            *height += left / thick;
        }
    }
}

/// On a phone everything is as high as it takes, but cells no more than about two screens.
pub(super) fn phone_fit(need: &StageNeed, pods_w: i32) -> Fit {
    let thin_h = thin_height(need);
    if !at_most(need, MOST_ROWS) {
        let high = |fit: &Fit| fit.heights.iter().sum::<i32>() <= 1300;
        let ways = CELLS.into_iter().map(|pitch| cells(need, pitch, pods_w, HEAD + PAD, thin_h));
        return ways.into_iter().find(high).unwrap_or_else(|| cells(need, 2, pods_w, HEAD + PAD, thin_h));
    }
    let (density, pitch) = if at_most(need, FEW) { (Density::Full, 62) } else { (Density::OneLine, 32) };
    let height = |n: Need| if n.thin { thin_h } else { n.slots.max(1) * pitch + HEAD + PAD - 4 };
    Fit { density, pitch, gap: GAP, pad: PAD, heights: all(need).map(height).collect() }
}
