//! `implicit-cross-join`: two relations joined without a condition.

use sqlparser::ast::Expr;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::children::walk;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{Block, Clause, FromItem, Join, JoinKind};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC314",
    name: "implicit-cross-join",
    level: Level::Warn,
    summary: "two relations joined without a condition",
    docs: r"## What
Two relations stand side by side, after a comma or a JOIN without ON, and nothing connects them; or the condition of a join speaks of columns, and
of none of the relation that is joined (`join items i on o.id = o.id`). A relation of at most one row, `CROSS JOIN`,
and table functions are meant to have no condition.

## Why
Every row of one meets every row of the other: the result is wrong, or as large as their product.

## Cannot see
Conditions that a subquery adds. Conditions without columns, such as `on true`: they are read as meant. Relations whose columns are neither declared nor used. Which relations a condition connects: one with any
other is enough.

## Bad
```sql
select b.token as brand_token, count(*) as orders from shop.brands b, shop.orders o where o.created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select b.token as brand_token, count(*) as orders
from shop.brands b join shop.orders o on o.brand_id = b.id where o.created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every relation of every FROM clause.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (number, block) in lint.model.blocks.iter().enumerate() {
        for (position, item) in block.from.iter().enumerate() {
            let lacks_condition = match &item.join {
                Join::Comma => true,
                Join::On {
                    kind: JoinKind::Inner,
                    condition: None,
                    using,
                } => using.is_empty(),
                Join::On {
                    kind: JoinKind::Inner | JoinKind::Left | JoinKind::Right | JoinKind::Full,
                    condition: Some(_),
                    using,
                } if using.is_empty() => {
                    if is_passed_by(lint, number, block, position) && !is_single(lint, block, position) {
                        findings.push(passed_by(lint, item));
                    }
                    continue;
                }
                _ => false,
            };
            if !lacks_condition || is_single(lint, block, position) || is_connected(lint, number, block, position) {
                continue;
            }
            let name = item.name.as_ref().map_or("a subquery".to_owned(), |name| format!("`{name}`"));
            findings.push(
                Diagnostic::new(&RULE, format!("{name} is joined without a condition"))
                    .at_place(lint.place(item.place), "")
                    .help("join it with `on`, or write `cross join` where every pair is meant"),
            );
        }
    }
    findings
}

/// Whether the condition of a join speaks of columns, and of none of the relation that is joined, which no other condition
/// connects either.
fn is_passed_by(lint: &QueryLint<'_, '_>, number: usize, block: &Block<'_>, position: usize) -> bool {
    let Join::On { condition: Some(condition), .. } = &block.from[position].join else {
        return false;
    };
    let own = lint.model.origins_of(block.from[position].rows);
    let is_apart = || {
        let others = block.from.iter().enumerate().filter(|(other, _)| *other != position);
        !others.into_iter().any(|(_, item)| lint.model.origins_of(item.rows).meets(&own))
    };
    let mut has_subquery = false;
    let mut has_column = false;
    let mut is_named = false;
    walk(condition, &mut |part| {
        // By its name it is mentioned, whatever columns it has.
        if let (Expr::CompoundIdentifier(path), Some(name)) = (part, &block.from[position].name)
            && let [.., relation, _] = path.as_slice()
        {
            is_named |= relation.value.eq_ignore_ascii_case(name.as_written());
        }
        has_subquery |= matches!(part, Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. });
        has_column |= matches!(part, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
    });
    // Not by WHERE: a bound on its times joins nothing.
    let is_mentioned = || {
        lint.model.comparisons.iter().any(|comparison| {
            comparison.block == number
                && matches!(comparison.clause, Clause::On)
                && (comparison.left.value.origins.meets(&own) || comparison.right.value.origins.meets(&own))
        })
    };
    has_column
        && !has_subquery
        && !is_named
        && !own.is_empty()
        && is_apart()
        && !is_mentioned()
        && !is_connected(lint, number, block, position)
}

fn passed_by(lint: &QueryLint<'_, '_>, item: &FromItem<'_>) -> Diagnostic {
    let name = item.name.as_ref().map_or("the subquery".to_owned(), |name| format!("`{name}`"));
    Diagnostic::new(&RULE, format!("the condition of the join of {name} does not mention it: every pair of rows meets"))
        .at_place(lint.place(item.place), "")
        .help("compare a column of it in `on`, or write `cross join` where every pair is meant")
}

/// Whether one of the two sides has one row at most.
fn is_single(lint: &QueryLint<'_, '_>, block: &Block<'_>, position: usize) -> bool {
    let has_one_row = |position: usize| {
        let rows = &lint.model.row_sets[block.from[position].rows];
        rows.keys.iter().any(Vec::is_empty)
    };
    has_one_row(position) || (0..position).all(has_one_row)
}

/// Whether a condition of WHERE or ON connects a relation with another one of the FROM clause.
fn is_connected(lint: &QueryLint<'_, '_>, number: usize, block: &Block<'_>, position: usize) -> bool {
    let own = lint.model.origins_of(block.from[position].rows);
    if own.is_empty() {
        return true; // its columns are not known
    }
    let is_compared = lint.model.comparisons.iter().any(|comparison| {
        let (left, right) = (&comparison.left.value.origins, &comparison.right.value.origins);
        comparison.block == number
            && matches!(comparison.clause, Clause::Where | Clause::On)
            && !left.is_empty()
            && !right.is_empty()
            && left.meets(&own) != right.meets(&own)
    });
    let mut others = Origins::default();
    for (_, item) in block.from.iter().enumerate().filter(|(other, _)| *other != position) {
        others.extend(&lint.model.origins_of(item.rows));
    }
    // Of a common table expression beside itself the columns do not tell which of the two is meant.
    let is_apart = !own.meets(&others);
    is_compared
        || is_apart
            && block.conditions.iter().any(|condition| condition.meets(&own) && condition.meets(&others))
}
