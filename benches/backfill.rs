//! How much faster as-of times are computed in batches than one by one, and what a ledger of a million rows costs: the views
//! of the flights example, by the real program on a DuckDB file.
//!
//! ```text
//! cargo bench --bench backfill            59 days
//! cargo bench --bench backfill -- 20      20 days
//! ```
//!
//! Times are of one run each on whatever else the machine does: read the ratios.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement starts processes and reads the clock"
)]

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use fsc::engine::Engine as _;
use fsc::engine::duckdb::DuckDb;

const SIZES: [usize; 5] = [1, 7, 15, 30, 59];
const DAYS: u64 = 59;
/// Views of one state have no past; what reads a merged table is computed between two of its days, never in batches.
const SELECT: [&str; 5] = [
    "resource_type:feature_view",
    "--exclude",
    "plane_specification",
    "airport_location",
    "daily_flights+",
];
/// Rows of other nodes in the ledger.
const LEDGER: u32 = 1_000_000;

fn main() -> io::Result<()> {
    let days = env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(DAYS);
    let mut out = io::stdout().lock();
    let first = NaiveDate::from_ymd_opt(2013, 2, 1).unwrap_or_default();
    let last = first
        .checked_add_days(Days::new(days.saturating_sub(1)))
        .unwrap_or(first);
    let (first, last) = (first.to_string(), last.to_string());
    writeln!(
        out,
        "{days} days of the flights example's views, {first} to {last}"
    )?;
    writeln!(
        out,
        "{:>10}  {:>9}  {:>6}",
        "batch size", "seconds", "ratio"
    )?;
    let mut one_by_one = None;
    for size in SIZES {
        let project = Project::new()?;
        project.fsc(&["run", "--ds", &last, "--select", "resource_type:table"])?;
        let size = size.to_string();
        let range = ["--start", &first, "--end", &last, "--batch-size", &size];
        let args = [&["backfill", "--select"], &SELECT[..], &range].concat();
        let taken = project.fsc(&args)?.as_secs_f64();
        let whole = *one_by_one.get_or_insert(taken);
        writeln!(out, "{size:>10}  {taken:>9.2}  {:>6.2}", whole / taken)?;
    }
    let project = Project::new()?;
    project.fsc(&["run", "--ds", &last])?;
    writeln!(out, "\nlook-ups in the ledger, seconds")?;
    writeln!(out, "{:>10}  {:>9}  {:>9}", "rows", "status", "backfill")?;
    for rows in [0, LEDGER] {
        if rows > 0 {
            project.fill_ledger(rows)?;
        }
        let range = ["--start", &first, "--end", &last];
        let one = ["--select", "carrier_delays"];
        let status = project.fsc(&[&["status"], &one[..], &range].concat())?;
        let backfill = project.fsc(&[&["backfill", "--dry-run"], &one[..], &range].concat())?;
        writeln!(
            out,
            "{rows:>10}  {:>9.3}  {:>9.3}",
            status.as_secs_f64(),
            backfill.as_secs_f64()
        )?;
    }
    Ok(())
}

/// A copy of the example, removed when this goes.
struct Project {
    root: PathBuf,
}

impl Project {
    fn new() -> io::Result<Self> {
        let root = env::temp_dir().join(format!("fsc-bench-backfill-{}", std::process::id()));
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/flights");
        copy(&example, &root)?;
        Ok(Self { root })
    }

    /// Runs fsc to its end, and tells how long that took.
    fn fsc(&self, args: &[&str]) -> io::Result<Duration> {
        let begun = Instant::now();
        let output = Command::new(env!("CARGO_BIN_EXE_fsc"))
            .args(args)
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .output()?;
        let taken = begun.elapsed();
        if output.status.success() {
            return Ok(taken);
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(io::Error::other(format!("fsc {args:?}: {said}")))
    }

    /// Puts rows of a hundred other nodes into the ledger.
    fn fill_ledger(&self, rows: u32) -> io::Result<()> {
        let file = self.root.join("target/dev.duckdb");
        let engine = DuckDb::open(&file, "dev.duckdb").map_err(io::Error::other)?;
        let mut session = engine.session().map_err(io::Error::other)?;
        session
            .execute(&format!(
                "INSERT INTO feature_store.fsc_intervals (node, as_of, definition_hash, status, rows_staged, rows_changed, computed_at, run_id) \
                 SELECT 'feature_view.other_' || (range % 100), TIMESTAMP '2000-01-01' + INTERVAL (range // 100) HOUR, \
                 'abc', 'ok', 1, 1, TIMESTAMP '2013-01-01', 'filled' FROM range({rows})"
            ))
            .map_err(io::Error::other)?;
        Ok(())
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_name() == "target" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
