//! A connection to the target that was named, looked at for `fsc debug`.

use std::fmt::Write as _;
use std::time::Instant;

use serde::Serialize;

use super::context::Context;
use super::outcome::Failure;
use super::{database, pipeline, when};
use crate::engine::{Access, EngineError};
use crate::inspect::{Needs, Report, State, Wanted, inspect};
use crate::plan::{PlanRequest, plan};
use crate::project::model::{Connection, Project, Target};
use crate::sql::name::Dialect;
use crate::template::When;
use crate::template::settings::render;

/// What a connection told.
#[derive(Debug, Serialize)]
pub struct Connected {
    /// The target.
    target: String,
    /// How long the login took.
    login_milliseconds: u128,
    /// How long the smallest statement took.
    statement_milliseconds: u128,
    /// What was found.
    #[serde(flatten)]
    pub report: Report,
}

/// Connects to the target, where one was named and is Snowflake.
pub fn look(project: &Project, context: &mut Context) -> Result<Option<Connected>, Failure> {
    if context.settings.target.is_none() {
        return Ok(None);
    }
    let target = context.settings.target(project)?;
    if target.dialect() != Dialect::Snowflake {
        return Ok(None);
    }
    let engine = database::open(context, project, target, Access::Read)?;
    let failed = |error: &EngineError| database::unavailable(project, target, error);
    let start = Instant::now();
    let mut session = engine.session().map_err(|error| failed(&error))?;
    let login = start.elapsed();
    let start = Instant::now();
    session.query("SELECT 1").map_err(|error| failed(&error))?;
    let statement = start.elapsed();
    let needs = needs(context)?;
    let wanted = wanted(target, context);
    let report =
        inspect(session.as_mut(), &wanted, needs.as_ref()).map_err(|error| failed(&error))?;
    Ok(Some(Connected {
        target: target.name.to_string(),
        login_milliseconds: login.as_millis(),
        statement_milliseconds: statement.as_millis(),
        report,
    }))
}

/// What the target names, as far as its variables are set.
fn wanted(target: &Target, context: &Context) -> Wanted {
    let setting = |name: &str| match &target.connection {
        Connection::Snowflake { settings } => {
            let value = settings.get(name)?;
            render(&value.value, &context.environment).ok()
        }
        Connection::DuckDb { .. } => None,
    };
    Wanted {
        database: setting("database"),
        warehouse: setting("warehouse"),
    }
}

/// What the whole project needs; `None` when it has errors, which `fsc check` shows.
fn needs(context: &mut Context) -> Result<Option<Needs>, Failure> {
    let found = pipeline::found(context, When::At(when::now()))?;
    let needs = found.checked.and_then(|checked| {
        let plan = plan(&checked, &PlanRequest::default()).ok()?;
        Some(Needs::of(&plan, &checked.project))
    });
    if needs.is_none() {
        context.message(
            "the project has errors, which `fsc check` shows: what it needs is not known\n",
        );
    }
    Ok(needs)
}

impl Connected {
    /// As lines: facts, then what is needed.
    pub fn lines(&self) -> String {
        let mut text = format!("\nconnected to {}\n", self.target);
        // Writing to a `String` cannot fail.
        let mut say = |line: std::fmt::Arguments<'_>| {
            let _ = text.write_fmt(format_args!("{line}\n"));
        };
        for fact in &self.report.facts {
            say(format_args!("  {:<17}{}", fact.name, fact.value));
        }
        say(format_args!(
            "  {:<17}login {} ms, statement {} ms",
            "latency", self.login_milliseconds, self.statement_milliseconds
        ));
        if !self.report.checks.is_empty() {
            say(format_args!("\nwhat the project needs there"));
        }
        for check in &self.report.checks {
            let detail = check.detail.as_ref();
            let detail = detail.map_or(String::new(), |detail| format!(": {detail}"));
            say(format_args!(
                "  {:<9}{}{detail}",
                check.state.word(),
                check.need
            ));
        }
        let mut remedies: Vec<&str> = Vec::new();
        let missing = self
            .report
            .checks
            .iter()
            .filter(|check| check.state == State::Missing);
        for remedy in missing.flat_map(|check| &check.remedy) {
            if !remedies.contains(&remedy.as_str()) {
                remedies.push(remedy);
            }
        }
        if !remedies.is_empty() {
            say(format_args!("\nwhat to do"));
        }
        for remedy in remedies {
            say(format_args!("  {remedy}"));
        }
        text
    }
}
