//! Sorting in few bytes: one sort, of numbers, for the items of all types. What compares equal stays in its order.

use std::cmp::Ordering;

/// Sorts by a comparison.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|i, j| match (items.get(i), items.get(j)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    bring(order, &mut |i, j| items.swap(i, j));
}

/// Sorts by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[inline(never)]
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Brings items into an order, the place of each that is to come first, second and so on, by swapping them.
#[inline(never)]
pub fn bring(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(next) = order.get_mut(place) {
            let from = std::mem::replace(next, place);
            if from == start || from == place {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_into_order_and_equals_stay_in_theirs() {
        for length in 0..40_u32 {
            let mut items: Vec<(u32, u32)> = (0..length).map(|n| (n * 7_919 % 13, n)).collect();
            let mut wanted = items.clone();
            wanted.sort();
            sort_by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, wanted);
        }
    }
}
