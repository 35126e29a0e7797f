//! The query tag: what every statement of fsc's says of itself in Snowflake's query history. It is sent as a parameter of
//! the statement, as the drivers do, so that it costs no statement of its own and cannot outlive its node.

use serde_json::{Map, Value};

use super::settings::Settings;
use crate::engine::Purpose;

/// What Snowflake keeps of a tag.
const LONGEST: usize = 2000;

/// Parameters for each statement.
pub(super) fn parameters(settings: &Settings, purpose: &Purpose) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert("QUERY_TAG".into(), tag(settings, purpose).into());
    parameters
}

/// `{"app":"fsc","project":…,"node":…,"run_id":…,"job":…,"tag":…}`, without what is not known. What the target says gives way
/// where all would be too long.
fn tag(settings: &Settings, purpose: &Purpose) -> String {
    let mut tag = Map::new();
    let mut say = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            tag.insert(name.into(), value.into());
        }
    };
    say("app", Some("fsc"));
    say("project", Some(&purpose.project));
    say("node", purpose.node.as_deref());
    say("run_id", purpose.run_id.as_deref());
    say("job", purpose.job.as_deref());
    let without = Value::Object(tag.clone()).to_string();
    if let Some(own) = &settings.query_tag {
        tag.insert("tag".into(), own.as_str().into());
    }
    let whole = Value::Object(tag).to_string();
    if whole.chars().count() <= LONGEST {
        whole
    } else {
        without
    }
}
