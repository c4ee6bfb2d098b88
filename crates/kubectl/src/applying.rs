//! What `kubectl apply` of a text comes to, object by object, for whoever shows it before it is done.

use crate::store::Stored;
use crate::verb::apply::{Applied, LAST_APPLIED, last_applied, merged};
use manifest::{ErrorKind, ManifestError, Tree};
use rollout_engine::api::ObjectMeta;
use rollout_engine::{Command, Scenario, Simulation};

/// What applying the manifest of one object comes to.
#[derive(Clone, Debug)]
pub struct Applying {
    /// What is stored now; none if it is created.
    live: Option<Stored>,
    /// What will be stored; none if nothing changes.
    new: Option<Stored>,
}

impl Applying {
    /// `deployment.apps/web`
    pub fn name(&self) -> String {
        self.new.as_ref().or(self.live.as_ref()).map(Stored::shown).unwrap_or_default()
    }

    /// As kubectl prints it: `created`, `configured` or `unchanged`.
    pub fn operation(&self) -> &'static str {
        match (&self.live, &self.new) {
            (None, _) => "created",
            (_, Some(_)) => "configured",
            (_, None) => "unchanged",
        }
    }

    /// The object as it is and as it will be, as YAML with the API server's defaults: without `status`, and without the
    /// annotation that kubectl keeps for itself. What is created was nothing.
    pub fn texts(&self) -> (String, String) {
        let before = self.live.as_ref().map(written).unwrap_or_default();
        let after = self.new.as_ref().map_or_else(|| before.clone(), written);
        (before, after)
    }

    /// What it asks of the cluster.
    pub fn command(self) -> Option<Command> {
        let new = self.new?;
        Some(if self.live.is_some() { new.update() } else { new.create() })
    }
}

fn written(object: &Stored) -> String {
    let mut object = object.clone();
    object.meta_mut().annotations.unset(LAST_APPLIED);
    manifest::to_yaml(&object.tree())
}

/// What applying a text comes to: its objects in their order, and what the API server has against the others. What the lab
/// does not model is left out.
///
/// # Errors
/// Where it is no YAML, describes nothing, or an object twice: then nothing of it is applied.
pub fn applying(
    text: &str,
    cluster: &Simulation,
) -> Result<(Vec<Applying>, Vec<ManifestError>), ManifestError> {
    let documents = manifest::parse(text)?;
    let (mut objects, mut refused) = (Vec::<Applying>::new(), Vec::new());
    if documents.is_empty() {
        return Err(whole(
            &Tree::default(),
            ErrorKind::Unidentified,
            "no objects passed to apply".to_owned(),
        ));
    }
    for tree in documents.iter().flat_map(manifest::members) {
        let (live, result) = merged(cluster, tree);
        let name = match &result {
            Ok(Applied::Created(object) | Applied::Unchanged(object) | Applied::Configured(_, object)) => {
                object.shown()
            }
            Err(_) => String::new(),
        };
        if objects.iter().any(|object| object.name() == name) {
            let message = [&*name, " is described twice: give one of them another name"].concat();
            return Err(whole(tree, ErrorKind::Twice, message));
        }
        match result {
            Ok(Applied::Unchanged(live)) => objects.push(Applying { live: Some(live), new: None }),
            Ok(Applied::Created(new) | Applied::Configured(_, new)) => {
                objects.push(Applying { live, new: Some(new) });
            }
            Err(errors) => refused.extend(
                errors.into_iter().filter(|e| e.kind != ErrorKind::NotModelled).map(|e| placed(e, tree)),
            ),
        }
    }
    Ok((objects, refused))
}

fn whole(tree: &Tree, kind: ErrorKind, message: String) -> ManifestError {
    let path = "metadata.name".to_owned();
    ManifestError { mark: tree.place_of(&path), kind, object: Box::default(), path, message }
}

/// What comes from the live object has no place in the text: then the deepest place on the way to it has to do.
fn placed(error: ManifestError, tree: &Tree) -> ManifestError {
    match error.mark.line {
        0 => ManifestError { mark: tree.place_of(&error.path), ..error },
        _ => error,
    }
}

/// What the lab lets people write that is in the cluster and not among these objects: applying leaves it as it is.
pub fn left_alone(objects: &[Applying], cluster: &Simulation) -> Vec<String> {
    let deployments = cluster.deployments().into_iter().map(|d| Stored::Deployment(Box::new((**d).clone())));
    let services = cluster.services().into_iter().map(|s| Stored::Service(Box::new((**s).clone())));
    let names = services.chain(deployments).map(|stored| stored.shown());
    names.filter(|name| objects.iter().all(|object| object.name() != *name)).collect()
}

/// Gives the objects that a run starts with the annotation that `kubectl apply` of this text would have left, so that they
/// are as if they had been applied.
pub fn as_applied(scenario: &mut Scenario, text: &str) {
    let documents = manifest::parse(text).unwrap_or_default();
    for tree in documents.iter().flat_map(manifest::members) {
        let word = |path: &str| tree.at(path).and_then(Tree::as_text).unwrap_or_default();
        let is_meant = |meta: &&mut ObjectMeta| *meta.name == *word("metadata.name");
        let meta = match word("kind") {
            "Deployment" => scenario.deployments.iter_mut().map(|d| &mut d.meta).find(is_meant),
            "Service" => scenario.services.iter_mut().map(|s| &mut s.meta).find(is_meant),
            _ => None,
        };
        if let Some(meta) = meta {
            meta.annotations.set(LAST_APPLIED, last_applied(tree, &scenario.namespace));
        }
    }
}
