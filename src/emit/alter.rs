//! Changes of a merged table's columns. Each statement can be sent again: a run that stopped between two of them is
//! completed by the next.

use crate::sql::name::{Dialect, Identifier, RelationName};

fn column(name: &str) -> String {
    Identifier::exact(name).quoted()
}

/// A new column, NULL in the rows that are there.
pub(crate) fn add(relation: &RelationName, name: &str, data_type: &str) -> String {
    format!(
        "ALTER TABLE {} ADD COLUMN IF NOT EXISTS {} {data_type}",
        relation.quoted(),
        column(name)
    )
}

/// Another type for a column.
pub(crate) fn retype(relation: &RelationName, name: &str, data_type: &str) -> String {
    format!(
        "ALTER TABLE {} ALTER COLUMN {} SET DATA TYPE {data_type}",
        relation.quoted(),
        column(name)
    )
}

/// How many values of a column are not the same after a cast to another type and back, and one of them; `None` where the
/// dialect's own statement decides.
pub(crate) fn unfit(
    dialect: Dialect,
    relation: &RelationName,
    name: &str,
    from: &str,
    to: &str,
) -> Option<String> {
    let column = column(name);
    match dialect {
        Dialect::Snowflake => None,
        Dialect::DuckDb => Some(format!(
            "SELECT COUNT(*), MIN(CAST({column} AS VARCHAR)) FROM {}\nWHERE {column} IS NOT NULL \
             AND TRY_CAST(TRY_CAST({column} AS {to}) AS {from}) IS DISTINCT FROM {column}",
            relation.quoted()
        )),
    }
}

/// How many keys more than one row has.
pub(crate) fn repeated_keys(relation: &RelationName, unique_key: &[Identifier]) -> String {
    let keys: Vec<String> = unique_key.iter().map(Identifier::quoted).collect();
    format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one FROM {} GROUP BY {} HAVING COUNT(*) > 1) AS repeated",
        relation.quoted(),
        keys.join(", ")
    )
}
