//! Hashes that name what a node's rows mean, so that a ledger can tell which stored values an edit made stale.
//!
//! The definition's covers the query without layout and comments, with the date left open, and what else shapes the rows;
//! that of the values also what the node reads. Neither covers data, descriptions, authors, tags, checks, cadence of copies,
//! or the day for which a project is compiled.

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::project::model::{FeatureView, History, Source, Table, TableWrite};
use crate::sql::lower::declared_type;
use crate::sql::name::{Dialect, Identifier};
use crate::sql::token::canonical;
use crate::template::{RenderContext, Rendered, When};

use super::site::Site;
use super::subject::{Role, Subject};

/// The canonical query: with the date left open where that is possible, else the template and what shapes it.
pub(super) fn text(site: &Site<'_>, rendered: &Rendered, is_backfill: bool) -> String {
    let steady =
        matches!(site.subject.role, Role::Table(table) if table.write != TableWrite::Rebuild);
    if site.when == When::Symbolic && site.subject.is_incremental == steady {
        return without_end(&canonical(rendered.text()));
    }
    let query = &site.subject.definition.query;
    // A table's first run is of the same definition as all later ones.
    let context = RenderContext {
        is_incremental: steady,
        ..site.context(When::Symbolic, is_backfill)
    };
    if let Ok(symbolic) = site.templates.render(query, &context) {
        return without_end(&canonical(symbolic.text()));
    }
    let params = &site.subject.definition.params;
    site.templates.ingredients(query, params)
}

/// The hash of a definition with the canonical texts of its query.
pub(super) fn definition(subject: &Subject<'_>, texts: &[String]) -> String {
    let shape = match subject.role {
        Role::Table(table) => table_shape(table),
        Role::FeatureView(view) => view_shape(view),
    };
    let key = subject.keys.iter().map(Identifier::folded);
    digest(&json!([
        subject.id(),
        key.collect::<Vec<_>>(),
        subject.interval.to_string(),
        shape,
        texts
    ]))
}

/// The hash of what shapes a source's rows beside its data: on the embedded target its file, and the types that its columns are
/// cast to. Elsewhere the source is as it is, and has none.
pub(super) fn source(source: &Source, dialect: Dialect) -> String {
    match dialect {
        Dialect::Snowflake => String::new(),
        Dialect::DuckDb => {
            let columns = source.columns.iter().map(|column| {
                let written = &column.data_type.value;
                let data_type = declared_type(written).unwrap_or_else(|_| written.clone());
                json!([column.name.folded(), data_type])
            });
            digest(&json!([source.local_path(), columns.collect::<Vec<_>>()]))
        }
    }
}

/// The hash of a node's values: of its definition, and of what it reads in the order of the project. A node that reads nothing
/// with a hash has its definition's.
pub(super) fn of_values(definition: &str, read: &[&str]) -> String {
    if read.is_empty() {
        definition.to_owned()
    } else {
        digest(&json!([definition, read]))
    }
}

fn digest(whole: &Value) -> String {
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(whole.to_string()) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

fn table_shape(table: &Table) -> Value {
    let write = match &table.write {
        TableWrite::Rebuild => "rebuild",
        TableWrite::Merge { .. } => "merge",
    };
    // Elsewhere there is nothing of it yet.
    json!([write, table.relation.stored_name()])
}

fn view_shape(view: &FeatureView) -> Value {
    let features: Vec<String> = view
        .features
        .iter()
        .map(|feature| feature.column.stored_name())
        .collect();
    let history = match &view.history {
        History::Static => json!(["static"]),
        History::AsOf { .. } => json!(["as_of"]),
        History::EventTimestamp { column, .. } => {
            json!(["event_timestamp", column.value.folded()])
        }
    };
    json!([view.entity, features, history, view.rebuild])
}

/// A `;` at the end means nothing.
fn without_end(canonical: &str) -> String {
    canonical.trim_end_matches(" ;").to_owned()
}
