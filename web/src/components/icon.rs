//! Small drawings between words. No font symbols: they look different everywhere.

use crate::element::prelude::*;
use crate::view::glyph;
use crate::view::versions::Version;

fn icon(d: impl Into<AttrValue>, class: &'static str) -> Html {
    html! { <svg class="g" viewBox="0 0 16 16" aria-hidden="true"><path d={d.into()} {class} /></svg> }
}

/// A version's glyph.
pub(crate) fn version(version: Version) -> Html {
    html! { <span class={classes!("vg", version.class())}>{ icon(glyph::path(version, 8, 8, 6), "glyph") }</span> }
}

pub(crate) fn play() -> Html {
    icon("M4 2.5v11l9-5.5z", "solid")
}

pub(crate) fn pause() -> Html {
    icon("M3.5 3h3v10h-3zM9.5 3h3v10h-3z", "solid")
}

pub(crate) fn back() -> Html {
    icon("M10 3v10l-7-5zM11.5 3h2v10h-2z", "solid")
}

pub(crate) fn next() -> Html {
    icon("M6 3v10l7-5zM2.5 3h2v10h-2z", "solid")
}

pub(crate) fn start() -> Html {
    icon("M14 3v10l-6-5zM8 3v10l-6-5zM.5 3h1.6v10h-1.600z", "solid")
}

pub(crate) fn take_back() -> Html {
    icon("M6 3l-4 4 4 4m-4-4h7a4 4 0 0 1 0 7h-2", "line")
}

pub(crate) fn do_again() -> Html {
    icon("M10 3l4 4-4 4m4-4h-7a4 4 0 0 0 0 7h2", "line")
}

pub(crate) fn check() -> Html {
    icon("M3 8.500l3.500 3.500 6.500-8", "line")
}

pub(crate) fn cross() -> Html {
    icon("M3.500 3.500l9 9m0-9l-9 9", "line")
}

pub(crate) fn arrow() -> Html {
    icon("M2 8h11m-4-4l4 4-4 4", "line")
}

pub(crate) fn prompt() -> Html {
    icon("M2.500 4l4 4-4 4m5.500 0h5.500", "line")
}
