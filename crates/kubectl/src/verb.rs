//! The commands, a file each.

mod annotate;
pub(crate) mod apply;
mod cordon;
mod create;
mod delete;
mod describe;
mod diff;
mod edit;
mod events;
mod expose;
mod get;
mod help;
mod history;
mod patch;
mod rollout;
mod scale;
mod set;
mod wait;

pub(crate) use rollout::SUBCOMMANDS as ROLLOUTS;
pub(crate) use set::SUBCOMMANDS as SETS;

use crate::Request;
use crate::flags::Parsed;
use crate::outcome::Outcome;
use crate::resource::{Named, exists, meant};
use crate::store::Stored;
use rollout_engine::Simulation;

/// A command at work.
struct Work<'a> {
    request: &'a Request<'a>,
    cluster: &'a Simulation,
    outcome: Outcome,
}

/// Carries out a command that has been split into words.
pub(crate) fn run(words: &[String], request: &Request<'_>, cluster: &Simulation) -> Outcome {
    let words = match words.first().map(String::as_str) {
        Some("kubectl" | "k") => words.get(1..).unwrap_or_default(),
        _ => words,
    };
    let Some((verb, rest)) = words.split_first() else {
        return Outcome { stdout: help::overview(), ..Outcome::default() };
    };
    let mut work = Work { request, cluster, outcome: Outcome::default() };
    let asks_for_help =
        rest.iter().take_while(|word| *word != "--").any(|word| word == "-h" || word == "--help");
    let done = match verb.as_str() {
        verb if asks_for_help && COMMANDS.iter().any(|(name, _)| *name == verb) => help::of(&mut work, words),
        "apply" => apply::run(&mut work, rest),
        "cordon" | "uncordon" => cordon::run(&mut work, verb, rest),
        "create" => create::run(&mut work, rest),
        "delete" => delete::run(&mut work, rest),
        "describe" => describe::run(&mut work, rest),
        "diff" => diff::run(&mut work, rest),
        "edit" => edit::run(&mut work, rest),
        "events" => events::run(&mut work, rest),
        "explain" => crate::explain::run(rest).map(|text| work.outcome.stdout.push_str(&text)),
        "expose" => expose::run(&mut work, rest),
        "get" => get::run(&mut work, rest),
        "help" | "-h" | "--help" => help::of(&mut work, rest),
        "rollout" => rollout::run(&mut work, rest),
        "scale" => scale::run(&mut work, rest),
        "set" => set::run(&mut work, rest),
        "patch" => patch::run(&mut work, rest),
        "replace" => create::replace(&mut work, rest),
        "annotate" => annotate::run(&mut work, "annotate", rest),
        "label" => annotate::run(&mut work, "label", rest),
        "version" => help::version(&mut work, rest),
        "api-resources" => help::api_resources(&mut work, rest),
        "autoscale" => autoscale(&work, rest),
        "wait" => wait::run(&mut work, rest),
        verb if COMMANDS.iter().any(|(name, _)| *name == verb) => Err(not_modelled(verb)),
        verb if verb.starts_with('-') => {
            let flag = verb.split('=').next().unwrap_or(verb);
            Err(format!("error: unknown flag: {flag}\nSee 'kubectl --help' for usage."))
        }
        verb => Err(unknown(verb)),
    };
    if let Err(text) = done {
        work.outcome.fail(&text);
    }
    work.outcome
}

/// All commands of kubectl, each with what it does here; nothing for those that the lab does not carry out.
pub(crate) const COMMANDS: &[(&str, &str)] = &[
    ("annotate", "Set, change or remove annotations of an object"),
    ("api-resources", "List the types of objects"),
    ("api-versions", ""),
    ("apply", "Make the cluster as a manifest says"),
    ("attach", ""),
    ("auth", ""),
    ("autoscale", ""),
    ("certificate", ""),
    ("cluster-info", ""),
    ("completion", ""),
    ("config", ""),
    ("cordon", "Let no more Pods onto a Node"),
    ("cp", ""),
    ("create", "Create an object from a file, or a Deployment from an image"),
    ("debug", ""),
    ("delete", "Delete objects by name, by label or by file"),
    ("describe", "Tell all about objects, with their Events"),
    ("diff", "Show what applying a manifest would change"),
    ("drain", ""),
    ("edit", "Open an object in the YAML tab"),
    ("events", "List Events, the latest last"),
    ("exec", ""),
    ("explain", "Say what a field means"),
    ("expose", "Put a Service in front of a Deployment"),
    ("get", "List objects"),
    ("help", "Help about any command"),
    ("kustomize", ""),
    ("label", "Set, change or remove labels of an object"),
    ("logs", ""),
    ("options", ""),
    ("patch", "Change single fields of an object"),
    ("plugin", ""),
    ("port-forward", ""),
    ("proxy", ""),
    ("replace", "Replace an object by what a file says"),
    ("rollout", "Watch, pause, resume, restart and undo rollouts, and see their history"),
    ("run", ""),
    ("scale", "Change the number of replicas"),
    ("set", "Change images, resources or environment variables"),
    ("taint", ""),
    ("top", ""),
    ("uncordon", "Let Pods onto a Node again"),
    ("version", "Say which versions of kubectl and Kubernetes these are"),
    ("wait", "Wait until objects are in a state"),
];

