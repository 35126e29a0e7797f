//! Which folder is the project.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::project::load::PROJECT_FILE;
use crate::rules::{no_project, unwritable};
use crate::settings::Settings;

/// The folder that was named, else the nearest one upwards with `fsc.toml`; absolute.
pub fn find(settings: &Settings) -> Result<PathBuf, Box<Diagnostic>> {
    if let Some(named) = &settings.project_dir {
        let folder = std::path::absolute(named)
            .map_err(|error| Box::new(unwritable::failed("find", named, &error)))?;
        return if folder.join(PROJECT_FILE).is_file() {
            Ok(folder)
        } else {
            Err(Box::new(no_project::named(named)))
        };
    }
    let current = std::env::current_dir()
        .map_err(|error| Box::new(unwritable::failed("find", Path::new("."), &error)))?;
    current
        .ancestors()
        .find(|folder| folder.join(PROJECT_FILE).is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| Box::new(no_project::above(&current)))
}
