//! Which templates could depend on the date in a way that two renderings do not show, and the dates at which to look.
//!
//! A tag is harmless when it mentions nothing that moves with the date, or when it only passes such values on (prints,
//! assigns, loops over, hands to a macro). What tests or computes with them is not. The judgement is by name, over the
//! template and all macros that it can reach, and errs on the side of looking.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use super::names;
use super::scan::{Tag, TagKind, TokenKind};
use crate::project::time::{AsOf, Interval};

/// A text with its tags.
pub(super) type Scanned<'t> = (&'t str, &'t [Tag]);

/// Functions that may take a date and give it back unchanged or moved.
const PASSING: [&str; 7] = [
    "ds_add",
    "ds_format",
    "env_var",
    "is_incremental",
    "ref",
    "source",
    "var",
];

/// Objects whose parts are plain values.
const PLAIN_OBJECTS: [&str; 4] = ["loop", "macros", "params", "target"];

/// Words that test or compute.
const TESTING: [&str; 7] = ["and", "else", "if", "in", "is", "not", "or"];

/// Whether two renderings may not show how the texts depend on the date.
pub(super) fn is_needed(texts: &[Scanned<'_>], macro_names: &BTreeSet<&str>) -> bool {
    let mut moving: BTreeSet<&str> = names::DATES
        .into_iter()
        .chain(["caller", "varargs"])
        .collect();
    moving.extend(macro_names);
    loop {
        let before = moving.len();
        for (text, tags) in texts {
            for tag in *tags {
                spread(text, tag, &mut moving);
            }
        }
        if moving.len() == before {
            break;
        }
    }
    texts.iter().any(|(text, tags)| {
        tags.iter().any(|tag| {
            tag.keyword(text) == Some("filter")
                || (mentions(text, tag, &moving) && !only_passes(text, tag, macro_names))
        })
    })
}

/// The tag with a condition on the date whose block holds the place `at` of a text, or ends there; and the name in it that moves
/// with the date. Of several blocks, the innermost.
pub(super) fn condition_at<'t>(
    text: &'t str,
    tags: &[Tag],
    at: usize,
) -> Option<(Range<usize>, &'t str)> {
    let mut open: Vec<Vec<&Tag>> = Vec::new();
    for tag in tags {
        match tag.keyword(text) {
            Some("if") => open.push(vec![tag]),
            Some("elif") => open.last_mut()?.push(tag),
            Some("endif") => {
                let conditions = open.pop()?;
                let start = conditions.first()?.range.start;
                let found = conditions
                    .iter()
                    .find_map(|tag| Some((tag.range.clone(), date_in(text, tag)?)));
                if start <= at && at <= tag.range.end && found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    None
}

fn date_in<'t>(text: &'t str, tag: &Tag) -> Option<&'t str> {
    let names = tag
        .tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Name);
    names
        .map(|token| &text[token.range.clone()])
        .find(|name| names::DATES.contains(name))
}

/// Adds the names that a tag gives a moving value.
fn spread<'t>(text: &'t str, tag: &Tag, moving: &mut BTreeSet<&'t str>) {
    let words = || {
        tag.tokens
            .iter()
            .skip(1)
            .map(|token| (token.kind, &text[token.range.clone()]))
    };
    let (is_bound, end): (bool, fn(&str) -> bool) = match tag.keyword(text) {
        // What a macro or a call block is given is not known here.
        Some("macro" | "call") => (true, |_| false),
        Some("set" | "with") => {
            let is_block = !words().any(|(_, word)| word == "=");
            (is_block || mentions(text, tag, moving), |word| word == "=")
        }
        Some("for") => (mentions(text, tag, moving), |word| word == "in"),
        _ => return,
    };
    if is_bound {
        let bound: Vec<&str> = words()
            .take_while(|(_, word)| !end(word))
            .filter(|(kind, _)| *kind == TokenKind::Name)
            .map(|(_, word)| word)
            .collect();
        moving.extend(bound);
    }
}

fn mentions(text: &str, tag: &Tag, moving: &BTreeSet<&str>) -> bool {
    tag.tokens
        .iter()
        .any(|token| token.kind == TokenKind::Name && moving.contains(&text[token.range.clone()]))
}

