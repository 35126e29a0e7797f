//! The text that every emitter needs: SQL with parameters, types, times and keys.

use super::script::{Parameter, Role, SqlText, Statement};
use crate::plan::{PlannedNode, PlannedTime};
use crate::project::model::{Key, Store};
use crate::project::time::Interval;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};
use crate::sql::types::{Family, Type};

/// Builds SQL text: `sql!["SELECT ", &name.quoted(), RunId]` appends texts and parameters.
macro_rules! sql {
    ($($piece:expr),* $(,)?) => {{
        let mut text = $crate::emit::script::SqlText::default();
        $($crate::emit::writer::Append::append($piece, &mut text);)*
        text
    }};
}
pub(super) use sql;

/// What can stand in [`sql!`].
pub(super) trait Append {
    fn append(self, text: &mut SqlText);
}

impl Append for &str {
    fn append(self, text: &mut SqlText) {
        text.push(self);
    }
}

impl Append for &String {
    fn append(self, text: &mut SqlText) {
        text.push(self);
    }
}

impl Append for Parameter {
    fn append(self, text: &mut SqlText) {
        text.push_parameter(self);
    }
}

impl Append for &SqlText {
    fn append(self, text: &mut SqlText) {
        text.push_text(self);
    }
}

/// Where a table is made on DuckDB before it takes its name, and how such names begin on Snowflake.
pub(crate) fn beside(table: &RelationName) -> RelationName {
    table.sibling(Identifier::exact(format!(
        "FSC_NEW__{}",
        table.name.folded()
    )))
}

/// A statement whose result does not matter.
pub(super) fn execute(purpose: impl Into<String>, sql: SqlText) -> Statement {
    Statement {
        purpose: purpose.into(),
        role: Role::Execute,
        sql,
    }
}

/// A statement after which what the node writes is there.
pub(super) fn publish(purpose: impl Into<String>, sql: SqlText) -> Statement {
    Statement {
        role: Role::Publish,
        ..execute(purpose, sql)
    }
}

/// `BEGIN`.
pub(super) fn begin() -> Statement {
    Statement {
        role: Role::Begin,
        ..execute(
            "write: everything up to COMMIT happens or nothing does",
            sql!["BEGIN TRANSACTION"],
        )
    }
}

/// `BEGIN` of a transaction for a part of a node's work.
pub(super) fn begin_part(of: &str) -> Statement {
    Statement {
        purpose: format!("{of}: both or neither"),
        ..begin()
    }
}

/// `COMMIT`.
pub(super) fn commit() -> Statement {
    publish("make it visible", sql!["COMMIT"])
}

/// `COMMIT` of a transaction with which nothing of what the node writes can be seen yet.
pub(super) fn commit_unseen() -> Statement {
    Statement {
        role: Role::Commit,
        ..execute("done", sql!["COMMIT"])
    }
}

/// The type of a moment in UTC without time zone.
pub(super) fn timestamp_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Snowflake => "TIMESTAMP_NTZ",
        Dialect::DuckDb => "TIMESTAMP",
    }
}

/// The text type.
pub(super) fn text_type(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Snowflake | Dialect::DuckDb => "VARCHAR",
    }
}

/// A number or boolean as a DOUBLE. Snowflake documents the conversion of a boolean to a floating-point number for VARIANT
/// only, and there for numbers alike.
pub(super) fn double(dialect: Dialect, value: &str) -> String {
    match dialect {
        Dialect::Snowflake => format!("TO_DOUBLE(TO_VARIANT({value}))"),
        Dialect::DuckDb => format!("CAST({value} AS DOUBLE)"),
    }
}

/// A moment that a run knows, cast to a timestamp.
pub(super) fn parameter_timestamp(dialect: Dialect, parameter: Parameter) -> SqlText {
    sql!["CAST('", parameter, "' AS ", timestamp_type(dialect), ")"]
}

/// The node's as-of time as a literal.
pub(super) fn as_of_literal(dialect: Dialect, time: PlannedTime) -> String {
    let text = match time {
        PlannedTime::At(as_of) => as_of.sql(),
        PlannedTime::Open(Interval::Hour) => "{{ ts }}".to_owned(),
        PlannedTime::Open(Interval::Day | Interval::Week) => "{{ ds }}".to_owned(),
    };
    format!("CAST('{text}' AS {})", timestamp_type(dialect))
}

/// The column of a batch's stage that holds each row's as-of time.
pub(super) fn stage_as_of() -> Identifier {
    Identifier::exact("FSC_AS_OF")
}

