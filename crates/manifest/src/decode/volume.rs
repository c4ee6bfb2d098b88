//! Volumes and their mounts.

use super::container::check_name;
use super::fields::Fields;
use crate::schema::{Standing, find};
use rollout_engine::api::{DataKind, KeyToPath, Volume, VolumeMount, VolumeSource};

/// Reads `volumes`.
pub(super) fn volumes(spec: &Fields<'_>) -> Vec<Volume> {
    let mut volumes: Vec<Volume> = Vec::new();
    spec.each("volumes", &mut |fields| {
        let name = fields.text_or_empty("name");
        check_name(fields, &name, volumes.iter().any(|v| v.name == name));
        volumes.push(Volume { name, source: source(fields) });
    });
    volumes
}

fn source(fields: &Fields<'_>) -> VolumeSource {
    let mut sources = [
        fields.object("emptyDir").map(|fields| VolumeSource::EmptyDir {
            medium: fields.text_or_empty("medium"),
            size_limit: fields.quantity("sizeLimit"),
        }),
        fields.object("configMap").map(|fields| data(&fields, DataKind::ConfigMap, "name")),
        fields.object("secret").map(|fields| data(&fields, DataKind::Secret, "secretName")),
        fields.object("hostPath").map(|fields| VolumeSource::HostPath {
            path: fields.text_or_empty("path"),
            kind: fields.text_or_empty("type"),
        }),
        fields.object("persistentVolumeClaim").map(|fields| VolumeSource::PersistentVolumeClaim {
            claim_name: fields.text_or_empty("claimName"),
            read_only: fields.flag("readOnly"),
        }),
    ]
    .into_iter()
    .flatten();
    let is_kept = |key: &str| find("Volume", key).is_some_and(|field| field.standing == Standing::Kept);
    let other = fields.tree.entries().iter().any(|e| !e.value.is_null() && is_kept(&e.key));
    match sources.next() {
        Some(source) => {
            if other || sources.next().is_some() {
                fields.invalid("", "Forbidden: may not specify more than 1 volume type");
            }
            source
        }
        None if other => VolumeSource::Other,
        // The server's default.
        None => VolumeSource::EmptyDir { medium: Default::default(), size_limit: None },
    }
}

fn data(fields: &Fields<'_>, kind: DataKind, name: &str) -> VolumeSource {
    VolumeSource::Data {
        kind,
        name: fields.text_or_empty(name),
        items: fields.all("items", |item| KeyToPath {
            key: item.text_or_empty("key"),
            path: item.text_or_empty("path"),
            mode: item.int32("mode"),
        }),
        default_mode: fields.int32("defaultMode").unwrap_or(0o644),
        optional: fields.boolean("optional"),
    }
}

/// Reads `volumeMounts` of a container in a Pod with these volumes.
pub(super) fn mounts(container: &Fields<'_>, volumes: &[Volume]) -> Vec<VolumeMount> {
    let mut mounts = Vec::new();
    container.each("volumeMounts", &mut |fields| {
        let mount = VolumeMount {
            name: fields.text_or_empty("name"),
            read_only: fields.flag("readOnly"),
            recursive_read_only: fields.text("recursiveReadOnly"),
            mount_path: fields.text_or_empty("mountPath"),
            sub_path: fields.text_or_empty("subPath"),
            mount_propagation: fields.text("mountPropagation"),
            sub_path_expr: fields.text_or_empty("subPathExpr"),
        };
        if mount.name.is_empty() {
            fields.invalid("name", "Required value");
        } else if !volumes.iter().any(|v| v.name == mount.name) {
            fields.invalid("name", &["Not found: \"", &*mount.name, "\""].concat());
        }
        if mount.mount_path.is_empty() {
            fields.invalid("mountPath", "Required value");
        }
        mounts.push(mount);
    });
    mounts
}
