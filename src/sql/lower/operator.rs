//! Binary and unary operators.

use sqlparser::ast::{BinaryOperator, Expr, Interval, Spanned, UnaryOperator};

use super::functions::datetime_part::DatePart;
use super::kind::{is_double, is_temporal, temporal_argument_type};
use super::{Lowering, literal};

impl Lowering {
    pub(super) fn binary(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr) -> String {
        use BinaryOperator as Op;
        match op {
            Op::And => self.chain(left, op, right, " AND "),
            Op::Or => self.chain(left, op, right, " OR "),
            Op::Plus => match (left, right) {
                (date, Expr::Interval(interval)) | (Expr::Interval(interval), date) => {
                    self.add_interval(date, interval, 1)
                }
                _ => self.sum(left, "+", right),
            },
            Op::Minus => match right {
                Expr::Interval(interval) => self.add_interval(left, interval, -1),
                _ => self.sum(left, "-", right),
            },
            Op::Multiply => {
                let whole = [left, right].map(literal::as_integer);
                let (left, right) = (self.factor(left), self.factor(right));
                match whole {
                    [None, None] => format!("sf_product({left}, {right})"),
                    _ => format!("({left} * {right})"),
                }
            }
            Op::Divide => {
                let is_plain = is_double(left)
                    && literal::as_integer(right).is_some_and(|divisor| divisor != 0);
                let (left, right) = (self.operand(left), self.operand(right));
                if is_plain {
                    format!("({left} / {right})")
                } else {
                    format!("sf_quotient({left}, {right})")
                }
            }
            Op::Modulo => {
                let (left, right) = (self.scalar(left), self.scalar(right));
                format!("sf_modulo({left}, {right})")
            }
            Op::StringConcat => {
                let (left, right) = (self.text(left), self.text(right));
                format!("({left} || {right})")
            }
            Op::Eq => self.infix(left, "=", right),
            Op::NotEq => self.infix(left, "<>", right),
            Op::Lt => self.infix(left, "<", right),
            Op::LtEq => self.infix(left, "<=", right),
            Op::Gt => self.infix(left, ">", right),
            Op::GtEq => self.infix(left, ">=", right),
            Op::Regexp => {
                let (left, right) = (self.text(left), self.text(right));
                format!("regexp_full_match({left}, {right})")
            }
            _ => self.refuse(left.span(), format!("operator `{op}`"), None),
        }
    }

    fn infix(&mut self, left: &Expr, op: &str, right: &Expr) -> String {
        if is_fraction_text(left) || is_fraction_text(right) {
            return self.fraction_text(left);
        }
        let (left, right) = match literal::as_date_word(left) {
            Some(_) => (self.beside(right, left), self.operand(right)),
            None => (self.operand(left), self.beside(left, right)),
        };
        format!("({left} {op} {right})")
    }

    /// What is compared with another value. A text that only DuckDB reads as a date is an error where that is a date.
    pub(super) fn beside(&mut self, other: &Expr, expr: &Expr) -> String {
        match literal::as_date_word(expr) {
            Some(word) => {
                let other = self.scalar(other);
                format!("sf_word_beside({other}, {})", literal::string(word))
            }
            None => self.operand(expr),
        }
    }

    /// A sum or a difference. Beside anything but a literal, an integer literal stands as it was written, since DuckDB
    /// adds no 64-bit integer to a DATE; where there is none, the macro chooses by type.
    fn sum(&mut self, left: &Expr, op: &str, right: &Expr) -> String {
        let sides = [left, right];
        if sides
            .map(literal::as_short_integer)
            .iter()
            .all(Option::is_some)
        {
            let (left, right) = (self.scalar(left), self.operand(right));
            return format!("({left} {op} {right})");
        }
        let is_plain = |side: &Expr| {
            literal::as_integer(side).is_some()
                || literal::as_short_integer(side).is_some()
                || literal::as_string(side).is_some()
        };
        if sides.into_iter().any(is_plain) || sides.into_iter().all(is_temporal) {
            return self.infix(left, op, right);
        }
        let (left, right) = (self.scalar(left), self.scalar(right));
        let name = if op == "+" { "sf_sum" } else { "sf_difference" };
        format!("{name}({left}, {right})")
    }

