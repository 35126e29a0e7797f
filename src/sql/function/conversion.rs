//! Conversions; `CAST` and `TRY_CAST` are syntax. Source: "Conversion functions".

use crate::sql::types::{Type, Zone};

use super::Nulls::May;
use super::parameter::Parameter::{Any, Boolean, Text, TextOrBinary, ToDate, ToNumber, ToTime};
use super::rule::Rule::{Decimal, Is};
use super::{Function, TimeRule, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("TO_CHAR TO_VARCHAR TO_TEXT", &[Any, Text], Is(Type::Text))
        .optional(1)
        .time(TimeRule::Same(0)),
    scalar("TO_BINARY", &[TextOrBinary, Text], Is(Type::Binary)).optional(1),
    scalar("TRY_TO_BINARY", &[TextOrBinary, Text], Is(Type::Binary))
        .optional(1)
        .nulls(May),
    scalar(
        "TO_NUMBER TO_DECIMAL TO_NUMERIC",
        &[ToNumber, Any, Any, Any],
        Decimal,
    )
    .optional(3)
    .drops_fraction(),
    scalar(
        "TRY_TO_NUMBER TRY_TO_DECIMAL TRY_TO_NUMERIC",
        &[ToNumber, Any, Any, Any],
        Decimal,
    )
    .optional(3)
    .nulls(May)
    .drops_fraction(),
    scalar("TO_DOUBLE", &[ToNumber, Text], Is(Type::Float)).optional(1),
    scalar("TRY_TO_DOUBLE", &[ToNumber, Text], Is(Type::Float))
        .optional(1)
        .nulls(May),
    scalar("TO_DECFLOAT", &[ToNumber, Text], Is(Type::Other)).optional(1),
    scalar("TRY_TO_DECFLOAT", &[ToNumber, Text], Is(Type::Other))
        .optional(1)
        .nulls(May),
    scalar("TO_BOOLEAN", &[Boolean], Is(Type::Boolean)),
    scalar("TRY_TO_BOOLEAN", &[Boolean], Is(Type::Boolean)).nulls(May),
    scalar("TO_DATE DATE", &[ToDate, Any], Is(Type::Date))
        .optional(1)
        .time(TimeRule::Day),
    scalar("TRY_TO_DATE", &[ToDate, Any], Is(Type::Date))
        .optional(1)
        .time(TimeRule::Day)
        .nulls(May),
    scalar("TO_TIME TIME", &[ToTime, Any], Is(Type::Time)).optional(1),
    scalar("TRY_TO_TIME", &[ToTime, Any], Is(Type::Time))
        .optional(1)
        .nulls(May),
    // Without a suffix it follows a session parameter whose default is NTZ.
    scalar(
        "TO_TIMESTAMP TO_TIMESTAMP_NTZ",
        &[ToDate, Any],
        Is(Type::TIMESTAMP),
    )
    .optional(1)
    .time(TimeRule::Same(0)),
    scalar(
        "TRY_TO_TIMESTAMP TRY_TO_TIMESTAMP_NTZ",
        &[ToDate, Any],
        Is(Type::TIMESTAMP),
    )
    .optional(1)
    .time(TimeRule::Same(0))
    .nulls(May),
    scalar(
        "TO_TIMESTAMP_LTZ",
        &[ToDate, Any],
        Is(Type::Timestamp(Zone::Session)),
    )
    .optional(1)
    .time(TimeRule::Same(0)),
    scalar(
        "TRY_TO_TIMESTAMP_LTZ",
        &[ToDate, Any],
        Is(Type::Timestamp(Zone::Session)),
    )
    .optional(1)
    .time(TimeRule::Same(0))
    .nulls(May),
    scalar(
        "TO_TIMESTAMP_TZ",
        &[ToDate, Any],
        Is(Type::Timestamp(Zone::Own)),
    )
    .optional(1)
    .time(TimeRule::Same(0)),
    scalar(
        "TRY_TO_TIMESTAMP_TZ",
        &[ToDate, Any],
        Is(Type::Timestamp(Zone::Own)),
    )
    .optional(1)
    .time(TimeRule::Same(0))
    .nulls(May),
];
