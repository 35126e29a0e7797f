//! Brackets that do not match.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::Slip;

/// A bracket that closes nothing, closes another kind, or is never closed. Of several that are open, the innermost at the
/// place where the parser gave up is meant: what follows it is what did not fit.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for index in 0..slip.len() {
        match slip.token(index).map(kind) {
            Some(Kind::Opens(closing)) => open.push((index, closing)),
            Some(Kind::Closes(found)) => match open.pop() {
                None if index <= slip.at => return Some(closes_nothing(slip, index, found)),
                None => return Some(one_too_many(slip, index, found)),
                Some((opening, expected)) if expected != found => {
                    let message = format!("expected `{expected}`, found `{found}`");
                    let spot = slip.spot(index)?;
                    let help = format!("close it with `{expected}`");
                    return Some(
                        slip.error(index, message)
                            .also(slip.get(opening)?, "opened here")
                            .edit(&help, spot, expected.to_string()),
                    );
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    let (outermost, closing) = *open.first()?;
    let (opening, closing) = slip
        .open_bracket(slip.at)
        .and_then(|index| match slip.token(index).map(kind) {
            Some(Kind::Opens(closing)) => Some((index, closing)),
            _ => None,
        })
        .unwrap_or((outermost, closing));
    let found = slip.shown(opening);
    let error = slip
        .error(opening, format!("this {found} is never closed"))
        .help(format!("close it with `{closing}`"));
    let stopped = slip.get(slip.at).filter(|_| slip.at > opening + 1);
    Some(match stopped {
        Some(token) => error.also(token, format!("`{closing}` is expected before this")),
        None => error,
    })
}

fn closes_nothing(slip: &Slip<'_>, index: usize, found: char) -> SqlError {
    slip.error(index, format!("this `{found}` closes nothing"))
        .help("remove it, or open a bracket before it")
}

/// The brackets are one too many, and the parser stopped before the one that is left over: an earlier one closes too much.
fn one_too_many(slip: &Slip<'_>, index: usize, found: char) -> SqlError {
    let is_suspect = matches!(slip.before(slip.at), Some(Token::RParen | Token::RBracket));
    if let Some(last) = slip.get(index)
        && is_suspect
    {
        slip.error(
            slip.at - 1,
            format!("one `{found}` too many, perhaps this one"),
        )
        .also(last, "this one closes nothing")
        .help("remove one of them")
    } else {
        closes_nothing(slip, index, found)
    }
}

enum Kind {
    Opens(char),
    Closes(char),
    Other,
}

fn kind(token: &Token) -> Kind {
    match token {
        Token::LParen => Kind::Opens(')'),
        Token::LBracket => Kind::Opens(']'),
        Token::LBrace => Kind::Opens('}'),
        Token::RParen => Kind::Closes(')'),
        Token::RBracket => Kind::Closes(']'),
        Token::RBrace => Kind::Closes('}'),
        _ => Kind::Other,
    }
}
