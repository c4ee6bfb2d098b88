//! End-to-end tests of the lab in a real browser.
