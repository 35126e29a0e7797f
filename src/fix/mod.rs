//! The safe edits of findings, put together file by file.
//!
//! Texts in, texts out: the command line writes them. Of edits that overlap the first stands and the others are left for
//! the next time, since they were made for a text that is no longer there.

mod diff;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub use diff::unified;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, SourceMap};

/// Bytes of a text, and what stands there afterwards.
pub type Replacement = (Range<usize>, String);

/// What becomes of one file.
#[derive(Debug, Clone)]
pub struct FileFix {
    /// The file as it was read.
    pub file: Arc<SourceFile>,
    /// What is replaced, in order, nothing overlapping.
    pub edits: Vec<Replacement>,
    /// How many findings that mends.
    pub findings: usize,
}

impl FileFix {
    /// The text with all edits made.
    pub fn after(&self) -> String {
        let text = &self.file.text;
        let mut after = String::with_capacity(text.len());
        let mut at = 0;
        for (range, replacement) in &self.edits {
            after.push_str(text.get(at..range.start).unwrap_or_default());
            after.push_str(replacement);
            at = range.end;
        }
        after.push_str(text.get(at..).unwrap_or_default());
        after
    }
}

/// The safe edits of all findings, in the order of their files' names.
pub fn fixes(findings: &[Diagnostic], files: &SourceMap) -> Vec<FileFix> {
    let mut by_file: BTreeMap<(&str, FileId), Vec<Replacement>> = BTreeMap::new();
    for edit in findings.iter().filter_map(Diagnostic::safe_fix) {
        let file = edit.span.file;
        let key = (files.file(file).name.as_str(), file);
        let edit = (edit.span.range(), edit.replacement.clone());
        by_file.entry(key).or_default().push(edit);
    }
    let fixes = by_file.into_iter().map(|((_, file), mut edits)| {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut kept: Vec<Replacement> = Vec::new();
        let mut findings = 0;
        for (range, replacement) in edits {
            match kept.last() {
                // Two findings that are mended by one edit.
                Some((last, text)) if *last == range && *text == replacement => findings += 1,
                Some((last, _)) if range.start < last.end || range.start == last.start => {}
                _ => {
                    kept.push((range, replacement));
                    findings += 1;
                }
            }
        }
        FileFix {
            file: Arc::clone(files.file(file)),
            edits: kept,
            findings,
        }
    });
    fixes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::unused_allowance::RULE;
    use crate::source::Span;

    #[test]
    fn the_first_of_overlapping_edits_stands_and_suggestions_are_left_alone() {
        let mut files = SourceMap::default();
        files.add("b.sql", "other");
        let file = files.add("a.sql", "one two three four");
        let finding = || Diagnostic::new(&RULE, "tested");
        let edit =
            |range: Range<usize>, text: &str| finding().safe_edit("", Span::new(file, range), text);
        let findings = [
            edit(8..13, "3"),
            edit(0..7, "1 2"),
            edit(4..9, "overlaps"),
            edit(8..13, "3"),
            finding().help_edit("", Span::new(file, 14..18), "4"),
            finding(),
        ];
        let fixes = fixes(&findings, &files);
        assert_eq!(fixes.len(), 1);
        assert_eq!(fixes[0].after(), "1 2 3 four");
        assert_eq!(fixes[0].findings, 3);
    }

    #[test]
    fn edits_that_touch_are_both_made() {
        let mut files = SourceMap::default();
        let file = files.add("a.sql", "ab");
        let edit =
            |range| Diagnostic::new(&RULE, "tested").safe_edit("", Span::new(file, range), "");
        let fixes = fixes(&[edit(1..2), edit(0..1)], &files);
        assert_eq!(fixes[0].after(), "");
    }
}
