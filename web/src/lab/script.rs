//! The run as a shell script of kubectl's commands for a real cluster.

use super::{Act, Done, Lab};
use crate::edits;
use manifest::Manifest;

const HEAD: &str = "#!/bin/sh
# Made by Rollout Lab: what was done in the lab, done to the cluster that kubectl is set to.
# Images are those of the manifest: they must exist where the cluster gets its images from.
set -eu
";

impl Lab {
    /// What was done in this run, as commands with waits between them. What cannot be done to a real cluster is a comment.
    pub(crate) fn as_script(&self) -> String {
        let (first, acts) = self.record();
        let mut out = String::from(HEAD);
        apply(&mut out, first);
        let mut names = deployments(first);
        wait_for(&mut out, &names);
        let mut at = self.timeline.scenario().opens_at;
        let mut before = first;
        for done in acts {
            let seconds = done.at.since(at).0.div_ceil(1000);
            if seconds > 0 {
                out.extend(["sleep ", &seconds.to_string(), "\n"]);
            }
            at = at.max(done.at);
            out.push('\n');
            told(&mut out, done, before);
            before = done.manifest();
            names = deployments(before);
        }
        out.push('\n');
        wait_for(&mut out, &names);
        out
    }
}

fn deployments(manifest: &str) -> Vec<String> {
    manifest::read(manifest)
        .map_or_else(|_| Vec::new(), |m| m.deployments.iter().map(|d| d.meta.name.to_string()).collect())
}

/// What goes wrong in the lab goes wrong there too: the script goes on.
fn wait_for(out: &mut String, deployments: &[String]) {
    for name in deployments {
        out.extend(["kubectl rollout status deploy/", name, " --timeout=120s || true\n"]);
    }
}

fn comment(out: &mut String, words: &[&str]) {
    out.push_str("# ");
    out.extend(words.concat().split(['\n', '\r']).flat_map(|line| [line, " "]));
    out.truncate(out.trim_end().len());
    out.push('\n');
}

fn told(out: &mut String, done: &Done, before: &str) {
    let no_such = "a program in a real cluster does what it does. Left out: ";
    match &done.act {
        Act::Apply(text) => match one_change(before, text) {
            Some(line) => out.extend([&*line, "\n"]),
            None => apply(out, text),
        },
        Act::Undo(..) | Act::Restart(_) => out.extend([&*done.told.kubectl, "\n"]),
        Act::DeletePod(pod) => one_of(out, pod, "delete", ""),
        Act::LabelOff(pod, key) => one_of(out, pod, "label", &[" ", &quoted(key), "-"].concat()),
        Act::Fault(pod, fault) => comment(out, &[no_such, "Pod ", pod, ": ", &format!("{fault:?}")]),
        Act::Workload(image, _) => comment(out, &[no_such, "how ", image, " behaves"]),
        Act::Cordon(node, cordoned) => {
            let verb = if *cordoned { "cordon " } else { "uncordon " };
            comment(out, &["nodes have other names in your cluster: kubectl ", verb, node]);
        }
        Act::Traffic(_) => comment(out, &["users are the lab's own. Left out: who calls"]),
        Act::Latencies(_) => {
            comment(out, &["a real cluster takes its own time. Left out: how long things take"]);
        }
        Act::Kubectl { line, text } => typed(out, line, text.as_deref()),
    }
}

/// A line that was typed: a shell must read it as the lab did.
fn typed(out: &mut String, line: &str, text: Option<&str>) {
    let line = super::command_line::without_kubectl(line);
    if !is_plain(line) {
        comment(out, &["a shell might read this otherwise than the lab. Left out: kubectl ", line]);
        return;
    }
    let Some(text) = text else {
        out.extend(["kubectl ", line, "\n"]);
        return;
    };
    // Whatever the file was called: the text comes along.
    let mut words: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
    match words.iter().position(|w| matches!(*w, "-f" | "--filename")) {
        Some(i) if i + 1 < words.len() => words[i + 1] = "-",
        _ => {
            let joined = |w: &&str| w.starts_with("-f") || w.starts_with("--filename=");
            match words.iter().position(joined) {
                Some(i) => words[i] = "-f-",
                None => return comment(out, &["its file is not known. Left out: kubectl ", line]),
            }
        }
    }
    here(out, &["kubectl ", &words.join(" ")].concat(), text);
}

/// Whether a line holds nothing that a shell does more with than to split it at blanks and quotes.
fn is_plain(line: &str) -> bool {
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some('"'), '$' | '`' | '\\' | '!') | (_, '\n' | '\r' | '\0') => return false,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, c) if c.is_alphanumeric() || " -_=/.,:@%+".contains(c) => {}
            (None, _) => return false,
        }
    }
    quote.is_none()
}

