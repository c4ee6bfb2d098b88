//! `watch COMMAND`: the same command again and again, on a fresh screen.

use super::Printed;
use rollout_engine::{SimDuration, SimTime, Simulation};

/// Repeats a command line.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    words: Vec<String>,
    every: SimDuration,
    next: SimTime,
}

impl Repeat {
    /// `words` follow the word `watch`.
    ///
    /// # Errors
    /// No command to repeat, an interval that is none.
    pub(crate) fn read(words: &[String], cluster: &Simulation) -> Result<Self, String> {
        let mut every = 2000;
        let mut words = words.iter();
        let mut command = Vec::new();
        while let Some(word) = words.next() {
            let text = match word.as_str() {
                "-d" | "-t" | "--differences" | "--no-title" => continue,
                "-n" | "--interval" => words.next().map(String::as_str).unwrap_or_default(),
                word if word.starts_with("-n") => word.get(2..).unwrap_or_default(),
                _ => {
                    command.push(word.clone());
                    command.extend(words.by_ref().cloned());
                    break;
                }
            };
            every = super::duration(&[text, "s"].concat())
                .filter(|ms| *ms > 0)
                .ok_or_else(|| format!("watch: failed to parse argument: '{text}'"))?;
        }
        // One quoted argument is a command line of its own.
        if let [line] = command.as_slice() {
            command = crate::shell::split(line)?.into_iter().next().unwrap_or_default();
        }
        if command.is_empty() || command.first().is_some_and(|word| word == "watch") {
            return Err("usage: watch [-n SECONDS] COMMAND".to_owned());
        }
        let every = SimDuration::millis(u64::try_from(every).unwrap_or(2000).max(100));
        Ok(Self { words: command, every, next: cluster.now() })
    }

    pub(super) fn next_at(&self) -> SimTime {
        self.next
    }

    pub(super) fn look(&mut self, cluster: &Simulation, printed: &mut Printed) {
        if cluster.now() < self.next {
            return;
        }
        self.next = cluster.now() + self.every;
        let outcome = crate::verb::run(&self.words, &crate::Request::default(), cluster);
        printed.wipes = true;
        if !outcome.commands.is_empty() || outcome.running.is_some() {
            return printed
                .fail("watch: the lab repeats commands that look, not commands that change something");
        }
        printed.stdout = outcome.stdout;
        printed.stdout.push_str(&outcome.stderr);
    }
}
