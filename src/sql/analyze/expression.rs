//! Expressions: the type of their values, where the values come from, and what they say about time.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, Expr, Ident, Spanned, Subscript, Value as Literal,
};

use super::Analyzer;
use super::at::At;
use super::children::for_each_child;
use super::conversion::cast;
use super::cut::is_cut;
use super::instant::Time;
use super::model::{Clause, Compare, NullTest, Nulls, Value};
use super::place::SqlPlace;
use crate::sql::types::Type;

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
            Expr::Value(literal) => match &literal.value {
                Literal::Placeholder(sign) => self.numbered_in_scope(sign, at.scope),
                literal => self.literal(literal),
            },
            Expr::TypedString(typed) => {
                let value = self.literal(&typed.value.value);
                self.check_type(&typed.data_type, expr);
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
                self.check_type(data_type, inner);
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
                if matches!(expr, Expr::IsNull(_) | Expr::IsNotNull(_)) {
                    self.model.null_tests.push(NullTest {
                        block: at.block,
                        asks_for_null: matches!(expr, Expr::IsNull(_)) ^ at.is_negated,
                        origins: inner.origins.clone(),
                        place: SqlPlace::new(expr.span()),
                    });
                }
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
                if width == 1 {
                    self.note_joined(value.data_type, inner.data_type, SqlPlace::new(expr.span()));
                }
                value.take(&inner);
                Value {
                    data_type: Type::Boolean,
                    time: Time::Other,
                    ..value
                }
            }
            Expr::Exists { subquery, .. } => {
                let orders = self.model.orders.len();
                let inner = self.subquery(subquery, None, at);
                // Whichever rows it takes, there are some.
                if is_cut(subquery) && self.model.orders.len() > orders {
                    self.model.orders.pop();
                }
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
            // Under NOT, OR says that both are false.
            BinaryOperator::And if at.is_negated => return self.any(left, right, at),
            BinaryOperator::Or if !at.is_negated => return self.any(left, right, at),
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

/// The parts of an expression that is a column.
pub(super) fn column_parts(expr: &Expr) -> Option<&[Ident]> {
    match expr {
        Expr::Identifier(ident) => Some(std::slice::from_ref(ident)),
        Expr::CompoundIdentifier(parts) => Some(parts),
        Expr::Nested(inner) => column_parts(inner),
        _ => None,
    }
}
