//! Names under which fsc makes relations of its own beside those of a project.

use super::uniqueness::Owner;
use crate::diagnostic::Diagnostic;
use crate::project::model::{Snapshot, Table};
use crate::rules::reserved_name;
use crate::sql::name::RelationName;

/// What the names of tables begin with that stand only while a node runs.
const WORKING: [&str; 2] = ["FSC_NEW__", "FSC_STAGE__"];

/// What stands between a table's name and the time in the name of its snapshot.
const SNAPSHOT: &str = "__SNAPSHOT__";

/// Finds relations of the project that a run would make something else of. A source without a file is only read, so it
/// may be a snapshot.
pub(super) fn names(
    owned: &[(RelationName, Owner<'_>)],
    tables: &[Table],
    found: &mut Vec<Diagnostic>,
) {
    for (relation, owner) in owned {
        let Some(span) = owner.span else { continue };
        let name = relation.name.folded().to_ascii_uppercase();
        if WORKING.iter().any(|prefix| name.starts_with(prefix)) {
            found.push(reserved_name::working(relation, span, owner.kind));
        } else if !owner.is_only_read
            && name.contains(SNAPSHOT)
            && let Some(table) = tables.iter().find(|table| is_snapshot(relation, table))
        {
            found.push(reserved_name::snapshot(relation, span, owner.kind, table));
        }
    }
}

fn is_snapshot(relation: &RelationName, table: &Table) -> bool {
    let of = &table.relation;
    let name = relation.name.folded().to_ascii_uppercase();
    let of_name = of.name.folded().to_ascii_uppercase();
    table.snapshot != Snapshot::Never
        && relation.schema == of.schema
        && relation.database == of.database
        && name
            .strip_prefix(&of_name)
            .is_some_and(|rest| rest.starts_with(SNAPSHOT))
}
