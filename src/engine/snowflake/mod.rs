//! Snowflake, over the crate `snowflake-api`.

pub mod resolve;
pub mod settings;

use self::settings::Settings;
use super::{Engine, EngineError, Session};
use crate::sql::name::Dialect;

/// A connection to Snowflake.
pub struct Snowflake {
    settings: Settings,
}

impl Snowflake {
    /// Checks the settings. Nothing is sent.
    pub fn new(settings: Settings) -> Result<Self, EngineError> {
        Ok(Self { settings })
    }
}

impl Engine for Snowflake {
    fn dialect(&self) -> Dialect {
        Dialect::Snowflake
    }

    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        Err(EngineError::Connection(format!(
            "the client for `{}` is in branch `snow`",
            self.settings.address.host
        )))
    }

    fn interrupt(&self) {}
}
