//! `fan-out`: a join multiplies the rows that an aggregate counts.

use std::collections::HashSet;

use sqlparser::ast::{DuplicateTreatment, FunctionArguments};

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::{Call, Matches, Repeated};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC309",
    name: "fan-out",
    level: Level::Warn,
    summary: "a join multiplies the rows that an aggregate counts",
    docs: r#"## What
An aggregate sums, averages or counts columns of one relation, and a join before it can give each of its rows several partners: the join's
columns cover no key of the other relation. Or `lateral flatten` does so, which makes a row of each element. The join may stand in a common
table expression or subquery, whose rows are passed on as they are.

## Why
A row with three partners is counted three times. The number looks plausible and is wrong.

## Cannot see
Relations whose keys are not known: give sources a `unique_key`. That the first relation multiplies a later one: `from items join prices` with
`sum(price)` is right where each item has its price, and wrong where an order has its total. `count(*)`, aggregates of several relations'
columns at once, and windows. A join further inside, where its rows are numbered or cut, pass a set operation, or are grouped or chosen by a
column of what repeats them. FLATTEN of which a condition asks for one element by equality.
A history of which a condition bounds one end only (`h.changed_at <= o.created_at`): all rows up to there match. MIN, MAX and `count(distinct …)` are not affected and not reported.

## Bad
```sql
-- items has unique_key = ["order_id", "position"]
select o.brand_token, sum(o.amount) as sales
from shop.orders o join shop.items i on i.order_id = o.id where o.created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select o.brand_token, sum(o.amount) as sales
from shop.orders o where o.created_at < '{{ ds }}'::date
    and exists (select 1 from shop.items i where i.order_id = o.id) group by 1
```
"#,
};

/// Checks every aggregate over a join.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let calls = lint.model.calls.iter().filter(|call| {
        call.function.over.is_none()
            && call.known.is_some_and(|known| known.repeats)
            && !is_distinct(call)
    });
    let mut findings = Vec::new();
    let mut reported = HashSet::new();
    for call in calls {
        let Some(block) = lint.block(call.block) else {
            continue;
        };
        let mut origins = crate::sql::analyze::lineage::Origins::default();
        for argument in &call.arguments {
            origins.extend(&argument.value.origins);
        }
        if origins.is_empty() {
            continue;
        }
        // What is aggregated all comes from one relation, and another one multiplies it.
        let holds = |position: usize| {
            let item = &block.from[position];
            lint.model.origins_of(item.rows).meets(&origins)
        };
        let holders: Vec<usize> = (0..block.from.len()).filter(|position| holds(*position)).collect();
        let [holder] = holders.as_slice() else {
            continue;
        };
        let multiplier = block.from.iter().enumerate().find(|(position, item)| {
            position != holder && *position > 0 && item.matches == Matches::Many
        });
        let Some((_, item)) = multiplier else { continue };
        let holder_name = block.from[*holder].name.as_ref().map_or("the other relation".to_owned(), |name| format!("`{name}`"));
        let name = item.name.as_ref().map_or("the subquery".to_owned(), |name| format!("`{name}`"));
        let function = call.known.map_or("aggregate", |known| known.name);
        reported.insert(call.place);
        findings.push(
            Diagnostic::new(
                &RULE,
                format!("`{function}` counts rows of {holder_name} several times: each can match many of {name}"),
            )
            .at_place(lint.place(call.place), "")
            .at_place(lint.place(item.place), "this join covers no key")
            .help("aggregate before joining, or join on a whole key"),
        );
    }
    findings.extend(further_inside(lint, &mut reported));
    findings
}

/// Aggregates over what a join in a common table expression or subquery repeats.
fn further_inside(lint: &QueryLint<'_, '_>, reported: &mut HashSet<SqlPlace>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for Repeated { call, multiplied } in &lint.model.repeated {
        let Some(call) = lint.model.calls.get(*call).filter(|call| !is_distinct(call)) else {
            continue;
        };
        if !reported.insert(call.place) {
            continue;
        }
        let function = call.known.map_or("aggregate", |known| known.name);
        let of = multiplied.of.as_ref().map_or("what it reads".to_owned(), |name| format!("`{name}`"));
        let by = multiplied.by.as_ref().map_or("the subquery".to_owned(), |name| format!("`{name}`"));
        findings.push(
            Diagnostic::new(
                &RULE,
                format!("`{function}` counts rows of {of} several times: each can match many of {by}"),
            )
            .at_place(lint.place(call.place), "")
            .at_place(lint.place(multiplied.place), "this join covers no key")
            .help("aggregate before joining, or join on a whole key")
            .help("or make the rows distinct again before they are aggregated"),
        );
    }
    findings
}

fn is_distinct(call: &Call<'_>) -> bool {
    matches!(&call.function.args, FunctionArguments::List(list)
        if list.duplicate_treatment == Some(DuplicateTreatment::Distinct))
}
