//! What somebody dropped by hand: the ledger has it, and the target does not.

use duckdb::Connection;

use super::{CURRENT, asked, daily, edit, fsc, shop, strip, values, view};
use crate::harness::Sandbox;

fn by_hand(project: &Sandbox, sql: &str) {
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    database.execute_batch(sql).unwrap();
}

/// What a command says that is refused.
fn refused(project: &Sandbox, line: &str) -> String {
    let ended = project.fsc(line.split(' ')).run().assert_exit(1);
    assert!(ended.stderr.contains("error[FSC553]"), "{}", ended.stderr);
    ended.stderr
}

/// The command that a message names after these words.
fn way_out<'s>(said: &'s str, words: &str) -> &'s str {
    let (_, rest) = said.split_once(words).unwrap_or_else(|| panic!("{said}"));
    let (_, command) = rest.split_once("`fsc ").unwrap();
    command.split_once('`').unwrap().0
}

const ROWS: &str = "SELECT * FROM an.t ORDER BY ALL";

/// A merged table of four days that is gone, and its rows.
fn without_table(more: &str) -> (Sandbox, Vec<String>) {
    let project = shop(&daily(more), "");
    for day in 2..=5 {
        fsc(&project, &format!("run --ds 2024-01-0{day}"));
    }
    let rows = asked(&project, ROWS);
    by_hand(&project, "DROP TABLE an.t");
    (project, rows)
}

#[test]
fn a_merged_table_is_not_made_anew_in_silence() {
    let (project, rows) = without_table("start_date = 2024-01-02");
    assert_eq!(strip(&project, "t"), "........");
    for line in [
        "run --ds 2024-01-06",
        "run --ds 2024-01-06 --catch-up",
        "retry",
        "backfill --select t --start 2024-01-02 --end 2024-01-06",
        "retry",
    ] {
        let said = refused(&project, line);
        let finding = "error[FSC553]: table.t was not computed: `an.t` is gone, of which the ledger has 4 as-of times (2024-01-02 to 2024-01-05)";
        assert!(said.contains(finding), "{line}: {said}");
        assert!(!said.contains("snapshots"), "it has none: {said}");
    }
    let shown = project
        .fsc("run --ds 2024-01-06 --dry-run".split(' '))
        .run();
    assert!(shown.stderr.contains("FSC553"), "{}", shown.stderr);
    let status = fsc(&project, "status --select t");
    assert!(
        status.contains("warning[FSC553]: table.t: `an.t` is gone"),
        "{status}"
    );
    let said = refused(&project, "run --ds 2024-01-06");
    assert_eq!(
        way_out(&said, "compute it anew"),
        way_out(&status, "compute it anew")
    );
    fsc(&project, way_out(&said, "compute it anew"));
    assert_eq!(asked(&project, ROWS), rows);
    assert_eq!(strip(&project, "t"), ".####...");
    fsc(&project, "run --ds 2024-01-06");
    assert_eq!(strip(&project, "t"), ".#####..");
}

#[test]
fn what_is_not_computed_again_is_missing_from_then_on() {
    let (project, _) = without_table("");
    let line = "backfill --select t --start 2024-01-03 --end 2024-01-04 --force";
    fsc(&project, &format!("{line} --dry-run"));
    refused(&project, "run --ds 2024-01-06");
    fsc(&project, line);
    assert_eq!(strip(&project, "t"), "..##....");
    let status = fsc(&project, "status --select t");
    assert!(!status.contains("FSC553"), "{status}");
    let (project, _) = without_table("");
    fsc(&project, "run --ds 2024-01-04 --full-refresh");
    assert_eq!(strip(&project, "t"), "...#....");
}

#[test]
fn a_backfill_that_stops_half_way_leaves_a_ledger_that_tells() {
    let (project, rows) = without_table("");
    // The fourth day cannot be read.
    let query = "where at < '{{ ds }}'";
    let broken = "where at < '{{ ds }}' and case when '{{ ds }}' = '2024-01-04' then cast('x' as int) = 1 else true end";
    let table = std::fs::read_to_string(project.path().join("table.toml")).unwrap();
    edit(&project, "table.toml", query, broken);
    let line = "backfill --select t --start 2024-01-02 --end 2024-01-05 --force";
    project.fsc(line.split(' ')).run().assert_exit(1);
    std::fs::write(project.path().join("table.toml"), table).unwrap();
    let shown = strip(&project, "t");
    assert!(shown.starts_with(".~~!"), "{shown}");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-05",
    );
    assert_eq!(asked(&project, ROWS), rows);
}

#[test]
fn a_copy_takes_the_place_of_a_table_that_is_gone() {
    let (project, rows) = without_table("snapshot = \"daily\"");
    let said = refused(&project, "run --ds 2024-01-06");
    let restore = way_out(&said, "lists any");
    assert_eq!(restore, "snapshots restore t latest");
    fsc(&project, &format!("{restore} --yes"));
    assert_eq!(asked(&project, ROWS), rows);
    assert_eq!(strip(&project, "t"), ".####...");
    // Without a word from anybody.
    by_hand(&project, "DROP TABLE an.t");
    fsc(&project, "snapshots restore t 20240103 --yes");
    assert_eq!(strip(&project, "t"), ".##.....");
}

