//! What an edit leaves of what was computed before it.

use super::{asked, daily, edit, fsc, shop, strip, values, view};

/// `a`, `b` that reads it, `c` that reads `b`.
fn chain() -> String {
    let reads = |name: &str, read: &str| {
        view(
            name,
            "",
            &format!(
                "select cid, {read}_n as {name}_n from feature_store.{read} where as_of = '{{{{ ds }}}}'::timestamp_ntz"
            ),
        )
    };
    view(
        "a",
        "",
        "select cid, sum(1) as a_n from shop.o where at < '{{ ds }}' group by cid",
    ) + &reads("b", "a")
        + &reads("c", "b")
}

#[test]
fn what_reads_something_stale_is_stale_however_far_below() {
    let project = shop("", &chain());
    fsc(&project, "run --ds 2024-01-02");
    edit(&project, "feature.toml", "sum(1)", "sum(100)");
    let said = fsc(&project, "run --ds 2024-01-02 --select b c");
    let finding = "warning[FSC551]: feature_view.b as of 2024-01-02 reads feature_view.a as an older definition computed it";
    assert!(said.contains(finding), "{said}");
    assert!(!said.contains("feature_view.c as of"), "{said}");
    for name in ["b", "c"] {
        assert_eq!(strip(&project, name), ".~......", "{name}");
    }
    fsc(
        &project,
        "backfill --select b c --start 2024-01-02 --end 2024-01-02",
    );
    assert_eq!(strip(&project, "c"), ".~......");
    fsc(&project, "run --ds 2024-01-02 --select a");
    fsc(
        &project,
        "backfill --select a b c --start 2024-01-02 --end 2024-01-02",
    );
    let fresh = shop("", &chain().replace("sum(1)", "sum(100)"));
    fsc(&fresh, "run --ds 2024-01-02");
    assert_eq!(values(&project), values(&fresh));
}

#[test]
fn what_reads_stale_values_of_another_cadence_is_told_how_to_compute_both() {
    let weekly = view(
        "w",
        "interval = \"1 week\"",
        "select cid, a_n as w_n from feature_store.a where as_of = '{{ ds }}'::timestamp_ntz",
    );
    let daily = "select cid, sum(1) as a_n from shop.o where at < '{{ ds }}' group by cid";
    let project = shop("", &(view("a", "", daily) + &weekly));
    fsc(&project, "run --ds 2024-01-08");
    edit(&project, "feature.toml", "sum(1)", "sum(100)");
    // A Wednesday: the week's time is the Monday before, whose day this run does not compute.
    let said = fsc(&project, "run --ds 2024-01-10");
    let both = "backfill --select +w --start 2024-01-08 --end 2024-01-08";
    assert!(
        said.contains(&format!("compute both: `fsc {both}`")),
        "{said}"
    );
    let said = fsc(&project, both);
    assert!(!said.contains("FSC551"), "{said}");
    let said = fsc(&project, both);
    assert!(said.starts_with("nothing to do"), "{said}");
}

#[test]
fn an_edited_view_whose_last_try_failed_is_replaced() {
    let query = |filter: &str, feature: &str| {
        view(
            "a",
            "",
            &format!(
                "select cid, count(*) as a_n from shop.o where at < '{{{{ ds }}}}'{filter} group by cid"
            ),
        ) + feature
    };
    let project = shop("", &query("", ""));
    fsc(&project, "run --ds 2024-01-02");
    let broken = query(" and cid <> 2", "checks = { max = 0 }\n");
    std::fs::write(project.path().join("feature.toml"), broken).unwrap();
    project
        .fsc("run --ds 2024-01-02".split(' '))
        .run()
        .assert_exit(1);
    let mended = query(" and cid <> 2", "");
    std::fs::write(project.path().join("feature.toml"), mended).unwrap();
    fsc(
        &project,
        "backfill --select a --start 2024-01-02 --end 2024-01-02",
    );
    assert_eq!(
        values(&project),
        ["a_n|02|1|4", "a_n|02|3|4"].map(|row| format!("{row}.0"))
    );
}

