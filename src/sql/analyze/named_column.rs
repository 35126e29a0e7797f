//! What a row set says of the name of a column.

use sqlparser::ast::Ident;

use super::Analyzer;
use super::instant::Time;
use super::lineage::Origins;
use super::model::{Columns, Origin, Read, ReadId, RowSetId, Value, column_read};
use super::name_index::Named;
use super::place::Spelling;
use super::scope::ScopeId;
use crate::sql::name::Identifier;

/// What a row set says of a column's name.
pub(super) enum Found {
    Column(Value),
    /// Several columns of that name.
    Several,
    /// Its columns are not known; a value of unknown type.
    Unknown(Value),
    Missing,
}

/// Whether a row set has a column.
pub(super) enum Holder {
    /// One of this name.
    Known(Identifier),
    Several,
    /// Its columns are not known.
    Unknown,
    Missing,
}

impl Analyzer<'_, '_> {
    /// A column of a row set.
    pub(super) fn column_of(&mut self, rows: RowSetId, name: Spelling<'_>) -> Found {
        match &self.model.row_sets[rows].columns {
            Columns::Read(read) => {
                let read = *read;
                self.column_of_read(read, name)
            }
            Columns::Listed(columns) => match self.model.row_sets[rows].listed(columns, name) {
                Named::One(position) => Found::Column(columns[position].value.within()),
                Named::Several(_) => Found::Several,
                Named::None => Found::Missing,
            },
            Columns::Unknown(_) => Found::Unknown(Value::default()),
        }
    }

    fn column_of_read(&mut self, read: ReadId, name: Spelling<'_>) -> Found {
        let Read {
            relation,
            first_origin,
            ..
        } = &self.model.reads[read];
        if let Some(relation) = relation
            && let Some(columns) = &relation.columns
        {
            return match relation.position_of(name) {
                Some(position) => {
                    let number = u32::try_from(position).unwrap_or(u32::MAX);
                    let number = first_origin.saturating_add(number);
                    Found::Column(column_read(&columns[position], number).value)
                }
                None => Found::Missing,
            };
        }
        // Lineage is known all the same.
        let name = name.identifier();
        let known = self.model.reads[read].named.get(&name).copied();
        let number = known.unwrap_or_else(|| {
            let number = u32::try_from(self.model.origins.len()).unwrap_or(u32::MAX);
            self.model.origins.push(Origin {
                read,
                column: name.clone(),
            });
            let read = &mut self.model.reads[read];
            read.origins.insert(number);
            read.named.insert(name, number);
            number
        });
        Found::Unknown(Value {
            origins: Origins::one(number),
            time: Time::COLUMN,
            ..Value::default()
        })
    }

    /// `$2`: the column at a position of the one relation in scope; elsewhere nothing is known of it.
    pub(super) fn numbered_in_scope(&self, sign: &str, scope: ScopeId) -> Value {
        let [only] = self.scopes[scope].relations.as_slice() else {
            return Value::default();
        };
        let position = sign
            .strip_prefix('$')
            .and_then(|number| number.parse().ok());
        let value = position.and_then(|position| self.at_position(only.rows, position));
        value.unwrap_or_default()
    }

    /// `v.$2`: the column at a position; `None` for any other name, and for a position that there is not.
    pub(super) fn numbered(&self, rows: RowSetId, ident: &Ident) -> Option<Value> {
        if ident.quote_style.is_some() {
            return None;
        }
        self.at_position(rows, ident.value.strip_prefix('$')?.parse().ok()?)
    }

    /// The column at a position that is counted from 1.
    fn at_position(&self, rows: RowSetId, position: usize) -> Option<Value> {
        let position = position.checked_sub(1)?;
        match &self.model.row_sets[rows].columns {
            Columns::Listed(columns) => Some(columns.get(position)?.value.within()),
            Columns::Unknown(_) => Some(Value::default()),
            Columns::Read(read) => {
                let read = &self.model.reads[*read];
                let relation = read.relation.as_deref();
                let Some(columns) = relation.and_then(|relation| relation.columns.as_ref()) else {
                    return Some(Value::default());
                };
                let number = u32::try_from(position).unwrap_or(u32::MAX);
                let column = columns.get(position)?;
                Some(column_read(column, read.first_origin.saturating_add(number)).value)
            }
        }
    }

    /// Whether a row set has a column of that name.
    pub(super) fn holder(&self, rows: RowSetId, name: Spelling<'_>) -> Holder {
        match &self.model.row_sets[rows].columns {
            Columns::Unknown(_) => Holder::Unknown,
            Columns::Listed(columns) => match self.model.row_sets[rows].listed(columns, name) {
                Named::One(position) => match &columns[position].name {
                    Some(name) => Holder::Known(name.clone()),
                    None => Holder::Missing,
                },
                Named::Several(_) => Holder::Several,
                Named::None => Holder::Missing,
            },
            Columns::Read(read) => {
                let relation = self.model.reads[*read].relation.as_deref();
                let Some((relation, columns)) =
                    relation.and_then(|relation| Some((relation, relation.columns.as_ref()?)))
                else {
                    return Holder::Unknown;
                };
                match relation.position_of(name) {
                    Some(position) => Holder::Known(columns[position].name.clone()),
                    None => Holder::Missing,
                }
            }
        }
    }
}
