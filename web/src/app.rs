//! The page: its parts and what connects them.

use crate::browser::{self, Given};
use crate::components::chain::Chain;
use crate::components::compare::Compare;
use crate::components::dock::dock;
use crate::components::guess::guess_strip;
use crate::components::header::header;
use crate::components::ledger::{self, ledger};
use crate::components::lesson::{lesson_say, lesson_strip};
use crate::components::lessons::Lessons;
use crate::components::panel::panel;
use crate::components::present;
use crate::components::recorded::RecordedPanel;
use crate::components::say::say;
use crate::components::share::{self, Share};
use crate::components::shortcuts::{self, shortcuts};
use crate::components::stage::Stage;
use crate::components::timeline;
use crate::edits::{self, Edit};
use crate::element::prelude::*;
use crate::hooks::use_keys::use_keys;
use crate::hooks::use_simulation::use_simulation;
use crate::lab::{Act, Lab, Refusal};
use crate::link::Link;
use crate::locale;
use crate::saved_run;
use crate::script_access;
use crate::shared::Shared;
use crate::state::{Action, Notice, Presenting, Problem, Selected, Speed, Tab, Theme, UiState};
use crate::view::chart;
use crate::view::scene::Scene;
use course::Guesses;
use rollout_engine::SimTime;
use rollout_engine::api::{Labels, Name};
use std::cell::RefCell;
use std::rc::Rc;

/// What can be done with the run, for whoever has something to do. Always the same for one page, so it costs no drawing.
#[derive(Clone)]
pub(crate) struct Sim {
    lab: Rc<RefCell<Lab>>,
    /// What the page was opened with.
    link: Rc<Link>,
    dispatcher: UseReducerDispatcher<UiState>,
    latest: Rc<RefCell<UseReducerHandle<UiState>>>,
    /// None: nobody is asked.
    guesses: Rc<RefCell<Option<Guesses>>>,
}

impl PartialEq for Sim {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lab, &other.lab)
    }
}

impl Sim {
    pub(crate) fn new(
        lab: Rc<RefCell<Lab>>,
        link: Rc<Link>,
        dispatcher: UseReducerDispatcher<UiState>,
        latest: Rc<RefCell<UseReducerHandle<UiState>>>,
        guesses: Rc<RefCell<Option<Guesses>>>,
    ) -> Self {
        Self { lab, link, dispatcher, latest, guesses }
    }

    pub(crate) fn lab(&self) -> &RefCell<Lab> {
        &self.lab
    }

    pub(crate) fn dispatch(&self, action: Action) {
        self.dispatcher.dispatch(action);
    }

    /// Shows the present, and what a command that goes on has printed.
    pub(crate) fn read(&self) {
        let reading = self.lab.borrow_mut().read();
        self.dispatch(Action::Read(Box::new(reading)));
        self.look_at_guesses();
        self.follow();
    }

    /// The line of the console that goes on, and whether the clock runs for its sake.
    pub(crate) fn waiting(&self) -> (Option<Rc<str>>, bool) {
        self.latest.borrow().console.waiting()
    }

    /// What stands at the prompt.
    pub(crate) fn at_prompt(&self) -> Rc<str> {
        Rc::clone(&self.latest.borrow().console.typed)
    }

    /// A manifest that was typed and not applied.
    pub(crate) fn typed_manifest(&self) -> Option<Rc<str>> {
        self.latest.borrow().draft.typed.clone()
    }

    pub(crate) fn selected(&self) -> Option<Selected> {
        self.latest.borrow().selected
    }

    /// What is shown now.
    pub(crate) fn scene(&self) -> Option<Shared<Scene>> {
        Some(self.latest.try_borrow().ok()?.reading.scene.clone())
    }

    /// Tells about this Deployment from now on.
    pub(crate) fn focus_on(&self, name: &Name) {
        if self.lab.borrow_mut().focus_on(name) {
            self.read();
        }
    }

    /// What was guessed of the next steps; none: nobody is asked.
    pub(crate) fn guesses(&self) -> &RefCell<Option<Guesses>> {
        &self.guesses
    }

    /// What is guessed, as it is shown.
    pub(crate) fn guesses_shown(&self) -> Option<Rc<Guesses>> {
        self.latest.borrow().guesses.clone()
    }

    pub(crate) fn presenting(&self) -> Presenting {
        self.latest.borrow().presenting.clone()
    }

