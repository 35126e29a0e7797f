//! What is written back holds at every time.

use chrono::Datelike as _;

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
