//! Aggregates. Source: "Aggregate functions"; its page "Aggregate functions and NULL values" for what nothing gives.

use crate::sql::types::Type;

use super::Nulls::Never;
use super::parameter::Parameter::{Any, Array, Binary, Boolean, Number, Structure, Text};
use super::rule::COUNT;
use super::rule::Rule::{Average, Best, Is, Like, Middle, Picked, Shape, Sum, Variance};
use super::{Function, SignRule, TimeRule, aggregate, scalar};

/// Rows counted one by one.
const COUNT_IF: Type = Type::Number {
    precision: 13,
    scale: 0,
};

pub(super) const TABLE: &[Function] = &[
    // `COUNT(*)` has no arguments.
    aggregate("COUNT", &[Any], Is(COUNT))
        .optional(1)
        .repeating(1)
        .nulls(Never)
        .sign(SignRule::Count),
    aggregate("COUNT_IF", &[Boolean], Is(COUNT_IF))
        .nulls(Never)
        .sign(SignRule::ShowsZero),
    aggregate("SUM", &[Number], Sum).sign(SignRule::Sum),
    aggregate("AVG", &[Number], Average)
        .sign(SignRule::Mean(0))
        .averages(),
    aggregate("MIN MAX", &[Any], Like(0))
        .time(TimeRule::Same(0))
        .sign(SignRule::Like(0))
        .idempotent(),
    aggregate("ANY_VALUE", &[Any], Like(0))
        .sign(SignRule::Like(0))
        .idempotent(),
    aggregate("MODE", &[Any], Like(0)).sign(SignRule::Like(0)),
    aggregate("MIN_BY MAX_BY", &[Any, Any, Number], Best)
        .optional(1)
        .idempotent(),
    aggregate("MEDIAN", &[Number], Middle(0))
        .sign(SignRule::Mean(0))
        .averages(),
    aggregate("PERCENTILE_CONT", &[Number, Number], Middle(1))
        .within_group()
        .sign(SignRule::Mean(1)),
    aggregate("PERCENTILE_DISC", &[Number, Number], Picked(1))
        .within_group()
        .sign(SignRule::Like(1)),
    aggregate("APPROX_PERCENTILE", &[Number, Number], Is(Type::Float)),
    aggregate("STDDEV STDDEV_SAMP STDDEV_POP", &[Number], Is(Type::Float))
        .sign(SignRule::ShowsZero),
    aggregate("SKEW", &[Number], Is(Type::Float)),
    aggregate("KURTOSIS", &[Number], Shape),
    aggregate(
        "VARIANCE VARIANCE_SAMP VAR_SAMP VARIANCE_POP VAR_POP",
        &[Number],
        Variance,
    )
    .sign(SignRule::ShowsZero),
    aggregate(
        "CORR COVAR_POP COVAR_SAMP REGR_SLOPE REGR_INTERCEPT",
        &[Number, Number],
        Is(Type::Float),
    ),
    // Numbers; whether exact or not is not documented.
    aggregate(
        "REGR_R2 REGR_AVGX REGR_AVGY REGR_SXX REGR_SXY REGR_SYY",
        &[Number, Number],
        Is(Type::Unknown),
    ),
    aggregate("REGR_COUNT", &[Number, Number], Is(Type::INTEGER)).nulls(Never),
    aggregate("BOOLAND_AGG BOOLOR_AGG", &[Boolean], Is(Type::Boolean)).idempotent(),
    aggregate("BOOLXOR_AGG", &[Boolean], Is(Type::Boolean)),
    aggregate(
        "BITAND_AGG BITANDAGG BIT_AND_AGG BIT_ANDAGG BITOR_AGG BITORAGG BIT_OR_AGG BIT_ORAGG",
        &[Number],
        Is(Type::INTEGER),
    )
    .idempotent(),
    aggregate(
        "BITXOR_AGG BITXORAGG BIT_XOR_AGG BIT_XORAGG",
        &[Number],
        Is(Type::INTEGER),
    ),
    aggregate("LISTAGG STRING_AGG", &[Text, Text], Is(Type::Text))
        .optional(1)
        .nulls(Never),
    aggregate("ARRAY_AGG ARRAYAGG", &[Any], Is(Type::Array)).nulls(Never),
    aggregate("ARRAY_UNION_AGG", &[Array], Is(Type::Array)),
    aggregate("ARRAY_UNIQUE_AGG", &[Any], Is(Type::Array)).idempotent(),
    aggregate("OBJECT_AGG OBJECTAGG", &[Text, Any], Is(Type::Object)).nulls(Never),
    aggregate("HASH_AGG", &[Any], Is(Type::INTEGER))
        .optional(1)
        .repeating(1)
        .nulls(Never),
    aggregate("APPROX_COUNT_DISTINCT HLL", &[Any], Is(Type::INTEGER))
        .optional(1)
        .repeating(1)
        .nulls(Never)
        .sign(SignRule::NotNegative)
        .idempotent(),
    aggregate("HLL_ACCUMULATE", &[Any], Is(Type::Binary)).idempotent(),
    aggregate("HLL_COMBINE", &[Binary], Is(Type::Binary)).idempotent(),
    scalar("HLL_ESTIMATE", &[Binary], Is(Type::INTEGER)),
    scalar("HLL_EXPORT", &[Binary], Is(Type::Object)),
    scalar("HLL_IMPORT", &[Structure], Is(Type::Binary)),
    aggregate("APPROX_TOP_K", &[Any, Number, Number], Is(Type::Array)).optional(2),
    aggregate("APPROX_TOP_K_ACCUMULATE", &[Any, Number], Is(Type::Object)),
    aggregate(
        "APPROX_TOP_K_COMBINE",
        &[Structure, Number],
        Is(Type::Object),
    )
    .optional(1),
    scalar(
        "APPROX_TOP_K_ESTIMATE",
        &[Structure, Number],
        Is(Type::Array),
    )
    .optional(1),
    aggregate("APPROX_PERCENTILE_ACCUMULATE", &[Number], Is(Type::Object)),
    aggregate("APPROX_PERCENTILE_COMBINE", &[Structure], Is(Type::Object)),
    scalar(
        "APPROX_PERCENTILE_ESTIMATE",
        &[Structure, Number],
        Is(Type::Float),
    ),
    aggregate("MINHASH", &[Number, Any], Is(Type::Variant))
        .optional(1)
        .repeating(1)
        .idempotent(),
    aggregate("MINHASH_COMBINE", &[Structure], Is(Type::Variant)).idempotent(),
    aggregate(
        "APPROXIMATE_SIMILARITY APPROXIMATE_JACCARD_INDEX",
        &[Structure],
        Is(Type::Float),
    )
    .idempotent(),
    aggregate("BITMAP_CONSTRUCT_AGG", &[Number], Is(Type::Binary)).idempotent(),
    aggregate("BITMAP_OR_AGG BITMAP_AND_AGG", &[Binary], Is(Type::Binary)).idempotent(),
    scalar(
        "BITMAP_BIT_POSITION BITMAP_BUCKET_NUMBER",
        &[Number],
        Is(Type::INTEGER),
    ),
    scalar("BITMAP_COUNT", &[Binary], Is(Type::INTEGER)),
    // No aggregate itself: its arguments are what is grouped by.
    scalar("GROUPING GROUPING_ID", &[Any], Is(Type::INTEGER))
        .repeating(1)
        .nulls(Never),
];
