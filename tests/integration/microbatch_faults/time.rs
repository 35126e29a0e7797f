//! Which times there are, and what belongs to each.

use chrono::Utc;

use super::{Shop, of_a};

#[test]
fn gaps_before_the_latest_time_are_filled() {
    let shop = Shop::new();
    // The latest is there, and one in the middle.
    for ds in ["2023-08-06", "2023-08-04"] {
        shop.fsc(&format!("run --ds {ds}")).assert_exit(0);
    }
    shop.fsc("run --catch-up --ds 2023-08-06").assert_exit(0);
    for node in [
        "feature_view.merged",
        "feature_view.replaced",
        "table.daily",
    ] {
        assert_eq!(shop.days(node), ["02", "03", "04", "05", "06"], "{node}");
    }
    assert_eq!(shop.values("merged", "a"), of_a(2..=6));
    assert_eq!(shop.values("replaced", "a"), of_a(2..=6));
    assert_eq!(
        shop.ask("SELECT strftime(on_day, '%d'), amount FROM made.daily WHERE k = 'a' ORDER BY 1"),
        ["01|11", "02|22", "03|33", "04|44", "05|55"]
    );
    // A day whose only success was lost counts as a gap as well.
    let again = shop.fsc("run --catch-up --ds 2023-08-06").assert_exit(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn all_nodes_and_batches_have_one_now() {
    let shop = Shop::new();
    shop.fsc("backfill --select merged replaced daily --start 2023-08-02 --end 2023-08-06 --batch-size 1")
        .assert_exit(0);
    let moments = "SELECT DISTINCT computed_at FROM feature_store.features_long
        UNION SELECT computed_at FROM feature_store.fsc_intervals
        UNION SELECT taken_at FROM feature_store.fsc_snapshots
        UNION SELECT computed_at FROM feature_store.fsc_runs";
    assert_eq!(shop.ask(moments).len(), 1);
    assert_eq!(shop.days("table.daily").len(), 5);
}

#[test]
fn zones_of_the_machine_change_nothing() {
    let stores: Vec<Vec<String>> = [
        "UTC",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Kathmandu",
    ]
    .into_iter()
    .map(|zone| {
        let shop = Shop::new();
        let args = "backfill --select merged replaced daily --start 2023-08-02 --end 2023-08-06";
        let call = shop
            .sandbox
            .fsc(args.split(' '))
            .env("TZ", zone)
            .env("PGTZ", zone);
        call.run().assert_exit(0);
        assert_eq!(shop.values("merged", "a"), of_a(2..=6), "{zone}");
        // The latest as-of time is that of UTC, where the day of the machine is another one.
        let latest = || Utc::now().date_naive().to_string();
        let (before, run) = (latest(), shop.sandbox.fsc(["run", "--select", "merged"]));
        run.env("TZ", zone).run().assert_exit(0);
        let as_of = shop.ask("SELECT max(as_of)::DATE FROM feature_store.fsc_intervals");
        assert!([before, latest()].contains(&as_of[0]), "{zone}: {as_of:?}");
        shop.ask(
            "SELECT feature, entity_id, as_of, value FROM feature_store.features_long
                 UNION ALL SELECT 'daily', k, on_day, amount FROM made.daily ORDER BY ALL",
        )
    })
    .collect();
    assert!(stores[0].len() > 20);
    for store in &stores[1..] {
        assert_eq!(*store, stores[0]);
    }
}

/// dbt compares a DATE with timestamps, in whose day it has no part. Whatever a query compares it with here, a day is a day.
#[test]
fn a_date_column_has_its_rows_on_each_day() {
    for (from, until) in [
        ("dateadd(day, -1, '{{ ds }}'::date)", "'{{ ds }}'::date"),
        (
            "dateadd(day, -1, '{{ ts }}'::timestamp_ntz)",
            "'{{ ts }}'::timestamp_ntz",
        ),
        ("'{{ macros.ds_add(ds, -1) }}'", "'{{ ds }}'"),
        (
            "'{{ data_interval_start }}'::timestamp_ntz",
            "'{{ data_interval_end }}'::timestamp_ntz",
        ),
    ] {
        let shop = Shop::new();
        let view = format!(
            "entity = \"thing\"\n[[feature_view]]\nname = \"dated\"\nfeatures.dated = {{}}\n\
             query = \"select k, sum(amount) as dated from production.events where on_day >= {from} and on_day < {until} group by k\"\n"
        );
        std::fs::write(shop.sandbox.path().join("feature.toml"), view).unwrap();
        shop.fsc("backfill --select dated --start 2023-08-02 --end 2023-08-05 --batch-size 3")
            .assert_exit(0);
        shop.fsc("run --ds 2023-08-06 --select dated")
            .assert_exit(0);
        let expected = of_a(2..=6);
        assert_eq!(shop.values("dated", "a"), expected, "{from} {until}");
    }
}

#[test]
fn a_date_as_the_time_of_a_row_is_the_midnight_that_begins_it() {
    let shop = Shop::new();
    let view = "entity = \"thing\"\n[[feature_view]]\nname = \"own\"\nevent_timestamp = \"on_day\"\nfeatures.own = {}\n\
        query = \"select k, on_day, sum(amount) as own from production.events where on_day < '{{ ds }}'::date group by 1, 2\"\n";
    std::fs::write(shop.sandbox.path().join("feature.toml"), view).unwrap();
    shop.fsc("run --ds 2023-08-03 --select own").assert_exit(0);
    assert_eq!(
        shop.ask("SELECT as_of, value::INT FROM feature_store.features_long WHERE entity_id = 'a' ORDER BY 1"),
        ["2023-08-01 00:00:00|11", "2023-08-02 00:00:00|22"]
    );
}
