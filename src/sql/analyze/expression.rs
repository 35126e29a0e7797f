//! Expressions: the type of their values, where the values come from, and what they say about time.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CaseWhen, DataType, Expr, Ident, Query, Spanned, Subscript,
    UnaryOperator,
};

use super::Analyzer;
use super::children::for_each_child;
use super::instant::{self, DAY, Shift, Time};
use super::model::{
    BlockId, Clause, Compare, Comparison, Division, LostFraction, Nulls, Operand, Value,
};
use super::place::SqlPlace;
use super::problem::Problem;
use super::scope::ScopeId;
use super::sign::Sign;
use crate::sql::function::operator::{self, Operator};
use crate::sql::types::{Family, Type};

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) scope: ScopeId,
    pub(super) block: BlockId,
    pub(super) clause: Clause,
    /// Under nothing but AND, in a condition.
    pub(super) is_required: bool,
    /// In the arguments of an aggregate.
    pub(super) in_aggregate: bool,
    /// In the argument of an average.
    pub(super) in_average: bool,
}

impl At {
    pub(super) fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    fn optional(self) -> Self {
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
                self.unqualified(ident, at.scope, at.clause == Clause::OrderBy)
            }
            Expr::CompoundIdentifier(parts) => self.qualified(parts, at.scope),
            Expr::Nested(inner) => self.value(inner, at),
            Expr::Value(literal) => self.literal(&literal.value),
            Expr::TypedString(typed) => {
                let value = self.literal(&typed.value.value);
                cast(value, &typed.data_type, false)
            }
            Expr::Interval(interval) => self.interval(interval, at),
            Expr::BinaryOp { left, op, right } => self.binary(expr, left, op, right, at),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, at),
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
                if Type::of(data_type).is_integer() {
                    self.note_lost_fraction(expr, inner, value.data_type, at);
                }
                cast(value, data_type, is_try)
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
            | Expr::IsNotFalse(inner) => {
                let inner = self.value(inner, at.optional());
                let mut value = Value::of(Type::Boolean);
                value.from(&inner);
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
                let inner = self.subquery(subquery, at);
                value.from(&inner);
                Value {
                    data_type: Type::Boolean,
                    time: Time::Other,
                    ..value
                }
            }
            Expr::Exists { subquery, .. } => {
                let inner = self.subquery(subquery, at);
                let mut value = Value::of(Type::Boolean);
                value.from(&inner);
                value.nulls = Nulls::Never;
                value
            }
            Expr::Subquery(query) => {
                let mut value = self.subquery(query, at);
                value.nulls = Nulls::Made;
                value
            }
            Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::RLike { .. }
            | Expr::SimilarTo { .. } => self.computed(expr, Type::Boolean, at),
            Expr::AnyOp { .. } | Expr::AllOp { .. } => self.computed(expr, Type::Boolean, at),
            Expr::JsonAccess { value, .. } => {
                let inner = self.value(value, at.optional());
                let mut value = Value::of(Type::Variant);
                value.from(&inner);
                value
            }
            Expr::CompoundFieldAccess { root, access_chain } => self.field(root, access_chain, at),
            Expr::Extract { .. } | Expr::Position { .. } => self.computed(expr, Type::INTEGER, at),
            Expr::Ceil { expr: of, .. } | Expr::Floor { expr: of, .. } => {
                let inner = self.value(of, at.optional());
                if at.in_average {
                    self.note_lost_fraction(expr, of, inner.data_type, at);
                }
                let data_type = match inner.data_type {
                    Type::Number { precision, scale } => Type::Number {
                        precision: (precision - scale + u8::from(scale > 0)).clamp(1, 38),
                        scale: 0,
                    },
                    Type::Float => Type::Float,
                    _ => Type::Unknown,
                };
                let mut value = Value::of(data_type);
                value.from(&inner);
                value.nulls = inner.nulls;
                value
            }
            Expr::Substring { .. }
            | Expr::Trim { .. }
            | Expr::Overlay { .. }
            | Expr::Collate { .. } => self.computed(expr, Type::Text, at),
            Expr::AtTimeZone { .. } => self.computed(expr, Type::Unknown, at),
            Expr::Array(_) => self.computed(expr, Type::Array, at),
            Expr::Dictionary(_) | Expr::Map(_) | Expr::Struct { .. } => {
                self.computed(expr, Type::Object, at)
            }
            _ => self.computed(expr, Type::Unknown, at),
        }
    }

    /// Notes that `whole` drops the digits after the point of `inner`, where that matters: in an average, or of one, or of
    /// a ratio.
    pub(super) fn note_lost_fraction(
        &mut self,
        whole: &'q Expr,
        inner: &'q Expr,
        data_type: Type,
        at: At,
    ) {
        let has_fraction = matches!(data_type, Type::Float)
            || matches!(data_type, Type::Number { scale, .. } if scale > 0);
        let is_ratio = is_division(inner) || is_average(inner);
        if has_fraction && (at.in_average || is_ratio) {
            self.model.lost_fractions.push(LostFraction {
                expr: whole,
                is_ratio: !at.in_average,
            });
        }
    }

    /// A value of a type, computed from the parts of an expression that need no closer look.
    fn computed(&mut self, expr: &'q Expr, data_type: Type, at: At) -> Value {
        let mut parts: Vec<&'q Expr> = Vec::new();
        for_each_child(expr, |child| parts.push(child));
        let mut value = Value::of(data_type);
        let mut nulls = Nulls::Never;
        for part in parts {
            let part = self.value(part, at.optional());
            value.from(&part);
            nulls = nulls.or(part.nulls);
        }
        value.nulls = nulls;
        value
    }

    fn binary(
        &mut self,
        whole: &'q Expr,
        left: &'q Expr,
        op: &'q BinaryOperator,
        right: &'q Expr,
        at: At,
    ) -> Value {
        let compare = match op {
            BinaryOperator::And => {
                let mut value = self.value(left, at);
                value.from(&self.value(right, at));
                return boolean(value);
            }
            BinaryOperator::Or | BinaryOperator::Xor => {
                let mut value = self.value(left, at.optional());
                value.from(&self.value(right, at.optional()));
                return boolean(value);
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
        let arithmetic = Operator::of(op);
        if arithmetic.is_none() && *op != BinaryOperator::StringConcat {
            return self.computed(whole, Type::Unknown, at);
        }
        let left_value = self.value(left, at.optional());
        let right_value = self.value(right, at.optional());
        let (left_type, right_type) = (left_value.data_type, right_value.data_type);
        let data_type = match arithmetic {
            Some(operator) => operator::arithmetic(operator, left_type, right_type),
            None => operator::concatenation(left_type, right_type),
        };
        let data_type = data_type.unwrap_or_else(|refused| {
            self.problem(Problem::Operands {
                operator: op.to_string(),
                left: refused.left,
                right: refused.right,
                place: SqlPlace::new(whole.span()),
            });
            Type::Unknown
        });
        let mut value = Value {
            data_type,
            nulls: left_value.nulls.or(right_value.nulls),
            time: arithmetic.map_or(Time::Other, |operator| {
                moved(operator, &left_value, &right_value)
            }),
            ..Value::default()
        };
        if let Some(operator) = arithmetic {
            value.sign = Sign::of_operator(operator, left_value.sign, right_value.sign);
        }
        value.from(&left_value);
        value.from(&right_value);
        if arithmetic == Some(Operator::Divide) {
            self.model.divisions.push(Division {
                block: at.block,
                clause: at.clause,
                place: SqlPlace::new(right.span()),
                numerator: Operand {
                    expr: left,
                    value: left_value,
                },
                denominator: Operand {
                    expr: right,
                    value: right_value,
                },
                guards: self.guards.clone(),
            });
        }
        value
    }

    fn unary(&mut self, op: UnaryOperator, inner: &'q Expr, at: At) -> Value {
        let value = self.value(inner, at.optional());
        match op {
            UnaryOperator::Not => boolean(value),
            UnaryOperator::Minus => Value {
                time: match value.time {
                    Time::Number(number) => Time::Number(number.saturating_neg()),
                    _ => Time::Other,
                },
                sign: Sign {
                    never_negative: false,
                    ..value.sign
                },
                ..value
            },
            UnaryOperator::Plus => value,
            _ => Value {
                data_type: Type::Unknown,
                time: Time::Other,
                ..value
            },
        }
    }

    /// Notes a comparison.
    fn comparison(&mut self, left: &'q Expr, operator: Compare, right: &'q Expr, at: At) -> Value {
        let left_value = self.value(left, at.optional());
        let right_value = self.value(right, at.optional());
        self.check_comparable(&left_value, &right_value, left, right, operator);
        let mut value = Value::of(Type::Boolean);
        value.nulls = left_value.nulls.or(right_value.nulls);
        value.from(&left_value);
        value.from(&right_value);
        self.model.comparisons.push(Comparison {
            block: at.block,
            clause: at.clause,
            is_required: at.is_required,
            operator,
            is_between: false,
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
    ) {
        let is_time = |family| matches!(family, Some(Family::Datetime | Family::Time));
        let is_number = |family| matches!(family, Some(Family::Number | Family::Boolean));
        let (a, b) = (left.data_type.family(), right.data_type.family());
        if (is_time(a) && is_number(b)) || (is_number(a) && is_time(b)) {
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
    }

    fn between(
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
        let mut value = Value::of(Type::Boolean);
        for part in [&middle, &low_value, &high_value] {
            value.from(part);
        }
        if negated {
            return value;
        }
        for (operator, expr_of, side) in [
            (Compare::GreaterOrEqual, low, low_value),
            (Compare::LessOrEqual, high, high_value),
        ] {
            self.check_comparable(&middle, &side, expr, expr_of, operator);
            self.model.comparisons.push(Comparison {
                block: at.block,
                clause: at.clause,
                is_required: at.is_required,
                operator,
                is_between: true,
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

    fn in_list(&mut self, expr: &'q Expr, list: &'q [Expr], negated: bool, at: At) -> Value {
        let left = self.value(expr, at.optional());
        let mut value = Value::of(Type::Boolean);
        value.from(&left);
        let items: Vec<Value> = list
            .iter()
            .map(|item| self.value(item, at.optional()))
            .collect();
        for item in &items {
            value.from(item);
        }
        if let ([only], [item], false) = (list, items.as_slice(), negated) {
            self.model.comparisons.push(Comparison {
                block: at.block,
                clause: at.clause,
                is_required: at.is_required,
                operator: Compare::Equal,
                is_between: false,
                left: Operand { expr, value: left },
                right: Operand {
                    expr: only,
                    value: item.clone(),
                },
            });
        }
        value
    }

    fn case(
        &mut self,
        operand: Option<&'q Expr>,
        conditions: &'q [CaseWhen],
        otherwise: Option<&'q Expr>,
        at: At,
    ) -> Value {
        let mut value = Value::of(Type::Null);
        value.nulls = Nulls::Never;
        if let Some(operand) = operand {
            let operand = self.value(operand, at.optional());
            value.from(&operand);
        }
        let guards = self.guards.len();
        for CaseWhen { condition, result } in conditions {
            let test = self.value(condition, at.optional());
            value.from(&test);
            self.guards.push(condition);
            let result = self.value(result, at.optional());
            self.branch_value(&mut value, &result);
        }
        // ELSE is computed where none of the conditions holds: they still guard it.
        match otherwise {
            Some(otherwise) => {
                let otherwise = self.value(otherwise, at.optional());
                self.branch_value(&mut value, &otherwise);
            }
            None => value.nulls = Nulls::Made,
        }
        self.guards.truncate(guards);
        value
    }

    /// Puts the value of one branch beside those before it.
    pub(super) fn branch_value(&mut self, value: &mut Value, branch: &Value) {
        // The first branch stands alone; NULL has no sign.
        if value.data_type == Type::Null {
            value.sign = branch.sign;
        } else if branch.data_type != Type::Null {
            value.sign = value.sign.either(branch.sign);
        }
        value.data_type = value.data_type.common(branch.data_type);
        value.nulls = value.nulls.or(branch.nulls);
        value.from(branch);
    }

    /// A subquery's first column; what decides its rows decides those of the query around.
    fn subquery(&mut self, query: &'q Query, at: At) -> Value {
        let rows = self.query(query, Some(at.scope), None);
        let influences = self.model.row_sets[rows].influences.clone();
        if let Some(outer) = self.influences.last_mut() {
            outer.extend(&influences);
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
                value.from(&index);
            }
        }
        Value {
            data_type: Type::Variant,
            nulls: Nulls::Unknown,
            time: Time::Other,
            ..value
        }
    }

    /// `interval '7 days'`, `interval '1 day, 2 hours'`.
    fn interval(&mut self, interval: &'q sqlparser::ast::Interval, at: At) -> Value {
        let mut value = self.value(&interval.value, at.optional());
        value.data_type = Type::Interval;
        value.time = Time::Other;
        if let Expr::Value(literal) = interval.value.as_ref()
            && let Some(text) = literal.value.clone().into_string()
            && let Some(shift) = interval_shift(&text, interval.leading_field.as_ref())
        {
            // Relative to nothing: the operator adds it to a time.
            value.time = Time::Number(shift.seconds);
        }
        value
    }
}

fn interval_shift(text: &str, field: Option<&sqlparser::ast::DateTimeField>) -> Option<Shift> {
    if let Some(field) = field {
        return instant::shift(&field.to_string(), text.trim().parse().ok()?);
    }
    let mut whole = Shift::ZERO;
    for part in text.split(',') {
        let (number, unit) = part.trim().split_once(char::is_whitespace)?;
        let shift = instant::shift(unit.trim(), number.parse().ok()?)?;
        whole = Shift {
            seconds: whole.seconds.saturating_add(shift.seconds),
            is_exact: whole.is_exact && shift.is_exact,
        };
    }
    Some(whole)
}

/// What adding or subtracting says about time.
fn moved(op: Operator, left: &Value, right: &Value) -> Time {
    let seconds = |value: &Value| match (value.data_type, value.time) {
        (Type::Interval, Time::Number(seconds)) => Some(seconds),
        (_, Time::Number(days)) => Some(days.saturating_mul(DAY)),
        _ => None,
    };
    let by = |seconds: i64| Shift {
        seconds,
        is_exact: true,
    };
    let is_time = |value: &Value| {
        matches!(value.time, Time::AsOf(_))
            || (matches!(value.time, Time::Column { .. })
                && value.data_type.family() == Some(Family::Datetime))
    };
    match op {
        Operator::Add if is_time(left) => {
            seconds(right).map_or(Time::Other, |shift| left.time.moved(by(shift)))
        }
        Operator::Add if is_time(right) => {
            seconds(left).map_or(Time::Other, |shift| right.time.moved(by(shift)))
        }
        Operator::Subtract if is_time(left) && is_time(right) => {
            Time::between(right.time, left.time, DAY)
        }
        Operator::Subtract if is_time(left) => seconds(right).map_or(Time::Other, |shift| {
            left.time.moved(by(shift.saturating_neg()))
        }),
        _ => Time::Other,
    }
}

fn boolean(value: Value) -> Value {
    Value {
        data_type: Type::Boolean,
        time: Time::Other,
        sign: Sign::default(),
        ..value
    }
}

/// A value in another type. A time stays the same time; a DATE loses its hours.
pub(super) fn cast(value: Value, to: &DataType, is_try: bool) -> Value {
    let data_type = Type::of(to);
    let nulls = if is_try { Nulls::Made } else { value.nulls };
    converted(Value { nulls, ..value }, data_type)
}

/// A value converted to a type.
pub(super) fn converted(value: Value, data_type: Type) -> Value {
    let time = match data_type {
        Type::Date if value.data_type == Type::Date => value.time,
        Type::Date => value.time.truncated(DAY),
        Type::Timestamp(_) | Type::Text | Type::Unknown => value.time,
        Type::Number { .. } if matches!(value.time, Time::AsOf(_) | Time::Number(_)) => value.time,
        _ => Time::Other,
    };
    let keeps_sign = data_type == Type::Float
        || data_type == value.data_type
        || (data_type.is_integer() && value.data_type.is_integer());
    let sign = Sign {
        never_zero: value.sign.never_zero && keeps_sign,
        ..value.sign
    };
    Value {
        data_type,
        time,
        sign,
        ..value
    }
}

fn is_division(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_division(inner),
        Expr::BinaryOp { op, .. } => *op == BinaryOperator::Divide,
        _ => false,
    }
}

pub(super) fn is_average(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_average(inner),
        Expr::Function(function) => {
            let name = function.name.to_string();
            name.eq_ignore_ascii_case("AVG") || name.eq_ignore_ascii_case("MEDIAN")
        }
        _ => false,
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
