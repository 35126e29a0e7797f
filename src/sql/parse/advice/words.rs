//! Small words and brackets that are left out: `by`, `on`, `as`, `and`, the brackets of `over` and `in`.

use sqlparser::tokenizer::Token;

use super::super::error::{Spot, SqlError};
use super::lists::{before, remove_comma};
use super::operands::{NOT_OPERANDS, in_case_parts};
use super::slip::{Part, Slip};

/// What is left out before the place where the parser gave up, tried one after the other.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    (0..slip.at.min(slip.len()))
        .rev()
        .take(2)
        .find_map(|index| in_case_parts(slip, index))
        .or_else(|| by(slip))
        .or_else(|| join(slip))
        .or_else(|| table_expression(slip))
        .or_else(|| window(slip))
        .or_else(|| between(slip))
        .or_else(|| brackets(slip))
        .or_else(|| operator(slip))
}

/// `group`, `order` and `partition` without `by`.
fn by(slip: &Slip<'_>) -> Option<SqlError> {
    (slip.at.saturating_sub(1)..=slip.at)
        .filter(|index| slip.is(*index, &["group", "order", "partition"]))
        .find_map(|index| before(slip, index + 1, "by"))
}

/// A join without `join`, `on` or its side.
fn join(slip: &Slip<'_>) -> Option<SqlError> {
    const SIDES: [&str; 5] = ["left", "right", "full", "inner", "cross"];
    for index in (0..slip.len()).filter(|index| slip.is(*index, &SIDES)) {
        let next = index + 1;
        let goes_on = slip.is(next, &["join", "outer"]) || slip.token(next) == Some(&Token::LParen);
        let is_side = !goes_on && matches!(slip.token(next), Some(Token::Word(_)));
        if is_side && slip.part(index) == Part::From {
            return before(slip, next, "join");
        }
    }
    let outer = slip.at.checked_sub(1)?;
    if slip.is(outer, &["outer"]) && slip.is(slip.at, &["join"]) {
        return Some(
            slip.error(outer, "`outer join` does not say which side is kept")
                .edit("name the side", slip.spot(outer)?, "left outer"),
        );
    }
    if slip.is(slip.at, &["on"]) && slip.part(slip.at) == Part::Condition {
        let has_join = (0..slip.at).any(|index| slip.is(index, &["join"]));
        return has_join.then_some(()).and_then(|()| {
            Some(slip.error(slip.at, "a second `on` for one join").edit(
                "join the conditions with `and`",
                slip.spot(slip.at)?,
                "and",
            ))
        });
    }
    let has_join = (0..slip.at).any(|index| slip.is(index, &["join"]));
    if slip.part(slip.at) == Part::From && has_join && !slip.is(slip.at, &["on", "using"]) {
        return before(slip, slip.at, "on");
    }
    None
}

/// A common table expression without `as`, or with one `with` too many.
fn table_expression(slip: &Slip<'_>) -> Option<SqlError> {
    if let Some(with) = (1..=slip.at)
        .rev()
        .take(3)
        .find(|index| slip.is(*index, &["with"]) && slip.token(*index - 1) == Some(&Token::Comma))
        && slip.is_mended_by(with..with + 1, &[])
    {
        return Some(
            slip.error(
                with,
                "`with` stands before the first common table expression only",
            )
            .edit("remove it", slip.spot(with)?, ""),
        );
    }
    let is_query = slip.is(slip.at, &["select"]) || slip.is(slip.at, &["from"]);
    let open = slip.open_bracket(slip.at).filter(|open| *open >= 2);
    if let Some(open) = open
        && is_query
        && (slip.is(open - 2, &["with"]) || slip.token(open - 2) == Some(&Token::Comma))
        && slip.is_mended_by(open..open, &[Token::make_keyword("as")])
    {
        let name = slip.shown(open - 1);
        return Some(
            slip.error(open, format!("expected `as` after {name}"))
                .edit("write `as`", slip.spot(open)?, "as ("),
        );
    }
    let is_as = slip.at > 0 && slip.is(slip.at - 1, &["as"]);
    if is_as && slip.is(slip.at, &["select", "with"]) {
        let message = format!("expected `(` before {}", slip.shown(slip.at));
        return Some(
            slip.error(slip.at, message)
                .help("the query of a common table expression stands in brackets"),
        );
    }
    if slip.before(slip.at) == Some(&Token::RParen)
        && slip.token(slip.at + 2) == Some(&Token::LParen)
    {
        return before(slip, slip.at, ",");
    }
    if let Some(comma) = slip.at.checked_sub(2)
        && slip.is(comma + 1, &["select"])
        && slip.token(comma) == Some(&Token::Comma)
        && slip.is_mended_by(comma..comma + 1, &[])
    {
        return remove_comma(slip, comma);
    }
    None
}

