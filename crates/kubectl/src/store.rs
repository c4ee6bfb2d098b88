//! What the client sends to the API server, and the words in which it is refused.

use crate::resource::singular;
use manifest::{Detail, ErrorKind, ManifestError, Object, Tree};
use rollout_engine::api::{Deployment, Kind, Service};

/// An object of which the client changes the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    Deployment(Box<Deployment>),
    Service(Box<Service>),
}

impl Stored {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Deployment(_) => Kind::Deployment,
            Self::Service(_) => Kind::Service,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Deployment(deployment) => &deployment.meta.name,
            Self::Service(service) => &service.meta.name,
        }
    }

    /// `deployment.apps/web`
    pub(crate) fn shown(&self) -> String {
        format!("{}/{}", singular(self.kind()), self.name())
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
            kind: ErrorKind::Unidentified,
            object: Box::new(name.clone()),
            path: "kind".to_owned(),
            message: format!("{} is not modelled by the lab", name.kind),
        }]),
    }
}

/// What the client says when an object is refused as invalid.
pub(crate) fn invalid(kind: Kind, name: &str, errors: &[ManifestError]) -> String {
    let head = format!("The {} \"{name}\" is invalid: ", kind.as_str());
    let causes: Vec<String> = errors.iter().map(ManifestError::cause).collect();
    match causes.as_slice() {
        [cause] => format!("{head}{cause}"),
        causes => causes.iter().fold(head, |text, cause| format!("{text}\n* {cause}")),
    }
}

/// The same as part of another message.
pub(crate) fn invalid_inside(kind: Kind, name: &str, errors: &[ManifestError]) -> String {
    let group = match kind {
        Kind::Deployment | Kind::ReplicaSet => ".apps",
        _ => "",
    };
    let causes: Vec<String> = errors.iter().map(ManifestError::cause).collect();
    let causes = match causes.as_slice() {
        [cause] => cause.clone(),
        causes => format!("[{}]", causes.join(", ")),
    };
    format!("{}{group} \"{name}\" is invalid: {causes}", kind.as_str())
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
