//! `--ds`: the as-of time.

use clap::Args;

use crate::project::time::AsOf;
use crate::rules::future_as_of;
use crate::template::When;

use super::outcome::Failure;

/// The as-of time of a command that can leave it open.
#[derive(Debug, Args)]
pub struct OptionalAsOf {
    /// The as-of time, `2023-08-01` or `2023-08-01T06:00` (UTC); without it the date stays `{{ ds }}`
    #[arg(long, value_name = "DATE")]
    pub ds: Option<AsOf>,
}

impl OptionalAsOf {
    /// Open, or known.
    pub fn when(&self) -> When {
        self.ds.map_or(When::Symbolic, When::At)
    }
}

/// The as-of time of a command that computes: `ds`, which must not be in the future, else `now`.
pub fn known(ds: Option<AsOf>, now: AsOf) -> Result<AsOf, Failure> {
    match ds {
        Some(ds) if ds > now => Err(future_as_of::later_than(ds, now).into()),
        Some(ds) => Ok(ds),
        None => Ok(now),
    }
}

/// Now, UTC. Asked for once, when fsc starts.
pub fn now() -> AsOf {
    AsOf::new(chrono::Utc::now().naive_utc())
}
