//! `leaking-bound`: a bound in time that lets in data from the as-of time on.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use sqlparser::ast::{Expr, JoinOperator, Spanned};

use super::Rule;
use super::query_lint::QueryLint;
use super::time_names::{BIRTHS, ENDS, has_word, is_partition};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::bounds::{Bound, Side};
use crate::sql::analyze::instant::{DAY, Time};
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::same::bare;
use crate::sql::analyze::time_order::decides_pairs;
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::model::{Clause, Compare, Join, JoinKind, ReadId};
use crate::sql::name::{Identifier, RelationName};
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC303",
    name: "leaking-bound",
    level: Level::Warn,
    summary: "a bound in time that lets in data from the as-of time on",
    docs: r"## What
A comparison with the as-of time lets rows pass that belong to the as-of day or later: `<=` where `<` is meant, `between … and '{{ ds }}'`,
an equality with the as-of day, a day of a list that is it, a week that begins before it and ends after. Also:

- a WHERE, ON or counted condition that keeps out what is earlier than a moment, where nothing in the query keeps out what is later than the
  as-of time: `order_date >= dateadd(day, -7, '{{ ds }}')`, and `datediff(day, order_date, '{{ ds }}') <= 7` alike, of which what comes later has a
  negative distance;
- a bound of rows that an outer join keeps, in the condition of that join: `from orders o left join brands b on b.id = o.brand_id and
  o.created_at < '{{ ds }}'` yields every order;
- an ASOF join that takes the next row, `match_condition (o.created_at <= d.day)`, of a source that nothing bounds;
- a time that is bounded only by its distance to another one, where the two together reach past the as-of time: purchases within a week of the
  searches of up to yesterday;
- a bound under OR, of which another side lets rows of the same source pass without one: `created_at < '{{ ds }}' or is_open`;
- a source that is read twice, once with a bound and once without;
- the question whether a time is NULL that may have been filled in after the as-of time: `count_if(cancelled_at is not null)` of the orders that
  were placed before it, where nothing compares that time.

## Why
An as-of time is the first moment that is not known. A value that uses it has seen the future: the model looks better in training than it
will ever be in production.

## Cannot see
Queries of tables, relations that are not declared, and months that reach a day too far. An equality with the
as-of day on a column of a table or of another feature view. Whether a column is a time of its row's making, or of something planned. Columns called `valid_from` and the like, beside an end that is
bounded as well, windows that begin at the as-of time over rows that another column bounds, and partitions of snapshots (`snapshot_date = '{{ ds }}'`) are let pass.
The hours between two time zones: `convert_timezone` counts as the same moment. Limits that are computed by CASE, GREATEST, COALESCE of several
values or `||`, that are numbers (`epoch <= …`, `year(created_at) <= …`, `abs(datediff(…)) <= 7`), comparisons under NOT. That WHERE makes an outer join
an inner one (`where s.id is not null`). A source that is read once and not bounded, in a subquery or a branch of a UNION: of it speaks `reads-as-of-now`. Columns that are changed
later, such as a status. Distances to a time of the same row, to several times at once, or in months. An aggregate or window over rows that are bounded only afterwards, as by `min(created_at) < '{{ ds }}'` of the query around. Of a bound
without another end: conditions inside CASE that begin at the as-of time, ages since a birth, distances of which the query computes a minimum or maximum first, and ends of
periods (`expires_at >= '{{ ds }}'`).

## Bad
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date between dateadd(day, -7, '{{ ds }}'::date) and '{{ ds }}'::date group by 1
```

## Good
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date >= dateadd(day, -7, '{{ ds }}'::date) and order_date < '{{ ds }}'::date group by 1
```
",
};

