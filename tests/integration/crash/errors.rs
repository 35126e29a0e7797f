//! Statements that the database refuses: each statement of each node, and of what a run sends before its nodes.
//!
//! Nodes that read each other fail in runs of their own; those that do not fail in one run, each at its statement of the same
//! number.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use fsc::engine::EngineError;
use fsc::plan::Plan;
use fsc::run::{RunResults, Status};
use fsc::selection::Selected;

use super::disk::Disk;
use super::example::Example;
use super::store::Contents;
use super::watched::Watched;

/// Of whom how many statements were sent.
type Counts = Arc<Mutex<HashMap<String, usize>>>;

/// What a run's own statements are counted under.
const THE_RUN: &str = "the run";

/// Executes a plan in which the statement of a number is refused: of every node, or of the run itself. Tells how many
/// statements each sent, and which were refused.
fn refusing(
    example: &Example,
    plan: &Plan,
    of_nodes: bool,
    refused: usize,
) -> (RunResults, HashMap<String, usize>, BTreeMap<String, String>) {
    let counts = Counts::default();
    let met = Arc::new(Mutex::new(BTreeMap::new()));
    let (counted, noted) = (Arc::clone(&counts), Arc::clone(&met));
    let engine = Watched::new(example.open(), move |node, sql| {
        let mut counts = counted.lock().unwrap();
        let count = counts
            .entry(node.unwrap_or(THE_RUN).to_owned())
            .or_default();
        *count += 1;
        if *count == refused && node.is_some() == of_nodes {
            noted
                .lock()
                .unwrap()
                .insert(node.unwrap_or(THE_RUN).to_owned(), sql.to_owned());
            return Err(EngineError::Statement("refused by a test".into()));
        }
        Ok(())
    });
    let results = example.execute(plan, &engine, 2);
    drop(engine);
    let counts = counts.lock().unwrap().clone();
    let met = met.lock().unwrap().clone();
    (results, counts, met)
}

/// Nodes by how far they are from the sources: none reads another one of its group.
fn groups(plan: &Plan) -> Vec<HashSet<String>> {
    let mut depths: Vec<usize> = Vec::new();
    let mut groups: BTreeMap<usize, HashSet<String>> = BTreeMap::new();
    for node in &plan.nodes {
        let depth = node.depends_on.iter().map(|read| depths[*read] + 1).max();
        depths.push(depth.unwrap_or(0));
        groups
            .entry(depth.unwrap_or(0))
            .or_default()
            .insert(node.id.clone());
    }
    groups.into_values().collect()
}

/// A statement that only tidies up may fail unnoticed; all others fail their node, which says so.
fn assert_told(results: &RunResults, refused: &BTreeMap<String, String>, place: &str) {
    for node in &results.nodes {
        let Some(sql) = refused.get(&node.id) else {
            continue;
        };
        let tidies = sql.starts_with("DROP TABLE IF EXISTS") || sql == "ROLLBACK";
        match node.status {
            Status::Ok => assert!(tidies, "{place}: `{sql}` of {} failed unnoticed", node.id),
            status => {
                assert_eq!(status, Status::Failed, "{place}: {}", node.id);
                let error = &node.errors[0];
                assert_eq!(error.rule.code, "FSC510", "{place}: {}", error.message);
                assert!(
                    error.message.contains(&node.id) && error.message.contains("refused by a test"),
                    "{place}: {}",
                    error.message
                );
            }
        }
    }
    let failed = results.nodes.iter().any(|node| node.status != Status::Ok);
    assert_eq!(results.exit_code(), u8::from(failed), "{place}");
}

