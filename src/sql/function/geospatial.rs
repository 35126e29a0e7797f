//! Places and vectors. Source: "Geospatial functions", "Vector functions".
//!
//! Their own types are known only as [`Type::Other`], so what they take is not checked beyond its number.

use crate::sql::types::Type;

use super::Nulls::May;
use super::parameter::Parameter::{Any, Number};
use super::rule::Rule::Is;
use super::{Function, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("TO_GEOGRAPHY TO_GEOMETRY", &[Any, Any], Is(Type::Other)).optional(1),
    scalar(
        "TRY_TO_GEOGRAPHY TRY_TO_GEOMETRY",
        &[Any, Any],
        Is(Type::Other),
    )
    .optional(1)
    .nulls(May),
    scalar("ST_MAKEPOINT ST_POINT", &[Number, Number], Is(Type::Other)),
    scalar("ST_CENTROID", &[Any], Is(Type::Other)),
    scalar("ST_X ST_Y", &[Any], Is(Type::Float)).nulls(May),
    scalar("ST_AREA ST_LENGTH ST_PERIMETER", &[Any], Is(Type::Float)),
    scalar("ST_DISTANCE", &[Any, Any], Is(Type::Float)).nulls(May),
    scalar(
        "ST_CONTAINS ST_COVEREDBY ST_COVERS ST_DISJOINT ST_INTERSECTS ST_WITHIN",
        &[Any, Any],
        Is(Type::Boolean),
    ),
    scalar("ST_DWITHIN", &[Any, Any, Number], Is(Type::Boolean)),
    scalar("ST_GEOHASH", &[Any, Number], Is(Type::Text)).optional(1),
    scalar(
        "H3_LATLNG_TO_CELL",
        &[Number, Number, Number],
        Is(Type::INTEGER),
    ),
    scalar(
        "H3_LATLNG_TO_CELL_STRING",
        &[Number, Number, Number],
        Is(Type::Text),
    ),
    scalar(
        "VECTOR_COSINE_SIMILARITY VECTOR_INNER_PRODUCT VECTOR_L1_DISTANCE VECTOR_L2_DISTANCE",
        &[Any, Any],
        Is(Type::Float),
    ),
];
