//! One column that is declared as two things.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{Entity, Feature};
use crate::rules::Rule;
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC018",
    name: "column-clash",
    level: Level::Deny,
    summary: "one column that is declared as two things",
    docs: r#"## What
A column stands twice among an entity's keys or a source's columns, or a feature is named like a key of its entity or
like the event timestamp, or a key or feature like a time that SQL reads with every feature view: `as_of` (unless the view
is static) or `computed_at`. Names are compared as Snowflake folds them.

## Why
One output column holds one thing: it cannot identify the row and describe it.

## Bad
```toml
entity = "brand"             # keys = ["brand_token"]

[[feature_view]]
sql = "brand.sql"
features = { brand_token = {} }
```

## Good
```toml
entity = "brand"

[[feature_view]]
sql = "brand.sql"
features = { number_of_contact_books_found = {} }
```
"#,
};

/// A key of an entity stands twice.
pub fn two_keys(span: Span, first: Span, column: &Identifier, entity: &str) -> Diagnostic {
    let message = format!("`{column}` is twice a key of entity `{entity}`");
    twice(message, span, first)
}

/// A column of a source, or of a unique key, stands twice.
pub fn two_columns(span: Span, first: Span, column: &Identifier) -> Diagnostic {
    twice(format!("the column `{column}` is listed twice"), span, first)
}

fn twice(message: String, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .at(first, "first here")
        .help("keep one of them")
}

/// A feature has the name of a key.
pub fn feature_is_key(feature: &Feature, entity: &Entity) -> Diagnostic {
    let message = format!(
        "the feature `{}` is a key of entity `{}`",
        feature.column, entity.name
    );
    Diagnostic::new(&RULE, message)
        .at(feature.span, "")
        .at(entity.span, "the entity")
        .help("leave it out: keys are written with every feature")
}

/// A feature has the name of the event timestamp.
pub fn feature_is_timestamp(feature: &Feature, column: &Spanned<Identifier>) -> Diagnostic {
    let message = format!("the feature `{}` is the event timestamp", feature.column);
    Diagnostic::new(&RULE, message)
        .at(feature.span, "")
        .at(column.span, "the event timestamp")
        .help("leave it out: the as-of time is written with every feature")
}

/// A key or a feature (`what`) has the name of a time that is read with every feature.
pub fn is_time(what: &str, column: &Identifier, span: Span) -> Diagnostic {
    let message = format!("the {what} `{column}` has the name of a time that every feature view has");
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .note("SQL reads a feature view with the columns `as_of` and `computed_at`; a backfill computes it with `fsc_as_of`")
        .help("give it another name")
}

/// The event timestamp has the name of a key.
pub fn timestamp_is_key(column: &Spanned<Identifier>, entity: &Entity) -> Diagnostic {
    let message = format!(
        "the event timestamp `{}` is a key of entity `{}`",
        column.value, entity.name
    );
    Diagnostic::new(&RULE, message)
        .at(column.span, "")
        .at(entity.span, "the entity")
        .help("yield the time under a name of its own")
}
