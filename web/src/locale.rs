//! Everything that is said on the page. One module per language; this is the one in use.

mod en;

pub(crate) use en::*;