    /// Chooses something, and tells about the Deployment that it belongs to.
    pub(crate) fn select(&self, selected: Option<Selected>) {
        if self.is_pointed_at(selected) {
            return;
        }
        let owner = selected
            .zip(self.scene())
            .and_then(|(what, scene)| Some(scene.owner_of(what)?.deployment.meta.name.clone()));
        if let Some(name) = owner {
            self.focus_on(&name);
        }
        self.dispatch(Action::Select(selected));
    }

    pub(crate) fn is_playing(&self) -> bool {
        self.latest.borrow().playing
    }

    pub(crate) fn set_playing(&self, playing: bool) {
        self.dispatch(Action::SetPlaying(playing));
        if !playing {
            self.save();
        }
    }

    pub(crate) fn toggle_playing(&self) {
        self.set_playing(!self.is_playing());
    }

    pub(crate) fn set_speed(&self, speed: Speed) {
        self.dispatch(Action::SetSpeed(speed));
    }

    pub(crate) fn set_theme(&self, theme: Theme) {
        // At once, so that whatever is drawn next has its colours.
        browser::set_root_attribute("data-theme", theme.attribute());
        self.dispatch(Action::SetTheme(theme));
        match theme.attribute() {
            Some(name) => browser::keep(saved_run::THEME, name),
            None => browser::forget(saved_run::THEME),
        }
    }

    /// Says everything in another language, and remembers that.
    pub(crate) fn set_language(&self, language: usize) {
        locale::speak(language);
        browser::keep(saved_run::LANGUAGE, locale::code());
        self.lab.borrow_mut().tell_again();
        self.dispatch(Action::SetLanguage(language));
        self.read();
    }

    /// Stops the clock, moves the run, shows it.
    pub(crate) fn moved(&self, how: impl FnOnce(&mut Lab)) {
        how(&mut self.lab.borrow_mut());
        self.dispatch(Action::SetPlaying(false));
        self.read();
        self.save();
    }

    pub(crate) fn next(&self) {
        if self.lab.borrow().in_lesson() {
            return self.next_moment();
        }
        self.moved(|lab| {
            lab.next_decision();
        });
    }

    pub(crate) fn back(&self) {
        if self.lab.borrow().in_lesson() {
            return self.moment_before();
        }
        self.moved(|lab| {
            lab.back();
        });
    }

    pub(crate) fn seek(&self, to: SimTime) {
        self.moved(|lab| lab.seek(to));
    }

    pub(crate) fn to_start(&self) {
        self.seek(SimTime::ZERO);
    }

    pub(crate) fn to_end(&self) {
        let end = self.lab.borrow().end();
        self.seek(end);
    }

    pub(crate) fn return_to_ghost(&self) {
        if let Some(id) = self.left_last() {
            self.return_to(id);
        }
    }

    /// The future that was left last.
    pub(crate) fn left_last(&self) -> Option<u32> {
        if self.lab.borrow().is_recorded() {
            return None;
        }
        self.lab.borrow().left_last()
    }

    /// Returns to one of the futures that are kept.
    pub(crate) fn return_to(&self, id: u32) {
        self.moved(|lab| {
            lab.return_to(id);
        });
    }

    /// Names a future, or forgets it.
    pub(crate) fn with_forks(&self, how: impl FnOnce(&mut Lab)) {
        how(&mut self.lab.borrow_mut());
        self.read();
        self.save();
    }

    /// Shows so many percent of the time that the timeline shows now, around a moment (else around the present).
    pub(crate) fn zoom(&self, percent: u64, around: Option<SimTime>) {
        let window = {
            let state = self.latest.borrow();
            let shown = timeline::scale(&state.reading, state.window, 600);
            let whole = timeline::scale(&state.reading, None, 600);
            let at = around.unwrap_or(state.reading.now).clamp(shown.from, shown.from + shown.span);
            let window = chart::zoomed(shown, at, percent);
            // Nothing lies before the run, and more than all of it is all of it.
            let window = (window.0.max(whole.from), window.1);
            (window.1 < whole.span).then_some(window)
        };
        self.dispatch(Action::Zoom(window));
    }

    /// As [`Self::zoom`], around a place in the timeline's drawing of this width.
    pub(crate) fn zoom_at(&self, x: i32, width: i32, percent: u64) {
        let at = {
            let state = self.latest.borrow();
            timeline::scale(&state.reading, state.window, width).time(x)
        };
        self.zoom(percent, Some(at));
    }

