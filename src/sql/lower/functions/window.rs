//! Window functions.

use super::super::window::DefaultFrame;
use super::super::{Lowering, literal};
use super::Rule::{AggregateCall, Window};
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    (
        "ROW_NUMBER",
        0,
        0,
        Window("row_number(){over}", DefaultFrame::Standard),
    ),
    ("RANK", 0, 0, Window("rank(){over}", DefaultFrame::Standard)),
    (
        "DENSE_RANK",
        0,
        0,
        Window("dense_rank(){over}", DefaultFrame::Standard),
    ),
    (
        "PERCENT_RANK",
        0,
        0,
        Window("percent_rank(){over}", DefaultFrame::Standard),
    ),
    (
        "CUME_DIST",
        0,
        0,
        Window("cume_dist(){over}", DefaultFrame::Standard),
    ),
    (
        "NTILE",
        1,
        1,
        Window("ntile({0}){over}", DefaultFrame::Standard),
    ),
    ("LAG", 1, 3, AggregateCall(neighbour)),
    ("LEAD", 1, 3, AggregateCall(neighbour)),
    (
        "FIRST_VALUE",
        1,
        1,
        Window("first_value({0}{nulls}){over}", DefaultFrame::Partition),
    ),
    (
        "LAST_VALUE",
        1,
        1,
        Window("last_value({0}{nulls}){over}", DefaultFrame::Partition),
    ),
    ("NTH_VALUE", 2, 2, AggregateCall(nth_value)),
    ("RATIO_TO_REPORT", 1, 1, AggregateCall(ratio_to_report)),
    (
        "CONDITIONAL_TRUE_EVENT",
        1,
        1,
        Window(
            "coalesce(count_if(sf_boolean({0})){over}, 0)",
            DefaultFrame::Rows,
        ),
    ),
    (
        "CONDITIONAL_CHANGE_EVENT",
        1,
        1,
        // A row whose value or predecessor is NULL is no change. DuckDB nests no windows, so the values so far are kept.
        Window(
            "list_transform([list({0}){over}], lambda seen: len(list_filter(seen, lambda item, position: \
             position > 1 AND item <> seen[position - 1])))[1]",
            DefaultFrame::Rows,
        ),
    ),
];

fn neighbour(lowering: &mut Lowering, call: &Call) -> String {
    if call.window.is_none() || call.star || call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " without OVER or with another clause", None);
    }
    let over = lowering.over_of(call, DefaultFrame::Standard);
    let function = call.name.to_lowercase();
    match call.args.get(1).map(|offset| literal::as_integer(offset)) {
        None => lowering.template(call, &format!("{function}({{0}}{{nulls}}){{over}}"), &over),
        Some(Some(_)) if call.args.len() == 2 => lowering.template(
            call,
            &format!("{function}({{0}}, {{1}}{{nulls}}){{over}}"),
            &over,
        ),
        Some(Some(_)) => lowering.template(
            call,
            &format!("{function}({{0}}, {{1}}, {{2}}{{nulls}}){{over}}"),
            &over,
        ),
        Some(None) => lowering.refuse_call(call, " with an offset that is not a literal", None),
    }
}

/// A negative number is what the parser makes of FROM LAST.
fn nth_value(lowering: &mut Lowering, call: &Call) -> String {
    if call.window.is_none() || call.star || call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " without OVER or with another clause", None);
    }
    if call
        .args
        .get(1)
        .and_then(|number| literal::as_integer(number))
        .is_some_and(|number| number < 0)
    {
        return lowering.refuse_call(
            call,
            " with FROM LAST",
            Some("turn the order of the window around"),
        );
    }
    let over = lowering.over_of(call, DefaultFrame::Partition);
    lowering.template(call, "nth_value({0}, {1}{nulls}){over}", &over)
}

/// The order of its window means nothing; a sum of 0 gives NULL.
fn ratio_to_report(lowering: &mut Lowering, call: &Call) -> String {
    use sqlparser::ast::{WindowSpec, WindowType};
    let Some(WindowType::WindowSpec(WindowSpec {
        window_name: None,
        partition_by,
        order_by: _,
        window_frame: None,
    })) = call.window
    else {
        return lowering.refuse_call(call, " in this form", None);
    };
    if call.star || call.distinct || !call.within_group.is_empty() || call.nulls.is_some() {
        return lowering.refuse_call(call, " in this form", None);
    }
    let partition = if partition_by.is_empty() {
        String::new()
    } else {
        format!("PARTITION BY {}", lowering.scalars(partition_by))
    };
    let value = lowering.scalar(call.args[0]);
    format!("sf_quotient({value}, nullif(sum({value}) OVER ({partition}), 0))")
}
