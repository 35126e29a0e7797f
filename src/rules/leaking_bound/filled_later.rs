//! Questions whether a time is there that may have come later.

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::bounds::Side;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{Join, JoinKind};
use crate::sql::types::Type;

/// Questions whether a time is there that may have come after the as-of time: `cancelled_at is not null` of orders that were
/// placed before it.
pub(super) fn find(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let mut compared = Origins::default();
    for comparison in &lint.model.comparisons {
        compared.extend(&comparison.left.value.origins);
        compared.extend(&comparison.right.value.origins);
    }
    let mut findings = Vec::new();
    for test in &lint.model.null_tests {
        let numbers: Vec<u32> = test.origins.iter().collect();
        let [number] = numbers.as_slice() else {
            continue;
        };
        let Some(origin) = lint.model.origins.get(*number as usize) else {
            continue;
        };
        let Some(relation) = lint.model.reads[origin.read].relation.as_deref() else {
            continue;
        };
        let columns = relation.columns.as_deref().unwrap_or_default();
        let is_time = relation.position(&origin.column).is_some_and(|position| {
            matches!(columns[position].data_type, Type::Date | Type::Timestamp(_))
        });
        // Of an outer join, it asks whether there is a partner.
        let is_plain = lint
            .item_of(origin.read)
            .is_some_and(|item| match &item.join {
                Join::First | Join::Comma => true,
                Join::On { kind, .. } => *kind == JoinKind::Inner,
                Join::Cross => false,
            });
        let is_bounded = lint.bounds.iter().any(|bound| {
            bound.side == Side::Above
                && bound.comparison.holds
                && lint.reads_of(bound.origins).contains(&origin.read)
        });
        if relation.kind != RelationKind::Source
            || !is_time
            || !is_plain
            || !is_bounded
            || test.origins.meets(&compared)
        {
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, format!("a leak: `{}` may have been filled in after the as-of time", origin.column))
                .at_place(lint.place(test.place), "what was not known yet counts as known")
                .help(format!(
                    "ask for it at the as-of time: `{0} < '{{{{ ds }}}}'::date`, or `({0} is null or {0} >= '{{{{ ds }}}}'::date)`",
                    lint.named(origin.read, &origin.column)
                )),
        );
    }
    findings
}
