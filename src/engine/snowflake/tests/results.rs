//! Results, in all the forms that Snowflake sends.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{FixedSizeListBuilder, Float32Builder};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int8Array,
    Int32Array, Int64Array, RecordBatch, StringArray, StructArray, UInt8Array,
};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Fields, Schema};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::stub::{Reply, Route, Stub};
use super::*;
use crate::engine::Rows;

/// A column of Arrow with what Snowflake says of it.
fn column(name: &str, kind: &str, scale: i64, array: ArrayRef) -> (Field, ArrayRef) {
    let metadata = HashMap::from([
        ("logicalType".to_owned(), kind.to_owned()),
        ("scale".to_owned(), scale.to_string()),
    ]);
    let field = Field::new(name, array.data_type().clone(), true).with_metadata(metadata);
    (field, array)
}

fn stream(columns: Vec<(Field, ArrayRef)>) -> Vec<u8> {
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn integers(values: &[i64]) -> Vec<u8> {
    let array: ArrayRef = Arc::new(Int64Array::from(values.to_vec()));
    stream(vec![column("A", "FIXED", 0, array)])
}

fn arrow(first: &[u8], rowtype: &Value, returned: usize, parts: &[String]) -> Value {
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

fn rowset(rowtype: &Value, rows: &Value) -> Value {
    json!({ "success": true, "data": { "queryId": "q", "rowtype": rowtype, "rowset": rows } })
}

fn fixed(name: &str) -> Value {
    json!({ "name": name, "type": "fixed", "precision": 38, "scale": 0, "nullable": true })
}

fn values(rows: &Rows) -> Vec<Vec<&str>> {
    rows.rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.as_deref().unwrap_or("NULL"))
                .collect()
        })
        .collect()
}

fn query(stub: &Stub) -> Rows {
    session(stub).query("select").unwrap()
}

