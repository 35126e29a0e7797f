//! Sends statements to a target of a project, one after another in one session: what `scripts/smoke-snowflake.sh` needs
//! beside `fsc`, which itself sends only what a plan holds or what reads.
//!
//! ```text
//! cargo run --example send_statements -- DIR TARGET STATEMENT…
//! ```

#![expect(
    clippy::disallowed_methods,
    reason = "a program of its own: it reads arguments and the environment"
)]

use std::env;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use fsc::engine::{Access, open};
use fsc::environment::EnvironmentVariables;
use fsc::project::load::load;
use fsc::project::resolve::resolve;

const USAGE: &str = "usage: send_statements DIR TARGET STATEMENT…";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [folder, target, statements @ ..] = words.as_slice() else {
        return say(USAGE, 2);
    };
    match send(folder, target, statements) {
        Ok(said) => say(&said, 0),
        Err(problem) => say(&problem, 1),
    }
}

fn send(folder: &str, target: &str, statements: &[String]) -> Result<String, String> {
    let resolved = resolve(load(Path::new(folder)));
    let project = resolved.project.ok_or("the project has errors")?;
    let target = project.targets.get(target).ok_or("no such target")?;
    let environment: EnvironmentVariables = env::vars_os().collect();
    let engine = open(target, &project.root, &environment, Access::Write)
        .map_err(|problem| problem.message)?;
    let mut session = engine.session().map_err(|error| error.to_string())?;
    let mut said = String::new();
    for statement in statements {
        let rows = session
            .query(statement)
            .map_err(|error| format!("{statement}: {error}"))?;
        let first = rows.rows.first().map_or(&[][..], Vec::as_slice);
        let first: Vec<&str> = first
            .iter()
            .map(|text| text.as_deref().unwrap_or("NULL"))
            .collect();
        said.push_str(&first.join("\t"));
        said.push('\n');
    }
    Ok(said)
}

fn say(text: &str, code: u8) -> ExitCode {
    let text = text.trim_end();
    let written = if code == 0 {
        writeln!(io::stdout(), "{text}")
    } else {
        writeln!(io::stderr(), "{text}")
    };
    match written {
        Ok(()) => ExitCode::from(code),
        Err(_) => ExitCode::FAILURE,
    }
}
