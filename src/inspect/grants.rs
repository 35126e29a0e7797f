//! The privileges of a session: those of its role, and of every role that it has through others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::context::Current;
use super::listing::parts;
use super::{State, asked, qualified};
use crate::engine::{EngineError, Session};

/// Every session has what this role has.
const EVERYBODY: &str = "PUBLIC";

/// Snowflake's own database. Everybody has roles of it, which few may look into, and none of which says anything about
/// another database.
const SNOWFLAKE: &str = "SNOWFLAKE";

/// More roles than anyone's, so that a look ends.
const MOST_ROLES: usize = 200;

/// Something that a privilege is on: its kind and the parts of its name, as Snowflake knows them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Object {
    pub(super) kind: &'static str,
    pub(super) name: Vec<String>,
}

impl Object {
    pub(super) fn new(kind: &'static str, name: &[&str]) -> Self {
        Self {
            kind,
            name: name.iter().map(|part| (*part).to_owned()).collect(),
        }
    }
}

/// What a session may do.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// Privilege, kind and name.
    primary: BTreeSet<(String, String, Vec<String>)>,
    /// The same from roles that create nothing.
    secondary: BTreeSet<(String, String, Vec<String>)>,
    /// The account's roles among those of the session, without those that create nothing.
    roles: BTreeSet<String>,
    /// Why some could not be read.
    unread: Option<String>,
    /// Why some on one database, and on what is in it, could not be read.
    unread_in: BTreeMap<String, String>,
}

impl Grants {
    /// Asks for the grants of every role of the session.
    pub(super) fn read(session: &mut dyn Session, current: &Current) -> Result<Self, EngineError> {
        let mut grants = Self::default();
        let mut seen = BTreeSet::new();
        let own = [current.role.clone(), EVERYBODY.to_owned()];
        let own = own.into_iter().map(|role| (Role::account(&role), false));
        let others = current.secondary_roles.iter();
        let others = others.map(|role| (Role::account(role), true));
        let mut roles: VecDeque<(Role, bool)> = own.chain(others).collect();
        while let Some((role, is_secondary)) = roles.pop_front() {
            if role.name.iter().all(String::is_empty) || !seen.insert(role.clone()) {
                continue;
            }
            if seen.len() > MOST_ROLES {
                grants.unread = Some(format!("the session has more than {MOST_ROLES} roles"));
                break;
            }
            if let (ACCOUNT_ROLE, false, [name]) = (role.kind, is_secondary, role.name.as_slice()) {
                grants.roles.insert(name.clone());
            }
            let listing = match asked(session.query(&role.show_grants()))? {
                Ok(listing) => listing,
                Err(said) => {
                    let said = format!("grants could not be read: {said}");
                    match role.name.as_slice() {
                        [database, _] if role.kind == DATABASE_ROLE => {
                            grants.unread_in.entry(database.clone()).or_insert(said);
                        }
                        _ => {
                            grants.unread.get_or_insert(said);
                        }
                    }
                    continue;
                }
            };
            for [privilege, kind, name] in listing.columns(["privilege", "granted_on", "name"]) {
                let name = parts(name);
                if privilege == "USAGE" && kind.ends_with("ROLE") {
                    // Roles of applications, services and instances say nothing about tables of a project.
                    let kind = match kind {
                        "ROLE" => ACCOUNT_ROLE,
                        "DATABASE_ROLE" | "DATABASE ROLE" => DATABASE_ROLE,
                        _ => continue,
                    };
                    let found = (Role { kind, name }, is_secondary);
                    if kind == DATABASE_ROLE && found.0.name[0] == SNOWFLAKE {
                        continue;
                    }
                    // All that the session's own role has comes first: a role that it has both ways may create.
                    if is_secondary {
                        roles.push_back(found);
                    } else {
                        roles.push_front(found);
                    }
                    continue;
                }
                let kept = if is_secondary {
                    &mut grants.secondary
                } else {
                    &mut grants.primary
                };
                kept.insert((privilege.to_owned(), kind.replace('_', " "), name));
            }
        }
        // A session that found its warehouse and database has some.
        if grants.primary.is_empty() && grants.secondary.is_empty() {
            let nothing = || "no grants are listed for the roles of the session".to_owned();
            grants.unread.get_or_insert_with(nothing);
        }
        Ok(grants)
    }

    /// Whether the session has a privilege on an object: granted, or because it owns it. What is created is created by the
    /// session's own role.
    pub(super) fn state(&self, privilege: &str, object: &Object) -> State {
        let is_in = |grants: &BTreeSet<(String, String, Vec<String>)>| {
            [privilege, "OWNERSHIP"].iter().any(|privilege| {
                grants.contains(&(
                    (*privilege).to_owned(),
                    object.kind.to_owned(),
                    object.name.clone(),
                ))
            })
        };
        let creates = privilege.starts_with("CREATE") || privilege == "OWNERSHIP";
        if is_in(&self.primary) || (!creates && is_in(&self.secondary)) {
            State::Ok
        } else if self.why_unknown(privilege, object).is_some() {
            State::Unknown
        } else {
            State::Missing
        }
    }

    /// Why a privilege on an object that was not found may be there after all.
    pub(super) fn why_unknown(&self, privilege: &str, object: &Object) -> Option<String> {
        let in_its_database = || match object.kind {
            "WAREHOUSE" => None,
            _ => self.unread_in.get(object.name.first()?),
        };
        self.unread
            .as_ref()
            .or_else(in_its_database)
            .cloned()
            .or_else(|| self.has_another_on(object).filter(|_| privilege == "USAGE"))
    }

    /// Whether what belongs to a role belongs to the session's own, too.
    pub(super) fn includes(&self, role: &str) -> bool {
        self.roles.contains(role)
    }

    /// Snowflake's documentation asks for `USAGE` on a database and a schema in some places, and for any privilege on them
    /// in others.
    fn has_another_on(&self, object: &Object) -> Option<String> {
        let mut held = self.primary.iter().chain(&self.secondary);
        let other = held.find(|(_, kind, name)| *kind == object.kind && *name == object.name)?;
        let counts = matches!(object.kind, "DATABASE" | "SCHEMA");
        counts.then(|| {
            format!(
                "the role has {} on it, which may be enough",
                other.0.to_ascii_lowercase()
            )
        })
    }
}

/// A role of the account.
const ACCOUNT_ROLE: &str = "ROLE";

/// A role of a database: its privileges are on what is in that database.
const DATABASE_ROLE: &str = "DATABASE ROLE";

/// A role of the account, or of a database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Role {
    kind: &'static str,
    name: Vec<String>,
}

impl Role {
    fn account(name: &str) -> Self {
        Self {
            kind: ACCOUNT_ROLE,
            name: vec![name.to_owned()],
        }
    }

    fn show_grants(&self) -> String {
        let parts: Vec<&str> = self.name.iter().map(String::as_str).collect();
        format!("SHOW GRANTS TO {} {}", self.kind, qualified(&parts))
    }
}
