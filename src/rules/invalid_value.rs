//! A value that its key does not allow.

use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::rules::{Rule, named};
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC007",
    name: "invalid-value",
    level: Level::Deny,
    summary: "a value that its key does not allow",
    docs: r#"## What
A value has the right type but is not one of those that the key allows: an unknown choice (such as a level that no lint
can have), a number out of range, a glob or regular expression that is none, a type that Snowflake does not have, a file
that is neither Parquet nor CSV by its name.

## Why
The definition asks for something that fsc cannot do.

## Bad
```toml
[[table]]
sql = "embeddings.sql"
schema = "search"
snapshot = "weekly"
```

## Good
```toml
[[table]]
sql = "embeddings.sql"
schema = "search"
snapshot = "daily"
```
"#,
};

/// `text` is none of `choices`.
pub fn not_a_choice(span: Span, key: &str, text: &str, choices: &[String]) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, format!("`{key}` cannot be `{text}`")).at(span, "");
    let of_dbt = || (key == "on_schema_change").then(|| of_dbt(text)).flatten();
    let finding = match nearest(text, choices.iter().map(String::as_str)) {
        Some(near) if of_dbt().is_none() => {
            finding.help_edit(format!("a similar value exists: `{near}`"), span, format!("{near:?}"))
        }
        _ => match of_dbt() {
            Some((meant, help)) => finding.help_edit(help, span, format!("{meant:?}")),
            None => finding,
        },
    };
    let list = named::list(choices.iter().map(String::as_str));
    finding.help(format!("it can be {list}"))
}

/// What fsc calls a value of dbt's `on_schema_change`, and what to say of it.
fn of_dbt(text: &str) -> Option<(&'static str, &'static str)> {
    match text {
        "append_new_columns" => Some(("append", "what dbt calls `append_new_columns` is `append`")),
        "sync_all_columns" => Some(("sync", "what dbt calls `sync_all_columns` is `sync`")),
        "ignore" => Some((
            "fail",
            "nothing is ignored: `fail` writes nothing where columns differ, `append` takes new ones",
        )),
        _ => None,
    }
}

/// A whole number is too small or too large for its key.
pub fn out_of_range(span: Span, key: &str, number: i64, minimum: i64, maximum: i64) -> Diagnostic {
    let help = match (minimum, maximum) {
        (minimum, i64::MAX) => format!("the least value is {minimum}"),
        (i64::MIN, maximum) => format!("the greatest value is {maximum}"),
        (minimum, maximum) => format!("it can be {minimum} to {maximum}"),
    };
    Diagnostic::new(&RULE, format!("`{key}` cannot be {number}"))
        .at(span, "")
        .help(help)
}

/// A number that 64 bits do not hold.
pub fn too_large(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "a number does not fit in 64 bits")
        .at(span, "")
        .help("put it in quotes, if it is a name and not a number")
}

/// A pattern of `[naming]` that cannot be read.
pub fn not_a_pattern(span: Span, pattern: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{pattern}` is not a regular expression: {reason}"))
        .at(span, "")
        .help("write a pattern like `[a-z][a-z0-9_]*`")
}

/// A pattern of `exclude` or `[lints.paths]` that cannot be read.
pub fn not_a_glob(span: Span, pattern: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{pattern}` is not a glob: {reason}"))
        .at(span, "")
        .help("write a pattern like `legacy/**` or `**/draft_*`")
}

/// A column's type is none of Snowflake's, whose names are `known`.
pub fn not_a_type(written: &Spanned<String>, known: &[&'static str]) -> Diagnostic {
    let text = &written.value;
    let finding =
        Diagnostic::new(&RULE, format!("`{text}` is not a type of Snowflake's")).at(written.span, "");
    let upper = text.to_ascii_uppercase();
    match nearest(&upper, known.iter().copied()) {
        Some(near) => finding.help(format!("a similar type exists: `{}`", near.to_ascii_lowercase())),
        None => finding.help("write a type such as `varchar`, `number(10, 2)`, `float`, `date` or `timestamp_ntz`"),
    }
}

/// A source's file has a name that says neither Parquet nor CSV.
pub fn not_a_data_file(written: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{}` is neither a Parquet nor a CSV file by its name", written.value),
    )
    .at(written.span, "")
    .help("give a file whose name ends in `.parquet`, `.csv` or `.csv.gz`")
}
