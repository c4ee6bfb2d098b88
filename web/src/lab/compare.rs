//! Two futures of one run side by side: the same seed, the same users, the same clock. Both are gone through until they rest, and
//! what they came to is counted.

use super::forks::{Step, parting};
use super::{Act, Lab};
use crate::edits::{Edit, set_in};
use crate::view::chart::ChartSample;
use crate::view::versions::{Version, image_of};
use rollout_engine::controller::deployment::replicas::is_complete;
use rollout_engine::{Sample, SimDuration, SimTime};
use std::rc::Rc;

/// Which two.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) first: u32,
    pub(crate) second: u32,
    /// A setting that the second has from its start, whatever was applied in it.
    pub(crate) with: Option<Edit>,
}

/// What a future comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    /// From the moment since which they are compared until the rollout has finished; none if it does not.
    pub(crate) finished: Option<SimDuration>,
    /// Pods beyond those wanted, at most; those that are leaving do not count.
    pub(crate) extra: i64,
    /// Pods at most, those that are leaving too.
    pub(crate) most: i64,
    /// Available Pods at least.
    pub(crate) fewest: i64,
    pub(crate) failed: i64,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) samples: Vec<ChartSample>,
    pub(crate) facts: Facts,
}

/// Both.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sides {
    pub(crate) sides: [Side; 2],
    pub(crate) opens_at: SimTime,
    /// The moment since which they are compared.
    pub(crate) since: SimTime,
    pub(crate) end: SimTime,
    /// Versions and their images.
    pub(crate) tags: Vec<(Version, String)>,
}

/// What has not come to rest so long after the last act never does: longer than any usual progress deadline.
const LONGEST: SimDuration = SimDuration::millis(1_200_000);
/// Nor does what takes so many steps.
const MOST_STEPS: u32 = 100_000;
/// A little of the rest is shown.
const AFTER: SimDuration = SimDuration::millis(3_000);

impl Lab {
    /// Goes through both; none if one cannot be had with that setting.
    pub(crate) fn compare(&self, which: &Comparison) -> Option<Sides> {
        let (first, second) = (self.steps(which.first), self.steps(which.second));
        let mut labs = [self.rebuilt(&first)?, self.rebuilt(&self.under(&second, which.with.as_ref())?)?];
        for lab in &mut labs {
            lab.run_to_rest();
        }
        let end = labs.iter().map(|l| l.timeline.now()).max()? + AFTER;
        for lab in &mut labs {
            lab.seek(end);
        }
        // The same version has the same colour in both.
        let mut versions = self.versions.clone();
        let mut tags: Vec<(Version, String)> = Vec::new();
        for lab in &mut labs {
            let snapshot = lab.timeline.snapshot();
            versions.learn(&snapshot);
            for set in &snapshot.replica_sets {
                let version = versions.of_hash(&set.hash);
                if tags.iter().all(|(known, _)| *known != version) {
                    tags.push((version, image_of(&set.object.spec.template).to_string()));
                }
            }
            lab.versions = versions.clone();
        }
        let opens_at = self.timeline.scenario().opens_at;
        let changed = |lab: &Self| lab.acts.iter().rfind(|d| !d.changes.is_empty()).map(|d| d.at);
        let parted = parting(&first, &second).filter(|_| which.first != which.second);
        let since = parted.or(changed(&labs[0])).unwrap_or(opens_at);
        let sides = labs.map(|lab| Side {
            facts: lab.facts(since, changed(&lab).unwrap_or(opens_at)),
            samples: lab.chart(lab.timeline.samples()),
        });
        Some(Sides { sides, opens_at, since, end, tags })
    }

    /// The same steps with another setting: applied at the start, and in every text that is applied.
    fn under(&self, steps: &[Step], edit: Option<&Edit>) -> Option<Vec<Step>> {
        let Some(edit) = edit else { return Some(steps.to_vec()) };
        let name = self.deployment()?.meta.name.clone();
        let other = |text: &str| set_in(text, &name, edit).map(Rc::<str>::from).ok();
        let start = Step {
            at: self.timeline.scenario().opens_at,
            act: Act::Apply(other(&self.first)?),
            words: "".into(),
        };
        let mut out = vec![start];
        for step in steps {
            let act = match &step.act {
                Act::Apply(text) => Act::Apply(other(text).unwrap_or_else(|| Rc::clone(text))),
                act => act.clone(),
            };
            out.push(Step { act, ..step.clone() });
        }
        Some(out)
    }

    fn run_to_rest(&mut self) {
        let limit = self.timeline.now() + LONGEST;
        for _ in 0..MOST_STEPS {
            if self.timeline.is_at_rest() || self.timeline.now() >= limit || !self.timeline.step() {
                break;
            }
        }
    }

