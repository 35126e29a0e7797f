//! Databases, schemas, tables, sources: whether the session can do with each what the plan does.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Current;
use super::grants::{Grants, Object};
use super::needs::{Needs, Written};
use super::{Inspection, State, qualified, refusal, shown};
use crate::engine::EngineError;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// What is done to the rows of a table.
const ROWS: [&str; 4] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

impl Inspection<'_> {
    /// Everything that is written to.
    pub(super) fn check_places(
        &mut self,
        current: &Current,
        grants: &Grants,
        needs: &Needs,
    ) -> Result<(), EngineError> {
        let database_of = |database: Option<&Identifier>| {
            database.map_or(current.database.clone(), |name| name.folded().to_owned())
        };
        let is_nowhere = |database: &str| database.is_empty();
        let mut databases = BTreeSet::new();
        for (database, _) in needs.schemas.keys() {
            databases.insert(database_of(database.as_ref()));
        }
        if databases.iter().any(|database| is_nowhere(database)) {
            self.lacks_database(current, ", and the store's schema names none");
        }
        databases.retain(|database| !is_nowhere(database));
        for database in &databases {
            let object = Object::new("DATABASE", &[database]);
            self.check_privilege(current, grants, "USAGE", &object);
        }
        let mut existing = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for ((database, schema), created) in &needs.schemas {
            let database = database_of(database.as_ref());
            if is_nowhere(&database) {
                continue;
            }
            let name = [database.as_str(), schema.folded()];
            if !self.has_schema(name)? {
                // A run makes it, and owns it then.
                if missing.insert(database.clone()) {
                    self.check_collation("DATABASE", &shown(&database))?;
                    let object = Object::new("DATABASE", &[&database]);
                    self.check_privilege(current, grants, "CREATE SCHEMA", &object);
                }
                continue;
            }
            let object = Object::new("SCHEMA", &name);
            self.check_privilege(current, grants, "USAGE", &object);
            for kind in created {
                self.check_privilege(current, grants, &format!("CREATE {kind}"), &object);
            }
            for kind in created {
                self.check_future_owner(current, grants, name, kind)?;
            }
            self.check_collation("SCHEMA", &qualified(&name))?;
            let relations = self.relations(name)?;
            existing.insert(name.map(str::to_owned), relations);
        }
        let there = |relation: &RelationName| {
            let schema = relation.schema.as_ref()?.folded().to_owned();
            let place = [database_of(relation.database.as_ref()), schema];
            let is_there = existing.get(&place)?.contains(relation.name.folded());
            is_there.then_some(place)
        };
        for (relation, written) in &needs.relations {
            if let Some([database, schema]) = there(relation) {
                let name = [database.as_str(), &schema, relation.name.folded()];
                self.check_relation(current, grants, &name, *written);
            }
        }
        Ok(())
    }

    /// A relation that is there already. Of those that are replaced whole only what is wrong is told: there may be thousands.
    fn check_relation(
        &mut self,
        current: &Current,
        grants: &Grants,
        name: &[&str; 3],
        written: Written,
    ) {
        let (kind, privileges): (_, &[&str]) = match written {
            Written::Rows => ("TABLE", &ROWS),
            Written::Replaced => ("TABLE", &["OWNERSHIP"]),
            Written::ReplacedView => ("VIEW", &["OWNERSHIP"]),
        };
        let object = Object::new(kind, name);
        let lacking: Vec<&str> = privileges
            .iter()
            .copied()
            .filter(|privilege| grants.state(privilege, &object) != State::Ok)
            .collect();
        let object_name = format!("{} {}", kind.to_ascii_lowercase(), qualified(name));
        let Some(first) = lacking.first() else {
            if written == Written::Rows {
                let all = privileges.join(", ").to_ascii_lowercase();
                self.check(
                    format!("{all} on {object_name}"),
                    State::Ok,
                    None,
                    Vec::new(),
                );
            }
            return;
        };
        let need = format!(
            "{} on {object_name}",
            lacking.join(", ").to_ascii_lowercase()
        );
        let role = shown(&current.role);
        let state = grants.state(first, &object);
        let (detail, remedy) = match (state, written) {
            (State::Missing, Written::Rows) => {
                (None, vec![format!("grant {need} to role {role};")])
            }
            (State::Missing, _) => (
                Some(
                    "another role owns it, and only its owner can replace or alter it, or grant privileges on it"
                        .to_owned(),
                ),
                vec![format!(
                    "grant ownership on {object_name} to role {role} copy current grants;"
                )],
            ),
            _ => (grants.why_unknown(first, &object), Vec::new()),
        };
        self.check(need, state, detail, remedy);
    }

    /// Whether what is made in a schema is given away at once: fsc replaces what it has made, which only an owner can. Future
    /// grants of a schema stand in place of those of its database. Where they cannot be listed, nothing is said.
    fn check_future_owner(
        &mut self,
        current: &Current,
        grants: &Grants,
        schema: [&str; 2],
        kind: &str,
    ) -> Result<(), EngineError> {
        let places = [
            ("SCHEMA", qualified(&schema)),
            ("DATABASE", shown(schema[0])),
        ];
        for (place, name) in places {
            let listing = self.ask(&format!("SHOW FUTURE GRANTS IN {place} {name}"))?;
            let Ok(listing) = listing else {
                continue;
            };
            let columns = listing.columns(["privilege", "grant_on", "grantee_name"]);
            let mut of_kind = columns.into_iter().filter(|row| row[1] == kind).peekable();
            if of_kind.peek().is_none() {
                continue;
            }
            let owner = of_kind.find(|row| row[0] == "OWNERSHIP" && !grants.includes(row[2]));
            if let Some([_, _, owner]) = owner {
                let what = kind.to_ascii_lowercase();
                self.check(
                    format!("ownership of each {what} that is made in schema {}", qualified(&schema)),
                    State::Missing,
                    Some(format!(
                        "a future grant gives it to role {}, and only its owner can replace it",
                        shown(owner)
                    )),
                    vec![format!(
                        "revoke ownership on future {what}s in {} {name} from role {}; -- or run as that role, not as {}",
                        place.to_ascii_lowercase(),
                        shown(owner),
                        shown(&current.role)
                    )],
                );
            }
            break;
        }
        Ok(())
    }

    fn has_schema(&mut self, [database, schema]: [&str; 2]) -> Result<bool, EngineError> {
        let like = string_literal(Dialect::Snowflake, schema);
        let database = shown(database);
        let listing = self.ask(&format!(
            "SHOW TERSE SCHEMAS LIKE {like} IN DATABASE {database}"
        ))?;
        // Where schemas cannot be listed, privileges on this one tell what there is to tell.
        Ok(listing.map_or(true, |listing| {
            let rows = listing.columns(["name"]);
            rows.into_iter().any(|[name]| name == schema)
        }))
    }

    /// Names in a schema; none, and a word about it, where they are not listed.
    fn relations(&mut self, name: [&str; 2]) -> Result<BTreeSet<String>, EngineError> {
        let place = qualified(&name);
        let listing = match self.ask(&format!("SHOW TERSE OBJECTS IN SCHEMA {place}"))? {
            Ok(listing) => listing,
            Err(said) => {
                self.check(
                    format!("privileges on what is in schema {place}"),
                    State::Unknown,
                    Some(format!("what is there could not be listed: {said}")),
                    Vec::new(),
                );
                return Ok(BTreeSet::new());
            }
        };
        let rows = listing.columns(["name"]);
        Ok(rows.into_iter().map(|[name]| name.to_owned()).collect())
    }

    /// Whether texts of tables that are made in a schema, or in schemas of a database, are compared as they are. A collation
    /// that takes `a` for `A` would make one key of two.
    fn check_collation(&mut self, kind: &str, place: &str) -> Result<(), EngineError> {
        let asked = format!("SHOW PARAMETERS LIKE 'DEFAULT_DDL_COLLATION' IN {kind} {place}");
        let kind = kind.to_ascii_lowercase();
        let Ok(listing) = self.ask(&asked)? else {
            return Ok(());
        };
        let rows = listing.columns(["value"]);
        if let Some([collation]) = rows.into_iter().find(|[value]| !value.is_empty()) {
            self.check(
                format!("texts compared as they are in {kind} {place}"),
                State::Missing,
                Some(format!(
                    "DEFAULT_DDL_COLLATION is '{collation}' there: keys that it takes for the same would be one"
                )),
                vec![format!(
                    "alter {kind} {place} set default_ddl_collation = ''; -- before the first run: tables keep theirs"
                )],
            );
        }
        Ok(())
    }

    fn lacks_database(&mut self, current: &Current, why: &str) {
        let wanted = self.wanted.database.as_deref();
        let way_out = "set `database` of the target, or of `[store]`";
        self.lacks("database", wanted, &shown(&current.role), why, way_out);
    }

    /// Everything that is read: a query of each source is described, which takes the same privileges as running it.
    pub(super) fn check_sources(
        &mut self,
        current: &Current,
        needs: &Needs,
    ) -> Result<(), EngineError> {
        let role = shown(&current.role);
        for source in &needs.sources {
            let need = format!("select on source {source}");
            let query = format!("SELECT * FROM {}", source.quoted());
            let Err(error) = self.session.describe(&query) else {
                self.check(need, State::Ok, None, Vec::new());
                continue;
            };
            let said = refusal(error)?;
            if source.database.is_none() && current.database.is_empty() {
                // What its database is to be is told above.
                self.check(need, State::Missing, Some(said), Vec::new());
                continue;
            }
            let database = source
                .database
                .as_ref()
                .map_or(current.database.as_str(), Identifier::folded);
            let schema = source
                .schema
                .as_ref()
                .map_or(current.schema.as_str(), Identifier::folded);
            let place = [database, schema];
            let remedy = vec![
                format!(
                    "grant usage on database {} to role {role};",
                    shown(database)
                ),
                format!(
                    "grant usage on schema {} to role {role};",
                    qualified(&place)
                ),
                format!(
                    "grant select on {} to role {role};",
                    qualified(&[database, schema, source.name.folded()])
                ),
            ];
            self.check(need, State::Missing, Some(said), remedy);
        }
        Ok(())
    }
}
