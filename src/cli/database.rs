//! The database of a target, opened for a command.

use crate::engine::{self, Engine};
use crate::project::model::{Project, Target};

use super::outcome::Failure;

/// Opens the database of `target`: only here are the environment variables of its settings read.
pub fn open(project: &Project, target: &Target) -> Result<Box<dyn Engine>, Failure> {
    engine::open(target, &project.root).map_err(|problem| Failure::from(vec![problem]))
}
