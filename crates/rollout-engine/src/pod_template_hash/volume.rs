//! Volumes and where they are mounted.

use super::go_text::{GoText, NIL, Pointer, Slice, pointer};
use super::quantity::QuantityText;
use crate::api::{DataKind, KeyToPath, Volume, VolumeMount, VolumeSource};
use std::fmt::{self, Display, Formatter};

impl Display for GoText<&Volume> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Volume { name, source } = self.0;
        let set = match source {
            VolumeSource::EmptyDir { .. } => "EmptyDir",
            VolumeSource::Data { kind: DataKind::ConfigMap, .. } => "ConfigMap",
            VolumeSource::Data { kind: DataKind::Secret, .. } => "Secret",
            VolumeSource::HostPath { .. } => "HostPath",
            VolumeSource::PersistentVolumeClaim { .. } => "PersistentVolumeClaim",
            VolumeSource::Other => "",
        };
        write!(f, "{{Name:(string){name} VolumeSource:(v1.VolumeSource){{")?;
        for (i, (field, kind)) in VOLUME_SOURCES.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{field}:(*v1.{kind}VolumeSource)")?;
            if *field == set {
                GoText(source).fmt(f)?;
            } else {
                f.write_str(NIL)?;
            }
        }
        f.write_str("}}")
    }
}

impl Display for GoText<&VolumeSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            VolumeSource::EmptyDir { medium, size_limit } => write!(
                f,
                "{{Medium:(v1.StorageMedium){medium} SizeLimit:(*resource.Quantity){} Mode:(*int32)<nil>}}",
                Pointer(size_limit.as_deref().map(QuantityText))
            ),
            VolumeSource::Data { kind, name, items, default_mode, optional } => {
                match kind {
                    DataKind::ConfigMap => {
                        write!(f, "{{LocalObjectReference:(v1.LocalObjectReference){{Name:(string){name}}}")?;
                    }
                    DataKind::Secret => write!(f, "{{SecretName:(string){name}")?,
                }
                write!(
                    f,
                    " Items:([]v1.KeyToPath){} DefaultMode:(*int32){default_mode} Optional:(*bool){} \
                     DefaultUser:(*int64)<nil>}}",
                    Slice(items),
                    Pointer(*optional)
                )
            }
            VolumeSource::HostPath { path, kind } => {
                write!(f, "{{Path:(string){path} Type:(*v1.HostPathType){kind}}}")
            }
            VolumeSource::PersistentVolumeClaim { claim_name, read_only } => {
                write!(f, "{{ClaimName:(string){claim_name} ReadOnly:(bool){read_only}}}")
            }
            VolumeSource::Other => f.write_str(NIL),
        }
    }
}

impl Display for GoText<&KeyToPath> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let KeyToPath { key, path, mode } = self.0;
        write!(
            f,
            "{{Key:(string){key} Path:(string){path} Mode:(*int32){} User:(*int64)<nil>}}",
            Pointer(*mode)
        )
    }
}

impl Display for GoText<&VolumeMount> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let m = self.0;
        write!(
            f,
            "{{Name:(string){} ReadOnly:(bool){} RecursiveReadOnly:(*v1.RecursiveReadOnlyMode){} \
             MountPath:(string){} SubPath:(string){} MountPropagation:(*v1.MountPropagationMode){} \
             SubPathExpr:(string){} BindMountOptions:([]string)<nil>}}",
            m.name,
            m.read_only,
            pointer(&m.recursive_read_only),
            m.mount_path,
            m.sub_path,
            pointer(&m.mount_propagation),
            m.sub_path_expr
        )
    }
}

/// The sources of a volume in the order of the Go type, and how the types they point to begin.
const VOLUME_SOURCES: [(&str, &str); 30] = [
    ("HostPath", "HostPath"),
    ("EmptyDir", "EmptyDir"),
    ("GCEPersistentDisk", "GCEPersistentDisk"),
    ("AWSElasticBlockStore", "AWSElasticBlockStore"),
    ("GitRepo", "GitRepo"),
    ("Secret", "Secret"),
    ("NFS", "NFS"),
    ("ISCSI", "ISCSI"),
    ("Glusterfs", "Glusterfs"),
    ("PersistentVolumeClaim", "PersistentVolumeClaim"),
    ("RBD", "RBD"),
    ("FlexVolume", "Flex"),
    ("Cinder", "Cinder"),
    ("CephFS", "CephFS"),
    ("Flocker", "Flocker"),
    ("DownwardAPI", "DownwardAPI"),
    ("FC", "FC"),
    ("AzureFile", "AzureFile"),
    ("ConfigMap", "ConfigMap"),
    ("VsphereVolume", "VsphereVirtualDisk"),
    ("Quobyte", "Quobyte"),
    ("AzureDisk", "AzureDisk"),
    ("PhotonPersistentDisk", "PhotonPersistentDisk"),
    ("Projected", "Projected"),
    ("PortworxVolume", "Portworx"),
    ("ScaleIO", "ScaleIO"),
    ("StorageOS", "StorageOS"),
    ("CSI", "CSI"),
    ("Ephemeral", "Ephemeral"),
    ("Image", "Image"),
];
