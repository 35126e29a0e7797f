//! The parser's refusals, put into words that say what is wrong and what to do.
//!
//! The parser reports where it could not go on, which is often after the slip: it takes a misspelt keyword for an alias,
//! and a clause word for a column. Each module here knows one kind of slip and looks for it around that place, the
//! surest kinds first; a guess that cannot be read off the tokens is tried by parsing the mended text ([`slip`]). Where
//! none is sure, the parser's own words stand ([`mod@phrase`]).

mod brackets;
mod case;
mod characters;
mod dialects;
mod foreign;
mod gaps;
mod lists;
mod operands;
mod order;
mod phrase;
mod slip;
mod spelling;
mod statements;
mod unclosed;
mod windows;
mod words;

use sqlparser::keywords::Keyword;
use sqlparser::parser::ParserError;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::RECURSION_LIMIT;
use super::error::{SqlError, SqlErrorKind};
use crate::sql::token::is_blank;

pub(super) use slip::{Slip, parse};
use slip::{is_in, parse_case, plain_word};
pub(super) use statements::{after_the_end, no_word, not_a_query};
pub(super) use unclosed::unreadable;

use phrase::{phrase, split_place};

/// The kinds of slips, in the order in which they are looked for.
const KINDS: [fn(&Slip<'_>) -> Option<SqlError>; 11] = [
    gaps::find,
    characters::find,
    dialects::find,
    brackets::find,
    case::find,
    spelling::find,
    case::outside,
    order::find,
    words::find,
    lists::find,
    operands::find,
];

/// An error of the parser.
pub(super) fn refused(tokens: &[TokenWithSpan], error: &ParserError) -> SqlError {
    let message = match error {
        ParserError::RecursionLimitExceeded => return too_deep(tokens),
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
    };
    let significant = significant(tokens);
    let mut message = message.clone();
    let mut at = index_of(&significant, &message);
    while let Some(inner) = in_case(&significant, at) {
        let further = index_of(&significant, &inner);
        if further <= at {
            break;
        }
        (message, at) = (inner, further);
    }
    let slip = Slip::new(significant, at);
    KINDS
        .iter()
        .find_map(|kind| kind(&slip))
        .unwrap_or_else(|| slip.error(at, phrase(split_place(&message).0, &slip.shown(at))))
}

/// The token that a message of the parser is about; the number of tokens where it names none.
fn index_of(tokens: &[&TokenWithSpan], message: &str) -> usize {
    split_place(message)
        .1
        .and_then(|place| tokens.iter().position(|token| token.span.start == place))
        .unwrap_or(tokens.len())
}

/// What the parser says about the `case` right before the place where it gave up: it takes the word for a column when
/// the expression does not fit, and forgets why.
fn in_case(tokens: &[&TokenWithSpan], at: usize) -> Option<String> {
    let case = (at.saturating_sub(2)..at.min(tokens.len())).find(|index| {
        plain_word(&tokens[*index].token).is_some_and(|word| is_in(word, &["case"]))
    })?;
    let inner = tokens[case..]
        .iter()
        .map(|token| (*token).clone())
        .collect();
    match parse_case(inner) {
        Err(ParserError::ParserError(message)) => Some(message),
        _ => None,
    }
}

/// What Snowflake refuses though the parser reads it. Looks at every query, so that most tokens are passed over at once.
pub(super) fn accepted_by_parser_only(tokens: &[TokenWithSpan]) -> Option<SqlError> {
    let slip = Slip::unread(significant(tokens));
    let in_query = (0..slip.len())
        .filter(|index| is_telling(slip.token(*index)))
        .find_map(|index| {
            operands::operand(&slip, index)
                .or_else(|| foreign::refused(&slip, index))
                .or_else(|| characters::quoted(&slip, index))
        });
    in_query.or_else(|| characters::hash_comment(tokens))
}

/// Whether a token can begin what Snowflake refuses.
fn is_telling(token: Option<&Token>) -> bool {
    match token {
        Some(Token::Word(word)) => match word.quote_style {
            None => word.keyword != Keyword::NoKeyword,
            Some(quote) => quote == '`',
        },
        Some(
            Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::LParen
            | Token::RParen
            | Token::Period,
        )
        | None => false,
        Some(_) => true,
    }
}

/// The tokens without white space and comments.
fn significant(tokens: &[TokenWithSpan]) -> Vec<&TokenWithSpan> {
    tokens
        .iter()
        .filter(|token| !is_blank(&token.token) && token.token != Token::EOF)
        .collect()
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