#[test]
fn another_type_of_a_sources_column_makes_stale_what_reads_it() {
    let shown = "select cid, max(length(amount::varchar)) as a_n from shop.o where at < '{{ ds }}' group by cid";
    let project = shop("", &view("a", "", shown));
    let days = "backfill --select a --start 2024-01-02 --end 2024-01-03";
    fsc(&project, days);
    let typed = |from: &str, to: &str| {
        edit(
            &project,
            "sources.toml",
            &format!("amount = \"{from}\""),
            &format!("amount = \"{to}\""),
        );
    };
    // The same type by another name, and what says nothing of its rows.
    typed("NUMBER(38, 0)", "integer");
    edit(
        &project,
        "sources.toml",
        "path =",
        "description = \"Orders\"\npath =",
    );
    assert_eq!(strip(&project, "a"), ".##.....");
    typed("integer", "NUMBER(10, 2)");
    assert_eq!(strip(&project, "a"), ".~~.....");
    fsc(&project, days);
    assert_eq!(strip(&project, "a"), ".##.....");
    let values = "SELECT DISTINCT value FROM feature_store.features_long";
    assert_eq!(asked(&project, values), ["4.0"]);
    std::fs::rename(project.path().join("o.csv"), project.path().join("p.csv")).unwrap();
    edit(&project, "sources.toml", "o.csv", "p.csv");
    assert_eq!(strip(&project, "a"), ".~~.....");
}

#[test]
fn an_edited_static_view_is_replaced_when_it_is_caught_up_with() {
    let views = view(
        "s",
        "static = true",
        "select cid, count(*) as s_n from shop.o where cid >= 1 group by cid",
    );
    let project = shop("", &views);
    fsc(&project, "run --ds 2024-01-03");
    edit(&project, "feature.toml", "cid >= 1", "cid = 1");
    fsc(&project, "run --catch-up");
    let keys = asked(
        &project,
        "SELECT entity_id FROM feature_store.features_static",
    );
    assert_eq!(keys, ["1"]);
}

#[test]
fn another_unique_key_does_not_double_rows() {
    let project = shop(&daily(""), "");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-03",
    );
    let before = asked(&project, "SELECT * FROM an.t ORDER BY ALL");
    edit(&project, "table.toml", r#"["cid", "day"]"#, r#"["cid"]"#);
    let run = project
        .fsc("run --ds 2024-01-04".split(' '))
        .run()
        .assert_exit(1);
    let said = "several rows of `an.t` have the same `cid` (3 keys), which `table.t` has as its `unique_key` now";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(asked(&project, "SELECT * FROM an.t ORDER BY ALL"), before);
    // A key that still tells the rows apart is no trouble.
    edit(&project, "table.toml", r#"["cid"]"#, r#"["day", "cid"]"#);
    fsc(&project, "run --ds 2024-01-04");
}

#[test]
fn no_daily_copy_says_that_later_rows_were_there() {
    let project = shop(&daily("snapshot = \"daily\""), "");
    fsc(&project, "run --ds 2024-01-02");
    fsc(&project, "run --ds 2024-01-04");
    let said = fsc(
        &project,
        "backfill --select t --start 2024-01-03 --end 2024-01-03",
    );
    assert!(
        said.contains("no copy is made as of an earlier day"),
        "{said}"
    );
    let copies = project
        .fsc(["snapshots", "ls", "t"])
        .run()
        .assert_exit(0)
        .stdout;
    assert!(
        copies.contains("2024-01-04") && !copies.contains("2024-01-03"),
        "{copies}"
    );
    assert_eq!(strip(&project, "t"), ".###....");
}

#[test]
fn what_is_computed_beside_stale_days_is_merged_as_it_is_alone() {
    let query =
        "select cid, count(*) as few_n from shop.o where at < '{{ ds }}' and cid < 9 group by cid";
    let days = "SELECT strftime(as_of, '%d'), COUNT(*) FROM feature_store.features_long GROUP BY 1 ORDER BY 1";
    for size in [1, 30] {
        let project = shop("", &view("few", "", query));
        fsc(
            &project,
            "backfill --select few --start 2024-01-02 --end 2024-01-03",
        );
        edit(&project, "feature.toml", "cid < 9", "cid < 8");
        fsc(&project, "run --ds 2024-01-03");
        // Customers that are gone from the source stay where the definition has not changed.
        std::fs::write(
            project.path().join("o.csv"),
            "oid,cid,at,amount\n1,1,2024-01-01 00:30:00,1\n",
        )
        .unwrap();
        fsc(
            &project,
            &format!(
                "backfill --select few --start 2024-01-02 --end 2024-01-03 --force --batch-size {size}"
            ),
        );
        assert_eq!(asked(&project, days), ["02|1", "03|3"], "{size}");
    }
}

#[test]
fn an_edit_that_is_taken_back_leaves_stale_what_it_wrote_over() {
    let merged = daily("");
    let project = shop(&merged, "");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-04",
    );
    // A run of the edit takes the whole table.
    let rebuilt = merged.replace(
        "rebuild = false\nunique_key = [\"cid\", \"day\"]",
        "rebuild = true",
    );
    edit(&project, "table.toml", &merged, &rebuilt);
    fsc(&project, "run --ds 2024-01-05");
    edit(&project, "table.toml", &rebuilt, &merged);
    assert_eq!(strip(&project, "t"), ".~~~~...");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-05",
    );
    assert_eq!(strip(&project, "t"), ".####...");
    let fresh = shop(&merged, "");
    fsc(
        &fresh,
        "backfill --select t --start 2024-01-02 --end 2024-01-05",
    );
    let rows = "SELECT * FROM an.t ORDER BY ALL";
    assert_eq!(asked(&project, rows), asked(&fresh, rows));
}

