//! Snowflake, over the crate `snowflake-api`.

pub mod settings;
