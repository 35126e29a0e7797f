//! The columns that a query yields, settled with the columns of the relations it reads.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::place::SqlPlace;
use super::shape::{Item, Merged, Part, PartId, Shape, Star};
use crate::sql::name::{Identifier, RelationName};

/// A star that would yield more than this is not followed.
const MAX_COLUMNS: usize = 20_000;

/// The columns of relations outside a query.
pub trait Catalog {
    /// The columns of a relation in their order; `None` when they are not known.
    fn columns(&self, relation: &RelationName) -> Option<&[Identifier]>;
}

/// A column of a query's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputColumn {
    /// Its name; `None` for an expression without an alias.
    pub name: Option<Identifier>,
    /// Where it is named; for a column that a star yields, the star.
    pub place: SqlPlace,
}

/// What a query yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The columns in their order; `None` when a star stands for columns that are not known.
    pub columns: Option<Vec<OutputColumn>>,
    /// What is wrong with them.
    pub problems: Vec<OutputProblem>,
}

/// What can be wrong with the columns of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputProblem {
    /// An expression without an alias.
    Unnamed(SqlPlace),
    /// Two columns of one name.
    Duplicate {
        /// The name.
        name: Identifier,
        /// The second column.
        place: SqlPlace,
        /// The first one.
        first: SqlPlace,
    },
    /// Branches of a set operation with different numbers of columns.
    Arity {
        /// The later branch.
        place: SqlPlace,
        /// How many columns it has.
        columns: usize,
        /// The first branch.
        first: SqlPlace,
        /// How many columns that has.
        first_columns: usize,
    },
    /// A star for columns that are not known.
    UnknownStar {
        /// The star.
        place: SqlPlace,
        /// Whose columns are not known.
        of: String,
    },
}

/// Columns that are known, or the reason why they are not.
type Settled = Result<Arc<[OutputColumn]>, Arc<str>>;

pub(super) fn resolve(shape: &Shape, catalog: &impl Catalog) -> Output {
    let mut problems = Vec::new();
    let needed = needed(shape);
    let mut settled: Vec<Option<Settled>> = Vec::with_capacity(shape.parts.len());
    let mut star = None;
    for (part, is_needed) in shape.parts.iter().zip(needed) {
        let columns = is_needed.then(|| settle(part, &settled, catalog, &mut star, &mut problems));
        settled.push(columns);
    }
    let Some(Some(result)) = settled.pop() else {
        return Output {
            columns: None,
            problems,
        };
    };
    let columns = match result {
        Ok(columns) => columns.to_vec(),
        Err(of) => {
            // The outermost star is what the reader can replace by a list.
            let place = star.unwrap_or(SqlPlace {
                line: 1,
                column: 1,
                width: 0,
            });
            problems.push(OutputProblem::UnknownStar {
                place,
                of: of.to_string(),
            });
            return Output {
                columns: None,
                problems,
            };
        }
    };
    problems.extend(name_problems(&columns));
    Output {
        columns: Some(columns),
        problems,
    }
}

/// Which parts must be settled: those that the last one is made of, and all set operations.
fn needed(shape: &Shape) -> Vec<bool> {
    let mut needed = vec![false; shape.parts.len()];
    if let Some(last) = needed.last_mut() {
        *last = true;
    }
    for (id, part) in shape.parts.iter().enumerate().rev() {
        if !needed[id] && !matches!(part, Part::Branches { .. }) {
            continue;
        }
        needed[id] = true;
        match part {
            Part::Listed(items) => {
                for item in items {
                    if let Item::Star(star) = item {
                        star.of.iter().for_each(|of| needed[*of] = true);
                    }
                }
            }
            Part::Renamed { of, .. } => needed[*of] = true,
            Part::Joined { left, right, .. } => {
                needed[*left] = true;
                needed[*right] = true;
            }
            Part::Branches { branches, .. } => {
                for (of, _) in branches {
                    needed[*of] = true;
                }
            }
            Part::Relation(_) | Part::Unknown(_) => {}
        }
    }
    needed
}

fn settle(
    part: &Part,
    before: &[Option<Settled>],
    catalog: &impl Catalog,
    last_star: &mut Option<SqlPlace>,
    problems: &mut Vec<OutputProblem>,
) -> Settled {
    let columns_of = |id: PartId| -> Settled {
        match before.get(id) {
            Some(Some(settled)) => settled.clone(),
            _ => Err("a part of the query".into()),
        }
    };
    match part {
        Part::Relation(relation) => catalog.columns(relation).map_or_else(
            || Err(format!("`{relation}`").into()),
            |columns| Ok(columns.iter().map(unplaced).collect()),
        ),
        Part::Unknown(of) => Err(of.as_str().into()),
        Part::Listed(items) => {
            let mut columns = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Item::Column(column) => columns.push(column.clone()),
                    Item::Star(star) => {
                        *last_star = Some(star.place);
                        expand(star, columns_of, &mut columns)?;
                    }
                }
            }
            Ok(columns.into())
        }
        Part::Renamed { of, names } => {
            let place =
                |column: Option<&OutputColumn>| column.map_or(NOWHERE, |column| column.place);
            match columns_of(*of) {
                Ok(columns) => Ok(columns
                    .iter()
                    .enumerate()
                    .map(|(position, column)| OutputColumn {
                        name: names.get(position).cloned().or_else(|| column.name.clone()),
                        place: place(Some(column)),
                    })
                    .collect()),
                // An alias lists every column, or the engine refuses it.
                Err(_) => Ok(names.iter().map(unplaced).collect()),
            }
        }
        Part::Joined {
            left,
            right,
            merged,
        } => join(&columns_of(*left)?, &columns_of(*right)?, merged),
        Part::Branches { branches, by_name } => {
            branches_columns(branches, *by_name, columns_of, problems)
        }
    }
}

