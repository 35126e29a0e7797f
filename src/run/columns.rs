//! Whether a table that is merged into holds what a stage has, column by column.
//!
//! An engine casts what it inserts: silently where that rounds, with an error where it overflows or cannot be read. So a
//! type that differs is refused unless no value can change; a narrower one of the same kind is left to the engine.

use super::types::{Family, family, same_column};
use crate::diagnostic::Diagnostic;
use crate::engine::Rows;
use crate::rules::changed_table::{Misfit, misfit};
use crate::sql::name::{Dialect, RelationName};

/// All columns of the stage of `node` that `relation` does not hold as they are, and those that it has beside them.
pub(super) fn check(
    dialect: Dialect,
    node: &str,
    relation: &RelationName,
    staged: &Rows,
    kept: &Rows,
) -> Vec<Diagnostic> {
    let (staged, kept) = (staged.described(), kept.described());
    let shown = relation.to_string();
    let find = |columns: &[(&str, &str)], wanted: &str| {
        columns
            .iter()
            .position(|(name, _)| same_column(dialect, name, wanted))
    };
    let mut findings = Vec::new();
    for (name, yielded) in &staged {
        let problem = match find(&kept, name) {
            None => Misfit::New,
            Some(at) if holds(dialect, kept[at].1, yielded) => continue,
            Some(at) => Misfit::Type {
                kept: kept[at].1,
                yielded,
            },
        };
        findings.push(misfit(node, &shown, &label(name), problem));
    }
    for (name, _) in &kept {
        if find(&staged, name).is_none() {
            findings.push(misfit(node, &shown, &label(name), Misfit::Gone));
        }
    }
    findings
}

/// A name as people write it.
fn label(name: &str) -> String {
    crate::sql::name::Identifier::exact(name).stored_name()
}

/// Whether no value of the type `yielded` is changed by a cast to `kept` that succeeds.
fn holds(dialect: Dialect, kept: &str, yielded: &str) -> bool {
    let is_same = kept.eq_ignore_ascii_case(yielded);
    is_same
        || match (family(dialect, yielded), family(dialect, kept)) {
            (Family::Text, Family::Text)
            | (Family::Integer, Family::Integer | Family::Decimal(_))
            | (Family::Date, Family::Timestamp) => true,
            (Family::Decimal(yielded), Family::Decimal(kept)) => yielded <= kept,
            // DuckDB's FLOAT has half the digits of its DOUBLE, Snowflake's the same.
            (Family::Float, Family::Float) => {
                dialect == Dialect::Snowflake || kept.eq_ignore_ascii_case("DOUBLE")
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_types_that_change_no_value_are_written_to() {
        let duckdb = |kept, yielded| holds(Dialect::DuckDb, kept, yielded);
        for (kept, yielded) in [
            ("BIGINT", "INTEGER"),
            ("INTEGER", "BIGINT"),
            ("DECIMAL(10,2)", "DECIMAL(4,1)"),
            ("DECIMAL(10,2)", "INTEGER"),
            ("DOUBLE", "FLOAT"),
            ("TIMESTAMP", "DATE"),
            ("INTEGER[]", "INTEGER[]"),
        ] {
            assert!(duckdb(kept, yielded), "{kept} {yielded}");
        }
        for (kept, yielded) in [
            ("INTEGER", "DECIMAL(2,1)"),
            ("DECIMAL(4,1)", "DECIMAL(10,2)"),
            ("BIGINT", "DOUBLE"),
            ("DOUBLE", "BIGINT"),
            ("DOUBLE", "DECIMAL(38,10)"),
            ("FLOAT", "DOUBLE"),
            ("DATE", "TIMESTAMP"),
            ("TIMESTAMP", "TIMESTAMP_NS"),
            ("VARCHAR", "INTEGER"),
            ("INTEGER", "VARCHAR"),
            ("BOOLEAN", "INTEGER"),
            ("INTEGER[]", "DOUBLE[]"),
        ] {
            assert!(!duckdb(kept, yielded), "{kept} {yielded}");
        }
        let snowflake = |kept, yielded| holds(Dialect::Snowflake, kept, yielded);
        assert!(snowflake("NUMBER(38,0)", "NUMBER(18,0)"));
        assert!(snowflake("VARCHAR(16777216)", "VARCHAR(3)"));
        assert!(!snowflake("NUMBER(38,0)", "NUMBER(12,1)"));
    }
}
