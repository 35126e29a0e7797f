//! Functions that the parser reads as syntax of their own, such as `EXTRACT(year FROM t)`: they mean what their rows in the
//! function table say, as if they were written with commas.

use sqlparser::ast::{CeilFloorKind, Expr, Spanned};
use sqlparser::tokenizer::Span;

use super::Analyzer;
use super::at::At;
use super::call::argument_literal;
use super::call_meaning::applied;
use super::literal;
use super::model::{Nulls, Value};
use crate::sql::function::{self, Argument};
use crate::sql::types::Type;

/// An argument in the order of the function's row.
enum Written<'q> {
    Expr(&'q Expr),
    /// A date part.
    Part,
    /// A number behind a comma.
    Scale(&'q sqlparser::ast::Value),
}

impl<'q> Analyzer<'q, '_> {
    pub(super) fn syntax_call(&mut self, whole: &'q Expr, at: At) -> Value {
        let Some((name, written)) = taken_apart(whole) else {
            return self.computed(whole, Type::Unknown, at);
        };
        let Some(known) = function::find(name) else {
            return self.computed(whole, Type::Unknown, at);
        };
        let inner = at.optional();
        let mut values: Vec<Value> = Vec::with_capacity(written.len());
        let mut arguments: Vec<Argument<'q>> = Vec::with_capacity(written.len());
        let mut spans: Vec<Span> = Vec::with_capacity(written.len());
        for argument in &written {
            let (value, literal, span) = match argument {
                Written::Expr(expr) => (
                    self.value(expr, inner),
                    argument_literal(expr, false),
                    expr.span(),
                ),
                // The parser knows it for one.
                Written::Part => {
                    let value = Value {
                        nulls: Nulls::Never,
                        ..Value::default()
                    };
                    (value, None, whole.span())
                }
                Written::Scale(number) => (
                    self.literal(number),
                    Some(literal::known(number)),
                    whole.span(),
                ),
            };
            arguments.push(Argument {
                data_type: value.data_type,
                literal,
            });
            values.push(value);
            spans.push(span);
        }
        if let [Written::Expr(only)] = written.as_slice()
            && known.drops_fraction
            && at.in_average
        {
            self.note_lost_fraction(whole, only, values[0].data_type, at);
        }
        let data_type = match known.check(&arguments) {
            Ok(()) => known.result(&arguments),
            Err(mismatch) => {
                self.mismatch(known, &mismatch, whole.span(), &spans);
                Type::Unknown
            }
        };
        let values: Vec<&Value> = values.iter().collect();
        applied(known, data_type, &values, &arguments, false)
    }
}

/// The function's name and its arguments.
fn taken_apart(whole: &Expr) -> Option<(&'static str, Vec<Written<'_>>)> {
    Some(match whole {
        Expr::Ceil { expr, field } => ("CEIL", rounded(expr, field)),
        Expr::Floor { expr, field } => ("FLOOR", rounded(expr, field)),
        Expr::Extract { expr, .. } => ("EXTRACT", vec![Written::Part, Written::Expr(expr)]),
        Expr::Position { expr, r#in } => {
            ("POSITION", vec![Written::Expr(expr), Written::Expr(r#in)])
        }
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => {
            let rest = [substring_from, substring_for].into_iter().flatten();
            let all = std::iter::once(expr).chain(rest);
            ("SUBSTRING", all.map(|expr| Written::Expr(expr)).collect())
        }
        Expr::Trim {
            expr,
            trim_what,
            trim_characters,
            ..
        } => {
            let characters = trim_characters.iter().flatten();
            let all = std::iter::once(expr.as_ref())
                .chain(trim_what.as_deref())
                .chain(characters);
            ("TRIM", all.map(Written::Expr).collect())
        }
        _ => return None,
    })
}

fn rounded<'q>(expr: &'q Expr, kind: &'q CeilFloorKind) -> Vec<Written<'q>> {
    match kind {
        CeilFloorKind::Scale(scale) => vec![Written::Expr(expr), Written::Scale(&scale.value)],
        CeilFloorKind::DateTimeField(_) => vec![Written::Expr(expr)],
    }
}
