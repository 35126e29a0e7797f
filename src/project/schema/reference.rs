//! The project reference, docs/project-reference.md, from the same schema.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::{FileKind, FileSchema, json_schemas};

/// The reference as Markdown: a table of keys for every file and every table in it.
pub fn reference_markdown() -> String {
    let mut page = Page {
        text: String::from(
            "# Project reference\n\n\
             Every key of every definition file. Generated from the types that read them; `fsc schema` \
             prints the same as JSON Schema. Each file is written in TOML or, but for `fsc.toml`, in YAML, with the \
             same keys.\n",
        ),
        written: BTreeSet::new(),
    };
    for schema in json_schemas() {
        page.file(schema);
    }
    page.text
}

struct Page {
    text: String,
    /// Tables that stand in several files are described once.
    written: BTreeSet<String>,
}

impl Page {
    fn file(&mut self, file: &FileSchema) {
        let heading = match file.kind {
            FileKind::Project => "fsc.toml".to_owned(),
            kind => format!("{stem}.toml, {stem}.yaml, {stem}.yml", stem = kind.stem()),
        };
        let _ = write!(self.text, "\n## {heading}\n");
        let mut later = Vec::new();
        self.keys(&file.schema, &file.schema, "", &mut later);
        while !later.is_empty() {
            for (path, schema) in std::mem::take(&mut later) {
                let title = definition_name(schema).unwrap_or_default().to_owned();
                if !title.is_empty() && !self.written.insert(title) {
                    continue;
                }
                let _ = write!(self.text, "\n### `{path}`\n");
                let resolved = resolve(&file.schema, schema);
                let prefix = path.trim_matches(['[', ']']).to_owned();
                self.keys(&file.schema, resolved, &prefix, &mut later);
            }
        }
    }

    /// Describes a table, and leaves the tables in it for later.
    fn keys<'s>(
        &mut self,
        root: &'s Value,
        table: &'s Value,
        prefix: &str,
        later: &mut Vec<(String, &'s Value)>,
    ) {
        if let Some(description) = table["description"].as_str() {
            let _ = write!(self.text, "\n{}\n", one_line(description));
        }
        self.text
            .push_str("\n| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
        let required: Vec<&str> = strings(&table["required"]).collect();
        for (key, schema) in table["properties"].as_object().into_iter().flatten() {
            let default = if required.contains(&key.as_str()) {
                "required".to_owned()
            } else {
                schema.get("default").map(code).unwrap_or_default()
            };
            let kind = type_name(root, schema);
            let meaning = one_line(schema["description"].as_str().unwrap_or_default());
            let example = schema["examples"].get(0).map(code).unwrap_or_default();
            let choices = choices(root, schema);
            let meaning = format!("{meaning}{choices}").replace('|', "\\|");
            let _ = writeln!(
                self.text,
                "| `{key}` | {kind} | {default} | {meaning} | {example} |"
            );
            let path = if prefix.is_empty() {
                key.clone()
            } else {
                format!("{prefix}.{key}")
            };
            later.extend(table_in(root, schema, &path));
        }
    }
}

/// The table that a key holds, with how its header is written.
fn table_in<'s>(root: &'s Value, schema: &'s Value, path: &str) -> Option<(String, &'s Value)> {
    let resolved = resolve(root, schema);
    if resolved["properties"].is_object() {
        return Some((format!("[{path}]"), schema));
    }
    if resolved["items"].is_object() {
        let item = &resolved["items"];
        let (inner, found) = table_in(root, item, path)?;
        let inner = inner.trim_matches(['[', ']']);
        return Some((format!("[[{inner}]]"), found));
    }
    if resolved["additionalProperties"].is_object() {
        let value = &resolved["additionalProperties"];
        return table_in(root, value, &format!("{path}.<name>"));
    }
    let variants = resolved["anyOf"].as_array()?;
    let table = variants
        .iter()
        .find(|variant| variant["type"] != "string")?;
    table_in(root, table, path)
}

fn type_name(root: &Value, schema: &Value) -> String {
    let resolved = resolve(root, schema);
    if resolved["anyOf"].is_array() {
        return "string or table".to_owned();
    }
    if !choices_of(resolved).is_empty() {
        return "string".to_owned();
    }
    match resolved["type"].as_str() {
        Some("string") if resolved["format"] == "date" => "date".to_owned(),
        Some("array") => format!("array of {}", type_name(root, &resolved["items"])),
        Some("object") if resolved["additionalProperties"].is_object() => {
            let value = type_name(root, &resolved["additionalProperties"]);
            format!("table of {value}")
        }
        Some("object") => "table".to_owned(),
        Some(kind) => kind.to_owned(),
        None => "any".to_owned(),
    }
}

fn choices(root: &Value, schema: &Value) -> String {
    let choices = choices_of(resolve(root, schema));
    let mut text = String::new();
    for (choice, description) in choices {
        let _ = write!(text, "<br>`{choice}`");
        if !description.is_empty() {
            let _ = write!(text, ": {description}");
        }
    }
    text
}

fn choices_of(schema: &Value) -> Vec<(&str, String)> {
    let listed = strings(&schema["enum"]).map(|choice| (choice, String::new()));
    let documented = schema["oneOf"].as_array().into_iter().flatten();
    let documented = documented.filter_map(|variant| {
        let description = variant["description"].as_str().unwrap_or_default();
        Some((variant["const"].as_str()?, one_line(description)))
    });
    listed.chain(documented).collect()
}

fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    schema["$ref"]
        .as_str()
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')))
        .unwrap_or(schema)
}

fn definition_name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn code(value: &Value) -> String {
    format!("`{value}`").replace('|', "\\|")
}
