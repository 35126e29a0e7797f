//! Writes a realistic project of N feature views, for measuring and for tests of size:
//!
//! ```text
//! cargo run --example generate_project -- N DIR [--seed S]
//! ```
//!
//! The same N and seed give the same files, byte for byte, and the files compile without a finding.

#![expect(
    clippy::disallowed_methods,
    reason = "a program of its own: it reads arguments and writes files"
)]

#[path = "generate_project/generator.rs"]
mod generator;

use std::env;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: generate_project N DIR [--seed S]\n\
                     writes a project of N feature views into DIR, which must be empty or not exist";

fn main() -> ExitCode {
    let Some((directory, size)) = arguments(env::args().skip(1)) else {
        return say(USAGE, 2);
    };
    match generator::write(&directory, size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say(
            &format!("cannot write `{}`: {error}", directory.display()),
            1,
        ),
    }
}

fn arguments(words: impl Iterator<Item = String>) -> Option<(PathBuf, generator::Size)> {
    let mut positional = Vec::new();
    let mut seed = 1;
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => seed = words.next()?.parse().ok()?,
            _ => positional.push(word),
        }
    }
    let [views, directory] = <[String; 2]>::try_from(positional).ok()?;
    let views = views.parse().ok()?;
    Some((directory.into(), generator::Size { views, seed }))
}

fn say(message: &str, code: u8) -> ExitCode {
    // Nothing is left to do where not even stderr can be written.
    let _ = writeln!(io::stderr(), "{message}");
    code.into()
}
