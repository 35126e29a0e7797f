//! The threads that take up nodes as they become ready, each with a session of its own.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::results::{NodeResult, Status};
use super::schedule::Schedule;
use super::script::{Sender, Stopped};
use super::{Run, compiled_path};
use crate::emit;
use crate::engine::Session;
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
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Executes all nodes of a run. The results stand in the plan's order.
pub(super) fn nodes(run: &Run) -> Vec<NodeResult> {
    let nodes = &run.plan.nodes;
    let board = Board {
        state: Mutex::new(State {
            schedule: Schedule::new(nodes),
            results: nodes.iter().map(|_| None).collect(),
        }),
        changed: Condvar::new(),
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

/// Takes up nodes until none is left.
fn work(run: &Run, board: &Board) {
    let mut session = None;
    while let Some(position) = next(run, board) {
        // A panic below must not leave the other workers waiting for this node.
        let mut ending = Ending {
            run,
            board,
            position,
            result: None,
        };
        let node = &run.plan.nodes[position];
        run.observer.node_started(node);
        ending.result = Some(execute(run, node, &mut session));
    }
}

/// Waits for a node that may start; `None` when every node has started or been given up.
fn next(run: &Run, board: &Board) -> Option<usize> {
    let mut state = board.lock();
    loop {
        if run.cancellation.is_requested() {
            let given_up = state.schedule.give_up();
            end_unstarted(run, &mut state, &given_up, Status::Cancelled, None);
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

/// Notes nodes that will not start.
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
        run.observer.node_finished(&result);
        state.results[*position] = Some(result);
    }
}

/// Tells the board that a node has ended, whatever happens.
struct Ending<'a> {
    run: &'a Run<'a>,
    board: &'a Board,
    position: usize,
    result: Option<NodeResult>,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let node = &self.run.plan.nodes[self.position];
        let result = self
            .result
            .take()
            .unwrap_or_else(|| Run::result(node, Status::Failed));
        let mut state = self.board.lock();
        self.run.observer.node_finished(&result);
        if result.status == Status::Ok {
            state.schedule.succeeded(self.position);
        } else {
            let given_up = state.schedule.failed(self.position);
            let (status, because) = match result.status {
                Status::Cancelled => (Status::Cancelled, None),
                Status::Ok | Status::Failed | Status::Skipped => {
                    (Status::Skipped, Some(node.id.as_str()))
                }
            };
            end_unstarted(self.run, &mut state, &given_up, status, because);
        }
        state.results[self.position] = Some(result);
        drop(state);
        self.board.changed.notify_all();
    }
}

/// Executes one node. A session is kept for the worker's next node as long as nothing went wrong in it.
fn execute(run: &Run, node: &PlannedNode, kept: &mut Option<Box<dyn Session>>) -> NodeResult {
    let clock = Instant::now();
    let mut result = Run::result(node, Status::Ok);
    let session = match kept.take() {
        Some(session) => Ok(session),
        None => run.engine.session(),
    };
    match session {
        Ok(mut session) => {
            let mut sender = Sender::new(
                session.as_mut(),
                &run.queues,
                run.cancellation,
                run.values,
                Some(node),
            );
            let sent = sender.send(&emit::node(run.plan, node));
            let done = sender.done;
            result.rows_staged = done.rows_staged;
            result.query_ids = done.query_ids;
            result.is_written = done.is_written;
            if done.is_written {
                result.rows_changed = done.rows_changed;
            }
            match sent {
                Ok(()) => {
                    *kept = Some(session);
                }
                Err(Stopped::Cancelled) => result.status = Status::Cancelled,
                Err(Stopped::Failed(errors)) => {
                    result.status = Status::Failed;
                    result.errors = errors;
                }
            }
        }
        Err(error) => {
            result.status = Status::Failed;
            result.errors = vec![statement_failed::refused(&node.id, "a session", &error)];
        }
    }
    for error in &mut result.errors {
        error
            .notes
            .push(format!("its statements stand in `{}`", compiled_path(node)));
    }
    result.seconds = clock.elapsed().as_secs_f64();
    result
}
