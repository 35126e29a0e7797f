//! `operand-types`: an operator between types that do not go together.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::types::{Family, Type};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC123",
    name: "operand-types",
    level: Level::Deny,
    summary: "an operator between types that do not go together",
    docs: r"## What
An operator stands between values of types that Snowflake does not combine: a date and a number compared, two dates added, a number added
to a timestamp. Or a time stands where a condition belongs, or meets a number in a column of a set operation.

## Why
The query would fail when it runs.

## Bad
```sql
select brand_token, count(*) as orders from shop.orders where created_at > 20230801 group by 1
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders where created_at >= '2023-08-01'::date group by 1
```
",
};

/// An operator between two types.
pub fn diagnostic(operator: &str, left: Type, right: Type, place: Place) -> Diagnostic {
    let is_comparison = matches!(operator, "=" | "<>" | "<" | "<=" | ">" | ">=");
    let message = if is_comparison {
        format!("{left} cannot be compared with {right}")
    } else if operator == "-" && left == Type::Null {
        format!("`-` does not take {right}")
    } else {
        format!("`{operator}` does not take {left} and {right}")
    };
    let finding = Diagnostic::new(&RULE, message).at_place(place, "");
    let has_time = is_time(left) || is_time(right);
    if is_comparison && has_time {
        finding.help("write a day as `'2023-08-01'::date`, or take a number out of the time: `year(t)`")
    } else if is_time(left) && is_time(right) {
        finding.help("the distance between times is `datediff(day, a, b)`")
    } else if matches!(operator, "+" | "-") && has_time {
        finding.help("move a time with `dateadd(hour, 6, t)`")
    } else if has_time {
        finding.help("a time is no number: take one out of it with `year(t)` or `datediff(day, a, t)`")
    } else {
        finding.help("convert one of them with `::`")
    }
}

/// A column of a set operation whose branches have no type in common.
pub fn branches(column: &str, before: Type, later: Type, place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the column `{column}` is {before} in one branch and {later} in this one"),
    )
    .at_place(place, "")
    .help("yield the same type in every branch")
}

/// A condition of a type that is neither true nor false.
pub fn condition(data_type: Type, place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("{data_type} is no condition: it is neither true nor false"),
    )
    .at_place(place, "")
    .help("compare it, or ask whether it is there: `… is not null`")
}

fn is_time(data_type: Type) -> bool {
    matches!(data_type.family(), Some(Family::Datetime | Family::Time))
}