    fn facts(&self, since: SimTime, changed: SimTime) -> Facts {
        let Some(deployment) = self.deployment() else { return Facts::default() };
        let snapshot = self.timeline.snapshot();
        let uid = deployment.meta.uid;
        let new = snapshot
            .replica_sets
            .iter()
            .find(|s| s.is_new && s.object.meta.owner.as_ref().is_some_and(|o| o.uid == uid));
        let replicas = i64::from(deployment.spec.replicas);
        // Of a sample: Pods that stay, all, available ones, and whether the rollout has finished.
        let count = |s: &Sample| {
            let sets = s.sets.iter().filter(|set| set.owner == Some(uid));
            let mut counts = (0, 0, 0, true);
            let mut there = 0;
            for set in sets {
                counts.0 += i64::from(set.active);
                counts.1 += i64::from(set.active + set.terminating);
                counts.2 += i64::from(set.available);
                let is_new = new.is_some_and(|n| n.object.meta.name == set.name);
                counts.3 &= is_new || set.active == 0;
                there += if is_new { i64::from(set.available) } else { 0 };
            }
            counts.3 &= counts.0 == replicas && there == replicas;
            counts
        };
        let samples = self.timeline.samples();
        let from = samples.partition_point(|s| s.at <= since).saturating_sub(1);
        let counted: Vec<_> = samples[from..].iter().map(|s| (s.at.max(since), count(s))).collect();
        let complete = is_complete(&deployment, &deployment.status);
        let finished = counted.iter().find(|(at, c)| c.3 && *at >= changed);
        let failed = |s: Option<&Sample>| s.map_or(0, |s| s.failed.in_all());
        let failed = failed(samples.last()).saturating_sub(failed(samples.get(from)));
        Facts {
            finished: finished.filter(|_| complete).map(|(at, _)| at.since(since)),
            extra: counted.iter().map(|(_, c)| c.0 - replicas).max().unwrap_or(0).max(0),
            most: counted.iter().map(|(_, c)| c.1).max().unwrap_or(0),
            fewest: counted.iter().map(|(_, c)| c.2).min().unwrap_or(0),
            failed: i64::try_from(failed).unwrap_or(i64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::edited;
    use rollout_engine::api::IntOrPercent;

    fn lab() -> Lab {
        let mut lab = Lab::new(crate::start::WORKSHOP).expect("the workshop's manifest is valid");
        image(&mut lab, "web:2.0.0");
        lab
    }

    fn image(lab: &mut Lab, image: &str) {
        let text = edited(lab, "web", &Edit::Image(image.into())).expect("it can be changed");
        lab.act(Act::Apply(text.into())).expect("it is accepted");
    }

    fn compared(lab: &Lab, second: u32, with: Option<Edit>) -> [Facts; 2] {
        let which = Comparison { first: lab.forks().current, second, with };
        lab.compare(&which).expect("it can be compared").sides.map(|s| s.facts)
    }

    #[test]
    fn another_setting_comes_to_something_else() {
        let lab = lab();
        let check = |edit: Edit, extra: i64, fewest: i64, sooner: bool| {
            let [a, b] = compared(&lab, 0, Some(edit.clone()));
            assert_eq!((a.extra, a.fewest), (1, 3), "as it is");
            assert_eq!((b.extra, b.fewest), (extra, fewest), "{edit:?}");
            assert_eq!(b.finished < a.finished, sooner, "{edit:?}: {:?}, {:?}", b.finished, a.finished);
            assert!(a.finished.is_some() && b.finished.is_some(), "{edit:?}");
        };
        check(Edit::Surge(IntOrPercent::Int(2)), 2, 3, true);
        check(Edit::Unavailable(IntOrPercent::Int(1)), 1, 2, true);
        check(Edit::Recreate(true), 0, 0, true);
        check(Edit::MinReady(10), 1, 3, false);
    }

    #[test]
    fn two_futures_are_compared_from_where_they_part() {
        let mut lab = lab();
        lab.seek(SimTime(150_000));
        lab.seek(SimTime(126_000));
        image(&mut lab, "web:3.0.0");
        let which = Comparison { first: 0, second: 1, with: None };
        let both = lab.compare(&which).expect("they can be compared");
        assert_eq!(both.since, SimTime(126_000));
        assert_eq!(both.sides[0].samples.first(), both.sides[1].samples.first());
        assert!(both.sides[0].facts.finished < both.sides[1].facts.finished);
        assert_eq!(both.tags.len(), 3);
        assert_eq!(lab.timeline().now(), SimTime(126_000), "the lab itself stays where it is");
    }

    #[test]
    fn what_never_finishes_is_said_to() {
        let mut lab = Lab::new(crate::start::WORKSHOP).expect("valid");
        let never = rollout_engine::Workload { ready_after: None, ..lab.workload("web:2.0.0") };
        lab.act(Act::Workload("web:2.0.0".into(), Box::new(never))).expect("accepted");
        image(&mut lab, "web:2.0.0");
        let [a, b] = compared(&lab, 0, Some(Edit::Surge(IntOrPercent::Int(2))));
        assert_eq!((a.finished, b.finished, a.extra, b.extra), (None, None, 1, 2));
        let said = crate::locale::compare::sentence("maxSurge 2", &a, &b);
        assert_eq!(
            said,
            "With maxSurge 2 the rollout does not finish in either: 2 extra Pods at most (not 1), 0 failed requests, 3 Pods available at least."
        );
    }
}
