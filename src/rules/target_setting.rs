//! A target with a setting of another kind, or without its account.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::snowflake::Problem;
use crate::rules::Rule;
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC026",
    name: "target-setting",
    level: Level::Deny,
    summary: "a target with a setting of another kind, or one that cannot be",
    docs: r#"## What
A DuckDB target has a key that only Snowflake knows, or the other way round; a Snowflake target has no `account`, or one
that is none, or a `host` that is none; or the `path` of a DuckDB target leaves the project, or is that of a file that fsc
writes something else to.

## Why
The setting would be ignored, or the database would be made where nobody looks for it or be overwritten.

## Bad
```toml
[target.dev]
type = "duckdb"
warehouse = "TRANSFORMING"
```

## Good
```toml
[target.dev]
type = "duckdb"
path = "target/dev.duckdb"
```
"#,
};

/// `key` is not one of a target of this kind.
pub fn misplaced(span: Span, key: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("a `{kind}` target has no `{key}`"))
        .at(span, "")
        .help(format!("remove `{key}`, or change the target's `type`"))
}

/// A database where none can be; `problem` goes on after its path.
pub fn path(path: &Spanned<String>, problem: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` {problem}", path.value))
        .at(path.span, "")
        .help("a path such as `target/dev.duckdb` will do")
}

/// A setting of a Snowflake target that cannot be.
pub fn impossible(span: Span, key: &str, problem: &Problem) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` {}", problem.what))
        .at(span, "")
        .help(problem.way_out.clone())
}

/// A Snowflake target without an account.
pub fn no_account(target: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the target `{}` has no `account`", target.value))
        .at(target.span, "")
        .help("add `account = \"{{ env_var('SNOWFLAKE_ACCOUNT') }}\"`")
}