    /// DuckDB would round the text to a whole number beside an integer column.
    pub(super) fn fraction_text(&mut self, place: &Expr) -> String {
        let help = "write the number without quotes; for text, use LIKE";
        self.refuse(
            place.span(),
            "a comparison with a fraction in quotes",
            Some(help),
        )
    }

    /// `AND` and `OR` without recursion: generated SQL chains thousands of them.
    fn chain(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, separator: &str) -> String {
        let mut operands = vec![right];
        let mut rest = left;
        while let Expr::BinaryOp {
            left,
            op: inner,
            right,
        } = rest
            && inner == op
        {
            operands.push(right);
            rest = left;
        }
        operands.push(rest);
        let operands: Vec<String> = operands
            .into_iter()
            .rev()
            .map(|operand| self.scalar(operand))
            .collect();
        format!("({})", operands.join(separator))
    }

    /// An operand of `*`. An integer literal is a 32-bit integer to DuckDB, which `distance * 100000` would overflow.
    fn factor(&mut self, expr: &Expr) -> String {
        match literal::as_integer(expr) {
            Some(value) => format!("CAST({value} AS BIGINT)"),
            None => self.scalar(expr),
        }
    }

    pub(super) fn unary(&mut self, op: UnaryOperator, expr: &Expr) -> String {
        let operand = self.scalar(expr);
        match op {
            UnaryOperator::Minus => format!("(-{operand})"),
            UnaryOperator::Plus => operand,
            UnaryOperator::Not => format!("(NOT {operand})"),
            _ => self.refuse_at(expr, format!("operator `{op}`")),
        }
    }

    /// A date plus or minus an interval: each unit of a day or more keeps a DATE a DATE.
    fn add_interval(&mut self, date: &Expr, interval: &Interval, sign: i64) -> String {
        let Some(steps) = interval_steps(interval) else {
            return self.refuse_at(&*interval.value, "this form of INTERVAL");
        };
        let mut result = self.temporal(date);
        let mut kind = temporal_argument_type(date);
        for (amount, part) in steps {
            let known = kind.and_then(|kind| part.add_known(amount * sign, &result, kind));
            if let Some((added, of)) = known {
                (result, kind) = (added, Some(of));
                continue;
            }
            kind = None;
            match part.add(&(amount * sign).to_string(), &result) {
                Some(added) => result = added,
                None => return self.refuse_at(&*interval.value, "this unit of INTERVAL"),
            }
        }
        result
    }

    /// An interval as the bound of a RANGE frame.
    pub(super) fn frame_interval(&mut self, interval: &Interval) -> String {
        match interval_steps(interval).as_deref() {
            Some([(amount, part)]) if part.is_fixed_unit() => {
                format!("INTERVAL {amount} {}", part.name())
            }
            _ => self.refuse_at(&*interval.value, "this form of INTERVAL in a window frame"),
        }
    }
}

/// The steps of `INTERVAL '1 year, 2 months'` or `INTERVAL '7' DAY`, in order.
fn interval_steps(interval: &Interval) -> Option<Vec<(i64, DatePart)>> {
    let Interval {
        value,
        leading_field,
        leading_precision: None,
        last_field: None,
        fractional_seconds_precision: None,
    } = interval
    else {
        return None;
    };
    if let Some(field) = leading_field {
        let amount = match literal::as_string(value) {
            Some(text) => text.trim().parse().ok()?,
            None => literal::as_integer(value)?,
        };
        return Some(vec![(amount, DatePart::of_field(field)?)]);
    }
    let text = literal::as_string(value)?;
    text.split(',')
        .map(|step| {
            let mut words = step.split_whitespace();
            let amount = words.next()?.parse().ok()?;
            // Without a unit the amount is in seconds.
            let part = words
                .next()
                .map_or(Some(DatePart::Second), DatePart::named)?;
            words.next().is_none().then_some((amount, part))
        })
        .collect()
}

/// Whether an expression is a literal text such as `'1.5'`.
pub(super) fn is_fraction_text(expr: &Expr) -> bool {
    literal::as_string(expr)
        .is_some_and(|text| text.contains(['.', 'e', 'E']) && text.trim().parse::<f64>().is_ok())
}
