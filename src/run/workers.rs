//! The threads that take up nodes as they become ready, each with a session of its own.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::Run;
use super::results::{NodeResult, Status};
use super::retry;
use super::schedule::Schedule;
use super::script::{Sender, Stopped};
use crate::emit;
use crate::emit::script::Script;
use crate::engine::Session;
use crate::output_folder;
use crate::plan::PlannedNode;
use crate::rules::statement_failed;

/// DuckDB plans a query on the stack of the thread that sends it.
const STACK: usize = 64 << 20;

/// What the workers share.
struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    schedule: Schedule,
    results: Vec<Option<NodeResult>>,
    /// Nodes that will not start, of which the observer does not know yet.
    untold: Vec<usize>,
}

impl Board {
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
            untold: Vec::new(),
        }),
        changed: Condvar::new(),
    };
    skip_readers(run, &mut board.lock(), broken);
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

/// Notes the nodes that read a broken local file, and all that need them.
fn skip_readers(run: &Run, state: &mut State, broken: &BTreeSet<usize>) {
    for (position, node) in run.plan.nodes.iter().enumerate() {
        let mut reads = node.mounts.iter();
        if let Some(read) = reads.find(|read| broken.contains(read)) {
            let because = run.plan.mounts[*read].id();
            let given_up = state.schedule.give_up_with_dependents(position);
            end_unstarted(run, state, &given_up, Status::Skipped, Some(&because));
        }
    }
}

/// Takes up nodes until none is left. A panic fails its node and no other: nobody must wait for it for ever.
fn work(run: &Run, board: &Board) {
    let mut session = None;
    while let Some(position) = next(run, board) {
        let node = &run.plan.nodes[position];
        let caught = catch_unwind(AssertUnwindSafe(|| {
            run.observer.node_started(node);
            execute(run, node, &mut session)
        }));
        let result = caught.unwrap_or_else(|panic| {
            let mut result = Run::result(node, Status::Failed);
            result.errors = vec![statement_failed::panicked(&node.id, said(panic.as_ref()))];
            result
        });
        end(run, board, position, result);
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Waits for a node that may start; `None` when every node has started or been given up.
fn next(run: &Run, board: &Board) -> Option<usize> {
    let mut state = board.lock();
    loop {
        if run.cancellation.is_requested() {
            let given_up = state.schedule.give_up();
            end_unstarted(run, &mut state, &given_up, Status::Cancelled, None);
        }
        if !state.untold.is_empty() {
            drop(state);
            tell_unstarted(run, board);
            state = board.lock();
            continue;
        }
        if let Some(position) = state.schedule.start_next() {
            return Some(position);
        }
        if state.schedule.is_done() {
            return None;
        }
        state = board
            .changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

/// Notes nodes that will not start; [`tell_unstarted`] tells of them.
fn end_unstarted(
    run: &Run,
    state: &mut State,
    positions: &[usize],
    status: Status,
    because: Option<&str>,
) {
    for position in positions {
        let mut result = Run::result(&run.plan.nodes[*position], status);
        result.skipped_because = because.map(str::to_owned);
        state.results[*position] = Some(result);
        state.untold.push(*position);
    }
}

/// Notes that a node has ended. The observer hears of it first, so that nothing that needs the node starts before.
fn end(run: &Run, board: &Board, position: usize, result: NodeResult) {
    tell(run, &result);
    let mut state = board.lock();
    if result.status == Status::Ok {
        state.schedule.succeeded(position);
    } else {
        let mut given_up = state.schedule.failed(position);
        if run.options.fail_fast && result.status == Status::Failed {
            given_up.extend(state.schedule.give_up());
            given_up.sort_unstable();
        }
        let (status, because) = match result.status {
            Status::Cancelled => (Status::Cancelled, None),
            Status::Ok | Status::Failed | Status::Skipped => {
                (Status::Skipped, Some(result.id.as_str()))
            }
        };
        end_unstarted(run, &mut state, &given_up, status, because);
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

/// Tells of the nodes that will not start, in the order in which they were noted.
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

/// Executes one node; from its start again where its session is lost. That is safe after a COMMIT of which nobody knows
/// whether it happened, too: what was written is written again as it is, and the ledger notes a run's node once.
fn execute(run: &Run, node: &PlannedNode, kept: &mut Option<Box<dyn Session>>) -> NodeResult {
    let begun = run.options.clock.passed();
    let mut result = Run::result(node, Status::Ok);
    let script = emit::node(run.plan, node);
    let ended = retry::in_sessions(&run.options.retries, &node.id, || {
        attempt(run, node, &script, kept, &mut result)
    });
    if let Err(stopped) = ended {
        match stopped.errors() {
            None => result.status = Status::Cancelled,
            Some(errors) => {
                result.status = Status::Failed;
                result.errors = errors;
            }
        }
    }
    for error in &mut result.errors {
        error.notes.push(format!(
            "its statements stand in `{}`",
            output_folder::compiled(node.name.as_str())
        ));
    }
    result.seconds = run.options.clock.since(begun).as_secs_f64();
    result
}

/// Sends a node's script once. The session is kept for the worker's next node as long as nothing went wrong in it.
fn attempt(
    run: &Run,
    node: &PlannedNode,
    script: &Script,
    kept: &mut Option<Box<dyn Session>>,
    result: &mut NodeResult,
) -> Result<(), Stopped> {
    let refused = |error| {
        let error = statement_failed::refused(&node.id, "a session", &error);
        Stopped::Failed(vec![error])
    };
    let mut session = match kept.take() {
        Some(session) => session,
        None => run.engine.session().map_err(refused)?,
    };
    let mut sender = Sender::new(session.as_mut(), run, Some(node));
    let sent = sender.send(script);
    let done = sender.done;
    result.rows_staged = done.rows_staged;
    result.statements += done.statements;
    result.query_ids.extend(done.query_ids);
    result.is_written |= done.is_written;
    if done.is_written {
        result.rows_changed = done.rows_changed;
    }
    if sent.is_ok() {
        *kept = Some(session);
    }
    sent
}
