//! What the page shows: one state, changed by actions alone.

use crate::console::{Console, ConsoleAction};
use crate::lab::{Comparison, Future};
use crate::locale;
use crate::shared::Shared;
use crate::view::chart::{ChartSample, Window};
use crate::view::scene::Scene;
use course::{Guesses, Lesson};
use rollout_engine::api::Uid;
use rollout_engine::{SimDuration, SimTime};
use std::rc::Rc;
use yew::prelude::*;

/// What is chosen on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selected {
    Deployment(Uid),
    ReplicaSet(Uid),
    Pod(Uid),
    Service(Uid),
}

/// How what is chosen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Describe,
    Yaml,
    Events,
}

impl View {
    pub(crate) const ALL: [Self; 3] = [Self::Describe, Self::Yaml, Self::Events];
}

/// The panel's tabs, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    #[default]
    Spec,
    Yaml,
    Kubectl,
    Why,
    Events,
    History,
}

impl Tab {
    pub(crate) const ALL: [Self; 6] =
        [Self::Spec, Self::Yaml, Self::Kubectl, Self::Why, Self::Events, Self::History];
}

/// How fast the clock runs while playing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Speed {
    Half,
    #[default]
    One,
    Four,
    Sixteen,
}

impl Speed {
    pub(crate) const ALL: [Self; 4] = [Self::Half, Self::One, Self::Four, Self::Sixteen];

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Half => "½×",
            Self::One => "1×",
            Self::Four => "4×",
            Self::Sixteen => "16×",
        }
    }

    /// As a link says it.
    pub(crate) fn of_link(value: Option<&str>) -> Self {
        match value {
            Some("0.5") => Self::Half,
            Some("4") => Self::Four,
            Some("16") => Self::Sixteen,
            _ => Self::One,
        }
    }

    /// Simulated time for so many milliseconds of real time.
    pub(crate) const fn scaled(self, ms: u64) -> SimDuration {
        SimDuration(match self {
            Self::Half => ms.div_ceil(2),
            Self::One => ms,
            Self::Four => ms * 4,
            Self::Sixteen => ms * 16,
        })
    }
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
    Projector,
}

impl Theme {
    pub(crate) const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Projector];

    /// The value of `data-theme`; none for the system's.
    pub(crate) const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::Projector => Some("projector"),
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|t| t.attribute() == Some(text)).unwrap_or_default()
    }
}

/// Something wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Line and column, counted from 1; none if it is about the whole.
    pub(crate) at: Option<(u32, u32)>,
    pub(crate) message: String,
}

/// The text in the YAML panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// What was typed; none as long as it is what the cluster was given.
    pub(crate) typed: Option<Rc<str>>,
    /// What the cluster had been given when the typing began.
    pub(crate) base: Rc<str>,
    pub(crate) problems: Vec<Problem>,
}

/// A future that was left behind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ghost {
    pub(crate) id: u32,
    pub(crate) at: SimTime,
    pub(crate) samples: Shared<Vec<ChartSample>>,
}

/// A lesson under way, as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LessonShown {
    pub(crate) lesson: Rc<Lesson>,
    /// The moment's title and text, or what comes before the first.
    pub(crate) heading: String,
    pub(crate) text: String,
    /// What only the one who presents it sees, and the title of the next moment, if it is known.
    pub(crate) note: String,
    pub(crate) next: Option<String>,
    /// Which moment it is, counted from 1; 0 before the first.
    pub(crate) at: usize,
    /// How many are known to come, and how many there are in all, if that is known.
    pub(crate) known: usize,
    pub(crate) total: Option<usize>,
    /// Whether it has come to its end.
    pub(crate) over: bool,
    /// What was answered to its question, whether that was right, and what is.
    pub(crate) answer: Option<i64>,
    pub(crate) verdict: Option<bool>,
    pub(crate) right_answer: Option<String>,
    pub(crate) hints: Vec<String>,
    pub(crate) may_ask_for_hint: bool,
    /// Of a challenge whose goal is reached.
    pub(crate) stars: Option<Stars>,
}

/// What a challenge was done well in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stars {
    pub(crate) few_changes: bool,
    pub(crate) fast: bool,
    pub(crate) nothing_failed: bool,
}

/// A recording, as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RecordedShown {
    /// The file.
    pub(crate) name: Rc<str>,
    /// What it is, in the words of who recorded it.
    pub(crate) about: Rc<str>,
    /// Everything that happens in it, in sentences; and how much of it has.
    pub(crate) told: Shared<Vec<(SimTime, String)>>,
    pub(crate) by_now: usize,
}

/// What the engine knows at one moment, taken together after every change of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The recording that is shown in place of the run.
    pub(crate) recorded: Option<Rc<RecordedShown>>,
    pub(crate) lesson: Option<Rc<LessonShown>>,
    pub(crate) now: SimTime,
    /// The furthest time that is known.
    pub(crate) end: SimTime,
    pub(crate) scene: Shared<Scene>,
    pub(crate) samples: Shared<Vec<ChartSample>>,
    pub(crate) left: Option<Ghost>,
    /// All futures that are kept, as a tree.
    pub(crate) futures: Shared<Vec<Future>>,
    pub(crate) can_take_back: bool,
    pub(crate) can_do_again: bool,
    /// What was done and when, in few words.
    pub(crate) marks: Shared<Vec<(SimTime, String)>>,
    /// Numbered decisions, also those that lie ahead.
    pub(crate) decisions: Shared<Vec<(u32, SimTime)>>,
    /// Decisions made by now.
    pub(crate) decided: usize,
    pub(crate) manifest: Rc<str>,
    pub(crate) notices: Shared<Vec<Problem>>,
    pub(crate) at_rest: bool,
    pub(crate) at_start: bool,
}

