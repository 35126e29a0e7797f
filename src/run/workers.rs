//! The threads that take up nodes as they become ready, each with a session of its own.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::reading::Kept;
use super::results::{FAIL_FAST, NodeResult, Status};
use super::schedule::Schedule;
use super::shortfall::Shortfall;
use super::{Run, node};
use crate::diagnostic::Diagnostic;
use crate::plan::PlannedNode;
use crate::project::time::AsOf;
use crate::rules::missing_as_of::{self, Asked};
use crate::rules::statement_failed;

/// DuckDB plans a query on the stack of the thread that sends it.
const STACK: usize = 64 << 20;

/// What the workers share.
struct Board<'b> {
    state: Mutex<State>,
    changed: Condvar,
    /// Positions in the plan's list of the local files that cannot be used.
    broken: &'b BTreeSet<usize>,
}

struct State {
    schedule: Schedule,
    results: Vec<Option<NodeResult>>,
    shortfall: Shortfall,
    /// Nodes that will not start because the run is to stop, of which the observer does not know yet.
    untold: Vec<usize>,
}

impl State {
    /// Whether something of a node was written.
    fn is_written(&self, id: &str) -> bool {
        let mut results = self.results.iter().flatten();
        results.any(|result| result.id == id && result.is_written)
    }
}

impl Board<'_> {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Executes all nodes of a run but those that need one of the `broken` local files. The results stand in the plan's order.
pub(super) fn nodes(run: &Run, broken: &BTreeSet<usize>) -> Vec<NodeResult> {
    let nodes = &run.plan.nodes;
    let board = Board {
        state: Mutex::new(State {
            schedule: Schedule::new(nodes),
            results: nodes.iter().map(|_| None).collect(),
            shortfall: Shortfall::default(),
            untold: Vec::new(),
        }),
        changed: Condvar::new(),
        broken,
    };
    let threads = run.options.threads.get().min(nodes.len());
    std::thread::scope(|scope| {
        let started = (0..threads)
            .filter(|number| {
                std::thread::Builder::new()
                    .name(format!("fsc-run-{number}"))
                    .stack_size(STACK)
                    .spawn_scoped(scope, || work(run, &board))
                    .is_ok()
            })
            .count();
        if started == 0 {
            // The system gives no threads: this one does the work.
            work(run, &board);
        }
    });
    let state = board
        .state
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    state
        .results
        .into_iter()
        .zip(nodes)
        .map(|(result, node)| result.unwrap_or_else(|| Run::result(node, Status::Skipped)))
        .collect()
}

/// Takes up nodes until none is left. A panic fails its node and no other: nobody must wait for it for ever.
fn work(run: &Run, board: &Board) {
    let mut kept: Option<Kept> = None;
    while let Some((position, turn)) = next(run, board) {
        let result = match turn {
            Turn::Skip(result) => *result,
            Turn::Compute { node, short } => {
                let before = node.depends_on.iter().chain(&node.comes_after);
                kept = kept.filter(|kept| run.commits.are_read_by(kept, before));
                let mut wrote = BTreeSet::new();
                let caught = catch_unwind(AssertUnwindSafe(|| {
                    run.observer.node_started(&node);
                    node::execute(run, &node, &mut kept, &mut wrote)
                }));
                run.commits.note(position, wrote);
                let mut result = caught.unwrap_or_else(|panic| {
                    let mut result = Run::result(&node, Status::Failed);
                    let failed = statement_failed::panicked(&node.id, said(panic.as_ref()));
                    result.errors = vec![failed.about(&node.id, &node.times())];
                    result
                });
                result.times += short.len();
                result.left_out.extend(short.keys());
                result.left_out.sort_unstable();
                result
            }
        };
        end(run, board, position, result);
    }
}

/// What is to be done with a node whose turn it is.
enum Turn {
    /// Nothing: something that it needs is not there.
    Skip(Box<NodeResult>),
    /// To compute it, at those of its times that nothing keeps it from.
    Compute {
        node: Box<PlannedNode>,
        short: BTreeMap<AsOf, String>,
    },
}

