//! `key-not-unique`: a query that can yield an entity's key several times.

use sqlparser::ast::{Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Spanned};

use super::Rule;
use super::query_lint::QueryLint;
use crate::sql::analyze::same::{bare, is_same};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{Block, Column, Matches};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC312",
    name: "key-not-unique",
    level: Level::Warn,
    summary: "a query that can yield an entity's key several times",
    docs: r"## What
A feature view groups by more than its entity's key, selects distinct rows of more than it, joins a relation of which several rows meet one
of its own, without grouping, or passes on the rows of a relation whose `unique_key` is more than the entity's key, or another one: the entity's
key can come several times at one as-of time.

## Why
A key twice at one as-of time has no one value: the audit stops the run. It may pass for months, until the first key with two rows comes.

## Cannot see
Set operations, ROLLUP, CUBE and GROUPING SETS. Joins under QUALIFY or LIMIT. Relations whose keys are not known. Rows that are passed on,
where a condition may leave one of several: a constant beside the key, a flag, bounds of two times, a function of the key (`year(day) = …`), OR,
a subquery, a join on more than a key. A source that is called as the entity (`brands`) and declares another key. Whether a key has several rows
that the declared one tells apart: a source of which it has one is reported, unless that is declared as its `unique_key`. A column that the key determines, such as a brand's country beside the brand, is reported although it does
no harm: take it with `any_value`.

## Bad
```sql
select brand_token, country, count(*) as orders from shop.orders where created_at < '{{ ds }}'::date group by brand_token, country
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders where created_at < '{{ ds }}'::date group by brand_token
```
",
};

/// Checks what identifies a row of the result.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let (Some(view), Some(columns), Some((_, block))) = (lint.view(), lint.model.output(), lint.main_block()) else {
        return Vec::new();
    };
    let time = match &view.history {
        History::EventTimestamp { column, .. } => Some(&column.value),
        History::Static | History::AsOf { .. } => None,
    };
    let is_key = |position: &usize| {
        columns
            .get(*position)
            .and_then(|column| column.name.as_ref())
            .is_some_and(|name| lint.keys.contains(name) || time == Some(name))
    };
    let known = &lint.model.row_sets[lint.model.root].keys;
    if known.iter().any(|key| key.iter().all(is_key)) {
        return Vec::new();
    }
    let Some(grouping) = &block.grouping else {
        let is_key_column = |column: &&Column| {
            column.name.as_ref().is_some_and(|name| lint.keys.contains(name) || time == Some(name))
        };
        if block.select.distinct.is_some() {
            return distinct(lint, columns.iter().find(|column| !is_key_column(column) && !column.value.origins.is_empty()));
        }
        let keys: Vec<&Column> = columns.iter().filter(is_key_column).collect();
        let joined = joined(lint, block, &keys);
        return if joined.is_empty() { plain(lint, &columns, is_key, &keys) } else { joined };
    };
    // Grouped by something that is neither a key of the entity nor one value: rows beyond the key.
    let beyond = grouping.keys.iter().find(|key| {
        let position = key.projected.and_then(|projected| block.projected[projected].position);
        !key.value.origins.is_empty()
            && !key.is_determined
            && !position.is_some_and(|position| is_key(&position))
            && !block.projected.iter().any(|item| {
                item.position.is_some_and(|position| is_key(&position)) && picks(item.expr, key.expr)
            })
    });
    let Some(key) = beyond else {
        return Vec::new();
    };
    let written = key.expr.to_string();
    let finding = Diagnostic::new(
        &RULE,
        format!("rows are grouped by `{written}` beside the key of `{}`: the key can come several times", view.entity),
    )
    .at_place(lint.place(SqlPlace::of(key.expr.span())), "")
    .help(format!("take it out of GROUP BY, and choose one value where it is needed: `any_value({written})`"));
    vec![finding]
}

/// Whether an expression takes the one value of a group key: `any_value(k)`.
fn picks(expr: &Expr, key: &Expr) -> bool {
    match bare(expr) {
        Expr::Function(function) => {
            let name = function.name.to_string().to_ascii_uppercase();
            function.over.is_none()
                && matches!(name.as_str(), "ANY_VALUE" | "MIN" | "MAX")
                && is_only_argument(function, key)
        }
        _ => false,
    }
}

fn is_only_argument(function: &Function, wanted: &Expr) -> bool {
    let FunctionArguments::List(list) = &function.args else {
        return false;
    };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(only))] => is_same(only, wanted),
        _ => false,
    }
}

