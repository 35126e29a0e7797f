//! The SQL of a node: a file, or text in the definition.

use std::sync::Arc;

use super::Resolver;
use super::names::NodeSource;
use crate::project::load::relative;
use crate::project::model::QueryTemplate;
use crate::rules::query_source;
use crate::source::{FileId, Span, Spanned};

impl Resolver<'_> {
    /// `sql` or `query`, exactly one of them. `None` also when the file could not be read, which load reported.
    pub(super) fn query(&mut self, folder: &str, source: &NodeSource<'_>) -> Option<QueryTemplate> {
        match (source.sql, source.query) {
            (Some(sql), Some(query)) => {
                self.report(query_source::both(sql.span, query.span));
                None
            }
            (None, None) => {
                if self.complete {
                    self.report(query_source::neither(source.header));
                }
                None
            }
            (Some(sql), None) => {
                let path = relative::from_root(folder, &sql.value).ok()?;
                let file = *self.queries.get(&path)?;
                self.file_query(file, sql)
            }
            (None, Some(query)) => self.inline_query(query),
        }
    }

    fn file_query(&mut self, file: FileId, sql: &Spanned<String>) -> Option<QueryTemplate> {
        let text = &self.files.file(file).text;
        if text.trim().is_empty() {
            self.report(query_source::empty(sql.span));
            return None;
        }
        Some(QueryTemplate {
            file,
            text: Arc::from(text.as_str()),
            offset: Some(0),
            span: Span::whole(file),
        })
    }

    fn inline_query(&mut self, query: &Spanned<String>) -> Option<QueryTemplate> {
        if query.value.trim().is_empty() {
            self.report(query_source::empty(query.span));
            return None;
        }
        let span = query.span;
        Some(QueryTemplate {
            file: span.file,
            text: Arc::from(query.value.as_str()),
            offset: verbatim(self.files.text(span), &query.value).map(|at| span.start + at),
            span,
        })
    }
}

/// Where `value` starts in its literal, when it stands there character by character.
fn verbatim(literal: &str, value: &str) -> Option<u32> {
    const QUOTES: [&str; 5] = ["\"\"\"", "'''", "\"", "'", ""];
    let quote = QUOTES.iter().find(|quote| literal.starts_with(**quote))?;
    let inner = literal
        .get(quote.len()..literal.len().checked_sub(quote.len())?)
        .filter(|_| literal.ends_with(quote))?;
    let newlines: &[&str] = if quote.len() == 3 {
        &["\r\n", "\n", ""]
    } else {
        &[""]
    };
    let newline = newlines
        .iter()
        .find(|newline| inner.starts_with(**newline))?;
    (inner[newline.len()..] == *value)
        .then(|| u32::try_from(quote.len() + newline.len()).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::verbatim;

    #[test]
    fn literal_text_maps_and_escapes_do_not() {
        assert_eq!(verbatim("\"\"\"\nselect 1\n\"\"\"", "select 1\n"), Some(4));
        assert_eq!(verbatim("\"\"\"\r\nselect 1\"\"\"", "select 1"), Some(5));
        assert_eq!(verbatim("'''select 1'''", "select 1"), Some(3));
        assert_eq!(verbatim("\"select 1\"", "select 1"), Some(1));
        assert_eq!(verbatim("select 1", "select 1"), Some(0));
        assert_eq!(verbatim(r#""select \"a\"""#, "select \"a\""), None);
        assert_eq!(verbatim("|\n  select 1", "select 1"), None);
        assert_eq!(verbatim("\"", ""), None);
    }
}
