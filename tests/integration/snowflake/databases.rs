//! Tables in another database than the session's.

use serde_json::json;

use super::{OnSnowflake, simple};

const RUN: [&str; 3] = ["run", "--ds", "2024-01-02"];

/// Beside the view of the simple project.
const TABLES: &str = r#"
author = "mina"
[[table]]
name = "kept"
database = "other"
schema = "marts"
description = "merged"
rebuild = false
unique_key = ["customer_id"]
query = """
select customer_id, sum(amount) as total_amount from production.orders
{% if is_incremental() %} where amount > 17 {% endif %}
group by 1"""
[[table]]
name = "made"
database = "other"
schema = "marts"
description = "rebuilt"
query = "select customer_id, sum(amount) as total_amount from production.orders group by 1"
"#;

fn two_databases() -> OnSnowflake {
    let on = simple::with("table.toml", TABLES, "customer_id,amount\na,1\nb,2\n");
    let databases = json!({"databases": ["ANALYTICS", "OTHER"]});
    on.server.control("POST", "settings", &databases);
    on
}

fn load(on: &OnSnowflake, database: &str, schema: &str, table: &str) {
    let path = on.project.path().join("orders.csv");
    let load = json!({"database": database, "schema": schema, "table": table, "path": path});
    on.server.control("POST", "load", &load);
}

fn read(on: &OnSnowflake, sql: &str) -> String {
    let answer = on.server.control("POST", "read", &json!({"sql": sql}));
    answer["rows"].to_string()
}

/// What the run sent, in order.
fn sent(on: &OnSnowflake) -> Vec<String> {
    let statements = on.server.control("GET", "statements", &json!({}));
    let statements = statements.as_array().unwrap().iter();
    statements
        .map(|statement| statement["sql"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn making_a_schema_elsewhere_moves_the_store_nowhere() {
    let on = two_databases();
    // Whoever is in the other database finds a store's schema there.
    load(&on, "OTHER", "FEATURE_STORE", "SOMETHING");
    let run = RUN.into_iter().chain(["--select", "totals", "made"]);
    on.fsc(run).assert_exit(0);
    let runs = "select status from analytics.feature_store.fsc_runs order by 1 desc";
    assert_eq!(read(&on, runs), r#"[["running"],["ok"]]"#);
    let made = "select customer_id, total_amount from other.marts.made order by 1";
    assert!(
        read(&on, made).contains(r#"["b","2"#),
        "{}",
        read(&on, made)
    );
    let elsewhere = "select table_name from other.information_schema.tables order by 1";
    assert_eq!(read(&on, elsewhere), r#"[["MADE"],["SOMETHING"]]"#);
    let compiled = on.fsc(["compile", "--ds", "2024-01-02"]);
    compiled.assert_exit(0);
    let setup = std::fs::read_to_string(on.project.path().join("target/setup.sql")).unwrap();
    assert!(
        setup.contains("schemas that are missing in another database, in a session of their own"),
        "{setup}"
    );
}

#[test]
fn a_merged_table_is_looked_for_in_its_own_database() {
    for (there, is_incremental) in [
        (("ANALYTICS", "MARTS", "KEPT"), false),
        (("OTHER", "PUBLIC", "KEPT"), false),
        (("OTHER", "MARTS", "ANOTHER"), false),
        (("OTHER", "MARTS", "KEPT"), true),
    ] {
        let on = two_databases();
        load(&on, there.0, there.1, there.2);
        // How it ends does not matter: behind the fake, no transaction writes to two databases.
        on.fsc(RUN.into_iter().chain(["--select", "kept"]));
        let sent = sent(&on);
        let compiled = std::fs::read_to_string(on.project.path().join("target/compiled/kept.sql"));
        let compiled = compiled.unwrap();
        assert_eq!(
            compiled.contains("amount > 17"),
            is_incremental,
            "{there:?}\n{compiled}"
        );
        // Snowflake answers with an error where too much would come back: only these names are asked for.
        let asked = sent
            .iter()
            .find(|sql| sql.contains("\"OTHER\".information_schema.tables"));
        let asked = asked.unwrap();
        assert!(
            asked.contains("o.table_schema IN ('MARTS')")
                && asked.contains("o.table_name IN ('KEPT'"),
            "{asked}"
        );
        assert!(
            !sent
                .iter()
                .any(|sql| sql.contains("FROM information_schema.tables") && !sql.contains("WHERE"))
        );
    }
}
