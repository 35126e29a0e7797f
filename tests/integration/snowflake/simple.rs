//! A project with one feature view, and no table that a run must look at before it plans.

use super::OnSnowflake;
use super::server::Server;
use crate::harness::Sandbox;

/// How a project begins, after its name, whose target is a server of these tests.
pub const ON_PROD: &str = r#"
default_target = "prod"
[store]
schema = "feature_store"
[target.prod]
type = "snowflake"
account = "x"
user = "x"
private_key_path = "x"
role = "FEATURE_ENGINEER"
warehouse = "TRANSFORMING"
database = "ANALYTICS"
"#;

const ENTITIES: &str = r#"
[[entity]]
name = "customer"
description = "Who orders"
keys = ["customer_id"]
"#;

const SOURCES: &str = r#"
[[source]]
schema = "production"
name = "orders"
description = "Every order"
path = "orders.csv"
[source.columns]
customer_id = "varchar"
amount = "number(10,2)"
"#;

const VIEW: &str = r#"
author = "mina"
[[feature_view]]
name = "totals"
entity = "customer"
description = "How much a customer orders"
query = "select customer_id, sum(amount) as total_amount from production.orders group by 1"
features.total_amount = { description = "All of it" }
"#;

/// The project on a server.
pub fn new() -> OnSnowflake {
    with("feature.toml", VIEW, "customer_id,amount\na,1\nb,2\n")
}

/// The same with other definitions and orders.
pub fn with(file: &str, definitions: &str, orders: &str) -> OnSnowflake {
    let project = Sandbox::empty()
        .file("fsc.toml", format!("name = \"simple\"{ON_PROD}{ENTITIES}"))
        .file("sources.toml", SOURCES)
        .file("feature.toml", VIEW)
        .file(file, definitions)
        .file("orders.csv", orders);
    let server = Server::start();
    server.become_target_of(&project);
    server.load_sources_of(&project);
    OnSnowflake { project, server }
}
