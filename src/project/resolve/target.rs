//! Targets: named connections, with their secrets elsewhere.

use std::collections::BTreeMap;
use std::path::Path;

use indexmap::IndexMap;

use super::Resolver;
use crate::output_folder;
use crate::project::database_path::{self, IN_MEMORY};
use crate::project::model::{Connection, SESSION_PARAMETERS, Target, TargetName};
use crate::project::raw::{ProjectFile, RawTarget, SECRETS, TargetType};
use crate::rules::{plain_secret, target_setting};
use crate::source::{FileId, Span, Spanned};
use crate::template::settings::is_one_variable;

/// Targets in the order of `fsc.toml`, at least one.
pub(super) type Targets = IndexMap<TargetName, Target>;

/// The target of a project that names none.
const BUILT_IN: &str = "dev";

impl Resolver<'_> {
    pub(super) fn targets(&mut self, project: &ProjectFile) -> Targets {
        let mut targets = Targets::new();
        for (name, raw) in &project.target.0 {
            let Some(text) = self.label("target", name) else {
                continue;
            };
            let target_name = TargetName::from(text.as_str());
            if let Some(connection) = self.connection(name, raw) {
                let target = Target {
                    name: target_name.clone(),
                    span: name.span,
                    connection,
                    threads: raw.value.threads,
                };
                targets.insert(target_name, target);
            }
        }
        if project.target.0.is_empty() {
            let name = TargetName::from(BUILT_IN);
            let span = Span::whole(FileId(0));
            let target = Target {
                name: name.clone(),
                span,
                connection: Connection::DuckDb {
                    path: database_file(BUILT_IN, span),
                },
                threads: None,
            };
            targets.insert(name, target);
        }
        targets
    }

    fn connection(
        &mut self,
        name: &Spanned<String>,
        raw: &Spanned<RawTarget>,
    ) -> Option<Connection> {
        let settings = settings(&raw.value);
        for (key, value) in &settings {
            if SECRETS.contains(&key.as_str()) && !is_one_variable(&value.value) {
                self.report(plain_secret::at(value.span, key, &name.value));
            }
        }
        match raw.value.kind? {
            TargetType::DuckDb => {
                for (key, value) in &settings {
                    self.report(target_setting::misplaced(value.span, key, "duckdb"));
                }
                let path = raw.value.path.clone();
                // What a variable holds is known when the target is opened.
                if let Some(path) = path.as_ref().filter(|path| !path.value.contains("{{"))
                    && path.value != IN_MEMORY
                    && let Some(problem) = database_path::problem(Path::new(&path.value))
                {
                    self.report(target_setting::path(path, problem));
                }
                Some(Connection::DuckDb {
                    path: path.unwrap_or_else(|| database_file(&name.value, name.span)),
                })
            }
            TargetType::Snowflake => {
                if let Some(path) = &raw.value.path {
                    self.report(target_setting::misplaced(path.span, "path", "snowflake"));
                }
                if raw.value.account.is_none() && self.complete {
                    self.report(target_setting::no_account(name));
                }
                self.snowflake(&settings, &raw.value.session_parameters);
                Some(Connection::Snowflake { settings })
            }
        }
    }
}

fn database_file(target: &str, span: Span) -> Spanned<String> {
    Spanned::new(output_folder::database(target), span)
}

/// The settings of a Snowflake connection, by key; session parameters as `session_parameters.<name>`.
fn settings(raw: &RawTarget) -> BTreeMap<String, Spanned<String>> {
    let plain = [
        ("account", &raw.account),
        ("host", &raw.host),
        ("user", &raw.user),
        ("role", &raw.role),
        ("warehouse", &raw.warehouse),
        ("database", &raw.database),
        ("schema", &raw.schema),
        ("authenticator", &raw.authenticator),
        ("private_key_path", &raw.private_key_path),
        ("private_key", &raw.private_key),
        ("private_key_passphrase", &raw.private_key_passphrase),
        ("token", &raw.token),
        ("password", &raw.password),
        ("query_tag", &raw.query_tag),
        ("connect_timeout", &raw.connect_timeout),
        ("request_timeout", &raw.request_timeout),
        ("statement_timeout", &raw.statement_timeout),
    ];
    let plain = plain
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?)));
    let session = raw.session_parameters.0.iter().map(|(name, value)| {
        let key = format!("{SESSION_PARAMETERS}{}", name.value);
        (key, value.clone())
    });
    plain.chain(session).collect()
}
