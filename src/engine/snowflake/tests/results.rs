//! Results and what is known of them.

use serde_json::json;

use super::answers::{arrow, fixed, query, rowset, values};
use super::stub::{Route, Stub};
use super::*;

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
