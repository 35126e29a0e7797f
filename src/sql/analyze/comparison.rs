//! Comparisons: noted for the lints, and checked for types that do not compare.

use sqlparser::ast::{Expr, Spanned};

use super::Analyzer;
use super::at::At;
use super::implicit::typed;
use super::lineage::Origins;
use super::model::{Compare, Comparison, Operand, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use crate::sql::types::Type;

impl<'q> Analyzer<'q, '_> {
    /// Notes a comparison.
    pub(super) fn comparison(
        &mut self,
        left: &'q Expr,
        operator: Compare,
        right: &'q Expr,
        at: At,
    ) -> Value {
        let literals = self.as_of_literals;
        let left_value = self.value(left, at.optional());
        let right_value = self.value(right, at.optional());
        self.can_be_text(left);
        self.can_be_text(right);
        if left_value.time.is_as_of() && right_value.time.is_as_of() {
            self.constant_literals += self.as_of_literals - literals;
        }
        self.check_comparable(&left_value, &right_value, left, right, operator);
        let mut value = Value::of(Type::Boolean);
        value.nulls = left_value.nulls.or(right_value.nulls);
        value.take(&left_value);
        value.take(&right_value);
        self.model.comparisons.push(Comparison {
            block: at.block,
            clause: at.clause,
            is_required: at.is_required,
            operator: if at.is_negated {
                operator.inverted()
            } else {
                operator
            },
            written: operator,
            is_between: false,
            is_listed: false,
            holds: true,
            kept: Origins::default(),
            left: Operand {
                expr: left,
                value: left_value,
            },
            right: Operand {
                expr: right,
                value: right_value,
            },
        });
        value
    }

    /// Snowflake compares a date with a number or truth value never, whatever their values.
    fn check_comparable(
        &mut self,
        left: &Value,
        right: &Value,
        left_expr: &Expr,
        right_expr: &Expr,
        operator: Compare,
    ) -> bool {
        let is_comparable = !left.data_type.excludes(right.data_type);
        if !is_comparable {
            let span = left_expr.span().union(&right_expr.span());
            self.problem(Problem::Operands {
                operator: match operator {
                    Compare::Equal => "=",
                    Compare::NotEqual => "<>",
                    Compare::Less => "<",
                    Compare::LessOrEqual => "<=",
                    Compare::Greater => ">",
                    Compare::GreaterOrEqual => ">=",
                }
                .to_owned(),
                left: left.data_type,
                right: right.data_type,
                place: SqlPlace::new(span),
            });
        }
        self.note_compared(typed(left_expr, left), typed(right_expr, right));
        is_comparable
    }

    pub(super) fn between(
        &mut self,
        expr: &'q Expr,
        low: &'q Expr,
        high: &'q Expr,
        negated: bool,
        at: At,
    ) -> Value {
        let middle = self.value(expr, at.optional());
        let low_value = self.value(low, at.optional());
        let high_value = self.value(high, at.optional());
        self.can_be_text(low);
        self.can_be_text(high);
        let mut value = Value::of(Type::Boolean);
        for part in [&middle, &low_value, &high_value] {
            value.take(part);
        }
        // One finding is enough where neither end can be compared.
        if self.check_comparable(&middle, &low_value, expr, low, Compare::GreaterOrEqual) {
            self.check_comparable(&middle, &high_value, expr, high, Compare::LessOrEqual);
        }
        if negated != at.is_negated {
            return value;
        }
        for (operator, expr_of, side) in [
            (Compare::GreaterOrEqual, low, low_value),
            (Compare::LessOrEqual, high, high_value),
        ] {
            self.model.comparisons.push(Comparison {
                block: at.block,
                clause: at.clause,
                is_required: at.is_required,
                operator,
                written: operator,
                is_between: true,
                is_listed: false,
                holds: true,
                kept: Origins::default(),
                left: Operand {
                    expr,
                    value: middle.clone(),
                },
                right: Operand {
                    expr: expr_of,
                    value: side,
                },
            });
        }
        value
    }

    pub(super) fn in_list(
        &mut self,
        expr: &'q Expr,
        list: &'q [Expr],
        negated: bool,
        at: At,
    ) -> Value {
        let left = self.value(expr, at.optional());
        let mut value = Value::of(Type::Boolean);
        value.take(&left);
        let items: Vec<Value> = list
            .iter()
            .map(|item| self.value(item, at.optional()))
            .collect();
        for (item, expr) in items.iter().zip(list) {
            value.take(item);
            self.can_be_text(expr);
        }
        for (item, item_expr) in items.iter().zip(list) {
            if !self.check_comparable(&left, item, expr, item_expr, Compare::Equal) {
                break;
            }
        }
        if negated != at.is_negated {
            return value;
        }
        // Of several values, those that are times may let in what was not known; only all of them together hold rows back.
        let holds = items.len() == 1 || items.iter().all(|item| item.time.is_as_of());
        for (item, item_expr) in items.iter().zip(list) {
            if items.len() > 1 && !item.time.is_as_of() {
                continue;
            }
            self.model.comparisons.push(Comparison {
                block: at.block,
                clause: at.clause,
                is_required: at.is_required && items.len() == 1,
                operator: Compare::Equal,
                written: Compare::Equal,
                is_between: false,
                is_listed: at.is_required && items.len() > 1,
                holds,
                kept: Origins::default(),
                left: Operand {
                    expr,
                    value: left.clone(),
                },
                right: Operand {
                    expr: item_expr,
                    value: item.clone(),
                },
            });
        }
        value
    }
}
