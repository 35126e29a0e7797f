//! Scalar expressions.

use sqlparser::ast::{CaseWhen, Expr, Ident, Spanned, TypedString, Value};

use super::functions::datetime_format;
use super::kind::{is_temporal, is_text};
use super::{Lowering, folded, literal};

/// Whether an expression is a string literal that both engines read as the same date or time.
fn is_iso_date(expr: &Expr) -> bool {
    literal::as_string(expr).is_some_and(datetime_format::is_iso_date)
}

/// Words that Snowflake reads as a call without parentheses.
const CALLS_WITHOUT_PARENTHESES: [&str; 10] = [
    "CURRENT_DATE",
    "CURRENT_TIMESTAMP",
    "CURRENT_TIME",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "SYSDATE",
    "CURRENT_USER",
    "CURRENT_ROLE",
    "CURRENT_SCHEMA",
    "CURRENT_DATABASE",
];

impl Lowering {
    /// An expression where a VARIANT would mean something else on DuckDB than on Snowflake.
    pub(super) fn scalar(&mut self, expr: &Expr) -> String {
        if self.is_variant(expr) {
            return self.refuse(
                expr.span(),
                "a VARIANT used without a cast",
                Some("cast it, as in `v:key::FLOAT` or `v:key::VARCHAR`"),
            );
        }
        self.any_value(expr)
    }

    /// An operand that gives its type to no result, such as a side of a comparison or a position: integers stand as they
    /// were written.
    pub(super) fn operand(&mut self, expr: &Expr) -> String {
        match (literal::as_integer(expr), expr) {
            (Some(value), _) if value < 0 => format!("({value})"),
            (Some(value), _) => value.to_string(),
            (None, Expr::Nested(inner)) => self.operand(inner),
            (None, Expr::BinaryOp { left, op, right })
                if literal::as_short_integer(expr).is_some() =>
            {
                format!("({} {op} {})", self.operand(left), self.operand(right))
            }
            _ => self.scalar(expr),
        }
    }

    /// An expression used as text: what is not text becomes it, as by Snowflake's implicit cast.
    pub(super) fn text(&mut self, expr: &Expr) -> String {
        let value = self.any_value(expr);
        if is_text(expr) {
            value
        } else {
            format!("sf_text({value})")
        }
    }

    /// An expression used as a timestamp, whatever it is: the macro for it repeats its argument often, so what is known
    /// to be a date or time goes without.
    pub(super) fn timestamp(&mut self, expr: &Expr) -> String {
        let value = self.any_value(expr);
        if is_temporal(expr) || is_iso_date(expr) {
            format!("CAST({value} AS TIMESTAMP)")
        } else {
            format!("sf_timestamp({value})")
        }
    }

    /// An expression used as a date or time; a string literal becomes a timestamp.
    pub(super) fn temporal(&mut self, expr: &Expr) -> String {
        let value = self.scalar(expr);
        if is_iso_date(expr) {
            format!("CAST({value} AS TIMESTAMP)")
        } else if literal::as_string(expr).is_some() {
            format!("sf_timestamp({value})")
        } else {
            value
        }
    }

    pub(super) fn scalars(&mut self, exprs: &[Expr]) -> String {
        let parts: Vec<String> = exprs.iter().map(|expr| self.scalar(expr)).collect();
        parts.join(", ")
    }

