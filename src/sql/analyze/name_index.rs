//! Where columns stand in a list, by their names.

use super::place::Spelling;
use crate::sql::name::Identifier;

/// Lists that are no longer than this are searched from the start.
const SHORT: usize = 8;

/// The positions of columns in the order of their names, and those of one name in their own order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameIndex(Vec<usize>);

/// Which columns have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The one at this position.
    One(usize),
    /// Several, this one first.
    Several(usize),
    None,
}

impl NameIndex {
    /// An index of so many columns.
    pub(super) fn new<'n>(
        columns: usize,
        name_of: impl Fn(usize) -> Option<&'n Identifier>,
    ) -> Self {
        let mut positions: Vec<usize> = Vec::new();
        if columns > SHORT {
            positions.extend((0..columns).filter(|position| name_of(*position).is_some()));
            positions.sort_by(|a, b| name_of(*a).cmp(&name_of(*b)));
        } else {
            positions.extend(0..columns);
        }
        Self(positions)
    }

    /// The columns that are spelt so; `name_of` is what the index was made with.
    pub(super) fn find<'n>(
        &self,
        name: Spelling<'_>,
        name_of: impl Fn(usize) -> Option<&'n Identifier>,
    ) -> Named {
        let is_it = |position: &&usize| name_of(**position).is_some_and(|own| name.is(own));
        let start = if self.0.len() > SHORT {
            let is_before =
                |position: &usize| name_of(*position).is_some_and(|own| name.compare(own).is_gt());
            self.0.partition_point(is_before)
        } else {
            0
        };
        let rest = &self.0[start..];
        let mut found = if self.0.len() > SHORT {
            rest[..rest.len().min(2)].iter().filter(is_it)
        } else {
            rest.iter().filter(is_it)
        };
        match (found.next(), found.next()) {
            (Some(only), None) => Named::One(*only),
            (Some(first), Some(_)) => Named::Several(*first),
            (None, _) => Named::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::ast::Ident;

    use super::*;

    #[test]
    fn names_are_found_in_short_and_long_lists() {
        for length in [3, 8, 9, 200] {
            let mut names: Vec<Option<Identifier>> = (0..length)
                .map(|number| Some(Identifier::new(format!("c{}", number * 7 % length))))
                .collect();
            names[1] = None;
            names.push(names[2].clone());
            let name_of = |position: usize| names[position].as_ref();
            let index = NameIndex::new(names.len(), name_of);
            let find = |text: &str| index.find(Spelling::of(&Ident::new(text)), name_of);
            for (position, name) in names.iter().enumerate() {
                let Some(name) = name else { continue };
                let text = name.folded().to_lowercase();
                let expected = if position == 2 || position == length {
                    Named::Several(2)
                } else {
                    Named::One(position)
                };
                assert_eq!(find(&text), expected, "{text} of {length}");
            }
            assert_eq!(find("c"), Named::None);
            assert_eq!(find("zz"), Named::None);
            let quoted = Ident::with_quote('"', "c0");
            assert_eq!(index.find(Spelling::of(&quoted), name_of), Named::None);
        }
        let none = NameIndex::new(0, |_| None);
        assert_eq!(
            none.find(Spelling::of(&Ident::new("a")), |_| None),
            Named::None
        );
    }
}
