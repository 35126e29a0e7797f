//! The privileges of a session: those of its role, and of every role that it has through others.

use std::collections::{BTreeSet, VecDeque};

use super::context::Current;
use super::listing::parts;
use super::{State, asked, qualified};
use crate::engine::{EngineError, Session};

/// Every session has what this role has.
const EVERYBODY: &str = "PUBLIC";

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
    /// Why some could not be read.
    pub(super) unread: Option<String>,
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
            let listing = match asked(session.query(&role.show_grants()))? {
                Ok(listing) => listing,
                Err(said) => {
                    grants
                        .unread
                        .get_or_insert(format!("grants could not be read: {said}"));
                    continue;
                }
            };
            for [privilege, kind, name] in listing.columns(["privilege", "granted_on", "name"]) {
                let name = parts(name);
                let is_role = privilege == "USAGE" && kind.ends_with("ROLE");
                if is_role {
                    let kind = if kind == "ROLE" {
                        "ROLE"
                    } else {
                        "DATABASE ROLE"
                    };
                    roles.push_back((Role { kind, name }, is_secondary));
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
        } else if self.unread.is_some() {
            State::Unknown
        } else {
            State::Missing
        }
    }
}

/// A role of the account, or of a database.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Role {
    kind: &'static str,
    name: Vec<String>,
}

impl Role {
    fn account(name: &str) -> Self {
        Self {
            kind: "ROLE",
            name: vec![name.to_owned()],
        }
    }

    fn show_grants(&self) -> String {
        let parts: Vec<&str> = self.name.iter().map(String::as_str).collect();
        format!("SHOW GRANTS TO {} {}", self.kind, qualified(&parts))
    }
}
