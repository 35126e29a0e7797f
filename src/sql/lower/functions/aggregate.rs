//! Aggregates.

use super::super::window::{DefaultFrame, has_frame, is_ordered};
use super::super::{Lowering, literal};
use super::Rule::{Aggregate, AggregateCall, Refused};
use super::{Call, Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("COUNT", 0, MANY, AggregateCall(count)),
    (
        "COUNT_IF",
        1,
        1,
        Aggregate("coalesce(count_if({0}){over}, 0)"),
    ),
    ("SUM", 1, 1, Aggregate("sum({distinct}{0}){over}")),
    (
        "AVG",
        1,
        1,
        Aggregate("sf_quotient(sum({distinct}{0}){over}, count({distinct}{0}){over})"),
    ),
    ("MIN", 1, 1, Aggregate("min({distinct}{0}){over}")),
    ("MAX", 1, 1, Aggregate("max({distinct}{0}){over}")),
    ("ANY_VALUE", 1, 1, Aggregate("any_value({0}){over}")),
    ("MAX_BY", 2, 2, Aggregate("arg_max_null({0}, {1}){over}")),
    ("MIN_BY", 2, 2, Aggregate("arg_min_null({0}, {1}){over}")),
    (
        "STDDEV",
        1,
        1,
        Aggregate("stddev_samp({distinct}{0}){over}"),
    ),
    (
        "STDDEV_SAMP",
        1,
        1,
        Aggregate("stddev_samp({distinct}{0}){over}"),
    ),
    (
        "STDDEV_POP",
        1,
        1,
        Aggregate("stddev_pop({distinct}{0}){over}"),
    ),
    ("VARIANCE", 1, 1, Aggregate("var_samp({distinct}{0}){over}")),
    ("VAR_SAMP", 1, 1, Aggregate("var_samp({distinct}{0}){over}")),
    (
        "VARIANCE_SAMP",
        1,
        1,
        Aggregate("var_samp({distinct}{0}){over}"),
    ),
    ("VAR_POP", 1, 1, Aggregate("var_pop({distinct}{0}){over}")),
    (
        "VARIANCE_POP",
        1,
        1,
        Aggregate("var_pop({distinct}{0}){over}"),
    ),
    ("CORR", 2, 2, Aggregate("corr({0}, {1}){over}")),
    ("COVAR_POP", 2, 2, Aggregate("covar_pop({0}, {1}){over}")),
    ("COVAR_SAMP", 2, 2, Aggregate("covar_samp({0}, {1}){over}")),
    ("REGR_SLOPE", 2, 2, Aggregate("regr_slope({0}, {1}){over}")),
    (
        "REGR_INTERCEPT",
        2,
        2,
        Aggregate("regr_intercept({0}, {1}){over}"),
    ),
    ("REGR_R2", 2, 2, Aggregate("regr_r2({0}, {1}){over}")),
    ("REGR_COUNT", 2, 2, Aggregate("regr_count({0}, {1}){over}")),
    (
        "BOOLAND_AGG",
        1,
        1,
        Aggregate("bool_and(sf_boolean({0})){over}"),
    ),
    (
        "BOOLOR_AGG",
        1,
        1,
        Aggregate("bool_or(sf_boolean({0})){over}"),
    ),
    ("BITAND_AGG", 1, 1, Aggregate("bit_and({0}){over}")),
    ("BITOR_AGG", 1, 1, Aggregate("bit_or({0}){over}")),
    ("BITXOR_AGG", 1, 1, Aggregate("bit_xor({0}){over}")),
    // Approximate in Snowflake: the exact value stands in for the estimate.
    (
        "APPROX_COUNT_DISTINCT",
        1,
        MANY,
        AggregateCall(approximate_count),
    ),
    ("HLL", 1, MANY, AggregateCall(approximate_count)),
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
    ("LISTAGG", 1, 2, AggregateCall(listagg)),
    ("STRING_AGG", 1, 2, AggregateCall(listagg)),
    ("ARRAY_AGG", 1, 1, AggregateCall(array_agg)),
    ("ARRAYAGG", 1, 1, AggregateCall(array_agg)),
    ("OBJECT_AGG", 2, 2, AggregateCall(object_agg)),
    ("GROUPING", 1, MANY, super::Rule::Scalar("grouping({*})")),
    ("GROUPING_ID", 1, MANY, super::Rule::Scalar("grouping({*})")),
    (
        "HASH_AGG",
        1,
        MANY,
        Refused("a hash differs between engines"),
    ),
    (
        "KURTOSIS",
        1,
        1,
        Refused("the two engines' estimators differ"),
    ),
    ("SKEW", 1, 1, Refused("the two engines' estimators differ")),
];

