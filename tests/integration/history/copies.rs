//! What the copies of tables are said to hold.

use duckdb::Connection;

use super::{asked, daily, edit, fsc, shop, strip};

#[test]
fn a_copy_that_was_noted_and_not_made_is_the_one_of_before() {
    let project = shop(&daily("snapshot = \"daily\""), "");
    fsc(&project, "run --ds 2024-01-04");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-03",
    );
    assert_eq!(strip(&project, "t"), ".###....");
    // What a run leaves that is killed between the note of its copy and the copy.
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    database
        .execute_batch(
            "INSERT INTO feature_store.fsc_snapshots BY NAME \
             SELECT table_name, snapshot_name, as_of, TIMESTAMP '2999-01-01' AS taken_at, 'killed' AS run_id \
             FROM feature_store.fsc_snapshots",
        )
        .unwrap();
    drop(database);
    fsc(&project, "snapshots restore t 20240104 --yes");
    let days = asked(&project, "SELECT DISTINCT day FROM an.t");
    assert_eq!(days, ["2024-01-04"]);
    assert_eq!(strip(&project, "t"), "...#....");
}

#[test]
fn a_copy_is_of_the_time_that_was_copied_last() {
    let table = r#"
[[table]]
name = "t"
schema = "an"
interval = "1 hour"
snapshot = "daily"
query = "select cid, count(*) as n from shop.o where at < '{{ ts }}' group by cid"
"#;
    let project = shop(table, "");
    fsc(&project, "run --ds 2024-01-02T08:00");
    fsc(&project, "run --ds 2024-01-02T05:00");
    let copies = project.fsc(["snapshots", "ls", "t"]).run().assert_exit(0);
    assert!(copies.stdout.contains("05:00"), "{}", copies.stdout);
    assert!(!copies.stdout.contains("08:00"), "{}", copies.stdout);
}

#[test]
fn a_restored_copy_has_what_the_table_had_when_it_was_taken() {
    let table = daily("snapshot = \"every_run\"");
    let project = shop(&table, "");
    let rows = "SELECT day, cid, n FROM an.t ORDER BY ALL";
    let mut seen = Vec::new();
    let mut look = |project: &crate::harness::Sandbox| {
        let copies = asked(
            project,
            "SELECT snapshot_name FROM feature_store.fsc_snapshots ORDER BY taken_at DESC",
        );
        seen.push((copies[0].clone(), strip(project, "t"), asked(project, rows)));
    };
    for days in [
        "--start 2024-01-02 --end 2024-01-04",
        "--start 2024-01-07 --end 2024-01-08",
    ] {
        fsc(&project, &format!("backfill --select t {days}"));
        look(&project);
    }
    // A day behind others, one once more, and an edit.
    fsc(
        &project,
        "backfill --select t --start 2024-01-05 --end 2024-01-05",
    );
    look(&project);
    fsc(&project, "run --select t --ds 2024-01-03");
    look(&project);
    edit(
        &project,
        "table.toml",
        "count(*) as n",
        "count(*) + 100 as n",
    );
    fsc(&project, "run --select t --ds 2024-01-03");
    look(&project);
    assert_eq!(seen[4].1, ".~#~~.~~");
    let edits = ["count(*) as n", "count(*) + 100 as n"];
    let mut is_edited = 1;
    for at in [0, 3, 1, 4, 2, 0, 4, 3] {
        let by = usize::from(at == 4);
        edit(&project, "table.toml", edits[is_edited], edits[by]);
        is_edited = by;
        let (copy, states, then) = &seen[at];
        fsc(&project, &format!("snapshots restore t {copy} --yes"));
        assert_eq!(&strip(&project, "t"), states, "{at}");
        assert_eq!(&asked(&project, rows), then, "{at}");
    }
}

