//! Where values come from: sets of columns of the relations that a query reads.

use std::fmt;

/// A set of source columns, each by the number that the model gave it. The first 128 need no allocation, which is all
/// that most queries read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    low: u128,
    high: Vec<u128>,
}

impl Origins {
    /// The set of one column.
    pub fn one(number: u32) -> Self {
        let mut origins = Self::default();
        origins.insert(number);
        origins
    }

    /// Adds a column.
    pub fn insert(&mut self, number: u32) {
        let (word, bit) = (number as usize / 128, number % 128);
        match word.checked_sub(1) {
            None => self.low |= 1 << bit,
            Some(word) => {
                if self.high.len() <= word {
                    self.high.resize(word + 1, 0);
                }
                self.high[word] |= 1 << bit;
            }
        }
    }

    /// Adds all columns of another set.
    pub fn extend(&mut self, other: &Self) {
        self.low |= other.low;
        if self.high.len() < other.high.len() {
            self.high.resize(other.high.len(), 0);
        }
        for (mine, theirs) in self.high.iter_mut().zip(&other.high) {
            *mine |= theirs;
        }
    }

    /// Whether the set is empty: a constant.
    pub fn is_empty(&self) -> bool {
        self.low == 0 && self.high.iter().all(|word| *word == 0)
    }

    /// Whether a column is in the set.
    pub fn contains(&self, number: u32) -> bool {
        let (word, bit) = (number as usize / 128, number % 128);
        let word = match word.checked_sub(1) {
            None => self.low,
            Some(word) => self.high.get(word).copied().unwrap_or(0),
        };
        word & (1 << bit) != 0
    }

    /// Whether the sets share a column.
    pub fn meets(&self, other: &Self) -> bool {
        let high = self.high.iter().zip(&other.high);
        self.low & other.low != 0 || high.into_iter().any(|(mine, theirs)| mine & theirs != 0)
    }

    /// The columns, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = std::iter::once(self.low).chain(self.high.iter().copied());
        words
            .zip((0u32..).step_by(128))
            .flat_map(|(mut bits, first)| {
                std::iter::from_fn(move || {
                    if bits == 0 {
                        return None;
                    }
                    let bit = bits.trailing_zeros();
                    bits &= bits - 1;
                    Some(first + bit)
                })
            })
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

/// The columns that decide which rows there are, by the kind of use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Influences {
    /// In WHERE, HAVING, QUALIFY, or in an ORDER BY that a LIMIT cuts.
    pub filter: Origins,
    /// In the condition of a join.
    pub join: Origins,
    /// In GROUP BY, DISTINCT or a set operation that removes duplicates.
    pub group: Origins,
}

impl Influences {
    pub(super) fn extend(&mut self, other: &Self) {
        self.filter.extend(&other.filter);
        self.join.extend(&other.join);
        self.group.extend(&other.group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_any_size() {
        let mut set = Origins::one(3);
        set.insert(127);
        set.insert(128);
        set.insert(400);
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 127, 128, 400]);
        assert!(set.contains(400) && !set.contains(401) && !set.contains(4_000));
        let mut other = Origins::one(1_000);
        assert!(!other.meets(&set));
        other.extend(&set);
        assert!(other.meets(&set) && other.contains(3));
        assert!(Origins::default().is_empty() && !other.is_empty());
    }
}
