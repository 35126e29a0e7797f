//! The project: definition files read into spanned raw definitions, and resolved into a [`Project`](model::Project) that cannot be wrong.
//!
//! [`load`](load::load) reads files and keeps every place; [`resolve`](resolve::resolve) consumes what was loaded, binds
//! names and reports all that does not fit. A [`Project`](model::Project) exists only when no error was found; later stages borrow it.

mod block;
pub mod database_path;
pub mod document;
pub mod load;
pub mod model;
pub mod raw;
pub mod resolve;
pub mod schema;
pub mod snowflake;
pub mod time;
