//! Answers with results, as Snowflake sends them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{Field, Schema};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::stub::Stub;
use super::*;
use crate::engine::Rows;

/// A column of Arrow with what Snowflake says of it.
pub(super) fn column(name: &str, kind: &str, scale: i64, array: ArrayRef) -> (Field, ArrayRef) {
    let metadata = HashMap::from([
        ("logicalType".to_owned(), kind.to_owned()),
        ("scale".to_owned(), scale.to_string()),
    ]);
    let field = Field::new(name, array.data_type().clone(), true).with_metadata(metadata);
    (field, array)
}

pub(super) fn stream(columns: Vec<(Field, ArrayRef)>) -> Vec<u8> {
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

pub(super) fn integers(values: &[i64]) -> Vec<u8> {
    let array: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
    stream(vec![column("A", "FIXED", 0, array)])
}

pub(super) fn arrow(first: &[u8], rowtype: &Value, returned: usize, parts: &[String]) -> Value {
    let chunks: Vec<Value> = parts
        .iter()
        .map(|url| json!({ "url": url, "rowCount": 2, "uncompressedSize": 100, "compressedSize": 50 }))
        .collect();
    json!({
        "code": null, "message": null, "success": true,
        "data": {
            "queryId": "01b2-0003", "returned": returned, "total": returned, "queryResultFormat": "arrow",
            "rowtype": rowtype, "rowsetBase64": BASE64_STANDARD.encode(first), "chunks": chunks,
            "chunkHeaders": { "x-of-the-part": "yes" }, "statementTypeId": 4096, "finalRoleName": null,
            "parameters": null, "numberOfBinds": null, "version": null,
        },
    })
}

pub(super) fn rowset(rowtype: &Value, rows: &Value) -> Value {
    json!({ "success": true, "data": { "queryId": "q", "rowtype": rowtype, "rowset": rows } })
}

pub(super) fn fixed(name: &str) -> Value {
    json!({ "name": name, "type": "fixed", "precision": 38, "scale": 0, "nullable": true })
}

pub(super) fn values(rows: &Rows) -> Vec<Vec<&str>> {
    rows.rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.as_deref().unwrap_or("NULL"))
                .collect()
        })
        .collect()
}

pub(super) fn query(stub: &Stub) -> Rows {
    session(stub).query("select").unwrap()
}
