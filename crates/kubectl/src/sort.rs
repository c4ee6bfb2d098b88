//! Sorting as Go's `sort.Sort` does it, which is not stable: what compares equal comes in the order in which that algorithm leaves
//! it, and kubectl prints it so. (Pattern-defeating quicksort, `pdqsort`.)

use rollout_engine::order::bring;

/// Sorts as Go does; `less` compares two items.
pub(crate) fn sort<T>(items: &mut [T], less: &dyn Fn(&T, &T) -> bool) {
    let order =
        order(items.len(), &|i, j| matches!((items.get(i), items.get(j)), (Some(a), Some(b)) if less(a, b)));
    bring(order, &mut |i, j| items.swap(i, j));
}

fn order(length: usize, less: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order = Order { places: (0..length).collect(), less };
    order.pdq(0, length, usize::BITS - length.leading_zeros());
    order.places
}

/// The places of the items that are to come first, second and so on.
struct Order<'a> {
    places: Vec<usize>,
    less: &'a dyn Fn(usize, usize) -> bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Hint {
    Unknown,
    Increasing,
    Decreasing,
}

impl Order<'_> {
    fn less(&self, i: usize, j: usize) -> bool {
        matches!((self.places.get(i), self.places.get(j)), (Some(a), Some(b)) if (self.less)(*a, *b))
    }

    fn swap(&mut self, i: usize, j: usize) {
        if i < self.places.len() && j < self.places.len() {
            self.places.swap(i, j);
        }
    }

    fn insertion(&mut self, a: usize, b: usize) {
        for i in a + 1..b {
            let mut j = i;
            while j > a && self.less(j, j - 1) {
                self.swap(j, j - 1);
                j -= 1;
            }
        }
    }

    fn sift_down(&mut self, low: usize, high: usize, first: usize) {
        let mut root = low;
        loop {
            let mut child = 2 * root + 1;
            if child >= high {
                return;
            }
            if child + 1 < high && self.less(first + child, first + child + 1) {
                child += 1;
            }
            if !self.less(first + root, first + child) {
                return;
            }
            self.swap(first + root, first + child);
            root = child;
        }
    }

    fn heap(&mut self, a: usize, b: usize) {
        let length = b - a;
        for i in (0..=length.saturating_sub(1) / 2).rev() {
            self.sift_down(i, length, a);
        }
        for i in (0..length).rev() {
            self.swap(a, a + i);
            self.sift_down(0, i, a);
        }
    }

    fn pdq(&mut self, mut a: usize, mut b: usize, mut limit: u32) {
        let (mut was_balanced, mut was_partitioned) = (true, true);
        loop {
            let length = b - a;
            if length <= 12 {
                self.insertion(a, b);
                return;
            }
            if limit == 0 {
                self.heap(a, b);
                return;
            }
            if !was_balanced {
                self.break_patterns(a, b);
                limit -= 1;
            }
            let (mut pivot, mut hint) = self.choose_pivot(a, b);
            if hint == Hint::Decreasing {
                self.reverse(a, b);
                pivot = (b - 1) - (pivot - a);
                hint = Hint::Increasing;
            }
            if was_balanced && was_partitioned && hint == Hint::Increasing && self.partial_insertion(a, b) {
                return;
            }
            if a > 0 && !self.less(a - 1, pivot) {
                a = self.partition_equal(a, b, pivot);
                continue;
            }
            let (middle, already) = self.partition(a, b, pivot);
            was_partitioned = already;
            let (left, right) = (middle - a, b - middle);
            let least = length / 8;
            if left < right {
                was_balanced = left >= least;
                self.pdq(a, middle, limit);
                a = middle + 1;
            } else {
                was_balanced = right >= least;
                self.pdq(middle + 1, b, limit);
                b = middle;
            }
        }
    }

    fn partition(&mut self, a: usize, b: usize, pivot: usize) -> (usize, bool) {
        self.swap(a, pivot);
        let (mut i, mut j) = (a + 1, b - 1);
        while i <= j && self.less(i, a) {
            i += 1;
        }
        while i <= j && !self.less(j, a) {
            j -= 1;
        }
        if i > j {
            self.swap(j, a);
            return (j, true);
        }
        self.swap(i, j);
        i += 1;
        j -= 1;
        loop {
            while i <= j && self.less(i, a) {
                i += 1;
            }
            while i <= j && !self.less(j, a) {
                j -= 1;
            }
            if i > j {
                break;
            }
            self.swap(i, j);
            i += 1;
            j -= 1;
        }
        self.swap(j, a);
        (j, false)
    }

    fn partition_equal(&mut self, a: usize, b: usize, pivot: usize) -> usize {
        self.swap(a, pivot);
        let (mut i, mut j) = (a + 1, b - 1);
        loop {
            while i <= j && !self.less(a, i) {
                i += 1;
            }
            while i <= j && self.less(a, j) {
                j -= 1;
            }
            if i > j {
                return i;
            }
            self.swap(i, j);
            i += 1;
            j -= 1;
        }
    }

    fn partial_insertion(&mut self, a: usize, b: usize) -> bool {
        let mut i = a + 1;
        for _ in 0..5 {
            while i < b && !self.less(i, i - 1) {
                i += 1;
            }
            if i == b {
                return true;
            }
            if b - a < 50 {
                return false;
            }
            self.swap(i, i - 1);
            if i - a >= 2 {
                let mut j = i - 1;
                while j >= 1 && self.less(j, j - 1) {
                    self.swap(j, j - 1);
                    j -= 1;
                }
            }
            if b - i >= 2 {
                let mut j = i + 1;
                while j < b && self.less(j, j - 1) {
                    self.swap(j, j - 1);
                    j += 1;
                }
            }
        }
        false
    }

    fn break_patterns(&mut self, a: usize, b: usize) {
        let length = b - a;
        if length < 8 {
            return;
        }
        let mut random = length as u64;
        let modulus = 1_usize << (usize::BITS - length.leading_zeros());
        let index = a + (length / 4) * 2 - 1;
        for i in 0..3 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let mut other = (random as usize) & (modulus - 1);
            if other >= length {
                other -= length;
            }
            self.swap(index - 1 + i, a + other);
        }
    }

    fn choose_pivot(&self, a: usize, b: usize) -> (usize, Hint) {
        let length = b - a;
        let mut swaps = 0;
        let (mut i, mut j, mut k) = (a + length / 4, a + length / 4 * 2, a + length / 4 * 3);
        if length >= 50 {
            i = self.median(i - 1, i, i + 1, &mut swaps);
            j = self.median(j - 1, j, j + 1, &mut swaps);
            k = self.median(k - 1, k, k + 1, &mut swaps);
        }
        j = self.median(i, j, k, &mut swaps);
        match swaps {
            0 => (j, Hint::Increasing),
            12 => (j, Hint::Decreasing),
            _ => (j, Hint::Unknown),
        }
    }

    fn median(&self, mut a: usize, mut b: usize, mut c: usize, swaps: &mut u32) -> usize {
        let order = |x: &mut usize, y: &mut usize, swaps: &mut u32| {
            if self.less(*y, *x) {
                *swaps += 1;
                std::mem::swap(x, y);
            }
        };
        order(&mut a, &mut b, swaps);
        order(&mut b, &mut c, swaps);
        order(&mut a, &mut b, swaps);
        b
    }

    fn reverse(&mut self, a: usize, b: usize) {
        if let Some(part) = self.places.get_mut(a..b) {
            part.reverse();
        }
    }
}

