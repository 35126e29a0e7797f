//! Where values come from: sets of columns of the relations that a query reads.

use std::cmp::Ordering;
use std::fmt;

/// A set of source columns, each by the number that the model gave it. Kept as the words of a bit set that are not zero:
/// columns whose numbers are near each other, as those of one relation are, need no allocation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    first: Word,
    /// The later words, in their order.
    more: Vec<Word>,
}

/// 128 numbers, those from `128 * position` on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Word {
    position: u32,
    /// Zero only in the empty set.
    bits: u128,
}

impl Origins {
    /// The set of one column.
    pub fn one(number: u32) -> Self {
        let mut origins = Self::default();
        origins.insert(number);
        origins
    }

    /// The set of some columns with numbers in a row.
    pub(super) fn range(numbers: std::ops::Range<u32>) -> Self {
        let mut origins = Self::default();
        for number in numbers {
            origins.insert(number);
        }
        origins
    }

    /// Adds a column.
    pub fn insert(&mut self, number: u32) {
        self.add(Word {
            position: number / 128,
            bits: 1 << (number % 128),
        });
    }

    fn add(&mut self, word: Word) {
        if self.is_empty() {
            self.first = word;
            return;
        }
        match word.position.cmp(&self.first.position) {
            Ordering::Equal => self.first.bits |= word.bits,
            Ordering::Less => {
                self.more.insert(0, self.first);
                self.first = word;
            }
            Ordering::Greater => {
                match (self.more).binary_search_by_key(&word.position, |own| own.position) {
                    Ok(found) => self.more[found].bits |= word.bits,
                    Err(place) => self.more.insert(place, word),
                }
            }
        }
    }

    /// Adds all columns of another set.
    pub fn extend(&mut self, other: &Self) {
        if other.is_empty() {
            return;
        }
        if other.more.is_empty() {
            self.add(other.first);
            return;
        }
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        let mut merged: Vec<Word> = Vec::with_capacity(self.more.len() + other.more.len() + 1);
        let mut theirs = other.words().peekable();
        for mine in self.words() {
            while let Some(their) = theirs.next_if(|their| their.position < mine.position) {
                merged.push(their);
            }
            let same = theirs.next_if(|their| their.position == mine.position);
            merged.push(Word {
                bits: mine.bits | same.map_or(0, |their| their.bits),
                ..mine
            });
        }
        merged.extend(theirs);
        self.first = merged.remove(0);
        self.more = merged;
    }

    /// Whether the set is empty: a constant.
    pub fn is_empty(&self) -> bool {
        self.first.bits == 0
    }

    /// Whether a column is in the set.
    pub fn contains(&self, number: u32) -> bool {
        self.meets(&Self::one(number))
    }

    /// Whether the sets share a column.
    pub fn meets(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.words(), other.words());
        let (mut left, mut right) = (mine.next(), theirs.next());
        while let (Some(a), Some(b)) = (left, right) {
            match a.position.cmp(&b.position) {
                Ordering::Equal if a.bits & b.bits != 0 => return true,
                Ordering::Less => left = mine.next(),
                Ordering::Greater => right = theirs.next(),
                Ordering::Equal => {
                    left = mine.next();
                    right = theirs.next();
                }
            }
        }
        false
    }

    /// The columns, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words().flat_map(|Word { position, mut bits }| {
            std::iter::from_fn(move || {
                if bits == 0 {
                    return None;
                }
                let bit = bits.trailing_zeros();
                bits &= bits - 1;
                Some(position * 128 + bit)
            })
        })
    }

    fn words(&self) -> impl Iterator<Item = Word> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
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
        assert_eq!(
            Origins::range(126..130).iter().collect::<Vec<_>>(),
            [126, 127, 128, 129]
        );
    }

    #[test]
    fn sets_are_equal_however_they_are_made() {
        let of = |numbers: &[u32]| {
            let mut set = Origins::default();
            for number in numbers {
                set.insert(*number);
            }
            set
        };
        let numbers = [900, 3, 500, 4, 128, 0, 901];
        let whole = of(&numbers);
        for split in 0..=numbers.len() {
            let (left, right) = numbers.split_at(split);
            let (mut a, mut b) = (of(left), of(right));
            assert!(!a.meets(&b) && !b.meets(&a));
            a.extend(&of(right));
            b.extend(&of(left));
            assert_eq!((&a, &b), (&whole, &whole));
            assert!(split == 0 || a.meets(&of(left)));
        }
    }
}
