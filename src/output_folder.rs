//! The project's folder `target/`: what fsc writes of its own, by path from the project's root, with `/`.

/// The folder. Definitions in it are not read, and `fsc clean` removes it.
pub const FOLDER: &str = "target";

/// The folder of the nodes' statements.
pub const COMPILED: &str = "target/compiled";

/// The statements that a run sends before its nodes.
pub const SETUP: &str = "target/setup.sql";

/// What was compiled, for other tools.
pub const MANIFEST: &str = "target/manifest.json";

/// The statements of a node.
pub fn compiled(name: &str) -> String {
    format!("{COMPILED}/{name}.sql")
}

/// The database of an embedded target that names none.
pub fn database(target: &str) -> String {
    format!("{FOLDER}/{target}.duckdb")
}
