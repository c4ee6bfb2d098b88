//! What a person did, as one line of text, and back: `kubectl scale deploy/web --replicas=5`, `fault web-5d8bb7d7dd-bnr4d hangs`.

use super::hunks;
use super::time;
use crate::lab::Act;
use rollout_engine::traffic::{Causes, Client, TrafficSpec};
use rollout_engine::{Fault, Latencies, SimDuration, Workload};

/// The act, where the manifest was `before`.
pub(crate) fn written(act: &Act, before: &str) -> String {
    let words = |verb: &str, fields: &[&str]| {
        let fields = fields.iter().map(|f| " ".to_owned() + &field(f));
        verb.to_owned() + &fields.collect::<String>()
    };
    match act {
        Act::Apply(text) => "apply ".to_owned() + &hunks::between(before, text),
        Act::Undo(deployment, None) => words("undo", &[deployment]),
        Act::Undo(deployment, Some(to)) => words("undo", &[deployment, &to.to_string()]),
        Act::Restart(deployment) => words("restart", &[deployment]),
        Act::DeletePod(pod) => words("delete", &[pod]),
        Act::Fault(pod, Fault::Exits(code)) => words("fault", &[pod, "exits", &code.to_string()]),
        Act::Fault(pod, fault) => {
            let name = FAULTS.iter().find(|(_, f)| f == fault).map_or("none", |(name, _)| name);
            words("fault", &[pod, name])
        }
        Act::LabelOff(pod, key) => words("label-off", &[pod, key]),
        Act::Cordon(node, cordoned) => words(if *cordoned { "cordon" } else { "uncordon" }, &[node]),
        Act::Kubectl { line, text: None } => line.to_string(),
        Act::Kubectl { line, text: Some(text) } => {
            words("with", &[&hunks::between(before, text)]) + " " + line
        }
        Act::Workload(image, w) => words("behaves", &[image]) + &said(WORKLOAD, w, &Workload::default()),
        Act::Traffic(t) => {
            let clients =
                t.clients.iter().map(|c| " client".to_owned() + &said(CLIENT, c, &Client::default()));
            "calls".to_owned() + &clients.collect::<String>()
        }
        Act::Latencies(l) => {
            let times = [l.api_call, l.watch, l.proxy_watch, l.proxy_sync, l.proxy_min_sync_period];
            "latencies".to_owned() + &times.map(|t| " ".to_owned() + &time::written(t)).concat()
        }
    }
}

/// The act that a line tells of, where the manifest is `before`; none, if it tells of none.
pub(crate) fn read(line: &str, before: &str) -> Option<Act> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    if verb == "apply" {
        return Some(Act::Apply(hunks::applied(before, rest)?.into()));
    }
    if verb == "with" {
        let (hunks, line) = rest.split_once(' ')?;
        let text = hunks::applied(before, &hunks::plain(hunks)?)?;
        return Some(Act::Kubectl { line: line.into(), text: Some(text.into()) });
    }
    if matches!(verb, "kubectl" | "k") {
        return Some(Act::Kubectl { line: line.into(), text: None });
    }
    let fields = rest.split(' ').filter(|f| !f.is_empty()).map(hunks::plain).collect::<Option<Vec<_>>>()?;
    let at = |place: usize| fields.get(place).map(String::as_str);
    let name = |place: usize| at(place).map(Into::into);
    Some(match verb {
        "undo" => Act::Undo(name(0)?, at(1).map(str::parse).transpose().ok()?),
        "restart" => Act::Restart(name(0)?),
        "delete" => Act::DeletePod(name(0)?),
        "fault" if at(1) == Some("exits") => Act::Fault(name(0)?, Fault::Exits(at(2)?.parse().ok()?)),
        "fault" => Act::Fault(name(0)?, FAULTS.iter().find(|(word, _)| at(1) == Some(word))?.1),
        "label-off" => Act::LabelOff(name(0)?, name(1)?),
        "cordon" | "uncordon" => Act::Cordon(name(0)?, verb == "cordon"),
        "behaves" => {
            let mut workload = Workload::default();
            heard(WORKLOAD, &mut workload, fields.get(1..)?)?;
            Act::Workload(name(0)?, Box::new(workload))
        }
        "calls" => {
            let clients = fields.split(|f| f == "client").skip(1).map(|said| {
                let mut client = Client::default();
                heard(CLIENT, &mut client, said).map(|()| client)
            });
            Act::Traffic(TrafficSpec { clients: clients.collect::<Option<_>>()? })
        }
        "latencies" => {
            let span = |place: usize| time::read(at(place)?);
            Act::Latencies(Latencies {
                api_call: span(0)?,
                watch: span(1)?,
                proxy_watch: span(2)?,
                proxy_sync: span(3)?,
                proxy_min_sync_period: span(4)?,
            })
        }
        _ => return None,
    })
}

