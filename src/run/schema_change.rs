//! The columns of a table that is merged into become the stage's, as far as its definition says: what cannot be done
//! without loss is found before anything is sent.

use super::columns;
use super::script::Sender;
use super::stopped::Stopped;
use crate::diagnostic::Diagnostic;
use crate::emit::alter;
use crate::emit::script::{MergedTable, Statement};
use crate::engine::Rows;
use crate::rules::refused_column_change::{Refusal, refused, repeated_keys};
use crate::sql::name::{Dialect, Identifier};

/// How a table's columns are to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Name and type of columns that the table lacks.
    pub(super) added: Vec<(String, String)>,
    /// Columns of another type.
    pub(super) retyped: Vec<Retyped>,
    /// Columns that go.
    pub(super) gone: Vec<String>,
}

/// A column whose type changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Retyped {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    /// Whether the new type has every value of the old one.
    pub(super) is_wider: bool,
}

impl Sender<'_> {
    /// Holds the stage's columns against the table's, and sends what makes the table's theirs, but for columns that go:
    /// their values are kept until the rows are written.
    pub(super) fn change_columns(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        kept: &Rows,
    ) -> Result<(), Stopped> {
        let dialect = self.dialect();
        let changes = columns::compare(dialect, self.subject, table, &self.staged, kept)
            .map_err(Stopped::Failed)?;
        let mut findings = Vec::new();
        for column in &changes.retyped {
            findings.extend(self.unfit(statement, table, column)?);
        }
        let gone = changes.gone.first().map(String::as_str);
        if gone.is_some() || table.may_repeat_keys {
            findings.extend(self.repeated_keys(statement, table, gone)?);
        }
        if !findings.is_empty() {
            return Err(Stopped::Failed(findings));
        }
        for (name, data_type) in &changes.added {
            self.execute(statement, &alter::add(&table.relation, name, data_type))?;
        }
        for column in &changes.retyped {
            let sql = alter::retype(&table.relation, &column.name, &column.to);
            self.execute(statement, &sql)?;
        }
        self.changes = changes;
        Ok(())
    }

    /// That values which are there are not the same in the new type, or that the engine has no way there.
    fn unfit(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        column: &Retyped,
    ) -> Result<Option<Diagnostic>, Stopped> {
        let (kept, yielded) = (column.from.as_str(), column.to.as_str());
        if column.is_wider {
            return Ok(None);
        }
        let dialect = self.dialect();
        let question = alter::unfit(dialect, &table.relation, &column.name, kept, yielded);
        let Some(question) = question else {
            return Ok(Some(self.refused(
                table,
                &column.name,
                Refusal::InPlace { kept, yielded },
            )));
        };
        let found = self.query(statement, &question)?;
        Ok(match found.rows.first().map(Vec::as_slice) {
            Some([Some(count), Some(example)]) if count != "0" => Some(self.refused(
                table,
                &column.name,
                Refusal::Values {
                    count,
                    example,
                    kept,
                    yielded,
                },
            )),
            _ => None,
        })
    }

    /// That rows have the same key: `unique_key` had another column before, such as one of those that go.
    fn repeated_keys(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        gone: Option<&str>,
    ) -> Result<Option<Diagnostic>, Stopped> {
        let question = alter::repeated_keys(&table.relation, &table.unique_key);
        let found = self.query(statement, &question)?;
        Ok(match found.rows.first().map(Vec::as_slice) {
            Some([Some(count), ..]) if count != "0" => {
                let (node, relation) = (self.subject, table.relation.to_string());
                Some(match gone {
                    Some(gone) => self.refused(table, gone, Refusal::RepeatedKeys { count }),
                    None => repeated_keys(node, &relation, &table.unique_key, count),
                })
            }
            _ => None,
        })
    }

    fn refused(&self, table: &MergedTable, column: &str, refusal: Refusal<'_>) -> Diagnostic {
        let column = Identifier::exact(column).stored_name();
        refused(self.subject, &table.relation.to_string(), &column, refusal)
    }
}

/// Whether one type has every value of another, so that a column can become it without a look at its values.
pub(super) fn is_wider(dialect: Dialect, wide: &str, narrow: &str) -> bool {
    if wide.eq_ignore_ascii_case(narrow) {
        return true;
    }
    let (Some(wide), Some(narrow)) = (Held::of(dialect, wide), Held::of(dialect, narrow)) else {
        return false;
    };
    match (wide, narrow) {
        (Held::Exact(wide), Held::Exact(narrow)) => {
            let same_scale = dialect == Dialect::DuckDb || wide.scale == narrow.scale;
            same_scale
                && wide.scale >= narrow.scale
                && wide.holds_whole >= narrow.needs_whole
                && (wide.is_signed || !narrow.is_signed)
        }
        (Held::Text(wide), Held::Text(narrow)) => wide >= narrow,
        (Held::Float(wide), Held::Float(narrow)) => wide >= narrow,
        (Held::Timestamp, Held::Date) => dialect == Dialect::DuckDb,
        _ => false,
    }
}