/// A window whose brackets or words are missing.
fn window(slip: &Slip<'_>) -> Option<SqlError> {
    let over = (0..slip.at.min(slip.len()))
        .rev()
        .take(4)
        .find(|index| slip.is(*index, &["over"]));
    if let Some(over) = over
        && slip.is(over + 1, &["partition", "order", "rows", "range"])
    {
        return Some(
            slip.error(over, "expected `(` after `over`")
                .help("write `over (partition by … order by …)`"),
        );
    }
    if slip.is(slip.at, &["partition"])
        && slip.is(slip.at + 1, &["by"])
        && slip.part(slip.at) == Part::OrderBy
    {
        return Some(
            slip.error(slip.at, "`partition by` stands after `order by`")
                .help("write `partition by` first"),
        );
    }
    let before = slip.at.checked_sub(1)?;
    let is_bound = matches!(slip.token(before), Some(Token::Number(..)))
        && slip.is(slip.at, &["and"])
        || slip.is(slip.at, &["row"]) && slip.is(before, &["current"]);
    let bound = (slip.at.saturating_sub(5)..slip.at)
        .find(|index| slip.is(*index, &["rows", "range"]))
        .map(|rows| rows + 2)
        .filter(|bound| matches!(slip.token(*bound), Some(Token::Number(..))))?;
    let lacks = !slip.is(bound + 1, &["preceding", "following"]);
    (is_bound && lacks).then_some(())?;
    let number = slip.shown(bound);
    Some(
        slip.error(
            bound,
            format!("expected `preceding` or `following` after {number}"),
        )
        .help("say on which side of the current row the frame ends"),
    )
}

/// A `between` without `and`.
fn between(slip: &Slip<'_>) -> Option<SqlError> {
    let between = (0..slip.at.min(slip.len()))
        .rev()
        .take(12)
        .find(|index| slip.is(*index, &["between"]))?;
    if (between..slip.at).any(|index| slip.is(index, &["and"])) {
        return None;
    }
    let error = slip.error(between, "this `between` has no `and`");
    let is_separator = slip.token(slip.at) == Some(&Token::Comma) || slip.is(slip.at, &["to"]);
    Some(
        match (is_separator, slip.get(slip.at), slip.spot(slip.at)) {
            (true, Some(token), Some(spot)) => {
                let replacement = if token.token == Token::Comma {
                    " and"
                } else {
                    "and"
                };
                error
                    .also(token, "`and` is expected here")
                    .edit("write `and`", spot, replacement)
            }
            _ => error.help("write `between … and …`"),
        },
    )
}

/// A word that brackets are to follow.
fn brackets(slip: &Slip<'_>) -> Option<SqlError> {
    let before = slip.at.checked_sub(1)?;
    if slip.token(before) == Some(&Token::LParen) && slip.token(slip.at) == Some(&Token::RParen) {
        let is_list = before > 0 && slip.is(before - 1, &["in"]);
        let message = if is_list {
            "the list of `in` is empty"
        } else {
            "these brackets are empty"
        };
        let mut error = slip.error(before, message);
        error.width = Spot::between(slip.get(before)?, slip.get(slip.at)?).width;
        return Some(if is_list {
            error.help("write at least one value; a condition that never holds is `false`")
        } else {
            error
        });
    }
    let what = match () {
        () if slip.is(before, &["in"]) => "a list",
        () if slip.is(before, &["exists"]) => "a query",
        () if slip.is(before, &["using"]) => "columns",
        () => return None,
    };
    if slip.token(slip.at) == Some(&Token::LParen) {
        return None;
    }
    let word = slip.word(before)?;
    Some(
        slip.error(
            before,
            format!("expected {what} in brackets after `{word}`"),
        )
        .help(format!("write `{word} (…)`")),
    )
}

/// Two operands side by side in a condition.
fn operator(slip: &Slip<'_>) -> Option<SqlError> {
    let ends = match slip.before(slip.at)? {
        Token::Number(..) | Token::SingleQuotedString(_) | Token::RParen => true,
        Token::Word(_) => !slip.is(slip.at - 1, &NOT_OPERANDS),
        _ => false,
    };
    let begins = match slip.token(slip.at)? {
        Token::Number(..) | Token::SingleQuotedString(_) => true,
        Token::Word(_) => !slip.is(slip.at, &NOT_OPERANDS),
        _ => false,
    };
    if slip.is(slip.at - 1, &["is"])
        || slip.is(slip.at - 1, &["not"]) && slip.is(slip.at.wrapping_sub(2), &["is"])
    {
        let is_not = slip.is(slip.at - 1, &["not"]);
        if !begins {
            let after = if is_not { "is not" } else { "is" };
            let found = slip.shown(slip.at);
            let message = format!("expected `null` after `{after}`, found {found}");
            return Some(slip.error(slip.at - 1, message));
        }
        let first = if is_not { slip.at - 2 } else { slip.at - 1 };
        let (operator, words) = if is_not {
            ("<>", "is not")
        } else {
            ("=", "is")
        };
        let spot = Spot::between(slip.get(first)?, slip.get(slip.at - 1)?);
        return Some(
            slip.error(
                slip.at,
                format!(
                    "`{words}` compares with `null`, `true` or `false` only, found {}",
                    slip.shown(slip.at)
                ),
            )
            .edit(&format!("write `{operator}`"), spot, operator),
        );
    }
    let is_condition = slip.part(slip.at) == Part::Condition;
    (ends && begins && is_condition).then(|| {
        slip.error(
            slip.at,
            format!("expected an operator before {}", slip.shown(slip.at)),
        )
        .help("compare with `=`, or join conditions with `and`")
    })
}
