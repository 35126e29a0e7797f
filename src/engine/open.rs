//! From a target to its engine.

use std::path::Path;

use super::Engine;
#[cfg(feature = "snowflake")]
use super::snowflake::resolve::{Places, resolve};
use crate::diagnostic::Diagnostic;
use crate::environment::EnvironmentVariables;
#[cfg(feature = "duckdb")]
use crate::output_folder;
#[cfg(feature = "duckdb")]
use crate::project::database_path::{self, IN_MEMORY};
use crate::project::model::{Connection, Target};
use crate::rules::{database_unavailable, engine_not_available, missing_environment_variable};
use crate::source::Spanned;
use crate::template::settings::{self, SettingError};

/// What a database is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read: nothing is made, and a database that does not exist yet is an empty one.
    Read,
    /// To read and write.
    Write,
}

impl Access {
    /// What a command needs that writes, unless it `only_shows`.
    pub fn unless(only_shows: bool) -> Self {
        if only_shows { Self::Read } else { Self::Write }
    }
}

/// Opens the database of a target, filling in the environment variables of its settings. The project's folder `root` is
/// where relative paths start.
pub fn open(
    target: &Target,
    root: &Path,
    environment: &EnvironmentVariables,
    access: Access,
) -> Result<Box<dyn Engine>, Diagnostic> {
    match &target.connection {
        Connection::DuckDb { path } => {
            let file = setting(target, path, environment)?;
            open_duckdb(target, root, &path.value, &file, access)
        }
        Connection::Snowflake { .. } => open_snowflake(target, root, environment),
    }
}

/// Opens a database in memory that has nothing of the target's but its SQL: to bind queries on.
pub fn in_memory(target: &Target) -> Result<Box<dyn Engine>, Diagnostic> {
    match &target.connection {
        Connection::DuckDb { .. } => {
            let memory = ":memory:";
            open_duckdb(target, Path::new(""), memory, memory, Access::Read)
        }
        Connection::Snowflake { .. } => Err(engine_not_available::no_binder(target)),
    }
}

fn setting(
    target: &Target,
    value: &Spanned<String>,
    environment: &EnvironmentVariables,
) -> Result<String, Diagnostic> {
    settings::render(&value.value, environment).map_err(|error| {
        match &error {
            SettingError::Missing(name) => missing_environment_variable::missing(name),
            SettingError::Unsupported => database_unavailable::unusable_setting(target, &error),
        }
        .at(value.span, "")
    })
}

/// `written` is the path as the project has it: messages show no value from the environment.
#[cfg(feature = "duckdb")]
fn open_duckdb(
    target: &Target,
    root: &Path,
    written: &str,
    path: &str,
    access: Access,
) -> Result<Box<dyn Engine>, Diagnostic> {
    use super::EngineError;
    use super::duckdb::DuckDb;

    let refused = |problem: String| EngineError::Connection(problem);
    let open_file = || {
        let file = root.join(path);
        place(root, path).map_err(|problem| refused(format!("`{written}` {problem}")))?;
        match access {
            Access::Read if is_missing_or_empty(&file) => DuckDb::in_memory(),
            Access::Read => DuckDb::open_to_read(&file, written),
            Access::Write => {
                make_folder(root, &file).map_err(|error| {
                    refused(format!("could not make the folder of `{written}`: {error}"))
                })?;
                DuckDb::open(&file, written)
            }
        }
    };
    let engine = if path == IN_MEMORY {
        DuckDb::in_memory()
    } else {
        open_file()
    };
    let engine = engine.and_then(|engine| {
        if access == Access::Read {
            engine.read_files_only_below(root)?;
        }
        Ok(engine)
    });
    match engine {
        Ok(engine) => Ok(Box::new(engine)),
        Err(error) => Err(database_unavailable::unavailable(target, &error)),
    }
}

