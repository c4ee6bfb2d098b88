//! What may come next on a command line.

use crate::flags;
use crate::item::items_of;
use crate::resource::{TYPES, Type};
use crate::verb::COMMANDS;
use rollout_engine::Simulation;
use rollout_engine::api::Deployment;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// A command, or a command of a command.
    Verb,
    /// A type of objects.
    Kind,
    /// The name of an object.
    Name,
    /// A flag.
    Flag,
    /// A value of a flag.
    Value,
    /// A container.
    Container,
    /// An image.
    Image,
    /// A file.
    File,
}

/// What may stand in the place of the word at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    /// What it is.
    pub kind: CandidateKind,
}

/// The candidates for a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the word begins: in bytes, as the cursor.
    pub from: usize,
    /// In alphabetical order.
    pub candidates: Vec<Candidate>,
}

/// No more candidates than a person would look through.
const MOST: usize = 200;

/// Completes the word before the cursor (a place in bytes) of a line. `files` are the names of files.
pub fn complete(line: &str, cursor: usize, cluster: &Simulation, files: &[&str]) -> Completion {
    let mut cursor = cursor.min(line.len());
    while !line.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let before = line.get(..cursor).unwrap_or_default();
    let begin = before.rfind(|c: char| c.is_whitespace() || c == '|').map_or(0, |at| at + 1);
    let word = before.get(begin..).unwrap_or_default();
    let earlier = before.get(..begin).unwrap_or_default();
    let segment = earlier.rsplit('|').next().unwrap_or_default();
    let mut words: Vec<&str> = segment.split_whitespace().collect();
    if words.first() == Some(&"watch") {
        words.remove(0);
    }
    let mut found = Found { word, cluster, files, candidates: Vec::new() };
    if earlier.contains('|') {
        if words.is_empty() {
            found.all(["grep", "wc", "head", "tail", "sort", "uniq"], CandidateKind::Verb);
        }
    } else {
        match words.first() {
            Some(&"kubectl" | &"k") => found.command(words.get(1..).unwrap_or_default()),
            None => {
                found.all(["kubectl", "k", "watch"], CandidateKind::Verb);
                found.command(&[]);
            }
            Some(_) => found.command(&words),
        }
    }
    let mut candidates = found.candidates;
    candidates.sort_unstable();
    candidates.dedup();
    candidates.truncate(MOST);
    Completion { from: begin, candidates }
}

struct Found<'a> {
    word: &'a str,
    cluster: &'a Simulation,
    files: &'a [&'a str],
    candidates: Vec<Candidate>,
}

