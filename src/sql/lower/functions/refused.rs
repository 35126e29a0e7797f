//! Functions that are known and refused, with a way out where there is one.

use super::Rule::Refused;
use super::{Entry, MANY};

const CAST: &str = "cast the value to the type that is expected, or use TRY_CAST";
const HASH: &str = "a hash differs between engines; use MD5 of a text";
const UTC: &str = "keep times UTC and naive: TIMESTAMP_NTZ";
const VECTOR: &str = "DuckDB holds no VECTOR; compute the distance beforehand";
const BEFOREHAND: &str = "compute it beforehand";
const SKETCH: &str = "the sketch differs between engines; use the exact aggregate";

pub(super) const TABLE: &[Entry] = &[
    ("HASH", 1, MANY, Refused(HASH)),
    ("HASH_AGG", 1, MANY, Refused(HASH)),
    ("SOUNDEX", 1, 1, Refused(BEFOREHAND)),
    (
        "JAROWINKLER_SIMILARITY",
        2,
        2,
        Refused("its rounding is not documented; use EDITDISTANCE"),
    ),
    ("COLLATE", 2, 2, Refused("compare LOWER(…) of both sides")),
    (
        "PARSE_URL",
        1,
        2,
        Refused("take the part with REGEXP_SUBSTR"),
    ),
    ("PARSE_IP", 2, 3, Refused(BEFOREHAND)),
    ("CONVERT_TIMEZONE", 2, 3, Refused(UTC)),
    ("TO_TIMESTAMP_TZ", 1, 2, Refused(UTC)),
    ("TO_TIMESTAMP_LTZ", 1, 2, Refused(UTC)),
    (
        "TO_TIME",
        1,
        2,
        Refused("keep the time of day as a number of seconds"),
    ),
    (
        "TIME_FROM_PARTS",
        3,
        4,
        Refused("keep the time of day as a number of seconds"),
    ),
    (
        "ARRAY_UNION_AGG",
        1,
        1,
        Refused("use FLATTEN and ARRAY_UNIQUE_AGG"),
    ),
    (
        "ARRAY_SORT",
        1,
        3,
        Refused("use FLATTEN and ARRAY_AGG … WITHIN GROUP (ORDER BY …)"),
    ),
    ("ARRAY_MAX", 1, 1, Refused("use FLATTEN and MAX")),
    ("ARRAY_MIN", 1, 1, Refused("use FLATTEN and MIN")),
    ("OBJECT_INSERT", 3, 4, Refused("use OBJECT_CONSTRUCT")),
    ("APPROX_TOP_K", 1, 3, Refused(SKETCH)),
    ("MINHASH", 2, MANY, Refused(SKETCH)),
    ("APPROXIMATE_SIMILARITY", 1, MANY, Refused(SKETCH)),
    ("APPROXIMATE_JACCARD_INDEX", 1, MANY, Refused(SKETCH)),
    ("HLL_ACCUMULATE", 1, 1, Refused(SKETCH)),
    ("VECTOR_L1_DISTANCE", 2, 2, Refused(VECTOR)),
    ("VECTOR_L2_DISTANCE", 2, 2, Refused(VECTOR)),
    ("VECTOR_INNER_PRODUCT", 2, 2, Refused(VECTOR)),
    ("VECTOR_COSINE_SIMILARITY", 2, 2, Refused(VECTOR)),
    ("TYPEOF", 1, 1, Refused(CAST)),
    ("IS_ARRAY", 1, 1, Refused(CAST)),
    ("IS_BOOLEAN", 1, 1, Refused(CAST)),
    ("IS_CHAR", 1, 1, Refused(CAST)),
    ("IS_DATE", 1, 1, Refused(CAST)),
    ("IS_DECIMAL", 1, 1, Refused(CAST)),
    ("IS_DOUBLE", 1, 1, Refused(CAST)),
    ("IS_INTEGER", 1, 1, Refused(CAST)),
    ("IS_OBJECT", 1, 1, Refused(CAST)),
    ("IS_REAL", 1, 1, Refused(CAST)),
    ("IS_TIMESTAMP_NTZ", 1, 1, Refused(CAST)),
    ("IS_VARCHAR", 1, 1, Refused(CAST)),
    ("AS_ARRAY", 1, 1, Refused(CAST)),
    ("AS_BOOLEAN", 1, 1, Refused(CAST)),
    ("AS_CHAR", 1, 1, Refused(CAST)),
    ("AS_DATE", 1, 1, Refused(CAST)),
    ("AS_DECIMAL", 1, 3, Refused(CAST)),
    ("AS_DOUBLE", 1, 1, Refused(CAST)),
    ("AS_INTEGER", 1, 1, Refused(CAST)),
    ("AS_NUMBER", 1, 3, Refused(CAST)),
    ("AS_OBJECT", 1, 1, Refused(CAST)),
    ("AS_REAL", 1, 1, Refused(CAST)),
    ("AS_TIMESTAMP_NTZ", 1, 1, Refused(CAST)),
    ("AS_VARCHAR", 1, 1, Refused(CAST)),
];
