//! What the settings of a Snowflake target mean, as far as their texts tell: accounts and hosts, ways to log in, session
//! parameters.
//!
//! Pure, and part of every build: a definition is checked by it when it is loaded, where no variable stands in the way, and
//! once more with every variable filled in when the target is opened.

pub mod account;
pub mod authenticator;
pub mod host;
pub mod session;

/// What is wrong with a setting, and what to do about it. Holds no value: a value may come from the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Goes on after the setting's name: "is not the name of a host".
    pub what: String,
    /// A way out.
    pub way_out: String,
}

impl Problem {
    fn new(what: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            way_out: way_out.into(),
        }
    }
}
