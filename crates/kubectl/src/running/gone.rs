//! `kubectl delete` waits until what it deleted is gone.

use super::Printed;
use crate::item::items;
use crate::resource::Type;
use rollout_engine::Simulation;
use rollout_engine::api::Uid;

/// Waits for objects to go.
#[derive(Clone, Debug)]
pub(crate) struct Gone(pub(crate) Vec<(Type, String, Uid)>);

impl Gone {
    pub(super) fn look(&mut self, cluster: &Simulation, printed: &mut Printed) {
        self.0
            .retain(|(ty, name, uid)| items(cluster, *ty, Some(name)).iter().any(|item| item.uid() == *uid));
        if self.0.is_empty() {
            printed.exit_code = Some(0);
        }
    }

    pub(super) fn timed_out(&self) -> String {
        let (ty, name) = self.0.first().map_or(("", ""), |(ty, name, _)| (ty.info().plural, name));
        format!("error: timed out waiting for the condition on {ty}/{name}")
    }
}
