//! Who and where the session is.

use serde::Deserialize;

use super::grants::{Grants, Object};
use super::{Fact, Inspection, State, qualified, shown};
use crate::engine::EngineError;
use crate::sql::name::{Dialect, string_literal};

/// What the session says of itself; a part that it does not say is empty.
#[derive(Debug, Default)]
pub(super) struct Current {
    account: String,
    locator: String,
    region: String,
    user: String,
    pub(super) role: String,
    /// Roles that may read and write for the session beside its own, but create nothing.
    pub(super) secondary_roles: Vec<String>,
    pub(super) warehouse: String,
    pub(super) database: String,
    pub(super) schema: String,
    version: String,
}

/// The warehouse, as it is listed.
#[derive(Debug)]
pub(super) struct Warehouse {
    size: String,
    state: String,
    resumes: bool,
}

/// Functions of the context, in the order of the fields that they fill.
const FUNCTIONS: [&str; 10] = [
    "CURRENT_ORGANIZATION_NAME() || '-' || CURRENT_ACCOUNT_NAME()",
    "CURRENT_ACCOUNT()",
    "CURRENT_REGION()",
    "CURRENT_USER()",
    "CURRENT_ROLE()",
    "CURRENT_SECONDARY_ROLES()",
    "CURRENT_WAREHOUSE()",
    "CURRENT_DATABASE()",
    "CURRENT_SCHEMA()",
    "CURRENT_VERSION()",
];

/// `{"roles":"A,B","value":"ALL"}`.
#[derive(Deserialize)]
struct SecondaryRoles {
    #[serde(default)]
    roles: String,
}

impl Inspection<'_> {
    /// Asks for all at once; where one function is not known, for each by itself.
    pub(super) fn context(&mut self) -> Result<Current, EngineError> {
        let all = self.ask(&format!("SELECT {}", FUNCTIONS.join(", ")))?;
        let mut texts: Vec<String> = Vec::with_capacity(FUNCTIONS.len());
        match all {
            Ok(listing) => texts.extend(
                listing
                    .first()
                    .iter()
                    .map(|text| text.clone().unwrap_or_default()),
            ),
            Err(_) => {
                for function in FUNCTIONS {
                    let one = self.ask(&format!("SELECT {function}"))?;
                    let text = one
                        .ok()
                        .and_then(|listing| listing.first().first()?.clone());
                    texts.push(text.unwrap_or_default());
                }
            }
        }
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        Ok(Current {
            account: next(),
            locator: next(),
            region: next(),
            user: next(),
            role: next(),
            secondary_roles: secondary_roles(&next()),
            warehouse: next(),
            database: next(),
            schema: next(),
            version: next(),
        })
    }

    /// The session's warehouse as it is listed, where it has one.
    pub(super) fn warehouse(
        &mut self,
        current: &Current,
    ) -> Result<Option<Warehouse>, EngineError> {
        if current.warehouse.is_empty() {
            return Ok(None);
        }
        let name = string_literal(Dialect::Snowflake, &current.warehouse);
        let Ok(listing) = self.ask(&format!("SHOW WAREHOUSES LIKE {name}"))? else {
            return Ok(None);
        };
        let rows = listing.columns(["name", "size", "state", "auto_resume"]);
        let mut found = rows.into_iter().filter(|row| row[0] == current.warehouse);
        Ok(found.next().map(|[_, size, state, resumes]| Warehouse {
            size: size.to_owned(),
            state: state.to_ascii_lowercase(),
            resumes: !resumes.eq_ignore_ascii_case("false"),
        }))
    }

    /// Tells the facts.
    pub(super) fn tell(&mut self, current: &Current, warehouse: Option<&Warehouse>) {
        let warehouse = match warehouse {
            Some(found) => format!("{} ({}, {})", current.warehouse, found.size, found.state),
            None => current.warehouse.clone(),
        };
        let account = if current.account.is_empty() {
            current.locator.clone()
        } else {
            format!("{} (locator {})", current.account, current.locator)
        };
        let facts = [
            ("account", account),
            ("region", current.region.clone()),
            ("user", current.user.clone()),
            ("role", current.role.clone()),
            ("secondary roles", current.secondary_roles.join(", ")),
            ("warehouse", warehouse),
            ("database", current.database.clone()),
            ("schema", current.schema.clone()),
            ("snowflake", current.version.clone()),
        ];
        let none = |name: &str| !matches!(name, "secondary roles" | "region" | "snowflake");
        for (name, value) in facts {
            if !value.is_empty() {
                self.report.facts.push(Fact { name, value });
            } else if none(name) {
                let value = "none".to_owned();
                self.report.facts.push(Fact { name, value });
            }
        }
    }

    /// Whether there is a warehouse that computes.
    pub(super) fn check_warehouse(
        &mut self,
        current: &Current,
        grants: &Grants,
        warehouse: Option<&Warehouse>,
    ) {
        let role = shown(&current.role);
        if current.warehouse.is_empty() {
            let why = ": queries and writes need one";
            let way_out = format!(
                "set `warehouse` of the target; and `grant usage on warehouse … to role {role}`"
            );
            let wanted = self.wanted.warehouse.as_deref();
            self.lacks("warehouse", wanted, &role, why, &way_out);
            return;
        }
        let name = shown(&current.warehouse);
        self.check_privilege(
            current,
            grants,
            "USAGE",
            &Object::new("WAREHOUSE", &[&current.warehouse]),
        );
        if let Some(found) = warehouse
            && found.state == "suspended"
            && !found.resumes
        {
            self.check(
                format!("warehouse {name} to run"),
                State::Missing,
                Some("it is suspended, and does not resume by itself".into()),
                vec![format!("alter warehouse {name} set auto_resume = true;")],
            );
        }
    }

    /// Whether the session has a privilege on an object.
    pub(super) fn check_privilege(
        &mut self,
        current: &Current,
        grants: &Grants,
        privilege: &str,
        object: &Object,
    ) {
        let state = grants.state(privilege, object);
        let parts: Vec<&str> = object.name.iter().map(String::as_str).collect();
        let need = format!(
            "{} on {} {}",
            privilege.to_ascii_lowercase(),
            object.kind.to_ascii_lowercase(),
            qualified(&parts)
        );
        let (detail, remedy) = match state {
            State::Ok => (None, Vec::new()),
            State::Unknown => (grants.why_unknown(privilege, object), Vec::new()),
            State::Missing => (
                None,
                vec![format!("grant {need} to role {};", shown(&current.role))],
            ),
        };
        self.check(need, state, detail, remedy);
    }
}

fn secondary_roles(text: &str) -> Vec<String> {
    let roles =
        serde_json::from_str(text).map_or(String::new(), |found: SecondaryRoles| found.roles);
    let roles = roles.split(',').map(str::trim);
    roles
        .filter(|role| !role.is_empty())
        .map(str::to_owned)
        .collect()
}
