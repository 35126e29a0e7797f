//! Arrays, which DuckDB holds as JSON. Where elements are compared, nested ones are an error: their texts may differ
//! though they are equal.

use super::Rule::Scalar;
use super::{Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("ARRAY_CONSTRUCT", 0, MANY, Scalar("json_array({*v})")),
    (
        "ARRAY_CONSTRUCT_COMPACT",
        0,
        MANY,
        Scalar("sf_array_compact(json_array({*v}))"),
    ),
    ("TO_ARRAY", 1, 1, Scalar("sf_to_array({0v})")),
    ("ARRAY_SIZE", 1, 1, Scalar("sf_array_size({0v})")),
    (
        "ARRAY_CONTAINS",
        2,
        2,
        Scalar("sf_array_contains({0v}, {1v})"),
    ),
    (
        "ARRAY_POSITION",
        2,
        2,
        Scalar("sf_array_position({0v}, {1v})"),
    ),
    (
        "ARRAYS_OVERLAP",
        2,
        2,
        Scalar("sf_arrays_overlap({0v}, {1v})"),
    ),
    (
        "ARRAY_TO_STRING",
        2,
        2,
        Scalar("sf_array_to_string({0v}, {1t})"),
    ),
    ("ARRAY_APPEND", 2, 2, Scalar("sf_array_append({0v}, {1v})")),
    (
        "ARRAY_PREPEND",
        2,
        2,
        Scalar("sf_array_prepend({0v}, {1v})"),
    ),
    ("ARRAY_CAT", 2, 2, Scalar("sf_array_cat({0v}, {1v})")),
    ("ARRAY_COMPACT", 1, 1, Scalar("sf_array_compact({0v})")),
    ("ARRAY_DISTINCT", 1, 1, Scalar("sf_array_distinct({0v})")),
    ("ARRAY_EXCEPT", 2, 2, Scalar("sf_array_except({0v}, {1v})")),
    (
        "ARRAY_INTERSECTION",
        2,
        2,
        Scalar("sf_array_intersection({0v}, {1v})"),
    ),
    ("ARRAY_REMOVE", 2, 2, Scalar("sf_array_remove({0v}, {1v})")),
    ("ARRAY_REVERSE", 1, 1, Scalar("sf_array_reverse({0v})")),
    ("ARRAY_FLATTEN", 1, 1, Scalar("sf_array_flatten({0v})")),
    (
        "ARRAY_SLICE",
        3,
        3,
        Scalar("sf_array_slice({0v}, {1}, {2})"),
    ),
    ("ARRAY_GENERATE_RANGE", 2, 3, Scalar("to_json(range({*}))")),
];
