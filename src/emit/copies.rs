//! The copies of tables: what they are called, which stand and which the ledger lists, and how one goes.

use super::catalog::{self, place};
use super::restore::held;
use super::script::Script;
use super::writer::{begin_part, commit, execute, publish, sql, timestamp_text, timestamp_type};
use super::{ledger, ownership, snapshot};
use crate::ledger::Recorded;
use crate::plan::Plan;
use crate::project::model::Store;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// The relation of a copy beside its table.
pub(crate) fn copy_of(table: &RelationName, name: &str) -> RelationName {
    table.sibling(Identifier::exact(name))
}

/// Schema, name, number of rows as far as it is known, and comment of every table whose name may be a copy's.
pub(crate) fn standing_copies(dialect: Dialect, database: Option<&Identifier>) -> String {
    match dialect {
        Dialect::Snowflake => {
            let database =
                database.map_or_else(String::new, |database| format!("{}.", database.quoted()));
            format!(
                "SELECT table_schema, table_name, row_count, comment\nFROM {database}information_schema.tables\nWHERE CONTAINS(table_name, '__SNAPSHOT__')"
            )
        }
        Dialect::DuckDb => "SELECT schema_name, table_name, estimated_size, comment\nFROM duckdb_tables()\nWHERE database_name = current_database() AND contains(table_name, '__SNAPSHOT__')".to_owned(),
    }
}

/// Name of the table, name of the copy, its as-of time, when and by which run it was made last, and whether that was before
/// fsc marked what it makes. `nodes` are tables as the ledger calls them, each with its node's id: a copy of one was made by
/// the run that noted that as well, not by one that stopped before it could.
pub(crate) fn listing(
    dialect: Dialect,
    store: &Store,
    has_objects: bool,
    nodes: &[(String, String)],
) -> String {
    let literal = |text: &str| string_literal(dialect, text);
    let time = |column: &str| timestamp_text(dialect, column);
    let since = if has_objects {
        format!(
            "(SELECT object_name, MIN(made_at) AS since FROM {} GROUP BY object_name)",
            store.relation(ownership::OBJECTS).quoted()
        )
    } else {
        let time = timestamp_type(dialect);
        format!("(SELECT '' AS object_name, CAST('9999-12-31' AS {time}) AS since)")
    };
    let of_nodes = nodes.iter().map(|(table, node)| {
        let (table, node) = (literal(table), literal(node));
        format!("SELECT {table} AS table_name, {node} AS node")
    });
    let none = "SELECT NULL AS table_name, NULL AS node".to_owned();
    let of_nodes: Vec<String> = std::iter::once(none).chain(of_nodes).collect();
    format!(
        "SELECT s.table_name, s.snapshot_name, {}, {}, s.run_id, CASE WHEN m.since <= MAX(s.taken_at) OVER (PARTITION BY s.table_name, s.snapshot_name) THEN 'marked' ELSE 'unmarked' END\n\
         FROM {} AS s\nLEFT JOIN {since} AS m ON m.object_name = s.table_name\n\
         LEFT JOIN ({}) AS n ON n.table_name = s.table_name\n\
         LEFT JOIN (SELECT DISTINCT node, as_of, run_id FROM {} WHERE status = {}) AS c ON c.node = n.node AND c.as_of = s.as_of AND c.run_id = s.run_id\n\
         QUALIFY ROW_NUMBER() OVER (PARTITION BY s.table_name, s.snapshot_name ORDER BY CASE WHEN n.node IS NULL OR c.node IS NOT NULL THEN 0 ELSE 1 END, s.taken_at DESC, s.run_id DESC, s.as_of DESC) = 1\n\
         ORDER BY s.table_name, s.snapshot_name",
        time("s.as_of"),
        time("s.taken_at"),
        store.relation(snapshot::LEDGER).quoted(),
        of_nodes.join(" UNION ALL "),
        store.relation(ledger::INTERVALS).quoted(),
        literal(Recorded::Computed.word()),
    )
}

/// Which of the store's own tables are there: their names.
pub(crate) fn store_tables_there(dialect: Dialect, store: &Store, names: &[&str]) -> String {
    let named: Vec<String> = names
        .iter()
        .map(|name| catalog::is_named(dialect, &store.relation(name)))
        .collect();
    format!(
        "SELECT LOWER(o.table_name) FROM {} AS o WHERE {}",
        catalog::standing(dialect, store.database.as_ref()),
        named.join(" OR ")
    )
}

/// Drops the copy of a table that the ledger lists as one of `table_name`, then its row there.
pub(crate) fn removal(
    plan: &Plan,
    table: &RelationName,
    table_name: &str,
    copy: &RelationName,
) -> Script {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let drop = sql!["DROP TABLE IF EXISTS ", &place(copy), &copy.name.quoted()];
    let row = execute(
        "ledger: it is gone",
        sql![
            "DELETE FROM ",
            &plan.store.relation(snapshot::LEDGER).quoted(),
            " WHERE table_name = ",
            &literal(table_name),
            " AND snapshot_name = ",
            &literal(copy.name.folded())
        ],
    );
    let statements = match plan.dialect {
        Dialect::Snowflake => vec![publish("drop the copy", drop), row],
        Dialect::DuckDb => vec![
            begin_part("the copy and its row"),
            execute("drop the copy", drop),
            row,
            commit(),
        ],
    };
    held(plan, table, statements)
}
