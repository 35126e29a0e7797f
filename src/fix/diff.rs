//! A unified diff, straight from the edits: what changed is known, so that nothing has to be compared.

use std::fmt::Write as _;
use std::ops::Range;

use super::{FileFix, Replacement};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Lines of the old text that are replaced by lines of the new one.
struct Change {
    old: Range<usize>,
    new: Vec<String>,
}

/// The change of one file as `diff -u` writes it, with paths below `a/` and `b/` as git has them; empty when nothing
/// changes.
pub fn unified(fix: &FileFix) -> String {
    let text = &fix.file.text;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let changes = changes(fix, &lines);
    let mut diff = String::new();
    if changes.is_empty() {
        return diff;
    }
    let name = &fix.file.name;
    // Writing to a `String` cannot fail.
    let _ = write!(diff, "--- a/{name}\n+++ b/{name}\n");
    let mut shift = 0_isize;
    let mut rest = changes.as_slice();
    while let Some(first) = rest.first() {
        let is_near = |pair: &[Change]| pair[1].old.start <= pair[0].old.end + 2 * CONTEXT;
        let more = rest.windows(2).take_while(|pair| is_near(pair)).count();
        let (hunk, after) = rest.split_at(more + 1);
        let end = hunk.last().map_or(first.old.end, |last| last.old.end);
        let old = first.old.start.saturating_sub(CONTEXT)..(end + CONTEXT).min(lines.len());
        shift = write_hunk(&mut diff, &lines, hunk, old, shift);
        rest = after;
    }
    diff
}

/// Writes one hunk and gives by how many lines the new text is ahead after it.
fn write_hunk(
    diff: &mut String,
    lines: &[&str],
    changes: &[Change],
    old: Range<usize>,
    shift: isize,
) -> isize {
    let grown: isize = changes
        .iter()
        .map(|change| change.new.len().cast_signed() - change.old.len().cast_signed())
        .sum();
    let new_length = old.len().saturating_add_signed(grown);
    let new_start = old.start.saturating_add_signed(shift);
    let _ = writeln!(
        diff,
        "@@ -{} +{} @@",
        numbers(old.start, old.len()),
        numbers(new_start, new_length)
    );
    let mut at = old.start;
    for change in changes {
        write_lines(diff, ' ', &lines[at..change.old.start]);
        write_lines(diff, '-', &lines[change.old.clone()]);
        write_lines(diff, '+', &change.new);
        at = change.old.end;
    }
    write_lines(diff, ' ', &lines[at..old.end]);
    shift + grown
}

/// `3,7`: the first line, counted from 1, and how many; of none, the line before.
fn numbers(start: usize, length: usize) -> String {
    match length {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        _ => format!("{},{length}", start + 1),
    }
}

fn write_lines<L: AsRef<str>>(diff: &mut String, sign: char, lines: &[L]) {
    for line in lines.iter().map(AsRef::as_ref) {
        diff.push(sign);
        diff.push_str(line);
        if !line.ends_with('\n') {
            diff.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The edits as changes of whole lines; those that share a line are one.
fn changes(fix: &FileFix, lines: &[&str]) -> Vec<Change> {
    let mut starts = Vec::with_capacity(lines.len());
    let mut start = 0;
    for line in lines {
        starts.push(start);
        start += line.len();
    }
    let text = &fix.file.text;
    // The line that holds a byte; the end of the text counts to the last line.
    let line_of = |at: usize| {
        starts
            .partition_point(|start| *start <= at)
            .saturating_sub(1)
    };
    let start_of = |line: usize| starts.get(line).copied().unwrap_or(text.len());
    let mut groups: Vec<(Range<usize>, Vec<&Replacement>)> = Vec::new();
    for edit in &fix.edits {
        let (range, replacement) = edit;
        let first = line_of(range.start);
        let is_whole_lines = start_of(first) == range.start
            && range.start < range.end
            && text[..range.end].ends_with('\n')
            && (replacement.is_empty() || replacement.ends_with('\n'));
        let end = if is_whole_lines {
            line_of(range.end - 1) + 1
        } else {
            (line_of(range.end) + 1).min(lines.len())
        };
        match groups.last_mut() {
            Some((lines, edits)) if first < lines.end => {
                lines.end = lines.end.max(end);
                edits.push(edit);
            }
            _ => groups.push((first..end, vec![edit])),
        }
    }
    let changes = groups.into_iter().map(|(old, edits)| {
        let mut new = String::new();
        let mut at = start_of(old.start);
        for (range, replacement) in edits {
            new.push_str(&text[at..range.start]);
            new.push_str(replacement);
            at = range.end;
        }
        new.push_str(&text[at..start_of(old.end)]);
        trimmed(old, new.split_inclusive('\n').collect(), lines)
    });
    changes
        .filter(|change| !change.old.is_empty() || !change.new.is_empty())
        .collect()
}

/// Without the lines at both ends that stay as they are.
fn trimmed(mut old: Range<usize>, mut new: Vec<&str>, lines: &[&str]) -> Change {
    while old.start < old.end && new.last() == Some(&lines[old.end - 1]) {
        old.end -= 1;
        new.pop();
    }
    let same = lines[old.clone()]
        .iter()
        .zip(&new)
        .take_while(|(old, new)| old == new)
        .count();
    old.start += same;
    Change {
        old,
        new: new[same..].iter().map(|line| (*line).to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::source::SourceFile;

    fn diff(text: &str, edits: &[(Range<usize>, &str)]) -> String {
        let edits = edits.iter();
        unified(&FileFix {
            file: Arc::new(SourceFile {
                name: "a.sql".into(),
                text: text.into(),
                rendered_from: None,
            }),
            edits: edits
                .map(|(range, text)| (range.clone(), (*text).to_owned()))
                .collect(),
            findings: 1,
        })
    }

    #[test]
    fn lines_go_and_lines_change() {
        assert_eq!(
            diff("1\n2\n3\n4\n5\n6\n", &[(6..8, "")]),
            "--- a/a.sql\n+++ b/a.sql\n@@ -1,6 +1,5 @@\n 1\n 2\n 3\n-4\n 5\n 6\n"
        );
        assert_eq!(
            diff("one\r\ntwo", &[(4..8, "ly two")]),
            "--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1 @@\n-one\r\n-two\n\\ No newline at end of file\n+one\rly two\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let lines: Vec<String> = (0..20).map(|number| format!("{number:02}\n")).collect();
        let text = lines.concat();
        let shown = diff(&text, &[(3..6, ""), (30..32, "ten"), (57..59, "x")]);
        let headers: Vec<&str> = shown
            .lines()
            .filter(|line| line.starts_with("@@"))
            .collect();
        assert_eq!(
            headers,
            ["@@ -1,5 +1,4 @@", "@@ -8,7 +7,7 @@", "@@ -17,4 +16,4 @@"]
        );
    }

    #[test]
    fn a_text_may_become_empty() {
        assert_eq!(
            diff("1\n", &[(0..2, "")]),
            "--- a/a.sql\n+++ b/a.sql\n@@ -1 +0,0 @@\n-1\n"
        );
        assert_eq!(diff("1\n", &[]), "");
    }
}
