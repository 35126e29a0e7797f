use super::*;

#[test]
fn schemas_know_every_key_and_no_null() {
    for file in json_schemas() {
        let text = file.schema.to_string();
        assert!(!text.contains("\"null\""), "{text}");
        assert!(text.contains("\"$id\":\"urn:fsc:schema:"));
        assert_eq!(file.schema["additionalProperties"], false);
        assert!(file.schema["description"].is_string());
    }
}

#[test]
fn every_key_is_described() {
    fn keys(schema: &Value) {
        match schema {
            Value::Object(object) => {
                if let Some(Value::Object(properties)) = object.get("properties") {
                    for (key, property) in properties {
                        assert!(property["description"].is_string(), "{key}: {property}");
                    }
                }
                object.values().for_each(keys);
            }
            Value::Array(items) => items.iter().for_each(keys),
            _ => {}
        }
    }
    for file in json_schemas() {
        keys(&file.schema);
    }
}

#[test]
fn the_reference_shows_every_table() {
    let reference = reference_markdown();
    for heading in [
        "## fsc.toml",
        "### `[target.<name>]`",
        "### `[[entity]]`",
        "### `[[feature_view]]`",
        "### `[feature_view.backfill]`",
        "### `[feature_view.features.<name>]`",
        "### `[feature_view.features.<name>.checks]`",
        "### `[[table]]`",
        "### `[[source]]`",
    ] {
        assert!(reference.contains(heading), "{heading}\n{reference}");
    }
    assert!(
        reference.contains("| `snapshot` | string | `\"never\"` |"),
        "{reference}"
    );
}
