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
to a timestamp.

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
    let finding = Diagnostic::new(
        &RULE,
        format!("`{operator}` does not take {left} and {right}"),
    )
    .at_place(place, "");
    let is_time = |data_type: Type| matches!(data_type.family(), Some(Family::Datetime | Family::Time));
    if is_time(left) && is_time(right) {
        finding.help("the distance between times is `datediff(day, a, b)`")
    } else if matches!(operator, "+" | "-") && (is_time(left) || is_time(right)) {
        finding.help("move a time with `dateadd(hour, 6, t)`")
    } else if is_time(left) || is_time(right) {
        finding.help("convert one of them: `to_date(text)`, `date_part(year, t)`")
    } else {
        finding.help("convert one of them with `::`")
    }
}
