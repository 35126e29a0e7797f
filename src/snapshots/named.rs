//! What a person calls a table or a copy, and which is meant.

use super::{Copy, State};
use crate::project::model::{Project, Table};
use crate::sql::name::{Identifier, RelationName, is_plain};

/// A table of which there are copies, or could be.
#[derive(Debug, Clone)]
pub struct CopiedTable<'p> {
    /// As the ledger calls it.
    pub stored_name: String,
    /// Its relation.
    pub relation: RelationName,
    /// Its definition, where the project still has it.
    pub defined: Option<&'p Table>,
}

/// The table that the ledger calls so.
pub fn table_called<'p>(project: &'p Project, stored_name: &str) -> CopiedTable<'p> {
    let mut tables = project.tables.iter();
    let defined = tables.find(|table| table.relation.stored_name() == stored_name);
    CopiedTable {
        stored_name: stored_name.to_owned(),
        relation: defined.map_or_else(|| relation_of(stored_name), |table| table.relation.clone()),
        defined,
    }
}

/// The table that a person calls so: by its node's name, or by its relation's.
pub fn find_table<'p>(
    project: &'p Project,
    copies: &[Copy],
    name: &str,
) -> Option<CopiedTable<'p>> {
    let is_called = |table: &&Table| {
        table.definition.name.as_str() == name
            || table.relation.to_string().eq_ignore_ascii_case(name)
            || table.relation.stored_name() == name
    };
    if let Some(table) = project.tables.iter().find(is_called) {
        return Some(table_called(project, &table.relation.stored_name()));
    }
    let listed = copies
        .iter()
        .find(|copy| copy.table.eq_ignore_ascii_case(name))?;
    Some(table_called(project, &listed.table))
}

/// The copy of a table that a person calls so: by its name, by what its name ends with (`20230801`), by an as-of day or time
/// that no other copy has, or `latest`. An error holds the copies that may be meant, where there are several.
pub fn find_copy<'c>(
    copies: &'c [Copy],
    table: &str,
    name: &str,
) -> Result<&'c Copy, Vec<&'c Copy>> {
    let of_table = || copies.iter().filter(|copy| copy.table == table);
    if let Some(exact) = of_table().find(|copy| copy.snapshot.eq_ignore_ascii_case(name)) {
        return Ok(exact);
    }
    if name == "latest" {
        let there = of_table().filter(|copy| copy.state == State::There);
        return there
            .max_by(|a, b| a.taken_at.cmp(&b.taken_at))
            .ok_or_else(Vec::new);
    }
    let ending = of_table().filter(|copy| {
        let end = copy.snapshot.rsplit("__SNAPSHOT__").next();
        end.is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    let mut meant: Vec<&Copy> = ending.collect();
    if meant.is_empty()
        && let Some(wanted) = digits(name)
    {
        // A day without its zeros of the clock stands for midnight.
        let is_of = |copy: &&Copy| digits(&copy.as_of).is_some_and(|at| at.starts_with(&wanted));
        meant = of_table().filter(is_of).collect();
    }
    match meant.as_slice() {
        [only] => Ok(only),
        _ => Err(meant),
    }
}

/// The digits of a day or time, `20230801` or `202308010600`; `None` where the text is none.
fn digits(text: &str) -> Option<String> {
    let is_time = |character: char| character.is_ascii_digit() || "-: TZ.".contains(character);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (text.chars().all(is_time) && digits.len() >= "20230801".len()).then_some(digits)
}

/// The relation of a table that the project does not have any more.
pub(super) fn relation_of(stored_name: &str) -> RelationName {
    let mut parts = stored_name.rsplitn(3, '.').map(|part| {
        if is_plain(part) && !part.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Identifier::new(part)
        } else {
            Identifier::exact(part)
        }
    });
    let name = parts
        .next()
        .unwrap_or_else(|| Identifier::exact(stored_name));
    let schema = parts.next();
    RelationName {
        database: parts.next(),
        schema,
        name,
    }
}