/// Whether a tag prints, assigns, loops over or hands on values without looking at them.
fn only_passes(text: &str, tag: &Tag, macro_names: &BTreeSet<&str>) -> bool {
    let keyword = tag.keyword(text);
    if matches!(keyword, Some("if" | "elif")) {
        return false;
    }
    let is_definition = matches!(keyword, Some("macro" | "call"));
    let mut is_loop_head = keyword == Some("for");
    let mut previous = "";
    for token in tag
        .tokens
        .iter()
        .skip(usize::from(tag.kind == TagKind::Statement))
    {
        let word = &text[token.range.clone()];
        let passes = match token.kind {
            TokenKind::Name if word == "in" && is_loop_head => {
                is_loop_head = false;
                true
            }
            TokenKind::Name => !TESTING.contains(&word),
            TokenKind::Text | TokenKind::Number => true,
            TokenKind::Sign => match word {
                "," | ")" | "-" | "~" => true,
                "=" => previous != "=",
                "." => PLAIN_OBJECTS.contains(&previous),
                "(" => {
                    let is_name = previous
                        .bytes()
                        .next_back()
                        .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                    !is_name
                        || is_definition
                        || PASSING.contains(&previous)
                        || macro_names.contains(previous)
                }
                _ => false,
            },
        };
        if !passes {
            return false;
        }
        previous = word;
    }
    true
}

/// Dates at which a test of the date could turn, when there are not too many to try: those around every literal of the
/// texts, and a set that covers weekdays, days of a month, months, ends of months, years and a leap day.
pub(super) fn dates(literals: &[&str], interval: Interval) -> Option<Vec<AsOf>> {
    const MOST: usize = 400;
    let mut days = BTreeSet::new();
    for literal in literals {
        days_around(literal, &mut days);
        if days.len() > MOST {
            return None;
        }
    }
    let fixed = (0..31)
        .map(|day| (2025, 1, day + 1))
        .chain((1..=12).map(|month| (2024, month, 15)))
        .chain([
            (2024, 2, 28),
            (2024, 2, 29),
            (2024, 3, 1),
            (2024, 12, 31),
            (2023, 6, 30),
        ])
        .chain([2005, 2010, 2015, 2020, 2022, 2026, 2030, 2040].map(|year| (year, 7, 4)));
    days.extend(fixed.filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day)));

    let mut times: BTreeSet<AsOf> = days.iter().map(|day| AsOf::midnight(*day)).collect();
    if interval == Interval::Hour {
        let busy = NaiveDate::from_ymd_opt(2024, 2, 29);
        let hour =
            |day: NaiveDate, hour| AsOf::new(day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour));
        times.extend(
            busy.into_iter()
                .flat_map(|day| (0..24).map(move |at| hour(day, at))),
        );
        times.extend(
            days.iter()
                .flat_map(|day| [1, 12, 23].map(|at| hour(*day, at))),
        );
        for literal in literals {
            times.extend(hours_around(literal));
        }
    }
    Some(times.into_iter().collect())
}

/// The days around each run of digits in a literal that could be a day, a month or a year.
fn days_around(literal: &str, days: &mut BTreeSet<NaiveDate>) {
    let bytes = literal.as_bytes();
    for at in 0..bytes.len() {
        if !bytes[at].is_ascii_digit() {
            continue;
        }
        let starts_run = at == 0 || !bytes[at - 1].is_ascii_digit();
        let number = |from: usize, length: usize| -> Option<u32> {
            let digits = literal.get(from..from + length)?;
            digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| digits.parse().ok())?
        };
        let Some(year) = number(at, 4).and_then(|year| i32::try_from(year).ok()) else {
            continue;
        };
        let dashed = bytes.get(at + 4) == Some(&b'-');
        let (month, day) = if dashed {
            (number(at + 5, 2), number(at + 8, 2))
        } else {
            (number(at + 4, 2), number(at + 6, 2))
        };
        let date = |month: Option<u32>, day| {
            month.and_then(|month| NaiveDate::from_ymd_opt(year, month, day))
        };
        if let Some(day) = day.and_then(|day| date(month, day)) {
            insert_around(day, days);
        } else if let Some(first) = date(month, 1) {
            insert_around(first, days);
            days.extend(first.checked_add_months(chrono::Months::new(1)));
        }
        if starts_run && (1900..2200).contains(&year) {
            days.extend(NaiveDate::from_ymd_opt(year, 1, 1));
            days.extend(NaiveDate::from_ymd_opt(year - 1, 12, 31));
            days.extend(NaiveDate::from_ymd_opt(year, 12, 31));
            days.extend(NaiveDate::from_ymd_opt(year + 1, 1, 1));
        }
    }
}

