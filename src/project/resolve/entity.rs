//! Entities and their keys.

use std::collections::HashMap;

use super::{Entities, Resolver};
use crate::project::document::TextOr;
use crate::project::model::{Entity, EntityName, Key};
use crate::project::raw::{RawEntity, RawKey, RawProject};
use crate::rules::{column_clash, duplicate_entity, missing_key};
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

/// Whether a column has the name of one that the wide view of a feature view, or the stage of a batch of it, has beside keys
/// and features. DuckDB ignores
/// case even between quotes.
pub(super) fn is_time_of_view(column: &Identifier, has_history: bool) -> bool {
    let is = |name: &str| column.folded().eq_ignore_ascii_case(name);
    is("computed_at") || (has_history && (is("as_of") || is("fsc_as_of")))
}

impl Resolver<'_> {
    /// Entities of `fsc.toml` and of every entity file. One that is declared but wrong is there without keys, so that
    /// what names it is not wrong too.
    pub(super) fn entities(&mut self, raw: &RawProject) -> Entities {
        let declared = raw
            .project
            .entity
            .iter()
            .chain(raw.entities.iter().flat_map(|file| &file.content.entity));
        let mut entities = Entities::new();
        let mut folded: HashMap<String, (String, Span)> = HashMap::new();
        for raw in declared {
            let Some(written) = &raw.value.name else {
                continue;
            };
            let Some(name) = self.plain_name("entity", written) else {
                continue;
            };
            if let Some((first_name, first)) = folded.get(&name.to_ascii_lowercase()) {
                self.report(duplicate_entity::at(written, first_name, *first));
                continue;
            }
            folded.insert(name.to_ascii_lowercase(), (name.clone(), written.span));
            let entity = self.entity(&name, written.span, &raw.value);
            entities.insert(EntityName::from(name.as_str()), entity);
        }
        entities
    }

    fn entity(&mut self, name: &str, span: Span, raw: &RawEntity) -> Entity {
        let mut keys: Vec<Key> = Vec::new();
        let mut places: HashMap<Identifier, Span> = HashMap::new();
        if let Some(written) = &raw.keys {
            if written.value.is_empty() && self.complete {
                self.report(missing_key::empty(written.span, "keys", "a key column"));
            }
            for written in &written.value {
                let Some((key, span)) = self.key(written) else {
                    continue;
                };
                if is_time_of_view(&key.column, true) {
                    self.report(column_clash::is_time("key", &key.column, span));
                }
                if let Some(first) = places.insert(key.column.clone(), span) {
                    self.report(column_clash::two_keys(span, first, &key.column, name));
                } else {
                    keys.push(key);
                }
            }
        }
        Entity {
            name: EntityName::from(name),
            span,
            description: raw.description.clone(),
            keys,
        }
    }

    fn key(&mut self, written: &Spanned<TextOr<RawKey>>) -> Option<(Key, Span)> {
        let what = "a key column";
        match &written.value {
            TextOr::Text(column) => {
                let column = Spanned::new(column.clone(), written.span);
                let key = Key {
                    column: self.identifier(what, &column)?,
                    data_type: None,
                };
                Some((key, written.span))
            }
            TextOr::Table(raw) => {
                let column = raw.name.as_ref()?;
                let key = Key {
                    column: self.identifier(what, column)?,
                    data_type: raw.data_type.as_ref().map(|text| text.value.clone()),
                };
                Some((key, column.span))
            }
        }
    }
}
