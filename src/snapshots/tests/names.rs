//! Copies and tables by what people and the ledger call them.

use crate::snapshots::named::relation_of;
use crate::snapshots::{Copy, State, find_copy, short};

fn copy(table: &str, snapshot: &str, taken_at: &str, state: State) -> Copy {
    Copy {
        table: table.into(),
        snapshot: snapshot.into(),
        as_of: "2023-08-01".into(),
        taken_at: taken_at.into(),
        run_id: "x".into(),
        rows: None,
        state,
    }
}

#[test]
fn a_copy_is_found_by_its_name_the_end_of_it_or_as_the_latest() {
    let copies = [
        copy(
            "s.t",
            "T__SNAPSHOT__20230801",
            "2023-08-05 06:00:00",
            State::There,
        ),
        copy(
            "s.t",
            "T__SNAPSHOT__20230802",
            "2023-08-03 06:00:00",
            State::There,
        ),
        copy(
            "s.t",
            "T__SNAPSHOT__20230803",
            "2023-08-06 06:00:00",
            State::Missing,
        ),
        copy(
            "s.u",
            "U__SNAPSHOT__20230804",
            "2023-08-09 06:00:00",
            State::There,
        ),
    ];
    let found = |name| {
        let found = find_copy(&copies, "s.t", name).ok();
        found.map(|copy| copy.snapshot.as_str())
    };
    assert_eq!(
        found("t__snapshot__20230802"),
        Some("T__SNAPSHOT__20230802")
    );
    assert_eq!(found("20230803"), Some("T__SNAPSHOT__20230803"));
    assert_eq!(found("20230804"), None, "of another table");
    assert_eq!(found("2023"), None);
    assert_eq!(found("latest"), Some("T__SNAPSHOT__20230801"));
}

#[test]
fn names_of_the_ledger_are_read_back() {
    let quoted = |name| relation_of(name).quoted();
    assert_eq!(quoted("search.daily"), "\"SEARCH\".\"DAILY\"");
    assert_eq!(quoted("db.search.Daily"), "\"DB\".\"SEARCH\".\"Daily\"");
    assert_eq!(quoted("search.net sales"), "\"SEARCH\".\"net sales\"");
}

#[test]
fn moments_are_told_without_zeros() {
    assert_eq!(short("2023-08-01 00:00:00.000000"), "2023-08-01");
    assert_eq!(short("2023-08-01 06:00:00.000000"), "2023-08-01 06:00:00");
    assert_eq!(
        short("2023-08-01 00:00:00.123000"),
        "2023-08-01 00:00:00.123000"
    );
}
