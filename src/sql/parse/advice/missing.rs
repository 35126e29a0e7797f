//! Something that is left out: an operand, a comma, a small keyword, brackets.

use sqlparser::tokenizer::Token;

use super::super::error::{Spot, SqlError};
use super::slip::{Part, Slip};

/// Reserved words that begin no expression, no table and no name: what stands before them is complete, or lacks its end.
const NOT_OPERANDS: [&str; 19] = [
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

/// What is to follow a token, if something is.
fn demanded(slip: &Slip<'_>, index: usize) -> Option<&'static str> {
    let is = |words: &[&str]| slip.is(index, words);
    match slip.token(index)? {
        Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Div
        | Token::StringConcat => Some("a value"),
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
        .or_else(|| commas(slip))
        .or_else(|| operator(slip))
}

/// As [`operand`], for the words that only `case` reserves.
fn in_case_parts(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let expected = demanded(slip, index)?;
    slip.is(index + 1, &NOT_IN_CASE)
        .then(|| nothing_after(slip, index, expected))
}

/// The error that a token is missing before `index`, when the text with it parses.
fn before(slip: &Slip<'_>, index: usize, missing: &str) -> Option<SqlError> {
    let token = match missing {
        "," => Token::Comma,
        word => Token::make_keyword(word),
    };
    if !slip.is_mended_by(index..index, &[token]) {
        return None;
    }
    let found = slip.get(index)?;
    let (message, replacement) = if missing == "," {
        let message = format!("expected a comma before {}", slip.shown(index));
        (message, format!(", {}", found.token))
    } else {
        let message = format!("expected `{missing}` before {}", slip.shown(index));
        (message, format!("{missing} {}", found.token))
    };
    let help = if missing == "," {
        "write a comma".to_owned()
    } else {
        format!("write `{missing}`")
    };
    Some(
        slip.error(index, message)
            .edit(&help, slip.spot(index)?, replacement),
    )
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

/// A comma that is missing, or one too many.
fn commas(slip: &Slip<'_>) -> Option<SqlError> {
    let found = slip.token(slip.at);
    let comma = slip.at.checked_sub(1);
    if found == Some(&Token::Comma) {
        let is_doubled = slip.before(slip.at) == Some(&Token::Comma);
        let is_leading = slip.is(slip.at.wrapping_sub(1), &["select", "by", "distinct"])
            || slip.before(slip.at) == Some(&Token::LParen);
        if is_doubled || is_leading {
            let message = if is_doubled {
                "a second comma"
            } else {
                "a comma before the first item"
            };
            return Some(
                slip.error(slip.at, message)
                    .edit("remove it", slip.spot(slip.at)?, ""),
            );
        }
        return matches!(slip.part(slip.at), Part::Condition)
            .then_some(())
            .and_then(|()| {
                let is_number = matches!(slip.before(slip.at), Some(Token::Number(..)))
                    && matches!(slip.token(slip.at + 1), Some(Token::Number(..)))
                    && slip.is_joined(slip.at)
                    && slip.is_joined(slip.at + 1);
                let error = slip.error(slip.at, "a comma between conditions");
                Some(if is_number {
                    slip.error(slip.at, "a comma inside a number").edit(
                        "write the number without it",
                        slip.spot(slip.at)?,
                        "",
                    )
                } else {
                    error.edit(
                        "join conditions with `and` or `or`",
                        slip.spot(slip.at)?,
                        " and",
                    )
                })
            });
    }
    for comma in [comma, slip.at.checked_sub(2)].into_iter().flatten() {
        let is_last = slip.token(comma) == Some(&Token::Comma);
        if is_last && (comma + 1 == slip.len() || slip.is_mended_by(comma..comma + 1, &[])) {
            return remove_comma(slip, comma);
        }
    }
    let is_list = matches!(
        slip.part(slip.at),
        Part::Select | Part::GroupBy | Part::OrderBy | Part::PartitionBy | Part::Bracket(_)
    ) || slip.before(slip.at) == Some(&Token::RParen)
        && slip.token(slip.at) == Some(&Token::LParen);
    let begins_item = matches!(
        found,
        Some(Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) | Token::LParen)
    ) && !slip.is(
        slip.at,
        &["as", "is", "in", "and", "or", "from", "for", "separator"],
    );
    // A call after an alias: the parser stops at the bracket, behind the name.
    let call = comma.filter(|name| {
        *name > 0
            && found == Some(&Token::LParen)
            && slip.word(*name).is_some()
            && slip.part(*name) == Part::Select
    });
    if let Some(error) = call.and_then(|name| before(slip, name, ",")) {
        return Some(error);
    }
    (is_list && begins_item).then_some(())?;
    before(slip, slip.at, ",")
}

fn remove_comma(slip: &Slip<'_>, comma: usize) -> Option<SqlError> {
    let next = slip.shown(comma + 1);
    Some(
        slip.error(
            comma,
            format!("expected another item after the comma, found {next}"),
        )
        .edit("remove the comma", slip.spot(comma)?, ""),
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

/// A text that ends where something is to follow.
pub(super) fn at_the_end(slip: &Slip<'_>) -> Option<SqlError> {
    if slip.at < slip.len() {
        let found = slip.shown(slip.at);
        let before = slip.at.checked_sub(1)?;
        let is_distinct = slip.is(before, &["distinct"]);
        let expected = if is_distinct {
            "a value"
        } else {
            demanded(slip, before)?
        };
        let message = format!(
            "expected {expected} after {}, found {found}",
            slip.shown(before)
        );
        return match slip.token(slip.at)? {
            Token::RParen | Token::RBracket | Token::Comma => Some(slip.error(before, message)),
            Token::Eq
            | Token::Neq
            | Token::Lt
            | Token::Gt
            | Token::LtEq
            | Token::GtEq
            | Token::Plus
            | Token::Div
            | Token::StringConcat => {
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
