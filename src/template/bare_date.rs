//! Dates that a template wrote where SQL reads numbers: `x < {{ ds }}` is `x < 2023 - 08 - 01`.
//!
//! Looked for in the rendered text, where it is plain what stands in a string, a quoted name or a comment. What stands
//! there word by word in the template is the user's own arithmetic and passes; so does a path of a stage
//! (`@stage/2023-08-01/`). Where the last string is never closed, one before it is probably open, and what stands in quotes
//! is not known: the parser says where.

use std::ops::Range;

use crate::sql::token::piece_length;

/// A date outside quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BareDate {
    /// The date, with its time where it has one.
    pub(super) range: Range<usize>,
    /// Whether it continues a name: `events_2023-08-01`.
    pub(super) continues_name: bool,
}

/// Every date outside quotes, in order.
pub(super) fn find(text: &str) -> Vec<BareDate> {
    let mut found = Vec::new();
    // Strings and comments are one piece each, so that no date in them is seen.
    let mut recent: [Range<usize>; 5] = Default::default();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let end = at + piece_length(&text[at..], first);
        recent.rotate_left(1);
        recent[4] = at..end;
        if first == '\'' && end == text.len() && is_open(&text[at..]) {
            return Vec::new();
        }
        if first.is_ascii_digit()
            && let Some(date) = date(text, &recent)
        {
            found.push(date);
        }
        at = end;
    }
    found
}

/// Whether a text is a string that is never closed.
fn is_open(text: &str) -> bool {
    // What is added would be a part of it.
    piece_length(&format!("{text} '"), '\'') > text.len()
}

/// The date that five pieces are: `2023`, `-`, `08`, `-`, `01` or `01T06`.
fn date(text: &str, pieces: &[Range<usize>; 5]) -> Option<BareDate> {
    let [year, dash, month, other_dash, day] = pieces.clone().map(|range| &text[range]);
    let is_number =
        |text: &str, digits| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    let split = year.len().checked_sub(4)?;
    let (before, year) = (year.get(..split)?, year.get(split..)?);
    let starts = before.is_empty() || before.ends_with(|c: char| c == '_' || c.is_alphabetic());
    let is_day = day.get(..2).is_some_and(|day| is_number(day, 2))
        && matches!(day.as_bytes().get(2), None | Some(b'T'));
    if dash != "-"
        || other_dash != "-"
        || !is_number(year, 4)
        || !is_number(month, 2)
        || !starts
        || !is_day
        || is_staged(&text[..pieces[0].start])
    {
        return None;
    }
    let start = pieces[0].start + split;
    Some(BareDate {
        range: start..pieces[4].end,
        continues_name: !before.is_empty(),
    })
}

/// Whether a text ends within the path of a stage.
fn is_staged(before: &str) -> bool {
    let word = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    before[word..].contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<&str> {
        find(text)
            .into_iter()
            .map(|date| &text[date.range])
            .collect()
    }

    #[test]
    fn dates_among_the_tokens_are_found() {
        assert_eq!(
            dates("where x < 2023-08-01 and y = to_date(2023-08-02)"),
            ["2023-08-01", "2023-08-02"]
        );
        assert_eq!(dates("x >= 2023-08-01T06:00:00+00:00"), ["2023-08-01T06"]);
        assert_eq!(dates("2023-08-01"), ["2023-08-01"]);
        let name = find("from events_2023-08-01");
        assert!(name[0].continues_name && name[0].range.start == 12);
    }

    #[test]
    fn quotes_comments_and_numbers_are_not() {
        for text in [
            "'2023-08-01' || 'it''s 2023-08-01'",
            "\"events_2023-08-01\"",
            "$$2023-08-01$$",
            "select 1 -- as of 2023-08-01\n/* 2023-08-01 */ // 2023-08-01",
            "events_20230801",
            "2023 - 08 - 01",
            "12023-08-01 2023-8-01 2023-08-011 2023-08",
            "from @stage/2023-08-01/events.csv",
            "'é' || '2023-08-01",
            "sum(iff(x = 'a, 1, 0)) where y < '2023-08-01'",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
