//! Syntax of Snowflake that the parser does not know but that has a spelling it does: tokens are replaced in place, so
//! that positions stay. The text itself is never changed; it is what Snowflake runs.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, OrderByKind, Query, VisitMut, VisitorMut};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::sql::token::is_blank;

/// Rewrites what has another spelling: `INNER DIRECTED JOIN`, whose hint does not change the result, and
/// `DATE_PART(part FROM date)`; `NTH_VALUE(x, n) FROM FIRST`, which is what is meant without it, and `FROM LAST`, for which
/// the tree has a negative `n`.
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
        } else if word.value.eq_ignore_ascii_case("NTH_VALUE") {
            respell_side(tokens, at);
        }
    }
}

/// Takes `FROM FIRST` or `FROM LAST` out after the call of `NTH_VALUE` at `at`.
fn respell_side(tokens: &mut [TokenWithSpan], at: usize) -> Option<()> {
    let open = next(tokens, at).filter(|open| tokens[*open].token == Token::LParen)?;
    let mut depth = 0_usize;
    let close = (open..tokens.len()).find(|at| {
        match tokens[*at].token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let from = next(tokens, close).filter(|from| keyword(&tokens[*from]) == Keyword::FROM)?;
    let side = next(tokens, from)?;
    match keyword(&tokens[side]) {
        Keyword::FIRST => {}
        Keyword::LAST => {
            let number = previous(tokens, close)?;
            let Token::Number(text, is_long) = &tokens[number].token else {
                return None;
            };
            tokens[number].token = Token::Number(format!("-{text}"), *is_long);
        }
        _ => return None,
    }
    for at in [from, side] {
        tokens[at].token = Token::Whitespace(sqlparser::tokenizer::Whitespace::Space);
    }
    Some(())
}

/// Whether `ORDER BY ALL` stands somewhere, whose `ALL` the parser takes for a column.
pub(super) fn orders_by_all(tokens: &[TokenWithSpan]) -> bool {
    (0..tokens.len()).any(|at| {
        keyword(&tokens[at]) == Keyword::ALL
            && previous(tokens, at).is_some_and(|by| {
                keyword(&tokens[by]) == Keyword::BY
                    && previous(tokens, by)
                        .is_some_and(|order| keyword(&tokens[order]) == Keyword::ORDER)
            })
    })
}

/// Makes an order by all columns of every order by a column `ALL`: the word is reserved, so that no column is called so.
pub(super) fn order_by_all(query: &mut Query) {
    struct OrderByAll;

    impl VisitorMut for OrderByAll {
        type Break = ();

        fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
            if let Some(order) = &mut query.order_by
                && let OrderByKind::Expressions(items) = &order.kind
                && let [item] = items.as_slice()
                && matches!(&item.expr, Expr::Identifier(word)
                    if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("ALL"))
            {
                order.kind = OrderByKind::All(item.options.clone());
            }
            ControlFlow::Continue(())
        }
    }

    let _: ControlFlow<()> = VisitMut::visit(query, &mut OrderByAll);
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
