//! The rule for what kubectl printed: byte for byte, but for what no two runs have in common.

use super::difference::{cut, json};
use super::mask::{Mask, Table};
use crate::recording::control_plane::{Input, Output, Recording, Trace};
use std::sync::LazyLock;

/// Ages, times, UIDs, addresses and random suffixes, and what stands in their place.
pub(super) const VARYING: &Table = &[
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "UID"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "TIME"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ [+-]\d{4}", "TIME"),
    (r"\b([a-z]+)-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])", "${1}-SUFFIX"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", "TIME"),
    (r"\b\d+\.\d+\.\d+\.\d+\b", "IP"),
    (r#"(resourceVersion: )"\d+""#, "${1}N"),
    (r"/tmp/(LIVE|MERGED)-\d+", "/tmp/${1}"),
    (r"(?<![\w.:/-])(\d+d)?(\d+h)?(\d+m)?(\d+s)?(?<=[dhms])(?![\w.:/-])", "AGE"),
    (r"<invalid>|<unknown>", "AGE"),
    // The width of a column hangs on the ages in it.
    (r" {2,}", "  "),
    (r"-{5,}", "-----"),
];

/// How the outputs of a recording's commands compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// How many outputs were recorded.
    pub outputs: usize,
    /// One difference for each output that is not reproduced.
    pub differences: Vec<String>,
}

/// Compares what kubectl printed: exit code, standard output and standard error of every command.
#[must_use]
pub fn kubectl(recording: &Recording, trace: &Trace) -> Printed {
    let mut printed = Printed { outputs: 0, differences: Vec::new() };
    for (i, (step, got)) in recording.steps.iter().zip(&trace.steps).enumerate() {
        let (Input::Kubectl { command, .. }, Some(recorded)) = (&step.input, &step.kubectl) else { continue };
        printed.outputs += 1;
        let difference = output(recorded, got.kubectl.as_ref());
        printed
            .differences
            .extend(difference.map(|difference| format!("step {i} ({}) {difference}", cut(command, 60))));
    }
    printed
}

fn output(recorded: &Output, got: Option<&Output>) -> Option<String> {
    let Some(got) = got else { return Some(format!("exit: recorded {}, got null", recorded.exit)) };
    if recorded.exit != got.exit {
        return Some(format!("exit: recorded {}, got {}", recorded.exit, got.exit));
    }
    [("stdout", &recorded.stdout, &got.stdout), ("stderr", &recorded.stderr, &got.stderr)]
        .into_iter()
        .find_map(|(field, recorded, got)| {
            let (recorded, got) = (masked(recorded), masked(got));
            if recorded == got {
                return None;
            }
            let lines = |text: &str| text.split('\n').chain(["(end)"]).map(str::to_owned).collect::<Vec<_>>();
            let different =
                lines(&recorded).into_iter().zip(lines(&got)).find(|(x, y)| x != y).unwrap_or_default();
            Some(format!("{field}: recorded {}, got {}", json(&different.0), json(&different.1)))
        })
}

/// A printed text without what no two runs have in common.
fn masked(text: &str) -> String {
    static MASK: LazyLock<Mask> = LazyLock::new(|| Mask::new(VARYING));
    MASK.over(text)
}
