//! Which node a relation's name in SQL stands for.

use std::collections::HashMap;

use crate::diagnostic::nearest;
use crate::project::model::Store;
use crate::sql::name::{Identifier, RelationName};

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A node, by position.
    Node(usize),
    /// A table of the store itself.
    StoreTable,
    /// Only nodes of this schema and name in databases that the name does not say and that are not the target's own, by
    /// position.
    Ambiguous(Vec<usize>),
    /// Nothing that the project knows.
    Unknown,
}

/// The relations of all nodes, by name.
#[derive(Debug)]
pub struct Relations {
    names: Vec<RelationName>,
    by_name: HashMap<(Option<Identifier>, Identifier), Vec<usize>>,
    by_last_part: HashMap<Identifier, Vec<usize>>,
    store: Store,
    own_database: Option<Identifier>,
}

impl Relations {
    /// An index over the relations of nodes, in their order. A name without its database is in `own_database`, the
    /// target's, where that is known.
    pub fn new(store: Store, own_database: Option<Identifier>, names: Vec<RelationName>) -> Self {
        let mut by_name: HashMap<_, Vec<usize>> = HashMap::with_capacity(names.len());
        let mut by_last_part: HashMap<_, Vec<usize>> = HashMap::with_capacity(names.len());
        for (position, name) in names.iter().enumerate() {
            by_name
                .entry((name.schema.clone(), name.name.clone()))
                .or_default()
                .push(position);
            by_last_part
                .entry(name.name.clone())
                .or_default()
                .push(position);
        }
        Self {
            names,
            by_name,
            by_last_part,
            store,
            own_database,
        }
    }

    /// What a name stands for. A name without its database stands for a relation of the target's own, not for one in
    /// another, since the engine would look in its own; a name with a database never stands for a relation without.
    pub fn lookup(&self, name: &RelationName) -> Lookup {
        let key = (name.schema.clone(), name.name.clone());
        let found: Vec<usize> = self
            .by_name
            .get(&key)
            .into_iter()
            .flatten()
            .copied()
            .filter(|position| {
                name.database.is_none() || self.names[*position].database == name.database
            })
            .collect();
        let is_in = |database: Option<&Identifier>| {
            found
                .iter()
                .find(|position| self.names[**position].database.as_ref() == database)
        };
        let own = || {
            let database = self.own_database.as_ref()?;
            name.database.is_none().then(|| is_in(Some(database)))?
        };
        match is_in(name.database.as_ref()).or_else(own) {
            Some(node) => Lookup::Node(*node),
            None if self.is_store_table(name) => Lookup::StoreTable,
            None if found.is_empty() => Lookup::Unknown,
            None => Lookup::Ambiguous(found),
        }
    }

    /// The relation of a node.
    pub fn name(&self, node: usize) -> &RelationName {
        &self.names[node]
    }

    /// The one relation whose last part is that of an unqualified name.
    pub fn qualified(&self, name: &RelationName) -> Option<&RelationName> {
        if name.schema.is_some() {
            return None;
        }
        match self.by_last_part.get(&name.name)?.as_slice() {
            [node] => Some(&self.names[*node]),
            _ => None,
        }
    }

    /// A relation with a name like this one, as it is written.
    pub fn near(&self, name: &RelationName) -> Option<String> {
        let known: Vec<String> = self.names.iter().map(RelationName::to_string).collect();
        nearest(&name.to_string(), known.iter().map(String::as_str)).map(str::to_owned)
    }

    fn is_store_table(&self, name: &RelationName) -> bool {
        name.schema.as_ref() == Some(&self.store.schema)
            && (name.database.is_none() || name.database == self.store.database)
            && Store::TABLES
                .iter()
                .any(|table| name.name.folded().eq_ignore_ascii_case(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> RelationName {
        let mut parts: Vec<Identifier> = text.split('.').map(Identifier::new).collect();
        RelationName {
            name: parts.pop().unwrap(),
            schema: parts.pop(),
            database: parts.pop(),
        }
    }

    fn relations(own_database: Option<&str>) -> Relations {
        let store = Store {
            database: None,
            schema: Identifier::new("feature_store"),
        };
        let names = [
            "production.brands",
            "raw.sales.orders",
            "a.s.t",
            "b.s.t",
            "feature_store.v",
        ];
        Relations::new(
            store,
            own_database.map(Identifier::new),
            names.into_iter().map(name).collect(),
        )
    }

    #[test]
    fn a_database_is_neither_made_up_nor_left_out() {
        let relations = relations(None);
        for (text, expected) in [
            ("production.BRANDS", Lookup::Node(0)),
            ("production.\"brands\"", Lookup::Unknown),
            ("x.production.brands", Lookup::Unknown),
            ("sales.orders", Lookup::Ambiguous(vec![1])),
            ("raw.sales.orders", Lookup::Node(1)),
            ("other.sales.orders", Lookup::Unknown),
            ("s.t", Lookup::Ambiguous(vec![2, 3])),
            ("b.s.t", Lookup::Node(3)),
            ("brands", Lookup::Unknown),
            ("feature_store.v", Lookup::Node(4)),
            ("feature_store.features_long", Lookup::StoreTable),
            ("production.features_long", Lookup::Unknown),
        ] {
            assert_eq!(relations.lookup(&name(text)), expected, "{text}");
        }
    }

    #[test]
    fn the_targets_own_database_may_be_left_out() {
        let in_raw = relations(Some("RAW"));
        assert_eq!(in_raw.lookup(&name("sales.orders")), Lookup::Node(1));
        assert_eq!(in_raw.lookup(&name("s.t")), Lookup::Ambiguous(vec![2, 3]));
        let in_a = relations(Some("a"));
        assert_eq!(in_a.lookup(&name("s.t")), Lookup::Node(2));
        assert_eq!(in_a.lookup(&name("production.brands")), Lookup::Node(0));
    }

    #[test]
    fn unknown_names_get_advice() {
        let relations = relations(None);
        assert_eq!(
            relations.qualified(&name("brands")),
            Some(&name("production.brands"))
        );
        assert_eq!(relations.qualified(&name("t")), None);
        assert_eq!(
            relations.near(&name("production.brand")),
            Some("production.brands".to_owned())
        );
    }
}
