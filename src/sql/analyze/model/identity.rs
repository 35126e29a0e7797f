//! What each row is one of.

use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::place::SqlPlace;
use crate::sql::name::{Identifier, RelationName};

/// What there is one row of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowsOf {
    /// The declared key of the one relation whose rows are passed on, one by one: neither grouped, nor cut, nor chosen by a
    /// condition that may leave one of several.
    Relation(RelationName),
    /// What a window is partitioned by, whose first row is taken: `row_number() over (partition by …) = 1`.
    Partition,
    /// The same, of rows that can share the first rank: `rank() over (partition by … order by …) = 1`.
    Ranks,
}

/// What each row is one of.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Of what.
    pub of: RowsOf,
    /// Where the outermost SELECT reads it, or what is made of it.
    pub place: SqlPlace,
    /// Its whole key.
    pub key: Vec<Identifier>,
    /// The columns of the key that are not held to one value and are passed on, by their positions.
    pub shown: Vec<usize>,
    /// Those that are not passed on, and the columns that they are.
    pub hidden: Vec<(Identifier, Origins)>,
    /// Sets of columns that are passed on and decide a part of the key, by their positions.
    pub decided_by: Vec<Vec<usize>>,
    /// The times that conditions bound so far.
    pub(in crate::sql::analyze) times: Origins,
}
