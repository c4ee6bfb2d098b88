//! The command line: what a line of kubectl does to the run, and commands that go on while its time passes.

use super::{Act, Lab, Refusal};
use crate::locale::say;
use crate::state::Problem;
use crate::view::story::ActTold;
use kubectl::{Completion, Printed, Request};
use rollout_engine::{Command, SimTime};
use std::rc::Rc;

/// What a line came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// None as long as it goes on.
    pub(crate) exit_code: Option<i32>,
    /// The manifest that `edit` opens.
    pub(crate) edits: Option<String>,
}

/// A command that goes on, and what it has printed since somebody asked.
#[derive(Default)]
pub(super) struct Following {
    running: Option<Box<kubectl::Running>>,
    printed: Vec<Printed>,
    /// Whether it was stopped because time went back.
    lost: bool,
}

impl Lab {
    /// Carries out a line. `text` is what the files of `-f` are made of.
    pub(crate) fn kubectl(&mut self, line: &str, text: &Rc<str>) -> Said {
        let outcome = self.line(line, text);
        let mut said = Said {
            stdout: outcome.stdout,
            stderr: outcome.stderr,
            exit_code: Some(outcome.exit_code),
            edits: outcome.edits,
        };
        if !outcome.commands.is_empty() {
            let text = reads_files(line).then(|| Rc::clone(text));
            if let Err(problems) = self.act(Act::Kubectl { line: line.into(), text }) {
                let stderr = problems.first().map(from_server).unwrap_or_default();
                return Said { stderr, exit_code: Some(1), ..Said::default() };
            }
            // One of several objects may be refused; the others are as they were asked to be.
            let done: Vec<&str> = said.stdout.split_inclusive('\n').collect();
            if !self.refused.is_empty() && done.len() == outcome.commands.len() {
                let is_refused = |i: usize| self.refused.iter().any(|(command, _)| *command == i);
                said.stdout = (0..done.len()).filter(|i| !is_refused(*i)).map(|i| done[i]).collect();
            }
            for (_, problem) in &self.refused {
                said.stderr.push_str(&from_server(problem));
                said.exit_code = Some(1);
            }
        }
        if let Some(running) = outcome.running {
            said.exit_code = None;
            self.following = Following { running: Some(running), ..Following::default() };
            self.look();
            for printed in std::mem::take(&mut self.following.printed) {
                said.stdout.push_str(&printed.stdout);
                said.stderr.push_str(&printed.stderr);
                said.exit_code = printed.exit_code;
            }
        }
        said
    }

    fn line(&self, line: &str, text: &str) -> kubectl::Outcome {
        let files = files(text);
        let files: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        kubectl::run(Request { line, stdin: text, files: &files }, self.timeline.simulation())
    }

    /// The commands of a line for the engine.
    pub(super) fn commands_of(&self, line: &str, text: Option<&str>) -> Vec<Command> {
        self.line(line, text.unwrap_or_default()).commands
    }

    /// What may come next on a line.
    pub(crate) fn complete(&self, line: &str, cursor: usize, text: &str) -> Completion {
        let files = files(text);
        let files: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        kubectl::complete(line, cursor, self.timeline.simulation(), &files)
    }

    /// Whether a command goes on.
    pub(crate) fn is_following(&self) -> bool {
        self.following.running.is_some()
    }

    /// What the command that goes on has printed since the last call, and whether it was stopped because time went back.
    pub(crate) fn take_printed(&mut self) -> (Vec<Printed>, bool) {
        (std::mem::take(&mut self.following.printed), std::mem::take(&mut self.following.lost))
    }

    /// Ctrl-C.
    pub(crate) fn interrupt(&mut self) {
        if let Some(running) = self.following.running.take() {
            self.following.printed.push(running.interrupt());
        }
    }

    /// Stops the command that goes on: time does not run on for it.
    pub(super) fn lose(&mut self) {
        if self.following.running.take().is_some() {
            self.following.lost = true;
        }
    }

    fn look(&mut self) {
        let Some(running) = &mut self.following.running else { return };
        let printed = running.look(self.timeline.simulation());
        if printed.exit_code.is_some() {
            self.following.running = None;
        }
        if printed != Printed::default() {
            self.following.printed.push(printed);
        }
    }

