//! Patterns that names are held to.

use regex::Regex;

/// The patterns of `[naming]`; where there is none, any name will do.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    /// For features.
    pub feature: Option<NamePattern>,
    /// For feature views.
    pub feature_view: Option<NamePattern>,
    /// For tables.
    pub table: Option<NamePattern>,
}

/// A regular expression that a whole name must match.
#[derive(Debug, Clone)]
pub struct NamePattern {
    written: String,
    regex: Regex,
}

impl NamePattern {
    /// Reads a pattern; what is wrong with it, in a phrase, when it is none.
    pub fn new(written: &str) -> Result<Self, String> {
        // Alone first, so that brackets that do not match are not mended by those around them.
        Regex::new(written)
            .and_then(|_| Regex::new(&format!("^(?:{written})$")))
            .map(|regex| Self {
                written: written.to_owned(),
                regex,
            })
            .map_err(|error| {
                let text = error.to_string();
                let last = text.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether the whole name matches.
    pub fn fits(&self, name: &str) -> bool {
        self.regex.is_match(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_name_must_match() {
        let pattern = NamePattern::new("[a-z]+|x_[0-9]").unwrap();
        assert!(pattern.fits("abc") && pattern.fits("x_1"));
        assert!(!pattern.fits("abc_") && !pattern.fits("ax_1") && !pattern.fits("abc\n"));
        assert!(NamePattern::new("^[a-z]+$").unwrap().fits("abc"));
        let reason = NamePattern::new("a)(b").unwrap_err();
        assert_eq!(reason, "unopened group");
    }
}
