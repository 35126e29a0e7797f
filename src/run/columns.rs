//! Whether a table that is merged into holds what a stage has, column by column.
//!
//! An engine casts what it inserts: silently where that rounds, with an error where it overflows or cannot be read. So a
//! type that differs is refused unless no value can change; a narrower one of the same kind is left to the engine.

use super::schema_change::{Changes, Retyped};
use super::types::{holds, is_wider};
use crate::diagnostic::Diagnostic;
use crate::emit::script::MergedTable;
use crate::engine::Rows;
use crate::project::model::SchemaChange;
use crate::rules::changed_table::{Misfit, misfit};
use crate::rules::refused_column_change::{Refusal, refused};
use crate::sql::name::Dialect;

/// How the table's columns are to change, or all that keeps the stage of `node` from being merged into it.
pub(super) fn compare(
    dialect: Dialect,
    node: &str,
    table: &MergedTable,
    staged: &Rows,
    kept: &Rows,
) -> Result<Changes, Vec<Diagnostic>> {
    let (staged, kept) = (staged.described(), kept.described());
    let shown = table.relation.to_string();
    let find = |columns: &[(&str, &str)], wanted: &str| {
        columns
            .iter()
            .position(|(name, _)| dialect.is_same_name(name, wanted))
    };
    let is_key = |name: &str| {
        let mut keys = table.unique_key.iter();
        keys.any(|key| dialect.is_same_name(name, key.folded()))
    };
    let policy = table.on_schema_change;
    let mut changes = Changes::default();
    let mut findings = Vec::new();
    for (name, yielded) in &staged {
        let Some(at) = find(&kept, name) else {
            if policy == SchemaChange::Fail {
                findings.push(misfit(node, &shown, &label(name), Misfit::New));
            } else if is_key(name) {
                findings.push(refused(node, &shown, &label(name), Refusal::NewKey));
            } else {
                changes
                    .added
                    .push(((*name).to_owned(), (*yielded).to_owned()));
            }
            continue;
        };
        let (kept_name, kept) = kept[at];
        let widens = !is_wider(dialect, kept, yielded) && is_wider(dialect, yielded, kept);
        let fits = holds(dialect, kept, yielded);
        match policy {
            SchemaChange::Sync if is_key(name) && fits => {}
            SchemaChange::Sync if is_key(name) => {
                let refusal = Refusal::KeyType { kept, yielded };
                findings.push(refused(node, &shown, &label(name), refusal));
            }
            SchemaChange::Sync if widens || !fits => changes.retyped.push(Retyped {
                name: kept_name.to_owned(),
                from: kept.to_owned(),
                to: (*yielded).to_owned(),
                is_wider: widens,
            }),
            SchemaChange::Fail | SchemaChange::Append if !fits => {
                let problem = Misfit::Type { kept, yielded };
                findings.push(misfit(node, &shown, &label(name), problem));
            }
            SchemaChange::Fail | SchemaChange::Append | SchemaChange::Sync => {}
        }
    }
    for (name, _) in &kept {
        if find(&staged, name).is_some() {
            continue;
        }
        match policy {
            SchemaChange::Fail => {
                findings.push(misfit(node, &shown, &label(name), Misfit::Gone));
            }
            SchemaChange::Append => {}
            SchemaChange::Sync => changes.gone.push((*name).to_owned()),
        }
    }
    if findings.is_empty() {
        Ok(changes)
    } else {
        Err(findings)
    }
}

/// A name as people write it.
fn label(name: &str) -> String {
    crate::sql::name::Identifier::exact(name).stored_name()
}
