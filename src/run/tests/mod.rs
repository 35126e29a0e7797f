//! Runs of hand-made plans on a real DuckDB.

mod cancel;
mod crash;
mod harness;
mod lease;
mod mounts;
mod nodes;
mod report;
mod retry;
