//! The text of a selector, parsed: unions of intersections of terms.

use std::ops::Range;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::graph::Kind;
use crate::diagnostic::Diagnostic;
use crate::rules::invalid_selector;
use crate::source::SourceFile;

/// What `--select` or `--exclude` was given, parsed.
#[derive(Debug, Clone)]
pub struct Selector {
    /// The text with its flag as the name: the place that messages point to.
    pub(super) file: Arc<SourceFile>,
    /// Any of these…
    pub(super) union: Vec<Vec<Term>>,
}

/// One term: a condition, and how far the graph is followed from what meets it.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    pub(super) condition: Condition,
    /// `@`: descendants, and all that these need.
    pub(super) closure: bool,
    /// `+x` or `2+x`.
    pub(super) ancestors: Option<Depth>,
    /// `x+` or `x+2`.
    pub(super) descendants: Option<Depth>,
}

/// How far edges are followed; `None` is to the end.
pub(super) type Depth = Option<usize>;

/// What a node must meet.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    Name(Pattern),
    Tag(Pattern),
    Path(Pattern),
    Entity(Pattern),
    Author(Pattern),
    Source(Pattern),
    Feature(Pattern),
    ResourceType(Kind),
}

/// A value as it was written, with `*` and `?` as wildcards.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) text: String,
    matcher: GlobMatcher,
}

impl Pattern {
    pub(super) fn matches(&self, value: &str) -> bool {
        value == self.text || self.matcher.is_match(value)
    }
}

/// The methods: what may stand before a colon.
pub(super) const METHODS: [&str; 8] = [
    "name",
    "tag",
    "path",
    "entity",
    "author",
    "source",
    "feature",
    "resource_type",
];

/// Parses the values of `flag` (`--select`): each value may hold several terms, apart by spaces.
pub fn parse(flag: &str, values: &[String]) -> Result<Selector, Vec<Diagnostic>> {
    let text = values.join(" ");
    let file = Arc::new(SourceFile {
        name: flag.to_owned(),
        text,
        rendered_from: None,
    });
    let mut union = Vec::new();
    let mut errors = Vec::new();
    for group in pieces(&file.text, 0..file.text.len(), char::is_whitespace) {
        if group.is_empty() {
            continue;
        }
        let mut intersection = Vec::new();
        for term in pieces(&file.text, group, |character| character == ',') {
            match parse_term(&file, term) {
                Ok(term) => intersection.push(term),
                Err(error) => errors.push(*error),
            }
        }
        union.push(intersection);
    }
    if errors.is_empty() && union.is_empty() {
        errors.push(invalid_selector::empty(&file, 0..0));
    }
    if errors.is_empty() {
        Ok(Selector { file, union })
    } else {
        Err(errors)
    }
}

/// The ranges between separators inside `range`.
fn pieces(text: &str, range: Range<usize>, separator: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let base = range.start;
    let mut start = base;
    let mut pieces = Vec::new();
    for (at, character) in text[range.clone()].char_indices() {
        if separator(character) {
            pieces.push(start..base + at);
            start = base + at + character.len_utf8();
        }
    }
    pieces.push(start..range.end);
    pieces
}

fn parse_term(file: &Arc<SourceFile>, range: Range<usize>) -> Result<Term, Box<Diagnostic>> {
    let text = &file.text[range.clone()];
    let (closure, rest) = match text.strip_prefix('@') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (ancestors, rest) = leading_depth(rest);
    let (descendants, rest) = trailing_depth(rest);
    if closure && (ancestors.is_some() || descendants.is_some()) {
        return Err(Box::new(invalid_selector::closure_and_depth(file, range)));
    }
    if rest.is_empty() {
        return Err(Box::new(invalid_selector::empty(file, range)));
    }
    let start = range.start + (rest.as_ptr() as usize - text.as_ptr() as usize);
    let condition = parse_condition(file, start..start + rest.len())?;
    Ok(Term {
        range,
        condition,
        closure,
        ancestors,
        descendants,
    })
}

