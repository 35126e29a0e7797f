//! What the functions of a template can find wrong, carried through `minijinja`'s error to the diagnostic.

use minijinja::{Error, ErrorKind};

/// What a function refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    /// `ref` of something that the project does not make.
    #[error("unknown reference")]
    UnknownReference(String),
    /// `source` of a table that no `sources.toml` declares.
    #[error("undeclared source")]
    UndeclaredSource(String),
    /// `var` without a value and without a default.
    #[error("unknown variable")]
    UnknownVariable(String),
    /// `env_var` without a value and without a default.
    #[error("missing environment variable")]
    MissingEnvironmentVariable(String),
    /// `env_var` of a secret.
    #[error("secret in SQL")]
    Secret {
        /// The variable.
        name: String,
        /// The target whose settings read it; `None` when the name says that it is a secret.
        target: Option<String>,
    },
    /// An argument that does not fit; says which.
    #[error("{0}")]
    Argument(String),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(ErrorKind::InvalidOperation, problem.to_string()).with_source(problem)
    }
}