    /// Moves what the timeline shows by so many hundredths of its width.
    pub(crate) fn pan(&self, hundredths: i64) {
        let state = self.latest.borrow();
        let (window, from) = (state.window, timeline::scale(&state.reading, None, 600).from);
        drop(state);
        if let Some((at, span)) = window {
            let by = i64::try_from(span.0).unwrap_or(i64::MAX) / 100 * hundredths;
            let at = SimTime(at.0.saturating_add_signed(by)).max(from);
            self.dispatch(Action::Zoom(Some((at, span))));
        }
    }

    /// Does something now; what is refused is shown.
    pub(crate) fn act(&self, act: Act) -> Result<(), Refusal> {
        let done = self.lab.borrow_mut().act(act);
        let refused = done.as_ref().err().cloned().unwrap_or_else(|| self.lab.borrow().refused());
        let why = refused.first().map(|p| Rc::from(p.message.as_str()));
        self.dispatch(Action::Refuse(why));
        self.read();
        self.save();
        done
    }

    /// Applies a text; if all of it is accepted, the panel shows it as applied, else where it is wrong.
    ///
    /// # Errors
    /// What is refused, though the other objects are applied.
    pub(crate) fn apply(&self, text: &str) -> Result<(), Refusal> {
        let done = self.lab.borrow_mut().act(Act::Apply(text.into()));
        let refused = done.as_ref().err().cloned().unwrap_or_else(|| self.lab.borrow().refused());
        if refused.is_empty() {
            self.settle();
            self.dispatch(Action::Refuse(None));
        } else {
            self.dispatch(Action::Problems(refused.clone()));
        }
        self.read();
        self.save();
        if refused.is_empty() { Ok(()) } else { Err(refused) }
    }

    /// A new run with the objects of this text.
    pub(crate) fn load(&self, text: &str) -> Result<(), Refusal> {
        match Lab::new(text) {
            Ok(lab) => {
                self.interrupt();
                *self.lab.borrow_mut() = lab;
                self.dispatch(Action::SetPlaying(false));
                self.settle();
                self.dispatch(Action::Select(None));
                self.dispatch(Action::Refuse(None));
                self.read();
                self.save();
                Ok(())
            }
            Err(problems) => {
                self.dispatch(Action::Problems(problems.clone()));
                Err(problems)
            }
        }
    }

    /// Changes the Deployment that is told about through its manifest, so that text and cluster stay in step.
    pub(crate) fn edit(&self, edit: &Edit) -> Result<(), Refusal> {
        let name = self.lab.borrow().deployment().map(|d| d.meta.name.clone());
        let name = name.ok_or_else(|| edits::refuse(locale::NO_DEPLOYMENT.to_owned()))?;
        self.edit_of(&name, edit)
    }

    /// The same for the Deployment of this name.
    pub(crate) fn edit_of(&self, name: &str, edit: &Edit) -> Result<(), Refusal> {
        let edited = edits::edited(&self.lab.borrow(), name, edit)?;
        self.act(Act::Apply(edited.into()))
    }

    /// Sends the users of a Service to other Pods.
    pub(crate) fn send_users(&self, service: &str, selector: &Labels) -> Result<(), Refusal> {
        let edited = edits::sent_to(&self.lab.borrow(), service, selector)?;
        self.act(Act::Apply(edited.into()))
    }

    /// Takes in what was typed, and looks what is wrong with it; it is kept until it is applied or put back.
    pub(crate) fn typed(&self, text: &str) {
        browser::keep(saved_run::DRAFT, text);
        self.dispatch(Action::Type(text.into()));
        let problems = self.lab.borrow().problems(text);
        self.dispatch(Action::Problems(problems));
    }

    /// The text in the panel is what the cluster was given.
    pub(crate) fn settle(&self) {
        browser::forget(saved_run::DRAFT);
        self.dispatch(Action::Settle);
    }

    pub(crate) fn take_back(&self) {
        self.moved(|lab| {
            lab.take_back();
        });
    }

    pub(crate) fn do_again(&self) {
        self.moved(|lab| {
            lab.do_again();
        });
    }

    /// What the page was opened with.
    pub(crate) fn link(&self) -> &Link {
        &self.link
    }

    /// What the address asks for beside the run: a lesson, and whether time runs.
    fn open_as_asked(&self) {
        let link = &self.link;
        let is_new = link.says_a_run() || link.is("embed");
        let kept = if is_new { None } else { browser::kept(saved_run::LESSON) };
        let mut lesson = kept.map_or_else(|| (**link).clone(), |kept| Link::read(&kept));
        if let Some(place) = lesson.get("lesson").map(str::to_owned) {
            if !self.open_lesson(&mut lesson) {
                lesson.problems.push(locale::links::no_lesson(&place));
            }
            let problems = lesson.problems;
            if !problems.is_empty() {
                self.dispatch(Action::Notice(Some(Rc::new(Notice {
                    title: locale::links::NOT_ALL,
                    problems,
                    own_run_is_kept: false,
                }))));
            }
        }
        // In an embed, `autoplay` waits until the lab is in sight.
        if link.is("play") || (link.is("autoplay") && !link.is("embed")) {
            self.set_playing(true);
        }
    }

