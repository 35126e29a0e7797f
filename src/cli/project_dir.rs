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

/// The project that a folder, which may not exist yet, lies in; absolute.
pub fn around(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    // Links and `..` would lead to other folders above: what exists of the path is taken as it is on disk.
    let existing = absolute
        .ancestors()
        .find_map(|above| Some((above, above.canonicalize().ok()?)))?;
    let (above, on_disk) = existing;
    let first = usize::from(above == absolute);
    on_disk
        .ancestors()
        .skip(first)
        .find(|folder| folder.join(PROJECT_FILE).is_file())
        .map(Path::to_path_buf)
}
