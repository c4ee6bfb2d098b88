//! Writes of Pods (`pkg/registry/core/pod/strategy.go`).

use super::{Change, Cluster, Refusal};
use crate::api::{Name, ObjectMeta, OwnerReference, Pod, PodStatus, PodTemplateSpec};
use crate::id::{PodId, ReplicaSetId};
use crate::rng::SimRng;
use crate::time::{SimTime, Timestamp};
use crate::world::World;
use std::rc::Rc;

/// A Pod with what the API does not show.
#[derive(Clone, Debug)]
pub(crate) struct PodRecord {
    pub(crate) object: Rc<Pod>,
    pub(crate) order: u64,
    /// When it was created, to the millisecond.
    pub(crate) created_at: SimTime,
    /// When its deletion was first asked for, to the millisecond.
    pub(crate) deleted_at: Option<SimTime>,
    /// The number behind the random end of its name, and whose names it belongs to.
    suffix: Option<(ReplicaSetId, u32)>,
}

/// The letters of random names (`apimachinery/pkg/util/rand`): no vowels, so no words.
const ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH: u32 = 5;
/// A generated name's base is cut to this length (`apiserver/pkg/storage/names`).
const LONGEST_BASE: usize = 58;

/// Appends the five letters of a number below 27⁵.
pub(crate) fn push_suffix(name: &mut String, mut number: u32) {
    for _ in 0..SUFFIX_LENGTH {
        name.push(ALPHABET.get((number % 27) as usize).map_or('b', |b| char::from(*b)));
        number /= 27;
    }
}

impl Cluster {
    /// A name that begins with this base and a hyphen and that no other Pod of the ReplicaSet has.
    fn new_pod_name(&mut self, rng: &mut SimRng, owner: ReplicaSetId, base: &str) -> (Name, u32) {
        let number = loop {
            let number = u32::try_from(rng.below(27u64.pow(SUFFIX_LENGTH))).unwrap_or(0);
            if self.pod_names.entry(owner).or_default().insert(number) {
                break number;
            }
        };
        let name = &mut self.pod_name;
        name.clear();
        if base.len() < LONGEST_BASE {
            name.push_str(base);
            name.push('-');
        } else {
            name.extend(base.chars().chain(['-']).take(LONGEST_BASE));
        }
        push_suffix(name, number);
        (name.as_str().into(), number)
    }
}

impl Cluster {
    /// A name may be given again.
    fn forget_pod_name(&mut self, owner: ReplicaSetId, number: u32) {
        let Some(numbers) = self.pod_names.get_mut(&owner) else { return };
        numbers.remove(number);
        if numbers.is_empty() {
            self.pod_names.remove(&owner);
        }
    }
}

impl World {
    /// Creates a Pod for a ReplicaSet, or says why not: a quota.
    pub(crate) fn create_pod(
        &mut self,
        owner_id: ReplicaSetId,
        owner: &Rc<OwnerReference>,
        template: &Rc<PodTemplateSpec>,
    ) -> Result<PodId, Refusal> {
        let scripted = self.cluster.script.as_mut().and_then(|s| {
            let pods = s.pods.get_mut(&owner.name)?;
            (!pods.is_empty()).then(|| pods.remove(0))
        });
        let (name, number) = match &scripted {
            Some(pod) => (Rc::clone(&pod.name), None),
            None => {
                let (name, number) = self.cluster.new_pod_name(&mut self.rng, owner_id, &owner.name);
                (name, Some(number))
            }
        };
        if let Some(quota) = self.cluster.pod_quota {
            let used = self.cluster.pods.iter().filter(|(_, p)| !p.object.status.phase.is_terminal()).count();
            if used >= quota as usize {
                if let Some(number) = number {
                    self.cluster.forget_pod_name(owner_id, number);
                }
                let words = format!(
                    "pods \"{name}\" is forbidden: exceeded quota: pods, requested: pods=1, used: pods={used}, limited: pods={quota}"
                );
                return Err(Refusal::Forbidden(words.into()));
            }
        }
        let mut meta = ObjectMeta {
            name,
            uid: Cluster::new_uid(&mut self.rng),
            labels: template.labels.clone(),
            annotations: template.annotations.clone(),
            generation: 1,
            resource_version: self.cluster.next_version(),
            creation_timestamp: self.timestamp(),
            deletion_timestamp: None,
            deletion_grace_period_seconds: None,
            finalizers: Vec::new(),
            owner: Some(Rc::clone(owner)),
        };
        if let Some(pod) = &scripted {
            meta.uid = pod.uid;
            meta.creation_timestamp = pod.created.unwrap_or(meta.creation_timestamp);
        }
        let object = self.spare.version(meta, Rc::clone(template), None, PodStatus::default());
        let record = PodRecord {
            object: Rc::clone(&object),
            order: self.cluster.next_order(),
            created_at: self.now,
            deleted_at: None,
            suffix: number.map(|n| (owner_id, n)),
        };
        let id = self.cluster.pods.insert(record);
        self.stored(Change::Pod(id, None, Some(object)));
        Ok(id)
    }

