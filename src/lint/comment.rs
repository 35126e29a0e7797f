//! The comments of a text, and which bytes of it are neither comment nor white space.
//!
//! A comment sign inside a string is no comment. In SQL the strings are those of the dialect once the template's tags are
//! out of the way; in definitions they are those that the format's own parser found, so that fsc does not read TOML and
//! YAML a second way.

use std::ops::Range;

use crate::project::document::{self, Format, Node, Value};
use crate::source::FileId;
use crate::sql::token;
use crate::template;

/// How a comment is written, which says how it can be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// To the end of the line: `--`, `//` or `#`.
    Line,
    /// `/* … */`
    Block,
    /// `{# … #}`
    Template {
        /// It stands inside a string, or takes white space around it along: what is left without it may differ.
        matters: bool,
    },
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) kind: Kind,
    /// All of it; of a line comment, without the line's end.
    pub(super) range: Range<usize>,
    /// What it says.
    pub(super) inner: Range<usize>,
}

/// The comments of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Commented {
    pub(super) comments: Vec<Comment>,
    /// By byte: whether it is neither comment nor white space.
    pub(super) code: Vec<bool>,
    /// Where TOML's table headers start, in order.
    pub(super) headers: Vec<usize>,
}

/// Reads SQL with Jinja.
pub(super) fn in_sql(text: &str) -> Commented {
    let tags = template::tag_ranges(text);
    let comments = template_comments(text, &tags);
    // Tags stand for a word, and the template's comments for nothing.
    let mut plain = text.as_bytes().to_vec();
    for tag in &tags {
        plain[tag.clone()].fill(b'x');
    }
    for comment in &comments {
        plain[comment.range.clone()].fill(b' ');
    }
    // Tags and comments begin and end with ASCII signs, so that this is text.
    let plain = String::from_utf8(plain).unwrap_or_default();
    let mut found = Commented {
        comments,
        code: vec![false; text.len()],
        headers: Vec::new(),
    };
    let mut lines_and_blocks = Vec::new();
    for piece in token::pieces(&plain) {
        let written = &plain[piece.clone()];
        if token::is_comment(written) {
            lines_and_blocks.push(sql_comment(written, piece));
        } else if !written.starts_with(|first: char| first.is_ascii_whitespace()) {
            found.code[piece.clone()].fill(true);
            let inside = found.comments.iter_mut().filter(|comment| {
                piece.start <= comment.range.start && comment.range.end <= piece.end
            });
            for comment in inside {
                comment.kind = Kind::Template { matters: true };
            }
        }
    }
    for comment in &found.comments {
        found.code[comment.range.clone()].fill(false);
    }
    found.comments.append(&mut lines_and_blocks);
    found.comments.sort_by_key(|comment| comment.range.start);
    found
}

fn template_comments(text: &str, tags: &[Range<usize>]) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut gap_start = 0;
    let end = text.len()..text.len();
    for tag in tags.iter().chain([&end]) {
        let mut at = gap_start;
        while let Some(found) = text[at..tag.start].find("{#") {
            let start = at + found;
            let Some(length) = text[start + 2..tag.start].find("#}") else {
                break;
            };
            let inner = &text[start + 2..start + 2 + length];
            let trims = |sign: Option<char>| matches!(sign, Some('-' | '+'));
            let opens = usize::from(trims(inner.chars().next()));
            let closes = usize::from(inner.len() > 1 && trims(inner.chars().next_back()));
            comments.push(Comment {
                kind: Kind::Template {
                    matters: opens + closes > 0,
                },
                range: start..start + length + 4,
                inner: start + 2 + opens..start + 2 + length - closes,
            });
            at = start + length + 4;
        }
        gap_start = tag.end;
    }
    comments
}

fn sql_comment(written: &str, range: Range<usize>) -> Comment {
    let inner = range.start + 2;
    if written.starts_with("/*") {
        let closes = if written.len() >= 4 && written.ends_with("*/") {
            2
        } else {
            0
        };
        return Comment {
            kind: Kind::Block,
            inner: inner..range.end - closes,
            range,
        };
    }
    let end = range.start + written.trim_end_matches('\r').len();
    Comment {
        kind: Kind::Line,
        range: range.start..end,
        inner: inner..end,
    }
}