/// What is said of a command that the lab does not carry out.
fn not_modelled(command: &str) -> String {
    let why = match command {
        "logs" | "exec" | "attach" | "cp" | "debug" => {
            ": its containers are simulated, there is nothing inside"
        }
        "port-forward" | "proxy" => ": users call through the Service, see the traffic panel",
        "autoscale" => ": there is no HorizontalPodAutoscaler",
        _ => "",
    };
    format!("error: the lab does not model \"kubectl {command}\"{why}")
}

/// `kubectl autoscale`: its usage errors, for more is not modelled.
fn autoscale(work: &Work<'_>, words: &[String]) -> Result<(), String> {
    let parsed = work.parse("autoscale", words)?;
    if parsed.value("max").is_none() {
        return Err("error: required flag(s) \"max\" not set".to_owned());
    }
    for of in work.named(&parsed, nothing_named)? {
        work.must_exist(&of)?;
    }
    Err(not_modelled("autoscale"))
}

fn unknown(verb: &str) -> String {
    let mut text = format!("error: unknown command \"{verb}\" for \"kubectl\"");
    let lower = verb.to_ascii_lowercase();
    let meant = |known: &&str| match *known {
        "get" if matches!(verb, "ls" | "list") => true,
        "delete" if matches!(verb, "rm" | "remove") => true,
        "describe" if verb == "inspect" => true,
        known => known.starts_with(&lower) || distance(&lower, known) <= 2,
    };
    let known: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).filter(meant).collect();
    if !known.is_empty() {
        text.push_str("\n\nDid you mean this?");
        for command in known {
            text.extend(["\n\t", command]);
        }
    }
    text
}

/// How many letters must change to make one word of another (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut before = i;
        let mut last = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(b.chars()) {
            let cost = (before + usize::from(from != to)).min(last + 1).min(*cell + 1);
            before = *cell;
            *cell = cost;
            last = cost;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// What a command says that was given nothing to work on.
fn nothing_named() -> String {
    "error: You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   \
     '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'"
        .to_owned()
}

impl<'a> Work<'a> {
    fn parse(&self, command: &str, words: &[String]) -> Result<Parsed, String> {
        Parsed::read(command, words)
    }

    /// Prints a result with its dry run mark, and sends the command unless it is a dry run.
    fn done(
        &mut self,
        named: &str,
        operation: &str,
        dry_run: Option<&str>,
        command: Option<rollout_engine::Command>,
    ) {
        self.outcome.print(&[named, " ", operation, dry_run.unwrap_or("")].concat());
        if dry_run.is_none() {
            self.outcome.commands.extend(command);
        }
    }

    /// The objects that a command names; at least one, or what is said to none.
    fn named(&self, parsed: &Parsed, none: fn() -> String) -> Result<Vec<Named>, String> {
        let found = match parsed.value("filename") {
            Some(file) if parsed.words.is_empty() => delete::from_file(self, file)?,
            _ => meant(parsed, self.cluster, false)?.found,
        };
        if found.is_empty() { Err(none()) } else { Ok(found) }
    }

    /// The stored object of this name.
    fn stored(&self, of: &Named) -> Result<Stored, String> {
        Stored::find(self.cluster, of.ty, &of.name).ok_or_else(|| match self.must_exist(of) {
            Ok(()) => format!("error: the lab does not change {} this way", of.ty.singular()),
            Err(text) => text,
        })
    }

    /// Refuses what is not there.
    fn must_exist(&self, of: &Named) -> Result<(), String> {
        if exists(self.cluster, of) { Ok(()) } else { Err(of.not_found()) }
    }

    /// The text of `-f`, and its name for messages.
    fn file(&self, name: &str) -> Result<(&'a str, String), String> {
        if name == "-" {
            return Ok((self.request.stdin, "STDIN".to_owned()));
        }
        let found = self.request.files.iter().find(|(n, _)| *n == name);
        found
            .map(|(n, text)| (*text, (*n).to_owned()))
            .ok_or_else(|| format!("error: the path \"{name}\" does not exist"))
    }
}