#[test]
fn a_past_day_leaves_what_the_edit_computed_as_of_a_later_one() {
    // What came late to the first day is known from the fourth on.
    let query = "select cid, date_trunc('hour', at) as at, sum(amount) as e_n from shop.o where at < '{{ ds }}' \
                 and (at < '2024-01-01T12:00' or '{{ ds }}' >= '2024-01-04') group by 1, 2";
    let views = view("e", "event_timestamp = 'at'", query);
    let days = "backfill --select e --start 2024-01-02 --end 2024-01-04";
    let project = shop("", &views);
    fsc(&project, days);
    edit(&project, "feature.toml", "sum(amount)", "sum(amount + 100)");
    fsc(&project, "run --ds 2024-01-04");
    fsc(&project, days);
    let fresh = shop("", &views.replace("sum(amount)", "sum(amount + 100)"));
    fsc(&fresh, days);
    assert_eq!(strip(&project, "e"), ".###....");
    assert_eq!(values(&project), values(&fresh));
}

#[test]
fn an_edit_replaces_what_the_old_query_yielded_and_nothing_that_the_new_one_did() {
    // The last order of each customer; the first customer's is an old one, so that each day's rows begin there.
    let query = "select cid, at, 1 as e_n from shop.o where at < '{{ ds }}' and (cid <> 1 or at < '2024-01-02') \
                 qualify row_number() over (partition by cid order by at desc) = 1";
    let views = view("e", "event_timestamp = 'at'", query);
    let edited = query
        .replace(
            "1 as e_n",
            "case when at < '2024-01-03' then 1 else 2 end as e_n",
        )
        .replace("where ", "where cid <> 2 and ");
    let all = "backfill --select e --start 2024-01-02 --end 2024-01-05";
    let fresh = shop("", &views.replace(query, &edited));
    fsc(&fresh, all);
    let day_by_day = ["02", "03", "04", "05"].map(|day| format!("run --ds 2024-01-{day}"));
    let ways: [&[&str]; 4] = [
        &[all],
        &[
            "backfill --select e --start 2024-01-02 --end 2024-01-03",
            "backfill --select e --start 2024-01-04 --end 2024-01-05",
        ],
        &[
            "run --ds 2024-01-02 --full-refresh",
            "backfill --select e --start 2024-01-03 --end 2024-01-05 --stale",
        ],
        &day_by_day.each_ref().map(String::as_str),
    ];
    for way in ways {
        let project = shop("", &views);
        fsc(&project, all);
        edit(&project, "feature.toml", query, &edited);
        for line in way {
            fsc(&project, line);
        }
        assert_eq!(values(&project), values(&fresh), "{way:?}");
        assert_eq!(strip(&project, "e"), ".####...", "{way:?}");
    }
}

#[test]
fn the_ways_out_of_an_edited_static_view_can_be_typed() {
    let plain = "select cid, count(*) as plain_n from shop.o group by cid";
    let reader = "select p.cid, p.plain_n + 1 as reader_n from feature_store.plain as p";
    let views = view("plain", "static = true", plain) + &view("reader", "", reader);
    let project = shop("", &views);
    let says = |line: &str, exit: i32, way: &str| {
        let said = project.fsc(line.split(' ')).run().assert_exit(exit).stderr;
        assert!(said.contains(way), "{line}: {said}");
        let commands = way.split('`').skip(1).step_by(2);
        commands.map(str::to_owned).collect::<Vec<_>>()
    };
    let days = "backfill --select reader --start 2024-01-02 --end 2024-01-03";
    let type_in = |ways: Vec<String>| {
        for way in ways {
            fsc(&project, way.strip_prefix("fsc ").unwrap());
        }
    };
    let first = "compute it first: `fsc run --ds 2024-01-03 --select plain`";
    type_in(says(days, 1, first));
    fsc(&project, days);
    edit(
        &project,
        "feature.toml",
        "count(*) as plain_n",
        "count(*) + 7 as plain_n",
    );
    let one = "compute both: `fsc run --ds 2024-01-03 --select +reader`";
    says("run --ds 2024-01-03 --select reader", 0, one);
    let both = "compute both: `fsc run --ds 2024-01-03 --select +plain`, then \
                `fsc backfill --select reader --start 2024-01-02 --end 2024-01-03`";
    type_in(says(&format!("{days} --force"), 0, both));
    assert_eq!(strip(&project, "reader"), ".##.....");
}

