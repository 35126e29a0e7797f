//! `[lints]` and `[naming]`: rules by their names, globs, patterns.

use super::Resolver;
use crate::diagnostic::Level;
use crate::lint::{Levels, Lints, NamePattern, Naming};
use crate::project::document::Entries;
use crate::project::raw::ProjectFile;
use crate::rules::{self, Rule, fixed_level, invalid_value, unknown_lint};
use crate::source::Spanned;

impl Resolver<'_> {
    /// What the project says about findings, allowances apart.
    pub(super) fn lints(&mut self, project: &ProjectFile) -> Lints {
        let mut levels = Levels::default();
        for (rule, level) in self.levels(&project.lints.levels) {
            levels.set(rule, level);
        }
        for (glob, below) in &project.lints.paths.0 {
            let below = self.levels(below);
            if let Err(error) = levels.set_below(&glob.value, below) {
                let reason = error.kind().to_string();
                self.report(invalid_value::not_a_glob(glob.span, &glob.value, &reason));
            }
        }
        let naming = &project.naming;
        Lints {
            levels,
            naming: Naming {
                feature: self.pattern(naming.feature.as_ref()),
                feature_view: self.pattern(naming.feature_view.as_ref()),
                table: self.pattern(naming.table.as_ref()),
            },
            ..Lints::default()
        }
    }

    fn levels(&mut self, written: &Entries<Spanned<Level>>) -> Vec<(&'static Rule, Level)> {
        let mut levels = Vec::new();
        for (name, level) in &written.0 {
            match rules::find(&name.value) {
                None => self.report(unknown_lint::in_settings(name.span, &name.value)),
                Some(rule) if rule.is_configurable() => levels.push((rule, level.value)),
                Some(rule) => self.report(fixed_level::in_settings(name.span, rule)),
            }
        }
        levels
    }

    fn pattern(&mut self, written: Option<&Spanned<String>>) -> Option<NamePattern> {
        let written = written?;
        match NamePattern::new(&written.value) {
            Ok(pattern) => Some(pattern),
            Err(reason) => {
                self.report(invalid_value::not_a_pattern(
                    written.span,
                    &written.value,
                    &reason,
                ));
                None
            }
        }
    }
}
