//! Aggregates that keep their values: texts, arrays, objects.

use super::super::{Lowering, literal};
use super::Rule::AggregateCall;
use super::quantile::over_partition;
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    ("LISTAGG", 1, 2, AggregateCall(listagg)),
    ("STRING_AGG", 1, 2, AggregateCall(listagg)),
    ("ARRAY_AGG", 1, 1, AggregateCall(array_agg)),
    ("ARRAYAGG", 1, 1, AggregateCall(array_agg)),
    ("OBJECT_AGG", 2, 2, AggregateCall(object_agg)),
    ("ARRAY_UNIQUE_AGG", 1, 1, AggregateCall(array_unique_agg)),
];

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

/// The distinct values without NULL; their order means nothing.
fn array_unique_agg(lowering: &mut Lowering, call: &Call) -> String {
    let over = over_partition(lowering, call);
    if call.distinct || !call.within_group.is_empty() {
        return lowering.refuse_call(call, " with this clause", None);
    }
    let value = lowering.any_value(call.args[0]);
    format!(
        "coalesce(to_json(list_sort(list(DISTINCT {value}) FILTER ({value} IS NOT NULL){over})), CAST('[]' AS JSON))"
    )
}
