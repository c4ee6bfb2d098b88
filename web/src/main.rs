//! The lab page.
fn main() {}
