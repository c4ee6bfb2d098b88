//! What the client sends to the API server, and the words in which it is refused.

use crate::resource::Type;
use manifest::{Detail, ErrorKind, ManifestError, Object, Tree};
use rollout_engine::Simulation;
use rollout_engine::api::{Deployment, ObjectMeta, Service};

/// An object of which the client changes the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Deployment(Box<Deployment>),
    Service(Box<Service>),
}

impl Stored {
    /// The object of this type and name, if it is of a type that the client changes.
    pub(crate) fn find(cluster: &Simulation, ty: Type, name: &str) -> Option<Self> {
        match ty {
            Type::Deployment => {
                cluster.deployment_named(name).map(|d| Self::Deployment(Box::new((**d).clone())))
            }
            Type::Service => cluster.service_named(name).map(|s| Self::Service(Box::new((**s).clone()))),
            _ => None,
        }
    }

    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Deployment(_) => Type::Deployment,
            Self::Service(_) => Type::Service,
        }
    }

    pub(crate) fn meta(&self) -> &ObjectMeta {
        match self {
            Self::Deployment(deployment) => &deployment.meta,
            Self::Service(service) => &service.meta,
        }
    }

    pub(crate) fn meta_mut(&mut self) -> &mut ObjectMeta {
        match self {
            Self::Deployment(deployment) => &mut deployment.meta,
            Self::Service(service) => &mut service.meta,
        }
    }

    /// `deployment.apps/web`
    pub(crate) fn shown(&self) -> String {
        [&*self.ty().singular(), "/", &self.meta().name].concat()
    }

    /// What the API server warns of when it stores this.
    pub(crate) fn warnings(&self) -> Vec<String> {
        match self {
            Self::Deployment(deployment) => manifest::warnings(&deployment.spec.template),
            Self::Service(_) => Vec::new(),
        }
    }

    /// As the API server has it, without `status`.
    pub(crate) fn tree(&self) -> Tree {
        match self {
            Self::Deployment(deployment) => manifest::deployment_tree(deployment, Detail::Defaults),
            Self::Service(service) => manifest::service_tree(service, Detail::Defaults),
        }
    }

    /// The object as this tree describes it, with the identity that it has.
    ///
    /// # Errors
    /// What the API server has against it.
    pub(crate) fn changed(&self, tree: &Tree) -> Result<Self, Vec<ManifestError>> {
        match (self, created(tree)?) {
            (Self::Deployment(old), Self::Deployment(mut new)) => {
                if old.spec.selector != new.spec.selector {
                    let shown = tree.at("spec.selector").map(manifest::to_json).unwrap_or_default();
                    return Err(vec![ManifestError {
                        mark: tree.place_of("spec.selector"),
                        kind: ErrorKind::Invalid,
                        object: Box::default(),
                        path: "spec.selector".to_owned(),
                        message: format!("Invalid value: {shown}: field is immutable"),
                    }]);
                }
                new.status = old.status.clone();
                let (labels, annotations) = (new.meta.labels, new.meta.annotations);
                new.meta = old.meta.clone();
                new.meta.labels = labels;
                new.meta.annotations = annotations;
                Ok(Self::Deployment(new))
            }
            (Self::Service(old), Self::Service(mut new)) => {
                let (labels, annotations) = (new.meta.labels, new.meta.annotations);
                new.meta = old.meta.clone();
                new.meta.labels = labels;
                new.meta.annotations = annotations;
                new.spec.cluster_ip = new.spec.cluster_ip.or_else(|| old.spec.cluster_ip.clone());
                Ok(Self::Service(new))
            }
            (_, new) => Ok(new),
        }
    }

    /// The command that stores it.
    pub(crate) fn update(self) -> rollout_engine::Command {
        match self {
            Self::Deployment(deployment) => rollout_engine::Command::UpdateDeployment(deployment),
            Self::Service(service) => rollout_engine::Command::UpdateService(service),
        }
    }

    /// The command that creates it.
    pub(crate) fn create(self) -> rollout_engine::Command {
        match self {
            Self::Deployment(deployment) => rollout_engine::Command::CreateDeployment(deployment),
            Self::Service(service) => rollout_engine::Command::CreateService(service),
        }
    }
}

/// The object that a tree describes.
///
/// # Errors
/// What the API server has against it.
pub(crate) fn created(tree: &Tree) -> Result<Stored, Vec<ManifestError>> {
    match manifest::read_object(tree)?.0 {
        Object::Deployment(deployment) => Ok(Stored::Deployment(deployment)),
        Object::Service(service) => Ok(Stored::Service(service)),
        Object::Other(name) => Err(vec![ManifestError {
            mark: tree.place_of("kind"),
            kind: ErrorKind::NotModelled,
            object: Box::new(name.clone()),
            path: "kind".to_owned(),
            message: format!("{} is not modelled by the lab", name.kind),
        }]),
    }
}

/// What the client says when an object is refused as invalid.
pub(crate) fn invalid(ty: Type, name: &str, errors: &[ManifestError]) -> String {
    let head = format!("The {} \"{name}\" is invalid: ", ty.info().kind);
    let causes = causes(errors);
    match causes.as_slice() {
        [cause] => format!("{head}{cause}"),
        causes => causes.iter().fold(head, |text, cause| format!("{text}\n* {cause}")),
    }
}

/// The same as part of another message.
pub(crate) fn invalid_inside(ty: Type, name: &str, errors: &[ManifestError]) -> String {
    let info = ty.info();
    let (dot, group) = if info.group.is_empty() { ("", "") } else { (".", info.group) };
    let causes = match causes(errors).as_slice() {
        [cause] => cause.clone(),
        causes => format!("[{}]", causes.join(", ")),
    };
    format!("{}{dot}{group} \"{name}\" is invalid: {causes}", info.kind)
}

/// What is wrong, each thing once.
fn causes(errors: &[ManifestError]) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    for error in errors {
        let cause = error.cause();
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    causes
}

/// What the API server says when it cannot decode an object: the first wrong type, else all unknown fields.
pub(crate) fn decoding(errors: &[ManifestError]) -> Option<String> {
    if let Some(wrong) = errors.iter().find(|e| e.kind == ErrorKind::WrongType) {
        return Some(wrong.message.clone());
    }
    let unknown: Vec<&str> =
        errors.iter().filter(|e| e.kind == ErrorKind::UnknownField).map(|e| e.message.as_str()).collect();
    (!unknown.is_empty()).then(|| format!("strict decoding error: {}", unknown.join(", ")))
}
