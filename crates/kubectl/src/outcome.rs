//! What a command line came to.

use crate::running::Running;
use rollout_engine::Command;

/// What a command line came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What it asks of the cluster, in this order.
    pub commands: Vec<Command>,
    /// 0 if all went well. It does not count while the command is running.
    pub exit_code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The rest of a command that goes on: once `commands` have been applied, it wants to look at the cluster.
    pub running: Option<Box<Running>>,
    /// The manifest that `edit` opens.
    pub edits: Option<String>,
}

impl Outcome {
    /// A failure that changed nothing.
    pub(crate) fn failed(text: &str) -> Self {
        let mut outcome = Self::default();
        outcome.fail(text);
        outcome
    }

    /// A line of output.
    pub(crate) fn print(&mut self, line: &str) {
        self.stdout.extend([line, "\n"]);
    }

    /// A line of standard error that is no failure.
    pub(crate) fn warn(&mut self, line: &str) {
        self.stderr.extend([line, "\n"]);
    }

    /// A failure: its text, and exit code 1.
    pub(crate) fn fail(&mut self, text: &str) {
        self.warn(text);
        self.exit_code = 1;
    }
}
