//! Whether two expressions say the same, compared part by part: their text is never written.
//!
//! Names are equal whatever their case. Which columns are the same depends on who asks: where scopes are known, those of one
//! [`ColumnId`](super::column_id); else a column without a qualifier may be that of any relation, so that `x` is `a.x`, but
//! `a.x` is not `b.x`. What is compared in no such way must be written alike, as far as the syntax tree tells: two
//! expressions that are the same may count as different, and never the other way round.

use std::mem::discriminant;

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CastFormat, CastKind, CeilFloorKind, DataType, DateTimeField, Expr,
    ExtractSyntax, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, JsonPath,
    ObjectName, TrimWhereField, UnaryOperator, Value,
};

use super::children::{for_each_child, walk};
use super::expression::column_parts;
use super::place::identifier;

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

/// An expression without the casts and brackets around it.
pub fn uncast(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(expr) | Expr::Cast { expr, .. } => uncast(expr),
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

/// The conditions that a condition is made of by AND, the last first.
pub(super) fn conjuncts(condition: &Expr) -> impl Iterator<Item = &Expr> {
    let mut open = vec![condition];
    std::iter::from_fn(move || {
        loop {
            match bare(open.pop()?) {
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::And,
                    right,
                } => open.extend([left.as_ref(), right.as_ref()]),
                other => return Some(other),
            }
        }
    })
}

/// Whether two expressions are the same, brackets, the case of names and qualifiers that are left out apart.
pub fn is_same(a: &Expr, b: &Expr) -> bool {
    is_same_where(a, b, &mut |a, b| {
        let mut pairs = a.iter().rev().zip(b.iter().rev());
        pairs.all(|(a, b)| is_same_name(a, b))
    })
}

/// Whether two expressions are the same, brackets and the case of names apart, where `is_same_column` tells of columns.
pub(super) fn is_same_where(
    a: &Expr,
    b: &Expr,
    is_same_column: &mut impl FnMut(&[Ident], &[Ident]) -> bool,
) -> bool {
    let (a, b) = (bare(a), bare(b));
    if let (Some(a), Some(b)) = (column_parts(a), column_parts(b)) {
        return is_same_column(a, b);
    }
    if discriminant(a) != discriminant(b) {
        return false;
    }
    match (frame(a), frame(b)) {
        (Some(a), Some(b)) if a == b => {}
        (Some(_), Some(_)) => return false,
        _ => return a == b,
    }
    let (a, b) = (children(a), children(b));
    // The right side of a long chain is short: it tells sooner.
    a.len() == b.len()
        && a.iter()
            .zip(&b)
            .rev()
            .all(|(a, b)| is_same_where(a, b, is_same_column))
}

