use std::collections::BTreeMap;

use super::*;
use crate::engine::{Column, Executed, Rows};
use crate::sql::name::RelationName;
use needs::Written;

/// Answers statements by how they begin, and notes them.
#[derive(Default)]
struct Scripted {
    answers: Vec<(String, Result<Rows, EngineError>)>,
    unreadable: Vec<&'static str>,
    sent: Vec<String>,
}

impl Scripted {
    fn answer(mut self, begins: &str, columns: &[&str], rows: &[&[&str]]) -> Self {
        let text = |text: &&str| (!text.is_empty()).then(|| (*text).to_owned());
        let columns = columns.iter().map(|name| Column {
            name: (*name).to_owned(),
            data_type: "VARCHAR".to_owned(),
        });
        let rows = Rows {
            columns: columns.collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(text).collect())
                .collect(),
            query_id: None,
        };
        self.answers.push((begins.to_owned(), Ok(rows)));
        self
    }

    fn refuse(mut self, begins: &str, error: EngineError) -> Self {
        self.answers.insert(0, (begins.to_owned(), Err(error)));
        self
    }

    fn context(self, secondary: &str, warehouse: &str, database: &str) -> Self {
        let row = [
            "ACME-SHOP",
            "XY12345",
            "AWS_EU_CENTRAL_1",
            "FEATURES",
            "ENGINEER",
            secondary,
            warehouse,
            database,
            "PUBLIC",
            "9.1.0",
        ];
        self.answer("SELECT CURRENT_ORGANIZATION_NAME", &["a"; 10], &[&row])
    }

    fn grants(self, role: &str, rows: &[&[&str]]) -> Self {
        self.answer(
            &format!("SHOW GRANTS TO {role}"),
            &["privilege", "granted_on", "name"],
            rows,
        )
    }
}

impl Session for Scripted {
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError> {
        panic!("an inspection changes nothing: {sql}");
    }

    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError> {
        self.sent.push(query.to_owned());
        if self.unreadable.iter().any(|name| query.contains(name)) {
            return Err(EngineError::Statement(
                "does not exist or not authorized\nmore".into(),
            ));
        }
        Ok(Vec::new())
    }

    fn query(&mut self, sql: &str) -> Result<Rows, EngineError> {
        self.sent.push(sql.to_owned());
        let mut answers = self.answers.iter();
        let found = answers.find(|(begins, _)| sql.starts_with(begins.as_str()));
        found.map_or(Ok(Rows::default()), |(_, answer)| answer.clone())
    }
}

fn look(session: &mut Scripted, needs: Option<&Needs>) -> Result<Report, EngineError> {
    inspect(session, &Wanted::default(), needs)
}

fn relation(schema: &str, name: &str) -> RelationName {
    RelationName::in_schema(Identifier::new(schema), Identifier::new(name))
}

fn needs() -> Needs {
    let schema = |name: &str| (None, Identifier::new(name));
    Needs {
        schemas: BTreeMap::from([
            (schema("feature_store"), ["TABLE", "VIEW"].into()),
            (schema("search"), ["TABLE"].into()),
        ]),
        relations: BTreeMap::from([
            (relation("feature_store", "features_long"), Written::Rows),
            (relation("feature_store", "brand"), Written::ReplacedView),
            (relation("search", "embeddings"), Written::Replaced),
        ]),
        sources: vec![
            relation("production", "brands"),
            relation("production", "orders"),
        ],
    }
}

const SHOP: &[&str] = &["USAGE", "DATABASE", "ANALYTICS"];
const STORE: &str = "ANALYTICS.FEATURE_STORE";

