//! The audit: one scan of a stage that counts all that must not be there, before anything is written.

use super::script::{AuditFinding, Problem, Role, SqlText, Statement};
use super::writer::{double, entity_id, lines, sql, timestamp_text, timestamp_type};
use crate::project::model::{Checks, Key};
use crate::sql::name::{Dialect, Identifier, string_literal};

/// How many offending rows are shown.
const SHOWN: u32 = 5;

/// How many other columns of a row are shown that has no key.
const BESIDE: usize = 4;

/// Collects what a stage is audited for.
pub(super) struct Audit<'a> {
    dialect: Dialect,
    stage: SqlText,
    keys: &'a [Key],
    counts: Vec<String>,
    findings: Vec<AuditFinding>,
}

impl<'a> Audit<'a> {
    /// An audit of a stage whose rows `keys` identify.
    pub(super) fn new(dialect: Dialect, stage: SqlText, keys: &'a [Key]) -> Self {
        Self {
            dialect,
            stage,
            keys,
            counts: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn entity_id(&self) -> String {
        entity_id(self.dialect, self.keys, "s")
    }

    fn key_columns(&self) -> Vec<String> {
        self.keys
            .iter()
            .map(|key| key.column.as_written().to_owned())
            .collect()
    }

    /// There are rows as of each of `times`, which stand in the column `at` where there are several.
    pub(super) fn rows_at(&mut self, times: &[String], at: &Identifier) {
        let at = at.quoted();
        let (count, is_there) = match times {
            [] | [_] => (
                "CASE WHEN COUNT(*) = 0 THEN 1 ELSE 0 END".to_owned(),
                String::new(),
            ),
            _ => (
                format!("{} - COUNT(DISTINCT s.{at})", times.len()),
                format!(" WHERE s.{at} = b.as_of"),
            ),
        };
        self.counts.push(count);
        let selected: Vec<String> = times
            .iter()
            .map(|time| format!("SELECT {time} AS as_of"))
            .collect();
        let offender = timestamp_text(self.dialect, "b.as_of");
        self.findings.push(AuditFinding {
            problem: Problem::NoRows { times: times.len() },
            offenders: sql![
                "SELECT ",
                &offender,
                " AS offender, '0' AS value\nFROM (",
                &selected.join(" UNION ALL "),
                ") AS b\nWHERE NOT EXISTS (SELECT 1 FROM ",
                &self.stage,
                " AS s",
                &is_there,
                ")\nORDER BY 1\nLIMIT ",
                &SHOWN.to_string()
            ],
        });
    }

    /// No key column is NULL. A row without a key is told by columns `beside` it.
    pub(super) fn null_keys<'c>(&mut self, beside: impl IntoIterator<Item = &'c Identifier>) {
        let condition = self
            .keys
            .iter()
            .map(|key| format!("s.{} IS NULL", key.column.quoted()))
            .collect::<Vec<_>>()
            .join(" OR ");
        let problem = Problem::NullKey {
            columns: self.key_columns(),
        };
        let shown = self
            .keys
            .iter()
            .map(|key| {
                format!(
                    "COALESCE(CAST(s.{} AS VARCHAR), 'NULL')",
                    key.column.quoted()
                )
            })
            .collect::<Vec<_>>()
            .join(" || '|' || ");
        let is_key = |column: &Identifier| self.keys.iter().any(|key| key.column == *column);
        let beside: Vec<String> = beside
            .into_iter()
            .filter(|column| !is_key(column))
            .take(BESIDE)
            .enumerate()
            .map(|(position, column)| {
                let comma = if position == 0 { "" } else { ", " };
                let name = format!("{comma}{} = ", column.as_written());
                format!(
                    "{} || COALESCE(CAST(s.{} AS VARCHAR), 'NULL')",
                    string_literal(self.dialect, &name),
                    column.quoted()
                )
            })
            .collect();
        let value = if beside.is_empty() {
            string_literal(self.dialect, "")
        } else {
            beside.join(" || ")
        };
        self.rows_where(problem, &condition, &shown, &value);
    }

    /// No key stands twice, or, where rows have their own time, none twice at one time. Counted over the columns: texts of
    /// two values may be one.
    pub(super) fn duplicate_keys(&mut self, time: Option<&Identifier>) {
        let mut columns: Vec<String> = self
            .keys
            .iter()
            .map(|key| format!("s.{}", key.column.quoted()))
            .collect();
        let mut shown = self.entity_id();
        if let Some(column) = time {
            let time = self.timestamp(column);
            let at = string_literal(self.dialect, "@");
            shown = format!("{shown} || {at} || {}", timestamp_text(self.dialect, &time));
            columns.push(time);
        }
        let is_known = columns
            .iter()
            .map(|column| format!("{column} IS NOT NULL"))
            .collect::<Vec<_>>()
            .join(" AND ");
        let list = columns.join(", ");
        // A row with a NULL is counted by neither side.
        self.counts.push(match (self.dialect, columns.len()) {
            (_, 1) | (Dialect::Snowflake, _) => format!("COUNT({list}) - COUNT(DISTINCT {list})"),
            (Dialect::DuckDb, _) => format!(
                "COUNT(CASE WHEN {is_known} THEN 1 END) - COUNT(DISTINCT CASE WHEN {is_known} THEN ROW({list}) END)"
            ),
        });
        self.findings.push(AuditFinding {
            problem: Problem::DuplicateKey {
                columns: self.key_columns(),
            },
            offenders: sql![
                "SELECT MIN(",
                &shown,
                ") AS offender, CAST(COUNT(*) AS VARCHAR) AS value\nFROM ",
                &self.stage,
                " AS s\nWHERE ",
                &is_known,
                "\nGROUP BY ",
                &list,
                "\nHAVING COUNT(*) > 1\nORDER BY 1\nLIMIT ",
                &SHOWN.to_string()
            ],
        });
    }

    fn timestamp(&self, column: &Identifier) -> String {
        format!(
            "CAST(s.{} AS {})",
            column.quoted(),
            timestamp_type(self.dialect)
        )
    }

    /// Every row's time is known and not after the as-of time.
    pub(super) fn event_timestamp(&mut self, column: &Identifier, as_of: &str) {
        let time = format!("s.{}", column.quoted());
        self.rows_where(
            Problem::EventTimestamp {
                column: column.as_written().to_owned(),
            },
            &format!("{time} IS NULL OR {time} > {as_of}"),
            &self.entity_id(),
            &timestamp_text(self.dialect, &self.timestamp(column)),
        );
    }

    /// A feature's values are finite and satisfy its checks.
    pub(super) fn feature(&mut self, column: &Identifier, checks: &Checks) {
        let value = double(self.dialect, &format!("s.{}", column.quoted()));
        let shown = format!("CAST(s.{} AS VARCHAR)", column.quoted());
        let id = self.entity_id();
        let feature = column.as_written().to_owned();
        self.rows_where(
            Problem::NonFinite {
                feature: feature.clone(),
            },
            &format!(
                "{value} IN (CAST('NaN' AS DOUBLE), CAST('inf' AS DOUBLE), CAST('-inf' AS DOUBLE))"
            ),
            &id,
            &shown,
        );
        let mut checked: Vec<(String, String)> = Vec::new();
        if checks.not_null {
            checked.push(("not_null".to_owned(), format!("{value} IS NULL")));
        }
        if let Some(min) = checks.min {
            checked.push((format!("min = {min}"), format!("{value} < {}", number(min))));
        }
        if let Some(max) = checks.max {
            checked.push((format!("max = {max}"), format!("{value} > {}", number(max))));
        }
        if !checks.accepted_values.is_empty() {
            let texts: Vec<String> = checks.accepted_values.iter().map(f64::to_string).collect();
            let numbers: Vec<String> = checks.accepted_values.iter().copied().map(number).collect();
            checked.push((
                format!("accepted_values = [{}]", texts.join(", ")),
                format!("{value} NOT IN ({})", numbers.join(", ")),
            ));
        }
        for (check, condition) in checked {
            let problem = Problem::Check {
                feature: feature.clone(),
                check,
            };
            self.rows_where(problem, &condition, &id, &shown);
        }
    }

    fn rows_where(&mut self, problem: Problem, condition: &str, key: &str, value: &str) {
        self.counts
            .push(format!("COUNT(CASE WHEN {condition} THEN 1 END)"));
        self.findings.push(AuditFinding {
            problem,
            offenders: offenders(&self.stage, key, value, condition),
        });
    }

    /// The one statement.
    pub(super) fn statement(self) -> Statement {
        let mut columns = vec!["COUNT(*) AS rows_staged".to_owned()];
        columns.extend(
            self.counts
                .iter()
                .enumerate()
                .map(|(position, count)| format!("{count} AS finding_{}", position + 1)),
        );
        Statement {
            purpose: "audit: one scan; every count but the first must be 0".to_owned(),
            role: Role::Audit(self.findings),
            sql: sql![
                "SELECT\n  ",
                &lines(&columns, "  "),
                "\nFROM ",
                &self.stage,
                " AS s"
            ],
        }
    }
}

fn offenders(stage: &SqlText, key: &str, value: &str, condition: &str) -> SqlText {
    sql![
        "SELECT ",
        key,
        " AS offender, ",
        value,
        " AS value\nFROM ",
        stage,
        " AS s\nWHERE ",
        condition,
        "\nORDER BY 1\nLIMIT ",
        &SHOWN.to_string()
    ]
}

/// A finite number as a DOUBLE literal: shortest text that reads back as the same number.
fn number(value: f64) -> String {
    format!("CAST('{value}' AS DOUBLE)")
}
