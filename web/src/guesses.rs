//! Questions before each step, on the page: whether anybody is asked, and how it is answered.

use crate::app::Sim;
use crate::browser;
use crate::saved_run;
use crate::state::{Action, Selected};
use course::{Answer, Guesses};
use std::rc::Rc;

impl Sim {
    /// Asks before each step from now on, or no more.
    pub(crate) fn ask_for_guesses(&self, asks: bool) {
        if asks {
            browser::keep(saved_run::GUESS, "1");
        } else {
            browser::forget(saved_run::GUESS);
        }
        *self.guesses().borrow_mut() = asks.then(Guesses::default);
        self.look_at_guesses();
        if !asks {
            self.dispatch(Action::SetGuesses(None));
        }
    }

    /// Takes in where the run is.
    pub(crate) fn look_at_guesses(&self) {
        let mut guesses = self.guesses().borrow_mut();
        let Some(guesses) = guesses.as_mut() else { return };
        {
            let lab = self.lab().borrow();
            if lab.is_recorded() {
                return;
            }
            guesses.look(lab.timeline().simulation(), lab.version());
        }
        if self.guesses_shown().as_deref() != Some(guesses) {
            self.dispatch(Action::SetGuesses(Some(Rc::new(guesses.clone()))));
        }
    }

    /// Answers the question that is open.
    pub(crate) fn guess(&self, answer: Answer) {
        if let Some(guesses) = self.guesses().borrow_mut().as_mut() {
            guesses.answer(answer);
        }
        self.look_at_guesses();
    }

    /// Whether choosing something on the stage is the answer to a question.
    pub(crate) fn is_pointed_at(&self, what: Option<Selected>) -> bool {
        let Some(Selected::Pod(pod)) = what else { return false };
        let asked = self.guesses_shown().is_some_and(|guesses| {
            guesses.answered().is_none() && guesses.open().is_some_and(|open| open.choices.is_empty())
        });
        if asked {
            self.guess(Answer::Pod(pod));
        }
        asked
    }
}
