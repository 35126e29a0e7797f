//! What a run sends before its nodes: schemas, the store's tables, and on the embedded target the local files that stand
//! in for sources.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger;
use super::ownership;
use super::script::{Parameter, Phase, Role, Script, SqlText, Statement};
use super::versions;
use super::writer::{execute, sql, text_type, timestamp_type};
use crate::plan::{Action, MountedSource, Plan, PlannedNode, Schema};
use crate::sql::name::{Dialect, Identifier, path_in_literal, string_literal};

/// The set-up of a run, without the local files at the positions `broken` of [`Plan::mounts`], in a session that has seen
/// nothing of [`schemas_elsewhere`]. Every statement can be repeated without harm.
pub fn setup(plan: &Plan, broken: &BTreeSet<usize>) -> Script {
    let mut statements = attached_databases(plan);
    let schemas: Vec<Schema> = match plan.dialect {
        Dialect::DuckDb => plan.schemas(),
        Dialect::Snowflake => of_the_session(plan).collect(),
    };
    statements.extend(create_schemas(plan.dialect, &schemas));
    statements.extend(plan.lost.iter().map(|lost| ledger::lost(plan, lost)));
    statements.extend(store_tables(plan));
    let keeps_versions = |node: &PlannedNode| matches!(&node.action, Action::FeatureView(action) if action.keep_versions);
    if plan.nodes.iter().any(keeps_versions) {
        statements.push(versions::table(plan.dialect, &plan.store));
        statements.push(versions::view(plan.dialect, &plan.store));
    }
    statements.extend(mounts(plan, broken));
    one_phase(statements)
}

/// The part of the set-up that goes into a session of its own, which then ends: whoever makes a schema on Snowflake is in
/// it from then on, in its database too, and would look there for every name without a database. Empty where all schemas
/// are of the session's own database.
pub fn schemas_elsewhere(plan: &Plan) -> Script {
    let elsewhere: Vec<Schema> = match plan.dialect {
        Dialect::DuckDb => Vec::new(),
        Dialect::Snowflake => plan
            .schemas()
            .into_iter()
            .filter(|(database, _)| database.is_some())
            .collect(),
    };
    let mut statements = create_schemas(plan.dialect, &elsewhere);
    for statement in &mut statements {
        statement
            .purpose
            .push_str(" in another database, in a session of their own");
    }
    one_phase(statements)
}

fn of_the_session(plan: &Plan) -> impl Iterator<Item = Schema> {
    let schemas = plan.schemas().into_iter();
    schemas.filter(|(database, _)| database.is_none())
}

/// The part of the set-up that a query needs that is only looked at: the local files that stand in for sources.
pub fn sources(plan: &Plan, broken: &BTreeSet<usize>) -> Script {
    let mut statements = attached_databases(plan);
    statements.extend(create_schemas(plan.dialect, &plan.source_schemas()));
    statements.extend(mounts(plan, broken));
    one_phase(statements)
}

fn mounts(plan: &Plan, broken: &BTreeSet<usize>) -> impl Iterator<Item = Statement> {
    let all = plan.mounts.iter().enumerate();
    let whole = all.filter(|(position, _)| !broken.contains(position));
    whole.flat_map(|(_, source)| mount(plan, source))
}

pub(super) fn one_phase(statements: Vec<Statement>) -> Script {
    Script {
        phases: vec![Phase {
            lock: None,
            statements,
        }],
        cleanup: Vec::new(),
    }
}

/// The databases of mounted sources, in memory: they hold views only.
fn attached_databases(plan: &Plan) -> Vec<Statement> {
    let databases: BTreeSet<&Identifier> = plan
        .mounts
        .iter()
        .filter_map(|mount| mount.relation.database.as_ref())
        .collect();
    databases
        .into_iter()
        .map(|database| {
            execute(
                "database of a source",
                sql!["ATTACH IF NOT EXISTS ':memory:' AS ", &database.quoted()],
            )
        })
        .collect()
}

pub(super) fn create_schemas(dialect: Dialect, schemas: &[Schema]) -> Vec<Statement> {
    match dialect {
        Dialect::DuckDb => schemas
            .iter()
            .map(|(database, schema)| {
                let name = format!("{}{}", of_database(database.as_ref()), schema.quoted());
                execute("schema", sql!["CREATE SCHEMA IF NOT EXISTS ", &name])
            })
            .collect(),
        Dialect::Snowflake => {
            let mut databases: BTreeMap<Option<&Identifier>, Vec<&Identifier>> = BTreeMap::new();
            for (database, schema) in schemas {
                databases.entry(database.as_ref()).or_default().push(schema);
            }
            databases
                .into_iter()
                .map(|(database, schemas)| create_missing_schemas(database, &schemas))
                .collect()
        }
    }
}

/// `CREATE SCHEMA IF NOT EXISTS` asks for the privilege to make one even where it is there, and a role that only writes
/// features need not have it.
fn create_missing_schemas(database: Option<&Identifier>, schemas: &[&Identifier]) -> Statement {
    let database = of_database(database);
    let names: Vec<String> = schemas
        .iter()
        .map(|schema| {
            let name = string_literal(Dialect::Snowflake, schema.folded());
            format!("({name})")
        })
        .collect();
    Statement {
        purpose: "schemas that are missing".to_owned(),
        role: Role::ForEach(vec![sql![
            "CREATE SCHEMA IF NOT EXISTS ",
            &database,
            Parameter::FoundIdentifier
        ]]),
        sql: sql![
            "SELECT needed.name\nFROM (VALUES ",
            &names.join(", "),
            ") AS needed (name)\nWHERE needed.name NOT IN (SELECT schema_name FROM ",
            &database,
            "information_schema.schemata)"
        ],
    }
}

