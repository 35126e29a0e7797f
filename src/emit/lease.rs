//! The lease of a store: who may write to it now.
//!
//! One lease a store, in one row of `fsc_leases`, which the statement that makes the table writes with it: Snowflake
//! enforces no key, so that a row inserted later might come twice. Taking, extending and giving back are one statement
//! each, on both engines as a whole or not at all. Times are the database's, UTC: what a client's clock shows decides
//! nothing.
//!
//! A holder may be late without knowing, as a laptop that slept. So every write asks inside its own transaction whether
//! the lease is still its run's ([`fenced`]): on Snowflake just before the COMMIT, when the transaction holds the lock of
//! the table that it writes. Whoever has taken the lease since then writes that table only after the lock is given back.
//!
//! Snowflake promises a session what was committed before the session began, and what it commits itself; what another has
//! committed a moment ago may be missing for a moment (`READ_CONSISTENCY_MODE`, which only an account sets). A fence that
//! looks just then sees the lease as it was. Nothing in the text of a query makes it look again, and an UPDATE in its place
//! would let the writers of all tables wait for one row. So this is left: it takes a holder that was silent for its whole
//! expiry and writes in the moment in which another takes over. What it writes then is committed before that other, whose
//! sessions begin later, writes the same table.

use std::time::Duration;

use super::script::{Parameter, Phase, Role, Script, Statement};
use super::setup;
use super::writer::{execute, sql, text_type, timestamp_text, timestamp_type};
use crate::plan::Plan;
use crate::project::model::Store;
use crate::sql::name::{Dialect, string_literal};

/// The table.
const TABLE: &str = "fsc_leases";

/// The name of a store's one lease.
const LEASE: &str = "store";

/// Who takes a lease, as it stands in its row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The run: what the lease is held by.
    pub run_id: String,
    /// The machine.
    pub host: String,
    /// The process on it.
    pub pid: String,
    /// The process among all that ever were: ids of processes come again.
    pub process: String,
    /// The user.
    pub user: String,
    /// The command line.
    pub doing: String,
}

impl Holder {
    /// How compiled files show it.
    fn placeholder() -> Self {
        let name = |name: &str| format!("{{{{ {name} }}}}");
        Self {
            run_id: name(Parameter::RunId.name()),
            host: name("host"),
            pid: name("pid"),
            process: name("process"),
            user: name("user"),
            doing: name("command_line"),
        }
    }
}

/// The statements about the lease of one store.
#[derive(Debug, Clone)]
pub struct LeaseStatements {
    dialect: Dialect,
    table: String,
}

impl LeaseStatements {
    /// Those of a store.
    pub fn new(dialect: Dialect, store: &Store) -> Self {
        Self {
            dialect,
            table: store.relation(TABLE).quoted(),
        }
    }

    /// Makes the table with its row, where it is missing.
    fn make(&self) -> Statement {
        let (text, time) = (text_type(self.dialect), timestamp_type(self.dialect));
        let lease = self.literal(LEASE);
        let mut columns = vec![format!("CAST({lease} AS {text}) AS lease")];
        for column in ["run_id", "process", "host", "pid", "user_name", "doing"] {
            columns.push(format!("CAST(NULL AS {text}) AS {column}"));
        }
        for column in ["taken_at", "heartbeat_at", "expires_at"] {
            columns.push(format!("CAST(NULL AS {time}) AS {column}"));
        }
        execute(
            "the lease of the store: a table with one row from its beginning",
            sql![
                "CREATE TABLE IF NOT EXISTS ",
                &self.table,
                " AS\nSELECT\n  ",
                &columns.join(",\n  ")
            ],
        )
    }

