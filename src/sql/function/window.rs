//! Functions that need OVER. Source: "Window functions".

use crate::sql::types::Type;

use super::Nulls::May;
use super::parameter::Parameter::{Any, Boolean, Number};
use super::rule::COUNT;
use super::rule::Rule::{Is, Like, Share};
use super::{Function, SignRule, window};

pub(super) const TABLE: &[Function] = &[
    window("ROW_NUMBER", &[], Is(COUNT))
        .sign(SignRule::Positive)
        .picks(),
    window("RANK DENSE_RANK", &[], Is(COUNT)).sign(SignRule::Positive),
    window("PERCENT_RANK CUME_DIST", &[], Is(Type::Float)),
    window("NTILE", &[Number], Is(Type::INTEGER)).sign(SignRule::Positive),
    window("LAG LEAD", &[Any, Number, Any], Like(0))
        .optional(2)
        .nulls(May)
        .sign(SignRule::Like(0))
        .picks(),
    window("FIRST_VALUE LAST_VALUE", &[Any], Like(0))
        .nulls(May)
        .sign(SignRule::Like(0))
        .picks(),
    window("NTH_VALUE", &[Any, Number], Like(0))
        .nulls(May)
        .sign(SignRule::Like(0)),
    window("RATIO_TO_REPORT", &[Number], Share).nulls(May),
    window("CONDITIONAL_TRUE_EVENT", &[Boolean], Is(Type::INTEGER)),
    window("CONDITIONAL_CHANGE_EVENT", &[Any], Is(Type::INTEGER)),
    window(
        "INTERPOLATE_BFILL INTERPOLATE_FFILL INTERPOLATE_LINEAR",
        &[Any],
        Like(0),
    )
    .nulls(May),
];
