//! The commands of the recordings, carried out on the engine: what they change, not yet what they print.

use crate::recording::control_plane::Output;
use manifest::{Detail, ManifestError, Object, Tree, Value};
use rollout_engine::api::{Deployment, Kind, Name};
use rollout_engine::{ApiError, Command, Propagation, Simulation};

/// Runs one command line (without the word `kubectl`), given `stdin`.
pub(crate) fn run(simulation: &mut Simulation, line: &str, stdin: Option<&str>) -> Output {
    match carry_out(simulation, &words(line), stdin.unwrap_or_default()) {
        Ok(()) => Output::default(),
        Err(problem) => Output { exit: 1, stdout: String::new(), stderr: format!("error: {problem}\n") },
    }
}

/// The words of a command line; single quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Why a command did nothing.
#[derive(Debug)]
struct Problem(String);

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        Self(error.to_string())
    }
}

impl From<Vec<ManifestError>> for Problem {
    fn from(errors: Vec<ManifestError>) -> Self {
        Self(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }
}

impl From<ManifestError> for Problem {
    fn from(error: ManifestError) -> Self {
        Self(error.to_string())
    }
}

impl From<&str> for Problem {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

fn carry_out(simulation: &mut Simulation, words: &[String], stdin: &str) -> Result<(), Problem> {
    let (flags, words): (Vec<&str>, Vec<&str>) =
        words.iter().map(String::as_str).partition(|word| word.starts_with('-') && word.len() > 1);
    let flag = |name: &str| flags.iter().find_map(|flag| flag.strip_prefix(name)?.strip_prefix('='));
    let number =
        |name: &str| flag(name).map(|n| n.parse().map_err(|_| Problem::from("not a number"))).transpose();
    if flags.iter().any(|flag| flag.starts_with("--dry-run")) {
        return Ok(());
    }
    let command = match words.as_slice() {
        ["apply", ..] => return apply(simulation, stdin),
        ["create", "deployment", name] => {
            let image = flag("--image").ok_or("required flag(s) \"image\" not set")?;
            let container =
                image.rsplit('/').next().and_then(|image| image.split(':').next()).unwrap_or(image);
            let replicas: i32 = number("--replicas")?.map_or(1, |n: i64| n as i32);
            let text = format!(
                "kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: {name}\n  labels:\n    app: {name}\nspec:\n  \
                 replicas: {replicas}\n  selector:\n    matchLabels:\n      app: {name}\n  template:\n    metadata:\n      \
                 labels:\n        app: {name}\n    spec:\n      containers:\n      - name: {container}\n        image: {image}\n"
            );
            return create(simulation, &text);
        }
        ["expose", "deployment", name] => {
            let deployment = deployment(simulation, name)?;
            let port = flag("--port").ok_or("couldn't find port via --port flag or introspection")?;
            let mut text =
                format!("kind: Service\napiVersion: v1\nmetadata:\n  name: {name}\nspec:\n  selector:\n");
            for (key, value) in deployment.spec.selector.match_labels.iter() {
                text += &format!("    {key}: {value}\n");
            }
            text += &format!(
                "  ports:\n  - port: {port}\n    targetPort: {}\n",
                flag("--target-port").unwrap_or(port)
            );
            return create(simulation, &text);
        }
        ["patch", "deployment", name, patch] => {
            let patch = manifest::parse(patch)?;
            return update(simulation, name, None, patch.first().ok_or("an empty patch")?);
        }
        ["set", "resources", target] => {
            let mut deployment = deployment(simulation, named(target))?;
            let template = std::rc::Rc::make_mut(&mut deployment.spec.template);
            for limit in flag("--limits").unwrap_or_default().split(',') {
                let (key, value) = limit.split_once('=').ok_or("a limit is resource=quantity")?;
                for container in &mut template.spec.containers {
                    container.resources.limits.insert(key.into(), value.into());
                }
            }
            Command::UpdateDeployment(Box::new(deployment))
        }
        ["set", "image", target, image] => {
            let (container, image) =
                image.split_once('=').filter(|(_, image)| !image.is_empty()).ok_or("no image")?;
            let deployment = deployment(simulation, named(target))?;
            let containers = &deployment.spec.template.spec.containers;
            let container = match containers.first() {
                Some(first) if container == "*" => first.name.clone(),
                _ => container.into(),
            };
            Command::SetImage { deployment: deployment.meta.name, container, image: image.into() }
        }
        ["scale", target] => {
            let replicas: i64 = number("--replicas")?.ok_or("The --replicas=COUNT flag is required")?;
            let kind = if target.starts_with("rs/") { Kind::ReplicaSet } else { Kind::Deployment };
            if let Some(expected) = number("--current-replicas")?
                && i64::from(deployment(simulation, named(target))?.spec.replicas) != expected
            {
                return Err("Expected other replicas".into());
            }
            Command::Scale { kind, name: named(target).into(), replicas: replicas as i32 }
        }
        ["rollout", "pause", target] => Command::SetPaused { deployment: named(target).into(), paused: true },
        ["rollout", "resume", target] => {
            Command::SetPaused { deployment: named(target).into(), paused: false }
        }
        ["rollout", "restart", target] => Command::Restart { deployment: named(target).into() },
        ["rollout", "undo", target] => {
            Command::Undo { deployment: named(target).into(), to_revision: number("--to-revision")? }
        }
        ["annotate", target, pair] => {
            let (key, value) = pair.split_once('=').ok_or("an annotation is key=value")?;
            Command::Annotate { deployment: named(target).into(), key: key.into(), value: Some(value.into()) }
        }
        ["delete", kind, names @ ..] => {
            let all = flags.contains(&"--all") || flags.contains(&"-l");
            let grace_period_seconds = number("--grace-period")?;
            let propagation = if flag("--cascade") == Some("orphan") {
                Propagation::Orphan
            } else {
                Propagation::Background
            };
            let (kind, everything): (_, Vec<Name>) = match *kind {
                "pod" => {
                    (Kind::Pod, simulation.pods().iter().map(|(_, pod)| pod.meta.name.clone()).collect())
                }
                "rs" => (
                    Kind::ReplicaSet,
                    simulation.replica_sets().iter().map(|object| object.meta.name.clone()).collect(),
                ),
                "deployment" => (Kind::Deployment, Vec::new()),
                "svc" => (Kind::Service, Vec::new()),
                _ => return Err("unknown kind".into()),
            };
            let names = if all { everything } else { names.iter().map(|name| (*name).into()).collect() };
            for name in names {
                simulation.apply(&Command::Delete { kind, name, propagation, grace_period_seconds })?;
            }
            return Ok(());
        }
        // Everything else only looks.
        _ => return Ok(()),
    };
    simulation.apply(&command)?;
    Ok(())
}

/// The name in `deployment/NAME`.
fn named(target: &str) -> &str {
    target.rsplit('/').next().unwrap_or(target)
}

fn deployment(simulation: &Simulation, name: &str) -> Result<Deployment, Problem> {
    let found = simulation.deployments().into_iter().find(|object| &*object.meta.name == name);
    found
        .map(|object| Deployment::clone(object))
        .ok_or_else(|| Problem(format!("deployments.apps \"{name}\" not found")))
}

fn create(simulation: &mut Simulation, text: &str) -> Result<(), Problem> {
    for document in manifest::parse(text)? {
        match manifest::read_object(&document)?.0 {
            Object::Deployment(new) => drop(simulation.apply(&Command::CreateDeployment(new))?),
            Object::Service(new) => drop(simulation.apply(&Command::CreateService(new))?),
            Object::Other(_) => {}
        }
    }
    Ok(())
}

/// The annotation in which `kubectl apply` keeps what it applied.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// `kubectl apply`: every object for itself; the first problem is told once all have been tried.
fn apply(simulation: &mut Simulation, text: &str) -> Result<(), Problem> {
    let mut problem = None;
    for document in manifest::parse(text)? {
        problem = problem.or(apply_one(simulation, &document).err());
    }
    problem.map_or(Ok(()), Err)
}

fn apply_one(simulation: &mut Simulation, document: &Tree) -> Result<(), Problem> {
    let applied = format!("{}\n", manifest::to_json(document));
    match manifest::read_object(document)?.0 {
        Object::Deployment(mut new) => {
            let Ok(live) = deployment(simulation, &new.meta.name) else {
                new.meta.annotations.set(LAST_APPLIED, applied);
                simulation.apply(&Command::CreateDeployment(new))?;
                return Ok(());
            };
            let last = live.meta.annotations.text(LAST_APPLIED).map(manifest::parse).transpose()?;
            let mut document = document.clone();
            let mut annotations = document.at("metadata.annotations").cloned().unwrap_or_default();
            annotations.set(LAST_APPLIED, Tree::text(applied));
            document.put("metadata.annotations", annotations);
            update(simulation, &new.meta.name, last.as_deref().and_then(<[Tree]>::first), &document)
        }
        Object::Service(new) => {
            if !simulation.services().iter().any(|object| object.meta.name == new.meta.name) {
                simulation.apply(&Command::CreateService(new))?;
            }
            Ok(())
        }
        Object::Other(_) => Ok(()),
    }
}

/// Merges a patch into a Deployment; what was in `last` and is not in the patch is taken out.
fn update(simulation: &mut Simulation, name: &str, last: Option<&Tree>, patch: &Tree) -> Result<(), Problem> {
    let live = deployment(simulation, name)?;
    let mut tree = manifest::deployment_tree(&live, Detail::Defaults);
    merge(&mut tree, last, patch);
    match manifest::read_object(&tree)?.0 {
        Object::Deployment(new) => {
            simulation.apply(&Command::UpdateDeployment(new)).map(drop).map_err(Problem::from)
        }
        _ => Ok(()),
    }
}

fn merge(live: &mut Tree, last: Option<&Tree>, patch: &Tree) {
    for gone in last.map_or(&[][..], Tree::entries).iter().filter(|entry| patch.get(&entry.key).is_none()) {
        live.unset(&gone.key);
    }
    for entry in patch.entries() {
        let last = last.and_then(|last| last.get(&entry.key));
        match (live.get_mut(&entry.key), &entry.value.value) {
            (_, Value::Null) => live.unset(&entry.key),
            (Some(inner), Value::Map(_)) => merge(inner, last, &entry.value),
            (Some(inner), Value::List(items)) if items.iter().all(|item| item.get("name").is_some()) => {
                merge_named(inner, last, items);
            }
            _ => live.set(&entry.key, entry.value.clone()),
        }
    }
}

/// Lists whose items have names are merged item by item.
fn merge_named(live: &mut Tree, last: Option<&Tree>, items: &[Tree]) {
    let find =
        |list: &[Tree], name: Option<&Tree>| list.iter().find(|item| item.get("name") == name).cloned();
    let merged = items.iter().map(|item| {
        let name = item.get("name");
        let mut merged = find(live.items(), name).unwrap_or_default();
        merge(&mut merged, last.and_then(|last| find(last.items(), name)).as_ref(), item);
        merged
    });
    live.value = Value::List(merged.collect());
}
