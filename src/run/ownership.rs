//! Whether what stands where a script is about to make something is fsc's.

use super::script::Sender;
use super::stopped::Stopped;
use crate::emit::script::{Owned, Statement};
use crate::engine::Rows;
use crate::rules::foreign_object;
use crate::sql::name::{Identifier, RelationName};

/// Stops the script where something of `standing` (schema, name and type of what bears no mark) is not known to the ledger
/// either.
pub(super) fn check(
    sender: &mut Sender<'_>,
    statement: &Statement,
    owned: &[Owned],
    standing: &Rows,
) -> Result<(), Stopped> {
    let dialect = sender.dialect();
    let mut foreign = Vec::new();
    for row in &standing.rows {
        let [Some(schema), Some(name), Some(kind), ..] = row.as_slice() else {
            continue;
        };
        let asked = owned.iter().find(|owned| {
            let relation = &owned.relation;
            let is_in_schema = relation
                .schema
                .as_ref()
                .is_none_or(|wanted| dialect.is_same_name(schema, wanted.folded()));
            is_in_schema && dialect.is_same_name(name, relation.name.folded())
        });
        if let Some(question) = asked.and_then(|asked| asked.before_marks.as_ref()) {
            let question = sender.bind(question, None);
            if !sender.query(statement, &question)?.rows.is_empty() {
                continue;
            }
        }
        let found = RelationName {
            database: asked.and_then(|asked| asked.relation.database.clone()),
            schema: Some(Identifier::exact(schema)),
            name: Identifier::exact(name),
        };
        foreign.push(foreign_object::stands(sender.subject, &found, kind));
    }
    if foreign.is_empty() {
        Ok(())
    } else {
        Err(Stopped::Failed(foreign))
    }
}
