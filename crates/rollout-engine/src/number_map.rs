//! Maps and sets of anything that is a number. All of them share one tree from numbers to numbers, so that its code is compiled
//! once, whatever the keys and values are.

use crate::arena::Key;
use crate::id::{EndpointSliceId, NodeId, PodId};
use crate::time::{SimTime, Timestamp};
use std::collections::BTreeMap;
use std::fmt::{Debug, Formatter};
use std::marker::PhantomData;

/// What can be a key: a number in the same order.
pub trait AsKey: Copy {
    /// The number.
    fn to_key(self) -> u64;
    /// What this number was made of.
    fn from_key(number: u64) -> Self;
}

/// What can be a value.
pub trait AsValue: Copy {
    /// The number.
    fn to_value(self) -> u64;
    /// What this number was made of.
    fn from_value(number: u64) -> Self;
}

/// A map in order of its keys.
pub struct NumberMap<K, V> {
    tree: BTreeMap<u64, u64>,
    types: PhantomData<(K, V)>,
}

/// A set in order.
pub struct NumberSet<K>(NumberMap<K, ()>);

impl<K: AsKey, V: AsValue> NumberMap<K, V> {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// The value under this key.
    pub fn get(&self, key: K) -> Option<V> {
        get(&self.tree, key.to_key()).map(V::from_value)
    }

    /// Whether there is an entry under this key.
    pub fn contains(&self, key: K) -> bool {
        self.get(key).is_some()
    }

    /// Puts a value under a key; the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        insert(&mut self.tree, key.to_key(), value.to_value()).map(V::from_value)
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: K) -> Option<V> {
        remove(&mut self.tree, key.to_key()).map(V::from_value)
    }

    /// All entries, by key.
    pub fn iter(&self) -> impl Iterator<Item = (K, V)> {
        self.tree.iter().map(|(k, v)| (K::from_key(*k), V::from_value(*v)))
    }

    /// The entries from this key on.
    pub fn from(&self, first: K) -> impl Iterator<Item = (K, V)> {
        self.tree.range(first.to_key()..).map(|(k, v)| (K::from_key(*k), V::from_value(*v)))
    }

    /// The entry with the least key.
    pub fn first(&self) -> Option<(K, V)> {
        self.tree.first_key_value().map(|(k, v)| (K::from_key(*k), V::from_value(*v)))
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.tree.keys().map(|k| K::from_key(*k))
    }
}

// Compiled once, not once for every pair of types.
#[inline(never)]
fn get(tree: &BTreeMap<u64, u64>, key: u64) -> Option<u64> {
    tree.get(&key).copied()
}

#[inline(never)]
fn insert(tree: &mut BTreeMap<u64, u64>, key: u64, value: u64) -> Option<u64> {
    tree.insert(key, value)
}

#[inline(never)]
fn remove(tree: &mut BTreeMap<u64, u64>, key: u64) -> Option<u64> {
    tree.remove(&key)
}

impl<K: AsKey> NumberSet<K> {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is in it.
    pub fn contains(&self, key: K) -> bool {
        self.0.contains(key)
    }

    /// Puts one in; whether it was not in yet.
    pub fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }

    /// Takes one out; whether it was in.
    pub fn remove(&mut self, key: K) -> bool {
        self.0.remove(key).is_some()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = K> {
        self.0.keys()
    }

    /// Puts all of these in.
    pub fn extend(&mut self, keys: impl Iterator<Item = K>) {
        for key in keys {
            self.insert(key);
        }
    }
}

impl<K: AsKey> FromIterator<K> for NumberSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::default();
        set.extend(keys.into_iter());
        set
    }
}

impl<K, V> Default for NumberMap<K, V> {
    fn default() -> Self {
        Self { tree: BTreeMap::new(), types: PhantomData }
    }
}

impl<K, V> Clone for NumberMap<K, V> {
    fn clone(&self) -> Self {
        Self { tree: self.tree.clone(), types: PhantomData }
    }
}

impl<K, V> Debug for NumberMap<K, V> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.tree.fmt(f)
    }
}

impl<K> Default for NumberSet<K> {
    fn default() -> Self {
        Self(NumberMap::default())
    }
}

impl<K> Clone for NumberSet<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K> Debug for NumberSet<K> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.0.tree.keys().fmt(f)
    }
}

fn slot_first(id: impl Key) -> u64 {
    let (slot, generation) = id.parts();
    (u64::from(slot) << 32) | u64::from(generation)
}

fn from_slot_first<K: Key>(number: u64) -> K {
    K::new((number >> 32) as u32, number as u32)
}

impl AsKey for PodId {
    fn to_key(self) -> u64 {
        slot_first(self)
    }
    fn from_key(number: u64) -> Self {
        from_slot_first(number)
    }
}

impl AsKey for u32 {
    fn to_key(self) -> u64 {
        u64::from(self)
    }
    fn from_key(number: u64) -> Self {
        number as Self
    }
}

impl AsKey for NodeId {
    fn to_key(self) -> u64 {
        self.0.into()
    }
    fn from_key(number: u64) -> Self {
        Self(number as u32)
    }
}

impl AsKey for SimTime {
    fn to_key(self) -> u64 {
        self.0
    }
    fn from_key(number: u64) -> Self {
        Self(number)
    }
}

impl AsKey for Timestamp {
    fn to_key(self) -> u64 {
        // The lowest number becomes 0.
        (self.0 as u64) ^ (1 << 63)
    }
    fn from_key(number: u64) -> Self {
        Self((number ^ (1 << 63)) as i64)
    }
}

impl AsValue for () {
    fn to_value(self) -> u64 {
        0
    }
    fn from_value(_: u64) -> Self {}
}

impl AsValue for u32 {
    fn to_value(self) -> u64 {
        u64::from(self)
    }
    fn from_value(number: u64) -> Self {
        number as Self
    }
}

impl AsValue for i32 {
    fn to_value(self) -> u64 {
        u64::from(self as u32)
    }
    fn from_value(number: u64) -> Self {
        number as Self
    }
}

impl AsValue for SimTime {
    fn to_value(self) -> u64 {
        self.0
    }
    fn from_value(number: u64) -> Self {
        Self(number)
    }
}

impl AsValue for EndpointSliceId {
    fn to_value(self) -> u64 {
        self.as_u64()
    }
    fn from_value(number: u64) -> Self {
        Self::from_u64(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order_and_come_back() {
        fn check<K: AsKey + PartialEq + Debug>(in_order: &[K]) {
            let set: NumberSet<K> = in_order.iter().rev().copied().collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), in_order);
        }
        check(&[Timestamp(i64::MIN), Timestamp(-1), Timestamp(0), Timestamp(i64::MAX)]);
        let pod = |slot, generation| PodId { slot, generation };
        check(&[pod(0, 9), pod(1, 0), pod(1, 1), pod(u32::MAX, 0)]);
    }

    #[test]
    fn values_come_back() {
        let mut map: NumberMap<NodeId, i32> = NumberMap::default();
        assert_eq!(map.insert(NodeId(3), -4), None);
        assert_eq!(map.insert(NodeId(3), -5), Some(-4));
        assert_eq!(map.from(NodeId(2)).collect::<Vec<_>>(), [(NodeId(3), -5)]);
        assert_eq!((map.remove(NodeId(3)), map.remove(NodeId(3)), map.len()), (Some(-5), None, 0));
    }
}