    /// Lets the next thing come to pass that comes by `until`; whether there was one. A command that goes on looks at it.
    pub(super) fn step_by(&mut self, until: SimTime) -> bool {
        let Some(next) = self.next_at() else { return false };
        if next > until {
            return false;
        }
        let event = self.next_thing_at();
        if event.is_some_and(|at| at <= next) {
            self.timeline.step();
        } else {
            self.timeline.run_until(next);
        }
        self.look();
        true
    }

    /// Lets time pass up to `until`, or until a command that goes on ends.
    pub(super) fn pass(&mut self, until: SimTime) {
        while self.is_following() {
            if !self.step_by(until) {
                self.timeline.run_until(until);
                return self.look();
            }
            if !self.is_following() {
                return;
            }
        }
        self.timeline.run_until(until);
    }

    /// When something happens next, by itself or because it was done.
    fn next_thing_at(&self) -> Option<SimTime> {
        let simulation = self.timeline.simulation();
        let done = usize::try_from(simulation.commands()).unwrap_or(usize::MAX);
        let command = self.timeline.commands().get(done).map(|(at, _)| *at);
        simulation.next_event_at().into_iter().chain(command).min()
    }

    fn next_at(&self) -> Option<SimTime> {
        let wakes = self.following.running.as_ref().and_then(|r| r.wakes_at());
        self.next_thing_at().into_iter().chain(wakes.filter(|at| *at > self.timeline.now())).min()
    }

    /// What a line did, told: as the same change by any other way, but with the line that was typed.
    pub(super) fn told_line(&self, line: &str, told: ActTold) -> ActTold {
        let rest = without_kubectl(line);
        let known = told.words.contains('→') || told.sends_users;
        let words = if known { told.words } else { "kubectl ".to_owned() + rest };
        let title = if known { told.title } else { say::you_did(rest) };
        ActTold { title, words, kubectl: "kubectl ".to_owned() + rest, ..told }
    }
}

fn from_server(problem: &Problem) -> String {
    ["Error from server: ", &problem.message, "\n"].concat()
}

/// The line without the word `kubectl` or `k` at its beginning.
pub(crate) fn without_kubectl(line: &str) -> &str {
    let line = line.trim();
    ["kubectl", "k"]
        .into_iter()
        .find_map(|word| line.strip_prefix(word)?.strip_prefix(' '))
        .unwrap_or(line)
        .trim()
}

/// Whether a line reads files.
fn reads_files(line: &str) -> bool {
    line.split_whitespace().any(|word| word.starts_with("-f") || word.starts_with("--filename"))
}

/// The files of the command line: the text as a whole, its documents by name, and by kind.
pub(crate) fn files(text: &str) -> Vec<(String, String)> {
    let mut files = vec![("manifest.yaml".to_owned(), text.to_owned())];
    let mut put = |name: String, document: &str| {
        let name = name + ".yaml";
        match files.iter_mut().find(|(known, _)| *known == name) {
            Some((_, text)) => text.extend(["---\n", document]),
            None => files.push((name, document.to_owned())),
        }
    };
    for document in documents(text) {
        let Ok(trees) = manifest::parse(document) else { continue };
        let Some(tree) = trees.first() else { continue };
        let word = |path: &str| tree.at(path).and_then(manifest::Tree::as_text);
        let (Some(kind), Some(name)) = (word("kind"), word("metadata.name")) else { continue };
        put(name.to_owned(), document);
        if !kind.eq_ignore_ascii_case(name) {
            put(kind.to_ascii_lowercase(), document);
        }
    }
    files
}

/// The documents of a text, one by one.
pub(super) fn documents(text: &str) -> Vec<&str> {
    let mut documents = Vec::new();
    let (mut from, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            documents.push(&text[from..at]);
            from = at + line.len();
        }
        at += line.len();
    }
    documents.push(&text[from..]);
    documents
}

/// Whether a document is that of an object.
pub(super) fn says_of(document: &str, kind: &str, name: &str) -> bool {
    let trees = manifest::parse(document).unwrap_or_default();
    let word = |path: &str| trees.first().and_then(|t| t.at(path)).and_then(manifest::Tree::as_text);
    word("kind") == Some(kind) && word("metadata.name") == Some(name)
}

