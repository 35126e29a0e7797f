//! A text with the places where times enter: at a time, or as a template.

use std::fmt;

use chrono::TimeDelta;

use super::form::Form;
use crate::project::time::{AsOf, Interval};

/// Which end of the interval a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Start,
    AsOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
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
pub(in crate::template) struct Symbolic<'t> {
    pub(super) interval: Interval,
    pub(super) pieces: Vec<Piece<'t>>,
}

impl Symbolic<'_> {
    /// The texts of the times that enter, as they stand in `text`, from which this was made.
    pub(in crate::template) fn times(&self, text: &str) -> Vec<String> {
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
    pub(in crate::template) fn at(&self, as_of: AsOf) -> Option<String> {
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