/// Checks every bound from above.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.dynamic_view().is_none() {
        return Vec::new();
    }
    let leaks = lint.bounds.iter().filter(|bound| leaks(lint, bound));
    let mut findings: Vec<Diagnostic> = leaks.map(|bound| finding(lint, bound)).collect();
    let mut reported = BTreeSet::new();
    let open = lint.bounds.iter().filter_map(|bound| Some((bound, open_read(lint, bound)?)));
    findings.extend(beyond(lint));
    findings.extend(passed_by(lint, &mut reported));
    findings.extend(open.filter(|(_, read)| reported.insert(*read)).map(|(bound, read)| {
        let span = bound.comparison.left.expr.span().union(&bound.comparison.right.expr.span());
        Diagnostic::new(&RULE, "a leak: data of after the as-of time passes, as the bound has no other end")
            .at_place(lint.place(SqlPlace::of(span)), "this keeps out what is earlier, and nothing what is later")
            .help(format!("add the other end: `{} < '{{{{ ds }}}}'::date`", bounded_column(lint, bound, read)))
    }));
    findings.extend(looks_forward(lint, &mut reported));
    findings.extend(unheld(lint, &mut reported));
    findings.extend(filled_later(lint));
    findings
}

/// Bounds that another side of an OR makes void, where nothing else holds the same rows back.
fn passed_by(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let has_own_times = lint.view().is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    let void = lint.bounds.iter().filter(|bound| {
        let is_kept = bound.origins.meets(&bound.comparison.kept);
        (!is_kept || !has_own_times)
            && (bound.side == Side::Above || is_kept && bound.side == Side::Both)
            && !bound.comparison.holds
            && matches!(bound.comparison.clause, Clause::Where | Clause::On)
    });
    let mut findings = Vec::new();
    for bound in void {
        let reads = lint.reads_of(bound.origins);
        let is_source = |read: &ReadId| {
            lint.model.reads[*read].relation.as_ref().is_some_and(|relation| relation.kind == RelationKind::Source)
        };
        let is_open = reads.iter().any(|read| !lint.bounded[*read] && is_source(read));
        let known = reported.len();
        if is_open {
            reported.extend(&reads);
        }
        // What another bound of the same source was reported for is not said again.
        if reported.len() < known + reads.len() || !is_open {
            continue;
        }
        let span = bound.comparison.left.expr.span().union(&bound.comparison.right.expr.span());
        if bound.origins.meets(&bound.comparison.kept) {
            findings.push(
                Diagnostic::new(&RULE, "a leak: an outer join keeps the rows of after the as-of time, whatever its condition says of them")
                    .at_place(lint.place(SqlPlace::of(span)), "this only decides whether they find a partner")
                    .help(format!("write it in WHERE: `{} < '{{{{ ds }}}}'::date`, or where the rows are read, before the join", bound.column.expr)),
            );
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, "a leak: another side of an OR lets data of after the as-of time pass")
                .at_place(lint.place(SqlPlace::of(span)), "this holds back nothing that the other side lets pass")
                .help("bound every side of the OR, or write the bound beside it: `… and (… or …)`"),
        );
    }
    findings
}

/// ASOF joins that take the next row of a source that nothing holds back: that of after the as-of time, where it is the next.
fn looks_forward(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let has_own_times = lint.view().is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    if has_own_times {
        return Vec::new();
    }
    let joins = lint.model.blocks.iter().flat_map(|block| &block.select.from).flat_map(|table| &table.joins);
    let conditions = joins.filter_map(|join| match &join.join_operator {
        JoinOperator::AsOf { match_condition, .. } => match bare(match_condition) {
            Expr::BinaryOp { left, .. } => Some(left.as_ref()),
            _ => None,
        },
        _ => None,
    });
    let mut findings = Vec::new();
    for left in conditions {
        let mut comparisons = lint.model.comparisons.iter();
        let Some(comparison) = comparisons.find(|comparison| std::ptr::eq(comparison.left.expr, left)) else {
            continue;
        };
        let late = match comparison.operator {
            Compare::Less | Compare::LessOrEqual => &comparison.right,
            Compare::Greater | Compare::GreaterOrEqual => &comparison.left,
            Compare::Equal | Compare::NotEqual => continue,
        };
        let numbers: Vec<u32> = late.value.origins.iter().collect();
        let [number] = numbers.as_slice() else { continue };
        let Some(origin) = lint.model.origins.get(*number as usize) else {
            continue;
        };
        let read = &lint.model.reads[origin.read];
        let is_source = read.relation.as_ref().is_some_and(|relation| relation.kind == RelationKind::Source);
        if !is_source || comparison.kept.contains(*number) || lint.bounded[origin.read] || !reported.insert(origin.read) {
            continue;
        }
        let span = comparison.left.expr.span().union(&comparison.right.expr.span());
        findings.push(
            Diagnostic::new(&RULE, format!("a leak: the next row of `{}` may be of after the as-of time", read.name))
                .at_place(lint.place(SqlPlace::of(span)), "this looks forward, and nothing bounds what it finds")
                .help(format!(
                    "join what is known only: `asof join (select … from {} where {} < '{{{{ ds }}}}'::date)`",
                    read.name, origin.column
                ))
                .help("or look back: the last row before"),
        );
    }
    findings
}

