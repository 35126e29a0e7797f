//! Operands that are left out, and the words that stand where they should.
//!
//! The parser takes reserved words for columns, tables and names; [`operand`] therefore looks at every query.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::{Part, Slip};

/// Reserved words that begin no expression, no table and no name: what stands before them is complete, or lacks its end.
pub(super) const NOT_OPERANDS: [&str; 19] = [
    "from",
    "where",
    "group",
    "having",
    "qualify",
    "order",
    "union",
    "intersect",
    "minus",
    "join",
    "inner",
    "on",
    "using",
    "and",
    "or",
    "as",
    "into",
    "by",
    "is",
];
/// The same, of words that are a function's name or a column's elsewhere.
const NOT_IN_CASE: [&str; 3] = ["when", "then", "else"];
/// Reserved words that can be no alias even after `as`.
const NO_ALIAS: [&str; 28] = [
    "all",
    "and",
    "any",
    "as",
    "between",
    "by",
    "distinct",
    "else",
    "exists",
    "from",
    "group",
    "having",
    "in",
    "intersect",
    "into",
    "is",
    "like",
    "not",
    "null",
    "on",
    "or",
    "order",
    "qualify",
    "then",
    "union",
    "when",
    "where",
    "with",
];
/// Reserved words that can be no table's alias.
const NO_TABLE_ALIAS: [&str; 8] = [
    "cross", "full", "inner", "join", "left", "natural", "right", "using",
];

/// Whether a token stands between two values. `-` and `*` have other meanings too.
fn is_operator(token: &Token) -> bool {
    matches!(
        token,
        Token::Eq
            | Token::Neq
            | Token::Lt
            | Token::Gt
            | Token::LtEq
            | Token::GtEq
            | Token::Plus
            | Token::Div
            | Token::StringConcat
    )
}

