//! `binder-disagrees`: DuckDB's binder sees an output column otherwise than fsc's analysis.

use super::Rule;
use crate::bind::Difference;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC204",
    name: "binder-disagrees",
    level: Level::Warn,
    summary: "DuckDB's binder sees an output column otherwise than fsc",
    docs: r#"## What
`fsc check --bind` compares the output columns of every query with what DuckDB's binder says of the lowered query, by kind: a
number, a truth value, a text, a date or time, a semi-structured value. Widths and precisions are not compared, and columns
whose type fsc does not know are not either.

## Why
One of the two is wrong, or the lowering changes the kind of a value: a check of fsc that looks at types may then say too much
or too little of this query.

## Bad
```toml
[[entity]]
name = "price_step"
keys = [{ name = "price", type = "number(10, 2)" }]    # a feature view shows such a key as text
```

## Good
```toml
[[entity]]
name = "price_step"
keys = [{ name = "price", type = "varchar" }]
```
"#,
};

/// A column that the binder sees otherwise.
pub(crate) fn diagnostic(id: &str, difference: &Difference, span: Span) -> Diagnostic {
    let column = &difference.column;
    let message = match (&difference.analysis, &difference.binder) {
        (Some(analysis), Some(binder)) => format!(
            "`{column}` of `{id}` is {analysis} to fsc's analysis, {binder} to DuckDB's binder"
        ),
        (Some(_), None) => format!("DuckDB's binder sees no column `{column}` in `{id}`"),
        (None, _) => format!("DuckDB's binder sees a column `{column}` in `{id}` that fsc does not"),
    };
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .help("write a cast to the type that is meant")
}