impl Found<'_> {
    fn add(&mut self, text: &str, kind: CandidateKind) {
        if text.starts_with(self.word) {
            self.candidates.push(Candidate { text: text.to_owned(), kind });
        }
    }

    fn all<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>, kind: CandidateKind) {
        for text in texts {
            self.add(text, kind);
        }
    }

    /// Completes behind these words, which follow `kubectl`.
    fn command(&mut self, words: &[&str]) {
        let Some((verb, rest)) = words.split_first() else {
            let carried_out = COMMANDS.iter().filter(|(_, what)| !what.is_empty());
            self.all(carried_out.map(|(name, _)| *name), CandidateKind::Verb);
            return;
        };
        let subcommands: &[&str] = match *verb {
            "rollout" => crate::verb::ROLLOUTS,
            "set" => crate::verb::SETS,
            "create" => &["deployment"],
            "help" => {
                self.command(&[]);
                return;
            }
            _ => &[],
        };
        let sub = rest.iter().find(|word| subcommands.contains(word));
        if !subcommands.is_empty() && sub.is_none() {
            self.all(subcommands.iter().copied(), CandidateKind::Verb);
            return;
        }
        let command = sub.map_or_else(|| (*verb).to_owned(), |sub| [verb, " ", sub].concat());
        if self.word.starts_with('-') {
            for flag in flags::of(&command).take_while(|flag| flag.name != "as") {
                let text = ["--", flag.name, if flag.takes_value { "=" } else { "" }].concat();
                self.add(&text, CandidateKind::Flag);
            }
            self.flag_value(&command);
            return;
        }
        // The value of a flag that stands before it.
        let takes = |word: &&str| {
            let name = word.strip_prefix("--").filter(|name| !name.contains('='));
            let letter =
                word.strip_prefix('-').filter(|l| l.chars().count() == 1).and_then(|l| l.chars().next());
            flags::of(&command)
                .find(|f| f.takes_value && (name == Some(f.name) || (letter.is_some() && f.letter == letter)))
                .map(|f| f.name)
        };
        if let Some(flag) = rest.last().and_then(takes) {
            self.values(flag, "");
            return;
        }
        let mut plain: Vec<&str> = Vec::new();
        let mut skip = false;
        for word in rest.iter().filter(|word| Some(*word) != sub) {
            if !skip && !word.starts_with('-') {
                plain.push(word);
            }
            skip = !skip && takes(word).is_some();
        }
        self.objects(&command, &plain);
    }

    /// Types, names, containers and images, as far as they fit behind these words.
    fn objects(&mut self, command: &str, plain: &[&str]) {
        if matches!(
            command,
            "apply" | "diff" | "create" | "create deployment" | "version" | "api-resources" | "events"
        ) {
            return;
        }
        if let Some((kind, _)) = self.word.split_once('/') {
            if let Some(ty) = Type::parse(kind) {
                let prefix = [kind, "/"].concat();
                self.names(ty, &prefix);
            }
            return;
        }
        let named = match plain {
            [] => {
                self.types(command);
                if matches!(command, "cordon" | "uncordon") {
                    self.names(Type::Node, "");
                }
                return;
            }
            [first, ..] if first.contains('/') => first.split_once('/'),
            [first, rest @ ..] => {
                let Some(ty) = Type::parse(first) else { return };
                let takes_more = !command.starts_with("set ") && command != "explain";
                if rest.is_empty() || takes_more {
                    self.names(ty, "");
                }
                rest.first().map(|name| (*first, *name))
            }
        };
        if let (Some((kind, name)), true) = (named, command.starts_with("set image")) {
            let is_deployment = Type::parse(kind) == Some(Type::Deployment);
            if let Some(deployment) = self.cluster.deployment_named(name).filter(|_| is_deployment).cloned() {
                self.containers(&deployment);
            }
        }
    }

    fn types(&mut self, command: &str) {
        let only_deployments =
            command.starts_with("rollout") || command.starts_with("set") || command == "expose";
        for info in TYPES.iter().filter(|info| !only_deployments || info.ty == Type::Deployment) {
            self.add(info.plural, CandidateKind::Kind);
            self.add(info.singular, CandidateKind::Kind);
            if !info.short.is_empty() {
                self.add(info.short, CandidateKind::Kind);
            }
            if command != "get" && command != "explain" {
                self.add(&[info.singular, "/"].concat(), CandidateKind::Kind);
            }
        }
        if command == "get" {
            self.add("all", CandidateKind::Kind);
        }
    }

    fn names(&mut self, ty: Type, prefix: &str) {
        for item in items_of(self.cluster, ty) {
            let begins = self.word.strip_prefix(prefix).is_some_and(|word| item.name().starts_with(word));
            if begins {
                let text = [prefix, item.name()].concat();
                self.candidates.push(Candidate { text, kind: CandidateKind::Name });
            }
        }
    }

    /// `container=`, and behind it the images that the container has had, and the next version.
    fn containers(&mut self, deployment: &Deployment) {
        let replica_sets = self.cluster.replica_sets();
        for container in &deployment.spec.template.spec.containers {
            let prefix = [&*container.name, "="].concat();
            if self.word.len() < prefix.len() {
                self.add(&prefix, CandidateKind::Container);
                continue;
            }
            if !self.word.starts_with(&prefix) {
                continue;
            }
            self.add(&[&prefix, &*container.image].concat(), CandidateKind::Image);
            for replica_set in &replica_sets {
                let containers = &replica_set.spec.template.spec.containers;
                for other in containers.iter().filter(|other| other.name == container.name) {
                    self.add(&[&prefix, &*other.image].concat(), CandidateKind::Image);
                }
            }
        }
    }

    /// The value of a flag written as `--flag=value`.
    fn flag_value(&mut self, command: &str) {
        let word = self.word;
        let Some((name, _)) = word.strip_prefix("--").and_then(|word| word.split_once('=')) else { return };
        if flags::of(command).any(|flag| flag.name == name) {
            self.values(name, &["--", name, "="].concat());
        }
    }

    fn values(&mut self, flag: &str, prefix: &str) {
        let fixed: &[&str] = match flag {
            "output" => &["wide", "yaml", "json", "name", "jsonpath=", "custom-columns="],
            "dry-run" => &["client", "server", "none"],
            "cascade" => &["background", "foreground", "orphan"],
            "watch" | "wait" | "show-events" => &["true", "false"],
            "for" => &["condition=", "delete", "create", "jsonpath="],
            "sort-by" => &[".metadata.name", ".metadata.creationTimestamp", ".lastTimestamp"],
            "namespace" => &["default"],
            "type" => &["strategic", "merge", "json"],
            _ => &[],
        };
        for value in fixed {
            self.add(&[prefix, value].concat(), CandidateKind::Value);
        }
        if flag == "filename" {
            self.add(&[prefix, "-"].concat(), CandidateKind::File);
            for file in self.files {
                self.add(&[prefix, file].concat(), CandidateKind::File);
            }
        }
        if flag == "containers" {
            for deployment in self.cluster.deployments() {
                for container in &deployment.spec.template.spec.containers {
                    self.add(&[prefix, &*container.name].concat(), CandidateKind::Container);
                }
            }
        }
    }
}
