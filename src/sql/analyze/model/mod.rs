//! What a query means: what it reads, what it yields, and the facts that lints look at.
//!
//! A [`Model`] borrows the syntax tree and lives as long as the look at one query. Everything is kept in lists and named by
//! its position, so that a CTE that is read twice is there once.

mod block;
mod fact;
mod identity;
mod multiplied;
mod value;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

pub use block::{Block, FromItem, GroupKey, Grouping, Join, JoinKind, Matches, Projected};
pub use fact::{
    Call, Clause, Compare, Comparison, Conversion, Converted, Division, LostFraction, NullTest,
    Operand, Order,
};
pub use identity::{Identity, RowsOf};
pub use multiplied::{Multiplied, Repeated};
pub use value::{Nulls, Value};

use super::catalog::{Relation, RelationColumn};
use super::instant::Time;
use super::lineage::{Influences, Origins};
use super::name_index::{NameIndex, Named};
use super::place::{Spelling, SqlPlace};
use super::problem::Problem;
use crate::sql::name::{Identifier, RelationName};

/// A position in [`Model::row_sets`].
pub type RowSetId = usize;
/// A position in [`Model::blocks`].
pub type BlockId = usize;
/// A position in [`Model::reads`].
pub type ReadId = usize;

/// What a query means. Made by [`analyze`](super::analyze).
#[derive(Debug)]
pub struct Model<'q> {
    /// The relations outside the query, one for each place that reads one.
    pub reads: Vec<Read>,
    /// The columns that [`Origins`] number.
    pub origins: Vec<Origin>,
    /// Relations, CTEs, subqueries, SELECTs: whatever has rows.
    pub row_sets: Vec<RowSet>,
    /// Every SELECT, each after those that it is made of.
    pub blocks: Vec<Block<'q>>,
    /// The query itself.
    pub root: RowSetId,
    /// Every `=`, `<`, BETWEEN and the like.
    pub comparisons: Vec<Comparison<'q>>,
    /// Every `IS NULL` and `IS NOT NULL`.
    pub null_tests: Vec<NullTest>,
    /// Every function call.
    pub calls: Vec<Call<'q>>,
    /// The aggregates over rows that a join further inside repeats.
    pub repeated: Vec<Repeated>,
    /// Every division.
    pub divisions: Vec<Division<'q>>,
    /// Every order by which rows are picked.
    pub orders: Vec<Order>,
    /// Every conversion that drops the fractions of numbers that are averaged, or of a ratio.
    pub lost_fractions: Vec<LostFraction<'q>>,
    /// Every value that a sequence gives.
    pub sequences: Vec<SqlPlace>,
    /// Every conversion that is not written, and that DuckDB does not make as Snowflake does.
    pub conversions: Vec<Conversion>,
    /// What is wrong, in the order in which it was found.
    pub problems: Vec<Problem>,
    /// How many more there are of the kind of some problems, by their positions: those are only counted.
    pub more_problems: HashMap<usize, usize>,
    /// Whether anything in the query depends on the as-of time, comparisons of it with itself apart.
    pub uses_as_of: bool,
    /// Whether what depends on the as-of time in it is the same at every hour of a day.
    pub is_same_all_day: bool,
}

/// One reading of a relation outside the query.
#[derive(Debug)]
pub struct Read {
    /// Its name, as written.
    pub name: RelationName,
    /// Where it stands.
    pub place: SqlPlace,
    /// What is known of it.
    pub relation: Option<Arc<Relation>>,
    /// The number of its first column, where its columns are known.
    pub(in crate::sql::analyze) first_origin: u32,
    /// The numbers of its columns, where they are not known of those that the query names.
    pub(in crate::sql::analyze) origins: Origins,
    /// Those that the query names, where its columns are not known.
    pub(in crate::sql::analyze) named: HashMap<Identifier, u32>,
}

/// A column of a relation outside the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The reading that it belongs to.
    pub read: ReadId,
    /// The column.
    pub column: Identifier,
}