#[test]
fn an_edit_that_is_taken_back_and_run_again_on_its_day_is_not_forgotten() {
    // Each day has the orders of the day before, of odd hours on odd days.
    let query = "select cid, date_trunc('hour', at) as at, sum(amount) as e_n from shop.o \
                 where at >= dateadd(day, -1, '{{ ds }}'::date) and at < '{{ ds }}' and cid <> 3 group by 1, 2";
    let views = view("e", "event_timestamp = 'at'", query);
    let days = "backfill --select e --start 2024-01-02 --end 2024-01-05";
    let fresh = shop("", &views);
    fsc(&fresh, days);
    let project = shop("", &views);
    fsc(&project, days);
    // A bad edit reaches three days back, and yields a third customer.
    let (from, to) = (
        "-1, '{{ ds }}'::date) and at < '{{ ds }}' and cid <> 3",
        "-3, '{{ ds }}'::date) and at < '{{ ds }}' and cid <> 1",
    );
    edit(&project, "feature.toml", from, to);
    fsc(&project, "run --ds 2024-01-05");
    edit(&project, "feature.toml", to, from);
    fsc(&project, "run --ds 2024-01-05");
    assert_eq!(strip(&project, "e"), ".~~~#...");
    fsc(&project, days);
    assert_eq!(strip(&project, "e"), ".####...");
    assert_eq!(values(&project), values(&fresh));
}

#[test]
fn rows_beyond_the_days_that_were_computed_anew_go_with_a_later_day() {
    let query = "select cid, date_trunc('hour', at) as at, sum(amount) as e_n from shop.o \
                 where at >= dateadd(day, -2, '{{ ds }}'::date) and at < '{{ ds }}' group by 1, 2";
    let views = view("e", "event_timestamp = 'at'", query);
    let edited = query.replace("-2, ", "-3, ").replace(
        "at < '{{ ds }}'",
        "at < dateadd(day, -1, '{{ ds }}'::date) and cid <> 3",
    );
    let fresh = shop("", &view("e", "event_timestamp = 'at'", &edited));
    fsc(
        &fresh,
        "backfill --select e --start 2024-01-03 --end 2024-01-07",
    );
    let project = shop("", &views);
    fsc(
        &project,
        "backfill --select e --start 2024-01-03 --end 2024-01-05",
    );
    edit(&project, "feature.toml", query, &edited);
    for days in [
        "--start 2024-01-03 --end 2024-01-05",
        "--start 2024-01-03 --end 2024-01-07",
    ] {
        fsc(&project, &format!("backfill --select e {days}"));
    }
    assert_eq!(values(&project), values(&fresh));
}

#[test]
fn a_day_that_reads_something_stale_makes_those_beside_it_stale_where_rows_have_their_own_times() {
    let upper = view(
        "u",
        "",
        "select cid, count(*) as u_n from shop.o where at < '{{ ds }}' group by 1",
    );
    let lower = view(
        "e",
        "event_timestamp = 'at'",
        "select cid, as_of as at, u_n + 1 as e_n from feature_store.u where as_of = '{{ ds }}'",
    );
    let views = upper + &lower;
    let both = "backfill --select +e --start 2024-01-03 --end 2024-01-06";
    let project = shop("", &views);
    fsc(&project, both);
    edit(
        &project,
        "feature.toml",
        "where at < '{{ ds }}' group",
        "where at < '{{ ds }}' and cid <> 2 group",
    );
    fsc(
        &project,
        "backfill --select u --start 2024-01-06 --end 2024-01-06",
    );
    fsc(
        &project,
        "backfill --select e --start 2024-01-03 --end 2024-01-06",
    );
    assert_eq!(strip(&project, "e"), "..~~~~..");
    fsc(&project, both);
    let fresh = shop(
        "",
        &views.replace(
            "where at < '{{ ds }}' group",
            "where at < '{{ ds }}' and cid <> 2 group",
        ),
    );
    fsc(&fresh, both);
    assert_eq!(values(&project), values(&fresh));
}
