//! One sync of a Deployment (`pkg/controller/deployment/{deployment_controller,sync}.go`): what it sees, and the order of its steps.

use super::annotations::{self, REVISION};
use super::plan::{Basis, Call, Note, Plan, Verb};
use super::replicas::{self, condition, has_progress_deadline, max_surge, set_condition};
use crate::api::{
    Annotations, ConditionReason, ConditionStatus, Deployment, DeploymentConditionType, DeploymentStatus,
    DeploymentStrategy, EventType, Labels, Name, ObjectMeta, OwnerReference, POD_TEMPLATE_HASH,
    PodTemplateSpec, ReplicaSet, ReplicaSetSpec, ReplicaSetStatus,
};
use crate::decision::{DecisionOutcome, Equation, Rule, Term};
use crate::id::ReplicaSetId;
use crate::order::sort_by;
use crate::pod_template_hash::pod_template_hash;
use crate::time::Timestamp;
use std::rc::Rc;

/// The longest name an object may have.
const LONGEST_NAME: usize = 253;

/// What a sync reads from the cache, once, at its start.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) deployment: Rc<Deployment>,
    /// The ReplicaSets that are its own or may become so.
    pub(crate) replica_sets: Vec<(ReplicaSetId, Rc<ReplicaSet>)>,
    /// Old ReplicaSets that still have Pods which have not ended.
    pub(crate) with_running_pods: Vec<ReplicaSetId>,
    pub(crate) now: Timestamp,
    pub(crate) now_ms: i64,
}

/// A ReplicaSet as the sync holds it: no write refreshes these copies.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// None for one that this sync itself creates.
    pub(crate) id: Option<ReplicaSetId>,
    pub(crate) object: Rc<ReplicaSet>,
}

impl Held {
    pub(crate) fn replicas(&self) -> i32 {
        self.object.spec.replicas
    }

    pub(crate) fn name(&self) -> Name {
        Rc::clone(&self.object.meta.name)
    }
}

/// A sync while it is being planned.
#[derive(Debug)]
pub(crate) struct Sync {
    pub(crate) deployment: Rc<Deployment>,
    /// The sync's own copy of the status, with the conditions it has set so far.
    pub(crate) status: DeploymentStatus,
    /// The sync's own copy of the annotations.
    pub(crate) annotations: Annotations,
    /// All ReplicaSets, oldest first.
    pub(crate) replica_sets: Vec<Held>,
    pub(crate) with_running_pods: Vec<ReplicaSetId>,
    pub(crate) now: Timestamp,
    pub(crate) now_ms: i64,
    pub(crate) plan: Plan,
}

/// The ReplicaSets by their part in the rollout: the new one, and where the old ones stand in [`Sync::replica_sets`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    pub(crate) new: Option<Held>,
    pub(crate) old: Vec<Held>,
}

impl Roles {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Held> {
        self.old.iter().chain(&self.new)
    }

    pub(crate) fn total_replicas(&self) -> i32 {
        self.all().fold(0, |sum, r| sum.saturating_add(r.replicas()))
    }
}

/// Plans a sync.
pub(crate) fn plan(view: View) -> Plan {
    let deployment = view.deployment;
    let mut sync = Sync {
        status: deployment.status.clone(),
        annotations: deployment.meta.annotations.clone(),
        deployment,
        replica_sets: Vec::new(),
        with_running_pods: view.with_running_pods,
        now: view.now,
        now_ms: view.now_ms,
        plan: Plan::default(),
    };
    if sync.deployment.spec.selector.is_empty() {
        sync.select_nothing();
        return sync.plan;
    }
    sync.claim(view.replica_sets);
    if sync.deployment.meta.is_being_deleted() {
        let roles = sync.find(false);
        sync.write_status_only(&roles);
        return sync.plan;
    }
    sync.check_paused();
    if sync.deployment.spec.paused {
        sync.scale_path();
        return sync.plan;
    }
    if sync.annotations.contains_key(annotations::ROLLBACK_TO) {
        sync.roll_back();
        return sync.plan;
    }
    let roles = sync.find(false);
    if sync.is_scaling_event(&roles) {
        sync.scale_path();
        return sync.plan;
    }
    match sync.deployment.spec.strategy {
        DeploymentStrategy::Recreate => sync.recreate(),
        DeploymentStrategy::RollingUpdate { .. } => sync.roll(),
    }
    sync.plan
}

