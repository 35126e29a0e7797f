//! Rows that a join repeats.

use crate::sql::analyze::place::SqlPlace;
use crate::sql::name::Identifier;

/// Columns of rows that a join made several of one.
#[derive(Debug, Clone)]
pub struct Multiplied {
    /// Their positions.
    pub columns: Vec<usize>,
    /// The relation that they are of, where it is one.
    pub of: Option<Identifier>,
    /// The relation that repeats them.
    pub by: Option<Identifier>,
    /// Where that is joined.
    pub place: SqlPlace,
}

/// An aggregate over columns that a join repeats in what its SELECT reads.
#[derive(Debug)]
pub struct Repeated {
    /// The position of the call.
    pub call: usize,
    /// What repeats what.
    pub multiplied: Multiplied,
}
