//! What a table sends: made beside and swapped in, or [merged on its key](super::merged_table); then its snapshot.
//!
//! On Snowflake the finished table replaces the old one by `CREATE OR REPLACE … CLONE … COPY GRANTS`: atomic like a
//! swap, but privileges that somebody granted on the table stay (a swap would carry them off with the old table).

use super::audit::Audit;
use super::catalog;
use super::ledger;
use super::merged_table;
use super::ownership::{self, Kind};
use super::script::{Owned, Parameter, Phase, Role, Script, SqlText, Statement};
use super::snapshot;
use super::writer::{
    as_of_literal, begin, begin_part, beside, commit, commit_unseen, execute, publish, sql,
    stage_as_of,
};
use crate::diagnostic::Level;
use crate::plan::{Plan, PlannedNode, TableAction};
use crate::project::model::{Key, TableWrite};
use crate::sql::name::{Dialect, Identifier, RelationName, in_quotes, string_literal};

/// The statements of a table.
pub(super) fn script(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Script {
    match &action.write {
        TableWrite::Rebuild => rebuild(plan, node, action),
        TableWrite::Merge {
            unique_key,
            on_schema_change,
        } => merged_table::script(plan, node, action, unique_key, *on_schema_change),
    }
}

pub(super) fn table_kind(plan: &Plan, action: &TableAction) -> &'static str {
    match plan.dialect {
        Dialect::Snowflake if action.transient => "TRANSIENT TABLE ",
        Dialect::Snowflake | Dialect::DuckDb => "TABLE ",
    }
}

pub(super) fn cluster_by(plan: &Plan, action: &TableAction) -> String {
    match plan.dialect {
        Dialect::Snowflake if !action.cluster_by.is_empty() => {
            format!(" CLUSTER BY ({})", action.cluster_by.join(", "))
        }
        Dialect::Snowflake | Dialect::DuckDb => String::new(),
    }
}

fn rebuild(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Script {
    let new = new_table(plan, action);
    Script {
        phases: vec![
            Phase {
                lock: Some(beside(&action.relation)),
                statements: build(plan, node, action, &new),
            },
            Phase {
                lock: Some(action.relation.clone()),
                statements: swap(plan, node, action, &new),
            },
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &new]],
    }
}

/// Where the new table is made. On Snowflake a name of the run's own: the statement of a run that is gone may end after
/// another run has taken its place, and must not replace what that one has made. DuckDB has one process, whose statements end
/// with it.
fn new_table(plan: &Plan, action: &TableAction) -> SqlText {
    let beside = beside(&action.relation);
    match plan.dialect {
        Dialect::DuckDb => sql![&beside.quoted()],
        Dialect::Snowflake => sql![
            &catalog::place(&beside),
            "\"",
            &in_quotes(&run_prefix(&beside)),
            Parameter::RunStamp,
            "\""
        ],
    }
}

/// What the names of new tables begin with, before the run's stamp.
fn run_prefix(beside: &RelationName) -> String {
    format!("{}__", beside.name.folded())
}

/// Drops what runs that are gone have left of the new table.
fn drop_left(plan: &Plan, action: &TableAction) -> Statement {
    let beside = beside(&action.relation);
    Statement {
        purpose: "what a run that is gone has left of it".to_owned(),
        role: Role::ForEach(vec![sql![
            "DROP TABLE IF EXISTS ",
            &catalog::place(&beside),
            Parameter::FoundIdentifier
        ]]),
        sql: sql![&catalog::stamped(
            plan.dialect,
            &beside,
            &run_prefix(&beside)
        )],
    }
}

/// The new table, beside the old one.
fn build(plan: &Plan, node: &PlannedNode, action: &TableAction, new: &SqlText) -> Vec<Statement> {
    let mut owned = vec![ownership::of_node(plan, node, &action.relation)];
    match plan.dialect {
        // It was left by a run that was killed, if it is there.
        Dialect::DuckDb => owned.push(Owned {
            relation: beside(&action.relation),
            ..ownership::of_node(plan, node, &action.relation)
        }),
        // No other run has its name.
        Dialect::Snowflake => {}
    }
    owned.extend(snapshot::replaced(plan, node, action));
    let mut statements = ownership::check(plan, owned);
    let create = execute(
        "build: the new table stands beside the old one",
        sql![
            "CREATE OR REPLACE ",
            table_kind(plan, action),
            new,
            &cluster_by(plan, action),
            &ownership::clause(plan, &node.id),
            " AS\n",
            &node.query
        ],
    );
    match plan.dialect {
        Dialect::Snowflake => statements.extend([drop_left(plan, action), create]),
        Dialect::DuckDb => statements.extend([
            begin_part("the new table and its mark"),
            create,
            ownership::mark(plan, &node.id, Kind::Table, new),
            commit_unseen(),
        ]),
    }
    statements.push(count_or_audit(plan, node, action, new));
    statements
}

