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

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

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

/// How a time is written in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `2023-08-01`
    Day,
    /// `20230801`
    DayNodash,
    /// `2023-08-01T06:00:00+00:00`
    Iso,
    /// `20230801T060000`
    TimeNodash,
    /// `2023-08-01 06:00:00`
    Sql,
}

impl Form {
    const TIMES: [Self; 3] = [Self::Iso, Self::TimeNodash, Self::Sql];
    const DAYS: [Self; 2] = [Self::Day, Self::DayNodash];

    fn pattern(self) -> &'static str {
        match self {
            Self::Day => "%Y-%m-%d",
            Self::DayNodash => "%Y%m%d",
            Self::Iso => "%Y-%m-%dT%H:%M:%S+00:00",
            Self::TimeNodash => "%Y%m%dT%H%M%S",
            Self::Sql => "%Y-%m-%d %H:%M:%S",
        }
    }

    /// `d` is a digit, all else stands for itself.
    fn shape(self) -> &'static [u8] {
        match self {
            Self::Day => b"dddd-dd-dd",
            Self::DayNodash => b"dddddddd",
            Self::Iso => b"dddd-dd-ddTdd:dd:dd+00:00",
            Self::TimeNodash => b"ddddddddTdddddd",
            Self::Sql => b"dddd-dd-dd dd:dd:dd",
        }
    }

    /// The time that starts `bytes` in this form.
    fn read(self, bytes: &[u8]) -> Option<NaiveDateTime> {
        let shape = self.shape();
        let token = bytes.get(..shape.len())?;
        let fits = token
            .iter()
            .zip(shape)
            .all(|(byte, expected)| match expected {
                b'd' => byte.is_ascii_digit(),
                _ => byte == expected,
            });
        if !fits {
            return None;
        }
        let token = std::str::from_utf8(token).ok()?;
        if Self::DAYS.contains(&self) {
            let day = NaiveDate::parse_from_str(token, self.pattern()).ok()?;
            return Some(day.and_time(NaiveTime::MIN));
        }
        NaiveDateTime::parse_from_str(token, self.pattern()).ok()
    }
}

/// Which end of the interval a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Start,
    AsOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'t> {
    Literal(&'t str),
    /// A day at a distance from `ds`.
    Day {
        form: Form,
        days: i64,
    },
    /// The as-of time or the start of its interval.
    Time {
        form: Form,
        end: End,
    },
}

/// A text with the places where times enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbolic<'t> {
    interval: Interval,
    pieces: Vec<Piece<'t>>,
}

impl Symbolic<'_> {
    /// The texts of the times that enter, as they stand in `text`, from which this was made.
    pub(super) fn times(&self, text: &str) -> Vec<String> {
        let mut at = 0;
        let mut times = Vec::new();
        for piece in &self.pieces {
            let length = match piece {
                Piece::Literal(literal) => literal.len(),
                Piece::Day { form, .. } | Piece::Time { form, .. } => form.shape().len(),
            };
            if !matches!(piece, Piece::Literal(_)) {
                times.extend(text.get(at..at + length).map(str::to_owned));
            }
            at += length;
        }
        times
    }

    /// The text at an as-of time; `None` where a day is out of the calendar.
    pub(super) fn at(&self, as_of: AsOf) -> Option<String> {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Day { form, days } => {
                    let day = as_of
                        .date()
                        .checked_add_signed(TimeDelta::try_days(*days)?)?;
                    text.push_str(&day.format(form.pattern()).to_string());
                }
                Piece::Time { form, end } => {
                    let time = match end {
                        End::AsOf => as_of,
                        End::Start => self.interval.previous(as_of),
                    };
                    text.push_str(&time.time().format(form.pattern()).to_string());
                }
            }
        }
        Some(text)
    }
}