/// What an expression is but for the expressions that it is made of: two of one kind with equal frames and the same parts
/// are the same.
#[derive(PartialEq)]
enum Frame<'q> {
    Plain,
    Flags([bool; 3]),
    Binary(&'q BinaryOperator),
    Unary(UnaryOperator),
    Cast(&'q CastKind, &'q DataType, Option<&'q CastFormat>),
    Extract(&'q DateTimeField, &'q ExtractSyntax),
    Rounded(&'q CeilFloorKind),
    Trim(Option<TrimWhereField>, bool),
    Path(&'q JsonPath),
    Fields(&'q [AccessExpr]),
    Call(Call<'q>),
}

/// `None` for a kind of expression that is only compared as it is written.
fn frame(expr: &Expr) -> Option<Frame<'_>> {
    Some(match expr {
        Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsTrue(_)
        | Expr::IsNotTrue(_)
        | Expr::IsFalse(_)
        | Expr::IsNotFalse(_)
        | Expr::IsDistinctFrom(..)
        | Expr::IsNotDistinctFrom(..)
        | Expr::Position { .. }
        | Expr::AtTimeZone { .. }
        | Expr::Tuple(_) => Frame::Plain,
        Expr::InList { negated, .. } | Expr::Between { negated, .. } => {
            Frame::Flags([*negated, false, false])
        }
        Expr::Like {
            negated,
            any,
            escape_char,
            ..
        }
        | Expr::ILike {
            negated,
            any,
            escape_char,
            ..
        } => Frame::Flags([*negated, *any, escape_char.is_some()]),
        Expr::Case {
            operand,
            else_result,
            ..
        } => Frame::Flags([operand.is_some(), else_result.is_some(), false]),
        Expr::Substring { substring_from, .. } => {
            Frame::Flags([substring_from.is_some(), false, false])
        }
        Expr::BinaryOp { op, .. } => Frame::Binary(op),
        Expr::UnaryOp { op, .. } => Frame::Unary(*op),
        Expr::Cast {
            kind,
            data_type,
            format,
            ..
        } => Frame::Cast(kind, data_type, format.as_ref()),
        Expr::Extract { field, syntax, .. } => Frame::Extract(field, syntax),
        Expr::Ceil { field, .. } | Expr::Floor { field, .. } => Frame::Rounded(field),
        Expr::Trim {
            trim_where,
            trim_what,
            ..
        } => Frame::Trim(*trim_where, trim_what.is_some()),
        Expr::JsonAccess { path, .. } => Frame::Path(path),
        Expr::CompoundFieldAccess { access_chain, .. } => Frame::Fields(access_chain),
        Expr::Function(function) => Frame::Call(Call(function)),
        _ => return None,
    })
}

/// A call without its arguments.
struct Call<'q>(&'q Function);

impl PartialEq for Call<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.0, other.0);
        a.name.0.len() == b.name.0.len()
            && folded(&a.name).eq(folded(&b.name))
            && has_same_arguments(&a.args, &b.args)
            && a.filter == b.filter
            && a.over == b.over
            && a.null_treatment == b.null_treatment
            && a.within_group == b.within_group
    }
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

/// A name in upper case, part by part.
pub(super) fn folded(name: &ObjectName) -> impl Iterator<Item = Option<String>> + '_ {
    let parts = name.0.iter();
    parts.map(|part| Some(part.as_ident()?.value.to_ascii_uppercase()))
}

fn children(expr: &Expr) -> Vec<&Expr> {
    let mut children = Vec::new();
    for_each_child(expr, |child| children.push(child));
    children
}

/// `x` is `"X"`, and not `"x"`.
fn is_same_name(a: &Ident, b: &Ident) -> bool {
    identifier(a).folded() == identifier(b).folded()
}

#[cfg(test)]
pub(super) mod tests {
    use sqlparser::dialect::SnowflakeDialect;
    use sqlparser::parser::Parser;

    use super::*;
    use crate::sql::analyze::fingerprint::Fingerprints;

    pub(in crate::sql::analyze) fn parsed(text: &str) -> Expr {
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
    fn parts_of_what_has_words_in_it() {
        for (a, b) in [
            ("x like 'a%'", "A.X like 'a%'"),
            ("x in (1, y)", "a.x in (1, a.y)"),
            ("x between y and 2", "a.x between Y and 2"),
            ("extract(year from x)", "extract(YEAR from a.x)"),
            ("trim(both 'a' from x)", "trim(both 'a' from X)"),
            ("substring(x from 1 for 2)", "substring(a.x from 1 for 2)"),
            ("(x, y)", "(a.x, y)"),
            ("x:k", "A.x:k"),
        ] {
            assert!(same(a, b), "{a}");
            let fingerprint = |text| Fingerprints::only(&parsed(text));
            assert_eq!(fingerprint(a), fingerprint(b), "{a}");
        }
        for (a, b) in [
            ("x like 'a%'", "x not like 'a%'"),
            ("x like 'a%'", "x like 'a%' escape 'b'"),
            ("x in (1, 2)", "x in (1)"),
            ("x in (1, 2)", "x not in (1, 2)"),
            ("x between 1 and 2", "x not between 1 and 2"),
            ("extract(year from x)", "extract(month from x)"),
            ("trim(leading 'a' from x)", "trim(trailing 'a' from x)"),
            ("substring(x from 2)", "substring(x for 2)"),
            ("x:k", "x:j"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
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
