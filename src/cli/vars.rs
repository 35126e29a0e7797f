//! `--vars`: variables that stand over those of `fsc.toml`.

use std::collections::BTreeSet;

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::project::model::Project;
use crate::rules::unread_variable;
use crate::settings::vars;
use crate::template::VariableReads;

use super::context::Context;
use super::outcome::Failure;

/// The variables of a command that compiles.
#[derive(Debug, Args)]
pub struct VarsArgs {
    /// Variables over those of `[vars]` in `fsc.toml`: `'{trailing_days: 7}'` in YAML or JSON, or `trailing_days=7`; may be
    /// given again. No place for secrets: values stand in SQL and in `target/` [env: `FSC_VARS`]
    #[arg(long, value_name = "VARS")]
    vars: Vec<String>,
}

impl VarsArgs {
    /// Puts the flags over what the environment says.
    pub fn apply(&self, context: &mut Context) -> Result<(), Failure> {
        for text in &self.vars {
            let given = vars::parse("--vars", text)?;
            context.settings.vars.extend(given);
        }
        Ok(())
    }
}

/// Gives a project the variables of the settings. One that the project neither has nor reads is an error.
pub fn apply(project: &mut Project, vars: &vars::Vars) -> Result<(), Failure> {
    if vars.is_empty() {
        return Ok(());
    }
    let mut reads = VariableReads::default();
    for (_, file) in project.files.iter() {
        reads.add(&file.text);
    }
    let known: BTreeSet<&str> = project
        .vars
        .keys()
        .chain(&reads.names)
        .map(String::as_str)
        .collect();
    let unread: Vec<Diagnostic> = vars
        .keys()
        .filter(|name| !reads.has_others && !known.contains(name.as_str()))
        .map(|name| unread_variable::given(name, known.iter().copied()))
        .collect();
    if !unread.is_empty() {
        return Err(unread.into());
    }
    project.vars.extend(vars.clone());
    Ok(())
}
