//! The parts of an expression, one level down.

use sqlparser::ast::{
    AccessExpr, CaseWhen, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, JsonPathElem,
    Subscript, WindowType,
};

/// Calls `visit` for every expression that `expr` is directly made of, in the order of the text. Subqueries are not entered;
/// window specifications are.
pub fn for_each_child<'q>(expr: &'q Expr, mut visit: impl FnMut(&'q Expr)) {
    match expr {
        Expr::Nested(inner)
        | Expr::IsNull(inner)
        | Expr::IsNotNull(inner)
        | Expr::IsTrue(inner)
        | Expr::IsNotTrue(inner)
        | Expr::IsFalse(inner)
        | Expr::IsNotFalse(inner)
        | Expr::IsUnknown(inner)
        | Expr::IsNotUnknown(inner)
        | Expr::OuterJoin(inner)
        | Expr::Prior(inner)
        | Expr::UnaryOp { expr: inner, .. }
        | Expr::Cast { expr: inner, .. }
        | Expr::Extract { expr: inner, .. }
        | Expr::Ceil { expr: inner, .. }
        | Expr::Floor { expr: inner, .. }
        | Expr::Collate { expr: inner, .. }
        | Expr::Named { expr: inner, .. }
        | Expr::InSubquery { expr: inner, .. } => visit(inner),
        Expr::BinaryOp { left, right, .. }
        | Expr::AnyOp { left, right, .. }
        | Expr::AllOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right)
        | Expr::AtTimeZone {
            timestamp: left,
            time_zone: right,
        }
        | Expr::Position {
            expr: left,
            r#in: right,
        } => {
            visit(left);
            visit(right);
        }
        Expr::Between {
            expr, low, high, ..
        } => {
            visit(expr);
            visit(low);
            visit(high);
        }
        Expr::InList { expr, list, .. } => {
            visit(expr);
            list.iter().for_each(visit);
        }
        Expr::Like {
            expr,
            pattern,
            escape_char,
            ..
        }
        | Expr::ILike {
            expr,
            pattern,
            escape_char,
            ..
        }
        | Expr::SimilarTo {
            expr,
            pattern,
            escape_char,
            ..
        } => {
            visit(expr);
            visit(pattern);
            if let Some(escape) = escape_char {
                visit(escape);
            }
        }
        Expr::RLike { expr, pattern, .. } => {
            visit(expr);
            visit(pattern);
        }
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => {
            if let Some(operand) = operand {
                visit(operand);
            }
            for CaseWhen { condition, result } in conditions {
                visit(condition);
                visit(result);
            }
            if let Some(otherwise) = else_result {
                visit(otherwise);
            }
        }
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => {
            visit(expr);
            if let Some(from) = substring_from {
                visit(from);
            }
            if let Some(length) = substring_for {
                visit(length);
            }
        }
        Expr::Trim {
            expr,
            trim_what,
            trim_characters,
            ..
        } => {
            if let Some(what) = trim_what {
                visit(what);
            }
            visit(expr);
            trim_characters.iter().flatten().for_each(visit);
        }
        Expr::Tuple(items) => items.iter().for_each(visit),
        Expr::Array(array) => array.elem.iter().for_each(visit),
        Expr::Dictionary(fields) => fields.iter().for_each(|field| visit(&field.value)),
        Expr::Struct { values, .. } => values.iter().for_each(visit),
        Expr::Rollup(sets) | Expr::Cube(sets) | Expr::GroupingSets(sets) => {
            sets.iter().flatten().for_each(visit);
        }
        Expr::JsonAccess { value, path } => {
            visit(value);
            for element in &path.path {
                if let JsonPathElem::Bracket { key } | JsonPathElem::ColonBracket { key } = element
                {
                    visit(key);
                }
            }
        }
        Expr::CompoundFieldAccess { root, access_chain } => {
            visit(root);
            for access in access_chain {
                if let AccessExpr::Subscript(Subscript::Index { index }) = access {
                    visit(index);
                }
            }
        }
        Expr::Interval(interval) => visit(&interval.value),
        Expr::Function(function) => {
            if let FunctionArguments::List(list) = &function.args {
                for argument in &list.args {
                    if let FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))
                    | FunctionArg::Named {
                        arg: FunctionArgExpr::Expr(expr),
                        ..
                    } = argument
                    {
                        visit(expr);
                    }
                }
            }
            function
                .within_group
                .iter()
                .for_each(|item| visit(&item.expr));
            if let Some(WindowType::WindowSpec(window)) = &function.over {
                window.partition_by.iter().for_each(&mut visit);
                window.order_by.iter().for_each(|item| visit(&item.expr));
            }
        }
        _ => {}
    }
}

/// Calls `visit` for an expression and everything in it, subqueries apart, from the outside in.
pub fn walk<'q>(expr: &'q Expr, visit: &mut impl FnMut(&'q Expr)) {
    visit(expr);
    let mut parts = Vec::new();
    for_each_child(expr, |child| parts.push(child));
    for part in parts {
        walk(part, visit);
    }
}