    /// Opens another link in the page; what of it could not be done.
    pub(crate) fn open_link(&self, address: &str) -> Vec<String> {
        let mut link = Link::read(address);
        self.interrupt();
        if let Some(place) = link.get("lesson").map(str::to_owned) {
            if !self.open_lesson(&mut link) {
                link.problems.push(locale::links::no_lesson(&place));
            }
        } else {
            *self.lab.borrow_mut() = link.open();
            self.dispatch(Action::Select(None));
            self.dispatch(Action::Settle);
            self.dispatch(Action::Refuse(None));
            self.moved(|_| ());
        }
        if let Some(speed) = link.get("speed") {
            self.set_speed(Speed::of_link(Some(speed)));
        }
        if link.is("play") {
            self.set_playing(true);
        }
        link.problems
    }

    /// Takes the run back that was set aside for that of a link.
    pub(crate) fn own_run(&self) {
        if let Some(mut link) = saved_run::take_back() {
            self.interrupt();
            *self.lab.borrow_mut() = link.open();
            self.dispatch(Action::Select(None));
            self.moved(|_| ());
        }
        self.dispatch(Action::Notice(None));
    }

    pub(crate) fn save(&self) {
        let lab = self.lab.borrow();
        let link = Link::to(&lab, &self.link).written();
        browser::set_address(&link);
        browser::announce();
        if self.link.is("embed") {
            return;
        }
        if lab.in_lesson() {
            // What was left for the lesson is kept already.
            browser::keep(saved_run::LESSON, &link);
        } else {
            saved_run::save(&lab, &link);
        }
    }
}

#[component]
pub(crate) fn App() -> Html {
    let (state, sim) = use_simulation();
    let (help, tally) = (use_node_ref(), use_node_ref());
    let on_help = {
        let help = help.clone();
        Callback::from(move |()| browser::show_dialog(&help, true))
    };
    let (lessons, lesson_kind) = (use_node_ref(), use_state(|| None));
    let on_lessons = {
        let (lessons, kind) = (lessons.clone(), lesson_kind.setter());
        Callback::from(move |chosen| {
            kind.set(Some(chosen));
            browser::show_dialog(&lessons, true);
        })
    };
    let (share_dialog, shared) = (use_node_ref(), use_state(|| 0_u32));
    let on_share = {
        let (dialog, opened) = (share_dialog.clone(), shared.clone());
        Callback::from(move |()| {
            // Once more than before: so that it says the present.
            opened.set(*opened + 1);
            browser::show_dialog(&dialog, true);
        })
    };
    use_keys(&sim, on_help.clone());
    {
        let sim = sim.clone();
        use_effect_with((), move |()| {
            script_access::install(&sim);
            sim.open_as_asked();
            if browser::kept(saved_run::GUESS).is_some() {
                sim.ask_for_guesses(true);
            }
            browser::say_ready();
        });
    }
    use_effect_with((), {
        let link = sim.link().clone();
        move |()| {
            let flag = |name: &str, on: bool| browser::set_root_attribute(name, on.then_some(""));
            flag("data-embed", link.is("embed"));
            flag("data-no-links", link.get("allowLinks") == Some("0"));
            browser::set_root_attribute(
                "data-hide",
                link.get("hide").map(|parts| parts.replace(',', " ")).as_deref(),
            );
        }
    });
    let presents = state.presenting.on;
    let theme = if presents { Theme::Projector } else { state.theme };
    use_effect_with(theme, |theme| browser::set_root_attribute("data-theme", theme.attribute()));
    use_effect_with((presents, state.presenting.blank), |(presents, blank)| {
        browser::set_root_attribute("data-presenting", presents.then_some(""));
        browser::set_root_attribute("data-blank", blank.then_some(""));
    });
    use_effect_with(state.language, |_| browser::set_root_attribute("lang", Some(locale::code())));
    use_effect_with(state.playing, |playing| {
        browser::set_root_attribute("data-playing", playing.then_some(""));
    });
    let dropped = use_dropped_file(&sim);
    let reading = &state.reading;
    // The ledger of revisions and the console take more room.
    let wide = if matches!(state.tab, Tab::History | Tab::Kubectl) && state.selected.is_none() {
        "history"
    } else {
        ""
    };
    // What the stage shows of time passing: the life lines and countdowns, a tenth of a second at a time.
    let now = if state.playing { SimTime(reading.now.0 / 100 * 100) } else { reading.now };
    html! {
        <>
            { header(&state, &sim, &on_help, &on_lessons, &on_share) }
            <main key={state.language} class={wide} ondragover={dropped.0} ondrop={dropped.1}>
                <div class="left">
                    if let Some(notice) = &state.notice { { share::notice(notice, &sim) } }
                    if let Some(lesson) = &reading.lesson { { lesson_say(lesson, &sim) } } else { { say(&reading.scene) } }
                    <Chain scene={reading.scene.clone()} {now} />
                    <Stage scene={reading.scene.clone()} {now} selected={state.selected} playing={state.playing} {theme} sim={sim.clone()}>
                        if !reading.scene.is_recorded { { ledger(&ledger::Props { scene: reading.scene.clone(), sim: sim.clone() }) } }
                    </Stage>
                </div>
                if let Some(recorded) = &reading.recorded { <RecordedPanel shown={recorded.clone()} sim={sim.clone()} /> } else { { panel(&state, &sim) } }
            </main>
            if let Some(guesses) = &state.guesses {
                { guess_strip(guesses, &reading.scene, &tally, &sim) }
            }
            if let Some(lesson) = &reading.lesson { { lesson_strip(lesson, presents, &sim) } } else if presents { { present::strip(&state, &sim) } }
            { present::notes(&state, &sim) }
            { dock(&state, &sim) }
            <Share key={state.language} dialog={share_dialog} opened={*shared} sim={sim.clone()} />
            <Lessons key={state.language} dialog={lessons} kind={*lesson_kind} on_kind={on_lessons} asked={state.guesses.is_some()} sim={sim.clone()} />
            { shortcuts(&shortcuts::Props { dialog: help }) }
            if let Some(which) = &state.comparing { <Compare which={(**which).clone()} futures={reading.futures.clone()} sim={sim.clone()} /> }
        </>
    }
}