const FAULTS: [(&str, Fault); 3] =
    [("none", Fault::None), ("not-ready", Fault::NotReady), ("hangs", Fault::Hangs)];

/// A field of something: its name, how it is said, how it is heard.
type Said<T> = (&'static str, fn(&T) -> String, fn(&mut T, &str) -> Option<()>);

const WORKLOAD: &[Said<Workload>] = &[
    ("pull", |w| span(w.pull_for), |w, t| set(&mut w.pull_for, time::read(t))),
    ("pullFails", |w| w.pull_failures.to_string(), |w, t| set(&mut w.pull_failures, t.parse().ok())),
    ("listens", |w| maybe(w.listens_after), |w, t| set(&mut w.listens_after, perhaps(t))),
    ("ready", |w| maybe(w.ready_after), |w, t| set(&mut w.ready_after, perhaps(t))),
    ("liveUntil", |w| maybe(w.live_until), |w, t| set(&mut w.live_until, perhaps(t))),
    ("hangs", |w| maybe(w.hangs_at), |w, t| set(&mut w.hangs_at, perhaps(t))),
    ("exits", |w| maybe(w.exits_after), |w, t| set(&mut w.exits_after, perhaps(t))),
    ("code", |w| w.exit_code.to_string(), |w, t| set(&mut w.exit_code, t.parse().ok())),
    ("crashes", |w| any(w.crashes), |w, t| set(&mut w.crashes, number(t))),
    ("leaks", |w| any(w.memory_mib_per_second), |w, t| set(&mut w.memory_mib_per_second, number(t))),
    ("stops", |w| span(w.stops_after), |w, t| set(&mut w.stops_after, time::read(t))),
    ("stopCode", |w| w.stop_exit_code.to_string(), |w, t| set(&mut w.stop_exit_code, t.parse().ok())),
    ("ignoresTerm", |w| w.ignores_sigterm.to_string(), |w, t| set(&mut w.ignores_sigterm, t.parse().ok())),
    ("drains", |w| w.drains.to_string(), |w, t| set(&mut w.drains, t.parse().ok())),
    ("serves", |w| span(w.serves_for), |w, t| set(&mut w.serves_for, time::read(t))),
    ("capacity", |w| any(w.capacity), |w, t| set(&mut w.capacity, number(t))),
    ("breaksApi", |w| w.breaks_api.to_string(), |w, t| set(&mut w.breaks_api, t.parse().ok())),
    (
        "unready",
        |w| w.unready_between.iter().map(|(a, b)| span(*a) + "-" + &span(*b) + ",").collect(),
        |w, t| {
            let spans = t.split(',').filter(|s| !s.is_empty()).map(|s| {
                let (a, b) = s.split_once('-')?;
                Some((time::read(a)?, time::read(b)?))
            });
            set(&mut w.unready_between, spans.collect())
        },
    ),
];

const CLIENT: &[Said<Client>] = &[
    ("name", |c| c.name.to_string(), |c, t| set(&mut c.name, Some(t.into()))),
    (
        "service",
        |c| c.service.as_deref().unwrap_or("").to_owned(),
        |c, t| set(&mut c.service, Some(Some(t.into()))),
    ),
    ("rate", |c| c.requests_per_second.to_string(), |c, t| set(&mut c.requests_per_second, t.parse().ok())),
    ("from", |c| c.addresses.to_string(), |c, t| set(&mut c.addresses, t.parse().ok())),
    ("waits", |c| span(c.timeout), |c, t| set(&mut c.timeout, time::read(t))),
    ("tries", |c| c.retries.times.to_string(), |c, t| set(&mut c.retries.times, t.parse().ok())),
    ("pause", |c| span(c.retries.after), |c, t| set(&mut c.retries.after, time::read(t))),
    (
        "on",
        |c| c.retries.on.bits().to_string(),
        |c, t| set(&mut c.retries.on, t.parse().ok().map(Causes::of_bits)),
    ),
    ("keeps", |c| c.keep_alive.to_string(), |c, t| set(&mut c.keep_alive, t.parse().ok())),
];

/// What is not as usual, as ` key=value`.
fn said<T>(fields: &[Said<T>], what: &T, usual: &T) -> String {
    let news =
        fields.iter().map(|(key, say, _)| (key, say(what), say(usual))).filter(|(_, is, was)| is != was);
    news.map(|(key, is, _)| format!(" {key}={}", field(&is))).collect()
}

fn heard<T>(fields: &[Said<T>], what: &mut T, said: &[String]) -> Option<()> {
    for one in said {
        let (key, value) = one.split_once('=')?;
        let (_, _, hear) = fields.iter().find(|(known, ..)| *known == key)?;
        hear(what, value)?;
    }
    Some(())
}

fn set<T>(field: &mut T, value: Option<T>) -> Option<()> {
    *field = value?;
    Some(())
}

fn span(time: SimDuration) -> String {
    time::written(time)
}

fn maybe(time: Option<SimDuration>) -> String {
    time.map_or_else(|| "never".to_owned(), time::written)
}

fn perhaps(text: &str) -> Option<Option<SimDuration>> {
    if text == "never" { Some(None) } else { time::read(text).map(Some) }
}

fn any(n: Option<u32>) -> String {
    n.map_or_else(|| "any".to_owned(), |n| n.to_string())
}

fn number(text: &str) -> Option<Option<u32>> {
    if text == "any" { Some(None) } else { text.parse().ok().map(Some) }
}

/// A field has no blanks.
fn field(text: &str) -> String {
    hunks::escaped(text).replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollout_engine::Preset;
    use rollout_engine::traffic::Retries;

    const BEFORE: &str = "kind: Deployment\nimage: web:1.0.0\n";

    #[test]
    fn acts_come_back_from_their_lines() {
        let check = |act: Act, line: &str| {
            assert_eq!(written(&act, BEFORE), line);
            assert_eq!(read(line, BEFORE), Some(act), "{line}");
        };
        let text = || Some("kind: Deployment\nimage: web:2.0.0\n".into());
        check(Act::Apply("kind: Deployment\nimage: web:2.0.0\n".into()), "apply 2=image: web:2.0.0");
        check(Act::Undo("web".into(), None), "undo web");
        check(Act::Undo("web".into(), Some(2)), "undo web 2");
        check(Act::Restart("web".into()), "restart web");
        check(Act::DeletePod("web-1".into()), "delete web-1");
        check(Act::Fault("web-1".into(), Fault::Hangs), "fault web-1 hangs");
        check(Act::Fault("web-1".into(), Fault::Exits(137)), "fault web-1 exits 137");
        check(Act::LabelOff("web-1".into(), "app".into()), "label-off web-1 app");
        check(Act::Cordon("node-1".into(), true), "cordon node-1");
        check(Act::Cordon("node-1".into(), false), "uncordon node-1");
        check(
            Act::Kubectl { line: "kubectl scale deploy/web --replicas=5".into(), text: None },
            "kubectl scale deploy/web --replicas=5",
        );
        check(
            Act::Kubectl { line: "kubectl apply -f -".into(), text: text() },
            "with 2=image:%20web:2.0.0 kubectl apply -f -",
        );
        check(
            Act::Workload(
                "web:2.0.0".into(),
                Box::new(Workload { ready_after: None, ..Workload::default() }),
            ),
            "behaves web:2.0.0 ready=never",
        );
        let client = Client { requests_per_second: 20, name: "a b".into(), ..Client::default() };
        let traffic = TrafficSpec { clients: vec![client, Client { keep_alive: true, ..Client::default() }] };
        check(Act::Traffic(traffic), "calls client name=a%20b rate=20 client keeps=true");
        check(Act::Traffic(TrafficSpec::default()), "calls");
        check(Act::Latencies(Latencies::default()), &written(&Act::Latencies(Latencies::default()), ""));
    }

    #[test]
    fn every_behaviour_comes_back() {
        let mut odd = Workload {
            unready_between: vec![(SimDuration(1_500), SimDuration(2_000))],
            crashes: Some(3),
            ..Preset::Healthy.workload()
        };
        odd.capacity = Some(2);
        for workload in Preset::ALL.iter().map(|p| p.workload()).chain([odd]) {
            let act = Act::Workload("web:2.0.0".into(), Box::new(workload));
            assert_eq!(read(&written(&act, ""), ""), Some(act));
        }
        let retries = Retries { times: 3, after: SimDuration(50), on: Causes::NOT_DELIVERED };
        let client = Client { retries, service: Some("web".into()), addresses: 3, ..Client::default() };
        let act = Act::Traffic(TrafficSpec { clients: vec![client] });
        assert_eq!(read(&written(&act, ""), ""), Some(act));
    }

    #[test]
    fn lines_that_tell_of_nothing_are_refused() {
        for line in [
            "",
            "dance",
            "fault web-1 dances",
            "apply 9=x",
            "behaves web ready=soon",
            "latencies 1s",
            "undo web one",
        ] {
            assert_eq!(read(line, BEFORE), None, "{line}");
        }
    }
}
