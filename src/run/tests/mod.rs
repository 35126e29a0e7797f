//! Runs of hand-made plans on a real DuckDB.

mod batches;
mod cancel;
mod crash;
mod harness;
mod mounts;
mod nodes;
mod report;
mod retry;
mod versions;
