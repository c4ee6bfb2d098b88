//! Links: what is on screen, as a readable address. The query says what the run starts from and how it is shown, the part after `#`
//! what was done and when.

pub(crate) mod acts;
#[cfg(test)]
mod hostile;
pub(crate) mod hunks;
mod percent;
mod schema;
pub(crate) mod time;

use self::schema::{Kind, PARAMETERS, VERSION};
use crate::lab::Lab;
use crate::locale::links as words;
use crate::start::{SCENARIOS, WORKSHOP, manifest_of};
use manifest::{Edit, Tree};
use rollout_engine::SimDuration;

/// More is not read of an address.
const LONGEST: usize = 1_000_000;

/// Up to this length any program that passes a link on leaves it whole.
pub(crate) const LONG: usize = 2_000;

/// What a link says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Link {
    values: Vec<(&'static str, String)>,
    /// What was done: how long after the opening of the run, and as a line of text.
    acts: Vec<(SimDuration, String)>,
    /// What of it could not be understood or done, in words.
    pub(crate) problems: Vec<String>,
}

impl Link {
    /// Reads an address as far as it can be.
    pub(crate) fn read(address: &str) -> Self {
        let mut link = Self::default();
        let address = address.get(..LONGEST).unwrap_or(address);
        let (before, hash) = address.split_once('#').unwrap_or((address, ""));
        // From a disk a page may change nothing but what follows the `#`, so there the query follows it too.
        let (query, hash) = match hash.strip_prefix('?') {
            Some(rest) => rest.split_once('#').unwrap_or((rest, "")),
            None => (before.split_once('?').map_or("", |(_, query)| query), hash),
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            link.parameter(pair);
        }
        for act in hash.split(';').filter(|act| !act.is_empty()) {
            let read = act
                .split_once(':')
                .and_then(|(at, line)| Some((time::read(at)?, percent::decoded_blanks(line)?)));
            match read {
                Some(act) => link.acts.push(act),
                None => link.problems.push(words::no_act(act)),
            }
        }
        // What is done comes in the order of time, however a link was put together.
        link.acts.sort_by_key(|(at, _)| *at);
        if link.get("v").and_then(|v| v.parse::<u64>().ok()).is_some_and(|v| v > VERSION) {
            link.problems.push(words::NEWER.to_owned());
        }
        link
    }

