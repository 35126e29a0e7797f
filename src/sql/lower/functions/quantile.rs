//! Medians, percentiles and the mode.

use super::super::window::{DefaultFrame, has_frame, is_ordered};
use super::super::{Lowering, literal};
use super::Rule::AggregateCall;
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    (
        "APPROX_PERCENTILE",
        2,
        2,
        AggregateCall(approximate_percentile),
    ),
    ("MEDIAN", 1, 1, AggregateCall(median)),
    ("PERCENTILE_CONT", 1, 1, AggregateCall(percentile)),
    ("PERCENTILE_DISC", 1, 1, AggregateCall(percentile)),
    ("MODE", 1, 1, AggregateCall(mode)),
];

/// A whole partition's aggregate: Snowflake allows no order and no frame in its window.
pub(super) fn over_partition(lowering: &mut Lowering, call: &Call) -> String {
    if call.star
        || call.nulls.is_some()
        || call
            .window
            .is_some_and(|window| is_ordered(window) || has_frame(window))
    {
        return lowering.refuse_call(call, " with an order, a frame or another clause", None);
    }
    lowering.over_of(call, DefaultFrame::Standard)
}

/// An exact number in 38 digits, so that the decimals to come have room; a float stays one.
fn widened(value: &str) -> String {
    format!("({value} + CAST(0 AS DECIMAL(38, 0)))")
}

/// The mean of the lower and the upper middle, with the three decimals more that Snowflake gives exact numbers. DuckDB's
/// own `median` interpolates in floating point, which has too few digits for 38.
fn exact_median(value: &str, over: &str) -> String {
    let value = widened(value);
    format!("((quantile_disc({value}, 0.5){over} - quantile_disc(-{value}, 0.5){over}) * 0.500)")
}

fn median(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    if call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let value = lowering.scalar(call.args[0]);
    exact_median(&value, &over)
}

/// Interpolation between exact numbers has three decimals more than they, so the fraction may have three.
fn percentile(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    let [order] = call.within_group else {
        return lowering.refuse_call(call, " without WITHIN GROUP (ORDER BY …)", None);
    };
    let Some((fraction, decimals)) = literal::as_fraction(call.args[0]) else {
        return lowering.refuse_call(call, " with a fraction that is not a literal", None);
    };
    if call.distinct || order.options.nulls_first.is_some() || decimals > 3 {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let value = lowering.scalar(&order.expr);
    let descending = matches!(order.options.sort, Some(sqlparser::ast::OrderBySort::Desc));
    match (call.name.as_str(), descending) {
        ("PERCENTILE_CONT", _) if fraction == "0.5" => exact_median(&value, &over),
        ("PERCENTILE_CONT", false) => format!(
            "quantile_cont({} * 1.000, {fraction}){over}",
            widened(&value)
        ),
        ("PERCENTILE_CONT", true) => {
            format!(
                "quantile_cont({} * 1.000, 1 - {fraction}){over}",
                widened(&value)
            )
        }
        (_, false) => format!("quantile_disc({value}, {fraction}){over}"),
        _ if call.window.is_none() => {
            format!("percentile_disc({fraction}) WITHIN GROUP (ORDER BY {value} DESC)")
        }
        _ => lowering.refuse_call(call, " in descending order over a window", None),
    }
}

fn approximate_percentile(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    match literal::as_fraction(call.args[1]) {
        Some((fraction, _)) if !call.distinct && call.within_group.is_empty() => {
            let value = lowering.scalar(call.args[0]);
            format!("quantile_cont(CAST({value} AS DOUBLE), {fraction}){over}")
        }
        _ => lowering.refuse_call(call, " in this form", None),
    }
}

fn mode(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    if call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let value = lowering.scalar(call.args[0]);
    format!("mode({value}){over}")
}
