//! `division-by-zero`: a division whose denominator can be zero.

use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Value};

use super::Rule;
use super::query_lint::QueryLint;
use crate::sql::analyze::same::{mentions, uncast};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::bounds::Side;
use crate::sql::analyze::instant::{DAY, Time};
use crate::sql::analyze::model::Division;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC308",
    name: "division-by-zero",
    level: Level::Allow,
    summary: "a division whose denominator can be zero",
    docs: r#"## What
A division whose denominator the query itself shows to become zero: a difference, a `count_if`, a count of a column that an outer join leaves
NULL, a sum of flags, `coalesce(x, 0)`. It is not guarded by NULLIF, nor by a condition of WHERE, HAVING, CASE or IFF that mentions it.

## Why
Snowflake ends the whole statement with "Division by zero": one key without orders, and no value of the view is written.

## Cannot see
`%` and MOD. What a condition says of the denominator: one that mentions it counts as a guard, `x >= 0` too, and so do the branches of a CASE of which a condition mentions it. What the data rules out. Conditions in a subquery that the division's SELECT reads. Columns that hold zeros: of a denominator of which the query
shows nothing speaks `unguarded-division`. At first sight of queries that it was not tuned on, less than half of its findings were right, as
the data ruled the zero out: so this lint is off unless it is asked for.

## Bad
```sql
select brand_token, count_if(returned) / count_if(shipped) as return_rate from shop.orders where created_at < '{{ ds }}' group by 1
```

## Good
```sql
select brand_token, count_if(returned) / nullif(count_if(shipped), 0) as return_rate from shop.orders where created_at < '{{ ds }}' group by 1
```
"#,
};

/// Checks every division.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    unguarded(lint, &RULE, true)
}

/// The divisions that nothing guards: those of which the query shows that the denominator becomes zero, or the others.
pub(super) fn unguarded(
    lint: &QueryLint<'_, '_>,
    rule: &'static Rule,
    shows_zero: bool,
) -> Vec<Diagnostic> {
    let divisions = lint.model.divisions.iter();
    divisions
        .filter(|division| {
            let denominator = &division.denominator.value;
            !denominator.sign.never_zero
                && denominator.sign.shows_zero == shows_zero
                && denominator.data_type != Type::Null
                && !is_guarded(lint, division)
                && !is_bounded_age(lint, division)
        })
        .map(|division| {
            let written = division.denominator.expr.to_string();
            let shown = if written.chars().count() > 40 { "the denominator".to_owned() } else { format!("`{written}`") };
            Diagnostic::new(rule, format!("{shown} can be zero, which ends the statement"))
                .at_place(lint.place(division.place), "")
                .help("yield NULL instead: `nullif(…, 0)` around the denominator, or 0: `div0(a, b)`")
        })
        .collect()
}

/// Whether a condition under which the division is computed mentions the denominator, or what an aggregate of it is computed
/// from: `sum(x)` where `x > 0`.
fn is_guarded(lint: &QueryLint<'_, '_>, division: &Division<'_>) -> bool {
    let wanted = uncast(division.denominator.expr);
    if is_own_guard(wanted) {
        return true;
    }
    if division.guards.iter().any(|guard| mentions(guard, wanted)) {
        return true;
    }
    let Some(block) = lint.block(division.block) else {
        return false;
    };
    let select = block.select;
    let conditions = [&select.selection, &select.having, &select.qualify];
    if conditions.into_iter().flatten().any(|condition| mentions(condition, wanted)) {
        return true;
    }
    let aggregated = match wanted {
        Expr::Function(function) if function.over.is_none() => {
            let name = function.name.to_string().to_ascii_uppercase();
            let keeps = matches!(name.as_str(), "SUM" | "MIN" | "MAX" | "AVG" | "MEDIAN");
            arguments(function).first().copied().filter(|_| keeps)
        }
        _ => None,
    };
    // A count of nothing is told by no condition of WHERE.
    aggregated.is_some_and(|inner| {
        matches!(uncast(inner), Expr::Identifier(_) | Expr::CompoundIdentifier(_))
            && select.selection.as_ref().is_some_and(|condition| mentions(condition, uncast(inner)))
    })
}

/// Whether a denominator is a CASE or IFF of which each branch is another number than zero, NULL, or what its conditions ask
/// of: `iff(y > 0, y, null)`.
fn is_own_guard(denominator: &Expr) -> bool {
    let (conditions, branches): (Vec<&Expr>, Vec<&Expr>) = match denominator {
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => (
            operand.as_deref().into_iter().chain(conditions.iter().map(|when| &when.condition)).collect(),
            conditions.iter().map(|when| &when.result).chain(else_result.as_deref()).collect(),
        ),
        Expr::Function(function) if function.name.to_string().eq_ignore_ascii_case("IFF") => {
            match arguments(function).as_slice() {
                [condition, branches @ ..] => (vec![condition], branches.to_vec()),
                [] => return false,
            }
        }
        _ => return false,
    };
    branches.into_iter().map(uncast).all(|branch| match branch {
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.parse::<f64>().is_ok_and(|number| number != 0.0),
            Value::Null => true,
            _ => false,
        },
        _ => conditions.iter().any(|condition| mentions(condition, branch)),
    })
}

/// The plain arguments of a call.
fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else {
        return Vec::new();
    };
    list.args
        .iter()
        .filter_map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect()
}

/// Whether the denominator counts days, or less, from a time before the as-of time to it: one at least.
fn is_bounded_age(lint: &QueryLint<'_, '_>, division: &Division<'_>) -> bool {
    let value = &division.denominator.value;
    let Time::Age { unit, shift, .. } = value.time else {
        return false;
    };
    unit <= DAY
        && shift.seconds == 0
        && lint.bounds.iter().any(|bound| {
            bound.side == Side::Above
                && bound.limit.is_some_and(|limit| limit <= 0)
                && bound.comparison.is_required
                && bound.origins.meets(&value.origins)
                && lint.blocks_within(division.block).contains(&bound.comparison.block)
        })
}
