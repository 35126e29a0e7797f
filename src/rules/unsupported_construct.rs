//! `unsupported-construct`: the embedded target does not run a construct.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::analyze::model::Converted;
use crate::sql::lower::Unsupported;
use crate::sql::types::{Family, Type};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC200",
    name: "unsupported-construct",
    level: Level::Deny,
    summary: "the embedded target does not run a construct",
    docs: r"## What
A query uses a function, a clause or a format that fsc does not know how to write for DuckDB with the same meaning. The query may be
fine on Snowflake. Or it relies on a conversion that DuckDB makes in another way or not at all: a VARCHAR that is compared with, added to
or taken instead of a number or a time.

## Why
A wrong value is worse than a refused one: nothing is passed to DuckDB in the hope that it fits.

## Bad
```sql
select brand_token, soundex(name) as sound from production.brands
```

## Good
```sql
select brand_token, lower(name) as name from production.brands
```
",
};

/// A construct that is not known to mean the same on DuckDB.
pub fn diagnostic(unsupported: &Unsupported, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &RULE,
        format!("the embedded target does not run {}", unsupported.construct),
    )
    .at_place(place, "");
    match &unsupported.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help("write it another way, or use a Snowflake target"),
    }
}

/// A conversion that is not written, and that DuckDB makes otherwise or not at all.
pub fn conversion(converted: Converted, place: Place) -> Diagnostic {
    let (construct, help) = match converted {
        Converted::Compared(left, right) => (
            format!("a comparison of {left} with {right}"),
            cast_text(left, right),
        ),
        Converted::Mixed(first, second) => (
            format!("{first} and {second} as values of one column"),
            "cast all of them to one type".to_owned(),
        ),
        Converted::Calculated(operator) => (
            format!("VARCHAR as an operand of `{operator}`"),
            "cast it to a number, as in `x::float`".to_owned(),
        ),
        Converted::Passed {
            function,
            found,
            wanted,
        } => {
            let help = match wanted {
                "a number" => "cast it, as in `x::float`",
                "a boolean" => "write a condition, as in `x <> 0`",
                _ => "cast it, as in `x::timestamp`",
            };
            let construct = format!("{found} where `{function}` takes {wanted}");
            (construct, help.to_owned())
        }
    };
    Diagnostic::new(&RULE, format!("the embedded target does not run {construct}"))
        .at_place(place, "")
        .help(help)
}

/// How to compare a text with a value of another type.
fn cast_text(left: Type, right: Type) -> String {
    let other = if left == Type::Text { right } else { left };
    match other.family() {
        Some(Family::Number) => {
            "cast one side: the text to a number, or the number to VARCHAR".to_owned()
        }
        _ => format!("cast the text, as in `x::{}`", other.to_string().to_lowercase()),
    }
}

/// A query that is written differently for different days.
pub fn date_shapes_query(place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the date changes how this query is written for the embedded target",
    )
    .at_place(place, "")
    .help("name a day: `--ds 2023-08-01`")
}
