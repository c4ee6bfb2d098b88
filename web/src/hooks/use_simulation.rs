//! The run and its clock: one loop over the frames, and only while it plays.

use crate::app::Sim;
use crate::browser::{self, Frames};
use crate::lab::Lab;
use crate::link::Link;
use crate::locale;
use crate::saved_run;
use crate::start;
use crate::state::{Notice, Speed, Theme, UiState};
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
    let opened = use_memo((), |()| Opened::new());
    let state = {
        let opened = Rc::clone(&opened);
        use_reducer(move || {
            let link = &opened.link;
            let theme = link.get("theme").map(str::to_owned).or_else(|| browser::kept(saved_run::THEME));
            let theme = theme.map_or_else(Theme::default, |t| Theme::parse(&t));
            let draft = if opened.is_own { browser::kept(saved_run::DRAFT) } else { None };
            let mut lab = opened.lab.borrow_mut();
            let problems = draft.as_deref().map(|text| lab.problems(text)).unwrap_or_default();
            let mut state = UiState::new(lab.read(), theme, draft, problems);
            state.speed = Speed::of_link(link.get("speed"));
            state.notice = opened.notice.clone();
            state
        })
    };
    let lab = &opened.lab;
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let guesses = use_mut_ref(|| None);
    let sim = Sim::new(Rc::clone(lab), Rc::clone(&opened.link), state.dispatcher(), latest, guesses);
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

/// What the page begins with.
struct Opened {
    lab: Rc<RefCell<Lab>>,
    link: Rc<Link>,
    /// Whether it is the run that was kept here, or the first.
    is_own: bool,
    notice: Option<Rc<Notice>>,
}

impl Opened {
    /// The run that the address says, else the one that was kept, else the first.
    fn new() -> Self {
        let mut link = Link::read(&browser::address());
        // Before anything is said.
        let wanted = link.get("lang").map(str::to_owned);
        let wanted = wanted.or_else(|| browser::kept(saved_run::LANGUAGE)).or_else(browser::language);
        locale::speak(wanted.and_then(|code| locale::by_code(&code)).unwrap_or_default());
        let kept = if link.is("embed") { None } else { saved_run::kept() };
        // A lesson takes the place of no run: that is returned to after it.
        let lesson = link.get("lesson").is_some();
        let same = kept.as_ref().is_some_and(|kept| kept.same_run(&link));
        let is_own = lesson || same || !link.says_a_run();
        let did_something = kept.as_ref().is_some_and(Link::does_something);
        let lab = match kept {
            Some(mut kept) if is_own => {
                let mut lab = kept.open();
                saved_run::with_forks(&mut lab);
                lab
            }
            None if is_own => first_run(),
            _ => link.open(),
        };
        let replaced = !is_own && did_something && saved_run::set_aside();
        let notice = (replaced || !link.problems.is_empty()).then(|| {
            Rc::new(Notice {
                title: locale::links::NOT_ALL,
                problems: link.problems.clone(),
                own_run_is_kept: replaced,
            })
        });
        Self { lab: Rc::new(RefCell::new(lab)), link: Rc::new(link), is_own, notice }
    }
}

fn first_run() -> Lab {
    Lab::new(start::WORKSHOP).unwrap_or_else(|_| Lab::empty())
}

impl Sim {
    fn run(&self, by: rollout_engine::SimDuration, pacing: bool) -> bool {
        let decided = self.lab().borrow_mut().run(by, pacing);
        self.read();
        if decided {
            browser::announce();
        }
        if self.lab().borrow().has_ended() {
            self.set_playing(false);
        }
        decided
    }
}
