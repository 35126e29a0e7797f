//! Truth values: conditions, and what connects them.

use sqlparser::ast::{BinaryOperator, Expr, Ident, Spanned};

use super::Analyzer;
use super::at::At;
use super::instant::Time;
use super::model::{Clause, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::sql::types::{Family, Type};

impl<'q> Analyzer<'q, '_> {
    /// A truth value of two conditions.
    pub(super) fn both(&mut self, left: &'q Expr, right: &'q Expr, at: At) -> Value {
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
    pub(super) fn check_alias(&mut self, ident: &Ident, value: &Value, at: At) {
        if !value.is_aggregate && !value.is_window {
            return;
        }
        let cannot_be = match at.clause {
            Clause::Where | Clause::On => true,
            Clause::Having => value.is_window,
            _ => false,
        };
        let inside = if at.in_aggregate {
            Some("an aggregate")
        } else if at.in_window && value.is_window {
            Some("another window function")
        } else {
            None
        };
        // ORDER BY may mean the column of that name inside of a function.
        let is_column = at.clause == Clause::OrderBy
            && (self.column_id(std::slice::from_ref(ident), at.scope)).is_some();
        let is_nested = inside.is_some() && !is_column;
        if (cannot_be || is_nested) && self.has_alias(at.scope, ident) {
            self.problem(Problem::Misplaced {
                function: ident.value.clone(),
                is_window: value.is_window,
                clause: at.clause,
                inside,
                place: SqlPlace::new(ident.span),
            });
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
