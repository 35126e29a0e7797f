//! SQL: names and literals, parsing Snowflake's dialect, what a query reads and yields, and its translation for DuckDB.

pub mod analyze;
pub mod function;
pub mod lower;
pub mod name;
pub mod parse;
pub mod stack;
pub mod token;
pub mod type_name;
pub mod types;