impl Sync {
    pub(crate) fn call(&mut self, call: Call) {
        self.plan.calls.push_back(call);
    }

    pub(crate) fn note(&mut self, rule: Rule, equation: Equation) {
        self.plan.notes.push(Note { rule, equation, outcome: DecisionOutcome::Nothing });
    }

    fn version(&self) -> u64 {
        self.deployment.meta.resource_version
    }

    fn select_nothing(&mut self) {
        // The real controller sends this warning without any write of its own.
        if self.status.observed_generation >= self.deployment.meta.generation {
            return;
        }
        let mut status = self.status.clone();
        status.observed_generation = self.deployment.meta.generation;
        let annotations = self.annotations.clone();
        let verb = Verb::WriteStatus { version: self.version(), status: Box::new(status), annotations };
        self.call(Call::new(verb).telling(
            EventType::Warning,
            "SelectingAll",
            "This deployment is selecting all pods. A non-empty selector is required.",
        ));
    }

    /// Sorts out which ReplicaSets are ours (`pkg/controller/controller_ref_manager.go`).
    pub(crate) fn claim(&mut self, candidates: Vec<(ReplicaSetId, Rc<ReplicaSet>)>) {
        let deployment = Rc::clone(&self.deployment);
        for (id, object) in candidates {
            let fits = deployment.spec.selector.matches(&object.meta.labels);
            let ours = object.meta.is_controlled_by(deployment.meta.uid);
            match (ours, fits) {
                (true, true) => {}
                (true, false) => {
                    if !deployment.meta.is_being_deleted() {
                        self.call(Call::new(Verb::Release(id)));
                    }
                    continue;
                }
                (false, true) if object.meta.owner.is_none() => {
                    if deployment.meta.is_being_deleted() || object.meta.is_being_deleted() {
                        continue;
                    }
                    self.call(Call::new(Verb::Adopt(id)));
                }
                (false, _) => continue,
            }
            self.replica_sets.push(Held { id: Some(id), object });
        }
        sort_by(&mut self.replica_sets, |a, b| {
            let key = |h: &Held| (h.object.meta.creation_timestamp, h.name());
            key(a).cmp(&key(b))
        });
    }

    /// Notes in the Progressing condition that the Deployment has been paused or resumed.
    fn check_paused(&mut self) {
        if !has_progress_deadline(&self.deployment.spec) {
            return;
        }
        let reason = self.status.progressing_reason();
        let paused = self.deployment.spec.paused;
        let (reason, message) = match reason {
            Some(ConditionReason::ProgressDeadlineExceeded) => return,
            Some(ConditionReason::DeploymentPaused) if !paused => {
                (ConditionReason::DeploymentResumed, "Deployment is resumed")
            }
            reason if paused && reason != Some(ConditionReason::DeploymentPaused) => {
                (ConditionReason::DeploymentPaused, "Deployment is paused")
            }
            _ => return,
        };
        self.set_progressing(ConditionStatus::Unknown, reason, message);
        self.write_own_status();
    }

    pub(crate) fn set_progressing(
        &mut self,
        status: ConditionStatus,
        reason: ConditionReason,
        message: impl Into<Rc<str>>,
    ) {
        let new = condition(DeploymentConditionType::Progressing, status, reason, message, self.now);
        set_condition(&mut self.status.conditions, new);
    }

    /// Writes the sync's own copy of status and annotations.
    fn write_own_status(&mut self) {
        let verb = Verb::WriteStatus {
            version: self.version(),
            status: Box::new(self.status.clone()),
            annotations: self.annotations.clone(),
        };
        self.call(Call::new(verb));
    }

