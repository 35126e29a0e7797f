//! Answers as the crate expects them. It reads every field strictly and fails on a type that it does not know, on a null and
//! on a field that is missing; so it gets an answer with the fields that it uses, and the columns stay in fsc's hands.

use serde_json::{Map, Value, json};

use super::super::decode::ColumnType;
use super::super::error::Failure;
use super::super::shared::Statement;
use super::chunks;

/// An answer without a result.
pub(super) fn nothing() -> Value {
    envelope(&[], Form::Json(Vec::new()), 0)
}

/// How a result comes.
enum Form {
    Json(Vec<Value>),
    Arrow {
        first: String,
        parts: Vec<Value>,
        headers: Map<String, Value>,
    },
}

/// The answer for the crate; what else it says is noted.
pub(super) fn result(mut data: Value, statement: &mut Statement) -> Result<Value, Failure> {
    if let Some(command) = data["command"].as_str() {
        return Err(Failure::Refused {
            code: String::new(),
            message: format!(
                "fsc moves no files: `{}` is not for it",
                command.to_lowercase()
            ),
            query_id: statement.query_id.clone(),
        });
    }
    statement.columns = data["rowtype"]
        .as_array()
        .map(|types| types.iter().map(ColumnType::of).collect())
        .unwrap_or_default();
    let returned = data["returned"].as_i64();
    let total = data["total"].as_i64();
    let parts = data["chunks"].as_array().cloned().unwrap_or_default();
    let first = data["rowsetBase64"].as_str().unwrap_or_default();
    let (form, rows) = if data["rowset"].is_array() || (first.is_empty() && parts.is_empty()) {
        let rows = match data["rowset"].take() {
            Value::Array(rows) => rows,
            _ => Vec::new(),
        };
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        (Form::Json(rows), count)
    } else {
        statement.is_first_part_last = !first.is_empty();
        let form = Form::Arrow {
            first: first.to_owned(),
            parts: parts.iter().map(part).collect(),
            headers: chunks::headers(&data),
        };
        // The crate reads nothing where nothing was returned.
        (form, returned.or(total).unwrap_or(1))
    };
    statement.rows = match (returned, total) {
        (None, None) => None,
        (returned, total) => Some((
            returned.or(total).unwrap_or_default(),
            total.or(returned).unwrap_or_default(),
        )),
    };
    Ok(envelope(&statement.columns, form, rows))
}

fn part(part: &Value) -> Value {
    json!({ "url": part["url"].as_str().unwrap_or_default(), "rowCount": 0, "uncompressedSize": 0 })
}

fn envelope(columns: &[ColumnType], form: Form, returned: i64) -> Value {
    let mut data = json!({
        "parameters": [],
        "rowtype": columns.iter().map(|column| json!({
            "name": column.name,
            "type": "text",
            "nullable": true,
        })).collect::<Vec<_>>(),
        "total": returned,
        "returned": returned,
        "queryId": "",
        "finalRoleName": "",
        "statementTypeId": 0,
        "version": 1,
    });
    match form {
        Form::Json(rows) => data["rowset"] = Value::Array(rows),
        Form::Arrow {
            first,
            parts,
            headers,
        } => {
            data["rowsetBase64"] = first.into();
            data["chunks"] = Value::Array(parts);
            data["chunkHeaders"] = Value::Object(headers);
        }
    }
    json!({ "code": null, "message": null, "success": true, "data": data })
}
