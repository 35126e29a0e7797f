//! `non-numeric-feature`: a feature that is not a number.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::project::model::Feature;
use crate::sql::types::{Family, Type};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC124",
    name: "non-numeric-feature",
    level: Level::Deny,
    summary: "a feature that is not a number",
    docs: r"## What
The column of a feature is a text, a date or another type that is neither a number nor a boolean.

## Why
A feature's value is a number: the store keeps DOUBLE. A date or text is never converted silently, since no conversion is the right one
for all.

## Bad
```sql
select brand_token, max(created_at) as last_order from shop.orders where created_at < '{{ ds }}' group by 1
```

## Good
```sql
select brand_token, datediff(day, max(created_at), '{{ ds }}') as days_since_last_order
from shop.orders where created_at < '{{ ds }}' group by 1
```
",
};

/// A feature whose column has this type; `written` is what it is computed by, where that can be shown.
pub fn diagnostic(
    feature: &Feature,
    data_type: Type,
    written: Option<&str>,
    place: Place,
) -> Diagnostic {
    let name = &feature.column;
    let value = written.unwrap_or("…");
    let finding = Diagnostic::new(
        &RULE,
        format!("the feature `{name}` is {data_type}, not a number"),
    )
    .at_place(place, "")
    .at(feature.span, "the feature is declared here");
    match data_type.family() {
        Some(Family::Datetime) => finding.help(format!(
            "store a distance in time: `datediff(day, {value}, '{{{{ ds }}}}') as {name}`"
        )),
        Some(Family::Text) => finding.help(format!(
            "convert it where it is a number in disguise: `try_to_double({value}) as {name}`, or encode it: `iff({value} = 'a', 1, 0) as {name}`"
        )),
        Some(Family::SemiStructured) => {
            finding.help(format!("convert it: `{value}::double as {name}`"))
        }
        _ => finding.help("yield a number or a boolean instead"),
    }
}
