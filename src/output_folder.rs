//! The project's folder `target/`: what fsc writes of its own, by path from the project's root, with `/`.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

/// The folder. Definitions in it are not read, and `fsc clean` removes it.
pub const FOLDER: &str = "target";

/// The folder of the nodes' statements.
pub const COMPILED: &str = "target/compiled";

/// The statements that a run sends before its nodes.
pub const SETUP: &str = "target/setup.sql";

/// What was compiled, for other tools.
pub const MANIFEST: &str = "target/manifest.json";

/// What came of the last run.
pub const RUN_RESULTS: &str = "target/run_results.json";

/// What keeps the folder out of version control.
pub const IGNORED: &str = ".gitignore";

/// What else fsc writes or will write below the folder: no place for a database.
const OWN: [&str; 6] = [
    "compiled",
    "run",
    "docs",
    "setup.sql",
    "manifest.json",
    "run_results.json",
];

/// Makes the folder where it is missing. A new one keeps itself out of version control, as cargo's does: what fsc writes is
/// never committed. One that is there is left as it is.
#[expect(
    clippy::disallowed_methods,
    reason = "asked by whoever is about to write into it"
)]
pub fn make(root: &Path) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match fs::create_dir(&folder) {
        Ok(()) => fs::write(folder.join(IGNORED), "*\n"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// A link in place of a folder that fsc writes into: what it points to is not fsc's.
#[expect(
    clippy::disallowed_methods,
    reason = "asked by the command line before it writes"
)]
pub fn link(root: &Path) -> Option<PathBuf> {
    let mut folders = [FOLDER, COMPILED].into_iter().map(|path| root.join(path));
    folders.find(|folder| folder.is_symlink())
}

/// Whether a path from the project's root is that of another file of fsc's than a database.
pub fn is_own(path: &Path) -> bool {
    let mut parts = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy().to_lowercase());
    parts.next().is_some_and(|first| first == FOLDER)
        && parts
            .next()
            .is_none_or(|second| OWN.contains(&second.as_str()))
}

/// The statements of a node.
pub fn compiled(name: &str) -> String {
    format!("{COMPILED}/{name}.sql")
}

/// The database of an embedded target that names none.
pub fn database(target: &str) -> String {
    format!("{FOLDER}/{target}.duckdb")
}
