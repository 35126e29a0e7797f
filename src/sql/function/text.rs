//! Functions of texts and bytes. Source: "String & binary functions".

use crate::sql::types::Type;

use super::Nulls::{May, Never};
use super::parameter::Parameter::{Any, Binary, Number, Text, TextOrBinary};
use super::rule::COUNT;
use super::rule::Rule::{Is, TextLike};
use super::{Function, SignRule, scalar};

/// Unsigned 64 bits.
const HALF_OF_MD5: Type = Type::Number {
    precision: 20,
    scale: 0,
};

/// Signed 64 bits.
const HASH: Type = Type::Number {
    precision: 19,
    scale: 0,
};

pub(super) const TABLE: &[Function] = &[
    scalar("LENGTH LEN", &[TextOrBinary], Is(COUNT)).sign(SignRule::NotNegative),
    scalar(
        "OCTET_LENGTH BIT_LENGTH",
        &[TextOrBinary],
        Is(Type::INTEGER),
    )
    .sign(SignRule::NotNegative),
    scalar("RTRIMMED_LENGTH ASCII UNICODE", &[Text], Is(Type::INTEGER)),
    scalar("UPPER LOWER SOUNDEX SOUNDEX_P123", &[Text], Is(Type::Text)),
    scalar("INITCAP TRIM LTRIM RTRIM", &[Text, Text], Is(Type::Text)).optional(1),
    scalar("REVERSE", &[TextOrBinary], TextLike(0)),
    scalar(
        "LPAD RPAD",
        &[TextOrBinary, Number, TextOrBinary],
        TextLike(0),
    )
    .optional(1),
    scalar(
        "SUBSTR SUBSTRING",
        &[TextOrBinary, Number, Number],
        TextLike(0),
    )
    .optional(1),
    scalar("LEFT RIGHT", &[TextOrBinary, Number], TextLike(0)),
    scalar(
        "INSERT",
        &[TextOrBinary, Number, Number, TextOrBinary],
        TextLike(0),
    ),
    scalar("CONCAT", &[TextOrBinary], TextLike(0)).repeating(1),
    scalar("CONCAT_WS", &[TextOrBinary, TextOrBinary], TextLike(0)).repeating(1),
    scalar("REPLACE", &[Text, Text, Text], Is(Type::Text)).optional(1),
    scalar("TRANSLATE", &[Text, Text, Text], Is(Type::Text)),
    scalar("REPEAT", &[Text, Number], Is(Type::Text)),
    scalar("SPACE CHR CHAR", &[Number], Is(Type::Text)),
    scalar(
        "CONTAINS STARTSWITH ENDSWITH",
        &[TextOrBinary, TextOrBinary],
        Is(Type::Boolean),
    ),
    scalar(
        "POSITION CHARINDEX",
        &[TextOrBinary, TextOrBinary, Number],
        Is(Type::INTEGER),
    )
    .optional(1),
    scalar("LIKE ILIKE", &[Text, Text, Text], Is(Type::Boolean)).optional(1),
    scalar("SPLIT", &[Text, Text], Is(Type::Array)),
    scalar("SPLIT_PART", &[Text, Text, Number], Is(Type::Text)),
    scalar("STRTOK", &[Text, Text, Number], Is(Type::Text))
        .optional(2)
        .nulls(May),
    scalar("STRTOK_TO_ARRAY", &[Text, Text], Is(Type::Array)).optional(1),
    scalar("EDITDISTANCE", &[Text, Text, Number], Is(Type::INTEGER)).optional(1),
    scalar("JAROWINKLER_SIMILARITY", &[Text, Text], Is(Type::INTEGER)),
    scalar(
        "REGEXP_LIKE RLIKE REGEXP",
        &[Text, Text, Text],
        Is(Type::Boolean),
    )
    .optional(1),
    scalar(
        "REGEXP_REPLACE",
        &[Text, Text, Text, Number, Number, Text],
        Is(Type::Text),
    )
    .optional(4),
    scalar(
        "REGEXP_SUBSTR",
        &[Text, Text, Number, Number, Text, Number],
        Is(Type::Text),
    )
    .optional(4)
    .nulls(May),
    scalar(
        "REGEXP_SUBSTR_ALL REGEXP_EXTRACT_ALL",
        &[Text, Text, Number, Number, Text, Number],
        Is(Type::Array),
    )
    .optional(4),
    scalar(
        "REGEXP_COUNT",
        &[Text, Text, Number, Text],
        Is(Type::INTEGER),
    )
    .optional(2),
    scalar(
        "REGEXP_INSTR",
        &[Text, Text, Number, Number, Number, Text, Number],
        Is(Type::INTEGER),
    )
    .optional(5),
    scalar("PARSE_IP", &[Text, Text, Number], Is(Type::Variant)).optional(1),
    scalar("PARSE_URL", &[Text, Number], Is(Type::Variant)).optional(1),
    scalar("MD5 MD5_HEX SHA1 SHA1_HEX", &[TextOrBinary], Is(Type::Text)),
    scalar("SHA2 SHA2_HEX", &[TextOrBinary, Number], Is(Type::Text)).optional(1),
    scalar("MD5_BINARY SHA1_BINARY", &[TextOrBinary], Is(Type::Binary)),
    scalar("SHA2_BINARY", &[TextOrBinary, Number], Is(Type::Binary)).optional(1),
    scalar(
        "MD5_NUMBER_LOWER64 MD5_NUMBER_UPPER64",
        &[TextOrBinary],
        Is(HALF_OF_MD5),
    ),
    // `HASH(*)` has no arguments.
    scalar("HASH", &[Any], Is(HASH))
        .optional(1)
        .repeating(1)
        .nulls(Never),
    scalar(
        "BASE64_ENCODE",
        &[TextOrBinary, Number, Text],
        Is(Type::Text),
    )
    .optional(2),
    scalar("BASE64_DECODE_STRING", &[Text, Text], Is(Type::Text)).optional(1),
    scalar("BASE64_DECODE_BINARY", &[Text, Text], Is(Type::Binary)).optional(1),
    scalar("TRY_BASE64_DECODE_STRING", &[Text, Text], Is(Type::Text))
        .optional(1)
        .nulls(May),
    scalar("TRY_BASE64_DECODE_BINARY", &[Text, Text], Is(Type::Binary))
        .optional(1)
        .nulls(May),
    scalar("HEX_ENCODE", &[TextOrBinary, Number], Is(Type::Text)).optional(1),
    scalar("HEX_DECODE_STRING", &[Text], Is(Type::Text)),
    scalar("HEX_DECODE_BINARY", &[Text], Is(Type::Binary)),
    scalar("TRY_HEX_DECODE_STRING", &[Text], Is(Type::Text)).nulls(May),
    scalar("TRY_HEX_DECODE_BINARY", &[Text], Is(Type::Binary)).nulls(May),
    scalar("COMPRESS", &[TextOrBinary, Text], Is(Type::Binary)),
    scalar("DECOMPRESS_BINARY", &[Binary, Text], Is(Type::Binary)),
    scalar("DECOMPRESS_STRING", &[Binary, Text], Is(Type::Text)),
    scalar("COLLATE", &[Text, Text], Is(Type::Text)),
    scalar("COLLATION", &[Text], Is(Type::Text)).nulls(May),
];
