//! Conditional functions and those about NULL. Source: "Conditional expression functions".

use crate::sql::types::Type;

use super::Nulls::{Coalesces, May, Never};
use super::parameter::Parameter::{Any, Boolean, Number};
use super::rule::Rule::{self, Common, Decoded, Extreme, Is, Like};
use super::{Function, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("IFF", &[Boolean, Any, Any], Common(1)),
    scalar("NVL IFNULL", &[Any, Any], Common(0)).nulls(Coalesces),
    scalar("COALESCE", &[Any, Any], Common(0))
        .repeating(1)
        .nulls(Coalesces),
    scalar("NVL2", &[Any, Any, Any], Common(1)),
    scalar("NULLIF", &[Any, Any], Like(0)).nulls(May),
    scalar("NULLIFZERO", &[Number], Rule::Number).nulls(May),
    scalar("ZEROIFNULL", &[Number], Rule::Number).nulls(Never),
    scalar("EQUAL_NULL", &[Any, Any], Is(Type::Boolean)).nulls(Never),
    scalar("DECODE", &[Any, Any, Any], Decoded)
        .repeating(1)
        .nulls(May),
    scalar("GREATEST LEAST", &[Any], Extreme).repeating(1),
    scalar("GREATEST_IGNORE_NULLS LEAST_IGNORE_NULLS", &[Any], Extreme)
        .repeating(1)
        .nulls(Coalesces),
    scalar(
        "BOOLAND BOOLOR BOOLXOR",
        &[Boolean, Boolean],
        Is(Type::Boolean),
    ),
    scalar("BOOLNOT", &[Boolean], Is(Type::Boolean)),
    scalar("REGR_VALX", &[Number, Number], Like(1)),
    scalar("REGR_VALY", &[Number, Number], Like(0)),
];
