//! A table that is merged on its key: a stage of the query, then the rows that are new or differ, and the columns as
//! `on_schema_change` says.

use super::audit::Audit;
use super::ledger;
use super::ownership::{self, Kind};
use super::script::{MergedTable, Parameter, Phase, Role, Script, SqlText, Statement};
use super::snapshot;
use super::table::{cluster_by, drop_view, grants, table_kind};
use super::transience;
use super::writer::{begin, commit, create_stage, describe, execute, lines, sql, stage};
use crate::plan::{Plan, PlannedNode, TableAction};
use crate::project::model::{Key, SchemaChange};
use crate::sql::name::{Dialect, Identifier, RelationName};

/// The statements of a merged table.
pub(super) fn script(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    unique_key: &[Identifier],
    on_schema_change: SchemaChange,
) -> Script {
    let stage = stage(plan.dialect, &plan.store, node);
    let keys: Vec<Key> = unique_key
        .iter()
        .map(|column| Key {
            column: column.clone(),
            data_type: None,
        })
        .collect();
    let mut audit = Audit::new(plan.dialect, sql![&stage.quoted()], &keys);
    audit.null_keys(&action.columns);
    audit.duplicate_keys(None);
    let mut owned = vec![ownership::of_node(plan, node, &action.relation)];
    if plan.dialect == Dialect::Snowflake {
        owned.push(ownership::always_marked(stage.clone()));
    }
    owned.extend(snapshot::replaced(plan, node, action));
    let mut compute = ownership::check(plan, owned);
    compute.extend(transience::check(plan, action));
    compute.extend([
        create_stage(&stage, &node.query),
        Statement {
            purpose: "the stage's columns".to_owned(),
            role: Role::NoteColumns,
            sql: describe(plan.dialect, &stage),
        },
        audit.statement(),
    ]);
    let table = MergedTable {
        relation: action.relation.clone(),
        unique_key: unique_key.to_vec(),
        may_repeat_keys: action.may_repeat_keys,
        on_schema_change,
    };
    Script {
        phases: vec![
            Phase {
                lock: None,
                statements: compute,
            },
            Phase {
                lock: Some(action.relation.clone()),
                statements: write_merged(plan, node, action, &stage, table),
            },
        ],
        cleanup: vec![sql!["DROP TABLE IF EXISTS ", &stage.quoted()]],
    }
}

/// From the stage into the table. On DuckDB one transaction holds all of it; on Snowflake, where DDL ends a transaction,
/// what can be repeated comes before the one that writes rows, and what takes values away after it.
fn write_merged(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    stage: &RelationName,
    table: MergedTable,
) -> Vec<Statement> {
    let owned = ownership::check(plan, vec![ownership::of_node(plan, node, &action.relation)]);
    let create = execute(
        "the table, where it is missing",
        sql![
            "CREATE ",
            table_kind(plan, action),
            "IF NOT EXISTS ",
            &action.relation.quoted(),
            &cluster_by(plan, action),
            &ownership::clause(plan, &node.id),
            " AS\nSELECT * FROM ",
            &stage.quoted(),
            " WHERE 1 = 0"
        ],
    );
    let merge = merge_statement(action, stage, &table.unique_key);
    let drop_columns = (table.on_schema_change == SchemaChange::Sync).then(|| Statement {
        purpose: "columns that the query does not yield any more go".to_owned(),
        role: Role::DropColumns,
        sql: sql![
            "ALTER TABLE ",
            &action.relation.quoted(),
            " DROP COLUMN IF EXISTS ",
            Parameter::FoundIdentifier
        ],
    });
    let columns = Statement {
        purpose: match table.on_schema_change {
            SchemaChange::Fail => "and its columns, which must hold the stage's values unchanged",
            SchemaChange::Append => "and its columns, to which new ones of the stage are added",
            SchemaChange::Sync => "and its columns, which become the stage's",
        }
        .to_owned(),
        role: Role::CheckColumns(table),
        sql: describe(plan.dialect, &action.relation),
    };
    let interval = ledger::interval(plan, node, Parameter::RowsChanged);
    let mut statements = match plan.dialect {
        Dialect::Snowflake => {
            let mut statements = owned;
            statements.push(create);
            statements.extend(grants(plan, action));
            statements.extend([columns, begin(), merge, interval, commit()]);
            statements.extend(drop_columns);
            // A table that an older fsc made has no mark, and is known by the ledger for good.
            statements.push(ownership::note(
                plan,
                node,
                Kind::Table,
                &action.relation,
                true,
            ));
            statements
        }
        Dialect::DuckDb => {
            let mut statements = vec![begin()];
            statements.extend(owned);
            statements.extend([
                drop_view(action),
                create,
                ownership::mark_if_unmarked(plan, &node.id, &action.relation),
                columns,
            ]);
            // DuckDB alters no table to which the same transaction has written.
            statements.extend(drop_columns);
            statements.extend([
                merge,
                ownership::note(plan, node, Kind::Table, &action.relation, false),
                interval,
                commit(),
            ]);
            statements
        }
    };
    statements.extend(snapshot::statements(
        plan,
        node,
        action,
        Parameter::RowsChanged,
    ));
    statements
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
