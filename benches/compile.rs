//! How long `fsc check` and `fsc compile` take on generated projects of 100, 1,000 and 10,000 feature views, and how much
//! memory: whole processes, as a user starts them, each with nothing compiled before.
//!
//! ```text
//! cargo bench --bench compile            all sizes
//! cargo bench --bench compile -- 10000   one size
//! ```
//!
//! One run before the others is not counted: it brings the files into the system's cache.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement starts processes and reads the clock"
)]

#[path = "../examples/generate_project/generator.rs"]
mod generator;

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 5;
const SEED: u64 = 1;
/// How often a running process is asked for its memory.
const POLL: Duration = Duration::from_millis(2);

/// What one process needed.
#[derive(Debug, Clone, Copy)]
struct Measured {
    wall: Duration,
    /// The most memory that it held, in MB; `None` where the system does not say.
    memory: Option<u64>,
}

fn main() -> io::Result<()> {
    let wanted: Vec<usize> = env::args().filter_map(|word| word.parse().ok()).collect();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:>7}  {:<8} {:>9} {:>9} {:>10}",
        "views", "command", "best", "median", "memory"
    )?;
    for views in SIZES {
        if !wanted.is_empty() && !wanted.contains(&views) {
            continue;
        }
        let project = Project::generate(views)?;
        for command in ["check", "compile"] {
            project.run(command)?;
            let mut runs = (0..RUNS)
                .map(|_| project.run(command))
                .collect::<io::Result<Vec<_>>>()?;
            runs.sort_by_key(|run| run.wall);
            let memory = runs.iter().filter_map(|run| run.memory).max().map_or_else(
                || "unknown".to_owned(),
                |megabytes| format!("{megabytes} MB"),
            );
            writeln!(
                out,
                "{views:>7}  {command:<8} {:>6} ms {:>6} ms {memory:>10}",
                runs[0].wall.as_millis(),
                runs[RUNS / 2].wall.as_millis(),
            )?;
        }
    }
    Ok(())
}

/// A generated project, removed when this goes.
struct Project {
    root: PathBuf,
}

impl Project {
    fn generate(views: usize) -> io::Result<Self> {
        let name = format!("fsc-bench-{}-{views}", std::process::id());
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let project = Self { root };
        generator::write(&project.root, generator::Size { views, seed: SEED })?;
        Ok(project)
    }

    /// Runs a command of fsc on the project, with nothing left of earlier runs.
    fn run(&self, command: &str) -> io::Result<Measured> {
        match fs::remove_dir_all(self.root.join("target")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let start = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_fsc"))
            .arg(command)
            .arg("--project-dir")
            .arg(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let mut memory = None;
        let status = loop {
            // The kernel keeps the peak, so that only growth after the last look is missed.
            memory = peak_memory(process.id()).or(memory);
            if let Some(status) = process.try_wait()? {
                break status;
            }
            thread::sleep(POLL);
        };
        let wall = start.elapsed();
        if !status.success() {
            let message = format!(
                "`fsc {command}` ended with {status} on {}",
                self.root.display()
            );
            return Err(io::Error::other(message));
        }
        Ok(Measured { wall, memory })
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        // What cannot be removed stays in cargo's folder for temporary files.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// The most memory that a process has held, in MB.
fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}
