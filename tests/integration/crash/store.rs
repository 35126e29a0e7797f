//! What a database holds, without what is of a run: when, by which run, and how often it ran.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use duckdb::Connection;

/// Tables that list runs, and are looked at by themselves.
const LEDGERS: [&str; 5] = [
    "fsc_runs",
    "fsc_intervals",
    "fsc_snapshots",
    "fsc_leases",
    "fsc_objects",
];

/// Everything that must not differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The rows of every table, a line each, and the text of every view.
    pub relations: BTreeMap<String, String>,
    /// What vouches for them: as-of times, objects, copies of a day.
    pub ledger: BTreeSet<String>,
    /// How many rows were changed in all for each node and as-of time: a second time changes none.
    pub changed: BTreeMap<String, i64>,
}

/// A copy that is named by its run: how many there are is the runs' affair.
fn is_of_a_run(name: &str) -> bool {
    name.split_once("__SNAPSHOT__")
        .is_some_and(|(_, stamp)| stamp.contains('T'))
}

impl Contents {
    /// Of a database that nobody has open, and that may not be there yet.
    pub fn of(database: &Path) -> Self {
        if !database.exists() {
            return Self::default();
        }
        let database = Connection::open(database).unwrap();
        let asked = |sql: &str| ask(&database, sql);
        let mut relations = BTreeMap::new();
        let mut ledgers = 0;
        for relation in asked(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary",
        ) {
            let (schema, name) = relation.split_once('.').unwrap();
            assert!(!name.starts_with("FSC_NEW"), "{relation} is left over");
            if LEDGERS.contains(&name.to_ascii_lowercase().as_str()) {
                ledgers += 1;
            } else if !is_of_a_run(name) {
                // One text a table is read much faster than a text a row.
                let rows = asked(&format!(
                    "SELECT coalesce(string_agg(line, chr(10) ORDER BY line), '') FROM (
                         SELECT to_json(t)::VARCHAR AS line FROM (
                             SELECT COLUMNS(c -> lower(c) NOT IN ('computed_at', 'run_id')) FROM \"{schema}\".\"{name}\") AS t)"
                ));
                relations.insert(relation, rows.concat());
            }
        }
        // A view shows what is in the tables. Those of sources name the files.
        for view in asked(
            "SELECT schema_name || '.' || view_name || chr(10) || sql || coalesce(comment, '') FROM duckdb_views() WHERE NOT internal",
        ) {
            let (name, sql) = view.split_once('\n').unwrap();
            relations.insert(name.to_owned(), sql.to_owned());
        }
        if ledgers < LEDGERS.len() {
            return Self {
                relations,
                ..Self::default()
            };
        }
        assert_sound(&database);
        let ledger = asked(
            "SELECT DISTINCT concat_ws(' ', 'interval', node, as_of, definition_hash, namespace, status, rows_staged)
             FROM feature_store.fsc_intervals WHERE status <> 'failed'
             UNION ALL SELECT DISTINCT concat_ws(' ', 'object', object_name, kind, node) FROM feature_store.fsc_objects
             UNION ALL SELECT DISTINCT concat_ws(' ', 'copy', table_name, snapshot_name, as_of) FROM feature_store.fsc_snapshots
             WHERE NOT contains(split_part(snapshot_name, '__SNAPSHOT__', 2), 'T')",
        );
        // Of a copied table the first of two rows tells what was written; a rebuilt one counts all of its rows each time.
        let changed = asked(
            "SELECT node || ' ' || as_of || ' ' || sum(rows_changed) FROM feature_store.fsc_intervals AS i
             WHERE status = CASE WHEN EXISTS (FROM feature_store.fsc_intervals AS u WHERE u.node = i.node AND u.status = 'uncopied')
                            THEN 'uncopied' ELSE 'ok' END
               AND node NOT IN ('table.flight_outcomes', 'table.daily_embeddings_v2')
             GROUP BY node, as_of",
        );
        let changed = changed.iter().map(|line| {
            let (of, rows) = line.rsplit_once(' ').unwrap();
            (of.to_owned(), rows.parse().unwrap())
        });
        Self {
            relations,
            ledger: ledger.into_iter().collect(),
            changed: changed.collect(),
        }
    }

    /// Fails where anything is lost, doubled or different.
    #[track_caller]
    pub fn assert_same(&self, expected: &Self, place: &str) {
        if self == expected {
            return;
        }
        let lines = |contents: &Self| -> BTreeSet<String> {
            let rows = contents.relations.iter().flat_map(|(relation, rows)| {
                let lines = rows.lines().map(move |row| format!("{relation}: {row}"));
                std::iter::once(format!("{relation} is there")).chain(lines)
            });
            let changed = contents.changed.iter();
            let changed = changed.map(|(of, rows)| format!("{of}: {rows} rows changed"));
            rows.chain(contents.ledger.iter().cloned())
                .chain(changed)
                .collect()
        };
        let (found, expected) = (lines(self), lines(expected));
        let lost: Vec<_> = expected.difference(&found).take(9).collect();
        let odd: Vec<_> = found.difference(&expected).take(9).collect();
        panic!("{place}\nlost: {lost:#?}\nnot expected: {odd:#?}");
    }

    /// Fails unless each table is as it was or as it should become, and of what is written bit by bit (the store's values, the
    /// tables in `merged`) what stood there and stays is there: nothing half, nothing else.
    #[track_caller]
    pub fn assert_between(&self, before: &Self, after: &Self, merged: &[&str], place: &str) {
        for relation in self.relations.keys().chain(before.relations.keys()) {
            let [now, old, new] =
                [self, before, after].map(|contents| contents.relations.get(relation));
            if now == old || now == new {
                continue;
            }
            let name = relation.to_ascii_lowercase();
            let of_many = name.starts_with("feature_store.") || merged.contains(&name.as_str());
            assert!(of_many, "{place}: {relation} is neither old nor new");
            let [now, old, new] = [now, old, new].map(|rows| -> BTreeSet<&str> {
                rows.into_iter().flat_map(|rows| rows.lines()).collect()
            });
            let kept: BTreeSet<&str> = old.intersection(&new).copied().collect();
            let lost: Vec<_> = kept.difference(&now).collect();
            assert!(lost.is_empty(), "{place}: {relation} has lost {lost:?}");
            let known: BTreeSet<&str> = old.union(&new).copied().collect();
            let odd: Vec<_> = now.difference(&known).collect();
            assert!(odd.is_empty(), "{place}: {relation} holds {odd:?}");
        }
        let known: BTreeSet<&String> = before.ledger.union(&after.ledger).collect();
        let odd: Vec<_> = self
            .ledger
            .iter()
            .filter(|row| !known.contains(row))
            .collect();
        assert!(odd.is_empty(), "{place}: the ledger says {odd:?}");
    }
}

/// No row twice, every copy listed, no lease held, values and what vouches for them together.
fn assert_sound(database: &Connection) {
    for (what, sql) in [
        (
            "twice in the ledger",
            "SELECT run_id || node || status FROM feature_store.fsc_intervals GROUP BY run_id, node, as_of, status HAVING COUNT(*) > 1
             UNION ALL SELECT run_id || status FROM feature_store.fsc_runs GROUP BY run_id, status HAVING COUNT(*) > 1",
        ),
        (
            "twice in the store",
            "SELECT feature || entity_id FROM feature_store.features_long GROUP BY entity, entity_id, feature, as_of HAVING COUNT(*) > 1
             UNION ALL SELECT feature || entity_id FROM feature_store.features_static GROUP BY entity, entity_id, feature HAVING COUNT(*) > 1",
        ),
        (
            "a copy that nobody knows",
            "SELECT table_name FROM duckdb_tables() WHERE contains(table_name, '__SNAPSHOT__')
               AND table_name NOT IN (SELECT snapshot_name FROM feature_store.fsc_snapshots)",
        ),
        (
            "values by a run that the ledger does not know of",
            "SELECT DISTINCT run_id FROM feature_store.features_long ANTI JOIN feature_store.fsc_intervals USING (run_id, as_of)",
        ),
    ] {
        assert_eq!(ask(database, sql), [""; 0], "{what}");
    }
}

/// The texts of a query of one column.
fn ask(database: &Connection, sql: &str) -> Vec<String> {
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}
