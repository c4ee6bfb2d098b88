//! The commands of the recordings, carried out on the engine by the lab's own kubectl.

use crate::recording::control_plane::Output;
use kubectl::{Request, Running};
use rollout_engine::{SimTime, Simulation};

/// Runs one command line (without the word `kubectl`), given `stdin`. One that goes on ends by itself, or is interrupted when
/// `until` comes. Also when it ended.
pub(crate) fn run(
    simulation: &mut Simulation,
    line: &str,
    stdin: Option<&str>,
    until: Option<SimTime>,
) -> (Output, SimTime) {
    let request = Request { line, stdin: stdin.unwrap_or_default(), files: &[] };
    let outcome = kubectl::run(request, simulation);
    let mut output = Output { exit: outcome.exit_code, stdout: outcome.stdout, stderr: outcome.stderr };
    for command in &outcome.commands {
        if let Err(refusal) = simulation.apply(command) {
            output.exit = 1;
            output.stderr.push_str(&format!("Error from server: {refusal}\n"));
        }
    }
    if let Some(running) = outcome.running {
        follow(simulation, *running, &mut output, until);
    }
    (output, simulation.now())
}

/// Lets the simulation go on until a command ends.
fn follow(simulation: &mut Simulation, mut running: Running, output: &mut Output, until: Option<SimTime>) {
    loop {
        let printed = running.look(simulation);
        if printed.wipes {
            output.stdout.clear();
        }
        output.stdout.push_str(&printed.stdout);
        output.stderr.push_str(&printed.stderr);
        if let Some(exit) = printed.exit_code {
            output.exit = exit;
            return;
        }
        let wakes_at = running.wakes_at();
        let next = match (simulation.next_event_at(), wakes_at) {
            (Some(event), Some(wake)) => event.min(wake),
            (Some(at), None) | (None, Some(at)) => at,
            // Nothing will ever happen again.
            (None, None) => break,
        };
        if until.is_some_and(|until| next >= until) {
            break;
        }
        if simulation.next_event_at() == Some(next) {
            simulation.step();
        } else {
            simulation.run_until(next);
        }
    }
    let printed = running.interrupt();
    output.exit = printed.exit_code.unwrap_or(output.exit);
}
