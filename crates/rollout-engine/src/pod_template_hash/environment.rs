//! Environment variables and where their values come from.

use super::go_text::{GoText, NIL, Pointer, pointer};
use super::quantity::QuantityText;
use crate::api::{DataKind, EnvFromSource, EnvVar, EnvVarSource, KeySelector};
use std::fmt::{self, Display, Formatter};

impl Display for GoText<&EnvVar> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let EnvVar { name, value, value_from } = self.0;
        write!(
            f,
            "{{Name:(string){name} Value:(string){value} ValueFrom:(*v1.EnvVarSource){}}}",
            pointer(value_from)
        )
    }
}

impl Display for GoText<&EnvVarSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("{FieldRef:(*v1.ObjectFieldSelector)")?;
        match self.0 {
            EnvVarSource::Field { api_version, field_path } => {
                write!(f, "{{APIVersion:(string){api_version} FieldPath:(string){field_path}}}")?;
            }
            _ => f.write_str(NIL)?,
        }
        f.write_str(" ResourceFieldRef:(*v1.ResourceFieldSelector)")?;
        match self.0 {
            EnvVarSource::Resource { container_name, resource, divisor } => write!(
                f,
                "{{ContainerName:(string){container_name} Resource:(string){resource} Divisor:(resource.Quantity){}}}",
                QuantityText(divisor)
            )?,
            _ => f.write_str(NIL)?,
        }
        let (config_map, secret) = match self.0 {
            EnvVarSource::ConfigMapKey(key) => (Some(GoText(key)), None),
            EnvVarSource::SecretKey(key) => (None, Some(GoText(key))),
            _ => (None, None),
        };
        write!(
            f,
            " ConfigMapKeyRef:(*v1.ConfigMapKeySelector){} SecretKeyRef:(*v1.SecretKeySelector){} \
             FileKeyRef:(*v1.FileKeySelector)<nil>}}",
            Pointer(config_map),
            Pointer(secret)
        )
    }
}

impl Display for GoText<&EnvFromSource> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let EnvFromSource { prefix, kind, name, optional } = self.0;
        let of = |wanted| Pointer((*kind == wanted).then(|| Reference(name, "", *optional)));
        write!(
            f,
            "{{Prefix:(string){prefix} ConfigMapRef:(*v1.ConfigMapEnvSource){} SecretRef:(*v1.SecretEnvSource){}}}",
            of(DataKind::ConfigMap),
            of(DataKind::Secret)
        )
    }
}

impl Display for GoText<&KeySelector> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let KeySelector { name, key, optional } = self.0;
        Reference(name, &format!(" Key:(string){key}"), *optional).fmt(f)
    }
}

/// A reference by name, with what follows it in the same structure.
struct Reference<'a>(&'a str, &'a str, Option<bool>);

impl Display for Reference<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(name, middle, optional) = self;
        write!(
            f,
            "{{LocalObjectReference:(v1.LocalObjectReference){{Name:(string){name}}}{middle} Optional:(*bool){}}}",
            Pointer(*optional)
        )
    }
}