/// The line (counted from 1) at which the document of an object begins; none, if there is no such document.
pub(crate) fn line_of(text: &str, kind: &str, name: &str) -> Option<u32> {
    let document = documents(text).into_iter().find(|document| says_of(document, kind, name))?;
    let offset = document.as_ptr() as usize - text.as_ptr() as usize;
    u32::try_from(text[..offset].matches('\n').count() + 1).ok()
}

/// What an act by a line comes to for the engine.
pub(super) fn as_commands(lab: &Lab, line: &str, text: Option<&str>) -> Result<Vec<Command>, Refusal> {
    let commands = lab.commands_of(line, text);
    // A run that is done again, in which the line no longer does anything.
    if commands.is_empty() { Err(super::plain(&crate::locale::console::NOTHING_DONE)) } else { Ok(commands) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab() -> Lab {
        Lab::new(crate::start::WORKSHOP).expect("the workshop's manifest is valid")
    }

    fn say(lab: &mut Lab, line: &str) -> Said {
        let text = lab.manifest();
        lab.kubectl(line, &text)
    }

    #[test]
    fn files_by_name_and_kind() {
        let names: Vec<String> = files(crate::start::WORKSHOP).into_iter().map(|f| f.0).collect();
        assert_eq!(names, ["manifest.yaml", "web.yaml", "service.yaml", "deployment.yaml"]);
        assert_eq!(line_of(crate::start::WORKSHOP, "Service", "web"), Some(1));
        assert_eq!(line_of(crate::start::WORKSHOP, "Deployment", "web"), Some(12));
        assert_eq!(line_of(crate::start::WORKSHOP, "Deployment", "api"), None);
    }

    #[test]
    fn the_manifest_follows_what_a_line_changed() {
        let check = |line: &str, old: &str, new: &str| {
            let mut lab = lab();
            let said = say(&mut lab, line);
            assert_eq!(said.exit_code, Some(0), "{line}: {}", said.stderr);
            assert_eq!(*lab.manifest(), crate::start::WORKSHOP.replace(old, new), "{line}");
            assert_eq!(lab.done().len(), 1, "{line}");
            assert!(lab.take_back() && *lab.manifest() == *crate::start::WORKSHOP, "{line} taken back");
        };
        check("k set image deployment/web web=web:2.0.0", "web:1.0.0", "web:2.0.0");
        check("kubectl scale deploy web --replicas=5", "replicas: 3", "replicas: 5");
    }

    #[test]
    fn what_only_reads_is_not_an_act() {
        let mut lab = lab();
        assert!(say(&mut lab, "kubectl get pods").stdout.starts_with("NAME"));
        assert!(lab.done().is_empty());
        let said = say(&mut lab, "kubectl get pod nobody");
        assert_eq!(said.exit_code, Some(1));
        assert!(said.stderr.starts_with("Error from server (NotFound)"), "{}", said.stderr);
    }

    #[test]
    fn a_rollout_is_watched_while_time_passes() {
        let mut lab = lab();
        say(&mut lab, "k set image deployment/web web=web:2.0.0");
        let said = say(&mut lab, "k rollout status deployment/web");
        assert_eq!(said.exit_code, None);
        lab.next_decision();
        let (first, _) = lab.take_printed();
        assert!(!first.is_empty(), "nothing was printed up to the first decision");
        lab.pass(SimTime(400_000));
        let (rest, lost) = lab.take_printed();
        let last = rest.last().expect("it ends");
        assert_eq!((last.exit_code, lost), (Some(0), false));
        assert_eq!(last.stdout, "deployment \"web\" successfully rolled out\n");
        assert!(lab.timeline().now() < SimTime(400_000), "time stops where the command ends");
    }

    #[test]
    fn a_command_that_goes_on_ends_by_ctrl_c_and_where_time_goes_back() {
        let mut lab = lab();
        lab.pass(SimTime(130_000));
        say(&mut lab, "k get pods -w");
        lab.interrupt();
        assert_eq!(lab.take_printed().0.last().and_then(|p| p.exit_code), Some(130));
        say(&mut lab, "k get pods -w");
        lab.seek(SimTime(125_000));
        assert!(!lab.is_following() && lab.take_printed().1);
    }
}