/// What a type holds, as far as it takes part in widening.
enum Held {
    Exact(Exact),
    Text(u64),
    Float(u8),
    Date,
    Timestamp,
}

/// Digits before the point that every value of the type may need, that the type holds in any case, and after it.
struct Exact {
    needs_whole: u32,
    holds_whole: u32,
    scale: u32,
    is_signed: bool,
}

impl Held {
    fn of(dialect: Dialect, data_type: &str) -> Option<Self> {
        let upper = data_type.trim().to_ascii_uppercase();
        let (name, arguments) = match upper.split_once('(') {
            Some((name, rest)) => (name.trim(), rest.strip_suffix(')')?),
            None => (upper.as_str(), ""),
        };
        let mut numbers = arguments.split(',').map(str::trim);
        let mut number = || numbers.next().and_then(|text| text.parse::<u32>().ok());
        let decimal = |precision: u32, scale: u32| {
            let whole = precision.saturating_sub(scale);
            Self::Exact(Exact {
                needs_whole: whole,
                holds_whole: whole,
                scale,
                is_signed: true,
            })
        };
        // `holds` digits fit whatever they are; the greatest value has one more.
        let integer = |holds: u32, is_signed: bool| {
            Self::Exact(Exact {
                needs_whole: holds + 1,
                holds_whole: holds,
                scale: 0,
                is_signed,
            })
        };
        Some(match (dialect, name) {
            (Dialect::Snowflake, "NUMBER" | "DECIMAL") | (Dialect::DuckDb, "DECIMAL") => {
                let precision = number()?;
                decimal(precision, number().unwrap_or(0))
            }
            (Dialect::Snowflake, "VARCHAR") => Self::Text(number().map_or(u64::MAX, u64::from)),
            (Dialect::DuckDb, "TINYINT") => integer(2, true),
            (Dialect::DuckDb, "SMALLINT") => integer(4, true),
            (Dialect::DuckDb, "INTEGER") => integer(9, true),
            (Dialect::DuckDb, "BIGINT") => integer(18, true),
            (Dialect::DuckDb, "HUGEINT") => integer(38, true),
            (Dialect::DuckDb, "UTINYINT") => integer(2, false),
            (Dialect::DuckDb, "USMALLINT") => integer(4, false),
            (Dialect::DuckDb, "UINTEGER") => integer(9, false),
            (Dialect::DuckDb, "UBIGINT") => integer(19, false),
            (Dialect::DuckDb, "FLOAT") => Self::Float(4),
            (Dialect::DuckDb, "DOUBLE") => Self::Float(8),
            (_, "DATE") => Self::Date,
            (Dialect::DuckDb, "TIMESTAMP") => Self::Timestamp,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_type_has_every_value_of_the_narrower_one() {
        let duckdb = |wide, narrow| is_wider(Dialect::DuckDb, wide, narrow);
        for (wide, narrow) in [
            ("BIGINT", "INTEGER"),
            ("BIGINT", "UINTEGER"),
            ("DECIMAL(12,2)", "DECIMAL(10,2)"),
            ("DECIMAL(12,2)", "INTEGER"),
            ("HUGEINT", "DECIMAL(38,0)"),
            ("DOUBLE", "FLOAT"),
            ("TIMESTAMP", "DATE"),
            ("VARCHAR[]", "VARCHAR[]"),
        ] {
            assert!(duckdb(wide, narrow), "{wide} {narrow}");
            assert!(wide == narrow || !duckdb(narrow, wide), "{wide} {narrow}");
        }
        for (wide, narrow) in [
            ("DECIMAL(10,2)", "INTEGER"),
            ("INTEGER", "DECIMAL(10,0)"),
            ("UBIGINT", "INTEGER"),
            ("DECIMAL(12,2)", "DECIMAL(12,1)"),
            ("DOUBLE", "BIGINT"),
            ("DATE", "TIMESTAMP"),
            ("VARCHAR", "INTEGER"),
        ] {
            assert!(!duckdb(wide, narrow), "{wide} {narrow}");
        }
        let snowflake = |wide, narrow| is_wider(Dialect::Snowflake, wide, narrow);
        assert!(snowflake("NUMBER(38,0)", "NUMBER(10,0)"));
        assert!(snowflake("VARCHAR(16777216)", "VARCHAR(3)"));
        assert!(!snowflake("VARCHAR(3)", "VARCHAR(16777216)"));
        // In place, the scale does not change.
        assert!(!snowflake("NUMBER(38,2)", "NUMBER(10,0)"));
        assert!(!snowflake("TIMESTAMP_NTZ(9)", "DATE"));
    }
}
