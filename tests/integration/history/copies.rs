//! What the copies of tables are said to hold.

use duckdb::Connection;

use super::{asked, daily, fsc, shop, strip};

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