/// Readings of a source that nothing holds back, where the query holds back another reading of it: a share of all rows of all
/// times.
fn unheld(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let mut held: HashMap<&RelationName, &Identifier> = HashMap::new();
    for bound in lint.bounds.iter().filter(|bound| bound.side == Side::Above && bound.comparison.holds) {
        let origins = bound.origins.iter().filter_map(|number| lint.model.origins.get(number as usize));
        for origin in origins {
            held.entry(&lint.model.reads[origin.read].name).or_insert(&origin.column);
        }
    }
    let has_own_times = lint.view().is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    if held.is_empty() || has_own_times {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, (read, is_bounded)) in lint.model.reads.iter().zip(&lint.bounded).enumerate() {
        let Some(column) = held.get(&read.name).filter(|_| !is_bounded) else {
            continue;
        };
        let is_source = read.relation.as_ref().is_some_and(|relation| relation.kind == RelationKind::Source);
        let is_beyond = lint.beyond.iter().any(|beyond| beyond.read == number);
        if !is_source || is_beyond || lint.is_one_at_most(number) || !reported.insert(number) {
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, format!("a leak: `{}` is bounded elsewhere in the query, and not here", read.name))
                .at_place(lint.place(read.place), "rows of after the as-of time take part")
                .help(format!("bound it as well: {}", lint.bound_for(number, column))),
        );
    }
    findings
}

/// Questions whether a time is there that may have come after the as-of time: `cancelled_at is not null` of orders that were
/// placed before it.
fn filled_later(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let mut compared = Origins::default();
    for comparison in &lint.model.comparisons {
        compared.extend(&comparison.left.value.origins);
        compared.extend(&comparison.right.value.origins);
    }
    let mut findings = Vec::new();
    for test in &lint.model.null_tests {
        let numbers: Vec<u32> = test.origins.iter().collect();
        let [number] = numbers.as_slice() else { continue };
        let Some(origin) = lint.model.origins.get(*number as usize) else {
            continue;
        };
        let Some(relation) = lint.model.reads[origin.read].relation.as_deref() else {
            continue;
        };
        let columns = relation.columns.as_deref().unwrap_or_default();
        let is_time = relation.position(&origin.column).is_some_and(|position| {
            matches!(columns[position].data_type, Type::Date | Type::Timestamp(_))
        });
        // Of an outer join, it asks whether there is a partner.
        let is_plain = lint.item_of(origin.read).is_some_and(|item| match &item.join {
            Join::First | Join::Comma => true,
            Join::On { kind, .. } => *kind == JoinKind::Inner,
            Join::Cross => false,
        });
        let is_bounded = lint.bounds.iter().any(|bound| {
            bound.side == Side::Above && bound.comparison.holds && lint.reads_of(bound.origins).contains(&origin.read)
        });
        if relation.kind != RelationKind::Source || !is_time || !is_plain || !is_bounded || test.origins.meets(&compared) {
            continue;
        }
        findings.push(
            Diagnostic::new(&RULE, format!("a leak: `{}` may have been filled in after the as-of time", origin.column))
                .at_place(lint.place(test.place), "what was not known yet counts as known")
                .help(format!(
                    "ask for it at the as-of time: `{0} < '{{{{ ds }}}}'::date`, or `({0} is null or {0} >= '{{{{ ds }}}}'::date)`",
                    lint.named(origin.read, &origin.column)
                )),
        );
    }
    findings
}

