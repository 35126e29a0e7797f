//! Before a run begins: whether the local files that stand in for sources are there and hold what is declared.

use std::collections::BTreeSet;
use std::path::Path;

use super::types::{Family, family, fits};
use super::values::RunValues;
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::engine::{EngineError, LocalFile, Rows, Session, local_file};
use crate::plan::MountedSource;
use crate::rules::{
    foreign_object, missing_source_column, missing_source_file, unreadable_source_file,
    wrong_source_type,
};
use crate::sql::name::{Dialect, Identifier};

/// What is wrong with local files.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// The positions of those files in the plan.
    pub(super) mounts: BTreeSet<usize>,
    /// All that is wrong with them.
    pub(super) findings: Vec<Diagnostic>,
}

/// All that is wrong with the files, or the engine's error when it was stopped.
pub(super) fn check(
    mounts: &[MountedSource],
    root: &Path,
    values: &RunValues,
    session: &mut dyn Session,
) -> Result<Broken, EngineError> {
    let mut broken = Broken::default();
    for (position, mount) in mounts.iter().enumerate() {
        let findings = match local_file(&root.join(&mount.path)) {
            LocalFile::File => match stands_instead(mount, session)? {
                Some(kind) => vec![foreign_object::instead_of_file(mount, &kind)],
                None => contents(mount, values, session)?,
            },
            LocalFile::Folder => vec![missing_source_file::not_a_file(mount, "a folder")],
            LocalFile::Special => vec![missing_source_file::not_a_file(mount, "a pipe or device")],
            LocalFile::Missing { beside } => vec![missing_source_file::missing(mount, &beside)],
        };
        if !findings.is_empty() {
            broken.mounts.insert(position);
            broken.findings.extend(findings);
        }
    }
    Ok(broken)
}

/// What the catalog calls that which stands where the file would be a view, if fsc did not make it. Before fsc marked its
/// views they were known by what they read: a file, without columns of its folders.
fn stands_instead(
    mount: &MountedSource,
    session: &mut dyn Session,
) -> Result<Option<String>, EngineError> {
    if mount.relation.database.is_some() {
        // A database in memory, which is new.
        return Ok(None);
    }
    let found = session.query(&emit::instead_of_mount(mount))?;
    Ok(found.rows.into_iter().flatten().flatten().next())
}

fn contents(
    mount: &MountedSource,
    values: &RunValues,
    session: &mut dyn Session,
) -> Result<Vec<Diagnostic>, EngineError> {
    let reader = mount
        .reader()
        .bind(|parameter| values.text(parameter).unwrap_or_default().to_owned());
    let mut ask = |sql: &str| match session.query(sql) {
        Ok(rows) => Ok(Ok(rows)),
        Err(EngineError::Statement(reason)) => {
            Ok(Err(unreadable_source_file::unreadable(mount, &reason)))
        }
        Err(error) => Err(error),
    };
    let described = match ask(&format!("DESCRIBE SELECT * FROM {reader}"))? {
        Ok(described) => described,
        Err(diagnostic) => return Ok(vec![diagnostic]),
    };
    let (present, mut diagnostics) = declared_and_held(mount, &described);
    if mount.is_csv() && !present.is_empty() {
        match ask(&misfits_query(mount, &present, &reader))? {
            Ok(counts) => diagnostics.extend(misfits(mount, &present, &counts)),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Ok(diagnostics)
}

/// The declared columns that the file has, and what is wrong with the others.
fn declared_and_held<'m>(
    mount: &'m MountedSource,
    described: &Rows,
) -> (Vec<&'m (Identifier, String)>, Vec<Diagnostic>) {
    let held = described.described();
    let mut present = Vec::new();
    let mut diagnostics = Vec::new();
    for column in &mount.columns {
        let (name, declared) = column;
        let found = held
            .iter()
            .find(|(held, _)| held.eq_ignore_ascii_case(name.folded()));
        match found {
            None => {
                let names: Vec<&str> = held.iter().map(|(name, _)| *name).collect();
                diagnostics.push(missing_source_column::missing(mount, name, &names));
            }
            Some((_, data_type)) => {
                if mount.is_csv() || type_fits(data_type, declared) {
                    present.push(column);
                } else {
                    diagnostics.push(wrong_source_type::other_type(
                        mount, name, declared, data_type,
                    ));
                }
            }
        }
    }
    (present, diagnostics)
}

fn type_fits(held: &str, declared: &str) -> bool {
    // A Parquet column without any value may have no type.
    held == "\"NULL\""
        || fits(
            family(Dialect::DuckDb, held),
            family(Dialect::DuckDb, declared),
        )
}

/// For each column of a CSV file, how many values do not fit its type, and one of them.
fn misfits_query(mount: &MountedSource, columns: &[&(Identifier, String)], reader: &str) -> String {
    let counts: Vec<String> = columns
        .iter()
        .map(|(name, declared)| {
            let value = mount.value(name, declared);
            let fails = match family(Dialect::DuckDb, declared) {
                // DuckDB would round.
                Family::Integer => format!(
                    "({value} IS NOT NULL AND (TRY_CAST({value} AS {declared}) IS NULL \
                     OR NOT regexp_full_match(trim({value}), '[+-]?[0-9]+(\\.0*)?')))"
                ),
                _ => format!("({value} IS NOT NULL AND TRY_CAST({value} AS {declared}) IS NULL)"),
            };
            format!("COUNT(*) FILTER ({fails}), MIN({value}) FILTER ({fails})")
        })
        .collect();
    format!("SELECT {} FROM {reader}", counts.join(", "))
}

fn misfits(
    mount: &MountedSource,
    columns: &[&(Identifier, String)],
    counts: &Rows,
) -> Vec<Diagnostic> {
    let Some(row) = counts.rows.first() else {
        return Vec::new();
    };
    columns
        .iter()
        .zip(row.chunks(2))
        .filter_map(|((name, declared), pair)| match pair {
            [Some(count), Some(example)] if count != "0" => Some(wrong_source_type::wrong_values(
                mount, name, declared, count, example,
            )),
            _ => None,
        })
        .collect()
}
