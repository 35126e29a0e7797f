//! What a table sends: made beside and swapped in, or [merged on its key](super::merged_table); then its snapshot.
//!
//! On Snowflake the finished table replaces the old one by `CREATE OR REPLACE … CLONE … COPY GRANTS`: atomic like a
//! swap, but privileges that somebody granted on the table stay (a swap would carry them off with the old table).

use super::audit::Audit;
use super::ledger;
use super::merged_table;
use super::ownership::{self, Kind};
use super::script::{Owned, Parameter, Phase, Role, Script, Statement};
use super::snapshot;
use super::writer::{begin, begin_part, beside, commit, commit_unseen, execute, publish, sql};
use crate::plan::{Plan, PlannedNode, TableAction};
use crate::project::model::{Key, TableWrite};
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

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
    let beside = beside(&action.relation);
    Script {
        phases: vec![
            Phase {
                lock: Some(beside.clone()),
                statements: build(plan, node, action, &beside),
            },
            Phase {
                lock: Some(action.relation.clone()),
                statements: swap(plan, node, action, &beside),
            },
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &beside.quoted()]],
    }
}

/// The new table, beside the old one.
fn build(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    beside: &RelationName,
) -> Vec<Statement> {
    let new = beside.quoted();
    let mut owned = vec![
        ownership::of_node(plan, node, &action.relation),
        // It was left by a run that was killed, if it is there.
        Owned {
            relation: beside.clone(),
            ..ownership::of_node(plan, node, &action.relation)
        },
    ];
    owned.extend(snapshot::replaced(plan, node, action));
    let mut statements = ownership::check(plan, owned);
    let create = execute(
        "build: the new table stands beside the old one",
        sql![
            "CREATE OR REPLACE ",
            table_kind(plan, action),
            &new,
            &cluster_by(plan, action),
            &ownership::clause(plan, &node.id),
            " AS\n",
            &node.query
        ],
    );
    match plan.dialect {
        Dialect::Snowflake => statements.push(create),
        Dialect::DuckDb => statements.extend([
            begin_part("the new table and its mark"),
            create,
            ownership::mark(plan, &node.id, Kind::Table, &sql![&new]),
            commit_unseen(),
        ]),
    }
    statements.push(count_or_audit(plan, action, beside));
    statements
}

/// The new table takes the old one's name.
fn swap(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    beside: &RelationName,
) -> Vec<Statement> {
    let table = action.relation.quoted();
    let new = beside.quoted();
    let owned = || ownership::check(plan, vec![ownership::of_node(plan, node, &action.relation)]);
    let note = ownership::note(plan, node, Kind::Table, &action.relation, false);
    let mut statements = match plan.dialect {
        Dialect::Snowflake => {
            let mut statements = owned();
            let name = ownership::table_literal(plan, &action.relation);
            statements.extend([
                ownership::making(plan, node, &name),
                publish(
                    "swap: readers see the old table, then the new one; grants stay",
                    sql![
                        "CREATE OR REPLACE ",
                        table_kind(plan, action),
                        &table,
                        " CLONE ",
                        &new,
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
                        &new,
                        " RENAME TO ",
                        &action.relation.name.quoted()
                    ],
                ),
                note,
                ledger::interval(plan, node, Parameter::RowsStaged),
                commit(),
            ]);
            statements
        }
    };
    statements.extend(snapshot::statements(plan, node, action));
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
fn count_or_audit(plan: &Plan, action: &TableAction, built: &RelationName) -> Statement {
    if action.audited_key.is_empty() {
        return count_rows(built);
    }
    let keys = keys(&action.audited_key);
    let mut audit = Audit::new(plan.dialect, built, &keys);
    audit.null_keys();
    audit.duplicate_keys(None);
    audit.statement()
}

fn keys(columns: &[Identifier]) -> Vec<Key> {
    let key = |column: &Identifier| Key {
        column: column.clone(),
        data_type: None,
    };
    columns.iter().map(key).collect()
}

fn count_rows(relation: &RelationName) -> Statement {
    Statement {
        purpose: "count the rows".to_owned(),
        role: Role::Audit(Vec::new()),
        sql: sql!["SELECT COUNT(*) AS rows_staged FROM ", &relation.quoted()],
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
