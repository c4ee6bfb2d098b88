//! A set of random numbers. As they are random, each is looked for where its own last digits say: one look at memory mostly does,
//! however many there are.

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct RandomNumbers {
    /// Each number plus one at its place or, where that is taken, at the next free one after it; 0 is free. The length is a power of
    /// two, or none.
    places: Vec<u32>,
    len: usize,
}

impl RandomNumbers {
    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Puts one in that is below 2³² − 1; whether it was not in yet.
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        if self.len * 2 >= self.places.len() {
            let room = (self.places.len() * 2).max(8);
            let old = std::mem::replace(&mut self.places, vec![0; room]);
            for kept in old.into_iter().filter(|kept| *kept != 0) {
                self.put(kept);
            }
        }
        let is_new = self.put(number + 1);
        self.len += usize::from(is_new);
        is_new
    }

    /// Takes one out.
    pub(crate) fn remove(&mut self, number: u32) {
        let mut free = self.place_of(number + 1);
        if self.at(free) == 0 {
            return;
        }
        self.len -= 1;
        // Those that stand after it because places before were taken move up.
        let mut next = free;
        loop {
            next = self.after(next);
            let moving = self.at(next);
            if moving == 0 {
                break;
            }
            let away = |place: usize| next.wrapping_sub(place) & (self.places.len() - 1);
            if away(self.home(moving)) >= away(free) {
                self.set(free, moving);
                free = next;
            }
        }
        self.set(free, 0);
    }

    fn put(&mut self, kept: u32) -> bool {
        let place = self.place_of(kept);
        let is_new = self.at(place) == 0;
        self.set(place, kept);
        is_new
    }

    /// Where it is, or would come.
    fn place_of(&self, kept: u32) -> usize {
        let mut place = self.home(kept);
        while self.at(place) != 0 && self.at(place) != kept {
            place = self.after(place);
        }
        place
    }

    fn home(&self, kept: u32) -> usize {
        kept as usize & self.places.len().saturating_sub(1)
    }

    fn after(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    fn at(&self, place: usize) -> u32 {
        self.places.get(place).copied().unwrap_or(0)
    }

    fn set(&mut self, place: usize, kept: u32) {
        if let Some(room) = self.places.get_mut(place) {
            *room = kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SimRng;
    use std::collections::BTreeSet;

    #[test]
    fn it_is_a_set() {
        let (mut rng, mut set, mut wanted) = (SimRng::new(1), RandomNumbers::default(), BTreeSet::new());
        set.remove(3);
        // Few numbers: many stand in each other's way.
        for most in [8, 40, 300] {
            for _ in 0..2000 {
                let number = u32::try_from(rng.below(most)).unwrap();
                if rng.below(2) == 0 {
                    assert_eq!(set.insert(number), wanted.insert(number));
                } else {
                    set.remove(number);
                    wanted.remove(&number);
                }
                assert_eq!((set.len, set.is_empty()), (wanted.len(), wanted.is_empty()));
                let mut kept: Vec<u32> = set.places.iter().filter(|p| **p != 0).map(|p| p - 1).collect();
                kept.sort_unstable();
                assert!(kept.iter().eq(&wanted));
            }
        }
    }
}
