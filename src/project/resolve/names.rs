//! Names: of nodes, entities and targets, which become files and relations; and identifiers, which stand in SQL.

use super::Resolver;
use crate::project::model::NodeName;
use crate::rules::{invalid_name, missing_key};
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

/// Snowflake's limit is 255; names of snapshots and runs add to a name.
pub(super) const LENGTH_LIMIT: usize = 200;
const IDENTIFIER_LIMIT: usize = 255;

/// What a node says of its name and its SQL.
pub(super) struct NodeSource<'r> {
    pub(super) name: Option<&'r Spanned<String>>,
    pub(super) sql: Option<&'r Spanned<String>>,
    pub(super) query: Option<&'r Spanned<String>>,
    /// Where the node is declared.
    pub(super) header: Span,
}

impl Resolver<'_> {
    /// A name that is a file name and an identifier on every system.
    pub(super) fn plain_name(&mut self, what: &str, name: &Spanned<String>) -> Option<String> {
        if is_plain(&name.value, "") {
            return Some(name.value.clone());
        }
        self.report(invalid_name::plain(name.span, what, &name.value));
        None
    }

    /// A name that is a part of other names but no identifier: `-` is fine.
    pub(super) fn label(&mut self, what: &str, name: &Spanned<String>) -> Option<String> {
        if is_plain(&name.value, "-") {
            return Some(name.value.clone());
        }
        self.report(invalid_name::plain(name.span, what, &name.value));
        None
    }

    /// The name of a node: given, or the stem of its SQL file.
    pub(super) fn node_name(
        &mut self,
        what: &str,
        source: &NodeSource<'_>,
    ) -> Option<Spanned<NodeName>> {
        if let Some(given) = source.name {
            let name = self.plain_name(what, given)?;
            return Some(Spanned::new(NodeName::from(name.as_str()), given.span));
        }
        let Some(sql) = source.sql else {
            // Where there is neither `sql` nor `query`, that is reported.
            if source.query.is_some() && self.complete {
                self.report(missing_key::name(source.header));
            }
            return None;
        };
        let file = sql.value.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        if is_plain(stem, "") {
            return Some(Spanned::new(NodeName::from(stem), source.header));
        }
        self.report(invalid_name::stem(sql.span, what, stem));
        None
    }

    /// A name in SQL; anything that can be quoted.
    pub(super) fn identifier(
        &mut self,
        what: &str,
        written: &Spanned<String>,
    ) -> Option<Identifier> {
        let text = &written.value;
        let identifier = Identifier::new(text.as_str());
        let is_usable = !text.trim().is_empty()
            && !text.chars().any(char::is_control)
            && text.len() <= IDENTIFIER_LIMIT
            && !identifier.folded().is_empty()
            && text != "\"\"";
        if is_usable {
            return Some(identifier);
        }
        self.report(invalid_name::identifier(written.span, what, text));
        None
    }
}

fn is_plain(name: &str, also: &str) -> bool {
    name.len() <= LENGTH_LIMIT
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| {
            character.is_ascii_alphanumeric() || character == '_' || also.contains(character)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_files_and_identifiers() {
        for name in ["a", "brand_contact_book", "v2"] {
            assert!(is_plain(name, ""), "{name}");
        }
        let long = "a".repeat(LENGTH_LIMIT + 1);
        for name in ["", "2v", "_a", "a-b", "a b", "größe", "a/b", long.as_str()] {
            assert!(!is_plain(name, ""), "{name}");
        }
        assert!(is_plain("a-b", "-"));
    }
}
