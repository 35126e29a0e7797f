//! Time that passes, as a value: the run itself looks at no clock.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Tells how much time has passed since some moment, always the same one. By default it stands still.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Clock {
    /// A clock that is read by calling `passed`.
    pub fn new(passed: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(passed))
    }

    /// What has passed by now.
    pub(super) fn passed(&self) -> Duration {
        (self.0)()
    }

    /// What has passed since the clock showed `begun`.
    pub(super) fn since(&self, begun: Duration) -> Duration {
        self.passed().saturating_sub(begun)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(|| Duration::ZERO)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}
