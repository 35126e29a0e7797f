//! What came of a run, and the text of its file `target/run_results.json`.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize, Serializer};

use super::last::Invocation;
use crate::diagnostic::{Computing, Diagnostic};
use crate::project::time::AsOf;
use crate::rules::{database_unavailable, statement_failed, target_busy};

/// The version of the file's form; raised when a reader of the old form would misread the new one.
const VERSION: u32 = 2;

/// What kept a node from starting that needs nothing that failed.
pub(super) const FAIL_FAST: &str = "--fail-fast";

/// How a node ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Computed and written.
    Ok,
    /// Stopped by an error; unless it [is written](NodeResult::is_written), what it had begun to write was rolled back.
    Failed,
    /// Not started, because what it needs failed or the run could not begin.
    Skipped,
    /// Not started, or stopped (and, unless it is written, rolled back), because the run was asked to stop.
    Cancelled,
    /// Of a run as a whole: it goes on, or it was killed.
    Running,
}

impl Status {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
            Self::Running => "running",
        }
    }
}

/// What came of one node.
#[derive(Debug, Clone, Serialize)]
pub struct NodeResult {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// `brand_contact_book`.
    pub name: String,
    /// `feature_view` or `table`.
    pub kind: &'static str,
    /// `merge`, `replace`, `rebuild`.
    pub verb: &'static str,
    /// How it ended.
    pub status: Status,
    /// The as-of time; of a batch the latest.
    pub as_of: Option<String>,
    /// The first as-of time of a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_as_of: Option<String>,
    /// How many as-of times it stands for.
    pub times: usize,
    /// As-of times that were not computed: they failed, or what they need did.
    #[serde(serialize_with = "times", skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<AsOf>,
    /// As-of times whose rows were written, and that failed or were stopped after that: their copy may be missing.
    #[serde(serialize_with = "times", skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<AsOf>,
    /// Its definition's hash.
    pub definition_hash: String,
    /// How many rows the query yielded.
    pub rows_staged: Option<u64>,
    /// How many rows were inserted, updated or deleted.
    pub rows_changed: Option<u64>,
    /// Whether its values or table were written: also of a node that failed or was stopped after that.
    pub is_written: bool,
    /// How long it took.
    #[serde(serialize_with = "milliseconds")]
    pub seconds: f64,
    /// How many statements were sent, those that were sent again included.
    pub statements: u64,
    /// How many bytes its statements scanned, where the engine tells.
    pub bytes_scanned: Option<u64>,
    /// The engine's ids of its statements, where it has some.
    pub query_ids: Vec<String>,
    /// The node whose failure kept this one from starting, or that is not there, or the source whose local file cannot be
    /// used; `--fail-fast` where it needs nothing of what failed.
    pub skipped_because: Option<String>,
    /// What was wrong.
    #[serde(serialize_with = "findings")]
    pub errors: Vec<Diagnostic>,
    /// Its statements, from the project's root.
    pub compiled: String,
}

/// What came of a run.
#[derive(Debug, Clone, Serialize)]
pub struct RunResults {
    /// The version of this form.
    pub version: u32,
    /// The version of fsc.
    pub fsc_version: &'static str,
    /// The run.
    pub run_id: String,
    /// When it began, UTC.
    #[serde(serialize_with = "moment")]
    pub started_at: NaiveDateTime,
    /// When it ended, UTC.
    #[serde(serialize_with = "moment")]
    pub finished_at: NaiveDateTime,
    /// The target.
    pub target: String,
    /// The command line.
    pub args: Vec<String>,
    /// What was asked for, environment and default values included.
    pub invocation: Invocation,
    /// How it ended: `failed` when a node failed or the run could not begin.
    pub status: Status,
    /// How long it took.
    #[serde(serialize_with = "milliseconds")]
    pub seconds: f64,
    /// What was wrong with the run as a whole.
    #[serde(serialize_with = "findings")]
    pub errors: Vec<Diagnostic>,
    /// What looks wrong with what was written.
    #[serde(serialize_with = "findings")]
    pub warnings: Vec<Diagnostic>,
    /// The nodes, in the plan's order.
    pub nodes: Vec<NodeResult>,
}

impl RunResults {
    /// The version of the form.
    pub(super) const VERSION: u32 = VERSION;

    /// What there is to tell of a command that has no plan.
    pub fn without_plan(
        status: Status,
        now: NaiveDateTime,
        args: Vec<String>,
        invocation: Invocation,
    ) -> Self {
        Self {
            version: VERSION,
            fsc_version: env!("CARGO_PKG_VERSION"),
            run_id: String::new(),
            started_at: now,
            finished_at: now,
            target: String::new(),
            args,
            invocation,
            status,
            seconds: 0.0,
            errors: Vec::new(),
            warnings: Vec::new(),
            nodes: Vec::new(),
        }
    }

