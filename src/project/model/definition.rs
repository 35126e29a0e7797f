//! What tables and feature views have in common: a name, a place, SQL.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::NodeName;
use crate::project::block;
use crate::source::{FileId, SourceMap, Span};

/// SQL with Jinja, in a file of its own or inside a definition.
#[derive(Debug, Clone)]
pub struct QueryTemplate {
    /// The file that holds it.
    pub file: FileId,
    /// Its text; for a `.sql` file the whole file.
    pub text: Arc<str>,
    /// Where the text starts in `file`, when its characters stand there one by one (a `.sql` file, or a multi-line
    /// literal string): a place in the text is then a place in the file. `None` where escapes or indentation stand
    /// between them.
    pub offset: Option<u32>,
    /// The place to point to when nothing finer is known: the `sql` or `query` value, or the whole file.
    pub span: Span,
}

impl QueryTemplate {
    /// The place in the file of a range of the text; `None` where the text does not stand there line by line.
    pub fn place(&self, files: &SourceMap, range: Range<usize>) -> Option<Span> {
        let (offset, range) = if let Some(offset) = self.offset {
            (offset as usize, range)
        } else {
            let range = block::place(files.text(self.span), &self.text, range)?;
            (self.span.range().start, range)
        };
        Some(Span::new(
            self.file,
            range.start + offset..range.end + offset,
        ))
    }
}

/// What tables and feature views have in common.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The name.
    pub name: NodeName,
    /// Where it is defined: the value that names it, or its table header.
    pub span: Span,
    /// Path of the definition file from the root, with `/`.
    pub path: String,
    /// What it is.
    pub description: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// Words to select it by.
    pub tags: Vec<String>,
    /// Values for `params.*`.
    pub params: BTreeMap<String, serde_json::Value>,
    /// Its SQL.
    pub query: QueryTemplate,
}
