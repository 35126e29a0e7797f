//! The mark of what fsc makes, and the question whose a relation is that stands where fsc is about to make one.
//!
//! A relation is fsc's where its comment says [`MARK`]. The comment comes with the relation: in the statement that makes it
//! on Snowflake, in the transaction that makes it on DuckDB; so a crash leaves nothing of fsc's without it, and what a
//! person puts in its place does not have it. Only a clone on Snowflake is marked by a statement of its own: `fsc_objects`
//! notes before it that it is being made. Stores that were made before fsc marked anything are known by their ledger:
//! what it lists counts as fsc's until fsc makes it anew, which `fsc_objects` tells.

use super::catalog::{is_marked, is_named, place, standing};
use super::ledger::INTERVALS;
use super::script::{Owned, Parameter, Role, SqlText, Statement};
use super::writer::{execute, parameter_timestamp, sql};
use crate::ledger::Recorded;
use crate::plan::{Plan, PlannedNode};
use crate::project::model::Store;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// What the comment of a relation says that fsc made, or may treat as its own. Compared without regard to case.
pub(crate) const MARK: &str = "made by fsc";

/// The ledger's table of what fsc has made and marked.
pub(crate) const OBJECTS: &str = "fsc_objects";

/// What `fsc_objects` calls a clone that may not bear its mark yet.
const MAKING: &str = "making";

/// What can stand under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    View,
}

impl Kind {
    fn keyword(self) -> &'static str {
        match self {
            Self::Table => "TABLE",
            Self::View => "VIEW",
        }
    }
}

fn comment(dialect: Dialect, project: &str, of: &str) -> String {
    string_literal(dialect, &format!("{MARK}: {of} of project {project}"))
}

/// The mark as a part of CREATE, with a blank before it; nothing where the dialect has none.
pub(super) fn clause(plan: &Plan, of: &str) -> String {
    match plan.dialect {
        Dialect::Snowflake => {
            format!(" COMMENT = {}", comment(plan.dialect, &plan.project, of))
        }
        Dialect::DuckDb => String::new(),
    }
}

/// The mark as a statement; `of` is the node that it was made for.
pub(super) fn mark(plan: &Plan, of: &str, kind: Kind, relation: &SqlText) -> Statement {
    execute(
        "mark: fsc made it, and may replace it",
        sql![
            "COMMENT ON ",
            kind.keyword(),
            " ",
            relation,
            " IS ",
            &comment(plan.dialect, &plan.project, of)
        ],
    )
}

/// The mark for a table that does not have it yet: it was made just now, or before fsc marked anything.
pub(super) fn mark_if_unmarked(plan: &Plan, of: &str, relation: &RelationName) -> Statement {
    let found = sql![&place(relation), Parameter::FoundIdentifier];
    let statement = mark(plan, of, Kind::Table, &found);
    Statement {
        role: Role::ForEach(vec![statement.sql]),
        sql: sql![
            "SELECT o.table_name\nFROM ",
            &standing(plan.dialect, relation.database.as_ref()),
            " AS o\nWHERE ",
            &is_named(plan.dialect, relation),
            "\n  AND NOT ",
            &is_marked(plan.dialect)
        ],
        purpose: statement.purpose,
    }
}

/// Notes that a clone is being made for a node, whose mark is a statement of its own. `name` is a literal.
pub(super) fn making(plan: &Plan, node: &str, name: &SqlText) -> Statement {
    execute(
        "ledger: a clone is being made, and gets its mark after that",
        sql![
            "INSERT INTO ",
            &plan.store.relation(OBJECTS).quoted(),
            " (object_name, kind, node, made_at, run_id)\nSELECT ",
            name,
            ", ",
            &string_literal(plan.dialect, MAKING),
            ", ",
            &string_literal(plan.dialect, node),
            ", ",
            &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
            ", '",
            Parameter::RunId,
            "'"
        ],
    )
}

/// Notes that the clone bears its mark.
pub(super) fn marked(plan: &Plan, name: &SqlText) -> Statement {
    execute(
        "ledger: the clone bears its mark",
        sql![
            "DELETE FROM ",
            &plan.store.relation(OBJECTS).quoted(),
            " WHERE object_name = ",
            name,
            " AND kind = ",
            &string_literal(plan.dialect, MAKING)
        ],
    )
}

/// The literal by which [`making`] calls a table.
pub(super) fn table_literal(plan: &Plan, relation: &RelationName) -> SqlText {
    sql![&string_literal(plan.dialect, &relation.stored_name())]
}

/// How [`making`] calls the copies of a table, before the copy's own name.
pub(super) fn copies_prefix(table: &RelationName) -> String {
    format!("{} / ", table.stored_name())
}

/// The names that [`making`] has noted.
pub(super) fn being_made(dialect: Dialect, store: &Store) -> String {
    format!(
        "SELECT object_name FROM {} WHERE kind = {}",
        store.relation(OBJECTS).quoted(),
        string_literal(dialect, MAKING)
    )
}

/// Notes that fsc has made and marked a relation, once: from now on no other counts as fsc's. `if_marked` asks whether it
/// bears the mark.
pub(super) fn note(
    plan: &Plan,
    node: &PlannedNode,
    kind: Kind,
    relation: &RelationName,
    if_marked: bool,
) -> Statement {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let objects = plan.store.relation(OBJECTS).quoted();
    let name = literal(&relation.stored_name());
    let mut text = sql![
        "INSERT INTO ",
        &objects,
        " (object_name, kind, node, made_at, run_id)\nSELECT ",
        &name,
        ", ",
        &literal(&kind.keyword().to_ascii_lowercase()),
        ", ",
        &literal(&node.id),
        ", ",
        &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
        ", '",
        Parameter::RunId,
        "'\nWHERE NOT EXISTS (SELECT 1 FROM ",
        &objects,
        " WHERE object_name = ",
        &name,
        " AND kind <> ",
        &literal(MAKING),
        ")"
    ];
    if if_marked {
        text.push_text(&sql![
            "\n  AND EXISTS (SELECT 1 FROM ",
            &standing(plan.dialect, relation.database.as_ref()),
            " AS o WHERE ",
            &is_named(plan.dialect, relation),
            " AND ",
            &is_marked(plan.dialect),
            ")"
        ]);
    }
    execute("ledger: fsc made it", text)
}

