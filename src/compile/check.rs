//! Holds what a query yields against what its definition declares.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Place};
use crate::project::model::{
    EntityName, Feature, FeatureView, History, Project, Table, TableWrite,
};
use crate::rules::{
    key_type, missing_event_timestamp, missing_feature_column, missing_key_column,
    missing_unique_key, non_numeric_feature, undeclared_column, unsupported_construct,
    unusable_key,
};
use crate::sql::analyze::{OutputColumn, Problem, SqlPlace};
use crate::sql::name::{Dialect, Identifier};
use crate::sql::types::{Family, Type};

use super::draft::{Draft, Refused};
use super::problems;
use super::site::{Site, in_form};
use super::subject::Role;

/// More findings of one kind about the columns of one view than this are counted and not shown.
const MAX_OF_A_KIND: usize = 100;
/// How many names the features of one view without a column are compared with. Later ones are reported without a similar name.
const MAX_COMPARED: usize = 100_000;

/// Checks every form of one node. `star_is_follow_on` says that a star stands for a node whose own columns could not be
/// settled, which is reported there.
pub(super) fn check(
    project: &Project,
    site: &Site<'_>,
    draft: &Draft,
    dialect: Dialect,
    star_is_follow_on: bool,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for form in &draft.forms {
        let place = |at: SqlPlace| site.place_in(form, at);
        let output = &form.output;
        let mut findings: Vec<Diagnostic> = output
            .problems
            .iter()
            .enumerate()
            .filter(|(_, problem)| {
                let is_follow_on =
                    star_is_follow_on && matches!(problem, Problem::UnknownStar { .. });
                !is_follow_on && !is_refused(problem, &form.refused)
            })
            .map(|(position, problem)| {
                let finding = problems::diagnostic(problem, place);
                match output.more_problems.get(&position) {
                    Some(more) => finding.note(problems::and_more(*more)),
                    None => finding,
                }
            })
            .collect();
        findings.extend(
            form.refused
                .iter()
                .filter_map(|refused| refusal(refused, &output.problems)),
        );
        if dialect == Dialect::DuckDb {
            let conversions = output.conversions.iter();
            findings.extend(conversions.map(|conversion| {
                unsupported_construct::conversion(conversion.converted, place(conversion.place))
            }));
        }
        if let Some(columns) = &output.columns {
            let yielded = Yielded::new(columns);
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

/// Whether a problem is said with what the target refuses: a function that nobody knows does not run there either.
fn is_refused(problem: &Problem, refused: &[Refused]) -> bool {
    matches!(problem, Problem::UnknownFunction { place, .. }
        if refused.iter().any(|refused| stands_at(refused, *place)))
}

/// What the target refuses; nothing where the analysis says what is wrong with the very call.
fn refusal(refused: &Refused, problems: &[Problem]) -> Option<Diagnostic> {
    let mut finding = refused.finding.clone();
    for problem in problems {
        match problem {
            Problem::Arguments { call: at, .. } | Problem::UnknownType { cast: at, .. }
                if stands_at(refused, *at) =>
            {
                return None;
            }
            Problem::UnknownFunction {
                place,
                near: Some(near),
                ..
            } if stands_at(refused, *place) => {
                finding.help.clear();
                finding = finding.help(format!("a similar function exists: `{near}`"));
            }
            _ => {}
        }
    }
    Some(finding)
}

fn stands_at(refused: &Refused, place: SqlPlace) -> bool {
    refused
        .at
        .is_some_and(|at| (at.line, at.column) == (place.line, place.column))
}

/// Checks that the keys of an entity have one type in all feature views: the first view by name says which.
pub(super) fn check_keys(
    project: &Project,
    sites: &[Site<'_>],
    drafts: &[Draft],
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut first: HashMap<(&EntityName, &Identifier), (Family, Type, String)> = HashMap::new();
    for (site, draft) in sites.iter().zip(drafts) {
        let Role::FeatureView(view) = site.subject.role else {
            continue;
        };
        let Some(entity) = project.entities.get(&view.entity) else {
            continue;
        };
        for form in &draft.forms {
            let Some(columns) = &form.output.columns else {
                continue;
            };
            for key in &entity.keys {
                let named = |column: &&OutputColumn| column.name.as_ref() == Some(&key.column);
                let Some(column) = columns.iter().find(named) else {
                    continue;
                };
                let Some(family) = column.data_type.family() else {
                    continue;
                };
                let declared = key.data_type.as_deref().map(Type::parse);
                if let Some(declared) = declared
                    && let Some(expected) = declared.family()
                {
                    let who = format!("the entity `{}`", entity.name);
                    first
                        .entry((&entity.name, &key.column))
                        .or_insert((expected, declared, who));
                }
                match first.entry((&entity.name, &key.column)) {
                    Entry::Vacant(entry) => {
                        let who = format!("the feature view `{}`", view.definition.name);
                        entry.insert((family, column.data_type, who));
                    }
                    Entry::Occupied(entry) if entry.get().0 != family => {
                        let (_, expected, who) = entry.get();
                        let finding = key_type::diagnostic(
                            entity,
                            &key.column,
                            column.data_type,
                            *expected,
                            who,
                            site.place_in(form, column.place),
                        );
                        diagnostics.push(in_form(finding, form.is_backfill));
                    }
                    Entry::Occupied(_) => {}
                }
            }
        }
    }
    diagnostics
}

/// The columns that a query yields.
struct Yielded<'o> {
    columns: &'o [OutputColumn],
    by_name: HashSet<&'o Identifier>,
}

impl<'o> Yielded<'o> {
    fn new(columns: &'o [OutputColumn]) -> Self {
        let names = columns.iter().filter_map(|column| column.name.as_ref());
        Self {
            columns,
            by_name: names.collect(),
        }
    }
}

impl Yielded<'_> {
    fn has(&self, name: &Identifier) -> bool {
        self.by_name.contains(name)
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
    let TableWrite::Merge { unique_key, .. } = &table.write else {
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
    let missing: Vec<&Feature> = (view.features.iter())
        .filter(|feature| !yielded.has(&feature.column))
        .collect();
    let mut to_compare = MAX_COMPARED;
    findings.extend(capped(missing, |feature| {
        // Each is compared with all that the query yields.
        let rest = to_compare.checked_sub(names.len());
        let candidates: &[&str] = if rest.is_some() { &names } else { &[] };
        to_compare = rest.unwrap_or_default();
        missing_feature_column::diagnostic(feature, &names, candidates)
    }));
    let time = match &view.history {
        History::EventTimestamp { column, .. } => Some(column),
        History::Static | History::AsOf { .. } => None,
    };
    if let Some(column) = time
        && !yielded.has(&column.value)
    {
        findings.push(missing_event_timestamp::diagnostic(column, &names));
    }
    let features: HashMap<&Identifier, &Feature> = (view.features.iter().rev())
        .map(|feature| (&feature.column, feature))
        .collect();
    let mut not_numeric = Vec::new();
    let mut undeclared = Vec::new();
    for column in yielded.columns {
        let Some(name) = &column.name else { continue };
        if let Some(feature) = features.get(name)
            && let Some(family) = column.data_type.family()
            && !matches!(family, Family::Number | Family::Boolean)
        {
            not_numeric.push((*feature, column));
        }
        let is_key = site.subject.keys.contains(name);
        if is_key {
            let found = unusable_key::of_type(name, column.data_type, place(column.place));
            findings.extend(found);
        }
        let is_declared =
            is_key || features.contains_key(name) || time.is_some_and(|time| time.value == *name);
        if !is_declared {
            undeclared.push((name, column.place));
        }
    }
    findings.extend(capped(not_numeric, |(feature, column)| {
        non_numeric_feature::diagnostic(
            feature,
            column.data_type,
            column.written.as_deref(),
            place(column.place),
        )
    }));
    findings.extend(capped(undeclared, |(name, at)| {
        undeclared_column::diagnostic(name, view, place(at))
    }));
    findings
}

/// The findings for the first of some things; the last one says how many more there are.
fn capped<T>(things: Vec<T>, finding: impl FnMut(T) -> Diagnostic) -> Vec<Diagnostic> {
    let more = things.len().saturating_sub(MAX_OF_A_KIND);
    let shown = things.into_iter().take(MAX_OF_A_KIND);
    let mut findings: Vec<Diagnostic> = shown.map(finding).collect();
    if more > 0
        && let Some(last) = findings.pop()
    {
        findings.push(last.note(problems::and_more(more)));
    }
    findings
}
