//! Commas that are missing, and those that are too many.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::{Part, Slip};

/// The error that a token is missing before `index`, when the text with it parses.
pub(super) fn before(slip: &Slip<'_>, index: usize, missing: &str) -> Option<SqlError> {
    let token = match missing {
        "," => Token::Comma,
        word => Token::make_keyword(word),
    };
    if !slip.is_mended_by(index..index, &[token]) {
        return None;
    }
    let found = slip.get(index)?;
    let (message, replacement) = if missing == "," {
        let message = format!("expected a comma before {}", slip.shown(index));
        (message, format!(", {}", found.token))
    } else {
        let message = format!("expected `{missing}` before {}", slip.shown(index));
        (message, format!("{missing} {}", found.token))
    };
    let help = if missing == "," {
        "write a comma".to_owned()
    } else {
        format!("write `{missing}`")
    };
    Some(
        slip.error(index, message)
            .edit(&help, slip.spot(index)?, replacement),
    )
}

/// A comma that is missing, or one too many.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    let found = slip.token(slip.at);
    let comma = slip.at.checked_sub(1);
    if found == Some(&Token::Comma) {
        let is_doubled = slip.before(slip.at) == Some(&Token::Comma);
        let is_leading = slip.is(slip.at.wrapping_sub(1), &["select", "by", "distinct"])
            || slip.before(slip.at) == Some(&Token::LParen);
        if is_doubled || is_leading {
            let message = if is_doubled {
                "a second comma"
            } else {
                "a comma before the first item"
            };
            let error = slip.error(slip.at, message);
            // An argument that is left out cannot be told from a comma too many.
            return Some(if matches!(slip.part(slip.at), Part::Bracket(_)) {
                error.help("write what is to stand before it, or remove it")
            } else {
                error.edit("remove it", slip.spot(slip.at)?, "")
            });
        }
        return matches!(slip.part(slip.at), Part::Condition)
            .then_some(())
            .and_then(|()| {
                let is_number = matches!(slip.before(slip.at), Some(Token::Number(..)))
                    && matches!(slip.token(slip.at + 1), Some(Token::Number(..)))
                    && slip.is_joined(slip.at)
                    && slip.is_joined(slip.at + 1);
                let error = slip.error(slip.at, "a comma between conditions");
                Some(if is_number {
                    slip.error(slip.at, "a comma inside a number").edit(
                        "write the number without it",
                        slip.spot(slip.at)?,
                        "",
                    )
                } else {
                    error.edit(
                        "join conditions with `and` or `or`",
                        slip.spot(slip.at)?,
                        " and",
                    )
                })
            });
    }
    for comma in [comma, slip.at.checked_sub(2)].into_iter().flatten() {
        let is_last = slip.token(comma) == Some(&Token::Comma);
        if is_last && (comma + 1 == slip.len() || slip.is_mended_by(comma..comma + 1, &[])) {
            return remove_comma(slip, comma);
        }
    }
    let is_list = matches!(
        slip.part(slip.at),
        Part::Select | Part::GroupBy | Part::OrderBy | Part::PartitionBy | Part::Bracket(_)
    ) || slip.before(slip.at) == Some(&Token::RParen)
        && slip.token(slip.at) == Some(&Token::LParen);
    let begins_item = matches!(
        found,
        Some(Token::Word(_) | Token::Number(..) | Token::SingleQuotedString(_) | Token::LParen)
    ) && !slip.is(
        slip.at,
        &["as", "is", "in", "and", "or", "from", "for", "separator"],
    );
    // A call after an alias: the parser stops at the bracket, behind the name.
    let call = comma.filter(|name| {
        *name > 0
            && found == Some(&Token::LParen)
            && slip.word(*name).is_some()
            && slip.part(*name) == Part::Select
    });
    if let Some(error) = call.and_then(|name| before(slip, name, ",")) {
        return Some(error);
    }
    (is_list && begins_item).then_some(())?;
    before(slip, slip.at, ",")
}

pub(super) fn remove_comma(slip: &Slip<'_>, comma: usize) -> Option<SqlError> {
    let next = slip.shown(comma + 1);
    Some(
        slip.error(
            comma,
            format!("expected another item after the comma, found {next}"),
        )
        .edit(
            "remove the comma, or write what is to follow",
            slip.spot(comma)?,
            "",
        ),
    )
}
