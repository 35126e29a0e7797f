//! As-of times that follow each other: how people and programs are told of many.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::project::time::{AsOf, Interval};

/// How many are named in a sentence.
const NAMED: usize = 5;

/// As-of times that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The first.
    #[serde(serialize_with = "as_text")]
    pub first: AsOf,
    /// The last.
    #[serde(serialize_with = "as_text")]
    pub last: AsOf,
    /// How many.
    pub times: usize,
}

impl Span {
    /// One as-of time.
    pub fn one(time: AsOf) -> Self {
        Self {
            first: time,
            last: time,
            times: 1,
        }
    }

    /// From the first of some times, in order, to the last.
    pub fn around(times: impl IntoIterator<Item = AsOf>) -> Option<Self> {
        times.into_iter().fold(None, |span, time| {
            Some(span.map_or(Self::one(time), |span| Self {
                last: time,
                times: span.times + 1,
                ..span
            }))
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(formatter, "{}", self.first)
        } else {
            write!(formatter, "{} to {}", self.first, self.last)
        }
    }
}

fn as_text<S: Serializer>(time: &AsOf, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

/// As-of times, in order, those that follow each other together.
pub fn spans(interval: Interval, times: impl IntoIterator<Item = AsOf>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for time in times {
        match spans.last_mut() {
            Some(span) if interval.next(span.last) == time => {
                span.last = time;
                span.times += 1;
            }
            _ => spans.push(Span::one(time)),
        }
    }
    spans
}

/// `2023-08-01 to 2023-08-03, 2023-08-05`; of many the first ones.
pub fn listed(spans: &[Span]) -> String {
    let mut parts: Vec<String> = spans.iter().take(NAMED).map(Span::to_string).collect();
    let more = spans.len() - parts.len();
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[u32]) -> Vec<Span> {
        let times = days.iter().map(|day| format!("2023-08-{day:02}"));
        spans(Interval::Day, times.map(|day| day.parse().unwrap()))
    }

    #[test]
    fn times_that_follow_each_other_are_one_span() {
        let found = days(&[1, 2, 3, 5]);
        let json = serde_json::to_value(&found).unwrap();
        let expected = serde_json::json!([
            { "first": "2023-08-01", "last": "2023-08-03", "times": 3 },
            { "first": "2023-08-05", "last": "2023-08-05", "times": 1 }
        ]);
        assert_eq!(json, expected);
        assert_eq!(listed(&found), "2023-08-01 to 2023-08-03, 2023-08-05");
    }

    #[test]
    fn of_many_spans_the_first_are_named() {
        let found = days(&[1, 3, 5, 7, 9, 11, 13]);
        let named = "2023-08-01, 2023-08-03, 2023-08-05, 2023-08-07, 2023-08-09, and 2 more";
        assert_eq!(listed(&found), named);
    }
}
