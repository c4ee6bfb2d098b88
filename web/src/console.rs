//! The console: what was typed, what was printed, and what goes on.

use crate::app::Sim;
use crate::lab::{Said, files, line_of};
use crate::locale::console as words;
use crate::shared::Shared;
use crate::state::{Action, Selected, Tab};
use rollout_engine::Snapshot;
use rollout_engine::snapshot::PodView;
use std::rc::Rc;

/// So many lines are kept.
const MOST_LINES: usize = 1000;

/// So many names in what a line printed can be chosen.
const MOST_NAMES: usize = 200;

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// The prompt.
    In,
    Out,
    /// Standard error of what went well, and of what failed.
    Warning,
    Error,
    /// A remark of the lab.
    Note,
}

/// A name in a text: from where to where, and whose it is.
pub(crate) type NameAt = (usize, usize, Selected);

/// A text that was printed at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) stream: Stream,
    pub(crate) text: Rc<str>,
    pub(crate) names: Shared<Vec<NameAt>>,
}

impl Block {
    pub(crate) fn new(stream: Stream, text: &str, names: Vec<NameAt>) -> Self {
        Self { stream, text: text.into(), names: Shared::new(names) }
    }
}

/// What the console shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Console {
    /// With numbers that tell them apart.
    pub(crate) blocks: Shared<Vec<(u32, Block)>>,
    printed: u32,
    /// What stands at the prompt.
    pub(crate) typed: Rc<str>,
    /// Lines that were entered, the latest last.
    pub(crate) history: Shared<Vec<Rc<str>>>,
    /// The line that goes on.
    pub(crate) waits: Option<Rc<str>>,
    /// Whether the clock runs for its sake.
    plays: bool,
    /// Grows when something else asks for the prompt.
    pub(crate) asked: u32,
}

impl Default for Console {
    fn default() -> Self {
        Self {
            blocks: Shared::new(Vec::new()),
            printed: 0,
            typed: "".into(),
            history: Shared::new(Vec::new()),
            waits: None,
            plays: false,
            asked: 0,
        }
    }
}

/// A change of the console.
#[derive(Clone, Debug)]
pub(crate) enum ConsoleAction {
    Enter(Rc<str>),
    Print(Vec<Block>),
    /// Takes away what was printed since the last line was entered.
    Wipe,
    Clear,
    Type(Rc<str>),
    /// Something else puts a line at the prompt.
    Ask(Rc<str>),
    /// A line goes on; whether the clock runs for its sake.
    Wait(Rc<str>, bool),
    Done,
}

impl Console {
    pub(crate) fn reduce(&mut self, action: ConsoleAction) {
        match action {
            ConsoleAction::Enter(line) => {
                if !line.trim().is_empty() && self.history.last() != Some(&line) {
                    let mut history = self.history.to_vec();
                    history.push(Rc::clone(&line));
                    self.history = Shared::new(history);
                }
                self.typed = "".into();
                self.print(vec![Block::new(Stream::In, &line, Vec::new())]);
            }
            ConsoleAction::Print(blocks) => self.print(blocks),
            ConsoleAction::Wipe => {
                let kept =
                    self.blocks.iter().rposition(|(_, b)| b.stream == Stream::In).map_or(0, |at| at + 1);
                self.blocks = Shared::new(self.blocks.get(..kept).unwrap_or(&[]).to_vec());
            }
            ConsoleAction::Clear => self.blocks = Shared::new(Vec::new()),
            ConsoleAction::Type(text) => self.typed = text,
            ConsoleAction::Ask(text) => {
                self.typed = text;
                self.asked += 1;
            }
            ConsoleAction::Wait(line, plays) => {
                self.waits = Some(line);
                self.plays = plays;
            }
            ConsoleAction::Done => {
                self.waits = None;
                self.plays = false;
            }
        }
    }

