//! What the parser takes though Snowflake's documentation rules it out: mostly the words of other dialects.
//!
//! Every query is looked at, so that only what is certain is refused.

use sqlparser::tokenizer::Token;

use super::super::error::{Spot, SqlError};
use super::slip::{Part, Slip};
use super::windows::{frame, ordered_aggregate};

/// Operators that are not in Snowflake's list of operators, though the parser reads them: what they are called, and what
/// to write.
fn foreign_operator(token: &Token) -> Option<&'static str> {
    Some(match token {
        Token::Ampersand => "write `bitand(a, b)`",
        Token::Pipe => "write `bitor(a, b)`",
        Token::Caret => "write `power(a, b)`, or `bitxor(a, b)`",
        Token::ShiftLeft => "write `bitshiftleft(a, n)`",
        Token::ShiftRight => "write `bitshiftright(a, n)`",
        Token::Spaceship => "write `is not distinct from`",
        Token::LongArrow | Token::HashArrow | Token::HashLongArrow => {
            "write a path: `payload:name::varchar`"
        }
        Token::AtArrow | Token::ArrowAt => "write `array_contains(value, list)`",
        Token::Tilde | Token::TildeAsterisk => {
            "write `regexp_instr(text, pattern) > 0`, or `rlike`, which matches the whole text"
        }
        Token::ExclamationMarkTilde | Token::ExclamationMarkTildeAsterisk => {
            "write `regexp_instr(text, pattern) = 0`, or `not rlike`, which matches the whole text"
        }
        Token::DoubleTilde => "write `like`",
        Token::DoubleTildeAsterisk => "write `ilike`",
        Token::ExclamationMarkDoubleTilde => "write `not like`",
        Token::ExclamationMarkDoubleTildeAsterisk => "write `not ilike`",
        _ => return None,
    })
}

/// How many tokens of a cast are looked at for its `as`.
const MOST_ARGUMENT_TOKENS: usize = 1_000;

/// What the parser reads at a token and Snowflake refuses.
pub(super) fn refused(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let token = slip.token(index)?;
    if let Some(help) = foreign_operator(token) {
        let message = format!("`{token}` is no operator in Snowflake");
        // `@~` is a user's stage.
        let is_stage = slip.before(index) == Some(&Token::AtSign);
        return (!is_stage && !in_pattern(slip, index))
            .then(|| slip.error(index, message).help(help));
    }
    match token {
        Token::Mul if slip.token(index + 1) == Some(&Token::Div) && slip.is_joined(index + 1) => {
            Some(
                slip.span(index, index + 1, "`*/` closes no comment")
                    .help("open the comment with `/*`, or remove it"),
            )
        }
        Token::DoubleEq => Some(slip.error(index, "`==` is no operator in SQL").edit(
            "write `=`",
            slip.spot(index)?,
            "=",
        )),
        Token::Eq | Token::Neq | Token::Lt | Token::Gt | Token::LtEq | Token::GtEq => {
            variable(slip, index)
        }
        Token::Word(_) => word(slip, index),
        _ => None,
    }
}

/// Whether a token stands in the pattern of a `match_recognize`.
fn in_pattern(slip: &Slip<'_>, index: usize) -> bool {
    let mut open = slip.open_bracket(index);
    while let Some(bracket) = open {
        if bracket > 0 && slip.is(bracket - 1, &["pattern"]) {
            return true;
        }
        open = slip.open_bracket(bracket);
    }
    false
}

fn variable(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let variable = match slip.token(index + 1)? {
        Token::Placeholder(name) if name.starts_with('@') => name.clone(),
        Token::AtSign => format!("@{}", slip.word(index + 2)?),
        _ => return None,
    };
    Some(
        slip.error(
            index + 1,
            format!("`{variable}` is no value: `@` begins the name of a stage"),
        )
        .help("write the value, or put it into the template: `{{ … }}`"),
    )
}

