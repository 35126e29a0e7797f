//! Where the database file of an embedded target may lie: in the project, and nowhere that fsc writes something else.

use std::path::{Component, Path};

use crate::output_folder;

/// In place of a path: a database that is gone when it is closed.
pub const IN_MEMORY: &str = ":memory:";

/// What is wrong with a path from the project's root, as it goes on after the path's name.
pub fn problem(path: &Path) -> Option<&'static str> {
    let stays = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !stays {
        Some("leaves the project: a database's path is relative to its root")
    } else if output_folder::is_own(path) {
        Some("is where fsc writes something else")
    } else if path.file_name().is_none() {
        Some("names no file")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_lies_in_the_project_and_in_nobodys_way() {
        for path in [
            "target/dev.duckdb",
            "./data/dev.db",
            "dev",
            "target/x/manifest.json",
        ] {
            assert_eq!(problem(Path::new(path)), None, "{path}");
        }
        for path in [
            "",
            ".",
            "/tmp/dev.duckdb",
            "../dev.duckdb",
            "a/../dev.duckdb",
            "target",
            "target/manifest.json",
            "target/./Setup.sql",
            "target/compiled/dev.duckdb",
        ] {
            assert!(problem(Path::new(path)).is_some(), "{path}");
        }
    }
}