    fn print(&mut self, new: Vec<Block>) {
        let mut blocks = self.blocks.to_vec();
        for block in new {
            self.printed += 1;
            blocks.push((self.printed, block));
        }
        let mut room = MOST_LINES;
        let kept = blocks.iter().rposition(|(_, block)| {
            let lines = block.text.lines().count();
            let fits = lines <= room;
            room = room.saturating_sub(lines);
            !fits
        });
        if let Some(cut) = kept {
            // Of the first one that does not fit, the last lines stay; its names go, their places are others now.
            let (number, block) = &blocks[cut];
            let lines: Vec<&str> = block.text.lines().collect();
            let below: usize = blocks[cut + 1..].iter().map(|(_, b)| b.text.lines().count()).sum();
            let from = lines.len().saturating_sub(MOST_LINES.saturating_sub(below));
            let first = (*number, Block::new(block.stream, &lines[from..].join("\n"), Vec::new()));
            blocks.drain(..=cut);
            blocks.insert(0, first);
        }
        self.blocks = Shared::new(blocks);
    }

    /// Everything as text, as a terminal would have it.
    pub(crate) fn as_text(&self) -> String {
        let mut out = String::new();
        for (_, block) in self.blocks.iter() {
            if block.stream == Stream::In {
                out.push_str("$ ");
            }
            out.push_str(&block.text);
            if !block.text.ends_with('\n') {
                out.push('\n');
            }
        }
        out
    }
}

/// The lines that are kept of a text.
fn last_lines(text: &str) -> &str {
    let ends = text.bytes().enumerate().rev().filter(|(_, byte)| *byte == b'\n');
    ends.map(|(at, _)| at + 1).nth(MOST_LINES).map_or(text, |from| &text[from..])
}

/// The names in a text that can be chosen on the stage. A Service may be named as its Deployment is: `of_services` says that
/// the text is about Services.
fn names(text: &str, snapshot: &Snapshot, of_services: bool) -> Vec<NameAt> {
    let mut found = Vec::new();
    let pods = PodNames::of(snapshot);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '/';
    let mut at = 0;
    while let Some(begin) = text[at..].find(is_part).map(|i| i + at) {
        let end = text[begin..].find(|c| !is_part(c)).map_or(text.len(), |i| i + begin);
        at = end;
        let word = &text[begin..end];
        let (kind, name) = word.rsplit_once('/').unwrap_or(("", word));
        let first = begin == 0 || text[..begin].ends_with('\n') || text[..begin].ends_with('"');
        if let Some(selected) = chosen(kind, name, first && !of_services, snapshot, &pods) {
            found.push((end - name.len(), end, selected));
        }
    }
    // The last ones are those in sight.
    found.split_off(found.len().saturating_sub(MOST_NAMES))
}

/// The Pods of a moment by the sums of their names: many names may be looked for among many.
struct PodNames<'a>(Vec<(u32, &'a PodView)>);

impl<'a> PodNames<'a> {
    fn of(snapshot: &'a Snapshot) -> Self {
        let mut all: Vec<_> = snapshot.pods.iter().map(|p| (sum(&p.object.meta.name), &**p)).collect();
        all.sort_unstable_by_key(|(sum, _)| *sum);
        Self(all)
    }

    fn find(&self, name: &str) -> Option<&'a PodView> {
        let from = self.0.partition_point(|(other, _)| *other < sum(name));
        let same = self.0[from..]
            .iter()
            .map(|(_, pod)| *pod)
            .take_while(|pod| sum(&pod.object.meta.name) == sum(name));
        same.into_iter().find(|pod| &*pod.object.meta.name == name)
    }
}

/// Of names that begin alike: what their ends come to.
fn sum(name: &str) -> u32 {
    name.bytes().rev().take(6).fold(0_u32, |sum, byte| sum.wrapping_mul(33).wrapping_add(byte.into()))
}

fn chosen(
    kind: &str,
    name: &str,
    may_be_deployment: bool,
    snapshot: &Snapshot,
    pods: &PodNames<'_>,
) -> Option<Selected> {
    let deployment = snapshot.deployments.iter().find(|d| &*d.meta.name == name);
    let service = snapshot.services.iter().find(|s| &*s.object.meta.name == name);
    let deployment = || deployment.map(|d| Selected::Deployment(d.meta.uid));
    match kind.split('.').next().unwrap_or(kind) {
        "service" | "services" | "svc" => return service.map(|s| Selected::Service(s.object.meta.uid)),
        "deployment" | "deployments" | "deploy" => return deployment(),
        "" if may_be_deployment && deployment().is_some() => return deployment(),
        _ if deployment().is_some() => return None,
        _ => {}
    }
    // The names of ReplicaSets and Pods begin with that of their owner.
    if !snapshot.deployments.iter().any(|d| name.starts_with(&*d.meta.name)) {
        return None;
    }
    let set = snapshot.replica_sets.iter().find(|s| &*s.object.meta.name == name);
    set.map(|s| Selected::ReplicaSet(s.object.meta.uid))
        .or_else(|| pods.find(name).map(|p| Selected::Pod(p.object.meta.uid)))
}