#[test]
fn what_reads_a_table_that_is_gone_says_so() {
    let reader = view(
        "reader",
        "",
        "select cid, n as reader_n from an.cur where last_at < '{{ ds }}'",
    );
    for rebuild in [false, true] {
        let table = if rebuild {
            CURRENT.replace("rebuild = false\nunique_key = [\"cid\"]\n", "")
        } else {
            CURRENT.to_owned()
        };
        let project = shop(&table, &reader);
        fsc(
            &project,
            "backfill --select * --start 2024-01-02 --end 2024-01-04",
        );
        let stored = values(&project);
        by_hand(&project, "DROP TABLE an.cur");
        let said = refused(&project, "run --ds 2024-01-04 --select reader");
        assert!(
            said.contains(
                "feature_view.reader was not computed: it reads table.cur, and `an.cur` is gone"
            ),
            "{said}"
        );
        assert!(!said.contains("Catalog Error"), "{said}");
        assert_eq!(strip(&project, "reader"), ".###....", "it did not fail");
        let words = if rebuild {
            "with what needs it"
        } else {
            "compute it anew"
        };
        fsc(&project, way_out(&said, words));
        fsc(&project, "run --ds 2024-01-04 --select reader");
        assert_eq!(values(&project), stored);
    }
}

#[test]
fn a_table_that_is_built_whole_is_made_again() {
    let table = CURRENT.replace("rebuild = false\nunique_key = [\"cid\"]\n", "");
    let project = shop(&table, "");
    fsc(&project, "run --ds 2024-01-04");
    by_hand(&project, "DROP TABLE an.cur");
    let status = project
        .fsc("status --output json".split(' '))
        .run()
        .assert_exit(0);
    assert!(
        status.stdout.contains(r#""missing": ["#),
        "{}",
        status.stdout
    );
    let json: serde_json::Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!(json[0]["missing"][0]["first"], "2024-01-04");
    fsc(&project, way_out(&status.stderr, "make it again"));
    assert_eq!(asked(&project, "SELECT COUNT(*) FROM an.cur"), ["3"]);
    // Something else in its place is not gone: whose it is, is another question.
    by_hand(
        &project,
        "DROP TABLE an.cur; CREATE VIEW an.cur AS SELECT 1 AS cid",
    );
    let status = fsc(&project, "status");
    assert!(!status.contains("FSC553"), "{status}");
}

/// A view of each day and one without a history, and a table that is no concern of theirs.
fn with_views() -> Sandbox {
    let views = view(
        "n",
        "",
        "select cid, count(*) as n_n from shop.o where at < '{{ ds }}' group by cid",
    ) + &view(
        "s",
        "static = true",
        "select cid, count(*) as s_n from shop.o where cid > 0 group by cid",
    );
    let project = shop(&daily("snapshot = \"daily\""), &views);
    for day in 2..=4 {
        fsc(&project, &format!("run --ds 2024-01-0{day}"));
    }
    project
}

const IS_THERE: &str =
    "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'FEATURES_%' ORDER BY ALL";

#[test]
fn values_that_are_gone_keep_views_from_being_computed() {
    let project = with_views();
    let stored = values(&project);
    by_hand(&project, "DROP TABLE feature_store.features_long");
    assert_eq!(strip(&project, "n"), "........");
    let said = refused(&project, "run --ds 2024-01-05");
    let finding = "error[FSC553]: `feature_store.features_long` is gone, in which the ledger has 3 as-of times (2024-01-02 to 2024-01-04) of 1 feature view";
    assert!(said.contains(finding), "{said}");
    // Nothing makes the table in passing.
    fsc(&project, "run --ds 2024-01-05 --select t");
    fsc(&project, "snapshots restore t 20240104 --yes");
    refused(&project, "run --ds 2024-01-05 --select s");
    refused(&project, "run --ds 2024-01-05 --select t n");
    refused(&project, "run --ds 2024-01-05 --dry-run");
    assert_eq!(asked(&project, IS_THERE), ["FEATURES_STATIC"]);
    let status = fsc(&project, "status");
    assert!(
        status.contains("warning[FSC553]: `feature_store.features_long` is gone"),
        "{status}"
    );
    fsc(&project, way_out(&said, "compute all values anew"));
    assert_eq!(values(&project), stored);
    assert_eq!(strip(&project, "n"), ".###....");
    fsc(&project, "run --ds 2024-01-05");
}

#[test]
fn values_that_are_not_computed_again_are_missing_from_then_on() {
    let project = with_views();
    by_hand(&project, "DROP TABLE feature_store.features_long");
    fsc(&project, "run --ds 2024-01-03 --select n --full-refresh");
    assert_eq!(strip(&project, "n"), "..#.....");
    by_hand(&project, "DROP TABLE feature_store.features_static");
    let said = refused(&project, "run --ds 2024-01-05");
    assert!(
        said.contains("`feature_store.features_static` is gone"),
        "{said}"
    );
    let keys = "SELECT COUNT(*) FROM feature_store.features_static";
    fsc(&project, way_out(&said, "compute all values anew"));
    assert_eq!(asked(&project, keys), ["3"]);
    assert_eq!(strip(&project, "n"), "..#.....");
    fsc(&project, "run --ds 2024-01-05");
}
