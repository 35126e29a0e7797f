//! Copies.

mod held;
mod names;
