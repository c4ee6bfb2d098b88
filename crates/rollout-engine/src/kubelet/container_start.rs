//! Starting a container (`kuberuntime_manager.go`, `kuberuntime_container.go`, `images/image_manager.go`): back-off, image, creation,
//! start, postStart.

use super::Shared;
use super::agenda::Task;
use super::back_off::{KUBELET, in_words};
use super::container::{Record, Role, Why};
use super::image_pull;
use super::pod_worker::{Activity, PodWorker};
use super::probe_words::joined;
use super::sync::{Step, Sync};
use crate::api::{EventType, Handler, Name, PullPolicy};
use crate::log::RuntimeAct;
use crate::time::SimDuration;
use crate::world::World;
use std::rc::Rc;

/// From the image to the program started: what the recordings show.
const START: SimDuration = SimDuration::millis(4);

impl PodWorker {
    /// Starts a container, unless it has to wait; whether nothing is under way.
    pub(super) fn start(&mut self, world: &mut World, node: &mut Shared, i: u16) -> bool {
        let now = world.now;
        let Some(c) = self.instance(i) else { return true };
        // What counts is the newest start that had ended when the sync began; one that the sync has killed is not among them.
        if let Some(exited_at) = c.listed.last_exit() {
            let entry = &mut c.trouble().restart_back_off;
            if let Some(left) = KUBELET.left(*entry, exited_at, now) {
                self.back_off(world, i, left);
                return true;
            }
            *entry = Some(KUBELET.next(*entry, exited_at, now));
        }
        self.have_image(world, node, i)
    }

    fn sync_under_way(&mut self) -> Option<&mut Sync> {
        match &mut self.activity {
            Activity::Syncing(sync) => Some(sync),
            _ => None,
        }
    }

    /// It stays stopped for a while.
    fn back_off(&mut self, world: &mut World, i: u16, left: SimDuration) {
        let in_full = self.in_full(world);
        let Some(name) = self.spec(i).map(|spec| Rc::clone(&spec.name)) else { return };
        let Some(c) = self.instance(i) else { return };
        let trouble = c.trouble();
        let wait = trouble.restart_back_off.map_or(left, |entry| entry.wait);
        let why = format!("back-off {} restarting failed container={name} pod={in_full}", in_words(wait));
        trouble.why = Some(("CrashLoopBackOff", why.into()));
        let is_init = c.role == Role::Init;
        let words = ["Back-off restarting failed container ", &*name, " in pod ", &*in_full];
        self.tell(world, i, EventType::Warning, "BackOff", &words);
        if let Some(sync) = self.sync_under_way() {
            sync.back_off(left);
            if is_init {
                sync.give_up();
            }
        }
    }

    /// The Pod as messages name it: `POD_NS(UID)`.
    fn in_full(&self, world: &World) -> String {
        format!("{}_{}({})", self.name, world.cluster.namespace, self.uid)
    }

    /// A start has failed: why is remembered until one succeeds, and shows with the next sync.
    fn fail(&mut self, i: u16, why: Why) {
        let Some(c) = self.instance(i) else { return };
        c.trouble().why = Some(why);
        let is_init = c.role == Role::Init;
        if let Some(sync) = self.sync_under_way() {
            sync.fail();
            if is_init {
                sync.give_up();
            }
        }
    }

    /// Sees to it that the image is there; whether nothing is under way.
    fn have_image(&mut self, world: &mut World, node: &mut Shared, i: u16) -> bool {
        let Some(spec) = self.spec(i) else { return true };
        let (image, policy) = (Rc::clone(&spec.image), spec.image_pull_policy);
        let now = world.now;
        match (node.images.is_present(self.node, &image), policy) {
            (true, PullPolicy::IfNotPresent | PullPolicy::Never) => {
                let present = "\" already present on machine and can be accessed by the pod";
                self.tell(world, i, EventType::Normal, "Pulled", &["Container image \"", &image, present]);
                self.plan(world, now + START, Task::Started(i));
                return false;
            }
            (false, PullPolicy::Never) => {
                let words: Name =
                    format!("Container image \"{image}\" is not present with pull policy of Never").into();
                self.tell(world, i, EventType::Warning, "ErrImageNeverPull", &[&words]);
                self.no_image(world, i, ("ErrImageNeverPull", words));
                return true;
            }
            _ => {}
        }
        let Some(c) = self.instance(i) else { return true };
        if let Some(entry) = c.trouble.as_ref().and_then(|t| t.pull_back_off)
            && KUBELET.left(Some(entry), entry.last_use, now).is_some()
        {
            let words = format!("Back-off pulling image \"{image}\"");
            let why = format!("{words}: ErrImagePull: {}", image_pull::not_found(&image));
            self.tell(world, i, EventType::Normal, "BackOff", &[&words]);
            self.no_image(world, i, ("ImagePullBackOff", why.into()));
            return true;
        }
        self.tell(world, i, EventType::Normal, "Pulling", &["Pulling image \"", &image, "\""]);
        let workload = node.workload(&image);
        let pull = node.images.pull(now, self.node, &workload);
        if let Some(c) = self.instance(i) {
            c.pull = Some(Box::new(pull));
        }
        self.log(world, RuntimeAct::Pull { image });
        self.plan(world, pull.ends_at, Task::Pulled(i));
        false
    }