/// SELECT DISTINCT of a column beside the key.
fn distinct(lint: &QueryLint<'_, '_>, beyond: Option<&Column>) -> Vec<Diagnostic> {
    let (Some(view), Some(column)) = (lint.view(), beyond) else {
        return Vec::new();
    };
    let name = column.name.as_ref().map_or("a column".to_owned(), |name| format!("`{name}`"));
    let finding = Diagnostic::new(
        &RULE,
        format!("rows are distinct in {name} beside the key of `{}`: the key can come several times", view.entity),
    )
    .at_place(lint.place(column.place), "")
    .help("group by the key, and choose one value of the others: `max(…)`, `any_value(…)`");
    vec![finding]
}

/// A join that gives a row of the key's relation several partners.
fn joined(lint: &QueryLint<'_, '_>, block: &Block<'_>, keys: &[&Column]) -> Vec<Diagnostic> {
    let (Some(view), false) = (lint.view(), keys.is_empty()) else {
        return Vec::new();
    };
    let cuts_rows = block.select.qualify.is_some()
        || block.query.is_some_and(|query| query.limit_clause.is_some() || query.fetch.is_some());
    if cuts_rows {
        return Vec::new();
    }
    let mut origins = Origins::default();
    for key in keys {
        origins.extend(&key.value.origins);
    }
    let multiplier = block.from.iter().find(|item| {
        item.matches == Matches::Many && !lint.model.origins_of(item.rows).meets(&origins)
    });
    let Some(item) = multiplier else {
        return Vec::new();
    };
    let name = item.name.as_ref().map_or("the subquery".to_owned(), |name| format!("`{name}`"));
    let finding = Diagnostic::new(
        &RULE,
        format!("a row can match many of {name}: the key of `{}` can come several times", view.entity),
    )
    .at_place(lint.place(item.place), "this join covers no key")
    .help("join on a whole key, or group by the entity's key");
    vec![finding]
}

/// Rows that are passed on as they are, of a relation with several for a key.
fn plain(
    lint: &QueryLint<'_, '_>,
    columns: &[Column],
    is_key: impl Fn(&usize) -> bool,
    keys: &[&Column],
) -> Vec<Diagnostic> {
    let (Some(view), Some(identity)) = (lint.view(), &lint.model.row_sets[lint.model.root].identity) else {
        return Vec::new();
    };
    let (held, open): (Vec<usize>, Vec<usize>) = identity.shown.iter().partition(|position| is_key(position));
    let mut beyond = Origins::default();
    for (_, origins) in &identity.hidden {
        beyond.extend(origins);
    }
    for column in open.iter().filter_map(|position| columns.get(*position)) {
        beyond.extend(&column.value.origins);
    }
    // A key that is computed from the rest may tell the rows apart all the same.
    if beyond.is_empty() || keys.iter().any(|key| key.value.origins.meets(&beyond)) {
        return Vec::new();
    }
    let is_part = !held.is_empty();
    let has_own_times = matches!(view.history, History::EventTimestamp { .. });
    if !is_part && (has_own_times || is_named_after(identity.relation.name.folded(), &view.entity.to_string())) {
        return Vec::new();
    }
    let names: Vec<String> = identity.key.iter().map(|name| format!("`{name}`")).collect();
    let finding = Diagnostic::new(
        &RULE,
        format!(
            "`{}` has a row for each {}: the key of `{}` can come several times",
            identity.relation,
            names.join(" and "),
            view.entity
        ),
    )
    .at_place(lint.place(identity.place), "its rows are passed on one by one");
    let finding = if is_part {
        finding.help("group by the entity's key, or hold the rest of that key to one value")
    } else {
        finding
            .help("group by the entity's key, or take one row of each")
            .help("where a key has one row at most, declare that as the `unique_key` of the source")
    };
    vec![finding]
}

/// Whether a relation is called as the entity, in the plural or not: it has a row for each, whatever it declares.
fn is_named_after(relation: &str, entity: &str) -> bool {
    let entity = entity.to_ascii_uppercase();
    let singular = [
        relation.strip_suffix("IES").map(|stem| format!("{stem}Y")),
        relation.strip_suffix("ES").map(str::to_owned),
        relation.strip_suffix('S').map(str::to_owned),
        Some(relation.to_owned()),
    ];
    singular.into_iter().flatten().any(|singular| singular == entity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_that_are_called_as_the_entity() {
        for (relation, entity) in [("BRANDS", "brand"), ("BRAND", "brand"), ("BRANCHES", "branch"), ("CITIES", "city")] {
            assert!(is_named_after(relation, entity), "{relation}");
        }
        assert!(!is_named_after("BRAND_ORDERS", "brand"));
    }
}
