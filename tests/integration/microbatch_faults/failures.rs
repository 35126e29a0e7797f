//! What a failure keeps from being done, and how it ends.

use super::{Shop, events, of_a};

#[test]
fn a_first_batch_that_fails_does_not_skip_the_rest() {
    let shop = Shop::new();
    // The first day breaks a check of one view, and has a key twice in the table.
    let mut bad = events();
    bad.push("b,2023-08-01,2023-08-01 10:00:00,5000".into());
    shop.write(&bad);
    let table = super::TABLE
        .replace("sum(amount) as amount", "amount")
        .replace("group by 1, 2", "and k = 'b'");
    std::fs::write(shop.sandbox.path().join("table.toml"), table).unwrap();
    let args = "backfill --select merged replaced daily --start 2023-08-02 --end 2023-08-06 --batch-size 1";
    let failed = shop.fsc(args).assert_exit(1);
    for part in ["FSC516", "FSC513", "2023-08-02"] {
        assert!(failed.stderr.contains(part), "{part}: {}", failed.stderr);
    }
    assert!(
        !failed.stderr.contains("as of 2023-08-03"),
        "{}",
        failed.stderr
    );
    let rest = ["03", "04", "05", "06"];
    assert_eq!(shop.days("feature_view.merged"), rest);
    assert_eq!(shop.days("table.daily"), rest);
    assert_eq!(
        shop.days("feature_view.replaced"),
        ["02", "03", "04", "05", "06"]
    );
    assert_eq!(shop.values("merged", "a"), of_a(3..=6));
}

#[test]
fn a_backfill_sent_again_keeps_its_days_and_computes_what_is_left() {
    let shop = Shop::new();
    let mut bad = events();
    bad.push("b,2023-08-02,2023-08-02 10:00:00,5000".into());
    shop.write(&bad);
    let args = "backfill --select merged --start 2023-08-02 --end 2023-08-05 --vars days=2";
    shop.fsc(args).assert_exit(1);
    // Nothing was mended yet: a retry asks for the same days again, with the same variable, and for no others.
    let retried = shop.fsc("retry").assert_exit(1);
    for (day, is_left) in [("02", false), ("03", true), ("04", true), ("05", false)] {
        let day = format!("not written as of 2023-08-{day}");
        assert_eq!(retried.stderr.contains(&day), is_left, "{}", retried.stderr);
    }
    shop.write(&events());
    let again = shop.fsc("retry").assert_exit(0);
    assert!(again.stderr.contains("fsc retry: 1 ok"), "{}", again.stderr);
    assert_eq!(
        shop.values("merged", "a"),
        ["02|11", "03|33", "04|55", "05|77"],
        "with the variable of the backfill"
    );
    let written =
        "SELECT strftime(as_of, '%d') FROM feature_store.fsc_intervals WHERE status = 'ok'
        AND computed_at = (SELECT max(computed_at) FROM feature_store.fsc_intervals) ORDER BY 1";
    assert_eq!(shop.ask(written), ["03", "04"], "days 02 and 05 were there");
}

#[test]
fn a_key_that_came_twice_is_forgotten_once_the_data_is_mended() {
    let shop = Shop::new();
    let raw = |of: &str| {
        of.replace("sum(amount) as", "amount as")
            .replace(" group by k", "")
            .replace(" group by 1, 2", "")
    };
    let path = shop.sandbox.path();
    std::fs::write(path.join("feature.toml"), raw(super::NODES)).unwrap();
    std::fs::write(path.join("table.toml"), raw(super::TABLE)).unwrap();
    let once = |days: std::ops::RangeInclusive<u32>| -> Vec<String> {
        days.map(|day| format!("a,2023-08-{day:02},2023-08-{day:02} 10:00:00,{day}"))
            .collect()
    };
    shop.write(&once(1..=5));
    shop.fsc("run --ds 2023-08-02").assert_exit(0);
    let mut twice = once(1..=5);
    twice.push("a,2023-08-02,2023-08-02 11:00:00,9".into());
    shop.write(&twice);
    let before = shop.ask("SELECT * FROM feature_store.features_long ORDER BY ALL");
    for _ in 0..2 {
        let failed = shop.fsc("run --ds 2023-08-03").assert_exit(1);
        assert_eq!(
            failed.stderr.matches("error[FSC513]").count(),
            3,
            "{}",
            failed.stderr
        );
        assert_eq!(
            shop.ask("SELECT * FROM feature_store.features_long ORDER BY ALL"),
            before
        );
        assert_eq!(shop.ask("SELECT k, amount FROM made.daily"), ["a|1"]);
    }
    shop.write(&once(1..=5));
    // The day that failed, those after it, and nothing by hand in between.
    shop.fsc("run --catch-up --ds 2023-08-05").assert_exit(0);
    for feature in ["merged", "replaced"] {
        assert_eq!(shop.values(feature, "a"), ["02|1", "03|2", "04|3", "05|4"]);
    }
    assert_eq!(
        shop.ask("SELECT amount FROM made.daily ORDER BY 1"),
        ["1", "2", "3", "4"]
    );
    assert_eq!(shop.days("table.daily"), ["02", "03", "04", "05"]);
    let copies =
        "SELECT count(*) FROM duckdb_tables() WHERE contains(table_name, 'DAILY__SNAPSHOT__')";
    assert_eq!(shop.ask(copies), ["4"]);
}
