//! Hashes whose values are the same everywhere, and encodings.

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Scalar};
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    ("MD5", 1, 1, Scalar("md5({0t})")),
    ("MD5_HEX", 1, 1, Scalar("md5({0t})")),
    ("SHA2", 1, 1, Scalar("sha256({0t})")),
    ("SHA2_HEX", 1, 1, Scalar("sha256({0t})")),
    ("SHA1", 1, 1, Scalar("sha1({0t})")),
    ("SHA2", 2, 2, ByCall(sha2)),
    ("SHA2_HEX", 2, 2, ByCall(sha2)),
    ("SHA1_HEX", 1, 1, Scalar("sha1({0t})")),
    (
        "MD5_NUMBER_LOWER64",
        1,
        1,
        Scalar("CAST(CAST('0x' || substr(md5({0t}), 17) AS UBIGINT) AS HUGEINT)"),
    ),
    (
        "MD5_NUMBER_UPPER64",
        1,
        1,
        Scalar("CAST(CAST('0x' || left(md5({0t}), 16) AS UBIGINT) AS HUGEINT)"),
    ),
    ("HEX_ENCODE", 1, 1, Scalar("hex(encode({0t}))")),
    ("HEX_DECODE_STRING", 1, 1, Scalar("decode(unhex({0t}))")),
    ("BASE64_ENCODE", 1, 1, Scalar("to_base64(encode({0t}))")),
    (
        "BASE64_DECODE_STRING",
        1,
        1,
        Scalar("decode(from_base64({0t}))"),
    ),
];

/// DuckDB has the digest of 256 bits only.
fn sha2(lowering: &mut Lowering, call: &Call) -> String {
    match literal::as_integer(call.args[1]) {
        Some(0 | 256) => format!("sha256({})", lowering.text(call.args[0])),
        _ => lowering.refuse_call(call, " with another size than 256", Some("use 256")),
    }
}
