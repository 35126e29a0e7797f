//! How much faster as-of times are computed in batches than one by one, and what a ledger of a million rows costs: the views
//! of the flights example, by the real program on a DuckDB file.
//!
//! ```text
//! cargo bench --bench backfill                      59 days of the example's 9 views that can be batched
//! cargo bench --bench backfill -- 365 100           365 days of 100 views: copies of those 9, under other names
//! cargo bench --bench backfill -- 365 100 1 30      the same, for the batch sizes 1 and 30 alone
//! ```
//!
//! "a run a day" is what a scheduler does, one `fsc run --ds` after the other; the batch size 1 is one command for all days.
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

use chrono::NaiveDate;
use fsc::engine::Engine as _;
use fsc::engine::duckdb::DuckDb;
use toml::{Table, Value};

const SIZES: [u64; 5] = [1, 7, 15, 30, 59];
const DAYS: u64 = 59;
/// Where the example keeps views that can be batched.
const FOLDERS: [&str; 4] = ["carrier", "airport", "plane", "route"];
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
    let mut numbers = env::args().filter_map(|word| word.parse::<u64>().ok());
    let days = numbers.next().unwrap_or(DAYS);
    let views = numbers.next();
    let mut sizes: Vec<u64> = numbers.collect();
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let mut out = io::stdout().lock();
    let first = NaiveDate::from_ymd_opt(2013, 2, 1).unwrap_or_default();
    let dates: Vec<String> = first
        .iter_days()
        .take(usize::try_from(days).unwrap_or(usize::MAX))
        .map(|day| day.to_string())
        .collect();
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return Ok(());
    };
    let shown = views.map_or_else(
        || "the".to_owned(),
        |views| format!("{views} views like the"),
    );
    writeln!(
        out,
        "{days} days of {shown} flights example, {first} to {last}"
    )?;
    writeln!(
        out,
        "{:>12}  {:>9}  {:>6}  {:>6}",
        "batch size", "seconds", "faster", "MB"
    )?;
    let ready = || -> io::Result<Project> {
        let project = Project::new()?;
        if let Some(views) = views {
            project.multiply(views)?;
        }
        project.fsc(&["run", "--ds", last, "--select", "resource_type:table"])?;
        Ok(project)
    };
    let project = ready()?;
    let mut a_run_a_day = 0.0;
    for day in &dates {
        let args = [&["run", "--ds", day, "--select"], &SELECT[..]].concat();
        a_run_a_day += project.fsc(&args)?.as_secs_f64();
    }
    let stored = project.megabytes()?;
    writeln!(
        out,
        "{:>12}  {a_run_a_day:>9.2}  {:>6.2}  {stored:>6}",
        "a run a day", 1.0
    )?;
    drop(project);
    for size in sizes {
        let project = ready()?;
        let size = size.to_string();
        let range = ["--start", first, "--end", last, "--batch-size", &size];
        let args = [&["backfill", "--select"], &SELECT[..], &range].concat();
        let taken = project.fsc(&args)?.as_secs_f64();
        let faster = a_run_a_day / taken;
        let stored = project.megabytes()?;
        writeln!(out, "{size:>12}  {taken:>9.2}  {faster:>6.2}  {stored:>6}")?;
    }
    let project = Project::new()?;
    project.fsc(&["run", "--ds", last])?;
    writeln!(out, "\nlook-ups in the ledger, seconds")?;
    let range = ["--start", first, "--end", last];
    let one = ["--select", "carrier_delays"];
    let look_ups: [(&str, Vec<&str>); 4] = [
        ("run", vec!["run", "--dry-run", "--ds", last]),
        (
            "backfill",
            [&["backfill", "--dry-run"], &one[..], &range].concat(),
        ),
        ("status", [&["status"], &one[..], &range].concat()),
        ("status, all", vec!["status"]),
    ];
    write!(out, "{:>10}", "rows")?;
    for (name, _) in &look_ups {
        write!(out, "  {name:>11}")?;
    }
    writeln!(out)?;
    for rows in [0, LEDGER] {
        if rows > 0 {
            project.fill_ledger(rows)?;
        }
        write!(out, "{rows:>10}")?;
        for (_, args) in &look_ups {
            write!(out, "  {:>11.3}", project.fsc(args)?.as_secs_f64())?;
        }
        writeln!(out)?;
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

    /// Adds copies of the views that can be batched, under other names, until there are `views` of them.
    fn multiply(&self, views: u64) -> io::Result<()> {
        let mut kinds = Vec::new();
        for folder in FOLDERS {
            let text = fs::read_to_string(self.root.join(folder).join("feature.toml"))?;
            let file: Table = text.parse().map_err(io::Error::other)?;
            let defined = file.get("feature_view").and_then(Value::as_array);
            for view in defined.into_iter().flatten().filter_map(Value::as_table) {
                let name = view.get("sql").and_then(Value::as_str).unwrap_or_default();
                let left_out = ["plane_specification", "airport_location", "carrier_ranking"];
                let sql = fs::read_to_string(self.root.join(folder).join(name))?;
                if !left_out.contains(&name.trim_end_matches(".sql"))
                    && !sql.contains("daily_flights")
                {
                    kinds.push((folder, view.clone(), sql));
                }
            }
        }
        let had = kinds.len();
        for (copy, (folder, view, sql)) in (had..).zip(kinds.iter().cycle()).take(
            usize::try_from(views)
                .unwrap_or(usize::MAX)
                .saturating_sub(had),
        ) {
            let mut view = view.clone();
            let name = view.get("sql").and_then(Value::as_str).unwrap_or_default();
            let name = format!("{}_{copy}", name.trim_end_matches(".sql"));
            let keys = if *folder == "route" {
                "origin, dest"
            } else if *folder == "plane" {
                "tailnum"
            } else {
                folder
            };
            let features = view.remove("features");
            let features = features.as_ref().and_then(Value::as_table);
            let mut renamed = Table::new();
            let mut columns = String::new();
            for (feature, about) in features.into_iter().flatten() {
                columns.push_str(&format!(",\n    {feature} as {feature}_{copy}"));
                renamed.insert(format!("{feature}_{copy}"), about.clone());
            }
            view.remove("backfill");
            view.insert("sql".to_owned(), Value::String(format!("{name}.sql")));
            view.insert("features".to_owned(), Value::Table(renamed));
            let mut file = Table::new();
            file.insert("entity".to_owned(), Value::String((*folder).to_owned()));
            file.insert(
                "feature_view".to_owned(),
                Value::Array(vec![Value::Table(view)]),
            );
            let room = self.root.join(folder).join(&name);
            fs::create_dir_all(&room)?;
            fs::write(room.join("feature.toml"), file.to_string())?;
            fs::write(
                room.join(format!("{name}.sql")),
                format!("select\n    {keys}{columns}\nfrom (\n{sql}\n)\n"),
            )?;
        }
        Ok(())
    }

    /// What the store takes on the disk.
    fn megabytes(&self) -> io::Result<u64> {
        Ok(fs::metadata(self.root.join("target/dev.duckdb"))?.len() / 1_000_000)
    }

    /// Puts rows of a hundred nodes into the ledger that the project does not define any more.
    fn fill_ledger(&self, rows: u32) -> io::Result<()> {
        let file = self.root.join("target/dev.duckdb");
        let engine = DuckDb::open(&file, "dev.duckdb").map_err(io::Error::other)?;
        let mut session = engine.session().map_err(io::Error::other)?;
        session
            .execute(
                "INSERT INTO feature_store.fsc_runs (run_id, status, project, target, fsc_version, computed_at) \
                 VALUES ('filled', 'ok', 'flights', 'dev', '0.1.0', TIMESTAMP '2013-01-01')",
            )
            .map_err(io::Error::other)?;
        session
            .execute(&format!(
                "INSERT INTO feature_store.fsc_intervals (node, as_of, definition_hash, status, rows_staged, rows_changed, computed_at, run_id) \
                 SELECT 'feature_view.other_' || (range % 100), TIMESTAMP '2012-06-01' + INTERVAL (range // 100) HOUR, \
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
