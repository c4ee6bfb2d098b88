//! Looking whether the engine has kept its books: for tests, not for the page.

use super::Simulation;

impl Simulation {
    /// Holds all that is kept up to date on every change against a count from scratch.
    ///
    /// # Errors
    /// What differs.
    pub fn audit(&self) -> Result<(), String> {
        let world = &self.world;
        world.queue.audit()?;
        world.cache.audit()?;
        self.endpoint_slices.audit(world)?;
        self.traffic.audit()?;
        if !world.cluster.watch.is_empty() {
            return Ok(());
        }
        // Everything stored has arrived.
        for (id, record) in world.cluster.pods.iter() {
            if world.cache.pods.get(id).is_none_or(|cached| cached.object != record.object) {
                return Err(format!("the cache has not the Pod {} that is stored", record.object.meta.name));
            }
        }
        let (stored, cached) = (world.cluster.pods.len(), world.cache.pods.len());
        if stored != cached {
            return Err(format!("{stored} Pods are stored, {cached} are in the cache"));
        }
        self.scheduler.audit(world)
    }

    /// Every controller looks at every object again, as with an informer's resync. At rest nothing may come of it.
    pub fn resync(&mut self) {
        let world = &mut self.world;
        for id in world.cache.deployments.keys().copied().collect::<Vec<_>>() {
            self.deployments.on_deployment(world, id, false);
        }
        for id in world.cache.replica_sets.keys().copied().collect::<Vec<_>>() {
            self.replica_sets.on_replica_set(world, id, false);
        }
        for (id, service) in world.cache.services.clone() {
            self.endpoint_slices.on_service(world, id, Some(&service));
        }
    }
}
