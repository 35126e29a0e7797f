//! What a session on Snowflake can do, held against what a plan needs: `fsc debug --target prod`.
//!
//! Only metadata is asked for: `SHOW` statements, functions of the context, and queries that are described and not run. None
//! of them needs a warehouse, and none changes anything. Grants are followed through roles of roles; where they cannot be
//! read the answer is "unknown" and never "missing". Pure over a [`Session`]: it knows neither clock nor network.

mod context;
mod grants;
mod listing;
mod needs;
mod objects;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use needs::Needs;

use self::grants::Grants;
use crate::engine::{EngineError, Session};
use crate::sql::name::Identifier;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Who and where the session is, in the order in which it is told.
    pub facts: Vec<Fact>,
    /// What the plan needs, each with whether it is there.
    pub checks: Vec<Check>,
}

/// Something about the session.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// `warehouse`.
    pub name: &'static str,
    /// As Snowflake tells it.
    pub value: String,
}

/// Something that the plan needs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// `create table on schema ANALYTICS.FEATURE_STORE`.
    pub need: String,
    /// Whether it is there.
    pub state: State,
    /// What is known beside that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What to do where it is missing: SQL, mostly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remedy: Vec<String>,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is.
    Ok,
    /// It is not.
    Missing,
    /// It could not be told.
    Unknown,
}

impl State {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

impl Report {
    /// Whether something is missing.
    pub fn lacks_anything(&self) -> bool {
        let mut checks = self.checks.iter();
        checks.any(|check| check.state == State::Missing)
    }
}

/// Looks at a session. `None` for the needs: the project has errors, and only the session is told of. Fails when the
/// connection does.
pub fn inspect(
    session: &mut dyn Session,
    wanted: &Wanted,
    needs: Option<&Needs>,
) -> Result<Report, EngineError> {
    let mut inspection = Inspection {
        session,
        wanted,
        report: Report::default(),
    };
    let current = inspection.context()?;
    let warehouse = inspection.warehouse(&current)?;
    inspection.tell(&current, warehouse.as_ref());
    let grants = Grants::read(inspection.session, &current)?;
    inspection.check_warehouse(&current, &grants, warehouse.as_ref());
    if let Some(needs) = needs {
        inspection.check_places(&current, &grants, needs)?;
        inspection.check_sources(&current, needs)?;
    }
    Ok(inspection.report)
}

/// What the target says of its session, as in SQL. Snowflake leaves out what is not there, or not for the role.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The database.
    pub database: Option<String>,
    /// The warehouse.
    pub warehouse: Option<String>,
}

/// A look at a session that is under way.
struct Inspection<'s> {
    session: &'s mut dyn Session,
    wanted: &'s Wanted,
    report: Report,
}

impl Inspection<'_> {
    /// A statement's answer, or what Snowflake said against it. An error of the connection ends the inspection.
    fn ask(&mut self, sql: &str) -> Result<Answer, EngineError> {
        asked(self.session.query(sql))
    }

    /// That the session has no database or warehouse; `wanted` is what the target names.
    fn lacks(&mut self, kind: &str, wanted: Option<&str>, role: &str, why: &str, way_out: &str) {
        let (detail, remedy) = match wanted {
            Some(name) => (
                format!(
                    "the target names {name}, and the session has none: it does not exist, or the role may not use it"
                ),
                vec![
                    format!("grant usage on {kind} {name} to role {role};"),
                    format!("or correct `{kind}` of the target"),
                ],
            ),
            None => (
                format!("the session has none{why}"),
                vec![way_out.to_owned()],
            ),
        };
        self.check(format!("a {kind}"), State::Missing, Some(detail), remedy);
    }

    fn check(&mut self, need: String, state: State, detail: Option<String>, remedy: Vec<String>) {
        self.report.checks.push(Check {
            need,
            state,
            detail,
            remedy,
        });
    }
}

/// A list, or what was said in its place.
type Answer = Result<listing::Listing, String>;

/// Takes errors of the connection apart from those of a statement.
fn asked(answer: Result<crate::engine::Rows, EngineError>) -> Result<Answer, EngineError> {
    match answer {
        Ok(rows) => Ok(Ok(listing::Listing(rows))),
        Err(error) => Ok(Err(refusal(error)?)),
    }
}

/// What a statement was refused with, in one line.
fn refusal(error: EngineError) -> Result<String, EngineError> {
    if matches!(error, EngineError::Connection(_) | EngineError::Interrupted) {
        return Err(error);
    }
    let said = error.to_string();
    Ok(said.lines().next().unwrap_or_default().to_owned())
}

/// A name as people write it in SQL: with quotes where it needs them.
fn shown(name: &str) -> String {
    Identifier::exact(name).as_written().to_owned()
}

/// The parts of a name, joined by dots.
fn qualified(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| shown(part)).collect();
    parts.join(".")
}
