//! What lasted how long, and which spans of two runs are the same.

use super::{BACK, NEAR, SHORT};
use crate::recording::pod_life::{Pod, Row};

/// Waiting after a crash may show as the error or as the back-off.
const DOWN: [&str; 5] = ["Error", "Completed", "CrashLoopBackOff", "PostStartHookError", "RunContainerError"];
/// Waiting after a failed pull likewise.
const PULL: [&str; 2] = ["ErrImagePull", "ImagePullBackOff"];

/// Something that was the case from a moment on, for some milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<T> {
    pub(super) from: i64,
    /// Negative where the recording stopped before.
    pub(super) lasts: i64,
    pub(super) what: T,
}

/// A row and how long it was shown.
pub(super) type RowSpan<'a> = Span<&'a Row>;

impl Row {
    pub(super) fn status(&self) -> Option<&str> {
        self.shown.as_ref().map(|[_, status, _]| status.as_str())
    }
}

/// A row without its time, as it is written down.
pub(super) fn shown(row: &Row) -> serde_json::Value {
    row.shown.as_ref().map_or_else(|| serde_json::json!([null]), |shown| serde_json::json!(shown))
}

/// True for a status in which a Pod waits to be tried again.
pub(super) fn waits_to_retry(status: &str) -> bool {
    DOWN.contains(&status) || PULL.contains(&status)
}

/// True if two rows show the same, times aside.
pub(super) fn same_row(x: &Row, y: &Row) -> bool {
    if x.shown == y.shown {
        return true;
    }
    let (Some([ready, status, restarts]), Some([ready_y, status_y, restarts_y])) = (&x.shown, &y.shown)
    else {
        return false;
    };
    let in_one = |group: &[&str]| group.contains(&status.as_str()) && group.contains(&status_y.as_str());
    ready == ready_y && restarts == restarts_y && (in_one(&DOWN) || in_one(&PULL))
}

/// Rows with how long they lasted, equal neighbours merged.
pub(super) fn spans(rows: &[Row], end: i64) -> Vec<RowSpan<'_>> {
    let mut spans: Vec<RowSpan<'_>> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let next = rows.get(i + 1).map(|next| next.t);
        match spans.last_mut().filter(|last| same_row(last.what, row)) {
            Some(last) => last.lasts += next.unwrap_or(end) - row.t,
            // The last row counts as long enough to be seen.
            None => {
                let lasts = next.unwrap_or_else(|| end.max(row.t + SHORT)) - row.t;
                spans.push(Span { from: row.t, lasts, what: row });
            }
        }
    }
    spans
}

/// How far from the end a change may still be missing: it may come after the recording stopped.
pub(super) fn late(pod: &Pod) -> i64 {
    let alive = pod.rows.iter().map_while(Row::status).take_while(|status| *status != "Terminating");
    NEAR + if alive.into_iter().any(waits_to_retry) { BACK } else { 0 }
}

/// Pairs of equal spans in order, as many as possible. A span without a partner must be short, or begin after `open_from`, where its
/// partner may not have come yet; none if there is no such pairing.
pub(super) fn matched<T: Clone>(
    a: &[Span<T>],
    b: &[Span<T>],
    same: impl Fn(&T, &T) -> bool,
    open_from: i64,
) -> Option<Vec<(Span<T>, Span<T>)>> {
    #[derive(Clone, Copy)]
    enum Move {
        Pair,
        SkipA,
        SkipB,
    }
    let may_miss = |span: &Span<T>| span.lasts < SHORT || span.from > open_from;
    // For each pair of positions, the most pairs from there to the ends and the move that leads to them.
    let columns = b.len() + 1;
    let at = |i: usize, j: usize| i * columns + j;
    let mut best: Vec<Option<(usize, Option<Move>)>> = vec![None; (a.len() + 1) * columns];
    for i in (0..=a.len()).rev() {
        for j in (0..=b.len()).rev() {
            let (x, y) = (a.get(i), b.get(j));
            let moves = [
                (x.zip(y).is_some_and(|(x, y)| same(&x.what, &y.what)), i + 1, j + 1, Move::Pair),
                (x.is_some_and(may_miss), i + 1, j, Move::SkipA),
                (y.is_some_and(may_miss), i, j + 1, Move::SkipB),
            ];
            let mut found = (i == a.len() && j == b.len()).then_some((0, None));
            for (_, i, j, step) in moves.into_iter().filter(|(allowed, ..)| *allowed) {
                let Some((pairs, _)) = best.get(at(i, j)).copied().flatten() else { continue };
                let pairs = pairs + usize::from(matches!(step, Move::Pair));
                if found.is_none_or(|(most, _)| pairs > most) {
                    found = Some((pairs, Some(step)));
                }
            }
            if let Some(place) = best.get_mut(at(i, j)) {
                *place = found;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    loop {
        match best.get(at(i, j)).copied().flatten()?.1 {
            None => return Some(pairs),
            Some(Move::Pair) => {
                pairs.extend(a.get(i).cloned().zip(b.get(j).cloned()));
                (i, j) = (i + 1, j + 1);
            }
            Some(Move::SkipA) => i += 1,
            Some(Move::SkipB) => j += 1,
        }
    }
}
