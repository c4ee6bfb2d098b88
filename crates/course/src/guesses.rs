//! Who is asked before a step, and what was answered: questions come with the run and go with it, nothing waits for them.

use crate::predict::{Answer, Concept, Question, question};
use rollout_engine::{SimTime, Simulation};

/// Whether two moments have the same next step: how often the run was changed, its commands, its decisions.
type Key = (u32, u64, u32);

/// An answer that was given, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// To which question.
    pub question: Question,
    /// What was answered.
    pub answer: Answer,
}

impl Guess {
    /// Whether it is right.
    pub fn is_right(&self) -> bool {
        self.question.is_right(&self.answer)
    }
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guesses {
    key: Option<Key>,
    open: Option<Question>,
    /// Answers that the run has not come to yet.
    given: Vec<Guess>,
    /// How often each concept was asked about, was guessed, and was guessed rightly.
    counts: [Count; Concept::ALL.len()],
    /// For which state of the run the whole of its rollout was last asked about.
    whole: [Option<(u32, u64)>; 2],
    /// What the run has shown last.
    latest: Option<Guess>,
}

/// How often something was asked, answered, and answered rightly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How often it was asked.
    pub asked: u32,
    /// How often the run has shown what came of an answer.
    pub guessed: u32,
    /// How often that answer was right.
    pub right: u32,
}

impl Guesses {
    /// Takes in where the run is now: `changes` counts how often somebody made another run of it.
    pub fn look(&mut self, run: &Simulation, changes: u32) {
        let key = (changes, run.commands(), run.decisions());
        let now = run.now();
        if self.key.is_some_and(|k| k.0 != changes) {
            // Another run: what was said of the old one will never be known.
            self.given.clear();
        }
        self.tell(now);
        if self.key != Some(key) {
            self.key = Some(key);
            self.open = self.next(run, key);
        }
        // What everybody can see is no question.
        self.open.take_if(|question| question.known_at <= now);
    }

    /// What has been shown by now.
    fn tell(&mut self, now: SimTime) {
        // Who goes back is asked again.
        self.given.retain(|guess| guess.question.asked_at <= now);
        let (known, given) =
            std::mem::take(&mut self.given).into_iter().partition(|guess| guess.question.known_at <= now);
        self.given = given;
        let known: Vec<Guess> = known;
        for guess in known {
            let right = guess.is_right();
            if let Some(count) = self.count_mut(guess.question.concept) {
                count.guessed += 1;
                count.right += u32::from(right);
            }
            self.latest = Some(guess);
        }
        if self.latest.as_ref().is_some_and(|guess| guess.question.known_at > now) {
            self.latest = None;
        }
    }

    /// The next question: about what has been asked about least.
    fn next(&mut self, run: &Simulation, key: Key) -> Option<Question> {
        let mut order = Concept::ALL;
        order.sort_by_key(|concept| self.count(*concept).asked);
        let found = order.into_iter().find_map(|concept| {
            // What is about the whole of a rollout is asked once in it.
            let whole = whole_place(concept).and_then(|at| self.whole.get(at).copied().flatten());
            if whole == Some((key.0, key.1)) {
                return None;
            }
            question(run, concept)
        })?;
        if let Some(count) = self.count_mut(found.concept) {
            count.asked += 1;
        }
        if let Some(whole) = whole_place(found.concept).and_then(|at| self.whole.get_mut(at)) {
            *whole = Some((key.0, key.1));
        }
        Some(found)
    }

    /// The question that can be answered now.
    pub fn open(&self) -> Option<&Question> {
        self.open.as_ref()
    }

    /// What was answered to the question that is open.
    pub fn answered(&self) -> Option<&Answer> {
        let open = self.open.as_ref()?;
        self.given.iter().find(|guess| guess.question == *open).map(|guess| &guess.answer)
    }

    /// What the run has shown last.
    pub fn latest(&self) -> Option<&Guess> {
        self.latest.as_ref()
    }

    /// Answers the question that is open; a second answer takes the place of the first.
    pub fn answer(&mut self, answer: Answer) {
        let Some(open) = &self.open else { return };
        self.given.retain(|guess| guess.question != *open);
        self.given.push(Guess { question: open.clone(), answer });
        self.latest = None;
    }

    /// How a concept was guessed.
    pub fn count(&self, concept: Concept) -> Count {
        self.counts.get(place(concept)).copied().unwrap_or_default()
    }

    /// How often anything was guessed, and rightly.
    pub fn in_all(&self) -> (u32, u32) {
        self.counts.iter().fold((0, 0), |(guessed, right), c| (guessed + c.guessed, right + c.right))
    }

    fn count_mut(&mut self, concept: Concept) -> Option<&mut Count> {
        self.counts.get_mut(place(concept))
    }
}

fn place(concept: Concept) -> usize {
    Concept::ALL.iter().position(|c| *c == concept).unwrap_or(0)
}

/// The place of a question about the whole of a rollout.
fn whole_place(concept: Concept) -> Option<usize> {
    match concept {
        Concept::End => Some(0),
        Concept::Failures => Some(1),
        _ => None,
    }
}
