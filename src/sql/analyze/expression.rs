//! Expressions: the type of their values, where the values come from, and what they say about time.

use sqlparser::ast::{AccessExpr, BinaryOperator, Expr, Ident, Query, Spanned, Subscript};

use super::Analyzer;
use super::children::for_each_child;
use super::conversion::cast;
use super::instant::Time;
use super::model::{BlockId, Clause, Compare, Nulls, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::scope::ScopeId;
use super::sign::Sign;
use crate::sql::types::{Family, Type};

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) scope: ScopeId,
    pub(super) block: BlockId,
    pub(super) clause: Clause,
    /// Under nothing but AND, in a condition.
    pub(super) is_required: bool,
    /// Under NOT.
    pub(super) is_negated: bool,
    /// In the arguments of an aggregate.
    pub(super) in_aggregate: bool,
    /// In the argument of an average.
    pub(super) in_average: bool,
    /// In a window function.
    pub(super) in_window: bool,
}

impl At {
    pub(super) fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    pub(super) fn optional(self) -> Self {
        Self {
            is_required: false,
            ..self
        }
    }
}

impl<'q> Analyzer<'q, '_> {
    /// What is known of an expression; notes facts and problems on the way.
    pub(super) fn value(&mut self, expr: &'q Expr, at: At) -> Value {
        match expr {
            Expr::Identifier(ident) => {
                let value = self.unqualified(ident, at.scope, at.clause == Clause::OrderBy);
                self.check_alias(ident, &value, at);
                value
            }
            Expr::CompoundIdentifier(parts) => self.qualified(parts, at.scope),
            Expr::Nested(inner) => self.value(inner, at),
            Expr::Value(literal) => self.literal(&literal.value),
            Expr::TypedString(typed) => {
                let value = self.literal(&typed.value.value);
                cast(value, Type::of(&typed.data_type), false)
            }
            Expr::Interval(interval) => self.interval(interval, at),
            Expr::BinaryOp { left, op, right } => self.binary(expr, left, op, right, at),
            Expr::UnaryOp { op, expr: inner } => self.unary(expr, *op, inner, at),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => self.between(expr, low, high, *negated, at),
            Expr::Function(function) => self.call(function, at),
            Expr::Cast {
                kind,
                expr: inner,
                data_type,
                ..
            } => {
                let is_try = matches!(kind, sqlparser::ast::CastKind::TryCast);
                let value = self.value(inner, at.optional());
                let to = Type::of(data_type);
                if to.is_integer() {
                    self.note_lost_fraction(expr, inner, value.data_type, at);
                }
                cast(value, to, is_try)
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(operand.as_deref(), conditions, else_result.as_deref(), at),
            Expr::IsNull(inner)
            | Expr::IsNotNull(inner)
            | Expr::IsTrue(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotFalse(inner)
            | Expr::IsUnknown(inner)
            | Expr::IsNotUnknown(inner) => {
                let inner = self.value(inner, at.optional());
                let mut value = Value::of(Type::Boolean);
                value.take(&inner);
                value.nulls = Nulls::Never;
                value
            }
            Expr::IsDistinctFrom(left, right) => {
                self.comparison(left, Compare::NotEqual, right, at.optional())
            }
            Expr::IsNotDistinctFrom(left, right) => {
                self.comparison(left, Compare::Equal, right, at)
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => self.in_list(expr, list, *negated, at),
            Expr::InSubquery {
                expr,
                subquery,
                negated: _,
            } => {
                let mut value = self.value(expr, at.optional());
                let width = match expr.as_ref() {
                    Expr::Tuple(items) => items.len(),
                    _ => 1,
                };
                let inner = self.subquery(subquery, Some(width), at);
                value.take(&inner);
                Value {
                    data_type: Type::Boolean,
                    time: Time::Other,
                    ..value
                }
            }
            Expr::Exists { subquery, .. } => {
                let inner = self.subquery(subquery, None, at);
                let mut value = Value::of(Type::Boolean);
                value.take(&inner);
                value.nulls = Nulls::Never;
                value
            }
            Expr::Subquery(query) => {
                let mut value = self.subquery(query, Some(1), at);
                value.nulls = Nulls::Made;
                value
            }
            Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::RLike { .. }
            | Expr::SimilarTo { .. }
            | Expr::AnyOp { .. }
            | Expr::AllOp { .. } => self.computed(expr, Type::Boolean, at),
            Expr::JsonAccess { value, .. } => {
                let inner = self.value(value, at.optional());
                let mut value = Value::of(Type::Variant);
                value.take(&inner);
                value
            }
            Expr::CompoundFieldAccess { root, access_chain } => self.field(root, access_chain, at),
            Expr::Extract { .. }
            | Expr::Position { .. }
            | Expr::Ceil { .. }
            | Expr::Floor { .. }
            | Expr::Substring { .. }
            | Expr::Trim { .. } => self.syntax_call(expr, at),
            Expr::Overlay { .. } | Expr::Collate { .. } => self.computed(expr, Type::Text, at),
            Expr::Array(_) => self.computed(expr, Type::Array, at),
            Expr::Dictionary(_) | Expr::Map(_) | Expr::Struct { .. } => {
                self.computed(expr, Type::Object, at)
            }
            _ => self.computed(expr, Type::Unknown, at),
        }
    }

    /// A value of a type, computed from the parts of an expression that need no closer look.
    pub(super) fn computed(&mut self, expr: &'q Expr, data_type: Type, at: At) -> Value {
        let mut parts: Vec<&'q Expr> = Vec::new();
        for_each_child(expr, |child| parts.push(child));
        let mut value = Value::of(data_type);
        let mut nulls = Nulls::Never;
        for part in parts {
            let part = self.value(part, at.optional());
            value.take(&part);
            nulls = nulls.or(part.nulls);
        }
        value.nulls = nulls;
        value
    }

    pub(super) fn binary(
        &mut self,
        whole: &'q Expr,
        left: &'q Expr,
        op: &'q BinaryOperator,
        right: &'q Expr,
        at: At,
    ) -> Value {
        let compare = match op {
            BinaryOperator::And => {
                return self.both(left, right, at);
            }
            BinaryOperator::Or | BinaryOperator::Xor => {
                return self.both(left, right, at.optional());
            }
            BinaryOperator::Eq | BinaryOperator::Spaceship => Some(Compare::Equal),
            BinaryOperator::NotEq => Some(Compare::NotEqual),
            BinaryOperator::Lt => Some(Compare::Less),
            BinaryOperator::LtEq => Some(Compare::LessOrEqual),
            BinaryOperator::Gt => Some(Compare::Greater),
            BinaryOperator::GtEq => Some(Compare::GreaterOrEqual),
            _ => None,
        };
        if let Some(compare) = compare {
            return self.comparison(left, compare, right, at);
        }
        self.arithmetic(whole, left, op, right, at)
    }

    /// A truth value of two conditions.
    fn both(&mut self, left: &'q Expr, right: &'q Expr, at: At) -> Value {
        let mut value = self.condition(left, at);
        let other = self.condition(right, at);
        value.take(&other);
        value.nulls = value.nulls.or(other.nulls);
        boolean(value)
    }

    /// The value of an expression that must be true or false. Numbers and texts convert to truth values; times do not.
    pub(super) fn condition(&mut self, expr: &'q Expr, at: At) -> Value {
        let value = self.value(expr, at);
        self.note_condition(expr, &value, at);
        if matches!(
            value.data_type.family(),
            Some(Family::Datetime | Family::Time)
        ) {
            self.problem(Problem::Condition {
                data_type: value.data_type,
                place: SqlPlace::new(expr.span()),
            });
        }
        value
    }

    /// Notes what a condition that every row must satisfy is computed from. Of an AND, its sides are noted.
    fn note_condition(&mut self, expr: &Expr, value: &Value, at: At) {
        let mut bare = expr;
        while let Expr::Nested(inner) = bare {
            bare = inner;
        }
        let is_and = matches!(
            bare,
            Expr::BinaryOp {
                op: BinaryOperator::And,
                ..
            }
        );
        if at.is_required
            && !is_and
            && matches!(at.clause, Clause::Where | Clause::On)
            && let Some(block) = self.model.blocks.get_mut(at.block)
        {
            block.conditions.push(value.origins.clone());
        }
    }

    /// Where an aggregate cannot stand, an alias that stands for one cannot either.
    fn check_alias(&mut self, ident: &Ident, value: &Value, at: At) {
        let cannot_be = match at.clause {
            Clause::Where | Clause::On => value.is_aggregate || value.is_window,
            Clause::Having => value.is_window,
            _ => false,
        };
        if cannot_be && self.has_alias(at.scope, ident) {
            self.problem(Problem::Misplaced {
                function: ident.value.clone(),
                is_window: value.is_window,
                clause: at.clause,
                inside: None,
                place: SqlPlace::new(ident.span),
            });
        }
    }

    /// A subquery's first column; what decides its rows decides those of the query around. `width` is how many columns it
    /// must have.
    fn subquery(&mut self, query: &'q Query, width: Option<usize>, at: At) -> Value {
        let rows = self.query(query, Some(at.scope), None);
        let influences = self.model.row_sets[rows].influences.clone();
        if let Some(outer) = self.influences.last_mut() {
            outer.extend(&influences);
        }
        if let (Some(width), Ok(columns)) = (width, self.columns(rows))
            && columns.len() != width
        {
            self.problem(Problem::Width {
                message: format!(
                    "this subquery yields {}, where {width} {} needed",
                    counted(columns.len(), "column"),
                    if width == 1 { "is" } else { "are" }
                ),
                place: super::query::start(&query.body),
            });
        }
        match self.columns(rows) {
            Ok(columns) => columns
                .first()
                .map(|column| column.value.within())
                .unwrap_or_default(),
            Err(_) => Value::default(),
        }
    }

    fn field(&mut self, root: &'q Expr, chain: &'q [AccessExpr], at: At) -> Value {
        let mut value = self.value(root, at.optional());
        for access in chain {
            if let AccessExpr::Subscript(Subscript::Index { index }) = access {
                let index = self.value(index, at.optional());
                value.take(&index);
            }
        }
        Value {
            data_type: Type::Variant,
            nulls: Nulls::Unknown,
            time: Time::Other,
            ..value
        }
    }
}

/// A truth value, computed from another value.
pub(super) fn boolean(value: Value) -> Value {
    Value {
        data_type: Type::Boolean,
        time: Time::Other,
        sign: Sign::default(),
        ..value
    }
}

/// The parts of an expression that is a column.
pub(super) fn column_parts(expr: &Expr) -> Option<&[Ident]> {
    match expr {
        Expr::Identifier(ident) => Some(std::slice::from_ref(ident)),
        Expr::CompoundIdentifier(parts) => Some(parts),
        Expr::Nested(inner) => column_parts(inner),
        _ => None,
    }
}

/// `1 column`, `2 columns`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
