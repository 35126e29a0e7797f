//! `query-limit`: a query is larger or deeper than fsc can parse.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::parse::SqlError;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC102",
    name: "query-limit",
    level: Level::Deny,
    summary: "a query is larger or deeper than fsc can parse",
    docs: r"## What
A query has more text or tokens, is nested deeper, or has longer chains of operators than fsc reads; or the machine did not give
fsc the stack that parsing needs.

## Why
Parsing recurses as deep as the query. Without a limit a generated query could end the whole process.

## Bad
```sql
select token from production.brands
where token = 'a' or token = 'b' or token = 'c' -- and 20,000 more
```

## Good
```sql
select token from production.brands
where token in ('a', 'b', 'c') -- or a join with a table of tokens
```
",
};

/// A query beyond what can be parsed.
pub fn diagnostic(error: &SqlError, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, error.kind.to_string()).at_place(place, "");
    match &error.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
