//! `dependency-cycle`: nodes read each other in a circle.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC105",
    name: "dependency-cycle",
    level: Level::Deny,
    summary: "nodes read each other in a circle",
    docs: r"## What
A table or feature view reads a relation that, directly or through others, is made from it. The message shows a shortest circle,
and a place for each step.

## Why
There is no order in which the nodes of a circle could be made. A table that asks itself how far it has come, as dbt's incremental models do with
`where created_at > (select max(created_at) from {{ this }})`, would compute nothing for a day that is filled in after a later one, and nobody would see
it: fsc knows from its ledger which as-of times are missing, so the query names its own instead.

## Bad
```sql
-- tables/a.sql
select x from search.b
-- tables/b.sql
select x from search.a
```
```sql
-- a merged table that reads itself
select order_id, created_at from shop.orders
where created_at > (select max(created_at) from {{ this }})
```

## Good
```sql
-- tables/a.sql
select x from production.raw
-- tables/b.sql
select x from search.a
```
```sql
-- the same table, merged day by day
select order_id, created_at from shop.orders
where created_at >= '{{ data_interval_start }}' and created_at < '{{ data_interval_end }}'
```
",
};

/// A node that reads the next one of a circle.
pub struct Step<'s> {
    /// The node that reads.
    pub reader: &'s str,
    /// What it reads.
    pub read: &'s str,
    /// Where.
    pub place: Place,
}

/// A circle of nodes, each step reading the next one's reader.
pub fn diagnostic(steps: &[Step<'_>]) -> Diagnostic {
    let path: Vec<String> = steps
        .iter()
        .map(|step| step.reader)
        .chain(steps.first().map(|step| step.reader))
        .map(|id| format!("`{id}`"))
        .collect();
    let message = match steps {
        [step] => format!("`{}` reads itself", step.reader),
        _ => format!("nodes read each other in a circle: {}", path.join(" → ")),
    };
    let finding = steps
        .iter()
        .fold(Diagnostic::new(&RULE, message), |diagnostic, step| {
            let label = format!("`{}` reads `{}`", step.reader, step.read);
            diagnostic.at_place(step.place.clone(), label)
        });
    match steps {
        [_] => finding
            .note("what it holds does not tell which rows are missing: a day that is filled in later would find nothing new")
            .help("bound the query by its as-of time, `where ordered_at >= '{{ data_interval_start }}'`; rows of before stay where it is merged"),
        _ => finding.help("move what both need into a table that reads neither"),
    }
}
