//! The run over time: Pods by version and readiness between ceiling and floor, decisions, failed requests.

use super::versions::Version;
use rollout_engine::traffic::{Failures, Outcome};
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;

/// Pods of one version at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SetCount {
    pub(crate) version: Version,
    pub(crate) available: u32,
    /// There, but not available.
    pub(crate) waiting: u32,
    pub(crate) leaving: u32,
}

/// What is known of one moment; it holds until the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChartSample {
    pub(crate) at: SimTime,
    pub(crate) sets: Rc<[SetCount]>,
    pub(crate) ceiling: i32,
    pub(crate) floor: i32,
    /// Failed requests so far.
    pub(crate) failed: Failures,
}

/// Why requests fail.
pub(crate) const CAUSES: [Outcome; 6] = Outcome::CAUSES;

/// How time and numbers become places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) from: SimTime,
    pub(crate) span: SimDuration,
    pub(crate) left: i32,
    pub(crate) width: i32,
    pub(crate) top: i32,
    pub(crate) height: i32,
    pub(crate) most: i32,
}

impl Scale {
    pub(crate) fn x(self, t: SimTime) -> i32 {
        let ms = t.since(self.from).0.min(self.span.0);
        self.left + i32::try_from(ms * u64::from(self.width.unsigned_abs()) / self.span.0.max(1)).unwrap_or(0)
    }

    /// The moment at a place; outside, the nearest.
    pub(crate) fn time(self, x: i32) -> SimTime {
        let px = u64::from((x - self.left).clamp(0, self.width).unsigned_abs());
        self.from + SimDuration(px * self.span.0 / u64::from(self.width.max(1).unsigned_abs()))
    }

    pub(crate) fn y(self, n: i32) -> i32 {
        let n = i64::from(n.clamp(0, self.most));
        self.top + self.height
            - i32::try_from(n * i64::from(self.height) / i64::from(self.most.max(1))).unwrap_or(0)
    }

    /// Numbers to write at the side: at most five.
    pub(crate) fn marks(self) -> Vec<i32> {
        // 1, 2, 5, 10, 20, 25, 50, 100 and so on.
        let mut tens = 1;
        while self.most / tens >= 50 {
            tens *= 10;
        }
        let steps = if tens == 1 { [1, 2, 5, 10] } else { [tens, 2 * tens, tens / 2 * 5, 5 * tens] };
        let step = steps.into_iter().find(|step| self.most / step <= 4).unwrap_or(10 * tens);
        (0..=self.most).step_by(usize::try_from(step).unwrap_or(1)).collect()
    }
}

/// The spans that the chart may show: it jumps from one to the next, so that it does not creep.
const SPANS: [u64; 12] = [30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 21_600, 86_400, 604_800];

/// A span with room for what is known and some more.
pub(crate) fn span_for(known: SimDuration) -> SimDuration {
    let enough = |s: &u64| known.0 * 100 <= s * 1000 * 88;
    SimDuration(SPANS.into_iter().find(enough).unwrap_or(known.0 / 880) * 1000)
}

/// The part of a run that is shown, chosen by zooming: from where, how much.
pub(crate) type Window = (SimTime, SimDuration);

/// Not less than this is shown.
const LEAST: u64 = 500;

/// The window that shows `percent` of the time that `shown` does, with the moment `at` in its place on the screen.
pub(crate) fn zoomed(shown: Scale, at: SimTime, percent: u64) -> Window {
    let span = (shown.span.0.saturating_mul(percent) / 100).max(LEAST);
    let left = at.since(shown.from).0.saturating_mul(span) / shown.span.0.max(1);
    (SimTime(at.0.saturating_sub(left)), SimDuration(span))
}

/// An area of the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) version: Version,
    pub(crate) class: &'static str,
    pub(crate) path: String,
    /// A place with room for a label: its left end, its middle, how long it stays so high.
    pub(crate) label: Option<(i32, i32)>,
}

/// The chart, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) areas: Vec<Area>,
    pub(crate) ceiling: String,
    pub(crate) floor: String,
    /// Failed requests: where, how far up (of 14) from where, and for which cause.
    pub(crate) failed: Vec<(i32, (i32, i32), usize)>,
}

/// The most that is reached, for the scale.
pub(crate) fn most(samples: &[ChartSample]) -> i32 {
    let total = |s: &ChartSample| s.sets.iter().map(|c| c.available + c.waiting + c.leaving).sum::<u32>();
    let top = |s: &ChartSample| s.ceiling.max(i32::try_from(total(s)).unwrap_or(i32::MAX));
    samples.iter().map(top).max().unwrap_or(1).max(1)
}

