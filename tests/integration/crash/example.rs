//! An example, cut to a few days and keys, with its plans.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::{NaiveDateTime, TimeDelta, Utc};
use duckdb::Connection;
use fsc::compile::{CheckedProject, CompileOptions, compile, queries_at};
use fsc::engine::Engine;
use fsc::engine::duckdb::DuckDb;
use fsc::environment::EnvironmentVariables;
use fsc::intervals::{self, Days, Wanted};
use fsc::ledger::Ledger;
use fsc::plan::{IntervalsRequest, Plan, PlanRequest, plan, plan_intervals};
use fsc::project::load::load;
use fsc::project::resolve::resolve;
use fsc::project::time::AsOf;
use fsc::run::{
    Cancellation, Clock, Invocation, LeaseOptions, Retries, RunOptions, RunResults, Silent, run,
    run_id,
};
use fsc::selection::Selected;
use fsc::template::When;

use super::disk::{DATABASE, Disk};
use crate::harness::Sandbox;

/// A project on disk.
pub struct Example {
    pub sandbox: Sandbox,
    /// Some hours ago, so that runs by the clock of the machine come after all others.
    begun: NaiveDateTime,
}

impl Example {
    /// Two carriers and a few days of flights.
    pub fn flights() -> Self {
        let cut = "time_hour >= '2013-03-01' AND time_hour < '2013-03-06'";
        Self::cut(
            "flights",
            &[
                (
                    "flights",
                    &format!("{cut} AND minute = 0 AND carrier IN ('UA', '9E')"),
                ),
                ("weather", cut),
                (
                    "planes",
                    "tailnum IN (SELECT tailnum FROM read_parquet('data/flights.parquet'))",
                ),
                (
                    "airports",
                    "faa IN (SELECT dest FROM read_parquet('data/flights.parquet'))",
                ),
            ],
        )
    }

    /// What a few retailers did.
    pub fn marketplace() -> Self {
        let few = "retailer_id <= 12";
        Self::cut(
            "marketplace",
            &[
                ("orders", few),
                ("product_views", few),
                (
                    "order_items",
                    "order_id IN (SELECT id FROM read_parquet('data/orders.parquet'))",
                ),
            ],
        )
    }

    /// Keeps the rows of files for which a condition holds.
    fn cut(name: &str, files: &[(&str, &str)]) -> Self {
        let sandbox = Sandbox::example(name);
        let data = sandbox.path().join("data");
        let database = Connection::open_in_memory().unwrap();
        for (file, condition) in files {
            let path = |name: &str| {
                let path = data.join(name).display().to_string();
                path.replace('\'', "''")
            };
            let whole = path(&format!("{file}.parquet"));
            let condition = condition.replace("'data/", &format!("'{}", path("")));
            database
                .execute_batch(&format!(
                    "CREATE TABLE cut AS SELECT * FROM read_parquet('{whole}') WHERE {condition};
                     COPY cut TO '{whole}'; DROP TABLE cut;"
                ))
                .unwrap();
        }
        let begun = Utc::now().naive_utc() - TimeDelta::hours(12);
        Self { sandbox, begun }
    }

    pub fn path(&self) -> &Path {
        self.sandbox.path()
    }

    /// A plan of all nodes, or of some, as of a day.
    pub fn plan(&self, ds: &str, selected: Selected) -> Plan {
        let (checked, _) = self.compiled(ds);
        let request = PlanRequest {
            selected,
            full_refresh: false,
        };
        plan(&checked, &request).unwrap()
    }

    /// The plan of a backfill of some nodes into an empty store.
    pub fn backfill(&self, start: &str, end: &str, nodes: &[&str]) -> Plan {
        let (checked, options) = self.compiled(end);
        let selected = Selected::only(nodes.iter().map(|node| (*node).to_owned()));
        let days = Days {
            first: Some(start.parse().unwrap()),
            last: Some(end.parse().unwrap()),
        };
        let (ranges, _) =
            intervals::of_selection(&checked, &selected, days, end.parse().unwrap()).unwrap();
        let wanted = Wanted {
            missing: true,
            stale: true,
            present: false,
        };
        let units = intervals::units(&checked, &ranges, wanted, &Ledger::default());
        let times: Vec<(&str, &[AsOf])> = units
            .iter()
            .map(|unit| (checked.nodes[unit.node].id.as_str(), unit.times.as_slice()))
            .collect();
        let request = IntervalsRequest {
            queries: queries_at(&checked, &options, &times, true).unwrap(),
            backfill: intervals::job("ad_hoc", &ranges),
            units: &units,
        };
        plan_intervals(&checked, request).unwrap()
    }

    fn compiled(&self, ds: &str) -> (CheckedProject, CompileOptions) {
        let project = resolve(load(self.path())).project.unwrap();
        let options = CompileOptions {
            when: When::At(ds.parse().unwrap()),
            target: project.default_target.clone(),
            missing_tables: BTreeSet::new(),
            environment: EnvironmentVariables::default(),
        };
        let checked = compile(project, &options).checked.unwrap();
        (checked, options)
    }

    /// Opens the database.
    pub fn open(&self) -> DuckDb {
        std::fs::create_dir_all(self.path().join("target")).unwrap();
        let engine = DuckDb::open(&self.database(), "dev.duckdb").unwrap();
        // Threads that wait for each other take longer than the work, which is small.
        let mut session = engine.session().unwrap();
        session.execute("SET threads = 1").unwrap();
        drop(session);
        engine
    }

    pub fn database(&self) -> PathBuf {
        self.path().join(DATABASE)
    }

    /// Executes a plan, one node after the other; `number` tells runs apart and when they are, in hours.
    pub fn execute(&self, plan: &Plan, engine: &dyn Engine, number: u32) -> RunResults {
        let now = self.begun + TimeDelta::hours(number.into());
        let options = RunOptions {
            threads: NonZeroUsize::MIN,
            run_id: run_id(now, number),
            now,
            clock: Clock::default(),
            root: self.path().to_owned(),
            target_at: None,
            args: vec!["run".into()],
            invocation: Invocation::default(),
            retries: Retries::default(),
            lease: LeaseOptions {
                process: format!("process {number}"),
                ..LeaseOptions::default()
            },
            fail_fast: false,
        };
        run(
            plan,
            engine,
            &options,
            &Silent,
            &Cancellation::default(),
            |_| Ok::<(), ()>(()),
        )
        .unwrap()
    }

    /// Executes a plan that nothing is wrong with, and closes the database.
    pub fn complete(&self, plan: &Plan, number: u32) -> RunResults {
        let engine = self.open();
        let results = self.execute(plan, &engine, number);
        let errors: Vec<&str> = results
            .errors
            .iter()
            .chain(results.nodes.iter().flat_map(|node| &node.errors))
            .map(|error| error.message.as_str())
            .collect();
        assert_eq!(errors, [""; 0]);
        assert_eq!(results.exit_code(), 0);
        results
    }

    /// The files of the database, which is closed.
    pub fn disk(&self) -> Disk {
        Disk::of(self.path(), None)
    }
}