/// Whether there is nothing to read: no file, or what a process left that was killed while it made one.
#[cfg(feature = "duckdb")]
fn is_missing_or_empty(file: &Path) -> bool {
    match file.metadata() {
        Ok(metadata) => metadata.is_file() && metadata.len() == 0,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Makes the database's folder, which lies in the project.
#[cfg(feature = "duckdb")]
fn make_folder(root: &Path, file: &Path) -> std::io::Result<()> {
    if file.starts_with(root.join(output_folder::FOLDER)) {
        output_folder::make(root)?;
    }
    file.parent().map_or(Ok(()), std::fs::create_dir_all)
}

/// Whether a database may lie at a path from the root, or what is wrong with the path: a value from the environment is
/// known only now, and so are links.
#[cfg(feature = "duckdb")]
fn place(root: &Path, path: &str) -> Result<(), &'static str> {
    let path = Path::new(path);
    if let Some(problem) = database_path::problem(path) {
        return Err(problem);
    }
    let mut reached = root.to_path_buf();
    for part in path.components() {
        reached.push(part);
        if reached.is_symlink() {
            return Err("is a link, or in a folder that is one");
        }
    }
    if reached.to_string_lossy().contains('?') {
        return Err("has `?` in its whole path, where DuckDB ends the name of a file");
    }
    Ok(())
}

#[cfg(not(feature = "duckdb"))]
fn open_duckdb(
    target: &Target,
    _: &Path,
    _: &str,
    _: &str,
    _: Access,
) -> Result<Box<dyn Engine>, Diagnostic> {
    Err(engine_not_available::without_duckdb(target))
}

/// Nothing is sent yet: a session logs in. Snowflake has no sessions that only read, so `fsc query` sends what reads only.
#[cfg(feature = "snowflake")]
fn open_snowflake(
    target: &Target,
    root: &Path,
    environment: &EnvironmentVariables,
) -> Result<Box<dyn Engine>, Diagnostic> {
    use super::snowflake::Snowflake;

    let places = Places {
        root,
        home: environment.get("HOME").map(Path::new),
    };
    let resolved = resolve(target, places, |value| setting(target, value, environment))?;
    for warning in &resolved.warnings {
        tracing::warn!("{warning}");
    }
    match Snowflake::new(resolved.settings) {
        Ok(engine) => Ok(Box::new(engine)),
        Err(error) => Err(database_unavailable::unavailable(target, &error)),
    }
}

#[cfg(not(feature = "snowflake"))]
fn open_snowflake(
    target: &Target,
    _: &Path,
    _: &EnvironmentVariables,
) -> Result<Box<dyn Engine>, Diagnostic> {
    Err(engine_not_available::without_snowflake(target))
}

#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::source::{FileId, Span};

    fn duckdb(path: &str) -> Target {
        let span = Span::whole(FileId(0));
        Target {
            name: "dev".into(),
            span,
            connection: Connection::DuckDb {
                path: Spanned::new(path.to_owned(), span),
            },
            threads: None,
        }
    }

    fn open(target: &Target, root: &Path, access: Access) -> Result<Box<dyn Engine>, Diagnostic> {
        super::open(target, root, &EnvironmentVariables::default(), access)
    }

    fn said(target: &Target, root: &Path) -> String {
        let environment =
            EnvironmentVariables::from([("FSC_TEST_FOLDER", env!("CARGO_MANIFEST_DIR"))]);
        let opened = super::open(target, root, &environment, Access::Write);
        let diagnostic = opened.err().unwrap();
        format!("{} {}", diagnostic.rule.code, diagnostic.message)
    }

    #[test]
    fn the_folder_of_a_database_is_made_and_nothing_outside_of_the_project() {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("project");
        std::fs::create_dir(&project).unwrap();
        open(&duckdb("target/deep/dev.duckdb"), &project, Access::Write).unwrap();
        assert!(project.join("target/deep/dev.duckdb").is_file());
        open(&duckdb(":memory:"), &project, Access::Write).unwrap();
        let message = said(&duckdb("../elsewhere/dev.duckdb"), &project);
        assert!(
            message.starts_with("FSC500 target `dev` cannot be opened"),
            "{message}"
        );
        assert!(!root.path().join("elsewhere").exists());
        let whole = root.path().join("whole.duckdb");
        said(&duckdb(whole.to_str().unwrap()), &project);
        assert!(!whole.exists());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_and_no_file_of_somebody_becomes_a_database() {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("project");
        std::fs::create_dir(&project).unwrap();
        std::os::unix::fs::symlink(root.path().join("out.duckdb"), project.join("a.duckdb"))
            .unwrap();
        std::os::unix::fs::symlink(root.path(), project.join("folder")).unwrap();
        for path in ["a.duckdb", "folder/b.duckdb"] {
            let message = said(&duckdb(path), &project);
            assert!(message.contains("is a link"), "{message}");
        }
        std::fs::create_dir(project.join("data")).unwrap();
        std::fs::write(project.join("data/empty.csv"), "").unwrap();
        said(&duckdb("data/empty.csv"), &project);
        assert_eq!(std::fs::read(project.join("data/empty.csv")).unwrap(), b"");
        let asking = root.path().join("w?y");
        std::fs::create_dir(&asking).unwrap();
        let message = said(&duckdb("dev.duckdb"), &asking);
        assert!(message.contains("has `?`"), "{message}");
        let mut left: Vec<_> = std::fs::read_dir(root.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["project", "w?y"]);
    }

    #[test]
    fn what_is_read_reads_files_of_the_project_only() {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("it's [1]");
        std::fs::create_dir(&project).unwrap();
        for folder in [root.path(), &project] {
            std::fs::write(folder.join("a.csv"), "a\n1\n").unwrap();
        }
        let target = duckdb("dev.duckdb");
        for is_there in [false, true] {
            if is_there {
                open(&target, &project, Access::Write).unwrap();
            }
            let engine = open(&target, &project, Access::Read).unwrap();
            let mut session = engine.session().unwrap();
            let mut ask = |path: &Path| {
                let path = crate::sql::name::path_in_literal(path.to_str().unwrap());
                session.query(&format!("SELECT * FROM read_csv('{path}')"))
            };
            assert_eq!(ask(&project.join("a.csv")).unwrap().rows.len(), 1);
            for outside in [root.path().join("a.csv"), project.join("../a.csv")] {
                ask(&outside).unwrap_err();
            }
        }
    }

    #[test]
    fn reading_makes_nothing() {
        let root = tempfile::tempdir().unwrap();
        let target = duckdb("target/dev.duckdb");
        open(&target, root.path(), Access::Read).unwrap();
        assert!(!root.path().join("target").exists());
        open(&target, root.path(), Access::Write).unwrap();
        let engine = open(&target, root.path(), Access::Read).unwrap();
        let mut session = engine.session().unwrap();
        assert!(session.execute("CREATE TABLE t (a INTEGER)").is_err());
    }

    #[test]
    fn a_file_where_the_folder_should_be_is_told() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("target"), "").unwrap();
        let message = said(&duckdb("target/dev.duckdb"), root.path());
        assert!(message.contains("could not make the folder"), "{message}");
    }

    #[test]
    fn a_path_from_the_environment_is_not_shown() {
        let (variable, value) = ("FSC_TEST_FOLDER", env!("CARGO_MANIFEST_DIR"));
        for rest in [
            "/no/such/dev.duckdb",
            "/src",
            "/Cargo.toml",
            "/Cargo.toml/dev.duckdb",
        ] {
            let written = format!("{{{{ env_var('{variable}') }}}}{rest}");
            let message = said(&duckdb(&written), Path::new("/nowhere"));
            assert!(message.contains(&written), "{message}");
            assert!(!message.contains(value), "{message}");
        }
    }

    #[test]
    fn snowflake_and_bad_settings_say_so() {
        let root = Path::new("/nowhere");
        let snowflake = Target {
            connection: Connection::Snowflake {
                settings: BTreeMap::new(),
            },
            ..duckdb("")
        };
        #[cfg(feature = "snowflake")]
        assert_eq!(
            said(&snowflake, root),
            "FSC506 target `dev` has no credential"
        );
        #[cfg(not(feature = "snowflake"))]
        assert_eq!(
            said(&snowflake, root),
            "FSC501 target `dev` is Snowflake, and this fsc was built without the feature `snowflake`"
        );
        assert_eq!(
            said(&duckdb("{{ env_var('FSC_TEST_NOT_SET') }}"), root),
            "FSC061 environment variable `FSC_TEST_NOT_SET` is not set"
        );
        assert!(said(&duckdb("{{ ds }}.duckdb"), root).starts_with("FSC500 target `dev`"));
    }
}
