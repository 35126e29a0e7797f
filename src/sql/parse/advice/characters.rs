//! Characters that SQL does not know, and names that need quotes.

use sqlparser::tokenizer::{Token, TokenWithSpan, Whitespace};

use super::super::error::{Spot, SqlError, SqlErrorKind};
use super::slip::{Part, Slip};

/// Characters that come from word processors and web pages, and what is meant.
const LOOKALIKES: [(char, &str, &str); 15] = [
    ('“', "a typographic quote", "'"),
    ('”', "a typographic quote", "'"),
    ('„', "a typographic quote", "'"),
    ('‘', "a typographic quote", "'"),
    ('’', "a typographic quote", "'"),
    ('´', "an accent", "'"),
    ('–', "a dash", "-"),
    ('—', "a dash", "-"),
    ('−', "a typographic minus", "-"),
    ('≠', "no operator", "<>"),
    ('≤', "no operator", "<="),
    ('≥', "no operator", ">="),
    ('×', "no operator", "*"),
    ('，', "a wide comma", ","),
    ('；', "a wide semicolon", ";"),
];

/// A character or a name at the place where the parser gave up.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    character(slip, slip.at)
        .or_else(|| character(slip, slip.at.checked_sub(1)?))
        .or_else(|| number_first(slip))
        .or_else(|| hyphen(slip))
}

fn character(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let Token::Char(found) = slip.token(index)? else {
        return (slip.token(index)? == &Token::Backslash)
            .then(|| slip.error(index, "`\\` has no meaning outside a text"));
    };
    let spot = slip.spot(index)?;
    if let Some((_, what, meant)) = LOOKALIKES.iter().find(|(known, ..)| known == found) {
        let error = slip.error(index, format!("`{found}` is {what}"));
        return Some(if *meant == "'" {
            error.help("write `'` on both sides of a text")
        } else {
            error.edit(&format!("write `{meant}`"), spot, *meant)
        });
    }
    if !found.is_alphanumeric() {
        let code = u32::from(*found);
        let shown = if found.is_ascii_graphic() || code > 0x2100 {
            format!("`{found}` has no meaning in SQL")
        } else {
            format!("the invisible character U+{code:04X} stands here")
        };
        return Some(slip.error(index, shown).edit("remove it", spot, ""));
    }
    let is_part = |index: usize| {
        matches!(slip.token(index), Some(Token::Char(found)) if found.is_alphanumeric())
            || slip.word(index).is_some()
    };
    let (mut first, mut last) = (index, index);
    while first > 0 && slip.is_joined(first) && is_part(first - 1) {
        first -= 1;
    }
    while slip.is_joined(last + 1) && is_part(last + 1) {
        last += 1;
    }
    let name: String = (first..=last)
        .filter_map(|index| slip.token(index))
        .map(Token::to_string)
        .collect();
    Some(quote(slip, first, last, &name, "has letters beyond a to z"))
}

/// A name that must be quoted, from one token to another.
fn quote(slip: &Slip<'_>, first: usize, last: usize, name: &str, why: &str) -> SqlError {
    let message = format!("the name `{name}` {why}, so that it needs quotes");
    let spot = slip
        .get(first)
        .zip(slip.get(last))
        .map(|(first, last)| Spot::between(first, last));
    match spot {
        Some(spot) => {
            let mut error = slip.error(first, message);
            error.width = spot.width;
            error.edit(
                "quote it wherever it is used, or choose another name",
                spot,
                format!("\"{name}\""),
            )
        }
        None => slip.error(first, message),
    }
}

/// `7d_total` is read as the number 7 and a word.
fn number_first(slip: &Slip<'_>) -> Option<SqlError> {
    let (number, word) = (slip.at.saturating_sub(2)..=slip.at)
        .map(|index| (index, index + 1))
        .find(|(number, word)| {
            matches!(slip.token(*number), Some(Token::Number(..)))
                && slip.word(*word).is_some()
                && slip.is_joined(*word)
        })?;
    let digits = slip.token(number)?.to_string();
    let rest = slip.word(word)?;
    if rest.starts_with('_') && rest[1..].bytes().all(|byte| byte.is_ascii_digit()) {
        let spot = Spot::between(slip.get(number)?, slip.get(word)?);
        let mut error = slip.error(number, format!("`{digits}{rest}` is no number"));
        error.width = spot.width;
        let plain = format!("{digits}{}", rest.replace('_', ""));
        return Some(error.edit("write it without `_`", spot, plain));
    }
    if let Some(digits) = digits.strip_prefix('.') {
        return Some(
            slip.error(
                number,
                format!("the name `{digits}{rest}` begins with a digit, so that it needs quotes"),
            )
            .help(format!(
                "write `.\"{digits}{rest}\"`, or choose another name"
            )),
        );
    }
    let name = format!("{digits}{rest}");
    Some(quote(slip, number, word, &name, "begins with a digit"))
}

/// `as brand-token` is read as a subtraction.
fn hyphen(slip: &Slip<'_>) -> Option<SqlError> {
    let name = slip.at.checked_sub(1)?;
    let is_alias = name > 0 && slip.is(name - 1, &["as"]);
    let is_hyphen = slip.token(slip.at)? == &Token::Minus
        && slip.is_joined(slip.at)
        && slip.is_joined(slip.at + 1);
    (is_alias && is_hyphen).then_some(())?;
    let whole = format!("{}-{}", slip.word(name)?, slip.word(slip.at + 1)?);
    Some(quote(slip, name, slip.at + 1, &whole, "has a hyphen"))
}

/// Names in backticks, which Snowflake does not know.
pub(super) fn quoted(slip: &Slip<'_>, index: usize) -> Option<SqlError> {
    let Token::Word(word) = slip.token(index)? else {
        return None;
    };
    (word.quote_style == Some('`')).then_some(())?;
    let name = &word.value;
    let parts: Vec<&str> = name.split('.').collect();
    let is_plain = |part: &&str| {
        let mut characters = part.chars();
        characters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let is_table = slip.part(index) == Part::From;
    let plain = if parts.iter().all(is_plain) && (parts.len() == 1 || is_table) {
        name.clone()
    } else {
        format!("\"{name}\"")
    };
    Some(
        slip.error(index, "backticks do not quote names in Snowflake")
            .edit(&format!("write `{plain}`"), slip.spot(index)?, plain),
    )
}

/// A comment that begins with `#`: the parser skips it, Snowflake does not.
pub(super) fn hash_comment(tokens: &[TokenWithSpan]) -> Option<SqlError> {
    let comment = tokens.iter().find(|token| {
        matches!(
            &token.token,
            Token::Whitespace(Whitespace::SingleLineComment { prefix, .. }) if prefix == "#"
        )
    })?;
    let sign = Spot {
        width: 1,
        ..Spot::of(comment)
    };
    let message = "`#` does not begin a comment in Snowflake".to_owned();
    Some(SqlError::in_spot(SqlErrorKind::Syntax(message), sign).edit("write `--`", sign, "--"))
}
