//! Conditional functions and those about NULL. Source: "Conditional expression functions".

use crate::sql::types::Type;

use super::Nulls::{Branches, Coalesces, May, Never};
use super::parameter::Parameter::{Any, Boolean, Number};
use super::rule::Rule::{self, Common, Decoded, Extreme, Is, Like};
use super::{Function, SignRule, TimeRule, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("IFF", &[Boolean, Any, Any], Common(1))
        .nulls(Branches(1))
        .sign(SignRule::Chosen),
    scalar("NVL IFNULL", &[Any, Any], Common(0))
        .nulls(Coalesces)
        .time(TimeRule::Same(0))
        .sign(SignRule::OneOf(0)),
    scalar("COALESCE", &[Any, Any], Common(0))
        .repeating(1)
        .nulls(Coalesces)
        .time(TimeRule::Same(0))
        .sign(SignRule::OneOf(0)),
    scalar("NVL2", &[Any, Any, Any], Common(1))
        .nulls(Branches(1))
        .sign(SignRule::Chosen),
    scalar("NULLIF", &[Any, Any], Like(0))
        .nulls(May)
        .sign(SignRule::NullIf),
    scalar("NULLIFZERO", &[Number], Rule::Number)
        .nulls(May)
        .sign(SignRule::NullIfZero),
    scalar("ZEROIFNULL", &[Number], Rule::Number)
        .nulls(Never)
        .sign(SignRule::ShowsZero),
    scalar("EQUAL_NULL", &[Any, Any], Is(Type::Boolean)).nulls(Never),
    scalar("DECODE", &[Any, Any, Any], Decoded)
        .repeating(1)
        .nulls(May),
    scalar("GREATEST", &[Any], Extreme)
        .repeating(1)
        .sign(SignRule::Greatest),
    scalar("LEAST", &[Any], Extreme)
        .repeating(1)
        .sign(SignRule::OneOf(0)),
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
