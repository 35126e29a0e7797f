//! Runs of hand-made plans on a real DuckDB.

mod abandoned;
mod batches;
mod cancel;
mod crash;
mod harness;
mod lease;
mod mounts;
mod nodes;
mod ownership;
mod reading;
mod report;
mod retry;
mod schema_change;
mod snapshots;
mod swap;
mod versions;
