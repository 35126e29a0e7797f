//! Values of definitions (`vars`, `params`) as template values.

use minijinja::Value;

/// A JSON value as a template value.
pub(super) fn from_json(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(flag) => Value::from(*flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(fraction)) => Value::from(fraction),
            (None, None) => Value::from(number.to_string()),
        },
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => items.iter().map(from_json).collect(),
        serde_json::Value::Object(entries) => from_entries(entries),
    }
}

/// A map of JSON values as a template value.
pub(super) fn from_entries<'e>(
    entries: impl IntoIterator<Item = (&'e String, &'e serde_json::Value)>,
) -> Value {
    Value::from_pairs(
        entries
            .into_iter()
            .map(|(key, value)| (key.as_str(), from_json(value))),
    )
}
