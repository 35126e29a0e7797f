//! The columns of a table that is merged into become the stage's, as far as its definition says: what cannot be done
//! without loss is found before anything is sent.

use super::columns;
use super::script::Sender;
use super::stopped::Stopped;
use crate::diagnostic::Diagnostic;
use crate::emit::alter;
use crate::emit::script::{MergedTable, Statement};
use crate::engine::Rows;
use crate::rules::refused_column_change::{Refusal, refused, repeated_keys};
use crate::sql::name::Identifier;

/// How a table's columns are to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Name and type of columns that the table lacks.
    pub(super) added: Vec<(String, String)>,
    /// Columns of another type.
    pub(super) retyped: Vec<Retyped>,
    /// Columns that go.
    pub(super) gone: Vec<String>,
}

/// A column whose type changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Retyped {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    /// Whether the new type has every value of the old one.
    pub(super) is_wider: bool,
}

impl Sender<'_> {
    /// Holds the stage's columns against the table's, and sends what makes the table's theirs, but for columns that go:
    /// their values are kept until the rows are written.
    pub(super) fn change_columns(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        kept: &Rows,
    ) -> Result<(), Stopped> {
        let dialect = self.dialect();
        let changes = columns::compare(dialect, self.subject, table, &self.staged, kept)
            .map_err(Stopped::Failed)?;
        let mut findings = Vec::new();
        for column in &changes.retyped {
            findings.extend(self.unfit(statement, table, column)?);
        }
        let gone = changes.gone.first().map(String::as_str);
        if gone.is_some() || table.may_repeat_keys {
            findings.extend(self.repeated_keys(statement, table, gone)?);
        }
        if !findings.is_empty() {
            return Err(Stopped::Failed(findings));
        }
        for (name, data_type) in &changes.added {
            self.execute(statement, &alter::add(&table.relation, name, data_type))?;
        }
        for column in &changes.retyped {
            let sql = alter::retype(&table.relation, &column.name, &column.to);
            self.execute(statement, &sql)?;
        }
        self.changes = changes;
        Ok(())
    }

    /// That values which are there are not the same in the new type, or that the engine has no way there.
    fn unfit(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        column: &Retyped,
    ) -> Result<Option<Diagnostic>, Stopped> {
        let (kept, yielded) = (column.from.as_str(), column.to.as_str());
        if column.is_wider {
            return Ok(None);
        }
        let dialect = self.dialect();
        let question = alter::unfit(dialect, &table.relation, &column.name, kept, yielded);
        let Some(question) = question else {
            return Ok(Some(self.refused(
                table,
                &column.name,
                Refusal::InPlace { kept, yielded },
            )));
        };
        let found = self.query(statement, &question)?;
        Ok(match found.rows.first().map(Vec::as_slice) {
            Some([Some(count), Some(example)]) if count != "0" => Some(self.refused(
                table,
                &column.name,
                Refusal::Values {
                    count,
                    example,
                    kept,
                    yielded,
                },
            )),
            _ => None,
        })
    }

    /// That rows have the same key: `unique_key` had another column before, such as one of those that go.
    fn repeated_keys(
        &mut self,
        statement: &Statement,
        table: &MergedTable,
        gone: Option<&str>,
    ) -> Result<Option<Diagnostic>, Stopped> {
        let question = alter::repeated_keys(&table.relation, &table.unique_key);
        let found = self.query(statement, &question)?;
        Ok(match found.rows.first().map(Vec::as_slice) {
            Some([Some(count), ..]) if count != "0" => {
                let (node, relation) = (self.subject, table.relation.to_string());
                Some(match gone {
                    Some(gone) => self.refused(table, gone, Refusal::RepeatedKeys { count }),
                    None => repeated_keys(node, &relation, &table.unique_key, count),
                })
            }
            _ => None,
        })
    }

    fn refused(&self, table: &MergedTable, column: &str, refusal: Refusal<'_>) -> Diagnostic {
        let column = Identifier::exact(column).stored_name();
        refused(self.subject, &table.relation.to_string(), &column, refusal)
    }
}
