//! Schemas and databases that the embedded target cannot make.

use crate::diagnostic::Diagnostic;
use crate::project::model::Project;
use crate::rules::reserved_schema;
use crate::source::{FileId, Span};
use crate::sql::name::{Dialect, Identifier};

/// The catalogs that an embedded engine has beside the target's, which is called `__fsc_database`, and DuckDB's own schemas.
const RESERVED: [&str; 6] = [
    "memory",
    "temp",
    "system",
    "__fsc_database",
    "information_schema",
    "pg_catalog",
];

/// Finds what stands in one of them.
pub(super) fn check(project: &Project, dialect: Dialect) -> Vec<Diagnostic> {
    if dialect != Dialect::DuckDb {
        return Vec::new();
    }
    let store = (
        "the store".to_owned(),
        Span::whole(FileId(0)),
        [None, Some(&project.store.schema)],
    );
    let tables = project.tables.iter().map(|table| {
        let what = format!("the table `{}`", table.relation.name);
        (
            what,
            table.definition.span,
            [None, table.relation.schema.as_ref()],
        )
    });
    let with_files = project
        .sources
        .iter()
        .filter(|source| source.path.is_some());
    let sources = with_files.map(|source| {
        let relation = &source.relation;
        let what = format!("the source `{}`", relation.name);
        (
            what,
            source.span,
            [relation.database.as_ref(), relation.schema.as_ref()],
        )
    });
    std::iter::once(store)
        .chain(tables)
        .chain(sources)
        .filter_map(|(what, span, names)| {
            let name = names.into_iter().flatten().find(|name| is_reserved(name))?;
            Some(reserved_schema::at(&what, span, name))
        })
        .collect()
}

fn is_reserved(name: &Identifier) -> bool {
    RESERVED
        .iter()
        .any(|reserved| name.folded().eq_ignore_ascii_case(reserved))
}
