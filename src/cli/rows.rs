//! Rows of a database, printed.

use clap::ValueEnum;
use serde_json::{Map, Value};

use super::table;
use crate::engine::Rows;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowsOutput {
    /// Columns side by side
    Table,
    /// A JSON array of objects; every value is text or null
    Json,
    /// Comma-separated, with a header
    Csv,
}

/// At most `limit` rows in a format; whether there were more.
pub fn render(rows: &Rows, limit: usize, output: RowsOutput) -> (String, bool) {
    let shown = &rows.rows[..rows.rows.len().min(limit)];
    let names: Vec<&str> = rows
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let text = match output {
        RowsOutput::Table => table::render(
            &names,
            shown.iter().map(|row| {
                row.iter()
                    .map(|value| value.clone().unwrap_or_else(|| "NULL".to_owned()))
            }),
        ),
        RowsOutput::Json => {
            let objects: Vec<Value> = shown.iter().map(|row| object(&names, row)).collect();
            super::json(&objects)
        }
        RowsOutput::Csv => {
            let mut text = csv_line(names.iter().map(|name| Some(*name)));
            for row in shown {
                text.push_str(&csv_line(row.iter().map(Option::as_deref)));
            }
            text
        }
    };
    (text, rows.rows.len() > limit)
}

fn object(names: &[&str], row: &[Option<String>]) -> Value {
    let pairs = names.iter().zip(row);
    let object: Map<String, Value> = pairs
        .map(|(name, value)| {
            (
                (*name).to_owned(),
                value.clone().map_or(Value::Null, Value::String),
            )
        })
        .collect();
    Value::Object(object)
}

/// RFC 4180; a NULL is empty, an empty text is quoted.
fn csv_line<'v>(values: impl Iterator<Item = Option<&'v str>>) -> String {
    let fields: Vec<String> = values
        .map(|value| match value {
            None => String::new(),
            Some(text) if text.is_empty() || text.contains([',', '"', '\n', '\r']) => {
                format!("\"{}\"", text.replace('"', "\"\""))
            }
            Some(text) => text.to_owned(),
        })
        .collect();
    fields.join(",") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Column;

    #[test]
    fn null_and_odd_text_survive() {
        let column = |name: &str| Column {
            name: name.to_owned(),
            data_type: "VARCHAR".to_owned(),
        };
        let rows = Rows {
            columns: vec![column("a"), column("b")],
            rows: vec![
                vec![Some("x,\"y\"".to_owned()), None],
                vec![Some(String::new()), Some("z".to_owned())],
            ],
            query_id: None,
        };
        let (csv, more) = render(&rows, 10, RowsOutput::Csv);
        assert_eq!(csv, "a,b\n\"x,\"\"y\"\"\",\n\"\",z\n");
        assert!(!more);
        let (json, more) = render(&rows, 1, RowsOutput::Json);
        assert!(more && json.contains("\"b\": null"));
    }
}
