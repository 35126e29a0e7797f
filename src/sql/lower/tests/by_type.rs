//! How DuckDB chooses between the forms of a macro by type: what the macros `sf_typed_…` of the prelude rest on.

use super::cases::connection;

/// The forms that `sf_typed_text` has, and what names them here.
const FORMS: &str = "CREATE MACRO form(x, k VARCHAR, j VARCHAR) AS 'text ' || typeof(x), (x, k VARCHAR, j JSON) AS 'json ' || typeof(x), \
     (x, k HUGEINT, j) AS 'whole ' || typeof(x), (x, k UHUGEINT, j) AS 'unsigned ' || typeof(x), \
     (x, k DECIMAL(38, 19), j) AS 'decimal ' || typeof(x), (x, k DOUBLE, j) AS 'float ' || typeof(x), \
     (x, k DATE, j) AS 'date ' || typeof(x), (x, k TIMESTAMP, j) AS 'timestamp ' || typeof(x), \
     (x, k BOOLEAN, j) AS 'boolean ' || typeof(x), (x, k TIME, j) AS 'time ' || typeof(x), (x, k, j) AS 'other ' || typeof(x);
     CREATE MACRO form_of(x) AS list_transform([x], lambda v: form(v, v, v))[1];
     CREATE MACRO pair(a, b, k HUGEINT, l HUGEINT) AS 'whole', (a, b, k, l) AS 'other';
     CREATE MACRO pair_of(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: pair(v.a, v.b, v.a, v.b))[1];";

fn forms() -> duckdb::Connection {
    let connection = connection();
    connection.execute_batch(FORMS).unwrap();
    connection
}

fn value(connection: &duckdb::Connection, sql: &str) -> String {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_form_of_a_value_is_that_of_its_type_and_the_value_keeps_it() {
    let connection = forms();
    for (kind, types) in [
        (
            "whole",
            "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT",
        ),
        ("unsigned", "UHUGEINT"),
        (
            "decimal",
            "DECIMAL(10,2) DECIMAL(18,0) DECIMAL(38,0) DECIMAL(38,12) DECIMAL(38,38) DECIMAL(4,4)",
        ),
        ("float", "FLOAT DOUBLE"),
        ("text", "VARCHAR"),
        ("json", "JSON"),
        ("date", "DATE"),
        (
            "timestamp",
            "TIMESTAMP TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS",
        ),
        ("boolean", "BOOLEAN"),
        ("time", "TIME"),
        ("other", "BLOB UUID INTERVAL INTEGER[]"),
    ] {
        for name in types.split(' ') {
            let expected = format!("{kind} {name}");
            let column = format!("FROM (SELECT CAST(NULL AS {name}) AS c)");
            for sql in [
                format!("SELECT form_of(c) {column}"),
                format!("SELECT form_of(any_value(c)) {column}"),
                format!("SELECT form_of(lag(c) OVER ()) {column}"),
                format!("SELECT form_of(b) FROM (SELECT c AS a, a AS b {column})"),
                format!("SELECT f FROM (SELECT c AS a, form_of(a) AS f {column})"),
                format!("SELECT form_of((SELECT c {column}))"),
                format!("SELECT form_of(c) {column} GROUP BY form_of(c)"),
                format!("SELECT list_transform([c], lambda e: form_of(e))[1] {column}"),
            ] {
                assert_eq!(value(&connection, &sql), expected, "{sql}");
            }
        }
    }
    // NULL comes to the first form.
    for (literal, expected) in [
        ("NULL", "text \"NULL\""),
        ("'1'", "text VARCHAR"),
        ("1.5", "decimal DECIMAL(2,1)"),
        ("99999999999999999999", "whole HUGEINT"),
        ("1e3", "float DOUBLE"),
    ] {
        let sql = format!("SELECT form_of({literal})");
        assert_eq!(value(&connection, &sql), expected, "{sql}");
    }
}

#[test]
fn a_decimal_beside_a_whole_number_is_none() {
    let connection = forms();
    for (types, expected) in [
        (["BIGINT", "INTEGER"], "whole"),
        (["HUGEINT", "UBIGINT"], "whole"),
        (["BIGINT", "DECIMAL(10,0)"], "other"),
        (["DECIMAL(10,2)", "BIGINT"], "other"),
        (["BIGINT", "DOUBLE"], "other"),
        (["BOOLEAN", "BIGINT"], "other"),
        (["VARCHAR", "BIGINT"], "other"),
    ] {
        let [a, b] = types.map(|name| format!("any_value(CAST(NULL AS {name}))"));
        assert_eq!(
            value(&connection, &format!("SELECT pair_of({a}, {b})")),
            expected,
            "{types:?}"
        );
    }
}

/// DuckDB's message on a cast names the column that is read, which would be the variable of a lambda.
#[test]
fn messages_on_casts_name_no_variable_of_a_macro() {
    let connection = connection();
    for value in [
        "9223372036854775807",
        "CAST(1e38 AS HUGEINT)",
        "CAST('123456789012.5' AS DECIMAL(38, 12))",
    ] {
        let sql = format!(
            "SELECT sf_number(a, CAST(NULL AS DECIMAL(10, 2)), 2) FROM (VALUES ({value})) AS t(a)"
        );
        let message = connection
            .query_row(&sql, [], |row| row.get::<_, Option<String>>(0))
            .unwrap_err()
            .to_string();
        assert!(message.contains("DECIMAL(10,2)"), "{message}");
        assert!(!message.contains("source column"), "{message}");
    }
}
