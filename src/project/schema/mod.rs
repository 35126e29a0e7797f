//! The schema of definition files, generated from the raw types: for editors (`fsc schema`), for the validator, and for
//! the project reference.

mod reference;

use std::sync::LazyLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::document::Shape;
use super::raw::{EntityFile, FeatureFile, ProjectFile, SourceFile, TableFile};

pub use reference::reference_markdown;

/// The kinds of definition files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `fsc.toml`.
    Project,
    /// `feature.toml`.
    Feature,
    /// `table.toml`.
    Table,
    /// `entity.toml`.
    Entity,
    /// `sources.toml`.
    Sources,
}

impl FileKind {
    /// All, in the order of the reference.
    pub const ALL: [Self; 5] = [
        Self::Project,
        Self::Feature,
        Self::Table,
        Self::Entity,
        Self::Sources,
    ];

    /// The stem of its files: `feature`.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Project => "fsc",
            Self::Feature => "feature",
            Self::Table => "table",
            Self::Entity => "entity",
            Self::Sources => "sources",
        }
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// The JSON Schema of one kind of file.
#[derive(Debug, Clone)]
pub struct FileSchema {
    /// Which files it describes.
    pub kind: FileKind,
    /// The schema, draft 2020-12.
    pub schema: Value,
}

static SCHEMAS: LazyLock<Vec<FileSchema>> = LazyLock::new(|| {
    FileKind::ALL
        .into_iter()
        .map(|kind| FileSchema {
            kind,
            schema: match kind {
                FileKind::Project => generate::<ProjectFile>(kind),
                FileKind::Feature => generate::<FeatureFile>(kind),
                FileKind::Table => generate::<TableFile>(kind),
                FileKind::Entity => generate::<EntityFile>(kind),
                FileKind::Sources => generate::<SourceFile>(kind),
            },
        })
        .collect()
});

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    SCHEMAS
        .iter()
        .map(|schema| Shape::of(&schema.schema))
        .collect()
});

/// The JSON Schema of every kind of file.
pub fn json_schemas() -> &'static [FileSchema] {
    &SCHEMAS
}

/// What a kind of file may hold.
pub fn shape(kind: FileKind) -> &'static Shape {
    &SHAPES[kind.index()]
}

fn generate<T: JsonSchema>(kind: FileKind) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut generated = generator.into_root_schema_for::<T>().to_value();
    strip_null(&mut generated);
    let stem = kind.stem();
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("$id".to_owned(), json!(format!("urn:fsc:schema:{stem}")));
    if let Value::Object(rest) = generated {
        schema.extend(rest.into_iter().filter(|(key, _)| key != "$schema"));
    }
    schema.insert("title".to_owned(), json!(format!("{stem}.toml")));
    Value::Object(schema)
}

/// A key that may be left out is not a key that may be null: neither TOML nor fsc knows null.
fn strip_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(strip_null),
        Value::Object(object) => {
            object.values_mut().for_each(strip_null);
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [kind] = types.as_slice() {
                    let kind = kind.clone();
                    object.insert("type".to_owned(), kind);
                }
            }
            if let Some(Value::Array(choices)) = object.get_mut("enum") {
                choices.retain(|choice| !choice.is_null());
            }
            if let Some(Value::Array(variants)) = object.get_mut("anyOf") {
                variants.retain(|variant| variant["type"] != "null");
                if let [Value::Object(only)] = variants.as_slice() {
                    let only = only.clone();
                    object.shift_remove("anyOf");
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
