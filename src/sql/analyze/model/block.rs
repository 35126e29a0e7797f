//! One SELECT, as it is known: what it reads and how that is joined, what it yields, how it groups.

use sqlparser::ast::{Expr, Function, Query, Select};

use super::{RowSetId, Value};
use crate::sql::analyze::column_id::ColumnId;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::place::SqlPlace;
use crate::sql::analyze::scope::ScopeId;
use crate::sql::name::Identifier;

/// One SELECT.
#[derive(Debug)]
pub struct Block<'q> {
    /// Its text.
    pub select: &'q Select,
    /// The query whose body it is, with ORDER BY and LIMIT; none for a branch of a set operation.
    pub query: Option<&'q Query>,
    /// What its FROM reads.
    pub from: Vec<FromItem<'q>>,
    /// The columns that each condition of WHERE and ON is computed from, those apart that AND connects.
    pub conditions: Vec<Origins>,
    /// Its columns as they are written, less stars.
    pub projected: Vec<Projected<'q>>,
    /// The columns of FROM that stars yield, with their positions in the block's columns.
    pub(in crate::sql::analyze) starred: Vec<(usize, ColumnId)>,
    /// How rows are grouped; `None` when they are not.
    pub grouping: Option<Grouping<'q>>,
    /// Its `RANK`s and `DENSE_RANK`s, and whether no two rows share one; `None` where no key of the rows is known.
    pub(in crate::sql::analyze) ranks: Vec<(&'q Function, Option<bool>)>,
    /// What it yields.
    pub rows: RowSetId,
    pub(in crate::sql::analyze) scope: ScopeId,
    /// How many comparisons and calls there were before it: its own come later.
    pub(in crate::sql::analyze) comparisons_before: usize,
    pub(in crate::sql::analyze) calls_before: usize,
}

/// A relation in FROM.
#[derive(Debug)]
pub struct FromItem<'q> {
    /// Its alias or name.
    pub name: Option<Identifier>,
    /// Where it stands.
    pub place: SqlPlace,
    /// Its rows.
    pub rows: RowSetId,
    /// How it is joined to what stands before it.
    pub join: Join<'q>,
    /// How many of its rows a row of what stands before it can meet.
    pub matches: Matches,
}

/// How many rows of a relation a row of those before it can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matches {
    /// Not known, or narrowed down in a way that keys do not show: by the period asked for, or by what rows are grouped by.
    #[default]
    Unknown,
    /// One at most: what is equated covers one of its keys.
    AtMostOne,
    /// Several: it has keys, and what is equated covers none.
    Many,
}

/// How a relation is joined to those before it.
#[derive(Debug, Clone)]
pub enum Join<'q> {
    /// It is the first.
    First,
    /// After a comma.
    Comma,
    /// `CROSS JOIN`, a lateral subquery or a table function: meant to have no condition.
    Cross,
    /// `JOIN … ON`, `USING`, `NATURAL`, `ASOF`; the condition where there is one.
    On {
        /// Inner, left, …
        kind: JoinKind,
        /// `ON`.
        condition: Option<&'q Expr>,
        /// Columns of the new relation that equal one before it, whatever says so.
        using: Vec<Identifier>,
    },
}

/// Which rows without a partner a join keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinKind {
    /// None.
    Inner,
    /// Those before it.
    Left,
    /// Its own.
    Right,
    /// Both.
    Full,
    /// Those before it, with at most one partner each.
    AsOf,
    /// Only filters what stands before it.
    Semi,
}

/// A column of a select list.
#[derive(Debug)]
pub struct Projected<'q> {
    /// Its text.
    pub expr: &'q Expr,
    /// Its alias.
    pub alias: Option<Identifier>,
    /// Its position in the block's columns, where all before it are known.
    pub position: Option<usize>,
    /// What is known of it.
    pub value: Value,
    /// The column of FROM that it is, where it is one.
    pub(in crate::sql::analyze) column: Option<ColumnId>,
}

/// How rows are grouped.
#[derive(Debug)]
pub struct Grouping<'q> {
    /// What they are grouped by; none for an aggregate over all rows.
    pub keys: Vec<GroupKey<'q>>,
    /// ROLLUP, CUBE or GROUPING SETS: groups over several sets of keys.
    pub is_several: bool,
}

/// Something that rows are grouped by.
#[derive(Debug)]
pub struct GroupKey<'q> {
    /// Its text; for an alias or a number, that of the column it stands for.
    pub expr: &'q Expr,
    /// The select list's item that yields it.
    pub projected: Option<usize>,
    /// Whether the other keys decide its value: they hold a key of its relation.
    pub is_determined: bool,
    /// What is known of it.
    pub value: Value,
}
