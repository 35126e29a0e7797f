use super::*;
use crate::engine::Rows;

fn ledger(rows: &[[&str; 5]]) -> Ledger {
    let row = |row: &[&str; 5]| row.iter().map(|text| Some((*text).to_owned())).collect();
    Ledger::read(&Rows {
        rows: rows.iter().map(row).collect(),
        ..Rows::default()
    })
    .unwrap()
}

#[test]
fn the_latest_row_of_each_kind_tells() {
    let [first, second, third] =
        ["2023-08-01", "2023-08-02", "2023-08-03"].map(|day| day.parse::<AsOf>().unwrap());
    let at = |second: &str| format!("2023-09-01 00:00:{second}.5");
    let text = |time: AsOf| time.sql();
    let ledger = ledger(&[
        ["a", &text(first), "ok", "new", &at("01")],
        ["a", &text(second), "ok", "old", &at("03")],
        ["a", &text(second), "failed", "new", &at("02")],
        ["a", &text(third), "ok", "new", &at("01")],
        ["a", &text(third), "failed", "new", &at("04")],
    ]);
    assert_eq!(ledger.state("a", first, "new"), State::Present);
    assert_eq!(ledger.state("a", first, "newer"), State::Stale);
    assert_eq!(ledger.state("a", second, "new"), State::Stale);
    assert_eq!(ledger.state("a", third, "new"), State::Failed);
    assert_eq!(ledger.computed_by("a", third), Some("new"));
    assert_eq!(ledger.state("b", first, "new"), State::Missing);
    assert_eq!(ledger.last_computed("a"), Some(second));
    assert_eq!(ledger.last_computed("b"), None);
}

#[test]
fn what_a_restored_snapshot_lacks_is_missing() {
    let [first, second] = ["2023-08-01", "2023-08-02"].map(|day| day.parse::<AsOf>().unwrap());
    let ledger = ledger(&[
        ["t", &second.sql(), "undone", "new", "2023-09-03 00:00:00"],
        ["t", &first.sql(), "undone", "new", "2023-09-01 00:00:00"],
        ["t", &first.sql(), "ok", "new", "2023-09-02 00:00:00"],
        ["t", &second.sql(), "ok", "new", "2023-09-02 00:00:00"],
    ]);
    assert_eq!(ledger.state("t", first, "new"), State::Present);
    assert_eq!(ledger.state("t", second, "new"), State::Missing);
    assert_eq!(ledger.last_computed("t"), Some(first));
}

#[test]
fn of_a_table_that_is_gone_nothing_is_there() {
    let [first, second, third] =
        ["2023-08-01", "2023-08-02", "2023-08-03"].map(|day| day.parse::<AsOf>().unwrap());
    let mut ledger = ledger(&[
        ["t", &first.sql(), "uncopied", "new", "2023-09-04 00:00:00"],
        ["t", &second.sql(), "ok", "new", "2023-09-02 00:00:00"],
        ["t", &third.sql(), "failed", "new", "2023-09-03 00:00:00"],
    ]);
    assert_eq!(ledger.lost("t"), None);
    for node in ["t", "t", "another"] {
        ledger.lose(node);
    }
    let lost = Lost {
        first,
        last: second,
        times: 2,
        stood_as_of: first,
    };
    assert_eq!(
        (ledger.lost("t"), ledger.lost("another")),
        (Some(lost), None)
    );
    let state = |time| ledger.state("t", time, "new");
    assert_eq!(
        [first, second, third].map(state),
        [State::Missing, State::Missing, State::Failed]
    );
    assert_eq!(
        (ledger.last_computed("t"), ledger.latest("t")),
        (None, None)
    );
}

#[test]
fn a_failure_of_what_was_undone_is_gone_with_it() {
    let day = "2023-08-01".parse::<AsOf>().unwrap();
    let state = |failed_at: &str| {
        let day_sql = day.sql();
        let rows = [
            ["t", day_sql.as_str(), "failed", "new", failed_at],
            ["t", day_sql.as_str(), "ok", "new", "2023-09-02 00:00:00"],
            [
                "t",
                day_sql.as_str(),
                "undone",
                "new",
                "2023-09-03 00:00:00",
            ],
        ];
        ledger(&rows).state("t", day, "new")
    };
    assert_eq!(state("2023-09-01 00:00:00"), State::Missing);
    assert_eq!(state("2023-09-04 00:00:00"), State::Failed);
}

#[test]
fn a_table_without_its_copy_has_failed_as_long_as_the_copy_can_still_be_made() {
    let [first, second] = ["2023-08-01", "2023-08-02"].map(|day| day.parse::<AsOf>().unwrap());
    let (early, late) = ("2023-09-01 00:00:00", "2023-09-02 00:00:00");
    let both = ledger(&[
        ["t", &first.sql(), "uncopied", "new", early],
        ["t", &first.sql(), "ok", "new", early],
    ]);
    assert_eq!(both.state("t", first, "new"), State::Present);
    let rewritten = ledger(&[
        ["t", &first.sql(), "ok", "new", early],
        ["t", &first.sql(), "uncopied", "new", late],
    ]);
    assert_eq!(rewritten.state("t", first, "new"), State::Failed);
    assert!(
        rewritten.computed_by("t", first).is_some(),
        "its rows are there"
    );
    // One run computes all of its times at one moment.
    let gone = ledger(&[
        ["t", &first.sql(), "uncopied", "new", early],
        ["t", &second.sql(), "uncopied", "new", early],
    ]);
    assert_eq!(gone.state("t", first, "new"), State::Present);
    assert_eq!(gone.state("t", second, "new"), State::Failed);
}

#[test]
fn a_row_of_someone_else_is_told() {
    let rows = Rows {
        rows: vec![vec![Some("a".into()), Some("soon".into())]],
        ..Rows::default()
    };
    assert!(Ledger::read(&rows).is_err());
}