    /// Changes a Pod; whether anything changed.
    pub(crate) fn update_pod(&mut self, id: PodId, change: impl FnOnce(&mut Pod)) -> Result<bool, Refusal> {
        let next = self.cluster.next_version();
        let record = self.cluster.pods.get_mut(id).ok_or(Refusal::NotFound)?;
        let Pod { meta, template, node_name, status } = &*record.object;
        let mut after =
            self.spare.version(meta.clone(), Rc::clone(template), node_name.clone(), status.clone());
        let pod = Rc::make_mut(&mut after);
        change(pod);
        if *record.object == *pod {
            return Ok(false);
        }
        pod.meta.resource_version = next;
        let before = std::mem::replace(&mut record.object, Rc::clone(&after));
        self.stored(Change::Pod(id, Some(before), Some(after)));
        Ok(true)
    }

    /// Replaces a Pod's status by what follows from it; whether anything changed.
    pub(crate) fn update_pod_status(
        &mut self,
        id: PodId,
        change: impl FnOnce(&PodStatus) -> PodStatus,
    ) -> Result<bool, Refusal> {
        let next = self.cluster.next_version();
        let record = self.cluster.pods.get_mut(id).ok_or(Refusal::NotFound)?;
        let before = Rc::clone(&record.object);
        let status = change(&before.status);
        if status == before.status {
            return Ok(false);
        }
        let mut meta = before.meta.clone();
        meta.resource_version = next;
        let (template, node_name) = (Rc::clone(&before.template), before.node_name.clone());
        let after = self.spare.version(meta, template, node_name, status);
        record.object = Rc::clone(&after);
        self.stored(Change::Pod(id, Some(before), Some(after)));
        Ok(true)
    }

    /// Asks for a Pod's deletion. Without a node, ended, or with grace 0 it goes at once; else at the end of its grace period,
    /// when its node says so. A later call can only shorten the grace period.
    pub(crate) fn delete_pod(&mut self, id: PodId, grace_period_seconds: Option<i64>) -> Result<(), Refusal> {
        let record = self.cluster.pods.get(id).ok_or(Refusal::NotFound)?;
        let pod = &record.object;
        let wanted = match grace_period_seconds {
            Some(seconds) if seconds < 0 => 1,
            Some(seconds) => seconds,
            None => pod.template.spec.termination_grace_period_seconds,
        };
        let grace = if pod.node_name.is_none() || pod.status.phase.is_terminal() { 0 } else { wanted };
        if grace == 0 {
            return self.remove_pod(id);
        }
        let now = self.timestamp();
        let deadline = match (pod.meta.deletion_timestamp, pod.meta.deletion_grace_period_seconds) {
            (None, _) => Timestamp(now.0.saturating_add(grace)),
            (Some(deadline), Some(before)) if grace_period_seconds.is_some() && grace < before => {
                Timestamp((deadline.0 - before + grace).max(now.0))
            }
            (Some(_), _) => return Ok(()),
        };
        let at = self.now;
        if let Some(record) = self.cluster.pods.get_mut(id) {
            record.deleted_at.get_or_insert(at);
        }
        self.update_pod(id, |pod| {
            if pod.meta.deletion_timestamp.is_none() {
                pod.meta.generation += 1;
            }
            pod.meta.deletion_timestamp = Some(deadline);
            pod.meta.deletion_grace_period_seconds = Some(grace);
        })?;
        Ok(())
    }

    /// Takes a Pod out. Its slot is free again once its node has done with it: [`Self::forget_pod`].
    pub(crate) fn remove_pod(&mut self, id: PodId) -> Result<(), Refusal> {
        let gone = self.cluster.pods.take(id).ok_or(Refusal::NotFound)?;
        self.cluster.next_version();
        if let Some((owner, number)) = gone.suffix {
            self.cluster.forget_pod_name(owner, number);
        }
        self.stored(Change::Pod(id, Some(gone.object), None));
        Ok(())
    }

    /// Lets the slot of a Pod that was taken out be used again: called once, when its node has done with it.
    pub(crate) fn forget_pod(&mut self, id: PodId) {
        self.cluster.pods.free(id);
    }
}