/// The query of a node, or of a batch: the queries of its as-of times one below the other, each row with its as-of time.
pub(super) fn stage_query(dialect: Dialect, node: &PlannedNode) -> String {
    if node.earlier.is_empty() {
        return node.query.clone();
    }
    let column = stage_as_of().quoted();
    let slices = node
        .earlier
        .iter()
        .map(|slice| (PlannedTime::At(slice.as_of), slice.query.as_str()))
        .chain(std::iter::once((node.as_of, node.query.as_str())));
    slices
        .map(|(as_of, query)| {
            let as_of = as_of_literal(dialect, as_of);
            format!("SELECT {as_of} AS {column}, q.*\nFROM (\n{query}\n) AS q")
        })
        .collect::<Vec<_>>()
        .join("\nUNION ALL\n")
}

/// The temporary table that holds a node's rows before they are written. DuckDB keeps temporary tables in a database of
/// their own, and a name without it could be that of a table of someone else's.
pub(super) fn stage(dialect: Dialect, store: &Store, node: &PlannedNode) -> RelationName {
    let name = Identifier::new(format!("fsc_stage__{}", node.name));
    match dialect {
        Dialect::Snowflake => RelationName {
            database: store.database.clone(),
            schema: Some(store.schema.clone()),
            name,
        },
        Dialect::DuckDb => RelationName {
            database: Some(Identifier::exact("temp")),
            schema: Some(Identifier::exact("main")),
            name,
        },
    }
}

/// What the statement is for that runs a node's query.
pub(crate) const STAGE: &str = "stage: run the query once";

/// `CREATE OR REPLACE TEMPORARY TABLE … AS <query>`: the query runs once.
pub(super) fn create_stage(stage: &RelationName, query: &str) -> Statement {
    Statement {
        role: Role::Stage,
        ..execute(
            STAGE,
            sql![
                "CREATE OR REPLACE TEMPORARY TABLE ",
                &stage.quoted(),
                " AS\n",
                query
            ],
        )
    }
}

/// `DESCRIBE`: name and type of each column, a row each.
pub(super) fn describe(dialect: Dialect, relation: &RelationName) -> SqlText {
    match dialect {
        Dialect::Snowflake => sql!["DESCRIBE TABLE ", &relation.quoted()],
        Dialect::DuckDb => sql!["DESCRIBE ", &relation.quoted()],
    }
}

/// The text that identifies an entity's row: one key as it is; several escaped (`\` as `\\`, `|` as `\|`) and joined by
/// `|`. NULL when any key is.
pub(super) fn entity_id(dialect: Dialect, keys: &[Key], alias: &str) -> String {
    let text = |key: &Key| key_text(dialect, key, alias);
    let [key] = keys else {
        let separator = string_literal(dialect, "|");
        return keys
            .iter()
            .map(|key| {
                format!(
                    "REPLACE(REPLACE({}, {}, {}), {separator}, {})",
                    text(key),
                    string_literal(dialect, "\\"),
                    string_literal(dialect, "\\\\"),
                    string_literal(dialect, "\\|"),
                )
            })
            .collect::<Vec<_>>()
            .join(&format!(" || {separator} || "));
    };
    text(key)
}

/// A key's one text. Snowflake writes a date as the session's `DATE_OUTPUT_FORMAT` says, so a key that is or may be a date
/// is asked for its type: a cast to VARIANT takes any.
fn key_text(dialect: Dialect, key: &Key, alias: &str) -> String {
    let column = format!("{alias}.{}", key.column.quoted());
    let text = format!("CAST({column} AS {})", text_type(dialect));
    let family = key
        .data_type
        .as_deref()
        .and_then(|declared| Type::parse(declared).family());
    match (dialect, family) {
        // Its own text of a NUMBER(2, 2) is `.25`; the macro comes with the lowering.
        (Dialect::DuckDb, _) => format!("sf_key_text({column})"),
        (Dialect::Snowflake, Some(Family::Text | Family::Number | Family::Boolean)) => text,
        (Dialect::Snowflake, _) => format!(
            "IFF(IS_DATE(TO_VARIANT({column})), TO_CHAR(AS_DATE(TO_VARIANT({column})), 'YYYY-MM-DD'), {text})"
        ),
    }
}

/// A moment as text for people, whatever the session's formats.
pub(super) fn timestamp_text(dialect: Dialect, timestamp: &str) -> String {
    match dialect {
        Dialect::Snowflake => format!("TO_CHAR({timestamp}, 'YYYY-MM-DD HH24:MI:SS.FF6')"),
        Dialect::DuckDb => format!("strftime({timestamp}, '%Y-%m-%d %H:%M:%S.%f')"),
    }
}

/// Items, one a line, indented.
pub(super) fn lines(items: &[String], indent: &str) -> String {
    items.join(&format!(",\n{indent}"))
}
