//! Lists of things with names, in which the first of a name is found at once.

use std::collections::HashMap;

use super::place::Spelling;
use crate::sql::name::Identifier;

/// Lists that are no longer than this are searched from the start.
const SHORT: usize = 8;

/// Things with names, in their order.
#[derive(Debug)]
pub(super) struct NamedList<T> {
    items: Vec<(Identifier, T)>,
    /// The first of each name, in a long list.
    first: HashMap<Identifier, usize>,
}

impl<T> Default for NamedList<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            first: HashMap::new(),
        }
    }
}

impl<T> NamedList<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Identifier, T)> {
        self.items.iter()
    }

    /// The first that is spelt so.
    pub(super) fn find(&self, name: Spelling<'_>) -> Option<&(Identifier, T)> {
        Some(&self.items[self.position(name)?])
    }

    /// The position of the first that is spelt so.
    pub(super) fn position(&self, name: Spelling<'_>) -> Option<usize> {
        if self.items.len() <= SHORT {
            return self.items.iter().position(|(own, _)| name.is(own));
        }
        self.first.get(&name.identifier()).copied()
    }

    pub(super) fn get_mut(&mut self, position: usize) -> Option<&mut T> {
        let (_, item) = self.items.get_mut(position)?;
        Some(item)
    }

    pub(super) fn push(&mut self, name: Identifier, item: T) {
        self.items.push((name, item));
        if self.items.len() > SHORT {
            let indexed = if self.first.is_empty() {
                0
            } else {
                self.items.len() - 1
            };
            for (position, (name, _)) in self.items.iter().enumerate().skip(indexed) {
                self.first.entry(name.clone()).or_insert(position);
            }
        }
    }
}

impl<T> FromIterator<(Identifier, T)> for NamedList<T> {
    fn from_iter<I: IntoIterator<Item = (Identifier, T)>>(items: I) -> Self {
        let mut list = Self::default();
        for (name, item) in items {
            list.push(name, item);
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_name_is_found_however_long_the_list() {
        for length in [1, 8, 9, 40] {
            let name = |number: usize| Identifier::new(format!("n{}", number % 30));
            let list: NamedList<usize> = (0..length).map(|number| (name(number), number)).collect();
            for number in 0..length {
                let name = name(number);
                let found = list.find(Spelling::known(&name)).unwrap();
                assert_eq!(found.1, number % 30, "{number} of {length}");
            }
            assert!(list.find(Spelling::known(&Identifier::new("x"))).is_none());
        }
    }
}
