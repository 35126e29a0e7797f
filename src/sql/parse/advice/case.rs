//! `case` expressions that are not finished.
//!
//! The parser takes the word `case` for a column when what follows does not fit, and then stops at the next token; so the
//! parts of the expression are walked here.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::Slip;
use super::spelling;

/// What a `case` has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Case,
    When,
    Then,
    Else,
}

/// The innermost faulty `case` that begins before the parser gave up.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    let last = slip.at.min(slip.len().checked_sub(1)?);
    (0..=last)
        .rev()
        .filter(|index| slip.is(*index, &["case"]) && !slip.is(index.wrapping_sub(1), &["end"]))
        .find_map(|case| walk(slip, case))
}

/// A part of a `case` where none begins.
pub(super) fn outside(slip: &Slip<'_>) -> Option<SqlError> {
    let last = slip.at.min(slip.len().checked_sub(1)?);
    let part = (last.saturating_sub(1)..=last).find(|index| slip.is(*index, &["when", "then"]))?;
    let has_case = (0..part).any(|index| slip.is(index, &["case"]));
    (!has_case).then(|| {
        slip.error(
            part,
            format!("this {} stands outside of a `case`", slip.shown(part)),
        )
        .help("begin with `case when`")
    })
}

fn walk(slip: &Slip<'_>, case: usize) -> Option<SqlError> {
    let mut stage = Stage::Case;
    let mut opened_at = case;
    let mut nested = Vec::new();
    for index in case + 1..=slip.len() {
        if !nested.is_empty() {
            match slip.token(index) {
                Some(Token::RParen | Token::RBracket)
                    if nested.last() == Some(&Nested::Bracket) =>
                {
                    nested.pop();
                }
                Some(Token::LParen | Token::LBracket) => nested.push(Nested::Bracket),
                Some(_) if slip.is(index, &["case"]) => nested.push(Nested::Case),
                Some(_) if slip.is(index, &["end"]) && nested.last() == Some(&Nested::Case) => {
                    nested.pop();
                }
                Some(_) => {}
                None => return None,
            }
            continue;
        }
        let is = |word: &str| slip.is(index, &[word]);
        let is_first = index == opened_at + 1;
        if matches!(slip.token(index), Some(Token::LParen | Token::LBracket)) {
            nested.push(Nested::Bracket);
        } else if is("case") {
            nested.push(Nested::Case);
        } else if is("when") {
            match stage {
                Stage::When => return Some(no_then(slip, case, opened_at, index)),
                Stage::Else => return else_then(slip, opened_at, index),
                Stage::Then if is_first => return Some(no_value(slip, opened_at, index)),
                Stage::Case | Stage::Then => {}
            }
            (stage, opened_at) = (Stage::When, index);
        } else if is("then") {
            match stage {
                Stage::Case => return Some(no_when(slip, case, index)),
                Stage::When if is_first => return Some(no_value(slip, opened_at, index)),
                Stage::When => {}
                Stage::Then | Stage::Else => {
                    return Some(second_then(slip, case, opened_at, index));
                }
            }
            (stage, opened_at) = (Stage::Then, index);
        } else if is("else") {
            match stage {
                Stage::Case | Stage::When => return Some(no_then(slip, case, opened_at, index)),
                Stage::Then | Stage::Else if is_first => {
                    return Some(no_value(slip, opened_at, index));
                }
                Stage::Else => return else_then(slip, opened_at, index),
                Stage::Then => {}
            }
            (stage, opened_at) = (Stage::Else, index);
        } else if is("end") {
            return match stage {
                Stage::Case | Stage::When => Some(no_then(slip, case, opened_at, index)),
                Stage::Then | Stage::Else if is_first => Some(no_value(slip, opened_at, index)),
                Stage::Then | Stage::Else if slip.at < index => misspelt(slip, case, index),
                Stage::Then | Stage::Else => end_of(slip, index),
            };
        } else if ends_case(slip, index) {
            return Some(not_ended(slip, case, index));
        } else if slip.token(index) == Some(&Token::Comma) {
            return Some(comma(slip, case, index));
        }
    }
    None
}

#[derive(PartialEq, Eq)]
enum Nested {
    Bracket,
    Case,
}

/// Whether no `case` can go on here.
fn ends_case(slip: &Slip<'_>, index: usize) -> bool {
    const ENDS: [&str; 9] = [
        "from", "as", "where", "group", "order", "having", "union", "select", "qualify",
    ];
    match slip.token(index) {
        None | Some(Token::RParen | Token::RBracket | Token::RBrace) => true,
        Some(_) => slip.is(index, &ENDS) && !is_distinct_from(slip, index),
    }
}

fn is_distinct_from(slip: &Slip<'_>, index: usize) -> bool {
    index > 0 && slip.is(index, &["from"]) && slip.is(index - 1, &["distinct"])
}

