//! Volumes and where they are mounted.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "Volume",
        "",
        "name string Its name in the Pod.\n\
         emptyDir EmptyDirVolumeSource An empty folder that goes with the Pod.\n\
         configMap ConfigMapVolumeSource The keys of a ConfigMap as files.\n\
         secret SecretVolumeSource The keys of a Secret as files.\n\
         hostPath HostPathVolumeSource A folder of the Node.\n\
         persistentVolumeClaim PersistentVolumeClaimVolumeSource Storage that outlives the Pod.\n\
         - gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker \
         downwardAPI fc azureFile vsphereVolume quobyte azureDisk photonPersistentDisk projected portworxVolume \
         scaleIO storageos csi ephemeral image",
    ),
    (
        "EmptyDirVolumeSource",
        "",
        "medium string|Memory Memory keeps it in memory.\n\
         sizeLimit Quantity How much it may hold.\n\
         - mode",
    ),
    (
        "ConfigMapVolumeSource",
        "",
        "name string Which ConfigMap.\n\
         items []KeyToPath Which of its keys; all if nothing is said.\n\
         defaultMode int32 The mode of the files; 420, octal 0644, if nothing is said.\n\
         optional boolean Whether it may be missing.\n\
         - defaultUser",
    ),
    (
        "SecretVolumeSource",
        "",
        "secretName string Which Secret.\n\
         items []KeyToPath Which of its keys; all if nothing is said.\n\
         defaultMode int32 The mode of the files; 420, octal 0644, if nothing is said.\n\
         optional boolean Whether it may be missing.\n\
         - defaultUser",
    ),
    (
        "KeyToPath",
        "",
        "key string Which key.\n\
         path string The file.\n\
         mode int32 The mode of the file.\n\
         - user",
    ),
    (
        "HostPathVolumeSource",
        "",
        "path string Which folder.\n\
         type string What must be there.",
    ),
    (
        "PersistentVolumeClaimVolumeSource",
        "",
        "claimName string The claim.\n\
         readOnly boolean Whether it can only be read.",
    ),
    (
        "VolumeMount",
        "",
        "name string Which volume.\n\
         mountPath string Where it is seen.\n\
         subPath string Which folder of it.\n\
         subPathExpr string The same, with variables.\n\
         readOnly boolean Whether it can only be read.\n\
         recursiveReadOnly string|Disabled|IfPossible|Enabled Whether what is mounted below it can only be read \
         as well.\n\
         mountPropagation string|None|HostToContainer|Bidirectional Who sees what is mounted later.\n\
         - bindMountOptions",
    ),
];
