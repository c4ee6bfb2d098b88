//! The pile of Pods between floor and ceiling in the Deployment's card.

use super::rect::Rect;
use super::tally::Tally;
use super::versions::Version;

/// How many Pods there may and must be, as the Deployment's strategy comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// So many are wanted.
    pub(crate) replicas: i32,
    /// No more may exist.
    pub(crate) ceiling: i32,
    /// No fewer may be available by the controller's own doing.
    pub(crate) floor: i32,
}

/// What a block of the pile stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Available Pods.
    Solid,
    /// Pods that exist but are not available.
    Hatched,
    /// Pods that fail.
    Failing,
}

/// One Pod of the pile, or, where there are many, all of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) rect: Rect,
    pub(crate) version: Version,
    pub(crate) kind: BlockKind,
}

/// The gauge, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gauge {
    pub(crate) blocks: Vec<Block>,
    pub(crate) ceiling_y: i32,
    pub(crate) floor_y: i32,
    pub(crate) base_y: i32,
    pub(crate) exist: u32,
    pub(crate) available: u32,
}

/// Above so many Pods, bars are drawn instead of blocks.
const MOST_BLOCKS: i32 = 12;

/// Piles up the Pods of all ReplicaSets in `pile`: available ones at the bottom, the oldest version first.
pub(crate) fn gauge(pile: Rect, limits: Limits, lanes: &[(Version, Tally)]) -> Gauge {
    let exist: u32 = lanes.iter().map(|(_, t)| t.staying()).sum();
    let available = lanes.iter().map(|(_, t)| t.available()).sum();
    let top = limits.ceiling.max(i32::try_from(exist).unwrap_or(i32::MAX)).max(1);
    // A number of Pods as a height; multiplied first, so that the pile ends where the beams lie.
    let height = |n: i32| i32::try_from(i64::from(pile.h) * i64::from(n) / i64::from(top)).unwrap_or(0);
    let y = |n: i32| pile.bottom() - height(n);
    let mut blocks = Vec::new();
    let mut below = 0;
    let mut put = |n: u32, version: Version, kind: BlockKind| {
        let n = i32::try_from(n).unwrap_or(i32::MAX);
        if n == 0 {
            return;
        }
        let each = if top > MOST_BLOCKS { n } else { 1 };
        for _ in 0..n / each {
            let (from, to) = (y(below), y(below + each));
            blocks.push(Block {
                rect: Rect::new(pile.x, to + 1, pile.w, (from - to - 2).max(1)),
                version,
                kind,
            });
            below += each;
        }
    };
    for (version, tally) in lanes {
        put(tally.available(), *version, BlockKind::Solid);
    }
    for (version, tally) in lanes {
        put(tally.coming(), *version, BlockKind::Hatched);
    }
    for (version, tally) in lanes {
        put(tally.failing(), *version, BlockKind::Failing);
    }
    Gauge {
        blocks,
        ceiling_y: y(limits.ceiling),
        floor_y: y(limits.floor),
        base_y: pile.bottom(),
        exist,
        available,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollout_engine::snapshot::PodStage;

    fn tally(stages: &[(PodStage, u32)]) -> Tally {
        let mut tally = Tally::default();
        for (stage, n) in stages {
            tally.add(*stage, *n);
        }
        tally
    }

    #[test]
    fn the_pile_lies_between_its_beams_and_blocks_do_not_overlap() {
        let pile = Rect::new(0, 0, 50, 200);
        for ceiling in 1..=40_i32 {
            for exist in 0..=ceiling {
                let available = exist / 2;
                let t = tally(&[
                    (PodStage::Available, available.unsigned_abs()),
                    (PodStage::NotReady, (exist - available).unsigned_abs()),
                    (PodStage::Terminating, 3),
                ]);
                let g = gauge(
                    pile,
                    Limits { replicas: ceiling, ceiling, floor: available },
                    &[(Version::default(), t)],
                );
                assert_eq!(g.exist, exist.unsigned_abs(), "leaving Pods are not in the pile");
                for (i, a) in g.blocks.iter().enumerate() {
                    assert!(pile.contains(a.rect) && a.rect.y >= g.ceiling_y, "{ceiling} {exist}: {a:?}");
                    assert!(
                        g.blocks.iter().skip(i + 1).all(|b| !a.rect.overlaps(b.rect)),
                        "{ceiling} {exist}"
                    );
                    let solid = a.kind == BlockKind::Solid;
                    assert_eq!(solid, a.rect.y >= g.floor_y, "available Pods end at the floor here");
                }
            }
        }
    }

    #[test]
    fn more_than_the_ceiling_allows_still_fits() {
        let pile = Rect::new(0, 0, 50, 100);
        let t = tally(&[(PodStage::Available, 6)]);
        let g = gauge(pile, Limits { replicas: 3, ceiling: 4, floor: 3 }, &[(Version::default(), t)]);
        assert!(g.blocks.iter().all(|b| pile.contains(b.rect)));
        assert!(g.ceiling_y > pile.y, "the pile rises above the beam");
    }
}
