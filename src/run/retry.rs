//! How often, and after which pauses, work is tried again that may succeed as it is.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use super::cancel::Cancellation;
use super::stopped::Stopped;

/// The longest pause.
const LONGEST: u32 = 32;

/// How a run tries again what another run kept from succeeding.
#[derive(Debug, Clone, Copy)]
pub struct Retries {
    /// How often a statement is sent again that did not get its lock.
    pub locks: u32,
    /// The pause before the first of these; each next is twice as long, up to 32 times this one.
    pub first_pause: Duration,
    /// How often a node is begun again whose session was lost.
    pub sessions: u32,
}

impl Default for Retries {
    /// Ten pauses of three minutes together: statements of other runs take that long.
    fn default() -> Self {
        Self {
            locks: 10,
            first_pause: Duration::from_secs(1),
            sessions: 3,
        }
    }
}

impl Retries {
    /// The pause after the `failures`th failure (from 1), or none if that was the last try. `of` tells pauses of several
    /// waiters apart, so that they do not come back all at once.
    pub(super) fn pause(&self, failures: u32, of: &str) -> Option<Duration> {
        if failures > self.locks {
            return None;
        }
        let factor = 1u32.checked_shl(failures - 1).unwrap_or(LONGEST);
        let mut hasher = DefaultHasher::new();
        (of, failures).hash(&mut hasher);
        // Between three quarters and five quarters of the pause.
        let spread = 192 + u32::from(hasher.finish().to_le_bytes()[0]) / 2;
        Some(self.first_pause * factor.min(LONGEST) * spread / 256)
    }
}

/// Does `work`, which opens a session of its own, again from its start where the session is lost. `of` is whose work it is.
pub(super) fn in_sessions<T>(
    retries: &Retries,
    of: &str,
    mut work: impl FnMut() -> Result<T, Stopped>,
) -> Result<T, Stopped> {
    let mut lost = 0;
    loop {
        match work() {
            Err(Stopped::SessionLost(error)) if lost < retries.sessions => {
                lost += 1;
                tracing::info!(of, "{}: beginning again", error.message);
            }
            ended => return ended,
        }
    }
}

/// Sleeps, and wakes up early when the run is to stop.
pub fn sleep(pause: Duration, cancellation: Option<&Cancellation>) {
    const STEP: Duration = Duration::from_millis(50);
    let mut left = pause;
    while !left.is_zero() && !cancellation.is_some_and(Cancellation::is_requested) {
        let step = left.min(STEP);
        std::thread::sleep(step);
        left -= step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_a_bound_and_end() {
        let retries = Retries::default();
        let pauses: Vec<f64> = (1..=10)
            .map(|failures| retries.pause(failures, "a").unwrap().as_secs_f64())
            .collect();
        for (position, pause) in pauses.iter().enumerate() {
            let middle = f64::from(1u32 << position).min(32.0);
            assert!(
                (middle * 0.75..=middle * 1.25).contains(pause),
                "{position}: {pause}"
            );
        }
        assert_eq!(retries.pause(11, "a"), None);
        assert_ne!(retries.pause(1, "a"), retries.pause(1, "b"));
        assert!(
            Retries {
                locks: 99,
                ..retries
            }
            .pause(99, "a")
            .is_some()
        );
    }
}
