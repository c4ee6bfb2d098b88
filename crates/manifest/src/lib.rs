//! Kubernetes manifests: YAML and JSON to the engine's objects and back.