    /// Takes the lease for `length` where nobody holds it, or `holder` itself does. Changes a row when it succeeds; so does
    /// a second try after an answer was lost.
    pub fn take(&self, holder: &Holder, length: Duration) -> String {
        let now = self.now();
        let until = self.after(length);
        let run_id = self.literal(&holder.run_id);
        let process = self.literal(&holder.process);
        let mut is_free =
            format!("t.run_id IS NULL OR t.run_id = {run_id} OR t.expires_at <= {now}");
        match self.dialect {
            // The file lets one process in: another that left its row is gone, however it ended.
            Dialect::DuckDb => is_free.push_str(&format!(" OR t.process <> {process}")),
            Dialect::Snowflake => {}
        }
        let values = [
            ("run_id", run_id),
            ("process", process),
            ("host", self.literal(&holder.host)),
            ("pid", self.literal(&holder.pid)),
            ("user_name", self.literal(&holder.user)),
            ("doing", self.literal(&holder.doing)),
            ("taken_at", now.clone()),
            ("heartbeat_at", now),
            ("expires_at", until),
        ];
        let assignments = values
            .each_ref()
            .map(|(name, value)| format!("{name} = {value}"));
        let names = values.each_ref().map(|(name, _)| *name);
        let inserted = values.each_ref().map(|(_, value)| value.as_str());
        format!(
            "MERGE INTO {table} AS t\nUSING (SELECT {lease} AS lease) AS s\nON t.lease = s.lease\n\
             WHEN MATCHED AND ({is_free}) THEN UPDATE SET\n  {assignments}\n\
             WHEN NOT MATCHED THEN INSERT (lease, {names})\n  VALUES (s.lease, {inserted})",
            table = self.table,
            lease = self.literal(LEASE),
            assignments = assignments.join(",\n  "),
            names = names.join(", "),
            inserted = inserted.join(", "),
        )
    }

    /// Who holds the lease: run, process, host, user, command line, since when, the last sign of life (texts), and for how
    /// many seconds yet. No row when nobody does.
    pub fn holder(&self) -> String {
        let now = self.now();
        let left = match self.dialect {
            Dialect::Snowflake => format!("DATEDIFF(SECOND, {now}, expires_at)"),
            Dialect::DuckDb => format!("date_diff('second', {now}, expires_at)"),
        };
        format!(
            "SELECT run_id, pid, host, user_name, doing, {taken} AS taken_at, {heartbeat} AS heartbeat_at, {left} AS seconds_left\n\
             FROM {table}\nWHERE run_id IS NOT NULL AND expires_at > {now}\nORDER BY taken_at",
            taken = timestamp_text(self.dialect, "taken_at"),
            heartbeat = timestamp_text(self.dialect, "heartbeat_at"),
            table = self.table,
        )
    }

    /// A sign of life: the lease is the run's for `length` from now. Changes no row when it is not the run's any more.
    pub fn extend(&self, run_id: &str, length: Duration) -> String {
        format!(
            "UPDATE {table}\nSET heartbeat_at = {now}, expires_at = {until}\nWHERE run_id = {run_id}",
            table = self.table,
            now = self.now(),
            until = self.after(length),
            run_id = self.literal(run_id),
        )
    }

    /// Gives the lease back; who held it last stays to be seen.
    pub fn release(&self, run_id: &str) -> String {
        format!(
            "UPDATE {table}\nSET run_id = NULL, process = NULL, heartbeat_at = {now}, expires_at = NULL\nWHERE run_id = {run_id}",
            table = self.table,
            now = self.now(),
            run_id = self.literal(run_id),
        )
    }

    /// Asks whether the run holds the lease: one row, or none.
    fn fence(&self) -> Statement {
        Statement {
            purpose: "fence: nothing is written unless this run holds the lease".to_owned(),
            role: Role::Fence,
            sql: sql![
                "SELECT run_id FROM ",
                &self.table,
                " WHERE run_id = '",
                Parameter::RunId,
                "'"
            ],
        }
    }

    fn literal(&self, text: &str) -> String {
        string_literal(self.dialect, text)
    }

    /// The database's clock when the statement is evaluated.
    fn now(&self) -> String {
        match self.dialect {
            Dialect::Snowflake => "SYSDATE()".to_owned(),
            // Sessions are at UTC.
            Dialect::DuckDb => "CAST(now() AS TIMESTAMP)".to_owned(),
        }
    }

    fn after(&self, length: Duration) -> String {
        let now = self.now();
        let milliseconds = length.as_millis();
        match self.dialect {
            Dialect::Snowflake => format!("DATEADD(MILLISECOND, {milliseconds}, {now})"),
            Dialect::DuckDb => format!("{now} + INTERVAL ({milliseconds}) MILLISECOND"),
        }
    }
}

