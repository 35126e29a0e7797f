//! What a project says about findings: levels (`[lints]`), allowances (`fsc: allow(…)` in comments) and patterns for
//! names.
//!
//! Findings are made by rules without a thought to any of this; [`Lints::settle`] then decides what becomes of each. A
//! rule that is off everywhere need not look at all: [`Levels::is_on_anywhere`]. Errors that no level can change are
//! never touched, since what comes after relies on their absence.

mod allowance;
mod allowances;
mod comment;
mod levels;
mod naming;

pub use allowances::Allowances;
pub use levels::Levels;
pub use naming::{NamePattern, Naming};

use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::project::model::Project;
use crate::rules::{missing_author, missing_description, name_pattern, online_ttl_below_interval};
use crate::source::SourceMap;

/// What a project says about findings.
#[derive(Debug, Clone, Default)]
pub struct Lints {
    /// Which rule weighs how much where.
    pub levels: Levels,
    /// Findings that someone accepted in place.
    pub allowances: Allowances,
    /// How names are to look.
    pub naming: Naming,
}

impl Lints {
    /// The findings that remain, each with the severity that its level gives it. Remembers which allowances silenced one.
    pub fn settle(&mut self, findings: Vec<Diagnostic>, files: &SourceMap) -> Vec<Diagnostic> {
        let settled = findings.into_iter().filter_map(|mut finding| {
            if !finding.rule.is_configurable() {
                return Some(finding);
            }
            finding.severity = self.level(&finding, files).severity()?;
            let is_allowed = self.allowances.silence(&finding);
            (!is_allowed).then_some(finding)
        });
        settled.collect()
    }

    /// Reports the allowances that silenced nothing, once everything was looked at: `found` is all that was found. After
    /// an error that no level can change something was not looked at, and nothing is said.
    pub fn unused(&self, found: &[Diagnostic], files: &SourceMap) -> Vec<Diagnostic> {
        let is_whole = |finding: &Diagnostic| {
            finding.severity != Severity::Error || finding.rule.is_configurable()
        };
        if !found.iter().all(is_whole) {
            return Vec::new();
        }
        let unused = self.allowances.unused(&self.levels, files);
        let leveled = unused.into_iter().filter_map(|mut finding| {
            finding.severity = self.level(&finding, files).severity()?;
            Some(finding)
        });
        leveled.collect()
    }

    fn level(&self, finding: &Diagnostic, files: &SourceMap) -> Level {
        let file = finding.labels.first().and_then(|label| label.place.file());
        let path = file.map_or("", |file| files.file(file).name.as_str());
        self.levels.level(finding.rule, path)
    }
}

/// What lints that need nothing but definitions find.
pub fn of_definitions(project: &Project) -> Vec<Diagnostic> {
    type Check = fn(&Project) -> Vec<Diagnostic>;
    let checks: [(_, Check); 4] = [
        (&missing_description::RULE, missing_description::check),
        (&missing_author::RULE, missing_author::check),
        (
            &online_ttl_below_interval::RULE,
            online_ttl_below_interval::check,
        ),
        (&name_pattern::RULE, name_pattern::check),
    ];
    let levels = &project.lints.levels;
    checks
        .into_iter()
        .filter(|(rule, _)| levels.is_on_anywhere(rule))
        .flat_map(|(_, check)| check(project))
        .collect()
}

#[cfg(test)]
mod tests;