fn word(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let is = |offset: usize, words: &[&str]| slip.is(index + offset, words);
    let opens = |offset: usize| slip.token(index + offset) == Some(&Token::LParen);
    if is(0, &["distinct"]) && is(1, &["on"]) && opens(2) {
        return Some(
            slip.span(index, index + 1, "Snowflake has no `distinct on`")
                .help("keep the first row of each group: `qualify row_number() over (partition by … order by …) = 1`"),
        );
    }
    if is(0, &["safe_cast"]) && opens(1) {
        return Some(slip.error(index, "Snowflake has no `safe_cast`").edit(
            "write `try_cast`",
            slip.spot(index)?,
            "try_cast",
        ));
    }
    if is(0, &["interval"]) && matches!(slip.token(index + 1), Some(Token::Number(..))) {
        return interval(slip, index);
    }
    if is(0, &["cross", "outer"])
        && is(1, &["apply"])
        && matches!(slip.token(index + 2), Some(Token::Word(_)))
    {
        let message = format!("Snowflake has no `{} apply`", slip.word(index)?);
        return Some(
            slip.span(index, index + 1, &message)
                .help("write `cross join lateral (…)`, or `, lateral flatten(input => …)`"),
        );
    }
    if is(0, &["left", "right"]) && is(1, &["semi", "anti"]) && is(2, &["join"]) {
        let kind = slip.word(index + 1)?;
        let not = if kind.eq_ignore_ascii_case("anti") {
            "not "
        } else {
            ""
        };
        return Some(
            slip.span(index, index + 2, format!("Snowflake has no `{kind} join`"))
                .help(format!("write `where {not}exists (select … )`")),
        );
    }
    if is(0, &["lateral"]) && is(1, &["view"]) && slip.word(index + 2).is_some() {
        return Some(
            slip.span(index, index + 1, "Snowflake has no `lateral view`")
                .help("write `, lateral flatten(input => …)`"),
        );
    }
    if is(0, &["with"]) && opens(1) && is(2, &["nolock", "readuncommitted", "readpast", "holdlock"])
    {
        let error = slip.span(index, index + 3, "Snowflake has no hints for locks");
        return Some(error.help("remove it: readers never wait for writers"));
    }
    if is(0, &["minus", "except", "intersect"])
        && is(1, &["all"])
        && (is(2, &["select"]) || opens(2))
    {
        let message = format!("`{}` takes no `all` in Snowflake", slip.word(index)?);
        return Some(
            slip.error(index + 1, message)
                .help("remove `all`; equal rows are then one row"),
        );
    }
    if is(0, &["as"])
        && matches!(slip.token(index + 1), Some(Token::SingleQuotedString(_)))
        && slip.part(index) == Part::Select
    {
        return text_alias(slip, index + 1);
    }
    if is(0, &["cast", "try_cast"]) && opens(1) {
        return cast(slip, index);
    }
    if is(0, &["order"]) && is(1, &["by"]) {
        return ordered_aggregate(slip, index);
    }
    if is(0, &["not"]) && is(1, &["null"]) && index > 0 {
        return not_null(slip, index);
    }
    if is(0, &["rows", "range"]) && is(1, &["between"]) {
        return frame(slip, index + 2);
    }
    None
}

fn interval(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let number = slip.token(index + 1)?;
    let message = "the length of an interval stands in quotes";
    let Some(unit) = slip.word(index + 2).filter(|_| {
        slip.is(
            index + 2,
            &[
                "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week",
                "weeks", "month", "months", "quarter", "quarters", "year", "years",
            ],
        )
    }) else {
        return Some(
            slip.error(index + 1, message)
                .help("write `interval '1 day'`"),
        );
    };
    let spot = Spot::between(slip.get(index + 1)?, slip.get(index + 2)?);
    let quoted = format!("'{number} {unit}'");
    Some(slip.span(index + 1, index + 2, message).edit(
        &format!("write `interval {quoted}`"),
        spot,
        quoted,
    ))
}

fn text_alias(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let Token::SingleQuotedString(name) = slip.token(index)? else {
        return None;
    };
    let spot = slip.spot(index)?;
    let error = slip.error(index, "an alias is a name, not a text");
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    Some(if is_plain {
        error.edit(&format!("write `{name}`"), spot, name)
    } else {
        error.help("write a name, in `\"` if it must have other characters")
    })
}

/// `cast(a, integer)`.
fn cast(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let mut nested = 0_usize;
    let (mut comma, mut is_closed) = (None, false);
    for position in index + 2..slip.len().min(index + MOST_ARGUMENT_TOKENS) {
        match slip.token(position)? {
            Token::LParen | Token::LBracket | Token::LBrace => nested += 1,
            Token::RParen if nested == 0 => {
                is_closed = true;
                break;
            }
            Token::RParen | Token::RBracket | Token::RBrace => nested = nested.saturating_sub(1),
            Token::Comma if nested == 0 => comma = comma.or(Some(position)),
            Token::Word(_) if nested == 0 && slip.is(position, &["as"]) => return None,
            _ => {}
        }
    }
    let word = slip.word(index)?;
    let comma = comma.filter(|_| is_closed)?;
    Some(
        slip.error(
            comma,
            format!("`{word}` takes `as` before the type, not a comma"),
        )
        .edit("write `as`", slip.spot(comma)?, " as"),
    )
}

/// `name not null` in a condition.
fn not_null(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let no_operands = [
        "is", "and", "or", "not", "where", "on", "having", "qualify", "when", "then", "else",
        "select", "case", "in", "like", "between", "distinct",
    ];
    let follows_operand = match slip.before(index)? {
        Token::RParen => true,
        Token::Word(_) => !slip.is(index - 1, &no_operands),
        _ => false,
    };
    (follows_operand && slip.part(index) == Part::Condition).then_some(())?;
    Some(slip.error(index, "expected `is` before `not null`").edit(
        "write `is not null`",
        slip.spot(index)?,
        "is not",
    ))
}
