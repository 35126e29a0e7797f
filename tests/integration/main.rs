//! The integration tests: one binary, since each one links DuckDB.
//!
//! # How to add a test
//! Write it into the module of its subject, or make a module and declare it here; `compiled_in` fails for a file that
//! is not. Start from `harness::Sandbox`: it owns the folder, the environment and the redactions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests write projects and start processes"
)]

mod agreement;
mod backfills;
mod bind;
mod check;
mod cli;
mod commands;
mod compiled_in;
mod crash;
mod examples;
mod faults;
mod fixtures;
mod golden;
mod harness;
mod history;
mod init;
mod leases;
mod lineage;
mod lint_cases;
mod microbatch_faults;
mod nothing_selected;
mod oracle;
mod pages;
mod places;
mod precision;
mod reference;
mod retry;
mod scripts;
mod semantic_faults;
mod snapshots;
#[cfg(feature = "snowflake")]
mod snowflake;
mod sql_support;
mod status;
mod target_folder;
mod wording;
