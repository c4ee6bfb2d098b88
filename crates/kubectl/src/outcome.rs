//! What a command line came to.

use rollout_engine::Command;

/// What a command line came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What it asks of the cluster, in this order.
    pub commands: Vec<Command>,
    /// 0 if all went well.
    pub exit_code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// A failure that changed nothing.
    pub(crate) fn failed(text: impl AsRef<str>) -> Self {
        let mut outcome = Self::default();
        outcome.fail(text.as_ref());
        outcome
    }

    /// A line of output.
    pub(crate) fn print(&mut self, line: &str) {
        self.stdout.push_str(line);
        self.stdout.push('\n');
    }

    /// A line of standard error that is no failure.
    pub(crate) fn warn(&mut self, line: &str) {
        self.stderr.push_str(line);
        self.stderr.push('\n');
    }

    /// A failure: its text, and exit code 1.
    pub(crate) fn fail(&mut self, text: &str) {
        self.warn(text);
        self.exit_code = 1;
    }
}