/// `+x` and `2+x`. Digits without a plus belong to the name.
fn leading_depth(text: &str) -> (Option<Depth>, &str) {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match text[digits..].strip_prefix('+') {
        Some(rest) => (Some(text[..digits].parse().ok()), rest),
        None => (None, text),
    }
}

/// `x+` and `x+2`.
fn trailing_depth(text: &str) -> (Option<Depth>, &str) {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    match before.strip_suffix('+') {
        Some(rest) => (Some(text[before.len()..].parse().ok()), rest),
        None => (None, text),
    }
}

fn parse_condition(
    file: &Arc<SourceFile>,
    range: Range<usize>,
) -> Result<Condition, Box<Diagnostic>> {
    let text = &file.text[range.clone()];
    let is_method = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let (method, value) = match text.split_once(':') {
        Some((method, value)) if is_method(method) => (Some(method), value),
        _ => (None, text),
    };
    if value.is_empty() {
        return Err(Box::new(invalid_selector::empty(file, range)));
    }
    let value_range = range.end - value.len()..range.end;
    let pattern = || pattern(file, value, value_range.clone());
    Ok(match method {
        None if value.contains('/') => Condition::Path(pattern()?),
        None | Some("name") => Condition::Name(pattern()?),
        Some("tag") => Condition::Tag(pattern()?),
        Some("path") => Condition::Path(pattern()?),
        Some("entity") => Condition::Entity(pattern()?),
        Some("author") => Condition::Author(pattern()?),
        Some("source") => Condition::Source(pattern()?),
        Some("feature") => Condition::Feature(pattern()?),
        Some("resource_type") => match value {
            "source" => Condition::ResourceType(Kind::Source),
            "table" => Condition::ResourceType(Kind::Table),
            "feature_view" => Condition::ResourceType(Kind::FeatureView),
            _ => {
                return Err(Box::new(invalid_selector::unknown_kind(
                    file,
                    value_range,
                    value,
                    &Kind::NAMES,
                )));
            }
        },
        Some("state") => return Err(Box::new(invalid_selector::needs_diff(file, range))),
        Some(other) => {
            let method_range = range.start..range.start + other.len();
            return Err(Box::new(invalid_selector::unknown_method(
                file,
                method_range,
                other,
                &METHODS,
            )));
        }
    })
}

fn pattern(
    file: &Arc<SourceFile>,
    value: &str,
    range: Range<usize>,
) -> Result<Pattern, Box<Diagnostic>> {
    let glob = GlobBuilder::new(value)
        .literal_separator(false)
        .backslash_escape(false)
        .build()
        .map_err(|error| {
            Box::new(invalid_selector::bad_pattern(
                file,
                range,
                value,
                &error.kind().to_string(),
            ))
        })?;
    Ok(Pattern {
        text: value.to_owned(),
        matcher: glob.compile_matcher(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        match parse("--select", &[text.to_owned()]) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| error.message).collect(),
        }
    }

    #[test]
    fn reads_depths() {
        assert_eq!(leading_depth("+x"), (Some(None), "x"));
        assert_eq!(leading_depth("2+x"), (Some(Some(2)), "x"));
        assert_eq!(leading_depth("2x"), (None, "2x"));
        assert_eq!(trailing_depth("x+"), (Some(None), "x"));
        assert_eq!(trailing_depth("x+12"), (Some(Some(12)), "x"));
        assert_eq!(trailing_depth("x_7"), (None, "x_7"));
    }

    #[test]
    fn refuses_what_has_no_meaning() {
        for text in [
            "",
            "  ",
            "+",
            "a,,b",
            "tag:",
            "@x+",
            "tga:x",
            "state:modified",
            "resource_type:view",
            "[a",
        ] {
            assert_eq!(messages(text).len(), 1, "{text}: {:?}", messages(text));
        }
        for text in [
            "a",
            "a b,c",
            "@a",
            "2+a+3",
            "tag:a*",
            "path:brand/",
            "source:production.brands",
            "größe",
        ] {
            assert!(messages(text).is_empty(), "{text}: {:?}", messages(text));
        }
    }
}
