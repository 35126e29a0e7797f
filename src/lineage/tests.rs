//! Lineage over the marketplace example.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::compile::{CompileOptions, compile};
use crate::environment::EnvironmentVariables;
use crate::project::load::load;
use crate::project::resolve::resolve;
use crate::template::When;

fn project(example: &str) -> CheckedProject {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    let project = resolve(load(&root)).project.unwrap();
    let options = CompileOptions {
        when: When::Symbolic,
        target: project.default_target.clone(),
        missing_tables: BTreeSet::new(),
        environment: EnvironmentVariables::default(),
    };
    compile(project, &options).checked.unwrap()
}

/// The lineage of a column, a line each.
fn lineage(checked: &CheckedProject, id: &str, column: &str) -> Vec<String> {
    let node = checked.nodes.iter().find(|node| node.id == id).unwrap();
    let traced = Tracer::new(checked)
        .trace(node, &Identifier::new(column))
        .unwrap();
    traced
        .columns
        .iter()
        .map(|(source, uses)| format!("{}.{} {uses:?}", source.relation, source.column))
        .collect()
}

#[test]
fn a_feature_comes_from_the_columns_that_its_query_uses() {
    let checked = project("marketplace");
    assert_eq!(
        lineage(
            &checked,
            "feature_view.brand_contact_book",
            "number_of_contact_books_found"
        ),
        [
            "production.brands.active {Filter}",
            "production.brands.token {Group}",
            "production.brands.url_domain {Join}",
            "production.retailer_to_brand_email_domains.created_at {Filter}",
            "production.retailer_to_brand_email_domains.email_domain {Join}",
            "production.retailer_to_brand_email_domains.retailer_id {Value}",
        ]
    );
}

#[test]
fn tables_and_feature_views_are_seen_through() {
    let checked = project("flights");
    let found = lineage(
        &checked,
        "feature_view.carrier_ranking",
        "arrival_delay_7_days_versus_30_days",
    );
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("nycflights13.flights.arr_delay {Value")),
        "{found:#?}"
    );
    assert!(
        found.iter().all(|line| line.starts_with("nycflights13.")),
        "{found:#?}"
    );
}

#[test]
fn a_column_that_is_not_there_has_no_lineage() {
    let checked = project("marketplace");
    let node = &checked.nodes[checked.nodes.len() - 1];
    assert!(
        Tracer::new(&checked)
            .trace(node, &Identifier::new("nothing"))
            .is_none()
    );
}
