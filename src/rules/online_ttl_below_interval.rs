//! Online values that grow too old before new ones come.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{FeatureView, History, Project};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC342",
    name: "online-ttl-below-interval",
    level: Level::Warn,
    summary: "an online feature whose values are too old before new ones are computed",
    docs: r#"## What
A feature is marked `online`, and the `ttl` of its view is shorter than its `interval`.

## Why
A value older than the ttl counts as none. Every interval has a time, between the end of the ttl and the next as-of
time, at which the online store has no value that may be used.

## Bad
```toml
[[feature_view]]
sql = "brand_sales.sql"
interval = "1 day"
ttl = "6 hours"
features.num_sales = { description = "Sales of the day", online = true }
```

## Good
```toml
[[feature_view]]
sql = "brand_sales.sql"
interval = "1 day"
ttl = "2 days"
features.num_sales = { description = "Sales of the day", online = true }
```

## Cannot see
How late runs are: a ttl just above the interval leaves no room for `availability_lag` or for a run that fails. Nor when
rows with an `event_timestamp` of their own really come.
"#,
};

/// Every view with online features whose ttl is shorter than its interval.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    project.views.iter().filter_map(of_view).collect()
}

fn of_view(view: &FeatureView) -> Option<Diagnostic> {
    let interval = match view.history {
        History::Static => return None,
        History::AsOf { interval } | History::EventTimestamp { interval, .. } => interval,
    };
    let ttl = view.ttl?;
    if ttl.delta() >= interval.length() {
        return None;
    }
    let online = view.features.iter().filter(|feature| feature.online);
    let places: Vec<_> = online.map(|feature| feature.span).collect();
    if places.is_empty() {
        return None;
    }
    let name = &view.definition.name;
    let message = format!("values of `{name}` are too old before new ones are computed");
    let finding = Diagnostic::new(&RULE, message).at(
        view.definition.span,
        format!("computed every {interval}, with a shorter ttl"),
    );
    let finding = places
        .into_iter()
        .fold(finding, |finding, place| finding.at(place, "online"));
    Some(finding.help(format!(
        "set `ttl` to more than `{interval}`, or compute the view more often"
    )))
}
