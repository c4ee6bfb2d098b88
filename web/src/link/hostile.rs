//! Whatever stands in an address, or in what was kept of a run, opens something, and at once.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a native test that measures time and is told how much to try"
)]

use super::{Link, acts, hunks};
use crate::start::SCENARIOS;
use rollout_engine::SimRng;
use std::time::{Duration, Instant};

/// No link may take longer to be understood.
const LONGEST: Duration = Duration::from_millis(50);

/// What links are made of, and what does not belong there.
const PARTS: &[&str] = &[
    "?",
    "#",
    "&",
    ";",
    "=",
    ":",
    "%",
    "|",
    "+",
    "-",
    "v=",
    "at=",
    "9999999999s",
    "4h",
    "scenario=",
    "canary",
    "manifest=",
    "1-9=",
    "18446744073709551615",
    "1+=x",
    "%00",
    "%0A",
    "%ff",
    "replicas=",
    "maxSurge=",
    "50%25",
    "-1",
    "2s:",
    "apply ",
    "with 1= ",
    "kubectl ",
    "delete pods --all",
    "fault ",
    "calls client rate=",
    "behaves web:1.0.0 ready=",
    "latencies 1s 1s 1s",
    "undo web ",
    "<script>alert(1)</script>",
    "\u{202e}",
    "\u{fffd}",
    "é",
    "lesson=../../x",
    "hide=panel,dock",
    "1e9",
    "NaN",
    "lang=xx",
    "seed=",
    "paused",
    "image=",
    "__proto__=1",
    "\0",
    "'\"><img src=x onerror=alert(1)>",
];

const GOOD: &str = "?v=1&scenario=workshop&manifest=17=++replicas:+5|38=x&maxSurge=50%25&seed=9&at=14.2s\
    #0s:apply+17=++replicas:+5;1.5s:kubectl+set+image+deployment/web+web=web:2.0.0;2s:with+17=++replicas:+7+kubectl+apply+-f+web.yaml;\
    3s:behaves+web:2.0.0+ready=never+drains=false;4s:calls+client+rate=50+name=a%2520b;5s:fault+web-1+exits+3";

struct Tries {
    rng: SimRng,
    slowest: (Duration, String),
}

impl Tries {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.rng.below(n as u64)).unwrap_or(0)
    }

    fn part(&mut self) -> &'static str {
        let at = self.below(PARTS.len());
        PARTS[at]
    }

    /// Parts in a row, or a good link with some of its characters replaced by parts, or cut off.
    fn link(&mut self) -> String {
        if self.below(2) == 0 {
            return (0..self.below(14)).map(|_| self.part()).collect();
        }
        let mut chars: Vec<char> = GOOD.chars().collect();
        for _ in 0..self.below(5) {
            let at = self.below(chars.len());
            let to = (at + self.below(4)).min(chars.len());
            let part = self.part();
            chars.splice(at..to, part.chars());
        }
        if self.below(4) == 0 {
            let at = self.below(chars.len());
            chars.truncate(at);
        }
        chars.into_iter().collect()
    }

    fn once(&mut self) {
        let address = self.link();
        let began = Instant::now();
        let mut link = Link::read(&address);
        let written = link.written();
        let text = link.manifest();
        let mut before = text;
        for (_, line) in link.acts.clone() {
            if let Some(act) = acts::read(&line, &before) {
                let again = acts::written(&act, &before);
                assert_eq!(acts::read(&again, &before).as_ref(), Some(&act), "{address}");
                if let crate::lab::Act::Apply(text) = act {
                    before = text.to_string();
                }
            }
        }
        let took = began.elapsed();
        let mut again = Link::read(&written);
        // Written, they stand in an order of their own.
        again.values.sort_unstable();
        link.values.sort_unstable();
        assert_eq!((&again.values, &again.acts), (&link.values, &link.acts), "{address}");
        if took > self.slowest.0 {
            self.slowest = (took, address);
        }
    }

    /// Two texts, and how they differ.
    fn texts(&mut self) {
        let mut text = || -> String {
            let base = self.below(SCENARIOS.len());
            let mut lines: Vec<&str> = SCENARIOS[base].1.split('\n').collect();
            for _ in 0..self.below(6) {
                let at = self.below(lines.len());
                match self.below(3) {
                    0 if lines.len() > 1 => drop(lines.remove(at)),
                    1 => lines.insert(at, ""),
                    _ => lines.insert(at, self.part()),
                }
            }
            let keep = if self.below(8) == 0 { self.below(lines.len()) } else { lines.len() };
            lines[..keep].join("\n")
        };
        let (old, new) = (text(), text());
        assert_eq!(
            hunks::applied(&old, &hunks::between(&old, &new)).as_deref(),
            Some(&*new),
            "{old}\n->\n{new}"
        );
    }

    /// Opens a link as the page does, where that is not a matter of minutes.
    fn opened(&mut self) {
        let mut link = Link::read(&self.link());
        let _ = link.open();
    }
}

fn tries(seed: u64, links: u64) {
    let mut tries = Tries { rng: SimRng::new(seed), slowest: Default::default() };
    for n in 0..links {
        tries.once();
        if n % 16 == 0 {
            tries.texts();
        }
        if n % 1024 == 0 {
            tries.opened();
        }
    }
    let (took, link) = tries.slowest;
    println!("{links} links; the slowest took {took:?}: {link}");
    // The machine may have been busy with something else: what is slow is slow again.
    let began = Instant::now();
    let _ = Link::read(&link).manifest();
    assert!(began.elapsed() <= LONGEST || took <= LONGEST, "{link} takes {took:?}");
}

/// `cargo xtask fuzz links` says how many, and a seed.
#[test]
fn hostile_links_open_something() {
    let asked = |name: &str| std::env::var(name).ok().map(|n| n.parse().expect("a number"));
    tries(asked("LINKS_SEED").unwrap_or(1), asked("LINKS").unwrap_or(4_000));
}
