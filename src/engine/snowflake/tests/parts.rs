//! Results in several parts.

use serde_json::json;

use super::answers::{arrow, fixed, integers, query, rowset, values};
use super::stub::{Reply, Route, Stub};
use super::*;

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
        for _ in 0..pace().attempts {
            stub.part("1", Reply::Page(page, "<Error>Expired</Error>"));
        }
        let said = session(&stub).query("select").unwrap_err().to_string();
        assert!(
            said.contains(&format!("a part of a result with a page of status {page}")),
            "{said}"
        );
    }
    // An outage and a connection that breaks pass, and a storage that does not know yet who may read.
    let stub = Stub::start();
    let parts = [stub.address("p/1")];
    let answer = arrow(&integers(&[1, 2]), &json!([fixed("A")]), 4, &parts);
    stub.json(Route::Query, answer.clone());
    stub.part("1", Reply::Page(503, ""));
    stub.part("1", Reply::Nothing);
    stub.part("1", Reply::Page(403, "<Error>AccessDenied</Error>"));
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
