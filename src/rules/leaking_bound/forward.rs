//! ASOF joins that look forward in time.

use std::collections::BTreeSet;

use sqlparser::ast::{Expr, JoinOperator};

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::sql::analyze::model::{Compare, ReadId};
use crate::sql::analyze::same::bare;

/// ASOF joins that take the next row of a source that nothing holds back: that of after the as-of time, where it is the next.
pub(super) fn find(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    if lint.has_own_times() {
        return Vec::new();
    }
    let joins = lint
        .model
        .blocks
        .iter()
        .flat_map(|block| &block.select.from)
        .flat_map(|table| &table.joins);
    let conditions = joins.filter_map(|join| match &join.join_operator {
        JoinOperator::AsOf {
            match_condition, ..
        } => match bare(match_condition) {
            Expr::BinaryOp { left, .. } => Some(left.as_ref()),
            _ => None,
        },
        _ => None,
    });
    let mut findings = Vec::new();
    for left in conditions {
        let mut comparisons = lint.model.comparisons.iter();
        let Some(comparison) =
            comparisons.find(|comparison| std::ptr::eq(comparison.left.expr, left))
        else {
            continue;
        };
        let late = match comparison.operator {
            Compare::Less | Compare::LessOrEqual => &comparison.right,
            Compare::Greater | Compare::GreaterOrEqual => &comparison.left,
            Compare::Equal | Compare::NotEqual => continue,
        };
        let numbers: Vec<u32> = late.value.origins.iter().collect();
        let [number] = numbers.as_slice() else {
            continue;
        };
        let Some(origin) = lint.model.origins.get(*number as usize) else {
            continue;
        };
        let read = &lint.model.reads[origin.read];
        if !lint.is_source(origin.read)
            || comparison.kept.contains(*number)
            || lint.bounded[origin.read]
            || !reported.insert(origin.read)
        {
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, format!("a leak: the next row of `{}` may be of after the as-of time", read.name))
                .at_place(lint.place(comparison.place()), "this looks forward, and nothing bounds what it finds")
                .help(format!(
                    "join what is known only: `asof join (select … from {} where {} < '{{{{ ds }}}}'::date)`",
                    read.name, origin.column
                ))
                .help("or look back: the last row before"),
        );
    }
    findings
}
