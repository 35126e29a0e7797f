//! Holds what a query yields against what its definition declares.

use crate::diagnostic::{Diagnostic, Place};
use crate::project::model::{FeatureView, History, Project, Table, TableWrite};
use crate::rules::{
    duplicate_column, missing_event_timestamp, missing_feature_column, missing_key_column,
    missing_unique_key, set_operation_columns, undeclared_column, unknown_star, unnamed_column,
};
use crate::sql::analyze::{Output, OutputColumn, OutputProblem, SqlPlace};
use crate::sql::name::Identifier;

use super::draft::Draft;
use super::site::{Site, in_form};
use super::subject::Role;

/// Checks every form of one node. `star_is_follow_on` says that a star stands for a node whose own columns could not be
/// settled, which is reported there.
pub(super) fn check(
    project: &Project,
    site: &Site<'_>,
    draft: &Draft,
    outputs: &[Output],
    star_is_follow_on: bool,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (form, output) in draft.forms.iter().zip(outputs) {
        let place = |at: SqlPlace| site.place(&form.rendered, form.is_backfill, at);
        let mut findings: Vec<Diagnostic> = output
            .problems
            .iter()
            .filter(|problem| {
                !(star_is_follow_on && matches!(problem, OutputProblem::UnknownStar { .. }))
            })
            .map(|problem| self::problem(problem, place))
            .collect();
        if let Some(columns) = &output.columns {
            let yielded = Yielded { columns };
            findings.extend(match site.subject.role {
                Role::Table(table) => check_table(site, table, &yielded, place),
                Role::FeatureView(view) => check_view(project, site, view, &yielded, place),
            });
        }
        let findings = findings.into_iter();
        diagnostics.extend(findings.map(|finding| in_form(finding, form.is_backfill)));
    }
    diagnostics
}

fn problem(problem: &OutputProblem, place: impl Fn(SqlPlace) -> Place) -> Diagnostic {
    match problem {
        OutputProblem::Unnamed(at) => unnamed_column::diagnostic(place(*at)),
        OutputProblem::Duplicate {
            name,
            place: at,
            first,
        } => duplicate_column::diagnostic(name, place(*at), place(*first)),
        OutputProblem::Arity {
            place: at,
            columns,
            first,
            first_columns,
        } => set_operation_columns::diagnostic(*columns, place(*at), *first_columns, place(*first)),
        OutputProblem::UnknownStar { place: at, of } => unknown_star::diagnostic(of, place(*at)),
    }
}

/// The columns that a query yields.
struct Yielded<'o> {
    columns: &'o [OutputColumn],
}

impl Yielded<'_> {
    fn has(&self, name: &Identifier) -> bool {
        self.columns
            .iter()
            .any(|column| column.name.as_ref() == Some(name))
    }

    /// Where the select list starts; the query where it has no columns.
    fn place(&self, site: &Site<'_>, place: impl Fn(SqlPlace) -> Place) -> Place {
        match self.columns.first() {
            Some(first) => place(first.place),
            None => Place::File(site.subject.definition.query.span),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.columns
            .iter()
            .filter_map(|column| Some(column.name.as_ref()?.as_written()))
            .collect()
    }
}

fn check_table(
    site: &Site<'_>,
    table: &Table,
    yielded: &Yielded<'_>,
    place: impl Fn(SqlPlace) -> Place,
) -> Vec<Diagnostic> {
    let TableWrite::Merge { unique_key } = &table.write else {
        return Vec::new();
    };
    unique_key
        .iter()
        .filter(|key| !yielded.has(key))
        .map(|key| {
            let list = yielded.place(site, &place);
            missing_unique_key::diagnostic(table, key, &yielded.names(), list)
        })
        .collect()
}

fn check_view(
    project: &Project,
    site: &Site<'_>,
    view: &FeatureView,
    yielded: &Yielded<'_>,
    place: impl Fn(SqlPlace) -> Place,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let names = yielded.names();
    if let Some(entity) = project.entities.get(&view.entity) {
        let missing = entity.keys.iter().filter(|key| !yielded.has(&key.column));
        findings.extend(missing.map(|key| {
            let list = yielded.place(site, &place);
            missing_key_column::diagnostic(entity, &key.column, &names, list)
        }));
    }
    let missing = view
        .features
        .iter()
        .filter(|feature| !yielded.has(&feature.column));
    findings.extend(missing.map(|feature| missing_feature_column::diagnostic(feature, &names)));
    let time = match &view.history {
        History::EventTimestamp { column, .. } => Some(column),
        History::Static | History::AsOf { .. } => None,
    };
    if let Some(column) = time
        && !yielded.has(&column.value)
    {
        findings.push(missing_event_timestamp::diagnostic(column, &names));
    }
    for column in yielded.columns {
        let Some(name) = &column.name else { continue };
        let is_declared = site.subject.keys.contains(name)
            || view.features.iter().any(|feature| feature.column == *name)
            || time.is_some_and(|time| time.value == *name);
        if !is_declared {
            findings.push(undeclared_column::diagnostic(
                name,
                view,
                place(column.place),
            ));
        }
    }
    findings
}
