//! `select-star`: a star in what a feature view yields.

use sqlparser::ast::SelectItem;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Severity};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::model::Columns;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC311",
    name: "select-star",
    severity: Severity::Warning,
    summary: "a star in what a feature view yields",
    docs: r"## What
The select list of a feature view's query, or of a part of it that reads a source, is `*`.

## Why
A column that someone adds to the source changes the query without a change in the project: it is read, moved and paid for, and two columns
of one name stop the run.

## Cannot see
Nothing more than that; a star over a common table expression of the same query is fine and not reported.

## Bad
```sql
select * from shop.brand_totals
```

## Good
```sql
select brand_token, orders, sales from shop.brand_totals
```
",
};

/// Checks every star.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.view().is_none() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for block in &lint.model.blocks {
        let reads_source = block.from.iter().any(|item| match &lint.model.row_sets[item.rows].columns {
            Columns::Read(read) => lint.model.reads[*read]
                .relation
                .as_deref()
                .is_none_or(|relation| relation.kind == RelationKind::Source),
            Columns::Listed(_) | Columns::Unknown(_) => false,
        });
        if !reads_source {
            continue;
        }
        for item in &block.select.projection {
            let (SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options)) = item else {
                continue;
            };
            // What is named after EXCLUDE or REPLACE was thought about.
            if options.opt_exclude.is_some() || options.opt_ilike.is_some() {
                continue;
            }
            let place = SqlPlace::of(options.wildcard_token.0.span);
            findings.push(
                Diagnostic::new(&RULE, "`*` takes whatever columns the source has")
                    .at_place(lint.place(place), "")
                    .help("list the columns that are used"),
            );
        }
    }
    findings
}
