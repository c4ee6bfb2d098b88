//! `fuzz N [SEED]`: tries N random command lines and manifests, and prints the slowest.

use std::cell::RefCell;

thread_local! {
    static LAST: RefCell<(String, String)> = const { RefCell::new((String::new(), String::new())) };
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (Some(Ok(lines)), seed) = (arguments.next(), arguments.next()) else {
        eprintln!("say how many lines: fuzz N [SEED]");
        std::process::exit(2);
    };
    let seed = seed.and_then(Result::ok).unwrap_or(1);
    std::panic::set_hook(Box::new(|panic| {
        LAST.with_borrow(|(line, stdin)| eprintln!("{panic}\nat the line\n{line}\nwith the input\n{stdin}"));
    }));
    const PART: u64 = 100_000;
    let mut slowest = fuzz::Slowest::default();
    let mut done = 0;
    while done < lines {
        let part = PART.min(lines - done);
        let found = fuzz::tries(seed.wrapping_add(done), part, |line, stdin| {
            LAST.with_borrow_mut(|last| *last = (line.to_owned(), stdin.to_owned()));
        });
        if found.took > slowest.took {
            slowest = found;
        }
        done += part;
        if done % 1_000_000 == 0 {
            eprintln!("{done} lines, the slowest took {:?}", slowest.took);
        }
    }
    println!("{lines} lines, none panics; the slowest took {:?}:\n{}", slowest.took, slowest.line);
    if slowest.took > fuzz::LONGEST {
        std::process::exit(1);
    }
}
