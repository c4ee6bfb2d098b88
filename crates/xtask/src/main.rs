//! The only tool people run: build, serve, test, measure.
fn main() {}
