//! The functions that know the project: `var`, `env_var`, `ref`, `source`.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{Environment, Error, Value};

use super::problem::Problem;
use super::{relation, settings, values};
use crate::environment::EnvironmentVariables;
use crate::project::model::{Connection, Project};
use crate::sql::name::Identifier;

/// Variables whose name starts so are secrets wherever they are read.
const SECRET_PREFIX: &str = "FSC_SECRET_";

/// Names in the project that templates refer to, with the nearest known to fall back on in messages.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What `ref` finds: SQL by the name of a table or a view.
    pub(super) references: BTreeMap<String, String>,
    /// What `source` finds: SQL by folded schema and name.
    pub(super) sources: BTreeMap<(String, String), String>,
    /// What `var` finds.
    pub(super) variables: BTreeMap<String, Value>,
    /// Environment variables that targets read, with the target.
    secrets: BTreeMap<String, String>,
}

impl Known {
    pub(super) fn new(project: &Project) -> Self {
        let mut known = Self {
            variables: project
                .vars
                .iter()
                .map(|(name, value)| (name.clone(), values::from_json(value)))
                .collect(),
            ..Self::default()
        };
        for table in &project.tables {
            let name = table.definition.name.to_string();
            known
                .references
                .insert(name, relation::sql(&table.relation));
        }
        for view in &project.views {
            let name = view.definition.name.as_str();
            let relation = project.store.relation(name);
            known
                .references
                .insert(name.to_owned(), relation::sql(&relation));
        }
        for source in &project.sources {
            if let Some(schema) = &source.relation.schema {
                known.sources.insert(
                    (
                        schema.folded().to_owned(),
                        source.relation.name.folded().to_owned(),
                    ),
                    relation::sql(&source.relation),
                );
            }
        }
        for target in project.targets.values() {
            let settings: Vec<&str> = match &target.connection {
                Connection::DuckDb { path } => vec![&path.value],
                Connection::Snowflake { settings } => settings
                    .values()
                    .map(|value| value.value.as_str())
                    .collect(),
            };
            for variable in settings.into_iter().flat_map(settings::variables) {
                known.secrets.insert(variable, target.name.to_string());
            }
        }
        known
    }
}

/// Adds the functions to an environment.
pub(super) fn add(
    environment: &mut Environment<'static>,
    known: &Arc<Known>,
    variables: EnvironmentVariables,
) {
    let project = Arc::clone(known);
    environment.add_function("ref", move |name: &str| -> Result<String, Error> {
        project
            .references
            .get(name)
            .cloned()
            .ok_or_else(|| Problem::UnknownReference(name.to_owned()).into())
    });
    let project = Arc::clone(known);
    environment.add_function(
        "source",
        move |schema: &str, name: &str| -> Result<String, Error> {
            let key = (
                Identifier::new(schema).folded().to_owned(),
                Identifier::new(name).folded().to_owned(),
            );
            project
                .sources
                .get(&key)
                .cloned()
                .ok_or_else(|| Problem::UndeclaredSource(format!("{schema}.{name}")).into())
        },
    );
    let project = Arc::clone(known);
    environment.add_function(
        "var",
        move |name: &str, default: Option<Value>| -> Result<Value, Error> {
            project
                .variables
                .get(name)
                .cloned()
                .or(default)
                .ok_or_else(|| Problem::UnknownVariable(name.to_owned()).into())
        },
    );
    let project = Arc::clone(known);
    environment.add_function(
        "env_var",
        move |name: &str, default: Option<Value>| -> Result<Value, Error> {
            let target = project.secrets.get(name).cloned();
            if target.is_some() || name.starts_with(SECRET_PREFIX) {
                let name = name.to_owned();
                return Err(Problem::Secret { name, target }.into());
            }
            variables
                .get(name)
                .map(Value::from)
                .or(default)
                .ok_or_else(|| Problem::MissingEnvironmentVariable(name.to_owned()).into())
        },
    );
}