/// A row counts where none of the arguments is NULL.
fn count(lowering: &mut Lowering, call: &Call) -> String {
    if !call.within_group.is_empty() || call.nulls.is_some() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let over = lowering.over_of(call, DefaultFrame::Standard);
    match call.args.as_slice() {
        [] if call.star => format!("count(*){over}"),
        [] => lowering.refuse_call(call, " with 0 arguments", None),
        [arg] => format!(
            "count({}{}){over}",
            call.distinct_keyword(),
            lowering.any_value(arg)
        ),
        args => {
            let args: Vec<String> = args.iter().map(|arg| lowering.any_value(arg)).collect();
            let present: Vec<String> = args
                .iter()
                .map(|arg| format!("{arg} IS NOT NULL"))
                .collect();
            let counted = if call.distinct {
                format!("DISTINCT ({})", args.join(", "))
            } else {
                "*".to_owned()
            };
            format!("count({counted}) FILTER ({}){over}", present.join(" AND "))
        }
    }
}

fn approximate_count(lowering: &mut Lowering, call: &Call) -> String {
    count(
        lowering,
        &Call {
            name: call.name.clone(),
            args: call.args.clone(),
            distinct: true,
            ..*call
        },
    )
}

/// A whole partition's aggregate: Snowflake allows no order and no frame in its window.
fn over_partition(lowering: &mut Lowering, call: &Call) -> String {
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

/// The middle of two exact numbers has one decimal more than they.
fn median(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    if call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let value = lowering.scalar(call.args[0]);
    format!("median({value} * 1.000){over}")
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
        ("PERCENTILE_CONT", false) => format!("quantile_cont({value} * 1.000, {fraction}){over}"),
        ("PERCENTILE_CONT", true) => {
            format!("quantile_cont({value} * 1.000, 1 - {fraction}){over}")
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

/// ` ORDER BY …` inside an aggregate's parentheses.
fn within_group(lowering: &mut Lowering, call: &Call) -> String {
    if call.within_group.is_empty() {
        String::new()
    } else {
        format!(" ORDER BY {}", lowering.order_by_list(call.within_group))
    }
}

/// LISTAGG of nothing is the empty text.
fn listagg(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    let value = lowering.text(call.args[0]);
    let separator = match call.args.get(1) {
        None => "''".to_owned(),
        Some(separator) => match literal::as_string(separator) {
            Some(separator) => literal::string(separator),
            None => {
                return lowering.refuse_call(call, " with a separator that is not a literal", None);
            }
        },
    };
    if call.distinct {
        return distinct_listagg(lowering, call, &separator, &over);
    }
    let order = within_group(lowering, call);
    format!("coalesce(string_agg({value}, {separator}{order}){over}, '')")
}

/// Distinct values are put in their own order before they become text; DuckDB orders distinct arguments only as they are.
fn distinct_listagg(lowering: &mut Lowering, call: &Call, separator: &str, over: &str) -> String {
    let sort = match call.within_group {
        [] => "list_sort",
        [order] if order.expr == *call.args[0] && order.options.nulls_first.is_none() => {
            match order.options.sort {
                Some(sqlparser::ast::OrderBySort::Desc) => "list_reverse_sort",
                _ => "list_sort",
            }
        }
        _ => {
            return lowering.refuse_call(
                call,
                " of distinct values in another order than their own",
                None,
            );
        }
    };
    let value = lowering.scalar(call.args[0]);
    format!(
        "coalesce(array_to_string(list_transform({sort}(list(DISTINCT {value}) FILTER ({value} IS NOT NULL){over}), \
         lambda item: sf_text(item)), {separator}), '')"
    )
}

/// `ARRAY_AGG` leaves NULL out, and gives an empty array for nothing.
fn array_agg(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    let value = lowering.any_value(call.args[0]);
    let order = within_group(lowering, call);
    format!(
        "coalesce(to_json(list({}{value}{order}) FILTER ({value} IS NOT NULL){over}), CAST('[]' AS JSON))",
        call.distinct_keyword()
    )
}

fn object_agg(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    if call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let (key, value) = (
        lowering.text(call.args[0]),
        lowering.any_value(call.args[1]),
    );
    format!(
        "coalesce(to_json(map_from_entries(list({{'k': {key}, 'v': to_json({value})}}) \
         FILTER ({key} IS NOT NULL AND {value} IS NOT NULL){over})), CAST('{{}}' AS JSON))"
    )
}
