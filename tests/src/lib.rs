//! End-to-end tests of the lab in a real browser, and what they stand on.
//!
//! A test is a function around [`in_browser`], which gives it a [`Page`] in a fresh profile and checks at the end that
//! nothing was written to the console as an error. The site is what `cargo xtask build` put into `dist/`. No test sleeps:
//! [`Page::until`] waits for a condition, and the lab's own clock is driven through `window.rolloutLab`.
#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "native tests of a page in real time; the engine's ban on the clock is not for them"
)]

mod browser;
mod firefox;
mod lab;
mod look;
mod other_browser;
mod page;
mod server;
mod webkit;

pub use browser::in_browser;
pub use firefox::Firefox;
pub use look::{Look, save_picture};
pub use other_browser::OtherBrowser;
pub use page::{Page, Scheme, Viewport};
pub use server::{page_around, root, site};
pub use webkit::WebKit;
