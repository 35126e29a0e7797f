//! What is looked at to name a slip: the tokens without blanks, and the place where the parser gave up.
//!
//! A guess is tried before it is said: a changed text that parses, or parses much further, shows that the guess is what
//! was meant. This costs a few parses, but only for a query that is refused anyway.

use sqlparser::dialect::SnowflakeDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::super::error::{Spot, SqlError, SqlErrorKind};
use super::super::{Parsed, RECURSION_LIMIT, query_only};
use super::phrase::split_place;

/// How far an unread text is looked back at.
const REACH: usize = 1_000;
/// Longer texts are not tried again.
const MOST_TOKENS: usize = 20_000;
/// By how many tokens a changed text must get further to count as mended, where it does not parse to the end.
const FURTHER: usize = 4;

/// A refused text.
pub(in super::super) struct Slip<'t> {
    tokens: Vec<&'t TokenWithSpan>,
    /// Where the parser gave up: a token, or the number of tokens for the end of the text.
    pub(super) at: usize,
    /// How many tokens are looked back at for what a token stands in.
    reach: usize,
}

/// The part of a query that a token stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    With,
    Select,
    From,
    Condition,
    GroupBy,
    OrderBy,
    PartitionBy,
    Limit,
    /// In a bracket: where it opens.
    Bracket(usize),
    Other,
}

impl<'t> Slip<'t> {
    /// `tokens` hold no blanks.
    pub(in super::super) fn new(tokens: Vec<&'t TokenWithSpan>, at: usize) -> Self {
        Self {
            tokens,
            at,
            reach: usize::MAX,
        }
    }

    /// A text that the parser has not seen. It may be long and is looked at token by token, so that looking back ends
    /// soon.
    pub(in super::super) fn unread(tokens: Vec<&'t TokenWithSpan>) -> Self {
        Self {
            tokens,
            at: 0,
            reach: REACH,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&'t TokenWithSpan> {
        self.tokens.get(index).copied()
    }

    pub(super) fn token(&self, index: usize) -> Option<&'t Token> {
        self.get(index).map(|token| &token.token)
    }

