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
/// tokens. Text that has no tokens (an unclosed string) stays as it is.
pub fn canonical(text: &str) -> String {
    let Ok(tokens) = Tokenizer::new(&SnowflakeDialect {}, text)
        .with_unescape(false)
        .tokenize()
    else {
        return text.to_owned();
    };
    let mut canonical = String::with_capacity(text.len());
    for token in tokens.iter().filter(|token| !is_blank(token)) {
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        match token {
            Token::Word(word) if word.quote_style.is_none() => {
                canonical.push_str(&word.value.to_uppercase());
            }
            other => canonical.push_str(&other.to_string()),
        }
    }
    canonical
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
    }
}