/// A word of the expression that is misspelt explains all that follows.
fn misspelt(slip: &Slip<'_>, case: usize, end: usize) -> Option<SqlError> {
    const WORDS: [&str; 4] = ["when", "then", "else", "end"];
    (case + 1..end).find_map(|index| spelling::mended(slip, index, &WORDS))
}

fn no_then(slip: &Slip<'_>, case: usize, when: usize, found: usize) -> SqlError {
    if let Some(error) = misspelt(slip, case, found) {
        return error;
    }
    if when == case {
        let message = format!("expected `when` after `case`, found {}", slip.shown(found));
        return slip
            .error(case, message)
            .help("write `case when … then … else … end`");
    }
    slip.error(when, "this `when` has no `then`").help(format!(
        "write `then` and a value before {}",
        slip.shown(found)
    ))
}

fn no_when(slip: &Slip<'_>, case: usize, then: usize) -> SqlError {
    if let Some(error) = misspelt(slip, case, then) {
        return error;
    }
    let error = slip.error(then, "this `then` has no `when`");
    match slip.spot(case) {
        Some(spot) => error.edit("write `when` after `case`", spot, "case when"),
        None => error,
    }
}

fn no_value(slip: &Slip<'_>, opened_at: usize, found: usize) -> SqlError {
    let before = slip.shown(opened_at);
    let what = if slip.is(opened_at, &["when"]) {
        "a condition"
    } else {
        "a value"
    };
    let message = format!(
        "expected {what} after {before}, found {}",
        slip.shown(found)
    );
    slip.error(opened_at, message)
        .help("write `null` for no value, or leave `else` out")
}

fn second_then(slip: &Slip<'_>, case: usize, opened_at: usize, then: usize) -> SqlError {
    const ELSE_IFS: [&str; 4] = ["elseif", "elsif", "elif", "elsewhen"];
    if let Some(index) = (opened_at..then).find(|index| slip.is(*index, &ELSE_IFS))
        && let Some(spot) = slip.spot(index)
    {
        let message = format!("{} is no part of `case`", slip.shown(index));
        return slip
            .error(index, message)
            .edit("write `when`", spot, "when");
    }
    if slip.is(opened_at, &["else"]) && slip.is(opened_at + 1, &["if"]) {
        return slip
            .error(opened_at, "`else if` is no part of `case`")
            .help("write `when` instead of `else if`");
    }
    if let Some(error) = misspelt(slip, case, then) {
        return error;
    }
    slip.error(then, "this `then` has no `when`")
        .help("write `when` and a condition before it")
}

fn else_then(slip: &Slip<'_>, first: usize, found: usize) -> Option<SqlError> {
    let error = if slip.is(found, &["else"]) {
        slip.error(found, "a second `else` in one `case`")
            .help("keep one of them, as the last part")
    } else {
        slip.error(found, "a `when` after `else`")
            .help("`else` is the last part of a `case`: move it behind this")
    };
    Some(error.also(slip.get(first)?, "`else` is here"))
}

/// `end case` and `end if` end blocks of scripts.
fn end_of(slip: &Slip<'_>, end: usize) -> Option<SqlError> {
    if slip.at <= end || !slip.is(end + 1, &["case", "if"]) {
        return None;
    }
    let spot = slip.spot(end + 1)?;
    let word = slip.shown(end + 1);
    Some(slip.error(end + 1, format!("{word} after `end`")).edit(
        "a `case` ends with `end` alone",
        spot,
        "",
    ))
}

fn not_ended(slip: &Slip<'_>, case: usize, found: usize) -> SqlError {
    if let Some(error) = misspelt(slip, case, found) {
        return error;
    }
    let error = slip.error(case, "this `case` has no `end`");
    match (slip.get(found), slip.spot(found)) {
        (Some(token), Some(spot)) => {
            let shown = slip.shown(found);
            let replacement = if matches!(token.token, Token::Word(_)) {
                format!("end {}", token.token)
            } else {
                format!(" end{}", token.token)
            };
            error.also(token, "`end` is expected before this").edit(
                &format!("write `end` before {shown}"),
                spot,
                replacement,
            )
        }
        _ => error.help("write `end` after its last value"),
    }
}

fn comma(slip: &Slip<'_>, case: usize, index: usize) -> SqlError {
    let error = slip.error(index, "a comma inside `case`");
    let continues = slip.is(index + 1, &["when", "else", "end"]);
    match (slip.spot(index), slip.get(case)) {
        (Some(spot), _) if continues => error.edit("remove it", spot, ""),
        (_, Some(token)) => error
            .also(token, "this `case` has no `end` before it")
            .help("write `end` before the comma"),
        _ => error,
    }
}