/// A manifest dropped anywhere on the page goes into the YAML panel and is applied.
#[hook]
fn use_dropped_file(sim: &Sim) -> (Callback<DragEvent>, Callback<DragEvent>) {
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let sim = sim.clone();
    let drop = Callback::from(move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|d| d.files());
        browser::read_first(files, replay::MAX_BYTES as u64, sim.opened());
    });
    (over, drop)
}

impl Sim {
    /// Shows a recording in place of the run, or says what is wrong with it.
    pub(crate) fn open_recording(&self, given: Given) {
        let opened = match &given.text {
            Some(text) => self.lab.borrow_mut().open_recording(&given.name, text),
            None => Err(Problem {
                at: None,
                message: replay::check_size(given.bytes).err().map_or_else(String::new, |r| r.problem),
            }),
        };
        if let Err(Problem { at, message }) = opened {
            let problems = vec![locale::recorded::problem(&given.name, at, &message)];
            let notice = Notice { title: locale::recorded::NOT_OPENED, problems, own_run_is_kept: false };
            return self.dispatch(Action::Notice(Some(Rc::new(notice))));
        }
        self.interrupt();
        self.dispatch(Action::Notice(None));
        self.dispatch(Action::Select(None));
        self.dispatch(Action::Zoom(None));
        self.moved(|_| ());
    }

    /// Back from a recording to the run that was left for it.
    pub(crate) fn leave_recording(&self) {
        self.dispatch(Action::Select(None));
        self.dispatch(Action::Zoom(None));
        self.moved(Lab::leave_recording);
    }

    /// Takes a file that was opened or dropped. A recording is shown; a manifest starts a new run, or, if it is wrong, is shown with
    /// what is wrong.
    pub(crate) fn opened(&self) -> Callback<Given> {
        let sim = self.clone();
        Callback::from(move |given: Given| {
            if given.text.as_deref().is_none_or(replay::looks_like_one) {
                return sim.open_recording(given);
            }
            let text = given.text.unwrap_or_default();
            sim.dispatch(Action::SetTab(Tab::Yaml));
            if sim.load(&text).is_err() {
                if text.len() <= manifest::MAX_BYTES {
                    sim.typed(&text);
                }
                if let Err(problems) = Lab::new(&text) {
                    sim.dispatch(Action::Problems(problems));
                }
            }
        })
    }
}
