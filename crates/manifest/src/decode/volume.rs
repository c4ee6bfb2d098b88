//! Volumes and their mounts.

use super::fields::{Fields, Schema, invalid_value};
use crate::format::dns_label;
use rollout_engine::api::{DataKind, KeyToPath, Volume, VolumeMount, VolumeSource};

static VOLUME: Schema = Schema {
    go: "Volume",
    unmodelled: "gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs \
                 flocker downwardAPI fc azureFile vsphereVolume quobyte azureDisk photonPersistentDisk projected \
                 portworxVolume scaleIO storageos csi ephemeral image",
    ignored: "",
};
static EMPTY_DIR: Schema = Schema { go: "EmptyDirVolumeSource", unmodelled: "mode", ignored: "" };
static CONFIG_MAP: Schema = Schema { go: "ConfigMapVolumeSource", unmodelled: "defaultUser", ignored: "" };
static SECRET: Schema = Schema { go: "SecretVolumeSource", unmodelled: "defaultUser", ignored: "" };
static KEY_TO_PATH: Schema = Schema { go: "KeyToPath", unmodelled: "user", ignored: "" };
static HOST_PATH: Schema = Schema { go: "HostPathVolumeSource", unmodelled: "", ignored: "" };
static CLAIM: Schema = Schema { go: "PersistentVolumeClaimVolumeSource", unmodelled: "", ignored: "" };
static VOLUME_MOUNT: Schema = Schema { go: "VolumeMount", unmodelled: "bindMountOptions", ignored: "" };

/// Reads `volumes`.
pub(super) fn volumes(spec: &Fields<'_>) -> Vec<Volume> {
    let mut volumes: Vec<Volume> = Vec::new();
    for fields in spec.objects("volumes", &VOLUME) {
        let name = fields.text_or_empty("name");
        if name.is_empty() {
            fields.invalid("name", "Required value");
        } else if let Some(complaint) = dns_label(&name) {
            fields.invalid("name", invalid_value(&(&name).into(), &complaint));
        } else if volumes.iter().any(|v| v.name == name) {
            fields.invalid("name", format!("Duplicate value: \"{name}\""));
        }
        let source = source(&fields);
        fields.finish();
        volumes.push(Volume { name, source });
    }
    volumes
}

fn source(fields: &Fields<'_>) -> VolumeSource {
    let mut sources = [
        empty_dir(fields),
        data(fields, DataKind::ConfigMap),
        data(fields, DataKind::Secret),
        host_path(fields),
        claim(fields),
    ]
    .into_iter()
    .flatten();
    let other = fields
        .tree()
        .entries()
        .iter()
        .any(|e| !e.value.is_null() && VOLUME.unmodelled.split(' ').any(|name| name == &*e.key));
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

fn empty_dir(volume: &Fields<'_>) -> Option<VolumeSource> {
    let fields = volume.object("emptyDir", &EMPTY_DIR)?;
    let source = VolumeSource::EmptyDir {
        medium: fields.text_or_empty("medium"),
        size_limit: fields.quantity("sizeLimit"),
    };
    fields.finish();
    Some(source)
}

fn data(volume: &Fields<'_>, kind: DataKind) -> Option<VolumeSource> {
    let (fields, name) = match kind {
        DataKind::ConfigMap => (volume.object("configMap", &CONFIG_MAP)?, "name"),
        DataKind::Secret => (volume.object("secret", &SECRET)?, "secretName"),
    };
    let item = |item: &Fields<'_>| {
        let read = KeyToPath {
            key: item.text_or_empty("key"),
            path: item.text_or_empty("path"),
            mode: item.int32("mode"),
        };
        item.finish();
        read
    };
    let source = VolumeSource::Data {
        kind,
        name: fields.text_or_empty(name),
        items: fields.objects("items", &KEY_TO_PATH).iter().map(item).collect(),
        default_mode: fields.int32("defaultMode").unwrap_or(0o644),
        optional: fields.boolean("optional"),
    };
    fields.finish();
    Some(source)
}

fn host_path(volume: &Fields<'_>) -> Option<VolumeSource> {
    let fields = volume.object("hostPath", &HOST_PATH)?;
    let source =
        VolumeSource::HostPath { path: fields.text_or_empty("path"), kind: fields.text_or_empty("type") };
    fields.finish();
    Some(source)
}

fn claim(volume: &Fields<'_>) -> Option<VolumeSource> {
    let fields = volume.object("persistentVolumeClaim", &CLAIM)?;
    let source = VolumeSource::PersistentVolumeClaim {
        claim_name: fields.text_or_empty("claimName"),
        read_only: fields.flag("readOnly"),
    };
    fields.finish();
    Some(source)
}

/// Reads `volumeMounts` of a container in a Pod with these volumes.
pub(super) fn mounts(container: &Fields<'_>, volumes: &[Volume]) -> Vec<VolumeMount> {
    let mount = |fields: &Fields<'_>| {
        let mount = VolumeMount {
            name: fields.text_or_empty("name"),
            read_only: fields.flag("readOnly"),
            recursive_read_only: fields.text("recursiveReadOnly"),
            mount_path: fields.text_or_empty("mountPath"),
            sub_path: fields.text_or_empty("subPath"),
            mount_propagation: fields.text("mountPropagation"),
            sub_path_expr: fields.text_or_empty("subPathExpr"),
        };
        fields.finish();
        if mount.name.is_empty() {
            fields.invalid("name", "Required value");
        } else if !volumes.iter().any(|v| v.name == mount.name) {
            fields.invalid("name", format!("Not found: \"{}\"", mount.name));
        }
        if mount.mount_path.is_empty() {
            fields.invalid("mountPath", "Required value");
        }
        mount
    };
    container.objects("volumeMounts", &VOLUME_MOUNT).iter().map(mount).collect()
}
