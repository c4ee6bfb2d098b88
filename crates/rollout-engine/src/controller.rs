//! The controllers. Each looks at the cache, plans its API calls with the decisions behind them, and carries them out one by one.

pub mod deployment;
pub mod endpoint_slice;
pub(crate) mod garbage_collector;
pub mod replica_set;
pub(crate) mod work_queue;
