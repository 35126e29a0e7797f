//! Bounds that hold nothing back: another side of an OR, or an outer join, lets the same rows pass.

use std::collections::BTreeSet;

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::sql::analyze::bounds::Side;
use crate::sql::analyze::model::{Clause, ReadId};

/// Bounds that another side of an OR makes void, where nothing else holds the same rows back.
pub(super) fn find(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let void = lint.bounds.iter().filter(|bound| {
        let is_kept = bound.origins.meets(&bound.comparison.kept);
        (!is_kept || !lint.has_own_times())
            && (bound.side == Side::Above || is_kept && bound.side == Side::Both)
            && !bound.comparison.holds
            && matches!(bound.comparison.clause, Clause::Where | Clause::On)
    });
    let mut findings = Vec::new();
    for bound in void {
        let reads = lint.reads_of(bound.origins);
        let is_open = reads
            .iter()
            .any(|read| !lint.bounded[*read] && lint.is_source(*read));
        let known = reported.len();
        if is_open {
            reported.extend(&reads);
        }
        // What another bound of the same source was reported for is not said again.
        if reported.len() < known + reads.len() || !is_open {
            continue;
        }
        if bound.origins.meets(&bound.comparison.kept) {
            findings.push(
                Diagnostic::new(&RULE, "a leak: an outer join keeps the rows of after the as-of time, whatever its condition says of them")
                    .at_place(lint.place(bound.comparison.place()), "this only decides whether they find a partner")
                    .help(format!("write it in WHERE: `{} < '{{{{ ds }}}}'::date`, or where the rows are read, before the join", bound.column.expr)),
            );
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                "a leak: another side of an OR lets data of after the as-of time pass",
            )
            .at_place(
                lint.place(bound.comparison.place()),
                "this holds back nothing that the other side lets pass",
            )
            .help("bound every side of the OR, or write the bound beside it: `… and (… or …)`"),
        );
    }
    findings
}