#[test]
fn every_arrow_type_reads_as_duckdb_prints_it() {
    let moment = |zone: Option<i32>| -> ArrayRef {
        let mut fields = vec![
            Field::new("epoch", DataType::Int64, true),
            Field::new("fraction", DataType::Int32, true),
        ];
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(vec![1_690_848_000, -1])),
            Arc::new(Int32Array::from(vec![0, 500_000_000])),
        ];
        if let Some(zone) = zone {
            fields.push(Field::new("timezone", DataType::Int32, true));
            arrays.push(Arc::new(Int32Array::from(vec![1440, zone])));
        }
        Arc::new(StructArray::new(Fields::from(fields), arrays, None))
    };
    let mut vector = FixedSizeListBuilder::new(Float32Builder::new(), 2);
    for pair in [[1.0, 2.5], [0.0, -1.0]] {
        vector.values().append_slice(&pair);
        vector.append(true);
    }
    let short_zone = StructArray::new(
        Fields::from(vec![
            Field::new("epoch", DataType::Int64, true),
            Field::new("timezone", DataType::Int32, true),
        ]),
        vec![
            Arc::new(Int64Array::from(vec![1_690_848_000_123, 0])),
            Arc::new(Int32Array::from(vec![1440 - 210, 1440])),
        ],
        None,
    );
    let columns = vec![
        column(
            "i",
            "FIXED",
            0,
            Arc::new(Int8Array::from(vec![Some(7), None])),
        ),
        column("m", "FIXED", 2, Arc::new(Int32Array::from(vec![1250, -5]))),
        column(
            "n",
            "FIXED",
            3,
            Arc::new(
                Decimal128Array::from(vec![12_345_678_901_234_567_890_123_456, -1])
                    .with_precision_and_scale(38, 3)
                    .unwrap(),
            ),
        ),
        column(
            "d",
            "REAL",
            0,
            Arc::new(Float64Array::from(vec![0.1, 1e20])),
        ),
        column(
            "s",
            "TEXT",
            0,
            Arc::new(StringArray::from(vec![Some("ö"), None])),
        ),
        column(
            "b",
            "BOOLEAN",
            0,
            Arc::new(BooleanArray::from(vec![true, false])),
        ),
        column(
            "day",
            "DATE",
            0,
            Arc::new(Date32Array::from(vec![19_570, -1])),
        ),
        column(
            "t",
            "TIME",
            9,
            Arc::new(Int64Array::from(vec![3_600_000_000_000, 1_500_000_000])),
        ),
        column(
            "t3",
            "TIME",
            3,
            Arc::new(Int32Array::from(vec![3_600_000, 1])),
        ),
        column("ntz", "TIMESTAMP_NTZ", 9, moment(None)),
        column(
            "ntz3",
            "TIMESTAMP_NTZ",
            3,
            Arc::new(Int64Array::from(vec![1_690_848_000_500, -1])),
        ),
        column("ltz", "TIMESTAMP_LTZ", 9, moment(None)),
        column("tz", "TIMESTAMP_TZ", 9, moment(Some(1440 + 330))),
        column("tz3", "TIMESTAMP_TZ", 3, Arc::new(short_zone)),
        column(
            "x",
            "BINARY",
            0,
            Arc::new(BinaryArray::from(vec![&b"\x01\xab"[..], b""])),
        ),
        column(
            "v",
            "VARIANT",
            0,
            Arc::new(StringArray::from(vec!["{\n  \"a\": 1\n}", "null"])),
        ),
        column("e", "VECTOR", 0, Arc::new(vector.finish())),
    ];
    let rowtype: Vec<Value> = columns
        .iter()
        .map(|(field, _)| {
            let kind = field.metadata()["logicalType"].to_lowercase();
            let scale: i64 = field.metadata()["scale"].parse().unwrap();
            json!({ "name": field.name(), "type": kind, "scale": scale, "precision": 38, "length": 16 })
        })
        .collect();
    let stub = Stub::start();
    stub.json(
        Route::Query,
        arrow(&stream(columns), &Value::from(rowtype), 2, &[]),
    );
    let rows = query(&stub);
    assert_eq!(
        values(&rows),
        [
            [
                "7",
                "12.50",
                "12345678901234567890123.456",
                "0.1",
                "ö",
                "true",
                "2023-08-01",
                "01:00:00",
                "01:00:00",
                "2023-08-01 00:00:00",
                "2023-08-01 00:00:00.5",
                "2023-08-01 00:00:00+00",
                "2023-08-01 00:00:00+00",
                "2023-07-31 20:30:00.123-03:30",
                "01AB",
                "{\n  \"a\": 1\n}",
                "[1.0, 2.5]"
            ],
            [
                "NULL",
                "-0.05",
                "-0.001",
                "1e+20",
                "NULL",
                "false",
                "1969-12-31",
                "00:00:01.5",
                "00:00:00.001",
                "1969-12-31 23:59:59.5",
                "1969-12-31 23:59:59.999",
                "1969-12-31 23:59:59.5+00",
                "1970-01-01 05:29:59.5+05:30",
                "1970-01-01 00:00:00+00",
                "",
                "null",
                "[0.0, -1.0]"
            ],
        ]
    );
    let types: Vec<&str> = rows
        .columns
        .iter()
        .map(|column| column.data_type.as_str())
        .collect();
    assert_eq!(
        types,
        [
            "NUMBER(38,0)",
            "NUMBER(38,2)",
            "NUMBER(38,3)",
            "FLOAT",
            "VARCHAR(16)",
            "BOOLEAN",
            "DATE",
            "TIME(9)",
            "TIME(3)",
            "TIMESTAMP_NTZ(9)",
            "TIMESTAMP_NTZ(3)",
            "TIMESTAMP_LTZ(9)",
            "TIMESTAMP_TZ(9)",
            "TIMESTAMP_TZ(3)",
            "BINARY(16)",
            "VARIANT",
            "VECTOR"
        ]
    );
}

