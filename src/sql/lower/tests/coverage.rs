//! Every function of the allow list, with each number of arguments that its rule names, stands in a case.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use sqlparser::ast::{
    CastKind, CeilFloorKind, DateTimeField, Expr, FunctionArg, FunctionArgExpr, FunctionArguments,
    visit_expressions,
};

use super::cases::{cases, try_parse};
use crate::sql::lower::functions::{FAMILIES, MANY, Rule};
use crate::sql::lower::{Runs, functions};

/// The numbers of arguments with which a function's name stands in the cases.
type Calls = HashMap<String, BTreeSet<usize>>;

/// The calls in cases that run, and in those that are refused.
fn calls() -> (Calls, Calls) {
    let (mut run, mut refused) = (Calls::new(), Calls::new());
    for case in cases() {
        let Ok(query) = try_parse(&case.sql) else {
            continue;
        };
        let is_refused = case.expected.iter().any(|line| line.starts_with("x "));
        let calls = if is_refused { &mut refused } else { &mut run };
        let _ = visit_expressions(&query, |expr| {
            if let Some((name, count)) = call(expr) {
                calls.entry(name).or_default().insert(count);
            }
            ControlFlow::<()>::Continue(())
        });
    }
    (run, refused)
}

fn call(expr: &Expr) -> Option<(String, usize)> {
    let scaled = |field: &CeilFloorKind| match field {
        CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) => 1,
        _ => 2,
    };
    let (name, count) = match expr {
        Expr::Function(function) => {
            let count = match &function.args {
                FunctionArguments::List(list) => list
                    .args
                    .iter()
                    .filter(|arg| !matches!(arg, FunctionArg::Unnamed(FunctionArgExpr::Wildcard)))
                    .count(),
                _ => 0,
            };
            return Some((function.name.to_string().to_uppercase(), count));
        }
        Expr::Cast {
            kind: CastKind::TryCast,
            ..
        } => ("TRY_CAST", 1),
        Expr::Cast { .. } => ("CAST", 1),
        Expr::Extract { .. } => ("EXTRACT", 1),
        Expr::Ceil { field, .. } => ("CEIL", scaled(field)),
        Expr::Floor { field, .. } => ("FLOOR", scaled(field)),
        Expr::Position { .. } => ("POSITION", 2),
        Expr::Substring {
            substring_for,
            shorthand,
            ..
        } => (
            if *shorthand { "SUBSTR" } else { "SUBSTRING" },
            2 + usize::from(substring_for.is_some()),
        ),
        Expr::Trim {
            trim_what,
            trim_characters,
            ..
        } => (
            "TRIM",
            1 + usize::from(trim_what.is_some() || trim_characters.is_some()),
        ),
        _ => return None,
    };
    Some((name.to_owned(), count))
}

#[test]
fn every_rule_of_the_allow_list_has_a_case() {
    let (run, refused) = calls();
    let mut missing = Vec::new();
    for (name, least, most, rule) in FAMILIES.into_iter().flatten() {
        let is_refused = matches!(rule, Rule::Refused(_) | Rule::NotReproducible);
        let found = if is_refused { &refused } else { &run }.get(*name);
        let has = |count: &dyn Fn(usize) -> bool| {
            found.is_some_and(|found| found.iter().any(|found| count(*found)))
        };
        let complete = if is_refused {
            has(&|count| (*least..=*most).contains(&count))
        } else {
            has(&|count| count == *least)
                && (least == most
                    || has(&|count| count > *least && (count == *most || *most == MANY)))
        };
        if !complete {
            missing.push(format!(
                "{name} with {least} to {most} arguments, found {found:?}"
            ));
        }
    }
    assert!(missing.is_empty(), "no case for:\n{}", missing.join("\n"));
}

#[test]
fn every_listed_function_that_runs_has_a_case() {
    let (run, _) = calls();
    let listed = functions();
    let running: BTreeSet<&str> = listed
        .iter()
        .filter(|function| function.runs == Runs::Yes)
        .map(|function| function.name)
        .collect();
    let missing: Vec<_> = running
        .iter()
        .filter(|name| !run.contains_key(**name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(running.len() >= 220, "only {} functions", running.len());
}