/// What is to follow a token, if something is.
fn demanded(slip: &Slip<'_>, index: usize) -> Option<&'static str> {
    let is = |words: &[&str]| slip.is(index, words);
    match slip.token(index)? {
        Token::Minus => Some("a value"),
        token if is_operator(token) => Some("a value"),
        Token::DoubleColon => Some("a type"),
        Token::Word(_) if is(&["where", "having", "qualify", "on", "and", "or"]) => {
            Some(if is(&["and"]) && follows_between(slip, index) {
                "a value"
            } else {
                "a condition"
            })
        }
        Token::Word(_) if is(&["like", "ilike", "rlike", "between"]) => Some("a value"),
        Token::Word(_) if is(&["select"]) => Some("a column"),
        Token::Word(_) if is(&["from", "join"]) => Some("a table"),
        _ => None,
    }
}

/// Whether an `and` belongs to a `between`.
fn follows_between(slip: &Slip<'_>, and: usize) -> bool {
    (and.saturating_sub(4)..and).any(|index| slip.is(index, &["between"]))
        && !(and.saturating_sub(3)..and).any(|index| slip.is(index, &["and", "or"]))
}

/// A token that something is to follow, with a reserved word after it that cannot. The parser takes such words for
/// columns and tables.
pub(super) fn operand(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    if slip.is(index, &["as"]) {
        return alias(slip, index);
    }
    if index > 0 && slip.token(index)? == &Token::Comma && slip.is(index + 1, &["distinct"]) {
        return Some(
            slip.error(index + 1, "`distinct` stands within a list")
                .help("write it once, behind `select` or as the first word in the brackets"),
        );
    }
    let expected = demanded(slip, index)?;
    let is_bare = slip.is(index + 1, &NOT_OPERANDS)
        || slip.is(index, &["select", "from", "join"]) && slip.is(index + 1, &["select"]);
    // `{ 'where': 1 }`, `payload:from`, `from => 1` and columns named like these are no clauses.
    let is_named = matches!(slip.token(index + 2), Some(Token::RArrow | Token::Period));
    (is_bare && !is_named).then(|| nothing_after(slip, index, expected))
}

fn nothing_after(slip: &Slip<'_>, index: usize, expected: &str) -> SqlError {
    let before = slip.shown(index);
    if slip.is(index, &["from", "join"]) && slip.is(index + 1, &["select"]) {
        return slip
            .error(index + 1, format!("a query after {before} needs brackets"))
            .help("write `(select …)`");
    }
    if slip.is(index, &["select"]) && slip.is(index + 1, &["select"]) {
        return doubled(slip, index + 1);
    }
    let is_same = |words: &[&str]| slip.is(index, words) && slip.is(index + 1, words);
    if is_same(&["and"]) || is_same(&["or"]) || is_same(&["on"]) {
        return doubled(slip, index + 1);
    }
    let found = slip.shown(index + 1);
    let error = slip.error(
        index,
        format!("expected {expected} after {before}, found {found}"),
    );
    let is_left_over = slip.is(index, &["where", "having", "on", "and", "or"])
        && slip.is(index + 1, &["and", "or"]);
    match (is_left_over, slip.spot(index + 1)) {
        (true, Some(spot)) => error.edit(&format!("remove {found}"), spot, ""),
        _ => error,
    }
}

/// A word that stands twice.
fn doubled(slip: &Slip<'_>, index: usize) -> SqlError {
    let word = slip.shown(index);
    let error = slip.error(index, format!("{word} stands here twice"));
    match slip.spot(index) {
        Some(spot) => error.edit("keep one", spot, ""),
        None => error,
    }
}

/// `as` without a name, or with one that is reserved.
fn alias(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let next = index + 1;
    let is_table = slip.is(next, &NO_TABLE_ALIAS) && slip.part(index) == Part::From;
    if !(slip.is(next, &NO_ALIAS) || is_table) {
        return None;
    }
    if slip.is(next, &["as"]) {
        return Some(doubled(slip, next));
    }
    let word = slip.word(next)?;
    let goes_on = if slip.is(next, &["group", "order"]) {
        slip.is(next + 1, &["by"])
    } else {
        slip.is(next, &["from", "where", "union", "having", "on"])
            && !slip.is(next + 1, &NOT_OPERANDS)
            && matches!(
                slip.token(next + 1),
                Some(
                    Token::Word(_)
                        | Token::LParen
                        | Token::Number(..)
                        | Token::SingleQuotedString(_)
                )
            )
    };
    if goes_on {
        return Some(
            slip.error(index, format!("expected a name after `as`, found `{word}`"))
                .help("write the name, or remove `as`"),
        );
    }
    Some(
        slip.error(
            next,
            format!("`{word}` is a reserved word and cannot be an alias"),
        )
        .edit(
            "use another name, or quote it",
            slip.spot(next)?,
            format!("\"{}\"", word.to_uppercase()),
        ),
    )
}

/// As [`operand`], for the words that only `case` reserves.
pub(super) fn in_case_parts(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let expected = demanded(slip, index)?;
    slip.is(index + 1, &NOT_IN_CASE)
        .then(|| nothing_after(slip, index, expected))
}

/// A text that ends where something is to follow.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    if slip.at < slip.len() {
        let found = slip.shown(slip.at);
        let before = slip.at.checked_sub(1)?;
        let is_distinct = slip.is(before, &["distinct"]);
        let expected = if is_distinct {
            "a value"
        } else if slip.is(before, &["by"]) {
            "a column"
        } else {
            demanded(slip, before)?
        };
        let message = format!(
            "expected {expected} after {}, found {found}",
            slip.shown(before)
        );
        return match slip.token(slip.at)? {
            Token::RParen | Token::RBracket | Token::Comma => Some(slip.error(before, message)),
            token if is_operator(token) => {
                Some(slip.error(slip.at, format!("expected a value before {found}")))
            }
            _ => None,
        };
    }
    let last = slip.len().checked_sub(1)?;
    let expected = if slip.is(last, &["by"]) {
        "a column"
    } else if slip.is(last, &["union", "intersect", "except", "minus", "all"]) {
        "a query"
    } else if slip.is(last, &["as"]) {
        "a name"
    } else if slip.token(last) == Some(&Token::Mod) {
        "a value"
    } else if slip.token(last) == Some(&Token::RParen) && slip.is(0, &["with"]) {
        return Some(
            slip.error(
                slip.len(),
                "expected `select` after the common table expressions, found the end of the query",
            )
            .help("write the `select` that reads them"),
        );
    } else {
        demanded(slip, last)?
    };
    let message = format!(
        "expected {expected} after {}, found the end of the query",
        slip.shown(last)
    );
    Some(slip.error(last, message))
}
