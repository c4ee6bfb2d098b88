//! How Pods live under a kubelet, beyond what the recordings show: whole runs, seen as `kubectl get pods` prints them.

mod cluster;
mod containers;
mod endings;
mod extremes;
