//! What is done to a store beside runs, as one that has the lease: its statements are fenced, sent again where they did not
//! get a lock, and stopped as those of a run are.

use super::lease::Busy;
use super::observer::Silent;
use super::options::RunOptions;
use super::script::Sender;
use super::stopped::Stopped;
use super::values::RunValues;
use super::{Cancellation, Run};
use crate::diagnostic::Diagnostic;
use crate::emit::script::Script;
use crate::engine::{Engine, Session};
use crate::plan::Plan;

/// Why the store could not be written to.
#[derive(Debug)]
pub enum NotHeld {
    /// Another run holds it.
    Busy(Box<Busy>),
    /// Somebody asked to stop.
    Cancelled,
    /// The lease could not be taken, or was lost, or the work failed.
    Failed(Vec<Diagnostic>),
}

impl From<Stopped> for NotHeld {
    fn from(stopped: Stopped) -> Self {
        stopped.errors().map_or(Self::Cancelled, Self::Failed)
    }
}

/// A session in a store whose lease is held.
pub struct Held<'h> {
    session: &'h mut dyn Session,
    run: &'h Run<'h>,
}

impl Held<'_> {
    /// The session, for questions.
    pub fn session(&mut self) -> &mut dyn Session {
        self.session
    }

    /// Sends a script to its end, or rolls back. `of` is what fails where it fails.
    pub fn send(&mut self, of: &str, script: &Script) -> Result<(), Stopped> {
        let mut sender = Sender::new(self.session, self.run, None);
        sender.subject = of;
        sender.send(script)
    }
}

/// Does `work` while the lease of the store is held, as a run holds it, at the moment that a run would have now; from its
/// start in another session where one is lost. `plan` says which store, and needs no nodes.
pub fn holding_the_store<T>(
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
    cancellation: &Cancellation,
    mut work: impl FnMut(&mut Held<'_>) -> Result<T, Stopped>,
) -> Result<T, NotHeld> {
    let values = RunValues::new(plan.dialect, &options.run_id, &options.root);
    let run = Run::new(plan, engine, options, &Silent, cancellation, &values);
    let lease = match run.take_lease()? {
        Ok(lease) => lease,
        Err(busy) => return Err(NotHeld::Busy(Box::new(busy))),
    };
    let done = run.under_lease(lease, || {
        run.in_sessions("what is done to the store", || {
            let (mut session, _) = run.set_up_store()?;
            work(&mut Held {
                session: session.as_mut(),
                run: &run,
            })
        })
    });
    match (run.lost_lease(), done) {
        (Some(lost), _) => Err(NotHeld::Failed(vec![lost])),
        // A request to stop counts more than what it brings about.
        (None, Err(_)) if cancellation.is_requested() => Err(NotHeld::Cancelled),
        (None, done) => Ok(done?),
    }
}
