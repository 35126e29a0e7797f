//! A comment that allows what is not found.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::{Rule, named};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC036",
    name: "unused-allowance",
    level: Level::Warn,
    summary: "a comment that allows what is not found",
    docs: r"## What
A comment `fsc: allow(…)` covers no finding of a rule that it names. Nothing is said of a rule whose level is `allow` in
that file, and nothing while errors keep fsc from looking at everything. `fsc check --fix` takes the comment out,
unless tags of the template stand in it.

## Why
What it excused is gone, or moved elsewhere; left there, it would excuse the next mistake.

## Bad
```sql
select token as brand_token, 1 as is_known -- fsc: allow(undeclared-column) a report reads the query
from production.brands
```

## Good
```sql
select token as brand_token, 1 as is_known
from production.brands
```
",
};

/// The rules of one comment, as they are written, that silenced nothing.
pub fn at<'n>(
    names: impl IntoIterator<Item = &'n str>,
    places: impl IntoIterator<Item = Span>,
) -> Diagnostic {
    let names = named::list(names);
    let finding = Diagnostic::new(&RULE, format!("the allowance of {names} silences nothing"));
    places
        .into_iter()
        .fold(finding, |finding, place| finding.at(place, ""))
}

/// The whole comment goes.
pub fn remove(finding: Diagnostic, span: Span, replacement: &str, is_safe: bool) -> Diagnostic {
    let text = "delete the comment";
    if is_safe {
        finding.safe_edit(text, span, replacement)
    } else {
        finding.help_edit(text, span, replacement)
    }
}

/// The comment shares its text with tags of the template, which have to stay.
pub fn remove_by_hand(finding: Diagnostic) -> Diagnostic {
    finding.help("delete the comment by hand: tags of the template stand in it, or write into it, and what they render may change")
}

/// Some of its rules stay.
pub fn keep(finding: Diagnostic, list: Span, kept: &str) -> Diagnostic {
    finding.safe_edit(format!("leave only `{kept}`"), list, kept)
}
