//! Places in SQL text, and names as the parser gives them.

use std::cmp::Ordering;

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};
use sqlparser::tokenizer::Span;

use crate::sql::name::{Identifier, RelationName, is_plain};

/// A place in the text of a query: 1-based line and column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SqlPlace {
    /// Line.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// How many characters on that line; 0 is a point.
    pub width: u32,
}

impl SqlPlace {
    /// The place of something that the query does not name; the star that yields it gives it one.
    pub(super) const NOWHERE: Self = Self {
        line: 0,
        column: 0,
        width: 0,
    };

    /// The start of the query.
    pub(super) const START: Self = Self {
        line: 1,
        column: 1,
        width: 0,
    };

    /// The place of a piece of syntax.
    pub fn of(span: Span) -> Self {
        Self::new(span)
    }

    pub(super) fn new(span: Span) -> Self {
        let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let width = if span.start.line == span.end.line {
            span.end.column.saturating_sub(span.start.column)
        } else {
            0
        };
        Self {
            line: number(span.start.line).max(1),
            column: number(span.start.column).max(1),
            width: number(width),
        }
    }
}

/// A name as a query spells it, to be compared with known ones without being made an [`Identifier`] first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling<'a> {
    text: &'a str,
    /// It does not fold.
    is_exact: bool,
    source: Source<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Ident(&'a Ident),
    Known(&'a Identifier),
}

impl<'a> Spelling<'a> {
    /// Of a parsed name.
    pub(super) fn of(ident: &'a Ident) -> Self {
        Self {
            text: &ident.value,
            is_exact: ident.quote_style.is_some() || !is_plain(&ident.value),
            source: Source::Ident(ident),
        }
    }

    /// Of a name that is known already.
    pub(super) fn known(name: &'a Identifier) -> Self {
        Self {
            text: name.folded(),
            is_exact: true,
            source: Source::Known(name),
        }
    }

    /// Whether it spells that name.
    pub(super) fn is(self, name: &Identifier) -> bool {
        self.text.len() == name.folded().len() && self.compare(name) == Ordering::Equal
    }

    /// How it lies to a name in the order of [`Identifier`]s.
    pub(super) fn compare(self, name: &Identifier) -> Ordering {
        if self.is_exact {
            return self.text.cmp(name.folded());
        }
        let folded = self.text.bytes().map(|byte| byte.to_ascii_uppercase());
        folded.cmp(name.folded().bytes())
    }

    pub(super) fn identifier(self) -> Identifier {
        match self.source {
            Source::Ident(ident) => identifier(ident),
            Source::Known(name) => name.clone(),
        }
    }
}

/// A parsed identifier as Snowflake folds it.
pub(super) fn identifier(ident: &Ident) -> Identifier {
    if ident.quote_style.is_some() {
        Identifier::exact(ident.value.as_str())
    } else {
        Identifier::new(ident.value.as_str())
    }
}

/// The identifiers of a dotted name; `None` when a part is computed.
pub(super) fn parts(name: &ObjectName) -> Option<Vec<&Ident>> {
    name.0.iter().map(ObjectNamePart::as_ident).collect()
}

/// A relation's name with the place where it stands; `None` when it is computed or has more than three parts.
pub(super) fn relation_name(name: &ObjectName) -> Option<(RelationName, SqlPlace)> {
    let parts = parts(name)?;
    let (table, qualifiers) = parts.split_last()?;
    let (database, schema) = match qualifiers {
        [] => (None, None),
        [schema] => (None, Some(schema_name(schema))),
        [database, schema] => (Some(identifier(database)), Some(schema_name(schema))),
        _ => return None,
    };
    let relation = RelationName {
        database,
        schema,
        name: identifier(table),
    };
    let span = parts
        .iter()
        .filter(|part| part.span != Span::empty())
        .fold(table.span, |span, part| span.union(&part.span));
    Some((relation, SqlPlace::new(span)))
}

/// `database..table` stands for the schema `PUBLIC`.
fn schema_name(schema: &Ident) -> Identifier {
    if schema.value.is_empty() {
        Identifier::new("public")
    } else {
        identifier(schema)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_compare_as_identifiers_do() {
        let names = [
            "brand",
            "Brand",
            "BRAND",
            "größe",
            "net sales",
            "a_b",
            "a$b",
            "_x",
            "1x",
            "",
        ];
        let idents = names.map(Ident::new).into_iter();
        let quoted = names.map(|name| Ident::with_quote('"', name));
        let idents: Vec<Ident> = idents.chain(quoted).collect();
        for ident in &idents {
            for other in &idents {
                let (name, other) = (identifier(ident), identifier(other));
                for spelling in [Spelling::of(ident), Spelling::known(&name)] {
                    assert_eq!(spelling.is(&other), name == other, "{name} {other}");
                    assert_eq!(spelling.compare(&other), name.cmp(&other), "{name} {other}");
                }
            }
        }
    }
}
