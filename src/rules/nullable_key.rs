//! `nullable-key`: a key that the query itself can make NULL.

use sqlparser::ast::Expr;

use super::Rule;
use super::query_lint::QueryLint;
use crate::sql::analyze::same::{bare, mentions};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::children::walk;
use crate::sql::analyze::model::Nulls;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC313",
    name: "nullable-key",
    level: Level::Warn,
    summary: "a key that the query itself can make NULL",
    docs: r"## What
The entity's key comes from the optional side of an outer join, from NULLIF, a TRY_ function, or a CASE without ELSE.

## Why
A NULL key names nothing: the audit stops the run with the first row that has one.

## Cannot see
NULLs that the data holds. A condition that removes NULLs counts where it says `… is not null`, and then wherever it stands in the query, for
every column of that name; `key = …` is not seen to remove them, and such a key is reported.

## Bad
```sql
select b.token as brand_token, count(*) as orders
from shop.orders o left join shop.brands b on b.id = o.brand_id where o.created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select b.token as brand_token, count(*) as orders
from shop.orders o join shop.brands b on b.id = o.brand_id where o.created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks the keys of the result.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let (Some(view), Some(columns)) = (lint.view(), lint.model.output()) else {
        return Vec::new();
    };
    let keys = columns.iter().filter(|column| {
        column.name.as_ref().is_some_and(|name| lint.keys.contains(name))
            && column.value.nulls == Nulls::Made
    });
    keys.filter(|column| {
        let Some(name) = &column.name else { return false };
        !is_filtered(lint, name.folded())
    })
    .map(|column| {
        let name = column.name.as_ref().map(ToString::to_string).unwrap_or_default();
        Diagnostic::new(&RULE, format!("the key `{name}` of `{}` can be NULL here", view.entity))
            .at_place(lint.place(column.place), "")
            .help("join so that every row has the key, or remove rows without one: `where … is not null`")
    })
    .collect()
}

/// Whether some SELECT keeps only rows whose key is there.
fn is_filtered(lint: &QueryLint<'_, '_>, key: &str) -> bool {
    lint.model.blocks.iter().any(|block| {
        let select = block.select;
        let sources: Vec<&Expr> = block
            .projected
            .iter()
            .filter(|item| item.alias.as_ref().is_some_and(|alias| alias.folded() == key))
            .map(|item| item.expr)
            .collect();
        let conditions = [&select.selection, &select.having, &select.qualify];
        conditions.into_iter().flatten().any(|condition| {
            let mut found = false;
            walk(condition, &mut |part| {
                let Expr::IsNotNull(inner) = part else { return };
                let name = match bare(inner) {
                    Expr::Identifier(ident) => Some(ident),
                    Expr::CompoundIdentifier(parts) => parts.last(),
                    _ => None,
                };
                found |= name.is_some_and(|name| name.value.eq_ignore_ascii_case(key))
                    || sources.iter().any(|source| mentions(source, inner));
            });
            found
        })
    })
}
