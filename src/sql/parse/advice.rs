//! The parser's own messages, put into words that say what to do.
//!
//! The parser reports where it could not go on, which is often one step after the slip. What stands around that place
//! (an unbalanced parenthesis, a word close to a keyword, two expressions without a comma) is looked at before the
//! message is written.

use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, TokenizerError};

use super::error::{SqlError, SqlErrorKind};
use super::{QUERY_STARTS, RECURSION_LIMIT};
use crate::diagnostic::nearest;
use crate::sql::token::is_blank;

/// Keywords that begin a clause: the ones whose misspelling is taken for an alias.
const CLAUSES: [&str; 22] = [
    "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT", "UNION", "JOIN",
    "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "LATERAL", "USING", "DISTINCT", "BETWEEN", "WITH",
    "VALUES", "OFFSET",
];

/// A statement that is no query, by its first word.
pub(super) fn not_a_query(word: &str, token: &TokenWithSpan) -> SqlError {
    if let Some(near) = nearest(word, QUERY_STARTS)
        && !STATEMENTS.contains(&word)
    {
        let message = format!("expected a query, found `{}`", token.token);
        return SqlError::at(SqlErrorKind::Syntax(message), token)
            .help(format!("`{}` looks like `{near}`", token.token));
    }
    let error = SqlError::at(SqlErrorKind::NotAQuery(word.to_owned()), token);
    match word {
        "CREATE" | "INSERT" | "MERGE" => {
            error.help("keep only the `select`: fsc creates and fills the relations itself")
        }
        "EXPLAIN" | "DESCRIBE" | "DESC" => error.help(format!("remove `{word}`")),
        "SET" | "USE" | "ALTER" => error.help("a session is set up by the target in `fsc.toml`"),
        "DECLARE" | "BEGIN" | "CALL" | "EXECUTE" => {
            error.help("write what the script computes as one `select`")
        }
        _ if STATEMENTS.contains(&word) => {
            error.help("the text must begin with `select` or `with`")
        }
        _ => {
            let message = format!("expected a query, found `{}`", token.token);
            SqlError::at(SqlErrorKind::Syntax(message), token)
                .help("the text must begin with `select` or `with`")
        }
    }
}

/// First words of Snowflake's statements.
const STATEMENTS: [&str; 32] = [
    "ALTER", "BEGIN", "CALL", "COMMENT", "COMMIT", "COPY", "CREATE", "DECLARE", "DELETE", "DESC",
    "DESCRIBE", "DROP", "EXECUTE", "EXPLAIN", "GET", "GRANT", "INSERT", "LIST", "MERGE", "PUT",
    "REMOVE", "REVOKE", "ROLLBACK", "SET", "SHOW", "TRUNCATE", "UNDROP", "UNSET", "UPDATE", "USE",
    "TABLE", "FROM",
];

/// An error of the tokenizer: something that is opened and never closed, or a character that has no meaning.
pub(super) fn unreadable(text: &str, error: &TokenizerError) -> SqlError {
    let message = error.message.as_str();
    let place = error.location;
    let unclosed = |what: &str, closing: &str, place: Location| {
        let message = format!("{what} that starts here is never closed");
        SqlError::new(SqlErrorKind::Syntax(message), place.line, place.column)
            .help(format!("close it with `{closing}`"))
    };
    if message.contains("multi-line comment") {
        unclosed("the comment", "*/", last_comment(text).unwrap_or(place))
    } else if message.contains("dollar-quoted") {
        unclosed("the text", "$$", place)
    } else if message.starts_with("Unterminated") {
        unclosed("the text", "'", place)
    } else if message.contains("delimiter '\"'") {
        unclosed("the quoted name", "\"", place)
    } else {
        let message = lowercase_first(message.trim_end_matches('.'));
        SqlError::new(SqlErrorKind::Syntax(message), place.line, place.column)
    }
}

/// Where the last `/*` of a text stands: the one that was not closed, when one was not.
fn last_comment(text: &str) -> Option<Location> {
    let before = &text[..text.rfind("/*")?];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    Some(Location {
        line: u64::try_from(line).ok()?,
        column: u64::try_from(column).ok()?,
    })
}

/// An error of the parser.
pub(super) fn refused(text: &str, tokens: &[TokenWithSpan], error: &ParserError) -> SqlError {
    let message = match error {
        ParserError::RecursionLimitExceeded => return too_deep(tokens),
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
    };
    let (message, place) = split_place(message);
    let significant: Vec<&TokenWithSpan> = tokens
        .iter()
        .filter(|token| !is_blank(&token.token) && token.token != Token::EOF)
        .collect();
    let at = place.and_then(|place| {
        significant
            .iter()
            .position(|token| token.span.start == place)
    });
    if let Some(error) = unbalanced(&significant, at) {
        return error;
    }
    let phrase = phrase(message);
    let Some(at) = at else {
        let last = place.or_else(|| significant.last().map(|token| token.span.end));
        let (line, column) = last.map_or((1, 1), |place| (place.line, place.column));
        let error = SqlError::new(SqlErrorKind::Syntax(phrase), line, column);
        return match significant.last() {
            Some(last) if last.token == Token::Comma => error.help("remove the last comma"),
            _ if text.trim().is_empty() => error,
            _ => error.help("the text ends before the query does"),
        };
    };
    let error = SqlError::at(SqlErrorKind::Syntax(phrase), significant[at]);
    match help(&significant, at) {
        Some(help) => error.help(help),
        None => error,
    }
}

