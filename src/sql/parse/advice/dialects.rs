//! What other dialects write, and how Snowflake writes it.
//!
//! Some of it the parser reads without a word, since it knows many dialects; what Snowflake's documentation rules out is
//! refused by [`refused`], which therefore looks at every query.

use sqlparser::tokenizer::Token;

use super::super::error::{Spot, SqlError};
use super::slip::{Part, Slip};

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
        return (!in_pattern(slip, index)).then(|| slip.error(index, message).help(help));
    }
    match token {
        Token::Mul if slip.token(index + 1) == Some(&Token::Div) && slip.is_joined(index + 1) => {
            Some(
                span(slip, index, index + 1, "`*/` closes no comment")
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
            span(slip, index, index + 1, "Snowflake has no `distinct on`")
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
            span(slip, index, index + 1, &message)
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
            span(
                slip,
                index,
                index + 2,
                &format!("Snowflake has no `{kind} join`"),
            )
            .help(format!("write `where {not}exists (select … )`")),
        );
    }
    if is(0, &["lateral"]) && is(1, &["view"]) && slip.word(index + 2).is_some() {
        return Some(
            span(slip, index, index + 1, "Snowflake has no `lateral view`")
                .help("write `, lateral flatten(input => …)`"),
        );
    }
    if is(0, &["with"]) && opens(1) && is(2, &["nolock", "readuncommitted", "readpast", "holdlock"])
    {
        let error = span(slip, index, index + 3, "Snowflake has no hints for locks");
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

/// An error from one token to another in the same line.
fn span(slip: &Slip<'_>, first: usize, last: usize, message: &str) -> SqlError {
    let mut error = slip.error(first, message);
    if let (Some(first), Some(last)) = (slip.get(first), slip.get(last)) {
        error.width = Spot::between(first, last).width;
    }
    error
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
    Some(span(slip, index + 1, index + 2, message).edit(
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

/// `array_agg(a order by b)`.
fn ordered_aggregate(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
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
        span(
            slip,
            index,
            index + 1,
            &format!("`order by` inside `{function}(…)`"),
        )
        .help("write it after the call: `listagg(…) within group (order by …)`")
    })
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

/// A frame that ends before it begins; `start` is the token after `between`.
fn frame(slip: &Slip<'_>, start: usize) -> Option<SqlError> {
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
        span(slip, start, and.saturating_sub(1), message)
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

/// What other dialects write at the place where the parser gave up.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    operators(slip).or_else(|| extract(slip)).or_else(|| {
        (slip.at.saturating_sub(3)..=slip.at)
            .rev()
            .find_map(|index| written(slip, index))
    })
}

/// `extract(year day)`: the parser does not say where it gave up.
fn extract(slip: &Slip<'_>) -> Option<SqlError> {
    if slip.at < slip.len() {
        return None;
    }
    let call = (0..slip.len()).find(|index| {
        slip.is(*index, &["extract"])
            && slip.token(index + 1) == Some(&Token::LParen)
            && slip.word(index + 2).is_some()
            && slip.word(index + 3).is_some()
            && !slip.is(index + 3, &["from"])
    })?;
    let value = call + 3;
    let replacement = format!("from {}", slip.token(value)?);
    Some(
        slip.error(
            value,
            format!("expected `from` before {}", slip.shown(value)),
        )
        .edit("write `from`", slip.spot(value)?, replacement),
    )
}

/// Two signs for one operator, or the operator of another language.
fn operators(slip: &Slip<'_>) -> Option<SqlError> {
    let pairs: [(Token, Token, &str); 9] = [
        (Token::Eq, Token::Lt, "<="),
        (Token::Eq, Token::Gt, ">="),
        (Token::Lt, Token::Eq, "<="),
        (Token::Gt, Token::Eq, ">="),
        (Token::Lt, Token::Gt, "<>"),
        (Token::Neq, Token::Eq, "<>"),
        (Token::Eq, Token::Eq, "="),
        (Token::ExclamationMark, Token::Eq, "<>"),
        (Token::Mul, Token::Mul, "power"),
    ];
    let first = slip.at.checked_sub(1);
    if let Some(first) = first
        && let Some((a, b, meant)) = pairs
            .iter()
            .find(|(a, b, _)| slip.token(first) == Some(a) && slip.token(slip.at) == Some(b))
    {
        let gap = if slip.is_joined(slip.at) { "" } else { " " };
        let error = span(
            slip,
            first,
            slip.at,
            &format!("`{a}{gap}{b}` is no operator"),
        );
        if *meant == "power" {
            return Some(error.help("write `power(a, b)`"));
        }
        let spot = Spot::between(slip.get(first)?, slip.get(slip.at)?);
        return Some(error.edit(&format!("write `{meant}`"), spot, *meant));
    }
    let spot = slip.spot(slip.at)?;
    match slip.token(slip.at)? {
        Token::RArrow if slip.part(slip.at) == Part::Condition => Some(
            slip.error(slip.at, "`=>` names an argument and compares nothing")
                .edit("write `>=`", spot, ">="),
        ),
        Token::Overlap => Some(slip.error(slip.at, "`&&` is no operator in SQL").edit(
            "write `and`",
            spot,
            "and",
        )),
        Token::ExclamationMark => Some(slip.error(slip.at, "`!` is no operator in SQL").edit(
            "write `not`",
            spot,
            "not ",
        )),
        Token::Placeholder(sign) if sign == "?" => Some(
            slip.error(slip.at, "SQL has no `? :`")
                .help("write `iff(condition, value, otherwise)`"),
        ),
        _ => None,
    }
}

/// Words and brackets of another dialect, of which the first stands at `index`.
fn written(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let is = |offset: usize, words: &[&str]| slip.is(index + offset, words);
    let opens = |offset: usize| slip.token(index + offset) == Some(&Token::LParen);
    let before = slip.before(index);
    let spot = slip.spot(index)?;
    if is(0, &["except"]) && opens(1) && before == Some(&Token::Mul) {
        return Some(slip.error(index, "`* except (…)` is not Snowflake's").edit(
            "write `exclude`",
            spot,
            "exclude",
        ));
    }
    if is(0, &["filter"]) && opens(1) && is(2, &["where"]) {
        return Some(
            slip.error(index, "Snowflake's aggregates take no `filter`")
                .help("put the condition inside: `count_if(…)`, or `sum(iff(…, amount, null))`"),
        );
    }
    if is(0, &["isnull", "notnull"]) && index == slip.at {
        let meant = if is(0, &["isnull"]) {
            "is null"
        } else {
            "is not null"
        };
        let shown = slip.shown(index);
        return Some(
            slip.error(index, format!("{shown} is no operator in Snowflake"))
                .edit(&format!("write `{meant}`"), spot, meant),
        );
    }
    if is(0, &["div"]) && index == slip.at {
        return Some(
            slip.error(index, "`div` is no operator in Snowflake")
                .help("write `trunc(a / b)`"),
        );
    }
    if is(0, &["separator"]) && index == slip.at {
        return Some(
            slip.error(index, "`separator` is not Snowflake's")
                .help("write `listagg(name, ',')`"),
        );
    }
    if is(0, &["struct"]) && opens(1) {
        return Some(
            slip.error(index, "Snowflake has no `struct(…)`")
                .help("write `object_construct('name', value, …)`"),
        );
    }
    if is(0, &["array"]) && slip.token(index + 1) == Some(&Token::Lt) {
        return Some(
            slip.error(index + 1, "a type of elements stands in round brackets")
                .help("write `array`, or `array(varchar)`"),
        );
    }
    if is(0, &["force", "use", "ignore"]) && is(1, &["index"]) && slip.part(index) == Part::From {
        let error = span(slip, index, index + 1, "Snowflake has no hints for indexes");
        return Some(error.help("remove it"));
    }
    if index != slip.at {
        return None;
    }
    at_place(slip)
}

/// What stands right at the place where the parser gave up.
fn at_place(slip: &Slip<'_>) -> Option<SqlError> {
    let at = slip.at;
    let before = at.checked_sub(1)?;
    if slip.token(at) == Some(&Token::Comma) && slip.part(at) == Part::Limit {
        let (skipped, count) = (slip.token(before)?, slip.token(at + 1)?);
        let spot = Spot::between(slip.get(before)?, slip.get(at + 1)?);
        let meant = format!("{count} offset {skipped}");
        return Some(
            slip.error(at, "`limit` takes one number in Snowflake")
                .edit(&format!("write `limit {meant}`"), spot, meant),
        );
    }
    if slip.is(at, &["not"]) && matches!(slip.token(at + 1), Some(Token::Eq)) {
        let both = Spot::between(slip.get(at)?, slip.get(at + 1)?);
        return Some(span(slip, at, at + 1, "`not =` is no operator").edit(
            "write `<>`",
            both,
            "<>",
        ));
    }
    if slip.token(before) == Some(&Token::Mul) && slip.token(at) == Some(&Token::Period) {
        return Some(
            slip.error(at, "`*` stands for many columns and has no parts")
                .help("name the column: `b.token`"),
        );
    }
    if slip.token(before) == Some(&Token::Mul) && slip.is(at, &["as"]) {
        return Some(
            slip.error(at, "`*` stands for many columns and takes no alias")
                .help("name the columns, or write `* rename (name as other)`"),
        );
    }
    if matches!(
        (slip.token(before), slip.token(at)),
        (Some(Token::Number(..)), Some(Token::Number(..)))
    ) && slip.is_joined(at)
    {
        let whole = format!("{}{}", slip.token(before)?, slip.token(at)?);
        return Some(
            span(slip, before, at, &format!("`{whole}` is no number"))
                .help(format!("write it as a text: `'{whole}'`")),
        );
    }
    if slip.token(at) == Some(&Token::LBracket) && slip.part(at) == Part::From {
        return Some(
            slip.error(at, "square brackets do not quote names in Snowflake")
                .help("write the name without them, or in `\"`"),
        );
    }
    if slip.token(at) == Some(&Token::LBrace) && slip.part(at) == Part::From {
        return Some(
            slip.error(at, "a table cannot stand in single braces")
                .help("write its name, or a template: `{{ … }}`"),
        );
    }
    None
}
