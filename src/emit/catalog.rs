//! What stands in a target's catalog: the text of the questions that are asked of `information_schema`.

use std::collections::BTreeSet;

use super::ownership::MARK;
use crate::plan::MountedSource;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// All permanent tables and views of a database, with `table_schema`, `table_name`, `table_type` and `remark`, the comment.
pub(super) fn standing(dialect: Dialect, database: Option<&Identifier>) -> String {
    let database = database.map_or_else(String::new, |database| format!("{}.", database.quoted()));
    let (comment, of_database) = match dialect {
        Dialect::Snowflake => ("comment", ""),
        Dialect::DuckDb => ("table_comment", " WHERE table_catalog = current_database()"),
    };
    let temporary = match dialect {
        Dialect::Snowflake => " WHERE table_type NOT LIKE '%TEMPORARY%'",
        Dialect::DuckDb => "",
    };
    format!(
        "(SELECT table_schema, table_name, table_type, {comment} AS remark FROM {database}information_schema.tables{of_database}{temporary})"
    )
}

/// Whether a row `o` of [`standing`] bears the mark.
pub(super) fn is_marked(dialect: Dialect) -> String {
    let pattern = string_literal(dialect, &format!("%{MARK}%"));
    format!("COALESCE(LOWER(o.remark) LIKE {pattern}, FALSE)")
}

pub(super) fn is_named(dialect: Dialect, relation: &RelationName) -> String {
    let schema = schema_literal(dialect, relation);
    let name = string_literal(dialect, relation.name.folded());
    match dialect {
        Dialect::Snowflake => format!("(o.table_schema = {schema} AND o.table_name = {name})"),
        // DuckDB does not tell names apart by their case.
        Dialect::DuckDb => format!(
            "(LOWER(o.table_schema) = LOWER({schema}) AND LOWER(o.table_name) = LOWER({name}))"
        ),
    }
}

/// Schema, name and type of what stands under the names of one database, and of what stands under one of these names in the
/// schema of another of them.
pub(crate) fn about<'r>(
    dialect: Dialect,
    database: Option<&Identifier>,
    relations: impl Iterator<Item = &'r RelationName>,
) -> String {
    let (mut schemas, mut names) = (BTreeSet::new(), BTreeSet::new());
    for relation in relations {
        schemas.insert(schema_literal(dialect, relation));
        names.insert(string_literal(dialect, relation.name.folded()));
    }
    let among = |column: &str, literals: BTreeSet<String>| {
        let literals: Vec<String> = literals
            .into_iter()
            .map(|literal| cased(dialect, &literal))
            .collect();
        format!("{} IN ({})", cased(dialect, column), literals.join(", "))
    };
    format!(
        "SELECT o.table_schema, o.table_name, o.table_type\nFROM {} AS o\nWHERE {}\n  AND {}",
        standing(dialect, database),
        among("o.table_schema", schemas),
        among("o.table_name", names)
    )
}

/// Text of a name as it is compared: DuckDB does not tell names apart by their case.
fn cased(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Snowflake => text.to_owned(),
        Dialect::DuckDb => format!("LOWER({text})"),
    }
}

/// Whether nothing stands under a name.
pub(super) fn is_nowhere(dialect: Dialect, relation: &RelationName) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {} AS o WHERE {})",
        standing(dialect, relation.database.as_ref()),
        is_named(dialect, relation)
    )
}

/// The names of what bears the mark in the schema of a relation, and is called by a prefix and the stamp of a run (Snowflake).
pub(super) fn stamped(dialect: Dialect, relation: &RelationName, prefix: &str) -> String {
    let length = prefix.chars().count();
    format!(
        "SELECT o.table_name FROM {} AS o\nWHERE o.table_schema = {} AND LEFT(o.table_name, {length}) = {}\n  \
         AND REGEXP_LIKE(SUBSTR(o.table_name, {}), '[0-9]{{8}}T[0-9]{{9}}_[0-9A-Za-z]*') AND {}",
        standing(dialect, relation.database.as_ref()),
        schema_literal(dialect, relation),
        string_literal(dialect, prefix),
        length + 1,
        is_marked(dialect)
    )
}

/// The names of what stands in the schema of a relation without the mark.
pub(super) fn unmarked_beside(dialect: Dialect, relation: &RelationName) -> String {
    let schema = schema_literal(dialect, relation);
    let is_there = match dialect {
        Dialect::Snowflake => format!("o.table_schema = {schema}"),
        Dialect::DuckDb => format!("LOWER(o.table_schema) = LOWER({schema})"),
    };
    format!(
        "SELECT o.table_name FROM {} AS o WHERE {is_there} AND NOT {}",
        standing(dialect, relation.database.as_ref()),
        is_marked(dialect)
    )
}

/// The type of what stands where a local file would be a view, and is no view of fsc's.
pub fn instead_of_mount(mount: &MountedSource) -> String {
    let dialect = Dialect::DuckDb;
    format!(
        "SELECT o.table_type\nFROM {} AS o\nWHERE {}\n  AND NOT {}\n  AND NOT EXISTS (SELECT 1 FROM duckdb_views() AS v \
         WHERE v.database_name = current_database() AND v.schema_name = o.table_schema AND v.view_name = o.table_name \
         AND v.sql LIKE '%read\\_%hive\\_partitioning%' ESCAPE '\\')",
        standing(dialect, None),
        is_named(dialect, &mount.relation),
        is_marked(dialect)
    )
}

fn schema_literal(dialect: Dialect, relation: &RelationName) -> String {
    match &relation.schema {
        Some(schema) => string_literal(dialect, schema.folded()),
        None => "current_schema()".to_owned(),
    }
}

/// The quoted schema of a relation, with the dot after it.
pub(super) fn place(relation: &RelationName) -> String {
    let parts = [&relation.database, &relation.schema];
    let parts = parts.into_iter().flatten();
    parts.map(|part| part.quoted() + ".").collect()
}
