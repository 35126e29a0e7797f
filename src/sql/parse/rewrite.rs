//! Syntax of Snowflake that the parser does not know but that has a spelling it does: tokens are replaced in place, so
//! that positions stay. The text itself is never changed; it is what Snowflake runs.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::sql::token::is_blank;

/// Rewrites what has another spelling: `INNER DIRECTED JOIN`, whose hint does not change the result, and
/// `DATE_PART(part FROM date)`.
pub(super) fn respell(tokens: &mut [TokenWithSpan]) {
    for at in 0..tokens.len() {
        let Token::Word(word) = &tokens[at].token else {
            continue;
        };
        if word.quote_style.is_some() {
            continue;
        }
        if word.value.eq_ignore_ascii_case("DIRECTED") {
            let joins = next(tokens, at)
                .is_some_and(|next| keyword(&tokens[next]) == Keyword::JOIN)
                && previous(tokens, at).is_some_and(|before| ends_table(&tokens[before]));
            if joins {
                tokens[at].token = Token::Whitespace(sqlparser::tokenizer::Whitespace::Space);
            }
        } else if word.value.eq_ignore_ascii_case("DATE_PART") {
            let from = next(tokens, at)
                .filter(|open| tokens[*open].token == Token::LParen)
                .and_then(|open| next(tokens, open))
                .and_then(|part| next(tokens, part))
                .filter(|from| keyword(&tokens[*from]) == Keyword::FROM);
            if let Some(from) = from {
                tokens[from].token = Token::Comma;
            }
        }
    }
}

fn next(tokens: &[TokenWithSpan], at: usize) -> Option<usize> {
    (at + 1..tokens.len()).find(|at| !is_blank(&tokens[*at].token))
}

fn previous(tokens: &[TokenWithSpan], at: usize) -> Option<usize> {
    (0..at).rev().find(|at| !is_blank(&tokens[*at].token))
}

fn keyword(token: &TokenWithSpan) -> Keyword {
    match &token.token {
        Token::Word(word) => word.keyword,
        _ => Keyword::NoKeyword,
    }
}

/// Whether a table or a kind of join ends here, so that `DIRECTED` is no name.
fn ends_table(token: &TokenWithSpan) -> bool {
    match &token.token {
        Token::Comma | Token::Period => false,
        _ => !matches!(keyword(token), Keyword::AS | Keyword::FROM | Keyword::JOIN),
    }
}