/// The place of a column that the query does not name; the star that yields it gives it one.
const NOWHERE: SqlPlace = SqlPlace {
    line: 0,
    column: 0,
    width: 0,
};

fn unplaced(name: &Identifier) -> OutputColumn {
    OutputColumn {
        name: Some(name.clone()),
        place: NOWHERE,
    }
}

fn expand(
    star: &Star,
    columns_of: impl Fn(PartId) -> Settled,
    columns: &mut Vec<OutputColumn>,
) -> Result<(), Arc<str>> {
    for of in &star.of {
        for column in columns_of(*of)?.iter() {
            let Some(name) = &column.name else {
                columns.push(column.clone());
                continue;
            };
            let is_like = star
                .like
                .as_ref()
                .is_none_or(|pattern| matches_ilike(pattern, name.folded()));
            if !is_like || star.exclude.contains(name) {
                continue;
            }
            let renamed = star.rename.iter().find(|(from, _)| from == name);
            columns.push(OutputColumn {
                name: Some(renamed.map_or(name, |(_, to)| to).clone()),
                place: star.place,
            });
            if columns.len() > MAX_COLUMNS {
                return Err(format!("more than {MAX_COLUMNS} columns").into());
            }
        }
    }
    Ok(())
}

/// The merged columns first, then the rest of the left side, then the rest of the right side.
fn join(left: &[OutputColumn], right: &[OutputColumn], merged: &Merged) -> Settled {
    let names = |columns: &[OutputColumn]| -> HashSet<Identifier> {
        columns
            .iter()
            .filter_map(|column| column.name.clone())
            .collect()
    };
    let common: HashSet<Identifier> = match merged {
        Merged::None => HashSet::new(),
        Merged::Names(names) => names.iter().cloned().collect(),
        Merged::Common => names(left).intersection(&names(right)).cloned().collect(),
    };
    let is_common = |column: &&OutputColumn| {
        column
            .name
            .as_ref()
            .is_some_and(|name| common.contains(name))
    };
    if left.len() + right.len() > MAX_COLUMNS {
        return Err(format!("more than {MAX_COLUMNS} columns").into());
    }
    Ok(left
        .iter()
        .filter(is_common)
        .chain(left.iter().filter(|column| !is_common(column)))
        .chain(right.iter().filter(|column| !is_common(column)))
        .cloned()
        .collect())
}

/// The first branch names the columns; the others must have as many.
fn branches_columns(
    branches: &[(PartId, SqlPlace)],
    by_name: bool,
    columns_of: impl Fn(PartId) -> Settled,
    problems: &mut Vec<OutputProblem>,
) -> Settled {
    let mut first: Option<(Arc<[OutputColumn]>, SqlPlace)> = None;
    let mut unknown = None;
    let mut all: Vec<OutputColumn> = Vec::new();
    for (position, (part, place)) in branches.iter().enumerate() {
        let columns = match columns_of(*part) {
            Ok(columns) => columns,
            Err(of) => {
                if position == 0 || by_name {
                    unknown.get_or_insert(of);
                }
                continue;
            }
        };
        for column in columns.iter() {
            if by_name && !all.iter().any(|other| other.name == column.name) {
                all.push(column.clone());
            }
        }
        match &first {
            Some((named, first_place)) if !by_name && named.len() != columns.len() => {
                problems.push(OutputProblem::Arity {
                    place: *place,
                    columns: columns.len(),
                    first: *first_place,
                    first_columns: named.len(),
                });
            }
            Some(_) => {}
            None => first = Some((columns, *place)),
        }
    }
    match (unknown, first) {
        (Some(of), _) => Err(of),
        (None, Some(_)) if by_name => Ok(all.into()),
        (None, Some((columns, _))) => Ok(columns),
        (None, None) => Err("a part of the query".into()),
    }
}

fn name_problems(columns: &[OutputColumn]) -> Vec<OutputProblem> {
    let mut problems = Vec::new();
    let mut seen: HashMap<&Identifier, SqlPlace> = HashMap::new();
    for column in columns {
        let Some(name) = &column.name else {
            problems.push(OutputProblem::Unnamed(column.place));
            continue;
        };
        match seen.get(name) {
            Some(first) => problems.push(OutputProblem::Duplicate {
                name: name.clone(),
                place: column.place,
                first: *first,
            }),
            None => {
                seen.insert(name, column.place);
            }
        }
    }
    problems
}

/// SQL's `ILIKE`: `%` is any text, `_` any character, case does not count.
fn matches_ilike(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let text: Vec<char> = text.to_lowercase().chars().collect();
    // The last `%` that was passed, and how much of the text it has taken so far.
    let (mut at, mut position) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('%') => {
                retry = Some((at + 1, position));
                at += 1;
            }
            Some(expected) if *expected == '_' || *expected == text[position] => {
                at += 1;
                position += 1;
            }
            _ => match &mut retry {
                Some((after, taken)) => {
                    *taken += 1;
                    at = *after;
                    position = *taken;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '%')
}