#[test]
fn what_cannot_be_read_truly_is_refused() {
    let array: ArrayRef = Arc::new(UInt8Array::from(vec![1]));
    let stub = Stub::start();
    stub.json(
        Route::Query,
        arrow(
            &stream(vec![column("A", "NOVELTY", 0, array)]),
            &json!([{ "name": "A", "type": "novelty" }]),
            1,
            &[],
        ),
    );
    let said = session(&stub).query("select").unwrap_err().to_string();
    assert!(
        said.starts_with("column `A` has a value of type `novelty`"),
        "{said}"
    );
    assert!(said.contains("cast it to VARCHAR"), "{said}");
}

#[test]
fn the_rows_of_json_read_the_same() {
    let rowtype = json!([
        { "name": "i", "type": "fixed", "scale": 2 }, { "name": "d", "type": "real" }, { "name": "b", "type": "boolean" },
        { "name": "day", "type": "date" }, { "name": "t", "type": "time" }, { "name": "n", "type": "timestamp_ntz" },
        { "name": "l", "type": "timestamp_ltz" }, { "name": "z", "type": "timestamp_tz" }, { "name": "s", "type": "text" },
    ]);
    let rows = json!([
        [
            "12.50",
            "100",
            "1",
            "19570",
            "3600.500000000",
            "1690848000.000000000",
            "-0.500000000",
            "1690848000.000000000 1770",
            "1"
        ],
        [
            null,
            "1e20",
            "0",
            "2023-08-01",
            "01:00:00",
            "2023-08-01 00:00:00",
            null,
            "soon",
            ""
        ],
    ]);
    let stub = Stub::start();
    stub.json(Route::Query, rowset(&rowtype, &rows));
    assert_eq!(
        values(&query(&stub)),
        [
            [
                "12.50",
                "100.0",
                "true",
                "2023-08-01",
                "01:00:00.5",
                "2023-08-01 00:00:00",
                "1969-12-31 23:59:59.5+00",
                "2023-08-01 05:30:00+05:30",
                "1"
            ],
            [
                "NULL",
                "1e+20",
                "false",
                "2023-08-01",
                "01:00:00",
                "2023-08-01 00:00:00",
                "NULL",
                "soon",
                ""
            ],
        ]
    );
}

#[test]
fn unknown_types_and_missing_fields_do_no_harm() {
    let stub = Stub::start();
    stub.json(
        Route::Query,
        rowset(
            &json!([{ "name": "g", "type": "GEOGRAPHY" }, { "type": null }]),
            &json!([["POINT(1 2)", null]]),
        ),
    )
    .json(Route::Query, json!({ "success": true, "data": {} }))
    .json(Route::Query, json!({ "success": true, "data": null }));
    let mut session = session(&stub);
    let rows = session.query("select").unwrap();
    assert_eq!(values(&rows), [["POINT(1 2)", "NULL"]]);
    assert_eq!(rows.columns[0].data_type, "GEOGRAPHY");
    for _ in 0..2 {
        assert_eq!(session.execute("alter session").unwrap().rows_changed, 0);
    }
}

#[test]
fn the_first_part_comes_first_and_the_others_in_order() {
    let stub = Stub::start();
    let parts = ["p/1", "p/2", "p/3"].map(|path| stub.address(path));
    stub.json(
        Route::Query,
        arrow(&integers(&[1, 2]), &json!([fixed("A")]), 8, &parts),
    );
    let mut session = session(&stub);
    for (path, numbers) in [("1", [3, 4]), ("2", [5, 6]), ("3", [7, 8])] {
        stub.part(path, Reply::Bytes(integers(&numbers)));
    }
    let rows = session.query("select").unwrap();
    assert_eq!(
        values(&rows).concat(),
        ["1", "2", "3", "4", "5", "6", "7", "8"]
    );
    for part in stub.asked(Route::Part) {
        assert_eq!(part.header("x-of-the-part"), "yes");
        assert_eq!(
            part.header("authorization"),
            "",
            "the token is not for storage"
        );
    }
}

#[test]
fn all_parts_may_lie_elsewhere() {
    let stub = Stub::start();
    let parts = ["p/1", "p/2"].map(|path| stub.address(path));
    stub.json(Route::Query, arrow(b"", &json!([fixed("A")]), 4, &parts));
    stub.part("1", Reply::Bytes(integers(&[1, 2])));
    stub.part("2", Reply::Bytes(integers(&[3, 4])));
    assert_eq!(values(&query(&stub)).concat(), ["1", "2", "3", "4"]);
}

