//! Whatever is typed, kubectl answers.

#[test]
fn no_line_makes_it_panic() {
    let mut last = (String::new(), String::new());
    let slowest = fuzz::tries(7, 20_000, |line, stdin| last = (line.to_owned(), stdin.to_owned()));
    // Tests are not compiled for speed: this is far from the bound that a release build is held to.
    assert!(slowest.took < 20 * fuzz::LONGEST, "{slowest:?}");
}
