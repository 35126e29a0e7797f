//! Identifiers, relation names and literals: how they fold, compare and are quoted.
//!
//! Every name and every literal that fsc writes into SQL passes through [`Identifier::quoted`] or [`string_literal`], or
//! in parts through [`in_quotes`] or [`in_literal`]; nothing else in fsc escapes anything. Names from definitions follow Snowflake's rule: a plain name folds
//! to upper case, a name in double quotes stays as it is.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A name in SQL (a column, a table, a schema), as it was written, compared as Snowflake folds it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Identifier {
    written: Arc<str>,
    folded: Arc<str>,
}

impl Identifier {
    /// A name as someone wrote it: `brand_token` folds to `BRAND_TOKEN`; `"Brand"` stays `Brand`; a name that is not
    /// plain (`größe`, `net sales`) could only have been quoted in SQL and stays as it is.
    pub fn new(written: impl AsRef<str>) -> Self {
        let text = written.as_ref();
        let written: Arc<str> = text.into();
        let folded = match unquote(text) {
            Some(exact) => exact.into(),
            None if is_plain(text) && text.bytes().any(|byte| byte.is_ascii_lowercase()) => {
                text.to_ascii_uppercase().into()
            }
            None => Arc::clone(&written),
        };
        Self { written, folded }
    }

    /// A name whose folding is known, such as a quoted identifier of a parsed query.
    pub fn exact(name: impl AsRef<str>) -> Self {
        let text = name.as_ref();
        let folded: Arc<str> = text.into();
        let written = if is_plain(text) && !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
            Arc::clone(&folded)
        } else {
            quote(text).into()
        };
        Self { written, folded }
    }

    /// As it was written: for messages.
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// Whether it was written without quotes and needs none, reserved words apart.
    pub fn is_plain(&self) -> bool {
        is_plain(&self.written)
    }

    /// As the engine knows it.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// As it is stored as text and hashed: a plain name in lower case, a quoted name without its quotes. The same for two
    /// spellings of one name.
    pub fn stored_name(&self) -> String {
        if is_plain(&self.folded) && !self.folded.bytes().any(|byte| byte.is_ascii_lowercase()) {
            self.folded.to_ascii_lowercase()
        } else {
            self.folded.to_string()
        }
    }

    /// As it stands in SQL that fsc writes: in double quotes, folded. Safe for reserved words, quotes and unicode.
    pub fn quoted(&self) -> String {
        quote(&self.folded)
    }
}

impl PartialEq for Identifier {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Identifier {}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Identifier {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for Identifier {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

/// A relation's name: `table`, `schema.table` or `database.schema.table`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationName {
    /// The database, where it was given.
    pub database: Option<Identifier>,
    /// The schema, where it was given.
    pub schema: Option<Identifier>,
    /// The table or view.
    pub name: Identifier,
}

impl RelationName {
    /// A relation in a schema.
    pub fn in_schema(schema: Identifier, name: Identifier) -> Self {
        Self {
            database: None,
            schema: Some(schema),
            name,
        }
    }

    /// The same place with another relation's name.
    pub fn sibling(&self, name: Identifier) -> Self {
        Self {
            name,
            ..self.clone()
        }
    }

    /// As it is stored as text and hashed, its parts joined by dots.
    pub fn stored_name(&self) -> String {
        self.parts()
            .map(Identifier::stored_name)
            .collect::<Vec<_>>()
            .join(".")
    }

    /// As it stands in SQL that fsc writes.
    pub fn quoted(&self) -> String {
        self.parts()
            .map(Identifier::quoted)
            .collect::<Vec<_>>()
            .join(".")
    }

    fn parts(&self) -> impl Iterator<Item = &Identifier> {
        [&self.database, &self.schema]
            .into_iter()
            .flatten()
            .chain(std::iter::once(&self.name))
    }
}

impl fmt::Display for RelationName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, part) in self.parts().enumerate() {
            if position > 0 {
                formatter.write_str(".")?;
            }
            fmt::Display::fmt(part, formatter)?;
        }
        Ok(())
    }
}