/// A role that has all, some of it through another role.
fn well() -> Scripted {
    Scripted::default()
        .context("", "TRANSFORMING", "ANALYTICS")
        .answer(
            "SHOW WAREHOUSES",
            &["name", "state", "size", "auto_resume"],
            &[
                &["TRANSFORMING_OLD", "STARTED", "Large", "true"],
                &["TRANSFORMING", "SUSPENDED", "X-Small", "true"],
            ],
        )
        .answer(
            "SHOW TERSE SCHEMAS LIKE 'FEATURE",
            &["created_on", "name"],
            &[&["x", "FEATURE_STORE"]],
        )
        .answer(
            "SHOW TERSE SCHEMAS LIKE 'SEARCH'",
            &["created_on", "name"],
            &[&["x", "SEARCH2"]],
        )
        .answer(
            "SHOW TERSE OBJECTS IN SCHEMA ANALYTICS.FEATURE_STORE",
            &["created_on", "name"],
            &[&["x", "FEATURES_LONG"], &["x", "BRAND"]],
        )
        .grants(
            "ROLE ENGINEER",
            &[
                &["USAGE", "ROLE", "WRITER"],
                &["CREATE SCHEMA", "DATABASE", "ANALYTICS"],
                SHOP,
                &["OWNERSHIP", "VIEW", "ANALYTICS.FEATURE_STORE.BRAND"],
            ],
        )
        .grants(
            "ROLE WRITER",
            &[
                &["USAGE", "WAREHOUSE", "TRANSFORMING"],
                &["USAGE", "DATABASE_ROLE", "ANALYTICS.\"reader\""],
                &["OWNERSHIP", "SCHEMA", STORE],
                &["INSERT", "TABLE", "ANALYTICS.FEATURE_STORE.FEATURES_LONG"],
                &["UPDATE", "TABLE", "ANALYTICS.FEATURE_STORE.FEATURES_LONG"],
                &["DELETE", "TABLE", "ANALYTICS.FEATURE_STORE.FEATURES_LONG"],
            ],
        )
        .grants(
            "DATABASE ROLE ANALYTICS.\"reader\"",
            &[&["SELECT", "TABLE", "ANALYTICS.FEATURE_STORE.FEATURES_LONG"]],
        )
}

fn states(report: &Report) -> Vec<String> {
    let checks = report.checks.iter();
    checks
        .map(|check| format!("{} {}", check.state.word(), check.need))
        .collect()
}

#[test]
fn a_role_that_has_all_lacks_nothing() {
    let mut session = well();
    let report = look(&mut session, Some(&needs())).unwrap();
    assert_eq!(
        states(&report),
        [
            "ok usage on warehouse TRANSFORMING",
            "ok usage on database ANALYTICS",
            "ok usage on schema ANALYTICS.FEATURE_STORE",
            "ok create table on schema ANALYTICS.FEATURE_STORE",
            "ok create view on schema ANALYTICS.FEATURE_STORE",
            "ok create schema on database ANALYTICS",
            "ok select, insert, update, delete on table ANALYTICS.FEATURE_STORE.FEATURES_LONG",
            "ok select on source production.brands",
            "ok select on source production.orders",
        ]
    );
    assert!(!report.lacks_anything());
    let fact = |name: &str| {
        let mut facts = report.facts.iter();
        facts
            .find(|fact| fact.name == name)
            .map(|fact| fact.value.as_str())
    };
    assert_eq!(fact("account"), Some("ACME-SHOP (locator XY12345)"));
    assert_eq!(fact("warehouse"), Some("TRANSFORMING (X-Small, suspended)"));
    assert_eq!(fact("secondary roles"), None);
}

#[test]
fn what_is_missing_comes_with_the_sql_that_grants_it() {
    let mut session = well();
    session
        .answers
        .retain(|(begins, _)| begins != "SHOW GRANTS TO ROLE WRITER");
    session.unreadable.push("ORDERS");
    let report = look(&mut session, Some(&needs())).unwrap();
    assert!(report.lacks_anything());
    let remedies: Vec<&str> = report
        .checks
        .iter()
        .flat_map(|check| &check.remedy)
        .map(String::as_str)
        .collect();
    assert_eq!(
        remedies,
        [
            "grant usage on warehouse TRANSFORMING to role ENGINEER;",
            "grant usage on schema ANALYTICS.FEATURE_STORE to role ENGINEER;",
            "grant create table on schema ANALYTICS.FEATURE_STORE to role ENGINEER;",
            "grant create view on schema ANALYTICS.FEATURE_STORE to role ENGINEER;",
            "grant select, insert, update, delete on table ANALYTICS.FEATURE_STORE.FEATURES_LONG to role ENGINEER;",
            "grant usage on database ANALYTICS to role ENGINEER;",
            "grant usage on schema ANALYTICS.PRODUCTION to role ENGINEER;",
            "grant select on ANALYTICS.PRODUCTION.ORDERS to role ENGINEER;",
        ]
    );
    let orders = report.checks.last().unwrap();
    assert_eq!(
        orders.detail.as_deref(),
        Some("does not exist or not authorized")
    );
}