    pub(crate) fn write_status(&mut self, status: DeploymentStatus) {
        let annotations = self.annotations.clone();
        self.call(Call::new(Verb::WriteStatus {
            version: self.version(),
            status: Box::new(status),
            annotations,
        }));
    }

    /// Finds the new ReplicaSet and the old ones, and brings the new one's annotations up to date; if there is none, it is created
    /// where `create` says so. Every call of this works on what the sync saw at its start.
    pub(crate) fn find(&mut self, create: bool) -> Roles {
        let template = Rc::clone(&self.deployment.spec.template);
        let at =
            self.replica_sets.iter().position(|r| r.object.spec.template.equals_ignoring_hash(&template));
        let mut old = self.replica_sets.clone();
        let new = at.map(|at| old.remove(at));
        let new_revision = annotations::max_revision(old.iter().map(|r| &*r.object)) + 1;
        let new = match new {
            Some(new) => Some(self.refresh(new, new_revision)),
            None if create => Some(self.create(&old, new_revision)),
            None => None,
        };
        Roles { new, old }
    }

    fn refresh(&mut self, new: Held, new_revision: i64) -> Held {
        let object = &new.object;
        let wanted = annotations::new_replica_set_annotations(
            &self.deployment.meta.annotations,
            object.meta.annotations.clone(),
            new_revision,
            true,
        );
        let min_ready_seconds = self.deployment.spec.min_ready_seconds;
        if wanted != object.meta.annotations || min_ready_seconds != object.spec.min_ready_seconds {
            let mut updated = ReplicaSet::clone(object);
            let before = annotations::revision(object);
            updated.meta.annotations.clone_from(&wanted);
            updated.spec.min_ready_seconds = min_ready_seconds;
            let after = annotations::revision(&updated);
            if let Some(id) = new.id {
                let version = object.meta.resource_version;
                let mut call =
                    Call::new(Verb::Annotate { id, version, annotations: wanted, min_ready_seconds });
                if let (Some(from), Some(to)) = (before, after)
                    && from != to
                {
                    let equation = Equation::of(&[(true, Term::Revision, to)]);
                    let replica_set = new.name();
                    call = call.because(
                        Rule::ReuseReplicaSet,
                        equation,
                        DecisionOutcome::Renumbered { replica_set, from, to },
                    );
                }
                self.call(call);
            }
            return Held { id: new.id, object: Rc::new(updated) };
        }
        let mut write = false;
        if let Some(revision) = object.meta.annotations.get(REVISION)
            && self.annotations.get(REVISION) != Some(revision)
        {
            self.annotations.set(REVISION, Name::clone(revision));
            write = true;
        }
        if has_progress_deadline(&self.deployment.spec) && self.status.progressing_reason().is_none() {
            let message = format!("Found new replica set \"{}\"", new.name());
            self.set_progressing(ConditionStatus::True, ConditionReason::FoundNewReplicaSet, message);
            write = true;
        }
        if write {
            self.write_own_status();
        }
        new
    }

