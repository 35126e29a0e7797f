//! A secret written into a file.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC025",
    name: "plain-secret",
    level: Level::Deny,
    summary: "a secret written into a file",
    docs: r#"## What
A target's `password`, `token`, `private_key` or `private_key_passphrase` is anything else than one `{{ env_var('NAME')
}}`: a literal, or a variable with a default or with text beside it. fsc never shows its value.

## Why
`fsc.toml` is committed: whoever reads the repository could log in.

## Bad
```toml
[target.prod]
type = "snowflake"
account = "acme"
password = "correct horse"
```

## Good
```toml
[target.prod]
type = "snowflake"
account = "acme"
password = "{{ env_var('SNOWFLAKE_PASSWORD') }}"
```
"#,
};

/// `key` of a target is a literal. The text at `span` was overwritten when it was read.
pub fn at(span: Span, key: &str, target: &str) -> Diagnostic {
    let variable = format!("SNOWFLAKE_{}", key.to_uppercase());
    let message = format!("`{key}` of target `{target}` is written into the file");
    Diagnostic::new(&RULE, message)
        .at(span, "the value is not shown")
        .help_edit(
            format!("read it from the environment: `{{{{ env_var('{variable}') }}}}`"),
            span,
            format!("\"{{{{ env_var('{variable}') }}}}\""),
        )
        .help("a secret that was committed is known: change it")
}
