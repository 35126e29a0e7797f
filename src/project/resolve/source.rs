//! Sources and their columns.

use std::collections::HashMap;
use std::path::PathBuf;

use super::Resolver;
use crate::project::document::TextOr;
use crate::project::load::relative;
use crate::project::model::{Source, SourceColumn};
use crate::project::raw::{RawProject, RawSource};
use crate::rules::{column_clash, invalid_value, missing_unique_key};
use crate::source::{Span, Spanned};
use crate::sql::name::{Identifier, RelationName};
use crate::sql::type_name;

/// Whether the embedded target can read a file of this name.
fn is_readable(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".csv", ".csv.gz", ".parquet"]
        .iter()
        .any(|end| path.ends_with(end))
}

impl Resolver<'_> {
    /// Every source, sorted by relation.
    pub(super) fn sources(&mut self, raw: &RawProject) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::new();
        for file in &raw.sources {
            for raw in &file.content.source {
                sources.extend(self.source(file.folder(), &raw.value));
            }
        }
        sources.sort_by(|a, b| a.relation.cmp(&b.relation));
        sources
    }

    fn source(&mut self, folder: &str, raw: &RawSource) -> Option<Source> {
        let columns = self.columns(raw);
        let unique_key = self.source_key(raw, &columns);
        let written = raw.name.as_ref()?;
        let relation = self.relation(raw.database.as_ref(), raw.schema.as_ref(), written)?;
        let path = raw.path.as_ref().and_then(|written| {
            if !is_readable(&written.value) {
                self.report(invalid_value::not_a_data_file(written));
                return None;
            }
            let path = relative::from_root(folder, &written.value).ok()?;
            Some(Spanned::new(PathBuf::from(path), written.span))
        });
        Some(Source {
            relation,
            span: written.span,
            description: raw.description.clone(),
            columns,
            unique_key,
            path,
            tags: raw.tags.clone(),
        })
    }

    fn columns(&mut self, raw: &RawSource) -> Vec<SourceColumn> {
        let mut places: HashMap<Identifier, Span> = HashMap::new();
        let mut columns = Vec::new();
        for (written, column) in &raw.columns.0 {
            let Some(name) = self.identifier("a column", written) else {
                continue;
            };
            if let Some(first) = places.insert(name.clone(), written.span) {
                self.report(column_clash::two_columns(written.span, first, &name));
                continue;
            }
            let (data_type, description) = match &column.value {
                TextOr::Text(data_type) => (Spanned::new(data_type.clone(), column.span), None),
                TextOr::Table(raw) => match &raw.data_type {
                    Some(data_type) => (data_type.clone(), raw.description.clone()),
                    None => continue,
                },
            };
            if !type_name::is_snowflake(&data_type.value) {
                self.report(invalid_value::not_a_type(
                    &data_type,
                    &type_name::SNOWFLAKE_TYPES,
                ));
            }
            columns.push(SourceColumn {
                name,
                data_type,
                description,
            });
        }
        columns
    }

    fn source_key(&mut self, raw: &RawSource, columns: &[SourceColumn]) -> Vec<Identifier> {
        let mut key = Vec::new();
        for written in raw.unique_key.iter().flat_map(|key| &key.value) {
            let Some(name) = self.identifier("a column", written) else {
                continue;
            };
            if columns.iter().any(|column| column.name == name) {
                key.push(name);
            } else {
                let known = columns.iter().map(|column| column.name.as_written());
                self.report(missing_unique_key::of_source(&name, written.span, known));
            }
        }
        key
    }

    /// A relation's name from its parts; a database needs a schema.
    pub(super) fn relation(
        &mut self,
        database: Option<&Spanned<String>>,
        schema: Option<&Spanned<String>>,
        name: &Spanned<String>,
    ) -> Option<RelationName> {
        let what = "a part of a relation's name";
        let mut part = |written: Option<&Spanned<String>>| match written {
            Some(written) => self.identifier(what, written).map(Some),
            None => Some(None),
        };
        let (database, schema, table) = (part(database), part(schema), part(Some(name)));
        let relation = RelationName {
            database: database?,
            schema: schema?,
            name: table??,
        };
        if let (Some(_), None) = (&relation.database, &relation.schema) {
            self.report(crate::rules::missing_key::at(name.span, "schema", "source"));
            return None;
        }
        Some(relation)
    }
}
