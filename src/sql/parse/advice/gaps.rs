//! What Snowflake takes and the parser does not: said as such, so that nobody looks for a slip that is not there.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::{Part, Slip};

/// A construct at the place where the parser gave up.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    let at = slip.at;
    let before = at.checked_sub(1)?;
    let is = |index: usize, words: &[&str]| slip.is(index, words);
    let (what, help) = if is(at, &["sample", "tablesample"]) && slip.part(at) == Part::From {
        (
            "a sample at this place",
            "take the sample in a subquery, right behind its table",
        )
    } else if is(before, &["window"]) && is(at + 1, &["as"]) {
        (
            "a `window` clause",
            "write the window out: `over (partition by … order by …)`",
        )
    } else if slip.token(at) == Some(&Token::Mul) && slip.before(at) == Some(&Token::LBrace) {
        ("`{*}`", "write `object_construct(*)`")
    } else if slip.token(at) == Some(&Token::LParen)
        && is(before, &["array", "object", "map"])
        && (slip.before(before) == Some(&Token::DoubleColon)
            || is(before.saturating_sub(1), &["as"]))
    {
        (
            "the type of elements",
            "write the type without it: `array`, `object`, `variant`",
        )
    } else if is(at, &["rename", "add"]) && is(at + 1, &["fields"]) {
        (
            "`rename fields` and `add fields`",
            "write the object with `object_construct(…)`",
        )
    } else if is(at, &["local"]) && is(before, &["with"]) {
        ("`timestamp with local time zone`", "write `timestamp_ltz`")
    } else {
        return None;
    };
    Some(slip.error(at, format!("fsc cannot read {what}")).help(help))
}