/// A quoted database with the dot after it, or nothing.
fn of_database(database: Option<&Identifier>) -> String {
    database.map_or_else(String::new, |database| format!("{}.", database.quoted()))
}

/// The tables of the store; those of values only where some are computed, as one that is made anew hides that somebody
/// dropped it. Uniqueness is upheld by audit and MERGE: Snowflake does not enforce keys, and an index in DuckDB would cost
/// memory for what cannot happen.
fn store_tables(plan: &Plan) -> Vec<Statement> {
    let (dialect, store) = (plan.dialect, &plan.store);
    let text = text_type(dialect);
    let time = timestamp_type(dialect);
    let table = |name: &str, purpose: &str, columns: &[(&str, &str, bool)]| {
        let columns: Vec<String> = columns
            .iter()
            .map(|(column, data_type, required)| {
                format!(
                    "{column} {data_type}{}",
                    if *required { " NOT NULL" } else { "" }
                )
            })
            .collect();
        execute(
            purpose,
            sql![
                "CREATE TABLE IF NOT EXISTS ",
                &store.relation(name).quoted(),
                " (\n  ",
                &columns.join(",\n  "),
                "\n)"
            ],
        )
    };
    let integer = "BIGINT";
    let values = [
        table(
            "features_long",
            "the history of all values",
            &[
                ("entity", text, true),
                ("entity_id", text, true),
                ("feature", text, true),
                ("as_of", time, true),
                ("value", "DOUBLE", false),
                ("computed_at", time, true),
                ("run_id", text, true),
            ],
        ),
        table(
            "features_static",
            "values without a history",
            &[
                ("entity", text, true),
                ("entity_id", text, true),
                ("feature", text, true),
                ("value", "DOUBLE", false),
                ("computed_at", time, true),
                ("run_id", text, true),
            ],
        ),
    ];
    let ledger = [
        table(
            "fsc_runs",
            "ledger: what ran; the latest row of a run tells its status",
            &[
                ("run_id", text, true),
                ("status", text, true),
                ("job", text, false),
                ("project", text, true),
                ("target", text, true),
                ("fsc_version", text, true),
                ("computed_at", time, true),
            ],
        ),
        table(
            "fsc_intervals",
            "ledger: which as-of times each node has; the latest row tells",
            &[
                ("node", text, true),
                ("as_of", time, true),
                ("definition_hash", text, true),
                ("namespace", text, false),
                ("status", text, true),
                ("rows_staged", integer, true),
                ("rows_changed", integer, true),
                ("query_ids", text, false),
                ("computed_at", time, true),
                ("run_id", text, true),
            ],
        ),
        table(
            ownership::OBJECTS,
            "ledger: the tables and views that fsc made and marked",
            &[
                ("object_name", text, true),
                ("kind", text, true),
                ("node", text, true),
                ("made_at", time, true),
                ("run_id", text, true),
            ],
        ),
        table(
            "fsc_snapshots",
            "ledger: the copies of tables that fsc made",
            &[
                ("table_name", text, true),
                ("snapshot_name", text, true),
                ("as_of", time, true),
                ("taken_at", time, true),
                ("run_id", text, true),
            ],
        ),
    ];
    let values = values.into_iter().filter(|_| plan.writes_values());
    values.chain(ledger).collect()
}

/// A local file as a view of its source's schema, and the mark of fsc's views.
fn mount(plan: &Plan, source: &MountedSource) -> [Statement; 2] {
    let columns = if source.columns.is_empty() {
        "*".to_owned()
    } else {
        source
            .columns
            .iter()
            .map(|(name, data_type)| {
                let value = source.value(name, data_type);
                format!("CAST({value} AS {data_type}) AS {}", name.quoted())
            })
            .collect::<Vec<_>>()
            .join(",\n  ")
    };
    let text: SqlText = sql![
        "CREATE OR REPLACE VIEW ",
        &source.relation.quoted(),
        " AS\nSELECT\n  ",
        &columns,
        "\nFROM ",
        &source.reader()
    ];
    let relation = sql![&source.relation.quoted()];
    [
        execute(format!("source: {} stands in for it", source.path), text),
        ownership::mark(plan, &source.id(), ownership::Kind::View, &relation),
    ]
}

impl MountedSource {
    /// Whether the file is CSV, compressed or not; otherwise it is Parquet.
    pub fn is_csv(&self) -> bool {
        let path = self.path.to_ascii_lowercase();
        [".csv", ".csv.gz"].iter().any(|end| path.ends_with(end))
    }

    /// A column as it is in the file, to be cast to its type. An empty text in CSV is no number and no time: it is NULL.
    pub fn value(&self, column: &Identifier, data_type: &str) -> String {
        let column = column.quoted();
        if self.is_csv() && data_type != text_type(Dialect::DuckDb) {
            format!("NULLIF({column}, '')")
        } else {
            column
        }
    }

    /// The table function that reads the file, and no other file: as it is for Parquet; every column as text for CSV, so
    /// that nothing is guessed from the data. In CSV `""` is the empty text and a field with nothing in it NULL. Names of
    /// folders (`k=5/`) are no columns.
    pub fn reader(&self) -> SqlText {
        let path = sql![
            "'",
            Parameter::ProjectRoot,
            "/",
            &path_in_literal(&self.path),
            "'"
        ];
        if self.is_csv() {
            sql![
                "read_csv(",
                &path,
                ", header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', \
                 allow_quoted_nulls = false, hive_partitioning = false)"
            ]
        } else {
            sql!["read_parquet(", &path, ", hive_partitioning = false)"]
        }
    }
}
