//! Random trials, as many as one asks for: `soak COUNT [FIRST_SEED]`, or `soak --case N,N,…` for one of them again.
//!
//! A trial that fails is made smaller as long as it goes on failing, and printed as a case that can be run again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use trials::choices::{Choices, shrink};
use trials::trial;

/// No failing trial is tried more often than that to make it smaller.
const MOST_SHRINKING: u32 = 4000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--case", case] => match case.split(',').filter(|n| !n.is_empty()).map(str::parse).collect() {
            Ok(made) => one_case(made),
            Err(_) => misused(),
        },
        [count, rest @ ..] if rest.len() < 2 => {
            match (count.parse(), rest.first().map_or(Ok(0), |first| first.parse())) {
                (Ok(count), Ok(first)) => many(first, count),
                _ => misused(),
            }
        }
        _ => misused(),
    }
}

fn misused() -> ExitCode {
    eprintln!("usage: soak COUNT [FIRST_SEED], or soak --case N,N,...");
    ExitCode::from(2)
}

fn one_case(made: Vec<u32>) -> ExitCode {
    match broken(&made) {
        None => {
            println!("the case keeps every law");
            ExitCode::SUCCESS
        }
        Some((law, story)) => {
            println!("{story}\n{law}");
            ExitCode::FAILURE
        }
    }
}

/// The trials of so many seeds, on all processors.
fn many(first: u64, count: u64) -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let next = AtomicU64::new(first);
    let (steps, restless) = (AtomicU64::new(0), AtomicU64::new(0));
    let failed: Vec<u64> = std::thread::scope(|scope| {
        let work = || {
            let mut failed = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= first + count {
                    return failed;
                }
                match catch_unwind(|| trial::run(&mut Choices::of_seed(seed))) {
                    Ok(Ok(run)) => {
                        steps.fetch_add(run.steps, Ordering::Relaxed);
                        restless.fetch_add(u64::from(!run.rests), Ordering::Relaxed);
                    }
                    _ => failed.push(seed),
                }
                if (seed + 1 - first).is_multiple_of(10_000) {
                    eprintln!("{} trials ...", seed + 1 - first);
                }
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|h| h.join().unwrap_or_default()).collect()
    });
    println!(
        "{} of {count} random runs keep every law; {} steps; {} runs never rest, each for a reason that the real one has too",
        count - failed.len() as u64,
        steps.into_inner(),
        restless.into_inner(),
    );
    let mut failed = failed;
    failed.sort_unstable();
    for seed in failed.iter().take(3) {
        report(*seed);
    }
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("failed seeds: {failed:?}");
    ExitCode::FAILURE
}

/// Makes the trial of a seed smaller, and prints it.
fn report(seed: u64) {
    let mut choices = Choices::of_seed(seed);
    let _ = catch_unwind(AssertUnwindSafe(|| drop(trial::run(&mut choices))));
    let smallest = shrink(choices.made(), MOST_SHRINKING, |made| broken(made).is_some());
    let Some((law, story)) = broken(&smallest) else { return };
    let case: Vec<String> = smallest.iter().map(u32::to_string).collect();
    println!("\nseed {seed}: {story}{law}\nagain: cargo xtask soak --case {}", case.join(","));
}

/// The law that a case breaks, if it does, and its story.
fn broken(made: &[u32]) -> Option<(String, String)> {
    let mut choices = Choices::again(made);
    match catch_unwind(AssertUnwindSafe(|| trial::run(&mut choices))) {
        Ok(Ok(_)) => None,
        Ok(Err(broken)) => Some((broken.law, broken.story)),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned()));
            Some((format!("a panic: {}", text.unwrap_or_default()), String::new()))
        }
    }
}
