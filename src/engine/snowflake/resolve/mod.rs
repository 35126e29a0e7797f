//! From a target to the settings of its connection: variables filled in, the key read, what does not fit refused.
//!
//! Nothing is sent. What the definition alone tells was said when it was loaded; the same checks stand here for what
//! variables bring. A message names settings as they are written and shows no value, which may be secret.

pub(super) mod key;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::settings::{Address, Credentials, Secret, Settings, Timeouts};
use crate::diagnostic::Diagnostic;
use crate::project::model::{Connection, SESSION_PARAMETERS, Target};
use crate::project::snowflake::authenticator::{self, Authenticator, Choice};
use crate::project::snowflake::{Problem, account, host, session};
use crate::project::time::Length;
use crate::rules::{
    credentials_unavailable, fixed_session_parameter, invalid_duration, target_credentials,
    target_setting,
};
use crate::source::Spanned;

/// Where relative paths and `~` lead.
#[derive(Debug, Clone, Copy)]
pub struct Places<'p> {
    /// The project's folder.
    pub root: &'p Path,
    /// The user's, where there is one.
    pub home: Option<&'p Path>,
}

/// A connection's settings, with what is odd about them.
#[derive(Debug)]
pub struct Resolved {
    /// The settings.
    pub settings: Settings,
    /// Things to mend that keep nobody from connecting.
    pub warnings: Vec<String>,
}

/// The settings of a target. `render` fills in the variables of one setting.
pub fn resolve(
    target: &Target,
    places: Places<'_>,
    render: impl Fn(&Spanned<String>) -> Result<String, Diagnostic>,
) -> Result<Resolved, Diagnostic> {
    let written = match &target.connection {
        Connection::Snowflake { settings } => settings,
        Connection::DuckDb { .. } => &BTreeMap::new(),
    };
    let mut filled = BTreeMap::new();
    for (key, value) in written {
        filled.insert(key.as_str(), Spanned::new(render(value)?, value.span));
    }
    let filled = Filled {
        target,
        places,
        written,
        values: filled,
    };
    let mut warnings = Vec::new();
    let (authenticator, credentials) = filled.credentials(&mut warnings)?;
    let settings = Settings {
        address: filled.address()?,
        user: filled.user(authenticator)?,
        credentials,
        role: filled.text("role"),
        warehouse: filled.text("warehouse"),
        database: filled.text("database"),
        schema: filled.text("schema"),
        query_tag: filled.text("query_tag"),
        session_parameters: filled.session_parameters()?,
        timeouts: filled.timeouts()?,
    };
    Ok(Resolved { settings, warnings })
}

/// Settings with their variables filled in.
struct Filled<'t> {
    target: &'t Target,
    places: Places<'t>,
    written: &'t BTreeMap<String, Spanned<String>>,
    values: BTreeMap<&'t str, Spanned<String>>,
}

