//! A list that mostly is short: its first `N` items need no memory of their own.

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Short<T, const N: usize> {
    /// The first items, without a gap.
    first: [Option<T>; N],
    /// Those after them: there are none as long as there is room before.
    rest: Vec<T>,
}

impl<T, const N: usize> Default for Short<T, N> {
    fn default() -> Self {
        Self { first: [const { None }; N], rest: Vec::new() }
    }
}

impl<T, const N: usize> Short<T, N> {
    pub(crate) fn is_empty(&self) -> bool {
        self.first.first().is_none_or(Option::is_none)
    }

    pub(crate) fn push(&mut self, item: T) {
        match self.first.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(item),
            None => self.rest.push(item),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.first.iter().map_while(Option::as_ref).chain(&self.rest)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.first.iter_mut().map_while(Option::as_mut).chain(&mut self.rest)
    }

    /// Takes one out; those after it move up.
    pub(crate) fn remove(&mut self, place: usize) -> Option<T> {
        if place >= N {
            return (place - N < self.rest.len()).then(|| self.rest.remove(place - N));
        }
        let mut moving = (!self.rest.is_empty()).then(|| self.rest.remove(0));
        for place in self.first.iter_mut().skip(place).rev() {
            std::mem::swap(place, &mut moving);
        }
        moving
    }

    /// Keeps only the items that `keep` says so of.
    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        if self.iter().all(&keep) {
            return;
        }
        let Self { first, rest } = std::mem::take(self);
        first.into_iter().flatten().chain(rest).filter(keep).for_each(|item| self.push(item));
    }
}

impl<T, const N: usize> FromIterator<T> for Short<T, N> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::default();
        items.into_iter().for_each(|item| list.push(item));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_list() {
        for len in 0..6_u8 {
            let mut list: Short<u8, 3> = (0..len).collect();
            assert!(list.iter().copied().eq(0..len));
            assert_eq!(list.is_empty(), len == 0);
            list.iter_mut().for_each(|n| *n += 1);
            let mut odd = list.clone();
            odd.retain(|n| n % 2 == 1);
            assert!(odd.iter().copied().eq((1..=len).filter(|n| n % 2 == 1)));
            for place in 0..=usize::from(len) {
                let (mut less, mut wanted) = (list.clone(), (1..=len).collect::<Vec<_>>());
                let taken = (place < wanted.len()).then(|| wanted.remove(place));
                assert_eq!(less.remove(place), taken);
                less.push(9);
                wanted.push(9);
                assert!(less.iter().eq(&wanted), "{less:?}");
            }
        }
    }
}
