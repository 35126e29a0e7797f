//! `binder-refuses`: DuckDB's binder refuses a query that fsc's analysis let pass.

use super::Rule;
use crate::bind::BinderRefusal;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::NodeName;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC203",
    name: "binder-refuses",
    level: Level::Deny,
    summary: "DuckDB's binder refuses a query that fsc found nothing wrong with",
    docs: r"## What
`fsc check --bind` makes everything that a query reads empty in memory, and asks DuckDB's binder about the query as it is
written for the embedded target. It refused this one, although fsc's own analysis let it pass. The reason is DuckDB's, about
the lowered text, so it has no place in the query; `fsc show NODE` prints that text.

## Why
The query would fail on the embedded target. Either something is wrong with it that fsc's analysis does not see, or DuckDB is
stricter than Snowflake, or the lowering is at fault: then please report it. It says nothing about Snowflake.

## Bad
```sql
select id as order_id from sales.orders       -- declared as `raw.sales.orders`
```

## Good
```sql
select id as order_id from raw.sales.orders
```
",
};

/// The binder refused the query of a node.
pub(crate) fn diagnostic(id: &str, name: &NodeName, refusal: &BinderRefusal, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, format!("DuckDB's binder refuses the query of `{id}`"))
        .at(span, "")
        .note(format!("DuckDB says: {}", refusal.reason));
    let finding = match &refusal.excerpt {
        Some(excerpt) => finding.note(format!("at `{excerpt}` in the lowered query")),
        None => finding,
    };
    finding.help(format!(
        "`fsc show {name}` prints the lowered query; where the fault is not in the query, it is one of fsc's"
    ))
}
