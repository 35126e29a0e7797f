//! Frames of windows, and orders inside of calls.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::{Part, Slip};

/// `array_agg(a order by b)`.
pub(super) fn ordered_aggregate(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let open = slip.open_bracket(index).filter(|open| *open > 0)?;
    slip.word(open - 1)?;
    let no_calls = [
        "over",
        "group",
        "as",
        "in",
        "exists",
        "from",
        "join",
        "on",
        "where",
        "and",
        "or",
        "not",
        "select",
        "union",
        "all",
        "any",
        "some",
        "lateral",
        "table",
        "then",
        "else",
        "when",
        "by",
        "match_recognize",
        "except",
        "minus",
        "intersect",
        "using",
        "with",
    ];
    let is_call = slip.token(open) == Some(&Token::LParen)
        && slip.is_joined(open)
        && !slip.is(open - 1, &no_calls)
        && !slip.is(open + 1, &["select", "with", "partition", "order"]);
    let is_direct = !(open + 1..index).any(|position| {
        slip.is(position, &["select", "from"]) && slip.open_bracket(position) == Some(open)
    });
    (is_call && is_direct && slip.part(index) == Part::Bracket(open)).then(|| {
        let function = slip.word(open - 1).unwrap_or_default();
        slip.span(
            index,
            index + 1,
            format!("`order by` inside `{function}(…)`"),
        )
        .help("write it after the call: `listagg(…) within group (order by …)`")
    })
}

/// A frame that ends before it begins; `start` is the token after `between`.
pub(super) fn frame(slip: &Slip<'_>, start: usize) -> Option<SqlError> {
    let and = (start..start + 6).find(|index| slip.is(*index, &["and"]))?;
    let first = bound(slip, start, and)?;
    let second = bound(slip, and + 1, slip.len())?;
    let message = match (first, second) {
        (Bound::LastOfAll, _) => "a frame cannot begin with `unbounded following`",
        (_, Bound::FirstOfAll) => "a frame cannot end with `unbounded preceding`",
        _ if first > second => "the frame ends before it begins",
        _ => return None,
    };
    Some(
        slip.span(start, and.saturating_sub(1), message)
            .help("the earlier bound comes first: `between 3 preceding and current row`"),
    )
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    FirstOfAll,
    Before,
    Current,
    After,
    LastOfAll,
}

fn bound(slip: &Slip<'_>, from: usize, to: usize) -> Option<Bound> {
    let direction = (from..to.min(from + 5))
        .find(|index| slip.is(*index, &["preceding", "following", "current"]))?;
    let is_unbounded = slip.is(from, &["unbounded"]);
    Some(if slip.is(direction, &["current"]) {
        Bound::Current
    } else if slip.is(direction, &["preceding"]) {
        if is_unbounded {
            Bound::FirstOfAll
        } else {
            Bound::Before
        }
    } else if is_unbounded {
        Bound::LastOfAll
    } else {
        Bound::After
    })
}
