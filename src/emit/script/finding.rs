//! What an audit counts.

use super::SqlText;

/// One thing that an audit counts; any count above zero stops the node before it writes.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditFinding {
    /// What is wrong when the count is not zero.
    pub problem: Problem,
    /// A query for up to five offending rows (key, value), sent only when the count is not zero.
    pub offenders: SqlText,
}

/// What an audit can find wrong with a stage.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// A key column is NULL.
    NullKey {
        /// The key columns.
        columns: Vec<String>,
    },
    /// A key stands twice (at one as-of).
    DuplicateKey {
        /// The key columns.
        columns: Vec<String>,
    },
    /// An event timestamp is NULL or after the as-of time.
    EventTimestamp {
        /// The column.
        column: String,
    },
    /// A value is NaN or infinite.
    NonFinite {
        /// The feature.
        feature: String,
    },
    /// The query yields no row, where that is an error.
    NoRows {
        /// As of how many times it was asked.
        times: usize,
    },
    /// A declared check fails.
    Check {
        /// The feature.
        feature: String,
        /// The check as it was declared: `not_null`, `min = 0`.
        check: String,
    },
}

impl Problem {
    /// How many rows or values have it: `1 row with NULL in the key`, `3 rows with …`.
    pub fn counted(&self, count: u64) -> String {
        let one = |one: &str, many: &str| {
            if count == 1 {
                one.to_owned()
            } else {
                many.to_owned()
            }
        };
        let (row, value) = (one("row", "rows"), one("value", "values"));
        let list = |columns: &[String]| format!("`{}`", columns.join("`, `"));
        match self {
            Self::NullKey { columns } => {
                format!("{count} {row} with NULL in the key {}", list(columns))
            }
            Self::DuplicateKey { columns } => {
                let repeat = one("repeats", "repeat");
                format!("{count} {row} that {repeat} the key {}", list(columns))
            }
            Self::EventTimestamp { column } => {
                format!("{count} {row} whose `{column}` is NULL or after the as-of time")
            }
            Self::NonFinite { feature } => {
                let are = one("is", "are");
                format!("{count} {value} of `{feature}` that {are} NaN or infinite")
            }
            Self::NoRows { times: 1 } => "its query yields no row".to_owned(),
            Self::NoRows { times } => {
                format!("its query yields no row as of {count} of {times} times")
            }
            Self::Check { feature, check } => {
                let violate = one("breaks", "break");
                format!("{count} {value} of `{feature}` that {violate} `{check}`")
            }
        }
    }
}
