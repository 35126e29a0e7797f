//! Names that do not look as the project wants them to.

use crate::diagnostic::{Diagnostic, Level};
use crate::lint::NamePattern;
use crate::project::model::Project;
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC343",
    name: "name-pattern",
    level: Level::Warn,
    summary: "a name that does not match the project's pattern",
    docs: r#"## What
The name of a feature, feature view or table does not match the regular expression that `[naming]` in `fsc.toml` gives
for it. The whole name must match. Without a pattern nothing is found.

## Why
Features are found, selected and documented by their names, across teams.

## Bad
```toml
[naming]
feature = "[a-z][a-z0-9_]*"
```
```toml
[feature_view.features.NumOrders]
description = "Orders of the day"
```

## Good
```toml
[naming]
feature = "[a-z][a-z0-9_]*"
```
```toml
[feature_view.features.num_orders]
description = "Orders of the day"
```

## Cannot see
Whether a name that matches says what the feature is.
"#,
};

/// Every name that does not match its pattern.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let naming = &project.lints.naming;
    let mut findings = Vec::new();
    let mut hold = |pattern: Option<&NamePattern>, kind: &str, name: &str, span: Span| {
        if let Some(pattern) = pattern.filter(|pattern| !pattern.fits(name)) {
            findings.push(at(pattern, kind, name, span));
        }
    };
    for table in &project.tables {
        let definition = &table.definition;
        let name = definition.name.as_str();
        hold(naming.table.as_ref(), "table", name, definition.span);
    }
    for view in &project.views {
        let definition = &view.definition;
        let name = definition.name.as_str();
        hold(naming.feature_view.as_ref(), "feature view", name, definition.span);
        for feature in &view.features {
            let name = feature.column.as_written();
            hold(naming.feature.as_ref(), "feature", name, feature.span);
        }
    }
    findings
}

fn at(pattern: &NamePattern, kind: &str, name: &str, span: Span) -> Diagnostic {
    let message = format!("the name of the {kind} `{name}` does not match the project's pattern");
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .note(format!("`[naming]` in `fsc.toml` asks for `{}`", pattern.as_str()))
        .help("rename it before anything reads it, or allow it in place with a reason")
}
