//! What a table sends: made beside and swapped in, or merged on its key; then its snapshot.
//!
//! On Snowflake the finished table replaces the old one by `CREATE OR REPLACE … CLONE … COPY GRANTS`: atomic like a
//! swap, but privileges that somebody granted on the table stay (a swap would carry them off with the old table).

use super::audit::Audit;
use super::ledger;
use super::script::{Parameter, Phase, Role, Script, SqlText, Statement};
use super::snapshot;
use super::writer::{begin, commit, create_stage, describe, execute, lines, publish, sql, stage};
use crate::plan::{Plan, PlannedNode, TableAction};
use crate::project::model::{Key, TableWrite};
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// The statements of a table.
pub(super) fn script(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Script {
    match &action.write {
        TableWrite::Rebuild => rebuild(plan, node, action),
        TableWrite::Merge { unique_key } => merge(plan, node, action, unique_key),
    }
}

fn table_kind(plan: &Plan, action: &TableAction) -> &'static str {
    match plan.dialect {
        Dialect::Snowflake if action.transient => "TRANSIENT TABLE ",
        Dialect::Snowflake | Dialect::DuckDb => "TABLE ",
    }
}

fn cluster_by(plan: &Plan, action: &TableAction) -> String {
    match plan.dialect {
        Dialect::Snowflake if !action.cluster_by.is_empty() => {
            format!(" CLUSTER BY ({})", action.cluster_by.join(", "))
        }
        Dialect::Snowflake | Dialect::DuckDb => String::new(),
    }
}

fn rebuild(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Script {
    let beside = action.relation.sibling(Identifier::exact(format!(
        "FSC_NEW__{}",
        action.relation.name.folded()
    )));
    let table = action.relation.quoted();
    let new = beside.quoted();
    let kind = table_kind(plan, action);
    let build = vec![
        execute(
            "build: the new table stands beside the old one",
            sql![
                "CREATE OR REPLACE ",
                kind,
                &new,
                &cluster_by(plan, action),
                " AS\n",
                &node.query
            ],
        ),
        count_or_audit(plan, action, &beside),
    ];
    let swap = match plan.dialect {
        Dialect::Snowflake => {
            let mut statements = vec![publish(
                "swap: readers see the old table, then the new one; grants stay",
                sql![
                    "CREATE OR REPLACE ",
                    kind,
                    &table,
                    " CLONE ",
                    &new,
                    " COPY GRANTS"
                ],
            )];
            if !action.cluster_by.is_empty() {
                statements.push(execute(
                    "a clone does not recluster until it is told to",
                    sql!["ALTER TABLE ", &table, " RESUME RECLUSTER"],
                ));
            }
            statements.extend(grants(plan, action));
            statements.push(ledger::interval(plan, node, Parameter::RowsStaged));
            statements
        }
        Dialect::DuckDb => vec![
            begin(),
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
            ledger::interval(plan, node, Parameter::RowsStaged),
            commit(),
        ],
    };
    let mut publish = swap;
    publish.extend(snapshot::statements(plan, node, action));
    Script {
        phases: vec![
            Phase {
                lock: Some(beside),
                statements: build,
            },
            Phase {
                lock: Some(action.relation.clone()),
                statements: publish,
            },
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &new]],
    }
}

fn merge(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    unique_key: &[Identifier],
) -> Script {
    let stage = stage(plan.dialect, &plan.store, node);
    let keys = keys(unique_key);
    let mut audit = Audit::new(plan.dialect, &stage, &keys);
    audit.null_keys();
    audit.duplicate_keys(None);
    let mut publish = match plan.dialect {
        Dialect::Snowflake => Vec::new(),
        Dialect::DuckDb => vec![drop_view(action)],
    };
    publish.push(execute(
        "the table, where it is missing",
        sql![
            "CREATE ",
            table_kind(plan, action),
            "IF NOT EXISTS ",
            &action.relation.quoted(),
            &cluster_by(plan, action),
            " AS\nSELECT * FROM ",
            &stage.quoted(),
            " WHERE 1 = 0"
        ],
    ));
    publish.extend(grants(plan, action));
    publish.push(Statement {
        purpose: "and its columns, which must hold the stage's values unchanged".to_owned(),
        role: Role::CheckColumns(action.relation.clone()),
        sql: describe(plan.dialect, &action.relation),
    });
    publish.extend([
        begin(),
        merge_statement(action, &stage, unique_key),
        ledger::interval(plan, node, Parameter::RowsChanged),
        commit(),
    ]);
    publish.extend(snapshot::statements(plan, node, action));
    Script {
        phases: vec![
            Phase {
                lock: None,
                statements: vec![
                    create_stage(&stage, &node.query),
                    Statement {
                        purpose: "the stage's columns".to_owned(),
                        role: Role::NoteColumns,
                        sql: describe(plan.dialect, &stage),
                    },
                    audit.statement(),
                ],
            },
            Phase {
                lock: Some(action.relation.clone()),
                statements: publish,
            },
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &stage.quoted()]],
    }
}

/// On the embedded target a view of the table's name is one that fsc made: of a source's local file, or of the values of a
/// feature view that had the name before.
fn drop_view(action: &TableAction) -> Statement {
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

fn merge_statement(
    action: &TableAction,
    stage: &RelationName,
    unique_key: &[Identifier],
) -> Statement {
    let quoted = |columns: &[&Identifier], alias: &str| -> Vec<String> {
        columns
            .iter()
            .map(|column| format!("{alias}{}", column.quoted()))
            .collect()
    };
    let all: Vec<&Identifier> = action.columns.iter().collect();
    let others: Vec<&Identifier> = action
        .columns
        .iter()
        .filter(|column| !unique_key.contains(column))
        .collect();
    let matching: Vec<String> = unique_key
        .iter()
        .map(|column| format!("t.{0} = s.{0}", column.quoted()))
        .collect();
    let differs: Vec<String> = others
        .iter()
        .map(|column| format!("t.{0} IS DISTINCT FROM s.{0}", column.quoted()))
        .collect();
    let assignments: Vec<String> = others
        .iter()
        .map(|column| format!("{0} = s.{0}", column.quoted()))
        .collect();
    let mut text: SqlText = sql![
        "MERGE INTO ",
        &action.relation.quoted(),
        " AS t\nUSING ",
        &stage.quoted(),
        " AS s\nON ",
        &matching.join("\n  AND ")
    ];
    if !others.is_empty() {
        text.push_text(&sql![
            "\nWHEN MATCHED AND (",
            &differs.join(" OR "),
            ") THEN UPDATE SET\n  ",
            &lines(&assignments, "  ")
        ]);
    }
    text.push_text(&sql![
        "\nWHEN NOT MATCHED THEN INSERT (",
        &quoted(&all, "").join(", "),
        ")\n  VALUES (",
        &quoted(&all, "s.").join(", "),
        ")"
    ]);
    Statement {
        purpose: "merge: insert new rows, update rows that differ".to_owned(),
        role: Role::Write,
        sql: text,
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
fn grants(plan: &Plan, action: &TableAction) -> Vec<Statement> {
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
