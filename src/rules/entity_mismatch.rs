//! A feature view whose entity is not its file's.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC017",
    name: "entity-mismatch",
    level: Level::Deny,
    summary: "a feature view whose entity is not its file's",
    docs: r#"## What
A feature view names another entity than the file that it stands in.

## Why
A file holds the features of one entity; a view that says otherwise is in the wrong file or a slip.

## Bad
```toml
entity = "brand"

[[feature_view]]
sql = "retailer_activity.sql"
entity = "retailer"
```

## Good
```toml
entity = "retailer"

[[feature_view]]
sql = "retailer_activity.sql"
```
"#,
};

/// The view says `own`, the file `above`.
pub fn at(own: &Spanned<String>, above: &Spanned<String>) -> Diagnostic {
    let message = format!(
        "the view's entity `{}` is not its file's, `{}`",
        own.value, above.value
    );
    Diagnostic::new(&RULE, message)
        .at(own.span, "")
        .at(above.span, "the file's entity")
        .help(format!("move the view to the file of `{}`", own.value))
}
