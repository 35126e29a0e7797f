//! The tags of a template, without an opinion on what they mean.
//!
//! `minijinja` compiles and renders; what it does not tell is which names a template mentions, where a macro stands and
//! which statements look at the date. This scanner finds tags and splits them into tokens. It is run only on templates
//! that `minijinja` has accepted, so that it need not judge syntax; on anything else it stops early.

use std::ops::Range;

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `{{ … }}`
    Expression,
    /// `{% … %}`
    Statement,
}

/// A tag with its tokens. Comments and raw blocks are no tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    /// The whole tag with its delimiters.
    pub(super) range: Range<usize>,
    pub(super) tokens: Vec<Token>,
}

impl Tag {
    /// The first word of a statement: `macro`, `if`, `for`.
    pub(super) fn keyword<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = self.tokens.first()?;
        (self.kind == TagKind::Statement && first.kind == TokenKind::Name)
            .then(|| &text[first.range.clone()])
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or a keyword.
    Name,
    /// A string with its quotes.
    Text,
    /// A run of digits.
    Number,
    /// One character of punctuation.
    Sign,
}

/// A token with its place in the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

/// Whether rendering can do anything but copy the text.
pub(super) fn has_tags(text: &str) -> bool {
    text.as_bytes()
        .windows(2)
        .any(|pair| pair[0] == b'{' && matches!(pair[1], b'{' | b'%' | b'#'))
}

/// The tags of a template, in order.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    scan(text).0
}

/// The text between tags and comments, in order. Raw blocks are left out.
pub(super) fn copied(text: &str) -> Vec<Range<usize>> {
    let (tags, mut others) = scan(text);
    others.extend(tags.into_iter().map(|tag| tag.range));
    others.sort_by_key(|range| range.start);
    let mut copied = Vec::new();
    let mut at = 0;
    for range in others {
        copied.push(at..range.start);
        at = range.end;
    }
    copied.push(at..text.len());
    copied.retain(|range| !range.is_empty());
    copied
}

/// The start of what a text that ends too early leaves open: a tag or a comment, else the innermost block.
pub(super) fn unclosed(text: &str) -> Option<Range<usize>> {
    let (tags, others) = scan(text);
    let ends = tags.iter().map(|tag| tag.range.end);
    let ends = ends.chain(others.iter().map(|range| range.end));
    let closed = ends.max().unwrap_or(0);
    let rest = text.get(closed..)?;
    if let Some(open) = ["{{", "{%", "{#"]
        .iter()
        .filter_map(|open| rest.find(open))
        .min()
    {
        return Some(closed + open..closed + open + 2);
    }
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for tag in &tags {
        let sets = || {
            tag.tokens
                .iter()
                .any(|token| &text[token.range.clone()] == "=")
        };
        match tag.keyword(text) {
            Some("if" | "for" | "macro" | "call" | "filter" | "with" | "autoescape" | "block") => {
                blocks.push(tag.range.clone());
            }
            Some("set") if !sets() => blocks.push(tag.range.clone()),
            Some(word) if word.starts_with("end") => {
                blocks.pop();
            }
            _ => {}
        }
    }
    blocks.pop()
}

/// The tags; and the comments and raw blocks.
fn scan(text: &str) -> (Vec<Tag>, Vec<Range<usize>>) {
    let mut tags = Vec::new();
    let mut others = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        at = match text.as_bytes().get(start + 1) {
            Some(b'#') => match text[start..].find("#}") {
                Some(end) => {
                    others.push(start..start + end + 2);
                    start + end + 2
                }
                None => break,
            },
            Some(b'{') => match push_tag(text, start, TagKind::Expression, &mut tags) {
                Some(end) => end,
                None => break,
            },
            Some(b'%') => match push_tag(text, start, TagKind::Statement, &mut tags) {
                Some(end) if is_raw(text, &tags) => {
                    tags.pop();
                    match end_of_raw(text, end) {
                        Some(end) => {
                            others.push(start..end);
                            end
                        }
                        None => break,
                    }
                }
                Some(end) => end,
                None => break,
            },
            _ => start + 1,
        };
    }
    (tags, others)
}

