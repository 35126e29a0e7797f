//! Tables without fail-safe. Snowflake makes no permanent clone of a transient table, and `CREATE TABLE IF NOT EXISTS` leaves
//! a table as it is: one that was made as transient stays so when the project says otherwise later. So whoever is about to
//! clone it asks first, before anything is written.

use super::catalog::is_named;
use super::script::{Role, Statement};
use super::writer::sql;
use crate::plan::{Plan, TableAction};
use crate::project::model::Snapshot;
use crate::sql::name::{Dialect, RelationName};

/// Asks before a merged table is written whether a permanent copy of it can be made after that; nothing where none is.
pub(super) fn check(plan: &Plan, action: &TableAction) -> Option<Statement> {
    let is_copied = action.snapshot != Snapshot::Never && !action.transient;
    (plan.dialect == Dialect::Snowflake && is_copied).then(|| Statement {
        purpose: "whether it is transient: there is no permanent copy of a transient table"
            .to_owned(),
        role: Role::CheckPermanent(action.relation.clone()),
        sql: sql![&transient(&action.relation)],
    })
}

/// Returns a row where a table is transient. In a transient schema all are, clones too: there it is none.
pub(crate) fn transient(relation: &RelationName) -> String {
    let database = relation.database.as_ref();
    let place = database.map_or_else(String::new, |database| format!("{}.", database.quoted()));
    format!(
        "SELECT o.table_name\nFROM {place}information_schema.tables AS o\nWHERE {}\n  AND o.is_transient = 'YES'\n  \
         AND NOT EXISTS (SELECT 1 FROM {place}information_schema.schemata AS s WHERE s.schema_name = o.table_schema \
         AND s.is_transient = 'YES')",
        is_named(Dialect::Snowflake, relation)
    )
}