/// What is to be said of how the page was opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// What went wrong, in few words.
    pub(crate) title: locale::Text,
    /// What of a link could not be understood or done.
    pub(crate) problems: Vec<String>,
    /// The reader's own run was set aside for that of the link.
    pub(crate) own_run_is_kept: bool,
}

/// How the page is shown to a class.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Presenting {
    /// Large, without anything that is not looked at.
    pub(crate) on: bool,
    /// Nothing is to be seen.
    pub(crate) blank: bool,
    /// Where the notes are written: in a window of their own.
    pub(crate) notes: Option<web_sys::Element>,
    /// When it began, in milliseconds since the page was opened.
    pub(crate) since_ms: u64,
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UiState {
    pub(crate) reading: Reading,
    pub(crate) playing: bool,
    pub(crate) speed: Speed,
    pub(crate) pacing: bool,
    /// The part of the run that the timeline shows; none: all of it.
    pub(crate) window: Option<Window>,
    pub(crate) theme: Theme,
    /// The place of the language among all.
    pub(crate) language: usize,
    pub(crate) tab: Tab,
    pub(crate) selected: Option<Selected>,
    pub(crate) view: View,
    pub(crate) draft: Draft,
    /// Why the last thing asked for was refused.
    pub(crate) refusal: Option<Rc<str>>,
    pub(crate) refused_steps: bool,
    pub(crate) console: Console,
    pub(crate) notice: Option<Rc<Notice>>,
    /// The line of the manifest that is to be shown.
    pub(crate) go_to_line: Option<u32>,
    /// What was guessed of the next steps; none: nobody is asked.
    pub(crate) guesses: Option<Rc<Guesses>>,
    pub(crate) presenting: Presenting,
    /// Two futures that are compared.
    pub(crate) comparing: Option<Box<Comparison>>,
}

/// A change of the state.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The engine has moved.
    Read(Box<Reading>),
    SetPlaying(bool),
    SetSpeed(Speed),
    SetPacing(bool),
    Zoom(Option<Window>),
    SetTheme(Theme),
    Notice(Option<Rc<Notice>>),
    /// Everything is said in another language, this one.
    SetLanguage(usize),
    SetTab(Tab),
    Select(Option<Selected>),
    SetView(View),
    Type(Rc<str>),
    /// The text in the panel is what the cluster was given.
    Settle,
    Problems(Vec<Problem>),
    Refuse(Option<Rc<str>>),
    ShowRefusedSteps(bool),
    Console(ConsoleAction),
    GoToLine(Option<u32>),
    SetGuesses(Option<Rc<Guesses>>),
    Present(Presenting),
    Compare(Option<Box<Comparison>>),
}

impl UiState {
    /// `typed`: a manifest that was edited and not applied when the page was left; `problems`: what is wrong with it.
    pub(crate) fn new(reading: Reading, theme: Theme, typed: Option<String>, problems: Vec<Problem>) -> Self {
        let base = Rc::clone(&reading.manifest);
        let typed = typed.filter(|t| **t != *base).map(Rc::from);
        Self {
            reading,
            playing: false,
            speed: Speed::default(),
            pacing: true,
            window: None,
            theme,
            language: locale::in_use(),
            tab: Tab::default(),
            selected: None,
            view: View::default(),
            draft: Draft { typed, base, problems },
            refusal: None,
            refused_steps: false,
            console: Console::default(),
            notice: None,
            go_to_line: None,
            guesses: None,
            presenting: Presenting::default(),
            comparing: None,
        }
    }
}

impl Reducible for UiState {
    type Action = Action;

    /// The same state, if nothing changed: then nothing is drawn.
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Read(reading) => {
                next.reading = *reading;
                // While the clock runs, the timeline follows it.
                if let Some((from, span)) =
                    next.window.filter(|w| next.playing && next.reading.now > w.0 + w.1)
                {
                    let back = SimDuration(span.0 / 10 * 9);
                    next.window = Some((SimTime(next.reading.now.0.saturating_sub(back.0)).max(from), span));
                }
            }
            Action::SetPlaying(playing) => next.playing = playing,
            Action::SetSpeed(speed) => next.speed = speed,
            Action::SetPacing(pacing) => next.pacing = pacing,
            Action::Compare(which) => next.comparing = which,
            Action::Zoom(window) => next.window = window,
            Action::SetTheme(theme) => next.theme = theme,
            Action::Notice(notice) => next.notice = notice,
            Action::SetLanguage(language) => next.language = language,
            Action::SetTab(tab) => {
                next.tab = tab;
                next.selected = None;
            }
            Action::Select(selected) => next.selected = selected,
            Action::SetView(view) => next.view = view,
            Action::Type(text) => {
                if next.draft.typed.is_none() {
                    next.draft.base = Rc::clone(&next.reading.manifest);
                }
                next.draft.typed = (*text != *next.reading.manifest).then_some(text);
                next.draft.problems.clear();
            }
            Action::Settle => next.draft = Draft::default(),
            Action::Problems(problems) => next.draft.problems = problems,
            Action::Refuse(why) => next.refusal = why,
            Action::ShowRefusedSteps(shown) => next.refused_steps = shown,
            Action::Console(action) => next.console.reduce(action),
            Action::GoToLine(line) => next.go_to_line = line,
            Action::SetGuesses(guesses) => next.guesses = guesses,
            Action::Present(presenting) => next.presenting = presenting,
        }
        if next == *self { self } else { Rc::new(next) }
    }
}