#[test]
fn a_secondary_role_reads_and_writes_but_creates_nothing() {
    let mut session = well().grants("ROLE READER", &[&["ALL", "ACCOUNT", "x"]]);
    session
        .answers
        .retain(|(begins, _)| begins != "SHOW GRANTS TO ROLE ENGINEER");
    session
        .answers
        .retain(|(begins, _)| !begins.starts_with("SELECT CURRENT"));
    let mut session = session
        .context(
            "{\"roles\":\"WRITER, READER\",\"value\":\"ALL\"}",
            "TRANSFORMING",
            "ANALYTICS",
        )
        .grants("ROLE ENGINEER", &[SHOP]);
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    for line in [
        "ok usage on schema ANALYTICS.FEATURE_STORE",
        "missing create table on schema ANALYTICS.FEATURE_STORE",
        "ok select, insert, update, delete on table ANALYTICS.FEATURE_STORE.FEATURES_LONG",
        "missing ownership on view ANALYTICS.FEATURE_STORE.BRAND",
    ] {
        assert!(said.iter().any(|said| said == line), "{line}: {said:#?}");
    }
}

#[test]
fn grants_that_cannot_be_read_are_unknown_and_not_missing() {
    let refused = EngineError::Statement("not authorized".into());
    let mut session = well().refuse("SHOW GRANTS TO ROLE WRITER", refused);
    let report = look(&mut session, Some(&needs())).unwrap();
    assert!(!report.lacks_anything());
    let warehouse = &report.checks[0];
    assert_eq!(warehouse.state, State::Unknown);
    assert_eq!(
        warehouse.detail.as_deref(),
        Some("grants could not be read: not authorized")
    );
}

#[test]
fn a_session_without_any_grant_is_not_believed() {
    let mut session = Scripted::default().context("", "W", "D");
    let report = look(&mut session, Some(&needs())).unwrap();
    assert_eq!(states(&report)[0], "unknown usage on warehouse W");
    assert!(!report.lacks_anything());
}

#[test]
fn a_session_without_warehouse_and_database_is_told() {
    let mut session = Scripted::default().context("", "", "");
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    assert_eq!(said[..2], ["missing a warehouse", "missing a database"]);
    let mut session = Scripted::default()
        .context("", "W", "D")
        .grants("ROLE ENGINEER", &[SHOP])
        .answer(
            "SHOW WAREHOUSES",
            &["name", "state", "size", "auto_resume"],
            &[&["W", "SUSPENDED", "X-Small", "false"]],
        );
    let report = look(&mut session, None).unwrap();
    assert_eq!(
        states(&report),
        ["missing usage on warehouse W", "missing warehouse W to run"]
    );
    assert_eq!(
        report.checks[1].remedy,
        ["alter warehouse W set auto_resume = true;"]
    );
}

#[test]
fn a_function_that_is_not_known_costs_only_its_own_fact() {
    let unknown = EngineError::Statement("unknown function".into());
    let mut session = Scripted::default()
        .answer("SELECT CURRENT_ROLE()", &["a"], &[&["ENGINEER"]])
        .refuse("SELECT CURRENT_ORGANIZATION_NAME", unknown);
    let report = look(&mut session, None).unwrap();
    assert!(
        report
            .facts
            .iter()
            .any(|fact| fact.name == "role" && fact.value == "ENGINEER")
    );
}

#[test]
fn an_error_of_the_connection_ends_the_look() {
    let lost = EngineError::Connection("gone".into());
    let mut session = well().refuse("SHOW GRANTS TO ROLE WRITER", lost.clone());
    assert_eq!(look(&mut session, Some(&needs())), Err(lost));
}

