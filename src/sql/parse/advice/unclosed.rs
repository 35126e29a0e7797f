//! What is opened and never closed, so that the text cannot be cut into tokens.
//!
//! Of an odd number of quotes the last one is left over, which is seldom the one at fault: the texts before it are looked
//! at for one that ends where no text can, right before a letter or digit, or that looks like code: it runs over lines, or
//! holds a comma and a bracket without its counterpart.

use sqlparser::dialect::SnowflakeDialect;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, TokenizerError};

use super::super::error::{Remark, Spot, SqlError, SqlErrorKind};
use super::phrase::lowercase_first;
use crate::sql::token::byte_offset;

/// An error of the tokenizer.
pub(in super::super) fn unreadable(text: &str, error: &TokenizerError) -> SqlError {
    let message = error.message.as_str();
    let place = error.location;
    let unclosed = |what: &str, closing: &str, place: Location| {
        let message = format!("this {what} is never closed");
        SqlError::new(SqlErrorKind::Syntax(message), place.line, place.column)
            .help(format!("close it with `{closing}`"))
    };
    if message.contains("multi-line comment") {
        unclosed("comment", "*/", last(text, "/*").unwrap_or(place))
    } else if message.contains("dollar-quoted") {
        unclosed("text", "$$", last(text, "$$").unwrap_or(place))
    } else if message.starts_with("Unterminated") {
        quote(text, place, '\'', unclosed("text", "'", place))
    } else if message.contains("delimiter '\"'") {
        quote(text, place, '"', unclosed("quoted name", "\"", place))
    } else if message.contains("delimiter '`'") {
        unclosed("backtick", "`", place)
            .help("backticks do not quote names in Snowflake: write the name without them")
    } else {
        let message = lowercase_first(message.trim_end_matches('.'));
        SqlError::new(SqlErrorKind::Syntax(message), place.line, place.column)
    }
}

/// A quote that is left over at `place`; `error` says so.
fn quote(text: &str, place: Location, quote: char, error: SqlError) -> SqlError {
    let mut tokens = Vec::new();
    // The tokens up to the error are kept.
    let _ = Tokenizer::new(&SnowflakeDialect {}, text).tokenize_with_location_into_buf(&mut tokens);
    let Some(Suspect {
        token: suspect,
        why,
        after,
    }) = suspect(&tokens, quote)
    else {
        let escaped = text[byte_offset(text, place)..].contains("\\'");
        return if quote == '\'' && escaped {
            error.help("`\\'` is a quote inside the text: write `\\\\` for a backslash")
        } else {
            error
        };
    };
    let what = if quote == '"' { "quoted name" } else { "text" };
    let message = format!("this {what} {why}, so that a later {what} is never closed");
    let mut found = SqlError::at(SqlErrorKind::Syntax(message), suspect);
    found.also.push(Remark {
        spot: Spot {
            line: error.line,
            column: error.column,
            width: 1,
        },
        text: "opened here, never closed".to_owned(),
    });
    let is_apostrophe = is_apostrophe(&suspect.token, &after);
    if is_apostrophe {
        found.help("write `''` for an apostrophe inside a text")
    } else {
        found.help(format!("close it with `{quote}` where it ends"))
    }
}

/// Whether a text ends in the middle of a word: `it's`.
fn is_apostrophe(quoted: &Token, after: &str) -> bool {
    const ENDINGS: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];
    let Token::SingleQuotedString(text) = quoted else {
        return false;
    };
    let is_name = text.chars().all(char::is_alphanumeric);
    text.ends_with(char::is_alphabetic) && (is_name || ENDINGS.contains(&after))
}

/// A quoted token that is probably not closed where it should be.
struct Suspect<'t> {
    token: &'t TokenWithSpan,
    /// What tells: a phrase.
    why: &'static str,
    /// The word right behind it.
    after: String,
}

/// The first quoted token that ends in front of a word, or holds code.
fn suspect(tokens: &[TokenWithSpan], quote: char) -> Option<Suspect<'_>> {
    tokens.iter().enumerate().find_map(|(position, token)| {
        let quoted = match &token.token {
            Token::SingleQuotedString(text) if quote == '\'' => text,
            Token::Word(word) if quote == '"' && word.quote_style == Some('"') => &word.value,
            _ => return None,
        };
        let suspect = |why, after: &str| {
            Some(Suspect {
                token,
                why,
                after: after.to_owned(),
            })
        };
        match tokens.get(position + 1).map(|next| &next.token) {
            Some(Token::Word(word)) if word.quote_style.is_none() => {
                suspect("ends in front of a letter", &word.value)
            }
            Some(Token::Number(..)) => suspect("ends in front of a digit", ""),
            _ if quoted.contains('\n') => suspect("runs over lines", ""),
            _ if quoted.contains(',') && has_odd_bracket(quoted) => {
                suspect("holds a comma and half a pair of brackets", "")
            }
            _ => None,
        }
    })
}

/// Whether a bracket in a text lacks its counterpart.
fn has_odd_bracket(text: &str) -> bool {
    let mut open = 0_usize;
    for sign in text.chars() {
        match sign {
            '(' => open += 1,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
    }
    open > 0
}

/// Where the last `mark` of a text stands.
fn last(text: &str, mark: &str) -> Option<Location> {
    let before = &text[..text.rfind(mark)?];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    Some(Location {
        line: u64::try_from(line).ok()?,
        column: u64::try_from(column).ok()?,
    })
}