impl Filled<'_> {
    /// A setting that says something: a variable may be set to nothing.
    fn get(&self, key: &str) -> Option<&Spanned<String>> {
        let value = self.values.get(key)?;
        (!value.value.trim().is_empty()).then_some(value)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.get(key).map(|value| value.value.trim().to_owned())
    }

    fn address(&self) -> Result<Address, Diagnostic> {
        let refused = |key: &str, value: &Spanned<String>, problem: &Problem| {
            target_setting::impossible(value.span, key, problem)
        };
        let explicit = self.get("host");
        let Some(value) = self.values.get("account") else {
            let name = Spanned::new(self.target.name.to_string(), self.target.span);
            return Err(target_setting::no_account(&name));
        };
        let account = account::read(&value.value, explicit.is_some())
            .map_err(|problem| refused("account", value, &problem))?;
        Ok(match explicit {
            Some(value) => {
                let host =
                    host::read(&value.value).map_err(|problem| refused("host", value, &problem))?;
                Address {
                    account: account.name,
                    scheme: host.scheme.to_owned(),
                    host: host.name,
                    port: host.port,
                }
            }
            None => Address {
                account: account.name,
                scheme: "https".to_owned(),
                host: account.host,
                port: None,
            },
        })
    }

    /// Tokens name their user themselves.
    fn user(&self, authenticator: Authenticator) -> Result<String, Diagnostic> {
        let is_needed = match authenticator {
            Authenticator::KeyPair | Authenticator::Password => true,
            Authenticator::ProgrammaticAccessToken | Authenticator::OAuth => false,
        };
        match self.text("user") {
            None if is_needed => Err(credentials_unavailable::missing(
                self.target,
                "user",
                "add `user = \"{{ env_var('SNOWFLAKE_USER') }}\"`, and set the variable",
            )),
            user => Ok(user.unwrap_or_default()),
        }
    }

    fn credentials(
        &self,
        warnings: &mut Vec<String>,
    ) -> Result<(Authenticator, Credentials), Diagnostic> {
        let named =
            match self.get("authenticator") {
                Some(text) => Some(Authenticator::read(&text.value).map_err(|problem| {
                    target_credentials::at(text.span, "authenticator", &problem)
                })?),
                None => None,
            };
        let keys = |key: &str| self.values.get_key_value(key).map(|(key, _)| *key);
        let (authenticator, key) = match authenticator::choose(named, keys) {
            Choice::One(authenticator, key) => (authenticator, key),
            Choice::Refused(key, problem) => {
                let span = self
                    .values
                    .get(key)
                    .map_or(self.target.span, |value| value.span);
                return Err(target_credentials::at(span, key, &problem));
            }
            Choice::None => return Err(self.no_credential(named)),
        };
        let value = self.secret(key)?;
        let credentials = match authenticator {
            Authenticator::KeyPair => self.key_pair(key, &value, warnings)?,
            Authenticator::ProgrammaticAccessToken => {
                Credentials::ProgrammaticAccessToken(Secret::new(value.trim().to_owned()))
            }
            Authenticator::OAuth => Credentials::OAuth(Secret::new(value.trim().to_owned())),
            Authenticator::Password => Credentials::Password(Secret::new(value)),
        };
        Ok((authenticator, credentials))
    }

    fn no_credential(&self, named: Option<Authenticator>) -> Diagnostic {
        let way_out = match named {
            None => {
                "set `private_key_path`, `token` or `password` of the target: docs/snowflake.md"
                    .to_owned()
            }
            Some(one) => format!(
                "set `{}` of the target, which `{}` takes: docs/snowflake.md",
                one.credentials().join("` or `"),
                one.name()
            ),
        };
        credentials_unavailable::missing(self.target, "credential", &way_out)
    }

    /// A credential, which is more than nothing.
    fn secret(&self, key: &str) -> Result<String, Diagnostic> {
        if let Some(value) = self.get(key) {
            return Ok(value.value.clone());
        }
        let span = self
            .values
            .get(key)
            .map_or(self.target.span, |value| value.span);
        let problem = Problem {
            what: "is empty".into(),
            way_out: "the environment variable is set to nothing: give it its value".into(),
        };
        Err(credentials_unavailable::unusable(span, key, &problem))
    }

    fn key_pair(
        &self,
        key: &str,
        value: &str,
        warnings: &mut Vec<String>,
    ) -> Result<Credentials, Diagnostic> {
        let span = self
            .values
            .get(key)
            .map_or(self.target.span, |value| value.span);
        let unusable = |problem: Problem| credentials_unavailable::unusable(span, key, &problem);
        let passphrase = if self.values.contains_key(authenticator::PASSPHRASE) {
            Some(Secret::new(self.secret(authenticator::PASSPHRASE)?))
        } else {
            None
        };
        let text = if key == "private_key_path" {
            let written = self.written.get(key).map_or("", |written| &written.value);
            let path = self.path(value.trim()).map_err(unusable)?;
            let (text, warning) = key::read(&path, written).map_err(unusable)?;
            warnings.extend(warning);
            text
        } else {
            value.as_bytes().to_vec()
        };
        let pem = key::pem(&text, passphrase.is_some()).map_err(unusable)?;
        Ok(Credentials::KeyPair { pem, passphrase })
    }

    /// A path from the project's root, from `~`, or from `/`. A key may lie anywhere: it should not lie in the project.
    fn path(&self, text: &str) -> Result<PathBuf, Problem> {
        let Some(rest) = text.strip_prefix('~') else {
            return Ok(self.places.root.join(text));
        };
        match (rest.strip_prefix('/'), self.places.home) {
            (Some(rest), Some(home)) => Ok(home.join(rest)),
            _ => Err(Problem {
                what: "begins with `~`, and there is no such folder".into(),
                way_out: "write `~/` for the home of the user who runs fsc, or the whole path"
                    .into(),
            }),
        }
    }

    fn session_parameters(&self) -> Result<Vec<(String, String)>, Diagnostic> {
        let mut own = Vec::new();
        for (key, value) in &self.values {
            let Some(name) = key.strip_prefix(SESSION_PARAMETERS) else {
                continue;
            };
            if let Some(problem) = session::problem(name, Some(&value.value)) {
                let name = Spanned::new(name.to_owned(), value.span);
                return Err(fixed_session_parameter::at(&name, &problem));
            }
            own.push((name.to_owned(), value.value.trim().to_owned()));
        }
        Ok(session::own(own))
    }

    fn timeouts(&self) -> Result<Timeouts, Diagnostic> {
        let built_in = Timeouts::default();
        Ok(Timeouts {
            connect: self
                .duration("connect_timeout")?
                .unwrap_or(built_in.connect),
            request: self
                .duration("request_timeout")?
                .unwrap_or(built_in.request),
            statement: self.duration("statement_timeout")?.or(built_in.statement),
        })
    }

    fn duration(&self, key: &str) -> Result<Option<Duration>, Diagnostic> {
        let (Some(value), Some(written)) = (self.get(key), self.written.get(key)) else {
            return Ok(None);
        };
        let Ok(length) = value.value.parse::<Length>() else {
            return Err(invalid_duration::length(written, key));
        };
        match u64::try_from(length.seconds()) {
            Ok(seconds) if seconds > 0 => Ok(Some(Duration::from_secs(seconds))),
            _ => Err(invalid_duration::zero(written, key)),
        }
    }
}

#[cfg(test)]
mod tests;
