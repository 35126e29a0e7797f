//! Three views of one day's cadence: one that is merged, one that is replaced, one that reads the first.
//!
//! The model is a map of values and, for each view and day, the window that they were computed with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use super::{Random, first_difference, kill, seeds, value, values};
use crate::harness::Sandbox;

const STEPS: usize = 9;
const DAYS: u32 = 8;
const KEYS: [&str; 4] = ["a", "b", "c", "d|e"];

/// An event: key, day, amount.
type Event = (&'static str, u32, i64);

/// The views, each after what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum View {
    /// The amounts of some days, merged.
    Total,
    /// The same, replaced whole at each day.
    Replaced,
    /// Half of the stored totals of the day.
    Half,
}

const VIEWS: [View; 3] = [View::Total, View::Replaced, View::Half];

impl View {
    fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Replaced => "replaced",
            Self::Half => "half",
        }
    }

    fn position(self) -> usize {
        self as usize
    }
}

/// What the store should hold.
#[derive(Default)]
struct Model {
    events: Vec<Event>,
    /// How many days each view looks back; of [`View::Half`] what it divides by.
    windows: [u32; 3],
    /// View, key, day.
    values: BTreeMap<(View, &'static str, u32), f64>,
    /// With which window each day was computed.
    computed: BTreeMap<(View, u32), u32>,
}

impl Model {
    fn window(&self, view: View) -> u32 {
        self.windows[view.position()]
    }

    /// What a view's query yields on a day.
    fn query(&self, view: View, day: u32) -> BTreeMap<&'static str, f64> {
        let mut sums: BTreeMap<&'static str, f64> = BTreeMap::new();
        match view {
            View::Total | View::Replaced => {
                let from = day.saturating_sub(self.window(view));
                for (key, at, amount) in &self.events {
                    if (from..day).contains(at) {
                        *sums.entry(key).or_default() += f64::from(i32::try_from(*amount).unwrap());
                    }
                }
            }
            View::Half => {
                for key in KEYS {
                    if let Some(total) = self.values.get(&(View::Total, key, day)) {
                        sums.insert(key, total / f64::from(self.window(view)));
                    }
                }
            }
        }
        sums
    }

    fn compute(&mut self, view: View, day: u32) {
        let yielded = self.query(view, day);
        if view == View::Replaced {
            self.values
                .retain(|(of, key, at), _| (*of, *at) != (view, day) || yielded.contains_key(key));
        }
        for (key, value) in yielded {
            self.values.insert((view, key, day), value);
        }
        self.computed.insert((view, day), self.window(view));
    }

    /// Computes views at days, where what they need is there; says whether all of them were.
    fn compute_all(&mut self, views: &BTreeSet<View>, days: &BTreeMap<View, Vec<u32>>) -> bool {
        let mut all = true;
        for view in views {
            for day in &days[view] {
                let is_waiting =
                    *view == View::Half && !self.computed.contains_key(&(View::Total, *day));
                if is_waiting {
                    all = false;
                } else {
                    self.compute(*view, *day);
                }
            }
        }
        all
    }

    fn is_wanted(&self, view: View, day: u32, missing: bool, stale: bool, force: bool) -> bool {
        match self.computed.get(&(view, day)) {
            _ if force => true,
            None => missing,
            Some(window) => stale && *window != self.window(view),
        }
    }

    fn contents(&self) -> BTreeSet<String> {
        let values = self.values.iter();
        values
            .map(|((view, key, day), number)| {
                value(view.name(), &format!("{} 00", 10 + day), key, *number)
            })
            .collect()
    }
}

/// The project on disk, with the model of its store.
struct World {
    sandbox: Sandbox,
    model: Model,
    random: Random,
    /// Written into the SQL: an edit that changes no value.
    remark: u32,
    log: Vec<String>,
}

const PROJECT: &str = r#"
name = "oracle"
default_target = "dev"
[target.dev]
type = "duckdb"
path = "target/dev.duckdb"
[[entity]]
name = "thing"
keys = ["k"]
"#;

const SOURCES: &str = r#"
[[source]]
schema = "production"
name = "events"
path = "data/events.csv"
columns = { k = "varchar", happened_on = "date", amount = "number(38, 0)" }
"#;

const VIEWS_FILE: &str = r#"
entity = "thing"
author = "nobody"
[[feature_view]]
sql = "total.sql"
features = { total = {} }
[[feature_view]]
sql = "replaced.sql"
rebuild = true
features = { replaced = {} }
[[feature_view]]
sql = "half.sql"
features = { half = {} }
"#;

fn date(day: u32) -> String {
    format!("2023-08-{}", 10 + day)
}

