//! The tokens of a text in Snowflake's dialect, and a canonical form that ignores layout.

use sqlparser::dialect::SnowflakeDialect;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, TokenizerError};

/// All tokens of a text with their places, white space and comments included.
pub fn tokens(text: &str) -> Result<Vec<TokenWithSpan>, TokenizerError> {
    Tokenizer::new(&SnowflakeDialect {}, text).tokenize_with_location()
}

/// Whether a token is white space or a comment.
pub fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Whitespace(_))
}

/// The byte at a place that the tokenizer gave, clamped to the text.
pub fn byte_offset(text: &str, place: Location) -> usize {
    let mut start = 0;
    for _ in 1..place.line {
        match text[start..].find('\n') {
            Some(newline) => start += newline + 1,
            None => return text.len(),
        }
    }
    let column = usize::try_from(place.column.saturating_sub(1)).unwrap_or(usize::MAX);
    text[start..]
        .char_indices()
        .nth(column)
        .map_or(text.len(), |(at, _)| start + at)
}

/// The text without comments and layout and with unquoted words in one case: equal for two texts that mean the same
/// tokens. Reads bytes instead of making tokens, since every node's text passes here for its hash. What is not closed
/// runs to the end of the text.
pub fn canonical(text: &str) -> String {
    let mut canonical = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (piece, after) = rest.split_at(piece_length(rest, first));
        rest = after;
        if first.is_ascii_whitespace() || is_comment(piece) {
            continue;
        }
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        if !is_word(first) || piece.starts_with("$$") {
            canonical.push_str(piece);
        } else if piece.is_ascii() {
            canonical.extend(
                piece
                    .bytes()
                    .map(|byte| char::from(byte.to_ascii_uppercase())),
            );
        } else {
            canonical.push_str(&piece.to_uppercase());
        }
    }
    canonical
}

/// How many bytes the piece takes that `text` begins with: a run of white space, a comment, a string, a word or number,
/// or one sign.
pub(crate) fn piece_length(text: &str, first: char) -> usize {
    let run = |belongs: fn(char) -> bool| text.find(|c| !belongs(c)).unwrap_or(text.len());
    match first {
        '\'' | '"' => quoted_length(text, first),
        _ if text.starts_with("$$") => closed_by(text, "$$"),
        _ if text.starts_with("/*") => closed_by(text, "*/"),
        _ if is_comment(text) => text.find('\n').unwrap_or(text.len()),
        _ if first.is_ascii_whitespace() => run(|c| c.is_ascii_whitespace()),
        _ if is_word(first) => run(is_word),
        _ => first.len_utf8(),
    }
}

fn is_comment(text: &str) -> bool {
    ["--", "//", "/*"]
        .iter()
        .any(|start| text.starts_with(start))
}

fn is_word(c: char) -> bool {
    c == '_' || c == '$' || c.is_ascii_alphanumeric() || !c.is_ascii()
}

fn closed_by(text: &str, mark: &str) -> usize {
    text[2..]
        .find(mark)
        .map_or(text.len(), |at| at + 2 + mark.len())
}

/// The length of a string or a quoted name; a doubled quote, and in a string one after `\`, does not end it.
fn quoted_length(text: &str, quote: char) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'\\' && quote == '\'' {
            at += 2;
        } else if char::from(bytes[at]) != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&bytes[at]) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_comments_and_case_of_words_do_not_count() {
        assert_eq!(
            canonical("select a -- first\n  from t /* all */"),
            canonical("SELECT A\nFROM T")
        );
        assert_ne!(canonical("select 'a'"), canonical("select 'A'"));
        assert_ne!(canonical("select \"a\""), canonical("select \"A\""));
        assert_ne!(canonical("select 'a\\'"), canonical("select 'a'"));
        assert_ne!(canonical("select 'a b'"), canonical("select 'a  b'"));
        assert_ne!(canonical("select $$a b$$"), canonical("select $$a  b$$"));
        assert_eq!(canonical("x<=1//a\n+y"), canonical("X <= 1 + Y"));
    }

    #[test]
    fn pieces_end_where_the_tokens_do() {
        assert_eq!(
            canonical(r#"a.b:c::int, 'it''s -- \' x', "a""b" /* 'c' */ +ä1"#),
            r#"A . B : C : : INT , 'it''s -- \' x' , "a""b" + Ä1"#
        );
        assert_eq!(canonical("'open -- a"), "'open -- a");
        assert_eq!(canonical("a /* open"), "A");
        assert_eq!(canonical("'ends in \\"), "'ends in \\");
        assert_eq!(canonical("'é\\"), "'é\\");
        assert_eq!(canonical("$$open"), "$$open");
    }
}
