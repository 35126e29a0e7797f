//! How much findings weigh: the level of a rule, which a project may set, and the severity of a finding, which follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs. Errors stop what depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended: the exit code is 1.
    Error,
    /// Worth mending; does not change the exit code.
    Warning,
    /// Worth knowing; counted nowhere.
    Info,
}

impl Severity {
    /// The word that opens a finding.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are not made.
    Allow,
    /// They are shown, and count nowhere.
    Info,
    /// They are warnings.
    Warn,
    /// They are errors.
    Deny,
}

impl Level {
    /// How it is written in `[lints]`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The severity of a finding; `None` where there is to be none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Info => Some(Severity::Info),
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}