/// Refuses statements of one day of an example, of which the day before was computed; returns how many were refused.
/// Groups without a table are tried at every sixth statement, but for the first: theirs are of the same kinds.
fn refuse_any(name: &str, example: &Example, days: [&str; 2]) -> usize {
    example.complete(&example.plan(days[0], Selected::default()), 0);
    let whole = example.plan(days[1], Selected::default());
    let mut kinds = BTreeSet::new();
    let mut points = 0;
    for (position, group) in groups(&whole).into_iter().enumerate() {
        let base = example.disk();
        let before = Contents::of(&example.database());
        let has_table = group.iter().any(|node| node.starts_with("table."));
        let step = if position == 0 || has_table { 1 } else { 6 };
        let plan = example.plan(days[1], Selected::only(group));
        let (undisturbed, counts, _) = refusing(example, &plan, true, 0);
        assert_eq!(undisturbed.exit_code(), 0);
        let done = example.disk();
        let after = Contents::of(&example.database());
        let most = counts
            .iter()
            .filter(|(of, _)| *of != THE_RUN)
            .map(|(_, count)| *count)
            .max();
        for refused in (1..=most.unwrap()).step_by(step) {
            base.restore(example.path());
            let (results, _, met) = refusing(example, &plan, true, refused);
            let place = format!("{name}: statement {refused} of {:?}", met.keys());
            assert!(!met.is_empty(), "{place}");
            kinds.extend(
                met.values()
                    .map(|sql| sql.split(' ').next().unwrap_or_default().to_owned()),
            );
            assert_told(&results, &met, &place);
            Contents::of(&example.database()).assert_between(&before, &after, &[], &place);
            example.complete(&plan, 3);
            Contents::of(&example.database()).assert_same(&after, &place);
            points += met.len();
        }
        done.restore(example.path());
    }
    println!("{name}: {points} statements refused, of the kinds {kinds:?}");
    points
}

#[test]
fn a_statement_of_the_flights_that_is_refused_fails_its_node_and_the_next_run_completes_it() {
    let points = refuse_any("flights", &Example::flights(), ["2013-03-04", "2013-03-05"]);
    assert!(points > 80, "{points}");
}

#[test]
fn a_statement_of_the_marketplace_that_is_refused_fails_its_node_and_the_next_run_completes_it() {
    let points = refuse_any(
        "marketplace",
        &Example::marketplace(),
        ["2023-08-14", "2023-08-15"],
    );
    assert!(points > 80, "{points}");
}

/// What a run sends for itself: the lease, the set-up of an empty store, how it ended.
#[test]
fn a_statement_of_the_run_itself_that_is_refused_leaves_what_the_next_run_completes() {
    let example = Example::marketplace();
    let nodes = [
        "table.daily_product_sales",
        "feature_view.product_sales",
        "feature_view.product_catalog",
    ];
    let plan = example.plan("2023-08-15", Selected::only(nodes.map(str::to_owned)));
    let (_, counts, _) = refusing(&example, &plan, false, 0);
    let after = Contents::of(&example.database());
    let total = counts[THE_RUN];
    assert!(total > 20, "{total}");
    for refused in 1..=total {
        Disk::default().restore(example.path());
        let (results, _, met) = refusing(&example, &plan, false, refused);
        let place = format!("statement {refused} of {total}: {}", met[THE_RUN]);
        match results.exit_code() {
            // Tried again, or the lease, which ends by itself: nothing is missing.
            0 => Contents::of(&example.database()).assert_same(&after, &place),
            code => {
                // A source whose file cannot be read keeps from running what reads it, and no more.
                let sql = &met[THE_RUN];
                let reads_file = sql.contains("read_parquet(") || sql.contains("read_csv(");
                let is_of_source = reads_file && !sql.starts_with("CREATE");
                assert_eq!(code, if is_of_source { 1 } else { 2 }, "{place}");
                let error = &results.errors[0];
                let said = [std::slice::from_ref(&error.message), &error.notes].concat();
                assert!(
                    said.iter().any(|said| said.contains("refused by a test")),
                    "{place}: {said:?}"
                );
            }
        }
        example.complete(&plan, 3);
        Contents::of(&example.database()).assert_same(&after, &place);
    }
    println!("the run itself: {total} statements refused");
}
