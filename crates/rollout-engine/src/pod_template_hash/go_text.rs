//! What Go prints of pointers, slices, maps and plain values, as `ForHash` of `apimachinery/pkg/util/dump` writes them.

use crate::api::{Name, StringMap};
use std::fmt::{self, Display, Formatter, Write};

/// A value as Go prints it.
pub(super) struct GoText<T>(pub(super) T);

/// A pointer: what it points to, or nil.
pub(super) struct Pointer<T>(pub(super) Option<T>);

impl<T: Display> Display for Pointer<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str(NIL),
        }
    }
}

/// A pointer to a structure.
pub(super) fn pointer<T>(value: &Option<T>) -> Pointer<GoText<&T>> {
    Pointer(value.as_ref().map(GoText))
}

/// A slice; an empty one arrives as nil.
pub(super) struct Slice<'a, T>(pub(super) &'a [T]);

impl<'a, T> Display for Slice<'a, T>
where
    GoText<&'a T>: Display,
{
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_char('[')?;
        for (i, item) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_char(' ')?;
            }
            write!(f, "{}", GoText(item))?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&Name> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Display for GoText<&i64> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Display for GoText<&StringMap> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NIL);
        }
        f.write_str("map[")?;
        for (i, (key, value)) in self.0.iter().enumerate() {
            let blank = if i > 0 { " " } else { "" };
            write!(f, "{blank}{key}:{value}")?;
        }
        f.write_char(']')
    }
}

impl Display for GoText<&(Name, Name)> {
    /// A header or a sysctl.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (name, value) = self.0;
        write!(f, "{{Name:(string){name} Value:(string){value}}}")
    }
}

pub(super) const NIL: &str = "<nil>";
