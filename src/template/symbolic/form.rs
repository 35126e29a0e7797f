//! The forms in which a time is written in a text.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// How a time is written in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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
    pub(super) const TIMES: [Self; 3] = [Self::Iso, Self::TimeNodash, Self::Sql];
    pub(super) const DAYS: [Self; 2] = [Self::Day, Self::DayNodash];

    pub(super) fn pattern(self) -> &'static str {
        match self {
            Self::Day => "%Y-%m-%d",
            Self::DayNodash => "%Y%m%d",
            Self::Iso => "%Y-%m-%dT%H:%M:%S+00:00",
            Self::TimeNodash => "%Y%m%dT%H%M%S",
            Self::Sql => "%Y-%m-%d %H:%M:%S",
        }
    }

    /// `d` is a digit, all else stands for itself.
    pub(super) fn shape(self) -> &'static [u8] {
        match self {
            Self::Day => b"dddd-dd-dd",
            Self::DayNodash => b"dddddddd",
            Self::Iso => b"dddd-dd-ddTdd:dd:dd+00:00",
            Self::TimeNodash => b"ddddddddTdddddd",
            Self::Sql => b"dddd-dd-dd dd:dd:dd",
        }
    }

    /// The time that starts `bytes` in this form.
    pub(super) fn read(self, bytes: &[u8]) -> Option<NaiveDateTime> {
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
