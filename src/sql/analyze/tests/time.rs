//! Bounds in time, as queries say them in many ways.

use chrono::NaiveDate;

use super::*;
use crate::sql::analyze::bounds::{Side, bounds};
use crate::sql::analyze::instant::DAY;

fn texts() -> AsOfTexts {
    let day = NaiveDate::from_ymd_opt(2023, 8, 1).unwrap();
    let texts = ["2023-08-01", "20230801", "2023-07-25"].map(str::to_owned);
    AsOfTexts::new(day.and_hms_opt(0, 0, 0).unwrap(), texts)
}

/// Every bound of `select 1 from s.orders where …`: `above 0d`, `below -7d`, `above ?`.
fn said(condition: &str) -> String {
    let text = format!("select id from s.orders where {condition}");
    let texts = texts();
    let look = |query: &Query| {
        let model = analyze(query, &known(), &texts);
        assert!(
            model.problems.is_empty(),
            "{condition}: {:?}",
            model.problems
        );
        let shown = bounds(&model).into_iter().map(|bound| {
            let side = match bound.side {
                Side::Above => "above",
                Side::Below => "below",
                Side::Both => "at",
            };
            let limit = match bound.limit {
                None => "?".to_owned(),
                Some(limit) if limit % DAY == 0 => format!("{}d", limit / DAY),
                Some(limit) => format!("{limit}s"),
            };
            format!("{side} {limit}")
        });
        shown.collect::<Vec<_>>().join(", ")
    };
    with_query(&text, look).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn bounds_are_understood_however_they_are_written() {
    for (condition, expected) in [
        // Nothing of the as-of day passes.
        ("created_at < '2023-08-01'", "above 0d"),
        ("created_at < '2023-08-01'::date", "above 0d"),
        ("created_at < '2023-08-01'::timestamp_ntz", "above 0d"),
        ("'2023-08-01'::date > created_at", "above 0d"),
        ("day < to_date('2023-08-01')", "above 0d"),
        ("day <= dateadd(day, -1, '2023-08-01'::date)", "above 0d"),
        ("day <= '2023-08-01'::date - 1", "above 0d"),
        ("date_trunc('day', created_at) < '2023-08-01'", "above 0d"),
        ("created_at::date < '2023-08-01'", "above 0d"),
        (
            "to_date(created_at) <= dateadd('day', -1, '2023-08-01')",
            "above 0d",
        ),
        ("datediff(day, created_at, '2023-08-01') >= 1", "above 0d"),
        (
            "datediff('day', created_at, '2023-08-01'::date) > 0",
            "above 0d",
        ),
        ("dateadd(day, 1, day) <= '2023-08-01'", "above 0d"),
        (
            "created_at < date_trunc('day', '2023-08-01'::timestamp)",
            "above 0d",
        ),
        ("created_at < to_date('20230801', 'YYYYMMDD')", "above 0d"),
        ("created_at < '2023-08-01 00:00:00'::timestamp", "above 0d"),
        // The as-of day, or more, passes.
        ("day <= '2023-08-01'", "above 1d"),
        ("created_at <= '2023-08-01'", "above 1s"),
        ("created_at::date <= '2023-08-01'", "above 1d"),
        ("created_at < '2023-08-01'::date + 1", "above 1d"),
        ("created_at < dateadd(day, 1, '2023-08-01')", "above 1d"),
        ("created_at <= '2023-08-01 23:59:59'", "above 1d"),
        ("datediff(day, created_at, '2023-08-01') >= 0", "above 1d"),
        ("datediff(day, '2023-08-01', created_at) <= 0", "above 1d"),
        ("date_trunc('week', created_at) < '2023-08-01'", "above 6d"),
        ("day = '2023-08-01'", "at 1d"),
        // Whole weeks and months before that of the as-of time.
        (
            "date_trunc('week', created_at) < date_trunc('week', '2023-08-01'::date)",
            "above 0d",
        ),
        (
            "date_trunc('month', day) < date_trunc('month', '2023-08-01'::date)",
            "above 0d",
        ),
        (
            "date_trunc('week', day) <= dateadd(week, -1, date_trunc('week', '2023-08-01'::date))",
            "above 0d",
        ),
        (
            "date_trunc('week', day) <= date_trunc('week', '2023-08-01'::date)",
            "above 7d",
        ),
        (
            "date_trunc('week', day) < dateadd(day, 1, date_trunc('week', '2023-08-01'::date))",
            "above 7d",
        ),
        (
            "date_trunc('week', day) < date_trunc('month', '2023-08-01'::date)",
            "above 6d",
        ),
        // Zones move the clock, not the moment.
        (
            "convert_timezone('UTC', 'America/New_York', created_at) <= '2023-08-01'",
            "above 1s",
        ),
        (
            "convert_timezone('America/New_York', created_at)::date <= '2023-08-01'",
            "above 1d",
        ),
        (
            "created_at <= convert_timezone('UTC', 'Asia/Tokyo', '2023-08-01'::timestamp_ntz)",
            "above 1s",
        ),
        // From below.
        ("created_at >= '2023-07-25'", "below -7d"),
        (
            "created_at >= dateadd(day, -30, '2023-08-01')",
            "below -30d",
        ),
        (
            "created_at >= '2023-08-01'::date - interval '30 days'",
            "below -30d",
        ),
        ("created_at > '2023-08-01'::date - 30", "below -30d"),
        (
            "created_at >= add_months('2023-08-01'::date, -1)",
            "below -30d",
        ),
        // Both.
        (
            "day between '2023-07-25' and '2023-08-01'",
            "below -7d, above 1d",
        ),
        (
            "datediff(day, created_at, '2023-08-01') between 1 and 30",
            "above 0d, below -30d",
        ),
        (
            "created_at >= '2023-07-25' and created_at < '2023-08-01'",
            "below -7d, above 0d",
        ),
        ("not (created_at between '2023-07-25' and '2023-08-01')", ""),
        // Something is bounded, but where is not known.
        ("dateadd(minute, id, created_at) < '2023-08-01'", "above ?"),
        // Nothing about the as-of time.
        ("created_at < '2023-01-01'", ""),
        ("created_at < day", ""),
        ("id < 20230802", ""),
        ("brand_id = 'x' and amount > 3", ""),
    ] {
        assert_eq!(said(condition), expected, "{condition}");
    }
}