    fn no_image(&mut self, world: &mut World, i: u16, why: Why) {
        self.tell(world, i, EventType::Warning, "Failed", &["Error: ", why.0]);
        self.fail(i, why);
    }

    pub(super) fn pulled(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        let Some(image) = self.spec(i).map(|spec| Rc::clone(&spec.image)) else { return };
        let workload = node.workload(&image);
        let now = world.now;
        let Some(pull) = self.instance(i).and_then(|c| c.pull.take()) else { return };
        if node.images.pulled(self.node, &image, &workload) {
            self.tell(world, i, EventType::Normal, "Pulled", &[&image_pull::success(&image, *pull)]);
            self.plan(world, now + START, Task::Started(i));
            return;
        }
        let why = image_pull::not_found(&image);
        if let Some(c) = self.instance(i) {
            let entry = &mut c.trouble().pull_back_off;
            *entry = Some(KUBELET.next(*entry, now, now));
        }
        let words = ["Failed to pull image \"", &*image, "\": ", &*why];
        self.tell(world, i, EventType::Warning, "Failed", &words);
        self.no_image(world, i, ("ErrImagePull", why.into()));
        self.go_on(world, node);
    }

    pub(super) fn started(&mut self, world: &mut World, node: &mut Shared, i: u16) {
        let Some(spec) = self.spec(i) else { return };
        let image = Rc::clone(&spec.image);
        let workload = node.workload(&image);
        let hook = spec.lifecycle.as_ref().and_then(|l| l.post_start.clone());
        let now = world.now;
        let Some(c) = self.instance(i) else { return };
        let attempt = c.runtime.newest.map_or(0, |r| r.attempt + 1);
        c.runtime.before = c.runtime.newest;
        c.runtime.newest = Some(Record { attempt, started_at: now, ended: None });
        c.workload = workload;
        c.told_to_stop = None;
        c.port_closed = false;
        if let Some(trouble) = &mut c.trouble {
            trouble.why = None;
        }
        if c.role == Role::Regular {
            self.running_at.get_or_insert(now);
        }
        self.tell(world, i, EventType::Normal, "Created", &["Container created"]);
        self.tell(world, i, EventType::Normal, "Started", &["Container started"]);
        self.log(world, RuntimeAct::Start { attempt, image });
        self.plan_listing(world);
        let ends = self.containers.get(usize::from(i)).zip(self.spec(i));
        if let Some((after, ending)) = ends.and_then(|(c, spec)| c.ends_by_itself(attempt, spec)) {
            self.plan(world, now + after, Task::Exit(i, attempt, ending));
        }
        match hook {
            Some(hook) => self.post_start(world, i, attempt, &hook),
            None => self.step_done(world, node),
        }
    }

    fn post_start(&mut self, world: &mut World, i: u16, attempt: u32, hook: &Handler) {
        let now = world.now;
        let Some((c, spec)) = self.containers.get(usize::from(i)).zip(self.spec(i)) else { return };
        let (takes, failed) = c.hook(hook, spec, now);
        if let Handler::Exec { command } = hook {
            let act =
                RuntimeAct::Exec { attempt, command: joined(command).into(), exit_code: i32::from(failed) };
            self.log(world, act);
        }
        self.plan(world, now + takes, Task::PostStartDone(i, failed));
    }

    pub(super) fn post_start_done(&mut self, world: &mut World, node: &mut Shared, i: u16, failed: bool) {
        if !failed {
            self.step_done(world, node);
            return;
        }
        let Some(spec) = self.spec(i) else { return };
        let why = match spec.lifecycle.as_ref().and_then(|l| l.post_start.as_ref()) {
            Some(Handler::Exec { command }) => {
                let command = joined(command);
                format!(
                    "Exec lifecycle hook ([{command}]) for Container \"{}\" in Pod \"{}\" failed - \
                     error: command '{command}' exited with 1: , message: \"\"",
                    spec.name,
                    self.in_full(world)
                )
            }
            _ => "PostStartHook failed".into(),
        };
        self.tell(world, i, EventType::Warning, "FailedPostStartHook", &["PostStartHook failed"]);
        self.fail(i, ("PostStartHookError", why.into()));
        if let Some(sync) = self.sync_under_way() {
            sync.under_way = Some(Step::Undo(i));
        }
        let grace = self.template.spec.termination_grace_period_seconds;
        if self.kill(world, node, i, grace, &["FailedPostStartHook"]) {
            self.step_done(world, node);
        }
    }
}