/// Times that only the distance to another time holds back, and that reach past the as-of time: what came of the searches of
/// the last days, up to two weeks later.
fn beyond<'l>(lint: &'l QueryLint<'_, '_>) -> impl Iterator<Item = Diagnostic> + 'l {
    let has_own_times = lint
        .view()
        .is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    let found = lint.beyond.iter().filter(move |_| !has_own_times);
    found.filter_map(|beyond| {
        let comparison = lint.model.comparisons.get(beyond.comparison)?;
        let relation = lint.model.reads[beyond.read].relation.as_ref()?;
        if relation.kind != RelationKind::Source || !decides_pairs(comparison) {
            return None;
        }
        let of_read = |number: &u32| {
            let origin = lint.model.origins.get(*number as usize);
            origin.filter(|origin| origin.read == beyond.read)
        };
        let sides = [&comparison.left.value.origins, &comparison.right.value.origins];
        let column = sides.into_iter().flat_map(Origins::iter).find_map(|number| of_read(&number))?;
        let span = comparison.left.expr.span().union(&comparison.right.expr.span());
        let name = &lint.model.reads[beyond.read].name;
        Some(
            Diagnostic::new(&RULE, format!("a leak: rows of `{name}` of up to {} after the as-of time pass", long(beyond.seconds)))
                .at_place(lint.place(SqlPlace::of(span)), "this is the only bound, and its other side reaches up to the as-of time")
                .help(format!("bound it as well: {}", lint.bound_for(beyond.read, &column.column)))
                .help("or take only rows whose whole time is over"),
        )
    })
}

/// A length of time in words.
fn long(seconds: i64) -> String {
    for (unit, name) in [(DAY, "day"), (3_600, "hour"), (60, "minute")] {
        if seconds % unit == 0 {
            let number = seconds / unit;
            return format!("{number} {name}{}", if number == 1 { "" } else { "s" });
        }
    }
    format!("{seconds} seconds")
}

/// The column that a bound is of, as the query can name it.
fn bounded_column(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>, read: ReadId) -> String {
    let column = bound.origins.iter().find_map(|number| lint.model.origins.get(number as usize));
    match (bound.column.value.time, column) {
        (Time::Age { .. }, Some(origin)) => lint.named(read, &origin.column),
        _ => bound.column.expr.to_string(),
    }
}