fn quoted(word: &str) -> String {
    ["'", &word.replace('\'', "'\\''"), "'"].concat()
}

/// Pods have other names there, so one of the same template is taken.
fn one_of(out: &mut String, pod: &str, verb: &str, rest: &str) {
    comment(out, &["in the lab it was ", pod, "; here it is the first Pod of the same ReplicaSet"]);
    let hash = pod.rsplit('-').nth(1).unwrap_or_default();
    let selector = quoted(&["pod-template-hash=", hash].concat());
    out.extend([
        "kubectl ",
        verb,
        " \"$(kubectl get pods -l ",
        &selector,
        " -o name | head -n 1)\"",
        rest,
        "\n",
    ]);
}

/// The command that changes one text to another, if it is a short one and all of it.
fn one_change(before: &str, after: &str) -> Option<String> {
    let (was, is) = (manifest::read(before).ok()?, manifest::read(after).ok()?);
    let pairs = || was.deployments.iter().zip(&is.deployments);
    let (old, new) = pairs().find(|(old, new)| old != new)?;
    let line = edits::as_kubectl(old, new);
    let mut done = old.clone();
    match line.split(' ').nth(1)? {
        "scale" => done.spec.replicas = new.spec.replicas,
        "rollout" => done.spec.paused = new.spec.paused,
        "set" => {
            let mut template = (*done.spec.template).clone();
            let image = new.spec.template.spec.containers.first()?.image.clone();
            template.spec.containers.first_mut()?.image = image;
            done.spec.template = template.into();
        }
        _ => return None,
    }
    let same = |m: &Manifest| (m.services.clone(), m.deployments.len());
    let others = pairs().filter(|(old, new)| old != new).count();
    (done == *new && others == 1 && same(&was) == same(&is) && is_plain(&line)).then_some(line)
}

fn apply(out: &mut String, text: &str) {
    here(out, "kubectl apply -f -", text);
}

/// A command with its input.
fn here(out: &mut String, command: &str, text: &str) {
    let mut end = String::from("EOF");
    while text.lines().any(|l| l == end) {
        end.push('_');
    }
    let text = text.trim_end_matches('\n');
    out.extend([command, " <<'", &end, "'\n", text, "\n", &end, "\n"]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::WORKSHOP;
    use rollout_engine::Fault;
    use rollout_engine::SimTime;

    #[test]
    fn a_shell_reads_a_line_as_the_lab_did_or_not_at_all() {
        let check = |line, plain| assert_eq!(is_plain(line), plain, "{line}");
        check("set image deploy/web web=web:2.0.0", true);
        check("patch deploy/web -p '{\"spec\":{\"replicas\":2}}'", true);
        check("annotate deploy/web a=\"b c\"", true);
        check("annotate deploy/web a=$(id)", false);
        check("annotate deploy/web a=\"`id`\"", false);
        check("scale deploy/web --replicas=2; id", false);
        check("annotate deploy/web a='b", false);
        check("get pods | grep web", false);
    }

    #[test]
    fn the_run_becomes_commands_with_waits() {
        let mut lab = Lab::new(WORKSHOP).expect("it is valid");
        let opens_at = lab.timeline().scenario().opens_at;
        lab.seek(SimTime(opens_at.0 + 2_000));
        let text = WORKSHOP.replace("image: web:1.0.0", "image: web:2.0.0");
        lab.act(Act::Apply(text.clone().into())).expect("it is applied");
        lab.seek(SimTime(opens_at.0 + 60_000));
        let line = "kubectl annotate deploy/web a=\"$b\"".into();
        lab.act(Act::Kubectl { line, text: None }).expect("it is done");
        let more = text.replace("replicas: 3", "replicas: 5").replace("web:2.0.0", "web:3.0.0");
        lab.act(Act::Apply(more.into())).expect("it is applied");
        let pod = lab.timeline().snapshot().pods[0].object.meta.name.clone();
        lab.act(Act::Fault(pod.clone(), Fault::Hangs)).expect("it is done");
        lab.act(Act::DeletePod(pod)).expect("it is done");
        let script = lab.as_script();
        for part in [
            "kubectl apply -f - <<'EOF'\napiVersion",
            "\nEOF\nkubectl rollout status deploy/web --timeout=120s || true\nsleep 2\n\nkubectl set image deploy/web web=web:2.0.0\nsleep 58\n",
            "# a shell might read this otherwise than the lab. Left out: kubectl annotate deploy/web a=\"$b\"\n",
            // Two changes at once are a manifest.
            "web:3.0.0",
            "# a program in a real cluster does what it does. Left out: Pod web-",
            "kubectl delete \"$(kubectl get pods -l 'pod-template-hash=",
        ] {
            assert!(script.contains(part), "{part} is not in\n{script}");
        }
    }
}
