//! Ids of runs: unique, and in the order of time when sorted as text.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use chrono::NaiveDateTime;

/// A new id for a run that starts at `now` (UTC): `20230802T060000123-1f9ac04e`.
pub fn run_id(now: NaiveDateTime) -> String {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    format!("{}-{:08x}", stamp(now), hasher.finish() & 0xffff_ffff)
}

/// A moment in a form that sorts by time and can stand in a name: `20230802T060000123`.
pub(super) fn stamp(now: NaiveDateTime) -> String {
    now.format("%Y%m%dT%H%M%S%3f").to_string()
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
        assert!(run_id(at(1)) < run_id(at(2)));
        assert_ne!(run_id(at(1)), run_id(at(1)));
        assert!(run_id(at(0)).starts_with("20230802T060000123-"));
    }
}