fn insert_around(day: NaiveDate, days: &mut BTreeSet<NaiveDate>) {
    if (2..9999).contains(&day.year()) {
        days.extend(
            [day.pred_opt(), Some(day), day.succ_opt()]
                .into_iter()
                .flatten(),
        );
    }
}

fn hours_around(literal: &str) -> Vec<AsOf> {
    let text = literal.trim_matches(['\'', '"']);
    match text.parse::<AsOf>() {
        Ok(time) => [-1, 0, 1]
            .map(|hours| AsOf::new(Interval::Hour.floor(time).time() + TimeDelta::hours(hours)))
            .into(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;

    fn needed(text: &str) -> bool {
        let tags = scan::tags(text);
        is_needed(&[(text, &tags)], &BTreeSet::from(["trailing"]))
    }

    #[test]
    fn what_only_prints_needs_no_probe() {
        for text in [
            "{{ ds }} {{ macros.ds_add(ds, -7) }} {{ trailing(ds, 'x', days=7) }}",
            "{% set start = macros.ds_add(ds, -7) %}{{ start }}",
            "{% for c in ['a', 'b'] %}{{ c }}{% if not loop.last %},{% endif %}{% endfor %}{{ ds }}",
            "{% if is_backfill %}{{ ds }}{% endif %}{{ params.n + 1 }}",
            "{% macro trailing(day, n) %}'{{ day }}'{% endmacro %}",
        ] {
            assert!(!needed(text), "{text}");
        }
    }

    #[test]
    fn what_looks_at_the_date_needs_one() {
        for text in [
            "{% if ds > '2023-01-01' %}x{% endif %}",
            "{{ 'x' if ds == '2023-01-01' }}",
            "{{ ds == '2023-01-01' }}",
            "{{ ds[8:] }}",
            "{{ ds | int }}",
            "{{ ds.replace('2023', 'x') }}",
            "{% set day = ds %}{% if day == '2023-01-01' %}x{% endif %}",
            "{% set day %}{{ ds }}{% endset %}{% if day == 'x' %}{% endif %}",
            "{% macro f(day) %}{% if day == 'x' %}{% endif %}{% endmacro %}",
            "{% filter upper %}{{ ds }}{% endfilter %}",
            "{% set a = b %}{% set b = ds %}{{ a | length }}",
            "{{ range(ds) }}",
        ] {
            assert!(needed(text), "{text}");
        }
    }

    #[test]
    fn dates_surround_literals() {
        let day = |text: &str| text.parse::<AsOf>().unwrap();
        for (literal, expected) in [
            (
                "'2019-05-06'",
                vec!["2019-05-05", "2019-05-06", "2019-05-07"],
            ),
            ("20190506", vec!["2019-05-05", "2019-05-06", "2019-05-07"]),
            ("'2019-05'", vec!["2019-04-30", "2019-05-01", "2019-06-01"]),
            (
                "2019",
                vec!["2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01"],
            ),
        ] {
            let dates = dates(&[literal], Interval::Day).unwrap();
            for expected in expected {
                assert!(dates.contains(&day(expected)), "{literal} {expected}");
            }
        }
        let hours = dates(&["'2019-05-06T07:00:00+00:00'"], Interval::Hour).unwrap();
        assert!(hours.contains(&day("2019-05-06T06:00")));
        let many: Vec<String> = (1..=28)
            .flat_map(|day| (1..=12).map(move |month| format!("19{day}-{month:02}-{day:02}")))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(dates(&many, Interval::Day), None);
    }
}
