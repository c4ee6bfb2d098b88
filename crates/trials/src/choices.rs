//! The choices that make a random trial: drawn from a seed, or given as a list of numbers.
//!
//! A trial asks for one small number after the other. Whatever was answered is a list that gives the same trial again, and a
//! shorter list of smaller numbers gives a simpler one: 0 is the plainest answer everywhere.

use rollout_engine::SimRng;

/// See the module.
#[derive(Clone, Debug)]
pub struct Choices {
    made: Vec<u32>,
    at: usize,
    /// Where answers come from that are not given; without it they are 0.
    chance: Option<SimRng>,
}

impl Choices {
    /// Choices of chance.
    pub fn of_seed(seed: u64) -> Self {
        Self { made: Vec::new(), at: 0, chance: Some(SimRng::new(seed)) }
    }

    /// Choices that were made before; 0 after them.
    pub fn again(made: &[u32]) -> Self {
        Self { made: made.to_vec(), at: 0, chance: None }
    }

    /// What has been chosen so far.
    pub fn made(&self) -> &[u32] {
        self.made.get(..self.at).unwrap_or(&self.made)
    }

    /// A number in `0..n`; 0 if `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        if self.at == self.made.len() {
            let drawn = self.chance.as_mut().map_or(0, |rng| rng.below(u64::from(n)));
            self.made.push(u32::try_from(drawn).unwrap_or(0));
        }
        let number = self.made.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        number.min(n.saturating_sub(1))
    }

    /// Whether something happens that happens once in `n` times.
    pub fn once_in(&mut self, n: u32) -> bool {
        self.below(n) == n - 1
    }

    /// One of these, the plainest first.
    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        let at = self.below(u32::try_from(values.len()).unwrap_or(u32::MAX));
        values.get(at as usize).copied()
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i32, most: i32) -> i32 {
        least + self.below(most.abs_diff(least) + 1).cast_signed()
    }
}

/// Makes a failing trial simpler as long as it goes on failing: parts left out, numbers made smaller.
///
/// `fails` says whether a list still fails; it is asked at most `most` times.
pub fn shrink(made: &[u32], most: u32, fails: impl Fn(&[u32]) -> bool) -> Vec<u32> {
    let mut best = made.to_vec();
    let mut asked = 0;
    let mut better = true;
    while better && asked < most {
        better = false;
        let mut attempt = |candidate: Vec<u32>, best: &mut Vec<u32>| {
            asked += 1;
            let simpler = candidate != *best && asked <= most && fails(&candidate);
            if simpler {
                *best = candidate;
            }
            simpler
        };
        let mut length = best.len();
        while length > 0 {
            let mut from = best.len();
            while from > 0 {
                from = from.saturating_sub(length);
                let mut without = best.clone();
                without.drain(from..(from + length).min(best.len()));
                better |= attempt(without, &mut best);
                from = from.min(best.len());
            }
            length /= 2;
        }
        for at in (0..best.len()).rev() {
            for smaller in [|_| 0, |n| n / 2, |n: u32| n.saturating_sub(1)] {
                let mut candidate = best.clone();
                if let Some(number) = candidate.get_mut(at) {
                    *number = smaller(*number);
                }
                better |= attempt(candidate, &mut best);
            }
        }
    }
    while best.last() == Some(&0) {
        best.pop();
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_choices_give_the_same_again() {
        let ask = |choices: &mut Choices| (0..9).map(|n| choices.below(n * 7)).collect::<Vec<u32>>();
        let mut first = Choices::of_seed(3);
        let answers = ask(&mut first);
        assert!(answers.iter().any(|n| *n > 9), "{answers:?}");
        assert_eq!(ask(&mut Choices::again(first.made())), answers);
        assert_eq!(ask(&mut Choices::again(&[])), [0; 9]);
    }

    #[test]
    fn what_fails_is_made_small() {
        // Fails where some number above 40 is followed, at any distance, by one above 3.
        let fails = |list: &[u32]| {
            list.iter().position(|n| *n > 40).is_some_and(|at| list.iter().skip(at + 1).any(|n| *n > 3))
        };
        let long: Vec<u32> = (0..60).map(|n| n * 13 % 50).collect();
        assert_eq!(shrink(&long, 10_000, fails), [41, 4]);
    }
}
