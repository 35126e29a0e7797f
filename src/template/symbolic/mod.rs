//! Text that holds for every as-of time, found by comparing two renderings.
//!
//! A template is rendered at two sentinel times that share no digit where a date would begin. What is the same in both
//! does not depend on the date; what differs must be a date or a time at the same distance from its sentinel, and is
//! written back as the expression that yields it. A literal of the user that looks like a sentinel is the same in both
//! renderings and stays. Everything else is [`NotSymbolic`]. Two renderings cannot see a test such as
//! `{% if ds == '2023-08-01' %}`: for that, [`probe`](super::probe) renders at further dates.
//!
//! The text written back is itself a template. What looks like a tag in the rendered text (it came from a raw block or a
//! string) is therefore written as `{{ '{{' }}`.

mod form;
#[cfg(test)]
mod tests;
mod text;

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use self::form::Form;
pub(super) use self::text::Symbolic;
use self::text::{End, Piece};
use crate::project::time::{AsOf, Interval};

/// The two times at which a template without an as-of time is rendered.
///
/// They differ in the first digit of the year for any date within 96 years of either, in weekday, in month, in both
/// digits of the day, and for an hourly cadence in both digits of the hour. The first is midnight, so that the start of
/// its hour falls on another day.
pub fn sentinels(interval: Interval) -> [AsOf; 2] {
    let at = |year, month, day, hour| {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        AsOf::new(date.and_time(NaiveTime::MIN) + TimeDelta::hours(hour))
    };
    let hour = if interval == Interval::Hour { 14 } else { 0 };
    [at(1903, 3, 14, 0), at(2786, 12, 29, hour)]
}

/// Turns two renderings (or what lowering made of them) at the [`sentinels`] of a cadence into one text with
/// `{{ ds }}`, `{{ macros.ds_add(ds, -7) }}`, `{{ ts }}` written back.
pub fn write_back(a: &str, b: &str, interval: Interval) -> Result<String, NotSymbolic> {
    compare(a, b, interval).map(|symbolic| symbolic.to_string())
}

/// Where two renderings differ in something that is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSymbolic {
    /// The byte offset in the first rendering. Up to here both have the same length.
    pub offset: usize,
    /// What stands there in the first rendering, up to the end of its line.
    pub first: String,
    /// What stands there in the second.
    pub second: String,
}

impl NotSymbolic {
    pub(super) fn new(a: &str, b: &str, offset: usize) -> Self {
        Self {
            offset: floor_boundary(a, offset),
            first: excerpt(a, offset),
            second: excerpt(b, offset),
        }
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn excerpt(text: &str, offset: usize) -> String {
    const CHARACTERS: usize = 30;
    text[floor_boundary(text, offset)..]
        .chars()
        .take_while(|character| *character != '\n')
        .take(CHARACTERS)
        .collect()
}

/// Finds the places where times enter. Tokens have the same width in both texts, so one offset serves both.
pub(super) fn compare<'t>(
    a: &'t str,
    b: &str,
    interval: Interval,
) -> Result<Symbolic<'t>, NotSymbolic> {
    let mut pieces = Vec::new();
    let mut done = 0;
    let (a_bytes, b_bytes) = (a.as_bytes(), b.as_bytes());
    loop {
        let difference = a_bytes[done..]
            .iter()
            .zip(&b_bytes[done..])
            .position(|(left, right)| left != right);
        let Some(start) = difference.map(|difference| done + difference) else {
            if a.len() != b.len() {
                return Err(NotSymbolic::new(a, b, a.len().min(b.len())));
            }
            if done < a.len() {
                pieces.push(Piece::Literal(&a[done..]));
            }
            return Ok(Symbolic { interval, pieces });
        };
        let Some((piece, length)) = read_time(&a_bytes[start..], &b_bytes[start..], interval)
        else {
            return Err(NotSymbolic::new(a, b, start));
        };
        if done < start {
            pieces.push(Piece::Literal(&a[done..start]));
        }
        pieces.push(piece);
        done = start + length;
    }
}

/// The time that starts both texts at the same distance from the sentinels, and its length.
fn read_time(a: &[u8], b: &[u8], interval: Interval) -> Option<(Piece<'static>, usize)> {
    let [first, second] = sentinels(interval);
    let read = |form: Form| Some((form.read(a)?, form.read(b)?));
    for form in Form::TIMES {
        // In SQL's form a day and a literal ` 00:00:00` say the same, more plainly, unless the hour moves.
        if form == Form::Sql && interval != Interval::Hour {
            continue;
        }
        let Some((left, right)) = read(form) else {
            continue;
        };
        let distance = left - first.time();
        if distance != right - second.time() {
            continue;
        }
        let end = if distance.is_zero() {
            End::AsOf
        } else if distance == -interval.length() {
            End::Start
        } else {
            continue;
        };
        return Some((Piece::Time { form, end }, form.shape().len()));
    }
    for form in Form::DAYS {
        if let Some((left, right)) = read(form) {
            let days = (left.date() - first.date()).num_days();
            if days == (right.date() - second.date()).num_days() {
                return Some((Piece::Day { form, days }, form.shape().len()));
            }
        }
    }
    None
}
