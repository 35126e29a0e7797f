//! What a call of `fsc` left behind, to be asserted on or kept as a snapshot.

use std::path::{Path, PathBuf};
use std::process::Output;

/// A call that has ended.
#[derive(Debug)]
pub struct Finished {
    pub(super) call: Vec<String>,
    pub(super) sandbox: PathBuf,
    /// The exit code; `None` when a signal ended it.
    pub exit: Option<i32>,
    /// Results.
    pub stdout: String,
    /// Messages.
    pub stderr: String,
}

impl Finished {
    /// The end of a call in a folder that did not go through [`Fsc`](super::Fsc).
    pub fn new(folder: &Path, output: Output) -> Self {
        Self {
            call: Vec::new(),
            sandbox: folder.to_path_buf(),
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Fails unless this is the exit code.
    #[track_caller]
    pub fn assert_exit(self, exit: i32) -> Self {
        assert_eq!(
            self.exit,
            Some(exit),
            "`fsc {}`\n--- stdout\n{}\n--- stderr\n{}",
            self.call.join(" "),
            self.stdout,
            self.stderr
        );
        self
    }

    /// The codes of all findings, where findings were written as JSON, sorted.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self
            .stdout
            .lines()
            .chain(self.stderr.lines())
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|finding| Some(finding.get("code")?.as_str()?.to_owned()))
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// Compares call, exit code, stdout and stderr with `snapshots/<name>.snap`.
    #[track_caller]
    pub fn snapshot(&self, name: &str) {
        self.snapshot_with(name, "");
    }

    /// The same, with a text that stands before: what the call was about.
    #[track_caller]
    pub fn snapshot_with(&self, name: &str, about: &str) {
        let exit = self
            .exit
            .map_or("killed".to_owned(), |code| code.to_string());
        let text = format!(
            "{about}$ fsc {}\nexit: {exit}\n----- stdout -----\n{}----- stderr -----\n{}",
            self.call.join(" "),
            ended(&self.stdout),
            ended(&self.stderr),
        );
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let mut settings = super::snapshots(folder);
        settings.add_filter(r"it is now [-0-9]+ [:0-9]+ UTC", "it is now [NOW] UTC");
        settings.add_filter(r"\b\d+(\.\d+)? ?(ms|s)\b", "[ELAPSED]");
        settings.add_filter(r"it is now \d{4}-[-0-9: .]+ UTC", "it is now [NOW] UTC");
        settings.add_filter(
            r"in use by another process: .*",
            "in use by another process: [HOLDER]",
        );
        settings.add_filter(
            r"the latest daily as-of time is [-0-9]+",
            "the latest daily as-of time is [TODAY]",
        );
        settings.bind(|| insta::assert_snapshot!(name, self.redacted(&text)));
    }

    /// The text without what differs from run to run and from machine to machine.
    fn redacted(&self, text: &str) -> String {
        let sandbox = self.sandbox.canonicalize();
        let mut text = text.to_owned();
        for folder in [Some(&self.sandbox), sandbox.as_ref().ok()]
            .into_iter()
            .flatten()
        {
            text = text.replace(folder.to_str().unwrap(), "[PROJECT]");
            text = text.replace("[PROJECT]\\", "[PROJECT]/");
        }
        text = text.replace(concat!("fsc ", env!("CARGO_PKG_VERSION")), "fsc [VERSION]");
        text = text.replace(
            concat!("\"", env!("CARGO_PKG_VERSION"), "\""),
            "\"[VERSION]\"",
        );
        text
    }
}

fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}⏎ (no line break)\n")
    }
}