    fn create(&mut self, old: &[Held], new_revision: i64) -> Held {
        let deployment = Rc::clone(&self.deployment);
        let spec = &deployment.spec;
        let hash = pod_template_hash(&spec.template, self.status.collision_count);
        let name: Name = replica_set_name(&deployment.meta.name, &hash).into();
        let total = old.iter().fold(0i32, |sum, r| sum.saturating_add(r.replicas()));
        let size = replicas::new_replica_set_size(spec, total, 0);

        let mut template = PodTemplateSpec::clone(&spec.template);
        template.labels.set(POD_TEMPLATE_HASH, &*hash);
        let mut selector = spec.selector.clone();
        selector.match_labels.set(POD_TEMPLATE_HASH, &*hash);
        let mut meta = ObjectMeta::named(Rc::clone(&name));
        meta.labels = Labels::clone(&template.labels);
        meta.owner = Some(Rc::new(OwnerReference {
            kind: crate::api::Kind::Deployment,
            name: Rc::clone(&deployment.meta.name),
            uid: deployment.meta.uid,
        }));
        let mut own = annotations::new_replica_set_annotations(
            &deployment.meta.annotations,
            Annotations::default(),
            new_revision,
            false,
        );
        let ceiling = spec.replicas.saturating_add(max_surge(spec));
        annotations::set_replicas_annotations(&mut own, spec.replicas, ceiling);
        meta.annotations = own;
        meta.creation_timestamp = self.now;
        let new_spec = ReplicaSetSpec {
            replicas: size,
            min_ready_seconds: spec.min_ready_seconds,
            selector,
            template: Rc::new(template),
        };
        let equation = match spec.strategy {
            DeploymentStrategy::Recreate => Equation::of(&[(true, Term::Replicas, i64::from(spec.replicas))]),
            DeploymentStrategy::RollingUpdate { .. } => Equation::of(&[
                (true, Term::Ceiling, i64::from(ceiling)),
                (false, Term::TotalReplicas, i64::from(total)),
            ])
            .limited(Term::Replicas, i64::from(spec.replicas)),
        };
        let mut call = Call::new(Verb::Create(Box::new((meta.clone(), new_spec.clone())))).because(
            Rule::CreateReplicaSet,
            equation,
            DecisionOutcome::Created { replica_set: Rc::clone(&name), replicas: size },
        );
        if size > 0 {
            let message = format!("Scaled up replica set {name} from 0 to {size}");
            call = call.telling(EventType::Normal, "ScalingReplicaSet", message);
        }
        self.call(call);

        let revision = new_revision.to_string();
        let mut write = self.annotations.text(REVISION) != Some(&*revision);
        self.annotations.set(REVISION, revision);
        if has_progress_deadline(spec) {
            let message = format!("Created new replica set \"{name}\"");
            self.set_progressing(ConditionStatus::True, ConditionReason::NewReplicaSetCreated, message);
            write = true;
        }
        if write {
            self.write_own_status();
        }
        let object = Rc::new(ReplicaSet { meta, spec: new_spec, status: ReplicaSetStatus::default() });
        Held { id: None, object }
    }

    /// Plans to resize a ReplicaSet and to note what for; whether its size changes. An unchanged size is left alone.
    pub(crate) fn scale_and_tell(&mut self, target: &Held, basis: Basis, to: i32, note: Note) -> bool {
        if target.replicas() == to {
            return false;
        }
        self.scale(target, basis, to, Some(note));
        true
    }

    /// Plans to resize a ReplicaSet or, where the size stays, to note what it is sized for.
    pub(crate) fn scale(&mut self, target: &Held, basis: Basis, to: i32, note: Option<Note>) {
        let Some(id) = target.id else { return };
        let from = target.replicas();
        let spec = &self.deployment.spec;
        let mut annotations = target.object.meta.annotations.clone();
        let ceiling = spec.replicas.saturating_add(max_surge(spec));
        let noted = annotations::set_replicas_annotations(&mut annotations, spec.replicas, ceiling);
        if from == to && !noted {
            return;
        }
        let mut call = Call::new(Verb::Scale { id, basis, replicas: to, annotations });
        if from != to {
            let direction = if to > from { "up" } else { "down" };
            let message = format!("Scaled {direction} replica set {} from {from} to {to}", target.name());
            call = call.telling(EventType::Normal, "ScalingReplicaSet", message);
            call.note = note;
        }
        self.call(call);
    }

    /// A resizing of this ReplicaSet, as a decision.
    pub(crate) fn scaling_note(rule: Rule, equation: Equation, target: &Held, to: i32) -> Note {
        let outcome = DecisionOutcome::Scaled { replica_set: target.name(), from: target.replicas(), to };
        Note { rule, equation, outcome }
    }

    pub(crate) fn seen(target: &Held) -> Basis {
        Basis::Seen(target.object.meta.resource_version)
    }
}

/// `NAME-HASH`, the name cut so that the whole is not too long; not, if the hash alone is.
pub fn replica_set_name(deployment: &str, hash: &str) -> String {
    let room = LONGEST_NAME.saturating_sub(hash.len() + 1);
    let base: String = deployment.chars().take(if room > 0 { room } else { usize::MAX }).collect();
    format!("{base}-{hash}")
}
