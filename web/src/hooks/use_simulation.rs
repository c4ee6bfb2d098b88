//! The run and its clock: one loop over the frames, and only while it plays.

use crate::app::Sim;
use crate::browser::{self, Frames};
use crate::lab::Lab;
use crate::locale;
use crate::saved_run;
use crate::start;
use crate::state::{Theme, UiState};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// After a decision the clock stands still for so long, so that eyes can follow; half of it at higher speeds.
const HOLD_MS: f64 = 700.0;

/// A frame that took longer (a page in the background) does not make time jump.
const LONGEST_FRAME_MS: f64 = 100.0;

/// The state of the page and what drives it.
#[hook]
pub(crate) fn use_simulation() -> (UseReducerHandle<UiState>, Sim) {
    let lab = use_memo((), |()| {
        // Before anything is said.
        let wanted = browser::kept(saved_run::LANGUAGE).or_else(browser::language);
        locale::speak(wanted.and_then(|code| locale::by_code(&code)).unwrap_or_default());
        Rc::new(RefCell::new(saved_run::restore().unwrap_or_else(first_run)))
    });
    let state = {
        let lab = Rc::clone(&lab);
        use_reducer(move || {
            let theme = browser::kept(saved_run::THEME).map_or_else(Theme::default, |t| Theme::parse(&t));
            UiState::new(lab.borrow_mut().read(), theme, browser::kept(saved_run::DRAFT))
        })
    };
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let sim = Sim::new(Rc::clone(&lab), state.dispatcher(), latest);
    {
        let sim = sim.clone();
        let (playing, speed, pacing) = (state.playing, state.speed, state.pacing);
        use_effect_with((playing, speed, pacing), move |_| {
            let frames = playing.then(|| {
                let mut hold = 0.0;
                Frames::new(move |ms| {
                    let ms = ms.clamp(0.0, LONGEST_FRAME_MS);
                    if hold > 0.0 {
                        hold -= ms;
                        return;
                    }
                    let by = speed.scaled(ms.round() as u64);
                    if sim.run(by, pacing) {
                        hold = HOLD_MS;
                    }
                })
            });
            move || drop(frames)
        });
    }
    (state, sim)
}

fn first_run() -> Lab {
    Lab::new(start::WORKSHOP).unwrap_or_else(|_| Lab::empty())
}

impl Sim {
    fn run(&self, by: rollout_engine::SimDuration, pacing: bool) -> bool {
        let decided = self.lab().borrow_mut().run(by, pacing);
        self.read();
        decided
    }
}
