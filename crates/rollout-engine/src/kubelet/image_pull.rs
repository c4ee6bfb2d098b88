//! Image pulls (`pkg/kubelet/images`): one at a time on each node, in order.

use crate::SortedMap;
use crate::api::Name;
use crate::id::NodeId;
use crate::number_map::NumberMap;
use crate::time::SimTime;
use crate::workload::Workload;
use std::rc::Rc;

/// What images the nodes have, and which they are pulling.
#[derive(Clone, Debug, Default)]
pub(crate) struct Images {
    known: SortedMap<(NodeId, Name), Image>,
    /// Until when each node is busy with the pulls asked for so far.
    busy_until: NumberMap<NodeId, SimTime>,
}

/// An image on a node.
#[derive(Clone, Copy, Debug, Default)]
struct Image {
    present: bool,
    failed_pulls: u32,
}

/// A pull under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pull {
    /// When it was asked for.
    pub(crate) asked_at: SimTime,
    /// When those before it were done.
    pub(crate) starts_at: SimTime,
    /// When it ends.
    pub(crate) ends_at: SimTime,
}

impl Images {
    pub(super) fn is_present(&self, node: NodeId, image: &Name) -> bool {
        self.known.get(&(node, Rc::clone(image))).is_some_and(|i| i.present)
    }

    /// Asks for an image.
    pub(super) fn pull(&mut self, now: SimTime, node: NodeId, workload: &Workload) -> Pull {
        let starts_at = self.busy_until.get(node).map_or(now, |busy| now.max(busy));
        let ends_at = starts_at + workload.pull_for;
        self.busy_until.insert(node, ends_at);
        Pull { asked_at: now, starts_at, ends_at }
    }

    /// A pull has ended; whether the image is there now.
    pub(super) fn pulled(&mut self, node: NodeId, image: &Name, workload: &Workload) -> bool {
        let known = self.known.entry((node, Rc::clone(image))).or_default();
        if known.failed_pulls < workload.pull_failures {
            known.failed_pulls = known.failed_pulls.saturating_add(1);
            return false;
        }
        known.present = true;
        true
    }
}

/// What the runtime says of an image that is nowhere.
pub(super) fn not_found(image: &str) -> String {
    format!(
        "rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": \
         failed to resolve reference \"{image}\": {image}: not found"
    )
}

/// The Event of a pull that went well.
pub(super) fn success(image: &str, pull: Pull) -> String {
    format!(
        "Successfully pulled image \"{image}\" in {} ({} including waiting). Image size: {IMAGE_BYTES} bytes.",
        go_duration(pull.ends_at.since(pull.starts_at).0),
        go_duration(pull.ends_at.since(pull.asked_at).0),
    )
}

/// Every image is said to be this big.
const IMAGE_BYTES: u32 = 12_345_678;

/// Milliseconds as Go prints a duration: `0s`, `701ms`, `4.002s`, `1m5.5s`.
fn go_duration(ms: u64) -> String {
    if ms == 0 {
        return "0s".into();
    }
    if ms < 1000 {
        return format!("{ms}ms");
    }
    let (minutes, rest) = (ms / 60_000, ms % 60_000);
    let fraction = format!("{:03}", rest % 1000);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let seconds = format!("{}{point}{fraction}s", rest / 1000);
    match minutes {
        0 => seconds,
        m if m < 60 => format!("{m}m{seconds}"),
        m => format!("{}h{}m{seconds}", m / 60, m % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_in_go() {
        for (ms, text) in
            [(0, "0s"), (701, "701ms"), (4002, "4.002s"), (65_500, "1m5.5s"), (3_600_000, "1h0m0s")]
        {
            assert_eq!(go_duration(ms), text);
        }
    }
}