/// The databases whose SQL fsc writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Snowflake, as of 2026.
    Snowflake,
    /// DuckDB 1.5.
    DuckDb,
}

impl Dialect {
    /// Whether the engine takes two names, as it stores them, for one: DuckDB does not tell them apart by their case.
    pub fn is_same_name(self, one: &str, other: &str) -> bool {
        match self {
            Self::Snowflake => one == other,
            Self::DuckDb => one.eq_ignore_ascii_case(other),
        }
    }

    /// A name, as the engine stores it, that is the same for [all that it takes for one](Self::is_same_name).
    pub fn folded(self, name: &str) -> String {
        match self {
            Self::Snowflake => name.to_owned(),
            Self::DuckDb => name.to_ascii_lowercase(),
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Snowflake => "snowflake",
            Self::DuckDb => "duckdb",
        })
    }
}

/// A text literal.
pub fn string_literal(dialect: Dialect, text: &str) -> String {
    format!("'{}'", in_literal(dialect, text))
}

/// A text as it stands between the quotes of a literal, for one that is put together of parts. Snowflake reads `\` in a
/// literal as an escape, DuckDB does not.
pub fn in_literal(dialect: Dialect, text: &str) -> String {
    let escaped = text.replace('\'', "''");
    match dialect {
        Dialect::Snowflake => escaped.replace('\\', "\\\\"),
        Dialect::DuckDb => escaped,
    }
}

/// A path as it stands in the literal that DuckDB reads a file by, where `*`, `?` and `[` would stand for other files.
pub fn path_in_literal(path: &str) -> String {
    let mut one_file = String::with_capacity(path.len());
    for character in path.chars() {
        if matches!(character, '*' | '?' | '[') {
            one_file.extend(['[', character, ']']);
        } else {
            one_file.push(character);
        }
    }
    in_literal(Dialect::DuckDb, &one_file)
}

/// A name as it stands between double quotes, for one that is put together of parts.
pub fn in_quotes(name: &str) -> String {
    name.replace('"', "\"\"")
}

/// Whether a name needs no quotes in Snowflake, reserved words apart.
pub(crate) fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
}

fn quote(name: &str) -> String {
    format!("\"{}\"", in_quotes(name))
}

fn unquote(written: &str) -> Option<String> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty()).then(|| inner.replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_fold_and_quoted_names_stay() {
        assert_eq!(
            Identifier::new("brand_token"),
            Identifier::new("BRAND_TOKEN")
        );
        assert_ne!(Identifier::new("\"brand\""), Identifier::new("brand"));
        assert_eq!(Identifier::new("\"BRAND\""), Identifier::new("brand"));
        assert_eq!(Identifier::new("order").quoted(), "\"ORDER\"");
        assert_eq!(Identifier::new("größe").quoted(), "\"größe\"");
        assert_eq!(Identifier::new("a\"b").quoted(), "\"a\"\"b\"");
        assert_eq!(Identifier::exact("a\"b").as_written(), "\"a\"\"b\"");
    }

    #[test]
    fn one_name_is_stored_in_one_way() {
        for (spellings, stored) in [
            (
                ["orders_7d", "Orders_7D", "\"ORDERS_7D\""].as_slice(),
                "orders_7d",
            ),
            (&["\"Orders\""], "Orders"),
            (&["größe", "\"größe\""], "größe"),
            (&["net sales"], "net sales"),
        ] {
            for spelling in spellings {
                assert_eq!(
                    Identifier::new(*spelling).stored_name(),
                    stored,
                    "{spelling}"
                );
            }
        }
        let relation = RelationName::in_schema(Identifier::new("Search"), Identifier::new("\"T\""));
        assert_eq!(relation.stored_name(), "search.t");
    }

    #[test]
    fn literals_cannot_be_left() {
        assert_eq!(string_literal(Dialect::DuckDb, "o'b\\"), "'o''b\\'");
        assert_eq!(string_literal(Dialect::Snowflake, "o'b\\"), "'o''b\\\\'");
    }
}
