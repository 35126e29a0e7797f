//! Results as text, as DuckDB prints the same values: one form for people, checks and comparisons, whichever engine ran.
//!
//! Snowflake sends the rows of a query as Arrow, where a number is an integer with its scale beside it and a time an offset,
//! and those of other statements as JSON. A value of a kind that is not known is refused: printed in a wrong form it would
//! be a wrong value.

mod arrow;
mod json;
mod value;

use serde_json::Value;
use snowflake_api::{QueryResult, RawQueryResult};

use super::error::Failure;
use super::shared::Statement;
use crate::engine::{Column, Rows};

/// A column as Snowflake describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnType {
    pub(super) name: String,
    /// `fixed`, `timestamp_ntz`; in lower case.
    pub(super) kind: String,
    precision: Option<i64>,
    scale: Option<i64>,
    length: Option<i64>,
}

impl ColumnType {
    /// From an answer; what is missing is left out.
    pub(super) fn of(described: &Value) -> Self {
        let text = |name: &str| described[name].as_str().unwrap_or_default();
        let number = |name: &str| described[name].as_i64();
        Self {
            name: text("name").to_owned(),
            kind: text("type").to_ascii_lowercase(),
            precision: number("precision"),
            scale: number("scale"),
            length: number("length"),
        }
    }

    /// The scale, within what Snowflake has.
    fn scale(&self) -> u32 {
        self.scale
            .and_then(|scale| u32::try_from(scale).ok())
            .filter(|scale| *scale <= 38)
            .unwrap_or(0)
    }

    /// As `DESCRIBE TABLE` prints it.
    fn data_type(&self) -> String {
        let with = |name: &str, argument: Option<i64>| match argument {
            Some(argument) => format!("{name}({argument})"),
            None => name.to_owned(),
        };
        match self.kind.as_str() {
            "fixed" => format!(
                "NUMBER({},{})",
                self.precision.unwrap_or(38),
                self.scale.unwrap_or(0)
            ),
            "real" => "FLOAT".to_owned(),
            "text" => with("VARCHAR", self.length),
            "binary" => with("BINARY", self.length),
            "time" | "timestamp_ntz" | "timestamp_ltz" | "timestamp_tz" => {
                with(&self.kind.to_ascii_uppercase(), self.scale)
            }
            other => other.to_ascii_uppercase(),
        }
    }
}

impl From<&ColumnType> for Column {
    fn from(column: &ColumnType) -> Self {
        Self {
            name: column.name.clone(),
            data_type: column.data_type(),
        }
    }
}

/// The whole result of a statement, or an error: never a part of it.
pub(super) fn rows(raw: RawQueryResult, statement: &Statement) -> Result<Rows, Failure> {
    let raw = match raw {
        RawQueryResult::Bytes(mut parts) => {
            if statement.is_first_part_last && !parts.is_empty() {
                parts.rotate_right(1);
            }
            RawQueryResult::Bytes(parts)
        }
        other => other,
    };
    let result = raw
        .deserialize_arrow()
        .map_err(|error| nonsense(error.to_string()))?;
    let types = &statement.columns;
    let (types, rows) = match result {
        QueryResult::Arrow(batches) => arrow::rows(&batches, types)?,
        QueryResult::Json(json) => (types.clone(), json::rows(&json.value, types)?),
        QueryResult::Empty => (types.clone(), Vec::new()),
    };
    if let Some((returned, total)) = statement.rows {
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        if count != returned && count != total {
            return Err(nonsense(format!(
                "it has {count} rows, and should have {returned}"
            )));
        }
    }
    Ok(Rows {
        columns: types.iter().map(Column::from).collect(),
        rows,
        query_id: statement.query_id.clone(),
    })
}

/// The rows that a statement changed: Snowflake answers a write with a row of counts.
pub(super) fn rows_changed(rows: &Rows) -> u64 {
    let is_count = |column: &Column| {
        column
            .name
            .strip_prefix("number of rows ")
            .is_some_and(|rest| {
                ["inserted", "updated", "deleted"]
                    .iter()
                    .any(|done| rest.starts_with(done))
            })
    };
    rows.rows
        .iter()
        .flat_map(|row| row.iter().zip(&rows.columns))
        .filter(|(_, column)| is_count(column))
        .filter_map(|(value, _)| value.as_ref()?.parse::<u64>().ok())
        .sum()
}

fn nonsense(problem: String) -> Failure {
    Failure::Nonsense {
        what: "a statement",
        problem,
    }
}

/// A value that cannot be printed truly.
fn unreadable(column: &str, kind: &str) -> Failure {
    Failure::Refused {
        code: String::new(),
        message: format!(
            "column `{column}` has a value of type `{kind}`, which fsc cannot read: cast it to VARCHAR"
        ),
        query_id: None,
    }
}