    fn parameter(&mut self, pair: &str) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(parameter) = PARAMETERS.iter().find(|p| p.name.eq_ignore_ascii_case(name)) else {
            self.problems.push(words::unknown(name));
            return;
        };
        match percent::decoded_blanks(value)
            .map_or(Err(parameter.kind.told()), |value| parameter.checked(&value))
        {
            Ok(value) => self.set(parameter.name, value),
            Err(expected) => self.problems.push(words::wrong(name, value, &expected)),
        }
    }

    fn set(&mut self, name: &'static str, value: String) {
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, kept)) => *kept = value,
            None => self.values.push((name, value)),
        }
    }

    /// A parameter's value, if the link has it.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a flag is set.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    /// Whether it says which run is to be shown.
    pub(crate) fn says_a_run(&self) -> bool {
        !self.acts.is_empty() || self.values.iter().any(|(name, _)| is_about_the_run(name))
    }

    /// Whether something is done in its run, or it starts from something of one's own.
    pub(crate) fn does_something(&self) -> bool {
        !self.acts.is_empty() || self.get("manifest").is_some()
    }

    /// Whether both say the same run.
    pub(crate) fn same_run(&self, other: &Self) -> bool {
        let run = |link: &Self| {
            let mut values = link.values.clone();
            values.retain(|(name, _)| is_about_the_run(name));
            values.sort_unstable();
            values
        };
        self.acts == other.acts && run(self) == run(other)
    }

    /// The link to what a lab shows. What is not about the run (the theme, what is hidden) is taken over from `shown`.
    pub(crate) fn to(lab: &Lab, shown: &Self) -> Self {
        let mut link = Self::default();
        link.set("v", VERSION.to_string());
        let keep = |name: &&'static str| {
            matches!(kind(name), Some(Kind::Flag | Kind::Some(_)))
                || matches!(*name, "theme" | "lang" | "keys")
        };
        let opens_at = lab.timeline().scenario().opens_at;
        let (first, acts) = lab.record();
        let mut before = first;
        for done in acts {
            // What a lesson does by itself it does again.
            if !lab.is_of_lesson(done) {
                link.acts.push((done.at.since(opens_at), acts::written(&done.act, before)));
            }
            before = done.manifest();
        }
        let at = lab.timeline().now().since(opens_at);
        let place = lab.lesson_place();
        let at_moment = place.is_some() && lab.is_at_moment();
        match place {
            Some(lesson) => {
                link.set("lesson", lesson);
                if let Some(difficulty) = lab.lesson_difficulty() {
                    link.set("difficulty", difficulty);
                }
            }
            None => link.values.extend(lab.origin().iter().cloned()),
        }
        if at > SimDuration::ZERO && !at_moment {
            link.set("at", time::written(at));
        }
        let kept: Vec<_> = shown.values.iter().filter(|(name, _)| keep(name)).cloned().collect();
        link.values.extend(kept);
        link
    }

    /// `?…#…`
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        for parameter in PARAMETERS {
            if let Some(value) = self.get(parameter.name) {
                out.push(if out.is_empty() { '?' } else { '&' });
                out.push_str(parameter.name);
                out.push('=');
                out.push_str(&percent::encoded(value, "=|"));
            }
        }
        for (i, (at, line)) in self.acts.iter().enumerate() {
            out.push(if i == 0 { '#' } else { ';' });
            out.push_str(&time::written(*at));
            out.push(':');
            out.push_str(&percent::encoded(line, "=|"));
        }
        out
    }

    /// The run that it says, as far as it can be had.
    pub(crate) fn open(&mut self) -> Lab {
        let text = self.manifest();
        let Ok(mut lab) = Lab::seeded(&text, self.get("seed").and_then(|seed| seed.parse().ok())) else {
            self.problems.push(words::NO_MANIFEST.to_owned());
            self.values.retain(|(name, _)| *name != "manifest" && field(name).is_none());
            return Lab::seeded(WORKSHOP, None).unwrap_or_else(|_| Lab::empty());
        };
        lab.set_origin(self.values.iter().filter(|(name, _)| is_about_the_start(name)).cloned().collect());
        let opens_at = lab.timeline().scenario().opens_at;
        for (at, line) in &self.acts {
            lab.seek(opens_at + *at);
            let done = acts::read(line, &lab.manifest()).map(|act| lab.act(act));
            match done {
                Some(Ok(())) => {}
                Some(Err(refusal)) => {
                    let why = refusal.first().map_or("", |problem| problem.message.as_str());
                    self.problems.push(words::not_done(line, why));
                }
                None => self.problems.push(words::no_act(line)),
            }
        }
        let at = self.get("at").and_then(time::read);
        lab.seek(opens_at + at.unwrap_or(SimDuration::ZERO));
        lab
    }

    /// Goes on in a lesson that has begun: does what was done in it, up to the moment that the link says.
    pub(crate) fn go_on(&mut self, lab: &mut Lab, moment: usize) {
        let opens_at = lab.timeline().scenario().opens_at;
        for (at, line) in &self.acts {
            lab.run((opens_at + *at).since(lab.timeline().now()), false);
            match acts::read(line, &lab.manifest()).map(|act| lab.act(act)) {
                Some(Ok(())) => {}
                Some(Err(refusal)) => {
                    let why = refusal.first().map_or("", |problem| problem.message.as_str());
                    self.problems.push(words::not_done(line, why));
                }
                None => self.problems.push(words::no_act(line)),
            }
        }
        match self.get("at").and_then(time::read) {
            Some(at) => drop(lab.run((opens_at + at).since(lab.timeline().now()), false)),
            None => lab.go_to_moment(moment),
        }
    }

    /// The objects that the run starts from.
    fn manifest(&mut self) -> String {
        let scenario = self.get("scenario").and_then(manifest_of).unwrap_or(WORKSHOP);
        let mut text = scenario.to_owned();
        if let Some(hunks) = self.get("manifest") {
            match hunks::applied(scenario, hunks) {
                Some(changed) => text = changed,
                None => self.problems.push(words::NO_MANIFEST.to_owned()),
            }
        }
        let changes: Vec<(&str, Edit)> = self
            .values
            .iter()
            .filter_map(|(name, value)| Some((*name, Edit::set(field(name)?, tree(value)))))
            .collect();
        for (name, change) in changes {
            // Each by itself: one that cannot be made does not keep the others from being made.
            match course::edited(&text, &[change]) {
                Ok(changed) if manifest::read(&changed).is_ok() => text = changed,
                _ => {
                    let value = self.get(name).unwrap_or_default().to_owned();
                    self.problems.push(words::not_fitting(name, &value));
                }
            }
        }
        text
    }
}

