//! `key-not-unique`: a query that can yield an entity's key several times.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Spanned, WindowFrameBound,
};

use super::Rule;
use super::query_lint::QueryLint;
use crate::sql::analyze::children::for_each_child;
use crate::sql::analyze::same::{bare, is_same, uncast};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{Block, Column, GroupKey, Matches, Projected, RowsOf};
use crate::sql::function::{self, Reproducible};
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC312",
    name: "key-not-unique",
    level: Level::Warn,
    summary: "a query that can yield an entity's key several times",
    docs: r"## What
A feature view groups by more than its entity's key, selects distinct rows of more than it, joins a relation of which several rows meet one
of its own, or flattens a list, without grouping, or passes on the rows of a relation whose `unique_key` is more than the entity's key, or another
one; or it takes the first row of each of something else (`row_number() over (partition by seller_id …) = 1`), or all that share the first
`rank()`: the entity's key can come several times at one as-of time.

## Why
A key twice at one as-of time has no one value: the audit stops the run. It may pass for months, until the first key with two rows comes.

## Cannot see
Set operations, ROLLUP, CUBE and GROUPING SETS. Joins under QUALIFY or LIMIT. Relations whose keys are not known. Rows that are passed on,
where a condition may leave one of several: a constant beside the key, a flag, bounds of two times, a function of the key (`year(day) = …`), OR,
a subquery, a join on more than a key; the same where a first row is taken. Ranks below another number than 1, and ranks of rows whose keys are
not known. FLATTEN of which a condition asks for one element by equality. A source that is called as the entity (`brands`) and declares another key. Whether a key has several rows
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
            let of_keys = |item: &&Projected<'_>| item.position.is_some_and(|position| is_key(&position));
            let keys: Vec<&Expr> = block.projected.iter().filter(of_keys).map(|item| item.expr).collect();
            let one_per_key: Vec<usize> = (block.projected.iter())
                .filter(|item| is_one_per_key(lint, block, item.expr, &keys))
                .filter_map(|item| item.position)
                .collect();
            let beyond = columns.iter().enumerate().find(|(position, column)| {
                !is_key_column(column) && !column.value.origins.is_empty() && !one_per_key.contains(position)
            });
            return distinct(lint, beyond.map(|(_, column)| column));
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
                item.position.is_some_and(|position| is_key(&position)) && (picks(item.expr, key.expr) || keeps_apart(item, key))
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

/// Whether a cast of a group key has another value for each: to text, or to a number of no fewer digits.
fn keeps_apart(item: &Projected<'_>, key: &GroupKey<'_>) -> bool {
    let inner = uncast(item.expr);
    if !is_same(inner, key.expr) || !matches!(bare(item.expr), Expr::Cast { .. }) {
        return false;
    }
    // Of several casts around each other the inner ones are not known.
    if !matches!(bare(item.expr), Expr::Cast { expr, .. } if std::ptr::eq(bare(expr), inner)) {
        return false;
    }
    match (key.value.data_type, item.value.data_type) {
        (Type::Number { scale: of, .. }, Type::Number { scale, .. }) => scale >= of,
        (Type::Number { .. } | Type::Text | Type::Date | Type::Boolean, Type::Text)
        | (Type::Date, Type::Timestamp(_)) => true,
        (of, to) => of == to && of != Type::Unknown,
    }
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

/// Whether an expression has one value for each combination of key columns: it is computed from them, and from windows over
/// all rows of such a combination.
fn is_one_per_key(lint: &QueryLint<'_, '_>, block: &Block<'_>, expr: &Expr, keys: &[&Expr]) -> bool {
    let expr = bare(expr);
    let is_key = |expr: &Expr| keys.iter().any(|key| is_same(key, expr));
    if is_key(expr) {
        return true;
    }
    match expr {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. } => false,
        Expr::Function(function) if function.over.is_some() => {
            let calls = lint.model.calls.iter();
            let call = calls.into_iter().find(|call| std::ptr::eq(call.function, function));
            let Some((call, window)) = call.and_then(|call| Some((call, lint.window(call)?))) else {
                return false;
            };
            let picks_first = call.known.is_some_and(|known| known.name == "FIRST_VALUE");
            let is_numbering = call.known.is_none_or(|known| {
                matches!(known.name, "ROW_NUMBER" | "RANK" | "DENSE_RANK" | "NTILE" | "LAG" | "LEAD" | "PERCENT_RANK" | "CUME_DIST")
            });
            let takes_all = match &window.window_frame {
                None => window.order_by.is_empty() || picks_first,
                Some(frame) => {
                    matches!(frame.start_bound, WindowFrameBound::Preceding(None))
                        && (picks_first || matches!(frame.end_bound, Some(WindowFrameBound::Following(None))))
                }
            };
            !is_numbering
                && takes_all
                && window.window_name.is_none()
                && window.partition_by.iter().all(is_key)
                && lint.block(call.block).is_some_and(|of| std::ptr::eq(of, block))
        }
        Expr::Function(function) if function::named(&function.name).is_none_or(|known| known.reproducible != Reproducible::Yes) => false,
        _ => {
            let mut children = Vec::new();
            for_each_child(expr, |child| children.push(child));
            children.into_iter().all(|child| is_one_per_key(lint, block, child, keys))
        }
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
    if identity.of == RowsOf::Ranks && open.is_empty() && identity.hidden.is_empty() && !keys.is_empty() {
        let finding = Diagnostic::new(
            &RULE,
            format!("rows that are equal in the order share the first rank: the key of `{}` can come several times", view.entity),
        )
        .at_place(lint.place(identity.place), "")
        .help("take `row_number()`, and add the columns of a key at the end of its order");
        return vec![finding];
    }
    if identity.decided_by.iter().any(|key| key.iter().all(&is_key)) {
        return Vec::new();
    }
    // A key that is computed from the rest may tell the rows apart all the same.
    if beyond.is_empty() || keys.iter().any(|key| key.value.origins.meets(&beyond)) {
        return Vec::new();
    }
    let is_part = !held.is_empty();
    let has_own_times = lint.has_own_times();
    let names: Vec<String> = identity.key.iter().map(|name| format!("`{name}`")).collect();
    let RowsOf::Relation(relation) = &identity.of else {
        if !is_part && has_own_times {
            return Vec::new();
        }
        let finding = Diagnostic::new(
            &RULE,
            format!(
                "a row is taken for each {}: the key of `{}` can come several times",
                names.join(" and "),
                view.entity
            ),
        )
        .at_place(lint.place(identity.place), "")
        .help("partition by the entity's key, or group by it");
        return vec![finding];
    };
    if !is_part && (has_own_times || is_named_after(relation.name.folded(), &view.entity.to_string())) {
        return Vec::new();
    }
    let finding = Diagnostic::new(
        &RULE,
        format!(
            "`{}` has a row for each {}: the key of `{}` can come several times",
            relation,
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