/// The rows that say which as-of times a table lacks that is otherwise merged and was built anew; none for other tables. A
/// query that reads `is_incremental()` yields what all times before would have left; any other yields its own.
fn undone(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Option<Statement> {
    if action.audited_key.is_empty() {
        return None;
    }
    let as_of = as_of_literal(plan.dialect, node.as_of);
    let comparison = if action.yields_history { ">" } else { "<>" };
    let lacks = format!("as_of {comparison} {as_of}");
    Some(execute(
        "ledger: what the table built anew does not have",
        ledger::undone(plan, &node.id, &lacks),
    ))
}

/// The new table takes the old one's name.
fn swap(plan: &Plan, node: &PlannedNode, action: &TableAction, new: &SqlText) -> Vec<Statement> {
    let table = action.relation.quoted();
    let owned = || ownership::check(plan, vec![ownership::of_node(plan, node, &action.relation)]);
    let note = ownership::note(plan, node, Kind::Table, &action.relation, false);
    let mut statements = match plan.dialect {
        Dialect::Snowflake => {
            let mut statements = owned();
            let name = ownership::table_literal(plan, &action.relation);
            statements.extend([
                ownership::making(plan, &node.id, &name),
                publish(
                    "swap: readers see the old table, then the new one; grants stay",
                    sql![
                        "CREATE OR REPLACE ",
                        table_kind(plan, action),
                        &table,
                        " CLONE ",
                        new,
                        " COPY GRANTS"
                    ],
                ),
                // That a clone has its original's comment is documented nowhere.
                ownership::mark(plan, &node.id, Kind::Table, &sql![&table]),
            ]);
            if !action.cluster_by.is_empty() {
                statements.push(execute(
                    "a clone does not recluster until it is told to",
                    sql!["ALTER TABLE ", &table, " RESUME RECLUSTER"],
                ));
            }
            statements.extend(grants(plan, action));
            statements.push(note);
            statements.push(ownership::marked(plan, &name));
            statements.extend(undone(plan, node, action));
            statements.push(ledger::interval(plan, node, Parameter::RowsStaged));
            statements
        }
        Dialect::DuckDb => {
            let mut statements = vec![begin()];
            statements.extend(owned());
            statements.extend([
                drop_view(action),
                execute(
                    "swap: the old table goes",
                    sql!["DROP TABLE IF EXISTS ", &table],
                ),
                execute(
                    "and the new one takes its name",
                    sql![
                        "ALTER TABLE ",
                        new,
                        " RENAME TO ",
                        &action.relation.name.quoted()
                    ],
                ),
                note,
            ]);
            statements.extend(undone(plan, node, action));
            statements.extend([
                ledger::interval(plan, node, Parameter::RowsStaged),
                commit(),
            ]);
            statements
        }
    };
    statements.extend(snapshot::statements(
        plan,
        node,
        action,
        Parameter::RowsStaged,
    ));
    statements
}

/// On the embedded target a view of the table's name is one that fsc made: of a source's local file, or of the values of a
/// feature view that had the name before.
pub(super) fn drop_view(action: &TableAction) -> Statement {
    let literal = |name: &Identifier| string_literal(Dialect::DuckDb, name.folded());
    let schema = action.relation.schema.as_ref();
    let in_schema = schema.map_or_else(
        || "current_schema()".to_owned(),
        |schema| format!("LOWER({})", literal(schema)),
    );
    let place = schema.map_or_else(String::new, |schema| format!("{}.", schema.quoted()));
    Statement {
        purpose: "a view of this name, made when it named something else".to_owned(),
        role: Role::ForEach(vec![sql![
            "DROP VIEW IF EXISTS ",
            &place,
            Parameter::FoundIdentifier
        ]]),
        sql: sql![
            "SELECT view_name\nFROM duckdb_views()\nWHERE database_name = current_database()\n  AND LOWER(schema_name) = ",
            &in_schema,
            "\n  AND LOWER(view_name) = LOWER(",
            &literal(&action.relation.name),
            ")"
        ],
    }
}

/// Counts the rows of a table that was built; where it is otherwise merged on a key, holds them to that key.
fn count_or_audit(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    built: &SqlText,
) -> Statement {
    let (has_key, needs_rows) = (!action.audited_key.is_empty(), node.no_rows == Level::Deny);
    if !has_key && !needs_rows {
        return count_rows(built);
    }
    let keys = keys(&action.audited_key);
    let mut audit = Audit::new(plan.dialect, built.clone(), &keys);
    if has_key {
        audit.null_keys(&action.columns);
        audit.duplicate_keys(None);
    }
    if needs_rows {
        let as_of = as_of_literal(plan.dialect, node.as_of);
        audit.rows_at(&[as_of], &stage_as_of());
    }
    audit.statement()
}

fn keys(columns: &[Identifier]) -> Vec<Key> {
    let key = |column: &Identifier| Key {
        column: column.clone(),
        data_type: None,
    };
    columns.iter().map(key).collect()
}

fn count_rows(relation: &SqlText) -> Statement {
    Statement {
        purpose: "count the rows".to_owned(),
        role: Role::Audit(Vec::new()),
        sql: sql!["SELECT COUNT(*) AS rows_staged FROM ", relation],
    }
}

/// Privileges, where the dialect has them.
pub(super) fn grants(plan: &Plan, action: &TableAction) -> Vec<Statement> {
    match plan.dialect {
        Dialect::Snowflake => action
            .grants
            .iter()
            .flat_map(|(privilege, roles)| roles.iter().map(move |role| (privilege, role)))
            .map(|(privilege, role)| {
                execute(
                    "who may read it",
                    sql![
                        "GRANT ",
                        &privilege.to_ascii_uppercase(),
                        " ON TABLE ",
                        &action.relation.quoted(),
                        " TO ROLE ",
                        &role.quoted()
                    ],
                )
            })
            .collect(),
        Dialect::DuckDb => Vec::new(),
    }
}