/// How a manifest is said in a link: by its name, or by how it differs from the workshop's.
pub(crate) fn origin_of(manifest: &str) -> Vec<(&'static str, String)> {
    match SCENARIOS.iter().find(|(_, text)| *text == manifest) {
        Some((name, _)) => vec![("scenario", (*name).to_owned())],
        None => {
            vec![("scenario", SCENARIOS[0].0.to_owned()), ("manifest", hunks::between(WORKSHOP, manifest))]
        }
    }
}

/// A number where it is one.
fn tree(value: &str) -> Tree {
    value.parse::<i64>().map_or_else(|_| value.into(), Into::into)
}

fn field(name: &str) -> Option<&'static str> {
    PARAMETERS.iter().find(|p| p.name == name)?.field
}

fn kind(name: &str) -> Option<Kind> {
    PARAMETERS.iter().find(|p| p.name == name).map(|p| p.kind)
}

/// Whether a parameter says which run is shown, and which moment of it.
fn is_about_the_run(name: &str) -> bool {
    matches!(name, "at" | "lesson" | "difficulty") || is_about_the_start(name)
}

/// Whether a parameter says what the run starts from.
fn is_about_the_start(name: &str) -> bool {
    matches!(name, "scenario" | "manifest" | "seed") || field(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Act;
    use rollout_engine::{Fault, SimTime};

    fn kubectl(line: &str) -> Act {
        Act::Kubectl { line: line.into(), text: None }
    }

    /// What is shown, so that two labs can be compared.
    fn shown(lab: &Lab) -> (SimTime, String, usize, Vec<String>) {
        let snapshot = lab.timeline().snapshot();
        let pods = snapshot.pods.iter().map(|p| format!("{} {:?}", p.object.meta.name, p.stage)).collect();
        (lab.timeline().now(), lab.manifest().to_string(), lab.done().len(), pods)
    }

    #[test]
    fn a_link_opens_what_it_was_made_of() {
        let check = |manifest: &str, acts: &[(u64, Act)], at: u64, expected: &str| {
            let mut lab = Lab::new(manifest).expect("it is valid");
            let opens_at = lab.timeline().scenario().opens_at;
            for (ms, act) in acts {
                lab.seek(opens_at + SimDuration(*ms));
                lab.act(act.clone()).expect("it is accepted");
            }
            lab.seek(opens_at + SimDuration(at));
            let written = Link::to(&lab, &Link::default()).written();
            assert_eq!(written, expected);
            let mut link = Link::read(&format!("https://lab.example/x/{written}"));
            assert_eq!(shown(&link.open()), shown(&lab), "{written}");
            assert_eq!(link.problems, Vec::<String>::new());
            // From a disk, all of it follows the `#`.
            assert_eq!(Link::read(&format!("file:///lab.html#{written}")), Link::read(&written));
        };
        check(WORKSHOP, &[], 0, "?v=1&scenario=workshop");
        let image = kubectl("kubectl set image deployment/web web=web:2.0.0");
        check(
            WORKSHOP,
            &[(2_000, image)],
            14_200,
            "?v=1&scenario=workshop&at=14.2s#2s:kubectl+set+image+deployment/web+web=web:2.0.0",
        );
        let text = WORKSHOP.replace("replicas: 3", "replicas: 5");
        check(
            WORKSHOP,
            &[(0, Act::Apply(text.as_str().into())), (1_500, Act::Restart("web".into()))],
            3_000,
            "?v=1&scenario=workshop&at=3s#0s:apply+17=++replicas:+5;1.5s:restart+web",
        );
        check(&text, &[], 1_000, "?v=1&scenario=workshop&manifest=17=++replicas:+5&at=1s");
        check(SCENARIOS[2].1, &[], 0, "?v=1&scenario=canary");
    }

    #[test]
    fn a_lesson_that_somebody_changed_opens_as_it_was() {
        let begin = |lab: &mut Lab| {
            let lesson =
                course::lessons().into_iter().find(|l| l.id == "rolling-update").expect("it is there");
            lab.begin(&lesson, crate::lab::Difficulty::Hints).expect("it begins");
        };
        let check = |moment: usize, replicas: Option<&str>, then: usize, later: u64, expected: &str| {
            let mut lab = Lab::new(WORKSHOP).expect("it is valid");
            begin(&mut lab);
            lab.go_to_moment(moment);
            if let Some(line) = replicas {
                lab.act(kubectl(line)).expect("it is accepted");
            }
            lab.go_to_moment(then);
            lab.run(SimDuration(later), false);
            let written = Link::to(&lab, &Link::default()).written();
            assert!(written.starts_with(expected), "{written}");
            let mut again = Lab::new(WORKSHOP).expect("it is valid");
            begin(&mut again);
            let mut link = Link::read(&written);
            link.go_on(&mut again, then);
            assert_eq!(shown(&again), shown(&lab), "{written}");
            assert_eq!(again.lesson_place(), lab.lesson_place());
            assert_eq!(link.problems, Vec::<String>::new());
        };
        check(0, None, 0, 0, "?v=1&lesson=rolling-update/0");
        check(6, None, 6, 0, "?v=1&lesson=rolling-update/6");
        check(3, None, 3, 50, "?v=1&at=2.");
        let scale = "kubectl scale deploy/web --replicas=5";
        check(3, Some(scale), 9, 0, "?v=1&lesson=rolling-update/9#");
    }

    #[test]
    fn how_a_challenge_is_set_is_said() {
        let lesson = course::lessons().into_iter().find(|l| l.id == "two-at-a-time").expect("it is there");
        let check = |asked: &str, replicas: u32, hints: bool, written: &str| {
            let difficulty = crate::lab::Difficulty::read(asked).expect("there is such a one");
            let mut lab = Lab::new(WORKSHOP).expect("it is valid");
            lab.begin(&lesson, difficulty).expect("it begins");
            lab.hint();
            let shown = lab.read().lesson.expect("it is under way");
            assert_eq!((shown.hints.len(), shown.may_ask_for_hint), (usize::from(hints), hints), "{asked}");
            let pods = lab.timeline().snapshot().pods.len();
            assert_eq!(pods, replicas as usize, "{asked}");
            let link = Link::to(&lab, &Link::default()).written();
            assert_eq!(link, format!("?v=1&lesson=two-at-a-time/0{written}"));
            assert!(Link::read(&link).problems.is_empty());
        };
        check("hints", 6, true, "");
        check("none", 6, false, "&difficulty=none");
        check("numbers/1", 5, false, "&difficulty=numbers/1");
        check("numbers/3", 8, false, "&difficulty=numbers/3");
        // One that it does not have is another that it has.
        check("numbers/4", 5, false, "&difficulty=numbers/1");
    }

    #[test]
    fn faults_are_links_too() {
        let mut lab = Lab::new(WORKSHOP).expect("it is valid");
        let pod = lab.timeline().snapshot().pods[0].object.meta.name.clone();
        lab.act(Act::Fault(pod, Fault::Hangs)).expect("it is accepted");
        let written = Link::to(&lab, &Link::default()).written();
        assert_eq!(shown(&Link::read(&written).open()), shown(&lab));
    }

    #[test]
    fn authors_say_what_a_run_starts_from() {
        let mut link =
            Link::read("?replicas=5&image=web:2.0.0&maxSurge=50%25&maxUnavailable=0&seed=8&theme=dark");
        let lab = link.open();
        assert_eq!(link.problems, Vec::<String>::new());
        let text = lab.manifest();
        for line in ["replicas: 5", "image: web:2.0.0", "maxSurge: 50%", "maxUnavailable: 0"] {
            assert!(text.contains(line), "no {line} in {text}");
        }
        assert_eq!(lab.timeline().scenario().seed, 8);
        let again = Link::to(&lab, &link).written();
        assert_eq!(
            again,
            "?v=1&replicas=5&image=web:2.0.0&maxSurge=50%25&maxUnavailable=0&seed=8&theme=dark"
        );
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_is_opened() {
        let check = |address: &str, problems: &[&str], replicas: i32| {
            let mut link = Link::read(address);
            let lab = link.open();
            assert_eq!(link.problems, problems, "{address}");
            assert_eq!(lab.timeline().snapshot().deployments[0].spec.replicas, replicas, "{address}");
        };
        check("?replicas=5&colour=red", &["There is no parameter colour."], 5);
        check("?replicas=many", &["replicas cannot be many. It may be: a whole number up to 5000."], 3);
        check("?v=9&replicas=4", &["It was made by a newer lab, so some of it may be missing."], 4);
        check("?manifest=99=x", &["Its manifest does not fit, so the run starts from another one."], 3);
        check("?maxSurge=0&maxUnavailable=0", &["maxUnavailable cannot be 0 with this manifest."], 3);
        check(
            "#2s:dance;3s:kubectl+scale+deploy/web+--replicas=4",
            &["This says nothing that can be done: dance"],
            3,
        );
        check("#soon:restart+web", &["This says nothing that can be done: soon:restart+web"], 3);
        check("?at=1s#0s:kubectl+scale+deploy/web+--replicas=4", &[], 4);
    }
}
