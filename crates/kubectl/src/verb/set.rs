//! `kubectl set image`, `set resources`, `set env`

use super::{Work, not_modelled, nothing_named};
use crate::flags::Parsed;
use crate::resource::{Named, Type};
use crate::store::{Stored, invalid_inside};
use manifest::Tree;
use rollout_engine::Command;
use rollout_engine::api::{Container, Deployment, EnvVar, Name, Quantity};
use std::rc::Rc;

/// The subcommands that are carried out.
pub(crate) const SUBCOMMANDS: &[&str] = &["env", "image", "resources"];

pub(super) fn run(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let Some((what, rest)) = words.split_first() else {
        work.outcome.fail(&super::help::set());
        return Ok(());
    };
    match what.as_str() {
        "image" => image(work, rest),
        "resources" => resources(work, rest),
        "env" => env(work, rest),
        "selector" | "serviceaccount" | "subject" => Err(not_modelled(&format!("set {what}"))),
        _ => Err(format!(
            "error: unknown command \"{}\"\nSee 'kubectl set -h' for help and examples",
            words.join(" ")
        )),
    }
}

/// Words of the form `KEY=VALUE` (or `KEY-`), and the others.
fn assignments(parsed: &mut Parsed) -> Vec<String> {
    let is_resource = |word: &String| word.contains('/') && !word.contains('=');
    let (resources, changes): (Vec<String>, Vec<String>) = parsed
        .words
        .drain(..)
        .partition(|word| is_resource(word) || !(word.contains('=') || word.ends_with('-')));
    parsed.words = resources;
    changes
}

fn deployment<'a>(work: &Work<'a>, of: &Named) -> Result<&'a Rc<Deployment>, String> {
    if of.ty != Type::Deployment {
        work.must_exist(of)?;
        return Err(format!("error: the lab changes Deployments only, not {}", of.shown()));
    }
    work.cluster.deployment_named(&of.name).ok_or_else(|| of.not_found())
}

/// Checks a changed Deployment and sends it; what did not change is passed over in silence.
fn send(
    work: &mut Work<'_>,
    of: &Named,
    new: Deployment,
    words: (&str, &str),
    dry_run: Option<&str>,
    short: Option<Command>,
) -> Result<(), String> {
    let (operation, what) = words;
    let old = deployment(work, of)?;
    if new == **old {
        return Ok(());
    }
    let live = Stored::Deployment(Box::new((**old).clone()));
    let tree: Tree = Stored::Deployment(Box::new(new)).tree();
    let changed = live.changed(&tree).map_err(|errors| {
        format!("error: failed to patch {what} to pod template: {}", invalid_inside(of.ty, &of.name, &errors))
    })?;
    work.done(&of.shown(), operation, dry_run, Some(short.unwrap_or_else(|| changed.update())));
    Ok(())
}

fn image(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let mut parsed = work.parse("set image", words)?;
    let dry_run = parsed.dry_run()?;
    let changes = assignments(&mut parsed);
    if changes.is_empty() {
        return Err("error: at least one image update is required".to_owned());
    }
    for of in work.named(&parsed, nothing_named)? {
        let mut new = Deployment::clone(deployment(work, &of)?);
        let template = Rc::make_mut(&mut new.spec.template);
        let mut changed: Vec<(Name, Name)> = Vec::new();
        let mut unknown: Vec<&str> = Vec::new();
        for change in &changes {
            let (name, image) = change.split_once('=').unwrap_or((change, ""));
            let mut found = false;
            let spec = &mut template.spec;
            for container in spec.init_containers.iter_mut().chain(&mut spec.containers) {
                if name == "*" || *container.name == *name {
                    found = true;
                    if *container.image != *image {
                        container.image = image.into();
                        changed.push((container.name.clone(), image.into()));
                    }
                }
            }
            if !found {
                unknown.push(name);
            }
        }
        let is_regular = |name: &Name| template.spec.containers.iter().any(|c| c.name == *name);
        let short = match changed.as_slice() {
            [(container, image)] if is_regular(container) => Some(Command::SetImage {
                deployment: of.name.as_str().into(),
                container: container.clone(),
                image: image.clone(),
            }),
            _ => None,
        };
        for name in unknown {
            work.outcome.fail(&format!("error: unable to find container named \"{name}\""));
        }
        send(work, &of, new, ("image updated", "image update"), dry_run, short)?;
    }
    Ok(())
}

