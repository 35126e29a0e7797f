//! Bits of whole numbers.

use super::Entry;
use super::Rule::{Aggregate, Scalar};

pub(super) const TABLE: &[Entry] = &[
    ("BITAND", 2, 2, Scalar("({0} & {1})")),
    ("BIT_AND", 2, 2, Scalar("({0} & {1})")),
    ("BITOR", 2, 2, Scalar("({0} | {1})")),
    ("BIT_OR", 2, 2, Scalar("({0} | {1})")),
    ("BITXOR", 2, 2, Scalar("xor({0}, {1})")),
    ("BIT_XOR", 2, 2, Scalar("xor({0}, {1})")),
    ("BITNOT", 1, 1, Scalar("(~{0})")),
    ("BIT_NOT", 1, 1, Scalar("(~{0})")),
    // What leaves the 64 bits is an error.
    ("BITSHIFTLEFT", 2, 2, Scalar("sf_shift_left({0}, {1})")),
    ("BIT_SHIFTLEFT", 2, 2, Scalar("sf_shift_left({0}, {1})")),
    ("BITSHIFTRIGHT", 2, 2, Scalar("sf_shift_right({0}, {1})")),
    ("BIT_SHIFTRIGHT", 2, 2, Scalar("sf_shift_right({0}, {1})")),
    ("GETBIT", 2, 2, Scalar("(sf_shift_right({0}, {1}) & 1)")),
    ("BITAND_AGG", 1, 1, Aggregate("bit_and({0}){over}")),
    ("BITANDAGG", 1, 1, Aggregate("bit_and({0}){over}")),
    ("BIT_AND_AGG", 1, 1, Aggregate("bit_and({0}){over}")),
    ("BIT_ANDAGG", 1, 1, Aggregate("bit_and({0}){over}")),
    ("BITOR_AGG", 1, 1, Aggregate("bit_or({0}){over}")),
    ("BITORAGG", 1, 1, Aggregate("bit_or({0}){over}")),
    ("BIT_OR_AGG", 1, 1, Aggregate("bit_or({0}){over}")),
    ("BIT_ORAGG", 1, 1, Aggregate("bit_or({0}){over}")),
    ("BITXOR_AGG", 1, 1, Aggregate("bit_xor({0}){over}")),
    ("BITXORAGG", 1, 1, Aggregate("bit_xor({0}){over}")),
    ("BIT_XOR_AGG", 1, 1, Aggregate("bit_xor({0}){over}")),
    ("BIT_XORAGG", 1, 1, Aggregate("bit_xor({0}){over}")),
];
