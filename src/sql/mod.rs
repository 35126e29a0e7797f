//! SQL: names and literals, parsing Snowflake's dialect, what a query reads and yields, and its translation for DuckDB.

pub mod lower;
pub mod name;
