//! Plans, engines and questions for the tests of runs.

use std::convert::Infallible;
use std::path::Path;

use chrono::NaiveDate;

use crate::diagnostic::Level;
use crate::engine::{Engine, Rows};
use crate::plan::{
    Action, FeatureViewAction, MountedSource, Plan, PlannedFeature, PlannedNode, PlannedTime,
    RowTime, StoreWrite, TableAction,
};
use crate::project::model::{Checks, Key, SchemaChange, Snapshot, Store, TableWrite};
use crate::project::time::{AsOf, Interval};
use crate::run::{
    Busy, Cancellation, Clock, LeaseOptions, NotRun, Observer, RunOptions, RunResults, Silent,
};
use crate::source::{FileId, Span};
use crate::sql::name::{Dialect, Identifier, RelationName};

pub(super) fn plan(nodes: Vec<PlannedNode>) -> Plan {
    Plan {
        project: "test".into(),
        target: "dev".into(),
        dialect: Dialect::DuckDb,
        store: store(),
        mounts: Vec::new(),
        nodes,
        by_interval: false,
        backfill: None,
        lost: Vec::new(),
    }
}

fn store() -> Store {
    Store {
        database: None,
        schema: Identifier::new("feature_store"),
    }
}

fn node(name: &str, kind: &str, depends_on: &[usize], query: &str, action: Action) -> PlannedNode {
    let day = NaiveDate::from_ymd_opt(2023, 8, 1).unwrap();
    PlannedNode {
        id: format!("{kind}.{name}"),
        name: name.into(),
        path: "feature.toml".into(),
        depends_on: depends_on.to_vec(),
        mounts: Vec::new(),
        interval: Interval::Day,
        as_of: PlannedTime::At(AsOf::midnight(day)),
        earlier: Vec::new(),
        while_missing: None,
        comes_after: Vec::new(),
        waits_for: None,
        definition_hash: "abc".into(),
        values_hash: "abc".into(),
        reads_stale: false,
        no_rows: Level::Allow,
        query: query.into(),
        action,
    }
}

/// A view with the key `k` and one feature.
pub(super) fn view(name: &str, feature: &str, depends_on: &[usize], query: &str) -> PlannedNode {
    view_with(name, feature, depends_on, query, Checks::default())
}

pub(super) fn view_with(
    name: &str,
    feature: &str,
    depends_on: &[usize],
    query: &str,
    checks: Checks,
) -> PlannedNode {
    let action = Action::FeatureView(FeatureViewAction {
        entity: "brand".into(),
        keys: vec![Key {
            column: Identifier::new("k"),
            data_type: None,
        }],
        features: vec![PlannedFeature {
            column: Identifier::new(feature),
            checks,
        }],
        time: RowTime::AsOf,
        write: StoreWrite::Merge,
        meets_older: false,
        between: Vec::new(),
        keep_versions: false,
        wide_view: store().relation(name),
    });
    node(name, "feature_view", depends_on, query, action)
}

/// A table `made.<name>` with the columns `k` and `v`.
pub(super) fn table(
    name: &str,
    depends_on: &[usize],
    query: &str,
    write: TableWrite,
) -> PlannedNode {
    let action = Action::Table(TableAction {
        relation: RelationName::in_schema(Identifier::new("made"), Identifier::new(name)),
        columns: vec![Identifier::new("k"), Identifier::new("v")],
        write,
        audited_key: Vec::new(),
        yields_history: false,
        may_repeat_keys: false,
        snapshot: Snapshot::EveryRun,
        snapshot_retention: Some("1 day".parse().unwrap()),
        cluster_by: Vec::new(),
        transient: false,
        grants: Vec::new(),
    });
    node(name, "table", depends_on, query, action)
}

pub(super) fn mount(path: &str, columns: &[(&str, &str)]) -> MountedSource {
    MountedSource {
        relation: RelationName::in_schema(Identifier::new("production"), Identifier::new("brands")),
        path: path.into(),
        columns: columns
            .iter()
            .map(|(name, data_type)| (Identifier::new(*name), (*data_type).to_owned()))
            .collect(),
        span: Span::whole(FileId(0)),
        path_span: Span::whole(FileId(0)),
    }
}

