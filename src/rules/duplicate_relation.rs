//! One relation that stands for two things.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC015",
    name: "duplicate-relation",
    level: Level::Deny,
    summary: "one relation that stands for two things",
    docs: r#"## What
A source, a table, a feature view (`<store schema>.<view>`) or a table of the feature store has the same relation name
as another.

## Why
SQL that reads the name would read one or the other; a run would overwrite what it reads.

## Bad
```toml
[[source]]
schema = "production"
name = "brands"

[[source]]
schema = "production"
name = "brands"
```

## Good
```toml
[[source]]
schema = "production"
name = "brands"
```
"#,
};

/// `relation` of a `kind` at `span` is that of a `first_kind`, at `first` where a definition made it.
pub fn at(
    relation: &RelationName,
    span: Span,
    kind: &str,
    first: Option<Span>,
    first_kind: &str,
) -> Diagnostic {
    let message = format!("the {kind} `{relation}` has the name of a {first_kind}");
    let finding = Diagnostic::new(&RULE, message).at(span, "");
    let finding = match first {
        Some(first) => finding.at(first, format!("the {first_kind} is here")),
        None => finding.note(format!("fsc itself makes the {first_kind} of this name")),
    };
    finding.help("give one of them another name or schema")
}
