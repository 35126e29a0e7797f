//! What a query means: what it reads, what it yields, and the facts that lints look at.
//!
//! A [`Model`] borrows the syntax tree and lives as long as the look at one query. Everything is kept in lists and named by
//! its position, so that a CTE that is read twice is there once.

use std::sync::Arc;

use sqlparser::ast::{Expr, Function, Query, Select, WindowSpec};

use super::catalog::Relation;
use super::instant::Time;
use super::lineage::{Influences, Origins};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::sql::function;
use crate::sql::name::{Identifier, RelationName};
use crate::sql::types::Type;

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
    /// Every function call.
    pub calls: Vec<Call<'q>>,
    /// Every division.
    pub divisions: Vec<Division<'q>>,
    /// Every order by which rows are picked.
    pub orders: Vec<Order>,
    /// Every conversion that drops the fractions of numbers that are averaged, or of a ratio.
    pub lost_fractions: Vec<LostFraction<'q>>,
    /// Every value that a sequence gives.
    pub sequences: Vec<SqlPlace>,
    /// What is wrong, in the order in which it was found.
    pub problems: Vec<Problem>,
    /// Whether anything in the query depends on the as-of time, comparisons of it with itself apart.
    pub uses_as_of: bool,
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
    pub(super) first_origin: u32,
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
    /// The SELECTs that it is made by, those inside them included.
    pub blocks: Vec<BlockId>,
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

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clause {
    /// The select list.
    Select,
    /// FROM: the arguments of a table function.
    From,
    /// The condition of a join.
    On,
    /// WHERE.
    Where,
    /// GROUP BY.
    GroupBy,
    /// HAVING.
    Having,
    /// QUALIFY.
    Qualify,
    /// ORDER BY.
    OrderBy,
}

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
    /// How rows are grouped; `None` when they are not.
    pub grouping: Option<Grouping<'q>>,
    /// What it yields.
    pub rows: RowSetId,
    pub(super) scope: super::scope::ScopeId,
    /// How many comparisons and calls there were before it: its own come later.
    pub(super) comparisons_before: usize,
    pub(super) calls_before: usize,
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
    pub(super) column: Option<super::scope::ColumnId>,
}

/// An order by which rows are picked: a window function's, or a LIMIT's.
#[derive(Debug)]
pub struct Order {
    /// What picks: "`ROW_NUMBER`", "`LIMIT`".
    pub what: String,
    /// Where it stands.
    pub place: SqlPlace,
    /// Whether no two rows are equal in it; `None` where no key of the rows is known.
    pub is_stable: Option<bool>,
}

/// A conversion that drops digits after the point.
#[derive(Debug)]
pub struct LostFraction<'q> {
    /// The conversion.
    pub expr: &'q Expr,
    /// Whether it is of a ratio; else it stands in an average.
    pub is_ratio: bool,
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

/// A comparison.
#[derive(Debug)]
pub struct Comparison<'q> {
    /// The SELECT that it stands in; none in a query without FROM of its own.
    pub block: BlockId,
    /// Where it stands there.
    pub clause: Clause,
    /// Whether every row must satisfy it: it stands in WHERE, HAVING, QUALIFY or ON, under nothing but AND.
    pub is_required: bool,
    /// Which comparison.
    pub operator: Compare,
    /// Whether it is one end of a BETWEEN.
    pub is_between: bool,
    /// The left side.
    pub left: Operand<'q>,
    /// The right side.
    pub right: Operand<'q>,
}

/// A kind of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `=`, `IS NOT DISTINCT FROM`, IN.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

impl Compare {
    /// What holds where this does not.
    pub fn inverted(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The same comparison read from right to left.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

/// A side of a comparison or division.
#[derive(Debug)]
pub struct Operand<'q> {
    /// Its text.
    pub expr: &'q Expr,
    /// What is known of it.
    pub value: Value,
}

/// A function call.
#[derive(Debug)]
pub struct Call<'q> {
    /// Its text.
    pub function: &'q Function,
    /// What is known of the function.
    pub known: Option<&'static function::Function>,
    /// Where its name stands.
    pub place: SqlPlace,
    /// The SELECT that it stands in.
    pub block: BlockId,
    /// Where it stands there.
    pub clause: Clause,
    /// Its arguments.
    pub arguments: Vec<Operand<'q>>,
    /// The window that it works on, also where OVER only names it.
    pub window: Option<&'q WindowSpec>,
}

/// A division.
#[derive(Debug)]
pub struct Division<'q> {
    /// The SELECT that it stands in.
    pub block: BlockId,
    /// Where it stands there.
    pub clause: Clause,
    /// What is divided.
    pub numerator: Operand<'q>,
    /// What it is divided by.
    pub denominator: Operand<'q>,
    /// Where the denominator stands.
    pub place: SqlPlace,
    /// The conditions of CASE and IFF under which it is computed.
    pub guards: Vec<&'q Expr>,
}
