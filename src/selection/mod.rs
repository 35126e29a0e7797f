//! dbt's selection syntax over any graph of nodes.
//!
//! [`parse`](syntax::parse) reads `--select`/`--exclude` texts into a [`Selector`](syntax::Selector);
//! [`select`] applies them to a [`NodeGraph`], a view of names, tags, paths and edges that knows nothing of projects.
//! A space is a union, a comma an intersection; `+x`, `x+`, `2+x` and `@x` follow the graph.

mod apply;
mod graph;
mod selected;
pub mod syntax;

pub use apply::{Selection, select};
pub use graph::{Kind, NodeGraph, SelectableNode};
pub use selected::Selected;
