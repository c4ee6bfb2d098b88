//! Objects by id, found in constant time, in the order of their slots.

use std::marker::PhantomData;

/// What an arena hands out.
pub(crate) trait Key: Copy + Eq {
    /// The id of a slot in its nth use.
    fn new(slot: u32, generation: u32) -> Self;
    /// Slot and number of earlier uses.
    fn parts(self) -> (u32, u32);
}

/// So many slots stand in one piece of memory: growing moves none of them, and leaves little room unused.
const CHUNK: usize = 128;

/// A growing table; slots that are free are used again, but never under the same id.
#[derive(Clone, Debug)]
pub(crate) struct Arena<K, T> {
    chunks: Vec<Vec<(u32, Option<T>)>>,
    free: Vec<u32>,
    live: usize,
    key: PhantomData<K>,
}

impl<K, T> Default for Arena<K, T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), free: Vec::new(), live: 0, key: PhantomData }
    }
}

impl<K: Key, T> Arena<K, T> {
    pub(crate) fn len(&self) -> usize {
        self.live
    }

    fn slot(&self, slot: u32) -> Option<&(u32, Option<T>)> {
        self.chunks.get(slot as usize / CHUNK)?.get(slot as usize % CHUNK)
    }

    fn slot_mut(&mut self, slot: u32) -> Option<&mut (u32, Option<T>)> {
        self.chunks.get_mut(slot as usize / CHUNK)?.get_mut(slot as usize % CHUNK)
    }

    /// How many slots there are, free ones included.
    fn slots(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    pub(crate) fn get(&self, key: K) -> Option<&T> {
        let (slot, generation) = key.parts();
        match self.slot(slot) {
            Some((g, Some(value))) if *g == generation => Some(value),
            _ => None,
        }
    }

    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut T> {
        let (slot, generation) = key.parts();
        match self.slot_mut(slot) {
            Some((g, Some(value))) if *g == generation => Some(value),
            _ => None,
        }
    }

    /// The id that the next [`Self::insert`] will give.
    pub(crate) fn next_key(&self) -> K {
        match self.free.last() {
            Some(slot) => K::new(*slot, self.slot(*slot).map_or(0, |(g, _)| *g)),
            None => K::new(u32::try_from(self.slots()).unwrap_or(u32::MAX), 0),
        }
    }

    pub(crate) fn insert(&mut self, value: T) -> K {
        let key = self.next_key();
        self.free.pop();
        self.put(key, value);
        key
    }

    /// Puts a value under an id that another arena has given.
    pub(crate) fn put(&mut self, key: K, value: T) {
        let (slot, generation) = key.parts();
        while self.slots() <= slot as usize {
            match self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
                Some(last) => last.push((0, None)),
                None => self.chunks.push(Vec::new()),
            }
        }
        let Some(entry) = self.slot_mut(slot) else { return };
        let was_free = entry.1.is_none();
        *entry = (generation, Some(value));
        self.live += usize::from(was_free);
    }

    /// Takes a value out; its slot will be used again under another id.
    pub(crate) fn remove(&mut self, key: K) -> Option<T> {
        let taken = self.take(key)?;
        self.free(key);
        Some(taken)
    }

    /// Takes a value out and keeps its slot from being used again until it is [`Self::free`]d.
    pub(crate) fn take(&mut self, key: K) -> Option<T> {
        let (slot, generation) = key.parts();
        let entry = self.slot_mut(slot).filter(|(g, _)| *g == generation)?;
        let taken = entry.1.take()?;
        self.live -= 1;
        Some(taken)
    }

    /// Lets the slot of a value that was taken out be used again, under another id.
    pub(crate) fn free(&mut self, key: K) {
        let (slot, generation) = key.parts();
        let Some(entry) = self.slot_mut(slot) else { return };
        if entry.0 == generation && entry.1.is_none() {
            entry.0 = generation.wrapping_add(1);
            self.free.push(slot);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.chunks.iter().flatten().enumerate().filter_map(|(slot, (generation, value))| {
            let slot = u32::try_from(slot).ok()?;
            value.as_ref().map(|v| (K::new(slot, *generation), v))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PodId;

    #[test]
    fn a_slot_used_again_has_another_id() {
        let mut arena: Arena<PodId, &str> = Arena::default();
        let a = arena.insert("a");
        assert_eq!(arena.remove(a), Some("a"));
        let b = arena.insert("b");
        assert_eq!((a.slot, arena.get(a), arena.get(b)), (b.slot, None, Some(&"b")));
        assert_eq!(arena.len(), 1);
    }
}