impl Sim {
    pub(crate) fn console(&self, action: ConsoleAction) {
        self.dispatch(Action::Console(action));
    }

    /// Shows the console with a line at its prompt.
    pub(crate) fn put_into_console(&self, line: &str) {
        self.dispatch(Action::SetTab(Tab::Kubectl));
        self.console(ConsoleAction::Ask(line.into()));
    }

    /// The manifest as it stands in its tab: what the files of the command line are.
    pub(crate) fn text(&self) -> Rc<str> {
        self.typed_manifest().unwrap_or_else(|| self.lab().borrow().manifest())
    }

    /// Carries out a line that a person entered: a command that goes on lets the clock run.
    pub(crate) fn enter(&self, line: &str) {
        if line.trim() == "clear" {
            self.console(ConsoleAction::Enter(line.into()));
            return self.console(ConsoleAction::Clear);
        }
        let said = self.kubectl(line);
        if said.exit_code.is_none() {
            let plays = !self.is_playing();
            if plays {
                self.set_playing(true);
            }
            self.console(ConsoleAction::Wait(line.trim().into(), plays));
        }
    }

    /// Carries out a line; what it printed is in the console too.
    pub(crate) fn kubectl(&self, line: &str) -> Said {
        self.interrupt();
        self.console(ConsoleAction::Enter(line.into()));
        let text = self.text();
        let said = self.lab().borrow_mut().kubectl(line, &text);
        if self.typed_manifest().is_some_and(|typed| *typed == *self.lab().borrow().manifest()) {
            self.settle();
        }
        self.read();
        self.save();
        self.print(line, &said.stdout, &said.stderr, said.exit_code);
        self.hints(line, &said, &text);
        if said.exit_code.is_none() {
            self.console(ConsoleAction::Wait(line.trim().into(), false));
        }
        if let Some(edits) = &said.edits {
            self.edit_object(edits);
        }
        said
    }

    fn print(&self, line: &str, stdout: &str, stderr: &str, exit_code: Option<i32>) {
        let of_services = line.split_whitespace().any(|word| {
            let word = word.split('/').next().unwrap_or(word);
            matches!(word, "svc" | "service" | "services" | "ep" | "endpoints" | "endpointslices" | "expose")
        });
        let Some(scene) = self.scene() else { return };
        let mut blocks = Vec::new();
        let failed = exit_code.is_some_and(|code| code != 0);
        for (stream, text) in
            [(Stream::Out, stdout), (if failed { Stream::Error } else { Stream::Warning }, stderr)]
        {
            if !text.is_empty() {
                let text = last_lines(text);
                blocks.push(Block::new(stream, text, names(text, &scene.snapshot, of_services)));
            }
        }
        if !blocks.is_empty() {
            self.console(ConsoleAction::Print(blocks));
        }
    }

    fn note(&self, text: &str) {
        self.console(ConsoleAction::Print(vec![Block::new(Stream::Note, text, Vec::new())]));
    }

    /// What a person may not know of this console.
    fn hints(&self, line: &str, said: &Said, text: &str) {
        let reads = |file: &str| {
            let mut words = line.split_whitespace();
            words
                .clone()
                .any(|w| w.strip_prefix("-f").or_else(|| w.strip_prefix("--filename=")) == Some(file))
                || (words.any(|w| w == "-f" || w == "--filename") && words.next() == Some(file))
        };
        if said.exit_code == Some(1) && said.stderr.contains("the path \"") {
            let names: Vec<String> = files(text).into_iter().map(|(name, _)| name).collect();
            self.note(&words::files(&names.join(", ")));
        } else if reads("-") {
            self.note(&words::STDIN);
        }
    }

