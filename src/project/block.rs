//! Places in YAML's block literals (`query: |`), whose lines stand in the file one by one behind their indentation.

use std::ops::Range;

/// The range of `literal`, the text of a value in its file from its first character on, that a range of `value` is. `None`
/// where the lines of the one are not those of the other, but for a common indentation.
pub fn place(literal: &str, value: &str, range: Range<usize>) -> Option<Range<usize>> {
    let lines = lines(literal, value)?;
    // The end belongs to the line of what stands before it.
    let last = range.end.max(range.start + 1) - 1;
    let start = at(&lines, range.start)?;
    let end = at(&lines, last)? + range.end - last;
    Some(start..end.max(start))
}

/// Where each line starts: in the value, and in the literal.
fn lines(literal: &str, value: &str) -> Option<Vec<(usize, usize)>> {
    let mut lines = Vec::new();
    let mut indentation = None;
    let mut in_value = 0;
    let mut in_literal = 0;
    for line in value.split('\n') {
        let rest = literal.get(in_literal..).unwrap_or_default();
        let (written, length) = match rest.find('\n') {
            Some(length) => (&rest[..length], length + 1),
            None => (rest, rest.len()),
        };
        let written = written.trim_end_matches('\r');
        let indented = if line.trim().is_empty() && written.trim().is_empty() {
            written.len().saturating_sub(line.len())
        } else {
            let indented = written.strip_suffix(line)?;
            // The literal's place is that of its first character.
            let is_common = lines.is_empty() && indented.is_empty()
                || !lines.is_empty()
                    && *indentation.get_or_insert(indented.len()) == indented.len();
            if !is_common || !indented.trim().is_empty() {
                return None;
            }
            indented.len()
        };
        lines.push((in_value, in_literal + indented));
        in_value += line.len() + 1;
        in_literal += length;
    }
    Some(lines)
}

fn at(lines: &[(usize, usize)], offset: usize) -> Option<usize> {
    let (value, literal) = lines.iter().rev().find(|(start, _)| *start <= offset)?;
    Some(literal + offset - value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the literal where `part` stands in the value.
    fn found<'l>(literal: &'l str, value: &str, part: &str) -> Option<&'l str> {
        let start = value.find(part).unwrap();
        let range = place(literal, value, start..start + part.len())?;
        Some(&literal[range])
    }

    #[test]
    fn lines_map_behind_their_indentation() {
        let literal = "select a,\n        é\n\n      from t";
        let value = "select a,\n  é\n\nfrom t\n";
        for part in ["select", "é", "from t", "t", "a,"] {
            assert_eq!(found(literal, value, part), Some(part));
        }
        assert_eq!(found(literal, value, "a,\n  é"), Some("a,\n        é"));
        let windows = "select a\r\n  from t";
        assert_eq!(found(windows, "select a\nfrom t", "from"), Some("from"));
        assert_eq!(place(literal, value, 0..0), Some(0..0));
    }

    #[test]
    fn other_lines_have_no_place() {
        for (literal, value) in [
            ("select\n  a", "select a\n"),
            ("\"select\"", "select"),
            ("select a", "select b\n"),
            ("x\n  a\n b", "x\na\nb"),
            ("x\n- a", "x\na"),
            ("", "x"),
        ] {
            assert_eq!(place(literal, value, 0..1), None, "{literal}");
        }
    }
}