/// The text as a template.
impl fmt::Display for Symbolic<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Literal(literal) => {
                    let tag_follows = position + 1 < self.pieces.len();
                    write_literal(formatter, literal, tag_follows)?;
                }
                Piece::Day {
                    form: Form::DayNodash,
                    days: 0,
                } => {
                    formatter.write_str("{{ ds_nodash }}")?;
                }
                Piece::Day {
                    form: Form::DayNodash,
                    days,
                } => write!(
                    formatter,
                    "{{{{ macros.ds_format(macros.ds_add(ds, {days}), '%Y-%m-%d', '%Y%m%d') }}}}"
                )?,
                Piece::Day { days: 0, .. } => formatter.write_str("{{ ds }}")?,
                Piece::Day { days, .. } => {
                    write!(formatter, "{{{{ macros.ds_add(ds, {days}) }}}}")?;
                }
                Piece::Time { form, end } => {
                    let name = match end {
                        End::Start => "data_interval_start",
                        End::AsOf => "data_interval_end",
                    };
                    match (form, end) {
                        (Form::Iso, End::AsOf) => formatter.write_str("{{ ts }}")?,
                        (Form::Iso, End::Start) => write!(formatter, "{{{{ {name} }}}}")?,
                        (Form::TimeNodash, End::AsOf) => formatter.write_str("{{ ts_nodash }}")?,
                        _ => write!(formatter, "{{{{ {name}.strftime('{}') }}}}", form.pattern())?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// Writes text so that it renders as itself.
fn write_literal(
    formatter: &mut fmt::Formatter<'_>,
    literal: &str,
    tag_follows: bool,
) -> fmt::Result {
    let mut rest = literal;
    while let Some(brace) = rest.find('{') {
        let after = rest.as_bytes().get(brace + 1);
        let length = match after {
            Some(b'{' | b'%' | b'#') => 2,
            None if tag_follows => 1,
            _ => 0,
        };
        formatter.write_str(&rest[..brace])?;
        if length == 0 {
            formatter.write_str("{")?;
            rest = &rest[brace + 1..];
        } else {
            write!(formatter, "{{{{ '{}' }}}}", &rest[brace..brace + length])?;
            rest = &rest[brace + length..];
        }
    }
    formatter.write_str(rest)
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

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    /// What a template would yield at an as-of time.
    type Render = dyn Fn(AsOf) -> String;

    fn check(interval: Interval, render: &Render, expected: &str) {
        let [a, b] = sentinels(interval).map(render);
        let symbolic = compare(&a, &b, interval).unwrap();
        assert_eq!(symbolic.to_string(), expected);
        let length = interval.length();
        let mut as_of = AsOf::midnight(NaiveDate::from_ymd_opt(2023, 12, 31).unwrap());
        for _ in 0..70 {
            assert_eq!(symbolic.at(as_of).unwrap(), render(as_of));
            as_of = AsOf::new(as_of.time() + length);
        }
    }

    fn add(as_of: AsOf, days: i64) -> NaiveDate {
        as_of.date() + TimeDelta::days(days)
    }

    #[test]
    fn sentinels_share_no_digit_that_matters() {
        let [a, b] = sentinels(Interval::Hour);
        assert_ne!(a.date().weekday(), b.date().weekday());
        for interval in [Interval::Hour, Interval::Day, Interval::Week] {
            let [a, b] = sentinels(interval);
            for (at, (left, right)) in a.ds().bytes().zip(b.ds().bytes()).enumerate() {
                // The last digit of the year is the same in neither; dashes are.
                assert!(left != right || left == b'-', "{at}");
            }
        }
    }

    #[test]
    fn every_offset_in_every_form() {
        for days in (-400..=400).chain([-36_500, -3_652, 3_652, 33_000]) {
            let day = move |as_of: AsOf| add(as_of, days).format("%Y-%m-%d").to_string();
            let nodash = move |as_of: AsOf| add(as_of, days).format("%Y%m%d").to_string();
            let (day_tag, nodash_tag) = if days == 0 {
                ("{{ ds }}".to_owned(), "{{ ds_nodash }}".to_owned())
            } else {
                let day = format!("macros.ds_add(ds, {days})");
                let nodash = format!("macros.ds_format({day}, '%Y-%m-%d', '%Y%m%d')");
                (format!("{{{{ {day} }}}}"), format!("{{{{ {nodash} }}}}"))
            };
            for interval in [Interval::Hour, Interval::Day, Interval::Week] {
                check(interval, &day, &day_tag);
                check(interval, &nodash, &nodash_tag);
                // Side by side, beside digits, and in a line with Windows' end and other alphabets.
                check(
                    interval,
                    &move |as_of| format!("{0}{0}7{1}{1}é\r\n日{0}\n", day(as_of), nodash(as_of)),
                    &format!("{day_tag}{day_tag}7{nodash_tag}{nodash_tag}é\r\n日{day_tag}\n"),
                );
                check(
                    interval,
                    &move |as_of| format!("'{} 00:00:00'", day(as_of)),
                    &format!("'{day_tag} 00:00:00'"),
                );
            }
        }
    }

    #[test]
    fn both_ends_of_the_interval_in_every_form() {
        for interval in [Interval::Hour, Interval::Day, Interval::Week] {
            let start = move |as_of| interval.previous(as_of);
            check(interval, &AsOf::ts, "{{ ts }}");
            check(
                interval,
                &move |as_of| start(as_of).ts(),
                "{{ data_interval_start }}",
            );
            let nodash = |as_of: AsOf| as_of.time().format("%Y%m%dT%H%M%S").to_string();
            check(interval, &nodash, "{{ ts_nodash }}");
            check(
                interval,
                &move |as_of| nodash(start(as_of)),
                "{{ data_interval_start.strftime('%Y%m%dT%H%M%S') }}",
            );
        }
        check(
            Interval::Hour,
            &AsOf::sql,
            "{{ data_interval_end.strftime('%Y-%m-%d %H:%M:%S') }}",
        );
        check(Interval::Day, &AsOf::sql, "{{ ds }} 00:00:00");
    }

    #[test]
    fn a_literal_sentinel_stays() {
        let text = "where d > '1903-03-14' and d < '2786-12-29'";
        assert_eq!(write_back(text, text, Interval::Day).unwrap(), text);
    }

    #[test]
    fn braces_of_the_user_are_escaped() {
        check(
            Interval::Day,
            &|as_of| format!("'{{{{ x }}}}{{%{{#{{{{{{{}", as_of.ds()),
            "'{{ '{{' }} x }}{{ '{%' }}{{ '{#' }}{{ '{{' }}{{ '{' }}{{ ds }}",
        );
        check(
            Interval::Day,
            &|as_of| format!("{{ {{{}}}", as_of.ds()),
            "{ {{ '{' }}{{ ds }}}",
        );
    }

    #[test]
    fn anything_else_is_refused_with_its_place() {
        for (a, b, offset) in [
            ("day 14", "day 29", 4),
            ("x Saturday", "x Monday", 2),
            ("1903-03-01", "2786-12-01", 0),
            ("1903-03-14", "2786-12-28", 0),
            ("1903-03", "2786-12", 0),
            ("same", "same and more", 4),
            ("é é", "é ü", 3),
            ("1903-03-14 x", "2786-12-29 y", 11),
        ] {
            let error = write_back(a, b, Interval::Day).unwrap_err();
            assert_eq!(error.offset, offset, "{a}");
        }
    }
}