/// What must be there before a lease can be taken: the store's schema, and the table with its row.
pub fn lease_table(plan: &Plan) -> Script {
    let store = (plan.store.database.clone(), plan.store.schema.clone());
    let mut statements = setup::create_schemas(plan.dialect, &[store]);
    statements.push(LeaseStatements::new(plan.dialect, &plan.store).make());
    setup::one_phase(statements)
}

/// All that a run sends about its lease where nobody else has it, but for the signs of life: what compiled files show.
pub fn lease(plan: &Plan, length: Duration) -> Script {
    let lease = LeaseStatements::new(plan.dialect, &plan.store);
    let holder = Holder::placeholder();
    let mut script = lease_table(plan);
    script.phases[0].statements.extend([
        execute(
            "take the lease, where nobody holds it (the last statement of a run gives it back)",
            lease.take(&holder, length).into(),
        ),
        execute("who holds it now", lease.holder().into()),
    ]);
    script
}

/// A node's script that asks for the lease before it writes: at the beginning of each transaction, and on Snowflake, where
/// others write meanwhile, once more before what it wrote becomes visible.
pub(super) fn fenced(plan: &Plan, mut script: Script) -> Script {
    let fence = LeaseStatements::new(plan.dialect, &plan.store).fence();
    for phase in &mut script.phases {
        if phase.lock.is_some() {
            fence_phase(plan.dialect, phase, &fence);
        }
    }
    script
}

fn fence_phase(dialect: Dialect, phase: &mut Phase, fence: &Statement) {
    let has_transaction = phase
        .statements
        .iter()
        .any(|statement| statement.role == Role::Begin);
    let mut fenced: Vec<Statement> = Vec::with_capacity(phase.statements.len() + 2);
    if !has_transaction {
        fenced.push(fence.clone());
    }
    let mut is_open = false;
    for statement in std::mem::take(&mut phase.statements) {
        let is_begin = statement.role == Role::Begin;
        if statement.role == Role::Publish {
            let is_asked = fenced.last().is_some_and(|last| last.role == Role::Fence);
            // In DuckDB a transaction sees what was there at its beginning: it was asked then.
            if !(is_asked || is_open && dialect == Dialect::DuckDb) {
                fenced.push(fence.clone());
            }
            is_open = false;
        }
        fenced.push(statement);
        if is_begin {
            fenced.push(fence.clone());
            is_open = true;
        }
    }
    phase.statements = fenced;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::writer::{begin, commit, publish};
    use crate::sql::name::Identifier;

    fn statements() -> LeaseStatements {
        let store = Store {
            database: None,
            schema: Identifier::new("feature_store"),
        };
        LeaseStatements::new(Dialect::Snowflake, &store)
    }

    fn roles(dialect: Dialect, statements_of_phase: Vec<Statement>) -> Vec<&'static str> {
        let mut phase = Phase {
            lock: None,
            statements: statements_of_phase,
        };
        fence_phase(dialect, &mut phase, &statements().fence());
        let roles = phase
            .statements
            .iter()
            .map(|statement| match statement.role {
                Role::Fence => "fence",
                Role::Begin => "begin",
                Role::Publish => "publish",
                _ => "other",
            });
        roles.collect()
    }

    #[test]
    fn a_fence_stands_where_a_transaction_begins_and_before_what_publishes() {
        let other = || execute("other", sql!["SELECT 1"]);
        let transaction = || vec![other(), begin(), other(), commit(), other()];
        assert_eq!(
            roles(Dialect::Snowflake, transaction()),
            [
                "other", "begin", "fence", "other", "fence", "publish", "other"
            ]
        );
        assert_eq!(
            roles(Dialect::DuckDb, transaction()),
            ["other", "begin", "fence", "other", "publish", "other"]
        );
        let swap = || vec![publish("swap", sql!["SELECT 1"]), other()];
        assert_eq!(
            roles(Dialect::Snowflake, swap()),
            ["fence", "publish", "other"]
        );
        assert_eq!(roles(Dialect::Snowflake, vec![other()]), ["fence", "other"]);
    }

    #[test]
    fn what_a_user_is_called_stays_text() {
        let holder = Holder {
            user: "o'neil\\".to_owned(),
            ..Holder::default()
        };
        let take = statements().take(&holder, Duration::from_mins(1));
        assert!(take.contains(r"user_name = 'o''neil\\'"), "{take}");
    }
}
