//! What other dialects write at the place where the parser gave up, and how Snowflake writes it.

use sqlparser::tokenizer::Token;

use super::super::error::{Spot, SqlError};
use super::slip::{Part, Slip};

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
        let error = slip.span(first, slip.at, format!("`{a}{gap}{b}` is no operator"));
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
        let error = slip.span(index, index + 1, "Snowflake has no hints for indexes");
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
        return Some(slip.span(at, at + 1, "`not =` is no operator").edit(
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
    if slip.token(before) == Some(&Token::Mul)
        && slip.is(at, &["as"])
        && slip.part(at) == Part::Select
    {
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
            slip.span(before, at, format!("`{whole}` is no number"))
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