#[test]
fn nothing_but_metadata_is_asked_for() {
    let mut session = well();
    look(&mut session, Some(&needs())).unwrap();
    for sent in &session.sent {
        let is_metadata = sent.starts_with("SHOW ") || sent.starts_with("SELECT CURRENT_");
        let is_described = sent.starts_with("SELECT * FROM \"PRODUCTION\".");
        assert!(is_metadata || is_described, "{sent}");
    }
}

#[test]
fn roles_that_everybody_has_and_nobody_may_look_into_hide_nothing() {
    let refused = EngineError::Statement("not authorized".into());
    let mut session = well()
        .grants(
            "ROLE PUBLIC",
            &[
                &["USAGE", "DATABASE_ROLE", "SNOWFLAKE.CORTEX_USER"],
                &["USAGE", "DATABASE_ROLE", "OTHER.READER"],
                &["USAGE", "APPLICATION_ROLE", "SOME_APP.USER"],
            ],
        )
        .refuse("SHOW GRANTS TO DATABASE ROLE OTHER.READER", refused);
    session
        .answers
        .retain(|(begins, _)| begins != "SHOW GRANTS TO ROLE WRITER");
    let report = look(&mut session, Some(&needs())).unwrap();
    assert!(report.lacks_anything(), "{:?}", states(&report));
    let asked = |what: &str| session.sent.iter().any(|sent| sent.contains(what));
    assert!(asked("OTHER.READER") && !asked("SNOWFLAKE.") && !asked("SOME_APP"));
}

#[test]
fn a_role_of_a_database_that_cannot_be_looked_into_leaves_that_database_open() {
    let refused = EngineError::Statement("not authorized".into());
    let mut session = well()
        .refuse("SHOW GRANTS TO DATABASE ROLE", refused)
        .grants("ROLE PUBLIC", &[]);
    session
        .answers
        .retain(|(begins, _)| begins != "SHOW GRANTS TO ROLE WRITER");
    let mut session = session.grants(
        "ROLE WRITER",
        &[&["USAGE", "DATABASE_ROLE", "ANALYTICS.\"reader\""]],
    );
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    assert_eq!(said[0], "missing usage on warehouse TRANSFORMING");
    assert_eq!(said[2], "unknown usage on schema ANALYTICS.FEATURE_STORE");
}

#[test]
fn another_privilege_on_a_schema_may_do_for_usage_and_for_nothing_else() {
    let mut session = well();
    session
        .answers
        .retain(|(begins, _)| begins != "SHOW GRANTS TO ROLE WRITER");
    let mut session = session.grants("ROLE WRITER", &[&["CREATE TABLE", "SCHEMA", STORE]]);
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    assert_eq!(
        said[2..5],
        [
            "unknown usage on schema ANALYTICS.FEATURE_STORE",
            "ok create table on schema ANALYTICS.FEATURE_STORE",
            "missing create view on schema ANALYTICS.FEATURE_STORE",
        ]
    );
    assert_eq!(
        report.checks[2].detail.as_deref(),
        Some("the role has create table on it, which may be enough")
    );
}

#[test]
fn what_is_made_and_given_away_at_once_is_told() {
    let columns = ["privilege", "grant_on", "name", "grantee_name"];
    let future = |rows: &[&[&str]]| well().answer("SHOW FUTURE GRANTS IN SCHEMA", &columns, rows);
    let mut session = future(&[
        &[
            "SELECT",
            "TABLE",
            "ANALYTICS.FEATURE_STORE.<TABLE>",
            "READER",
        ],
        &[
            "OWNERSHIP",
            "TABLE",
            "ANALYTICS.FEATURE_STORE.<TABLE>",
            "ADMIN",
        ],
    ]);
    let report = look(&mut session, Some(&needs())).unwrap();
    let mut checks = report.checks.iter();
    let told = checks.find(|check| check.state == State::Missing).unwrap();
    assert_eq!(
        told.need,
        "ownership of each table that is made in schema ANALYTICS.FEATURE_STORE"
    );
    assert!(told.remedy[0].starts_with(
        "revoke ownership on future tables in schema ANALYTICS.FEATURE_STORE from role ADMIN;"
    ));
    assert!(checks.all(|check| check.state == State::Ok));
    // Of a role that the session has; and those of the database, where the schema has its own.
    let mut session = future(&[
        &["OWNERSHIP", "TABLE", "x", "WRITER"],
        &["SELECT", "VIEW", "x", "A"],
    ])
    .answer(
        "SHOW FUTURE GRANTS IN DATABASE",
        &columns,
        &[&["OWNERSHIP", "TABLE", "x", "ADMIN"]],
    );
    let report = look(&mut session, Some(&needs())).unwrap();
    assert!(!report.lacks_anything(), "{:?}", states(&report));
}