/// Turns samples into areas and lines. The last sample goes on to the right edge: what is not known yet is cut off by who draws.
pub(crate) fn draw(samples: &[ChartSample], scale: Scale) -> Drawn {
    // Of several samples on one px only the last is seen.
    let mut points: Vec<(i32, &ChartSample)> = Vec::new();
    for sample in samples {
        let x = scale.x(sample.at);
        match points.last_mut() {
            // Before the first it was as it was then.
            None => points.push((scale.left, sample)),
            Some(last) if last.0 == x => last.1 = sample,
            Some(_) => points.push((x, sample)),
        }
    }
    let right = scale.left + scale.width;
    let mut versions: Vec<Version> = Vec::new();
    for set in points.iter().flat_map(|(_, s)| s.sets.iter()) {
        if !versions.contains(&set.version) {
            versions.push(set.version);
        }
    }
    let mut below = vec![0_u32; points.len()];
    let mut areas = Vec::new();
    type Count = fn(&SetCount) -> u32;
    let kinds: [(&'static str, Count); 3] =
        [("on", |c| c.available), ("hatch", |c| c.waiting), ("leave", |c| c.leaving)];
    for (class, count) in kinds {
        for version in &versions {
            let heights: Vec<u32> = points
                .iter()
                .map(|(_, s)| s.sets.iter().filter(|c| c.version == *version).map(count).sum())
                .collect();
            if heights.iter().any(|h| *h > 0) {
                let label = label_place(&points, &below, &heights, scale, right);
                areas.push(Area {
                    version: *version,
                    class,
                    path: area(&points, &below, &heights, scale, right),
                    label,
                });
            }
            for (b, h) in below.iter_mut().zip(heights) {
                *b += h;
            }
        }
    }
    let line = |of: fn(&ChartSample) -> i32| {
        let mut path = String::new();
        let mut y = 0;
        for (i, (x, sample)) in points.iter().enumerate() {
            let next = scale.y(of(sample));
            if i == 0 {
                path = format!("M{x} {next}");
            } else if next != y {
                path.push_str(&format!("H{x}V{next}"));
            }
            y = next;
        }
        if !path.is_empty() {
            path.push_str(&format!("H{right}"));
        }
        path
    };
    Drawn { areas, ceiling: line(|s| s.ceiling), floor: line(|s| s.floor), failed: failed(&points) }
}

fn height(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// One closed step-shaped outline per stretch in which there is something.
fn area(points: &[(i32, &ChartSample)], below: &[u32], heights: &[u32], scale: Scale, right: i32) -> String {
    let mut path = String::new();
    let end_of = |i: usize| points.get(i + 1).map_or(right, |(x, _)| *x);
    let mut i = 0;
    while i < points.len() {
        if heights[i] == 0 {
            i += 1;
            continue;
        }
        let first = i;
        while i < points.len() && heights[i] > 0 {
            i += 1;
        }
        path.push_str(&format!("M{} {}", points[first].0, scale.y(height(below[first]))));
        for j in first..i {
            path.push_str(&format!("V{}H{}", scale.y(height(below[j] + heights[j])), end_of(j)));
        }
        for j in (first..i).rev() {
            path.push_str(&format!("V{}H{}", scale.y(height(below[j])), points[j].0));
        }
        path.push('z');
    }
    path
}

/// The first stretch of an area that is long and high enough for words.
fn label_place(
    points: &[(i32, &ChartSample)],
    below: &[u32],
    heights: &[u32],
    scale: Scale,
    right: i32,
) -> Option<(i32, i32)> {
    for (i, (x, _)) in points.iter().enumerate() {
        let (low, high) = (scale.y(height(below[i])), scale.y(height(below[i] + heights[i])));
        if heights[i] == 0 || low - high < 16 {
            continue;
        }
        // As far as the band at this middle stays inside the area.
        let middle = (low + high) / 2;
        let inside = |j: usize| {
            scale.y(height(below[j])) >= middle + 7 && scale.y(height(below[j] + heights[j])) <= middle - 7
        };
        let end = (i..points.len()).find(|j| !inside(*j)).map_or(right, |j| points[j].0);
        if end - x > 40 {
            return Some((*x, middle));
        }
    }
    None
}

/// Bars of failed requests, the causes one above the other.
fn failed(points: &[(i32, &ChartSample)]) -> Vec<(i32, (i32, i32), usize)> {
    const BIN: i32 = 6;
    let mut bins: Vec<(i32, [u64; CAUSES.len()])> = Vec::new();
    for pair in points.windows(2) {
        let [(_, before), (x, after)] = pair else { continue };
        let bin = x - x.rem_euclid(BIN);
        for (cause, outcome) in CAUSES.into_iter().enumerate() {
            let (now, then) = (after.failed.of(outcome), before.failed.of(outcome));
            let n = now.saturating_sub(then);
            if n == 0 {
                continue;
            }
            if bins.last().is_none_or(|last| last.0 != bin) {
                bins.push((bin, [0; CAUSES.len()]));
            }
            if let Some(last) = bins.last_mut() {
                last.1[cause] += n;
            }
        }
    }
    let top = bins.iter().map(|(_, n)| n.iter().sum::<u64>()).max().unwrap_or(1).max(1);
    let mut out = Vec::new();
    for (x, counts) in bins {
        let mut below = 0;
        for (cause, n) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            let h = (3 + i32::try_from(n * 11 / top).unwrap_or(11)).min(14 - below);
            out.push((x, (below, below + h), cause));
            below += h;
        }
    }
    out
}

/// Numbers of decisions that stand too close together share a mark: where it is, its first and its last number.
pub(crate) fn marks(decisions: &[(u32, SimTime)], scale: Scale) -> Vec<(i32, u32, u32)> {
    // Between two marks of two numbers each, the larger ones of the run's last.
    let digits = decisions.last().map_or(1, |(number, _)| number.to_string().len());
    let apart = (14 * i32::try_from(digits).unwrap_or(1) + 26).max(64);
    let mut out: Vec<(i32, u32, u32)> = Vec::new();
    for (number, at) in decisions {
        let x = scale.x(*at);
        match out.last_mut() {
            Some((first, _, last)) if x - *first < apart => *last = *number,
            _ => out.push((x, *number, *number)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> Scale {
        Scale {
            from: SimTime(120_000),
            span: SimDuration(30_000),
            left: 30,
            width: 600,
            top: 10,
            height: 80,
            most: 4,
        }
    }

    #[test]
    fn places_and_moments_belong_together() {
        let s = scale();
        assert_eq!((s.x(SimTime(120_000)), s.x(SimTime(150_000))), (30, 630));
        assert_eq!(s.time(330), SimTime(135_000));
        assert_eq!(s.time(-5), SimTime(120_000), "left of it is the start");
        assert_eq!((s.y(0), s.y(4)), (90, 10));
        assert_eq!(s.marks(), [0, 1, 2, 3, 4]);
        assert_eq!(Scale { most: 250, ..s }.marks(), [0, 100, 200]);
        assert_eq!(Scale { most: 40, ..s }.marks(), [0, 10, 20, 30, 40]);
        assert_eq!(Scale { most: 125_000, ..s }.marks(), [0, 50_000, 100_000]);
        assert!(Scale { most: i32::MAX, ..s }.marks().len() <= 5);
    }

    #[test]
    fn the_span_leaves_room_and_jumps() {
        assert_eq!(span_for(SimDuration(0)), SimDuration(30_000));
        assert_eq!(span_for(SimDuration(26_000)), SimDuration(30_000));
        assert_eq!(span_for(SimDuration(27_000)), SimDuration(60_000));
    }

    #[test]
    fn areas_are_stacked_in_steps() {
        let set =
            |available, waiting| SetCount { version: Version::default(), available, waiting, leaving: 0 };
        let sample = |at, c| ChartSample {
            at: SimTime(at),
            sets: [c].into(),
            ceiling: 4,
            floor: 3,
            failed: Failures::default(),
        };
        let drawn = draw(&[sample(120_000, set(3, 0)), sample(135_000, set(3, 1))], scale());
        let paths: Vec<_> = drawn.areas.iter().map(|a| (a.class, a.path.as_str())).collect();
        assert_eq!(
            paths,
            [("on", "M30 90V30H330V30H630V90H330V90H30z"), ("hatch", "M330 30V10H630V30H330z")]
        );
        assert_eq!(drawn.ceiling, "M30 10H630");
    }

    #[test]
    fn close_decisions_share_a_mark() {
        let at = |ms: u64| SimTime(120_000 + ms);
        let marks = marks(&[(1, at(1_000)), (2, at(6_000)), (3, at(6_004)), (4, at(12_000))], scale());
        assert_eq!(marks, [(50, 1, 1), (150, 2, 3), (270, 4, 4)]);
    }
}
