//! Queries of a checked project at other as-of times than the one that it was checked for: what a backfill computes.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::CompileOptions;
use super::draft::without_terminator;
use super::model::CheckedProject;
use super::site::{Site, in_form};
use super::subject::{Subject, subjects};
use super::translate::translate;
use super::unreadable::unreadable;
use crate::diagnostic::Diagnostic;
use crate::project::time::AsOf;
use crate::sql::parse::with_query;
use crate::sql::stack;
use crate::template::{Origins, Templates, When};

/// The queries of a node at times that are computed together, in the target's SQL, without a terminator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueriesAt {
    /// At each of the times.
    pub texts: Vec<String>,
    /// At the last of them, as long as the table is missing that a time before was to make, and did not.
    pub while_missing: Option<String>,
}

/// Renders the queries of nodes, by id, each at its times. A node may stand there several times, in the order in which it is
/// computed. `options` are those that the project was compiled with.
pub fn queries_at(
    checked: &CheckedProject,
    options: &CompileOptions,
    nodes: &[(&str, &[AsOf])],
    is_backfill: bool,
) -> Result<Vec<QueriesAt>, Vec<Diagnostic>> {
    // What is wrong with macros was reported when the project was checked.
    let (templates, _) = Templates::new(&checked.project, &options.environment);
    // A merged table that is missing is there once the first of its times is computed.
    let (before, after) = (
        subjects(&checked.project, &options.missing_tables),
        subjects(&checked.project, &BTreeSet::new()),
    );
    let by_id: HashMap<String, [&Subject<'_>; 2]> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| (before.id(), [before, after]))
        .collect();
    let mut known = HashSet::new();
    let is_first: Vec<bool> = nodes.iter().map(|(id, _)| known.insert(*id)).collect();
    let queries = |((id, times), is_first): (&(&str, &[AsOf]), &bool)| {
        let Some([before, after]) = by_id.get(*id) else {
            return Ok(QueriesAt::default());
        };
        let query = |subject, time| query_at(checked, &templates, subject, time, is_backfill);
        let times_in_order = times.iter().enumerate();
        let texts = times_in_order.map(|(at, time)| {
            let subject = if *is_first && at == 0 { before } else { after };
            query(subject, *time)
        });
        let texts = texts.collect::<Result<_, _>>()?;
        let may_be_missing = !is_first && before.is_incremental != after.is_incremental;
        let last = times.last().filter(|_| may_be_missing);
        Ok(QueriesAt {
            texts,
            while_missing: last.map(|time| query(before, *time)).transpose()?,
        })
    };
    let work = || nodes.par_iter().zip(&is_first).map(queries).collect();
    match stack::pool() {
        Ok(pool) => pool.install(work),
        // Every query then reports that it cannot be parsed.
        Err(_) => work(),
    }
}

fn query_at(
    checked: &CheckedProject,
    templates: &Templates,
    subject: &Subject<'_>,
    time: AsOf,
    is_backfill: bool,
) -> Result<String, Vec<Diagnostic>> {
    let when = When::At(time);
    let site = Site {
        subject,
        templates,
        when,
        target_name: checked.target.as_str(),
        levels: &checked.project.lints.levels,
    };
    let told = |finding: Diagnostic| in_form(finding, is_backfill).note(format!("as of {time}"));
    let context = site.context(when, is_backfill);
    let rendered = templates
        .render(&subject.definition.query, &context)
        .map_err(|findings| findings.into_iter().map(told).collect::<Vec<_>>())?;
    let translated = with_query(rendered.probe(), |query| {
        translate(checked.dialect, &rendered, query, subject.interval)
    })
    .map_err(|error| vec![told(unreadable(&site, &rendered, is_backfill, &error))])?;
    match translated {
        Ok(Some(lowered)) => Ok(lowered),
        Ok(None) => Ok(without_terminator(&rendered)),
        Err(problems) => {
            let origins = Origins::default();
            let place = |at| site.place(&rendered, when, is_backfill, &origins, at);
            Err(problems
                .into_iter()
                .map(|problem| told(problem.diagnostic(place)))
                .collect())
        }
    }
}
