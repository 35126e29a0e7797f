//! `fsc check --bind`: DuckDB's second opinion, reported.

use std::collections::BTreeMap;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use crate::bind::{LeftOut, bind};
use crate::compile::CheckedProject;
use crate::diagnostic;
use crate::engine;
use crate::rules::database_unavailable;

/// Asks the binder about a checked project and prints what it says.
pub fn report(checked: &CheckedProject, context: &mut Context) -> CommandResult {
    let project = &checked.project;
    let target = context.settings.target(project)?;
    let failed = |problem| Failure::Diagnostics(vec![problem], project.files.clone());
    let engine = engine::in_memory(target).map_err(failed)?;
    let bound = bind(checked, &context.environment, engine.as_ref())
        .map_err(|error| failed(database_unavailable::unavailable(target, &error)))?;
    context.report(&bound.diagnostics, &project.files, Stream::Stdout)?;
    context.message(&format!(
        "bound {} with DuckDB's binder\n",
        queries(bound.queries)
    ));
    context.message(&left_out(&bound.left_out));
    Ok(if diagnostic::has_errors(&bound.diagnostics) {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// A line for each reason, with the nodes that it holds for.
fn left_out(left_out: &[LeftOut]) -> String {
    const MOST: usize = 5;
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for node in left_out {
        reasons.entry(&node.reason).or_default().push(&node.node);
    }
    let mut text = String::new();
    for (reason, nodes) in reasons {
        let named: Vec<String> = nodes
            .iter()
            .take(MOST)
            .map(|node| format!("`{node}`"))
            .collect();
        let more = match nodes.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        text.push_str(&format!(
            "not bound, as {reason}: {}{more}\n",
            named.join(", ")
        ));
    }
    text
}

fn queries(number: usize) -> String {
    match number {
        1 => "1 query".to_owned(),
        _ => format!("{number} queries"),
    }
}
