//! `cargo xtask check-course`: reads lessons and goes through them.
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use course::Lesson;
use lexopt::prelude::*;

use crate::Command;

pub(crate) const COMMAND: Command = Command {
    name: "check-course",
    summary: "goes through the lessons: what they want seen must come, what they say must hold",
    help: "\
  FILE ...   these files instead of the course's own",
    run,
};

fn run(arguments: &mut lexopt::Parser) -> Result<()> {
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Value(file) => files.push(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut texts = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        texts.push((file.display().to_string(), text));
    }
    if texts.is_empty() {
        texts = course::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    }
    let (mut lessons, mut wrong) = (0, 0);
    for (name, text) in &texts {
        match course::read(text) {
            Ok(read) => {
                lessons += read.len();
                wrong += read.iter().filter(|lesson| !is_true(name, lesson)).count();
            }
            Err(error) => {
                println!("{name}, {error}");
                wrong += 1;
            }
        }
    }
    println!("{} of {lessons} lessons are true", lessons.saturating_sub(wrong));
    ensure!(wrong == 0, "{wrong} must be mended");
    Ok(())
}

fn is_true(name: &str, lesson: &Rc<Lesson>) -> bool {
    let problems = course::check(lesson);
    for problem in &problems {
        println!("{name}, line {}: {problem}", lesson.line);
    }
    problems.is_empty()
}
