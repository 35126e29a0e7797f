//! Makes a [`Plan`] of a checked project.
