//! Threads whose stack is deep enough for any query that [`parse`](super::parse) lets through.
//!
//! Parsing, walking and dropping a syntax tree all recurse as deep as the tree, and a stack that runs out ends the whole
//! process; nothing can catch it. So whatever touches a tree runs here, and the parser's limits keep trees shallower
//! than these stacks. The memory is only reserved: a page is used when a query is deep enough to touch it.

use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Bytes of stack that a thread of the [`pool`] has.
pub const STACK_BYTES: usize = 256 << 20;

/// Why no thread with a deep stack could be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the operating system did not start a thread with a stack of 256 MiB: {0}")]
pub struct NoStack(String);

/// The threads with deep stacks: as many as the machine has cores.
pub fn pool() -> Result<&'static ThreadPool, NoStack> {
    static POOL: OnceLock<Result<ThreadPool, NoStack>> = OnceLock::new();
    POOL.get_or_init(|| {
        ThreadPoolBuilder::new()
            .stack_size(STACK_BYTES)
            .thread_name(|index| format!("fsc-sql-{index}"))
            .build()
            .map_err(|error| NoStack(error.to_string()))
    })
    .as_ref()
    .map_err(Clone::clone)
}

/// Runs `work` on a deep stack, and waits for it. Costs nothing on a thread of the pool.
pub fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, NoStack> {
    Ok(pool()?.install(work))
}
