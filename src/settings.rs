//! How fsc was asked to behave: layers of settings, resolved once into one value.
//!
//! Built-in < `fsc.toml` < `FSC_*` environment < flag. A [`Layer`] holds what one of them says; [`Settings::resolve`]
//! puts flags over environment over built-in. What `fsc.toml` says (`default_target`, a target's `threads`) enters where
//! a project is known: [`Settings::target`]. The environment comes in as a value, so that tests own it.

pub mod vars;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::project::model::{Project, Target, TargetName};
use crate::rules::{invalid_setting, unknown_setting, unknown_target};

/// Declares a setting that is one of a few words.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),*
        }

        impl $name {
            const WORDS: &'static [&'static str] = &[$($word),*];
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(word: &str) -> Result<Self, ()> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(()),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(match self {
                    $(Self::$variant => $word),*
                })
            }
        }
    };
}

choice! {
    /// How findings are written.
    MessageFormat {
        /// With excerpts, for people
        #[default]
        Human = "human",
        /// One line a finding, for grep and editors
        Concise = "concise",
        /// One JSON object a line, for programs
        Json = "json",
    }
}

choice! {
    /// How the progress of a run and the log are written.
    LogFormat {
        /// Lines for people
        #[default]
        Text = "text",
        /// One JSON object a line
        Json = "json",
    }
}

choice! {
    /// When colours are used.
    Color {
        /// On a terminal, unless `NO_COLOR` is set
        #[default]
        Auto = "auto",
        /// Always
        Always = "always",
        /// Never
        Never = "never",
    }
}

/// What one layer says; `None` leaves the layer below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// The folder of the project.
    pub project_dir: Option<PathBuf>,
    /// The target's name.
    pub target: Option<String>,
    /// How findings are written.
    pub message_format: Option<MessageFormat>,
    /// How the log is written.
    pub log_format: Option<LogFormat>,
    /// When colours are used.
    pub color: Option<Color>,
    /// How many nodes run at once.
    pub threads: Option<u16>,
    /// Variables over those of `fsc.toml`.
    pub vars: vars::Vars,
    /// How long a run that gives no sign of life keeps its lease.
    pub lease_seconds: Option<u16>,
}

/// The environment variables that are settings.
pub const VARIABLES: [&str; 8] = [
    "FSC_PROJECT_DIR",
    "FSC_TARGET",
    "FSC_MESSAGE_FORMAT",
    "FSC_LOG_FORMAT",
    "FSC_COLOR",
    "FSC_THREADS",
    "FSC_VARS",
    "FSC_LEASE_SECONDS",
];

impl Layer {
    /// The layer of the environment. An empty variable says nothing; one that is no setting is a warning. Only a path may
    /// be anything but UTF-8.
    pub fn from_environment(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut layer = Self::default();
        let mut diagnostics = Vec::new();
        let mut variables: Vec<(String, OsString)> = variables
            .into_iter()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
            .filter(|(name, value)| name.starts_with("FSC_") && !value.is_empty())
            .collect();
        variables.sort();
        for (name, value) in variables {
            if name == "FSC_PROJECT_DIR" {
                layer.project_dir = Some(PathBuf::from(value));
                continue;
            }
            let value = match value.into_string() {
                Ok(value) => value,
                Err(value) if VARIABLES.contains(&name.as_str()) => {
                    let shown = value.to_string_lossy();
                    diagnostics.push(invalid_setting::not_expected(&name, &shown, "UTF-8"));
                    continue;
                }
                // What it holds does not matter: it is no setting.
                Err(_) => String::new(),
            };
            let result = match name.as_str() {
                "FSC_TARGET" => {
                    layer.target = Some(value);
                    Ok(())
                }
                "FSC_MESSAGE_FORMAT" => word(
                    &mut layer.message_format,
                    &name,
                    &value,
                    MessageFormat::WORDS,
                ),
                "FSC_LOG_FORMAT" => word(&mut layer.log_format, &name, &value, LogFormat::WORDS),
                "FSC_COLOR" => word(&mut layer.color, &name, &value, Color::WORDS),
                "FSC_THREADS" => number(
                    &mut layer.threads,
                    &name,
                    &value,
                    "a number of threads from 1 to 65535",
                ),
                "FSC_LEASE_SECONDS" => number(
                    &mut layer.lease_seconds,
                    &name,
                    &value,
                    "a number of seconds from 1 to 65535",
                ),
                "FSC_VARS" => vars::parse(&name, &value).map(|vars| layer.vars = vars),
                _ => Err(unknown_setting::variable(&name, VARIABLES)),
            };
            diagnostics.extend(result.err());
        }
        (layer, diagnostics)
    }
}

