//! Functions of VARIANT, ARRAY and OBJECT. Source: "Semi-structured and structured data functions".

use crate::sql::types::{Type, Zone};

use super::Nulls::{May, Never};
use super::parameter::Parameter::{Any, Array, Number, Object, Structure, Text};
use super::rule::Rule::{Decimal, Is, Like};
use super::{Function, SignRule, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("PARSE_JSON", &[Text, Text], Is(Type::Variant))
        .optional(1)
        .nulls(May),
    scalar("TRY_PARSE_JSON", &[Text, Text], Is(Type::Variant))
        .optional(1)
        .nulls(May),
    scalar("PARSE_XML", &[Text, Any], Is(Type::Object))
        .optional(1)
        .nulls(May),
    scalar("CHECK_JSON", &[Text], Is(Type::Text)).nulls(May),
    scalar("CHECK_XML", &[Text, Any], Is(Type::Text))
        .optional(1)
        .nulls(May),
    scalar("STRIP_NULL_VALUE", &[Structure], Is(Type::Variant)).nulls(May),
    scalar("JSON_EXTRACT_PATH_TEXT", &[Any, Text], Is(Type::Text)).nulls(May),
    scalar("GET", &[Structure, Any], Is(Type::Variant)).nulls(May),
    scalar("GET_IGNORE_CASE", &[Structure, Text], Is(Type::Variant)).nulls(May),
    scalar("GET_PATH", &[Structure, Text], Is(Type::Variant)).nulls(May),
    scalar("XMLGET", &[Structure, Text, Number], Is(Type::Object))
        .optional(1)
        .nulls(May),
    scalar("TO_VARIANT", &[Any], Is(Type::Variant)),
    scalar("TO_ARRAY", &[Any], Is(Type::Array)),
    scalar("TO_OBJECT", &[Any], Is(Type::Object)),
    scalar("TO_JSON TO_XML", &[Any], Is(Type::Text)),
    scalar("TYPEOF", &[Any], Is(Type::Text)).nulls(May),
    scalar("ARRAY_CONSTRUCT ARRAY_CONSTRUCT_COMPACT", &[Any], Is(Type::Array))
        .optional(1)
        .repeating(1)
        .nulls(Never),
    scalar(
        "OBJECT_CONSTRUCT OBJECT_CONSTRUCT_KEEP_NULL",
        // `OBJECT_CONSTRUCT(*)` has no arguments.
        &[Text, Any],
        Is(Type::Object),
    )
    .optional(2)
    .repeating(2)
    .nulls(Never),
    scalar("ARRAY_SIZE", &[Array], Is(Type::INTEGER))
        .nulls(May)
        .sign(SignRule::NotNegative),
    scalar("ARRAY_CONTAINS", &[Any, Array], Is(Type::Boolean)).nulls(May),
    scalar("ARRAY_POSITION", &[Any, Array], Is(Type::INTEGER)).nulls(May),
    scalar("ARRAY_TO_STRING", &[Array, Text], Is(Type::Text)),
    scalar(
        "ARRAY_APPEND ARRAY_PREPEND ARRAY_REMOVE",
        &[Array, Any],
        Is(Type::Array),
    ),
    scalar(
        "ARRAY_CAT ARRAY_INTERSECTION ARRAY_EXCEPT",
        &[Array, Array],
        Is(Type::Array),
    ),
    scalar(
        "ARRAY_COMPACT ARRAY_DISTINCT ARRAY_FLATTEN ARRAY_REVERSE",
        &[Array],
        Is(Type::Array),
    ),
    scalar("ARRAY_INSERT", &[Array, Number, Any], Is(Type::Array)),
    scalar("ARRAY_REMOVE_AT", &[Array, Number], Is(Type::Array)),
    scalar("ARRAY_SLICE", &[Array, Number, Number], Is(Type::Array)),
    scalar("ARRAY_SORT", &[Array, Any, Any], Is(Type::Array)).optional(2),
    scalar("ARRAY_MAX ARRAY_MIN", &[Array], Is(Type::Variant)).nulls(May),
    scalar(
        "ARRAY_GENERATE_RANGE",
        &[Number, Number, Number],
        Is(Type::Array),
    )
    .optional(1),
    scalar("ARRAYS_OVERLAP", &[Array, Array], Is(Type::Boolean)),
    scalar("ARRAYS_TO_OBJECT", &[Array, Array], Is(Type::Object)),
    scalar("ARRAYS_ZIP", &[Array], Is(Type::Array)).repeating(1),
    scalar("OBJECT_KEYS", &[Object], Is(Type::Array)),
    scalar("OBJECT_DELETE OBJECT_PICK", &[Object, Any], Is(Type::Object)).repeating(1),
    scalar("OBJECT_INSERT", &[Object, Text, Any, Any], Is(Type::Object)).optional(1),
    // Of lambdas, whose type is not known.
    scalar("FILTER", &[Array, Any], Like(0)),
    scalar("TRANSFORM", &[Array, Any], Is(Type::Array)),
    scalar("REDUCE", &[Array, Any, Any], Is(Type::Unknown)).nulls(May),
    scalar("AS_ARRAY", &[Any], Is(Type::Array)).nulls(May),
    scalar("AS_OBJECT", &[Any], Is(Type::Object)).nulls(May),
    scalar("AS_BINARY", &[Any], Is(Type::Binary)).nulls(May),
    scalar("AS_BOOLEAN", &[Any], Is(Type::Boolean)).nulls(May),
    scalar("AS_CHAR AS_VARCHAR", &[Any], Is(Type::Text)).nulls(May),
    scalar("AS_DATE", &[Any], Is(Type::Date)).nulls(May),
    scalar("AS_TIME", &[Any], Is(Type::Time)).nulls(May),
    scalar("AS_TIMESTAMP_NTZ", &[Any], Is(Type::TIMESTAMP)).nulls(May),
    scalar("AS_TIMESTAMP_LTZ", &[Any], Is(Type::Timestamp(Zone::Session))).nulls(May),
    scalar("AS_TIMESTAMP_TZ", &[Any], Is(Type::Timestamp(Zone::Own))).nulls(May),
    scalar("AS_DECIMAL AS_NUMBER", &[Any, Number, Number], Decimal)
        .optional(2)
        .nulls(May),
    scalar("AS_DOUBLE AS_REAL", &[Any], Is(Type::Float)).nulls(May),
    scalar("AS_INTEGER", &[Any], Is(Type::INTEGER)).nulls(May),
    scalar(
        "IS_ARRAY IS_OBJECT IS_BINARY IS_BOOLEAN IS_CHAR IS_VARCHAR IS_DATE IS_DATE_VALUE IS_TIME IS_TIMESTAMP_NTZ \
         IS_TIMESTAMP_LTZ IS_TIMESTAMP_TZ IS_DECIMAL IS_DOUBLE IS_REAL IS_INTEGER IS_NULL_VALUE",
        &[Any],
        Is(Type::Boolean),
    )
    .nulls(May),
];
