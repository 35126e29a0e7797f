//! Credentials of a Snowflake target that do not go together.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::snowflake::Problem;
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC038",
    name: "target-credentials",
    level: Level::Deny,
    summary: "credentials of a target that do not go together",
    docs: r#"## What
A Snowflake target has two credentials (of `private_key_path`, `private_key`, `token` and `password`), or one that its
`authenticator` does not take, or an `authenticator` that fsc does not know. docs/snowflake.md lists which goes with which.

## Why
Which credential is used would have to be guessed, and the other would be a secret that is kept for nothing.

## Bad
```toml
[target.prod]
type = "snowflake"
account = "acme-shop"
private_key_path = "~/.snowflake/rsa_key.p8"
password = "{{ env_var('SNOWFLAKE_PASSWORD') }}"
```

## Good
```toml
[target.prod]
type = "snowflake"
account = "acme-shop"
private_key_path = "~/.snowflake/rsa_key.p8"
private_key_passphrase = "{{ env_var('SNOWFLAKE_KEY_PASSPHRASE') }}"
```
"#,
};

/// `key` of a target cannot stand as it does.
pub fn at(span: Span, key: &str, problem: &Problem) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` {}", problem.what))
        .at(span, "")
        .help(problem.way_out.clone())
}
