//! What a query does that lints look at: comparisons, calls, divisions, orders.

use sqlparser::ast::{Expr, Function, Spanned as _, WindowSpec};

use super::{BlockId, Value};
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::place::SqlPlace;
use crate::sql::function::{self, operator::Operator};
use crate::sql::types::Type;

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// The same as it stands in the text, where it is not under an odd number of NOT.
    pub written: Compare,
    /// Whether it is one end of a BETWEEN.
    pub is_between: bool,
    /// Whether it is one of several values of an IN that every row must satisfy.
    pub is_listed: bool,
    /// Whether it holds rows back: no OR around it lets the same rows pass, and no outer join keeps them all the same.
    pub holds: bool,
    /// Those of its columns whose rows an outer join keeps, whatever this says of them.
    pub kept: Origins,
    /// The left side.
    pub left: Operand<'q>,
    /// The right side.
    pub right: Operand<'q>,
}

impl Comparison<'_> {
    /// Where it stands in the text, with both of its sides.
    pub fn place(&self) -> SqlPlace {
        SqlPlace::of(self.left.expr.span().union(&self.right.expr.span()))
    }
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
    /// The conditions of CASE and IFF under which it is computed, those that cannot mention the denominator apart.
    pub guards: Vec<&'q Expr>,
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

/// `IS NULL` or `IS NOT NULL`.
#[derive(Debug)]
pub struct NullTest {
    /// The SELECT that it stands in.
    pub block: BlockId,
    /// Whether it is true of NULL, every NOT around it counted.
    pub asks_for_null: bool,
    /// What is asked is computed from.
    pub origins: Origins,
    /// Where it stands.
    pub place: SqlPlace,
}

/// A conversion that drops digits after the point.
#[derive(Debug)]
pub struct LostFraction<'q> {
    /// The conversion.
    pub expr: &'q Expr,
    /// Whether it is of a ratio; else it stands in an average.
    pub is_ratio: bool,
}

/// A conversion that is not written, and that DuckDB does not make as Snowflake does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// What is converted.
    pub converted: Converted,
    /// Where it stands.
    pub place: SqlPlace,
}

/// What is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Converted {
    /// One side of a comparison.
    Compared(Type, Type),
    /// A text that is an operand.
    Calculated(Operator),
    /// An argument.
    Passed {
        /// The function.
        function: &'static str,
        /// The type of the argument.
        found: Type,
        /// What the function takes: "a number".
        wanted: &'static str,
    },
    /// One of several values of which one is taken.
    Mixed(Type, Type),
}
