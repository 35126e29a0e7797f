//! Places as lines and columns, for renderers that show no excerpt.

use super::Label;
use crate::source::SourceMap;

/// A place as editors and scripts want it: lines and columns count from 1, in characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// The file, or the name of the rendered text.
    pub file: String,
    /// First line; absent when the place is a whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// First column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// One past the last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
}

impl Position {
    /// Where a label points.
    pub fn of(label: &Label, sources: &SourceMap) -> Self {
        let (file, range) = label.place.bytes(sources);
        let mut position = Self {
            file: file.name.clone(),
            line: None,
            column: None,
            end_line: None,
            end_column: None,
        };
        if range.start > 0 || range.end > 0 {
            let (line, column) = file.line_column(range.start);
            let (end_line, end_column) = file.line_column(range.end.max(range.start));
            position.line = Some(line);
            position.column = Some(column);
            position.end_line = Some(end_line);
            position.end_column = Some(end_column);
        }
        position
    }
}