    /// How many nodes ended like this.
    pub fn count(&self, status: Status) -> usize {
        self.nodes
            .iter()
            .filter(|node| node.status == status)
            .count()
    }

    /// The exit code: 0 when all is done, 130 (as shells have it) when the run was asked to stop, 2 when the database
    /// could not be opened or refused what the run itself needs, or another run took its place, else 1.
    pub fn exit_code(&self) -> u8 {
        let is_refused = |error: &Diagnostic| {
            error.rule == &statement_failed::RULE || error.rule == &database_unavailable::RULE
        };
        let is_replaced = |error: &Diagnostic| error.rule == &target_busy::RULE;
        match self.status {
            Status::Ok => 0,
            Status::Cancelled if self.errors.iter().any(is_replaced) => 2,
            Status::Cancelled => 130,
            Status::Failed | Status::Skipped | Status::Running
                if self
                    .errors
                    .iter()
                    .any(|error| is_refused(error) || is_replaced(error)) =>
            {
                2
            }
            Status::Failed | Status::Skipped | Status::Running => 1,
        }
    }

    /// `fsc run: 12 ok, 1 failed, 2 skipped, 1 other error in 3.2s`: what is wrong with the run as a whole, such as a source
    /// that cannot be read, is no node's error.
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> = [Status::Ok, Status::Failed, Status::Skipped]
            .into_iter()
            .map(|status| format!("{} {}", self.count(status), status.as_str()))
            .collect();
        let cancelled = self.count(Status::Cancelled);
        if cancelled > 0 || self.status == Status::Cancelled {
            parts.push(format!("{cancelled} cancelled"));
        }
        let ended_well = self.nodes.iter().filter(|node| node.status == Status::Ok);
        let left_out: usize = ended_well.map(|node| node.left_out.len()).sum();
        if left_out > 0 {
            let plural = if left_out == 1 { "" } else { "s" };
            parts.push(format!("{left_out} as-of time{plural} left out"));
        }
        match self.errors.len() {
            0 => {}
            1 => parts.push("1 other error".to_owned()),
            errors => parts.push(format!("{errors} other errors")),
        }
        let scanned = self
            .bytes_scanned()
            .map_or_else(String::new, |bytes| format!(", {} scanned", size(bytes)));
        format!(
            "fsc {}: {} in {:.1}s{scanned}",
            self.invocation.given(),
            parts.join(", "),
            self.seconds
        )
    }

    /// How many bytes all nodes scanned, as far as the engine told; `None` where it told of no node.
    pub fn bytes_scanned(&self) -> Option<u64> {
        let told = self.nodes.iter().filter_map(|node| node.bytes_scanned);
        told.reduce(u64::saturating_add)
    }

    /// The text of `run_results.json`.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// A number of bytes for people: `512 B`, `1.2 GB`.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    // Tenths of the unit, rounded; what rounds up to a thousand is one of the next.
    let mut tenths = (u128::from(bytes) + 50) / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for `serialize_with`"
)]
fn milliseconds<S: Serializer>(seconds: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((seconds * 1000.0).round() / 1000.0)
}

fn times<S: Serializer>(times: &[AsOf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(times.iter().map(ToString::to_string))
}

fn moment<S: Serializer>(time: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.format("%Y-%m-%dT%H:%M:%S%.3fZ"))
}

#[derive(Serialize)]
struct Finding<'d> {
    code: &'static str,
    name: &'static str,
    message: &'d str,
    #[serde(flatten)]
    about: Option<&'d Computing>,
    notes: &'d [String],
    help: Vec<&'d str>,
}

pub(super) fn findings<S: Serializer>(
    diagnostics: &[Diagnostic],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(diagnostics.iter().map(|diagnostic| {
        Finding {
            code: diagnostic.rule.code,
            name: diagnostic.rule.name,
            message: &diagnostic.message,
            about: diagnostic.about.as_deref(),
            notes: &diagnostic.notes,
            help: diagnostic
                .help
                .iter()
                .map(|help| help.text.as_str())
                .collect(),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_three_digits_or_so() {
        for (bytes, told) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (999_949, "999.9 kB"),
            (999_950, "1.0 MB"),
            (1_234_567, "1.2 MB"),
            (5_000_000_000_000, "5.0 TB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(size(bytes), told, "{bytes}");
        }
    }
}
