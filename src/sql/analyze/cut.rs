//! LIMIT, FETCH and TOP: whether a query takes only some of its rows.

use sqlparser::ast::{
    Expr, LimitClause, Query, SetExpr, Spanned, Top, TopQuantity, Value as Literal,
};
use sqlparser::tokenizer::Span;

use super::place::SqlPlace;
use super::query::start;

/// Whether a query takes only some of its rows.
pub(super) fn is_cut(query: &Query) -> bool {
    query.limit_clause.is_some() || query.fetch.is_some() || top(query).is_some()
}

/// What cuts the rows of a query, and where it stands.
pub(super) fn cut_of(query: &Query) -> (&'static str, SqlPlace) {
    let (word, quantity) = if let Some(clause) = &query.limit_clause {
        let limit = match clause {
            LimitClause::LimitOffset { limit, .. } => limit.as_ref(),
            LimitClause::OffsetCommaLimit { limit, .. } => Some(limit),
        };
        ("LIMIT", limit)
    } else if let Some(fetch) = &query.fetch {
        ("FETCH", fetch.quantity.as_ref())
    } else {
        ("TOP", None)
    };
    // A number alone has a place, the clause around it has none.
    let span = quantity
        .map(Spanned::span)
        .filter(|span| *span != Span::empty());
    let place = match span {
        Some(span) => SqlPlace::new(span),
        None => start(&query.body),
    };
    (word, place)
}

/// Whether a query takes one row at most.
pub(super) fn is_one_row(query: &Query) -> bool {
    let limit = match &query.limit_clause {
        Some(LimitClause::LimitOffset { limit, .. }) => limit.as_ref(),
        Some(LimitClause::OffsetCommaLimit { limit, .. }) => Some(limit),
        None => query
            .fetch
            .as_ref()
            .and_then(|fetch| fetch.quantity.as_ref()),
    };
    limit.is_some_and(is_one) || top(query).is_some_and(is_top_one)
}

/// The TOP of a query whose whole body is a SELECT.
fn top(query: &Query) -> Option<&Top> {
    match query.body.as_ref() {
        SetExpr::Select(select) => select.top.as_ref(),
        _ => None,
    }
}

fn is_top_one(top: &Top) -> bool {
    !top.percent
        && !top.with_ties
        && match &top.quantity {
            Some(TopQuantity::Constant(number)) => *number == 1,
            Some(TopQuantity::Expr(expr)) => is_one(expr),
            None => false,
        }
}

/// Whether an expression is the number 1.
pub(super) fn is_one(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(&value.value, Literal::Number(text, _) if text == "1"))
}