    /// The token before an index.
    pub(super) fn before(&self, index: usize) -> Option<&'t Token> {
        self.token(index.checked_sub(1)?)
    }

    /// An unquoted word.
    pub(super) fn word(&self, index: usize) -> Option<&'t str> {
        plain_word(self.token(index)?)
    }

    /// Whether an unquoted word stands there that is one of `words`, in any case, and is not the field of something.
    pub(super) fn is(&self, index: usize, words: &[&str]) -> bool {
        self.word(index).is_some_and(|word| is_in(word, words)) && !self.is_field(index)
    }

    /// Whether a token follows a `.` or a `:`.
    pub(super) fn is_field(&self, index: usize) -> bool {
        matches!(self.before(index), Some(Token::Period | Token::Colon))
    }

    /// Whether a token begins where the one before it ends.
    pub(super) fn is_joined(&self, index: usize) -> bool {
        let pair = index
            .checked_sub(1)
            .and_then(|before| Some((self.get(before)?, self.get(index)?)));
        pair.is_some_and(|(before, token)| before.span.end == token.span.start)
    }

    /// A token as it is quoted in a message, or the end of the query.
    pub(super) fn shown(&self, index: usize) -> String {
        self.token(index)
            .map_or_else(|| "the end of the query".to_owned(), shown)
    }

    /// An error at a token; past the last one, at the end of it.
    pub(super) fn error(&self, index: usize, message: impl Into<String>) -> SqlError {
        let kind = SqlErrorKind::Syntax(message.into());
        match (self.get(index), self.tokens.last()) {
            (Some(token), _) => SqlError::at(kind, token),
            (None, Some(last)) => SqlError::new(kind, last.span.end.line, last.span.end.column),
            (None, None) => SqlError::new(kind, 1, 1),
        }
    }

    /// An error from one token to another in the same line.
    pub(super) fn span(&self, first: usize, last: usize, message: impl Into<String>) -> SqlError {
        let mut error = self.error(first, message);
        if let (Some(first), Some(last)) = (self.get(first), self.get(last)) {
            error.width = Spot::between(first, last).width;
        }
        error
    }

    pub(super) fn spot(&self, index: usize) -> Option<Spot> {
        self.get(index).map(Spot::of)
    }

    /// The innermost bracket that is open before an index.
    pub(super) fn open_bracket(&self, index: usize) -> Option<usize> {
        let mut closed = 0_usize;
        (index.saturating_sub(self.reach)..index.min(self.len()))
            .rev()
            .find(|position| match self.token(*position) {
                Some(Token::RParen | Token::RBracket | Token::RBrace) => {
                    closed += 1;
                    false
                }
                Some(Token::LParen | Token::LBracket | Token::LBrace) => {
                    let is_open = closed == 0;
                    closed = closed.saturating_sub(1);
                    is_open
                }
                _ => false,
            })
    }

    /// The part of the query that a token stands in, by the last clause that began in the same bracket.
    pub(super) fn part(&self, index: usize) -> Part {
        let open = self.open_bracket(index);
        let from = open.map_or(index.saturating_sub(self.reach), |open| open + 1);
        let (mut nested, mut cases) = (0_usize, 0_usize);
        for position in (from..index.min(self.len())).rev() {
            match self.token(position) {
                Some(Token::RParen | Token::RBracket | Token::RBrace) => nested += 1,
                Some(Token::LParen | Token::LBracket | Token::LBrace) => {
                    nested = nested.saturating_sub(1);
                }
                Some(Token::Word(_)) if nested == 0 && self.is(position, &["end"]) => cases += 1,
                Some(Token::Word(_)) if nested == 0 && self.is(position, &["case"]) => {
                    cases = cases.saturating_sub(1);
                }
                Some(Token::Word(_)) if nested == 0 && cases == 0 => {
                    if let Some(part) = self.begins(position) {
                        return part;
                    }
                }
                _ => {}
            }
        }
        open.map_or(Part::Other, Part::Bracket)
    }

    fn begins(&self, index: usize) -> Option<Part> {
        let is = |words: &[&str]| self.is(index, words);
        if is(&["select"]) {
            Some(Part::Select)
        } else if is(&["from", "join"]) {
            Some(Part::From)
        } else if is(&["where", "having", "qualify", "on", "when"]) {
            Some(Part::Condition)
        } else if is(&["by"]) {
            let of = |words: &[&str]| index > 0 && self.is(index - 1, words);
            if of(&["group"]) {
                Some(Part::GroupBy)
            } else if of(&["partition"]) {
                Some(Part::PartitionBy)
            } else {
                Some(Part::OrderBy)
            }
        } else if is(&["with"]) {
            Some(Part::With)
        } else if is(&["limit"]) {
            Some(Part::Limit)
        } else if is(&["then", "else", "union", "rows", "range"]) {
            Some(Part::Other)
        } else {
            None
        }
    }

    /// Whether the text with the tokens `range` replaced parses, or parses much further.
    pub(super) fn is_mended_by(
        &self,
        range: std::ops::Range<usize>,
        replacement: &[Token],
    ) -> bool {
        if self.len() > MOST_TOKENS {
            return false;
        }
        let Some(place) = self.get(range.start).or(self.tokens.last().copied()) else {
            return false;
        };
        let mut tokens: Vec<TokenWithSpan> = Vec::with_capacity(self.len() + replacement.len());
        tokens.extend(
            self.tokens[..range.start]
                .iter()
                .map(|token| (*token).clone()),
        );
        tokens.extend(replacement.iter().map(|token| TokenWithSpan {
            token: token.clone(),
            span: place.span,
        }));
        tokens.extend(
            self.tokens[range.end..]
                .iter()
                .map(|token| (*token).clone()),
        );
        let Err(error) = parse(tokens) else {
            return true;
        };
        let (ParserError::ParserError(message) | ParserError::TokenizerError(message)) = &error
        else {
            return false;
        };
        if message.ends_with("found: EOF") {
            return false;
        }
        let goal = self.get(self.at + FURTHER);
        match (split_place(message).1, goal) {
            (Some(reached), Some(goal)) => reached >= goal.span.start,
            _ => false,
        }
    }
}

/// Parses tokens as one query.
pub(in super::super) fn parse(tokens: Vec<TokenWithSpan>) -> Parsed {
    let mut parser = Parser::new(&SnowflakeDialect {})
        .with_recursion_limit(RECURSION_LIMIT)
        .with_tokens_with_locations(tokens);
    query_only(&mut parser)
}

/// Parses tokens that begin with `case` as such an expression.
pub(super) fn parse_case(tokens: Vec<TokenWithSpan>) -> Result<(), ParserError> {
    let mut parser = Parser::new(&SnowflakeDialect {})
        .with_recursion_limit(RECURSION_LIMIT)
        .with_tokens_with_locations(tokens);
    parser.advance_token();
    parser.parse_case_expr().map(|_| ())
}

/// An unquoted word.
pub(super) fn plain_word(token: &Token) -> Option<&str> {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Some(&word.value),
        _ => None,
    }
}

/// Whether a word is one of `words`, in any case.
pub(super) fn is_in(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// A token as it is quoted in a message.
pub(super) fn shown(token: &Token) -> String {
    const LONGEST: usize = 40;
    let text = token.to_string();
    if text.chars().count() <= LONGEST {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("`{start}…`")
}
