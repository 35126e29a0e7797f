//! Functions of numbers. Source: "Numeric functions", "Bitwise expression functions".

use crate::sql::types::Type;

use super::parameter::Parameter::{Any, Number, NumberOrBinary, NumberOrDate, Text};
use super::rule::Rule::{self, Bits, Is, Quotient, Remainder, Rounded, Whole};
use super::{Function, SignRule, TimeRule, scalar};

pub(super) const TABLE: &[Function] = &[
    scalar("ABS", &[Number], Rule::Number).sign(SignRule::Magnitude),
    scalar("SIGN", &[Number], Whole),
    scalar("ROUND", &[Number, Number, Text], Rounded)
        .optional(2)
        .drops_fraction(),
    scalar("CEIL CEILING FLOOR", &[Number, Number], Rounded)
        .optional(1)
        .drops_fraction(),
    // Also of dates: `TRUNC(date, 'month')`.
    scalar("TRUNC TRUNCATE", &[NumberOrDate, Any], Rounded)
        .optional(1)
        .time(TimeRule::Truncated)
        .drops_fraction(),
    scalar("MOD", &[Number, Number], Remainder),
    scalar("DIV0 DIV0NULL", &[Number, Number], Quotient),
    scalar(
        "CBRT LN SIN COS TAN COT ASIN ACOS ATAN SINH COSH TANH ASINH ACOSH ATANH DEGREES RADIANS",
        &[Number],
        Is(Type::Float),
    ),
    scalar("SQRT SQUARE", &[Number], Is(Type::Float)).sign(SignRule::Magnitude),
    scalar("EXP", &[Number], Is(Type::Float)).sign(SignRule::Positive),
    scalar("LOG POW POWER ATAN2", &[Number, Number], Is(Type::Float)),
    scalar("FACTORIAL", &[Number], Is(Type::INTEGER)),
    scalar("PI", &[], Is(Type::Float)).sign(SignRule::Positive),
    scalar(
        "HAVERSINE",
        &[Number, Number, Number, Number],
        Is(Type::Float),
    ),
    scalar("WIDTH_BUCKET", &[Any, Any, Any, Number], Is(Type::INTEGER)),
    scalar(
        "BITAND BIT_AND BITOR BIT_OR BITXOR BIT_XOR",
        &[NumberOrBinary, NumberOrBinary, Text],
        Bits,
    )
    .optional(1),
    scalar("BITNOT BIT_NOT", &[NumberOrBinary], Bits),
    scalar(
        "BITSHIFTLEFT BIT_SHIFTLEFT BITSHIFTRIGHT BIT_SHIFTRIGHT",
        &[NumberOrBinary, Number],
        Bits,
    ),
    scalar("GETBIT", &[Number, Number], Is(Type::INTEGER)),
];