/// Asks for what stands under these names without the mark. A statement a database.
pub(super) fn check(plan: &Plan, owned: Vec<Owned>) -> Vec<Statement> {
    let mut databases: Vec<(Option<Identifier>, Vec<Owned>)> = Vec::new();
    for owned in owned {
        let database = owned.relation.database.clone();
        match databases.iter_mut().find(|(known, _)| *known == database) {
            Some((_, group)) => group.push(owned),
            None => databases.push((database, vec![owned])),
        }
    }
    databases
        .into_iter()
        .map(|(database, owned)| Statement {
            purpose: "whose it is: what stands there without fsc's mark is not touched".to_owned(),
            sql: sql![&foreign(
                plan.dialect,
                database.as_ref(),
                owned.iter().map(|owned| &owned.relation)
            )],
            role: Role::CheckOwner(owned),
        })
        .collect()
}

/// Schema, name and type of what stands under these names without the mark.
pub(crate) fn foreign<'r>(
    dialect: Dialect,
    database: Option<&Identifier>,
    relations: impl Iterator<Item = &'r RelationName>,
) -> String {
    let named: Vec<String> = relations
        .map(|relation| is_named(dialect, relation))
        .collect();
    format!(
        "SELECT o.table_schema, o.table_name, o.table_type\nFROM {} AS o\nWHERE (\n  {}\n)\n  AND NOT {}",
        standing(dialect, database),
        named.join("\n  OR "),
        is_marked(dialect)
    )
}

/// A relation that a node makes. Before fsc marked anything it was known by the node's rows in the ledger.
pub(super) fn of_node(plan: &Plan, node: &PlannedNode, relation: &RelationName) -> Owned {
    let question = before_marks(plan.dialect, &plan.store, node.name.as_str(), relation);
    Owned {
        relation: relation.clone(),
        before_marks: Some(sql![&question]),
    }
}

/// Returns a row where a node called `name` made a relation of the store or a table before fsc marked anything: it was
/// computed, and nothing that was made for it since bears a mark, wherever that stands.
pub(crate) fn before_marks(
    dialect: Dialect,
    store: &Store,
    name: &str,
    relation: &RelationName,
) -> String {
    let literal = |text: &str| string_literal(dialect, text);
    // A name may have been a feature view's, and be a table's now.
    let nodes = [
        literal(&format!("table.{name}")),
        literal(&format!("feature_view.{name}")),
    ]
    .join(", ");
    let name = literal(&relation.stored_name());
    format!(
        "SELECT 1 FROM ({}) AS m WHERE m.object_name = {name}\nUNION ALL\n\
         SELECT 1 FROM {}\nWHERE node IN ({nodes}) AND status = {}\n  AND NOT EXISTS (SELECT 1 FROM {} WHERE (object_name = {name} OR node IN ({nodes})) AND kind <> {})\nLIMIT 1",
        being_made(dialect, store),
        store.relation(INTERVALS).quoted(),
        literal(Recorded::Computed.word()),
        store.relation(OBJECTS).quoted(),
        literal(MAKING)
    )
}

/// A relation that only fsc can have made under this name, and always with its mark.
pub(super) fn always_marked(relation: RelationName) -> Owned {
    Owned {
        relation,
        before_marks: None,
    }
}

/// The copy of a table. Before fsc marked anything it was known by its row in `fsc_snapshots`.
pub(super) fn of_copy(plan: &Plan, table: &RelationName, copy: RelationName) -> Owned {
    let literal = |text: &str| string_literal(plan.dialect, text);
    Owned {
        before_marks: Some(sql![
            "SELECT 1 FROM (",
            &being_made(plan.dialect, &plan.store),
            ") AS m WHERE m.object_name = ",
            &literal(&(copies_prefix(table) + copy.name.folded())),
            "\nUNION ALL\nSELECT 1 FROM (SELECT MAX(taken_at) AS taken_at FROM ",
            &plan.store.relation(super::snapshot::LEDGER).quoted(),
            "\nWHERE table_name = ",
            &literal(&table.stored_name()),
            "\n  AND snapshot_name = ",
            &literal(copy.name.folded()),
            ") AS s\nWHERE s.taken_at < ",
            &marked_since(plan.dialect, &plan.store, &table.stored_name())
        ]),
        relation: copy,
    }
}

/// Since when copies of a table bear the mark: the time for ever where none does.
pub(super) fn marked_since(dialect: Dialect, store: &Store, table: &str) -> String {
    let time = super::writer::timestamp_type(dialect);
    format!(
        "(SELECT COALESCE(MIN(made_at), CAST('9999-12-31' AS {time})) FROM {} WHERE object_name = {} AND kind <> {})",
        store.relation(OBJECTS).quoted(),
        string_literal(dialect, table),
        string_literal(dialect, MAKING)
    )
}

/// `COMMENT ON …`: what makes a relation fsc's, for messages.
pub(crate) fn adoption(is_view: bool, relation: &RelationName) -> String {
    let kind = if is_view { "view" } else { "table" };
    format!("comment on {kind} {} is '{MARK}'", relation.quoted())
}
