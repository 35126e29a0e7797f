//! The database of a target, opened for a command.

use crate::diagnostic::Diagnostic;
use crate::engine::{self, Engine};
use crate::project::model::{Project, Target};
use crate::rules::invalid_setting;
use crate::source::Spanned;
use crate::template::settings::{self, SettingError};

use super::outcome::Failure;

/// Opens the database of `target`: only here are the environment variables of its settings read.
pub fn open(project: &Project, target: &Target) -> Result<Box<dyn Engine>, Failure> {
    Ok(engine::open(target, &project.root, setting)?)
}

fn setting(value: &Spanned<String>) -> Result<String, Vec<Diagnostic>> {
    settings::render(&value.value).map_err(|error: SettingError| {
        vec![invalid_setting::of_target(value.span, &error.to_string())]
    })
}