    /// Any expression, VARIANT or not.
    pub(super) fn any_value(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Identifier(ident) => self.column(ident),
            Expr::CompoundIdentifier(parts) => {
                self.refuse_missing(parts);
                let parts: Vec<String> = parts.iter().map(|part| self.column_part(part)).collect();
                parts.join(".")
            }
            Expr::Nested(inner) => self.any_value(inner),
            Expr::Value(value) => self.value(value),
            Expr::TypedString(typed) => self.typed_string(typed),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::Cast {
                kind,
                expr,
                data_type,
                format,
            } => self.cast(kind, expr, data_type, format.as_ref()),
            Expr::Function(function) => self.function(function),
            Expr::Case {
                case_token: _,
                end_token: _,
                operand,
                conditions,
                else_result,
            } => self.case(operand.as_deref(), conditions, else_result.as_deref()),
            Expr::Subquery(query) => format!("({})", self.query(query)),
            Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::Exists { .. }
            | Expr::Between { .. }
            | Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::RLike { .. } => self.predicate(expr),
            Expr::Extract { .. }
            | Expr::Ceil { .. }
            | Expr::Floor { .. }
            | Expr::Position { .. }
            | Expr::Substring { .. }
            | Expr::Trim { .. } => self.syntax_function(expr),
            Expr::JsonAccess { value, path } => self.json_access(value, path),
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.field_access(root, access_chain)
            }
            Expr::Array(array) => {
                let elements: Vec<String> = array
                    .elem
                    .iter()
                    .map(|element| self.any_value(element))
                    .collect();
                format!("json_array({})", elements.join(", "))
            }
            Expr::Interval(_) => self.refuse(
                expr.span(),
                "INTERVAL outside of date arithmetic",
                Some("use DATEADD"),
            ),
            Expr::Collate { .. } => self.refuse(
                expr.span(),
                "COLLATE",
                Some("compare LOWER(…) of both sides"),
            ),
            Expr::AtTimeZone { .. } => self.refuse(
                expr.span(),
                "AT TIME ZONE",
                Some("keep times UTC and naive: TIMESTAMP_NTZ"),
            ),
            Expr::Tuple(_) => self.refuse(
                expr.span(),
                "a row of several values",
                Some("compare the columns one by one"),
            ),
            Expr::OuterJoin(_) => self.refuse(
                expr.span(),
                "the join operator `(+)`",
                Some("use LEFT JOIN"),
            ),
            Expr::Prior(_) => self.refuse_at(expr, "PRIOR"),
            Expr::Lambda(_) => self.refuse_at(expr, "a lambda function"),
            Expr::Dictionary(_) => self.refuse(
                expr.span(),
                "an object constant",
                Some("use OBJECT_CONSTRUCT"),
            ),
            Expr::AnyOp { .. } | Expr::AllOp { .. } => {
                self.refuse_at(expr, "a comparison with ANY or ALL")
            }
            Expr::SimilarTo { .. } => self.refuse_at(expr, "SIMILAR TO"),
            Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => {
                self.refuse_at(expr, "`*` in this place")
            }
            _ => self.refuse_at(expr, "this kind of expression"),
        }
    }

    fn column(&mut self, ident: &Ident) -> String {
        if ident.quote_style.is_none() {
            let name = folded(ident);
            if CALLS_WITHOUT_PARENTHESES.contains(&name.as_str()) {
                return self.not_reproducible(ident, &name);
            }
            if let Some(missing) = self.missing_here(&name) {
                return self.refuse_column(ident, missing);
            }
        }
        self.column_part(ident)
    }

    /// Refuses `f.path` of a FLATTEN, and the next value of a sequence.
    fn refuse_missing(&mut self, parts: &[Ident]) {
        let [.., relation, column] = parts else {
            return;
        };
        let (relation, name) = (folded(relation), folded(column));
        let missing = self.missing.iter();
        let missing = missing.rev().find(|missing| missing.relation == relation);
        match missing {
            Some(missing) if missing.columns.contains(&name.as_str()) => {
                let function = missing.function;
                self.refuse_column(column, function);
            }
            None if name == "NEXTVAL" => {
                self.not_reproducible(column, &name);
            }
            _ => {}
        }
    }

    fn refuse_column(&mut self, column: &Ident, function: &str) -> String {
        self.refuse(
            column.span,
            format!("the column {} of {function}", folded(column)),
            Some("use INDEX or KEY, and a key of the row to the left"),
        )
    }

    fn column_part(&mut self, ident: &Ident) -> String {
        if ident.quote_style.is_none()
            && let Some(position) = ident.value.strip_prefix('$')
        {
            return match position.parse::<u32>() {
                Ok(position) if self.reads_values => format!("\"COLUMN{position}\""),
                _ => self.refuse(
                    ident.span,
                    format!("variable `{}`", ident.value),
                    Some("use `{{ var('name') }}`"),
                ),
            };
        }
        self.identifier(ident)
    }

    /// Refuses what gives another answer on every run.
    pub(super) fn not_reproducible(&mut self, ident: &Ident, name: &str) -> String {
        self.refuse(
            ident.span,
            format!("`{name}`, which gives another value on every run"),
            Some("use `{{ ds }}`, as in `'{{ ds }}'::DATE`"),
        )
    }

    fn typed_string(&mut self, typed: &TypedString) -> String {
        let TypedString {
            data_type,
            value,
            uses_odbc_syntax: _,
        } = typed;
        let Value::SingleQuotedString(_) = value.value else {
            return self.refuse(value.span, "this kind of literal", None);
        };
        let text = Expr::Value(value.clone());
        self.cast(&sqlparser::ast::CastKind::Cast, &text, data_type, None)
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        conditions: &[CaseWhen],
        else_result: Option<&Expr>,
    ) -> String {
        let mut text = "CASE".to_owned();
        if let Some(operand) = operand {
            text.push(' ');
            text.push_str(&self.scalar(operand));
        }
        for CaseWhen { condition, result } in conditions {
            text.push_str(&format!(
                " WHEN {} THEN {}",
                match operand {
                    Some(operand) => self.beside(operand, condition),
                    None => self.scalar(condition),
                },
                self.any_value(result)
            ));
        }
        if let Some(result) = else_result {
            text.push_str(&format!(" ELSE {}", self.any_value(result)));
        }
        text + " END"
    }
}