    /// Opens the YAML tab at the object of a manifest.
    fn edit_object(&self, manifest: &str) {
        let tree = manifest::parse(manifest).ok().and_then(|trees| trees.into_iter().next());
        let word = |path: &str| tree.as_ref().and_then(|t| t.at(path)).and_then(manifest::Tree::as_text);
        let (kind, name) = (word("kind").unwrap_or_default(), word("metadata.name").unwrap_or_default());
        match line_of(&self.text(), kind, name) {
            Some(line) => {
                self.dispatch(Action::SetTab(Tab::Yaml));
                self.dispatch(Action::GoToLine(Some(line)));
            }
            None => self.note(&words::ONLY_WHAT_IS_WRITTEN),
        }
    }

    /// Prints what a command that goes on has said, and ends it.
    pub(crate) fn follow(&self) {
        let (printed, lost) = self.lab().borrow_mut().take_printed();
        if printed.is_empty() && !lost {
            return;
        }
        let (line, plays) = self.waiting();
        let line = line.unwrap_or_default();
        let mut ended = lost;
        for said in printed {
            if said.wipes {
                self.console(ConsoleAction::Wipe);
            }
            self.print(&line, &said.stdout, &said.stderr, said.exit_code);
            ended |= said.exit_code.is_some();
        }
        if lost {
            self.note(&words::TIME_WENT_BACK);
        }
        if ended {
            if plays && self.is_playing() {
                self.set_playing(false);
            }
            self.console(ConsoleAction::Done);
        }
    }

    /// Ctrl-C.
    pub(crate) fn interrupt(&self) {
        self.lab().borrow_mut().interrupt();
        self.follow();
    }
}

impl Console {
    /// The line that goes on, and whether the clock runs for its sake.
    pub(crate) fn waiting(&self) -> (Option<Rc<str>>, bool) {
        (self.waits.clone(), self.plays)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_lines_are_kept_than_a_person_scrolls_through() {
        let mut console = Console::default();
        let many = "a line\n".repeat(MOST_LINES - 1);
        console.reduce(ConsoleAction::Print(vec![Block::new(Stream::Out, &many, Vec::new())]));
        console.reduce(ConsoleAction::Enter("k get pods".into()));
        assert_eq!(console.as_text().lines().count(), MOST_LINES);
        console.reduce(ConsoleAction::Print(vec![Block::new(Stream::Out, "1\n2\n3\n", Vec::new())]));
        let text = console.as_text();
        assert_eq!(text.lines().count(), MOST_LINES);
        assert!(text.ends_with("a line\n$ k get pods\n1\n2\n3\n"), "{text}");
        console.reduce(ConsoleAction::Wipe);
        assert!(console.as_text().ends_with("$ k get pods\n"));
    }

    #[test]
    fn of_a_long_text_the_end_is_kept() {
        let text: String = (0..3 * MOST_LINES).map(|n| format!("{n}\n")).collect();
        assert!(last_lines(&text).starts_with("2000\n") && last_lines(&text).ends_with("2999\n"));
        assert_eq!(last_lines("a\nb"), "a\nb");
    }

    #[test]
    fn names_are_found_where_they_stand() {
        let lab = crate::lab::Lab::new(crate::start::WORKSHOP).expect("it is valid");
        let snapshot = lab.timeline().snapshot();
        let pod = &snapshot.pods[0].object;
        let deployment = Selected::Deployment(snapshot.deployments[0].meta.uid);
        let service = Selected::Service(snapshot.services[0].object.meta.uid);
        let check = |text: &str, of_services: bool, expected: &[(&str, Selected)]| {
            let found = names(text, &snapshot, of_services);
            let found: Vec<_> = found.iter().map(|(from, to, what)| (&text[*from..*to], *what)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("deployment.apps/web configured\n", false, &[("web", deployment)]);
        check("service/web created\n", false, &[("web", service)]);
        check("NAME   READY\nweb    3/3\n", false, &[("web", deployment)]);
        check("NAME   TYPE\nweb    ClusterIP\n", true, &[]);
        let line = format!("{}   1/1   Running\n", pod.meta.name);
        check(&line, false, &[(&pod.meta.name, Selected::Pod(pod.meta.uid))]);
        check("web web-nobody", false, &[("web", deployment)]);
    }
}
