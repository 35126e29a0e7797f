//! Whether two expressions say the same, compared part by part: their text is never written.
//!
//! Names are equal whatever their case; a column without a qualifier may be that of any relation, so that `x` is `a.x`, but
//! `a.x` is not `b.x`. What is compared in no such way must be written alike, as far as the syntax tree tells: two
//! expressions that are the same may count as different, and never the other way round.

use std::mem::discriminant;

use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, UnaryOperator, Value,
};

use crate::sql::analyze::children::{for_each_child, walk};

/// Whether an expression, or something in it, is the same as another, brackets apart.
pub fn mentions(whole: &Expr, wanted: &Expr) -> bool {
    let mut found = false;
    walk(whole, &mut |part| found = found || is_same(part, wanted));
    found
}

/// An expression without the brackets around it.
pub fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => bare(inner),
        other => other,
    }
}

/// Whether an expression begins with a minus, brackets apart.
pub fn is_negative(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            ..
        } => true,
        Expr::Value(value) => {
            matches!(&value.value, Value::Number(text, _) if text.starts_with('-'))
        }
        _ => false,
    }
}

/// Whether two expressions are the same, brackets, the case of names and qualifiers that are left out apart.
pub fn is_same(a: &Expr, b: &Expr) -> bool {
    let (a, b) = (bare(a), bare(b));
    if let (Some(a), Some(b)) = (column(a), column(b)) {
        return a
            .iter()
            .rev()
            .zip(b.iter().rev())
            .all(|(a, b)| is_same_name(a, b));
    }
    if discriminant(a) != discriminant(b) {
        return false;
    }
    let is_same_kind = match (a, b) {
        (Expr::BinaryOp { op: a, .. }, Expr::BinaryOp { op: b, .. }) => a == b,
        (Expr::UnaryOp { op: a, .. }, Expr::UnaryOp { op: b, .. }) => a == b,
        (
            Expr::Cast {
                kind: a,
                data_type: a_type,
                ..
            },
            Expr::Cast {
                kind: b,
                data_type: b_type,
                ..
            },
        ) => a == b && a_type == b_type,
        (Expr::Function(a), Expr::Function(b)) => {
            let name = |of: &sqlparser::ast::ObjectName| {
                of.0.iter()
                    .map(|part| {
                        part.as_ident()
                            .map(|ident| ident.value.to_ascii_uppercase())
                    })
                    .collect::<Vec<_>>()
            };
            name(&a.name) == name(&b.name)
                && has_same_arguments(&a.args, &b.args)
                && a.filter == b.filter
                && a.over == b.over
                && a.null_treatment == b.null_treatment
                && a.within_group == b.within_group
        }
        (Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::Case { .. }, _) => is_same_shape(a, b),
        _ => return a == b,
    };
    if !is_same_kind {
        return false;
    }
    let (a, b) = (children(a), children(b));
    // The right side of a long chain is short: it tells sooner.
    a.len() == b.len() && a.iter().zip(&b).rev().all(|(a, b)| is_same(a, b))
}

/// Whether two lists of arguments are alike but for the expressions in them.
fn has_same_arguments(a: &FunctionArguments, b: &FunctionArguments) -> bool {
    let (FunctionArguments::List(a), FunctionArguments::List(b)) = (a, b) else {
        return a == b;
    };
    let is_expr =
        |argument: &FunctionArg| matches!(argument, FunctionArg::Unnamed(FunctionArgExpr::Expr(_)));
    let mut pairs = a.args.iter().zip(&b.args);
    a.args.len() == b.args.len()
        && a.duplicate_treatment == b.duplicate_treatment
        && a.clauses == b.clauses
        && pairs.all(|(a, b)| is_expr(a) && is_expr(b) || a == b)
}

/// Whether the parts of two CASEs, and the like, stand at the same places.
fn is_same_shape(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (
            Expr::Case {
                operand: a,
                else_result: a_else,
                ..
            },
            Expr::Case {
                operand: b,
                else_result: b_else,
                ..
            },
        ) => a.is_some() == b.is_some() && a_else.is_some() == b_else.is_some(),
        _ => true,
    }
}

fn children(expr: &Expr) -> Vec<&Expr> {
    let mut children = Vec::new();
    for_each_child(expr, |child| children.push(child));
    children
}

fn column(expr: &Expr) -> Option<&[Ident]> {
    match expr {
        Expr::Identifier(ident) => Some(std::slice::from_ref(ident)),
        Expr::CompoundIdentifier(parts) => Some(parts),
        _ => None,
    }
}

fn is_same_name(a: &Ident, b: &Ident) -> bool {
    if a.quote_style.is_some() && b.quote_style.is_some() {
        a.value == b.value
    } else {
        a.value.eq_ignore_ascii_case(&b.value)
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::SnowflakeDialect;
    use sqlparser::parser::Parser;

    use super::*;

    fn parsed(text: &str) -> Expr {
        let dialect = SnowflakeDialect {};
        let mut parser = Parser::new(&dialect).try_with_sql(text).unwrap();
        parser.parse_expr().unwrap()
    }

    fn same(a: &str, b: &str) -> bool {
        is_same(&parsed(a), &parsed(b))
    }

    #[test]
    fn what_says_the_same() {
        assert!(same("a.X", "A.x"));
        assert!(same("x", "a.x"));
        assert!(same("SUM((x) + 1)", "sum(a.x + 1)"));
        assert!(same("count(*)", "COUNT(*)"));
        assert!(same("x::int", "X::int"));
        assert!(same(
            "case when x > 0 then 1 else 2 end",
            "case when X > 0 then 1 else 2 end"
        ));
    }

    #[test]
    fn what_does_not() {
        assert!(!same("a.x", "b.x"));
        assert!(!same("x + 1", "x - 1"));
        assert!(!same("sum(x)", "avg(x)"));
        assert!(!same("count(x)", "count(distinct x)"));
        assert!(!same("count(*)", "count(a.*)"));
        assert!(!same("x::int", "x::float"));
        assert!(!same("sum(a.x)", "sum(b.x)"));
        assert!(!same("'A'", "'a'"));
        assert!(!same(
            "case x when 1 then 2 end",
            "case when x then 1 else 2 end"
        ));
    }

    #[test]
    fn mentions_look_inside() {
        let whole = parsed("a.x > 0 and (coalesce(b.y, 0)) <> 0");
        assert!(mentions(&whole, &parsed("x")));
        assert!(mentions(&whole, &parsed("b.y")));
        assert!(!mentions(&whole, &parsed("b.x")));
    }

    #[test]
    fn minus_signs() {
        assert!(is_negative(&parsed("-(1)")));
        assert!(is_negative(&parsed("(-1)")));
        assert!(!is_negative(&parsed("1 - 2")));
    }
}