/// Something with rows.
#[derive(Debug)]
pub struct RowSet {
    /// Its columns.
    pub columns: Columns,
    /// The columns that decide which rows there are.
    pub influences: Influences,
    /// Sets of its columns, by position, of which no two rows have the same values. The empty set: one row at most.
    pub keys: Vec<Vec<usize>>,
    /// What each of its rows is one of, where that is a key that a relation outside declares.
    pub identity: Option<Identity>,
    /// The columns that a join repeats, and what repeats them.
    pub multiplied: Vec<Multiplied>,
    /// The columns that hold a key of one row of each group: `max(id)`, by position.
    pub(in crate::sql::analyze) picked: Vec<usize>,
    /// Whether there are several for each row on its left, as FLATTEN makes them.
    pub(in crate::sql::analyze) is_flattened: bool,
    /// The SELECTs that it is made by, those inside them included.
    pub blocks: Vec<BlockId>,
    /// What [`Model::origins_of`] found, once everything was looked at.
    origins: OnceCell<Origins>,
    /// Where its columns stand by name.
    names: OnceCell<NameIndex>,
}

impl RowSet {
    /// Rows that come from no other.
    pub(super) fn new(columns: Columns, influences: Influences, keys: Vec<Vec<usize>>) -> Self {
        Self {
            columns,
            influences,
            keys,
            identity: None,
            multiplied: Vec::new(),
            picked: Vec::new(),
            is_flattened: false,
            blocks: Vec::new(),
            origins: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// Which of its listed columns a name means.
    pub(super) fn listed(&self, columns: &[Column], name: Spelling<'_>) -> Named {
        let name_of = |position: usize| columns[position].name.as_ref();
        let names = self
            .names
            .get_or_init(|| NameIndex::new(columns.len(), name_of));
        names.find(name, name_of)
    }
}

/// The columns of a [`RowSet`].
#[derive(Debug, Clone)]
pub enum Columns {
    /// Those of a relation outside the query.
    Read(ReadId),
    /// These.
    Listed(Arc<[Column]>),
    /// Not known, and whose they are.
    Unknown(Arc<str>),
}

/// A column of a SELECT, CTE or subquery.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name; `None` for an expression without an alias.
    pub name: Option<Identifier>,
    /// Where it is named; for a column that a star yields, the star.
    pub place: SqlPlace,
    /// What is known of its values.
    pub value: Value,
}

impl Model<'_> {
    /// The columns of a row set, or whose columns are not known.
    pub fn columns(&self, rows: RowSetId) -> Result<Arc<[Column]>, Arc<str>> {
        match &self.row_sets[rows].columns {
            Columns::Listed(columns) => Ok(Arc::clone(columns)),
            Columns::Unknown(of) => Err(Arc::clone(of)),
            Columns::Read(read) => {
                let read = &self.reads[*read];
                let columns = read.relation.as_ref();
                let columns = columns.and_then(|relation| relation.columns.as_ref());
                let columns = columns.ok_or_else(|| format!("`{}`", read.name))?;
                let numbered = columns.iter().zip(read.first_origin..);
                Ok(numbered
                    .map(|(column, number)| column_read(column, number))
                    .collect())
            }
        }
    }

    /// All columns outside the query that the columns of a row set are computed from.
    pub fn origins_of(&self, rows: RowSetId) -> Origins {
        let rows = &self.row_sets[rows];
        let found = rows.origins.get_or_init(|| self.origins_so_far(rows));
        found.clone()
    }

    /// The same while the query is looked at: columns that are not declared become known as they are named.
    pub(super) fn origins_so_far(&self, rows: &RowSet) -> Origins {
        match &rows.columns {
            Columns::Listed(columns) => {
                let mut origins = Origins::default();
                for column in columns.iter() {
                    origins.extend(&column.value.origins);
                }
                origins
            }
            Columns::Unknown(_) => Origins::default(),
            Columns::Read(read) => self.reads[*read].origins.clone(),
        }
    }

    /// The columns that the query yields; `None` where a star stands for columns that are not known.
    pub fn output(&self) -> Option<Arc<[Column]>> {
        self.columns(self.root).ok()
    }
}

/// A column of a relation outside, as it is read; `number` is its own among the origins.
pub(super) fn column_read(column: &RelationColumn, number: u32) -> Column {
    Column {
        name: Some(column.name.clone()),
        place: SqlPlace::NOWHERE,
        value: Value {
            data_type: column.data_type,
            sign: column.sign,
            origins: Origins::one(number),
            time: Time::COLUMN,
            ..Value::default()
        },
    }
}