fn number(
    setting: &mut Option<u16>,
    name: &str,
    value: &str,
    expected: &str,
) -> Result<(), Diagnostic> {
    match value.parse::<u16>() {
        Ok(number) if number > 0 => {
            *setting = Some(number);
            Ok(())
        }
        _ => Err(invalid_setting::not_expected(name, value, expected)),
    }
}

fn word<T: FromStr>(
    setting: &mut Option<T>,
    name: &str,
    value: &str,
    words: &[&str],
) -> Result<(), Diagnostic> {
    if let Ok(parsed) = value.parse() {
        *setting = Some(parsed);
        return Ok(());
    }
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let expected = format!("one of {}", words.join(", "));
    Err(invalid_setting::not_expected(name, value, &expected))
}

/// All layers, resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the project; `None`: the nearest one upwards that holds `fsc.toml`.
    pub project_dir: Option<PathBuf>,
    /// The target's name; `None`: the project's default.
    pub target: Option<String>,
    /// How findings are written.
    pub message_format: MessageFormat,
    /// How the log is written.
    pub log_format: LogFormat,
    /// When colours are used.
    pub color: Color,
    /// How many nodes run at once; `None`: as the target says.
    pub threads: Option<u16>,
    /// Variables over those of `fsc.toml`.
    pub vars: vars::Vars,
    /// How long a run that gives no sign of life keeps its lease; `None`: a minute.
    pub lease_seconds: Option<u16>,
}

impl Settings {
    /// Flags over the environment over what is built in.
    pub fn resolve(flags: Layer, environment: Layer) -> Self {
        Self {
            project_dir: flags.project_dir.or(environment.project_dir),
            target: flags.target.or(environment.target),
            message_format: flags
                .message_format
                .or(environment.message_format)
                .unwrap_or_default(),
            log_format: flags
                .log_format
                .or(environment.log_format)
                .unwrap_or_default(),
            color: flags.color.or(environment.color).unwrap_or_default(),
            threads: flags.threads.or(environment.threads),
            vars: environment.vars.into_iter().chain(flags.vars).collect(),
            lease_seconds: flags.lease_seconds.or(environment.lease_seconds),
        }
    }

    /// The target that was asked for, else the project's default.
    pub fn target<'p>(&self, project: &'p Project) -> Result<&'p Target, Box<Diagnostic>> {
        let name = self
            .target
            .as_deref()
            .unwrap_or(project.default_target.as_str());
        project.targets.get(name).ok_or_else(|| {
            let names: Vec<&str> = project.targets.keys().map(TargetName::as_str).collect();
            Box::new(unknown_target::named(name, &names))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> (Layer, Vec<Diagnostic>) {
        Layer::from_environment(
            variables
                .iter()
                .map(|(name, value)| (OsString::from(name), OsString::from(value))),
        )
    }

    #[test]
    fn flags_stand_over_the_environment_over_the_built_in() {
        let (environment, diagnostics) = environment(&[
            ("FSC_TARGET", "prod"),
            ("FSC_COLOR", "never"),
            ("FSC_THREADS", ""),
            ("PATH", "/bin"),
        ]);
        assert!(diagnostics.is_empty());
        let flags = Layer {
            target: Some("ci".to_owned()),
            ..Layer::default()
        };
        let settings = Settings::resolve(flags, environment);
        assert_eq!(settings.target.as_deref(), Some("ci"));
        assert_eq!(settings.color, Color::Never);
        assert_eq!(settings.message_format, MessageFormat::Human);
        assert_eq!(settings.threads, None);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_utf8_is_said_or_a_path() {
        use std::os::unix::ffi::OsStringExt as _;

        let odd = || OsString::from_vec(vec![b'p', 0xff]);
        let (layer, diagnostics) = Layer::from_environment([
            ("FSC_TARGET".into(), odd()),
            ("FSC_PROJECT_DIR".into(), odd()),
            ("PATH".into(), odd()),
        ]);
        assert_eq!(layer.project_dir, Some(PathBuf::from(odd())));
        assert_eq!(layer.target, None);
        let said: Vec<&str> = diagnostics
            .iter()
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(said, ["`FSC_TARGET` is `p\u{fffd}`, expected UTF-8"]);
    }

    #[test]
    fn what_is_no_setting_is_said() {
        let (_, diagnostics) = environment(&[
            ("FSC_TRAGET", "prod"),
            ("FSC_COLOR", "red"),
            ("FSC_THREADS", "0"),
        ]);
        let codes: Vec<&str> = diagnostics.iter().map(|found| found.rule.code).collect();
        assert_eq!(codes, ["FSC081", "FSC081", "FSC082"]);
        assert_eq!(
            diagnostics[2].help[0].text,
            "a similar name exists: `FSC_TARGET`"
        );
    }
}
