//! Lessons on the page: what opens one, goes on in it, and leaves it.

use crate::app::Sim;
use crate::browser;
use crate::lab::Difficulty;
use crate::link::Link;
use crate::saved_run;
use crate::state::Action;
use course::{Lesson, LessonKind};
use std::rc::Rc;

/// A link leads to no later moment than this.
const MOST_MOMENTS: usize = 500;

thread_local! {
    static COURSE: Rc<[Rc<Lesson>]> = course::lessons().into();
}

/// All lessons; read when they are first wanted.
pub(crate) fn all() -> Rc<[Rc<Lesson>]> {
    COURSE.with(Rc::clone)
}

/// The lesson of this name and its moment: `rolling-update`, `rolling-update/3`, `tour/rolling-update/3`.
fn found(place: &str) -> Option<(Rc<Lesson>, usize)> {
    let mut parts = place.split('/').peekable();
    parts.next_if(|part| matches!(*part, "tour" | "experiment" | "challenge"));
    let id = parts.next()?;
    let at = parts.next().and_then(|at| at.parse().ok()).unwrap_or(0);
    Some((all().iter().find(|lesson| lesson.id == id)?.clone(), at))
}

impl Sim {
    /// Opens the lesson of a link at its moment (`lesson=tour/rolling-update/3`), with what was done in it. Whether there is one.
    pub(crate) fn open_lesson(&self, link: &mut Link) -> bool {
        let Some((lesson, at)) = link.get("lesson").and_then(found) else { return false };
        let difficulty = link.get("difficulty").and_then(Difficulty::read);
        self.begin_lesson(&lesson, difficulty.unwrap_or_default());
        self.moved(|lab| link.go_on(lab, at.min(MOST_MOMENTS)));
        true
    }

    pub(crate) fn begin_lesson(&self, lesson: &Rc<Lesson>, difficulty: Difficulty) {
        self.interrupt();
        let begun = self.lab().borrow_mut().begin(lesson, difficulty);
        self.dispatch(Action::Refuse(begun.err().map(Rc::from)));
        self.dispatch(Action::Select(None));
        self.dispatch(Action::Settle);
        self.moved(|_| ());
    }

    pub(crate) fn next_moment(&self) {
        self.moved(|lab| {
            lab.next_moment();
        });
    }

    pub(crate) fn moment_before(&self) {
        self.moved(crate::lab::Lab::moment_before);
    }

    pub(crate) fn answer(&self, answer: i64) {
        self.lab().borrow_mut().answer(answer);
        self.read();
    }

    pub(crate) fn hint(&self) {
        self.lab().borrow_mut().hint();
        self.read();
    }

    pub(crate) fn leave_lesson(&self) {
        self.interrupt();
        browser::forget(saved_run::LESSON);
        self.moved(crate::lab::Lab::leave_lesson);
    }
}

/// The chapter after this one.
pub(crate) fn chapter_after(lesson: &Lesson) -> Option<Rc<Lesson>> {
    let all = all();
    let mut chapters = all.iter().filter(|other| other.kind == LessonKind::Tour);
    chapters.find(|other| other.id == lesson.id)?;
    chapters.next().cloned()
}