fn too_deep(tokens: &[TokenWithSpan]) -> SqlError {
    let message = format!("the query is nested deeper than {RECURSION_LIMIT} levels");
    let mut depth = 0_usize;
    let mut deepest = (0, tokens.first());
    for token in tokens {
        match &token.token {
            Token::LParen => {
                depth += 1;
                if depth > deepest.0 {
                    deepest = (depth, Some(token));
                }
            }
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let kind = SqlErrorKind::TooLarge(message);
    let error = match deepest.1 {
        Some(token) => SqlError::at(kind, token),
        None => SqlError::new(kind, 1, 1),
    };
    error.help("move inner parts into common table expressions")
}

/// Cuts ` at Line: 3, Column: 7` from a message.
fn split_place(message: &str) -> (&str, Option<Location>) {
    let Some((rest, place)) = message.rsplit_once(" at Line: ") else {
        return (message, None);
    };
    let parsed = place.split_once(", Column: ").and_then(|(line, column)| {
        Some(Location {
            line: line.parse().ok()?,
            column: column.parse().ok()?,
        })
    });
    (rest, parsed)
}

/// `Expected: X, found: Y` as `expected X, found Y`.
fn phrase(message: &str) -> String {
    let Some((expected, found)) = message
        .strip_prefix("Expected: ")
        .and_then(|rest| rest.rsplit_once(", found: "))
    else {
        return lowercase_first(message.trim_end_matches('.'));
    };
    let found = if found == "EOF" {
        "the end of the text".to_owned()
    } else {
        format!("`{}`", shorten(found))
    };
    let expected = match expected {
        "an expression" | "end of query" | "identifier" | "joined table" => {
            expected.replace("end of query", "the end of the query")
        }
        _ => expected.trim_end_matches('.').to_owned(),
    };
    format!("expected {expected}, found {found}")
}

fn shorten(found: &str) -> String {
    const LONGEST: usize = 40;
    if found.chars().count() <= LONGEST {
        return found.to_owned();
    }
    let start: String = found.chars().take(LONGEST).collect();
    format!("{start}…")
}

fn lowercase_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

/// Says so when parentheses do not match: up to the place of the error for one that closes nothing, in the whole text
/// for one that is never closed.
fn unbalanced(tokens: &[&TokenWithSpan], at: Option<usize>) -> Option<SqlError> {
    let mut open = Vec::new();
    for (position, token) in tokens.iter().enumerate() {
        if token.token == Token::LParen {
            open.push(*token);
        } else if token.token == Token::RParen
            && open.pop().is_none()
            && at.is_none_or(|at| position <= at)
        {
            let message = "`)` closes nothing".to_owned();
            return Some(
                SqlError::at(SqlErrorKind::Syntax(message), token)
                    .help("remove it, or open a parenthesis before it"),
            );
        }
    }
    let unclosed = open.first()?;
    let message = "the parenthesis that opens here is never closed".to_owned();
    Some(SqlError::at(SqlErrorKind::Syntax(message), unclosed).help("close it with `)`"))
}

/// What the tokens around the place of an error suggest.
fn help(tokens: &[&TokenWithSpan], at: usize) -> Option<String> {
    let found = &tokens[at].token;
    let before = at.checked_sub(1).map(|before| &tokens[before].token);
    if let Some(known) = known_gap(tokens, at) {
        return Some(known.to_owned());
    }
    if let Some(Token::Comma) = before
        && (is_clause(found) || *found == Token::RParen)
    {
        return Some(format!("remove the comma before `{found}`"));
    }
    let misspelt = [before, Some(found)]
        .into_iter()
        .flatten()
        .find_map(|token| {
            let word = plain_word(token)?;
            let near = nearest(&word, CLAUSES)?;
            (!is_clause(token)).then(|| format!("`{word}` looks like `{}`", near.to_lowercase()))
        });
    if misspelt.is_some() {
        return misspelt;
    }
    let ends_expression = matches!(
        before,
        Some(Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) | Token::RParen)
    );
    let starts_expression = matches!(
        found,
        Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_)
    );
    (ends_expression && starts_expression && !is_clause(found))
        .then(|| format!("a comma may be missing before `{found}`"))
}

/// Syntax of Snowflake that the parser is known not to read, and what to write instead.
fn known_gap(tokens: &[&TokenWithSpan], at: usize) -> Option<&'static str> {
    let word = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| plain_word(&tokens[at].token))
    };
    let token = |back: usize| at.checked_sub(back).map(|at| &tokens[at].token);
    let is_type = |word: Option<String>| {
        word.is_some_and(|word| matches!(word.as_str(), "array" | "map" | "object"))
    };
    if token(0) == Some(&Token::LParen) && is_type(word(1))
        || token(1) == Some(&Token::LParen) && is_type(word(2))
    {
        return Some("types of elements are not read: write `ARRAY` or `OBJECT`");
    }
    if token(0) == Some(&Token::Mul) && token(1) == Some(&Token::LBrace) {
        return Some("`{*}` is not read: list the keys in `OBJECT_CONSTRUCT`");
    }
    let samples = |word: Option<String>| {
        word.is_some_and(|word| matches!(word.as_str(), "sample" | "tablesample"))
    };
    if samples(word(0)) || samples(word(1)) {
        return Some("a sample is read after a table's name only");
    }
    None
}

fn plain_word(token: &Token) -> Option<String> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(word.value.to_lowercase()),
        _ => None,
    }
}

fn is_clause(token: &Token) -> bool {
    plain_word(token).is_some_and(|word| CLAUSES.contains(&word.to_uppercase().as_str()))
}
