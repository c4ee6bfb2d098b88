//! Random command lines: put together from words that mean something, and spoilt.

use rollout_engine::SimRng;

const VERBS: &[&str] = &[
    "get",
    "get",
    "get",
    "describe",
    "describe",
    "rollout status",
    "rollout history",
    "rollout undo",
    "rollout pause",
    "rollout resume",
    "rollout restart",
    "rollout",
    "set image",
    "set env",
    "set resources",
    "set",
    "scale",
    "apply",
    "apply -f -",
    "apply -f -",
    "diff -f -",
    "create -f -",
    "replace -f -",
    "create deployment",
    "delete",
    "expose",
    "patch",
    "label",
    "annotate",
    "wait",
    "events",
    "explain",
    "help",
    "version",
    "api-resources",
    "autoscale",
    "cordon",
    "uncordon",
    "edit",
    "logs",
    "exec",
    "watch",
    "frobnicate",
    "",
];

const OBJECTS: &[&str] = &[
    "deployment",
    "deployments",
    "deploy",
    "deployment/web",
    "deploy/web",
    "deploy web",
    "deployment.apps/web",
    "rs",
    "rs/web",
    "pods",
    "po",
    "pod",
    "svc",
    "svc/web",
    "service web",
    "endpoints",
    "endpointslices",
    "events",
    "nodes",
    "node-1",
    "node/node-1",
    "all",
    "rs,pods",
    "deploy,svc,ep",
    "cm",
    "web",
    "nope",
    "deployment/nope",
    "/",
    "a/b/c",
    "//",
    "pods/",
    "deployment.spec.template.spec",
    "pod.status",
    "deploymnts",
    ",",
    "",
];

const FLAGS: &[&str] = &[
    "-o",
    "-o wide",
    "-o yaml",
    "-o json",
    "-o name",
    "-o=jsonpath={.items[*].metadata.name}",
    "-o jsonpath='{.spec}'",
    "-o jsonpath='{range .items[*]}{.metadata.name}{\"\\n\"}{end}'",
    "-o custom-columns=A:.metadata.name,B:.status",
    "-o jsonpath='{..name}'",
    "-o jsonpath='{.items[?(@.status.phase==\"Running\")]}'",
    "-o xyz",
    "-l app=web",
    "-l 'app in (web,x)'",
    "-l '!app'",
    "-l =",
    "--all",
    "-A",
    "-n x",
    "--show-labels",
    "--no-headers",
    "--sort-by=.metadata.name",
    "--sort-by .lastTimestamp",
    "--sort-by={.spec.replicas}",
    "-w",
    "--watch=false",
    "--watch",
    "--replicas=3",
    "--replicas",
    "--replicas=-1",
    "--replicas=99999999999",
    "--replicas=x",
    "--current-replicas=2",
    "--revision=1",
    "--to-revision=2",
    "--revision=-1",
    "--timeout=2s",
    "--timeout=x",
    "--timeout=0",
    "--dry-run=client",
    "--dry-run=server",
    "--dry-run=x",
    "--dry-run",
    "--cascade=orphan",
    "--cascade=foreground",
    "--force",
    "--grace-period=0",
    "--now",
    "--wait=false",
    "--image=web:3",
    "--port=80",
    "--port=0",
    "--target-port=http",
    "--name=x",
    "--type=json",
    "--type=merge",
    "--type=NodePort",
    "-p '{\"spec\":{\"replicas\":2}}'",
    "-p '[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":1}]'",
    "-p '{'",
    "-p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"y\"}]}}}}'",
    "-p '{\"spec\":null}'",
    "--for=condition=Available",
    "--for=delete",
    "--for=jsonpath='{.status}'=1",
    "--for",
    "-f -",
    "-f web.yaml",
    "-f nope",
    "-L app",
    "--field-selector=status.phase=Running",
    "--overwrite",
    "-c web",
    "-c=*",
    "--limits=cpu=1",
    "--requests=memory=64Mi,cpu=",
    "web=web:2",
    "*=x",
    "web=",
    "nope=x",
    "A=1",
    "B-",
    "a.b/c=d",
    "=",
    "-",
    "--",
    "---",
    "-h",
    "--help",
    "-owide",
    "-v=9",
    "--show-events=false",
    "--recursive",
    "--types=Warning",
    "--foo",
    "-z",
    "| grep web",
    "| grep -v '^w.*b$'",
    "| wc -l",
    "| head -2",
    "| tail -n 1",
    "| sort -k3 -n -r",
    "| uniq",
    "| awk",
    "|",
    "-n",
    "--min=1 --max=3",
    "kubectl",
    "k",
];

/// What spoils a line.
const SPOILS: &[&str] = &[
    "'", "\"", "\\", " ", "é", "\u{0}", "\t", "\n", "{", "}", "[", "]", "(", ")", "=", ",", "/", ".", "..",
    "*", "-", "--", "$", "@", "?", ":", "|", "&", ";", "#", "9", "日本", "\u{202e}",
];

fn pick<'a>(rng: &mut SimRng, words: &[&'a str]) -> &'a str {
    let at = usize::try_from(rng.below(words.len() as u64)).unwrap_or(0);
    words.get(at).copied().unwrap_or_default()
}

/// A line.
pub fn line(rng: &mut SimRng) -> String {
    let mut line = String::new();
    if rng.below(3) == 0 {
        line.push_str(pick(rng, &["kubectl ", "k ", "watch ", "watch kubectl ", "watch -n 1 "]));
    }
    line.push_str(pick(rng, VERBS));
    for _ in 0..rng.below(3) {
        line.push(' ');
        line.push_str(pick(rng, OBJECTS));
    }
    for _ in 0..rng.below(5) {
        line.push(' ');
        line.push_str(pick(rng, FLAGS));
    }
    if rng.below(3) == 0 {
        spoil(&mut line, rng, 1 + rng.clone().below(6));
    }
    if rng.below(500) == 0 {
        line = line.repeat(40);
    }
    line
}

/// Takes parts out of a text, doubles parts, puts others in.
pub fn spoil(text: &mut String, rng: &mut SimRng, times: u64) {
    for _ in 0..times {
        let mut place = || {
            let mut at = usize::try_from(rng.below(text.len() as u64 + 1)).unwrap_or(0);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (a, b) = (place(), place());
        let (from, to) = (a.min(b), a.max(b));
        match rng.below(4) {
            0 => {
                let end = to.min(from + 12);
                let end = (from..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
                text.replace_range(from..end, "");
            }
            1 => {
                let end = to.min(from + 40);
                let end = (from..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
                let part = text.get(from..end).unwrap_or_default().to_owned();
                text.insert_str(to, &part);
            }
            _ => text.insert_str(from, pick(rng, SPOILS)),
        }
    }
}