/// Changes the containers that `-c` means: all without it, `*` for all. Where it means none, what it says.
fn change_containers<'p>(
    deployment: &mut Deployment,
    parsed: &'p Parsed,
    change: impl Fn(&mut Container),
) -> Result<(), &'p str> {
    let pattern = parsed.value("containers").unwrap_or("*");
    let containers = Rc::make_mut(&mut deployment.spec.template).spec.containers.iter_mut();
    let mut found = false;
    for container in containers.filter(|container| pattern == "*" || *container.name == *pattern) {
        found = true;
        change(container);
    }
    if found { Ok(()) } else { Err(parsed.value("containers").unwrap_or_default()) }
}

/// `cpu=200m,memory=512Mi`
fn amounts(text: Option<&str>) -> Result<Vec<(Name, Name)>, String> {
    let pair = |part: &str| -> Result<(Name, Name), String> {
        let (key, amount) = part
            .split_once('=')
            .ok_or_else(|| format!("error: invalid argument syntax {part}, expected <resource>=<value>"))?;
        let amount = Quantity::canonical_text(amount).ok_or_else(|| {
            "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'".to_owned()
        })?;
        Ok((key.into(), amount.into()))
    };
    text.unwrap_or_default().split(',').filter(|part| !part.is_empty()).map(pair).collect()
}

fn resources(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("set resources", words)?;
    let dry_run = parsed.dry_run()?;
    let (limits, requests) = (amounts(parsed.value("limits"))?, amounts(parsed.value("requests"))?);
    if limits.is_empty() && requests.is_empty() {
        return Err(
            "error: you must specify an update to requests or limits (in the form of --requests/--limits)"
                .to_owned(),
        );
    }
    for of in work.named(&parsed, nothing_named)? {
        let mut new = Deployment::clone(deployment(work, &of)?);
        let changed = change_containers(&mut new, &parsed, |container| {
            container.resources.limits.extend(limits.iter().cloned());
            container.resources.requests.extend(requests.iter().cloned());
        });
        if let Err(name) = changed {
            work.outcome.fail(&format!("error: unable to find container named {name}"));
            continue;
        }
        send(work, &of, new, ("resource requirements updated", "limit update"), dry_run, None)?;
    }
    Ok(())
}

fn env(work: &mut Work<'_>, words: &[String]) -> Result<(), String> {
    let mut parsed = work.parse("set env", words)?;
    let dry_run = parsed.dry_run()?;
    let mut changes = assignments(&mut parsed);
    changes.extend(parsed.values("env").map(str::to_owned));
    if changes.is_empty() {
        return Err(not_modelled("set env --list"));
    }
    for of in work.named(&parsed, nothing_named)? {
        let mut new = Deployment::clone(deployment(work, &of)?);
        let changed = change_containers(&mut new, &parsed, |container| {
            for change in &changes {
                set_variable(container, change);
            }
        });
        if let Err(name) = changed {
            work.outcome.warn(&format!(
                "Warning: Deployment/{} does not have any containers matching \"{name}\"",
                of.name
            ));
        }
        send(work, &of, new, ("env updated", "env update"), dry_run, None)?;
    }
    Ok(())
}

fn set_variable(container: &mut Container, change: &str) {
    let Some((name, value)) = change.split_once('=') else {
        let name = change.strip_suffix('-').unwrap_or(change);
        container.env.retain(|variable| *variable.name != *name);
        return;
    };
    let new = EnvVar { name: name.into(), value: value.into(), value_from: None };
    match container.env.iter_mut().find(|variable| *variable.name == *name) {
        Some(variable) => *variable = new,
        None => container.env.push(new),
    }
}
