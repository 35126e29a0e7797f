//! An entity that is not declared.

use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC016",
    name: "unknown-entity",
    level: Level::Deny,
    summary: "an entity that is not declared",
    docs: r#"## What
A feature file or view names an entity that no `[[entity]]` declares.

## Why
The entity's keys say which output columns identify a row.

## Bad
```toml
entity = "brnad"
```

## Good
```toml
entity = "brand"
```
"#,
};

/// `written` is none of the entities `known`.
pub fn at<'n>(written: &Spanned<String>, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let name = &written.value;
    let finding = Diagnostic::new(&RULE, format!("unknown entity `{name}`")).at(written.span, "");
    match nearest(name, known) {
        Some(near) => finding.help_edit(
            format!("a similar name exists: `{near}`"),
            written.span,
            format!("{near:?}"),
        ),
        None => finding.help(format!(
            "declare it in `fsc.toml` or an `entity.toml`: `[[entity]]`, `name = \"{name}\"`, `keys = […]`"
        )),
    }
}
