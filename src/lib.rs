//! fsc, the feature store compiler: dbt for machine-learning features.
//!
//! A project of definition files beside plain SQL is compiled into a dependency graph, checked, and emitted as the
//! statements that `fsc run` executes. The stages, each a module, each consuming what the one before made:
//!
//! | stage | module | from | to |
//! |---|---|---|---|
//! | load | [`project::load`] | files | `RawProject`, spanned, may be wrong |
//! | resolve | [`project::resolve`] | `RawProject` | [`project::model::Project`] |
//! | render | [`template`] | SQL templates, an as-of time or none | SQL text |
//! | analyze | [`sql::analyze`] | SQL text, what is known of the relations around it | types, lineage, keys, facts for lints |
//! | graph | [`graph`] | nodes and the relations they read | dependency graph |
//! | check | [`compile`] | all of these | [`compile::CheckedProject`] |
//! | know | [`ledger`], [`intervals`] | what the ledger answers, the as-of times that are asked for | [`intervals::Unit`]s |
//! | plan | [`plan`] | `CheckedProject`, a selection at one as-of time or units | [`plan::Plan`]: what to do, in what order |
//! | emit | [`emit`] | a planned node | [`emit::script::Script`]: statements in a dialect |
//! | run | [`run`] | scripts, an [`engine`] | results |
//!
//! Only `load`, the engines and the CLI touch files, network or clock; today's date enters as a value. Every stage
//! reports all that it finds before the next one needs it.

#![cfg_attr(
    test,
    allow(
        clippy::disallowed_methods,
        reason = "tests make files and wait; the library is linted without them as well"
    )
)]

pub mod bind;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod emit;
pub mod engine;
pub mod environment;
pub mod fix;
pub mod graph;
pub mod inspect;
pub mod intervals;
pub mod ledger;
pub mod lineage;
pub mod lint;
pub mod manifest;
pub mod output_folder;
pub mod plan;
pub mod project;
pub mod rules;
pub mod run;
pub mod selection;
pub mod settings;
pub mod snapshots;
pub mod source;
pub mod sql;
pub mod status;
pub mod template;
pub mod written_file;
