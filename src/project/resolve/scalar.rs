//! Dates and lengths of time, out of their texts.

use chrono::NaiveDate;

use super::Resolver;
use crate::project::time::{Interval, Length};
use crate::rules::{invalid_date, invalid_duration};
use crate::source::Spanned;

impl Resolver<'_> {
    pub(super) fn length(&mut self, key: &str, text: Option<&Spanned<String>>) -> Option<Length> {
        let text = text?;
        let length = text.value.parse().ok();
        if length.is_none() {
            self.report(invalid_duration::length(text, key));
        }
        length
    }

    /// A length that is not zero.
    pub(super) fn positive_length(
        &mut self,
        key: &str,
        text: Option<&Spanned<String>>,
    ) -> Option<Length> {
        let text = text?;
        let length = self.length(key, Some(text))?;
        if length.seconds() > 0 {
            return Some(length);
        }
        self.report(invalid_duration::zero(text, key));
        None
    }

    pub(super) fn interval(&mut self, text: Option<&Spanned<String>>) -> Interval {
        let Some(text) = text else {
            return Interval::default();
        };
        let interval = text.value.parse().ok();
        if interval.is_none() {
            self.report(invalid_duration::interval(text));
        }
        interval.unwrap_or_default()
    }

    pub(super) fn date(&mut self, key: &str, text: &Spanned<String>) -> Option<NaiveDate> {
        let date = NaiveDate::parse_from_str(&text.value, "%Y-%m-%d")
            .ok()
            .filter(|_| text.value.len() == "2023-08-01".len());
        if date.is_none() {
            self.report(invalid_date::at(text, key));
        }
        date
    }
}