/// Reads a definition file.
pub(super) fn in_definition(format: Format, text: &str) -> Commented {
    let (root, _) = document::parse(format, FileId(0), text);
    let mut scalars = Vec::new();
    let mut found = Commented {
        comments: Vec::new(),
        code: vec![false; text.len()],
        headers: Vec::new(),
    };
    places(&root, text, &mut scalars, &mut found.headers);
    scalars.sort_by_key(|range| range.start);
    found.headers.sort_unstable();
    found.headers.dedup();
    let mut scalars = scalars.into_iter().peekable();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        while scalars.next_if(|scalar| scalar.end <= at).is_some() {}
        if let Some(scalar) = scalars.next_if(|scalar| scalar.start <= at) {
            found.code[at..scalar.end].fill(true);
            at = scalar.end;
            continue;
        }
        let is_apart = at == 0 || text.as_bytes()[at - 1].is_ascii_whitespace();
        if character == '#' && (format == Format::Toml || is_apart) {
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let end = at + text[at..end].trim_end_matches('\r').len();
            found.comments.push(Comment {
                kind: Kind::Line,
                range: at..end,
                inner: at + 1..end,
            });
            at = end;
            continue;
        }
        let next = at + character.len_utf8();
        found.code[at..next].fill(!character.is_whitespace());
        at = next;
    }
    found
}

/// Where keys and plain values stand, and where headers start.
fn places(node: &Node, text: &str, scalars: &mut Vec<Range<usize>>, headers: &mut Vec<usize>) {
    match &node.value {
        Value::Array(items) => {
            for item in items {
                places(item, text, scalars, headers);
            }
        }
        Value::Table(entries) => {
            let start = node.span.range().start;
            if text.as_bytes().get(start) == Some(&b'[') {
                headers.push(start);
            }
            for entry in entries {
                scalars.push(entry.key_span.range());
                places(&entry.node, text, scalars, headers);
            }
        }
        _ => scalars.push(node.span.range()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'t>(text: &'t str, found: &Commented) -> Vec<&'t str> {
        let inner = found.comments.iter().map(|comment| comment.inner.clone());
        inner.map(|range| text[range].trim()).collect()
    }

    fn code(text: &str, found: &Commented) -> String {
        let bytes = text.bytes().zip(&found.code);
        let kept = bytes.filter(|(_, is_code)| **is_code).map(|(byte, _)| byte);
        String::from_utf8(kept.collect()).unwrap()
    }

    #[test]
    fn sql_comments_are_found_and_strings_are_not() {
        let text = "select '-- no' as a, \"/* no */\", $$ -- no $$ -- yes\r\n/* and\nthis */ from t // too\n{# three #}";
        let found = in_sql(text);
        assert_eq!(said(text, &found), ["yes", "and\nthis", "too", "three"]);
        assert_eq!(
            code(text, &found),
            "select'-- no'asa,\"/* no */\",$$ -- no $$fromt"
        );
    }

    #[test]
    fn tags_do_not_open_strings_and_comments_inside_them_count() {
        let text = "where a = '{{ var('x') }}' -- yes\nand b = 'a {# in #} b' {%- if it == \"--\" %} {#- trims -#}";
        let found = in_sql(text);
        assert_eq!(said(text, &found), ["yes", "in", "trims"]);
        let matters = Kind::Template { matters: true };
        assert_eq!(found.comments[1].kind, matters);
        assert_eq!(found.comments[2].kind, matters);
    }

    #[test]
    fn what_does_not_end_is_no_reason_to_fail() {
        for text in [
            "/*",
            "/*/",
            "--",
            "{#",
            "{##}",
            "{#-#}",
            "'open -- a",
            "{{ a",
            "ä/* ö",
        ] {
            let found = in_sql(text);
            for comment in &found.comments {
                assert!(text.get(comment.inner.clone()).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn definitions_know_their_strings_and_headers() {
        let text = "a = \"# no\" # yes\n# and\n[[b]]\nc = '''\n# no\n''' # three\n[b.\"d#e\"]\nf = [ # four\n 1 ]";
        let found = in_definition(Format::Toml, text);
        assert_eq!(said(text, &found), ["yes", "and", "three", "four"]);
        let headers: Vec<&str> = found.headers.iter().map(|at| &text[*at..*at + 3]).collect();
        assert_eq!(headers, ["[[b", "[b."]);
        let text = "a: 'x # no' # yes\nb: x#no\n# and\nc: |\n  # no\n  -- no\nd: [1, 2] # three\n";
        let found = in_definition(Format::Yaml, text);
        assert_eq!(said(text, &found), ["yes", "and", "three"]);
    }
}
