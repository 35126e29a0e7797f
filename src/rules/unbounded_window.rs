//! `unbounded-window`: a feature named after a trailing window that nothing bounds below, or that another length bounds.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::bounds::Side;
use crate::sql::analyze::instant::DAY;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC305",
    name: "unbounded-window",
    level: Level::Warn,
    summary: "a feature named after a trailing window that nothing bounds below, or that another length bounds",
    docs: r"## What
A feature is called `…_trailing_30_days` (or `last_7d`, `past_4_weeks`, …) and nothing in its query is bounded below by the as-of time, or
everything is bounded at another distance.

## Why
The value is a total of all time, or of another window, under a name that says otherwise.

## Cannot see
Queries of tables. Names without `trailing`, `last`, `past` or `previous`, and windows in hours or months. Windows that are built with frames, or bounded in a table that the query reads. A window of one day more or less than the name says is let
pass, as are windows that several comparisons make.

## Bad
```sql
select brand_token, count(*) as orders_trailing_7_days from shop.orders where created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select brand_token, count(*) as orders_trailing_7_days from shop.orders
where created_at >= dateadd(day, -7, '{{ ds }}'::date) and created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every feature whose name tells a window.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let (Some(view), Some(columns)) = (lint.dynamic_view(), lint.model.output()) else {
        return Vec::new();
    };
    if !lint.model.uses_as_of {
        return Vec::new();
    }
    // A table or feature view may be bounded where it is made.
    let only_sources = (0..lint.model.reads.len()).all(|read| lint.is_source(read));
    let mut findings = Vec::new();
    for column in columns.iter() {
        let Some(name) = &column.name else { continue };
        let is_feature = view.features.iter().any(|feature| feature.column == *name);
        let Some(seconds) = window(name.folded()) else {
            continue;
        };
        if !is_feature || !only_sources {
            continue;
        }
        let below: Vec<Option<i64>> = lint
            .bounds
            .iter()
            .filter(|bound| bound.side != Side::Above && bound.comparison.holds)
            .map(|bound| bound.limit)
            .collect();
        if let Some(message) = mismatch(name.as_written(), seconds, &below) {
            findings.push(finding(lint, message, column.place, seconds));
        }
    }
    findings
}

fn mismatch(name: &str, seconds: i64, below: &[Option<i64>]) -> Option<String> {
    if below.is_empty() {
        return Some(format!(
            "`{name}` names a window, but nothing bounds its rows from below"
        ));
    }
    let limits: Option<Vec<i64>> = below.iter().copied().collect();
    let limits = limits?;
    let fits = |limit: &i64| (limit.saturating_neg() - seconds).abs() <= seconds / 20 + 2 * DAY;
    if limits.iter().any(fits) {
        return None;
    }
    match limits.as_slice() {
        [limit] if limit % DAY == 0 => Some(format!(
            "`{name}` names a window of {} days, but its rows are bounded {} days before the as-of time",
            seconds / DAY,
            limit.saturating_neg() / DAY
        )),
        _ => None,
    }
}

fn finding(lint: &QueryLint<'_, '_>, message: String, place: SqlPlace, seconds: i64) -> Diagnostic {
    Diagnostic::new(&RULE, message)
        .at_place(lint.place(place), "")
        .help(format!(
            "bound its time from below: `>= dateadd(day, -{}, '{{{{ ds }}}}'::date)`",
            seconds / DAY
        ))
}

/// The length of the window that a name tells, in seconds: `…_TRAILING_30_DAYS`, `…_LAST_7D`, `…_PAST_4_WEEKS`. Whole days
/// only.
fn window(name: &str) -> Option<i64> {
    let words: Vec<&str> = name.split('_').collect();
    let at = words
        .iter()
        .position(|word| matches!(*word, "TRAILING" | "LAST" | "PAST" | "PREVIOUS"))?;
    let first = words.get(at + 1)?;
    let digits = first.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: i64 = digits.parse().ok()?;
    let unit = match &first[digits.len()..] {
        "" => words.get(at + 2).copied()?,
        unit => unit,
    };
    let days = match unit {
        "D" | "DAY" | "DAYS" => 1,
        "W" | "WEEK" | "WEEKS" => 7,
        _ => return None,
    };
    Some(number * days * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_in_names() {
        assert_eq!(window("ORDERS_TRAILING_30_DAYS"), Some(30 * DAY));
        assert_eq!(window("ORDERS_LAST_7D"), Some(7 * DAY));
        assert_eq!(window("PAST_4_WEEKS_ORDERS"), Some(28 * DAY));
        assert_eq!(window("LAST_ORDER_AMOUNT"), None);
        assert_eq!(window("ORDERS_LAST_3_MONTHS"), None);
        assert_eq!(window("DAYS_SINCE_LAST"), None);
    }

    #[test]
    fn a_window_may_be_off_by_a_day_only() {
        assert!(mismatch("x", 30 * DAY, &[]).is_some());
        assert!(mismatch("x", 30 * DAY, &[Some(-7 * DAY)]).is_some());
        assert!(mismatch("x", 30 * DAY, &[Some(-31 * DAY)]).is_none());
        assert!(mismatch("x", 30 * DAY, &[Some(-7 * DAY), Some(-30 * DAY)]).is_none());
        assert!(mismatch("x", 30 * DAY, &[None]).is_none());
    }
}
