//! "Why is nothing happening?": what the rollout waits for, and what it does not.

use super::story::{Facts, Story};
use super::tally::Group;
use crate::locale::Text;
use crate::locale::waits as words;
use rollout_engine::SimTime;
use rollout_engine::api::ConditionReason;
use rollout_engine::snapshot::PodView;
use std::rc::Rc;

/// Something that is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Wait {
    /// Said as it is.
    Plain(Text),
    /// A Pod, which says itself what it waits for.
    Pod(Rc<PodView>),
    /// So many more Pods.
    More(usize),
    /// A moment.
    Deadline(SimTime),
}

/// So many Pods are named.
const MOST: usize = 3;

/// Everything that is waited for at this moment, what matters most first. There is always an answer.
pub(crate) fn waits(f: &Facts<'_>, story: &Story) -> Vec<Wait> {
    let Some(deployment) = f.deployment else { return vec![Wait::Plain(words::NOTHING_DEPLOYED)] };
    let mut out = Vec::new();
    if deployment.spec.paused && !story.complete {
        out.push(Wait::Plain(words::PAUSED));
    }
    let failed = deployment.status.progressing_reason() == Some(ConditionReason::ProgressDeadlineExceeded);
    if failed {
        out.push(Wait::Plain(words::DEADLINE_PASSED));
    }
    if story.stuck {
        out.push(Wait::Plain(words::STUCK));
    }
    if story.complete {
        out.push(Wait::Plain(words::COMPLETE));
    }
    let coming =
        |p: &&Rc<PodView>| !matches!(Group::of(p.stage), Group::Available | Group::Hung | Group::Ended);
    let pods: Vec<_> = f.lanes.iter().rev().flat_map(|l| &l.pods).filter(coming).collect();
    out.extend(pods.iter().take(MOST).map(|p| Wait::Pod(Rc::clone(p))));
    if pods.len() > MOST {
        out.push(Wait::More(pods.len() - MOST));
    }
    out.extend(f.deadline.map(Wait::Deadline));
    if out.is_empty() {
        out.push(Wait::Plain(words::SOON));
    }
    out
}
