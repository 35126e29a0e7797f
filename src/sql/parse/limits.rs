//! How large, long and deep a query may be, measured before a tree is built.
//!
//! A tree grows deeper than its nesting: `a and b and c …` leans left by one level an operator, and neither the parser's
//! recursion limit nor anything else stops that. The depth is bounded from the tokens: per level of nesting, the operators
//! since the last thing that ends a chain (a comma, the next `WHEN`), and the set operations. The bound errs upwards.

use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::error::{SqlError, SqlErrorKind};
use crate::sql::token::is_blank;

/// Bytes of text.
const MAX_BYTES: usize = 8 << 20;
/// Tokens, white space apart.
const MAX_TOKENS: usize = 1_000_000;
/// Levels of parentheses, brackets and CASE.
const MAX_NESTING: usize = 1_000;
/// Levels of the tree, as bounded from the tokens.
const MAX_DEPTH: usize = 10_000;
/// Joins whose condition is still to come: `a join b join c on … on …` nests in the parser, which does not count it.
const MAX_OPEN_JOINS: usize = 500;

/// Words that make the tree one level deeper, as an operator does.
const CHAINING: [&str; 16] = [
    "AND", "OR", "XOR", "IS", "IN", "LIKE", "ILIKE", "RLIKE", "REGEXP", "SIMILAR", "BETWEEN",
    "COLLATE", "AT", "OVERLAPS", "ESCAPE", "NOT",
];
/// Words that put one query beside another, leaning left.
const SET_OPERATIONS: [&str; 4] = ["UNION", "EXCEPT", "INTERSECT", "MINUS"];

/// Refuses a text that is too large to tokenize.
pub(super) fn check_size(text: &str) -> Result<(), SqlError> {
    if text.len() <= MAX_BYTES {
        return Ok(());
    }
    let message = format!(
        "the query has {} MiB of text; fsc reads at most {}",
        text.len() >> 20,
        MAX_BYTES >> 20
    );
    Err(SqlError::new(SqlErrorKind::TooLarge(message), 1, 1).help("put the data into a table"))
}

/// One level of nesting.
#[derive(Default)]
struct Level {
    is_case: bool,
    chain: usize,
    set_operations: usize,
    open_joins: usize,
}

/// Refuses tokens that are too many, or that would make a tree too deep.
pub(super) fn check_tokens(tokens: &[TokenWithSpan]) -> Result<(), SqlError> {
    let mut levels = vec![Level::default()];
    let mut depth = 0_usize;
    let mut open_joins = 0_usize;
    let mut count = 0_usize;
    let mut after_period = false;
    for token in tokens.iter().filter(|token| !is_blank(&token.token)) {
        count += 1;
        if count > MAX_TOKENS {
            let message = format!("the query has more than {MAX_TOKENS} tokens");
            return Err(too_large(message, token).help("put the data into a table"));
        }
        let is_field = std::mem::replace(&mut after_period, token.token == Token::Period);
        let effect = match &token.token {
            Token::Word(_) if is_field => Effect::None,
            other => effect(other),
        };
        match effect {
            Effect::Open { is_case } => {
                levels.push(Level {
                    is_case,
                    ..Level::default()
                });
                if levels.len() > MAX_NESTING {
                    let message = format!("the query is nested deeper than {MAX_NESTING} levels");
                    return Err(too_large(message, token)
                        .help("move inner parts into common table expressions"));
                }
            }
            Effect::Close { is_case } => {
                let matches = levels.last().is_some_and(|level| level.is_case == is_case);
                if levels.len() > 1
                    && matches
                    && let Some(closed) = levels.pop()
                {
                    depth -= closed.chain + closed.set_operations;
                    open_joins -= closed.open_joins;
                }
            }
            Effect::EndOfChain { only_in_case } => {
                if let Some(level) = levels.last_mut()
                    && (level.is_case || !only_in_case)
                {
                    depth -= level.chain;
                    level.chain = 0;
                }
            }
            Effect::SetOperation => {
                if let Some(level) = levels.last_mut() {
                    depth -= level.chain;
                    level.chain = 0;
                    level.set_operations += 1;
                    depth += 1;
                }
            }
            Effect::Chain => {
                if let Some(level) = levels.last_mut() {
                    level.chain += 1;
                    depth += 1;
                }
            }
            Effect::Join => {
                if let Some(level) = levels.last_mut() {
                    level.chain += 1;
                    depth += 1;
                    level.open_joins += 1;
                    open_joins += 1;
                }
            }
            Effect::JoinCondition => {
                if let Some(level) = levels.last_mut()
                    && level.open_joins > 0
                {
                    level.open_joins -= 1;
                    open_joins -= 1;
                }
            }
            Effect::None => {}
        }
        if open_joins > MAX_OPEN_JOINS {
            let message = format!("more than {MAX_OPEN_JOINS} joins without a condition");
            return Err(too_large(message, token).help("give each join its `on` or `using`"));
        }
        if depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} operators follow one another here");
            return Err(too_large(message, token)
                .help("compare with `in (…)` or join a table instead of a long chain"));
        }
    }
    Ok(())
}

/// What a token does to the depth of the tree.
enum Effect {
    Open { is_case: bool },
    Close { is_case: bool },
    EndOfChain { only_in_case: bool },
    SetOperation,
    Chain,
    Join,
    JoinCondition,
    None,
}

fn effect(token: &Token) -> Effect {
    match token {
        Token::LParen | Token::LBracket | Token::LBrace => Effect::Open { is_case: false },
        Token::RParen | Token::RBracket | Token::RBrace => Effect::Close { is_case: false },
        Token::Comma | Token::SemiColon => Effect::EndOfChain {
            only_in_case: false,
        },
        Token::Word(word) if word.quote_style.is_none() => word_effect(&word.value),
        Token::Word(_) | Token::Number(..) | Token::Period | Token::EOF => Effect::None,
        Token::SingleQuotedString(_) | Token::DollarQuotedString(_) | Token::Placeholder(_) => {
            Effect::None
        }
        _ => Effect::Chain,
    }
}

fn word_effect(word: &str) -> Effect {
    let is_in = |words: &[&str]| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    if is_in(&["CASE"]) {
        Effect::Open { is_case: true }
    } else if is_in(&["END"]) {
        Effect::Close { is_case: true }
    } else if is_in(&["WHEN", "THEN", "ELSE"]) {
        Effect::EndOfChain { only_in_case: true }
    } else if is_in(&["JOIN"]) {
        Effect::Join
    } else if is_in(&["ON", "USING"]) {
        Effect::JoinCondition
    } else if is_in(&SET_OPERATIONS) {
        Effect::SetOperation
    } else if is_in(&CHAINING) {
        Effect::Chain
    } else {
        Effect::None
    }
}

fn too_large(message: String, token: &TokenWithSpan) -> SqlError {
    SqlError::at(SqlErrorKind::TooLarge(message), token)
}
