//! The second opinion: DuckDB's binder on every query that the embedded target is to run.
//!
//! All that a query reads is made empty in memory ([`relations`]); then each lowered query is bound and never run. What the
//! binder refuses although the analysis let it pass is a gap of fsc's own, in the analysis or in the lowering, and so is
//! an output column of another kind than the analysis expects. The binder tells one error at a time, about text that nobody
//! wrote, which is why it is asked last and its answer is a note.

mod message;
pub mod relations;
mod text;
mod types;

use rayon::prelude::*;

use crate::compile::CheckedProject;
use crate::diagnostic::{self, Diagnostic};
use crate::engine::{Column, Engine, EngineError, Session};
use crate::environment::EnvironmentVariables;
use crate::rules::{binder_disagrees, binder_refuses};
use crate::sql::stack;
use message::Refusal;
use relations::EmptyRelations;
use text::Texts;

/// What the binder says.
#[derive(Debug, Default)]
pub struct Bound {
    /// What it refuses or sees otherwise, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How many queries it was asked about.
    pub queries: usize,
    /// The queries that it could not be asked about, in the order of the project.
    pub left_out: Vec<LeftOut>,
}

/// A query that could not be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The node's id.
    pub node: String,
    /// Why: a phrase.
    pub reason: String,
}

/// The binder's answer to one query.
#[derive(Debug)]
enum Answer {
    Columns(Vec<Column>),
    Refused(Refusal),
    LeftOut(String),
}

/// Binds the query of every node of a project that was compiled for a DuckDB target, with the same `environment`. `engine`
/// is an empty database.
pub fn bind(
    checked: &CheckedProject,
    environment: &EnvironmentVariables,
    engine: &dyn Engine,
) -> Result<Bound, EngineError> {
    let texts = Texts::new(checked, environment);
    let mut session = engine.session()?;
    let mut relations = EmptyRelations::new(checked, session.as_mut())?;
    let mut answers: Vec<(usize, Answer)> = Vec::new();
    // Tables that others read come first, each after those that it reads: its columns are what the binder says of its query.
    let (first, rest): (Vec<usize>, Vec<usize>) = checked
        .order()
        .iter()
        .copied()
        .filter(|node| checked.nodes[*node].query.is_some())
        .partition(|node| relations.is_table_to_make(*node));
    for node in first {
        let answer = ask(&texts, &relations, node, session.as_mut())?;
        relations.make_table(node, &answer, session.as_mut())?;
        answers.push((node, answer));
    }
    answers.extend(ask_side_by_side(&texts, &relations, &rest, engine)?);
    answers.sort_by_key(|(node, _)| *node);
    Ok(judge(checked, answers))
}

/// Asks about many queries, over a few connections.
fn ask_side_by_side(
    texts: &Texts<'_>,
    relations: &EmptyRelations<'_>,
    nodes: &[usize],
    engine: &dyn Engine,
) -> Result<Vec<(usize, Answer)>, EngineError> {
    const QUERIES_A_CONNECTION: usize = 250;
    let work = || {
        let size = nodes
            .len()
            .div_ceil(rayon::current_num_threads())
            .clamp(1, QUERIES_A_CONNECTION);
        let answered: Result<Vec<Vec<_>>, EngineError> = nodes
            .par_chunks(size)
            .map(|nodes| {
                let mut session = engine.session()?;
                let answers = nodes.iter().map(|node| {
                    let answer = ask(texts, relations, *node, session.as_mut())?;
                    Ok((*node, answer))
                });
                answers.collect()
            })
            .collect();
        Ok(answered?.into_iter().flatten().collect())
    };
    // DuckDB's binder recurses as deep as the query.
    match stack::pool() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn ask(
    texts: &Texts<'_>,
    relations: &EmptyRelations<'_>,
    node: usize,
    session: &mut dyn Session,
) -> Result<Answer, EngineError> {
    if let Some(reason) = relations.lacking(node) {
        return Ok(Answer::LeftOut(reason));
    }
    let Some(text) = texts.at_one_time(node) else {
        return Ok(Answer::LeftOut(
            "its text depends on the as-of time: name one with `--ds`".to_owned(),
        ));
    };
    match session.describe(&text) {
        Ok(columns) => Ok(Answer::Columns(columns)),
        Err(EngineError::Statement(message)) => Ok(Answer::Refused(Refusal::new(&message))),
        Err(other) => Err(other),
    }
}

fn judge(checked: &CheckedProject, answers: Vec<(usize, Answer)>) -> Bound {
    let mut bound = Bound::default();
    for (position, answer) in answers {
        let node = &checked.nodes[position];
        let Some(definition) = checked.definition(node) else {
            continue;
        };
        let span = definition.query.span;
        match answer {
            Answer::Columns(columns) => {
                bound.queries += 1;
                let differences = types::differences(&node.lineage.columns, &columns);
                bound.diagnostics.extend(
                    differences.into_iter().map(|difference| {
                        binder_disagrees::diagnostic(&node.id, &difference, span)
                    }),
                );
            }
            Answer::Refused(refusal) => {
                bound.queries += 1;
                bound.diagnostics.push(binder_refuses::diagnostic(
                    &node.id,
                    &definition.name,
                    &refusal,
                    span,
                ));
            }
            Answer::LeftOut(reason) => bound.left_out.push(LeftOut {
                node: node.id.clone(),
                reason,
            }),
        }
    }
    bound.diagnostics = (checked.project.lints.clone()).settle(
        std::mem::take(&mut bound.diagnostics),
        &checked.project.files,
    );
    diagnostic::sort(&mut bound.diagnostics, &checked.project.files);
    bound
}

pub use message::Refusal as BinderRefusal;
pub use types::Difference;
