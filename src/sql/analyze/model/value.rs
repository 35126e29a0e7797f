//! What is known of the values of an expression.

use crate::sql::analyze::instant::Time;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::sign::Sign;
use crate::sql::types::Type;

/// What is known of the values of an expression.
#[derive(Debug, Clone, Default)]
pub struct Value {
    /// Their type.
    pub data_type: Type,
    /// Whether they can be NULL.
    pub nulls: Nulls,
    /// The columns that they are computed from.
    pub origins: Origins,
    /// What they say about time.
    pub time: Time,
    /// Whether they can be zero or negative.
    pub sign: Sign,
    /// Whether an aggregate takes part that is computed in this very SELECT.
    pub is_aggregate: bool,
    /// Whether a window function takes part that is computed in this very SELECT.
    pub is_window: bool,
}

/// Whether a value can be NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nulls {
    /// Not known: a column of a relation.
    #[default]
    Unknown,
    /// Never.
    Never,
    /// The query itself makes NULLs here: an outer join, `NULLIF`, a CASE without ELSE.
    Made,
}

impl Nulls {
    /// Of a value that is NULL when either of two is.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Made, _) | (_, Self::Made) => Self::Made,
            (Self::Never, Self::Never) => Self::Never,
            _ => Self::Unknown,
        }
    }
}