/// Whether a text comes before another, numbers in them compared as numbers (`fvbommel/sortorder`).
pub(crate) fn natural_less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut i, mut j) = (0, 0);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        if !(x.is_ascii_digit() && y.is_ascii_digit()) {
            if x != y {
                return x < y;
            }
            i += 1;
            j += 1;
            continue;
        }
        let zeros = |text: &[u8], mut at: usize| {
            while text.get(at) == Some(&b'0') {
                at += 1;
            }
            at
        };
        let digits = |text: &[u8], mut at: usize| {
            while text.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let (from_a, from_b) = (zeros(a, i), zeros(b, j));
        let (end_a, end_b) = (digits(a, from_a), digits(b, from_b));
        if end_a - from_a != end_b - from_b {
            return end_a - from_a < end_b - from_b;
        }
        let (number_a, number_b) = (a.get(from_a..end_a), b.get(from_b..end_b));
        if number_a != number_b {
            return number_a < number_b;
        }
        if from_a - i != from_b - j {
            return from_a - i < from_b - j;
        }
        i = end_a;
        j = end_b;
    }
    a.len() < b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_sorted() {
        let mut seed = 1_u64;
        for length in 0..300_usize {
            let mut numbers: Vec<u64> = (0..length)
                .map(|i| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    match length % 4 {
                        0 => seed >> 60,
                        1 => i as u64,
                        2 => (length - i) as u64,
                        _ => seed >> 33,
                    }
                })
                .collect();
            let mut sorted = numbers.clone();
            sorted.sort_unstable();
            sort(&mut numbers, &|a, b| a < b);
            assert_eq!(numbers, sorted);
        }
        // A comparison that contradicts itself ends too.
        sort(&mut (0..200).collect::<Vec<u32>>(), &|_, _| true);
    }

    #[test]
    fn numbers_in_texts_count_as_numbers() {
        for (a, b) in [("a2", "a10"), ("a", "b"), ("a01", "a02"), ("a1", "a01"), ("x", "x1"), ("9", "10")] {
            assert!(natural_less(a, b) && !natural_less(b, a), "{a} {b}");
        }
    }
}
