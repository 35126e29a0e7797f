//! What each row is one of.

use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::place::SqlPlace;
use crate::sql::name::{Identifier, RelationName};

/// The declared key of the one relation whose rows are passed on, one by one: neither grouped, nor cut, nor chosen by a
/// condition that may leave one of several.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The relation.
    pub relation: RelationName,
    /// Where the outermost SELECT reads it, or what is made of it.
    pub place: SqlPlace,
    /// Its whole key.
    pub key: Vec<Identifier>,
    /// The columns of the key that are not held to one value and are passed on, by their positions.
    pub shown: Vec<usize>,
    /// Those that are not passed on, and the columns that they are.
    pub hidden: Vec<(Identifier, Origins)>,
    /// The times that conditions bound so far.
    pub(in crate::sql::analyze) times: Origins,
}