fn is_raw(text: &str, tags: &[Tag]) -> bool {
    tags.last().and_then(|tag| tag.keyword(text)) == Some("raw")
}

/// One past the `{% endraw %}` that ends the raw block whose text starts at `from`.
fn end_of_raw(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{%")?;
        let inner = text[start + 2..]
            .trim_start_matches(['-', '+'])
            .trim_start();
        if let Some(rest) = inner.strip_prefix("endraw")
            && let Some(rest) = rest
                .trim_start()
                .trim_start_matches(['-', '+'])
                .strip_prefix("%}")
        {
            return Some(text.len() - rest.len());
        }
        at = start + 2;
    }
}

/// Reads the tag at `start` and gives the offset after it; `None` when it does not end.
fn push_tag(text: &str, start: usize, kind: TagKind, tags: &mut Vec<Tag>) -> Option<usize> {
    let bytes = text.as_bytes();
    let close: &[u8] = match kind {
        TagKind::Expression => b"}}",
        TagKind::Statement => b"%}",
    };
    let mut tokens = Vec::new();
    let mut depth = 0_i32;
    let mut at = start + 2;
    if matches!(bytes.get(at), Some(b'-' | b'+')) {
        at += 1;
    }
    loop {
        let rest = &bytes[at.min(bytes.len())..];
        let first = *rest.first()?;
        if depth == 0 {
            if rest.starts_with(close) {
                at += 2;
                break;
            }
            if matches!(first, b'-' | b'+') && rest[1..].starts_with(close) {
                at += 3;
                break;
            }
        }
        let (kind, length) = match first {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'\'' | b'"' => (TokenKind::Text, string_length(rest)?),
            byte if byte.is_ascii_digit() => (
                TokenKind::Number,
                run_length(rest, |byte| byte.is_ascii_digit() || byte == b'_'),
            ),
            byte if byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80 => (
                TokenKind::Name,
                run_length(rest, |byte| {
                    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
                }),
            ),
            byte => {
                match byte {
                    b'(' | b'[' | b'{' => depth += 1,
                    b')' | b']' | b'}' => depth -= 1,
                    _ => {}
                }
                (TokenKind::Sign, 1)
            }
        };
        tokens.push(Token {
            kind,
            range: at..at + length,
        });
        at += length;
    }
    tags.push(Tag {
        kind,
        range: start..at,
        tokens,
    });
    Some(at)
}

fn run_length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .position(|byte| !belongs(*byte))
        .unwrap_or(bytes.len())
}

/// The length of the string that starts `bytes`, with its quotes.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let quote = *bytes.first()?;
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match *byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<&str>> {
        tags(text)
            .iter()
            .map(|tag| {
                tag.tokens
                    .iter()
                    .map(|token| &text[token.range.clone()])
                    .collect()
            })
            .collect()
    }

    #[test]
    fn tags_are_found_and_split() {
        assert_eq!(
            words("a {{- ds -}} { {% if x == 'it\\'s }}' %}{{ {'a': {}} }}"),
            [
                vec!["ds"],
                vec!["if", "x", "=", "=", "'it\\'s }}'"],
                vec!["{", "'a'", ":", "{", "}", "}"],
            ]
        );
    }

    #[test]
    fn comments_and_raw_blocks_hold_no_tags() {
        assert!(words("{# {{ ds }} #}{% raw %}{{ ds }}{% if %}{%- endraw -%} x").is_empty());
        assert_eq!(words("{% raw %}{%{% endraw %}{{ a }}"), [vec!["a"]]);
    }

    #[test]
    fn copied_text_stands_between_them() {
        let text = "a {# b #}c{{ d }}{% raw %}e{% endraw %}f";
        let pieces: Vec<&str> = copied(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(pieces, ["a ", "c", "f"]);
    }

    #[test]
    fn what_does_not_end_is_no_tag() {
        for text in [
            "{{ ds",
            "{% if 'x",
            "{# x",
            "{% raw %}{{ ds }}",
            "{{ '}}",
            "{",
        ] {
            assert!(words(text).is_empty(), "{text}");
        }
    }
}
