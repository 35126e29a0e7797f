//! Versions: what the store held before a later run replaced or removed it (`keep_versions`).
//!
//! The store's own tables hold the latest value of each key and as-of time, whether versions are kept or not; what they
//! lose goes to `features_versions` first, in the same transaction. So nothing that reads the store has to know of versions,
//! and keeping them can be begun and ended at any time.

use super::feature_view::ViewEmitter;
use super::script::{Parameter, SqlText, Statement};
use super::writer::{execute, parameter_timestamp, sql, text_type, timestamp_type};
use crate::project::model::Store;
use crate::sql::name::Dialect;

const VERSIONS: &str = "features_versions";

/// `CREATE TABLE IF NOT EXISTS`: the versions.
pub(super) fn table(dialect: Dialect, store: &Store) -> Statement {
    let (text, time) = (text_type(dialect), timestamp_type(dialect));
    execute(
        "versions: values that were replaced or removed",
        sql![
            "CREATE TABLE IF NOT EXISTS ",
            &store.relation(VERSIONS).quoted(),
            " (\n  entity ",
            text,
            " NOT NULL,\n  entity_id ",
            text,
            " NOT NULL,\n  feature ",
            text,
            " NOT NULL,\n  as_of ",
            time,
            ",\n  value DOUBLE,\n  computed_at ",
            time,
            " NOT NULL,\n  run_id ",
            text,
            " NOT NULL,\n  superseded_at ",
            time,
            " NOT NULL,\n  superseded_by ",
            text,
            " NOT NULL\n)"
        ],
    )
}

/// The view that answers what was known at a time T: its rows with `known_from <= T` and `known_until` after T or NULL.
pub(super) fn view(dialect: Dialect, store: &Store) -> Statement {
    let columns = "entity, entity_id, feature, as_of, value, computed_at AS known_from, ";
    let time = timestamp_type(dialect);
    let part = |table: &str, columns: &str, until: &str| {
        format!(
            "SELECT {columns}{until} AS known_until, run_id\nFROM {}",
            store.relation(table).quoted()
        )
    };
    let still = format!("CAST(NULL AS {time})");
    let parts = [
        part("features_long", columns, &still),
        part(
            "features_static",
            &columns.replace("as_of", &format!("{still} AS as_of")),
            &still,
        ),
        part(VERSIONS, columns, "superseded_at"),
    ];
    execute(
        "versions: what was known when",
        sql![
            "CREATE VIEW IF NOT EXISTS ",
            &store.relation("features_as_known").quoted(),
            " AS\n",
            &parts.join("\nUNION ALL\n")
        ],
    )
}

impl ViewEmitter<'_> {
    /// Keeps what the write that follows replaces or removes.
    pub(super) fn keep_versions(&self, store: &Store) -> Vec<Statement> {
        let versions = store.relation(VERSIONS).quoted();
        let as_of = if self.has_time() { "t.as_of" } else { "NULL" };
        let keep = |purpose: &str, rest: SqlText| {
            execute(
                purpose,
                sql![
                    "INSERT INTO ",
                    &versions,
                    " (entity, entity_id, feature, as_of, value, computed_at, run_id, superseded_at, superseded_by)\n\
                     SELECT t.entity, t.entity_id, t.feature, ",
                    as_of,
                    ", t.value, t.computed_at, t.run_id, ",
                    &parameter_timestamp(self.dialect, Parameter::ComputedAt),
                    ", '",
                    Parameter::RunId,
                    "'\n",
                    &rest
                ],
            )
        };
        let replaced = sql![
            "FROM ",
            &self.store.quoted(),
            " AS t\nJOIN (\n  ",
            &self.unpivoted("  "),
            "\n) AS s\nON ",
            &self.matching().join("\n  AND "),
            "\nWHERE t.value IS DISTINCT FROM s.value"
        ];
        let mut statements = vec![keep("versions: keep the values that change", replaced)];
        let lacking = self.lacking().into_iter().map(|(_, predicates)| predicates);
        for removed in lacking.chain(self.between()) {
            let removed = sql![
                "FROM ",
                &self.store.quoted(),
                " AS t\nWHERE ",
                &removed.join("\n  AND ")
            ];
            statements.push(keep("versions: keep the values that go", removed));
        }
        statements
    }
}
