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
There is no order in which the nodes of a circle could be made.

## Bad
```sql
-- tables/a.sql
select x from search.b
-- tables/b.sql
select x from search.a
```

## Good
```sql
-- tables/a.sql
select x from production.raw
-- tables/b.sql
select x from search.a
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
    steps
        .iter()
        .fold(Diagnostic::new(&RULE, message), |diagnostic, step| {
            let label = format!("`{}` reads `{}`", step.reader, step.read);
            diagnostic.at_place(step.place.clone(), label)
        })
        .help("move what both need into a table that reads neither")
}