#[test]
fn a_restored_copy_of_a_rebuilt_table_stands_as_of_its_own_time() {
    let table = r#"
[[table]]
name = "t"
schema = "an"
snapshot = "every_run"
query = "select cid, count(*) as n from shop.o where at < '{{ ds }}' group by cid"
"#;
    let project = shop(table, "");
    for day in ["02", "04", "03", "04"] {
        fsc(&project, &format!("run --ds 2024-01-{day}"));
    }
    let copies = asked(
        &project,
        "SELECT snapshot_name FROM feature_store.fsc_snapshots ORDER BY taken_at",
    );
    let status = |at: usize| {
        fsc(
            &project,
            &format!("snapshots restore t {} --yes", copies[at]),
        );
        let status = project.fsc(["status", "--output", "calendar"]).run();
        status.assert_exit(0).stdout
    };
    assert!(status(2).contains("as of 2024-01-03"));
    assert!(status(3).contains("as of 2024-01-04"));
    assert!(status(0).contains("as of 2024-01-02"));
    assert!(status(2).contains("as of 2024-01-03"));
}

#[test]
fn a_restored_copy_lacks_what_was_undone_before_it_and_keeps_who_wrote_over_whom() {
    let project = shop(&daily("snapshot = \"daily\""), "");
    let backfill = |from: u32, to: u32| {
        fsc(
            &project,
            &format!("backfill --select t --start 2024-01-0{from} --end 2024-01-0{to}"),
        );
    };
    backfill(2, 8);
    fsc(&project, "run --full-refresh --select t --ds 2024-01-05");
    assert_eq!(strip(&project, "t"), "....#...");
    backfill(6, 8);
    fsc(&project, "snapshots restore t 20240105 --yes");
    assert_eq!(strip(&project, "t"), "....#...");
    assert_eq!(
        asked(&project, "SELECT DISTINCT day FROM an.t"),
        ["2024-01-05"]
    );
    // An edit, and back: what it wrote over is not as the definition has it.
    edit(
        &project,
        "table.toml",
        "count(*) as n",
        "count(*) + 100 as n",
    );
    backfill(6, 6);
    edit(
        &project,
        "table.toml",
        "count(*) + 100 as n",
        "count(*) as n",
    );
    backfill(7, 7);
    assert_eq!(strip(&project, "t"), "....~~#.");
    fsc(&project, "snapshots restore t 20240105 --yes");
    assert_eq!(strip(&project, "t"), "....#...");
    fsc(&project, "snapshots restore t 20240107 --yes");
    assert_eq!(strip(&project, "t"), "....~~#.");
}

#[test]
fn a_restored_copy_does_not_forget_what_wrote_over_a_day_that_was_computed_again() {
    let project = shop(&daily("snapshot = \"daily\""), "");
    let run = |day: u32| fsc(&project, &format!("run --ds 2024-01-0{day}"));
    run(4);
    run(5);
    edit(
        &project,
        "table.toml",
        "count(*) as n",
        "count(*) + 100 as n",
    );
    run(5);
    edit(
        &project,
        "table.toml",
        "count(*) + 100 as n",
        "count(*) as n",
    );
    run(5);
    assert_eq!(strip(&project, "t"), "...~#...");
    for _ in 0..2 {
        fsc(&project, "snapshots restore t 20240105 --yes");
        assert_eq!(strip(&project, "t"), "...~#...");
    }
}

#[test]
fn a_restoration_just_after_a_run_undoes_nothing_of_that_runs_copy() {
    let project = shop(&daily("snapshot = \"every_run\""), "");
    fsc(&project, "run --ds 2024-01-03");
    // A clock that was ahead: all that follows is just after it.
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    let ahead = "INSERT INTO feature_store.fsc_runs BY NAME SELECT * REPLACE ('x' AS run_id, \
                 TIMESTAMP '2999-01-01' AS computed_at) FROM feature_store.fsc_runs WHERE status = 'ok'";
    database.execute_batch(ahead).unwrap();
    drop(database);
    fsc(&project, "run --ds 2024-01-04");
    let copies = asked(
        &project,
        "SELECT snapshot_name FROM feature_store.fsc_snapshots ORDER BY taken_at",
    );
    for (copy, states) in [(0, "..#....."), (1, "..##....")] {
        fsc(
            &project,
            &format!("snapshots restore t {} --yes", copies[copy]),
        );
        assert_eq!(strip(&project, "t"), states);
    }
}
