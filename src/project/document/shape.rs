//! What a file may hold, compiled once from the JSON Schema of the raw definitions, for [`validate`](super::validate()).

use std::collections::HashMap;

use serde_json::Value as Json;

/// A JSON Schema, reduced to what definition files use.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Anything.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds.
    Integer {
        /// The least.
        minimum: i64,
        /// The greatest.
        maximum: i64,
    },
    /// A number.
    Number,
    /// Text.
    Text {
        /// Whether a bare TOML date will do too.
        date: bool,
        /// The only texts allowed; empty allows all.
        choices: Vec<String>,
    },
    /// A list.
    Array(Box<Shape>),
    /// A table whose keys the user names.
    Map(Box<Shape>),
    /// A table with known keys.
    Struct(Fields),
    /// Text, or the table.
    TextOr(Box<Shape>),
}

/// The keys of a table.
#[derive(Debug, Clone)]
pub struct Fields {
    /// In the order of the reference.
    pub known: Vec<Field>,
    /// Position by key.
    by_key: HashMap<String, usize>,
    /// What every other key may hold, where the user names some.
    pub rest: Option<Box<Shape>>,
}

/// A key of a table.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key.
    pub key: String,
    /// What its value may be.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

impl Fields {
    /// The field of a key.
    pub fn get(&self, key: &str) -> Option<(usize, &Field)> {
        let position = *self.by_key.get(key)?;
        Some((position, self.known.get(position)?))
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|field| field.key.as_str())
    }
}

impl Shape {
    /// Compiles a root schema, whose references (`#/$defs/…`) stand in itself and are not recursive.
    pub fn of(root: &Json) -> Self {
        compile(root, root)
    }

    /// What is expected, for messages.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Bool => "`true` or `false`",
            Self::Integer { .. } => "an integer",
            Self::Number => "a number",
            Self::Text { date: true, .. } => "a date",
            Self::Text { .. } => "a string",
            Self::Array(_) => "an array",
            Self::Map(_) | Self::Struct(_) => "a table",
            Self::TextOr(_) => "a string or a table",
        }
    }
}

fn compile(root: &Json, schema: &Json) -> Shape {
    if let Some(reference) = schema["$ref"].as_str()
        && let Some(target) = root.pointer(reference.trim_start_matches('#'))
    {
        return compile(root, target);
    }
    if let Some(variants) = schema["anyOf"].as_array() {
        let table = variants.iter().find(|variant| variant["type"] != "string");
        return match table {
            Some(table) => Shape::TextOr(Box::new(compile(root, table))),
            None => Shape::Any,
        };
    }
    let choices = choices(schema);
    if !choices.is_empty() {
        return Shape::Text {
            date: false,
            choices,
        };
    }
    match schema["type"].as_str() {
        Some("boolean") => Shape::Bool,
        Some("integer") => Shape::Integer {
            minimum: schema["minimum"].as_i64().unwrap_or(i64::MIN),
            maximum: schema["maximum"].as_i64().unwrap_or(i64::MAX),
        },
        Some("number") => Shape::Number,
        Some("string") => Shape::Text {
            date: schema["format"] == "date",
            choices: Vec::new(),
        },
        Some("array") => Shape::Array(Box::new(compile(root, &schema["items"]))),
        Some("object") => match schema["properties"].as_object() {
            Some(properties) => Shape::Struct(fields(root, properties, schema)),
            None => Shape::Map(Box::new(compile(root, &schema["additionalProperties"]))),
        },
        _ => Shape::Any,
    }
}

/// The texts of an enum: `enum`, or `oneOf` with a `const` each where variants are documented.
fn choices(schema: &Json) -> Vec<String> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let documented = schema["oneOf"].as_array().into_iter().flatten();
    listed
        .chain(documented.flat_map(|variant| {
            let several = variant["enum"].as_array().into_iter().flatten();
            std::iter::once(&variant["const"]).chain(several)
        }))
        .filter_map(|choice| choice.as_str().map(str::to_owned))
        .collect()
}

fn fields(root: &Json, properties: &serde_json::Map<String, Json>, schema: &Json) -> Fields {
    let required = &schema["required"];
    let rest = &schema["additionalProperties"];
    let fields: Vec<Field> = properties
        .iter()
        .map(|(key, schema)| Field {
            key: key.clone(),
            shape: compile(root, schema),
            required: required
                .as_array()
                .is_some_and(|required| required.iter().any(|name| name == key.as_str())),
        })
        .collect();
    let by_key = fields
        .iter()
        .enumerate()
        .map(|(position, field)| (field.key.clone(), position))
        .collect();
    Fields {
        known: fields,
        by_key,
        rest: rest.is_object().then(|| Box::new(compile(root, rest))),
    }
}
