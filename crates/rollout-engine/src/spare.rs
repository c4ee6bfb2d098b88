//! Room of versions of Pods that nobody holds any more, for the next versions: there are several in the life of each Pod, all of one
//! size, and an allocator takes its time to give room back and to find it again.

use crate::api::{Name, ObjectMeta, Pod, PodStatus, PodTemplateSpec};
use std::rc::Rc;

/// So many Pods live for each room that is kept.
const PODS_PER_ROOM: usize = 8;

/// See the module. A copy has none of it.
#[derive(Debug, Default)]
pub(crate) struct Spare(Vec<Rc<Pod>>);

impl Clone for Spare {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Spare {
    /// A version in room that is there, or in new one. Its parts come one by one: together they are too large to be moved about.
    pub(crate) fn version(
        &mut self,
        meta: ObjectMeta,
        template: Rc<PodTemplateSpec>,
        node_name: Option<Name>,
        status: PodStatus,
    ) -> Rc<Pod> {
        if let Some(mut room) = self.0.pop()
            && let Some(place) = Rc::get_mut(&mut room)
        {
            place.meta = meta;
            place.template = template;
            place.node_name = node_name;
            place.status = status;
            return room;
        }
        Rc::new(Pod { meta, template, node_name, status })
    }

    /// Keeps the room of a version, if that was the last who held it and so many Pods live that it is worth while.
    pub(crate) fn keep(&mut self, version: Rc<Pod>, live: usize) {
        if Rc::strong_count(&version) == 1 && self.0.len() < live / PODS_PER_ROOM {
            self.0.push(version);
        }
    }
}
