//! The parser's own message in plain words: what is said where no slip could be named.

use sqlparser::tokenizer::Location;

/// What the parser expects, and how that is said.
const EXPECTED: [(&str, &str); 14] = [
    ("identifier", "a name"),
    ("an identifier after AS", "a name after `as`"),
    ("an identifier", "a name"),
    ("a data type name", "a type"),
    (
        "SELECT, VALUES, or a subquery in the query body",
        "`select`, `values` or a query in parentheses",
    ),
    (
        "ROWS, RANGE, GROUPS",
        "`rows`, `range` or the end of the window",
    ),
    ("PRECEDING or FOLLOWING", "`preceding` or `following`"),
    ("a list of columns in parentheses", "columns in parentheses"),
    ("literal string", "a text in `'`"),
    ("literal int", "a whole number"),
    ("variant object key name", "a key"),
    (
        "an identifier or a '*' after '.'",
        "a name or `*` after `.`",
    ),
    ("joined table", "a joined table"),
    ("'FROM' or ','", "`from`"),
];

/// Cuts ` at Line: 3, Column: 7` from a message.
pub(super) fn split_place(message: &str) -> (&str, Option<Location>) {
    let Some((rest, place)) = message.rsplit_once(" at Line: ") else {
        return (message, None);
    };
    let parsed = place.split_once(", Column: ").and_then(|(line, column)| {
        Some(Location {
            line: line.parse().ok()?,
            column: column.parse().ok()?,
        })
    });
    (rest, parsed)
}

/// `Expected: X, found: Y` as `expected X, found Y`; `found` is the token at the place, as it is quoted.
pub(super) fn phrase(message: &str, found: &str) -> String {
    let Some(expected) = message.strip_prefix("Expected: ").map(|rest| {
        rest.rsplit_once(", found: ")
            .map_or(rest, |(expected, _)| expected)
    }) else {
        if message.starts_with("No infix parser") {
            return format!("unexpected {found}");
        }
        return lowercase_first(message.trim_end_matches('.'));
    };
    let expected = expected.trim_end_matches('.');
    if expected == "end of query" {
        return format!("unexpected {found}");
    }
    if expected.starts_with("[NOT] NULL") {
        return format!("expected `null`, `not null` or `distinct from` after `is`, found {found}");
    }
    let known = EXPECTED.iter().find(|(theirs, _)| *theirs == expected);
    let is_token = |text: &str| {
        let mut characters = text.chars();
        characters.all(|c| c.is_ascii_uppercase()) || text.chars().all(|c| c.is_ascii_punctuation())
    };
    let expected = match known {
        Some((_, ours)) => (*ours).to_owned(),
        None if is_token(expected) => format!("`{}`", expected.to_lowercase()),
        None => expected.to_owned(),
    };
    format!("expected {expected}, found {found}")
}

pub(super) fn lowercase_first(message: &str) -> String {
    let mut characters = message.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}
