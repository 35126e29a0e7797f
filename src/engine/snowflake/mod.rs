//! Snowflake, over the crate `snowflake-api`.
//!
//! The crate logs in, sends statements and takes results apart; what it lacks stands in one layer between it and the
//! network ([`middleware`]), so that it stays unforked. Calls block: a [`SnowflakeSession`](session) drives the crate on a
//! small runtime that all sessions share, and stops it when the engine is interrupted or a statement takes too long.
//!
//! # What is relied on
//! - Snowflake runs a request once, however often it arrives: it knows it by its `requestId`. A request whose answer was
//!   lost is sent again with the same one; a *statement* whose outcome stays unknown is never sent again here, as that
//!   would make a new `requestId`. It is told to stop, and its error says so.
//! - A session's temporary tables and transaction live as long as its tokens are renewed. When that ends, the error is
//!   [`EngineError::SessionLost`], never a new session in silence. The same where nothing was heard in a transaction for so
//!   long that Snowflake may have ended it ([`transaction`]).
//! - After a lost session a run begins the node again in another one, after any other unknown outcome the next run does.
//!   Nobody looks up what became of the first statement. That is right only because every statement of a node may come
//!   again after the first one happened, did not happen, or while it still does; tests kill a run at each of them:
//!
//! | statement | why |
//! |---|---|
//! | `CREATE OR REPLACE TEMPORARY TABLE` | belongs to the session, which is given up |
//! | `DESCRIBE`, `SELECT` | change nothing |
//! | `CREATE OR REPLACE` of a table, a clone, a view | replaces the whole by the same |
//! | `CREATE … IF NOT EXISTS`, `DROP … IF EXISTS`, `GRANT`, `ALTER TABLE … RESUME RECLUSTER` | find nothing to do |
//! | `ALTER TABLE … ADD COLUMN`, `ALTER COLUMN`, `DROP COLUMN`, `COMMENT ON` | the same, or say the same again |
//! | `MERGE` and `UPDATE` of the lease | say of its one row what they say; a run takes a lease that it holds |
//! | `MERGE`, `DELETE` into the store or a table | write only what differs, and wait for the table's lock until the first transaction has ended |
//! | `INSERT` into `fsc_intervals` and `fsc_runs` | not where a row of this run is there, or, of a run that was killed, a row of its end; in a transaction it comes after the `MERGE`, which has waited as above. Those of a rebuilt or restored table stand alone, and could come twice only if both were running at one moment: the rows would say the same, and the latest counts |
//! | `INSERT` into `fsc_snapshots`, and into `fsc_objects` | may be there twice: readers group by the copy, or ask whether there is any |
//! | `DELETE` from `fsc_snapshots` and `fsc_objects` | finds nothing to do |
//! | `INSERT` into `features_versions` | in a transaction before the `MERGE`: what that has changed does not differ any more. Only where the first `COMMIT` is under way at the very moment could a version be there twice |
//! | `BEGIN`, `ROLLBACK` | of a session that is given up |
//! | `COMMIT`, which is never told to stop | whether it happened or not, the node's statements find what is there |

mod abort;
mod clock;
mod cost;
mod decode;
mod error;
mod key;
mod middleware;
mod remedy;
pub mod resolve;
mod session;
pub mod settings;
mod shared;
mod tag;
#[cfg(test)]
mod tests;
mod transaction;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use self::middleware::retry::Pace;
use self::session::SnowflakeSession;
use self::settings::{Credentials, Secret, Settings};
use self::shared::Shared;
use super::{Engine, EngineError, Session};
use crate::sql::name::Dialect;

/// How long a process waits at its end for what still goes on, such as the look-up of a name.
const SHUTDOWN: Duration = Duration::from_secs(1);

/// Threads for the network. Statements wait for the server, not for these.
const NETWORK_THREADS: usize = 2;

/// A connection to Snowflake: settings that were checked, and the sessions that live.
pub struct Snowflake {
    settings: Arc<Settings>,
    pace: Pace,
    client: reqwest::Client,
    runtime: Arc<Network>,
    live: Arc<LiveSessions>,
    /// Whether it is told what statements have scanned: not asked for any more after it was not told once.
    tells_cost: Arc<AtomicBool>,
}

impl Snowflake {
    /// Checks the settings, down to whether the key opens. Nothing is sent.
    pub fn new(settings: Settings) -> Result<Self, EngineError> {
        Self::with_pace(settings, Pace::default())
    }

    fn with_pace(mut settings: Settings, pace: Pace) -> Result<Self, EngineError> {
        middleware::address::base(&settings.address)?;
        if let Some(name) = middleware::login::taken(&settings.session_parameters) {
            return Err(EngineError::Connection(format!(
                "session parameter `{name}` is fsc's own: its statements are written for one value of it\nleave it out"
            )));
        }
        if let Credentials::KeyPair { pem, passphrase } = &settings.credentials {
            let pem = key::unencrypted(pem.reveal(), passphrase.as_ref().map(Secret::reveal))?;
            settings.credentials = Credentials::KeyPair {
                pem: Secret::new(pem),
                passphrase: None,
            };
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .thread_name("fsc-snowflake")
            .enable_all()
            .build()
            .map_err(|error| {
                EngineError::Connection(format!("no threads for the network: {error}"))
            })?;
        Ok(Self {
            client: middleware::client(&settings)?,
            settings: Arc::new(settings),
            pace,
            runtime: Arc::new(Network(Some(runtime))),
            live: Arc::default(),
            tells_cost: Arc::new(AtomicBool::new(true)),
        })
    }
}

impl Engine for Snowflake {
    fn dialect(&self) -> Dialect {
        Dialect::Snowflake
    }

    /// Logs in.
    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        let shared = Arc::new(Shared::new(
            Arc::clone(&self.settings),
            self.pace,
            self.client.clone(),
            Arc::clone(&self.tells_cost),
        )?);
        let id = self.live.enter(Arc::clone(&shared));
        let session = SnowflakeSession::new(
            shared,
            self.client.clone(),
            Arc::clone(&self.runtime),
            Registration {
                live: Arc::clone(&self.live),
                id,
            },
        )?;
        session.log_in()?;
        Ok(Box::new(session))
    }

    fn interrupt(&self) {
        self.live.interrupt();
    }
}

/// The runtime of an engine and its sessions. At the end nothing is waited for for long.
struct Network(Option<Runtime>);

impl Network {
    /// Does the work and waits for it.
    fn block_on<T>(&self, work: impl Future<Output = T>) -> Result<T, EngineError> {
        match &self.0 {
            Some(runtime) => Ok(runtime.block_on(work)),
            None => Err(EngineError::Connection("the network is shut down".into())),
        }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_timeout(SHUTDOWN);
        }
    }
}

/// The sessions that can be interrupted.
#[derive(Default)]
struct LiveSessions {
    sessions: Mutex<(u64, BTreeMap<u64, Arc<Shared>>)>,
}

impl LiveSessions {
    fn enter(&self, session: Arc<Shared>) -> u64 {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.0 += 1;
        let id = sessions.0;
        sessions.1.insert(id, session);
        id
    }

    fn leave(&self, id: u64) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.1.remove(&id);
    }

    fn interrupt(&self) {
        let sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        for session in sessions.1.values() {
            session.interrupt();
        }
    }
}

/// A session's place among the live ones, for as long as it lives.
struct Registration {
    live: Arc<LiveSessions>,
    id: u64,
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.live.leave(self.id);
    }
}
