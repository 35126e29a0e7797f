//! Readings of a source without a bound, beside one with it.

use std::collections::{BTreeSet, HashMap};

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::sql::analyze::bounds::Side;
use crate::sql::analyze::model::ReadId;
use crate::sql::name::{Identifier, RelationName};

/// Readings of a source that nothing holds back, where the query holds back another reading of it: a share of all rows of all
/// times.
pub(super) fn find(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let mut held: HashMap<&RelationName, &Identifier> = HashMap::new();
    for bound in lint
        .bounds
        .iter()
        .filter(|bound| bound.side == Side::Above && bound.comparison.holds)
    {
        let origins = bound
            .origins
            .iter()
            .filter_map(|number| lint.model.origins.get(number as usize));
        for origin in origins {
            held.entry(&lint.model.reads[origin.read].name)
                .or_insert(&origin.column);
        }
    }
    if held.is_empty() || lint.has_own_times() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, (read, is_bounded)) in lint.model.reads.iter().zip(&lint.bounded).enumerate() {
        let Some(column) = held.get(&read.name).filter(|_| !is_bounded) else {
            continue;
        };
        let is_beyond = lint.beyond.iter().any(|beyond| beyond.read == number);
        if !lint.is_source(number)
            || is_beyond
            || lint.is_one_at_most(number)
            || !reported.insert(number)
        {
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                format!(
                    "a leak: `{}` is bounded elsewhere in the query, and not here",
                    read.name
                ),
            )
            .at_place(
                lint.place(read.place),
                "rows of after the as-of time take part",
            )
            .help(format!(
                "bound it as well: {}",
                lint.bound_for(number, column)
            )),
        );
    }
    findings
}
