//! FSC506 `credentials-unavailable`: the credentials of a target are missing, or cannot be read.

use super::Rule;
#[cfg(feature = "snowflake")]
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
#[cfg(feature = "snowflake")]
use crate::project::model::Target;
#[cfg(feature = "snowflake")]
use crate::project::snowflake::Problem;
#[cfg(feature = "snowflake")]
use crate::source::Span;

/// FSC506.
pub static RULE: Rule = Rule {
    code: "FSC506",
    name: "credentials-unavailable",
    level: Level::Deny,
    summary: "the credentials of a target are missing or cannot be read",
    docs: r#"## What
A Snowflake target has no user or no credential; or the file of its private key is missing, cannot be read, or holds no
private key in the form that Snowflake's clients take: PKCS#8 in PEM, encrypted or not. No value is ever shown.

## Why
Nothing can be sent without a login. A target that is only compiled for needs none.

## Bad
```toml
[target.prod]
type = "snowflake"
account = "acme-shop"
user = "FEATURES"
private_key_path = "rsa_key.pem"    # BEGIN RSA PRIVATE KEY: PKCS#1
```

## Good
```console
$ openssl pkcs8 -topk8 -v2 aes-256-cbc -in rsa_key.pem -out ~/.snowflake/rsa_key.p8
$ chmod 600 ~/.snowflake/rsa_key.p8
```
```toml
[target.prod]
type = "snowflake"
account = "acme-shop"
user = "FEATURES"
private_key_path = "~/.snowflake/rsa_key.p8"
private_key_passphrase = "{{ env_var('SNOWFLAKE_KEY_PASSPHRASE') }}"
```
"#,
};

/// A target that has no `what`: "user", "credential".
#[cfg(feature = "snowflake")]
pub(crate) fn missing(target: &Target, what: &str, way_out: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("target `{}` has no {what}", target.name))
        .at(target.span, "")
        .help(way_out)
}

/// `key` cannot be used.
#[cfg(feature = "snowflake")]
pub(crate) fn unusable(span: Span, key: &str, problem: &Problem) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` {}", problem.what))
        .at(span, "")
        .help(problem.way_out.clone())
}
