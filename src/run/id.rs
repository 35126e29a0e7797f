//! Ids of runs: unique, and in the order of time when sorted as text.

use chrono::NaiveDateTime;

/// The id of a run that starts at `now` (UTC): `20230802T060000123-1f9ac04e`. `distinct`, a random number, keeps apart the
/// runs that start in the same millisecond.
pub fn run_id(now: NaiveDateTime, distinct: u32) -> String {
    format!("{}-{distinct:08x}", stamp(now))
}

/// A moment in a form that sorts by time and can stand in a name: `20230802T060000123`.
pub(super) fn stamp(now: NaiveDateTime) -> String {
    now.format("%Y%m%dT%H%M%S%3f").to_string()
}

/// What a run puts into names of its own: the moment, so that they sort by time, and what tells apart the runs of one
/// moment, be it the same one or one that comes again when a clock is set back. `20230802T060000123_1f9ac04e`.
pub(super) fn name_stamp(now: NaiveDateTime, run_id: &str) -> String {
    let distinct = run_id.rsplit('-').next().unwrap_or_default();
    let distinct: String = distinct
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("{}_{distinct}", stamp(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let at = |second| {
            chrono::NaiveDate::from_ymd_opt(2023, 8, 2)
                .and_then(|day| day.and_hms_milli_opt(6, 0, second, 123))
                .unwrap()
        };
        assert!(run_id(at(1), u32::MAX) < run_id(at(2), 0));
        assert_ne!(run_id(at(1), 1), run_id(at(1), 2));
        assert_eq!(run_id(at(0), 10), "20230802T060000123-0000000a");
    }
}
