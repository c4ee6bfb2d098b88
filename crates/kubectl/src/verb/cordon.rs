//! `kubectl cordon` and `uncordon`

use super::{Work, nothing_named};
use crate::resource::{Named, Type};
use rollout_engine::Command;

pub(super) fn run(work: &mut Work<'_>, command: &str, words: &[String]) -> Result<(), String> {
    let parsed = work.parse(command, words)?;
    let dry_run = parsed.dry_run()?;
    let cordoned = command == "cordon";
    if parsed.words.is_empty() {
        return Err(nothing_named());
    }
    for name in &parsed.words {
        let name = name.strip_prefix("node/").unwrap_or(name).to_owned();
        let of = Named { ty: Type::Node, name };
        work.must_exist(&of)?;
        let node = work.cluster.nodes().iter().find(|node| *node.name == of.name);
        if node.is_some_and(|node| node.unschedulable == cordoned) {
            work.done(&of.shown(), &["already ", command, "ed"].concat(), None, None);
            continue;
        }
        let change = Command::SetCordoned { node: of.name.as_str().into(), cordoned };
        work.done(&of.shown(), &[command, "ed"].concat(), dry_run, Some(change));
    }
    Ok(())
}
