//! Aggregates to one number or value.

use super::super::Lowering;
use super::super::kind::is_double;
use super::super::window::DefaultFrame;
use super::Rule::{Aggregate, AggregateCall};
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
    ("AVG", 1, 1, AggregateCall(average)),
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
    // Where one of the two does not vary, standard SQL has NULL and DuckDB NaN.
    (
        "CORR",
        2,
        2,
        Aggregate(
            "CASE WHEN regr_sxx({0}, {1}){over} <> 0 AND regr_syy({0}, {1}){over} <> 0 THEN corr({0}, {1}){over} END",
        ),
    ),
    ("COVAR_POP", 2, 2, Aggregate("covar_pop({0}, {1}){over}")),
    ("COVAR_SAMP", 2, 2, Aggregate("covar_samp({0}, {1}){over}")),
    // Where x does not vary there is no slope, as with a single row.
    (
        "REGR_SLOPE",
        2,
        2,
        Aggregate("CASE WHEN regr_sxx({0}, {1}){over} <> 0 THEN regr_slope({0}, {1}){over} END"),
    ),
    (
        "REGR_INTERCEPT",
        2,
        2,
        Aggregate("regr_intercept({0}, {1}){over}"),
    ),
    ("REGR_R2", 2, 2, Aggregate("regr_r2({0}, {1}){over}")),
    ("REGR_COUNT", 2, 2, Aggregate("regr_count({0}, {1}){over}")),
    ("REGR_AVGX", 2, 2, Aggregate("regr_avgx({0}, {1}){over}")),
    ("REGR_AVGY", 2, 2, Aggregate("regr_avgy({0}, {1}){over}")),
    ("REGR_SXX", 2, 2, Aggregate("regr_sxx({0}, {1}){over}")),
    ("REGR_SXY", 2, 2, Aggregate("regr_sxy({0}, {1}){over}")),
    ("REGR_SYY", 2, 2, Aggregate("regr_syy({0}, {1}){over}")),
    // Both engines correct for the size of the sample. Without a variance the documented formulas divide zero by zero,
    // and what Snowflake gives then is not documented.
    (
        "KURTOSIS",
        1,
        1,
        Aggregate(
            "CASE WHEN count({0}){over} > 3 AND min({0}){over} = max({0}){over} THEN sf_error('fsc: KURTOSIS of values that are all the same is not documented; test for it, as in `IFF(MIN(x) < MAX(x), KURTOSIS(x), NULL)`') ELSE kurtosis({0}){over} END",
        ),
    ),
    (
        "SKEW",
        1,
        1,
        Aggregate(
            "CASE WHEN count({0}){over} > 2 AND min({0}){over} = max({0}){over} THEN sf_error('fsc: SKEW of values that are all the same is not documented; test for it, as in `IFF(MIN(x) < MAX(x), SKEW(x), NULL)`') ELSE skewness({0}){over} END",
        ),
    ),
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
    // Exactly one row is true.
    (
        "BOOLXOR_AGG",
        1,
        1,
        Aggregate("CASE WHEN count({0}){over} > 0 THEN count_if(sf_boolean({0})){over} = 1 END"),
    ),
    // Approximate in Snowflake: the exact value stands in for the estimate.
    (
        "APPROX_COUNT_DISTINCT",
        1,
        MANY,
        AggregateCall(approximate_count),
    ),
    ("HLL", 1, MANY, AggregateCall(approximate_count)),
    ("GROUPING", 1, MANY, super::Rule::Scalar("grouping({*})")),
    ("GROUPING_ID", 1, MANY, super::Rule::Scalar("grouping({*})")),
];

/// A row counts where none of the arguments is NULL.
/// DuckDB's average is a DOUBLE; that of exact numbers is their quotient.
fn average(lowering: &mut Lowering, call: &Call) -> String {
    let template = if call.args.iter().any(|arg| is_double(arg)) {
        "avg({distinct}{0}){over}"
    } else {
        "sf_quotient(sum({distinct}{0}){over}, count({distinct}{0}){over})"
    };
    lowering.aggregate(call, template)
}

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