fn turn(run: &Run, board: &Board, state: &mut State, position: usize) -> Turn {
    let node = &run.plan.nodes[position];
    let skip = |because: String, errors: Vec<Diagnostic>| {
        let mut result = Run::result(node, Status::Skipped);
        result.skipped_because = Some(because);
        result.errors = errors;
        Turn::Skip(Box::new(result))
    };
    if let Some(read) = node.mounts.iter().find(|read| board.broken.contains(read)) {
        return skip(run.plan.mounts[*read].id(), Vec::new());
    }
    if let Some(missing) = &node.waits_for {
        let asked = Asked::of(run.plan);
        let finding = missing_as_of::diagnostic(&node.id, missing, &node.times(), asked);
        return skip(missing.node.clone(), vec![finding]);
    }
    let short = state.shortfall.kept(run.plan, node);
    for (as_of, because) in &short {
        state.shortfall.add(position, *as_of, because);
    }
    match (
        node.at(|as_of| !short.contains_key(&as_of)),
        short.values().next(),
    ) {
        (Some(mut node), _) => {
            if let Some(query) = node.while_missing.take()
                && !state.is_written(&node.id)
            {
                node.query = query;
            }
            Turn::Compute {
                node: Box::new(node),
                short,
            }
        }
        (None, because) => skip(because.cloned().unwrap_or_default(), Vec::new()),
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Waits for a node whose turn it is; `None` when every node has started or been given up.
fn next(run: &Run, board: &Board) -> Option<(usize, Turn)> {
    let mut state = board.lock();
    loop {
        if run.cancellation.is_requested() {
            let given_up = state.schedule.give_up();
            for position in given_up {
                let result = Run::result(&run.plan.nodes[position], Status::Cancelled);
                state.results[position] = Some(result);
                state.untold.push(position);
            }
        }
        if !state.untold.is_empty() {
            drop(state);
            tell_unstarted(run, board);
            state = board.lock();
            continue;
        }
        if let Some(position) = state.schedule.start_next() {
            let turn = turn(run, board, &mut state, position);
            return Some((position, turn));
        }
        if state.schedule.is_done() {
            return None;
        }
        if state.schedule.is_stuck() {
            for position in state.schedule.give_up() {
                let node = &run.plan.nodes[position];
                let mut result = Run::result(node, Status::Failed);
                result.errors = vec![statement_failed::never_started(&node.id)];
                state.results[position] = Some(result);
                state.untold.push(position);
            }
            continue;
        }
        state = board
            .changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

/// Notes that a node has ended. The observer hears of it first, so that nothing that needs the node starts before.
fn end(run: &Run, board: &Board, position: usize, result: NodeResult) {
    tell(run, &result);
    let mut state = board.lock();
    let because = result.skipped_because.as_deref().unwrap_or(&result.id);
    for as_of in &result.left_out {
        state.shortfall.add(position, *as_of, because);
    }
    state.schedule.ended(position);
    if run.options.fail_fast && result.status == Status::Failed {
        let mut without = BTreeSet::from([position]);
        for given_up in state.schedule.give_up() {
            let node = &run.plan.nodes[given_up];
            let needs_it = node.depends_on.iter().any(|read| without.contains(read));
            let because = if needs_it {
                without.insert(given_up);
                result.id.as_str()
            } else {
                FAIL_FAST
            };
            let mut skipped = Run::result(node, Status::Skipped);
            skipped.skipped_because = Some(because.to_owned());
            state.results[given_up] = Some(skipped);
            state.untold.push(given_up);
        }
    }
    state.results[position] = Some(result);
    drop(state);
    board.changed.notify_all();
    tell_unstarted(run, board);
}

/// Tells the observer, which may take its time and is not trusted to return, while no lock is held.
fn tell(run: &Run, result: &NodeResult) {
    let _ = catch_unwind(AssertUnwindSafe(|| run.observer.node_finished(result)));
}

/// Tells of the nodes that were given up, in the order in which they were noted.
fn tell_unstarted(run: &Run, board: &Board) {
    let mut state = board.lock();
    let positions = std::mem::take(&mut state.untold);
    let results: Vec<NodeResult> = positions
        .into_iter()
        .filter_map(|position| state.results[position].clone())
        .collect();
    drop(state);
    for result in &results {
        tell(run, result);
    }
}