impl World {
    fn new(seed: u64) -> Self {
        let sandbox = Sandbox::empty()
            .file("fsc.toml", PROJECT)
            .file("sources.toml", SOURCES)
            .file("feature.toml", VIEWS_FILE);
        let mut world = Self {
            sandbox,
            model: Model {
                windows: [2, 3, 2],
                ..Model::default()
            },
            random: Random(seed),
            remark: 0,
            log: vec![format!("seed {seed}")],
        };
        world.new_events();
        world.write_queries();
        world
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.sandbox.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn new_events(&mut self) {
        let events = 6 + self.random.below(12);
        self.model.events = (0..events)
            .map(|_| {
                let key = KEYS[self.random.below(4) as usize];
                (
                    key,
                    self.random.below(DAYS),
                    i64::from(self.random.below(9)) - 2,
                )
            })
            .collect();
        let mut text = String::from("k,happened_on,amount\n");
        for (key, day, amount) in &self.model.events {
            writeln!(text, "{key},{},{amount}", date(*day)).unwrap();
        }
        self.write("data/events.csv", &text);
        self.log.push("new data".into());
    }

    fn write_queries(&mut self) {
        for view in VIEWS {
            let (name, window, remark) = (view.name(), self.model.window(view), self.remark);
            let text = match view {
                View::Total | View::Replaced => format!(
                    "-- remark {remark}\nselect k, sum(amount) as {name}\nfrom production.events\n\
                     where happened_on >= dateadd(day, -{window}, '{{{{ ds }}}}'::date) and happened_on < '{{{{ ds }}}}'::date\n\
                     group by k\n"
                ),
                View::Half => format!(
                    "-- remark {remark}\nselect k, total / {window}::double as half\nfrom feature_store.total\n\
                     where as_of = '{{{{ ds }}}}'::timestamp\n"
                ),
            };
            self.write(&format!("{name}.sql"), &text);
        }
    }

    /// Calls fsc; sometimes it is killed on the way, and called again.
    fn fsc(&mut self, args: &[String], is_whole: bool) {
        self.log.push(format!("fsc {}", args.join(" ")));
        if self.random.once_in(3) {
            let after = Duration::from_millis(u64::from(self.random.below(900)));
            self.log.push(format!("killed after {after:?}"));
            kill(&self.sandbox, args, after);
        }
        let finished = self.sandbox.fsc(args.iter().map(String::as_str)).run();
        let expected = i32::from(!is_whole);
        assert_eq!(
            finished.exit,
            Some(expected),
            "{:#?}\n{}{}",
            self.log,
            finished.stdout,
            finished.stderr
        );
    }

    fn some_views(&mut self) -> BTreeSet<View> {
        let mut views: BTreeSet<View> = VIEWS
            .into_iter()
            .filter(|_| self.random.below(3) > 0)
            .collect();
        if views.is_empty() {
            views.insert(View::Total);
        }
        views
    }

    fn step(&mut self) {
        match self.random.below(8) {
            0 => self.new_events(),
            1 => {
                self.remark += 1;
                self.write_queries();
                self.log.push("a remark".into());
            }
            2 => {
                let view = VIEWS[self.random.below(3) as usize];
                self.model.windows[view.position()] = 1 + self.random.below(4);
                self.write_queries();
                self.log.push(format!("edited {}", view.name()));
            }
            3 | 4 => self.run(),
            _ => self.backfill(),
        }
    }

    fn run(&mut self) {
        let day = self.random.below(DAYS);
        let views = self.some_views();
        let days = views.iter().map(|view| (*view, vec![day])).collect();
        // What is computed with the reader is computed before it.
        let is_whole = self.model.compute_all(&views, &days);
        let mut args: Vec<String> = ["run", "--ds"].map(str::to_owned).into();
        args.extend([date(day), "--select".into()]);
        args.extend(views.iter().map(|view| view.name().to_owned()));
        self.fsc(&args, is_whole);
    }

    fn backfill(&mut self) {
        let views = self.some_views();
        let first = self.random.below(DAYS);
        let last = first + self.random.below(DAYS - first);
        let flag = ["", "--missing", "--stale", "--force"][self.random.below(4) as usize];
        let (missing, stale) = (flag != "--stale", flag != "--missing");
        let days = views
            .iter()
            .map(|view| {
                let wanted = |day: &u32| {
                    self.model
                        .is_wanted(*view, *day, missing, stale, flag == "--force")
                };
                (*view, (first..=last).filter(wanted).collect())
            })
            .collect();
        let is_whole = self.model.compute_all(&views, &days);
        let mut args: Vec<String> = vec!["backfill".into(), "--select".into()];
        args.extend(views.iter().map(|view| view.name().to_owned()));
        args.extend(["--start".into(), date(first), "--end".into(), date(last)]);
        args.extend([
            "--batch-size".into(),
            (1 + self.random.below(4)).to_string(),
        ]);
        if !flag.is_empty() {
            args.push(flag.into());
        }
        self.fsc(&args, is_whole);
    }

    fn assert_store(&self) {
        let found = values(&self.sandbox.path().join("target/dev.duckdb"));
        if let Some(difference) = first_difference(&self.model.contents(), &found) {
            panic!("{}\n{difference}", self.log.join("\n"));
        }
    }
}

#[test]
fn any_order_of_work_ends_in_the_store_that_a_plain_model_has() {
    for seed in seeds(0..6) {
        let mut world = World::new(seed);
        for _ in 0..STEPS {
            world.step();
            world.assert_store();
        }
    }
}
