//! The commands, a file each.

mod annotate;
mod apply;
mod create;
mod delete;
mod expose;
mod patch;
mod rollout;
mod scale;
mod set;

use crate::flags::Parsed;
use crate::objects::Objects;
use crate::outcome::Outcome;
use crate::resource::{self, Named, named, not_found};
use crate::store::Stored;
use crate::{Request, flags};
use rollout_engine::api::Kind;

/// A command at work.
struct Work<'a> {
    request: &'a Request<'a>,
    objects: &'a Objects<'a>,
    outcome: Outcome,
}

/// Carries out a line that has been split into words.
pub(crate) fn run(words: &[String], request: &Request<'_>, objects: &Objects<'_>) -> Outcome {
    let words = match words.first().map(String::as_str) {
        Some("kubectl" | "k") => words.get(1..).unwrap_or_default(),
        _ => words,
    };
    let Some((verb, rest)) = words.split_first() else {
        return Outcome::failed("error: no command given: try 'kubectl rollout status deployment/web'");
    };
    let mut work = Work { request, objects, outcome: Outcome::default() };
    let done = match verb.as_str() {
        "apply" => apply::run(&mut work, rest),
        "create" => create::run(&mut work, rest),
        "delete" => delete::run(&mut work, rest),
        "expose" => expose::run(&mut work, rest),
        "rollout" => rollout::run(&mut work, rest),
        "scale" => scale::run(&mut work, rest),
        "set" => set::run(&mut work, rest),
        "patch" => patch::run(&mut work, rest),
        "annotate" => annotate::run(&mut work, "annotate", rest),
        "label" => annotate::run(&mut work, "label", rest),
        verb if KNOWN.contains(&verb) => Err(not_yet(verb)),
        verb => Err(unknown(verb)),
    };
    if let Err(text) = done {
        work.outcome.fail(&text);
    }
    work.outcome
}

/// Commands of the real one that are not carried out here.
const KNOWN: &[&str] = &[
    "api-resources",
    "api-versions",
    "attach",
    "auth",
    "autoscale",
    "certificate",
    "cluster-info",
    "completion",
    "config",
    "cordon",
    "cp",
    "debug",
    "describe",
    "diff",
    "drain",
    "edit",
    "events",
    "exec",
    "explain",
    "get",
    "help",
    "kustomize",
    "logs",
    "options",
    "plugin",
    "port-forward",
    "proxy",
    "replace",
    "run",
    "taint",
    "top",
    "uncordon",
    "version",
    "wait",
];

fn not_yet(command: &str) -> String {
    format!("error: \"kubectl {command}\" is not in this version of the lab")
}

/// Commands that are carried out.
const CARRIED_OUT: &[&str] =
    &["annotate", "apply", "create", "delete", "expose", "label", "patch", "rollout", "scale", "set"];

fn unknown(verb: &str) -> String {
    let mut text = format!("error: unknown command \"{verb}\" for \"kubectl\"");
    let meant = |known: &&str| match *known {
        "get" if matches!(verb, "ls" | "list") => true,
        "delete" if matches!(verb, "rm" | "remove") => true,
        "describe" if verb == "inspect" => true,
        known => known.starts_with(&verb.to_lowercase()) || distance(verb, known) <= 2,
    };
    let mut known: Vec<&str> = KNOWN.iter().chain(CARRIED_OUT).copied().filter(meant).collect();
    known.sort_unstable();
    if !known.is_empty() {
        text.push_str("\n\nDid you mean this?");
        for command in known {
            text.push_str("\n\t");
            text.push_str(command);
        }
    }
    text
}

/// How many letters must change to make one word of another (Levenshtein), whatever their case.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
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
    fn parse(&self, command: &str, words: &[String], own: &[flags::Flag]) -> Result<Parsed, String> {
        Parsed::read(command, words, own)
    }

    /// Prints a result, unless nothing is to change also its dry run mark, and sends the command otherwise.
    fn done(
        &mut self,
        named: &str,
        operation: &str,
        dry_run: Option<&str>,
        command: Option<rollout_engine::Command>,
    ) {
        self.outcome.print(&format!("{named} {operation}{}", dry_run.unwrap_or("")));
        if dry_run.is_none() {
            self.outcome.commands.extend(command);
        }
    }

    /// The objects that a command names; at least one.
    fn named(&self, parsed: &Parsed, none: fn() -> String) -> Result<Vec<Named>, String> {
        let (found, _) = named(parsed, self.objects)?;
        if found.is_empty() { Err(none()) } else { Ok(found) }
    }

    /// The stored object of this name.
    fn stored(&self, of: &Named) -> Result<Stored, String> {
        let found = match of.kind {
            Kind::Deployment => {
                self.objects.deployment(&of.name).map(|d| Stored::Deployment(Box::new((**d).clone())))
            }
            Kind::Service => self.objects.service(&of.name).map(|s| Stored::Service(Box::new((**s).clone()))),
            _ => {
                self.must_exist(of)?;
                return Err(format!(
                    "error: the lab does not change {} this way",
                    resource::singular(of.kind)
                ));
            }
        };
        found.ok_or_else(|| not_found(of.kind, &of.name))
    }

    /// Refuses what is not there.
    fn must_exist(&self, of: &Named) -> Result<(), String> {
        let there = self.objects.named(of.kind).iter().any(|(name, _)| *name == of.name);
        if there { Ok(()) } else { Err(not_found(of.kind, &of.name)) }
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