/// The source whose rows a bound holds back from below only, while nothing in the query does from above.
fn open_read(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> Option<ReadId> {
    let view = lint.view()?;
    // What has an age below a number may have a negative one, and lie after the as-of time.
    let is_age = matches!(bound.column.value.time, Time::Age { .. });
    let is_plain = (is_age && bound.limit.is_some_and(|limit| limit < 0)
        || matches!(bound.column.value.time, Time::Column { .. }))
        && match bound.comparison.clause {
            Clause::Where | Clause::On => bound.comparison.is_required,
            // A count of the last days, over all rows. What is asked of the as-of time itself may be planned for later.
            Clause::Select => bound.limit.is_some_and(|limit| limit < 0),
            _ => false,
        };
    if bound.side != Side::Below || bound.limit.is_none() || !is_plain || !bound.comparison.holds || matches!(view.history, History::EventTimestamp { .. }) {
        return None;
    }
    let origins: Vec<_> = bound.origins.iter().collect();
    let [number] = origins.as_slice() else {
        return None;
    };
    let origin = lint.model.origins.get(*number as usize)?;
    let relation = lint.model.reads[origin.read].relation.as_ref()?;
    let is_open = relation.kind == RelationKind::Source
        && !lint.bounded[origin.read]
        && !has_word(origin.column.folded(), &ENDS)
        && (!is_age || !has_word(origin.column.folded(), &BIRTHS));
    is_open.then_some(origin.read)
}

fn leaks(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let Some(limit) = bound.limit else {
        return false;
    };
    // A month that begins on the as-of day is the only one that leaks by a day: that is not what is looked for.
    if bound.side == Side::Below || limit <= 0 || (!bound.is_exact && limit <= DAY) {
        return false;
    }
    // An event at the as-of moment itself has that as its own as-of time.
    let has_own_times = lint
        .view()
        .is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    if has_own_times && limit <= 1 {
        return false;
    }
    if bound.side == Side::Both && !bound.comparison.is_required && !bound.comparison.is_listed {
        return false;
    }
    let columns = bound
        .origins
        .iter()
        .filter_map(|number| lint.model.origins.get(number as usize));
    for origin in columns {
        let read = &lint.model.reads[origin.read];
        let Some(relation) = &read.relation else {
            return false;
        };
        let known = relation.columns.as_ref().zip(relation.position(&origin.column));
        // What a feature view has at an as-of time was known at it.
        if known.is_some_and(|(columns, position)| columns[position].is_as_of) && limit <= DAY {
            return false;
        }
        if bound.side == Side::Both
            && (relation.kind != RelationKind::Source
                || is_partition(origin.column.folded()))
        {
            return false;
        }
    }
    !is_harmless(lint, bound) && !is_planned(lint, bound)
}

/// Whether a window that begins at the as-of time or later is asked of rows that are known before it: appointments of next
/// week that were booked by now.
fn is_planned(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let within = lint.blocks_within(bound.comparison.block);
    let reads = lint.reads_of(bound.origins);
    let beside = || {
        lint.bounds.iter().filter(|other| {
            other.comparison.is_required && within.contains(&other.comparison.block)
        })
    };
    let begins_later = beside().any(|other| {
        other.side == Side::Below
            && other.limit.is_some_and(|limit| limit >= 0)
            && other.origins.meets(bound.origins)
    });
    let is_known = beside().any(|other| {
        other.keeps_out_the_future()
            && !other.origins.meets(bound.origins)
            && lint.reads_of(other.origins) == reads
    });
    begins_later && is_known
}

/// Whether another bound keeps the same rows out, or an end of validity does.
fn is_harmless(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let within = lint.blocks_within(bound.comparison.block);
    lint.bounds.iter().any(|other| {
        let is_same = other.origins.meets(bound.origins);
        if is_same
            && other.keeps_out_the_future()
            && other.comparison.is_required
            && within.contains(&other.comparison.block)
        {
            return true;
        }
        let reads = lint.reads_of(bound.origins);
        let is_end = !is_same
            && other.side == Side::Below
            && other.limit.is_some_and(|limit| limit >= 0)
            && other.comparison.block == bound.comparison.block;
        is_end && lint.reads_of(other.origins) == reads
    })
}

fn finding(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> Diagnostic {
    let comparison = bound.comparison;
    let column = bound.column.expr;
    let other = if std::ptr::eq(comparison.left.expr, column) {
        comparison.right.expr
    } else {
        comparison.left.expr
    };
    let limit = bound.limit.unwrap_or_default();
    let what = match limit.cmp(&DAY) {
        Ordering::Greater => "data of after the as-of time passes",
        Ordering::Equal => "data of the as-of day itself passes",
        Ordering::Less => "data of the as-of moment itself passes",
    };
    let span = if comparison.is_between {
        other.span()
    } else {
        column.span().union(&other.span())
    };
    let finding = Diagnostic::new(&RULE, format!("a leak: {what}"))
        .at_place(lint.place(SqlPlace::of(span)), "this lets it in");
    let is_age = matches!(bound.column.value.time, Time::Age { .. });
    if comparison.is_between {
        finding.help("BETWEEN includes its end; write `>=` for the start and `<` for the end")
    } else if bound.side == Side::Both {
        finding.help("the as-of time is the first moment that is not known; the last whole day is `dateadd(day, -1, '{{ ds }}'::date)`")
    } else if bound.strict_limit.is_some_and(|limit| limit <= 0) {
        let other = other_equality(comparison.written);
        finding.help(format!("compare with `{other}`: the as-of time is the first moment that is not known"))
    } else if is_age {
        finding.help("bound the time itself by the as-of time: `< '{{ ds }}'::date`")
    } else {
        finding.help(format!("compare with the as-of time itself: `{column} < '{{{{ ds }}}}'::date`"))
    }
}

/// A comparison as it is written, without equality where that has it, and with it where it does not: under NOT.
fn other_equality(written: Compare) -> &'static str {
    match written {
        Compare::LessOrEqual => "<",
        Compare::GreaterOrEqual => ">",
        Compare::Less => "<=",
        Compare::Greater => ">=",
        Compare::Equal => "<>",
        Compare::NotEqual => "=",
    }
}
