//! What a row set says of the name of a column.

use sqlparser::ast::Ident;

use super::Analyzer;
use super::instant::Time;
use super::lineage::Origins;
use super::model::{Column, Columns, Origin, Read, ReadId, RowSetId, Value};
use super::place::Spelling;
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
            Columns::Listed(columns) => {
                let is_named = |column: &&Column| {
                    let own = column.name.as_ref();
                    own.is_some_and(|own| name.is(own))
                };
                let mut named = columns.iter().filter(is_named);
                match (named.next(), named.next()) {
                    (Some(column), None) => Found::Column(column.value.within()),
                    (Some(_), Some(_)) => Found::Several,
                    (None, _) => Found::Missing,
                }
            }
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
                    Found::Column(Value {
                        data_type: columns[position].data_type,
                        sign: columns[position].sign,
                        origins: Origins::one(first_origin + number),
                        time: Time::COLUMN,
                        ..Value::default()
                    })
                }
                None => Found::Missing,
            };
        }
        // Lineage is known all the same.
        let is_it = |origin: &Origin| origin.read == read && name.is(&origin.column);
        let known = self.model.origins.iter().position(is_it);
        let number = known.unwrap_or_else(|| {
            self.model.origins.push(Origin {
                read,
                column: name.identifier(),
            });
            self.model.origins.len() - 1
        });
        Found::Unknown(Value {
            origins: Origins::one(u32::try_from(number).unwrap_or(u32::MAX)),
            time: Time::COLUMN,
            ..Value::default()
        })
    }

    /// `v.$2`: the column at a position; `None` for any other name, and for a position that there is not.
    pub(super) fn numbered(&self, rows: RowSetId, ident: &Ident) -> Option<Value> {
        if ident.quote_style.is_some() {
            return None;
        }
        let position: usize = ident.value.strip_prefix('$')?.parse().ok()?;
        match self.columns(rows) {
            Ok(columns) => {
                let column = columns.get(position.checked_sub(1)?)?;
                Some(column.value.within())
            }
            Err(_) => Some(Value::default()),
        }
    }

    /// Whether a row set has a column of that name.
    pub(super) fn holder(&self, rows: RowSetId, name: Spelling<'_>) -> Holder {
        match &self.model.row_sets[rows].columns {
            Columns::Unknown(_) => Holder::Unknown,
            Columns::Listed(columns) => {
                let names = columns.iter().filter_map(|column| column.name.as_ref());
                let mut named = names.filter(|own| name.is(own));
                match (named.next(), named.next()) {
                    (Some(found), None) => Holder::Known(found.clone()),
                    (Some(_), Some(_)) => Holder::Several,
                    (None, _) => Holder::Missing,
                }
            }
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
