//! FSC094 `unknown-namespace`: a backfill that no feature view declares.

use super::Rule;
use super::named::list;
use crate::diagnostic::{Diagnostic, Level};

/// FSC094.
pub static RULE: Rule = Rule {
    code: "FSC094",
    name: "unknown-namespace",
    level: Level::Deny,
    summary: "no feature view declares a backfill of this name",
    docs: r"## What
`fsc backfill NAMESPACE` names a namespace that stands in no feature view's `backfill`, or there is neither a namespace nor a
selection.

## Why
There is no range to compute.

## Bad
```console
$ fsc backfill brand_1_mnth
```

## Good
```console
$ fsc backfill brand_1_month
```
",
};

/// Nothing says what to compute.
pub fn none_named<'n>(known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, "nothing says which backfill is meant");
    let known: std::collections::BTreeSet<&str> = known.collect();
    let found = if known.is_empty() {
        found
    } else {
        found.help(format!("name one: there are {}", list(known)))
    };
    found.help("or select views and days: `fsc backfill --select … --start … --end …`")
}

/// Nothing is called `name`; `known` are the namespaces that there are.
pub fn named<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let known: std::collections::BTreeSet<&str> = known.collect();
    let found = Diagnostic::new(
        &RULE,
        format!("no feature view declares a backfill `{name}`"),
    );
    if known.is_empty() {
        return found.help(
            "declare one, `backfill = { namespace = …, start_date = …, end_date = … }`, or select views: `fsc backfill --select … --start … --end …`",
        );
    }
    found
        .did_you_mean(name, known.iter().copied())
        .help(format!("there are {}", list(known)))
}
