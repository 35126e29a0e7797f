//! What is known of the relations outside a query.

use std::sync::Arc;

use super::name_index::{NameIndex, Named};
use super::place::Spelling;
use super::sign::Sign;
use crate::sql::name::{Identifier, RelationName};
use crate::sql::types::Type;

/// The relations outside a query.
pub trait Catalog {
    /// What a name stands for; `None` where nothing is known of it.
    fn relation(&self, name: &RelationName) -> Option<Arc<Relation>>;
}

/// What makes a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// Something outside the project.
    Source,
    /// A table of the project.
    Table,
    /// A feature view, as SQL reads it from the store.
    FeatureView,
}

/// A relation whose columns may be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What makes it.
    pub kind: RelationKind,
    /// Its columns in their order; `None` when they are not known.
    pub columns: Option<Vec<RelationColumn>>,
    /// Sets of columns, by position, of which no two rows have the same values.
    pub keys: Vec<Vec<usize>>,
    /// The columns by their names.
    names: NameIndex,
}

/// A column of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationColumn {
    /// Its name.
    pub name: Identifier,
    /// Its type.
    pub data_type: Type,
    /// Whether its values can be zero or negative.
    pub sign: Sign,
    /// Whether it holds the as-of time of a feature view: what is known of that time was known before it.
    pub is_as_of: bool,
}

impl Relation {
    /// A relation; `keys` names columns, and a key with an unknown column is left out.
    pub fn new(
        kind: RelationKind,
        columns: Option<Vec<RelationColumn>>,
        keys: &[Vec<Identifier>],
    ) -> Self {
        let known: &[RelationColumn] = columns.as_deref().unwrap_or_default();
        let names = NameIndex::new(known.len(), |position| Some(&known[position].name));
        let mut relation = Self {
            kind,
            columns,
            keys: Vec::new(),
            names,
        };
        let positions =
            |key: &Vec<Identifier>| key.iter().map(|name| relation.position(name)).collect();
        relation.keys = keys.iter().filter_map(positions).collect();
        relation
    }

    /// The position of a column.
    pub fn position(&self, name: &Identifier) -> Option<usize> {
        self.position_of(Spelling::known(name))
    }

    /// The position of the column that a query spells so.
    pub(super) fn position_of(&self, name: Spelling<'_>) -> Option<usize> {
        let columns = self.columns.as_ref()?;
        let name_of = |position: usize| Some(&columns[position].name);
        match self.names.find(name, name_of) {
            Named::One(position) | Named::Several(position) => Some(position),
            Named::None => None,
        }
    }
}

impl RelationColumn {
    /// A column that is no as-of time.
    pub fn new(name: Identifier, data_type: Type) -> Self {
        Self {
            name,
            data_type,
            sign: Sign::default(),
            is_as_of: false,
        }
    }
}
