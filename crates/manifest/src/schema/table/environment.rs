//! Environment variables and where their values come from.

use super::Type;

pub(super) const TYPES: &[Type] = &[
    (
        "EnvVar",
        "",
        "name string The variable.\n\
         value string Its value.\n\
         valueFrom EnvVarSource Where its value comes from instead.",
    ),
    (
        "EnvVarSource",
        "",
        "fieldRef ObjectFieldSelector A field of the Pod.\n\
         resourceFieldRef ResourceFieldSelector A request or limit of a container.\n\
         configMapKeyRef ConfigMapKeySelector A key of a ConfigMap.\n\
         secretKeyRef SecretKeySelector A key of a Secret.\n\
         - fileKeyRef",
    ),
    (
        "ObjectFieldSelector",
        "",
        "fieldPath string Which field, as metadata.name.\n\
         apiVersion string|v1 In which version of the API.",
    ),
    (
        "ResourceFieldSelector",
        "",
        "resource string Which amount, as limits.cpu.\n\
         containerName string Of which container.\n\
         divisor Quantity In which unit.",
    ),
    (
        "ConfigMapKeySelector",
        "",
        "name string Which ConfigMap.\n\
         key string Which key of it.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "SecretKeySelector",
        "",
        "name string Which Secret.\n\
         key string Which key of it.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "EnvFromSource",
        "",
        "prefix string What is put before each key.\n\
         configMapRef ConfigMapEnvSource A ConfigMap.\n\
         secretRef SecretEnvSource A Secret.",
    ),
    (
        "ConfigMapEnvSource",
        "",
        "name string Which ConfigMap.\n\
         optional boolean Whether it may be missing.",
    ),
    (
        "SecretEnvSource",
        "",
        "name string Which Secret.\n\
         optional boolean Whether it may be missing.",
    ),
];
