//! What the analysis of a query costs beside parsing it: types, lineage, bounds in time and facts for the lints, per feature
//! view of a generated project. One process, one thread, both measured in turn, so that the ratio holds on a noisy machine.
//!
//! ```text
//! cargo bench --bench analysis           1,000 feature views
//! cargo bench --bench analysis -- 5000   another number
//! ```
//!
//! The texts are those of the templates with the dates filled in by hand; macros are left out, as they are rendered before.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement writes a project and reads the clock"
)]

#[path = "../examples/generate_project/generator.rs"]
mod generator;

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fsc::project::load::load;
use fsc::project::model::{Project, Source};
use fsc::project::resolve::resolve;
use fsc::sql::analyze::bounds::bounds;
use fsc::sql::analyze::instant::AsOfTexts;
use fsc::sql::analyze::{Catalog, Output, Relation, RelationColumn, RelationKind, analyze};
use fsc::sql::name::RelationName;
use fsc::sql::parse::with_query;
use fsc::sql::types::Type;

const VIEWS: usize = 1_000;
const ROUNDS: usize = 9;
const DAY: &str = "2023-08-01";

/// The sources of the project.
struct Sources(HashMap<RelationName, Arc<Relation>>);

impl Catalog for Sources {
    fn relation(&self, name: &RelationName) -> Option<Arc<Relation>> {
        self.0.get(name).cloned()
    }
}

fn main() -> io::Result<()> {
    let views = env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(VIEWS);
    let root =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fsc-analysis-{}", std::process::id()));
    generator::write(&root, generator::Size { views, seed: 1 })?;
    let project = resolve(load(&root)).project;
    fs::remove_dir_all(&root)?;
    let Some(project) = project else {
        return Err(io::Error::other("the generated project has errors"));
    };
    let queries = queries(&project);
    let sources = Sources(project.sources.iter().map(relation).collect());
    let day = chrono::NaiveDate::parse_from_str(DAY, "%Y-%m-%d").map_err(io::Error::other)?;
    let texts = AsOfTexts::new(day.and_time(chrono::NaiveTime::MIN), [DAY.to_owned()]);

    let (mut parsing, mut both) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        parsing.push(time(&queries, |text| {
            with_query(text, |query| query.order_by.is_some()).is_ok()
        }));
        both.push(time(&queries, |text| {
            let looked = with_query(text, |query| {
                let model = analyze(query, &sources, &texts);
                let found = bounds(&model).len();
                (Output::of(&model).problems.len(), found)
            });
            looked.is_ok()
        }));
    }
    let lines: usize = queries.iter().map(|text| text.lines().count()).sum();
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e6 / count(queries.len())
    };
    let (parse, whole) = (median(&mut parsing), median(&mut both));
    writeln!(
        io::stdout().lock(),
        "{} queries of {:.1} lines: parsing {parse:.1} µs, with analysis {whole:.1} µs, so analysis {:.1} µs a query, {:.2} \
         times parsing",
        queries.len(),
        count(lines) / count(queries.len()),
        whole - parse,
        (whole - parse) / parse
    )
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The queries that need no macro, with the date filled in.
fn queries(project: &Project) -> Vec<String> {
    let views = project
        .views
        .iter()
        .map(|view| view.definition.query.text.to_string());
    views
        .map(|text| {
            text.replace("{{ ds }}", DAY)
                .replace("{{ ts }}", "2023-08-01T00:00:00+00:00")
        })
        .filter(|text| {
            !text.contains("{{") && !text.contains("{%") && with_query(text, |_| ()).is_ok()
        })
        .collect()
}

fn relation(source: &Source) -> (RelationName, Arc<Relation>) {
    let columns = source
        .columns
        .iter()
        .map(|column| {
            RelationColumn::new(column.name.clone(), Type::parse(&column.data_type.value))
        })
        .collect();
    let relation = Relation::new(RelationKind::Source, Some(columns), &[]);
    (source.relation.clone(), Arc::new(relation))
}

/// How long `work` takes over all queries.
fn time(queries: &[String], work: impl Fn(&str) -> bool) -> Duration {
    let start = Instant::now();
    let done = queries.iter().filter(|text| work(text)).count();
    let elapsed = start.elapsed();
    assert_eq!(done, queries.len(), "a query could not be parsed");
    elapsed
}