#[test]
fn a_part_that_is_missing_or_cut_is_never_left_out() {
    let stub = Stub::start();
    let parts = [stub.address("p/1")];
    let answer = arrow(&integers(&[1, 2]), &json!([fixed("A")]), 4, &parts);
    for page in [403, 404] {
        stub.json(Route::Query, answer.clone());
        stub.part("1", Reply::Page(page, "<Error>Expired</Error>"));
        let said = session(&stub).query("select").unwrap_err().to_string();
        assert!(
            said.contains("a part of a result with a page of status"),
            "{said}"
        );
    }
    // An outage and a connection that breaks pass.
    stub.json(Route::Query, answer.clone());
    stub.part("1", Reply::Page(503, ""));
    stub.part("1", Reply::Nothing);
    stub.part("1", Reply::Bytes(integers(&[3, 4])));
    assert_eq!(values(&query(&stub)).concat(), ["1", "2", "3", "4"]);
    // Fewer rows than were told.
    stub.json(Route::Query, answer);
    stub.part("1", Reply::Bytes(integers(&[3])));
    let said = session(&stub).query("select").unwrap_err().to_string();
    assert!(said.contains("it has 3 rows, and should have 4"), "{said}");
}

#[test]
fn a_long_result_of_json_has_all_its_parts() {
    let stub = Stub::start();
    let mut answer = rowset(&json!([fixed("A")]), &json!([["1"], ["2"]]));
    answer["data"]["returned"] = 4.into();
    answer["data"]["chunks"] =
        json!([{ "url": stub.address("p/1") }, { "url": stub.address("p/2") }]);
    answer["data"]["qrmk"] = "the-key".into();
    stub.json(Route::Query, answer);
    stub.part("1", Reply::Bytes(b"[\"3\"]".to_vec()));
    stub.part("2", Reply::Bytes(b"[\"4\"]".to_vec()));
    assert_eq!(values(&query(&stub)).concat(), ["1", "2", "3", "4"]);
    let asked = stub.asked(Route::Part);
    assert_eq!(
        asked[0].header("x-amz-server-side-encryption-customer-key"),
        "the-key"
    );
}

#[test]
fn an_empty_result_has_its_columns() {
    let stub = Stub::start();
    stub.json(
        Route::Query,
        arrow(b"", &json!([fixed("A"), fixed("b c")]), 0, &[]),
    );
    let rows = query(&stub);
    assert!(rows.rows.is_empty());
    assert_eq!(rows.columns[1].name, "b c");
    assert_eq!(rows.columns[1].data_type, "NUMBER(38,0)");
}

#[test]
fn a_description_runs_nothing() {
    let stub = Stub::start();
    stub.json(Route::Query, rowset(&json!([fixed("A")]), &json!([])))
        .json(Route::Query, written(1));
    let mut session = session(&stub);
    let columns = session.describe("select 1 as a").unwrap();
    assert_eq!(columns[0].name, "A");
    session.execute("insert").unwrap();
    let asked = stub.asked(Route::Query);
    assert_eq!(asked[0].body["describeOnly"], true);
    assert_eq!(asked[1].body.get("describeOnly"), None);
}

#[test]
fn writes_say_how_many_rows_they_changed() {
    let rowtype = json!([
        fixed("number of rows inserted"),
        fixed("number of rows updated"),
        fixed("number of multi-joined rows updated"),
        fixed("number of rows deleted"),
    ]);
    let stub = Stub::start();
    stub.json(
        Route::Query,
        rowset(&rowtype, &json!([["1", "20", "300", "4000"]])),
    )
    .json(
        Route::Query,
        rowset(
            &json!([{ "name": "status", "type": "text" }]),
            &json!([["17"]]),
        ),
    );
    let mut session = session(&stub);
    assert_eq!(session.execute("merge").unwrap().rows_changed, 4021);
    assert_eq!(session.execute("create table").unwrap().rows_changed, 0);
}
