//! Values of all types, in both forms.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeListBuilder, Float32Builder};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int8Array,
    Int32Array, Int64Array, NullArray, StringArray, StructArray, UInt8Array,
};
use arrow_schema::{DataType, Field, Fields};
use serde_json::{Value, json};

use super::answers::{arrow, column, query, rowset, stream, values};
use super::stub::{Route, Stub};
use super::*;

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
fn a_column_of_nothing_is_null() {
    let stub = Stub::start();
    let nothing = column("A", "TEXT", 0, Arc::new(NullArray::new(2)));
    let rowtype = json!([{ "name": "A", "type": "text" }]);
    stub.json(
        Route::Query,
        arrow(&stream(vec![nothing]), &rowtype, 2, &[]),
    );
    assert_eq!(values(&query(&stub)).concat(), ["NULL", "NULL"]);
}
