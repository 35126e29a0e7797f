//! What a write touches.

use super::{Shop, events, of_a};

/// Every row of the store and the table that is of other days than the third, with when and by whom it was written.
fn others(shop: &Shop) -> Vec<String> {
    shop.ask(
        "SELECT feature, entity_id, as_of::VARCHAR, value, computed_at::VARCHAR, run_id FROM feature_store.features_long
         WHERE as_of <> TIMESTAMP '2023-08-03'
         UNION ALL SELECT 'daily', k, on_day::VARCHAR, amount, '', '' FROM made.daily WHERE on_day <> DATE '2023-08-02'
         ORDER BY ALL",
    )
}

fn backfilled() -> Shop {
    let shop = Shop::new();
    shop.fsc("backfill --select merged replaced daily --start 2023-08-02 --end 2023-08-06")
        .assert_exit(0);
    shop
}

#[test]
fn a_batch_replaces_its_days_and_no_others() {
    let shop = backfilled();
    let untouched = |shop: &Shop| {
        shop.ask(
            "SELECT * FROM feature_store.features_long
             WHERE feature = 'merged' OR strftime(as_of, '%d') NOT IN ('03', '04') ORDER BY ALL",
        )
    };
    let before = untouched(&shop);
    // Keys that are gone on one day, new on another, on both days the same.
    let mut changed = events();
    changed.retain(|event| !(event.starts_with('b') && event.contains("08-02")));
    changed.push("c,2023-08-03,2023-08-03 10:00:00,7".into());
    shop.write(&changed);
    shop.fsc("backfill --select replaced --start 2023-08-03 --end 2023-08-04 --force")
        .assert_exit(0);
    assert_eq!(untouched(&shop), before);
    assert_eq!(
        shop.ask(
            "SELECT strftime(as_of, '%d'), entity_id, value::INT FROM feature_store.features_long
             WHERE feature = 'replaced' AND strftime(as_of, '%d') IN ('03', '04') ORDER BY ALL"
        ),
        ["03|a|22", "04|a|33", "04|b|100", "04|c|7"]
    );
    // No row was written more than once: as many as the two days yield.
    assert_eq!(
        shop.ask(
            "SELECT sum(rows_staged)::INT, max(rows_changed) <= 5 FROM feature_store.fsc_intervals
                  WHERE node = 'feature_view.replaced' AND strftime(as_of, '%d') IN ('03', '04')
                    AND computed_at = (SELECT max(computed_at) FROM feature_store.fsc_intervals)"
        ),
        ["4|true"]
    );
}

#[test]
fn restating_a_day_touches_that_day_only() {
    let shop = backfilled();
    let before = others(&shop);
    let copy = "SELECT k, amount FROM made.\"DAILY__SNAPSHOT__20230805\" ORDER BY ALL";
    let copied = shop.ask(copy);
    let mut restated = events();
    restated.push("a,2023-08-02,2023-08-02 10:00:00,500".into());
    shop.write(&restated);
    shop.fsc("backfill --select merged replaced daily --start 2023-08-03 --end 2023-08-03 --force")
        .assert_exit(0);
    assert_eq!(others(&shop), before, "computed_at included");
    assert_eq!(shop.ask(copy), copied, "copies of other days stay");
    for feature in ["merged", "replaced"] {
        let mut expected = of_a(2..=6);
        expected[1] = "03|522".into();
        assert_eq!(shop.values(feature, "a"), expected);
    }
    let of_run = "SELECT node, strftime(as_of, '%d'), rows_changed FROM feature_store.fsc_intervals WHERE status = 'ok'
        AND computed_at = (SELECT max(computed_at) FROM feature_store.fsc_intervals) AND node <> 'feature_view.replaced' ORDER BY ALL";
    // Of two keys one has another value.
    assert_eq!(
        shop.ask(of_run),
        ["feature_view.merged|03|1", "table.daily|03|1"]
    );
}
