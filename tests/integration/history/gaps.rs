//! What is computed while something before it, or something that it reads, is not there.

use super::{CURRENT, fsc, shop, strip, values, view};

#[test]
fn a_view_that_reads_earlier_days_of_another_one_is_computed_after_them() {
    let views = view(
        "n",
        "",
        "select cid, count(*) as n_n from shop.o where at < '{{ ds }}' group by cid",
    ) + &view(
        "grown",
        "",
        "select a.cid, a.n_n - coalesce(b.n_n, 0) as grown_n from feature_store.n a \
             left join feature_store.n b on b.cid = a.cid and b.as_of = dateadd('day', -3, '{{ ds }}'::timestamp_ntz) \
             where a.as_of = '{{ ds }}'::timestamp_ntz",
    );
    let grown = |flags: &str| {
        let project = shop("", &views);
        let days = "--start 2024-01-02 --end 2024-01-11";
        fsc(
            &project,
            &format!("backfill --select n grown {days} {flags}"),
        );
        values(&project)
    };
    let day_by_day = grown("--batch-size 1 --threads 1");
    for size in [1, 2, 3, 2, 3] {
        assert_eq!(
            grown(&format!("--batch-size {size} --threads 8")),
            day_by_day
        );
    }
}

/// A merged table that adds the rows of each day, which a view counts.
const DAILY: &str = r#"
[[table]]
name = "daily"
schema = "an"
rebuild = false
unique_key = ["cid", "day"]
query = "select cid, n_n as n, '{{ ds }}'::date as day from feature_store.n where as_of = '{{ ds }}'::timestamp_ntz"
"#;

fn orders_so_far() -> String {
    view(
        "n",
        "",
        "select cid, count(*) as n_n from shop.o where at < '{{ ds }}' group by cid",
    )
}

#[test]
fn a_merged_table_that_lacks_several_days_of_what_it_reads_does_not_wait_for_ever() {
    let project = shop(DAILY, &orders_so_far());
    let days = "--start 2024-01-02 --end 2024-01-05";
    let backfill = format!("backfill --select daily {days}");
    let said = project.fsc(backfill.split(' ')).run().assert_exit(1).stderr;
    assert!(said.contains("FSC550"), "{said}");
    // The days in between, of which there is all that they need, are computed.
    fsc(&project, "run --ds 2024-01-03 --select n");
    let said = project.fsc(backfill.split(' ')).run().assert_exit(1).stderr;
    assert!(said.contains("daily 2024-01-03"), "{said}");
    assert_eq!(strip(&project, "daily"), "..#.....");
    fsc(&project, &format!("backfill --select +daily {days}"));
    assert_eq!(strip(&project, "daily"), ".####...");
}

#[test]
fn what_has_another_cadence_needs_its_own_time_of_what_it_reads() {
    let weekly = view(
        "weekly",
        "interval = \"1 week\"",
        "select cid, n_n as weekly_n from feature_store.n where as_of = '{{ ds }}'::timestamp_ntz",
    );
    let project = shop("", &(orders_so_far() + &weekly));
    // A Wednesday: the week's time is the Monday before, which was not computed.
    let run = project
        .fsc("run --ds 2024-01-10".split(' '))
        .run()
        .assert_exit(1);
    assert!(
        run.stderr.contains("FSC550") && run.stderr.contains("as of 2024-01-08"),
        "{}",
        run.stderr
    );
    fsc(&project, "run --ds 2024-01-08 --select n");
    fsc(&project, "run --ds 2024-01-10");
}

#[test]
fn what_sums_up_a_merged_table_is_computed_after_the_days_that_fill_its_gaps() {
    let tables = r#"
[[table]]
name = "days"
schema = "an"
rebuild = false
unique_key = ["cid", "day"]
query = "select cid, '{{ ds }}'::date as day from shop.o where at < '{{ ds }}' group by cid"

[[table]]
name = "whole"
schema = "an"
query = "select cid, count(*) as n from an.days where day < '{{ ds }}'::date group by cid"
"#;
    for _ in 0..4 {
        let project = shop(tables, "");
        for day in [2, 3, 4, 6] {
            fsc(&project, &format!("run --ds 2024-01-0{day} --select days"));
        }
        fsc(
            &project,
            "backfill --select days whole --start 2024-01-02 --end 2024-01-06",
        );
        let rows = super::asked(&project, "SELECT DISTINCT n FROM an.whole");
        assert_eq!(rows, ["4"]);
    }
}

#[test]
fn what_is_not_merged_has_no_gap_behind_it() {
    let project = shop(DAILY, &orders_so_far());
    fsc(&project, "run --ds 2024-01-02");
    // It waits for a view that is not computed.
    let run = project
        .fsc("run --ds 2024-01-05 --select daily".split(' '))
        .run();
    let said = run.assert_exit(1).stderr;
    assert!(
        said.contains("FSC550") && !said.contains("FSC552"),
        "{said}"
    );
    let said = fsc(&project, "run --ds 2024-01-05 --full-refresh");
    assert!(!said.contains("FSC552"), "{said}");
}

