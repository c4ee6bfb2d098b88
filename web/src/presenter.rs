//! Presenting: the stage large and alone, a blank screen on demand, the speaker's notes in a window of their own.

use crate::app::Sim;
use crate::browser;
use crate::locale::present as words;
use crate::state::{Action, Presenting};

impl Sim {
    /// Shows the page to a class, or ends that. Nothing moves until it is asked for.
    pub(crate) fn present(&self, on: bool) {
        browser::full_screen(on);
        if on {
            self.set_playing(false);
            self.dispatch(Action::Select(None));
        }
        let notes = self.presenting().notes;
        let since_ms = browser::now_ms() as u64;
        self.dispatch(Action::Present(Presenting { on, blank: false, notes, since_ms }));
    }

    fn blank(&self, blank: bool) {
        self.dispatch(Action::Present(Presenting { blank, ..self.presenting() }));
    }

    /// Opens the window of the speaker's notes.
    pub(crate) fn open_notes(&self) {
        let notes = browser::open_window("rollout-lab-notes", &words::NOTES);
        self.dispatch(Action::Present(Presenting { notes, ..self.presenting() }));
    }

    /// The window of the notes was closed.
    pub(crate) fn close_notes(&self) {
        self.dispatch(Action::Present(Presenting { notes: None, ..self.presenting() }));
    }

    /// What a key means to whoever presents; whether it means anything.
    pub(crate) fn presenter_key(&self, key: &str) -> bool {
        let Presenting { on, blank, .. } = self.presenting();
        match key {
            "p" | "P" if !on => self.present(true),
            "n" | "N" => self.open_notes(),
            // Whatever is pressed, the screen comes back first.
            _ if on && blank => self.blank(false),
            "b" | "B" | "." if on => self.blank(true),
            "Escape" if on => self.present(false),
            _ => return false,
        }
        true
    }
}
