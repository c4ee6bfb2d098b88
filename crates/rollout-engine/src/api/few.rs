//! A list that mostly has one entry, which needs no memory of its own then.

use std::ops::{Deref, DerefMut};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Few<T> {
    /// The only entry.
    One(T),
    /// Any other number of them.
    Many(Vec<T>),
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        match self {
            Self::One(only) => std::slice::from_ref(only),
            Self::Many(all) => all,
        }
    }
}

impl<T> DerefMut for Few<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(only) => std::slice::from_mut(only),
            Self::Many(all) => all,
        }
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut entries = entries.into_iter();
        let Some(first) = entries.next() else { return Self::default() };
        let Some(second) = entries.next() else { return Self::One(first) };
        let mut all = vec![first, second];
        all.extend(entries);
        Self::Many(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_list_that_it_was_made_from() {
        for len in 0..4 {
            let mut few: Few<u8> = (0..len).collect();
            assert_eq!(*few, *(0..len).collect::<Vec<_>>());
            few.iter_mut().for_each(|n| *n += 1);
            assert_eq!(*few, *(1..=len).collect::<Vec<_>>());
        }
    }
}