/// A plan in which everything happens: a table of each kind, a view on one of them, a view alone.
pub(super) fn whole_plan() -> Plan {
    let merge = TableWrite::Merge {
        unique_key: vec![Identifier::new("k")],
        on_schema_change: SchemaChange::Fail,
    };
    plan(vec![
        table(
            "base",
            &[],
            "SELECT range AS \"K\", range * 2 AS \"V\" FROM range(5)",
            TableWrite::Rebuild,
        ),
        table(
            "merged",
            &[0],
            "SELECT \"K\", \"V\" + 1 AS \"V\" FROM \"MADE\".\"BASE\"",
            merge,
        ),
        view(
            "doubled",
            "twice",
            &[0],
            "SELECT \"K\", \"V\" AS \"TWICE\" FROM \"MADE\".\"BASE\"",
        ),
        view(
            "alone",
            "one",
            &[],
            "SELECT range AS \"K\", CASE WHEN range = 2 THEN NULL ELSE 1.5 END AS \"ONE\" FROM range(4)",
        ),
    ])
}

/// Options of the run number `number`; each starts a day after the one before.
pub(super) fn options(number: u32, root: &Path) -> RunOptions {
    let now = NaiveDate::from_ymd_opt(2023, 8, 1 + number)
        .and_then(|day| day.and_hms_opt(6, 0, 0))
        .unwrap();
    RunOptions {
        threads: 3.try_into().unwrap(),
        run_id: format!("run-{number}"),
        now,
        clock: Clock::default(),
        root: root.to_owned(),
        target_at: None,
        args: vec!["run".into()],
        invocation: crate::run::Invocation {
            command: "run".into(),
            ..crate::run::Invocation::default()
        },
        retries: crate::run::Retries {
            first_pause: std::time::Duration::from_millis(1),
            ..crate::run::Retries::default()
        },
        lease: LeaseOptions {
            process: std::process::id().to_string(),
            ..LeaseOptions::default()
        },
        fail_fast: false,
    }
}

/// A run that nothing is noted of.
pub(super) fn run(
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
    observer: &dyn Observer,
    cancellation: &Cancellation,
) -> Result<RunResults, Box<Busy>> {
    let note = |_: &RunResults| Ok::<(), Infallible>(());
    crate::run::run(plan, engine, options, observer, cancellation, note).map_err(|not_run| {
        match not_run {
            NotRun::Busy(busy) => busy,
            NotRun::Unnoted(never) => match never {},
        }
    })
}

pub(super) fn run_once(plan: &Plan, engine: &dyn Engine, number: u32) -> RunResults {
    run(
        plan,
        engine,
        &options(number, Path::new("/nowhere")),
        &Silent,
        &Cancellation::default(),
    )
    .unwrap()
}

pub(super) fn ask(engine: &dyn Engine, sql: &str) -> Rows {
    engine.session().unwrap().query(sql).unwrap()
}

/// One text a row, columns joined by `|`.
pub(super) fn texts(engine: &dyn Engine, sql: &str) -> Vec<String> {
    ask(engine, sql)
        .rows
        .into_iter()
        .map(|row| {
            row.into_iter()
                .map(|value| value.unwrap_or_else(|| "NULL".into()))
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect()
}

/// The values of the store, without when they were written and by which run.
pub(super) fn contents_of_store(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT entity, entity_id, feature, as_of, value FROM feature_store.features_long ORDER BY ALL",
    )
}

/// All that a reader of the store and the tables sees, without when it was written and by which run.
pub(super) fn contents(engine: &dyn Engine) -> Vec<String> {
    let mut all = contents_of_store(engine);
    for query in [
        "SELECT 'base', * FROM made.base ORDER BY ALL",
        "SELECT 'merged', * FROM made.merged ORDER BY ALL",
        "SELECT 'doubled', k, twice FROM feature_store.doubled ORDER BY ALL",
        "SELECT 'alone', k, one FROM feature_store.alone ORDER BY ALL",
        "SELECT DISTINCT 'ledger', node, as_of, rows_staged FROM feature_store.fsc_intervals WHERE status = 'ok' ORDER BY ALL",
        // A stage or a table that was built beside would stay for ever.
        "SELECT 'left', table_name FROM duckdb_tables() WHERE lower(table_name) LIKE 'fsc\\_new%' ESCAPE '\\' ORDER BY ALL",
    ] {
        all.extend(texts(engine, query));
    }
    all
}

/// The code and message of every error of the run's nodes, and of the run.
pub(super) fn errors(results: &RunResults) -> Vec<String> {
    results
        .errors
        .iter()
        .chain(results.nodes.iter().flat_map(|node| &node.errors))
        .map(|error| format!("{} {}", error.rule.code, error.message))
        .collect()
}
