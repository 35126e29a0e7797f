//! From a target to its engine.

use std::path::Path;

use super::Engine;
use crate::diagnostic::Diagnostic;
use crate::project::model::{Connection, Target};
use crate::rules::engine_not_available;
use crate::source::Spanned;

/// Opens the database of a target. `setting` renders one of its values (`{{ env_var('NAME') }}`); the project's folder
/// `root` is where relative paths start.
pub fn open(
    target: &Target,
    root: &Path,
    setting: impl Fn(&Spanned<String>) -> Result<String, Vec<Diagnostic>>,
) -> Result<Box<dyn Engine>, Vec<Diagnostic>> {
    match &target.connection {
        Connection::DuckDb { path } => open_duckdb(target, root, &setting(path)?),
        Connection::Snowflake { .. } => Err(vec![engine_not_available::snowflake(target)]),
    }
}

#[cfg(feature = "duckdb")]
fn open_duckdb(
    target: &Target,
    root: &Path,
    path: &str,
) -> Result<Box<dyn Engine>, Vec<Diagnostic>> {
    use super::EngineError;
    use super::duckdb::DuckDb;
    use crate::rules::database_unavailable;

    let engine = if path == ":memory:" {
        DuckDb::in_memory()
    } else {
        let file = root.join(path);
        make_folder(root, &file)
            .map_err(|(folder, error)| {
                EngineError::Connection(format!("could not make the folder `{folder}`: {error}"))
            })
            .and_then(|()| DuckDb::open(&file, path))
    };
    match engine {
        Ok(engine) => Ok(Box::new(engine)),
        Err(error) => Err(vec![database_unavailable::unavailable(target, &error)]),
    }
}

/// Makes the database's folder where it lies in the project; elsewhere a missing folder is more likely a slip.
#[cfg(feature = "duckdb")]
fn make_folder(root: &Path, file: &Path) -> Result<(), (String, std::io::Error)> {
    use std::path::Component;

    let stays =
        file.starts_with(root) && !file.components().any(|part| part == Component::ParentDir);
    match file.parent() {
        Some(folder) if stays => {
            std::fs::create_dir_all(folder).map_err(|error| (folder.display().to_string(), error))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(not(feature = "duckdb"))]
fn open_duckdb(target: &Target, _: &Path, _: &str) -> Result<Box<dyn Engine>, Vec<Diagnostic>> {
    Err(vec![engine_not_available::without_duckdb(target)])
}
