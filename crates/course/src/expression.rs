//! What a lesson says of a run's state: `new.ready == 1 and old.leaving >= n`.
//!
//! Whole numbers, names of facts, `n` (which round it is), `+ - *`, comparisons, `and`, `or`, `not`, parentheses. What holds is 1,
//! what does not is 0.

use crate::facts::{self, Facts};

/// An expression, ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A number.
    Number(i64),
    /// A fact, by its place in [`facts::NAMES`].
    Fact(usize),
    /// Which round it is, counted from 1.
    Round,
    /// The opposite.
    Not(Box<Self>),
    /// Two, joined.
    Joined(Box<(Self, Operator, Self)>),
}

/// How two values are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `>`
    More,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

use Operator::{And, AtLeast, AtMost, Equal, Less, Minus, More, Or, Plus, Times, Unequal};

/// Operators by how tightly they bind, the loosest first.
const LEVELS: &[&[(&str, Operator)]] = &[
    &[("or", Or)],
    &[("and", And)],
    &[("==", Equal), ("!=", Unequal), ("<=", AtMost), (">=", AtLeast), ("<", Less), (">", More)],
    &[("+", Plus), ("-", Minus)],
    &[("*", Times)],
];

/// The level of comparisons in [`LEVELS`].
const COMPARISONS: usize = 2;

/// Deeper parentheses are not read.
const DEEPEST: usize = 40;

impl Expression {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it, for its author.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { words: words(text)?, at: 0, depth: 0 };
        let read = reader.level(0)?;
        match reader.words.get(reader.at) {
            None => Ok(read),
            Some(word) => Err(format!("`{word}` was not expected in `{text}`")),
        }
    }

    /// Its value in this round.
    pub fn value(&self, facts: &Facts, round: i64) -> i64 {
        match self {
            Self::Number(number) => *number,
            Self::Fact(at) => facts.value(*at),
            Self::Round => round,
            Self::Not(inner) => i64::from(!inner.holds(facts, round)),
            Self::Joined(joined) => {
                let (left, operator, right) = &**joined;
                let a = left.value(facts, round);
                let b = || right.value(facts, round);
                match operator {
                    Or => i64::from(a != 0 || b() != 0),
                    And => i64::from(a != 0 && b() != 0),
                    Equal => i64::from(a == b()),
                    Unequal => i64::from(a != b()),
                    AtMost => i64::from(a <= b()),
                    AtLeast => i64::from(a >= b()),
                    Less => i64::from(a < b()),
                    More => i64::from(a > b()),
                    Plus => a.saturating_add(b()),
                    Minus => a.saturating_sub(b()),
                    Times => a.saturating_mul(b()),
                }
            }
        }
    }

    /// Whether it holds in this round.
    pub fn holds(&self, facts: &Facts, round: i64) -> bool {
        self.value(facts, round) != 0
    }
}

fn words(text: &str) -> Result<Vec<&str>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if ["==", "!=", "<=", ">="].iter().any(|two| rest.starts_with(two)) {
            2
        } else if "<>+-*()".contains(first) {
            1
        } else {
            return Err(format!("`{first}` means nothing in `{text}`"));
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

struct Reader<'t> {
    words: Vec<&'t str>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self, word: &str) -> bool {
        let taken = self.words.get(self.at) == Some(&word);
        self.at += usize::from(taken);
        taken
    }

    fn level(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.single() };
        // As in words: `not` is said of a whole comparison.
        if level == COMPARISONS && self.take("not") {
            return self.deeper(|reader| reader.level(level)).map(|inner| Expression::Not(Box::new(inner)));
        }
        let mut left = self.level(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(word, _)| self.take(word)) {
            let right = self.level(level + 1)?;
            left = Expression::Joined(Box::new((left, *operator, right)));
        }
        Ok(left)
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expression, String>,
    ) -> Result<Expression, String> {
        if self.depth > DEEPEST {
            return Err("it is too deep".to_owned());
        }
        self.depth += 1;
        let inner = read(self)?;
        self.depth -= 1;
        Ok(inner)
    }

    fn single(&mut self) -> Result<Expression, String> {
        if self.take("(") {
            let inner = self.deeper(|reader| reader.level(0))?;
            return if self.take(")") { Ok(inner) } else { Err("a `)` is missing".to_owned()) };
        }
        let Some(word) = self.words.get(self.at).copied() else {
            return Err("it ends where a value was expected".to_owned());
        };
        self.at += 1;
        if let Ok(number) = word.parse() {
            return Ok(Expression::Number(number));
        }
        if word == "n" {
            return Ok(Expression::Round);
        }
        let found = facts::NAMES.iter().position(|(name, _)| *name == word);
        found.map(Expression::Fact).ok_or_else(|| {
            let names: Vec<&str> = facts::NAMES.iter().map(|(name, _)| *name).collect();
            format!("there is no fact `{word}`; there is: {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_worth_what_they_say() {
        let check = |text: &str, value| {
            let read = Expression::read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(read.value(&Facts::default(), 2), value, "{text}");
        };
        check("1 + 2 * 3", 7);
        check("(1 + 2) * 3", 9);
        check("n == 2 and not n > 2", 1);
        check("0 or 1 and 0", 0);
        check("10 - 3 - 2", 5);
        check("new.ready == 0", 1);
    }

    #[test]
    fn what_means_nothing_is_refused() {
        let check = |text: &str, why: &str| {
            let error = Expression::read(text).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        };
        check("", "ends where a value");
        check("1 +", "ends where a value");
        check("(1", "`)` is missing");
        check("1 2", "`2` was not expected");
        check("a ? b", "`?` means nothing");
        check("pods == 1", "no fact `pods`");
        check(&"(".repeat(10_000), "too deep");
    }
}
