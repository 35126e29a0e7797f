//! Text to syntax tree: exactly one query in Snowflake's dialect, within limits, or an error that says what to do.
//!
//! Parsing never ends the process: text and tokens are capped, nesting and chains of operators are measured on the
//! tokens before a tree exists ([`limits`]), and trees live on [deep stacks](super::stack) only. Use [`with_query`]
//! unless the caller already runs there.

mod advice;
mod error;
mod limits;
mod rewrite;

use sqlparser::ast::{Query, SetExpr};
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan};

pub use error::{Remark, Spot, SqlError, SqlErrorKind};

use super::stack;
use super::token::{byte_offset, is_blank, tokens};

/// How deep the parser may recurse.
const RECURSION_LIMIT: usize = 200;

/// Words that may begin a query.
const QUERY_STARTS: [&str; 3] = ["SELECT", "WITH", "VALUES"];

/// Parses one query and hands the tree to `work`; parsing, `work` and dropping the tree all run on a deep stack.
pub fn with_query<T: Send>(
    text: &str,
    work: impl FnOnce(&Query) -> T + Send,
) -> Result<T, SqlError> {
    stack::on_deep_stack(|| parse_here(text).map(|query| work(&query)))?
}

/// Parses one query. The tree may be deep: a caller that is not on a deep stack should use [`with_query`], which also
/// walks and drops the tree there.
pub fn parse_query(text: &str) -> Result<Query, SqlError> {
    stack::on_deep_stack(|| parse_here(text))?
}

fn parse_here(text: &str) -> Result<Query, SqlError> {
    limits::check_size(text)?;
    let mut all = tokens(text).map_err(|error| advice::unreadable(text, &error))?;
    limits::check_tokens(&all)?;
    let end = only_query(&all)?;
    all.truncate(end);
    rewrite::respell(&mut all);
    if let Some(error) = advice::accepted_by_parser_only(&all) {
        return Err(error);
    }
    // The parser keeps its tokens; a query that is refused is tokenized again, so that the others are not copied.
    let again = || {
        let mut all = tokens(text).unwrap_or_default();
        all.truncate(end);
        rewrite::respell(&mut all);
        all
    };
    let orders_by_all = rewrite::orders_by_all(&all);
    let mut query = *advice::parse(all).map_err(|error| advice::refused(&again(), &error))?;
    if orders_by_all {
        rewrite::order_by_all(&mut query);
    }
    check_reads_only(&query).map_err(|writes| {
        let (word, kind) = match writes {
            Writes::Into => ("INTO", SqlErrorKind::SelectInto),
            Writes::Statement(name) => (name, SqlErrorKind::NotAQuery(name.to_owned())),
        };
        at_word(word, kind, &again())
    })?;
    Ok(query)
}

type Parsed = Result<Box<Query>, ParserError>;

/// Parses one query to the end of the tokens.
fn query_only(parser: &mut Parser<'_>) -> Parsed {
    let query = parser.parse_query()?;
    if parser.peek_token_ref().token == Token::EOF {
        Ok(query)
    } else {
        parser.expected_ref("end of query", parser.peek_token_ref())
    }
}

/// Finds where the one query of the text ends (in tokens), or says why there is not exactly one.
fn only_query(tokens: &[TokenWithSpan]) -> Result<usize, SqlError> {
    let significant = |token: &&TokenWithSpan| !is_blank(&token.token) && token.token != Token::EOF;
    let first = tokens
        .iter()
        .filter(significant)
        .find(|token| token.token != Token::LParen)
        .ok_or_else(|| SqlError::new(SqlErrorKind::Empty, 1, 1))?;
    match &first.token {
        Token::SemiColon => return Err(SqlError::at(SqlErrorKind::Empty, first)),
        Token::Word(word) if word.quote_style.is_none() => {
            let start = word.value.to_uppercase();
            if !QUERY_STARTS.contains(&start.as_str()) {
                return Err(advice::not_a_query(&start, first));
            }
        }
        _ => return Err(advice::no_word(first)),
    }
    let Some(end) = tokens
        .iter()
        .position(|token| token.token == Token::SemiColon)
    else {
        return Ok(tokens.len());
    };
    match tokens[end..]
        .iter()
        .filter(significant)
        .find(|token| token.token != Token::SemiColon)
    {
        Some(second) => Err(advice::after_the_end(&tokens[end], second)),
        None => Ok(end),
    }
}

/// Why a query does more than read.
enum Writes {
    Into,
    Statement(&'static str),
}

/// Refuses the queries that also write.
fn check_reads_only(query: &Query) -> Result<(), Writes> {
    let mut body = query.body.as_ref();
    loop {
        body = match body {
            SetExpr::Select(select) if select.into.is_some() => return Err(Writes::Into),
            SetExpr::SetOperation { left, .. } => left,
            SetExpr::Query(inner) => &inner.body,
            SetExpr::Insert(_) => return Err(Writes::Statement("INSERT")),
            SetExpr::Update(_) => return Err(Writes::Statement("UPDATE")),
            SetExpr::Delete(_) => return Err(Writes::Statement("DELETE")),
            SetExpr::Merge(_) => return Err(Writes::Statement("MERGE")),
            SetExpr::Select(_) | SetExpr::Values(_) | SetExpr::Table(_) => return Ok(()),
        };
    }
}

/// An error at the first place of a word.
fn at_word(word: &str, kind: SqlErrorKind, tokens: &[TokenWithSpan]) -> SqlError {
    let is_word = |token: &&TokenWithSpan| matches!(&token.token, Token::Word(found) if found.value.eq_ignore_ascii_case(word));
    match tokens.iter().find(is_word).or_else(|| tokens.first()) {
        Some(token) => SqlError::at(kind, token),
        None => SqlError::new(kind, 1, 1),
    }
}

/// The text without the `;` that ends it, and without what follows that (there can only be comments). Everything
/// else stays; the result may end in a `--` comment, so whoever appends to it begins a new line.
pub fn strip_terminator(text: &str) -> &str {
    // Most queries hold none, and tokenizing costs as much as parsing.
    if !text.contains(';') {
        return text;
    }
    let Ok(tokens) = tokens(text) else {
        return text;
    };
    let Some(terminator) = tokens.iter().find(|token| token.token == Token::SemiColon) else {
        return text;
    };
    &text[..byte_offset(text, terminator.span.start)]
}

/// A place's line or column as an index type.
pub(super) fn line_number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
