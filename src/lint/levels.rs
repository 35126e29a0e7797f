//! Which level a rule has where.
//!
//! The rule's own level, under `[lints]`, under the tables of `[lints.paths]` that match the file. Of the latter the last
//! in the file that names the rule counts: an order that one can see, where "the most specific glob" would have to be
//! worked out.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::Level;
use crate::rules::Rule;

/// Levels by a rule's code.
type ByRule = BTreeMap<&'static str, Level>;

/// The levels of all rules.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    everywhere: ByRule,
    paths: Vec<(GlobSet, ByRule)>,
}

impl Levels {
    /// Sets a level everywhere.
    pub fn set(&mut self, rule: &'static Rule, level: Level) {
        self.everywhere.insert(rule.code, level);
    }

    /// Sets levels below the paths that a glob from the root matches; counts more than what was set before.
    pub fn set_below(
        &mut self,
        glob: &str,
        levels: impl IntoIterator<Item = (&'static Rule, Level)>,
    ) -> Result<(), globset::Error> {
        let glob = glob.trim_end_matches('/');
        let mut set = GlobSetBuilder::new();
        for pattern in [glob.to_owned(), format!("{glob}/**")] {
            set.add(GlobBuilder::new(&pattern).literal_separator(true).build()?);
        }
        let levels = levels.into_iter().map(|(rule, level)| (rule.code, level));
        self.paths.push((set.build()?, levels.collect()));
        Ok(())
    }

    /// The level of a rule in the file at `path`, from the root with `/`. What cannot be configured keeps its own.
    pub fn level(&self, rule: &Rule, path: &str) -> Level {
        if !rule.is_configurable() {
            return rule.level;
        }
        let below = self.paths.iter().rev().find_map(|(glob, levels)| {
            let level = levels.get(rule.code)?;
            glob.is_match(path).then_some(*level)
        });
        below.unwrap_or_else(|| self.base(rule))
    }

    /// Whether a rule is on for any file. Where it is not, its findings need not be looked for.
    pub fn is_on_anywhere(&self, rule: &Rule) -> bool {
        let below = self
            .paths
            .iter()
            .filter_map(|(_, levels)| levels.get(rule.code));
        self.base(rule) != Level::Allow || below.into_iter().any(|level| *level != Level::Allow)
    }

    fn base(&self, rule: &Rule) -> Level {
        self.everywhere
            .get(rule.code)
            .copied()
            .unwrap_or(rule.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{missing_author, missing_description, unknown_key};

    #[test]
    fn the_last_that_matches_counts() {
        let mut levels = Levels::default();
        let rule = &missing_description::RULE;
        assert_eq!(levels.level(rule, "brand/feature.toml"), Level::Warn);
        levels.set(rule, Level::Deny);
        levels.set_below("legacy", [(rule, Level::Allow)]).unwrap();
        levels
            .set_below("legacy/*/feature.toml", [(rule, Level::Info)])
            .unwrap();
        levels
            .set_below("**", [(&missing_author::RULE, Level::Warn)])
            .unwrap();
        for (path, level) in [
            ("brand/feature.toml", Level::Deny),
            ("legacy/feature.toml", Level::Allow),
            ("legacy/a/b.sql", Level::Allow),
            ("legacy/a/feature.toml", Level::Info),
            ("legacy/a/b/feature.toml", Level::Allow),
            ("legacy_too/feature.toml", Level::Deny),
        ] {
            assert_eq!(levels.level(rule, path), level, "{path}");
        }
    }

    #[test]
    fn a_rule_is_on_where_any_path_has_it_on() {
        let mut levels = Levels::default();
        let off = &missing_author::RULE;
        assert!(!levels.is_on_anywhere(off));
        levels.set_below("brand/", [(off, Level::Info)]).unwrap();
        assert!(levels.is_on_anywhere(off));
        let on = &missing_description::RULE;
        levels.set(on, Level::Allow);
        levels.set_below("legacy/**", [(on, Level::Allow)]).unwrap();
        assert!(!levels.is_on_anywhere(on));
    }

    #[test]
    fn errors_stay_errors_and_bad_globs_are_refused() {
        let mut levels = Levels::default();
        levels.set(&unknown_key::RULE, Level::Allow);
        assert_eq!(levels.level(&unknown_key::RULE, "a"), Level::Deny);
        assert!(levels.set_below("a[", []).is_err());
    }
}