#[test]
fn a_gap_behind_what_is_merged_is_told() {
    let project = shop(CURRENT, "");
    fsc(&project, "run --ds 2024-01-02");
    assert!(!fsc(&project, "run --ds 2024-01-03").contains("FSC552"));
    let said = fsc(&project, "run --ds 2024-01-06");
    let finding = "warning[FSC552]: table.cur as of 2024-01-06 is merged over what lacks 2024-01-04 to 2024-01-05";
    assert!(said.contains(finding), "{said}");
    // What comes first has nothing behind it.
    assert!(!fsc(&shop(CURRENT, ""), "run --ds 2024-01-06").contains("FSC552"));
}

#[test]
fn each_gap_that_a_command_leaves_is_told_at_once() {
    let project = shop(CURRENT, "");
    for day in [2, 4, 8] {
        fsc(&project, &format!("run --ds 2024-01-0{day}"));
    }
    super::edit(&project, "table.toml", "max(at) as", "min(at) as");
    // The days between are missing, and are left so.
    let said = fsc(
        &project,
        "backfill --select cur --stale --start 2024-01-03 --end 2024-01-08",
    );
    let finding = "warning[FSC552]: table.cur as of 2024-01-04, 2024-01-08 is merged over what lacks 2024-01-03, 2024-01-05 to 2024-01-07";
    assert!(said.contains(finding), "{said}");
    assert_eq!(said.matches("FSC552").count(), 1, "{said}");
    let mend = "backfill --select cur+ --start 2024-01-03 --end 2024-01-08 --force";
    assert!(said.contains(&format!("`fsc {mend}`")), "{said}");
    fsc(&project, mend);
    assert_eq!(strip(&project, "cur"), ".~######");
    let said = fsc(
        &project,
        "backfill --select cur --start 2024-01-02 --end 2024-01-08 --force",
    );
    assert!(!said.contains("FSC552"), "{said}");
}

#[test]
fn the_days_of_a_first_backfill_are_incremental_after_the_first() {
    let table = r#"
[[table]]
name = "cur"
schema = "an"
rebuild = false
unique_key = ["cid", "day"]
query = "select cid, '{{ ds }}'::date as day, {{ 1 if is_incremental() else 0 }} as later from shop.o where at < '{{ ds }}' group by cid"
"#;
    let later = |lines: &[&str]| {
        let project = shop(table, "");
        for line in lines {
            fsc(&project, line);
        }
        super::asked(
            &project,
            "SELECT DISTINCT day, later FROM an.cur ORDER BY ALL",
        )
    };
    let runs = [
        "run --ds 2024-01-02",
        "run --ds 2024-01-03",
        "run --ds 2024-01-04",
    ];
    let backfill = ["backfill --select cur --start 2024-01-02 --end 2024-01-04"];
    assert_eq!(later(&backfill), later(&runs));
}

#[test]
fn a_rebuilt_table_that_stands_later_finds_what_it_reads_as_of_then() {
    let table = r#"
[[table]]
name = "t"
schema = "an"
query = "select cid, n_n as n from feature_store.n where as_of = '{{ ds }}'::timestamp_ntz"
"#;
    let project = shop(table, &orders_so_far());
    fsc(&project, "run --ds 2024-01-08");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-04 --force",
    );
    let rows = super::asked(&project, "SELECT DISTINCT n FROM an.t");
    assert_eq!(rows, ["28.0"]);
}

#[test]
fn a_merged_table_whose_first_day_fails_is_not_there_yet_on_the_second() {
    let table = r#"
[[table]]
name = "t"
schema = "an"
rebuild = false
unique_key = ["oid"]
query = """
select case when '{{ ds }}' <> '2024-01-02' then oid end as oid from shop.o where at < '{{ ds }}'
{% if is_incremental() %} and at >= dateadd(day, -1, '{{ ds }}') {% endif %}
"""
"#;
    let project = shop(table, "");
    project
        .fsc("backfill --select t --start 2024-01-02 --end 2024-01-04".split(' '))
        .run()
        .assert_exit(1);
    assert_eq!(strip(&project, "t"), ".!##....");
    let rows = super::asked(&project, "SELECT COUNT(*) FROM an.t");
    assert_eq!(rows, ["36"]);
}

#[test]
fn without_dates_a_backfill_ends_where_what_reads_a_view_ends() {
    let days = |end: u32| {
        format!(
            "backfill = {{ namespace = \"past\", start_date = 2024-01-03, end_date = 2024-01-0{end} }}"
        )
    };
    let query = "select cid, count(*) as u_n from shop.o where at < '{{ ds }}' group by cid";
    let upper = super::view("u", &days(5), query);
    let lower = super::view(
        "x",
        &days(7),
        "select cid, u_n + 1 as x_n from feature_store.u where as_of = '{{ ds }}'",
    );
    let project = shop("", &(upper + &lower));
    fsc(&project, "backfill --select u");
    assert_eq!(strip(&project, "u"), "..###...");
    fsc(&project, "backfill --select +x");
    assert_eq!(strip(&project, "x"), "..#####.");
    assert_eq!(strip(&project, "u"), "..#####.");
}