#[test]
fn a_role_that_the_session_has_both_ways_may_create() {
    let mut session = well();
    session.answers.retain(|(begins, _)| {
        !begins.starts_with("SELECT CURRENT") && !begins.starts_with("SHOW GRANTS TO ROLE")
    });
    let mut session = session
        .context("{\"roles\":\"HELPER\"}", "TRANSFORMING", "ANALYTICS")
        .grants("ROLE ENGINEER", &[&["USAGE", "ROLE", "MIDDLE"], SHOP])
        .grants("ROLE MIDDLE", &[&["USAGE", "ROLE", "WRITER"]])
        .grants("ROLE HELPER", &[&["USAGE", "ROLE", "WRITER"]])
        .grants("ROLE WRITER", &[&["OWNERSHIP", "SCHEMA", STORE]]);
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    assert_eq!(
        said[3], "ok create table on schema ANALYTICS.FEATURE_STORE",
        "{said:#?}"
    );
}

#[test]
fn a_database_and_a_warehouse_that_the_target_names_in_vain_are_named() {
    let mut session = Scripted::default().context("", "", "");
    session.unreadable.push("ORDERS");
    let wanted = Wanted {
        database: Some("ANALYTICS".into()),
        warehouse: Some("\"Small one\"".into()),
    };
    let report = inspect(&mut session, &wanted, Some(&needs())).unwrap();
    let said = states(&report);
    assert_eq!(said[..2], ["missing a warehouse", "missing a database"]);
    assert_eq!(
        report.checks[0].remedy[0],
        "grant usage on warehouse \"Small one\" to role ENGINEER;"
    );
    assert_eq!(
        report.checks[1].remedy[0],
        "grant usage on database ANALYTICS to role ENGINEER;"
    );
    // Nothing is granted on what has no name.
    let mut remedies = report.checks.iter().flat_map(|check| &check.remedy);
    assert!(
        remedies.all(|remedy| !remedy.contains("\"\"")),
        "{report:?}"
    );
}

#[test]
fn a_schema_whose_relations_are_not_listed_is_not_empty() {
    let refused = EngineError::Statement("not authorized".into());
    let mut session = well().refuse("SHOW TERSE OBJECTS", refused);
    let report = look(&mut session, Some(&needs())).unwrap();
    let said = states(&report);
    let unknown = "unknown privileges on what is in schema ANALYTICS.FEATURE_STORE";
    assert!(said.iter().any(|said| said == unknown), "{said:#?}");
    assert!(!report.lacks_anything());
}

#[test]
fn a_collation_is_told() {
    let answer = |place: &str| {
        well().answer(
            &format!("SHOW PARAMETERS LIKE 'DEFAULT_DDL_COLLATION' IN {place}"),
            &["key", "value", "default"],
            &[&["DEFAULT_DDL_COLLATION", "en-ci", ""]],
        )
    };
    for (place, named) in [
        (
            "SCHEMA ANALYTICS.FEATURE_STORE",
            "schema ANALYTICS.FEATURE_STORE",
        ),
        ("DATABASE ANALYTICS", "database ANALYTICS"),
    ] {
        let report = look(&mut answer(place), Some(&needs())).unwrap();
        assert!(
            states(&report).contains(&format!("missing texts compared as they are in {named}")),
            "{:#?}",
            states(&report)
        );
    }
    let mut empty = well().answer("SHOW PARAMETERS", &["key", "value"], &[&["x", ""]]);
    assert!(!look(&mut empty, Some(&needs())).unwrap().lacks_anything());
}
